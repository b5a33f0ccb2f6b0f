"""Curves of a running measurement for the screen, in bounded memory however long it runs.

The newest readings lie in a ring whole; of everything before, the extremes of every few readings
lie in a second one, so that the whole session can be drawn.
"""

import math
import threading
from typing import TYPE_CHECKING

import numpy as np

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.averages import STALE_PERIODS
from kta_desktop.measurement.ring import Ring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Points = tuple[Floats, Floats]

FINE = 100_000  # readings that are held whole: a day of one a second, three hours of ten
STRIDE = 32  # readings of which the lowest and the highest are held for longer
_COARSE = 200_000  # extremes: 3,200,000 readings
_LEAST = 12  # points that a ring can make do with


class Curve:
    """One curve: one thread appends readings in order of time, any thread draws."""

    def __init__(self, period_s: float) -> None:
        """Begin without readings; between two further apart than two periods is no line."""
        gap_s = STALE_PERIODS * period_s
        self._fine = Ring(FINE, gap_s)
        self._coarse = Ring(_COARSE, max(gap_s, 2 * STRIDE * period_s))
        self._waiting: list[tuple[Floats, Floats, NDArray[np.uint8]]] = []
        self._waits = 0
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Return how many readings were appended."""
        return self._fine.count

    def append(self, times: "Floats", values: "Floats", flags: "NDArray[np.uint8]") -> None:
        """Add readings behind those that are there."""
        if not len(times):
            return
        with self._lock:
            self._fine.append(times, values, flags)
            self._waiting.append((times, values, flags))
            self._waits += len(times)
            if self._waits >= STRIDE:
                self._fold()

    def last(self) -> tuple[float, float, Flag] | None:
        """Return time, value and worth of the newest reading; None before the first."""
        newest, flag = self._fine.last(), self._fine.last_flag()
        return None if newest is None or flag is None else (*newest, flag)

    def slice(self, start: float, end: float, most: int) -> "Points":
        """Return what draws a stretch, Unix seconds; see ``Ring.slice``."""
        if self.count <= FINE:
            return self._fine.slice(start, end, most)
        oldest = self._oldest()
        if start >= oldest:
            return self._fine.slice(start, end, most)
        if end <= oldest:
            return self._coarse.slice(start, end, most)
        share = (oldest - start) / (min(end, self._newest()) - start) if start > -math.inf else 0.5
        old = min(max(int(most * share), _LEAST), most - _LEAST)
        before = self._coarse.slice(start, oldest, old)
        after = self._fine.slice(oldest, end, most - old)
        keep = before[0] < oldest
        return (
            np.concatenate([before[0][keep], after[0]]),
            np.concatenate([before[1][keep], after[1]]),
        )

    def _oldest(self) -> float:
        times, _values = self._fine.slice(-math.inf, math.inf, _LEAST)
        return float(times[0]) if len(times) else math.inf

    def _newest(self) -> float:
        newest = self._fine.last()
        return math.inf if newest is None else newest[0]

    def _fold(self) -> None:
        """Hand the extremes of what waits to the coarse ring, in full strides."""
        times, values, flags = (
            np.concatenate(column) for column in zip(*self._waiting, strict=True)
        )
        whole = len(times) // STRIDE * STRIDE
        self._waiting = [(times[whole:], values[whole:], flags[whole:])]
        self._waits = len(times) - whole
        good = (flags[:whole] == Flag.GOOD).reshape(-1, STRIDE)
        table = values[:whole].reshape(-1, STRIDE)
        base = np.arange(len(table)) * STRIDE
        lowest = base + np.where(good, table, np.inf).argmin(axis=1)
        highest = base + np.where(good, table, -np.inf).argmax(axis=1)
        bad = (base + good.argmin(axis=1))[~good.all(axis=1)]
        keep = np.unique(np.concatenate([lowest, highest, bad]))
        self._coarse.append(times[keep], values[keep], flags[keep])


class QuantityCurves:
    """Normalised readings and rolling mean of one quantity, settled ones and the newest few.

    The engine's thread writes, any thread draws.
    """

    def __init__(self, period_s: float) -> None:
        """Begin without readings that are due every ``period_s`` seconds."""
        self._gap_s = STALE_PERIODS * period_s
        self._curves = {"normalised": Curve(period_s), "mean": Curve(period_s)}
        self._tail: dict[str, Points] = {}

    @property
    def settled(self) -> int:
        """Return how many readings are settled; those may not change any more."""
        return self._curves["mean"].count

    def settle(
        self, times: "Floats", columns: "dict[str, Floats]", flags: "NDArray[np.uint8]"
    ) -> None:
        """Append readings that will not change any more."""
        for name, values in columns.items():
            worth = np.where(np.isfinite(values), flags, np.maximum(flags, Flag.IMPOSSIBLE))
            self._curves[name].append(times, values, worth.astype(np.uint8))

    def show(
        self, times: "Floats", columns: "dict[str, Floats]", flags: "NDArray[np.uint8]"
    ) -> None:
        """Take the newest readings, which may still change, in place of those shown before."""
        good = flags == Flag.GOOD
        self._tail = {
            name: (times, np.where(good, values, np.nan)) for name, values in columns.items()
        }

    def slice(self, kind: str, start: float, end: float, most: int) -> "Points":
        """Return what draws a stretch, see ``Curve.slice``; the newest readings included."""
        from kta_desktop.measurement.ring import decimate, with_gaps

        curve, tail = self._curves[kind], self._tail.get(kind)
        newest = curve.last()
        if tail is None or not len(tail[0]) or end < tail[0][0]:
            return curve.slice(start, end, most)
        times, values = tail
        keep = (times >= start) & (times <= end)
        keep &= times > (-math.inf if newest is None else newest[0])
        if newest is not None and keep.any():  # so that a line leads to the tail
            at, value, flag = newest
            times = np.append(at, times[keep])
            values = np.append(value if flag is Flag.GOOD else np.nan, values[keep])
        else:
            times, values = times[keep], values[keep]
        times, drawn = decimate(*with_gaps(times, values, self._gap_s), max(most // 2, _LEAST))
        before = curve.slice(start, end, max(most - len(times), _LEAST))
        fresh = times > (before[0][-1] if len(before[0]) else -math.inf)
        return (
            np.concatenate([before[0], times[fresh]]),
            np.concatenate([before[1], drawn[fresh]]),
        )
