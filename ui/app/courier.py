"""Sends in the background whatever may be sent, and hears what the centre answers.

It looks again and again whether something is due, so that no queue stays stuck: whatever hindered
it, a pause, the network, the night, a place that was away, is looked at anew each time.
"""

import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kta_desktop.errors import KtaError
from ui.models.network import Network
from ui.tasks import Cancelled, Report, Task, TaskRunner

if TYPE_CHECKING:
    from kta_desktop.services.delivering_rows import SyncReport
    from kta_desktop.services.workspace import Workspace

FIRST_MS = 4_000  # what is opened first must not wait behind it
LOOK_MS = 15_000
_SOON_MS = 300  # a network that comes tells so several times
_MOST = 2  # sendings at once: a stick need not wait for a slow line
_SLEPT_S = 30.0  # the clock on the wall ran ahead by more: the computer was asleep


class Courier(QObject):
    """Begins a sending when something is due; there is one for an open workspace.

    Signals:
        began: Bytes may be moving from now on.
        ended: SyncReport of what was done.
        said: A sentence about an error that only a person can solve, once.
        counted: How many deliveries wait to be sent, and how many came back with comments.
    """

    began = Signal()
    ended = Signal(object)
    said = Signal(str)
    counted = Signal(int, int)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, network: Network, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner, self._network = workspace, runner, network
        self._tasks: list[Task] = []
        self._is_looking = self._is_outdated = self._may_send = False
        self._told: set[str] = set()
        self._wall, self._steady = time.time(), time.monotonic()
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._tick)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.look)
        network.changed.connect(self._network_changed)

    @property
    def is_sending(self) -> bool:
        """Whether a sending of its own is under way."""
        return bool(self._tasks)

    def begin(self) -> None:
        """Begin to look; the first time in a few seconds."""
        self._clock.start()
        QTimer.singleShot(FIRST_MS, self, self.look)

    def look(self) -> None:
        """Look whether something is due, send it if so, and count what waits."""
        self._may_send = True
        self.count()

    def count(self) -> None:
        """Count what waits; begin nothing that nobody looked for."""
        if self._runner.is_closed:
            return
        if self._is_looking:
            self._is_outdated = True  # something may have changed since
            return
        self._is_looking = True
        network = self._network.now

        def work() -> tuple[bool, tuple[int, int]]:
            from kta_desktop.services import courier, delivering_rows

            due = courier.is_due(self._workspace, network)
            return due, delivering_rows.waiting(self._workspace)

        self._runner.run_db(work, self, self._looked, self._not_looked)

    def stop(self) -> None:
        """Ask a sending to stop; what arrived stays there."""
        for task in self._tasks:
            task.cancel()

    def _looked(self, found: tuple[bool, tuple[int, int]]) -> None:
        self._is_looking = False
        is_due, (waiting, returned) = found
        self.counted.emit(waiting, returned)
        if self._is_outdated:
            self._is_outdated = False
            self.count()
            return
        if not self._may_send or len(self._tasks) >= _MOST or self._runner.is_closed:
            return
        self._may_send = False
        if is_due:
            self._send()

    def _not_looked(self, error: KtaError) -> None:
        self._is_looking = False
        self._tell(error.code, error.sentence())

    def _send(self) -> None:
        network = self._network.now

        def work(report: Report, cancelled: Cancelled) -> "SyncReport":
            from kta_desktop.services import delivering

            return delivering.sync(
                self._workspace, network=network, automatic=True, report=report, cancelled=cancelled
            )

        def sent(report: "SyncReport") -> None:
            self._tasks.remove(task)
            self._sent(report)

        def failed(error: KtaError) -> None:
            self._tasks.remove(task)
            self._tell(error.code, error.sentence())

        task = self._runner.run_pool(work, self, sent, failed)
        self._tasks.append(task)
        self.began.emit()

    def _sent(self, report: "SyncReport") -> None:
        for error in report.errors:
            self._tell(str(error["code"]), str(error["message"]))
        if report.delivered or report.received:
            self._told.clear()  # the same error after that is another one
        self.ended.emit(report)
        self.look()

    def _tell(self, code: str, sentence: str) -> None:
        """Say an error once; those that pass by themselves stand in the strip and at the row."""
        from kta_desktop.services import courier

        key = f"{code} {sentence}"
        if key not in self._told and not courier.is_passing(code):
            self._told.add(key)
            self.said.emit(sentence)

    def _tick(self) -> None:
        slept = (time.time() - self._wall) - (time.monotonic() - self._steady)
        self._wall, self._steady = time.time(), time.monotonic()
        if slept > _SLEPT_S:
            self._begin_anew()
        else:
            self.look()

    def _network_changed(self) -> None:
        """Let go of a line that is gone or costs money now; try again over a new one."""
        self.stop()
        if self._network.is_there is not False:
            self._begin_anew()

    def _begin_anew(self) -> None:
        from kta_desktop.services import courier

        work = partial(courier.begin_anew, self._workspace)
        self._runner.run_db(work, self, lambda _none: self._soon.start(), self._not_looked)
