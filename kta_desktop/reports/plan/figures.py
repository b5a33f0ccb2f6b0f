"""Measures in time: a strip of quarters with the key events of each measure.

One figure is a row of the plan, so that a plan of any length goes on over pages; all rows of a
plan share one span of quarters. A quarter is one unit of x.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kta_desktop.assessment.steps import Event, Measure
from kta_desktop.reports.figures import (
    Anchor,
    Figure,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
    Words,
)

_MOST = 24  # quarters: six years; an angle at the edge says that something lies outside
_LEAST = 4
_NUMBERED = 16  # quarters up to which each has its number
_ROW, _SCALE = 17.0, 24.0
_ROMAN = ("I", "II", "III", "IV")
_SIDES = Margins(left=5, right=5, top=1, bottom=1)
_SHAPES = {
    Event.DELIVERY: (Shape.DOWN, True),
    Event.CONSTRUCTION: (Shape.SQUARE, True),
    Event.COMMISSIONING: (Shape.DIAMOND, True),
    Event.STARTUP: (Shape.DIAMOND, False),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Quarters that a plan is shown over.

    Attributes:
        first: The first one, counted from the year 0.
        count: How many there are.
    """

    first: int
    count: int

    def place(self, day: date) -> float:
        """Return where a day lies, in quarters from the left edge; outside of the span beyond."""
        return _place(day) - self.first


def span_of(measures: Iterable[Measure]) -> Span | None:
    """Return the quarters that hold the events, whole years long; None if none has a day.

    Where the events are farther apart than can be shown, those years that hold most of them.
    """
    places = sorted(int(_place(day)) for each in measures for _event, day in each.events)
    if not places:
        return None
    starts = sorted({place - place % 4 for place in places})

    def held(start: int) -> int:
        return sum(start <= place < start + _MOST for place in places)

    first = max(starts, key=lambda start: (held(start), -start))
    last = max(place for place in places if first <= place < first + _MOST)
    return Span(first, max(_LEAST, (last - first) // 4 * 4 + 4))


def scale(span: Span) -> Figure:
    """Return the head of the strips: years, and below them quarters where there is room."""
    items: list[Item] = _lines(span)
    for start in range(0, span.count, 4):
        year = str((span.first + start) // 4)
        items.append(Words(at=(start + 2.0, 1.0), text=year, dy=-9.0, size=8, bold=True))
    if span.count <= _NUMBERED:
        items += [
            Words(at=(place + 0.5, 0.0), text=_ROMAN[place % 4], dy=2.5)
            for place in range(span.count)
        ]
    return Figure(
        x=(0.0, float(span.count)), y=(0.0, 1.0), items=tuple(items), height=_SCALE, margins=_SIDES
    )


def strip(measure: Measure, span: Span, undated: str = "", arrows: Sequence[Item] = ()) -> Figure:
    """Return the events of a measure on the quarters of a plan.

    For events outside of the span an angle stands at the edge that they lie behind.

    Args:
        measure: The measure.
        span: Quarters that are shown.
        undated: Words that stand there where it has no event.
        arrows: Stretches of arrows that lie in its row, see ``arrows.stretches``.
    """
    places = {event: span.place(day) for event, day in measure.events}
    inside = {event: at for event, at in places.items() if 0 <= at <= span.count}
    is_undated = bool(undated) and not measure.events
    items: list[Item] = [] if is_undated else _lines(span)  # words stand on clear paper
    items += arrows  # below the marks, which stay whole
    items += _course(list(places.values()), span)
    items += [event_mark(event, at) for event, at in inside.items()]
    items += _beyond([at for event, at in places.items() if event not in inside], span)
    if is_undated:
        items.append(Words(at=(0.0, 0.5), text=undated, anchor=Anchor.START, dx=4, dy=-2.6))
    return Figure(
        x=(0.0, float(span.count)),
        y=(0.0, 1.0),
        items=tuple(items),
        height=_ROW,
        margins=_SIDES,
        summary=undated,
    )


def event_mark(event: Event, at: float = 0.5) -> Mark:
    """Return the mark of an event; each has a shape that a bad copy keeps apart."""
    shape, is_open = _SHAPES[event]
    size = 8.0 if shape is Shape.DIAMOND else 7.0
    return Mark(at=(at, 0.5), shape=shape, is_open=is_open, size=size)


def _lines(span: Span) -> list[Item]:
    """Return the bounds of the quarters; those of years are darker."""
    return [
        Line(
            points=((float(place), 0.0), (float(place), 1.0)),
            width=0.5 if place % 4 == 0 else 0.35,
            role=Role.SECOND if place % 4 == 0 else Role.GRID,
        )
        for place in range(span.count + 1)
    ]


def _course(places: Sequence[float], span: Span) -> list[Item]:
    """Return the line from the first event to the last, as far as it is shown."""
    if len(places) < 2:
        return []
    left, right = (min(max(end, 0.0), float(span.count)) for end in (min(places), max(places)))
    return [Line(points=((left, 0.5), (right, 0.5)), width=2.2)] if right > left else []


def _beyond(places: Sequence[float], span: Span) -> list[Item]:
    """Return an angle at each edge behind which an event lies, in the room beside the quarters."""
    edges = (
        (any(place < 0 for place in places), 0.0, "‹", Anchor.END, -1.0),
        (any(place > 0 for place in places), float(span.count), "›", Anchor.START, 1.0),
    )
    return [
        Words(at=(at, 0.5), text=text, anchor=anchor, dx=dx, dy=-2.6, bold=True)
        for is_there, at, text, anchor, dx in edges
        if is_there
    ]


def _place(day: date) -> float:
    """Return a day in quarters from the year 0."""
    month = (day.month - 1) % 3
    return day.year * 4 + (day.month - 1) // 3 + (month + (day.day - 1) / 31) / 3
