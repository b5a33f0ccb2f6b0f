"""The page «Пакеты»: where methodologists look at a sector pack before anybody answers it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.levels import Level
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import authoring, packs
from kta_desktop.services.authoring import Inspection
from kta_desktop.services.packs import PackInfo
from ui.dialogs.mark_checked import MarkCheckedDialog
from ui.models import level_lines
from ui.tasks import Task, TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.banner import Banner
from ui.widgets.pack_head import PackHead
from ui.widgets.pack_list import OPENED, PackList
from ui.widgets.pack_panes import PackPanes
from ui.widgets.pack_parts import PAPER, PackParts
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

_SUFFIXES = (".xlsx", ".zip")


class PacksView(QWidget):
    """The packs in use, and one of them in full; in a narrow window the list drops down.

    A workbook that is opened or dropped stands first in the list until it is installed or another
    one is opened.

    Signals:
        keys_changed: Other keys are of use.
        said: A short confirmation for the status strip.
    """

    keys_changed = Signal()
    said = Signal(str)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("packsView")
        self.setAcceptDrops(True)
        self._workspace, self._runner = workspace, runner
        self._packs: tuple[PackInfo, ...] = ()
        self._opened: Inspection | None = None
        self._shown: Inspection | None = None
        self._task: Task | None = None
        self._turn = self._looks = 0  # what was asked for last is shown, whatever comes in between
        self._is_stale = True
        self._build()
        self._connect()
        self.retranslate()

    @property
    def shown(self) -> Inspection | None:
        """The pack that is shown in full; None while it is being read."""
        return self._shown

    def title(self) -> str:
        """Return the name of the page."""
        return _("Sector packs")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for the status strip."""
        return [
            ("Ctrl+O", _("open a workbook")),
            ("Ctrl+E", _("export")),
            ("Ctrl+Enter", _("sign and install")),
            ("Ctrl+Tab", _("parts of the pack")),
            ("F6", _("other pane")),
            ("F4", _("why it is asked")),
            ("Ctrl+C", _("copy the row")),
        ]

    def focus_first(self) -> None:
        """Give the keyboard to the list of packs, where it is dropped down to what is shown."""
        if self._list.isHidden():
            self._parts.focus_part()
        else:
            self._list.setFocus()

    def show_paper(self) -> None:
        """Show the blank sheet of the pack that is chosen, and keep to it when another one is."""
        self._parts.show_part(PAPER)

    def refresh(self) -> None:
        """Read the list of packs again."""
        self._waiting.begin()
        self._runner.run_pool(
            lambda report, _cancelled: (packs.available(report), authoring.tampered()),
            self,
            self._listed,
            self._not_listed,
            self._progressed,
        )

    def open_workbook(self) -> None:
        """Ask for a workbook, a signed pack or a folder's ``pack.toml``, and inspect it."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a pack"), "", _("Packs") + " (*.xlsx *.zip pack.toml)"
        )
        if chosen:
            path = Path(chosen)
            self.inspect(path.parent if path.name == "pack.toml" else path)

    def inspect(self, path: Path) -> None:
        """Read a workbook, pack folder or signed pack and show it first in the list."""
        self._cancel()
        self._banner.clear()
        self._looks += 1
        self._waiting.begin()
        self._task = self._runner.run_pool(
            lambda report, cancelled: authoring.inspect(path, report, cancelled),
            self,
            partial(self._inspected, self._looks),
            partial(self._not_inspected, self._looks),
            lambda fraction, _text: self._progressed(fraction, path.name),
        )

    def export(self) -> None:
        """Ask for a file and write the chosen pack as a workbook."""
        shown = self._shown
        if shown is None or shown is self._opened:
            return
        name = f"{shown.pack_id}-{shown.version}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Export the pack"), name, _("Workbooks (*.xlsx)")
        )
        if chosen:
            self._export_to(shown.pack_id, Path(chosen))

    def install(self) -> None:
        """Sign the opened pack with the key of this computer and install it."""
        opened = self._opened
        if opened is not None and opened is self._shown and opened.may_install:
            self._head.install.setEnabled(False)
            self._runner.run_db(
                partial(authoring.install, self._workspace, opened),
                self,
                self._installed,
                self._say,
            )

    def uninstall(self) -> None:
        """Go back to the pack that came with the program."""
        info = self._info()
        if info is not None and info.origin == "installed":
            self._head.back.setEnabled(False)
            self._runner.run_db(
                partial(authoring.uninstall, info.id), self, self._went_back, self._say
            )

    def stop(self) -> None:
        """Stop the inspection that is under way; else take away what lies over something."""
        if self._task is not None:
            self._cancel()
        elif not self._panes.close_list() and self._parts.close_overlays():
            self._parts.focus_part()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(self.title())
        self._head.retranslate(self.title())
        self._banner.retranslate()
        self._parts.retranslate()
        self._list.show_packs(self._packs, self._opened)
        self._offer()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.inspect(path)

    def _build(self) -> None:
        self._head, self._banner, self._waiting = PackHead(), Banner(), Waiting()
        self._list = PackList()
        self._parts = PackParts(self._workspace, self._runner)
        self._panes = PackPanes(self._list, self._parts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.setSpacing(GAP)
        for part in (self._head, self._banner, self._waiting):
            layout.addWidget(part)
        layout.addWidget(self._panes, 1)

    def _connect(self) -> None:
        self._head.list_wanted.connect(self._panes.next_pane)
        self._panes.narrowed.connect(lambda narrow: self._head.set_narrow(narrow=narrow))
        self._head.open_wanted.connect(self.open_workbook)
        self._head.export_wanted.connect(self.export)
        self._head.install_wanted.connect(self.install)
        self._head.back_wanted.connect(self.uninstall)
        self._list.chosen.connect(self._choose)
        self._parts.mark_wanted.connect(self._ask_mark)
        self._parts.failed.connect(self._say)
        self._parts.said.connect(self.said)
        actions: dict[str, Callable[[], object]] = {
            "Ctrl+O": self.open_workbook,
            "Ctrl+E": self.export,
            "Ctrl+Return": self.install,
            "F6": self._panes.next_pane,
            "Esc": self.stop,
        }
        for keys, act in actions.items():
            bind(self, keys, act, PAGE)

    def _info(self) -> PackInfo | None:
        """Return the pack in use that is shown; None for one that is only looked at."""
        shown = self._shown
        if shown is None or shown is self._opened:
            return None
        return next((pack for pack in self._packs if pack.id == shown.pack_id), None)

    def _listed(self, found: tuple[tuple[PackInfo, ...], tuple[KtaError, ...]]) -> None:
        self._packs, unsound = found
        self._waiting.end()
        if unsound:
            self._say(unsound[0])
        self._list.show_packs(self._packs, self._opened)
        self._choose(self._list.item())

    def _not_listed(self, error: KtaError) -> None:
        self._waiting.end()
        self._say(error)

    def _choose(self, item: object) -> None:
        """Show the pack of a row; one in use is read first."""
        self._turn += 1
        if item == OPENED and self._opened is not None:
            self._show(self._turn, self._opened)
        elif isinstance(item, str) and item:
            self._runner.run_pool(
                lambda _report, _cancelled: authoring.inspect_pack(item),
                self,
                partial(self._show, self._turn),
                self._say,
            )

    def _show(self, turn: int, inspection: Inspection) -> None:
        if turn != self._turn:
            return  # another row was chosen meanwhile
        self._shown = inspection
        self._parts.show_inspection(inspection)
        self._head.show_pack(inspection.pack_id or inspection.path.name)
        self._offer()

    def _inspected(self, look: int, inspection: Inspection) -> None:
        if look != self._looks:
            return  # another one was opened meanwhile
        self._task = None
        self._waiting.end()
        self._opened = inspection
        self._list.show_packs(self._packs, self._opened)
        self._list.choose(OPENED)
        self._turn += 1  # choosing the row has asked for it too
        self._show(self._turn, inspection)

    def _not_inspected(self, look: int, error: KtaError) -> None:
        if look == self._looks:
            self._task = None
            self._waiting.end()
            self._say(error)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, fraction: float, text: str) -> None:
        self._waiting.tell(fraction, _("Reading: {name}").format(name=text))

    def _export_to(self, pack: str, target: Path) -> None:
        self._runner.run_pool(
            lambda _report, _cancelled: authoring.export(pack, target),
            self,
            lambda _written: self._banner.show_message(
                "ok", _("The workbook is written: {path}").format(path=target)
            ),
            self._say,
        )

    def _installed(self, info: PackInfo) -> None:
        self._opened = None
        text = _("The pack {pack} {version} is signed and installed. Audits begun keep theirs.")
        self._banner.show_message("ok", text.format(pack=info.id, version=info.version))
        self._shown = None
        self._list.show_packs(self._packs, None)
        self._list.choose(info.id)
        self.refresh()

    def _went_back(self, _info: PackInfo | None) -> None:
        self._banner.show_message("ok", _("The shipped pack is in use again."))
        self._shown = None
        self.refresh()

    def _ask_mark(self, level: Level) -> None:
        """Ask who has compared a figure with its source; only packs in use are marked."""
        shown, info = self._shown, self._info()
        if shown is None or shown.definition is None:
            return
        if info is None:
            self._banner.show_message("info", _("Install the pack first; then mark its figures."))
            return
        dialog = MarkCheckedDialog(
            level_lines.name(level),
            level_lines.facts(level, shown.definition),
            self._workspace.profile.name,
            date.today(),  # noqa: DTZ011 - the day where the person is
            self,
        )
        dialog.wanted.connect(partial(self._mark, dialog, info.id, level.id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _mark(
        self, dialog: MarkCheckedDialog, pack: str, level: str, person: str, day: str
    ) -> None:
        def done(_info: PackInfo) -> None:
            dialog.accept()
            self.refresh()

        self._runner.run_db(
            partial(authoring.mark_checked, self._workspace, pack, level, person, day),
            self,
            done,
            dialog.refuse,
        )

    def _offer(self) -> None:
        """Enable what can be done with the pack that is shown."""
        shown, info = self._shown, self._info()
        is_opened = shown is not None and shown is self._opened
        self._head.install.setEnabled(is_opened and shown is not None and shown.may_install)
        self._head.export.setEnabled(info is not None)
        self._head.back.setVisible(info is not None and info.origin == "installed")
        self._head.back.setEnabled(True)
        self.keys_changed.emit()

    def _say(self, error: KtaError) -> None:
        if error.code == "cancelled":
            self._banner.show_message("info", error.sentence())
        else:
            self._banner.show_error(error)
        self._offer()


def _dropped(event: QDropEvent) -> Path | None:
    """Return the pack that is dragged over the page; None if it is something else."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if path.suffix.lower() in _SUFFIXES or (path / "pack.toml").is_file():
            return path
    return None
