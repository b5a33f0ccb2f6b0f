"""The answers of the demonstration as the edits that a person would make, however deep they nest.

In ``resources/demo/<pack>.json`` a table is ``{"rows": [{column: cell, …}, …]}`` and a repeat is
``{"instances": [{question: answer, …}, …]}``; an answer may itself be a table or a repeat.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_Rows = Mapping[str, Sequence[str]]  # address of a repeat or table to the rows it has already


def rows_of(entries: Iterable[str]) -> dict[str, list[str]]:
    """Return the rows that the paths of an audit name, by the address of their repeat."""
    found: dict[str, list[str]] = {}
    for path in entries:
        parsed = None if path.startswith("@") else fieldpath.parse_path(path)
        if parsed is not None and parsed.is_row:
            address, _, row = path.rpartition("/")
            found.setdefault(address, []).append(row)
    return found


def edits(definition: Definition, name: str, given: Any, rows: _Rows) -> Iterator[Edit]:
    """Yield the edits that give the question ``name`` the answer ``given``.

    Rows that are there already, for a repeat begins with some, are filled in first.

    Raises:
        KeyError: If there is no such question, or no such column in one of its tables.
    """
    yield from _Filling(definition, rows).at(definition.question(name), name, given)


class _Filling:
    """The answers of one question, written into one audit."""

    def __init__(self, definition: Definition, rows: _Rows) -> None:
        self._definition = definition
        self._rows = rows

    def at(self, question: Question, address: str, given: Any) -> Iterator[Edit]:
        """Yield the edits that give the question at ``address`` its answer."""
        if isinstance(given, Mapping) and "instances" in given:
            yield from self._instances(address, given["instances"])
        elif isinstance(given, Mapping) and "rows" in given:
            yield from self._cells(question, address, given["rows"])
        elif question.type not in _FILES:
            yield Edit(address, _value(question, given))

    def _instances(self, address: str, given: list[Any]) -> Iterator[Edit]:
        for place, answers in enumerate(given):
            row = self._row(address, place)
            yield Edit(fieldpath.row(address, row), {"order": float(place + 1)})
            for name, answer in answers.items():
                inner = fieldpath.cell(address, row, name)
                yield from self.at(self._definition.question(name), inner, answer)

    def _cells(self, table: Question, address: str, given: list[Any]) -> Iterator[Edit]:
        columns = {column.name: column for column in table.columns}
        for place, cells in enumerate(given):
            row = self._row(address, place)
            yield Edit(fieldpath.row(address, row), {"order": float(place + 1)})
            for name, answer in cells.items():
                after = _cell(columns[name], answer)
                if after is not None:
                    yield Edit(fieldpath.cell(address, row, name), after)

    def _row(self, address: str, place: int) -> str:
        known = self._rows.get(address, ())
        return known[place] if place < len(known) else new_id()


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
