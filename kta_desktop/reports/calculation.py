"""The way of a sample from what was measured to reference conditions, line by line."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kta_desktop import formatting
from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Channel, Sample, Session
from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_
from kta_desktop.measurement.carried import converted, gas_flow
from kta_desktop.measurement.normalise import GasState, Step, mass_flow, normalise

EU_K, KZ_K = 273.15, 293.15
STEPS = {
    "start": N_("as measured"),
    "unit": N_("unit"),
    "share": N_("share of volume to mass"),
    "temperature": N_("temperature"),
    "pressure": N_("pressure"),
    "dry": N_("dry gas"),
    "oxygen": N_("reference oxygen"),
    "velocity": N_("gas velocity"),
    "duct": N_("flow in the duct"),
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
    """Return the steps of one sample of a session's first quantity, then those of its mass flow.

    Without velocity and duct, or without what the flow needs beside them, there is no mass flow;
    ``flow_fault`` tells why.

    Raises:
        KtaError: If a condition that a step needs is not known or impossible.
    """
    return (*concentration_lines(session, sample, basis), *flow_lines(session, sample, basis))


def concentration_lines(session: Session, sample: Sample, basis: Basis) -> tuple[Line, ...]:
    """Return the steps of one sample to reference conditions.

    Raises:
        KtaError: If a condition that a step needs is not known or impossible.
    """
    return _lines(converted(session, sample, basis).steps)


def flow_lines(session: Session, sample: Sample, basis: Basis) -> tuple[Line, ...]:
    """Return the steps from the velocity in the duct to the mass flow; none if it has none."""
    try:
        flow = gas_flow(session, sample, basis)
        if flow is None:
            return ()
        carried = mass_flow(converted(session, sample, basis), flow)
    except KtaError:
        return ()  # ``flow_fault`` tells why
    first, *rest = _lines((*flow.steps, carried.steps[-1]))
    return (replace(first, kind="velocity"), *rest)


def _lines(steps: Iterable[Step]) -> tuple[Line, ...]:
    return tuple(Line(step.kind, step.formula, step.value, step.unit) for step in steps)


def flow_fault(session: Session, sample: Sample, basis: Basis) -> KtaError | None:
    """Return why a sample has no mass flow though part of what it needs was measured."""
    try:
        gas_flow(session, sample, basis)
    except KtaError as error:
        return error
    return None


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
    return result if line.kind in ("start", "velocity") else f"{formula} = {result}"


def round_to(value: float, digits: int) -> float:
    """Return ``value`` with so many significant digits."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else value
