"""The training audit: made and taken away off the interface thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from ui.tasks import Cancelled, Report, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace


class Training(QObject):
    """Makes one training audit at a time.

    Signals:
        told: How far it is, as a sentence.
        made: Id of the training audit.
        removed: Its number, when it is gone.
        failed: KtaError; nothing was made or taken away.
    """

    told = Signal(str)
    made = Signal(str)
    removed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._is_busy = False

    def start(self) -> None:
        """Make it; nothing more happens while one is being made."""
        if self._is_busy:
            return
        self._is_busy = True
        self._tell(0.0, _("The training audit is being made"))
        self._runner.run_pool(self._work, self, self._done, self._refused, self._tell)

    def remove(self, row: AuditSummary) -> None:
        """Take a training audit away."""
        from kta_desktop.services import training

        work = partial(training.remove, self._workspace, row.id)
        self._runner.run_db(work, self, lambda _none: self.removed.emit(row.number), self._refused)

    def _work(self, report: Report, _cancelled: Cancelled) -> str:
        from kta_desktop.services import training

        return training.start(self._workspace, report=report)

    def _tell(self, fraction: float, text: str) -> None:
        share = formatting.percent(int(100 * fraction), language())
        self.told.emit(f"{text} · {share}")

    def _done(self, audit: str) -> None:
        self._is_busy = False
        self.made.emit(audit)

    def _refused(self, error: KtaError) -> None:
        self._is_busy = False
        self.failed.emit(error)
