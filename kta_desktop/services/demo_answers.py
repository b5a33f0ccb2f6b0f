"""The answers of the demonstration as the edits that a person would make, however deep they nest.

In ``resources/demo/<pack>.json`` a table is ``{"rows": [{column: cell, …}, …]}`` and a repeat is
``{"instances": [{question: answer, …}, …]}``; an answer may itself be a table or a repeat.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry
from kta_desktop.services.answering import Edit

_FILES = (QuestionType.IMAGE, QuestionType.FILE)  # answered by what is attached to them


def edits(definition: Definition, name: str, given: Any) -> Iterator[Edit]:
    """Yield the edits that give the question ``name`` the answer ``given``.

    Raises:
        KeyError: If there is no such question, or no such column in one of its tables.
    """
    yield from _at(definition, definition.question(name), name, given)


def _at(definition: Definition, question: Question, address: str, given: Any) -> Iterator[Edit]:
    """Yield the edits that give the question at ``address`` its answer."""
    if isinstance(given, Mapping) and "instances" in given:
        yield from _instances(definition, address, given["instances"])
    elif isinstance(given, Mapping) and "rows" in given:
        yield from _rows(question, address, given["rows"])
    elif question.type not in _FILES:
        yield Edit(address, _value(question, given))


def _instances(definition: Definition, address: str, given: list[Any]) -> Iterator[Edit]:
    for order, answers in enumerate(given, 1):
        row = new_id()
        yield Edit(fieldpath.row(address, row), {"order": float(order)})
        for name, answer in answers.items():
            inner = fieldpath.cell(address, row, name)
            yield from _at(definition, definition.question(name), inner, answer)


def _rows(table: Question, address: str, given: list[Mapping[str, Any]]) -> Iterator[Edit]:
    columns = {column.name: column for column in table.columns}
    for order, cells in enumerate(given, 1):
        row = new_id()
        yield Edit(fieldpath.row(address, row), {"order": float(order)})
        for name, answer in cells.items():
            after = _cell(columns[name], answer)
            if after is not None:
                yield Edit(fieldpath.cell(address, row, name), after)


def _cell(column: Column, given: Any) -> JsonValue:
    if isinstance(given, str):
        return entry.stored(entry.cell(column, given))
    typed = entry.typed(column.type, given["text"])
    return entry.stored(_with_circumstances(typed, given, column.unit))


def _value(question: Question, given: Any) -> JsonValue:
    if isinstance(given, list):
        return Answer(value=tuple(given)).to_json()
    if isinstance(given, Mapping):
        if "blank" in given:
            return Answer(**given).to_json()
        typed = entry.typed(question.type, given["text"])
        return entry.stored(_with_circumstances(typed, given, question.unit))
    if question.choices:
        return Answer(value=given).to_json()
    return entry.stored(entry.typed(question.type, given))


def _with_circumstances(answer: Answer, given: Mapping[str, str], unit: str | None) -> Answer:
    """Return ``answer`` with the unit, origin and uncertainty that were chosen beside it."""
    if answer.is_empty:
        return answer
    uncertainty = entry.typed(QuestionType.DECIMAL, given.get("uncertainty", "")).value
    return replace(
        answer,
        unit=given.get("unit", unit),
        origin=given.get("origin"),
        uncertainty=uncertainty if isinstance(uncertainty, str) else None,
    )
