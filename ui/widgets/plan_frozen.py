"""Number and name of the measures, which stay in sight while their fields scroll sideways."""

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView
from typing_extensions import override

from ui.theme import theme
from ui.widgets.lines_table import LinePainter, LinesTable

FROZEN = 2
"""Columns that stay: number and name."""
_MOST = 0.5  # of the room: what is wider leaves too little for the fields beside it
_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class FrozenNames(QTableView):
    """A picture of the first columns above a table that was scrolled sideways.

    It shows the model and the selection of its table and never has the focus: a click in it
    chooses the cell of the table, which scrolls back to it.

    Args:
        table: The table whose names stay.
    """

    def __init__(self, table: LinesTable) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("frozen")
        self.setModel(table.lines)
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(LinePainter(table))  # the ring of the row follows the table's focus
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(_NEVER)
        self.setVerticalScrollBarPolicy(_NEVER)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(self._choose)
        theme.changed.connect(self._redress)
        self._redress()
        self.hide()

    def reach(self) -> int:
        """Return the px that the names take; 0 if they would leave too little beside them."""
        table = self._table
        width = sum(map(table.columnWidth, range(min(FROZEN, table.lines.columnCount()))))
        return width if width <= table.viewport().width() * _MOST else 0

    def place(self) -> None:
        """Stand above the first columns, if those are out of sight."""
        table, reach = self._table, self.reach()
        is_away = table.horizontalScrollBar().value() > 0 and reach > 0
        if is_away:
            self._fit()
            corner, head = table.viewport().pos(), table.horizontalHeader().height()
            self.setGeometry(
                corner.x(), corner.y() - head, reach + 2, table.viewport().height() + head
            )
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.setVisible(is_away)

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        return  # it stays where its table is

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        QCoreApplication.sendEvent(self._table.viewport(), event)

    def _fit(self) -> None:
        """Take over widths and heights of the table."""
        table = self._table
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
        for column in range(table.lines.columnCount()):
            self.setColumnHidden(column, column >= FROZEN)
            self.setColumnWidth(column, table.columnWidth(column))
        for row in range(table.lines.rowCount()):
            if self.rowHeight(row) != table.rowHeight(row):
                self.setRowHeight(row, table.rowHeight(row))

    def _choose(self, index: QModelIndex) -> None:
        self._table.setFocus()
        self._table.setCurrentIndex(index)

    def _redress(self) -> None:
        edge = theme.colour("bd2").name()
        self.setStyleSheet(f"QTableView#frozen {{ border-right: 2px solid {edge}; }}")
