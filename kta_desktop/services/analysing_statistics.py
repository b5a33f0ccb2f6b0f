"""Figures of a course over its good time: statistics, histogram, profile of the day.

Every reading counts by the time it stands for, so an uneven rhythm of readings changes nothing.
This module loads numpy; import it only where a session is looked at.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.levels import Level
from kta_desktop.errors import KtaError
from kta_desktop.measurement import averages
from kta_desktop.measurement.averages import PLANT_UTC_S
from kta_desktop.measurement.units import convert
from kta_desktop.services.analysing_course import Course, Floats

PERCENTILES = (5, 25, 50, 75, 95)
_LOW, _HIGH = 10, 90  # percentiles of the profile of the day
_FEWEST, _MOST = 5, 40  # bins of a histogram
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What the readings of good time come to.

    Attributes:
        count: How many readings are good.
        good_s: Seconds of good time.
        whole_s: Seconds from the beginning to the end of the session.
        mean: Mean over good time.
        uncertainty: U (k = 2) of the mean: instrument, sampling, gas conditions; None if unknown.
        deviation: Standard deviation of the readings: how the process varied, no part of U.
        lowest: Least reading.
        highest: Greatest reading.
        percentiles: 5, 25, 50, 75, 95 % of good time lie at or below these.
        above: Share of good time above the upper end of the level, 0 to 1; None without one.
    """

    count: int
    good_s: float
    whole_s: float
    mean: float
    uncertainty: float | None
    deviation: float
    lowest: float
    highest: float
    percentiles: tuple[float, ...]
    above: float | None

    @property
    def median(self) -> float:
        """Return the middle: half of good time lies at or below it."""
        return self.percentiles[PERCENTILES.index(50)]

    @property
    def capture_pct(self) -> float:
        """Return the share of the session with good readings, in %."""
        return 100.0 * self.good_s / self.whole_s if self.whole_s > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How good time is spread over values.

    Attributes:
        edges: Ends of the bins, round numbers, one more than there are bins.
        shares: Share of good time in each bin, 0 to 1; a value at an edge belongs above it.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour of the plant's clock, over all days of the course.

    Attributes:
        hour: 0 to 23.
        mean: Mean of good time.
        low: 10 % of good time lie at or below it.
        high: 90 % of good time lie at or below it.
        good_s: Seconds of good time.
    """

    hour: int
    mean: float
    low: float
    high: float
    good_s: float


def bound_of(level: Level | None, unit: str) -> float | None:
    """Return the upper end of a level in ``unit``; None if it has none or is another quantity."""
    if level is None or level.upper is None:
        return None
    try:
        return float(convert(Decimal(level.upper), level.unit, unit))
    except KtaError:
        return None


def statistics(course: Course, level: Level | None = None) -> Statistics | None:
    """Return the statistics of a course; None if it has no good reading."""
    values, seconds = _good(course)
    if not len(values):
        return None
    ordered, reached = _ordered(values, seconds)
    mean = averages.mean(values, seconds)
    bound = bound_of(level, course.unit)
    total = float(reached[-1])
    spread = float((seconds * (values - mean) ** 2).sum() / total) ** 0.5
    return Statistics(
        count=len(values),
        good_s=total,
        whole_s=course.until - course.start,
        mean=mean,
        uncertainty=_uncertainty(course, mean),
        deviation=spread,
        lowest=float(ordered[0]),
        highest=float(ordered[-1]),
        percentiles=tuple(_percentile(ordered, reached, share) for share in PERCENTILES),
        above=None if bound is None else float(seconds[values > bound].sum()) / total,
    )


def histogram(course: Course, width: float | None = None) -> Histogram | None:
    """Return the histogram of a course; None if it has no good reading.

    Args:
        course: Whose.
        width: Of a bin; None = by the rule of Freedman and Diaconis, made a round number.
    """
    values, seconds = _good(course)
    if not len(values):
        return None
    step = width or _width(values, seconds)
    low = floor(float(values.min()) / step + 1e-9)
    count = max(ceil(float(values.max()) / step - 1e-9) - low, 1)
    place = np.clip(np.floor(values / step + 1e-9).astype(np.int64) - low, 0, count - 1)
    sums = np.bincount(place, weights=seconds, minlength=count)
    total = float(sums.sum())
    return Histogram(
        edges=tuple(round((low + number) * step, 10) for number in range(count + 1)),
        shares=tuple(float(part) / total for part in sums),
    )


def profile(course: Course) -> tuple[Hour, ...]:
    """Return the hours of the plant's clock that have good readings, over all days."""
    values, seconds = _good(course)
    times = course.times[_is_good(course)]
    hours = (np.floor((times + PLANT_UTC_S) / 3600) % 24).astype(np.int64)
    found = []
    for hour in np.unique(hours):
        here = hours == hour
        ordered, reached = _ordered(values[here], seconds[here])
        found.append(
            Hour(
                hour=int(hour),
                mean=averages.mean(values[here], seconds[here]),
                low=_percentile(ordered, reached, _LOW),
                high=_percentile(ordered, reached, _HIGH),
                good_s=float(reached[-1]),
            )
        )
    return tuple(found)


def _is_good(course: Course) -> NDArray[np.bool_]:
    return (course.seconds > 0) & np.isfinite(course.values)


def _good(course: Course) -> tuple[Floats, Floats]:
    """Return the good values and the seconds each stands for."""
    good = _is_good(course)
    return course.values[good], course.seconds[good]


def _ordered(values: Floats, seconds: Floats) -> tuple[Floats, Floats]:
    """Return values in ascending order and the time that is at or below each."""
    order = np.argsort(values, kind="stable")
    return values[order], np.cumsum(seconds[order])


def _percentile(ordered: Floats, reached: Floats, percent: float) -> float:
    """Return the least value that so much of the time lies at or below."""
    place = int(np.searchsorted(reached, reached[-1] * percent / 100 * (1 - 1e-12)))
    return float(ordered[min(place, len(ordered) - 1)])


def _width(values: Floats, seconds: Floats) -> float:
    """Return a round width of bins: 2 · IQR ÷ ∛n, between 5 and 40 bins over the range."""
    ordered, reached = _ordered(values, seconds)
    spread = _percentile(ordered, reached, 75) - _percentile(ordered, reached, 25)
    whole = float(ordered[-1] - ordered[0])
    if whole <= 0:
        return _rounded(abs(float(ordered[0])) / 10 or 1.0)
    wanted = 2 * spread / len(values) ** (1 / 3)
    return _rounded(min(max(wanted, whole / _MOST), whole / _FEWEST))


def _rounded(width: float) -> float:
    """Return the round number (1, 2, 2.5 or 5 times a power of ten) at or above a width."""
    power = 10.0 ** floor(log10(width))
    return next(step * power for step in _ROUND if step * power >= width * (1 - 1e-9))


def _uncertainty(course: Course, mean: float) -> float | None:
    """Return U (k = 2) of the mean over good time, see ``measurement.evaluation``."""
    found = course.evaluation
    if found is None:
        channel = course.channel
        return abs(mean) * channel.u_pct / 100 + channel.u_abs
    raw = averages.mean(found.raw, found.seconds)
    gas = {name: averages.mean(known, found.seconds) for name, known in found.conditions.items()}
    try:
        return abs(mean) * found.u_rel(raw, gas)
    except KtaError:
        return None
