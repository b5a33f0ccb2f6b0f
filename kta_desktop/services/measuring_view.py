"""What the live page shows of a measurement: plain values, taken at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Event, Exclusion, Instrument
from kta_desktop.domain.verdict import Judgement
from kta_desktop.errors import KtaError
from kta_desktop.measurement.normalise import Step

if TYPE_CHECKING:  # brings numpy, which nothing needs before something is measured
    from kta_desktop.measurement.modbus import Connection


class ChannelState(StrEnum):
    """How much a value on the screen is worth."""

    GOOD = "good"
    STALE = "stale"
    SATURATED = "saturated"
    LOST = "lost"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """One channel of the instrument.

    Attributes:
        id: Such as ``dust``.
        label: Name by language.
        unit: Id of the unit.
        state: What the value is worth.
        value: The current value; None unless it is good or saturated.
        last: The last value there was, however old; None if there never was one.
        age_s: Seconds since that; None if there never was one.
    """

    id: str
    label: Mapping[str, str]
    unit: str
    state: ChannelState
    value: float | None
    last: float | None
    age_s: float | None


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
class LiveView:
    """A measurement at one moment.

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
        instruments: With what it is measured.
        points: Readings so far, all channels.
        saved_points: Those of them that are on disk.
        saved_at: Unix seconds of the last write; None before the first.
        save_error: Why writing fails at present; None if it does not.
        connection: How the connection stands; its ``error.sentence()`` says why.
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
    instruments: tuple[Instrument, ...]
    points: int
    saved_points: int
    saved_at: float | None
    save_error: KtaError | None
    connection: "Connection"
