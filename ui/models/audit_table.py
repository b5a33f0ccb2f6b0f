"""The list of audits as a table model, with search and filters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.audit import AuditSummary, Delivery, before
from kta_desktop.domain.stage import Phase
from kta_desktop.forms.wording import sector_name
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import stages

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1

DELIVERIES = {
    Delivery.DRAFT: (N_("Only here"), "hard-drive", "neutral"),
    Delivery.READY: (N_("Ready to send"), "package-check", "info"),
    Delivery.SIGNED: (N_("Signed"), "file-check", "info"),
    Delivery.QUEUED: (N_("Queued"), "clock", "info"),
    Delivery.SENDING: (N_("Being sent"), "upload", "info"),
    Delivery.DELIVERED: (N_("Waiting for the receipt"), "hourglass", "info"),
    Delivery.RECEIVED: (N_("Received by the centre"), "circle-check", "ok"),
    Delivery.ACCEPTED: (N_("Accepted by the centre"), "circle-check", "ok"),
    Delivery.RETURNED: (N_("Returned with comments"), "message-square", "warning"),
}
"""Word, picture and tone of a chip by where the results are."""

_TO_SEND = frozenset(
    {Delivery.READY, Delivery.SIGNED, Delivery.QUEUED, Delivery.SENDING, Delivery.DELIVERED}
)
_AT_CENTRE = frozenset({Delivery.RECEIVED, Delivery.ACCEPTED})

FILTERS: dict[str, Callable[[AuditSummary], bool]] = {
    "all": lambda _row: True,
    "site": lambda row: row.stage is not None and row.stage.phase is Phase.ON_SITE,
    "returned": lambda row: row.delivery is Delivery.RETURNED,
    "send": lambda row: row.delivery in _TO_SEND,
    "done": lambda row: (
        row.delivery in _AT_CENTRE or (is_handed_over(row) and row.delivery not in _TO_SEND)
    ),
}
"""Which audits a filter of the list shows."""


class AuditColumn(IntEnum):
    """Columns of the list."""

    NUMBER = 0
    PLANT = 1
    STAGE = 2
    FILLED = 3
    DELIVERY = 4
    SAVED = 5


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[AuditSummary], str]
    sort: Callable[[AuditSummary], object]


class AuditTable(QAbstractTableModel):
    """Rows are ``AuditSummary``; the role ``ROW`` gives one, ``SORT`` a native value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AuditSummary] = []
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def rows(self) -> Sequence[AuditSummary]:
        """Return all rows."""
        return self._rows

    def show_rows(self, rows: Sequence[AuditSummary]) -> None:
        """Show these audits instead."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def mark_sorted(self, column: int, order: Qt.SortOrder) -> None:
        """Say in the heading of a column that rows are in its order."""
        self._sorted = (column, order)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)

    def retranslate(self) -> None:
        """Say headers and cells in the interface language of now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        if self._rows:
            last = self.index(len(self._rows) - 1, len(_COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], _COLUMNS[index.column()]
        if role == ROW:
            return row
        if role == SORT:
            return column.sort(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        return None

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_COLUMNS[section].title) + self._mark(section)
        return None

    def _mark(self, column: int) -> str:
        if self._sorted is None or self._sorted[0] != column:
            return ""
        return " ↓" if self._sorted[1] is Qt.SortOrder.DescendingOrder else " ↑"


class FoundAudits(QSortFilterProxyModel):
    """Audits in which every searched word occurs and that are where the filter says."""

    def __init__(self, source: AuditTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._filter = "all"
        self.setSortRole(SORT)
        self.setSourceModel(source)

    def search(self, text: str) -> None:
        """Show audits that contain every word of ``text``."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def narrow(self, name: str) -> None:
        """Show audits of one filter, a key of ``FILTERS``."""
        self.beginFilterChange()
        self._filter = name
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    @override
    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        row: AuditSummary = self.sourceModel().index(source_row, 0).data(ROW)
        if not FILTERS[self._filter](row):
            return False
        text = " ".join(
            (row.number, row.plant.name, row.plant.bin, row.plant.address, sector(row))
        ).casefold()
        return all(word in text for word in self._words)


def count(rows: Sequence[AuditSummary], name: str) -> int:
    """Return how many audits a filter shows."""
    return sum(FILTERS[name](row) for row in rows)


def earlier_of(row: AuditSummary, rows: Sequence[AuditSummary]) -> AuditSummary | None:
    """Return the last audit of the same plant (БИН) before ``row``; None if there is none."""
    return next(iter(before(row, rows)), None)


def is_handed_over(row: AuditSummary) -> bool:
    """Whether the work on an audit is done."""
    return row.stage is not None and row.stage.phase is Phase.HANDED_OVER


def sector(row: AuditSummary) -> str:
    """Return the sector that the title of the checklist names, in the interface language."""
    titles = row.pack_title
    return sector_name(titles.get(language()) or titles.get("ru") or row.pack)


def share(row: AuditSummary) -> float:
    """Return how much of an audit is filled in, 0 to 1."""
    return row.answered / row.total if row.total else 0.0


def delivery_text(row: AuditSummary) -> str:
    """Return in words where the results of an audit are."""
    if row.queued > 1 and row.delivery in (Delivery.QUEUED, Delivery.SENDING):
        return _("Queued: {count}").format(count=row.queued)
    return _(DELIVERIES[row.delivery][0])


def phase_text(row: AuditSummary) -> str:
    """Return the word for the phase an audit is in; empty if it cannot be read."""
    return stages.name(row.stage.phase) if row.stage is not None else ""


def phase_note(row: AuditSummary) -> str:
    """Return what stands beside the phase, such as «день 2 из 3»; may be empty."""
    if row.stage is None:
        return ""
    if row.delivery in _AT_CENTRE and row.exchanged_at:
        day = formatting.date(row.exchanged_at, language())
        return _("receipt {date}").format(date=day)
    return stages.detail(row.stage)


def stage_text(row: AuditSummary) -> str:
    """Return the stage in one line, for screen readers."""
    return " · ".join(part for part in (phase_text(row), phase_note(row)) if part)


def stage_number(row: AuditSummary) -> int:
    """Return the number of the phase, 1 to 6; 0 if it cannot be read."""
    return row.stage.number if row.stage is not None else 0


def saved_text(row: AuditSummary) -> str:
    """Return when the newest change was made: today, yesterday, or the date."""
    if not row.saved_at:
        return ""
    moment = datetime.fromisoformat(row.saved_at).astimezone()
    clock = formatting.time_(row.saved_at, language(), seconds=False)
    today = datetime.now(UTC).astimezone().date()
    if moment.date() == today:
        return _("today {time}").format(time=clock)
    if moment.date() == today - timedelta(days=1):
        return _("yesterday {time}").format(time=clock)
    return formatting.date(row.saved_at, language())


def filled_text(row: AuditSummary) -> str:
    """Return the share that is filled in, such as ``68 %``."""
    return formatting.percent(int(100 * share(row)), language())


_COLUMNS = (
    _Column(N_("Audit"), lambda row: row.number, lambda row: row.number),
    _Column(N_("Plant and sector"), lambda row: row.plant.name, lambda row: row.plant.name),
    _Column(N_("Stage"), stage_text, lambda row: (stage_number(row), row.starts_on)),
    _Column(N_("Filled in"), filled_text, share),
    _Column(N_("Exchange"), delivery_text, lambda row: list(Delivery).index(row.delivery)),
    _Column(N_("Saved"), saved_text, lambda row: row.saved_at),
)
