"""What the next undo and redo are about, read from the log whenever it grew."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QObject

from kta_desktop.domain.changes import Change
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from ui.tasks import TaskRunner
from ui.undo import AuditEditor

_Acts: TypeAlias = tuple[Sequence[Change], Sequence[Change]]


class UndoNames(QObject):
    """Names of the acts that Ctrl+Z and Ctrl+Y would take back and bring back."""

    def __init__(self, editor: AuditEditor, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._editor, self._runner = editor, runner
        self._audit = editor.record.id
        self._acts: _Acts = ((), ())
        editor.saved.connect(self._ask)
        self._ask()

    def texts(self) -> dict[str, str]:
        """Return what Ctrl+Z and Ctrl+Y do now, by key, where there is something to do."""
        from kta_desktop.services.history import act_name

        state, lang = self._editor.state, language()
        undo, redo = self._acts
        found = {}
        if undo:
            found["Ctrl+Z"] = _("undo: {what}").format(what=act_name(undo, state, lang))
        if redo:
            found["Ctrl+Y"] = _("redo: {what}").format(what=act_name(redo, state, lang))
        return found

    def _ask(self) -> None:
        from kta_desktop.services import answering

        workspace, audit = self._editor.workspace, self._audit

        def work() -> _Acts:
            return answering.undoable(workspace, audit), answering.redoable(workspace, audit)

        self._runner.run_db(work, self, self._take, _stay_unnamed)

    def _take(self, acts: _Acts) -> None:
        self._acts = acts


def _stay_unnamed(_error: KtaError) -> None:
    """Leave the names as they are: undoing itself says what is wrong."""
