"""Readings of a window, and what they amount to in a number of points: chunks and tail as one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kta_desktop.storage.samples import Envelope, Readings
from kta_desktop.storage.samples_pack import (
    COUNT,
    FIRST,
    GOOD_HIGHEST,
    GOOD_LOWEST,
    HIGHEST,
    LAST,
    LOWEST,
    SEEN,
    Columns,
    good,
    joined,
    seen,
    unpacked,
)
from kta_desktop.storage.samples_tree import Found, Series, Window, descend, whole

if TYPE_CHECKING:
    from sqlalchemy import Connection

Bounds = tuple[int | None, int | None]
"""First and last millisecond of a window; None = from the beginning, to the end."""


def readings(connection: "Connection", series: Series, tail: Columns, bounds: Bounds) -> Readings:
    """Return the readings of a window in order of time; equal times as they came.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    if bounds == (None, None):
        parts = [whole(connection, series), tail]
    else:
        window = _window(series, tail, bounds)
        parts = [found.columns for found in _exact(connection, series, tail, window)]
    return Readings(*_ordered(parts))


def envelope(
    connection: "Connection",
    series: Series,
    tail: Columns,
    bounds: Bounds,
    wanted: tuple[int, bool],
) -> Envelope:
    """Return a window in at most so many points.

    Args:
        connection: For reading.
        series: What lies in chunks.
        tail: What does not.
        bounds: The window.
        wanted: Most points; whether extremes are of good readings alone.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    most, only_good = wanted
    window = _window(series, tail, bounds)
    step = max(1, -(-(window.until - window.since + 1) // most))
    bins = _Bins.of(window.since, step, most)
    held: list[Columns] = []  # readings, as long as they may be few enough to be points
    for found in _found(connection, series, tail, window, step):
        if found.level:
            bins.take(found.columns, only_good=only_good)
        else:
            held.append(found.columns)
    if not bins.used and sum(len(part[0]) for part in held) <= most:
        return _points(_ordered(held), only_good=only_good)
    for part in held:
        bins.take_readings(part, only_good=only_good)
    return bins.envelope()


def _window(series: Series, tail: Columns, bounds: Bounds) -> Window:
    edges = [series.first_ms, series.last_ms] if series.total else []
    if len(tail[0]):
        edges += [int(tail[0].min()), int(tail[0].max())]
    since, until = bounds
    return Window(
        min(edges, default=0) if since is None else since,
        max(edges, default=0) if until is None else until,
    )


def _exact(
    connection: "Connection", series: Series, tail: Columns, window: Window
) -> Iterator[Found]:
    return (found for found in _found(connection, series, tail, window, None) if found.level == 0)


def _found(
    connection: "Connection",
    series: Series,
    tail: Columns,
    window: Window,
    longest: int | None,
) -> Iterator[Found]:
    if series.total:
        yield from descend(connection, series, window, longest)
    within = (tail[0] >= window.since) & (tail[0] <= window.until)
    yield Found(0, tuple(column[within] for column in tail))


def _ordered(parts: Sequence[Columns]) -> Columns:
    filled = [part for part in parts if len(part[0])]
    if not filled:
        return unpacked([], 0)
    columns = filled[0] if len(filled) == 1 else joined(filled)
    times = columns[0]
    if len(times) > 1 and bool((times[1:] < times[:-1]).any()):
        order = np.argsort(times, kind="stable")
        return tuple(column[order] for column in columns)
    return columns


def _points(columns: Columns, *, only_good: bool) -> Envelope:
    times, values, flags = columns
    shown = good(values, flags) if only_good else values
    return Envelope(times, shown, shown, seen(flags), np.ones(len(times), np.int64), 0)


@dataclass
class _Bins:
    """Stretches of equal length, filled in any order."""

    since: int
    step: int
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]
    seen: NDArray[np.uint16]
    counts: NDArray[np.int64]
    used: bool = False

    @classmethod
    def of(cls, since: int, step: int, size: int) -> "_Bins":
        nothing = np.full(size, np.nan)
        return cls(
            since, step, nothing, nothing.copy(), np.zeros(size, np.uint16), np.zeros(size, int)
        )

    def take(self, columns: Columns, *, only_good: bool) -> None:
        """Take entries; one that reaches from a stretch into the next belongs to both."""
        if not len(columns[FIRST]):
            return
        self.used = True
        low, high = (GOOD_LOWEST, GOOD_HIGHEST) if only_good else (LOWEST, HIGHEST)
        first, last = (self._of(columns[place]) for place in (FIRST, LAST))
        parts = columns[low], columns[high], columns[SEEN]
        self._fill(first, *parts)
        self._fill(last, *parts)
        np.add.at(self.counts, first, columns[COUNT])

    def take_readings(self, columns: Columns, *, only_good: bool) -> None:
        """Take readings."""
        times, values, flags = columns
        shown = good(values, flags) if only_good else values
        places = self._of(times)
        self._fill(places, shown, shown, seen(flags))
        np.add.at(self.counts, places, 1)

    def envelope(self) -> Envelope:
        """Return the stretches in which there was anything."""
        places = np.flatnonzero(self.seen)
        return Envelope(
            times_ms=places * self.step + self.since,
            lowest=self.lowest[places],
            highest=self.highest[places],
            seen=self.seen[places],
            counts=self.counts[places],
            step_ms=self.step,
        )

    def _of(self, times: NDArray[np.int64]) -> NDArray[np.int64]:
        return (times - self.since) // self.step

    def _fill(
        self,
        places: NDArray[np.int64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        flags: NDArray[np.uint16],
    ) -> None:
        np.fmin.at(self.lowest, places, low)
        np.fmax.at(self.highest, places, high)
        np.bitwise_or.at(self.seen, places, flags)
