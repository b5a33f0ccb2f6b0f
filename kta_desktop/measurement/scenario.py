"""Scenarios: what a simulated instrument shows, as a function of time and a seed alone.

The same scenario gives the same reading at the same time, however often and in whatever order it
is asked, so that a demonstration made twice is the same to the last bit.
"""

import math
import random
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kta_desktop.measurement.profile_file import read
from kta_desktop.measurement.profile_parts import ChannelId, Saying
from kta_desktop.paths import RESOURCES

FOLDER = RESOURCES / "instruments" / "scenarios"
DEMO = "dairy-dryer"
_LATTICE_S = 20.0  # distance of the points between which slow noise is interpolated
_TICK_S = 0.1  # readings closer together than this have the same fast noise
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Stretch(BaseModel):
    """A stretch of time, once or again and again.

    Attributes:
        at_s: Where it begins for the first time.
        length_s: How long it is.
        every_s: From one beginning to the next; None = only once.
    """

    model_config = _STRICT

    at_s: float = 0.0
    length_s: Annotated[float, Field(gt=0)]
    every_s: Annotated[float | None, Field(gt=0)] = None

    def passed(self, time_s: float) -> float:
        """Return the seconds since it began last; negative before the first time."""
        since = time_s - self.at_s
        return since if self.every_s is None or since < 0 else since % self.every_s

    def holds(self, time_s: float) -> bool:
        """Whether a time of the scenario lies in it."""
        return 0 <= self.passed(time_s) < self.length_s


class Peak(Stretch):
    """A bump such as the rapping of filter bags: a half sine of ``add`` over ``length_s``."""

    add: float

    def at(self, time_s: float) -> float:
        """Return what it adds at a time of the scenario."""
        share = self.passed(time_s) / self.length_s
        return self.add * math.sin(math.pi * share) if 0 <= share <= 1 else 0.0


class State(Stretch):
    """What the instrument shows in a stretch instead, and what its status says meanwhile.

    Attributes:
        says: What its status says; None = nothing.
        channels: Of which channels; empty = all.
        shows: What channels show meanwhile; ``nan`` and ``inf`` may be written as text.
    """

    says: Saying | None = None
    channels: tuple[ChannelId, ...] = ()
    shows: Mapping[ChannelId, float] = Field(default_factory=dict)


class Harm(StrEnum):
    """What can happen to a connection."""

    LOST = "lost"  # cut, and refused until it is over
    SILENT = "silent"  # no answer
    GARBAGE = "garbage"  # bytes that are no answer
    HALF = "half"  # answers without their end
    OTHER_UNIT = "other-unit"  # answers of another device
    TWICE = "twice"  # each answer comes twice
    REFUSED = "refused"  # exception answers


class Trouble(Stretch):
    """A stretch in which the connection is disturbed.

    Attributes:
        harm: How.
        code: Exception code of ``refused``.
    """

    harm: Harm
    code: Annotated[int, Field(ge=1, le=11)] = 6


class Signal(BaseModel):
    """One quantity over time, in its unit.

    Attributes:
        base: Mean.
        waves: Triples of amplitude, period in s and phase as a share of the period.
        slow_noise: Standard deviation of noise that changes over some 20 s.
        noise: Standard deviation from reading to reading.
        peaks: Bumps.
        drift_per_h: What is added each hour.
        lowest: Nothing goes below it.
        highest: Nothing goes above it: the end of the instrument's range.
    """

    model_config = _STRICT

    base: float
    waves: tuple[tuple[float, Annotated[float, Field(gt=0)], float], ...] = ()
    slow_noise: Annotated[float, Field(ge=0)] = 0.0
    noise: Annotated[float, Field(ge=0)] = 0.0
    peaks: tuple[Peak, ...] = ()
    drift_per_h: float = 0.0
    lowest: float = 0.0
    highest: float = math.inf

    def at(self, time_s: float, seed: str) -> float:
        """Return the reading at a time of the scenario."""
        value = self.base + self.drift_per_h * time_s / 3600
        for amplitude, period, phase in self.waves:
            value += amplitude * math.sin(2 * math.pi * (time_s / period + phase))
        value += sum(peak.at(time_s) for peak in self.peaks)
        value += self.slow_noise * _smooth(seed, time_s)
        value += self.noise * _gauss(f"{seed}:fast", round(time_s / _TICK_S))
        return min(max(value, self.lowest), self.highest)


class Scenario(BaseModel):
    """What a simulated instrument shows.

    Attributes:
        seed: Of all noise.
        channels: Signal by channel id; a channel without one shows 0.
        lost: Stretches (from, to) in s in which the instrument cuts every connection.
        states: Purging, warming up and the like, and odd values.
        troubles: What happens to the connection.
    """

    model_config = _STRICT

    seed: int = 0
    channels: Mapping[str, Signal]
    lost: tuple[tuple[float, float], ...] = ()
    states: tuple[State, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    def value(self, channel: str, time_s: float) -> float:
        """Return the reading of a channel at a time of the scenario."""
        for state in self.states:
            if channel in state.shows and state.holds(time_s):
                return state.shows[channel]
        signal = self.channels.get(channel)
        return 0.0 if signal is None else signal.at(time_s, f"{self.seed}:{channel}")

    def is_lost(self, time_s: float) -> bool:
        """Whether the instrument cannot be reached."""
        cut = self.trouble(time_s)
        return (cut is not None and cut.harm is Harm.LOST) or any(
            start <= time_s < end for start, end in self.lost
        )

    def trouble(self, time_s: float) -> Trouble | None:
        """Return what happens to the connection at a time of the scenario; None if nothing does."""
        return next((trouble for trouble in self.troubles if trouble.holds(time_s)), None)

    def said(self, time_s: float) -> tuple[State, ...]:
        """Return the states that the instrument tells of at a time of the scenario."""
        return tuple(each for each in self.states if each.says and each.holds(time_s))


def load(path: Path) -> Scenario:
    """Return the scenario of a JSON file.

    Raises:
        ProfileWrongError: If it cannot be read or is not a scenario; says where.
    """
    return read(path, Scenario)


def demo_scenario() -> Scenario:
    """Return the dust of a dairy dryer: slow drift, one rapping peak, one lost stretch."""
    return load(FOLDER / f"{DEMO}.json")


@lru_cache(maxsize=4096)
def _gauss(seed: str, tick: int) -> float:
    return random.Random(f"{seed}:{tick}").gauss(0.0, 1.0)  # noqa: S311 - noise, not a secret


def _smooth(seed: str, time_s: float) -> float:
    place = time_s / _LATTICE_S
    left = math.floor(place)
    share = place - left
    ease = share * share * (3 - 2 * share)
    return _gauss(seed, left) * (1 - ease) + _gauss(seed, left + 1) * ease
