"""Bottlenecks that the program proposes, beside those that the auditor entered, ranked.

Nothing of it is stored. What the auditor decides is: a candidate that was taken over is a row of
the register of bottlenecks, under an id that follows from its key; one that was rejected or merged
has a record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from kta_desktop.assessment.balance import Balance
from kta_desktop.assessment.bat import BatLine
from kta_desktop.assessment.bottlenecks import Candidate, Cause, Part
from kta_desktop.assessment.candidates_bounds import Worth
from kta_desktop.assessment.candidates_feasible import Ahead
from kta_desktop.assessment.candidates_found import (
    RECORD,
    Found,
    found,
    name_of_stage,
    row_of,
)
from kta_desktop.assessment.candidates_merged import Decided, decided, merged
from kta_desktop.assessment.candidates_parts import Shared, parts_of, parts_of_row
from kta_desktop.assessment.candidates_rank import changes_if, ranked, weights_of
from kta_desktop.assessment.candidates_words import said
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Plan, Standing, Step
from kta_desktop.assessment.plan_standing import among
from kta_desktop.assessment.registers import lines
from kta_desktop.assessment.steps import Bottleneck
from kta_desktop.assessment.transition import BOTTLENECKS, bottlenecks
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.i18n import N_

__all__ = ["candidates", "changes_if", "ranked", "weights_of"]

TIMES = N_("{times} times the level")
NAMELESS = N_("Bottleneck {number}")


def candidates(
    known: Known,
    indicators: Sequence[Indicator],
    bats: Sequence[BatLine],
    balances: Sequence[Balance],
    load: Load,
    plan: Plan,
) -> tuple[Candidate, ...]:
    """Return the bottlenecks of a plant, ranked by the weights of the audit.

    What was rejected or merged comes last, with place 0. A row whose reason is no longer found
    keeps its key and stands as the auditor entered it.
    """
    rows = {row.id: row for row in bottlenecks(known.state)}
    measures = _Measures(plan)
    shared = Shared(load, balances)
    proposed = [
        _proposed(
            each,
            rows,
            parts_of(known, each, shared, measures.ahead(measures.of(each), each.indicators)),
        )
        for each in found(known, indicators, bats, balances)
    ]
    taken = {each.row_id for each in proposed}
    keys = {row_of(key): key for key in _keys(known, plan)}
    where = {line.id: line.path("what") for line in lines(known.state, BOTTLENECKS)}
    entered = [
        _entered(keys.get(row.id, f"row.{row.id}"), row, measures, indicators, shared)
        for row in rows.values()
        if row.id not in taken
    ]
    entered = [replace(each, paths=(where[each.row_id], *each.paths)) for each in entered]
    said_of = decided(known)
    every = merged([_decided(each, said_of) for each in (*proposed, *entered)])
    return ranked(every, weights_of(known))


@dataclass(frozen=True, slots=True)
class _Measures:
    """The measures of a plan by what they remove."""

    plan: Plan

    def of(self, each: Found) -> tuple[Step, ...]:
        """Return the measures of something that was found."""
        figures = {indicator.key for indicator in each.indicators}
        return self.by(each.key, row_of(each.key), set(each.techniques), figures)

    def ahead(self, steps: Iterable[Step], behind: Sequence[Indicator]) -> Ahead:
        """Return the measures that can still remove a bottleneck, and those that have been done.

        Args:
            steps: Its measures.
            behind: Its indicators; without any, the year of the plan decides.
        """
        found = [(step, among(step, behind, self.plan.since)) for step in steps]
        return Ahead(
            steps=tuple(step for step, stands in found if stands is Standing.AHEAD),
            apart=tuple(stands for _step, stands in found if stands is not Standing.AHEAD),
        )

    def by(
        self,
        key: str,
        row: str,
        techniques: AbstractSet[str] = frozenset(),
        figures: AbstractSet[str] = frozenset(),
    ) -> tuple[Step, ...]:
        """Return those that name a candidate, its row, a technique or a figure of it."""
        return tuple(
            step
            for step in self.plan.steps
            if key in step.bottlenecks
            or row in step.rows
            or not techniques.isdisjoint(step.techniques)
            or not figures.isdisjoint(effect.indicator for effect in step.effects)
        )


def _proposed(
    each: Found, rows: Mapping[str, Bottleneck], parts: Mapping[Part, Worth]
) -> Candidate:
    row_id = row_of(each.key)
    return Candidate(
        key=each.key,
        row_id=row_id,
        row=rows.get(row_id),
        cause=each.cause,
        title=each.title,
        sign=each.sign,
        indicators=tuple(indicator.key for indicator in each.indicators),
        techniques=each.techniques,
        balance=name_of_stage(*each.open) if each.open else "",
        parts={part: worth.value for part, worth in parts.items()},
        told={part: worth.told for part, worth in parts.items()},
        paths=tuple(_paths(each)),
    )


def _paths(each: Found) -> Iterator[str]:
    """Yield where the figures of a finding were entered, each once."""
    paths = [path for indicator in each.indicators for path in _paths_of(indicator)]
    if each.open is not None:
        balance, stage = each.open
        paths += [
            stream.path
            for stream in balance.streams
            if stage.name in (stream.source, stream.target)
        ]
    for line in each.lines:
        paths += line.questions
    yield from (path for path in dict.fromkeys(paths) if path)


def _paths_of(indicator: Indicator) -> Iterator[str]:
    yield indicator.path
    yield from (term.path for term in indicator.figure.terms)


def _entered(
    key: str,
    row: Bottleneck,
    measures: _Measures,
    indicators: Sequence[Indicator],
    shared: Shared,
) -> Candidate:
    """Return a row of the auditor's own, with the figures that its measures are to change."""
    steps = measures.by(key, row.id)
    changed = {effect.indicator for step in steps for effect in step.effects}
    behind = [each for each in indicators if each.key in changed]
    parts = parts_of_row(row, behind, shared, measures.ahead(steps, behind))
    sign = Text(ru=row.indicator) if row.indicator else NO_TEXT
    if row.excess is not None and not row.indicator:
        sign = said(TIMES, times=row.excess)
    return Candidate(
        key=key,
        row_id=row.id,
        row=row,
        cause=Cause.ADDED,
        title=Text(ru=row.what) if row.what else said(NAMELESS, number=row.number),
        sign=sign,
        indicators=tuple(each.key for each in behind),
        techniques=tuple(dict.fromkeys(each for step in steps for each in step.techniques)),
        parts={part: worth.value for part, worth in parts.items()},
        told={part: worth.told for part, worth in parts.items()},
    )


def _keys(known: Known, plan: Plan) -> Iterable[str]:
    """Yield every key of a candidate that records or measures know."""
    for _key, value in known.of_kind(RECORD):
        if isinstance(value, Mapping) and isinstance(value.get("key"), str):
            yield str(value["key"])
    for step in plan.steps:
        yield from step.bottlenecks


def _decided(candidate: Candidate, said_of: Mapping[str, Decided]) -> Candidate:
    told = said_of.get(candidate.key)
    if told is None:
        return candidate
    return replace(candidate, rejected=told.rejected, merged_into=told.merged_into)
