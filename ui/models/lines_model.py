"""Rows of words for a plain table: what each cell says, what each row stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from ui.theme.tips import tip

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole + 1
ICON = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row.

    Attributes:
        cells: What its cells say, translated; what follows a line break stands smaller below.
        item: What it stands for.
        icon: Name and colour token of a picture before the first cell; None = no picture.
        tips: What its cells say in full; empty where a cell is not shortened.
    """

    cells: tuple[str, ...]
    item: object = None
    icon: tuple[str, str] | None = None
    tips: tuple[str, ...] = ()


class LinesModel(QAbstractTableModel):
    """Rows of words; ``show_lines`` replaces them all."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._numbers: frozenset[int] = frozenset()

    def show_lines(
        self, heads: Sequence[str], lines: Sequence[Line], numbers: Sequence[int] = ()
    ) -> None:
        """Show other headings and rows; columns ``numbers`` are aligned at the right."""
        self.beginResetModel()
        self._heads, self._lines = tuple(heads), tuple(lines)
        self._numbers = frozenset(numbers)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return a row; None if there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    @property
    def lines(self) -> tuple[Line, ...]:
        """All rows."""
        return self._lines

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._lines[index.row()], index.column()
        text = line.cells[column] if column < len(line.cells) else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip((line.tips[column] if column < len(line.tips) else "") or text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = "AlignRight" if column in self._numbers else "AlignLeft"
            return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
        if role == ITEM:
            return line.item
        if role == ICON:
            return line.icon if column == 0 else None
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = "AlignRight" if section in self._numbers else "AlignLeft"
            return Qt.AlignmentFlag[side] | Qt.AlignmentFlag.AlignVCenter
        return None
