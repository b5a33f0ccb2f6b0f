"""Making the view of a running measurement from its rings and its evaluation."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Channel, Instrument
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.normalise import GasState, Normalised, mass_flow, normalise
from kta_desktop.measurement.profile import CONDITIONS
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    DerivedView,
    LinkState,
    LinkView,
    LiveView,
    QuantityView,
    SampleView,
)

if TYPE_CHECKING:
    from kta_desktop.assessment.levels import InForce
    from kta_desktop.measurement.evaluation import Evaluation
    from kta_desktop.measurement.modbus import Connection
    from kta_desktop.measurement.ring import Ring
    from kta_desktop.services.measuring_records import RecordWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMoment:
    """A link at one moment.

    Attributes:
        link: Which.
        channels: Ids of its channels within the session.
        connection: How it stands; None if a person types the readings.
    """

    link: Link
    channels: tuple[str, ...]
    connection: "Connection | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that a view is made from.

    Attributes:
        now: Unix seconds.
        evaluations: What was read so far comes to, by the channel of each quantity.
        rings: The newest readings by channel.
        links: How the connections stand.
        instruments: All instruments of the session.
        writer: What puts it on disk; None before the start.
        holding: The level in force by the channel of each quantity.
        more: The further tables of the definition.
        is_running: Whether it records.
        is_paused: Whether what comes in now is excluded.
    """

    now: float
    evaluations: "Mapping[str, Evaluation]"
    rings: "Mapping[str, Ring]"
    links: tuple[LinkMoment, ...]
    instruments: tuple[Instrument, ...]
    writer: "RecordWriter | None"
    holding: "Mapping[str, InForce]"
    more: Mapping[str, JsonValue] | None
    is_running: bool
    is_paused: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A quantity, worked out."""

    view: QuantityView
    samples: tuple[SampleView, ...]
    derived: tuple[DerivedView, ...]
    converted: Normalised | None


def live_view(moment: Moment, main: str) -> LiveView:
    """Return what the screen shows of one moment, with the quantity of channel ``main`` in full."""
    from kta_desktop.measurement.evaluation import seconds_of, spans_of

    parts = {channel: _part(moment, channel) for channel in moment.evaluations}
    part, evaluation = parts[main], moment.evaluations[main]
    shown, session = part.view, evaluation.session
    started = seconds_of(session.started_at)
    spans = [*spans_of(session.exclusions), *evaluation.gaps]
    writer = moment.writer
    return LiveView(
        session_id=session.id,
        source=session.source,
        point=session.point,
        parameter=session.parameter,
        main=main,
        started_at=started,
        now=moment.now,
        running=moment.is_running,
        paused=moment.is_paused,
        simulated=session.simulated,
        load_pct=session.load_pct,
        basis=session.basis,
        channels=channel_views(session.channels, moment),
        derived=part.derived,
        samples=part.samples,
        samples_done=shown.samples_done,
        samples_wanted=shown.samples_wanted,
        above=shown.above,
        elapsed_s=moment.now - started,
        excluded_s=union_s(spans),
        level=shown.level,
        judgement=shown.judgement,
        provisional=shown.provisional,
        mean=shown.mean,
        uncertainty=shown.uncertainty,
        steps=() if part.converted is None else part.converted.steps,
        steps_reason=shown.reason,
        events=session.events,
        exclusions=session.exclusions,
        gaps=evaluation.gaps,
        stretches=(),
        capture_pct=shown.capture_pct,
        quantities=tuple(item.view for item in parts.values()),
        links=link_views(moment),
        points=sum(ring.count for ring in moment.rings.values()),
        saved_points=0 if writer is None else writer.written,
        saved_at=None if writer is None else writer.written_at,
        save_error=None if writer is None else writer.error,
    )


def _part(moment: Moment, channel: str) -> _Part:
    from kta_desktop.assessment.compare import judge_session
    from kta_desktop.measurement.evaluation import seconds_of

    evaluation, holding = moment.evaluations[channel], moment.holding[channel]
    session = replace(evaluation.session, samples=evaluation.samples)
    samples = sample_views(evaluation)
    converted, reason = conversion(evaluation)
    derived = derived_views(evaluation, converted, reason, samples)
    value, _mean, flow = derived
    elapsed = moment.now - seconds_of(session.started_at)
    good = float(evaluation.seconds.sum())
    view = QuantityView(
        channel=channel,
        parameter=session.parameter,
        level=holding.level,
        basis=session.basis,
        judgement=judge_session(holding, session, moment.more, provisional=True),
        provisional=len(session.samples) < session.sample_count,
        samples_done=len(session.samples),
        samples_wanted=session.sample_count,
        above=above(holding.level, samples),
        value=value.value,
        mass_flow=flow.value,
        reason=reason,
        mass_flow_reason=flow.reason,
        mean=session.mean,
        uncertainty=session.uncertainty,
        capture_pct=min(100.0 * good / elapsed, 100.0) if elapsed > 0 else 0.0,
    )
    return _Part(view, samples, derived, converted)


def link_views(moment: Moment) -> tuple[LinkView, ...]:
    """Return every instrument with its connection, those that are read first."""
    read = {item.link.id: item for item in moment.links}
    return tuple(_link_view(item, read.get(item.id)) for item in moment.instruments)


def _link_view(instrument: Instrument, at: LinkMoment | None) -> LinkView:
    connection = None if at is None else at.connection
    if at is None:
        state = LinkState.NONE
    elif connection is None:
        state = LinkState.MANUAL
    elif not connection.up:
        state = LinkState.DOWN
    else:
        state = LinkState.UP if connection.error is None else LinkState.TROUBLED
    return LinkView(
        id=instrument.id,
        instrument=instrument,
        state=state,
        connection=connection,
        channels=() if at is None else at.channels,
    )


def channel_views(channels: Sequence[Channel], moment: Moment) -> tuple[ChannelView, ...]:
    """Return every channel with the state of its newest reading."""
    connections = {item.link.id: item.connection for item in moment.links}
    return tuple(
        channel_view(
            channel, moment.rings[channel.id], connections.get(channel.instrument), moment.now
        )
        for channel in channels
    )


def channel_view(
    channel: Channel, ring: "Ring", connection: "Connection | None", now: float
) -> ChannelView:
    """Return a channel with the state of its newest reading."""
    newest = ring.last()
    at, value = (None, None) if newest is None else newest
    age = None if at is None else max(now - at, 0.0)
    state = _state(channel, age, value, connection)
    return ChannelView(
        id=channel.id,
        label=channel.label,
        unit=channel.unit,
        state=state,
        value=value if state.is_shown else None,
        last=value if value is None or math.isfinite(value) else None,
        age_s=age,
        instrument=channel.instrument,
        is_manual=channel.is_manual,
        period_s=channel.period_s,
        is_condition=channel.id in CONDITIONS,
    )


def _state(
    channel: Channel, age: float | None, value: float | None, connection: "Connection | None"
) -> ChannelState:
    from kta_desktop.measurement.averages import STALE_PERIODS

    if age is None or value is None:
        return ChannelState.NEVER
    if age > STALE_PERIODS * channel.period_s:
        is_lost = connection is not None and not connection.up
        return ChannelState.LOST if is_lost else ChannelState.STALE
    if not math.isfinite(value):
        return ChannelState.IMPOSSIBLE
    if channel.saturated_at is not None and value >= channel.saturated_at:
        return ChannelState.SATURATED
    is_due = channel.is_manual and age > channel.period_s
    return ChannelState.DUE if is_due else ChannelState.GOOD


def sample_views(evaluation: "Evaluation") -> tuple[SampleView, ...]:
    """Return the samples, the running one last."""
    length = evaluation.session.sample_minutes * 60
    views = []
    for block in evaluation.blocks:
        sample = evaluation.sample(block) if not block.complete else None
        known = sample or evaluation.samples[block.number - 1]
        views.append(
            SampleView(
                number=block.number,
                start=block.start,
                end=block.end,
                mean=known.mean,
                uncertainty=known.uncertainty,
                good_s=min(block.good_s, length),
                length_s=length,
                capture_pct=block.capture_pct,
                complete=block.complete,
            )
        )
    return tuple(views)


def conversion(evaluation: "Evaluation") -> tuple[Normalised | None, KtaError | None]:
    """Return the newest reading converted, or why it cannot be; neither before the first."""
    newest = evaluation.latest()
    if newest is None:
        return None, None
    try:
        return evaluation.convert(*newest), None
    except KtaError as error:
        return None, error


def derived_views(
    evaluation: "Evaluation",
    converted: Normalised | None,
    reason: KtaError | None,
    samples: Sequence[SampleView],
) -> tuple[DerivedView, ...]:
    """Return normalised value, rolling mean and mass flow of the newest reading.

    Until the rolling window is full, the mean is that of the sample that runs.
    """
    flow, flow_reason = (None, reason) if converted is None else _mass_flow(evaluation, converted)
    rolling = float(evaluation.rolling[-1]) if len(evaluation.rolling) else math.nan
    mean = rolling
    if math.isnan(rolling) and samples and not samples[-1].complete:
        mean = samples[-1].mean
    return (
        DerivedView(
            id="normalised",
            unit="mg/Nm3",
            value=None if converted is None else converted.value,
            reason=reason,
        ),
        DerivedView(id="mean", unit="mg/Nm3", value=None if math.isnan(mean) else mean),
        DerivedView(
            id="mass_flow",
            unit="g/s",
            value=None if flow is None else flow.value,
            reason=flow_reason,
        ),
    )


def _mass_flow(
    evaluation: "Evaluation", converted: Normalised
) -> tuple[Normalised | None, KtaError | None]:
    newest = evaluation.latest()
    gas = {} if newest is None else newest[1]
    velocity, diameter = gas.get("velocity", math.nan), evaluation.session.diameter_m
    if math.isnan(velocity):
        return None, ConditionMissingError(quantity="velocity")
    if diameter is None:
        return None, ConditionMissingError(quantity="diameter")
    volume = velocity * math.pi * diameter**2 / 4
    state = GasState(
        temperature_c=gas.get("t_gas"),
        pressure_kpa=gas.get("pressure"),
        moisture_pct=gas.get("moisture"),
        o2_pct=gas.get("o2"),
    )
    try:
        flow = normalise(volume, "m3/s", state, evaluation.basis, wet=True)
        return mass_flow(converted, flow), None
    except KtaError as error:
        return None, error


def above(level: Level | None, samples: Sequence[SampleView]) -> int:
    """Return how many complete samples have a mean beyond the upper end of the level."""
    from kta_desktop.measurement.units import convert

    if level is None or level.upper is None:
        return 0
    try:
        upper = float(convert(Decimal(level.upper), level.unit, "mg/Nm3"))
    except KtaError:  # a level of another quantity: the judgement says so
        return 0
    return sum(1 for sample in samples if sample.complete and sample.mean > upper)


def union_s(spans: Sequence[tuple[float, float]]) -> float:
    """Return the seconds that ``spans`` cover together; what overlaps counts once."""
    total, reached = 0.0, -math.inf
    for start, end in sorted(spans):
        total += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return total
