"""Rows that say the same time one after another: a clock written out too coarsely.

A logger that reads every ten seconds and writes ``10:15`` says each time six times. The rows are
spread evenly up to the next time, if they come so regularly; anything else is a repetition.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_COARSEST = 3600.0  # seconds


def regular(times: Floats) -> tuple[float, int]:
    """Return the seconds between rows of one time and how many say it; 0 and 1 if none do.

    Args:
        times: Unix seconds of rows in the order of the file.
    """
    known = times[~np.isnan(times)]
    if not len(known):
        return 0.0, 1
    starts = np.flatnonzero(np.diff(known, prepend=np.nan) != 0)
    lengths = np.diff(starts, append=len(known))
    whole = lengths[1:-1] if len(lengths) > 3 else lengths
    steps = np.diff(known[starts])
    if len(lengths) < 2 or np.median(whole) < 2 or not (steps > 0).all():
        return 0.0, 1
    step, most = float(steps.min()), int(whole.max())
    return (step / most, most) if step <= _COARSEST else (0.0, 1)


class Spreading:
    """Moves rows that say the same time apart; knows where the rows before stood."""

    def __init__(self, spread_s: float, most: int) -> None:
        self._spread, self._most = spread_s, most
        self._last, self._place = np.nan, 0

    def spread(self, times: Floats) -> Floats:
        """Return the times of the next rows; NaN stays, and what is one too many is not moved."""
        known = np.flatnonzero(~np.isnan(times))
        if not len(known):
            return times
        own = times[known]
        count = np.arange(len(own))
        begins = own != np.concatenate([[self._last], own[:-1]])
        start = np.maximum.accumulate(np.where(begins, count, -self._place - 1))
        places = count - start
        self._last, self._place = float(own[-1]), int(places[-1])
        found = times.copy()
        found[known] = own + np.minimum(places, self._most - 1) * self._spread
        return found
