"""The search of the frame: what it finds is gone to, or done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kta_desktop.i18n import _
from kta_desktop.services import prints_finding
from ui.app import pages
from ui.models import actions
from ui.models.search_source import SearchSource
from ui.tasks import TaskRunner
from ui.widgets.search_box import SearchBox
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.services.finding import Action
    from ui.app.frame import Frame


class Searching(QObject):
    """Ties the search box to the pages of a frame."""

    def __init__(self, frame: "Frame", box: SearchBox, runner: TaskRunner) -> None:
        super().__init__(frame)
        self._frame, self._box, self._runner = frame, box, runner
        self.source = SearchSource(frame.workspace, runner, self._actions, self)
        self.source.failed.connect(frame.fail)
        box.serve(self.source)
        box.chosen.connect(frame.go_to)
        box.acted.connect(self.act)
        bind(frame, "Ctrl+K", self.begin, PAGE)
        bind(frame, "Ctrl+Shift+K", self.convert, PAGE)
        bind(frame, actions.PAPER, self.take_paper, PAGE)

    def begin(self) -> None:
        """Open the search."""
        self.source.load_audits()
        self._box.open()

    def convert(self) -> None:
        """Open the calculator, with the reference oxygen of the audit's levels if one is open."""
        from ui.dialogs.convert_dialog import ConvertDialog

        editor = self._frame.editor
        record = None if editor is None else editor.record
        dialog = ConvertDialog(self._frame.window(), record)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def take_paper(self) -> None:
        """Bring sheets that were filled in by hand into the audit that is open."""
        from ui.dialogs.paper_dialog import open_paper_dialog

        if self._frame.editor is not None:
            dialog = open_paper_dialog(self._frame.editor, self._frame.window())
            dialog.jump.connect(self._frame.go_to)

    def verify(self, code: str) -> None:
        """Tell what a print with this code is of."""
        from ui.dialogs.verify_sheet import VerifySheetDialog

        window = self._frame.window()
        dialog = VerifySheetDialog(self._frame.workspace, self._runner, window, code)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def follow(self) -> None:
        """Search the audit that is open in the frame now, if any."""
        self.source.open(self._frame.editor)

    def act(self, name: str) -> None:
        """Do an action: show its page and press its key, or verify the print it names."""
        code = prints_finding.code_of(name)
        if code:
            self.verify(code)
            return
        page, keys = actions.split_name(name)
        if page:
            self._frame.show_page(page)
        if keys:
            owner = self._frame.page if page else self._frame.window()
            shortcut = _shortcut(owner, keys)
            if shortcut is not None:
                shortcut.activated.emit()

    def _actions(self) -> "list[Action]":
        """Return what can be done now; what needs an audit only while one is open."""
        labels = {name: _(label) for name, label in pages.LABELS.items()}
        shown = {
            name: title
            for name, title in labels.items()
            if (self._frame.editor is not None or name not in pages.WITH_AUDIT)
            and (self._frame.reviewing.is_there or name != pages.INTAKE)
        }
        keys = {item.name: item.key for item in pages.ITEMS if item.page and item.name in shown}
        page = self._frame.page
        now: dict[str, str] = getattr(page, "keys_now", dict)()
        known = actions.known({name: title for name, title in shown.items() if name in keys}, now)
        return [
            *(each for each in known if self._frame.editor or each.keys != actions.PAPER),
            *actions.to_pages((name, key, shown[name]) for name, key in keys.items()),
            *actions.of_page(
                self._frame.page_name,
                pages.as_page(page).title(),
                pages.as_page(page).keys(),
                [_spelt(each) for each in page.findChildren(QShortcut)],
            ),
        ]


def _spelt(shortcut: QShortcut) -> str:
    return shortcut.key().toString(QKeySequence.SequenceFormat.PortableText)


def _shortcut(owner: QWidget, keys: str) -> QShortcut | None:
    """Return what a key does in ``owner``; its own before those of the widgets inside."""
    wanted = QKeySequence(keys)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = [*owner.findChildren(QShortcut, options=direct), *owner.findChildren(QShortcut)]
    sequences = ((each, each.keys()) for each in found)
    return next((each for each, its in sequences if wanted in its), None)
