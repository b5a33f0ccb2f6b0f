"""A list whose rows paint themselves: no widget a row, so hundreds of them scroll smoothly."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from ui.models.keyed_rows import ROW, Keyed, KeyedRows
from ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
BAR = 3  # px of the mark of the chosen row
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class KeyedList(QListView):
    """Rows by key. What was chosen and where it stands stays when rows come anew.

    Signals:
        moved: Key of the row that is chosen now; empty if none is.
        opened: Key of the row that was entered or double-clicked.
    """

    moved = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.keyed = KeyedRows(self)
        self.setModel(self.keyed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(24)
        # All of it is painted by us, so what stays in sight while scrolling is moved, not painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._is_filling = False
        self._width = 0
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self.lay_anew)

    def show_rows(self, rows: Sequence[Keyed]) -> None:
        """Show other rows; the chosen one and the scrolling stay where they can."""
        kept, top = self.key(), self.verticalScrollBar().value()
        self._is_filling = True
        self.keyed.show_rows(rows)
        place = self.keyed.place_of(kept)
        if place >= 0 and self.currentIndex().row() != place:
            self.setCurrentIndex(self.keyed.index(place))
        self._is_filling = False
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top)
        if self.key() != kept:
            self.moved.emit(self.key())

    def key(self) -> str:
        """Return the key of the chosen row; empty if none is chosen."""
        row = self.currentIndex().data(ROW)
        return row.key if row is not None else ""

    def choose(self, key: str) -> bool:
        """Choose a row and let it be seen; False if there is none of this key."""
        place = self.keyed.place_of(key)
        if place < 0:
            return False
        self.setCurrentIndex(self.keyed.index(place))
        self.scrollTo(self.keyed.index(place))
        return True

    def lay_anew(self) -> None:
        """Give every row the height it needs now."""
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            place = self.visualRect(index)
            self.press(index.data(ROW), event.position().toPoint() - place.topLeft(), place.width())

    def press(self, row: object, at: object, width: int) -> None:
        """Do what a click on a row does beside choosing it; ``at`` is where in the row it was."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._width != self.viewport().width():
            self._width = self.viewport().width()
            self.lay_anew()
        place = self.visualRect(self.currentIndex())
        if self.hasFocus() and self.height() <= place.bottom() <= event.oldSize().height():
            self.scrollTo(self.currentIndex())  # what is below grew over it

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("sf"))
        painter.end()
        super().paintEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.keyed.rows:
            self.setCurrentIndex(self.keyed.index(0))
        self.viewport().update()

    def _tell(self) -> None:
        if not self._is_filling:
            self.moved.emit(self.key())

    def _open(self, index: Index) -> None:
        row = index.data(ROW)
        if row is not None:
            self.opened.emit(row.key)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, ground: str = "sf") -> None:
    """Paint what lies under a row: its ground, the line below, the mark and ring of the chosen."""
    place = option.rect
    is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    painter.fillRect(place, theme.colour("acs" if is_chosen else ground))
    painter.setPen(theme.colour("grid"))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    if is_chosen:
        painter.fillRect(place.left(), place.top(), BAR, place.height(), theme.colour("ac"))
    view = option.widget
    if is_chosen and view is not None and view.hasFocus():
        painter.setPen(QPen(theme.colour("foc"), 2))
        painter.drawRect(place.adjusted(1, 1, -1, -2))
