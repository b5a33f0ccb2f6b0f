"""A table question as a table model: cells are answers, edits are asked for."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Choice, Column, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry
from kta_desktop.forms.state import FormState, Place, Problem, Row
from kta_desktop.forms.wording import value_text
from kta_desktop.i18n import language
from kta_desktop.services.answering import Edit
from ui.models.summary import answer_text, unit_behind
from ui.theme.tips import tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
FAULT = Role.UserRole + 1
"""Role of the sentence that says what is wrong with a cell; None if nothing is."""
SEVERITY = Role.UserRole + 2
"""Role of ``error`` or ``warning`` for such a cell; None if nothing is wrong."""
LOCKED = Role.UserRole + 3
"""Role of whether a cell is worked out, locked or not asked."""
CHOSEN = (
    QuestionType.SELECT_ONE,
    QuestionType.SELECT_MULTIPLE,
    QuestionType.RANK,
    QuestionType.ACKNOWLEDGE,
)
_JOINER = "\u2060"  # keeps «т/сут» on one line


class TableQuestionModel(QAbstractTableModel):
    """The rows of one table question.

    A table without rows shows one empty row that becomes real with its first cell, so that one
    can type at once. The model writes nothing: it asks, and ``refresh`` shows what came of it.

    Signals: ``edited``, with the edits of one act.
    """

    edited = Signal(object)

    def __init__(self, state: FormState, place: Place, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.question, self.address = place.question, place.address
        self._rows: list[Row] = list(state.rows(place.address))
        self._faults: dict[tuple[str, str], Problem] | None = None  # by row and column

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the question."""
        return self.question.columns

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else max(len(self._rows), 1)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable(index) else flags

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Role.DisplayRole else None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return heading(column)
        if role == Role.TextAlignmentRole:
            return _alignment(column) | Qt.TextFlag.TextWordWrap
        return None

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(index, column, as_typed=role == Role.EditRole)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == LOCKED:
            return not self.is_editable(index)
        if role in (FAULT, SEVERITY, Role.ToolTipRole):
            problem = self._problem(index)
            return None if problem is None else _told(problem, role)
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.isValid():
            return False
        self.fill(index.row(), index.column(), [[str(value)]])
        return True

    def answer(self, index: Index) -> Answer:
        """Return the answer in a cell."""
        if index.row() >= len(self._rows):
            return EMPTY
        return self._rows[index.row()].cells.get(self.columns[index.column()].name, EMPTY)

    def cell_address(self, index: Index) -> str | None:
        """Return the address of a cell; None in the empty row of an empty table."""
        row = self.row_id(index.row())
        column = self.columns[index.column()].name
        return None if row is None else fieldpath.cell(self.address, row, column)

    def is_editable(self, index: Index) -> bool:
        """Whether a person may change a cell: it is asked, not worked out and not locked."""
        if not index.isValid() or self.columns[index.column()].type is QuestionType.CALCULATE:
            return False
        address = self.cell_address(index)
        if address is None:
            return not self._state.is_readonly(self.address)
        return self._state.is_relevant(address) and not self._state.is_readonly(address)

    def choices(self, index: Index) -> tuple[Choice, ...]:
        """Return the options of a cell that its row allows, the one it holds always among them."""
        column, address = self.columns[index.column()], self.cell_address(index)
        if address is None:
            return column.choices
        offered = self._state.choices(address)
        held = column.choice(str(self.answer(index).value))
        return offered if held is None or held in offered else (*offered, held)

    def _text(self, index: Index, column: Column, *, as_typed: bool) -> str:
        address = self.cell_address(index)
        if column.type is not QuestionType.CALCULATE:
            text = shown(column, self.answer(index), as_typed=as_typed)
            if as_typed or address is None:
                return text
            return text + unit_behind(self._state, address, column, language())
        value = None if address is None else self._state.value(address)
        return value_text(column, value, language())

    def row_id(self, row: int) -> str | None:
        """Return the id of a row; None for the empty row of an empty table."""
        return self._rows[row].id if row < len(self._rows) else None

    def fill(self, row: int, column: int, texts: Sequence[Sequence[str]]) -> None:
        """Write a block of texts from a cell on, adding rows below as needed; one act of undo."""
        edits: list[Edit] = []
        for offset, line in enumerate(texts):
            identifier = self.row_id(row + offset)
            if identifier is None:
                identifier, edit = self._new_row(row + offset)
                edits.append(edit)
            for column_offset, text in enumerate(line[: len(self.columns) - column]):
                place = self.index(row + offset, column + column_offset)
                if self.columns[column + column_offset].type is QuestionType.CALCULATE or (
                    place.isValid() and not self.is_editable(place)
                ):
                    continue
                edits.append(
                    self._cell_edit(identifier, row + offset, column + column_offset, text)
                )
        self.edited.emit(edits)

    def add_row(self) -> None:
        """Add an empty row at the end."""
        self.edited.emit([self._new_row(len(self._rows))[1]])

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Take rows away; undo brings them back with their cells."""
        ids = [identifier for row in rows if (identifier := self.row_id(row)) is not None]
        self.edited.emit([Edit(fieldpath.row(self.address, i), None) for i in ids])

    def move_row(self, row: int, by: int) -> bool:
        """Swap a row with the one ``by`` places below; return whether there is one."""
        other = row + by
        if not (0 <= row < len(self._rows) and 0 <= other < len(self._rows)):
            return False
        here, there = self._rows[row], self._rows[other]
        self.edited.emit(
            [
                Edit(fieldpath.row(self.address, here.id), {"order": there.order}),
                Edit(fieldpath.row(self.address, there.id), {"order": here.order}),
            ]
        )
        return True

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow the state exactly, so that a selection and an open cell survive."""
        if self.address not in addresses:
            return
        self._faults = None
        rows = list(self._state.rows(self.address))
        ids = [row.id for row in rows]
        kept = [row.id for row in self._rows if row.id in ids]
        if kept != [identifier for identifier in ids if identifier in kept]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        if not self._rows:
            self._rows = rows[:1]  # the empty row that was shown becomes the first one
        self._remove_gone(ids)
        self._insert_missing(rows)
        self._rows = rows
        last = self.index(self.rowCount() - 1, len(self.columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def _problem(self, index: Index) -> Problem | None:
        row = self.row_id(index.row())
        if row is None:
            return None
        if self._faults is None:
            found = reversed(self._state.problems(self.address))  # the first of a cell wins
            self._faults = {(p.row or "", p.column or ""): p for p in found}
        return self._faults.get((row, self.columns[index.column()].name))

    def _new_row(self, place: int) -> tuple[str, Edit]:
        last = self._rows[-1].order if self._rows else 0.0
        identifier = new_id()
        order = last + 1.0 + max(place - len(self._rows), 0)
        return identifier, Edit(fieldpath.row(self.address, identifier), {"order": order})

    def _cell_edit(self, identifier: str, row: int, column: int, text: str) -> Edit:
        definition = self.columns[column]
        before = self.answer(self.index(row, column)) if row < len(self._rows) else EMPTY
        path = fieldpath.cell(self.address, identifier, definition.name)
        return Edit(path, entry.stored(entry.cell(definition, text, before)))

    def _remove_gone(self, ids: Sequence[str]) -> None:
        """Take rows away; the last one stays as the empty row of an empty table."""
        for place in reversed(range(len(self._rows))):
            if self._rows[place].id in ids:
                continue
            if len(self._rows) == 1 and not ids:
                return
            if len(self._rows) > 1:
                self.beginRemoveRows(ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _insert_missing(self, rows: Sequence[Row]) -> None:
        for place, row in enumerate(rows):
            if place >= len(self._rows) or self._rows[place].id != row.id:
                self.beginInsertRows(ROOT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()


def heading(column: Column) -> str:
    """Return the heading of a column with its unit, in the interface language."""
    label = column.label.get(language())
    label = f"{label} *" if column.required else label
    if not column.unit:
        return label
    unit = formatting.unit(column.unit, language()).replace("/", f"/{_JOINER}")
    return f"{label}, {unit}"


def shown(column: Column, answer: Answer, *, as_typed: bool) -> str:
    """Return a cell as text: as it was typed for editing, as people read it otherwise."""
    if column.type in CHOSEN:
        return answer_text(column, answer, language())
    if as_typed or not isinstance(answer.value, str):
        return answer.text or ""
    unit_differs = answer.unit is not None and answer.unit != column.unit
    if column.type in entry.NUMBERS and not unit_differs:
        if column.unit is None:
            return formatting.without_unit(answer.value, language())
        return formatting.number(answer.value, language())
    return answer_text(column, answer, language())


def is_number(column: Column) -> bool:
    """Whether a column holds numbers: those of the right edge."""
    is_figure = column.type is QuestionType.CALCULATE and column.unit is not None
    return column.type in entry.NUMBERS or is_figure


def _told(problem: Problem, role: int) -> str:
    """Return how grave a problem is, or its sentence as cells or tooltips show it."""
    if role == SEVERITY:
        return problem.severity
    sentence = problem.sentence(language())
    return tip(sentence) if role == Role.ToolTipRole else sentence


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if is_number(column) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
