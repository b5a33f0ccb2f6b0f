"""The plan of the transition from the table of measures and the records beside it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kta_desktop.assessment import plan_cited, plan_costs, plan_order, plan_records
from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.candidates_found import row_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.performance_answers import reference_year
from kta_desktop.assessment.plan import Plan, Status, Step
from kta_desktop.assessment.plan_costs import Costs
from kta_desktop.assessment.plan_records import Note
from kta_desktop.assessment.plan_scenarios import Draft, drafts, scenarios
from kta_desktop.assessment.plan_standing import first_day
from kta_desktop.assessment.registers import Line, Named, chosen, lines
from kta_desktop.assessment.steps import Event, Measure
from kta_desktop.assessment.transition import MEASURES, bottlenecks, measure_of
from kta_desktop.assessment.weighing import linked

CATEGORY = Named(name="core_category", concept="object.category")
TERM_DAYS = 1461
"""Four years, as the checklist counts them (Code art. 119(5)); they are not prolonged."""

_HIGHEST = "I"


def plan(
    known: Known, indicators: Sequence[Indicator], measures: Sequence[Step] | None = None
) -> Plan:
    """Return the plan: measures in the order of their table, scenarios, the baseline first.

    Args:
        known: The audit.
        indicators: On which measures have effects.
        measures: What ``steps`` returned, if it was asked before.
    """
    found = tuple(steps(known) if measures is None else measures)
    since = first_day(reference_year(known)) if found else None
    return Plan(
        terms=plan_records.terms_of(known),
        steps=found,
        scenarios=scenarios(drafts(known), found, indicators, since),
        missing=plan_costs.terms_missing(known) if found else (),
        since=since,
    )


def steps(known: Known) -> tuple[Step, ...]:
    """Return the measures in the order of their table; no indicator is asked for them."""
    terms = plan_records.terms_of(known)
    choice = drafts(known)
    is_bound = chosen(known.state, CATEGORY) == _HIGHEST
    term = known.today + timedelta(days=TERM_DAYS) if is_bound else None
    rate = plan_costs.rate_of(known, terms)
    found = []
    for line in lines(known.state, MEASURES):
        note = Note(known, line.id)
        costs = plan_costs.costs_of(line, note, terms, rate)
        found.append(_step(line, note, costs, choice, term))
    return _tied(known, _timed(found))


def _tied(known: Known, found: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return measures with the rows of bottlenecks that they are against.

    A choice counts alone, also one that was taken back: else words would bring back what the
    auditor struck out.
    """
    if not found:
        return found
    said = linked(bottlenecks(known.state), [each.measure for each in found if not each.is_tied])
    by_words = {measure.id: (row,) for row, owned in said.items() for measure in owned}
    chosen = {each.id: tuple(map(row_of, each.bottlenecks)) for each in found if each.is_tied}
    return tuple(
        replace(each, rows=chosen.get(each.id, by_words.get(each.id, ()))) for each in found
    )


def _step(line: Line, note: Note, costs: Costs, choice: Sequence[Draft], term: date | None) -> Step:
    measure, status = measure_of(line), note.status
    startup = measure.startup
    return Step(
        id=line.id,
        measure=measure,
        status=status,
        done_on=note.done_on if status is Status.DONE else None,
        scenarios=_scenarios(note, choice),
        after=note.list_of("after"),
        instead_of=tuple(each for each in note.list_of("instead_of") if each != line.id),
        bottlenecks=note.list_of("bottlenecks"),
        is_tied=note.has_list("bottlenecks"),
        techniques=_techniques(note, measure),
        effects=note.effects,
        opex=costs.opex.value,
        lifetime=costs.lifetime.value,
        capex=plan_costs.investment(costs),
        cost_change=plan_costs.cost_change(costs),
        npv=plan_costs.net_present_value(costs),
        payback=plan_costs.payback(costs),
        abatement=plan_costs.abatement(costs),
        abated=plan_costs.abated(costs),
        abated_name=costs.abated_name,
        disordered=measure.disordered,
        is_late=_is_late(measure, status, note.known.today),
        is_beyond_term=term is not None and startup is not None and startup > term,
    )


def _techniques(note: Note, measure: Measure) -> tuple[str, ...]:
    """Return the techniques that are stated; those that the measure cites in words if none are."""
    if note.value("techniques") is not None or not measure.bat:
        return note.list_of("techniques")
    return plan_cited.cited(index_of(note.known.definition), measure.bat)


def _scenarios(note: Note, choice: Sequence[Draft]) -> tuple[str, ...]:
    """Return the scenarios that a measure names and that there are; all if it names none."""
    ids = tuple(each.id for each in choice)
    return tuple(each for each in ids if each in note.list_of("scenarios")) or ids


def _is_late(measure: Measure, status: Status, today: date) -> bool:
    """Whether what was to happen next has passed.

    Of a measure that is only planned that is its first key event; of one that is under way, of
    which nobody states what is behind it, the day it was to begin to work.
    """
    if status is Status.PLANNED:
        due = min((day for _event, day in measure.events), default=None)
    else:
        due = measure.startup if status is Status.RUNNING else None
    return due is not None and due < today


def _timed(measures: Sequence[Step]) -> tuple[Step, ...]:
    """Return measures with the first event of those that begin before one they wait for ends."""
    by_id = {step.id: step for step in measures}
    return tuple(
        _held(step, [by_id[each] for each in step.after if each in by_id]) for step in measures
    )


def _held(step: Step, before: Sequence[Step]) -> Step:
    start = plan_order.begin(step)
    ends = [day for each in before if (day := plan_order.finish(each))]
    if start is None or not ends or start >= max(ends):
        return step
    early = {event for event, day in step.measure.events if day == start}
    wrong = {*step.disordered, *early}
    return replace(step, disordered=tuple(event for event in Event if event in wrong))
