"""Search hits as rows of a list: a heading before each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from kta_desktop.i18n import N_, _
from kta_desktop.services.finding_hits import Group, Hit, HitKind
from ui.theme.tips import tip

ROW = Qt.ItemDataRole.UserRole + 1
ICONS: Mapping[HitKind, str] = {
    HitKind.QUESTION: "list-checks",
    HitKind.INSTANCE: "table",
    HitKind.SECTION: "file-text",
    HitKind.TECHNIQUE: "layers",
    HitKind.LEVEL: "gauge",
    HitKind.ACTION: "keyboard",
    HitKind.AUDIT: "clipboard-list",
}
_HEADS: Mapping[HitKind, str] = {
    HitKind.QUESTION: N_("Questions"),
    HitKind.INSTANCE: N_("Objects of the plant"),
    HitKind.SECTION: N_("Sections"),
    HitKind.TECHNIQUE: N_("Techniques"),
    HitKind.LEVEL: N_("Levels"),
    HitKind.ACTION: N_("Actions"),
    HitKind.AUDIT: N_("Audits"),
}
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a hit, or the heading of a kind.

    Attributes:
        text: First line.
        below: Second line; empty if there is none.
        hit: What it stands for; None for a heading.
    """

    text: str
    below: str = ""
    hit: Hit | None = None


class SearchRows(QAbstractListModel):
    """The rows of one search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show what was found."""
        self.beginResetModel()
        self._rows = tuple(row for group in groups for row in _rows(group))
        self.endResetModel()

    def row(self, place: int) -> Row | None:
        """Return a row; None if there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        row = self.row(index.row())
        if row is None or row.hit is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join(part for part in (row.text, row.below) if part)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(row.below) if row.hit is not None and row.below else None
            case _ if role == ROW:
                return row
        return None


def _rows(group: Group) -> list[Row]:
    head = _(_HEADS[group.kind])
    if group.more:
        text = _("{kind}: first {shown} of {all}. One more word narrows the search.")
        shown = len(group.hits)
        head = text.format(kind=head, shown=shown, all=shown + group.more)
    rows = [Row(head)]
    for hit in group.hits:
        title = f"{hit.number} {hit.title}".strip()
        below = hit.reason or hit.where
        rows.append(Row(title, below, hit))
    return rows
