"""A table of words: cells wrap instead of being cut, Enter opens, arrows move, Ctrl+C copies."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
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
from ui.widgets.static_words import width_of

_SIDE, _RISE, _ICON = 8, 6, 16
_SPACES = re.compile("[ \\n\\t]+")  # no break at the space inside of a number
_TURNS = 2
_WORD = 0.3  # of a table: the most that the longest word of a column may claim
_VERTICAL = int(Qt.AlignmentFlag.AlignVertical_Mask)
Index = QModelIndex | QPersistentModelIndex


class LinePainter(QStyledItemDelegate):
    """Paints words that wrap, with a picture before the first of a row.

    The first line of a cell is its title, or empty where it has none; what follows a line break
    stands smaller below it.
    """

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int], tuple[int, int]] = {}
        theme.changed.connect(self._forget)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        table = self.parent()
        width = table.columnWidth(index.column()) if isinstance(table, QTableView) else 100
        lead = _ICON + 6 if index.data(ICON) else 0
        heights = self._measured(str(index.data()), max(30, width - 2 * _SIDE - lead))
        return QSize(width, max(theme.sizes.row, sum(heights) + 2 * _RISE))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_ground(painter, option, index)
        place = option.rect.adjusted(_SIDE, 0, -_SIDE, -1)
        picture = index.data(ICON)
        if picture:
            name, tone = picture
            middle = place.center().y() - _ICON // 2
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(place.left(), middle, pixmap(name, tone, _ICON, ratio))
            place.adjust(_ICON + 6, 0, 0, 0)
        self._paint_words(painter, place, index)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint what is behind the content of a cell: selection, line of the row, focus."""
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, theme.colour("acs" if is_chosen else "sf"))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        table = self.parent()
        if is_chosen and index.column() == 0:
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, theme.colour("ac"))
        if is_chosen and isinstance(table, QTableView) and table.hasFocus():
            self._paint_focus(painter, option.rect, index)

    def _paint_words(self, painter: QPainter, place: QRect, index: Index) -> None:
        text = str(index.data())
        title, _break, rest = text.partition("\n")
        above, below = self._measured(text, place.width())
        side = int(index.data(Qt.ItemDataRole.TextAlignmentRole)) & ~_VERTICAL
        top = place.top() + (place.height() - above - below) // 2
        for words, look, tone, start, high in (
            (title, "body", "tx", top, above),
            (rest, "second", "tx2", top + above, below),
        ):
            painter.setFont(font(look))
            painter.setPen(theme.colour(tone))
            room = QRect(place.left(), start, place.width(), high)
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap) | side, words)

    def _paint_focus(self, painter: QPainter, place: QRect, index: Index) -> None:
        """Draw the ring of the row that has the keyboard, cell by cell."""
        painter.setPen(theme.colour("foc"))
        last = index.model().columnCount() - 1
        for inner in (0, 1):
            edge = place.adjusted(0, inner, 0, -inner - 1)
            painter.drawLine(edge.topLeft(), edge.topRight())
            painter.drawLine(edge.bottomLeft(), edge.bottomRight())
            if index.column() == 0:
                painter.drawLine(
                    edge.left() + inner, edge.top(), edge.left() + inner, edge.bottom()
                )
            if index.column() == last:
                right = edge.right() - inner
                painter.drawLine(right, edge.top(), right, edge.bottom())

    def _forget(self) -> None:
        self._heights.clear()

    def _measured(self, text: str, width: int) -> tuple[int, int]:
        """Return the heights of title and rest in a width; kept, since tables ask all the time."""
        found = self._heights.get((text, width))
        if found is None:
            title, _break, rest = text.partition("\n")
            found = (_height(title, "body", width), _height(rest, "second", width))
            self._heights[(text, width)] = found
        return found


def _height(text: str, look: str, width: int) -> int:
    if not text:
        return 0
    room = QRect(0, 0, width, 10_000)
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(font(look)).boundingRect(room, flags, text).height()


