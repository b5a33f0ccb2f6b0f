"""Rows that paint themselves: arrows move, Enter and a click open, the width decides the height."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import font, theme

BAR = 3  # px of the mark of the chosen row
SIDE = 12  # px beside the words of a row
RISE = 5  # px above and below them
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WRAP = int(Qt.TextFlag.TextWordWrap)
T = TypeVar("T")


class Rows(QWidget, Generic[T]):
    """A column of rows. What a row looks like is told by ``words``, ``height_of``, ``paint_row``.

    Signals:
        opened: Item of the row that was entered or clicked.
        chosen: Place of the row that was moved to, in coordinates of this widget.
    """

    opened = Signal(object)
    chosen = Signal(QRect)

    def __init__(self, parent: QWidget | None = None, *, marks: bool = False) -> None:
        super().__init__(parent)
        self._items: list[T] = []
        self._at, self._marks = 0, marks
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._measure)

    def show_items(self, items: Sequence[T]) -> None:
        """Show other rows; the same place stays chosen."""
        same = list(items) == self._items
        self._items = list(items)
        self._at = min(self._at, max(len(self._items) - 1, 0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if items else Qt.FocusPolicy.NoFocus)
        if not same:
            self._measure()
        self._tell()

    def items(self) -> list[T]:
        """Return the items of all rows."""
        return list(self._items)

    def item(self) -> T | None:
        """Return the item of the chosen row; None if there are no rows."""
        return self._items[self._at] if self._items else None

    def choose(self, place: int) -> None:
        """Choose a row by its place."""
        if self._items:
            self._at = max(0, min(place, len(self._items) - 1))
            self._tell()
            self.chosen.emit(self.place_of(self._at))
            self.update()

    def place_of(self, row: int) -> QRect:
        """Return where a row is painted."""
        heights = [self.height_of(item, self.width()) for item in self._items[: row + 1]]
        return QRect(0, sum(heights[:-1]), self.width(), heights[-1] if heights else 0)

    def words(self, item: T) -> str:
        """Return what a screen reader says of a row."""
        raise NotImplementedError

    def height_of(self, item: T, width: int) -> int:
        """Return the height of a row."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, place: QRect, item: T) -> None:
        """Paint what a row says."""
        raise NotImplementedError

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return sum(self.height_of(item, width) for item in self._items)

    @override
    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # the height follows from the width alone

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = 0
        for row, item in enumerate(self._items):
            height = self.height_of(item, self.width())
            place = QRect(0, top, self.width(), height)
            top += height
            if not place.intersects(event.rect()):
                continue
            chosen = row == self._at and (self._marks or self.hasFocus())
            if chosen:
                painter.fillRect(place, theme.colour("acs"))
                painter.fillRect(QRect(0, place.top(), BAR, height), theme.colour("ac"))
            painter.setPen(theme.colour("grid"))
            painter.drawLine(place.bottomLeft(), place.bottomRight())
            self.paint_row(painter, place.adjusted(0, 0, 0, -1), item)
            if chosen and self.hasFocus():
                painter.setPen(QPen(theme.colour("foc"), 2))
                painter.drawRect(place.adjusted(1, 1, -1, -2))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._items) - 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.choose(step)
        elif event.key() in _ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(self._row_at(event.position().toPoint().y()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._items and self.place_of(self._at).contains(event.position().toPoint()):
            self._open()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        if self._items:
            self.chosen.emit(self.place_of(self._at))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._measure()

    def _row_at(self, y: int) -> int:
        places = (self.place_of(row) for row in range(len(self._items)))
        return next((row for row, place in enumerate(places) if y <= place.bottom()), self._at)

    def _open(self) -> None:
        if self._items:
            self.opened.emit(self._items[self._at])

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words(self._items[self._at]) if self._items else "")

    def _measure(self) -> None:
        self.updateGeometry()
        self.update()


def lines_height(text: str, role: str, width: int) -> int:
    """Return the height of a text that wraps in a width."""
    room = QRect(0, 0, max(width, 24), 10_000)
    return QFontMetrics(font(role)).boundingRect(room, _WRAP, text).height()


def wide(text: str, role: str) -> int:
    """Return the width of a text in one line."""
    return QFontMetrics(font(role)).horizontalAdvance(text)


def write(
    painter: QPainter,
    place: QRect,
    text: str,
    look: tuple[str, str],
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write a text that wraps in the middle of a place; ``look`` is its role and its tone."""
    painter.setFont(font(look[0]))
    painter.setPen(theme.colour(look[1]))
    painter.drawText(place, _WRAP | int(side) | int(Qt.AlignmentFlag.AlignVCenter), text)
