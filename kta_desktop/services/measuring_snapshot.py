"""Making the view of a running measurement from its rings and its evaluation."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Exclusion, Instrument
from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import ConditionMissingError
from kta_desktop.measurement.normalise import Normalised, mass_flow, normalise
from kta_desktop.services.measuring_channels import LinkMoment, channel_views, link_views
from kta_desktop.services.measuring_view import (
    ChannelView,
    DerivedView,
    LinkView,
    LiveView,
    QuantityView,
    SampleView,
    StretchView,
)

if TYPE_CHECKING:
    from kta_desktop.assessment.levels import InForce
    from kta_desktop.measurement.evaluation import Standing
    from kta_desktop.services.measuring_curves import Curve
    from kta_desktop.services.measuring_judged import Found
    from kta_desktop.services.measuring_records import RecordWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All that a view is made from.

    Attributes:
        now: Unix seconds.
        found: What was read so far comes to, by the channel of each quantity.
        curves: The readings by channel.
        links: How the connections stand.
        instruments: All instruments of the session.
        writer: What puts it on disk; None before the start.
        holding: The level in force by the channel of each quantity.
        more: The further tables of the definition.
        is_running: Whether it records.
        paused: The pause that runs, as an exclusion until now; None if none does.
    """

    now: float
    found: "Mapping[str, Found]"
    curves: "Mapping[str, Curve]"
    links: tuple[LinkMoment, ...]
    instruments: tuple[Instrument, ...]
    writer: "RecordWriter | None"
    holding: "Mapping[str, InForce]"
    more: Mapping[str, JsonValue] | None
    is_running: bool
    paused: Exclusion | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A quantity, worked out."""

    view: QuantityView
    samples: tuple[SampleView, ...]
    derived: tuple[DerivedView, ...]
    converted: Normalised | None


@dataclass(frozen=True, slots=True)
class _Shared:
    """What is the same whichever quantity is shown in full."""

    quantities: tuple[QuantityView, ...]
    links: tuple[LinkView, ...]
    channels: tuple[ChannelView, ...]


def live_views(moment: Moment) -> dict[str, LiveView]:
    """Return what the screen shows of one moment, for each quantity by its channel."""
    parts = {channel: _part(moment, channel) for channel in moment.found}
    session = next(iter(moment.found.values())).standing.session
    shared = _Shared(
        quantities=tuple(part.view for part in parts.values()),
        links=link_views(moment.instruments, moment.links),
        channels=channel_views(session.channels, moment.curves, moment.links, moment.now),
    )
    return {name: _live_view(moment, part, shared) for name, part in parts.items()}


def _live_view(moment: Moment, part: _Part, shared: _Shared) -> LiveView:
    shown = part.view
    standing = moment.found[shown.channel].standing
    session, started = standing.session, _started(standing)
    exclusions = session.exclusions + (() if moment.paused is None else (moment.paused,))
    saved, saved_at, error = _saved(moment.writer)
    return LiveView(
        session_id=session.id,
        source=session.source,
        point=session.point,
        parameter=session.parameter,
        main=session.channel,
        started_at=started,
        now=moment.now,
        running=moment.is_running,
        paused=moment.paused is not None,
        simulated=session.simulated,
        load_pct=session.load_pct,
        basis=session.basis,
        channels=shared.channels,
        derived=part.derived,
        samples=part.samples,
        samples_done=shown.samples_done,
        samples_wanted=shown.samples_wanted,
        above=shown.above,
        elapsed_s=moment.now - started,
        excluded_s=excluded_s(exclusions, standing),
        level=shown.level,
        judgement=shown.judgement,
        provisional=shown.provisional,
        mean=shown.mean,
        uncertainty=shown.uncertainty,
        steps=() if part.converted is None else part.converted.steps,
        steps_reason=shown.reason,
        events=session.events,
        exclusions=exclusions,
        gaps=standing.gaps,
        stretches=tuple(StretchView(start=a, end=b, flag=c) for a, b, c in standing.stretches),
        capture_pct=shown.capture_pct,
        quantities=shared.quantities,
        links=shared.links,
        points=sum(curve.count for curve in moment.curves.values()),
        saved_points=saved,
        saved_at=saved_at,
        save_error=error,
    )


def _saved(writer: "RecordWriter | None") -> tuple[int, float | None, KtaError | None]:
    return (0, None, None) if writer is None else (writer.written, writer.written_at, writer.error)


def _started(standing: "Standing") -> float:
    from kta_desktop.measurement.evaluation import seconds_of

    return seconds_of(standing.session.started_at)


def excluded_s(exclusions: tuple[Exclusion, ...], standing: "Standing") -> float:
    """Return the seconds that no mean uses: excluded, without readings, or flagged."""
    from kta_desktop.measurement.evaluation import spans_of

    flagged = [(start, end) for start, end, _flag in standing.stretches]
    return union_s([*spans_of(exclusions), *standing.gaps, *flagged])


def _part(moment: Moment, channel: str) -> _Part:
    from kta_desktop.assessment.compare import judge_session

    found, holding = moment.found[channel], moment.holding[channel]
    standing = found.standing
    session = replace(standing.session, samples=standing.samples)
    samples = sample_views(standing)
    converted, reason = conversion(standing)
    derived = derived_views(standing, converted, reason, samples)
    value, _mean, flow = derived
    elapsed = moment.now - _started(standing)
    halves = half_hours(found)
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
        capture_pct=min(100.0 * standing.good_s / elapsed, 100.0) if elapsed > 0 else 0.0,
        half_hours=halves[0],
        half_hours_above=halves[1],
        half_hours_twice=halves[2],
    )
    return _Part(view, samples, derived, converted)


def half_hours(found: "Found") -> tuple[int, int, int]:
    """Return complete half-hours, those above the emission limit and those at twice the limit.

    Environmental Code art. 202(6); at the conditions of the standard. Nothing without a limit.
    """
    standing = found.halves
    if standing is None or standing.session.limit is None:
        return 0, 0, 0
    limit = float(standing.session.limit)
    means = [sample.mean for sample in standing.samples]
    return len(means), sum(m > limit for m in means), sum(m >= 2 * limit for m in means)


def sample_views(standing: "Standing") -> tuple[SampleView, ...]:
    """Return the samples, the running one last."""
    length = standing.session.sample_minutes * 60
    return tuple(
        SampleView(
            number=block.number,
            start=block.start,
            end=block.end,
            mean=sample.mean,
            uncertainty=sample.uncertainty,
            good_s=min(block.good_s, length),
            length_s=length,
            capture_pct=block.capture_pct,
            complete=block.complete,
        )
        for block, sample in standing.parts
    )


def conversion(standing: "Standing") -> tuple[Normalised | None, KtaError | None]:
    """Return the newest reading converted, or why it cannot be; neither before the first."""
    if standing.newest is None:
        return None, standing.conversion.fault
    try:
        return standing.conversion.convert(*standing.newest), None
    except KtaError as error:
        return None, error


def derived_views(
    standing: "Standing",
    converted: Normalised | None,
    reason: KtaError | None,
    samples: Sequence[SampleView],
) -> tuple[DerivedView, ...]:
    """Return normalised value, rolling mean and mass flow of the newest reading.

    Until the rolling window is full, the mean is that of the sample that runs.
    """
    flow, flow_reason = (None, reason) if converted is None else _mass_flow(standing, converted)
    mean = standing.rolling
    if math.isnan(mean) and samples and not samples[-1].complete:
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
    standing: "Standing", converted: Normalised
) -> tuple[Normalised | None, KtaError | None]:
    gas = {} if standing.newest is None else standing.newest[1]
    velocity, diameter = gas.get("velocity", math.nan), standing.session.diameter_m
    if math.isnan(velocity):
        return None, ConditionMissingError(quantity="velocity")
    if diameter is None:
        return None, ConditionMissingError(quantity="diameter")
    volume = velocity * math.pi * diameter**2 / 4
    state, basis = standing.conversion.state(gas), standing.conversion.basis
    try:
        flow = normalise(volume, "m3/s", state, basis, wet=True)
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
