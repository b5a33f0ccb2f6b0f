"""What an answer comes to in the assessment: indicators, techniques, bottlenecks, measures.

The chain is followed by what each part names: an indicator its terms, a technique the questions
that speak of it, a bottleneck its figures, indicators and techniques, a measure what it is against.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.assessment import techniques, transition
from kta_desktop.assessment.registers import Named, asked
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.texts import Text

if TYPE_CHECKING:
    from kta_desktop.assessment.bat import TechniqueLine
    from kta_desktop.assessment.bottlenecks import Candidate
    from kta_desktop.assessment.performance import Indicator
    from kta_desktop.assessment.plan import Step
    from kta_desktop.assessment.techniques import State
    from kta_desktop.domain.verdict import Verdict
    from kta_desktop.services.assessing import Assessment


class UsedBy(StrEnum):
    """What kind of thing rests on an answer."""

    INDICATOR = "indicator"
    TECHNIQUE = "technique"
    BOTTLENECK = "bottleneck"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One thing that rests on an answer.

    Attributes:
        kind: What it is.
        title: What it is called.
        where: Unit, source or stage; may be empty.
        target: The place that it leads to.
        verdict: What an indicator comes to; None for others.
        state: State of a technique; None for others, and for one that nobody confirmed.
        proposed: State that answers propose of a technique; None for others, and if none is.
    """

    kind: UsedBy
    title: Text
    target: Target
    where: str = ""
    verdict: "Verdict | None" = None
    state: "State | None" = None
    proposed: "State | None" = None


def where_used(found: "Assessment", address: str) -> tuple[Used, ...]:
    """Return what rests on the question, table or cell at an address.

    Indicators come first, then techniques, bottlenecks and measures, each in its own order; of
    techniques those that the auditor confirmed before others. On a register rest its own rows.
    """
    if (own := _of_register(found, address)) is not None:
        return own
    indicators = [each for each in found.indicators if _rests_on(each, address)]
    lines = [line for bat in found.bats for line in bat.lines if address in line.questions]
    keys = {each.key for each in indicators}
    techniques = {line.technique.id for line in lines}
    necks = [each for each in found.candidates if _is_of(each, address, keys, techniques)]
    names = {name for each in necks for name in (each.key, each.row_id)}
    steps = [each for each in found.plan.steps if _is_against(each, names, keys, techniques)]
    lines.sort(key=lambda line: (line.state is None, line.proposal.state is None))
    return (
        *map(_indicator, indicators),
        *map(_technique, lines),
        *map(_bottleneck, necks),
        *map(_measure, steps),
    )


def _of_register(found: "Assessment", address: str) -> tuple[Used, ...] | None:
    """Return what the rows of a register are in the assessment; None if it is no register."""

    def stands(named: Named) -> bool:
        return any(address == at for _table, at in asked(found.known.state, named))

    if stands(techniques.REGISTER):
        lines = (line for bat in found.bats for line in bat.lines if line.row is not None)
        return tuple(map(_technique, lines))
    if stands(transition.BOTTLENECKS):
        return tuple(_bottleneck(each) for each in found.candidates if each.row is not None)
    if stands(transition.MEASURES):
        return tuple(map(_measure, found.plan.steps))
    return None


def _rests_on(indicator: "Indicator", address: str) -> bool:
    return any(_is_in(path, address) for path in _paths(indicator))


def _paths(indicator: "Indicator") -> Iterator[str]:
    yield indicator.path
    yield from (term.path for term in indicator.figure.terms)
    if indicator.permit is not None:
        yield indicator.permit.path


def _is_in(path: str, address: str) -> bool:
    """Whether a path is an address, or of a cell in the table or repeat at it."""
    return bool(path) and (path == address or path.startswith(f"{address}/"))


def _is_of(each: "Candidate", address: str, keys: set[str], techniques: set[str]) -> bool:
    if each.rejected or each.merged_into:
        return False
    return (
        any(_is_in(path, address) for path in each.paths)
        or not keys.isdisjoint(each.indicators)
        or not techniques.isdisjoint(each.techniques)
    )


def _is_against(step: "Step", necks: set[str], keys: set[str], techniques: set[str]) -> bool:
    return (
        not necks.isdisjoint((*step.bottlenecks, *step.rows))
        or not techniques.isdisjoint(step.techniques)
        or any(effect.indicator in keys for effect in step.effects)
    )


def _indicator(each: "Indicator") -> Used:
    return Used(
        kind=UsedBy.INDICATOR,
        title=each.name,
        where=each.where,
        verdict=each.judgement.verdict,
        target=Target(Where.BAT, each.key),
    )


def _technique(line: "TechniqueLine") -> Used:
    return Used(
        kind=UsedBy.TECHNIQUE,
        title=line.technique.title,
        where=line.unit,
        state=line.state,
        proposed=line.proposal.state,
        target=Target(Where.BAT, line.key),
    )


def _bottleneck(each: "Candidate") -> Used:
    said = each.row.what if each.row is not None else ""
    title = Text(ru=said, kk=said, en=said) if said else each.title
    return Used(kind=UsedBy.BOTTLENECK, title=title, target=Target(Where.PLAN, each.key))


def _measure(step: "Step") -> Used:
    name = step.measure.measure
    return Used(
        kind=UsedBy.MEASURE,
        title=Text(ru=name, kk=name, en=name),
        target=Target(Where.PLAN, step.id),
    )
