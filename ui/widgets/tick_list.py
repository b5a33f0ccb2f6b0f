"""Lines with tick boxes: Space or a click ticks, what stands at the right is never cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui.theme import font, pixmap, theme
from ui.theme.tips import tip

Index = QModelIndex | QPersistentModelIndex
NAME = Qt.ItemDataRole.UserRole + 1
RIGHT = Qt.ItemDataRole.UserRole + 2
WARNS = Qt.ItemDataRole.UserRole + 3
_LEFT, _GAP, _SIDE, _RISE, _ICON = 12, 9, 12, 5, 14
_LEAST = 30  # px
_FLAGS = int(Qt.TextFlag.TextWordWrap)
_CHECK = Qt.ItemDataRole.CheckStateRole


@dataclass(frozen=True, slots=True)
class TickLine:
    """One line.

    Attributes:
        name: What it stands for.
        text: Translated.
        right: Short words at the right.
        warning: What is wrong with it, in words; empty if nothing is.
    """

    name: str
    text: str
    right: str = ""
    warning: str = ""


class _Painter(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 200
        look = QFontMetrics(font("medium"))
        box = look.boundingRect(0, 0, _room(width, index), 10_000, _FLAGS, index.data())
        least = theme.sizes.row if theme.is_glove else _LEAST
        return QSize(width, max(least, box.height() + 2 * _RISE))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, place = self.parent(), option.rect
        if not isinstance(view, QListView):
            return
        is_current = view.currentIndex() == index
        is_ticked = index.data(_CHECK) == Qt.CheckState.Checked.value
        painter.save()
        if is_current:
            painter.fillRect(place, theme.colour("acs"))
        self._paint_box(painter, place, is_ticked=is_ticked)
        left = place.left() + _text_left()
        painter.setFont(font("medium" if is_ticked else "body"))
        painter.setPen(theme.colour("tx" if is_ticked else "tx2"))
        words = QRect(left, place.top(), _room(place.width(), index), place.height())
        painter.drawText(words, _FLAGS | int(Qt.AlignmentFlag.AlignVCenter), index.data())
        self._paint_right(painter, place, index)
        if is_current and view.hasFocus():
            painter.setPen(theme.colour("foc"))
            painter.setBrush(Qt.BrushStyle.NoBrush)  # that of the box would cover the words
            painter.drawRect(place.adjusted(0, 0, -1, -1))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_box(self, painter: QPainter, place: QRect, *, is_ticked: bool) -> None:
        side = theme.sizes.check
        box = QRect(place.left() + _LEFT, place.center().y() - side // 2 + 1, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("ac" if is_ticked else "bd2"))
        painter.setBrush(theme.colour("ac" if is_ticked else "sf"))
        painter.drawRoundedRect(box, 3, 3)
        if is_ticked:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(box.topLeft(), pixmap("check", "onac", side, ratio))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_right(self, painter: QPainter, place: QRect, index: Index) -> None:
        painter.setFont(font("second"))
        painter.setPen(theme.colour("tx2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place.adjusted(0, 0, -_SIDE, 0), right, index.data(RIGHT))
        if index.data(WARNS):
            ratio = painter.device().devicePixelRatioF()
            left = place.right() - _right_width(index) - _SIDE + 1
            drawn = pixmap("triangle-alert", "wr", _ICON, ratio)
            painter.drawPixmap(left, place.center().y() - _ICON // 2 + 1, drawn)


class TickList(QListView):
    """Signals: ``ticked`` after a person ticked a line or took a tick away."""

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QStandardItemModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._turn)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Sequence[TickLine], without: frozenset[str]) -> None:
        """Show lines, all ticked but those in ``without``; the place in the list is kept.

        Other lines than before begin at the first that is ticked.
        """
        names = [self._lines.item(row).data(NAME) for row in range(self._lines.rowCount())]
        if names != [line.name for line in lines]:
            self._lines.clear()
            for line in lines:
                item = QStandardItem()
                item.setData(line.name, NAME)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self._lines.appendRow(item)
            first = next((n for n, line in enumerate(lines) if line.name not in without), 0)
            self.setCurrentIndex(self._lines.index(first, 0))
        for row, line in enumerate(lines):
            self._fill(self._lines.item(row), line, ticked=line.name not in without)
        self.scheduleDelayedItemsLayout()

    def without(self) -> frozenset[str]:
        """Return the names of lines that are not ticked."""
        items = (self._lines.item(row) for row in range(self._lines.rowCount()))
        return frozenset(
            item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Unchecked
        )

    def current(self) -> str:
        """Return the name of the line with the keyboard; empty if there is none."""
        return str(self.currentIndex().data(NAME) or "")

    def _fill(self, item: QStandardItem, line: TickLine, *, ticked: bool) -> None:
        item.setText(line.text)
        item.setData(line.right, RIGHT)
        item.setData(bool(line.warning), WARNS)
        item.setToolTip(tip(line.warning))
        said = ", ".join(filter(None, (line.text, line.right, line.warning)))
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _turn(self, index: Index) -> None:
        item = self._lines.item(index.row())
        is_ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)
        self.ticked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._turn(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()  # titles wrap anew
        self.scrollTo(self.currentIndex())


def _text_left() -> int:
    return _LEFT + theme.sizes.check + _GAP


def _right_width(index: Index) -> int:
    words = QFontMetrics(font("second")).horizontalAdvance(str(index.data(RIGHT) or ""))
    return words + (_ICON + 6 if index.data(WARNS) else 0)


def _room(width: int, index: Index) -> int:
    return max(width - _text_left() - _right_width(index) - _SIDE - 8, 40)
