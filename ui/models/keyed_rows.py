"""Rows with keys for a list that paints them: what is chosen outlives a change of what they say."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class Keyed(Protocol):
    """A row of a list."""

    @property
    def key(self) -> str:
        """Name of the row, the only one of its kind."""

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""


class KeyedRows(QAbstractListModel):
    """Rows that are replaced by others with the same or other keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Keyed, ...] = ()
        self._places: dict[str, int] = {}

    @property
    def rows(self) -> tuple[Keyed, ...]:
        """All rows."""
        return self._rows

    def show_rows(self, rows: Sequence[Keyed]) -> None:
        """Show other rows; where the keys are the same, only rows that differ are drawn anew."""
        before, after = self._rows, tuple(rows)
        if [row.key for row in before] != [row.key for row in after]:
            self.beginResetModel()
            self._rows = after
            self._places = {row.key: place for place, row in enumerate(after)}
            self.endResetModel()
            return
        self._rows = after
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            if one != other:
                self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, key: str) -> int:
        """Return where a row is, from 0; -1 if there is none of this key."""
        return self._places.get(key, -1)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return row if role == ROW else None
