"""Computed figures held against the levels of the pack that speak of the same.

A computed figure is of a year, and per tonne of what the plant refers its figures to. A level that
is per tonne of something else, for another time or at reference conditions is told, not judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.assessment.averaged import Averaged, judge_averaged
from kta_desktop.assessment.compare import Figure, not_compared
from kta_desktop.assessment.figures import chosen, told_grounds
from kta_desktop.assessment.grounds import Ground
from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.levels import Holdings, InForce
from kta_desktop.assessment.terms import Figured
from kta_desktop.assessment.uncertainty import known_spread
from kta_desktop.domain.definition import Level
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.verdict import Judgement, NotCompared
from kta_desktop.measurement.errors import UnitUnknownError
from kta_desktop.measurement.units import are_of_one_quantity, parse_unit

YEAR = "year"
# What levels call the base of the checklist: id of ``production.base_kind`` to their wording.
_BASES: Mapping[str, frozenset[str]] = {
    "product": frozenset(("product", "products", "finished product", "finished products")),
    "raw": frozenset(("raw material", "raw materials")),
    "melted": frozenset(("melted glass",)),
    "treated": frozenset(("textile", "textiles", "treated textile", "treated textiles")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A figure beside what holds for the plant.

    Attributes:
        judgement: What it comes to.
        grounds: Why the level applies, or none does.
    """

    judgement: Judgement
    grounds: tuple[Ground, ...] = ()


def held(
    known: Known,
    levels: Sequence[Level],
    figured: Figured,
    *,
    origin: str | None,
    per: str | None = None,
    time: str = YEAR,
    at_basis: bool = False,
    found: Holdings | None = None,
) -> Held:
    """Return a figure held against those of some levels that hold for the plant.

    Args:
        known: The audit.
        levels: Those that speak of the same.
        figured: The figure.
        origin: What it rests on, as an id of ``value_origins.csv``.
        per: Id of the base that it is per tonne of; None if that is not asked.
        time: What it is an average of, as in ids of averaging: ``year``, ``daily``; empty if that
            is not known.
        at_basis: Whether it stands at the reference conditions of the level.
        found: What holds for the plant, where several figures are held against the same.
    """
    found = found or Holdings(known.definition, known.state)
    holdings = [found.of(level.id) for level in levels]
    holding = chosen(_in_same_quantity(holdings, figured.unit))
    grounds = told_grounds(holding, holdings)
    level = holding.level
    if level is None or holding.reason is not None:
        reason = holding.reason or NotCompared.NO_LEVEL
        return Held(judgement=not_compared(reason, level, holding.missing), grounds=grounds)
    if figured.value is None:  # what is missing would decide
        lacking = lacking_questions(known, figured)
        return Held(judgement=not_compared(NotCompared.UNDECIDED, level, lacking), grounds=grounds)
    figure = Figure(
        value=figured.value,
        uncertainty=known_spread(figured),
        unit=figured.unit,
        origin=origin,
        obstacle=_obstacle(level, per, at_basis=at_basis),
    )
    told = judge_averaged(known.definition, known.state, holding, figure, Averaged(time=time))
    return Held(judgement=told, grounds=grounds)


def _in_same_quantity(holdings: list[InForce], unit: str) -> list[InForce]:
    """Return those of which a figure in ``unit`` can be held; all if it can be of none.

    A dairy that also makes drinks has a level per tonne and one per hectolitre.
    """
    fitting = [
        each
        for each in holdings
        if each.level is not None and are_of_one_quantity(each.level.unit, unit)
    ]
    return fitting or holdings


def lacking_questions(known: Known, figured: Figured) -> tuple[str, ...]:
    """Return the names of the questions in which something is missing; of cells their tables."""
    questions = index_of(known.definition).questions
    found: list[str] = []
    for each in figured.missing:
        names = parse_path(each.path).names if each.path else ()
        found += [name for name in reversed(names) if name in questions][:1]
    return tuple(dict.fromkeys(found))


def per_what(level: Level) -> str:
    """Return what a level is per tonne of, in English; empty if it does not say."""
    said = (level.more or {}).get("unit_per")
    if isinstance(said, dict):
        return str(said.get("en") or "").casefold()
    try:
        return parse_unit(level.unit).qualifier.casefold()
    except UnitUnknownError:
        return ""


def _obstacle(level: Level, per: str | None, *, at_basis: bool) -> NotCompared | None:
    if per is not None and per_what(level) not in _BASES.get(per, ()):
        return NotCompared.UNIT_DIFFERS
    if level.basis and not at_basis:
        return NotCompared.BASIS_DIFFERS
    return None
