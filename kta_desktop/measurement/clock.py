"""Clocks that a measurement runs by: the real one, and one that is stepped for tests and demos.

Everything that measures asks its clock for the time and lets it wait. With a stepped clock the
same code reads hours of readings, through real connections, in seconds.
"""

import asyncio
import threading
import time
from typing import Protocol


class Clock(Protocol):
    """What measuring needs of time."""

    def now(self) -> float:
        """Return the time in Unix seconds; it never goes back."""
        ...

    async def sleep_until(self, at: float) -> None:
        """Wait until the clock shows ``at`` (Unix seconds)."""
        ...


class SystemClock:
    """The real time, unmoved by a change of the machine's clock while it runs."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        """Return the time in Unix seconds."""
        return time.monotonic() + self._offset

    async def sleep_until(self, at: float) -> None:
        """Wait until the clock shows ``at``; at least let others run."""
        await asyncio.sleep(max(at - self.now(), 0.0))


class SteppedClock:
    """Time that jumps to whatever is waited for, and stands still at ``end``.

    One thread waits (the poller), any number read. What is due after ``end`` never comes, so the
    number of readings between start and end does not depend on the machine.
    """

    def __init__(self, start: float, end: float) -> None:
        self._now = start
        self._end = end
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def now(self) -> float:
        """Return the time in Unix seconds."""
        with self._lock:
            return self._now

    async def sleep_until(self, at: float) -> None:
        """Make it ``at``, if that is not past the end; otherwise wait to be cancelled."""
        await asyncio.sleep(0)
        with self._lock:
            self._now = max(self._now, min(at, self._end))
        if at > self._end:
            self._ended.set()
            await asyncio.Event().wait()

    def wait_for_end(self, timeout_s: float) -> bool:
        """Block until everything due before the end has happened; False after ``timeout_s``."""
        return self._ended.wait(timeout_s)
