"""Stretches of a recording that enter no mean: gaps without readings, and flagged readings.

Readings of one channel fall into runs: a run ends where the flag changes or readings that were due
did not come. Gaps and stretches follow from where runs begin.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.averages import STALE_PERIODS, Floats, Span
from kta_desktop.measurement.evaluation_gas import Worths


class Stretch(NamedTuple):
    """A stretch of flagged readings.

    Attributes:
        start: Unix seconds of its first reading.
        end: Unix seconds to which its last reading stands, see ``averages.weights``.
        flag: What its readings are worth.
    """

    start: float
    end: float
    flag: Flag


class Runs(NamedTuple):
    """Where runs begin; arrays of one length.

    Attributes:
        place: Index of the first reading of each, int64.
        start: Its time, Unix seconds.
        flag: What the readings of the run are worth.
        before: To when the reading before it stands; NaN for the first run.
        is_hole: Whether readings that were due are missing before it.
    """

    place: NDArray[np.int64]
    start: Floats
    flag: Worths
    before: Floats
    is_hole: NDArray[np.bool_]


def runs_of(times: Floats, flags: Worths, period_s: float, *, follows: bool = False) -> Runs:
    """Return the runs of readings.

    Args:
        times: Unix seconds, ascending.
        flags: Of the readings.
        period_s: Seconds between two readings as planned.
        follows: Whether the first reading is only there to be followed: its run is known.
    """
    ahead = np.diff(times)
    holes = ahead > STALE_PERIODS * period_s
    begins = np.flatnonzero(holes | (np.diff(flags) != 0))
    before = times[begins] + np.where(holes[begins], period_s, ahead[begins])
    place, is_hole = begins + 1, holes[begins]
    if len(times) and not follows:
        place, before = np.append(0, place), np.append(np.nan, before)
        is_hole = np.append(np.False_, is_hole)
    return Runs(place, times[place], flags[place], before, is_hole)


def gaps_of(runs: Runs, ends: Span | None, period_s: float, span: Span) -> tuple[Span, ...]:
    """Return stretches in which readings that were due did not come, from start to end.

    Args:
        runs: Of all readings.
        ends: Times of the first and the last reading, Unix seconds; None without any.
        period_s: Seconds between two readings as planned.
        span: Begin and end of the recording, Unix seconds.
    """
    longest = STALE_PERIODS * period_s
    start, until = span
    if ends is None:
        return ((start, until),) if until - start > longest else ()
    first, last = ends
    holes = np.flatnonzero(runs.is_hole)
    found: list[Span] = list(
        zip(runs.before[holes].tolist(), runs.start[holes].tolist(), strict=True)
    )
    if first - start > longest:
        found.insert(0, (start, first))
    if until - last > longest:
        found.append((last + period_s, until))
    return tuple(found)


def stretches_of(
    runs: Runs, last: float | None, period_s: float, until: float
) -> tuple[Stretch, ...]:
    """Return the stretches of flagged readings.

    Args:
        runs: Of all readings.
        last: Time of the last reading, Unix seconds; None without any.
        period_s: Seconds between two readings as planned.
        until: Unix seconds that the recording has reached.
    """
    if last is None:
        return ()
    is_fresh = max(until, last) - last <= STALE_PERIODS * period_s
    open_end = max(until, last) if is_fresh else last + period_s
    ends = np.append(runs.before[1:], open_end)
    flagged = np.flatnonzero(runs.flag != Flag.GOOD)
    return tuple(
        Stretch(float(runs.start[run]), float(ends[run]), Flag(int(runs.flag[run])))
        for run in flagged
    )
