"""What the gas of a session carries: samples at reference conditions, gas flow, mass flow."""

from typing import TYPE_CHECKING

from kta_desktop.domain.gas import Basis
from kta_desktop.domain.measurement import Sample, Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.flows import Duct, duct_flow, following, mean_of
from kta_desktop.measurement.normalise import Figure, Normalised, at_basis, combined, mass_flow

if TYPE_CHECKING:
    from kta_desktop.measurement.evaluation_gas import Conversion


def converted(session: Session, sample: Sample, basis: Basis) -> Normalised:
    """Return the mean of a sample at reference conditions, from its mean gas conditions.

    Raises:
        KtaError: If a condition that a step needs is not known or impossible.
    """
    return _conversion(session, basis).convert(sample.mean_raw, _gas(sample))


def gas_flow(session: Session, sample: Sample, basis: Basis) -> Normalised | None:
    """Return the gas flow of a round duct at reference conditions, its steps from the velocity on.

    None where neither velocity nor duct is known: nobody asked for it.

    Raises:
        ConditionMissingError: If one of the two, or a condition that a step needs, is not known.
        KtaError: If a condition is impossible.
    """
    gas = sample.conditions
    if gas.velocity_m_s is None and gas.diameter_m is None:
        return None
    if gas.velocity_m_s is None or gas.diameter_m is None:
        missing = "velocity" if gas.velocity_m_s is None else "diameter"
        raise ConditionMissingError(quantity=missing)
    conversion = _conversion(session, basis)
    u = conversion.u("velocity", _gas(sample))
    actual = duct_flow(gas.velocity_m_s, Duct(diameter_m=gas.diameter_m), u)
    figure = Figure(value=actual.value, unit="m3/s", wet=True, u=actual.uncertainty)
    found = at_basis(figure, conversion.state(_gas(sample)), conversion.basis)
    return following(actual, found)


def mass_flows(session: Session, basis: Basis) -> tuple[Normalised, ...]:
    """Return the mass flow of each sample in g/s: its mean concentration by its mean gas flow.

    Nothing if one of them has none.
    """
    found = []
    for sample in session.samples:
        try:
            flow = gas_flow(session, sample, basis)
            if flow is None:
                return ()
            found.append(mass_flow(converted(session, sample, basis), flow))
        except KtaError:
            return ()
    return tuple(found)


def mean_mass_flow(session: Session, basis: Basis) -> tuple[float, float] | None:
    """Return the mean of the samples' mass flows in g/s and its U (k = 2); None if one has none."""
    found = mass_flows(session, basis)
    if not found:
        return None
    mean = mean_of(found)
    sampling = abs(mean.value) * session.sampling_u_pct / 100
    return mean.value, combined((mean.uncertainty, sampling))


def _conversion(session: Session, basis: Basis) -> "Conversion":
    from kta_desktop.measurement.evaluation_gas import Conversion

    return Conversion.of(session, basis)


def _gas(sample: Sample) -> dict[str, float]:
    gas = sample.conditions
    known = {
        "t_gas": gas.temperature_c,
        "pressure": gas.pressure_kpa,
        "moisture": gas.moisture_pct,
        "o2": gas.o2_pct,
        "velocity": gas.velocity_m_s,
        "p_baro": gas.barometric_kpa,
    }
    return {name: value for name, value in known.items() if value is not None}
