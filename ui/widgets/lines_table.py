"""A table of words: cells wrap instead of being cut, Enter opens, arrows move."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
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

from ui.models.lines_model import ICON, Line, LinesModel
from ui.theme import font, pixmap, theme

_SIDE, _RISE, _ICON = 8, 6, 16
_WORDS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class _Painter(QStyledItemDelegate):
    """Paints words that wrap, with a picture before the first of a row."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, QTableView) else 100
        lead = _ICON + 6 if index.data(ICON) else 0
        room = QRect(0, 0, max(30, width - 2 * _SIDE - lead), 10_000)
        text = QFontMetrics(font("body")).boundingRect(room, _WORDS, str(index.data()))
        return QSize(width, max(theme.sizes.row, text.height() + 2 * _RISE))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.colour("acs" if is_chosen else "sf"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if is_chosen and index.column() == 0:
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, theme.colour("ac"))
        place = option.rect.adjusted(_SIDE, 0, -_SIDE, -1)
        picture = index.data(ICON)
        if picture:
            name, tone = picture
            middle = place.center().y() - _ICON // 2
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(place.left(), middle, pixmap(name, tone, _ICON, ratio))
            place.adjust(_ICON + 6, 0, 0, 0)
        painter.setFont(font("body"))
        painter.setPen(theme.colour("tx"))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flags = int(Qt.TextFlag.TextWordWrap) | int(side)
        painter.drawText(place, flags, str(index.data()))
        painter.restore()


class LinesTable(QTableView):
    """Rows of words.

    Signals:
        chosen: the item of the row that is now chosen.
        opened: the item of a row that was entered or double-clicked.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shares: tuple[float, ...] = ()
        self._is_filling = False
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_Painter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        theme.changed.connect(self._fit)

    def show_lines(
        self,
        heads: Sequence[str],
        lines: Sequence[Line],
        shares: Sequence[float],
        numbers: Sequence[int] = (),
    ) -> None:
        """Show other rows, keeping the chosen one if its item is still there.

        Args:
            heads: Headings, translated.
            lines: Rows.
            shares: Widths of the columns as shares of the whole.
            numbers: Columns aligned at the right.
        """
        kept = self.item()
        self._is_filling = True
        self.lines.show_lines(heads, lines, numbers)
        self._shares = tuple(shares)
        self._fit()
        self._is_filling = False
        self.choose(kept)

    def item(self) -> object:
        """Return what the chosen row stands for; None if none is chosen."""
        line = self.lines.line(self.currentIndex().row())
        return line.item if line is not None else None

    def choose(self, item: object) -> None:
        """Choose the row of an item; the first one where there is none."""
        items = [line.item for line in self.lines.lines]
        if items:
            self.selectRow(items.index(item) if item in items else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(None)

    def _fit(self) -> None:
        """Give the columns their shares, the rows the height of their words."""
        room = self.viewport().width()
        for column, share in enumerate(self._shares):
            self.setColumnWidth(column, int(room * share))
        self.resizeRowsToContents()

    def _tell(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.item())

    def _open(self, row: int) -> None:
        line = self.lines.line(row)
        if line is not None:
            self.opened.emit(line.item)
