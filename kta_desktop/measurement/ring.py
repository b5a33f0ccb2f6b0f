"""Ring buffers for live readings, and what a screen needs of them.

A ring is mirrored: each reading is written twice, one capacity apart, so that the newest readings
always lie in one piece and need no joining.
"""

import threading
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Times: TypeAlias = NDArray[np.float64]
Values: TypeAlias = NDArray[np.floating]


class Ring:
    """The newest readings of one channel: float64 Unix seconds, float32 values.

    One thread appends, any thread takes copies.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._times: Times = np.zeros(2 * capacity, np.float64)
        self._values: Values = np.full(2 * capacity, np.nan, np.float32)
        self._count = 0
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Return how many readings were ever appended."""
        return self._count

    def append(self, times: Sequence[float] | Times, values: Sequence[float] | Values) -> None:
        """Add readings in order of time; the oldest fall out."""
        newest_t = np.asarray(times, np.float64)[-self._capacity :]
        newest_v = np.asarray(values, np.float32)[-self._capacity :]
        with self._lock:
            start = self._count + len(times) - len(newest_t)
            slots = (start + np.arange(len(newest_t))) % self._capacity
            for slot in (slots, slots + self._capacity):
                self._times[slot] = newest_t
                self._values[slot] = newest_v
            self._count += len(times)

    def since(self, start: float = -np.inf) -> tuple[Times, Values]:
        """Return copies of the readings from ``start`` (Unix seconds) on."""
        with self._lock:
            size = min(self._count, self._capacity)
            end = self._count % self._capacity + self._capacity
            times = self._times[end - size : end]
            first = int(np.searchsorted(times, start))
            return times[first:].copy(), self._values[end - size + first : end].copy()

    def last(self) -> tuple[float, float] | None:
        """Return the newest reading as (time, value); None if there is none."""
        with self._lock:
            if not self._count:
                return None
            slot = (self._count - 1) % self._capacity
            return float(self._times[slot]), float(self._values[slot])


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

    Of each stretch of equal length its lowest and highest reading stay, and one NaN if it holds
    any, in their order of time. ``max_points`` is at least 3.
    """
    if len(times) <= max_points:
        return times, values
    buckets = max(max_points // 3, 1)
    size = -(-len(times) // buckets)
    padded = np.full(-(-len(times) // size) * size, np.nan, values.dtype)
    padded[: len(values)] = values
    table = padded.reshape(-1, size)
    holes = np.isnan(table)
    holes.flat[len(values) :] = False
    lowest = np.where(np.isnan(table), np.inf, table).argmin(axis=1)
    highest = np.where(np.isnan(table), -np.inf, table).argmax(axis=1)
    hole = np.where(holes.any(axis=1), holes.argmax(axis=1), lowest)
    base = np.arange(len(table)) * size
    keep = np.unique(np.concatenate([base + lowest, base + highest, base + hole]))
    keep = keep[keep < len(values)]
    return times[keep], values[keep]
