"""The desk at which the plan of the transition is made: every act as the edits that it comes to.

Nothing is written here: a window gives the edits to its editor, so that each act is one step of
undo. Whatever cannot be read is refused with a sentence, and then nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Effect, Status
from kta_desktop.assessment.plan_records import PLAN
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.levels import Technique
from kta_desktop.domain.numbers import plain
from kta_desktop.forms import entry
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import plan_typed
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_errors import (
    PlanNegativeError,
    PlanOptionError,
    PlanTechniqueError,
)
from kta_desktop.services.plan_links import after, instead_of, not_after, not_instead_of
from kta_desktop.services.plan_prefill import Prefill, of_candidate, of_technique
from kta_desktop.services.plan_scenario_desk import (
    add_scenario,
    assign,
    remove_scenario,
    rename_scenario,
)
from kta_desktop.services.plan_table import LINKS, record, records_of, rows_with_records, table_of

__all__ = [
    "Added",
    "add",
    "add_from",
    "add_scenario",
    "after",
    "assign",
    "change",
    "duplicate",
    "instead_of",
    "move",
    "no_effect",
    "not_after",
    "not_instead_of",
    "remove",
    "remove_scenario",
    "rename_scenario",
    "set_effect",
    "set_status",
    "set_terms",
]

NEW = N_("New measure")
EXPECTED = N_("Expected value")
EXPECTED_U = N_("U of the expected value")
DONE_ON = N_("Works since")
_NOT_BELOW_ZERO = ("capex", "saving", "target")


@dataclass(frozen=True, slots=True)
class Added:
    """A measure that is to be added.

    Attributes:
        row: Id of its row.
        edits: What adds it, one act.
    """

    row: str
    edits: list[Edit]


def add(known: Known, name: str = "") -> Added:
    """Add an empty measure at the end of the table.

    Args:
        known: The audit.
        name: What is done; empty = a name that says that it is new.

    Raises:
        PlanTableError: If the checklist has no table of measures.
    """
    return _added(known, Prefill(name=" ".join(name.split()) or _(NEW)))


def add_from(known: Known, source: Candidate | TechniqueLine | Technique) -> Added:
    """Add a measure with what a bottleneck or a technique tells: names, links, no figures.

    The row has an id that follows from its source, so that two auditors who take over the same
    one meet in one row; a second measure of the same source has an id of its own.

    Raises:
        PlanTableError: If the checklist has no table of measures.
        PlanTechniqueError: If the technique is not of this audit.
    """
    if isinstance(source, Candidate):
        return _added(known, of_candidate(known.definition, source, language()))
    technique = source.technique if isinstance(source, TechniqueLine) else source
    if technique.id not in {each.id for each in known.definition.techniques}:
        raise PlanTechniqueError(technique=technique.id)
    unit = source.unit if isinstance(source, TechniqueLine) else ""
    return _added(known, of_technique(known.definition, technique, unit, language()))


def change(known: Known, row: str, field: str, typed: str) -> list[Edit]:
    """Change a field of a measure from what was typed; an empty text takes the value away.

    Args:
        known: The audit.
        row: Id of the row of the measure.
        field: A column of the table (``capex``, ``startup``) or a number or text of its records
            (``opex``, ``abated_unit``). Key events may be months, quarters or years: their last
            day counts, the words stay.
        typed: As typed, or the id of an option or unit.

    Raises:
        PlanGoneError: If the measure is not in the table.
        PlanError: If it cannot be read.
        KeyError: If there is no such field.
    """
    table = table_of(known)
    cells = table.demand(row).cells
    if field in plan_typed.RECORD_READERS:
        return [record(row, field, plan_typed.read(plan_typed.RECORD_READERS, field, typed))]
    column = table.column(field)
    answer = answer_of(column, field, typed, cells.get(column.name, EMPTY))
    return [Edit(table.path(row, field), entry.stored(answer))]


def answer_of(column: Column, field: str, typed: str, before: Answer = EMPTY) -> Answer:
    """Return the answer of a cell that was typed in the plan.

    Args:
        column: The column.
        field: What it is called in the common checklist.
        typed: As typed, or the id or label of an option.
        before: What the cell holds.

    Raises:
        PlanError: If it cannot be read.
    """
    name = column.label.get(language())
    before = _in_unit_of_column(before, column)
    if column.type is QuestionType.DATE and typed.strip():
        day = plan_typed.day(typed, name).isoformat()
        return replace(entry.cell(column, typed, before), text=typed.strip(), value=day)
    return _read(entry.cell(column, typed, before), field, typed, name)


def set_terms(known: Known, field: str, typed: str) -> list[Edit]:
    """Change what all costs are worked out with: price_year, currency, rate or lifetime.

    Raises:
        PlanError: If it cannot be read.
        KeyError: If there is no such field.
    """
    value = plan_typed.read(plan_typed.TERM_READERS, field, typed)
    path = fieldpath.record(PLAN, field)
    return [Edit(path, value)] if known.records.get(path) != value else []


def set_effect(
    known: Known, row: str, indicator: str, value: str, uncertainty: str = ""
) -> list[Edit]:
    """State what a measure makes of an indicator; one that was stated before is replaced.

    Args:
        known: The audit.
        row: Id of the row of the measure.
        indicator: Key of the indicator.
        value: Expected value as typed, in the unit of the indicator's level or figure.
        uncertainty: U (k = 2) as typed; may be empty.

    Raises:
        PlanGoneError: If the measure is not in the table.
        PlanError: If a number cannot be read.
    """
    table = table_of(known)
    table.demand(row)
    expected = Decimal(plan_typed.any_number(value, _(EXPECTED)))
    spread = None
    if uncertainty.strip():
        spread = Decimal(plan_typed.not_negative(uncertainty, _(EXPECTED_U)))
    new = Effect(indicator=indicator, value=expected, uncertainty=spread)
    effects = {each.indicator: each for each in table.note(row).effects} | {indicator: new}
    return [record(row, "effects", stored_effects(effects.values()))]


def no_effect(known: Known, row: str, indicator: str) -> list[Edit]:
    """Take away what a measure makes of an indicator.

    Raises:
        PlanGoneError: If the measure is not in the table.
    """
    table = table_of(known)
    table.demand(row)
    kept = [each for each in table.note(row).effects if each.indicator != indicator]
    return [record(row, "effects", stored_effects(kept))]


def set_status(known: Known, row: str, status: Status, done_on: str = "") -> list[Edit]:
    """State how far a measure is, and the day since which it works; only what is done has one.

    Raises:
        PlanGoneError: If the measure is not in the table.
        PlanDayError: If the day cannot be read.
    """
    table_of(known).demand(row)
    is_done = status is Status.DONE and bool(done_on.strip())
    day = plan_typed.iso_day(done_on, _(DONE_ON)) if is_done else None
    return [record(row, "status", status.value), record(row, "done_on", day)]


def duplicate(known: Known, row: str) -> Added:
    """Add a copy of a measure below it: all that is planned of it, not how far it is.

    Raises:
        PlanGoneError: If it is not in the table.
    """
    table = table_of(known)
    here = table.demand(row)
    below = next((each.order for each in table.rows if each.order > here.order), None)
    order = here.order + 1.0 if below is None else (here.order + below) / 2
    copy = new_id()
    edits = [table.begun(copy, order)]
    edits += [
        Edit(fieldpath.cell(table.address, copy, name), entry.stored(answer))
        for name, answer in table.cells(row)
    ]
    edits += [
        record(copy, field, value)
        for field, value in records_of(known, row)
        if field not in ("status", "done_on")
    ]
    return Added(copy, edits)


def remove(known: Known, row: str) -> list[Edit]:
    """Take a measure away with its records and with all that other measures say of it.

    Raises:
        PlanGoneError: If it is not in the table.
    """
    table = table_of(known)
    table.demand(row)
    edits = [Edit(fieldpath.row(table.address, row), None)]
    edits += [record(row, field, None) for field, _value in records_of(known, row)]
    for other in rows_with_records(known):
        for field in LINKS if other != row else ():
            named = table.note(other).list_of(field)
            if row in named:
                edits.append(record(other, field, [each for each in named if each != row]))
    return edits


def move(known: Known, row: str, by: int) -> list[Edit]:
    """Swap a measure with the one ``by`` rows below (above if negative); nothing at the edge.

    Raises:
        PlanGoneError: If it is not in the table.
    """
    table = table_of(known)
    here = table.demand(row)
    place = table.rows.index(here)
    if not 0 <= place + by < len(table.rows):
        return []
    there = table.rows[place + by]
    if here.order != there.order:
        return [table.begun(here.id, there.order), table.begun(there.id, here.order)]
    swapped = list(table.rows)
    swapped[place], swapped[place + by] = there, here
    return [table.begun(each.id, float(at)) for at, each in enumerate(swapped, 1)]


def stored_effects(effects: Iterable[Effect]) -> JsonValue:
    """Return effects as the record keeps them."""
    found: list[JsonValue] = []
    for each in effects:
        told: dict[str, JsonValue] = {"indicator": each.indicator, "value": plain(each.value)}
        if each.uncertainty is not None:
            told["uncertainty"] = plain(each.uncertainty)
        found.append(told)
    return found


def _added(known: Known, told: Prefill) -> Added:
    table = table_of(known)
    taken = {each.id for each in table.rows}
    row = told.row if told.row and told.row not in taken else new_id()
    edits = [table.begun(row, table.order_after_last())]
    edits += table.put(row, measure=told.name, bat=told.bat, bottleneck=told.bottleneck)
    edits += [record(row, field, None) for field, _value in records_of(known, row)]
    edits += [
        record(row, field, list(named))
        for field, named in (("bottlenecks", told.bottlenecks), ("techniques", told.techniques))
        if named
    ]
    return Added(row, edits)


def _in_unit_of_column(answer: Answer, column: Column) -> Answer:
    """Return an answer whose number may be typed anew: the plan shows the unit of the column.

    What was entered in another unit keeps neither it nor its U.
    """
    if answer.unit in (None, column.unit):
        return answer
    return replace(answer, unit=None, uncertainty=None)


def _read(answer: Answer, field: str, typed: str, name: str) -> Answer:
    """Return an answer that could be read.

    Raises:
        PlanNumberError, PlanAmbiguousError, PlanNegativeError, PlanOptionError: If it could not.
    """
    if answer.is_unreadable:
        if field in _NOT_BELOW_ZERO:
            plan_typed.not_negative(typed, name)
        raise PlanOptionError(typed=typed.strip(), name=name)
    is_number = field in _NOT_BELOW_ZERO and isinstance(answer.value, str)
    if is_number and Decimal(str(answer.value)) < 0:
        raise PlanNegativeError(typed=typed.strip(), name=name)
    return answer
