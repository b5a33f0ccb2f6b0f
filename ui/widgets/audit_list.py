"""The table of audits: two lines a row, a bar and a chip, painted without widgets in cells."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from kta_desktop.domain.audit import AuditSummary
from kta_desktop.i18n import _
from ui.models.audit_table import (
    DELIVERIES,
    ROW,
    AuditColumn,
    AuditTable,
    FoundAudits,
    dates_text,
    delivery_text,
    filled_text,
    saved_text,
    sector,
    share,
)
from ui.theme import font, theme
from ui.widgets.chip import HEIGHT as CHIP
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.progress import HEIGHT as BAR
from ui.widgets.progress import paint_progress

_SIDE = 8
_ROW = 60
Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    AuditColumn.NUMBER: 118,
    AuditColumn.DATES: 112,
    AuditColumn.FILLED: 132,
    AuditColumn.DELIVERY: 196,
    AuditColumn.SAVED: 118,
}


class _Painter(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_WIDTHS.get(AuditColumn(index.column()), 200), max(_ROW, theme.sizes.row))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: AuditSummary = index.data(ROW)
        place = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("acs"))
            if index.column() == AuditColumn.NUMBER:
                painter.fillRect(
                    QRectF(place.left(), place.top(), 3, place.height()), theme.colour("ac")
                )
        painter.setPen(theme.colour("grid"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        self._paint_cell(painter, place.adjusted(_SIDE, 0, -_SIDE, -1), row, index.column())
        painter.restore()

    def _paint_cell(self, painter: QPainter, place: QRectF, row: AuditSummary, column: int) -> None:
        if column == AuditColumn.PLANT:
            self._paint_plant(painter, place, row)
        elif column == AuditColumn.FILLED:
            self._paint_filled(painter, place, row)
        elif column == AuditColumn.DELIVERY:
            self._paint_delivery(painter, place, row)
        else:
            texts = {
                AuditColumn.NUMBER: row.number,
                AuditColumn.DATES: dates_text(row).replace(" – ", " –\n"),
                AuditColumn.SAVED: saved_text(row),
            }
            painter.setFont(font("body"))
            painter.setPen(theme.colour("tx2"))
            painter.drawText(place, _WRAPPED, texts[AuditColumn(column)])

    def _paint_plant(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        upper = QRectF(place.left(), place.top() + 4, place.width(), place.height() - 26)
        lower = QRectF(place.left(), place.bottom() - 22, place.width(), 18)
        painter.setFont(font("strong"))
        painter.setPen(theme.colour("tx"))
        painter.drawText(upper, _WRAPPED, row.plant.name)
        painter.setFont(font("second"))
        painter.setPen(theme.colour("er" if row.fault else "tx2"))
        mark = f"{_('demonstration')} · " if row.demo else ""
        note = _("cannot be read") if row.fault else f"{mark}{sector(row)}"
        painter.drawText(lower, _PLAIN, note)

    def _paint_filled(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        bar = QRectF(place.left(), place.center().y() - BAR / 2, 64, BAR)
        paint_progress(painter, bar, share(row), "ok" if share(row) >= 1 else "ac")
        painter.setFont(font("body"))
        painter.setPen(theme.colour("tx"))
        painter.drawText(place, _RIGHT, filled_text(row))

    def _paint_delivery(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        _text, icon, tone = DELIVERIES[row.delivery]
        text = delivery_text(row)
        chip = QRectF(place.left(), place.center().y() - CHIP / 2, chip_width(text, icon), CHIP)
        paint_chip(painter, chip, text, icon, tone, painter.device().devicePixelRatioF())


_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
_PLAIN = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignRight)


class AuditList(QTableView):
    """The list with its sorting and selection.

    Signals: ``chosen`` with the AuditSummary that is selected, None for none; ``opened`` with the
    one that was opened by Enter or double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("audits")
        self.rows = AuditTable(self)
        self.found = FoundAudits(self.rows, self)
        self.setModel(self.found)
        self.setItemDelegate(_Painter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._shape_header()
        self.setSortingEnabled(True)
        self.sortByColumn(AuditColumn.SAVED, Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(lambda: self.chosen.emit(self.selected()))
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._resize_rows)
        self._resize_rows()

    def show_rows(self, rows: tuple[AuditSummary, ...], select: str | None = None) -> None:
        """Show these audits and select the one with id ``select``, else keep, else the first."""
        kept = self.selected()
        wanted = select or (kept.id if kept else None)
        self.rows.show_rows(rows)
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

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

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
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)

    def _resize_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(max(_ROW, theme.sizes.row))
        self.viewport().update()
