"""The fields of measures as the cells of one sheet: what stands in them, and what is typed there.

Cells hold what would be typed: the fields that a person enters, never a figure that is worked out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kta_desktop import formatting
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Status
from kta_desktop.domain.numbers import parse_number
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import plan_desk, plan_form
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_errors import PlanOptionError
from kta_desktop.services.plan_form import Option
from kta_desktop.services.plan_scene import STATUS_NAMES
from kta_desktop.services.plan_table import Table, record, table_of

MEASURE, STATUS, DONE_ON = "measure", "status", "done_on"
CAPEX, STARTUP = "capex", "startup"
HEADS: Mapping[str, str] = {
    MEASURE: N_("Measure"),
    CAPEX: N_("CAPEX"),
    "saving": N_("Saving"),
    "opex": N_("OPEX"),
    "lifetime": N_("Lifetime, a"),
    "delivery": N_("Delivery"),
    "construction": N_("Construction"),
    "commissioning": N_("Commissioning"),
    STARTUP: N_("Start-up"),
    "owner": N_("Responsible"),
    STATUS: N_("How far it is"),
    DONE_ON: N_("Works since"),
}
"""Field of a measure to the heading of its column, in the order of the sheet."""
DAYS = ("delivery", "construction", "commissioning", STARTUP)
NUMBERS = ("capex", "saving", "opex", "lifetime")
WORKED_OUT = N_("This figure is worked out. Enter opens the measure with all its fields.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Measures with their fields.

    Attributes:
        fields: Of each column; those that the checklist asks for.
        cells: Id of a measure to the texts of ``fields``.
    """

    fields: tuple[str, ...] = ()
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def sheet(known: Known, rows: Iterable[str]) -> Sheet:
    """Return measures as rows of a sheet.

    Args:
        known: The audit as it is now.
        rows: Ids of the measures.

    Raises:
        PlanTableError: If the checklist has no table of measures.
    """
    table = table_of(known)
    there = tuple(name for name in HEADS if _is_asked(table, name))
    held = {each.id for each in table.rows}
    cells = {row: tuple(_shown(table, row, name) for name in there) for row in rows if row in held}
    return Sheet(fields=there, cells=cells)


def typed(known: Known, row: str, name: str) -> str:
    """Return what stands in a cell, as it would be typed.

    Raises:
        PlanGoneError: If the measure is not in the table.
    """
    table = table_of(known)
    table.demand(row)
    return _shown(table, row, name)


def options(name: str) -> tuple[Option, ...]:
    """Return what a cell may hold, id and words; empty where anything may be typed."""
    if name != STATUS:
        return ()
    return tuple((each.value, _(words)) for each, words in STATUS_NAMES.items())


def enter(known: Known, row: str, name: str, text: str) -> list[Edit]:
    """Return the edits of what was typed into a cell; an empty text takes the value away.

    A day since which a measure works says that it is done; without one it stays as it is.

    Raises:
        PlanGoneError: If the measure is not in the table.
        PlanError: If it cannot be read.
    """
    if name == STATUS:
        return _status(known, row, text)
    if name != DONE_ON:
        return plan_desk.change(known, row, name, text)
    table_of(known).demand(row)
    return (
        plan_desk.set_status(known, row, Status.DONE, text)
        if text.strip()
        else [record(row, DONE_ON, None)]
    )


def _status(known: Known, row: str, text: str) -> list[Edit]:
    """Return the edits of a state that is named by its id or its words; the day stays."""
    wanted = " ".join(text.split()).casefold()
    for key, words in options(STATUS):
        if wanted in (key, words.casefold()):
            day = table_of(known).note(row).done_on
            return plan_desk.set_status(known, row, Status(key), day.isoformat() if day else "")
    raise PlanOptionError(typed=text.strip(), name=_(HEADS[STATUS]))


def _is_asked(table: Table, name: str) -> bool:
    return name not in plan_form.CELLS or table.find(name) is not None


def _shown(table: Table, row: str, name: str) -> str:
    note = table.note(row)
    if name == STATUS:
        return _(STATUS_NAMES[note.status])
    if name == DONE_ON:
        return formatting.date(note.text(DONE_ON), language())
    if name in plan_form.CELLS:
        said = table.typed(row, name)
        number = parse_number(said).value if name in NUMBERS else None
        if number is not None:
            return formatting.number(number, language())
        return formatting.date(said, language()) if name in DAYS else said
    return plan_form.record_text(name, note.value(name))


def headings(fields: Sequence[str]) -> list[str]:
    """Return the headings of fields in the interface language."""
    return [_(HEADS[name]) for name in fields]
