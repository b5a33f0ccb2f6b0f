"""A table of pictures with words beside them; Space takes or leaves the marked lines."""

from collections.abc import Collection

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PictureTable(QTableView):
    """Lines with a thumbnail in the first column, marked as a whole, with a ring when focused.

    Signals:
        toggled: Space was pressed.
        entered_row: Enter was pressed on a line, or it was double-clicked.
        stepped: Another line is the current one.
    """

    toggled = Signal()
    entered_row = Signal()
    stepped = Signal()

    def __init__(self, picture: QSize, row: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setIconSize(picture)
        self.setWordWrap(True)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(row)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(_LEFT)
        self.doubleClicked.connect(lambda _index: self.entered_row.emit())

    def serve(self, model: QAbstractItemModel, growing: Collection[int]) -> None:
        """Show a model; the columns ``growing`` share the width, the others take what they need."""
        self.setModel(model)
        head = self.horizontalHeader()
        for column in range(model.columnCount()):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(
                column, mode.Stretch if column in growing else mode.ResizeToContents
            )

    def rows(self) -> list[int]:
        """Return the marked lines, from the top down."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colour("foc"), 2))
            painter.drawRect(self._ringed().adjusted(1, 1, -1, -1))
            painter.end()

    def _ringed(self) -> QRect:
        """Return what the ring is around: the current line, all of a table without one."""
        if not self.currentIndex().isValid():
            return self.viewport().rect()
        row = self.currentIndex().row()
        first = self.visualRect(self.model().index(row, 0))
        last = self.visualRect(self.model().index(row, self.model().columnCount() - 1))
        return first.united(last)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()  # the ring is around the whole row
        self.stepped.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)
