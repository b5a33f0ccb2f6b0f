"""Tables of the checklist found by their concepts, so that any version of the checklist serves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.forms.state import FormState
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.values import worded


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a table of the checklist.

    Attributes:
        address: Of the table.
        id: Of the row.
        cells: Answers by the last part of the concept of their column, such as ``diameter``.
        columns: Columns by the same names.
    """

    address: str
    id: str
    cells: Mapping[str, Answer]
    columns: Mapping[str, Column]

    def value(self, part: str) -> str:
        """Return what a cell means, such as the id of an option; empty if it has no meaning."""
        found = self.cells.get(part, EMPTY).value
        return found.strip() if isinstance(found, str) else ""

    def words(self, part: str, tongue: Tongue) -> str:
        """Return a cell as it is printed; a number has its unit only if the column has another."""
        column = self.columns.get(part)
        return "" if column is None else worded(column, self.cells.get(part, EMPTY), tongue)


def rows_of(state: FormState, concept: str, within: str = "") -> tuple[Listed, ...]:
    """Return the rows of the table that has a concept; none if the checklist has no such table.

    Args:
        state: The form.
        concept: Such as ``measurement.points``.
        within: Address of the instance that the table is in; empty for one outside of repeats.

    Raises:
        KeyError: If there is no instance ``within``.
    """
    asked = _asked(state, concept, within)
    if asked is None or asked.type is not QuestionType.TABLE:
        return ()
    address = f"{within}/{asked.name}" if within else asked.name
    return tuple(_rows(state, asked, address))


def answered(state: FormState, concept: str, tongue: Tongue) -> str:
    """Return the answer to the question that has a concept, in words; empty without one."""
    asked = _asked(state, concept, "")
    if asked is None or asked.is_repeat:
        return ""
    return worded(asked, state.answer(asked.name), tongue)


def instances(state: FormState, concept: str, key: str) -> Iterator[tuple[str, str]]:
    """Yield address and name of each instance of the repeat that has a concept.

    Args:
        state: The form.
        concept: Of the repeat, such as ``source``.
        key: Concept of the question that names an instance, such as ``source.number``.
    """
    repeat = _asked(state, concept, "")
    if repeat is None or repeat.type is not QuestionType.REPEAT:
        return
    named = next((q for q in state.definition.questions if q.concept == key), None)
    for row in state.rows(repeat.name):
        found = row.cells.get(named.name, EMPTY).value if named else None
        yield f"{repeat.name}/{row.id}", found.strip() if isinstance(found, str) else ""


def _asked(state: FormState, concept: str, within: str) -> Question | None:
    parent = within.split("/")[-2] if within else None
    repeats = {question.name for question in state.definition.questions if question.is_repeat}
    for question in state.definition.questions:
        box = question.parent if question.parent in repeats else None
        if question.concept == concept and box == parent:
            return question
    return None


def _rows(state: FormState, asked: Question, address: str) -> Iterator[Listed]:
    prefix = f"{asked.concept}."
    names = {
        column.name: column.concept.removeprefix(prefix) or column.name for column in asked.columns
    }
    columns = {names[column.name]: column for column in asked.columns}
    for row in state.rows(address):
        cells = {names.get(name, name): answer for name, answer in row.cells.items()}
        yield Listed(address, row.id, cells, columns)
