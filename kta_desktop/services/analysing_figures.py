"""The figures of a session that answers ask for: means, greatest sample, gas state, flows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.gas import GasState
from kta_desktop.measurement.normalise import Normalised, normalise
from kta_desktop.measurement.reference import bases, basis, same_conditions

_PLANT = timezone(timedelta(hours=5))  # all Kazakhstan since 1 March 2024
_OF_GAS = {  # column of the table of gas states: field of the conditions and unit
    "temp_c": ("temperature_c", "degC"),
    "pressure_kpa": ("pressure_kpa", "kPa"),
    "velocity": ("velocity_m_s", "m/s"),
    "moisture": ("moisture_pct", "vol%"),
    "o2": ("o2_pct", "vol%"),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that an answer may take.

    Attributes:
        value: In ``unit``.
        unit: Id of its unit.
        uncertainty: U (k = 2), same unit; None if it is not known.
    """

    value: float
    unit: str
    uncertainty: float | None = None


def day_of(session: Session) -> str:
    """Return the ISO date on which a session began, by the plant's clock."""
    at = datetime.fromisoformat(session.started_at)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_PLANT).date().isoformat()


def channel_of(part: Session) -> Channel:
    """Return the channel that a session of one quantity judges."""
    return next(item for item in part.channels if item.id == part.channel)


def mean_of(part: Session, unit: str = "mg/Nm3") -> Given | None:
    """Return the mean of the samples of a quantity; None without a complete one."""
    if part.mean is None:
        return None
    return Given(part.mean, unit, part.uncertainty or None)


def greatest_of(part: Session, unit: str = "mg/Nm3") -> Given | None:
    """Return the greatest sample of a quantity; None without a complete one."""
    if not part.samples:
        return None
    worst = max(part.samples, key=lambda sample: sample.mean)
    return Given(worst.mean, unit, worst.uncertainty or None)


def gas_of(session: Session) -> Mapping[str, Given]:
    """Return the mean gas state of the samples by column of the table of gas states."""
    samples = session.samples
    found: dict[str, Given] = {}
    for column, (name, unit) in _OF_GAS.items():
        known = [getattr(sample.conditions, name) for sample in samples]
        values = [value for value in known if value is not None and math.isfinite(value)]
        if values and len(values) == len(samples):
            found[column] = Given(sum(values) / len(values), unit)
    if session.load_pct is not None:
        found["load"] = Given(session.load_pct, "%")
    return found


def flow_of(session: Session, more: Mapping[str, object] | None) -> tuple[Given, str] | None:
    """Return the gas flow and the id of its reference conditions, without oxygen correction.

    None if velocity, diameter or the state of the gas is not known.
    """
    try:
        own = basis(session.basis, more)
        plain = replace(own, o2_ref_pct=None)
        named = next((each.id for each in bases().values() if same_conditions(each, plain)), None)
        flows = [_flow(sample, session, plain).value for sample in session.samples]
    except KtaError:
        return None
    if not flows or named is None:
        return None
    return Given(sum(flows) / len(flows) * 3600, "Nm3/h"), named


def mass_flow_of(part: Session, more: Mapping[str, object] | None) -> Given | None:
    """Return the mean mass flow of a quantity in g/s; None if the gas flow is not known.

    Concentration and flow stand at the same reference conditions: C · Q ÷ 1000.
    """
    try:
        own = basis(part.basis, more)
        flows = [sample.mean * _flow(sample, part, own).value / 1000 for sample in part.samples]
    except KtaError:
        return None
    return Given(sum(flows) / len(flows), "g/s") if flows else None


def _flow(sample: Sample, session: Session, at: Basis) -> Normalised:
    """Return the gas flow of a sample at reference conditions.

    Raises:
        ConditionMissingError: If something it rests on is not known.
    """
    gas = sample.conditions
    diameter = gas.diameter_m or session.diameter_m
    if gas.velocity_m_s is None:
        raise ConditionMissingError(quantity="velocity")
    if diameter is None:
        raise ConditionMissingError(quantity="diameter")
    state = GasState(
        temperature_c=gas.temperature_c,
        pressure_kpa=gas.pressure_kpa,
        moisture_pct=gas.moisture_pct,
        o2_pct=gas.o2_pct,
    )
    volume = gas.velocity_m_s * math.pi * diameter**2 / 4
    return normalise(volume, "m3/s", state, at, wet=True)


def with_samples(session: Session) -> Sequence[Session]:
    """Return the session for each quantity that has a complete sample."""
    return tuple(part for part in session.each() if part.samples)
