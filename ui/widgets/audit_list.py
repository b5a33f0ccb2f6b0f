"""The table of audits with its sorting, its selection and the widths of its columns."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.i18n import _
from ui.models.audit_table import ROW, AuditColumn, AuditTable, FoundAudits
from ui.theme import theme
from ui.widgets.audit_cells import SIDE, AuditPainter, delivery_width, stage_width

_PLANT = 200  # px: with less, the note of a stage goes below its word
_ARROW = 18  # px of the mark of the sorted column
_WIDTHS = {
    AuditColumn.NUMBER: 114,
    AuditColumn.STAGE: 112,
    AuditColumn.FILLED: 126,
    AuditColumn.DELIVERY: 120,
    AuditColumn.SAVED: 112,
}


class AuditList(QTableView):
    """The list with its sorting and selection.

    Signals: ``chosen`` with the AuditSummary that is selected, None for none; ``opened`` with the
    one that was opened by Enter or double click; ``focused`` when it got or lost the focus, for the
    panel that draws the ring.
    """

    chosen = Signal(object)
    opened = Signal(object)
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("audits")
        self.rows = AuditTable(self)
        self.found = FoundAudits(self.rows, self)
        self.setModel(self.found)
        self.setItemDelegate(AuditPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._shape_header()
        self.setSortingEnabled(True)
        header = self.horizontalHeader()
        header.sortIndicatorChanged.connect(self.rows.mark_sorted)
        header.setSortIndicatorShown(False)  # the heading says it, beside its words
        self.sortByColumn(AuditColumn.SAVED, Qt.SortOrder.DescendingOrder)
        self.rows.mark_sorted(AuditColumn.SAVED, Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(lambda: self.chosen.emit(self.selected()))
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._resize_rows)
        self._resize_rows()

    def show_rows(self, rows: tuple[AuditSummary, ...], select: str | None = None) -> None:
        """Show these audits and select the one with id ``select``, else keep, else the first."""
        kept = self.selected()
        wanted = select or (kept.id if kept else None)
        self.rows.show_rows(rows)
        self._fit_columns()
        self.resizeRowsToContents()
        self.select(wanted)

    def select(self, audit: str | None) -> None:
        """Select the audit with this id; the first one if it is not shown."""
        for place in range(self.found.rowCount()):
            if self.found.index(place, 0).data(ROW).id == audit:
                self.selectRow(place)
                return
        if self.found.rowCount():
            self.selectRow(0)
        self.chosen.emit(self.selected())

    def selected(self) -> AuditSummary | None:
        """Return the selected audit."""
        rows = self.selectionModel().selectedRows()
        found: AuditSummary | None = rows[0].data(ROW) if rows else None
        return found

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self.setAccessibleName(_("Audits"))
        self.rows.retranslate()
        self._fit_columns()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def _open(self) -> None:
        if (row := self.selected()) is not None:
            self.opened.emit(row)

    def _shape_header(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(AuditColumn.PLANT, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(60)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give each column what its title and its rows need; the plant gets the rest."""
        metrics = self.horizontalHeader().fontMetrics()
        rows = self.rows.rows()
        needed = dict(_WIDTHS)
        for column in _WIDTHS:
            title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
            wide = metrics.horizontalAdvance(title) + 2 * SIDE + _ARROW
            needed[column] = max(needed[column], wide)
        for row in rows:
            chip = delivery_width(row)
            needed[AuditColumn.DELIVERY] = max(needed[AuditColumn.DELIVERY], chip)
        others = sum(needed.values()) - needed[AuditColumn.STAGE]
        whole = max((stage_width(row, whole=True) for row in rows), default=0)
        is_roomy = self.width() - others - whole >= _PLANT
        parts = (stage_width(row, whole=is_roomy) for row in rows)
        needed[AuditColumn.STAGE] = max(needed[AuditColumn.STAGE], *parts, 0)
        for column, width in needed.items():
            self.setColumnWidth(column, width)
        self._leave_out(needed)

    def _leave_out(self, needed: dict[AuditColumn, int]) -> None:
        """Hide what can be missed best where the plant would not have room for its heading."""
        title = str(self.rows.headerData(AuditColumn.PLANT, Qt.Orientation.Horizontal))
        header = self.horizontalHeader()
        words = header.fontMetrics().horizontalAdvance(title) + 2 * SIDE
        least = max(words, header.sectionSizeHint(AuditColumn.PLANT))
        free = self.viewport().width() - sum(needed.values())
        for column in (AuditColumn.FILLED, AuditColumn.SAVED):
            is_short = free < least
            self.setColumnHidden(column, is_short)
            free += needed[column] if is_short else 0

    def _resize_rows(self) -> None:
        self.resizeRowsToContents()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self.resizeRowsToContents()
