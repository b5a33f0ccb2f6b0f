"""Making the view of a running measurement from its rings and its evaluation."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Channel
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.normalise import GasState, Normalised, mass_flow, normalise
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    DerivedView,
    LiveView,
    SampleView,
)

if TYPE_CHECKING:
    from kta_desktop.assessment.levels import InForce
    from kta_desktop.measurement.evaluation import Evaluation
    from kta_desktop.measurement.modbus import Connection
    from kta_desktop.measurement.ring import Ring
    from kta_desktop.services.measuring_records import RecordWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that a view is made from.

    Attributes:
        now: Unix seconds.
        evaluation: What was read so far comes to.
        rings: The newest readings by channel.
        connection: How the connection stands.
        writer: What puts it on disk; None before the start.
        holding: The level in force.
        more: The further tables of the definition.
        samples_wanted: How many samples the averaging asks for.
        is_running: Whether it records.
        is_paused: Whether what comes in now is excluded.
    """

    now: float
    evaluation: "Evaluation"
    rings: "Mapping[str, Ring]"
    connection: "Connection"
    writer: "RecordWriter | None"
    holding: "InForce"
    more: Mapping[str, JsonValue] | None
    samples_wanted: int
    is_running: bool
    is_paused: bool


def live_view(moment: Moment) -> LiveView:
    """Return what the screen shows of one moment."""
    from kta_desktop.assessment.compare import judge_session
    from kta_desktop.measurement.evaluation import seconds_of, spans_of

    evaluation = moment.evaluation
    session = replace(evaluation.session, samples=evaluation.samples)
    samples = sample_views(evaluation)
    converted, reason = conversion(evaluation)
    started = seconds_of(session.started_at)
    spans = [*spans_of(session.exclusions), *evaluation.gaps]
    writer = moment.writer
    return LiveView(
        session_id=session.id,
        source=session.source,
        point=session.point,
        parameter=session.parameter,
        main=session.channel,
        started_at=started,
        now=moment.now,
        running=moment.is_running,
        paused=moment.is_paused,
        simulated=session.simulated,
        load_pct=session.load_pct,
        basis=session.basis,
        channels=channel_views(session.channels, moment.rings, moment.connection, moment.now),
        derived=derived_views(evaluation, converted, reason, samples),
        samples=samples,
        samples_done=len(session.samples),
        samples_wanted=moment.samples_wanted,
        above=above(moment.holding.level, samples),
        elapsed_s=moment.now - started,
        excluded_s=union_s(spans),
        level=moment.holding.level,
        judgement=judge_session(moment.holding, session, moment.more, provisional=True),
        provisional=len(session.samples) < moment.samples_wanted,
        mean=session.mean,
        uncertainty=session.uncertainty,
        steps=() if converted is None else converted.steps,
        steps_reason=reason,
        events=session.events,
        exclusions=session.exclusions,
        gaps=evaluation.gaps,
        instruments=session.instruments,
        points=sum(ring.count for ring in moment.rings.values()),
        saved_points=0 if writer is None else writer.written,
        saved_at=None if writer is None else writer.written_at,
        save_error=None if writer is None else writer.error,
        connection=moment.connection,
    )


def channel_views(
    channels: Sequence[Channel], rings: "Mapping[str, Ring]", connection: "Connection", now: float
) -> tuple[ChannelView, ...]:
    """Return every channel with the state of its newest reading."""
    return tuple(_channel_view(channel, rings[channel.id], connection, now) for channel in channels)


def _channel_view(
    channel: Channel, ring: "Ring", connection: "Connection", now: float
) -> ChannelView:
    newest = ring.last()
    at, value = (None, None) if newest is None else newest
    age = None if at is None else max(now - at, 0.0)
    state = _state(channel, age, value, connection)
    shown = state in (ChannelState.GOOD, ChannelState.SATURATED)
    return ChannelView(
        id=channel.id,
        label=channel.label,
        unit=channel.unit,
        state=state,
        value=value if shown else None,
        last=value if value is None or math.isfinite(value) else None,
        age_s=age,
    )


def _state(
    channel: Channel, age: float | None, value: float | None, connection: "Connection"
) -> ChannelState:
    from kta_desktop.measurement.averages import STALE_PERIODS

    if age is None or value is None:
        return ChannelState.NEVER
    if age > STALE_PERIODS * channel.period_s or not math.isfinite(value):
        return ChannelState.STALE if connection.up else ChannelState.LOST
    if channel.saturated_at is not None and value >= channel.saturated_at:
        return ChannelState.SATURATED
    return ChannelState.GOOD


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
