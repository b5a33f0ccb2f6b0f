"""Sending on demand: queues what is wanted, sends what waits, hears what the centre says."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import delivering, exchanging
from kta_desktop.services.channel import UNKNOWN, NetworkNow
from ui.tasks import Cancelled, Report, Task, TaskRunner
from ui.widgets.delivery_outgoing import OutgoingPanel

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace


class Sender(QObject):
    """Works for one panel.

    Attributes:
        network: What is known of the network.

    Signals:
        synced: ``SyncReport``, after an exchange.
        failed: ``KtaError``.
    """

    synced = Signal(object)
    failed = Signal(object)

    def __init__(self, panel: OutgoingPanel, workspace: "Workspace", runner: TaskRunner) -> None:
        super().__init__(panel)
        self._panel, self._workspace, self._runner = panel, workspace, runner
        self._task: Task | None = None
        self.network: NetworkNow = UNKNOWN

    @property
    def is_busy(self) -> bool:
        """Whether an exchange asked for here is under way."""
        return self._task is not None

    def sync(self, audit: str | None = None) -> None:
        """Queue an audit, if one is named, and send what is queued."""
        if self._task is not None:
            return
        workspace, network = self._workspace, self.network

        def work(report: Report, cancelled: Cancelled) -> delivering.SyncReport:
            if audit is not None:
                exchanging.queue(workspace, audit)
            return delivering.sync(workspace, network=network, report=report, cancelled=cancelled)

        self._panel.work(0.0, _("Sending"))
        self._task = self._runner.run_pool(work, self, self._done, self._stopped, self._panel.work)

    def stop(self) -> None:
        """Ask the exchange to stop; what was sent stays."""
        if self._task is not None:
            self._task.cancel()

    def _done(self, report: delivering.SyncReport) -> None:
        self._rest()
        self.synced.emit(report)

    def _stopped(self, error: KtaError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._task = None
        self._panel.rest()
