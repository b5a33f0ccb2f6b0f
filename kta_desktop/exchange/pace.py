"""How fast bytes go over the line: held to a limit, counted, stopped; how long the rest takes."""

import threading
import time
from collections import deque
from collections.abc import Callable

_BURST = 1.0  # seconds of the limit that may go at once after a rest
_SLICE = 0.25  # seconds of waiting between two looks at whether to stop
_LEAST = 0.001  # seconds that are not worth waiting for
_SPAN = 20.0  # seconds over which the pace is taken: long enough for a line that stutters
_SOONEST = 2.0  # seconds before a pace is told: the first bytes go into buffers


class Pace:
    """Asked before bytes go over a line; one for a sending, used by the threads of one place.

    Attributes:
        total: Bytes that went over the line.
    """

    def __init__(
        self,
        look: Callable[[], int],
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        """Begin with nothing sent.

        Args:
            look: Returns the most bytes in a second, 0 for as fast as it goes; raises to stop.
            clock: Seconds that only grow.
            wait: Waits for some seconds.
        """
        self.total = 0
        self._look, self._clock = look, clock
        self._wait = wait or threading.Event().wait
        self._lock = threading.Lock()
        self._free = 0.0
        self._filled = self._began = clock()
        self._course: deque[tuple[float, int]] = deque([(self._began, 0)])

    def __call__(self, count: int) -> None:
        """Wait until ``count`` bytes may go; raises what ``look`` raises, also while waiting."""
        due = self._due(count)
        while due > _LEAST:
            self._wait(min(due, _SLICE))
            due = self._still_due()
        with self._lock:
            self.total += count
            self._course.append((self._clock(), self.total))

    def seconds_left(self, count: int) -> float | None:
        """Return how long ``count`` bytes will take at the pace of now; None if it is not known."""
        with self._lock:
            now = self._clock()
            while len(self._course) > 1 and now - self._course[0][0] > _SPAN:
                self._course.popleft()
            began, before = self._course[0]
            if now - began < _SOONEST or self.total == before:
                return None
            return count * (now - began) / (self.total - before)

    def _due(self, count: int) -> float:
        """Take ``count`` bytes from what is free; return the seconds until they are."""
        with self._lock:
            limit = self._fill()
            self._free -= count
            return -self._free / limit if limit else 0.0

    def _still_due(self) -> float:
        """Return the seconds until what was taken is free, by the limit of now."""
        with self._lock:
            limit = self._fill()
            return -self._free / limit if limit else 0.0

    def _fill(self) -> int:
        """Let bytes become free with time; return the limit of now."""
        limit, now = self._look(), self._clock()
        self._free = min(self._free + limit * (now - self._filled), limit * _BURST)
        if not limit:
            self._free = 0.0
        self._filled = now
        return limit
