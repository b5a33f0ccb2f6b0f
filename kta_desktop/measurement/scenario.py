"""Scenarios: what a simulated instrument shows, as a function of time and a seed alone.

The same scenario gives the same reading at the same time, however often and in whatever order it
is asked, so that a demonstration made twice is the same to the last bit.
"""

import math
import random
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.paths import RESOURCES

FOLDER = RESOURCES / "instruments" / "scenarios"
DEMO = "dairy-dryer"
_LATTICE_S = 20.0  # distance of the points between which slow noise is interpolated
_TICK_S = 0.1  # readings closer together than this have the same fast noise
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Peak(BaseModel):
    """A bump such as the rapping of filter bags: a half sine of ``add`` over ``length_s``."""

    model_config = _STRICT

    at_s: float
    length_s: Annotated[float, Field(gt=0)]
    add: float

    def at(self, time_s: float) -> float:
        """Return what it adds at a time of the scenario."""
        share = (time_s - self.at_s) / self.length_s
        return self.add * math.sin(math.pi * share) if 0 <= share <= 1 else 0.0


class Signal(BaseModel):
    """One quantity over time, in its unit.

    Attributes:
        base: Mean.
        waves: Triples of amplitude, period in s and phase as a share of the period.
        slow_noise: Standard deviation of noise that changes over some 20 s.
        noise: Standard deviation from reading to reading.
        peaks: Bumps.
        lowest: Nothing goes below it.
    """

    model_config = _STRICT

    base: float
    waves: tuple[tuple[float, Annotated[float, Field(gt=0)], float], ...] = ()
    slow_noise: Annotated[float, Field(ge=0)] = 0.0
    noise: Annotated[float, Field(ge=0)] = 0.0
    peaks: tuple[Peak, ...] = ()
    lowest: float = 0.0

    def at(self, time_s: float, seed: str) -> float:
        """Return the reading at a time of the scenario."""
        value = self.base
        for amplitude, period, phase in self.waves:
            value += amplitude * math.sin(2 * math.pi * (time_s / period + phase))
        value += sum(peak.at(time_s) for peak in self.peaks)
        value += self.slow_noise * _smooth(seed, time_s)
        value += self.noise * _gauss(f"{seed}:fast", round(time_s / _TICK_S))
        return max(value, self.lowest)


class Scenario(BaseModel):
    """What a simulated instrument shows.

    Attributes:
        seed: Of all noise.
        channels: Signal by channel id; a channel without one shows 0.
        lost: Stretches (from, to) in s in which the instrument cuts every connection.
    """

    model_config = _STRICT

    seed: int = 0
    channels: Mapping[str, Signal]
    lost: tuple[tuple[float, float], ...] = ()

    def value(self, channel: str, time_s: float) -> float:
        """Return the reading of a channel at a time of the scenario."""
        signal = self.channels.get(channel)
        return 0.0 if signal is None else signal.at(time_s, f"{self.seed}:{channel}")

    def is_lost(self, time_s: float) -> bool:
        """Whether the instrument cannot be reached."""
        return any(start <= time_s < end for start, end in self.lost)


def load(path: Path) -> Scenario:
    """Return the scenario of a JSON file.

    Raises:
        ProfileWrongError: If it cannot be read or is not a scenario; says where.
    """
    try:
        return Scenario.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProfileWrongError(path=path.name, reason=f"{where}: {first['msg']}") from error
    except OSError as error:
        raise ProfileWrongError(path=path.name, reason=error.strerror or str(error)) from error


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
