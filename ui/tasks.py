"""Work off the interface thread: one thread for the database, a small pool for the rest.

Work is a plain function of ``services``. Results come home by one queued signal and only if the
one who asked still lives. What is not a ``KtaError`` is a bug: it raises in the interface thread
and reaches ``sys.excepthook``.
"""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Protocol, TypeVar, runtime_checkable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from kta_desktop.errors import ClosedError, KtaError

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[KtaError], object]
Report = Callable[[float, str], None]
Cancelled = Callable[[], bool]
Progress = Callable[[float, str], object]

_BETWEEN_REPORTS = 0.05  # seconds: faster is not seen and would flood the queue
_POOL_SIZE = 4  # two of them may be sending for hours
_TURN = 0.0005
"""Seconds that a thread keeps the interpreter while another waits for it.

The interface thread gives it away with every call into Qt, and would wait ten times as long each
time while an edit is being stored.
"""


@runtime_checkable
class Recovers(Protocol):
    """Who waits for work, and must not wait for ever when a bug ended it."""

    def recover(self) -> None:
        """Be of use again; called before the bug surfaces, with nothing done."""


class Task:
    """Work that runs in the pool and can be asked to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; what it then returns or raises is still delivered."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._stop.is_set()


class TaskRunner(QObject):
    """Runs functions in the database thread, in order, or in the pool.

    Signals: ``writing_changed`` with whether work of the database thread is under way.
    """

    writing_changed = Signal(bool)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._db = ThreadPoolExecutor(max_workers=1, thread_name_prefix="db")
        self._pool = ThreadPoolExecutor(max_workers=_POOL_SIZE, thread_name_prefix="pool")
        self._tasks: set[Task] = set()
        self._waiting = 0
        self._is_closed = False
        self._arrived.connect(_call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is begun any more."""
        return self._is_closed

    def run_db(self, work: Callable[[], T], owner: QObject, done: Done[T], failed: Failed) -> None:
        """Run ``work`` in the database thread, after all that was asked before.

        ``done`` or ``failed`` is called in the interface thread, if ``owner`` still lives. After
        the end, when all was written and a clock of a page strikes once more, nothing is begun.
        """
        if self._is_closed:
            return
        self._count(1)
        self._send(self._db.submit(_once(work)), owner, done, failed, lambda: self._count(-1))

    def run_pool(
        self,
        work: Callable[[Report, Cancelled], T],
        owner: QObject,
        done: Done[T],
        failed: Failed,
        progress: Progress | None = None,
    ) -> Task:
        """Run ``work(report, cancelled)`` in the pool and return the handle to cancel it.

        ``progress(fraction, text)`` is called in the interface thread, at most 20 times a second.
        """
        task = Task()
        if self._is_closed:
            return task
        self._tasks.add(task)
        report = self._reporter(owner, progress)
        future = self._pool.submit(_once(partial(work, report, task.cancelled)))
        self._send(future, owner, done, failed, lambda: self._tasks.discard(task))
        return task

    def drain(self, seconds: float) -> bool:
        """Wait for the work of the database thread and let it come home; whether all of it did.

        For the end of the session alone, when there is no event loop to come home by.
        """
        last = self._db.submit(lambda: None)
        done, _waiting = wait([last], timeout=seconds)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return bool(done)

    def close(self) -> None:
        """Ask pool work to stop and wait for it, and for the last write of the database thread.

        What comes home after that is not delivered: its owner would ask for more.
        """
        for task in self._tasks:
            task.cancel()
        self._pool.shutdown(wait=True)
        self._db.shutdown(wait=True)
        self._is_closed = True

    def _count(self, change: int) -> None:
        before, self._waiting = self._waiting, self._waiting + change
        if bool(before) != bool(self._waiting):
            self.writing_changed.emit(bool(self._waiting))

    def _send(
        self,
        future: Future[T],
        owner: QObject,
        done: Done[T],
        failed: Failed,
        settle: Callable[[], object],
    ) -> None:
        held = [(owner, done, failed, settle)]

        def deliver() -> None:
            owner, done, failed, settle = held.pop()  # the other thread may drop this the last
            settle()
            error = future.exception()
            if self._is_closed or not shiboken6.isValid(owner):
                return  # the program or the screen was closed meanwhile
            if isinstance(error, ClosedError):
                return  # the workspace was locked meanwhile, and who asked goes with it
            if isinstance(error, KtaError):
                failed(error.with_traceback(None))  # whose frames know who asked
                return
            if error is not None and isinstance(owner, Recovers):
                owner.recover()
            done(future.result())  # a bug raises here, in the interface thread

        def arrived(_future: Future[T]) -> None:
            if shiboken6.isValid(self):
                self._arrived.emit(deliver)

        future.add_done_callback(arrived)

    def _reporter(self, owner: QObject, progress: Progress | None) -> Report:
        last = 0.0

        def report(fraction: float, text: str) -> None:
            nonlocal last
            now = time.monotonic()
            if progress is None or (fraction < 1 and now - last < _BETWEEN_REPORTS):
                return
            last = now
            self._arrived.emit(lambda: shiboken6.isValid(owner) and progress(fraction, text))

        return report


def _once(work: Callable[[], T]) -> Callable[[], T]:
    """Return work that its thread lets go of before it is done.

    What it knows may be the last of a window that closes then; Qt's objects end where they live.
    """
    held = [work]

    def run() -> T:
        return held.pop()()

    return run


def _call(deliver: Callable[[], object]) -> None:
    deliver()
