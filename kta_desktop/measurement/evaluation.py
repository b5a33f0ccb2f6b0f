"""From raw readings to samples at reference conditions: one way for live, stored and recovered.

Every reading of the judged channel is converted with the gas conditions of its own moment; a
reading whose temperature, pressure or moisture is missing or stale has no weight, also where the
basis would not need it: a sample without them could not be written up. The
uncertainty of a sample has these parts, added as squares: instrument (``Channel.u_pct`` and
``u_abs``), sampling (``Session.sampling_u_pct``: place, extraction) and the gas conditions
(``u_abs`` of their channels, through the formula). How the process itself varied within the sample
is no uncertainty of its mean and is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kta_desktop.domain.gas import Basis, GasConditions
from kta_desktop.domain.measurement import Channel, Exclusion, Sample, Session
from kta_desktop.measurement import averages
from kta_desktop.measurement.averages import Block, Flags, Floats, Span
from kta_desktop.measurement.normalise import (
    MIN_OXYGEN_GAP_PCT,
    ZERO_C,
    GasState,
    Normalised,
    combined,
    normalise,
)
from kta_desktop.measurement.profile import CONDITIONS
from kta_desktop.measurement.reference import molar_mass

Recording = Mapping[str, tuple[NDArray[np.float64], NDArray[np.floating]]]
NEEDED = ("t_gas", "pressure", "moisture")  # conditions that every sample is written up with
_NO_READINGS = (np.zeros(0), np.zeros(0))


def seconds_of(iso: str) -> float:
    """Return the Unix seconds of an ISO time with its zone."""
    return datetime.fromisoformat(iso).timestamp()


def iso_of(seconds: float) -> str:
    """Return Unix seconds as ISO time in UTC with milliseconds and ``Z``."""
    at = datetime.fromtimestamp(round(seconds, 3), UTC)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def spans_of(exclusions: tuple[Exclusion, ...]) -> tuple[Span, ...]:
    """Return exclusions as Unix seconds."""
    return tuple((seconds_of(item.start), seconds_of(item.end)) for item in exclusions)


@dataclass(frozen=True)
class Evaluation:
    """What a recording amounts to at the reference conditions of a session.

    Attributes:
        session: Whose.
        basis: Reference conditions.
        times: Of the judged channel, Unix seconds.
        raw: As measured; saturated readings too.
        normalised: At the basis; NaN where it cannot be converted.
        conditions: By id of ``CONDITIONS``: what held at ``times``; NaN where it is not known.
        seconds: What each reading stands for in a mean; 0 where it is not good.
        blocks: Samples, the last one perhaps running.
        gaps: Stretches without readings.
    """

    session: Session
    basis: Basis
    times: Floats
    raw: Floats
    normalised: Floats
    conditions: Mapping[str, Floats]
    seconds: Floats
    blocks: tuple[Block, ...]
    gaps: tuple[Span, ...]

    @property
    def running(self) -> Block | None:
        """Return the sample that is not complete yet."""
        return self.blocks[-1] if self.blocks and not self.blocks[-1].complete else None

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """Return the complete samples."""
        return tuple(self.sample(block) for block in self.blocks if block.complete)

    @cached_property
    def rolling(self) -> Floats:
        """Return the rolling mean of the normalised readings over the length of a sample."""
        window = self.session.sample_minutes * 60
        return averages.rolling_mean(self.times, self.normalised, self.seconds, window)

    def sample(self, block: Block) -> Sample:
        """Return what a block amounts to, complete or not."""
        part = slice(block.first, block.stop)
        seconds = self.seconds[part]
        raw = averages.mean(self.raw[part], seconds)
        mean = averages.mean(self.normalised[part], seconds)
        gas = {name: averages.mean(known[part], seconds) for name, known in self.conditions.items()}
        return Sample(
            number=block.number,
            start=iso_of(block.start),
            end=iso_of(block.end),
            conditions=_gas_conditions(gas, self.session.diameter_m),
            mean_raw=raw,
            mean=mean,
            uncertainty=abs(mean) * self.u_rel(raw, gas),
            capture_pct=block.capture_pct,
        )

    def u_rel(self, raw: float, gas: Mapping[str, float]) -> float:
        """Return U (k = 2) as a share, of a figure of ``raw`` under ``gas``."""
        return combined((self.convert(raw, gas).u_rel, self.session.sampling_u_pct / 100))

    def convert(self, raw: float, gas: Mapping[str, float]) -> Normalised:
        """Return one reading with its steps.

        Raises:
            ConditionMissingError, ConditionImpossibleError, OxygenNearAirError: See there.
        """
        channel = _channel(self.session, self.session.channel)
        share = channel.u_pct / 100 + (channel.u_abs / abs(raw) if raw else 0.0)
        mass = molar_mass(channel.substance or "") if _is_share(channel) else None
        return normalise(
            raw,
            channel.unit,
            _gas_state(self.session, gas),
            self.basis,
            wet=not channel.is_dry,
            molar_mass=mass,
            u_rel=share,
        )

    def latest(self) -> tuple[float, dict[str, float]] | None:
        """Return the newest reading and the gas conditions of its moment; None without any."""
        if not len(self.times):
            return None
        gas = {name: float(known[-1]) for name, known in self.conditions.items()}
        return float(self.raw[-1]), gas


def evaluate(session: Session, basis: Basis, recording: Recording, until: float) -> Evaluation:
    """Return what ``recording`` amounts to.

    Args:
        session: Channels, exclusions, length of a sample and which channel is judged.
        basis: Reference conditions.
        recording: Times and values by channel id.
        until: Unix seconds up to which the last reading may stand.
    """
    channel = _channel(session, session.channel)
    times, values = recording.get(channel.id, _NO_READINGS)
    raw = values.astype(np.float64)
    names = [item.id for item in session.channels if item.id in CONDITIONS]
    known = {name: _at(_channel(session, name), recording, times) for name in names}
    normalised = raw * _factor(channel, basis, known, len(times))
    spans = spans_of(session.exclusions)
    good = ~_saturated(channel, raw) & np.isfinite(normalised)
    for name in NEEDED:
        good &= np.isfinite(known[name]) if name in known else False
    good &= ~averages.is_excluded(times, spans)
    seconds = averages.weights(times, good, channel.period_s, until, spans)
    return Evaluation(
        session=session,
        basis=basis,
        times=times,
        raw=raw,
        normalised=normalised,
        conditions=known,
        seconds=seconds,
        blocks=averages.blocks(times, seconds, session.sample_minutes * 60),
        gaps=_gaps(times, channel.period_s, seconds_of(session.started_at), until),
    )


def _channel(session: Session, identifier: str) -> Channel:
    for channel in session.channels:
        if channel.id == identifier:
            return channel
    raise KeyError(identifier)


def _is_share(channel: Channel) -> bool:
    return "/" not in channel.unit and channel.id not in CONDITIONS


def _at(channel: Channel, recording: Recording, times: Floats) -> Floats:
    """Return what a condition was at ``times``: its last reading, unless stale or saturated."""
    own_times, own_values = recording.get(channel.id, _NO_READINGS)
    if not len(own_times):
        return np.full(len(times), np.nan)
    place = np.searchsorted(own_times, times, side="right") - 1
    found = own_values.astype(np.float64)[np.maximum(place, 0)]
    age = times - own_times[np.maximum(place, 0)]
    usable = (place >= 0) & (age <= averages.STALE_PERIODS * channel.period_s)
    return np.where(usable & ~_saturated(channel, found), found, np.nan)


def _saturated(channel: Channel, values: Floats) -> Flags:
    if channel.saturated_at is None:
        return np.zeros(len(values), np.bool_)
    return values >= channel.saturated_at


def _factor(channel: Channel, basis: Basis, known: Mapping[str, Floats], size: int) -> Floats:
    """Return what each reading is multiplied by; NaN where a condition is missing or impossible.

    The same formulae as ``normalise``, for whole series; a test holds the two together.
    """
    missing = np.full(size, np.nan)
    neutral = GasState(
        temperature_c=basis.temperature_k - ZERO_C, pressure_kpa=basis.pressure_kpa, moisture_pct=0
    )
    mass = molar_mass(channel.substance or "") if _is_share(channel) else None
    plain = replace(basis, o2_ref_pct=None)
    unit = normalise(1.0, channel.unit, neutral, plain, wet=not channel.is_dry, molar_mass=mass)
    factor = np.full(size, unit.value)
    if not _is_share(channel):
        kelvin = known.get("t_gas", missing) + ZERO_C
        pressure = known.get("pressure", missing)
        factor = factor * _if(kelvin > 0, kelvin) / basis.temperature_k
        factor = factor * basis.pressure_kpa / _if(pressure > 0, pressure)
    if basis.dry is not channel.is_dry:
        moisture = known.get("moisture", missing) / 100
        share = _if((moisture >= 0) & (moisture < 1), 1 - moisture)
        factor = factor / share if basis.dry else factor * share
    if basis.o2_ref_pct is not None:
        gap = basis.o2_air_pct - known.get("o2", missing)
        gap = _if((gap >= MIN_OXYGEN_GAP_PCT) & (gap <= basis.o2_air_pct), gap)
        factor = factor * (basis.o2_air_pct - basis.o2_ref_pct) / gap
    return factor


def _if(holds: Flags, values: Floats) -> Floats:
    return np.where(holds, values, np.nan)


def _gaps(times: Floats, period_s: float, start: float, until: float) -> tuple[Span, ...]:
    """Return stretches in which readings that were due did not come, from start to end."""
    longest = averages.STALE_PERIODS * period_s
    if not len(times):
        return ((start, until),) if until - start > longest else ()
    holes = np.flatnonzero(np.diff(times) > longest)
    found = [(float(times[i]) + period_s, float(times[i + 1])) for i in holes]
    if times[0] - start > longest:
        found.insert(0, (start, float(times[0])))
    if until - times[-1] > longest:
        found.append((float(times[-1]) + period_s, until))
    return tuple(found)


def _gas_state(session: Session, gas: Mapping[str, float]) -> GasState:
    u_of = {
        channel.id: channel.u_abs + channel.u_pct / 100 * abs(gas.get(channel.id, 0.0))
        for channel in session.channels
    }
    return GasState(
        temperature_c=gas.get("t_gas"),
        pressure_kpa=gas.get("pressure"),
        moisture_pct=gas.get("moisture"),
        o2_pct=gas.get("o2"),
        u_temperature=u_of.get("t_gas", 0.0),
        u_pressure=u_of.get("pressure", 0.0),
        u_moisture=u_of.get("moisture", 0.0),
        u_o2=u_of.get("o2", 0.0),
    )


def _gas_conditions(gas: Mapping[str, float], diameter_m: float | None) -> GasConditions:
    def known(name: str) -> float | None:
        value = gas.get(name)
        return None if value is None or np.isnan(value) else value

    return GasConditions(
        temperature_c=gas["t_gas"],
        pressure_kpa=gas["pressure"],
        moisture_pct=gas["moisture"],
        o2_pct=known("o2"),
        velocity_m_s=known("velocity"),
        diameter_m=diameter_m,
    )
