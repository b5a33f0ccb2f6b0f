"""The table of measures as edits see it: its rows, its columns, what else speaks of a measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment import registers
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.plan_records import FIELDS, MEASURE, Note, path_of
from kta_desktop.assessment.transition import MEASURES
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Question
from kta_desktop.domain.numbers import plain
from kta_desktop.forms import entry
from kta_desktop.forms.answers import Row
from kta_desktop.services.answering import Edit
from kta_desktop.services.plan_errors import PlanGoneError, PlanTableError

LINKS = ("after", "instead_of")
"""Fields that name other measures."""


@dataclass(frozen=True, slots=True)
class Table:
    """The table of measures of an audit.

    Attributes:
        known: The audit.
        question: The table in the checklist.
        address: Where it stands.
        rows: In their order.
        by_id: The same by their ids.
        numbers: Id of a row to its place, from 1.
    """

    known: Known
    question: Question
    address: str
    rows: tuple[Row, ...]
    by_id: Mapping[str, Row]
    numbers: Mapping[str, int]

    def find(self, name: str) -> Column | None:
        """Return a column by its name in the common checklist; None if this one asks less."""
        found = self.question.column(name)
        if found is not None:
            return found
        concept = f"{self.question.concept}.{name}"
        return next((each for each in self.question.columns if each.concept == concept), None)

    def column(self, name: str) -> Column:
        """Return a column by its name in the common checklist.

        Raises:
            KeyError: If the table has none.
        """
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def demand(self, row: str) -> Row:
        """Return a row.

        Raises:
            PlanGoneError: If it is not in the table.
        """
        found = self.by_id.get(row)
        if found is None:
            raise PlanGoneError(where=fieldpath.row(self.address, row))
        return found

    def path(self, row: str, name: str) -> str:
        """Return the path of a cell."""
        return fieldpath.cell(self.address, row, self.column(name).name)

    def name(self, row: str) -> str:
        """Return what a measure is called; its number in the table if it has no name."""
        said = self._answer(row, "measure")
        return " ".join((said.text or "").split()) or f"№ {self.numbers[row]}"

    def typed(self, row: str, name: str) -> str:
        """Return what stands in a cell, as it would be typed in the plan.

        A number that was entered in another unit stands in that of the column.

        Raises:
            PlanGoneError: If the row is not in the table.
        """
        answer, column = self._answer(row, name), self.find(name)
        if column is not None and answer.unit not in (None, column.unit):
            value = self.known.state.value(self.path(row, name))
            if isinstance(value, Decimal) and value.is_finite():
                return plain(value)
        return answer.text or (answer.value if isinstance(answer.value, str) else "")

    def _answer(self, row: str, name: str) -> Answer:
        column, cells = self.find(name), self.demand(row).cells
        return cells.get(column.name, EMPTY) if column is not None else EMPTY

    def names(self, rows: Sequence[str]) -> str:
        """Return what measures are called, in one line."""
        return ", ".join(f"«{self.name(each)}»" for each in rows)

    def note(self, row: str) -> Note:
        """Return the records of a measure."""
        return Note(self.known, row)

    def put(self, row: str, **cells: str) -> Iterator[Edit]:
        """Yield the edits that fill cells of a new row, and empty whatever was left in others.

        The cells of a row outlive it, so that undo can bring them back.
        """
        found = ((self.find(name), text) for name, text in cells.items())
        wanted = {column.name: text for column, text in found if column is not None}
        for column in self.question.columns:
            path = fieldpath.cell(self.address, row, column.name)
            answer = entry.cell(column, wanted.get(column.name, ""))
            yield from self._changed(path, entry.stored(answer))

    def _changed(self, path: str, after: JsonValue) -> Iterator[Edit]:
        if after is not None or not self.known.state.answer(path).is_empty:
            yield Edit(path, after)

    def order_after_last(self) -> float:
        """Return the place of a row behind all others."""
        return (self.rows[-1].order if self.rows else 0.0) + 1.0

    def begun(self, row: str, order: float) -> Edit:
        """Return the edit that makes a row."""
        return Edit(fieldpath.row(self.address, row), {"order": order})

    def cells(self, row: str) -> Iterator[tuple[str, Answer]]:
        """Yield column and answer of the cells of a row in which something is."""
        for name, answer in self.demand(row).cells.items():
            if not answer.is_empty:
                yield name, answer


def table_of(known: Known) -> Table:
    """Return the table of measures of an audit.

    Raises:
        PlanTableError: If its checklist has none, or it is not asked of this plant.
    """
    found = registers.table(known.definition, MEASURES)
    places = known.state.places(found.section) if found is not None else ()
    for place in places:
        if found is not None and place.question.name == found.name:
            rows = known.state.rows(place.address)
            return Table(
                known=known,
                question=found,
                address=place.address,
                rows=rows,
                by_id={each.id: each for each in rows},
                numbers={each.id: number for number, each in enumerate(rows, 1)},
            )
    raise PlanTableError


def record(row: str, field: str, value: JsonValue) -> Edit:
    """Return the edit of a record of a measure; an empty list or text takes it away."""
    return Edit(path_of(row, field), value if value not in ([], "") else None)


def records_of(known: Known, row: str) -> Iterator[tuple[str, JsonValue]]:
    """Yield field and value of the records of a measure that are there."""
    for field in FIELDS:
        value = known.records.get(path_of(row, field))
        if value is not None:
            yield field, value


def rows_with_records(known: Known) -> tuple[str, ...]:
    """Return the rows that records of measures speak of, each once."""
    keys = (key.rpartition(".")[0] for key, _value in known.of_kind(MEASURE))
    return tuple(dict.fromkeys(key for key in keys if key))
