"""What was told when an audit was started, as answers of the questions that ask it again.

A question is known by its concept, so a checklist that asks nothing of the kind gets no answers.
"""

from collections.abc import Iterator, Mapping, Sequence

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import NewAudit
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition, Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry

_BOOK = "audit.book"
_Line = Mapping[str, str]  # column to what is typed there


def answers(definition: Definition, new: NewAudit) -> dict[str, JsonValue]:
    """Return the entries that the plant, the visit and the team of a new audit make."""
    asked = {question.concept: question for question in definition.questions if not question.parent}
    single, tables = _single(new), _tables(new)
    found: dict[str, JsonValue] = {}
    for concept in (single.keys() | tables.keys()) & asked.keys():
        question = asked[concept]
        if question.type is QuestionType.TABLE:
            found |= _rows(question, tables.get(concept, ()))
        elif concept == _BOOK:
            found |= _answer(question, _book(question, definition))
        else:
            found |= _answer(question, single.get(concept, ""))
    return found


def _book(question: Question, definition: Definition) -> str:
    """Return the option that is the book of a pack: one by its name, or by the book's state."""
    if question.choice(definition.pack) is not None:
        return definition.pack
    pack = (definition.more or {}).get("pack")
    book = pack.get("book") if isinstance(pack, Mapping) else None
    state = str(book.get("state", "")) if isinstance(book, Mapping) else ""
    return state if question.choice(state) is not None else ""


def _single(new: NewAudit) -> dict[str, str]:
    return {
        _BOOK: new.pack,
        "audit.reference_year": str(new.reference_year),
        "enterprise.name.ru": new.plant.name,
        "enterprise.bin": new.plant.bin,
        "object.category": new.plant.category,
    }


def _tables(new: NewAudit) -> dict[str, Sequence[_Line]]:
    people = [
        {
            "name": one.name,
            "role": one.role,
            "organisation": one.organisation,
            "qualification": one.qualification,
        }
        for one in new.team
    ]
    visit = {
        "stage": "site_visit",
        "start": formatting.date(new.starts_on, "ru"),
        "end": formatting.date(new.ends_on, "ru"),
    }
    return {
        "audit.team": people,
        "audit.timeline": [visit] if new.starts_on or new.ends_on else [],
        "object.location": [{"address": new.plant.address}] if new.plant.address else [],
    }


def _answer(question: Question, text: str) -> dict[str, JsonValue]:
    """Return the entry of one question; none for an option that it does not have."""
    if question.type is QuestionType.SELECT_ONE:
        return {question.name: {"value": text}} if question.choice(text) else {}
    if question.type not in entry.TYPED or not text:
        return {}
    return {question.name: entry.stored(entry.typed(question.type, text))}


def _rows(table: Question, lines: Sequence[_Line]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for order, line in enumerate(lines, start=1):
        row = new_id()
        found[fieldpath.row(table.name, row)] = {"order": float(order)}
        found.update(_cells(table, row, line))
    return found


def _cells(table: Question, row: str, line: _Line) -> Iterator[tuple[str, JsonValue]]:
    for column in table.columns:
        text = line.get(column.name, "")
        known = column.type is not QuestionType.SELECT_ONE or column.choice(text)
        if text and known:
            path = fieldpath.cell(table.name, row, column.name)
            yield path, entry.stored(entry.cell(column, text))
