"""Figures of a session that is looked at again: histogram, profile of the day, courses overlaid."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop import formatting
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

SHARE_OF_TIME = N_("share of good time, %")
HISTOGRAM = N_("Histogram: most of the time, {share} %, lies between {low} and {high} {unit}.")
PROFILE = N_("Profile of the day: lowest hourly mean {low}, highest {high} {unit}.")
OVERLAY = N_("Courses of {count} sessions, from {low} to {high} {unit}.")
_FRAME = 0.6
_MARGINS = Margins(left=34, right=40, top=20, bottom=28)
_LOOKS: tuple[tuple[Role, float, tuple[float, ...]], ...] = (
    (Role.NORMALISED, 1.2, ()),
    (Role.MEAN, 1.6, (7.0, 3.0)),
    (Role.RAW, 1.2, (2.0, 2.5)),
    (Role.INK, 1.0, (7.0, 3.0, 2.0, 3.0)),
)
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800)


class Aligned(StrEnum):
    """What courses lie above each other by."""

    START = "start"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Curve:
    """One course of an overlay: seconds since its start or since midnight, NaN across gaps.

    Attributes:
        seconds: Ascending.
        values: In the unit of the figure.
        name: What the legend calls it.
    """

    seconds: Sequence[float]
    values: Sequence[float]
    name: str = ""


@dataclass(frozen=True, slots=True)
class HourBar:
    """One hour of a profile: mean, and the values that 10 and 90 % of good time are below."""

    hour: int
    mean: float
    low: float
    high: float


def look(place: int) -> tuple[Role, float, tuple[float, ...]]:
    """Return role, width and dash of the curve at a place of an overlay, from 0."""
    return _LOOKS[place]


def histogram(
    edges: Sequence[float],
    shares: Sequence[float],
    unit: str,
    lang: str,
    *,
    bound: float | None = None,
    height: float = 160.0,
) -> Figure:
    """Return how good time is spread over values, the upper end of the level as a line.

    Args:
        edges: Ends of the bins, one more than there are ``shares``.
        shares: Share of good time in each bin, 0 to 1.
        unit: Id of the unit of the values.
        lang: Language of numbers and words.
        bound: Upper end of the level; None without one.
        height: In points.
    """
    ends = [edges[0], edges[-1], *([] if bound is None else [bound])]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.02
    left, right = low - room, high + room
    top = _top([100 * share for share in shares])
    items: list[Item] = [*_rows(left, right, 0.0, top, lang), *_bars(edges, shares)]
    items += _bound_upright(bound, top, lang)
    items += _below(ticks(low, high, 8), lang)
    items += [_title(right, unit, lang), _head(left, top, _(SHARE_OF_TIME, lang))]
    summary = _spread_in_words(edges, shares, unit, lang)
    return _framed((left, right), (0.0, top), items, height, summary)


def _bars(edges: Sequence[float], shares: Sequence[float]) -> Iterator[Item]:
    for place, share in enumerate(shares):
        if share > 0:
            yield _bar((edges[place], 0.0), (edges[place + 1], 100 * share))


def _bar(start: Point, end: Point) -> Area:
    return Area(start=start, end=end, hatch=Hatch.FALLING, edge=0.8, role=Role.NORMALISED)


def _framed(
    x: tuple[float, float],
    y: tuple[float, float],
    items: Sequence[Item],
    height: float,
    summary: str,
) -> Figure:
    """Return a figure with a frame around its plot."""
    frame = Area(start=(x[0], y[0]), end=(x[1], y[1]), edge=_FRAME)
    return Figure(x=x, y=y, items=(*items, frame), height=height, margins=_MARGINS, summary=summary)


def profile(
    hours: Sequence[HourBar],
    unit: str,
    lang: str,
    *,
    bound: float | None = None,
    height: float = 160.0,
) -> Figure:
    """Return the hours of the day: mean as a thick stroke, 10 to 90 % of good time as a bar."""
    values = [hour.high for hour in hours] + ([] if bound is None else [bound])
    bottom, top = _span([*values, *(hour.low for hour in hours)])
    items: list[Item] = [*_rows(0.0, 24.0, bottom, top, lang)]
    for hour in hours:
        start, end = hour.hour + 0.12, hour.hour + 0.88
        mean = ((start, hour.mean), (end, hour.mean))
        items.append(_bar((start, hour.low), (end, hour.high)))
        items.append(Line(points=mean, width=2.6, role=Role.MEAN))
    items += _bound_across(bound, (0.0, 24.0), lang)
    items += [
        Words(at=(float(hour), bottom), text=f"{hour:02d}:00", dy=-11) for hour in range(0, 25, 3)
    ]
    means = [hour.mean for hour in hours]
    summary = _range_in_words(PROFILE, means, unit, lang)
    return _framed((0.0, 24.0), (bottom, top), items, height, summary)


def overlay(
    curves: Sequence[Curve],
    aligned: Aligned,
    unit: str,
    lang: str,
    *,
    bound: float | None = None,
    height: float = 190.0,
) -> Figure:
    """Return courses above each other; ``look`` says which is drawn how.

    Args:
        curves: At least one, with at least one value among them.
        aligned: By the beginning of each session, or by the time of day.
        unit: Id of the unit of the values.
        lang: Language of numbers and words.
        bound: Upper end of the level; None without one.
        height: In points.
    """
    known = [value for curve in curves for value in curve.values if math.isfinite(value)]
    seconds = [at for curve in curves for at in curve.seconds]
    bottom, top = _span([*known, *([] if bound is None else [bound])])
    start, end = min(seconds), max(*seconds, min(seconds) + 60)
    items: list[Item] = [*_rows(start, end, bottom, top, lang)]
    items += [_clock(at, bottom, aligned) for at in _times(start, end)]
    items += _bound_across(bound, (start, end), lang)
    for place, curve in enumerate(curves):
        role, width, dash = look(place)
        items += [
            Line(points=run, width=width, dash=dash, role=role)
            for run in _runs(curve.seconds, curve.values)
        ]
    items += _legend(curves, (start, end), (bottom, top))
    summary = _range_in_words(OVERLAY, known, unit, lang, count=len(curves))
    return _framed((start, end), (bottom, top), items, height, summary)


def _span(values: Sequence[float]) -> tuple[float, float]:
    """Return round ends of an axis: from 0 on, unless all values lie far above it or below."""
    low, high = min(values), max(values)
    is_far = low < 0 or (high - low) < 0.35 * high
    room = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    bottom = low - room if is_far else 0.0
    return bottom, _above(ticks(bottom, high + room), high + room / 2)


def _top(values: Sequence[float]) -> float:
    return _above(ticks(0.0, max(values)), max(values) * 1.05)


def _above(marks: Sequence[float], value: float) -> float:
    """Return the first mark of an axis at or above a value, one step further if there is none."""
    step = marks[1] - marks[0] if len(marks) > 1 else value or 1.0
    return next((mark for mark in marks if mark >= value), marks[-1] + step)


def _rows(left: float, right: float, bottom: float, top: float, lang: str) -> Iterator[Item]:
    for value in ticks(bottom, top):
        if bottom <= value <= top:
            yield Line(points=((left, value), (right, value)), width=0.4, role=Role.GRID)
            text = formatting.number(value, lang)
            yield Words(at=(left, value), text=text, anchor=Anchor.END, dx=-4, dy=-2.5)


def _below(values: Sequence[float], lang: str) -> Iterator[Item]:
    for value in values:
        yield Words(at=(value, 0.0), text=formatting.number(value, lang), dy=-11)


def _title(right: float, unit: str, lang: str) -> Words:
    text = formatting.unit(unit, lang)
    return Words(at=(right, 0.0), text=text, anchor=Anchor.END, dy=-23, role=Role.SECOND)


def _head(left: float, top: float, text: str) -> Words:
    """Return what the figures of the upright axis are."""
    return Words(at=(left, top), text=text, anchor=Anchor.START, dx=-28, dy=9, role=Role.SECOND)


def _bound_upright(bound: float | None, top: float, lang: str) -> Iterator[Item]:
    if bound is not None:
        yield Line(points=((bound, 0.0), (bound, top)), width=1.5, role=Role.BOUND)
        text = formatting.number(bound, lang)
        yield Words(at=(bound, top), text=text, bold=True, dy=-9, boxed=True)


def _bound_across(bound: float | None, ends: tuple[float, float], lang: str) -> Iterator[Item]:
    if bound is not None:
        points = ((ends[0], bound), (ends[1], bound))
        yield Line(points=points, width=1.5, role=Role.BOUND)
        text = formatting.number(bound, lang)
        yield Words(at=points[1], text=text, anchor=Anchor.START, bold=True, dx=4, dy=-2.5)


def _runs(seconds: Sequence[float], values: Sequence[float]) -> Iterator[tuple[Point, ...]]:
    """Yield the stretches between gaps that can be drawn."""
    run: list[Point] = []
    for at, value in zip(seconds, values, strict=True):
        if math.isfinite(value):
            run.append((at, value))
            continue
        if len(run) > 1:
            yield tuple(run)
        run = []
    if len(run) > 1:
        yield tuple(run)


def _legend(
    curves: Sequence[Curve], x: tuple[float, float], y: tuple[float, float]
) -> Iterator[Item]:
    """Yield above the plot how each curve is drawn, and what it is."""
    width, above = (x[1] - x[0]) / len(_LOOKS), y[1] + (y[1] - y[0]) * 0.06
    for place, curve in enumerate(curves):
        role, pen, dash = look(place)
        left = x[0] + place * width
        sample = ((left, above), (left + width * 0.2, above))
        yield Line(points=sample, width=pen, dash=dash, role=role)
        yield Words(
            at=sample[1], text=curve.name, anchor=Anchor.START, dx=4, dy=-2.5, role=Role.SECOND
        )


def _times(start: float, end: float) -> Iterator[float]:
    step = next((step for step in _STEPS_S if (end - start) / step <= 9), _STEPS_S[-1])
    at = math.ceil(start / step) * step
    while at <= end:
        yield float(at)
        at += step


def _clock(at: float, bottom: float, aligned: Aligned) -> Words:
    total = round(at)
    hours = total // 3600 if aligned is Aligned.START else total // 3600 % 24
    return Words(at=(at, bottom), text=f"{hours:d}:{total % 3600 // 60:02d}", dy=-11)


def _spread_in_words(edges: Sequence[float], shares: Sequence[float], unit: str, lang: str) -> str:
    place = max(range(len(shares)), key=lambda index: shares[index])
    return _(HISTOGRAM, lang).format(
        share=formatting.number(100 * shares[place], lang, 0),
        low=formatting.number(edges[place], lang),
        high=formatting.number(edges[place + 1], lang),
        unit=formatting.unit(unit, lang),
    )


def _range_in_words(text: str, values: Sequence[float], unit: str, lang: str, **more: int) -> str:
    return _(text, lang).format(
        low=formatting.number(min(values), lang),
        high=formatting.number(max(values), lang),
        unit=formatting.unit(unit, lang),
        **more,
    )
