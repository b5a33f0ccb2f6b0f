"""What the plant card shows of a checklist: sheets, and the questions and tables on each.

Which concept stands on which sheet is data (``plant_sheets.csv``). The card stores nothing: it
shows the answers of the checklist in the order in which people think of a plant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kta_desktop.domain import fieldpath
from kta_desktop.domain.definition import Definition, Question, Text
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


def missing_titles(sheet: Sheet, lang: str) -> tuple[str, ...]:
    """Return what this checklist does not ask of a sheet, in words."""
    return tuple(_titles()[concept].get(lang) for concept in sheet.missing)


def inside(definition: Definition, repeat: str) -> tuple[Question, ...]:
    """Return the tables and repeats directly inside a repeat, in paper order."""
    return tuple(
        question
        for question in definition.questions
        if question.is_repeat and _repeat_around(definition, question) == repeat
    )


def count(state: FormState, sheet: Sheet) -> Count:
    """Return how far a sheet is answered, the questions of every instance of its repeats too."""
    wanted = frozenset(sheet.questions)
    sections = dict.fromkeys(state.question(name).section for name in sheet.questions)
    places = (place for section in sections for place in state.visible(section))
    asked = [
        state.status(place.address) for place in places if place.address.partition("/")[0] in wanted
    ]
    rows = sum(len(state.rows(name)) for name in sheet.questions)
    return Count(sum(status in _DONE for status in asked), len(asked), rows)


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
    rows = sorted(read("plant_sheets", _row), key=lambda row: row.order)
    return {
        row.sheet: (
            row.title,
            tuple(each.concept for each in rows if each.sheet == row.sheet and each.concept),
        )
        for row in rows
        if not row.concept
    }


@lru_cache
def _titles() -> Mapping[str, Text]:
    """Return what the question of each concept is called in the common checklist."""
    return {row.concept: row.title for row in read("plant_sheets", _row) if row.concept}


@dataclass(frozen=True, slots=True)
class _Row:
    order: int
    sheet: str
    concept: str
    title: Text


def _row(cells: Cells) -> _Row:
    return _Row(int(cells["order"]), cells["sheet"], cells["concept"], text(cells, "title_"))
