"""Measures in time as one figure: a bar for each row of a table, from its first event to start-up.

The rows of the table give the places: heights are whatever unit the table is laid out in, counted
downwards from the top of its first row. A quarter is one unit of x, as in ``plan.figures``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kta_desktop.assessment.steps import Event
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Figure,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
    Words,
)
from kta_desktop.reports.plan.figures import Span, event_mark

_MOST = 24  # quarters that can be told apart in a column
_LEAST = 8
_NUMBERED = 16
_THICK = 0.2  # half the height of a bar, as a share of the lowest row
_TURN = 0.35  # of the lowest row, beside the middle, where an arrow turns back
_LEAD = 0.3  # quarters that an arrow leaves a bar before the next one begins, at least
_ROMAN = ("I", "II", "III", "IV")
_FLUSH = Margins(left=0, right=0, top=0, bottom=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One measure in time.

    Attributes:
        id: Of the measure.
        events: Its key events that have a day, in their order.
        after: Ids of the measures that have to be done before.
    """

    id: str
    events: tuple[tuple[Event, date], ...] = ()
    after: tuple[str, ...] = ()

    @property
    def start(self) -> date | None:
        """Return the day of the first event; None if none has a day."""
        return min((day for _event, day in self.events), default=None)

    @property
    def end(self) -> date | None:
        """Return the day of the last event; None if none has a day."""
        return max((day for _event, day in self.events), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the rows of the table lie.

    Attributes:
        rows: Top and bottom of each row, downwards from zero.
        total: Height of all that is painted.
    """

    rows: tuple[tuple[float, float], ...]
    total: float


def even(count: int, height: float = 17.0) -> Places:
    """Return ``count`` rows of the same height in points, for paper."""
    rows = tuple((place * height, (place + 1) * height) for place in range(count))
    return Places(rows=rows, total=max(1, count) * height)


def span(bars: Iterable[Bar], today: date) -> Span:
    """Return the quarters from today or the first event to the end of the last year with one.

    What lies behind the twenty-fourth quarter is not shown by its place; see ``gantt``.
    """
    days = [day for bar in bars for _event, day in bar.events]
    first = _quarter(min([today, *days]))
    last = max([today, *days])
    return Span(first, min(_MOST, max(_LEAST, last.year * 4 + 4 - first)))


def scale(shown: Span, height: float) -> Figure:
    """Return the head of the column: years, and quarters below them where there is room."""
    items: list[Item] = _grid(shown, 1.0)
    starts = [place for place in range(shown.count) if _is_new_year(shown, place)]
    for place in sorted({0, *starts}):
        year = str((shown.first + place) // 4)
        items.append(Words(at=(place, 0.62), text=year, anchor=Anchor.START, dx=2.5, bold=True))
    if shown.count <= _NUMBERED:
        items += [
            Words(at=(place + 0.5, 0.16), text=_ROMAN[(shown.first + place) % 4], role=Role.SECOND)
            for place in range(shown.count)
        ]
    return _figure(shown, 1.0, items, height)


def gantt(
    bars: Sequence[Bar],
    places: Places,
    shown: Span,
    today: date,
    *,
    undated: str = "",
    with_events: bool = False,
) -> Figure:
    """Return the bars of measures in the rows of their table.

    Args:
        bars: Measures, one for each row of ``places``.
        places: Where the rows lie.
        shown: Quarters that are shown; an angle at the edge says that something lies beyond.
        today: Shown as a dashed line where it is within.
        undated: Words in the row of a measure without any day.
        with_events: Whether each key event has its mark; else start-up alone.
    """
    middles = {
        bar.id: places.total - sum(row) / 2 for bar, row in zip(bars, places.rows, strict=True)
    }
    lowest = min((bottom - top for top, bottom in places.rows), default=1.0)
    items: list[Item] = _grid(shown, places.total)
    if 0 <= shown.place(today) <= shown.count:
        at = shown.place(today)
        ends = ((at, 0.0), (at, places.total))
        items.append(Line(points=ends, width=0.9, dash=(3, 2), role=Role.NOW))
    for bar in bars:
        items += _bar(bar, middles[bar.id], lowest * _THICK, shown)
        items += _marks(bar, middles[bar.id], shown, with_events=with_events)
        if undated and not bar.events:
            at_left = (0.0, middles[bar.id])
            items.append(Words(at=at_left, text=undated, anchor=Anchor.START, dx=4, dy=-2.6))
    by_id = {each.id: each for each in bars}
    for bar in bars:
        items += _arrows(bar, by_id, middles, shown, lowest * _TURN)
    return _figure(shown, places.total, items, places.total)


def _figure(shown: Span, high: float, items: Sequence[Item], height: float) -> Figure:
    across = (0.0, float(shown.count))
    return Figure(x=across, y=(0.0, high), items=tuple(items), height=height, margins=_FLUSH)


def _bar(bar: Bar, middle: float, half: float, shown: Span) -> list[Item]:
    if bar.start is None or bar.end is None:
        return []
    left, right = (_within(shown, day) for day in (bar.start, bar.end))
    found: list[Item] = []
    if right > left:
        box = Area(
            start=(left, middle - half),
            end=(right, middle + half),
            fill=Role.BAR,
            edge=0.8,
            role=Role.EDGE,
        )
        found.append(box)
    if shown.place(bar.start) < 0:
        found.append(_angle("‹", 0.0, middle, Anchor.START, 1.0))
    if shown.place(bar.end) > shown.count:
        found.append(_angle("›", float(shown.count), middle, Anchor.END, -1.0))
    return found


def _angle(text: str, at: float, middle: float, anchor: Anchor, dx: float) -> Words:
    return Words(at=(at, middle), text=text, anchor=anchor, dx=dx, dy=-2.6, bold=True)


def _marks(bar: Bar, middle: float, shown: Span, *, with_events: bool) -> list[Item]:
    found: list[Item] = []
    for event, day in bar.events:
        at = shown.place(day)
        if 0 <= at <= shown.count and (with_events or event is Event.STARTUP):
            role = Role.DUE if event is Event.STARTUP else Role.EDGE
            found.append(replace(event_mark(event), at=(at, middle), role=role))
    return found


def _arrows(
    bar: Bar, bars: Mapping[str, Bar], middles: Mapping[str, float], shown: Span, half: float
) -> list[Item]:
    """Return a line with a tip from each measure that has to be done before."""
    found: list[Item] = []
    for name in bar.after:
        before = bars.get(name)
        if before is None or before.end is None or bar.start is None:
            continue
        start, level = _within(shown, bar.start), middles[bar.id]
        end = _within(shown, before.end)
        leave = max(0.0, min(end, start - _LEAD))
        turn = level + (half if middles[name] > level else -half)  # back to one that begins early
        back = () if leave == end else ((end, turn), (leave, turn))
        path = ((end, middles[name]), *back, (leave, level), (start, level))
        found.append(Line(points=path, width=0.9, role=Role.SECOND))
        found.append(Mark(at=(start, level), shape=Shape.RIGHT, size=4.0, role=Role.SECOND))
    return found


def _grid(shown: Span, high: float) -> list[Item]:
    return [
        Line(
            points=((float(place), 0.0), (float(place), high)),
            width=0.6 if _is_new_year(shown, place) else 0.4,
            role=Role.EXCLUDED if _is_new_year(shown, place) else Role.GRID,
        )
        for place in range(1, shown.count)
    ]


def _within(shown: Span, day: date) -> float:
    return min(max(shown.place(day), 0.0), float(shown.count))


def _is_new_year(shown: Span, place: int) -> bool:
    return (shown.first + place) % 4 == 0


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3
