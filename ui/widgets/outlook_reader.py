"""Reads what stands beside the list for the audit that is selected, off the interface thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.errors import KtaError
from ui.tasks import Cancelled, Report, Task, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.domain.audit import AuditRecord
    from kta_desktop.services.outlook import Outlook, Stop
    from kta_desktop.services.workspace import Workspace

_PAUSE_MS = 120  # someone who goes through the list with the arrow keys asks for none


class OutlookReader(QObject):
    """Answers for one audit at a time; what was read is kept until the audit changes.

    Signals: ``read`` with the ``Outlook``.
    """

    read = Signal(object)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._known: dict[str, tuple[str, Outlook]] = {}
        self._wanted: AuditSummary | None = None
        self._task: Task | None = None
        self._clock = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._clock.timeout.connect(self._ask)

    def ask(self, row: AuditSummary | None) -> None:
        """Read what is known of an audit, now or when the selection rests; None asks nothing."""
        self._wanted = row
        self._clock.stop()
        if row is None or row.fault:
            return
        known = self._known.get(row.id)
        if known is not None and known[0] == row.saved_at:
            self.read.emit(known[1])
        else:
            self._clock.start()

    def _ask(self) -> None:
        from kta_desktop.services import outlook

        row = self._wanted
        if row is not None:
            work = partial(outlook.read, self._workspace, row.id)
            self._runner.run_db(work, self, partial(self._weigh, row), self._unread)

    def _weigh(self, row: AuditSummary, found: "tuple[AuditRecord, Stop | None]") -> None:
        if self._wanted is not row:
            return

        def work(_report: Report, _cancelled: Cancelled) -> "Outlook":
            from kta_desktop.services import outlook

            return outlook.weigh(*found)

        self._task = self._runner.run_pool(work, self, partial(self._keep, row), self._unread)

    def _keep(self, row: AuditSummary, made: "Outlook") -> None:
        self._known[row.id] = (row.saved_at, made)
        if self._wanted is row:
            self.read.emit(made)

    def _unread(self, _error: KtaError) -> None:
        """Show nothing more: the list says of an audit that cannot be read that it cannot."""
