"""Measurement sessions: what was measured, with what, under which conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.gas import GasConditions, Given

OPEN_END = "9999-12-31T23:59:59.000Z"
"""End of an exclusion that runs, such as a pause: as long as its session does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An instrument as written in the protocol.

    Attributes:
        name: Kind and model.
        serial: Serial number.
        verified_until: ISO date to which its verification holds; empty if unknown.
        certificate: Number of the verification certificate.
        id: Unique in the session, such as ``i1``; channels name it.
        connection: In words, such as ``COM4, Modbus RTU 1``; empty if nothing was connected.
    """

    name: str
    serial: str
    verified_until: str = ""
    certificate: str = ""
    id: str = ""
    connection: str = ""

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
        lowest: Value below which the instrument is at the lower end of its range.
        instrument: Id of the instrument it comes from; empty in sessions with only one.
        is_manual: Whether a person types the readings; the period says how often one is due.
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
    lowest: float | None = None
    instrument: str = ""
    is_manual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A stretch of time that no average may use, ISO times (UTC), and why."""

    start: str
    end: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened during a session, with its number on the time axis.

    Attributes:
        at: ISO time (UTC).
        text: What happened.
        kind: ``event``, or ``reversal`` for a firing reversal of a regenerative furnace.
    """

    at: str
    text: str
    kind: str = "event"


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
class Quantity:
    """A quantity that a session is to judge, and what came of it.

    Attributes:
        channel: Id of the channel that is judged.
        parameter: Text by language of what is measured.
        level: Id of the level it is held against; None if there is none.
        basis: Id of the reference conditions that means are given in.
        averaging: Id in ``averaging.csv``; empty: samples of ``minutes``.
        minutes: Good time that makes a sample complete; length of a block.
        count: Samples or blocks that the averaging asks for.
        limit: Emission limit in mg/m³ at the Kazakh basis (Code art. 202(5)); None without one.
        limit_g_s: Limit of the mass flow in g/s; None without one.
        samples: Complete samples or blocks.
    """

    channel: str
    parameter: Mapping[str, str]
    level: str | None = None
    basis: str
    averaging: str = ""
    minutes: float = 30.0
    count: int = 3
    limit: str | None = None
    limit_g_s: str | None = None
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A result that was sent to an answer of the checklist.

    Attributes:
        channel: Of the quantity.
        address: Of the answer.
        value: As it was written there.
        unit: As it was written there.
        at: ISO time (UTC).
    """

    channel: str
    address: str
    value: str
    unit: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A measurement session as kept in the audit (entry ``@session/<id>``).

    The first quantity it judges stands in the session itself, further ones in ``others``;
    ``each`` gives a session with one quantity for each, which is what everything that evaluates,
    judges and prints works on.

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
        averaging: Id in ``averaging.csv``; empty: samples of ``sample_minutes``.
        limit: Emission limit in mg/m³ at the Kazakh basis (Code art. 202(5)); None without one.
        limit_g_s: Limit of the mass flow in g/s; None without one.
        others: What it judges beside the first quantity.
        place: Address of the source's instance in the checklist; empty if it is not from there.
        given: Gas conditions entered once, by id: ``t_gas`` °C, ``pressure`` kPa absolute,
            ``p_static`` Pa against the outside, ``p_baro`` kPa, ``moisture`` % by volume of the
            wet gas, ``o2`` % by volume of the dry gas, ``velocity`` m/s. A channel goes before.
        o2_air_pct: Oxygen of air in the correction, 21 or 20.9 %.
        reversals: Firing reversals that each sample must span; 0 if it is not asked.
        recorded: ``live`` from instruments, ``file`` from logger files.
        files: SHA-256 of the logger files it was read from.
        sent: Results that were sent to answers.
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
    averaging: str = ""
    limit: str | None = None
    limit_g_s: str | None = None
    others: tuple[Quantity, ...] = ()
    place: str = ""
    given: Mapping[str, Given] = field(default_factory=dict)
    o2_air_pct: float = 21.0
    reversals: int = 0
    recorded: str = "live"
    files: tuple[str, ...] = ()
    sent: tuple[Sent, ...] = ()

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return what the session judges, the first quantity first."""
        first = Quantity(
            channel=self.channel,
            parameter=self.parameter,
            level=self.level,
            basis=self.basis,
            averaging=self.averaging,
            minutes=self.sample_minutes,
            count=self.sample_count,
            limit=self.limit,
            limit_g_s=self.limit_g_s,
            samples=self.samples,
        )
        return (first, *self.others)

    def with_quantities(self, quantities: tuple[Quantity, ...]) -> Self:
        """Return the session with other quantities; there is at least one."""
        first, *others = quantities
        return replace(
            self,
            channel=first.channel,
            parameter=first.parameter,
            level=first.level,
            basis=first.basis,
            averaging=first.averaging,
            sample_minutes=first.minutes,
            sample_count=first.count,
            limit=first.limit,
            limit_g_s=first.limit_g_s,
            samples=first.samples,
            others=tuple(others),
        )

    def each(self) -> Iterator[Self]:
        """Yield one session for each quantity, which judges that quantity alone."""
        return (self.with_quantities((quantity,)) for quantity in self.quantities)

    def of(self, channel: str) -> Self:
        """Return the session as it judges ``channel`` alone; the first quantity if none does."""
        return next((part for part in self.each() if part.channel == channel), next(self.each()))

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
        data = asdict(self)
        return {name: _plain(value) for name, value in data.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the session of a stored entry; what earlier versions did not know has its default.

        Raises:
            TypeError, KeyError: If ``data`` is not a session.
        """
        parts = dict(data)
        for name, kind in _LISTS.items():
            parts[name] = tuple(kind(**item) for item in data.get(name, ()))
        parts["samples"] = tuple(_sample(item) for item in data["samples"])
        parts["others"] = tuple(
            Quantity(**{**item, "samples": tuple(_sample(each) for each in item["samples"])})
            for item in data.get("others", ())
        )
        parts["given"] = {name: Given(**item) for name, item in data.get("given", {}).items()}
        parts["files"] = tuple(data.get("files", ()))
        return cls(**parts)


_LISTS = {
    "instruments": Instrument,
    "channels": Channel,
    "exclusions": Exclusion,
    "events": Event,
    "sent": Sent,
}


def _sample(data: Mapping[str, Any]) -> Sample:
    return Sample(**{**data, "conditions": GasConditions(**data["conditions"])})


def _plain(value: Any) -> JsonValue:
    """Return a part of a session with lists for tuples, as JSON has them."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    plain: JsonValue = value
    return plain
