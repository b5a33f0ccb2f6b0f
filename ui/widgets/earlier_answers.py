"""What earlier audits of the plant answered, fetched once, beside the questions of this one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Question
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.models.summary import answer_text
from ui.tasks import TaskRunner
from ui.undo import AuditEditor

if TYPE_CHECKING:
    from kta_desktop.services.earlier import Earlier
    from kta_desktop.services.workspace import Workspace


class EarlierAnswers(QObject):
    """Empty until they have come; they come once, off the interface thread.

    Signals:
        found: There are earlier answers now.
        failed: KtaError why they cannot be read.
    """

    found = Signal()
    failed = Signal(object)

    def __init__(
        self, editor: AuditEditor, workspace: "Workspace", runner: TaskRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor, self._workspace, self._runner = editor, workspace, runner
        self._answers: Mapping[str, Earlier] = {}
        self.fetch()

    def fetch(self) -> None:
        """Look them up anew, as after answers were merged."""
        from kta_desktop.services import earlier

        record = self._editor.record
        self._runner.run_pool(  # it reads whole audits: no answer waits behind it to be stored
            lambda _report, _cancelled: earlier.earlier(self._workspace, record),
            self,
            self._take,
            self._fail,
        )

    def of(self, address: str) -> "Earlier | None":
        """Return what an earlier audit holds for a question; None if nothing."""
        return self._answers.get(address)

    def take(self, address: str) -> bool:
        """Take the earlier answer of one question over, as a copy to be confirmed.

        Returns whether there was something to take.
        """
        known = self.of(address)
        if known is None or self._editor.state.is_readonly(address):
            return False
        self._editor.submit(list(known.edits))
        return True

    def _take(self, answers: "Mapping[str, Earlier]") -> None:
        self._answers = answers
        if answers:
            self.found.emit()

    def _fail(self, error: KtaError) -> None:
        self.failed.emit(error)


def earlier_text(question: Question, known: "Earlier", lang: str) -> str:
    """Return an earlier answer as people read it."""
    if known.rows:
        return _("Rows: {count}", lang).format(count=known.rows)
    return answer_text(question, known.answer, lang)


def change_text(now: Answer, known: "Earlier", lang: str) -> str:
    """Return ``+12 %``: how a number differs from the earlier one; empty if it says nothing."""
    from kta_desktop.services import earlier

    percent = earlier.change_percent(now, known.answer)
    if percent is None:
        return ""
    whole = round(percent)
    sign = "+" if whole > 0 else ""
    return f"{sign}{formatting.percent(whole, lang)}"
