"""Arrows between measures in time: from the end of one to the beginning of what waits for it.

Each row of the printed plan is a figure of its own, so that a plan of any length goes on over
pages. An arrow is therefore cut into the stretches that it has in each row: it leaves the row of
the measure that is waited for, crosses those between, and ends with its tip in the row that waits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.assessment.steps import Measure
from kta_desktop.reports.figures import Item, Line, Mark, Shape
from kta_desktop.reports.plan.figures import Span

_LEAD = 0.35  # quarters that an arrow turns before the beginning of what waits, at least
_WIDTH = 0.9
_TOP, _MIDDLE, _BOTTOM = 1.0, 0.5, 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A measure in its place from the top, with its ends in quarters; None without any day."""

    place: int
    start: float | None
    end: float | None


def stretches(
    measures: Sequence[Measure], after: Mapping[str, Sequence[str]], span: Span
) -> Mapping[str, tuple[Item, ...]]:
    """Return id of a measure to what of arrows lies in its row, a unit high.

    Measures without a day, and those that are not in the plan, have no arrows.

    Args:
        measures: In the order of their rows.
        after: Id of a measure to those that have to be done before.
        span: Quarters that are shown; what lies beyond is drawn to the edge.
    """
    rows = {each.id: _row(place, each, span) for place, each in enumerate(measures)}
    found: dict[str, list[Item]] = {each.id: [] for each in measures}
    ids = [each.id for each in measures]
    for waiting, others in after.items():
        for other in others:
            if waiting != other and waiting in rows and other in rows:
                for place, item in _arrow(rows[other], rows[waiting]):
                    found[ids[place]].append(item)
    return {key: tuple(items) for key, items in found.items()}


def sample() -> tuple[Item, ...]:
    """Return a short arrow for a legend."""
    return (
        Line(points=((0.0, _MIDDLE), (0.8, _MIDDLE)), width=_WIDTH),
        Mark(at=(1.0, _MIDDLE), shape=Shape.RIGHT, size=5.0),
    )


def _row(place: int, measure: Measure, span: Span) -> _Row:
    places = [span.place(day) for _event, day in measure.events]
    if not places:
        return _Row(place, None, None)
    start, end = (min(max(each, 0.0), float(span.count)) for each in (min(places), max(places)))
    return _Row(place, start, end)


def _arrow(before: _Row, waiting: _Row) -> Iterator[tuple[int, Item]]:
    """Yield place of a row and what of the arrow lies in it."""
    if before.end is None or waiting.start is None:
        return
    at = max(0.0, min(before.end, waiting.start - _LEAD))
    out, into = (_BOTTOM, _TOP) if waiting.place > before.place else (_TOP, _BOTTOM)
    turn = (into + _MIDDLE) / 2  # one that begins too early is gone back to above its bar
    yield before.place, _line((before.end, _MIDDLE), (before.end, out))
    low, high = sorted((before.place, waiting.place))
    for place in range(low + 1, high):
        yield place, _line((before.end, _TOP), (before.end, _BOTTOM))
    back = () if at == before.end else ((before.end, turn), (at, turn))
    yield (
        waiting.place,
        _line((before.end, into), *back, (at, _MIDDLE), (waiting.start, _MIDDLE)),
    )
    yield waiting.place, Mark(at=(waiting.start, _MIDDLE), shape=Shape.RIGHT, size=5.0)


def _line(*points: tuple[float, float]) -> Line:
    return Line(points=points, width=_WIDTH)
