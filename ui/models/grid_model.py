"""A repeat as a table model: rows are instances, cells are answers, edits are asked for."""

from collections.abc import Iterable, Sequence
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

from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Choice, QuestionType
from kta_desktop.domain.ids import new_id
from kta_desktop.forms import entry, sheets
from kta_desktop.forms.problems import Problem, needed
from kta_desktop.forms.sheets import Asked
from kta_desktop.forms.state import FormState, Row
from kta_desktop.i18n import _, language
from kta_desktop.services import entered_names
from kta_desktop.services.answering import Edit
from ui.models import grid_cells
from ui.models.grid_cells import Kind
from ui.models.outline import may_add
from ui.theme.tips import tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
FAULT = Role.UserRole + 1
"""Role of the sentence that says what is wrong with a cell; None if nothing is."""
SEVERITY = Role.UserRole + 2
"""Role of ``error`` or ``warning`` for such a cell; None if nothing is wrong."""
KIND = Role.UserRole + 3
"""Role of what a cell is at present, see ``grid_cells.Kind``."""
_OF_FAULTS = (FAULT, SEVERITY, Role.ToolTipRole)


class GridModel(QAbstractTableModel):
    """The rows of one repeat, a table or a list of instances.

    A repeat without rows shows one empty row that becomes real with its first cell, so that one
    can type at once. The model writes nothing: it asks, and ``refresh`` shows what came of it.

    Signals:
        edited: The edits of one act.
        rows_left: Rows that were being typed are so no more.
        typing: Path of the draft of a cell, and the text after every key.
        settled: Path of a draft whose text is handed over next.
    """

    edited = Signal(object)
    rows_left = Signal()
    typing = Signal(str, str)
    settled = Signal(str)

    def __init__(
        self,
        state: FormState,
        repeat: str,
        parent: QObject,
        columns: Sequence[str] | None = None,
        typed_rows: set[str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self.address = repeat
        self.question = state.question(repeat)
        offered = sheets.columns_of(state.definition, self.question)
        self.columns: tuple[Asked, ...] = tuple(
            asked for asked in offered if columns is None or asked.name in columns
        )
        """What the columns ask, in paper order."""
        self._rows: list[Row] = list(state.rows(repeat))
        self._worked_out = grid_cells.derived(state, self.question, repeat, self._rows)
        self._places: dict[str, int] = {}
        self._fresh: set[str] = set() if typed_rows is None else typed_rows
        self._gone: set[str] = set()  # rows that the form has no more while they are taken away

    @property
    def row_ids(self) -> tuple[str, ...]:
        """Return the ids of the rows, in order."""
        return tuple(row.id for row in self._rows)

    def _place_of(self, row: str) -> int | None:
        """Return the place of a row; None if it is not there."""
        place = self._places.get(row)
        if place is None or place >= len(self._rows) or self._rows[place].id != row:
            self._places = {each.id: at for at, each in enumerate(self._rows)}
            place = self._places.get(row)
        return place

    @property
    def last_order(self) -> float:
        """Return the place of the last row in their order."""
        return self._rows[-1].order if self._rows else 0.0

    @property
    def takes_rows(self) -> bool:
        """Whether a person adds and removes rows."""
        return may_add(self._state, self.address)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return max(len(self._rows), 1 if self.takes_rows else 0)

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
        asked = self.columns[section]
        if role == Role.DisplayRole:
            return grid_cells.heading(asked)
        if role == Role.ToolTipRole:
            return tip(asked.label.get(language()))
        if role == Role.TextAlignmentRole:
            return grid_cells.alignment(asked) | Qt.TextFlag.TextWordWrap
        return None

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        asked = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            return grid_cells.alignment(asked)
        address = self.cell_address(index)
        if address is None:
            return self._of_empty_row(asked, role)
        return self._of_cell(index, asked, address, role)

    @override
    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        is_typed = role == Role.EditRole and index.isValid()
        if is_typed:
            self.fill(index.row(), index.column(), [[str(value)]])
        return is_typed

    def answer(self, index: Index) -> Answer:
        """Return the answer in a cell."""
        address = self.cell_address(index)
        return EMPTY if address is None else self._state.answer(address)

    def give(self, index: Index, answer: Answer) -> None:
        """Make ``answer`` the answer of a cell, in a new row if that of the cell is none yet."""
        row, edits = self._begun(index.row())
        path = fieldpath.cell(self.address, row, self.columns[index.column()].name)
        self.edited.emit([*edits, Edit(path, entry.stored(answer))])

    def cell_address(self, index: Index) -> str | None:
        """Return the address of a cell; None in the empty row of an empty repeat."""
        row = self.row_id(index.row())
        if row is None:
            return None
        return fieldpath.cell(self.address, row, self.columns[index.column()].name)

    def row_id(self, row: int) -> str | None:
        """Return the id of a row; None for the empty row of an empty repeat."""
        found = self._rows[row].id if 0 <= row < len(self._rows) else None
        return None if found in self._gone else found

    def index_of(self, address: str) -> QModelIndex:
        """Return the cell at an address; an invalid index if there is none."""
        rest = address.removeprefix(f"{self.address}/")
        row, _slash, name = rest.partition("/")
        names = [asked.name for asked in self.columns]
        place = self._place_of(row)
        if place is None or name not in names:
            return QModelIndex()
        return self.index(place, names.index(name))

    def is_editable(self, index: Index) -> bool:
        """Whether a person may change a cell here: it is asked, not worked out and not locked."""
        if not index.isValid():
            return False
        return bool(index.data(KIND) == Kind.OPEN)

    def names(self, index: Index) -> tuple[str, ...]:
        """Return the names entered elsewhere that a cell of text offers."""
        return entered_names.offered(self._state, self.columns[index.column()])

    def choices(self, index: Index) -> tuple[Choice, ...]:
        """Return the options of a cell that its row allows, the one it holds always among them."""
        asked, address = self.columns[index.column()], self.cell_address(index)
        return asked.choices if address is None else grid_cells.offered(self._state, address, asked)

    def problems(self, index: Index) -> tuple[Problem, ...]:
        """Return what is wrong with a cell, the gravest first."""
        address = self.cell_address(index)
        if address is None:
            return ()
        asked = self.columns[index.column()]
        if grid_cells.kind_of(self._state, address, asked) is Kind.HIDDEN:
            return ()
        found = self._state.problems(address)
        return found or ((needed(),) if self._lacks(index.row(), address, asked) else ())

    def is_empty(self, row: int) -> bool:
        """Whether nothing is entered in the cells of a row."""
        identifier = self.row_id(row)
        base = fieldpath.row(self.address, identifier or "")
        return identifier is None or grid_cells.is_empty_row(self._state, base, self.columns)

    def fill(self, row: int, column: int, texts: Sequence[Sequence[str]]) -> None:
        """Write a block of texts from a cell on, adding rows below as needed; one act of undo."""
        edits: list[Edit] = []
        for offset, line in enumerate(texts):
            identifier, made = self._begun(row + offset)
            edits += made
            for shift, text in enumerate(line[: len(self.columns) - column]):
                place = self.index(row + offset, column + shift)
                asked = self.columns[column + shift]
                is_shut = place.isValid() and not self.is_editable(place)
                if not is_shut and asked.type not in (QuestionType.CALCULATE, *grid_cells.LEADING):
                    edits.append(self._cell_edit(identifier, asked, text))
        self.edited.emit(edits)

    def _begun(self, row: int) -> tuple[str, list[Edit]]:
        """Return the row typed into, which lacks nothing yet, and what makes it if it is new."""
        found, is_empty = self.row_id(row), self.is_empty(row)
        edits: list[Edit] = []
        if found is None:
            found, edit = self.new_row(row - len(self._rows))
            edits.append(edit)
        self._fresh |= {found} if is_empty else set()
        return found, edits

    def clear(self, cells: Iterable[Index]) -> None:
        """Empty cells, as one act."""
        found = filter(None, (self.cell_address(each) for each in cells if self.is_editable(each)))
        self.edited.emit([Edit(address, None) for address in found])

    def new_row(self, place: int = 0) -> tuple[str, Edit]:
        """Return a new row, ``place`` rows behind the first one below the last, and its edit."""
        identifier, order = new_id(), self.last_order + 1.0 + max(place, 0)
        return identifier, Edit(fieldpath.row(self.address, identifier), {"order": order})

    def add_row(self) -> None:
        """Add an empty row at the end."""
        identifier, edit = self.new_row()
        self._fresh.add(identifier)
        self.edited.emit([edit])

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Take rows away; undo brings them back with their cells."""
        ids = filter(None, map(self.row_id, rows))
        self.edited.emit([Edit(fieldpath.row(self.address, each), None) for each in ids])

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

    def leave_rows(self, *, but: int = -1) -> None:
        """Say that rows are no longer being typed, all but one: what they lack is shown now."""
        kept = self.row_id(but)
        left = [row for row in self._fresh if row != kept and self._place_of(row) is not None]
        self._fresh.difference_update(left)
        if left:
            self.rows_left.emit()
        for row in left:
            self._row_changed(self._places[row])

    def retranslate(self) -> None:
        """Show headings and cells in the interface language."""
        last = self.index(self.rowCount() - 1, len(self.columns) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow the state: rows that came and went, and those of ``addresses`` that changed."""
        prefix = f"{self.address}/"
        inside = {a[len(prefix) :].partition("/")[0] for a in addresses if a.startswith(prefix)}
        if self.address in addresses:
            inside |= self._follow()
        for place, row in enumerate(self._rows):
            if row.id in inside:
                self._row_changed(place)

    def _follow(self) -> set[str]:
        """Take over which rows there are; return those whose cells are others now."""
        rows = list(self._state.rows(self.address))
        before = {row.id: row.cells for row in self._rows}
        worked_out = self._worked_out
        self._worked_out = grid_cells.derived(self._state, self.question, self.address, rows)
        touched = {row.id for row in rows if before.get(row.id) != row.cells}
        touched |= {i for i, found in self._worked_out.items() if worked_out.get(i) != found}
        ids = frozenset(row.id for row in rows)
        kept = [row.id for row in self._rows if row.id in ids]
        if kept != [row.id for row in rows if row.id in before]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return set()
        if not self._rows and self.takes_rows:
            self._rows = rows[:1]  # the empty row that was shown becomes the first one
        self._gone = before.keys() - ids
        self._remove_gone(ids)
        self._insert_missing(rows)
        self._rows, self._gone = rows, set()
        if not rows:
            self._row_changed(0)
        return touched

    def _row_changed(self, row: int) -> None:
        if 0 <= row < self.rowCount() and self.columns:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _of_cell(self, index: Index, asked: Asked, address: str, role: int) -> Any:
        match role:
            case Role.DisplayRole:
                return grid_cells.shown_text(self._state, address, asked)
            case Role.EditRole:
                return self._typed(index, asked)
            case _ if role == KIND:
                return grid_cells.kind_of(self._state, address, asked)
            case _:
                return self._told(index, address, role) if role in _OF_FAULTS else None

    def _typed(self, index: Index, asked: Asked) -> str:
        if asked.type is QuestionType.CALCULATE or asked.type in grid_cells.LEADING:
            return str(index.data())
        return grid_cells.typed_text(asked, self.answer(index))

    def _of_empty_row(self, asked: Asked, role: int) -> Any:
        """Return what the empty row of an empty repeat shows: nothing, ready to be typed in."""
        if role == KIND:
            return grid_cells.kind_of_new(self._state, self.address, asked)
        return "" if role in (Role.DisplayRole, Role.EditRole) else None

    def _told(self, index: Index, address: str, role: int) -> str | None:
        """Return how grave the problem of a cell is, its sentence, or why it is not asked."""
        found = self.problems(index)
        if not found:
            hides = role == Role.ToolTipRole and not self._state.is_relevant(address)
            return _("Not asked here because of other answers of the row.") if hides else None
        if role == SEVERITY:
            return found[0].severity
        sentence = found[0].sentence(language())
        return tip(sentence) if role == Role.ToolTipRole else sentence

    def _lacks(self, row: int, address: str, asked: Asked) -> bool:
        """Whether a required cell is empty in a row that was begun and left."""
        if self._rows[row].id in self._fresh or not self._state.answer(address).is_empty:
            return False
        if asked.type in (QuestionType.CALCULATE, *grid_cells.LEADING):
            return False
        return self._state.is_required(address) and not self.is_empty(row)

    def _cell_edit(self, identifier: str, asked: Asked, text: str) -> Edit:
        path = fieldpath.cell(self.address, identifier, asked.name)
        before = EMPTY if self._place_of(identifier) is None else self._state.answer(path)
        return Edit(path, entry.stored(entry.cell(asked, text, before)))

    def _remove_gone(self, ids: frozenset[str]) -> None:
        """Take rows away; the last one stays as the empty row of an empty repeat."""
        for place in reversed(range(len(self._rows))):
            if self._rows[place].id in ids:
                continue
            if len(self._rows) == 1 and not ids and self.takes_rows:
                return
            self.beginRemoveRows(ROOT, place, place)
            del self._rows[place]
            self.endRemoveRows()

    def _insert_missing(self, rows: Sequence[Row]) -> None:
        for place, row in enumerate(rows):
            if place >= len(self._rows) or self._rows[place].id != row.id:
                self.beginInsertRows(ROOT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
