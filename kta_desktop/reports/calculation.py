"""The way of a sample from what was measured to reference conditions, line by line."""

import math
from dataclasses import dataclass, replace

from kta_desktop import formatting
from kta_desktop.domain.gas import Basis, GasConditions
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.i18n import N_
from kta_desktop.measurement.normalise import GasState, Normalised, mass_flow, normalise
from kta_desktop.measurement.reference import molar_mass

EU_K, KZ_K = 273.15, 293.15
STEPS = {
    "start": N_("as measured"),
    "unit": N_("unit"),
    "share": N_("share of volume to mass"),
    "temperature": N_("temperature"),
    "pressure": N_("pressure"),
    "dry": N_("dry gas"),
    "oxygen": N_("reference oxygen"),
    "basis": N_("reference conditions"),
    "mass_flow": N_("mass flow"),
}

ACCREDITED = N_(
    "Control of compliance with a permit limit needs an accredited laboratory "
    "(Environmental Code, art. 186 p. 8)."
)
BY_READINGS = N_("mean of the readings, each converted by itself")
BOTH = N_("Mean at {kelvin} K")
KZ_RULE = N_("(Environmental Code, art. 202 p. 5)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a calculation: kind of the step, figures, result with its unit id."""

    kind: str
    formula: str
    value: float
    unit: str


def lines(session: Session, sample: Sample, basis: Basis) -> tuple[Line, ...]:
    """Return the steps of one sample, and its mass flow where velocity and duct are known.

    Raises:
        KtaError: If a condition that a step needs is not known or impossible.
    """
    found = converted(session, sample, basis)
    steps = [Line(step.kind, step.formula, step.value, step.unit) for step in found.steps]
    flow = _flow(sample.conditions, basis)
    if flow is not None:
        carried = mass_flow(found, flow)
        last = carried.steps[-1]
        steps.append(Line(last.kind, last.formula, last.value, last.unit))
    return tuple(steps)


def converted(session: Session, sample: Sample, basis: Basis) -> Normalised:
    """Return the mean of a sample at reference conditions, from its mean gas conditions.

    Raises:
        KtaError: If a condition that a step needs is not known or impossible.
    """
    channel = judged_channel(session)
    is_share = "/" not in channel.unit
    return normalise(
        sample.mean_raw,
        channel.unit,
        _state(sample.conditions),
        basis,
        wet=not channel.is_dry,
        molar_mass=molar_mass(channel.substance or "") if is_share else None,
    )


def judged_channel(session: Session) -> Channel:
    """Return the channel that is judged.

    Raises:
        KeyError: If the session has no such channel.
    """
    for channel in session.channels:
        if channel.id == session.channel:
            return channel
    raise KeyError(session.channel)


def at_temperature(value: float, basis: Basis, kelvin: float) -> float:
    """Return a concentration at ``kelvin`` instead of the temperature of ``basis``."""
    other = replace(basis, temperature_k=kelvin)
    return normalise(value, "mg/Nm3", GasState(), other, wet=not basis.dry, from_basis=basis).value


def spoken(line: Line, lang: str) -> str:
    """Return ``6,2 · 355,45 ÷ 273,15 = 8,07 мг/Нм³`` for a step."""
    result = formatting.quantity(round_to(line.value, 4), line.unit, lang)
    formula = line.formula if lang == "en" else line.formula.replace(".", ",")
    return result if line.kind == "start" else f"{formula} = {result}"


def round_to(value: float, digits: int) -> float:
    """Return ``value`` with so many significant digits."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else value


def _state(gas: GasConditions) -> GasState:
    return GasState(
        temperature_c=gas.temperature_c,
        pressure_kpa=gas.pressure_kpa,
        moisture_pct=gas.moisture_pct,
        o2_pct=gas.o2_pct,
    )


def _flow(gas: GasConditions, basis: Basis) -> Normalised | None:
    """Return the gas flow of a round duct at reference conditions; None if it is not known."""
    if gas.velocity_m_s is None or gas.diameter_m is None:
        return None
    actual = gas.velocity_m_s * math.pi * gas.diameter_m**2 / 4
    return normalise(actual, "m3/s", _state(gas), basis, wet=True)
