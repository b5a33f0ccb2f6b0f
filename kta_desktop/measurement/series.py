"""Readings on their way from instruments and files to the disk and the screen.

This module loads numpy; import it only where something is measured.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Series(NamedTuple):
    """Readings of one channel in order of time; the three arrays have one length.

    Attributes:
        times: Unix seconds, float64.
        values: In the unit of the channel, float64.
        flags: ``Flag`` of each, uint8.
    """

    times: NDArray[np.float64]
    values: NDArray[np.float64]
    flags: NDArray[np.uint8]

    @classmethod
    def of(
        cls, times: Sequence[float], values: Sequence[float], flags: Sequence[int] | None = None
    ) -> Self:
        """Return readings from plain numbers; without ``flags`` all are good."""
        worth = np.zeros(len(times), np.uint8) if flags is None else np.asarray(flags, np.uint8)
        return cls(np.asarray(times, np.float64), np.asarray(values, np.float64), worth)

    def joined(self, later: "Series") -> "Series":
        """Return these readings with ``later`` ones behind them."""
        return Series(
            np.concatenate([self.times, later.times]),
            np.concatenate([self.values, later.values]),
            np.concatenate([self.flags, later.flags]),
        )


Recording: TypeAlias = Mapping[str, Series]
"""Readings by the id of their channel."""
