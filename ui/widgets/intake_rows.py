"""A list of the centre: number, state, words that wrap, and what was there before and is now.

Long lists are laid out in stretches between other events, so that none of them is waited for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui.models.intake_rows import ROW, Row, RowsModel
from ui.theme import font, theme
from ui.widgets.chip import HEIGHT, chip_width, paint_chip

_SIDE, _RISE, _GAP = 12, 6, 8
_BAR = 3  # px: the chosen row, and what somebody else said
_BATCH = 40  # rows laid out in one go
_LEAST = 60  # px in which words are set at all
_ARROW = 18  # px between what was and what is
_WRAP = int(Qt.TextFlag.TextWordWrap)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Block:
    """Words at a place inside a row."""

    place: QRect
    text: str
    look: str
    tone: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Set:
    """A row set into a width: its blocks, the place of its state, its height."""

    blocks: tuple[_Block, ...]
    chip: QRect | None
    height: int


class _Setter:
    """Sets one row, from above downwards."""

    def __init__(self, row: Row, width: int, metrics: Callable[[str], QFontMetrics]) -> None:
        self._row, self._metrics = row, metrics
        self._room = max(_LEAST, width - 2 * _SIDE)
        self._top = _RISE
        self._blocks: list[_Block] = []
        self._chip: QRect | None = None

    def done(self) -> _Set:
        """Return the row with everything in its place."""
        row = self._row
        if row.is_heading:
            self._put(row.title, "second", "tx2")
            return _Set(tuple(self._blocks), None, self._top + _RISE)
        self._head(row)
        if row.title:
            self._put(row.title, "body", "tx")
        if row.pair is not None:
            self._pair(*row.pair)
        for line in row.below:
            self._put(line.text, "second", line.tone, quoted=line.quoted)
        return _Set(tuple(self._blocks), self._chip, max(theme.sizes.row, self._top + _RISE))

    def _head(self, row: Row) -> None:
        """Set lead, aside and state into a line; the state into its own where there is no room."""
        wide = chip_width(row.mark[0], row.mark[1]) if row.mark else 0
        lead = self._metrics("strong").horizontalAdvance(row.lead)
        aside = self._metrics("second").horizontalAdvance(row.aside)
        words = lead + aside + (_GAP if row.lead and row.aside else 0)
        is_beside = bool(wide) and words + _GAP + wide <= self._room
        top, line = self._top, 0
        if row.lead and row.aside and words > self._room - (wide + _GAP if is_beside else 0):
            self._put(row.lead, "strong", "ac")
            self._put(row.aside, "second", "tx2")
        elif words:
            line = max(HEIGHT if is_beside else 0, self._metrics("strong").height())
            middle = top + (line - self._metrics("second").height()) // 2
            start = top + (line - self._metrics("strong").height()) // 2
            self._add(QRect(_SIDE, start, lead + 2, line), row.lead, "strong", "ac")
            left = _SIDE + lead + (_GAP if row.lead else 0)
            self._add(QRect(left, middle, aside + 2, line), row.aside, "second", "tx2")
            self._top += line
        if wide:
            left = _SIDE + self._room - wide if is_beside else _SIDE
            self._chip = QRect(left, top if is_beside else self._top + 2, wide, HEIGHT)
            self._top = max(self._top, self._chip.bottom() + 3)

    def _pair(self, before: str, after: str) -> None:
        """Set what was and what is beside each other."""
        half = max(_LEAST // 2, (self._room - _ARROW) // 2)
        top = self._top + 1
        high = 0
        right = _SIDE + half + _ARROW
        for left, text, look, tone in (
            (_SIDE, before or "—", "second", "tx2"),
            (right, after or "—", "second", "tx"),
        ):
            tall = self._height(text, look, half)
            self._add(QRect(left, top, half, tall), text, look, tone)
            high = max(high, tall)
        self._add(QRect(right - _ARROW + 2, top, _ARROW, high), "→", "second", "tx2")
        self._top = top + high + 1

    def _put(self, text: str, look: str, tone: str, *, quoted: bool = False) -> None:
        left = _SIDE + (_BAR + 6 if quoted else 0)
        room = self._room - (left - _SIDE)
        high = self._height(text, look, room)
        self._add(QRect(left, self._top, room, high), text, look, tone, quoted=quoted)
        self._top += high

    def _add(self, place: QRect, text: str, look: str, tone: str, *, quoted: bool = False) -> None:
        if text:
            self._blocks.append(_Block(place, text, look, tone, quoted))

    def _height(self, text: str, look: str, width: int) -> int:
        room = QRect(0, 0, width, 10_000)
        return self._metrics(look).boundingRect(room, _WRAP, text).height()


class _Painter(QStyledItemDelegate):
    """Paints rows; how they are set is kept until the look changes."""

    def __init__(self, parent: "RowList") -> None:
        super().__init__(parent)
        self._view = parent
        self._kept: dict[tuple[Row, int], _Set] = {}
        self._metrics: dict[str, QFontMetrics] = {}
        theme.changed.connect(self.forget)

    def forget(self) -> None:
        """Set all rows anew when they are asked for."""
        self._kept.clear()
        self._metrics.clear()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.row_width()
        return QSize(width, self._placed(index.data(ROW), width).height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW)
        place: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = "sf2" if row.is_heading else "acs" if is_chosen else "sf"
        painter.fillRect(place, theme.colour(ground))
        painter.setPen(theme.colour("grid"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if is_chosen:
            bar = QRect(place.topLeft(), QSize(_BAR, place.height()))
            painter.fillRect(bar, theme.colour("ac"))
        self._paint_words(painter, place, row)
        if is_chosen and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("foc"), 2))
            painter.drawRect(place.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_words(self, painter: QPainter, place: QRect, row: Row) -> None:
        found = self._placed(row, self._view.row_width())
        for block in found.blocks:
            spot = block.place.translated(place.topLeft())
            painter.setFont(font(block.look))
            painter.setPen(theme.colour(block.tone))
            painter.drawText(spot, _WRAP, block.text)
            if block.quoted:
                bar = QRect(spot.left() - _BAR - 6, spot.top(), _BAR, spot.height())
                painter.fillRect(bar, theme.colour("acb"))
        if found.chip is not None and row.mark is not None:
            spot = found.chip.translated(place.topLeft())
            ratio = painter.device().devicePixelRatioF()
            paint_chip(painter, QRectF(spot), *row.mark, ratio)

    def _placed(self, row: Row, width: int) -> _Set:
        found = self._kept.get((row, width))
        if found is None:
            found = self._kept[(row, width)] = _Setter(row, width, self._measure).done()
        return found

    def _measure(self, look: str) -> QFontMetrics:
        if look not in self._metrics:
            self._metrics[look] = QFontMetrics(font(look))
        return self._metrics[look]


class RowList(QListView):
    """Rows of which one is chosen; Enter opens it, Ctrl+C copies it.

    Signals:
        chosen: the item of the row that is now chosen; None if there is none.
        opened: the item of a row that was entered or double-clicked.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._is_filling = False
        self.rows = RowsModel(self)
        self.setModel(self.rows)
        self._painter = _Painter(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setWordWrap(True)  # rows are set anew when the width changes
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self._open())
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, keeping the chosen one if its item is still there."""
        if tuple(rows) == self.rows.rows:
            return
        kept, before = self.item(), self.verticalScrollBar().value()
        self._is_filling = True
        self._painter.forget()
        self.rows.show_rows(rows)
        self.choose(kept)
        self._is_filling = False
        if self.item() == kept:
            self.verticalScrollBar().setValue(before)
        else:
            self.chosen.emit(self.item())

    def row_width(self) -> int:
        """Return the width rows are set into: the same whether there is a scroll bar or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def item(self) -> object:
        """Return what the chosen row stands for; None if none is chosen."""
        place = self.currentIndex().row()
        return self.rows.rows[place].item if 0 <= place < len(self.rows.rows) else None

    def choose(self, item: object) -> None:
        """Choose the row of an item; the first one where there is none."""
        self.setCurrentIndex(self.rows.index(self.rows.place_of(item)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy) and place >= 0:
            QGuiApplication.clipboard().setText(self.rows.rows[place].as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        del search  # letters are keys of the page here, and do not jump to rows

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.item() is None:
            self.choose(None)
        self.scrollTo(self.currentIndex())  # the ring is drawn around the chosen row
        self.viewport().update()

    def _tell(self) -> None:
        if not self._is_filling:
            self.chosen.emit(self.item())

    def _open(self) -> None:
        item = self.item()
        if item is not None:
            self.opened.emit(item)
