"""Figures of the conformity sheet: states of techniques as one bar, and samples for legends."""

from collections.abc import Mapping

from kta_desktop.assessment.techniques import State, Tally
from kta_desktop.reports.figures import (
    Area,
    Cap,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Mark,
    Role,
    Shape,
)

_BAR = 16.0
_SAMPLE = 9.0
_EDGE = Margins(left=0.5, right=0.5, top=0.5, bottom=0.5)
_DASH = (2.5, 1.5)
_FILLS: Mapping[State | None, tuple[Hatch | None, Role, tuple[float, ...]]] = {
    State.APPLIED: (None, Role.INK, ()),
    State.PARTLY: (Hatch.RISING, Role.PAPER, ()),
    State.PLANNED: (Hatch.DOTS, Role.PAPER, ()),
    State.NOT_APPLIED: (None, Role.PAPER, ()),
    State.NOT_APPLICABLE: (None, Role.GRID, ()),
    None: (None, Role.PAPER, _DASH),
}
"""Of each state, None = not stated: what fills it, its ground, the dashes of its edge."""


def states_bar(tally: Tally, summary: str = "") -> Figure:
    """Return a bar divided by how many techniques are in which state.

    From left to right: applied, partly, planned, not applied, not applicable, not stated. Each
    has a fill of its own; ``state_sample`` shows it beside its word.

    Raises:
        ValueError: If there is no technique.
    """
    if not tally.considered:
        raise ValueError(tally)
    items: list[Item] = []
    start = 0
    for state, count in counted(tally):
        items.append(_box(state, float(start), float(start + count)))
        start += count
    return Figure(
        x=(0.0, float(start)),
        y=(0.0, 1.0),
        items=tuple(items),
        height=_BAR,
        margins=_EDGE,
        summary=summary,
    )


def counted(tally: Tally) -> tuple[tuple[State | None, int], ...]:
    """Return the states that any technique is in with their counts; None = not stated."""
    pairs = [*((state, tally.counts[state]) for state in State), (None, tally.unstated)]
    return tuple((state, count) for state, count in pairs if count)


def state_sample(state: State | None) -> Figure:
    """Return a small box filled as a state is in ``states_bar``."""
    return _sample(_box(state, 0.0, 1.0))


def band_sample() -> Figure:
    """Return a small piece of the band of a level."""
    return _sample(Area(start=(0, 0), end=(1, 1), hatch=Hatch.RISING, fill=Role.PAPER, edge=0.8))


def value_sample() -> Figure:
    """Return the mark of a value."""
    return _sample(Mark(at=(0.5, 0.5), shape=Shape.DIAMOND))


def spread_sample() -> Figure:
    """Return the whiskers of an uncertainty."""
    ends = (0.05, 0.5), (0.95, 0.5)
    return _sample(Line(points=ends, width=1.6), *(Cap(at=end, size=7.0) for end in ends))


def before_sample() -> Figure:
    """Return the mark of the value of an earlier audit."""
    return _sample(Mark(at=(0.5, 0.5), shape=Shape.DOWN, is_open=True))


def event_sample(*items: Item) -> Figure:
    """Return the mark of an event alone, or whatever else stands in a row of the plan."""
    return _sample(*items)


def _sample(*items: Item) -> Figure:
    return Figure(x=(0.0, 1.0), y=(0.0, 1.0), items=items, height=_SAMPLE, margins=_EDGE)


def _box(state: State | None, left: float, right: float) -> Area:
    hatch, fill, dash = _FILLS[state]
    return Area(start=(left, 0.0), end=(right, 1.0), hatch=hatch, fill=fill, edge=0.8, dash=dash)
