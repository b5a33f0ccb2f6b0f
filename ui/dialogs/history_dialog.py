"""The history of an answer, Ctrl+H: who, when, from what to what; any value can be brought back."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.domain.changes import Change
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import history
from kta_desktop.services.answering import Edit
from kta_desktop.services.history import HistoryKind, HistoryLine
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.lines_model import Line
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.undo import AuditEditor
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable

_SIZE = (860, 520)  # px
_SHARES = (0.16, 0.2, 0.44, 0.2)
_WORDS: Mapping[HistoryKind, tuple[str, str]] = {
    HistoryKind.ENTERED: ("pencil", N_("entered")),
    HistoryKind.UNDONE: ("history", N_("taken back")),
    HistoryKind.REDONE: ("refresh-cw", N_("brought back")),
    HistoryKind.RECEIVED: ("git-merge", N_("came with a package")),
    HistoryKind.DECIDED: ("circle-check", N_("decided between two values")),
    HistoryKind.COPIED: ("clipboard-list", N_("taken from the previous audit")),
}


class HistoryDialog(QDialog):
    """The changes of one place, the newest first.

    Bringing a value back is a change like any other: Ctrl+Z takes it back again.

    Signals: ``read`` when the changes are there.
    """

    read = Signal()

    def __init__(
        self, editor: AuditEditor, place: str, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor, self._place = editor, place
        name = editor.name_of(place)
        self.setWindowTitle(_("History of the answer"))
        self._told = Label("", "second", "tx2")
        self.list = LinesTable("changes", self)
        self.list.setAccessibleName(_("Changes of {question}").format(question=name))
        self.list.chosen.connect(self._offer)
        self.list.opened.connect(lambda _line: self._bring_back())
        self.back = KeyButton(_("Bring back this value"), "Enter", "history", "primary")
        self.back.setObjectName("bringBack")
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._bring_back)
        close = KeyButton(_("Close"), "Esc")
        close.setObjectName("close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(Label(name, "panel"))
        column.addWidget(self._told)
        column.addWidget(self.list, 1)
        column.addLayout(dialog_buttons(close, self.back))
        open_at(self, *_SIZE)
        self._show(())
        self._told.setText(_("The changes are being read…"))
        self.list.setFocus()
        runner.run_db(
            partial(history.read, editor.workspace, editor.record.id, place),
            self,
            self._take,
            self._fail,
        )

    def _take(self, found: Sequence[Change]) -> None:
        device = self._editor.workspace.device
        self._show(history.lines(found, self._editor.state, self._place, device, language()))
        self.read.emit()

    def _show(self, found: Sequence[HistoryLine]) -> None:
        heads = [_("When"), _("Who"), _("Change"), _("How")]
        self.list.show_lines(heads, [_line(each) for each in found], _SHARES)
        self._told.setText(_told(len(found)))
        self._offer(self.list.item())

    def _offer(self, line: object) -> None:
        """Let the chosen value be brought back unless it stands there now."""
        self.back.setEnabled(isinstance(line, HistoryLine) and not line.is_current)

    def _bring_back(self) -> None:
        line = self.list.item()
        if isinstance(line, HistoryLine) and not line.is_current:
            self._editor.submit([Edit(line.path, line.value)])
            self.accept()

    def _fail(self, error: KtaError) -> None:
        self._told.setText(error.sentence())


def _line(line: HistoryLine) -> Line:
    icon, how = _WORDS[line.kind]
    lang = language()
    moved = _("{before} → {after}").format(before=line.before, after=line.after)
    when = f"{formatting.date(line.at, lang)}\n{formatting.time_(line.at, lang)}"
    now = _("stands now")
    state = f"{_(how)}\n{now}" if line.is_current else _(how)
    change = f"{line.what}\n{moved}" if line.what else moved
    return Line(cells=(when, line.who, change, state), item=line, icon=(icon, "tx2"))


def _told(count: int) -> str:
    if count == 0:
        return _("Nothing was entered here yet.")
    if count >= history.MOST:
        return _("The newest {count} changes.").format(count=count)
    return _("All changes, the newest first. A value that is brought back is a new change.")
