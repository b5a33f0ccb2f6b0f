"""The desk of techniques: states confirmed, units named, criteria scored, as edits of the tables.

Nothing is written here: a window gives the edits to its editor, so that each act is one step of
undo. Cells become what the same text typed into the table becomes.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kta_desktop.assessment.bat import BatLine, TechniqueLine, Trouble
from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.bat_lines import row_id
from kta_desktop.assessment.criteria import CRITERIA, HIGHEST, LOWEST, scores
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Named, asked
from kta_desktop.assessment.techniques import REGISTER, State, register
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY
from kta_desktop.domain.definition import Column, Question
from kta_desktop.forms import entry
from kta_desktop.services.answering import Edit
from kta_desktop.services.technique_errors import (
    RegisterMissingError,
    ScoreError,
    TechniqueUnknownError,
    UnitNeededError,
    UnitTakenError,
)

FIELDS = ("unit", "since", "description", "reason", "before", "after", "value_unit")
"""Columns of the register beside the technique and its state, as ``change`` names them."""


def confirm(known: Known, line: TechniqueLine, state: State, **fields: str) -> list[Edit]:
    """Return the edits by which a state is confirmed: its row is changed, or made.

    Args:
        known: The audit.
        line: The technique at its unit.
        state: What is confirmed.
        fields: Of ``FIELDS``, as typed; an empty text empties the cell.

    Raises:
        RegisterMissingError: If the checklist has no register of techniques.
        TechniqueUnknownError: If the technique of a line without a row is not in the checklist.
        KeyError: If a field is none of ``FIELDS``.
    """
    table = _Table.of(known, REGISTER)
    return list(_confirmed(table, line, {"state": state.value, **_checked(fields)}))


def change(known: Known, line: TechniqueLine, **fields: str) -> list[Edit]:
    """Return the edits that change what a row says beside its state; none if there is no row.

    Raises:
        RegisterMissingError: If the checklist has no register of techniques.
        UnitTakenError: If another row speaks of the technique at the unit.
        KeyError: If a field is none of ``FIELDS``.
    """
    if line.row is None:
        return []
    table = _Table.of(known, REGISTER)
    typed = _checked(fields)
    if "unit" in typed:
        _demand_free(known, line.technique.id, typed["unit"], line.row_id)
    return list(table.edits(line.row_id, typed))


def accept(known: Known, line: TechniqueLine) -> list[Edit]:
    """Return the edits that confirm what the answers propose; none if they propose nothing."""
    state = line.proposal.state
    return [] if state is None else confirm(known, line, state)


def open_proposals(bats: Iterable[BatLine]) -> tuple[TechniqueLine, ...]:
    """Return the lines that nobody confirmed and for which the answers propose a state.

    Where something was typed that cannot be read as a state, a person decides.
    """
    return tuple(
        line
        for bat in bats
        for line in bat.lines
        if line.state is None
        and line.proposal.state is not None
        and Trouble.UNREADABLE not in line.troubles
    )


def accept_all(known: Known, bats: Iterable[BatLine]) -> list[Edit]:
    """Return the edits that confirm every proposal that is open, as one act.

    Raises:
        RegisterMissingError: If the checklist has no register of techniques.
    """
    table = _Table.of(known, REGISTER)
    return [
        edit
        for line in open_proposals(bats)
        if line.proposal.state is not None
        for edit in _confirmed(table, line, {"state": line.proposal.state.value})
    ]


def add_unit(
    known: Known, technique: str, unit: str, state: State | None = None
) -> tuple[str, list[Edit]]:
    """Return the key of a further line of a technique, and the edits that make it.

    Raises:
        RegisterMissingError: If the checklist has no register of techniques.
        TechniqueUnknownError: If the checklist has no such technique.
        UnitNeededError: If the unit has no name.
        UnitTakenError: If the technique has a row at the unit already.
    """
    table = _Table.of(known, REGISTER)
    name = " ".join(unit.split())
    if not name:
        raise UnitNeededError
    citation = _citation(known, technique)
    _demand_free(known, technique, name)
    identifier = row_id(technique, name, table.taken)
    cells = {"bat": citation, "unit": name} | ({"state": state.value} if state else {})
    return f"{technique}@{name}", list(table.edits(identifier, cells))


def remove(known: Known, line: TechniqueLine) -> list[Edit]:
    """Return the edits that take the row of a line away; none if it has none."""
    if line.row is None:
        return []
    return [Edit(fieldpath.row(_Table.of(known, REGISTER).address, line.row_id), None)]


def score(known: Known, technique: str, criterion: str, value: str, why: str) -> list[Edit]:
    """Return the edits that score one criterion of a technique; an empty score takes it away.

    Args:
        known: The audit.
        technique: Id of the technique.
        criterion: Id of ``criteria.csv``.
        value: 0 to 3, as typed.
        why: The grounds: without them a score does not count.

    Raises:
        RegisterMissingError: If the checklist has no table of criteria.
        TechniqueUnknownError: If the checklist has no such technique.
        ScoreError: If ``value`` is no whole number from 0 to 3.
    """
    table = _Table.of(known, CRITERIA)
    citation = _citation(known, technique)
    rows = [r.row_id for r in scores(known).get(technique, ()) if r.criterion == criterion]
    typed = value.strip()
    if not typed and not why.strip():
        return [Edit(fieldpath.row(table.address, row), None) for row in rows]
    if typed and typed not in {str(number) for number in range(LOWEST, HIGHEST + 1)}:
        raise ScoreError(typed=typed)
    # Another one's scores of the same criterion stay: they are told, and the lower one counts.
    row = rows[0] if rows else row_id(f"{technique}/{criterion}", "", table.taken)
    cells = {"technique": citation, "criterion": criterion, "score": typed, "why": why}
    return list(table.edits(row, cells))


@dataclass(slots=True)
class _Table:
    """A table that edits are made for; knows the rows that these begin.

    Attributes:
        known: The audit.
        question: The table in the checklist.
        address: Where it stands.
        last: Place in the order of its last row.
        taken: Ids of its rows.
    """

    known: Known
    question: Question
    address: str
    last: float = 0.0
    taken: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, known: Known, named: Named) -> "_Table":
        """Return a table.

        Raises:
            RegisterMissingError: If the checklist has none, or does not ask it.
        """
        found = next(iter(asked(known.state, named)), None)
        if found is None:
            raise RegisterMissingError
        question, address = found
        rows = known.state.rows(address)
        last = max((row.order for row in rows), default=0.0)
        return cls(known, question, address, last, frozenset(row.id for row in rows))

    def column(self, name: str) -> Column | None:
        """Return a column by its name in the common part, else by its concept."""
        concept = f"{self.question.concept}.{name}"
        own = self.question.column(name)
        return own or next((c for c in self.question.columns if c.concept == concept), None)

    def edits(self, row: str, typed: Mapping[str, str]) -> Iterator[Edit]:
        """Yield what cells of a row become by what is typed; a row that is not there is made.

        A new row stands behind the last, without cells that it had before it was taken away.
        """
        columns = {name: column for name in typed if (column := self.column(name)) is not None}
        is_new = row not in self.taken
        if is_new:
            self.last += 1.0
            self.taken |= {row}
            yield Edit(fieldpath.row(self.address, row), {"order": self.last})
            kept = {column.name for column in columns.values()}
            yield from self._cleared(row, kept)
        for name, column in columns.items():
            path = fieldpath.cell(self.address, row, column.name)
            before = EMPTY if is_new else self.known.state.answer(path)
            yield Edit(path, entry.stored(entry.cell(column, typed[name], before)))

    def _cleared(self, row: str, kept: Container[str]) -> Iterator[Edit]:
        for column in self.question.columns:
            path = fieldpath.cell(self.address, row, column.name)
            if column.name not in kept and self.known.state.entries.get(path) is not None:
                yield Edit(path, None)


def _confirmed(table: _Table, line: TechniqueLine, typed: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edits of a row; one that is not there names its technique and its unit."""
    if line.row is not None:
        yield from table.edits(line.row_id, typed)
        return
    unit = " ".join(typed.get("unit", line.unit).split())
    technique = line.technique.id
    row = line.row_id if _same(unit, line.unit) else row_id(technique, unit, table.taken)
    cells = {"bat": _citation(table.known, technique), **typed, "unit": unit}
    yield from table.edits(row, cells)


def _citation(known: Known, technique: str) -> str:
    try:
        return index_of(known.definition).citation(technique)
    except KeyError:
        raise TechniqueUnknownError(technique=technique) from None


def _checked(fields: Mapping[str, str]) -> dict[str, str]:
    for name in fields:
        if name not in FIELDS:
            raise KeyError(name)
    return dict(fields)


def _demand_free(known: Known, technique: str, unit: str, but: str = "") -> None:
    """Raise ``UnitTakenError`` if another row speaks of a technique at a unit."""
    index = index_of(known.definition)
    for row in register(known.state):
        found = index.found(row.bat)
        if found is not None and found.id == technique and row.id != but and _same(row.unit, unit):
            raise UnitTakenError(unit=unit)


def _same(unit: str, other: str) -> bool:
    return unit.casefold().split() == other.casefold().split()
