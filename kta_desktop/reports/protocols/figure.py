"""The course of a measurement: readings, sample means, the level, and what was left out."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from kta_desktop import formatting
from kta_desktop.domain.definition import Level
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Event, Sample, Session
from kta_desktop.i18n import N_, _
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Point,
    Role,
    Words,
    ticks,
)

SAMPLE = N_("Sample {number}: {mean}")
UPPER = N_("{value} upper")
LOWER = N_("{value} lower")
EXCLUDED = N_("excluded")
SUMMARY = N_("{count} samples, means {means} {unit}")
_HEIGHT = 172.0
ROOM_ABOVE = 1.14  # of the plot, for brackets over the samples
_DAY_S = 86_400
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86_400)
FLAG_WORDS = {
    Flag.SATURATED: N_("saturation"),
    Flag.IMPOSSIBLE: N_("impossible values"),
    Flag.PURGE: N_("purge"),
    Flag.WARM_UP: N_("warm-up"),
    Flag.CALIBRATION: N_("calibration"),
    Flag.FAULT: N_("fault"),
}
"""Why readings enter no mean, by what they are worth."""
_LONGEST_REASON = 18
REVERSAL = "reversal"
_FRAME = 0.6
_LINE = 0.06  # of the height of the plot: a line of words
_EDGE = 0.07  # of the plot: words nearer to its end than that would leave it
_NUMBER = 0.02  # of the plot: numbers of events nearer than that would overlap
_CLOSE = 1 / 400  # of the plot: stretches nearer than that are hatched as one


@dataclass(frozen=True, slots=True)
class Flagged:
    """A stretch of readings that are not good: Unix seconds and what they are worth."""

    start: float
    end: float
    flag: Flag


@dataclass(frozen=True, slots=True)
class Trace:
    """The recorded course of a quantity at its reference conditions.

    Attributes:
        times: Unix seconds.
        values: As many; gaps, and what is no reading of the gas, are NaN.
        flagged: Stretches that enter no mean, in order of time.
    """

    times: Sequence[float]
    values: Sequence[float]
    flagged: Sequence[Flagged] = ()


_Stretch = tuple[float, float, str]
"""From, to (Unix seconds), and why."""


@dataclass(frozen=True, slots=True)
class _Plot:
    """The ranges of a chart: time from ``start`` to ``end``, values from 0 to ``high``."""

    start: float
    end: float
    high: float
    lang: str
    zone: tzinfo | None

    def share(self, start: float, end: float) -> float:
        return (end - start) / (self.end - self.start)


def session_chart(
    session: Session,
    lang: str,
    level: Level | None = None,
    trace: Trace | None = None,
    zone: tzinfo | None = None,
) -> Figure:
    """Return the chart of a session at its reference conditions.

    Readings are a thin line that is never drawn across a gap, sample means thick ones with their
    U (k = 2), the level a rising hatch, excluded time and flagged readings a falling one.

    Args:
        session: With its samples, exclusions and events; its first quantity is drawn.
        lang: Language of numbers and words.
        level: What the figure is held against.
        trace: The readings; without them only the means are drawn.
        zone: Zone of the times on the axis; None = that of the machine.

    Raises:
        ValueError: If a time of the session is no ISO time.
    """
    plot = _plot(session, level, trace, lang, zone)
    stretches = tuple(_stretches(plot, session, trace))
    items: list[Item] = [
        *_grid(plot),
        *_level(plot, level),
        *_excluded(plot, stretches),
        *_readings(trace),
        *_means(plot, session),
        *_events(plot, session),
        *_reasons(plot, stretches),
        Area(start=(plot.start, 0), end=(plot.end, plot.high), edge=_FRAME),
    ]
    return Figure(
        x=(plot.start, plot.end),
        y=(0.0, plot.high * ROOM_ABOVE),
        items=tuple(items),
        height=_HEIGHT,
        margins=Margins(left=26, right=48, top=4, bottom=16),
        summary=_summary(session, lang),
    )


def _seconds(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def _plot(
    session: Session, level: Level | None, trace: Trace | None, lang: str, zone: tzinfo | None
) -> _Plot:
    times = [_seconds(session.started_at)]
    times += [_seconds(sample.end) for sample in session.samples]
    if session.ended_at:
        times.append(_seconds(session.ended_at))
    if trace is not None and len(trace.times):
        times += [float(trace.times[0]), float(trace.times[-1])]
    values = [sample.mean + sample.uncertainty for sample in session.samples]
    if trace is not None:
        values += [float(value) for value in trace.values if math.isfinite(value)]
    if level is not None:
        values += [float(end) for end in (level.lower, level.upper) if end is not None]
    start, end = min(times), max(times)
    high = ticks(0.0, max([*values, 0.0]) * 1.15 or 1.0)
    step = high[1] - high[0] if len(high) > 1 else 1.0
    top = math.ceil(max([*values, 0.0]) * 1.05 / step) * step or step
    return _Plot(start, max(end, start + 60), top, lang, zone)


def _grid(plot: _Plot) -> Iterator[Item]:
    for value in ticks(0.0, plot.high):
        yield Line(points=((plot.start, value), (plot.end, value)), width=0.4, role=Role.GRID)
        text = formatting.number(value, plot.lang)
        yield Words(at=(plot.start, value), text=text, anchor=Anchor.END, dx=-4, dy=-2.5)
    for at in _hours(plot):
        text = _clock(plot, at)
        yield Line(points=((at, 0), (at, plot.high * 0.015)), width=_FRAME)
        yield Words(at=(at, 0), text=text, dy=-11)


def _clock(plot: _Plot, at: float) -> str:
    """Return a time of the axis; where days begin, and over several days, the day."""
    text = formatting.time_(_iso(at), plot.lang, plot.zone, seconds=False)
    day = formatting.date(_iso(at), plot.lang, plot.zone)
    begins = text == formatting.time_("2026-01-01T00:00:00Z", plot.lang, UTC, seconds=False)
    return day if begins and plot.end - plot.start > _DAY_S else text


def _hours(plot: _Plot) -> Iterator[float]:
    """Yield round times of the clock, at most nine of them."""
    length = plot.end - plot.start
    days = math.ceil(length / 8 / _DAY_S) * _DAY_S
    step = next((step for step in _STEPS_S if length / step <= 8), days)
    offset = datetime.fromtimestamp(plot.start).astimezone(plot.zone).utcoffset()
    shift = offset.total_seconds() if offset else 0.0
    at = math.ceil((plot.start + shift) / step) * step - shift
    while at <= plot.end:
        yield at
        at += step


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _level(plot: _Plot, level: Level | None) -> Iterator[Item]:
    if level is None or (level.lower is None and level.upper is None):
        return
    low = float(level.lower) if level.lower is not None else 0.0
    high = float(level.upper) if level.upper is not None else plot.high
    yield Area(start=(plot.start, low), end=(plot.end, high), hatch=Hatch.RISING, role=Role.BOUND)
    apart = 0.0 if level.upper is None or level.lower is None else _LINE - (high - low) / plot.high
    shift = _HEIGHT * max(apart, 0.0)  # so that the words of near bounds stand apart
    ends = (
        (level.upper, UPPER, (), 1.5, True, shift),
        (level.lower, LOWER, (4.0, 3.0), 0.8, False, 0.0),
    )
    for bound, words, dash, width, bold, rise in ends:
        if bound is None:
            continue
        points = ((plot.start, float(bound)), (plot.end, float(bound)))
        yield Line(points=points, width=width, dash=dash, role=Role.BOUND)
        text = _(words, plot.lang).format(value=formatting.number(bound, plot.lang))
        yield Words(at=points[1], text=text, anchor=Anchor.START, bold=bold, dx=4, dy=rise - 2.5)


def _readings(trace: Trace | None) -> Iterator[Item]:
    run: list[Point] = []
    for time, value in zip(trace.times, trace.values, strict=True) if trace else ():
        if math.isfinite(value):
            run.append((float(time), float(value)))
            continue
        if len(run) > 1:
            yield Line(points=tuple(run), width=0.6, role=Role.NORMALISED)
        run = []
    if len(run) > 1:
        yield Line(points=tuple(run), width=0.6, role=Role.NORMALISED)


def _means(plot: _Plot, session: Session) -> Iterator[Item]:
    above = plot.high * 1.05
    for sample in session.samples:
        start, end = _seconds(sample.start), _seconds(sample.end)
        middle, mean, spread = (start + end) / 2, sample.mean, sample.uncertainty
        yield Line(points=((start, mean), (end, mean)), width=2.6, role=Role.MEAN)
        if spread:
            whisker = ((middle, max(mean - spread, 0.0)), (middle, mean + spread))
            yield Line(points=whisker, width=0.8, role=Role.MEAN)
        foot = above - plot.high * 0.025
        yield Line(points=((start, foot), (start, above), (end, above), (end, foot)), width=0.5)
        text = _caption(plot, sample, start, end)
        if text:
            yield Words(at=(middle, above), text=text, bold=True, dy=3.5)


def _caption(plot: _Plot, sample: Sample, start: float, end: float) -> str:
    """Return what stands over a sample, as long as there is room for it."""
    shown = _shown(sample, plot.lang)
    share = plot.share(start, end)
    if share > 0.14:
        return _(SAMPLE, plot.lang).format(number=sample.number, mean=shown)
    return shown if share > 0.05 else ""


def _shown(sample: Sample, lang: str) -> str:
    """Return the mean of a sample with the digits that its uncertainty leaves."""
    return formatting.number(sample.mean, lang, formatting.places_of(sample.uncertainty))


def _excluded(plot: _Plot, stretches: Iterable[_Stretch]) -> Iterator[Item]:
    """Yield the hatches of time that enters no mean; readings in it stay visible through them."""
    for start, end, _reason in stretches:
        corners = (start, 0.0), (end, plot.high)
        yield Area(start=corners[0], end=corners[1], hatch=Hatch.FALLING, role=Role.EXCLUDED)


def _reasons(plot: _Plot, stretches: Iterable[_Stretch]) -> Iterator[Item]:
    labelled = -math.inf
    for start, end, reason in stretches:
        middle = (start + end) / 2
        if plot.share(labelled, middle) > 0.16:
            fits = reason and len(reason) <= _LONGEST_REASON
            text = reason if fits else _(EXCLUDED, plot.lang)
            at, anchor, dx = _beside_edge(plot, middle)
            yield Words(at=(at, plot.high), text=text, anchor=anchor, dx=dx, dy=-13, boxed=True)
            labelled = middle


def _beside_edge(plot: _Plot, at: float) -> tuple[float, Anchor, float]:
    """Return where words stand that belong to a time, so that they stay inside of the plot."""
    if plot.share(plot.start, at) < _EDGE:
        return plot.start, Anchor.START, 4.0
    if plot.share(at, plot.end) < _EDGE:
        return plot.end, Anchor.END, -4.0
    return at, Anchor.MIDDLE, 0.0


def _stretches(plot: _Plot, session: Session, trace: Trace | None) -> Iterator[_Stretch]:
    """Yield what is hatched and why, in order of time; what lies close together as one."""
    found = [(_seconds(item.start), _seconds(item.end), item.reason) for item in session.exclusions]
    found += [
        (item.start, item.end, _(FLAG_WORDS[item.flag], plot.lang))
        for item in (trace.flagged if trace else ())
        if item.flag in FLAG_WORDS
    ]
    near = (plot.end - plot.start) * _CLOSE
    held: _Stretch | None = None
    for start, end, reason in sorted(found):
        inside = max(start, plot.start), min(end, plot.end), reason
        if inside[1] <= inside[0]:
            continue
        if held is not None and reason == held[2] and inside[0] - held[1] < near:
            held = held[0], max(held[1], inside[1]), reason
            continue
        if held is not None:
            yield held
        held = inside
    if held is not None:
        yield held


def _events(plot: _Plot, session: Session) -> Iterator[Item]:
    """Yield a dotted line for each event; a firing reversal, of which there are many, is a tick."""
    for event in session.events:
        at = _seconds(event.at)
        if event.kind == REVERSAL and plot.start <= at <= plot.end:
            yield Line(points=((at, 0.0), (at, plot.high * 0.03)), width=1.0)
    labelled = -math.inf
    for number, event in numbered(session):
        at = _seconds(event.at)
        if not plot.start <= at <= plot.end:
            continue
        yield Line(points=((at, 0.0), (at, plot.high)), width=0.5, dash=(1.0, 2.0))
        if plot.share(labelled, at) > _NUMBER:  # the list below the figures has them all
            yield Words(at=(at, 0.0), text=str(number), dx=5, dy=3, boxed=True)
            labelled = at


def numbered(session: Session) -> Iterator[tuple[int, Event]]:
    """Yield the events that are no firing reversals, with their numbers among all, as on screen."""
    for number, event in enumerate(session.events, start=1):
        if event.kind != REVERSAL:
            yield number, event


def _summary(session: Session, lang: str) -> str:
    means = "; ".join(_shown(sample, lang) for sample in session.samples)
    return _(SUMMARY, lang).format(
        count=len(session.samples),
        means=means or formatting.NOTHING,
        unit=formatting.unit("mg/Nm3", lang),
    )
