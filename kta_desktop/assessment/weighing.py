"""Bottlenecks and measures weighed: what comes first, what belongs together, what it costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.steps import Bottleneck, Grade, Measure

_SHORTEST = 5  # letters of a name that may be part of another, so that «вода» ties nothing


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that says how much of it is known.

    Attributes:
        value: Sum of the numbers that are there; None if none is.
        known: How many numbers it is of.
        of: How many there ought to be.
    """

    value: Decimal | None
    known: int
    of: int


def ranked(found: Iterable[Bottleneck]) -> tuple[Bottleneck, ...]:
    """Return bottlenecks, the weightiest first.

    By priority; among equals what the auditor confirms first, then what exceeds its level most,
    then what is known most surely, then as entered. What was not stated comes behind what was.
    """
    grades = list(Grade)

    def place(each: Bottleneck) -> tuple[int, bool, Decimal, int]:
        weight = len(grades) if each.priority is None else grades.index(each.priority)
        sureness = len(grades) if each.confidence is None else grades.index(each.confidence)
        return weight, each.confirmed is not True, -(each.excess or Decimal(0)), sureness

    return tuple(sorted(found, key=place))


def by_score(
    found: Sequence[Bottleneck], candidates: Iterable[Candidate]
) -> tuple[Bottleneck, ...]:
    """Return bottlenecks by the score of their candidates; those without one as ``ranked`` does.

    What was rejected, or merged into another, is left out: it is no bottleneck of its own.
    """
    places = {each.row_id: each.place for each in candidates}
    live = [each for each in found if places.get(each.id) != 0]
    behind = len(places) + 1
    return tuple(sorted(ranked(live), key=lambda each: places.get(each.id, behind)))


def linked(
    bottlenecks: Sequence[Bottleneck], measures: Sequence[Measure]
) -> Mapping[str, tuple[Measure, ...]]:
    """Return the measures of each bottleneck, by the id of its row; an empty tuple for none.

    A measure belongs to the bottleneck that it names in the same words; else by its number in the
    table alone; else to the only one at the unit that it names; else to the only one of whose
    name it says a part, or the other way round. Letter case and spaces do not matter. One that
    fits several belongs to none of them: nobody guesses.
    """
    found: dict[str, list[Measure]] = {each.id: [] for each in bottlenecks}
    for measure in measures:
        owner = _meant(measure, bottlenecks)
        if owner is not None:
            found[owner.id].append(measure)
    return {row: tuple(owned) for row, owned in found.items()}


def total(found: Iterable[Decimal | None]) -> Total:
    """Return the sum of the numbers that are there, with how many of all they are."""
    numbers = list(found)
    known = [number for number in numbers if number is not None]
    return Total(sum(known, Decimal(0)) if known else None, len(known), len(numbers))


def by_year(measures: Sequence[Measure]) -> tuple[tuple[int | None, Total], ...]:
    """Return what measures cost by the year in which they begin to work; None = no day is set.

    Years ascend; those without a day come last.
    """
    years = {_year(each) for each in measures}
    ordered = sorted(years, key=lambda year: (year is None, year or 0))
    return tuple(
        (year, total(each.capex for each in measures if _year(each) == year)) for year in ordered
    )


def _year(measure: Measure) -> int | None:
    return measure.startup.year if measure.startup else None


def _meant(measure: Measure, bottlenecks: Sequence[Bottleneck]) -> Bottleneck | None:
    said = _plain(measure.bottleneck)
    if not said:
        return None
    ways = (
        [each for each in bottlenecks if _plain(each.what) == said],
        [each for each in bottlenecks if said.strip("№ ") == str(each.number)],
        [each for each in bottlenecks if _plain(each.where) == said],
        [each for each in bottlenecks if _overlap(said, _plain(each.what))],
    )
    fitting = next((found for found in ways if found), [])
    return fitting[0] if len(fitting) == 1 else None


def _overlap(said: str, name: str) -> bool:
    is_long = min(len(said), len(name)) >= _SHORTEST
    return is_long and (said in name or name in said)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
