"""What a reading is worth by its own value: good, at an end of the range, or impossible."""

import math
from collections.abc import Mapping
from typing import Protocol

from kta_desktop.domain.flag import Flag

_HUGE = 1e30  # what instruments send for "no value" (1e38, 9.9e37, FLT_MAX) is beyond this

# Bounds of what a quantity can be, by unit. Analysers drift and read a little below zero in clean
# gas, and cutting that off would shift the mean: concentrations may be slightly negative. Shares of
# a volume end at the whole, temperatures at absolute zero; gas in a duct is slower than sound.
_POSSIBLE: Mapping[str, tuple[float, float]] = {
    "mg/m3": (-100.0, 1e7),
    "mg/Nm3": (-100.0, 1e7),
    "ppm": (-100.0, 1e6),
    "ppb": (-1e5, 1e9),
    "vol%": (-2.0, 102.0),
    "%": (-1e6, 1e6),
    "degC": (-273.15, 3000.0),
    "K": (0.0, 3300.0),
    "m/s": (-340.0, 340.0),
}
_OF_CHANNEL: Mapping[str, tuple[float, float]] = {
    "pressure": (1.0, 10_000.0),  # absolute, kPa
    "p_baro": (30.0, 120.0),  # from the highest summit to the lowest shore
    "p_static": (-100_000.0, 1e7),
}


class Ranged(Protocol):
    """A quantity with its range, such as ``ChannelEntry``."""

    @property
    def channel(self) -> str:
        """Return the id of the channel."""
        ...

    @property
    def unit(self) -> str:
        """Return the id of its unit."""
        ...

    @property
    def saturated_at(self) -> float | None:
        """Return the value from which the instrument is at its upper end."""
        ...

    @property
    def lowest(self) -> float | None:
        """Return the value below which it is at its lower end."""
        ...

    @property
    def possible(self) -> tuple[float, float] | None:
        """Return the lowest and highest possible value; None = as the unit allows."""
        ...


class Worth:
    """Judges the readings of one channel."""

    def __init__(self, entry: Ranged) -> None:
        """Take the ranges of a channel."""
        bounds = entry.possible or _OF_CHANNEL.get(
            entry.channel, _POSSIBLE.get(entry.unit, (-_HUGE, _HUGE))
        )
        self._low, self._high = bounds
        self._lowest = -math.inf if entry.lowest is None else entry.lowest
        self._end = math.inf if entry.saturated_at is None else entry.saturated_at

    def judged(self, value: float | None, said: int) -> Flag:
        """Return what a reading is worth of which the instrument itself says ``said``."""
        if said or value is None:
            return Flag(said)
        return self.of(value)

    def of(self, value: float) -> Flag:
        """Return what a value is worth."""
        if not self._low <= value <= self._high:  # also where it is no number
            return Flag.IMPOSSIBLE
        if value >= self._end or value < self._lowest:
            return Flag.SATURATED
        return Flag.GOOD
