"""Instrument profiles: those of the program, own ones, making and trying one, passing it on."""

from copy import deepcopy
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import instrument_drafts, instruments
from kta_desktop.services.instrument_drafts import Draft
from kta_desktop.services.instruments import StoredProfile
from kta_desktop.services.measuring import InstrumentProfile
from kta_desktop.services.session_plan import Instrument, Link
from ui.dialogs.page_parts import open_at
from ui.models.lines_model import Line
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import FocusRing
from ui.widgets.instrument_editor import PROTOCOLS, InstrumentEditor
from ui.widgets.instrument_try import InstrumentTry
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.shortcuts import bind

WIDTH_PX, HEIGHT_PX = 1240, 700
_LIST_PX = 300


class InstrumentProfilesDialog(QDialog):
    """Lists profiles and edits the chosen one; what was changed is kept until it is saved.

    A profile of the program is never overwritten: saving makes an own one of it.

    Args:
        runner: Reads instruments and ports beside the window.
    """

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._stored: dict[str, StoredProfile] = {}
        self._saved: dict[str, InstrumentProfile] = {}
        self._drafts: dict[str, Draft] = {}
        self._current = ""
        self._may_leave = False
        self.setWindowTitle(_("Instrument profiles"))
        self.list = LinesTable("instrumentProfiles")
        FocusRing(self.list)
        self.list.setAccessibleName(_("Instrument profiles"))
        self.editor, self.trial = InstrumentEditor(), InstrumentTry()
        self.banner = Banner()
        self._sign, self._fault = IconLabel("circle-check", "ok"), Label("", "second", "tx2")
        self._fault.setObjectName("profileFault")
        self._save = KeyButton(_("Save"), "Ctrl+S", "save", "primary")
        self._save.setObjectName("saveProfile")
        self._lay_out()
        self._connect()
        self._load()
        self._find_ports()
        self.list.setFocus()

    def profiles(self) -> tuple[InstrumentProfile, ...]:
        """Return the profiles as they are saved now."""
        return tuple(self._saved.values())

    def choose(self, identifier: str) -> None:
        """Go to a profile."""
        self.list.choose(identifier)

    def new(self, protocol: str) -> None:
        """Begin a profile."""
        name = {language(): _("New instrument")}
        self._adopt(instrument_drafts.blank(protocol, self._free_id(), name))

    def copy(self) -> None:
        """Begin a profile from the chosen one."""
        draft = deepcopy(self.editor.draft())
        names = draft.get("name") or {}
        draft |= {"id": self._free_id(), "name": {
            lang: _("{name}, copy").format(name=name) for lang, name in names.items()
        }}  # fmt: skip
        draft.pop("is_example", None)
        self._adopt(draft)

    def take_file(self, path: Path) -> None:
        """Take in a profile that somebody shared; a wrong file is refused with its reason."""
        try:
            profile = instruments.import_(path)
        except KtaError as error:
            self.banner.show_error(error)
            return
        self.banner.clear()
        self._load()
        self.choose(profile.id)

    def write_file(self, path: Path) -> None:
        """Write the chosen profile as a file to be shared."""
        try:
            profile = instrument_drafts.made(self.editor.draft())
            instruments.export(profile, path)
        except KtaError as error:
            self.banner.show_error(error)
            return
        said = _("The profile is written to {path}.").format(path=path.name)
        self.banner.show_message("ok", said)

    def save(self) -> bool:
        """Save the chosen profile; return whether it could be."""
        draft = self.editor.draft()
        if self._is_shipped(str(draft.get("id"))):
            draft["id"] = self._free_id()
        try:
            profile = instrument_drafts.made(draft)
            instruments.save(profile)
        except KtaError as error:
            self.banner.show_error(error)
            return False
        self._drafts.pop(self._current, None)
        self._may_leave = False
        self.banner.show_message("ok", _("The profile is saved on this computer."))
        self._load()
        self.choose(profile.id)
        return True

    def remove(self) -> None:
        """Remove an own profile; those of the program stay."""
        if self._is_shipped(self._current):
            said = _("A profile of the program cannot be removed.")
            self.banner.show_message("info", said)
            return
        self._drafts.pop(self._current, None)
        if self._current in self._saved:
            try:
                instruments.remove(self._current)
            except KtaError as error:
                self.banner.show_error(error)
                return
        self._load()

    @override
    def reject(self) -> None:
        if self._drafts and not self._may_leave:
            self._may_leave = True
            self.banner.show_message(
                "warning",
                _("Changed and not saved: {count}. Ctrl+S saves; Esc again closes without.").format(
                    count=len(self._drafts)
                ),
            )
            return
        super().reject()

    def _lay_out(self) -> None:
        self.area = self._scrolled()
        middle = QHBoxLayout()
        middle.setSpacing(MARGIN)
        middle.addWidget(self._side())
        middle.addWidget(self.area, 1)
        close = KeyButton(_("Close"), "Esc")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._fault, 1)
        foot.addWidget(close)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN - 8, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(self.banner)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        room = self.screen().availableGeometry().width()
        open_at(self, min(WIDTH_PX, room - 2 * MARGIN), HEIGHT_PX)

    def _side(self) -> QWidget:
        """Return the list with what can be done to it."""
        self._buttons = {
            "new": KeyButton(_("New…"), "Ctrl+N", "plus", small=True),
            "copy": KeyButton(_("Copy"), "Ctrl+D", "layers", small=True),
            "import": KeyButton(_("From a file…"), "Ctrl+O", "folder-open", small=True),
            "export": KeyButton(_("To a file…"), "Ctrl+U", "usb", small=True),
            "remove": KeyButton(_("Remove"), "Alt+X", "trash-2", "danger", small=True),
        }
        flow = FlowLayout()
        for button in self._buttons.values():
            flow.addWidget(button)
        side = QWidget()
        side.setFixedWidth(_LIST_PX)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addLayout(flow)
        return side

    def _scrolled(self) -> QScrollArea:
        """Return the fields of a profile and its trial below each other."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(GAP)
        column.addWidget(self.editor)
        column.addWidget(self.trial)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        actions = {
            "new": self._ask_protocol,
            "copy": self.copy,
            "import": self._ask_import,
            "export": self._ask_export,
            "remove": self.remove,
        }
        for name, act in actions.items():
            self._buttons[name].clicked.connect(act)
            bind(self, self._buttons[name].key, act)
        self._save.clicked.connect(self.save)
        bind(self, "Ctrl+S", self.save)
        bind(self, "Ctrl+R", self._read_once)
        self.list.chosen.connect(lambda item: self._show(str(item)))
        self.editor.edited.connect(self._edited)
        self.editor.row_chosen.connect(self.trial.choose)
        self.trial.read_asked.connect(self._read_once)
        self.trial.order_taken.connect(lambda order: self.editor.set_order(*order))

    def _load(self) -> None:
        """Read the saved profiles and show the list."""
        found = instruments.profiles()
        self._stored = {each.id: each for each in reversed(found)}
        self._saved = {each.id: each.profile for each in found if each.profile is not None}
        self._show_list()

    def _show_list(self) -> None:
        lang = language()
        drafts = [name for name in self._drafts if name not in self._saved]
        lines = [
            self._line(identifier, self._drafts.get(identifier), profile.name.get(lang) or "")
            for identifier, profile in self._saved.items()
        ]
        lines += [self._line(name, self._drafts[name], "") for name in drafts]
        lines += [_broken(each) for each in self._stored.values() if each.error is not None]
        kept = self._current
        self.list.show_lines((_("Instrument"),), lines, (1.0,))
        self.list.choose(kept)
        self._show(str(self.list.item()))

    def _line(self, identifier: str, draft: Draft | None, name: str) -> Line:
        names = {} if draft is None else draft.get("name") or {}
        shown = names.get(language()) or name or identifier
        data = draft or instrument_drafts.draft_of(self._saved[identifier])
        whose = _("of the program") if self._is_shipped(identifier) else _("own")
        parts = [_(PROTOCOLS[str(data["protocol"])]), whose]
        if draft is not None:
            parts.append(_("not saved"))
        icon = ("pencil", "wr") if draft is not None else ("plug", "tx2")
        return Line(cells=(f"{shown}\n{' · '.join(parts)}",), item=identifier, icon=icon)

    def _show(self, identifier: str) -> None:
        if identifier == self._current or (
            identifier not in self._saved and identifier not in self._drafts
        ):
            return
        self._current = identifier
        saved = self._saved.get(identifier)
        draft = self._drafts.get(identifier)
        if draft is None and saved is not None:
            draft = instrument_drafts.draft_of(saved)
        self.editor.show_draft(draft or {})
        self._weigh(is_other=True)

    def _adopt(self, draft: Draft) -> None:
        """Take a new draft into the list and go to it."""
        identifier = str(draft["id"])
        self._drafts[identifier] = draft
        self._show_list()
        self.choose(identifier)
        self._show(identifier)
        self.editor.fields.field("name").field.setFocus()
        self.editor.fields.field("name").field.selectAll()

    def _edited(self) -> None:
        self._may_leave = False
        is_new = self._current not in self._drafts
        self._drafts[self._current] = self.editor.draft()
        if is_new:
            self._show_list()
        self._weigh(is_other=False)

    def _weigh(self, *, is_other: bool) -> None:
        """Say what is wrong with the draft, if anything, and try it if nothing is."""
        profile: InstrumentProfile | None = None
        wrong = self.editor.wrong()
        if wrong:
            said = _("“{text}” is not a number.").format(text=wrong[0])
        else:
            try:
                profile = instrument_drafts.made(self.editor.draft())
                said = ""
            except KtaError as error:
                said = error.sentence()
        self._sign.show_icon("circle-alert" if said else "circle-check", "er" if said else "ok")
        self._fault.setText(said or _("The profile is whole and can be tried."))
        self._fault.set_tone("er" if said else "tx2")
        self._save.setEnabled(not said)
        self.trial.show_profile(profile, is_other=is_other)

    def _is_shipped(self, identifier: str) -> bool:
        stored = self._stored.get(identifier)
        return stored is not None and not stored.is_own

    def _free_id(self) -> str:
        taken = {*self._stored, *self._drafts}
        return next(name for name in map("own-{}".format, range(1, 10_000)) if name not in taken)

    def _ask_protocol(self) -> None:
        menu = QMenu(self)
        for protocol, text in PROTOCOLS.items():
            menu.addAction(_(text), partial(self.new, protocol))
        button = self._buttons["new"]
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        menu.setActiveAction(menu.actions()[0])

    def _ask_import(self) -> None:
        kinds = _("Instrument profiles (*.json)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Profile of an instrument"), "", kinds)
        if chosen:
            self.take_file(Path(chosen))

    def _ask_export(self) -> None:
        kinds = _("Instrument profiles (*.json)")
        name = f"{self._current}.json"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("To a file…"), name, kinds)
        if chosen:
            self.write_file(Path(chosen))

    def _find_ports(self) -> None:
        self._runner.run_pool(
            lambda _report, _cancelled: instruments.ports(),
            self,
            lambda found: self.trial.show_ports([port.device for port in found]),
            self.banner.show_error,
        )

    def _read_once(self) -> None:
        if self.trial.isHidden() or self.trial.faults():
            return
        profile = instrument_drafts.made(self.editor.draft())
        link = Link(
            id="i1",
            profile=profile,
            address=self.trial.where(),
            instrument=Instrument(name=profile.id, serial=""),
        )
        self.trial.set_reading()
        self._runner.run_pool(
            lambda _report, _cancelled: instruments.read_once(link),
            self,
            self.trial.show_read,
            lambda error: self.trial.show_read((), error),
        )


def _broken(stored: StoredProfile) -> Line:
    """Return the line of a file that is no profile, with the reason."""
    said = "" if stored.error is None else stored.error.sentence()
    return Line(cells=(f"{stored.path.name}\n{said}",), item=None, icon=("circle-alert", "er"))
