"""Copies of the open workspace beside it: renewed as work goes on, never in its way."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kta_desktop.errors import KtaError
from kta_desktop.services import workspace as service
from ui.tasks import TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.workspace import BackupInfo, Workspace

_EVERY_MS = 30 * 60_000
_FIRST_MS = 60_000  # the audit that is opened first must not wait behind a copy


class Copying(QObject):
    """Makes a copy every half hour in which something changed.

    Signals:
        copied: BackupInfo of the newest copy.
        failed: KtaError of a copy that could not be made.
    """

    copied = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: "Workspace", runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._is_due = True
        self._clock = QTimer(self, interval=_EVERY_MS)
        self._clock.timeout.connect(self._make)
        self._clock.start()

    def begin(self) -> None:
        """Tell of the copy of an earlier day and renew it in a minute; without one make it now."""
        look = partial(service.last_backup, self._workspace)
        self._runner.run_db(look, self, self._found, self.failed.emit)

    def note_change(self) -> None:
        """Count on something that the newest copy does not hold."""
        self._is_due = True

    def _found(self, info: "BackupInfo | None") -> None:
        if info is None:
            self._make()
        else:
            self.copied.emit(info)
            QTimer.singleShot(_FIRST_MS, self, self._make)

    def _make(self) -> None:
        if self._is_due and not self._runner.is_closed:
            self._is_due = False
            work = partial(service.back_up, self._workspace)
            self._runner.run_db(work, self, self.copied.emit, self._not_made)

    def _not_made(self, error: KtaError) -> None:
        self._is_due = True
        self.failed.emit(error)
