"""The gas of a session at each moment, and what it makes of the readings of a judged channel.

A condition comes from the channel of its id, else from what was entered once for the session.
Absolute pressure is ``pressure``, else barometric plus static pressure. A reading of a condition
holds until the next one, at most for two of its periods; a typed one likewise, with the period in
which a new one is due. Only those conditions are needed that the unit and the reference conditions
ask for: a volume share in dried gas at a dry basis without oxygen needs none.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Basis, GasConditions, Given
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.errors import KtaError
from kta_desktop.measurement import averages
from kta_desktop.measurement.averages import Flags, Floats
from kta_desktop.measurement.normalise import (
    MIN_OXYGEN_GAP_PCT,
    ZERO_C,
    GasState,
    Normalised,
    normalise,
)
from kta_desktop.measurement.reference import molar_mass
from kta_desktop.measurement.series import Recording, Series

CONDITIONS = ("t_gas", "pressure", "p_static", "p_baro", "moisture", "o2", "velocity")
NOTHING = Series.of((), ())
Worths = NDArray[np.uint8]


@dataclass(frozen=True)
class Conversion:
    """How readings of the judged channel of a session come to its reference conditions.

    Attributes:
        channel: The judged channel.
        basis: Reference conditions, with the oxygen of air that the session takes.
        sources: By id of ``CONDITIONS``: the channel or what was entered; no entry = not known.
        unit_factor: What a reading is multiplied by for its unit alone.
        is_share: Whether a reading is a share of the volume, which no temperature changes.
        sampling_u: U (k = 2) of place and extraction as a share.
        mass: Molar mass of a volume share in g/mol; None otherwise.
        fault: Why no reading can be converted, whatever the gas is; None if they can.
    """

    channel: Channel
    basis: Basis
    sources: Mapping[str, Channel | Given]
    unit_factor: float
    is_share: bool
    sampling_u: float
    mass: float | None
    fault: KtaError | None = None

    @classmethod
    def of(cls, session: Session, basis: Basis) -> Self:
        """Return the conversion of the first quantity of a session.

        If the unit cannot be converted to mg/Nm3 at all, it has a ``fault`` and gives NaN.

        Raises:
            KeyError: If the session has no such channel.
        """
        channel = next((each for each in session.channels if each.id == session.channel), None)
        if channel is None:
            raise KeyError(session.channel)
        conditions: Mapping[str, Channel] = {each.id: each for each in session.channels}
        sources: dict[str, Channel | Given] = {
            name: conditions.get(name) or session.given[name]
            for name in CONDITIONS
            if name in conditions or name in session.given
        }
        is_share = "/" not in channel.unit and channel.id not in CONDITIONS
        mass, unit_factor, fault = None, math.nan, None
        try:
            mass = molar_mass(channel.substance or "") if is_share else None
            unit_factor = _unit_factor(channel, basis, mass)
        except KtaError as error:
            fault = error
        return cls(
            channel=channel,
            basis=replace(basis, o2_air_pct=session.o2_air_pct),
            sources=sources,
            unit_factor=unit_factor,
            is_share=is_share,
            sampling_u=session.sampling_u_pct / 100,
            mass=mass,
            fault=fault,
        )

    def known(self, recording: Recording, times: Floats) -> dict[str, Floats]:
        """Return what the gas was at ``times``: by condition, NaN where it was not known."""
        found = {
            name: np.full(len(times), source.value)
            if isinstance(source, Given)
            else _held(source, recording.get(name, NOTHING), times)
            for name, source in self.sources.items()
        }
        if "pressure" not in found and "p_baro" in found and "p_static" in found:
            found["pressure"] = found["p_baro"] + found["p_static"] / 1000
        return found

    def factor(self, known: Mapping[str, Floats], size: int) -> Floats:
        """Return what each reading is multiplied by; NaN where a needed condition is missing.

        The same formulae as ``normalise``, for whole series; a test holds the two together.
        """
        missing = np.full(size, np.nan)
        factor = np.full(size, self.unit_factor)
        basis = self.basis
        if not self.is_share:
            kelvin = known.get("t_gas", missing) + ZERO_C
            pressure = known.get("pressure", missing)
            factor = factor * _if(kelvin > 0, kelvin) / basis.temperature_k
            factor = factor * basis.pressure_kpa / _if(pressure > 0, pressure)
        if basis.dry is not self.channel.is_dry:
            moisture = known.get("moisture", missing) / 100
            share = _if((moisture >= 0) & (moisture < 1), 1 - moisture)
            factor = factor / share if basis.dry else factor * share
        if basis.o2_ref_pct is not None:
            gap = basis.o2_air_pct - known.get("o2", missing)
            gap = _if((gap >= MIN_OXYGEN_GAP_PCT) & (gap <= basis.o2_air_pct), gap)
            factor = factor * (basis.o2_air_pct - basis.o2_ref_pct) / gap
        return factor

    def convert(self, raw: float, gas: Mapping[str, float]) -> Normalised:
        """Return one reading with its steps and the U of instrument and conditions.

        Raises:
            ConditionMissingError, ConditionImpossibleError, OxygenNearAirError: See there.
            KtaError: The ``fault``.
        """
        if self.fault is not None:
            raise self.fault
        share = self.channel.u_pct / 100 + (self.channel.u_abs / abs(raw) if raw else 0.0)
        return normalise(
            raw,
            self.channel.unit,
            self.state(gas),
            self.basis,
            wet=not self.channel.is_dry,
            molar_mass=self.mass,
            u_rel=share,
        )

    def state(self, gas: Mapping[str, float]) -> GasState:
        """Return conditions of one moment with their U; NaN and what is absent are not known."""
        return GasState(
            temperature_c=_number(gas, "t_gas"),
            pressure_kpa=_number(gas, "pressure"),
            moisture_pct=_number(gas, "moisture"),
            o2_pct=_number(gas, "o2"),
            u_temperature=self.u("t_gas", gas),
            u_pressure=self.u("pressure", gas)
            if "pressure" in self.sources
            else math.hypot(self.u("p_baro", gas), self.u("p_static", gas) / 1000),
            u_moisture=self.u("moisture", gas),
            u_o2=self.u("o2", gas),
        )

    def u(self, name: str, gas: Mapping[str, float]) -> float:
        """Return U (k = 2) of a condition, in its unit; 0 if it has no source."""
        source = self.sources.get(name)
        if source is None:
            return 0.0
        if isinstance(source, Given):
            return source.u
        return source.u_abs + source.u_pct / 100 * abs(_number(gas, name) or 0.0)


def _unit_factor(channel: Channel, basis: Basis, mass: float | None) -> float:
    """Return what a reading is multiplied by for its unit alone.

    Raises:
        UnitUnfitError, BasisUnknownError: If the unit is no concentration as it is in the gas.
    """
    neutral = GasState(
        temperature_c=basis.temperature_k - ZERO_C,
        pressure_kpa=basis.pressure_kpa,
        moisture_pct=0,
    )
    plain = replace(basis, o2_ref_pct=None)
    wet = not channel.is_dry
    return normalise(1.0, channel.unit, neutral, plain, wet=wet, molar_mass=mass).value


def conditions_of(gas: Mapping[str, float], diameter_m: float | None) -> GasConditions:
    """Return mean conditions as a sample keeps them; NaN and what is absent are None."""
    return GasConditions(
        temperature_c=_number(gas, "t_gas"),
        pressure_kpa=_number(gas, "pressure"),
        moisture_pct=_number(gas, "moisture"),
        o2_pct=_number(gas, "o2"),
        velocity_m_s=_number(gas, "velocity"),
        diameter_m=diameter_m,
        barometric_kpa=_number(gas, "p_baro"),
    )


def part_of(series: Series, first: int) -> Series:
    """Return the readings from index ``first`` on, without copying."""
    return Series(series.times[first:], series.values[first:], series.flags[first:])


def worth(channel: Channel, series: Series) -> Worths:
    """Return the flags of readings, with what their values alone say where no flag says more.

    Files and recordings of earlier versions carry no flags.
    """
    flags = series.flags.copy()
    plain = flags == Flag.GOOD
    ends = np.zeros(len(flags), np.bool_)
    if channel.saturated_at is not None:
        ends |= series.values >= channel.saturated_at
    if channel.lowest is not None:
        ends |= series.values < channel.lowest
    flags[plain & ends] = Flag.SATURATED
    flags[plain & ~np.isfinite(series.values)] = Flag.IMPOSSIBLE
    return flags


def _held(channel: Channel, series: Series, times: Floats) -> Floats:
    """Return what a condition was at ``times``: its last reading, unless stale or not good."""
    if not len(series.times):
        return np.full(len(times), np.nan)
    place = np.searchsorted(series.times, times, side="right") - 1
    first = max(int(place[0]), 0) if len(place) else 0
    part = part_of(series, first)
    at = np.maximum(place - first, 0)
    age = times - part.times[at]
    usable: Flags = (place >= 0) & (age <= averages.STALE_PERIODS * channel.period_s)
    usable &= (worth(channel, part) == Flag.GOOD)[at]
    return np.where(usable, part.values[at], np.nan)


def _if(holds: Flags, values: Floats) -> Floats:
    return np.where(holds, values, np.nan)


def _number(gas: Mapping[str, float], name: str) -> float | None:
    value = gas.get(name)
    return None if value is None or math.isnan(value) else value
