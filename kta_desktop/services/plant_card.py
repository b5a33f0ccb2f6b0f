"""What the plant card shows of a checklist: sheets, and the questions and tables on each.

Which concept stands on which sheet is data (``plant_sheets.csv``). The card stores nothing: it
shows the answers of the checklist in the order in which people think of a plant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Definition, Question, QuestionType, Text
from kta_desktop.forms.state import FormState, QuestionStatus
from kta_desktop.packs.reference_table import Cells, read, text

_DONE = frozenset({QuestionStatus.ANSWERED, QuestionStatus.BLANK, QuestionStatus.WARNING})
CATEGORY = "category"
"""The sheet that works out the category beside its questions."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the card.

    Attributes:
        id: Name of the sheet, as ``Target`` knows it.
        title: What it is called.
        questions: Names of the questions, tables and repeats on it, in order.
        missing: Concepts that this checklist does not ask.
    """

    id: str
    title: Text
    questions: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the questions of a sheet are answered, and how many rows its tables have."""

    answered: int
    total: int
    rows: int


def sheets(definition: Definition) -> tuple[Sheet, ...]:
    """Return the sheets of the card of a definition, in order."""
    asked = {question.concept: question for question in _outer(definition)}
    return tuple(
        Sheet(
            id=name,
            title=title,
            questions=tuple(asked[concept].name for concept in concepts if concept in asked),
            missing=tuple(concept for concept in concepts if concept not in asked),
        )
        for name, (title, concepts) in _layout().items()
    )


def sheet_of(definition: Definition, address: str) -> str | None:
    """Return the sheet on which what an address leads to stands; None if it is on none."""
    outermost = fieldpath.parse_path(address).names[0]
    for sheet in sheets(definition):
        if outermost in sheet.questions:
            return sheet.id
    return None


def inside(definition: Definition, repeat: str) -> tuple[Question, ...]:
    """Return the tables and repeats directly inside a repeat, in paper order."""
    return tuple(
        question
        for question in definition.questions
        if question.is_repeat and _repeat_around(definition, question) == repeat
    )


def count(state: FormState, sheet: Sheet) -> Count:
    """Return how far a sheet is answered; what does not apply is not counted."""
    answered = total = rows = 0
    for name in sheet.questions:
        question = state.question(name)
        if question.type is QuestionType.REPEAT or not state.is_relevant(name):
            rows += len(state.rows(name))
            continue
        rows += len(state.rows(name)) if question.is_repeat else 0
        total += 1
        answered += state.status(name) in _DONE
    return Count(answered, total, rows)


def _outer(definition: Definition) -> Iterator[Question]:
    """Yield the questions that stand in no repeat."""
    for question in definition.questions:
        if question.concept and _repeat_around(definition, question) is None:
            yield question


def _repeat_around(definition: Definition, question: Question) -> str | None:
    """Return the innermost repeat around a question; groups between them do not count."""
    parents: Mapping[str, str | None] = {group.name: group.parent for group in definition.groups}
    name = question.parent
    while name is not None and name in parents:
        name = parents[name]
    return name


@lru_cache
def _layout() -> Mapping[str, tuple[Text, tuple[str, ...]]]:
    """Return title and concepts of every sheet, by its name, in order."""
    rows = sorted(read("plant_sheets", _row))
    titles = {sheet: title for _order, sheet, concept, title in rows if not concept}
    return {
        sheet: (
            Text(*title),
            tuple(concept for _order, of, concept, _title in rows if of == sheet and concept),
        )
        for sheet, title in titles.items()
    }


def _row(cells: Cells) -> tuple[int, str, str, tuple[str, str, str]]:
    found = text(cells, "title_")
    title = (found.ru, found.kk, found.en)
    return int(cells["order"]), cells["sheet"], cells["concept"], title
