"""The figures of a session that answers ask for: means, greatest sample, gas state, flows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.carried import gas_flow, mean_mass_flow
from kta_desktop.measurement.flows import mean_of as mean_of_flows
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
    """Return the channel that a session of one quantity judges.

    An old session may name one that it does not have; of that nothing is known.
    """
    named = Channel(id=part.channel, label=part.parameter, unit="")
    return next((item for item in part.channels if item.id == part.channel), named)


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

    None if velocity, duct or the state of the gas is not known.
    """
    try:
        plain = replace(basis(session.basis, more), o2_ref_pct=None)
        flows = [gas_flow(session, sample, plain) for sample in session.samples]
        known = [flow for flow in flows if flow is not None]
        mean = mean_of_flows(known)
    except KtaError:
        return None
    named = next((each.id for each in bases().values() if same_conditions(each, plain)), None)
    if named is None or len(known) < len(flows):
        return None
    return Given(mean.value * 3600, "Nm3/h", mean.uncertainty * 3600 or None), named


def mass_flow_of(part: Session, more: Mapping[str, object] | None) -> Given | None:
    """Return the mean mass flow of a quantity in g/s; None if the gas flow is not known."""
    try:
        found = mean_mass_flow(part, basis(part.basis, more))
    except KtaError:
        return None
    return None if found is None else Given(found[0], "g/s", found[1] or None)


def with_samples(session: Session) -> Sequence[Session]:
    """Return the session for each quantity that has a complete sample."""
    return tuple(part for part in session.each() if part.samples)
