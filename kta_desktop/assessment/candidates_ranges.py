"""Typical ranges of a pack beside indicators: for orientation, never a limit, never a verdict.

A question names the ranges that speak of it. A figure is unusual only if it is beyond all of them
whose unit fits: they may be of different processes, and nobody guesses which is meant.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kta_desktop.assessment.candidates_bounds import Bound
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind
from kta_desktop.assessment.ranges import bound_of, bounds, question_at
from kta_desktop.errors import KtaError
from kta_desktop.measurement.units import convert

_BETTER: Mapping[IndicatorKind, str] = {
    IndicatorKind.SPECIFIC_CONSUMPTION: "lower",
    IndicatorKind.EFFICIENCY: "higher",
}


def typical(known: Known, indicator: Indicator) -> tuple[Decimal, Bound] | None:
    """Return a figure and the range it is least beyond; None if it is usual, or none speaks of it.

    Specific consumption above a range and efficiency below one are unusual; U may still reach into
    the range: a range is no bound.

    Returns:
        The value in the unit of the range, and the range.
    """
    better, value = _BETTER.get(indicator.kind), indicator.figure.value
    if better is None or value is None:
        return None
    fitting = [
        (converted, bound)
        for bound in _bounds(known, indicator, better)
        if (converted := _converted(value, indicator.figure.unit, bound.unit)) is not None
    ]
    if not fitting or not all(bound.is_beyond(converted) for converted, bound in fitting):
        return None
    return min(fitting, key=_distance)


def _distance(found: tuple[Decimal, Bound]) -> Decimal:
    value, bound = found
    end = bound.end(value)
    return abs(value / end[0] - 1) if end else Decimal(0)


def _bounds(known: Known, indicator: Indicator, better: str) -> Iterator[Bound]:
    """Yield the ranges that are for an indicator, and those that its questions name.

    Of a range of which it was read what figure it is for, its name in a question says nothing.
    """
    yield from bounds(known, indicator)
    read = {row.get("id") for row, _told in index_of(known.definition).ranges}
    rows: Any = (known.definition.more or {}).get("ranges") or ()
    by_id = {str(row.get("id")): row for row in rows if isinstance(row, Mapping)}
    paths = dict.fromkeys((indicator.path, *(term.path for term in indicator.figure.terms)))
    for name in dict.fromkeys(each for path in paths for each in _named(known, path)):
        row = by_id.get(name)
        if row is None or name in read:
            continue
        found = bound_of(row, better)
        if found.lower is not None or found.upper is not None:
            yield found


def _named(known: Known, path: str) -> Iterator[str]:
    """Yield the ids of the ranges that the question at a path speaks of."""
    question = question_at(known, path)
    maps: Any = (question.more or {}).get("maps_to") if question else None
    if isinstance(maps, Mapping):
        yield from (str(each) for each in maps.get("ranges") or ())


def _converted(value: Decimal, unit: str, target: str) -> Decimal | None:
    try:
        return convert(value, unit, target)
    except KtaError:
        return None
