"""Rings of the newest readings for the screen, and the plain way to draw a series.

A ring answers "what does this stretch look like" from a pyramid of extremes that grows with it, so
that a day of readings is drawn as quickly as a minute. ``with_gaps`` and ``decimate`` do the same
to a series that lies in arrays, in time that grows with its length.
"""

import math
import threading
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.pyramid import LEAST, Pyramid, Tape

Times: TypeAlias = NDArray[np.float64]
Values: TypeAlias = NDArray[np.floating]
Flags: TypeAlias = NDArray[np.uint8]

LEAST_POINTS = 4 * LEAST
_LATE = 65_536  # more readings than this are not put in order behind one that comes late


class Ring:
    """The newest readings of one channel: Unix seconds, values and what they are worth.

    Readings are held in order of time. One that comes with an earlier time than the newest, as
    after a clock was put back, goes where its time belongs, so that a search always finds; if
    more than 65,536 readings stand behind that place, they are forgotten. That is for the screen
    only: what is stored is stored as it came.

    One thread appends, any thread reads. Memory grows with what is read, to 30 bytes for each
    reading of the capacity at most.

    Args:
        capacity: Readings that are held.
        gap_s: Between readings further apart no line is drawn.
    """

    def __init__(self, capacity: int, gap_s: float = math.inf) -> None:
        self._gap_s = gap_s
        self._times = Tape(capacity, np.float64)
        self._values = Tape(capacity, np.float64)
        self._flags = Tape(capacity, np.uint8)
        self._breaks = Tape(capacity, np.uint32)  # how often the line broke up to each reading
        self._pyramid = Pyramid(self._values, self._flags, capacity)
        self._count = 0
        self._last: tuple[float, float, Flag] | None = None
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Return how many readings were ever appended."""
        return self._count

    @property
    def nbytes(self) -> int:
        """Return how many bytes of memory are taken."""
        tapes = (self._times, self._values, self._flags, self._breaks)
        return sum(tape.nbytes for tape in tapes) + self._pyramid.nbytes

    def append(
        self,
        times: Sequence[float] | Times,
        values: Sequence[float] | Values,
        flags: Sequence[int] | Flags | None = None,
    ) -> None:
        """Add readings; when the ring is full, the oldest fall out.

        A reading without a finite time is left out. A value that is not finite is IMPOSSIBLE
        whatever its flag.
        """
        at, given = np.array(times, np.float64), np.array(values, np.float64)
        worth = np.zeros(len(at), np.uint8) if flags is None else np.array(flags, np.uint8)
        worth[~np.isfinite(given) & (worth == Flag.GOOD)] = Flag.IMPOSSIBLE
        timed = np.isfinite(at)
        if not timed.all():
            at, given, worth = at[timed], given[timed], worth[timed]
        if not len(at):
            return
        with self._lock:
            self._count += len(at)
            self._last = (float(at[-1]), float(given[-1]), Flag(int(worth[-1])))
            self._write(*self._in_order(at, given, worth))

    def since(self, start: float = -math.inf) -> tuple[Times, NDArray[np.float64]]:
        """Return copies of the readings from ``start`` (Unix seconds) on, as they were read."""
        with self._lock:
            first, end = self._times.start, self._times.end
            first += int(np.searchsorted(self._times.part(first, end), start))
            return self._times.part(first, end).copy(), self._values.part(first, end).copy()

    def slice(self, start: float, end: float, max_points: int) -> tuple[Times, NDArray[np.float64]]:
        """Return what draws the readings from ``start`` to ``end`` (Unix seconds).

        Times ascend. The lowest and the highest reading of each part of the stretch are there;
        only GOOD readings are, and between two of them stands a NaN if they are further apart
        than ``gap_s`` or something that is not GOOD was read between them. The readings just
        outside are there, too, so that a line reaches the edge. The time that it takes depends on
        ``max_points``, not on how many readings there are.

        Args:
            start: Unix seconds.
            end: Unix seconds.
            max_points: Most points to return, NaN among them; at least 12.
        """
        with self._lock:
            first, stop = self._bounds(start, end)
            breaks = self._broken(first, stop)
            indices = self._chosen(first, stop, breaks, max(max_points, LEAST_POINTS))
            times, values = self._times.at(indices), self._values.at(indices)
            if not breaks:
                return times, values
            holes = np.flatnonzero(np.diff(self._breaks.at(indices))) + 1
        if not len(holes):
            return times, values
        marks = np.minimum(np.nextafter(times[holes - 1], np.inf), times[holes])
        return np.insert(times, holes, marks), np.insert(values, holes, np.nan)

    def last(self) -> tuple[float, float] | None:
        """Return the newest reading as (time, value); None if there is none."""
        with self._lock:
            return None if self._last is None else self._last[:2]

    def last_flag(self) -> Flag | None:
        """Return what the newest reading is worth; None if there is none."""
        with self._lock:
            return None if self._last is None else self._last[2]

    def _bounds(self, start: float, end: float) -> tuple[int, int]:
        """Return the index of the first reading to draw and that behind the last."""
        oldest, newest = self._times.start, self._times.end
        times = self._times.part(oldest, newest)
        before = int(np.searchsorted(times, start)) - 1
        after = int(np.searchsorted(times, end, side="right")) + 1
        return oldest + max(before, 0), oldest + min(after, len(times))

    def _broken(self, first: int, stop: int) -> int:
        """Return how often the line breaks from the first reading to the last."""
        if stop <= first:
            return 0
        newest, oldest = (int(self._breaks.part(at, at + 1)[0]) for at in (stop - 1, first))
        # the first reading itself may be what breaks it
        return newest - oldest + int(self._flags.part(first, first + 1)[0] != Flag.GOOD)

    def _chosen(self, first: int, stop: int, breaks: int, most: int) -> NDArray[np.int64]:
        """Return the indices of the GOOD readings that are drawn, few enough for ``most``."""
        if stop - first + breaks <= most:
            return first + np.flatnonzero(self._flags.part(first, stop) == Flag.GOOD)
        # a part is two readings and, if the line breaks often, two NaN
        return self._pyramid.extremes(first, stop, max((most - breaks) // 2, most // 4))

    def _in_order(
        self, times: Times, values: NDArray[np.float64], flags: Flags
    ) -> tuple[Times, NDArray[np.float64], Flags]:
        """Return what is to be written now, cutting what is held behind the earliest of it."""
        end = self._times.end
        held = self._times.part(self._times.start, end)
        if len(held) and times.min() < held[-1]:
            behind = len(held) - int(np.searchsorted(held, times.min(), side="right"))
            cut = end - behind
            if behind <= _LATE:
                times = np.concatenate([self._times.part(cut, end), times])
                values = np.concatenate([self._values.part(cut, end), values])
                flags = np.concatenate([self._flags.part(cut, end), flags])
            for tape in (self._times, self._values, self._flags, self._breaks):
                tape.truncate(cut)
            self._pyramid.truncate(cut)
        if (np.diff(times) < 0).any():
            order = np.argsort(times, kind="stable")
            return times[order], values[order], flags[order]
        return times, values, flags

    def _write(self, times: Times, values: NDArray[np.float64], flags: Flags) -> None:
        """Write readings that come after all that is held."""
        end = self._times.end
        is_first = end == self._times.start
        bad = flags != Flag.GOOD
        broken = bad.copy()
        broken[1:] |= bad[:-1] | (np.diff(times) > self._gap_s)
        before = 0
        if not is_first:
            before = int(self._breaks.part(end - 1, end)[0])
            broken[0] |= bool(self._flags.part(end - 1, end)[0] != Flag.GOOD)
            broken[0] |= bool(times[0] - self._times.part(end - 1, end)[0] > self._gap_s)
        self._times.extend(times)
        self._values.extend(values)
        self._flags.extend(flags)
        self._breaks.extend((before + np.cumsum(broken)).astype(np.uint32))
        self._pyramid.grow()


def with_gaps(times: Times, values: Values, longest_s: float) -> tuple[Times, Values]:
    """Return the series with a NaN wherever the next reading is more than ``longest_s`` away.

    The NaN stands one instant behind the last reading, so that no line is drawn across the gap.
    """
    holes = np.flatnonzero(np.diff(times) > longest_s) + 1
    if not len(holes):
        return times, values
    marks = np.nextafter(times[holes - 1], np.inf)
    return np.insert(times, holes, marks), np.insert(values, holes, np.nan)


def decimate(times: Times, values: Values, max_points: int) -> tuple[Times, Values]:
    """Return at most ``max_points`` points that look the same: extremes and gaps are kept.

    Of each stretch of equal length its lowest and highest reading stay, in their order of time,
    and between two that stay a NaN if there was one. ``max_points`` is at least 12.
    """
    if len(times) <= max_points:
        return times, values
    size = -(-len(times) // max(max_points // 4, LEAST))
    padded = np.full(-(-len(times) // size) * size, np.nan, values.dtype)
    padded[: len(values)] = values
    table = padded.reshape(-1, size)
    none = np.isnan(table)
    base = np.arange(len(table)) * size
    lowest = base + np.where(none, np.inf, table).argmin(axis=1)
    highest = base + np.where(none, -np.inf, table).argmax(axis=1)
    some = ~none.all(axis=1)
    keep = np.unique(np.concatenate([lowest[some], highest[some]]))
    before = np.cumsum(np.isnan(values))  # NaN up to each point
    broken = np.diff(before[keep]) > 0
    marks = np.flatnonzero(np.isnan(values))[before[keep[:-1]][broken]]
    keep = np.sort(np.concatenate([keep, marks]))
    return times[keep], values[keep]
