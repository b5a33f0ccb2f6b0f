"""Averages of readings: samples of good time, blocks of the calendar, and the rolling mean.

A reading stands for the time until the next one, at most until it is stale (two periods); after a
gap it stands for one period. Readings that are stale, saturated, excluded or cannot be converted
have no weight: their time is neither good time nor part of a mean.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.averaging import Averaging

STALE_PERIODS = 2.0  # a reading older than this many periods is stale (design of the live page)
# A rolling mean is shown, and a block of the calendar is complete, from this share of good time
# on: our own convention, no act that says so was found; the capture stands beside every figure.
# Samples do not use it: they run until their good time is full.
MIN_CAPTURE = 2 / 3
# Half hours, hours and days are those of the plant, whatever zone a computer is set to, so that
# the centre finds the same days: all Kazakhstan has UTC+5 since 1 March 2024.
PLANT_UTC_S = 5 * 3600.0

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch that makes one sample.

    Attributes:
        number: From 1.
        first: Index of its first reading.
        stop: Index behind its last reading.
        start: Unix seconds.
        end: Unix seconds; of a running one, where its readings end.
        good_s: Seconds of good time in it.
        complete: Whether its good time has reached the length.
    """

    number: int
    first: int
    stop: int
    start: float
    end: float
    good_s: float
    complete: bool

    @property
    def capture_pct(self) -> float:
        """Return the share of the stretch with good readings, in %."""
        length = self.end - self.start
        return 100.0 if length <= 0 else min(100.0 * self.good_s / length, 100.0)


def is_excluded(times: Floats, spans: Sequence[Span]) -> Flags:
    """Return which readings lie in one of ``spans`` (start included, end not)."""
    flags = np.zeros(len(times), np.bool_)
    for start, end in spans:
        flags |= (times >= start) & (times < end)
    return flags


def weights(
    times: Floats, good: Flags, period_s: float, until: float, spans: Sequence[Span] = ()
) -> Floats:
    """Return the seconds that each reading stands for; 0 where it is not good.

    Args:
        times: Unix seconds, ascending.
        good: Which readings may enter a mean.
        period_s: Seconds between two readings as planned.
        until: Unix seconds up to which the last reading may stand.
        spans: Excluded time; a reading stands at most until one begins.
    """
    if not len(times):
        return np.zeros(0)
    follows = np.append(times[1:], max(until, times[-1]))
    ahead = follows - times
    length = np.where(ahead <= STALE_PERIODS * period_s, ahead, period_s)
    for start, end in spans:
        before = (times < start) & (times < end)
        length = np.where(before, np.minimum(length, start - times), length)
    return np.where(good, length, 0.0)


def cut(
    times: Floats,
    seconds: Floats,
    rule: Averaging,
    *,
    until: float,
    reversals: Floats | None = None,
    reversals_wanted: int = 0,
) -> tuple[Block, ...]:
    """Return what readings make by the averaging of a session; the last may be running.

    Args:
        times: Unix seconds, ascending.
        seconds: What each reading stands for, see ``weights``.
        rule: Samples of good time, or blocks of the calendar.
        until: Unix seconds that the recording has reached.
        reversals: Unix seconds of firing reversals, ascending.
        reversals_wanted: How many of them a sample must span.
    """
    if rule.is_block:
        return calendar_blocks(times, seconds, rule.minutes * 60, until)
    wanted = (np.zeros(0) if reversals is None else reversals), reversals_wanted
    return blocks(times, seconds, rule.minutes * 60, *wanted)


