"""Rows of the centre's lists: what stands in each, where from and in which state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()
_NAMED = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A line below the title of a row.

    Attributes:
        text: Its words.
        tone: Token of its colour.
        quoted: Whether it is what somebody else said: a bar stands before it.
    """

    text: str
    tone: str = "tx2"
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; every text is translated.

    Attributes:
        item: What it stands for; None for the heading of the rows below it.
        lead: What it is found by: a number; stands first, in the accent.
        aside: Beside the lead: who and when, or which version.
        title: What it is about.
        pair: What stood there before, and what stands there now.
        below: Lines under it.
        mark: Word, picture and tone of its state; see ``chip.TONES``.
    """

    item: object = None
    lead: str = ""
    aside: str = ""
    title: str = ""
    pair: tuple[str, str] | None = None
    below: tuple[Below, ...] = ()
    mark: tuple[str, str, str] | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it names the rows below it."""
        return self.item is None

    def as_text(self) -> str:
        """Return the row as one line of text, for the clipboard and the screen reader."""
        pair = f"{self.pair[0] or '—'} → {self.pair[1] or '—'}" if self.pair else ""
        state = self.mark[0] if self.mark else ""
        parts = (self.lead, self.aside, state, self.title, pair, *(one.text for one in self.below))
        return ". ".join(" ".join(part.split()) for part in parts if part)


class RowsModel(QAbstractListModel):
    """Rows; ``show_rows`` replaces them all."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def place_of(self, item: object) -> int:
        """Return the row of an item; of the first one where there is none; -1 for no items."""
        items = [place for place, row in enumerate(self.rows) if not row.is_heading]
        found = (place for place in items if self.rows[place].item == item)
        return next(found, items[0] if items else -1)

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in _NAMED:
            return row.as_text()
        return row if role == ROW else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
