"""The table of audits: two lines a row, a bar and a chip, painted without widgets in cells."""

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
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
_PLANT = 240  # px: narrower, the days on site make room for the plant
Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {
    AuditColumn.NUMBER: 118,
    AuditColumn.DATES: 112,
    AuditColumn.FILLED: 132,
    AuditColumn.DELIVERY: 196,
    AuditColumn.SAVED: 118,
}


class _Painter(QStyledItemDelegate):
    _track = "sf3"  # ground of the bar in the row that is painted

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.column() != AuditColumn.PLANT:
            return QSize(_WIDTHS[AuditColumn(index.column())], _ROW)
        table = cast("QTableView", option.widget)
        width = max(80, table.columnWidth(AuditColumn.PLANT) - 2 * _SIDE)
        place = QRect(0, 0, width, 1000)
        row: AuditSummary = index.data(ROW)
        name = QFontMetrics(font("strong")).boundingRect(place, _FROM_TOP, row.plant.name)
        note = QFontMetrics(font("second")).boundingRect(place, _FROM_TOP, _note(row))
        return QSize(width, max(_ROW, theme.sizes.row, name.height() + note.height() + 14))

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
        self._track = "sf" if option.state & QStyle.StateFlag.State_Selected else "sf3"
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
        painter.setFont(font("strong"))
        painter.setPen(theme.colour("tx"))
        upper = place.adjusted(0, 6, 0, 0)
        used = painter.boundingRect(upper, _FROM_TOP, row.plant.name)
        painter.drawText(upper, _FROM_TOP, row.plant.name)
        lower = QRectF(place.left(), used.bottom(), place.width(), place.bottom() - used.bottom())
        painter.setFont(font("second"))
        painter.setPen(theme.colour("er" if row.fault else "tx2"))
        painter.drawText(lower, _FROM_TOP, _note(row))

    def _paint_filled(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        bar = QRectF(place.left(), place.center().y() - BAR / 2, 64, BAR)
        tone = "ok" if share(row) >= 1 else "ac"
        paint_progress(painter, bar, share(row), tone, self._track)
        painter.setFont(font("body"))
        painter.setPen(theme.colour("tx"))
        painter.drawText(place, _RIGHT, filled_text(row))

    def _paint_delivery(self, painter: QPainter, place: QRectF, row: AuditSummary) -> None:
        _text, icon, tone = DELIVERIES[row.delivery]
        text = delivery_text(row)
        chip = QRectF(place.left(), place.center().y() - CHIP / 2, chip_width(text, icon), CHIP)
        paint_chip(painter, chip, text, icon, tone, painter.device().devicePixelRatioF())


def _note(row: AuditSummary) -> str:
    """Return what stands below the name of the plant."""
    mark = _("demonstration") + " · " if row.demo else ""
    return _("cannot be read") if row.fault else f"{mark}{sector(row)}"


_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
_FROM_TOP = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignRight)


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
        """Give each column its width, or more where its title or chips need it."""
        metrics = self.horizontalHeader().fontMetrics()
        taken = 0
        chips = [chip_width(_(text), icon) for text, icon, _tone in DELIVERIES.values()]
        for column, width in _WIDTHS.items():
            title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
            needed = metrics.horizontalAdvance(title) + 3 * _SIDE
            if column == AuditColumn.DELIVERY:
                needed = max(needed, max(chips) + 2 * _SIDE)
            self.setColumnWidth(column, max(width, needed))
            taken += max(width, needed)
        self.setColumnHidden(AuditColumn.DATES, self.width() - taken < _PLANT)

    def _resize_rows(self) -> None:
        self.resizeRowsToContents()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self.resizeRowsToContents()
