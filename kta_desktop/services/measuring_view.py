"""What the live page shows of a measurement: plain values, taken at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.domain.definition import Level
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Event, Exclusion, Instrument
from kta_desktop.domain.verdict import Judgement
from kta_desktop.errors import KtaError
from kta_desktop.measurement.normalise import Step

if TYPE_CHECKING:  # brings numpy, which nothing needs before something is measured
    from kta_desktop.measurement.reading import Connection


class ChannelState(StrEnum):
    """How much a value on the screen is worth.

    Attributes:
        GOOD: It enters means.
        STALE: Older than two periods although the connection stands.
        SATURATED: The instrument is at an end of its range.
        LOST: Older than two periods, and the connection is lost.
        NEVER: Nothing came yet.
        IMPOSSIBLE: What came is no number or nothing that this quantity can be.
        PURGE: The instrument says that its probe is being purged.
        WARM_UP: The instrument says that it warms up.
        CALIBRATION: The instrument says that it is being calibrated.
        FAULT: The instrument says that it is out of order.
        DUE: A typed reading whose next one is due; it still holds until two periods have passed.
    """

    GOOD = "good"
    STALE = "stale"
    SATURATED = "saturated"
    LOST = "lost"
    NEVER = "never"
    IMPOSSIBLE = "impossible"
    PURGE = "purge"
    WARM_UP = "warm_up"
    CALIBRATION = "calibration"
    FAULT = "fault"
    DUE = "due"

    @property
    def is_shown(self) -> bool:
        """Whether the newest reading stands as the current value."""
        return self in _SHOWN


_SHOWN = frozenset(
    (
        ChannelState.GOOD,
        ChannelState.DUE,
        ChannelState.SATURATED,
        ChannelState.PURGE,
        ChannelState.WARM_UP,
        ChannelState.CALIBRATION,
        ChannelState.FAULT,
    )
)


class LinkState(StrEnum):
    """How a connection stands.

    Attributes:
        UP: Connected.
        TROUBLED: Connected, but the instrument refuses a request or answers what cannot be read.
        DOWN: Not connected; it is tried again.
        MANUAL: A person types the readings.
        NONE: An instrument that nothing is read from.
    """

    UP = "up"
    TROUBLED = "troubled"
    DOWN = "down"
    MANUAL = "manual"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """One channel of an instrument.

    Attributes:
        id: Such as ``dust``.
        label: Name by language.
        unit: Id of the unit.
        state: What the value is worth.
        value: The current value; None unless ``state.is_shown``.
        last: The last value there was, however old; None if there never was one.
        age_s: Seconds since that; None if there never was one.
        instrument: Id of the instrument it comes from.
        is_manual: Whether a person types it.
        period_s: Seconds between two readings; of a typed one: how often a new one is due.
        is_condition: Whether it is a gas condition.
    """

    id: str
    label: Mapping[str, str]
    unit: str
    state: ChannelState
    value: float | None
    last: float | None
    age_s: float | None
    instrument: str = ""
    is_manual: bool = False
    period_s: float = 1.0
    is_condition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedView:
    """A value computed from channels: ``normalised``, ``mean`` or ``mass_flow``.

    Attributes:
        id: Which.
        unit: Id of the unit: ``mg/Nm3`` or ``g/s``.
        value: The current value; None if it cannot be computed.
        reason: Why it cannot, in words through ``sentence()``; None if it can or nothing came yet.
    """

    id: str
    unit: str
    value: float | None
    reason: KtaError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """One sample, complete or running.

    Attributes:
        number: From 1.
        start: Unix seconds.
        end: Unix seconds; of a running one: of its last good reading.
        mean: At the basis of the session.
        uncertainty: U (k = 2), same unit.
        good_s: Good time so far in s.
        length_s: Good time that completes it.
        capture_pct: Share of good time.
        complete: Whether it may be compared.
    """

    number: int
    start: float
    end: float
    mean: float
    uncertainty: float
    good_s: float
    length_s: float
    capture_pct: float
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchView:
    """A stretch whose readings of the judged channel enter no mean, and why.

    Attributes:
        start: Unix seconds.
        end: Unix seconds.
        flag: What its readings are worth.
    """

    start: float
    end: float
    flag: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityView:
    """One of the quantities that a session judges.

    Attributes:
        channel: Id of its channel.
        parameter: What is measured, by language.
        level: The level in force for the plant; None if there is none.
        basis: Id of the reference conditions.
        judgement: Of the mean of its complete samples.
        provisional: Whether samples are still missing for a verdict («пока»).
        samples_done: How many are complete.
        samples_wanted: How many the averaging asks for.
        above: Complete samples whose mean is beyond the level.
        value: The newest reading at the basis, mg/Nm3; None if it cannot be computed.
        mass_flow: In g/s; None if it cannot be computed.
        reason: Why the newest reading cannot be converted; None if it can or nothing came yet.
        mass_flow_reason: The same of the mass flow.
        mean: Mean of the complete samples at the basis; None before the first.
        uncertainty: U (k = 2) of it.
        capture_pct: Share of the time so far that is good; 0 before the first reading.
        half_hours: Calendar half-hours that can be compared with the limit; 0 without a limit.
        half_hours_above: Those of them whose mean is above the limit.
        half_hours_twice: Those of them whose mean is above twice the limit.
    """

    channel: str
    parameter: Mapping[str, str]
    level: Level | None
    basis: str
    judgement: Judgement
    provisional: bool
    samples_done: int
    samples_wanted: int
    above: int
    value: float | None
    mass_flow: float | None
    reason: KtaError | None
    mass_flow_reason: KtaError | None
    mean: float | None
    uncertainty: float | None
    capture_pct: float
    half_hours: int = 0
    half_hours_above: int = 0
    half_hours_twice: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """One instrument of the session and how it is connected.

    Attributes:
        id: Of the link and its instrument.
        instrument: As written in the protocol.
        state: How the connection stands.
        connection: Since when, and what went wrong in ``error.sentence()``; None if nothing is
            connected (``MANUAL``, ``NONE``).
        channels: Ids of its channels.
    """

    id: str
    instrument: Instrument
    state: LinkState
    connection: "Connection | None"
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """A measurement at one moment, with one of its quantities in full.

    Attributes:
        session_id: UUIDv7 of the session.
        source: Emission source.
        point: Sampling point.
        parameter: What is measured, by language.
        main: Id of the channel that is judged.
        started_at: Unix seconds.
        now: Unix seconds.
        running: Whether it records.
        paused: Whether what comes in now is excluded.
        simulated: Whether the instrument is a simulator.
        load_pct: Load of the unit in %.
        basis: Id of the reference conditions.
        channels: As measured.
        derived: Normalised value, rolling mean, mass flow.
        samples: Complete ones, then the running one.
        samples_done: How many are complete.
        samples_wanted: How many the level asks for.
        above: Complete samples whose mean is beyond the level.
        elapsed_s: Seconds since it began.
        excluded_s: Seconds that no average uses: exclusions and gaps together.
        level: The level in force for the plant; None if there is none.
        judgement: Of the mean of the complete samples.
        provisional: Whether samples are still missing for a verdict («пока»).
        mean: Mean of the complete samples at the basis; None before the first.
        uncertainty: U (k = 2) of it.
        steps: How the newest reading was converted; empty if it could not be.
        steps_reason: Why not; None if it was.
        events: In order of time.
        exclusions: Excluded by a person, the running pause included.
        gaps: Stretches without readings, as Unix seconds.
        stretches: Stretches of flagged readings of the judged channel, in order of time.
        capture_pct: Share of the time so far that is good; 0 before the first reading.
        quantities: All that is judged, the first one first; ``main`` is one of them.
        links: Instruments with their connections.
        points: Readings so far, all channels.
        saved_points: Those of them that are on disk.
        saved_at: Unix seconds of the last write; None before the first.
        save_error: Why writing fails at present; None if it does not.
    """

    session_id: str
    source: str
    point: str
    parameter: Mapping[str, str]
    main: str
    started_at: float
    now: float
    running: bool
    paused: bool
    simulated: bool
    load_pct: float | None
    basis: str
    channels: tuple[ChannelView, ...]
    derived: tuple[DerivedView, ...]
    samples: tuple[SampleView, ...]
    samples_done: int
    samples_wanted: int
    above: int
    elapsed_s: float
    excluded_s: float
    level: Level | None
    judgement: Judgement
    provisional: bool
    mean: float | None
    uncertainty: float | None
    steps: tuple[Step, ...]
    steps_reason: KtaError | None
    events: tuple[Event, ...]
    exclusions: tuple[Exclusion, ...]
    gaps: tuple[tuple[float, float], ...]
    stretches: tuple[StretchView, ...]
    capture_pct: float
    quantities: tuple[QuantityView, ...]
    links: tuple[LinkView, ...]
    points: int
    saved_points: int
    saved_at: float | None
    save_error: KtaError | None

    @property
    def quantity(self) -> QuantityView:
        """Return the quantity that is shown in full."""
        return next(item for item in self.quantities if item.channel == self.main)

    @property
    def lost(self) -> tuple[LinkView, ...]:
        """Return the instruments that are not connected although they should be."""
        return tuple(link for link in self.links if link.state is LinkState.DOWN)
