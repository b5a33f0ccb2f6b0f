"""The columns of the workbook of a plan: what each is called, how it is shown and read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from kta_desktop import formatting
from kta_desktop.assessment import plan_names
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan import Status
from kta_desktop.assessment.plan_costs import MONEY, YEARS
from kta_desktop.assessment.plan_names import said
from kta_desktop.assessment.plan_records import number_of, stated
from kta_desktop.assessment.registers import Line
from kta_desktop.domain.answers import EMPTY
from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.definition import QuestionType
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.forms.entry import NUMBERS
from kta_desktop.i18n import LANGUAGES, N_, _
from kta_desktop.services.plan_table import Table
from kta_desktop.services.plan_typed import units_named

MEASURE_ID, SCENARIO_ID = "kta-measure", "kta-scenario"
EFFECT_ID, TERM_ID, AUDIT_ID = "kta-effect", "kta-term", "kta-audit"
"""Headings of the hidden columns: by them a sheet is known, whatever it and its columns are
called."""

NUMBER, AFTER, INSTEAD = N_("No."), N_("After measures"), N_("Instead of measures")
SCENARIOS, STATUS, DONE_ON = N_("Scenarios"), N_("Status"), N_("Works since")
TECHNIQUES, BOTTLENECKS = N_("Ids of techniques"), N_("Keys of bottlenecks")
MEASURE, INDICATOR = N_("Measure"), N_("Indicator")
VALUE, SPREAD, UNIT = N_("Expected value"), N_("U (k = 2)"), N_("Unit")
SCENARIO, TERM, IS = N_("Scenario"), N_("Term of the plan"), N_("Value")
STATUS_WORDS: Mapping[Status, str] = {
    Status.PLANNED: N_("planned"),
    Status.RUNNING: N_("under way"),
    Status.DONE: N_("done"),
    Status.DROPPED: N_("dropped"),
}
BETWEEN = "; "


class Kind(StrEnum):
    """How a field is shown and read."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    UNIT = "unit"
    STATUS = "status"
    MEASURES = "measures"
    SCENARIOS = "scenarios"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet of measures.

    Attributes:
        name: Column of the table in the checklist, or field of the records.
        kind: How it is shown and read.
        title: What it is called.
        is_cell: Whether it is a column of the table in the checklist.
        unit: Symbols of its unit; empty if it has none.
        is_hidden: Whether nobody needs to see it.
    """

    name: str
    kind: Kind
    title: Text
    is_cell: bool = False
    unit: Text = NO_TEXT
    is_hidden: bool = False


_CELLS = ("measure", "bat", "bottleneck", "effect", "target", "target_unit", "capex", "saving")
_MORE_CELLS = ("finance", "delivery", "construction", "commissioning", "startup", "owner")
_RECORDS: Sequence[tuple[str, Kind, str]] = (
    ("opex", Kind.NUMBER, plan_names.OPEX),
    ("lifetime", Kind.NUMBER, plan_names.LIFETIME),
    ("price_year", Kind.NUMBER, plan_names.PRICE_YEAR),
    ("currency", Kind.TEXT, plan_names.CURRENCY),
    ("abated", Kind.NUMBER, plan_names.ABATED),
    ("abated_unit", Kind.UNIT, plan_names.ABATED_UNIT),
    ("abated_name", Kind.TEXT, plan_names.ABATED_NAME),
)
_UNITS = {"opex": MONEY, "lifetime": YEARS}
_LINKS: Sequence[tuple[str, Kind, str]] = (
    ("after", Kind.MEASURES, AFTER),
    ("instead_of", Kind.MEASURES, INSTEAD),
    ("scenarios", Kind.SCENARIOS, SCENARIOS),
    ("status", Kind.STATUS, STATUS),
    ("done_on", Kind.DAY, DONE_ON),
    ("techniques", Kind.KEYS, TECHNIQUES),
)
TERMS: Sequence[tuple[str, Kind, str]] = (
    ("price_year", Kind.NUMBER, plan_names.PRICE_YEAR),
    ("currency", Kind.TEXT, plan_names.CURRENCY),
    ("rate", Kind.NUMBER, plan_names.RATE),
    ("lifetime", Kind.NUMBER, plan_names.LIFETIME),
)


def fields_of(table: Table) -> tuple[Field, ...]:
    """Return the columns of the sheet of measures, in their order."""
    hidden = Field("bottlenecks", Kind.KEYS, said(BOTTLENECKS), is_hidden=True)
    return (
        *_cells(table, _CELLS),
        *(_record(each) for each in _RECORDS),
        *_cells(table, _MORE_CELLS),
        *(_record(each) for each in _LINKS),
        hidden,
    )


def number_text(number: Decimal) -> str:
    """Return the one text of a number, however many zeros it was written with."""
    return format(number.normalize(), "f") if number else "0"


def status_of(words: str) -> Status | None:
    """Return the status that is named by its id or by its word in any language."""
    wanted = words.strip().casefold()
    for status, word in STATUS_WORDS.items():
        if wanted == status.value or wanted in {_(word, lang).casefold() for lang in LANGUAGES}:
            return status
    return None


def symbol_of(unit: str, lang: str) -> str:
    """Return the symbol of a unit, or its id where the symbol means another one, or nothing."""
    symbol = formatting.unit(unit, lang)
    return symbol if units_named().get(symbol) == unit else unit


@dataclass(frozen=True)
class Shown:
    """What the sheets show of a plan, as texts; both writing and comparing go by it.

    Attributes:
        table: The table of measures.
        lang: Language of options and statuses.
    """

    table: Table
    lang: str

    @property
    def known(self) -> Known:
        """The audit."""
        return self.table.known

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Row of a measure to its number in the workbook."""
        return {row.id: str(place) for place, row in enumerate(self.table.rows, 1)}

    @cached_property
    def scenarios(self) -> Mapping[str, str]:
        """Id of a stated scenario to its name."""
        return {each.id: each.name for each in stated(self.known)}

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        table = self.table
        return {
            row.id: Line(row.id, place, table.question, table.address, row, self.known.state)
            for place, row in enumerate(table.rows, 1)
        }

    def field(self, row: str, field: Field) -> str:
        """Return a field of a measure; a number with a point, a day as ISO."""
        if field.is_cell:
            return self._cell(self._lines[row], field)
        return self.record(self.known.records.get(f"@measure/{row}.{field.name}"), field.kind)

    def record(self, held: JsonValue, kind: Kind) -> str:
        """Return what a record holds; what no program of ours wrote, as JSON."""
        if held is None:
            return ""
        number = number_of(held) if kind is Kind.NUMBER else None
        if number is not None:
            return number_text(number)
        if kind is Kind.STATUS and isinstance(held, str) and held in set(Status):
            return _(STATUS_WORDS[Status(held)], self.lang)
        if kind is Kind.UNIT and isinstance(held, str):
            return symbol_of(held, self.lang)
        if isinstance(held, list | tuple) and all(isinstance(each, str) for each in held):
            return BETWEEN.join(self._named(str(each), kind) for each in held)
        return held if isinstance(held, str) else canonical_json(held).decode()

    def _named(self, item: str, kind: Kind) -> str:
        names = {Kind.MEASURES: self.numbers, Kind.SCENARIOS: self.scenarios}.get(kind, {})
        return names.get(item, item)

    def _cell(self, line: Line, field: Field) -> str:
        answer = line.answer(field.name)
        if field.kind is Kind.NUMBER:
            number = line.number_of(field.name)
            return answer.text or "" if number is None else number_text(number)
        if field.kind is Kind.DAY:
            day = line.day(field.name)
            return answer.text or "" if day is None else day.isoformat()
        if field.kind is Kind.CHOICE and isinstance(answer.value, str):
            column = self.table.column(field.name)
            labels = {each.name: each.label.get(self.lang) for each in column.choices}
            return labels.get(answer.value) or answer.value
        return answer.text or "" if answer is not EMPTY else ""


def _record(told: tuple[str, Kind, str]) -> Field:
    name, kind, title = told
    unit = _symbol(_UNITS[name]) if name in _UNITS else NO_TEXT
    return Field(name, kind, said(title), unit=unit)


def _symbol(unit: str | None) -> Text:
    return Text(**{lang: formatting.unit(unit, lang) for lang in LANGUAGES})


def _cells(table: Table, names: Sequence[str]) -> Iterator[Field]:
    """Yield the columns that the checklist asks; one may ask less than the common part."""
    kinds = {QuestionType.DATE: Kind.DAY, QuestionType.SELECT_ONE: Kind.CHOICE}
    for name in names:
        column = table.find(name)
        if column is None:
            continue
        kind = Kind.NUMBER if column.type in NUMBERS else kinds.get(column.type, Kind.TEXT)
        yield Field(name, kind, column.label, is_cell=True, unit=_symbol(column.unit))
