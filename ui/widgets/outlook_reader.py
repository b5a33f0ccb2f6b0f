"""Reads what stands beside the list for the audit that is selected, off the interface thread."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.errors import KtaError
from ui.tasks import Cancelled, Report, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.domain.audit import AuditRecord
    from kta_desktop.services.outlook import Outlook, Stop
    from kta_desktop.services.workspace import Workspace


class OutlookReader(QObject):
    """Answers for one audit at a time; what was read is kept until the audit changes.

    Someone who goes through the list faster than it answers is told of the last one only.

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
        self._is_busy = False

    def ask(self, row: AuditSummary | None) -> None:
        """Read what is known of an audit; None asks nothing."""
        self._wanted = row
        if row is None or row.fault:
            return
        known = self._known.get(row.id)
        if known is not None and known[0] == row.saved_at:
            self.read.emit(known[1])
        elif not self._is_busy:
            self._begin(row)

    def _begin(self, row: AuditSummary) -> None:
        self._is_busy = True

        def work() -> "tuple[AuditRecord, Stop | None]":
            from kta_desktop.services import outlook

            return outlook.read(self._workspace, row.id)

        self._runner.run_db(work, self, partial(self._weigh, row), self._unread)

    def _weigh(self, row: AuditSummary, found: "tuple[AuditRecord, Stop | None]") -> None:
        if self._wanted is not row:
            self._go_on()
            return

        def work(_report: Report, _cancelled: Cancelled) -> "Outlook":
            from kta_desktop.services import outlook

            return outlook.weigh(*found)

        self._runner.run_pool(work, self, partial(self._keep, row), self._unread)

    def _keep(self, row: AuditSummary, made: "Outlook") -> None:
        self._known[row.id] = (row.saved_at, made)
        self._go_on()

    def _unread(self, _error: KtaError) -> None:
        """Show nothing more: the list says of an audit that cannot be read that it cannot."""
        self._is_busy = False

    def _go_on(self) -> None:
        """Tell of the audit that is wanted now, which may be another one by now."""
        self._is_busy = False
        self.ask(self._wanted)
