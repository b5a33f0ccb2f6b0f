"""Lines of a logger file as they stand, with what became of each."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from kta_desktop.formatting import number
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.logger_looking import REASONS, ShownLine
from ui.theme import icon, theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_BEFORE = 2  # columns in front of the fields: the number of the line, and what became of it
_FATES = {
    "heading": (N_("heading"), "table", "tx3"),
    "read": (N_("read"), "circle-check", "ok"),
    "blank": (N_("empty line"), "dot", "tx3"),
    "rejected": (N_("rejected: {reason}"), "circle-alert", "er"),
}
_TONES = {"heading": "tx2", "read": "tx", "blank": "tx2", "rejected": "er"}
_ICON_PX = 14


class LoggerLinesModel(QAbstractTableModel):
    """Number, fate and fields of the first lines, and of those further down that are rejected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ShownLine, ...] = ()
        self._heads: tuple[str, ...] = ()

    def show_lines(self, lines: Sequence[ShownLine], heads: Sequence[str]) -> None:
        """Show other lines under the names of other columns."""
        self.beginResetModel()
        self._lines = tuple(lines)
        width = max((len(line.fields) for line in lines), default=0)
        names = [*heads, *("" for _place in range(len(heads), width))]
        self._heads = tuple(
            name or _("column {number}").format(number=place)
            for place, name in enumerate(names, start=1)
        )
        self.endResetModel()

    def fate(self, row: int) -> str:
        """Return what became of a line in words."""
        line = self._lines[row]
        text = _(_FATES[line.fate][0])
        return text if line.reason is None else text.format(reason=_(REASONS[line.reason]))

    def longest(self, place: int, rows: int) -> tuple[str, str]:
        """Return the heading of a column, and the longest text of its first rows."""
        head = str(self.headerData(place, Qt.Orientation.Horizontal))
        if place == 0:
            return head, number(max((line.number for line in self._lines), default=0), language())
        if place == 1:
            return head, max(
                map(self.fate, range(min(rows, len(self._lines)))), key=len, default=""
            )
        field = place - _BEFORE
        texts = (line.fields[field] for line in self._lines[:rows] if field < len(line.fields))
        return head, max(texts, key=len, default="")

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self._lines else _BEFORE + len(self._heads)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Line"), _("What became of it"), *self._heads)[section]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        place = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if place == 0:
                return number(line.number, language())
            if place == 1:
                return self.fate(index.row())
            field = place - _BEFORE
            return line.fields[field] if field < len(line.fields) else ""
        if role == Qt.ItemDataRole.DecorationRole and place == 1:
            _text, picture, tone = _FATES[line.fate]
            return icon(picture, tone, _ICON_PX)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(
                {"heading": "tx2", "blank": "tx2", "rejected": "er"}.get(line.fate, "tx")
            )
        return None