def _longest(text: str, role: str) -> int:
    return max((width_of(word, role) for word in _SPACES.split(text)), default=0)


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
        self._is_fitting = False
        self._words: list[int] = []
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LinePainter(self))
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
        theme.changed.connect(self._refit)

    def show_lines(
        self,
        heads: Sequence[str],
        lines: Sequence[Line],
        shares: Sequence[float],
        numbers: Sequence[int] = (),
    ) -> None:
        """Show other rows, keeping the chosen one, or its place if its item is gone.

        Args:
            heads: Headings, translated.
            lines: Rows.
            shares: Widths of the columns as shares of the whole.
            numbers: Columns aligned at the right.
        """
        kept, place = self.item(), self.currentIndex().row()
        self._is_filling = True
        self.lines.show_lines(heads, lines, numbers)
        self._shares = tuple(shares)
        self._words = self._longest_words()
        self._fit()
        self._is_filling = False
        if place >= 0 and all(line.item != kept for line in lines):
            self.selectRow(min(place, len(lines) - 1))
        else:
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

    def as_text(self, row: int | None = None) -> str:
        """Return a row, or all of them, as text to be pasted into a letter or a workbook."""
        lines = self.lines.lines if row is None else [self.lines.line(row)]
        return "\n".join(
            "\t".join(cell.strip("\n").replace("\n", "; ") for cell in line.cells)
            for line in lines
            if line
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_filling:  # Qt sizes the view amid a reset: rows are not there yet
            self._fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text(self.currentIndex().row()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(None)
        self.viewport().update()

    def _refit(self) -> None:
        """Fit the columns to the letters of another theme."""
        self._words = self._longest_words()
        self._fit()

    def _longest_words(self) -> list[int]:
        """Return the px that the longest word of each column takes: it cannot wrap."""
        found = [0] * self.lines.columnCount()
        for line in self.lines.lines:
            for column, cell in enumerate(line.cells[: len(found)]):  # narrow tables show fewer
                first, _break, below = cell.partition("\n")
                lead = _ICON + 6 if column == 0 and line.icon else 0
                found[column] = max(
                    found[column], lead + _longest(first, "body"), lead + _longest(below, "second")
                )
        return found

    def _fit(self) -> None:
        """Give the columns their shares, the rows the height of their words.

        Rows that grow may call for a scroll bar, which takes room from the columns: once more then,
        never without end.
        """
        if self._is_fitting:
            return
        self._is_fitting = True
        for _turn in range(_TURNS):
            room = self.viewport().width()
            for column, width in enumerate(self._widths(room)):
                self.setColumnWidth(column, width)
            self.resizeRowsToContents()
            if self.viewport().width() == room:
                break
        self._is_fitting = False

    def _widths(self, room: int) -> list[int]:
        """Return the share of each column; none less than its heading and its longest word."""
        metrics = self.horizontalHeader().fontMetrics()
        heads = [
            str(self.lines.headerData(column, Qt.Orientation.Horizontal))
            for column in range(self.lines.columnCount())
        ]
        least = [metrics.horizontalAdvance(head) + 2 * _SIDE + 4 for head in heads]
        words = [min(word + 2 * _SIDE + 2, int(self.width() * _WORD)) for word in self._words]
        with_words = [max(pair) for pair in zip(least, words, strict=True)]
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        if sum(with_words) <= self.width() - bar:  # the same with a scroll bar and without
            least = with_words
        shares = [int(room * share) for share in self._shares]
        widths = [max(pair) for pair in zip(shares, least, strict=True)]
        over = max(0, sum(widths) - room)
        for column in sorted(range(len(widths)), key=lambda each: -widths[each]):
            given = min(over, widths[column] - least[column])
            widths[column] -= given
            over -= given
        return widths

    def _tell(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.item())

    def _open(self, row: int) -> None:
        line = self.lines.line(row)
        if line is not None:
            self.opened.emit(line.item)
