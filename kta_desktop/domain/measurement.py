"""Measurement sessions: what was measured, with what, under which conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kta_desktop.domain.canonical import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class GasConditions:
    """State of the gas at the sampling point.

    Attributes:
        temperature_c: In °C.
        pressure_kpa: Absolute static pressure in kPa.
        moisture_pct: Water vapour in % by volume of the wet gas.
        o2_pct: Oxygen in % by volume of the dry gas; None if not measured.
        velocity_m_s: In m/s; None if not measured.
        diameter_m: Of the duct, in m; None if not known.
        barometric_kpa: In kPa; None if not measured.
    """

    temperature_c: float
    pressure_kpa: float
    moisture_pct: float
    o2_pct: float | None = None
    velocity_m_s: float | None = None
    diameter_m: float | None = None
    barometric_kpa: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Reference conditions (``resources/reference/bases.csv``).

    Attributes:
        id: Such as ``eu-dry`` (273.15 K, 101.3 kPa, dry) or ``kz-dry`` (293.15 K).
        temperature_k: In K.
        pressure_kpa: In kPa.
        dry: Whether water vapour is taken out.
        o2_ref_pct: Reference oxygen in % by volume; None = no oxygen correction.
        o2_air_pct: Oxygen of air that the correction uses, 21 or 20.9 %.
    """

    id: str
    temperature_k: float
    pressure_kpa: float
    dry: bool
    o2_ref_pct: float | None = None
    o2_air_pct: float = 21.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument as written in the protocol.

    Attributes:
        name: Kind and model.
        serial: Serial number.
        verified_until: ISO date to which its verification holds; empty if unknown.
        certificate: Number of the verification certificate.
    """

    name: str
    serial: str
    verified_until: str = ""
    certificate: str = ""

    def is_expired(self, on: str) -> bool:
        """Whether its verification no longer holds on the ISO date ``on``."""
        return bool(self.verified_until) and self.verified_until < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One quantity that an instrument delivers.

    Attributes:
        id: Such as ``dust``, ``t_gas``; unique in the session.
        label: Text by language.
        unit: Id of the unit as measured.
        substance: Short code of the substance; None for gas conditions.
        period_s: Seconds between two readings; older than two periods is stale.
        saturated_at: Value from which the instrument is at the end of its range.
        u_pct: U (k = 2) of a reading in % of the reading.
        u_abs: U (k = 2) of a reading that does not depend on it, in ``unit``.
        is_dry: Whether the instrument sees dried gas, as an analyser with a cooler does.
    """

    id: str
    label: Mapping[str, str]
    unit: str
    substance: str | None = None
    period_s: float = 1.0
    saturated_at: float | None = None
    u_pct: float = 0.0
    u_abs: float = 0.0
    is_dry: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A stretch of time that no average may use, ISO times (UTC), and why."""

    start: str
    end: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened during a session, with its number on the time axis."""

    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample of a session: a stretch of the averaging that the level asks for.

    Attributes:
        number: From 1.
        start: ISO time (UTC).
        end: ISO time (UTC).
        conditions: Mean gas conditions of the stretch.
        mean_raw: Mean as measured, in the unit of the channel.
        mean: Mean at the reference conditions of the level.
        uncertainty: U (k = 2) of ``mean``, same unit.
        capture_pct: Share of the stretch with good readings, in %.
    """

    number: int
    start: str
    end: str
    conditions: GasConditions
    mean_raw: float
    mean: float
    uncertainty: float
    capture_pct: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A measurement session as kept in the audit (entry ``@session/<id>``).

    Attributes:
        id: UUIDv7.
        source: Number and name of the emission source, such as ``0014 сушилка``.
        point: Sampling point.
        parameter: Text by language of what is measured.
        channel: Id of the channel that is judged.
        level: Id of the level it is held against; None if there is none.
        basis: Id of the reference conditions that means are given in.
        load_pct: Load of the unit in % of its capacity; None if unknown.
        regime: Words on the process regime.
        evidence_class: Id of ``value_origins.csv``; an auditor's own measurement is indicative.
        started_at: ISO time (UTC).
        ended_at: ISO time (UTC); None while it runs.
        instruments: With what it was measured.
        channels: What was recorded.
        samples: Complete samples.
        exclusions: Time that no average uses.
        events: In order of time.
        simulated: Whether the instrument was a simulator.
        raw_sha256: Hash of the raw samples as exported; None while it runs.
        sample_minutes: Good time that makes a sample complete.
        sample_count: Samples that the averaging asks for.
        diameter_m: Of the round duct, for the mass flow; None if not known.
        sampling_u_pct: U (k = 2) of the sampling (place, extraction) in % of the figure.
    """

    id: str
    source: str
    point: str
    parameter: Mapping[str, str]
    channel: str
    level: str | None
    basis: str
    started_at: str
    load_pct: float | None = None
    regime: str = ""
    evidence_class: str = "measured_auditor"
    ended_at: str | None = None
    instruments: tuple[Instrument, ...] = ()
    channels: tuple[Channel, ...] = ()
    samples: tuple[Sample, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    events: tuple[Event, ...] = ()
    simulated: bool = False
    raw_sha256: str | None = None
    sample_minutes: float = 30.0
    sample_count: int = 3
    diameter_m: float | None = None
    sampling_u_pct: float = 0.0

    @property
    def mean(self) -> float | None:
        """Return the mean of the complete samples at the reference conditions; None without."""
        if not self.samples:
            return None
        return sum(sample.mean for sample in self.samples) / len(self.samples)

    @property
    def uncertainty(self) -> float | None:
        """Return U (k = 2) of ``mean``, same unit.

        The samples share instrument, place and calibration, so their errors are taken as one:
        U does not shrink with their number.
        """
        if not self.samples:
            return None
        return sum(sample.uncertainty for sample in self.samples) / len(self.samples)

    def to_json(self) -> dict[str, JsonValue]:
        """Return the session as stored and packed."""
        from dataclasses import asdict

        return asdict(self) | {
            name: [asdict(item) for item in getattr(self, name)] for name in _LISTS
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Session":
        """Return the session of a stored entry.

        Raises:
            TypeError, KeyError: If ``data`` is not a session.
        """
        parts = dict(data)
        parts["instruments"] = tuple(Instrument(**item) for item in data["instruments"])
        parts["channels"] = tuple(Channel(**item) for item in data["channels"])
        parts["exclusions"] = tuple(Exclusion(**item) for item in data["exclusions"])
        parts["events"] = tuple(Event(**item) for item in data["events"])
        parts["samples"] = tuple(
            Sample(**{**item, "conditions": GasConditions(**item["conditions"])})
            for item in data["samples"]
        )
        return cls(**parts)


_LISTS = ("instruments", "channels", "samples", "exclusions", "events")
