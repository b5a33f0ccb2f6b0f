"""What a paste comes to, cell by cell, before it is done."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from kta_desktop.i18n import N_, _
from kta_desktop.services.pasting import Fate, Plan, PlannedCell, RowFate
from ui.models.grid_cells import is_number, read_text
from ui.theme.tips import tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FATE = Role.UserRole + 1
"""Role of what becomes of a cell, see ``pasting.Fate``; None for the place of a choice."""
ROW_FATE = Role.UserRole + 2
"""Role of what becomes of the row of a cell, see ``pasting.RowFate``."""
_ROOT = QModelIndex()
ROW_WORDS: Mapping[RowFate, str] = {
    RowFate.ADDED: N_("is added"),
    RowFate.CHANGED: N_("is changed"),
    RowFate.SAME: N_("is the same already"),
    RowFate.EMPTY: N_("skipped: empty"),
    RowFate.NOTHING: N_("skipped: no cell of it has a place"),
}
_TIPS: Mapping[Fate, str] = {
    Fate.TEXT: N_("Cannot be read here. It is kept as it is, to be corrected later."),
    Fate.EMPTY: N_("An empty cell erases nothing."),
    Fate.SHUT: N_("This cell is worked out, locked or not asked: it stays as it is."),
    Fate.UNUSED: N_("This column goes nowhere."),
}


class PasteModel(QAbstractTableModel):
    """The rows of a plan below a row for the choice where each column goes.

    The first column says what becomes of a row.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._width = 0
        self._titles: tuple[str, ...] = ()

    def show_plan(self, plan: Plan, titles: tuple[str, ...]) -> bool:
        """Show another plan of the same cells, under these headings.

        Return whether there are other rows or columns than before: a table then forgets its lists.
        """
        last = None if self._plan is None else (len(self._plan.rows), self._width)
        is_new = last != (len(plan.rows), len(plan.layout.names))
        if is_new:
            self.beginResetModel()
        self._plan, self._titles = plan, titles
        self._width = len(plan.layout.names)
        if is_new:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(plan.rows), self._width))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._width)
        return is_new

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self._plan is None else len(self._plan.rows) + 1

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._width + 1

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if role != Role.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section) if section else ""
        return self._titles[section - 1] if section else _("Row")

    @override
    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or self._plan is None or index.row() == 0:
            return _("Goes to") if _is_corner(index) and role == Role.DisplayRole else None
        row = self._plan.rows[index.row() - 1]
        if role == ROW_FATE:
            return row.fate
        if index.column() == 0:
            return _(ROW_WORDS[row.fate]) if role in (Role.DisplayRole, Role.ToolTipRole) else None
        return self._of_cell(row.cells[index.column() - 1], role)

    def _of_cell(self, cell: PlannedCell, role: int) -> Any:
        match role:
            case Role.DisplayRole:
                return self._shown(cell)
            case Role.ToolTipRole:
                return _(_TIPS[cell.fate]) if cell.fate in _TIPS else tip(cell.text)
            case Role.TextAlignmentRole:
                asked = self._asked(cell)
                right = asked is not None and is_number(asked)
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return cell.fate if role == FATE else None

    def _shown(self, cell: PlannedCell) -> str:
        """Return what a cell becomes, as it will be read; what goes nowhere, as it was copied."""
        asked = self._asked(cell)
        if asked is None or cell.fate is not Fate.VALUE:
            return cell.text
        return read_text(asked, cell.answer)

    def _asked(self, cell: PlannedCell) -> Any:
        if self._plan is None or cell.name is None:
            return None
        return next(asked for asked in self._plan.sheet.columns if asked.name == cell.name)


def _is_corner(index: Index) -> bool:
    return index.isValid() and index.row() == 0 and index.column() == 0