def blocks(
    times: Floats,
    seconds: Floats,
    length_s: float,
    reversals: Floats | None = None,
    reversals_wanted: int = 0,
) -> tuple[Block, ...]:
    """Return the samples that readings make, one behind the other; the last may be running.

    A reading belongs to the sample in which its time begins. Good time is counted in whole
    milliseconds, so that 1800 readings of one second are 30 minutes and not 29:59.999. A sample
    that must span firing reversals runs on until it does (regenerative furnaces, GLS-BATC-2012
    general considerations).
    """
    good = np.flatnonzero(seconds > 0)
    if not len(good):
        return ()
    steps = np.rint(seconds[good] * 1000).astype(np.int64)
    limit = round(length_s * 1000)
    done = np.cumsum(steps)
    result: list[Block] = []
    position, base = 0, 0
    while position < len(good):
        stop = int(np.searchsorted(done, base + limit)) + 1
        if reversals is not None and reversals_wanted:
            last_seen = _reversal(reversals, reversals_wanted, times[good[position]])
            stop = max(stop, int(np.searchsorted(times[good], last_seen)) + 1)
        complete = stop <= len(good)
        stop = min(stop, len(good))
        last = good[stop - 1]
        result.append(
            Block(
                number=len(result) + 1,
                first=int(good[position]),
                stop=int(last) + 1,
                start=float(times[good[position]]),
                end=float(times[last] + seconds[last]),
                good_s=float(done[stop - 1] - base) / 1000,
                complete=complete,
            )
        )
        position, base = stop, int(done[stop - 1])
    return tuple(result)


def _reversal(reversals: Floats, wanted: int, start: float) -> float:
    """Return when the wanted reversal since ``start`` was; infinite if it has not been yet."""
    place = int(np.searchsorted(reversals, start)) + wanted - 1
    return float(reversals[place]) if place < len(reversals) else math.inf


def calendar_blocks(
    times: Floats, seconds: Floats, length_s: float, until: float
) -> tuple[Block, ...]:
    """Return the half hours, hours or days of the plant's clock that readings fall into.

    A block without any good reading is left out. One is complete when it is over and at least
    ``MIN_CAPTURE`` of it is good time.
    """
    good = np.flatnonzero(seconds > 0)
    if not len(good):
        return ()
    place = np.floor((times[good] + PLANT_UTC_S) / length_s).astype(np.int64)
    edges = np.flatnonzero(np.diff(place)) + 1
    firsts, stops = np.append(0, edges), np.append(edges, len(good))
    result: list[Block] = []
    for first, stop in zip(firsts, stops, strict=True):
        start = float(place[first] * length_s - PLANT_UTC_S)
        good_s = float(np.rint(seconds[good[first:stop]] * 1000).sum()) / 1000
        is_over = until >= start + length_s - 1e-3
        result.append(
            Block(
                number=len(result) + 1,
                first=int(good[first]),
                stop=int(good[stop - 1]) + 1,
                start=start,
                end=start + length_s if is_over else until,
                good_s=good_s,
                complete=is_over and good_s >= MIN_CAPTURE * length_s,
            )
        )
    return tuple(result)


def mean(values: Floats, seconds: Floats) -> float:
    """Return the mean weighted by time of what is good and known; NaN where nothing is."""
    used = (seconds > 0) & np.isfinite(values)
    total = float(seconds[used].sum())
    return float((values[used] * seconds[used]).sum() / total) if total else float("nan")


def rolling_mean(times: Floats, values: Floats, seconds: Floats, window_s: float) -> Floats:
    """Return at each reading the mean of the window that ends there.

    NaN until the window is full for the first time, where less than ``MIN_CAPTURE`` of it is good,
    and at readings that are themselves not good.
    """
    if not len(times):
        return np.zeros(0)
    usable = np.where(seconds > 0, values, 0.0)
    products = np.concatenate([[0.0], np.cumsum(usable * seconds)])
    good = np.concatenate([[0.0], np.cumsum(seconds)])
    first = np.searchsorted(times, times - window_s + 1e-6)
    here = np.arange(1, len(times) + 1)
    total = good[here] - good[first]
    full = (times - times[0] + seconds >= window_s - 1e-6) & (total >= MIN_CAPTURE * window_s)
    shown = full & (seconds > 0)
    sums = products[here] - products[first]
    return np.where(shown, np.divide(sums, total, out=np.zeros_like(sums), where=total > 0), np.nan)
