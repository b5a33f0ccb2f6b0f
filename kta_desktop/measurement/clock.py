"""Clocks that a measurement runs by: the real one, and one that is stepped for tests and demos.

Everything that measures asks its clock for the time and lets it wait. With a stepped clock the
same code reads hours of readings, through real connections, in seconds.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

_JUMP_S = 2.0  # drift and small corrections of the machine's clock are below this


class Clock(Protocol):
    """What measuring needs of time."""

    def now(self) -> float:
        """Return the time in Unix seconds; it never goes back."""
        ...

    async def sleep_until(self, at: float) -> None:
        """Wait until the clock shows ``at`` (Unix seconds)."""
        ...


class SystemClock:
    """The real time. It never goes back, also when the machine's clock is set back meanwhile.

    It follows the machine when that is ahead: after a sleep, or when the clock is set forward. The
    stretch in between is then a gap like any other.
    """

    def __init__(self, on_jump: Callable[[float, float], object] | None = None) -> None:
        """Show the machine's time.

        Args:
            on_jump: Called when the machine's clock jumps, with the time before it (Unix seconds)
                and how far it went, in the thread that asks for the time.
        """
        self._offset = time.time() - time.monotonic()
        self._behind = 0.0  # how far the machine was set back, at most 0
        self._on_jump = on_jump
        self._lock = threading.Lock()

    def now(self) -> float:
        """Return the time in Unix seconds."""
        with self._lock:
            steady = time.monotonic() + self._offset
            ahead = time.time() - steady
            jump = 0.0
            if ahead > _JUMP_S:
                self._offset += ahead
                self._behind, jump = 0.0, ahead
            elif abs(ahead - self._behind) > _JUMP_S:
                jump, self._behind = min(ahead - self._behind, 0.0), min(ahead, 0.0)
        if jump and self._on_jump is not None:
            self._on_jump(steady, jump)
        return steady + max(jump, 0.0)

    async def sleep_until(self, at: float) -> None:
        """Wait until the clock shows ``at``; at least let others run."""
        await asyncio.sleep(max(at - self.now(), 0.0))


@dataclass(slots=True, eq=False)
class _Sleeper:
    """A thread that waits for a time, and what wakes it."""

    at: float
    loop: asyncio.AbstractEventLoop
    woken: asyncio.Event

    def wake(self) -> None:
        with suppress(RuntimeError):  # its loop was closed this very moment
            self.loop.call_soon_threadsafe(self.woken.set)


class ShiftedClock:
    """Another clock, ahead of it: a session that goes on after the machine was set back."""

    def __init__(self, clock: Clock, ahead_s: float) -> None:
        """Show ``ahead_s`` seconds more than ``clock``."""
        self._clock = clock
        self._ahead_s = ahead_s

    def now(self) -> float:
        """Return the time in Unix seconds."""
        return self._clock.now() + self._ahead_s

    async def sleep_until(self, at: float) -> None:
        """Wait until this clock shows ``at``."""
        await self._clock.sleep_until(at - self._ahead_s)


class SteppedClock:
    """Time that jumps to whatever is waited for next, and stands still at ``end``.

    It jumps when all of ``waiters`` threads (the readers of a session) wait; any number may look
    at it. What is due after ``end`` never comes, so the number of readings between start and end
    does not depend on the machine.
    """

    def __init__(
        self,
        start: float,
        end: float,
        events: Sequence[tuple[float, Callable[[], None]]] = (),
        *,
        waiters: int = 1,
    ) -> None:
        """Stand at ``start``.

        Args:
            start: Unix seconds.
            end: Unix seconds.
            events: What to call when a time has come, in a thread that waits.
            waiters: How many threads wait.
        """
        self._now = start
        self._end = end
        self._events = sorted(events, key=lambda event: event[0])
        self._waiters = waiters
        self._sleepers: list[_Sleeper] = []
        self._lock = threading.Lock()
        self._stepping = threading.Lock()
        self._ended = threading.Event()

    def now(self) -> float:
        """Return the time in Unix seconds."""
        with self._lock:
            return self._now

    async def sleep_until(self, at: float) -> None:
        """Wait until everybody waits and ``at`` is next; for ever if it is past the end."""
        sleeper = _Sleeper(at, asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._sleepers.append(sleeper)
        self._step()
        try:
            await sleeper.woken.wait()
        finally:  # also when it is called off
            with self._lock:
                if sleeper in self._sleepers:
                    self._sleepers.remove(sleeper)

    def _step(self) -> None:
        """Go on to the next time that is waited for, if everybody waits."""
        with self._stepping:
            with self._lock:
                if len(self._sleepers) < self._waiters:
                    return
                target = min(sleeper.at for sleeper in self._sleepers)
            if target > self._end:
                self._call_events(self._end)
                self._go_to(self._end)
                self._ended.set()
                return
            self._call_events(target)
            self._go_to(target)
            with self._lock:
                due = [sleeper for sleeper in self._sleepers if sleeper.at <= self._now]
                self._sleepers = [each for each in self._sleepers if each not in due]
            for sleeper in due:
                sleeper.wake()

    def _call_events(self, until: float) -> None:
        while self._events and self._events[0][0] <= until:
            due, call = self._events.pop(0)
            self._go_to(due)
            call()

    def _go_to(self, at: float) -> None:
        with self._lock:
            self._now = max(self._now, at)

    def wait_for_end(self, timeout_s: float) -> bool:
        """Block until everything due before the end has happened; False after ``timeout_s``."""
        return self._ended.wait(timeout_s)
