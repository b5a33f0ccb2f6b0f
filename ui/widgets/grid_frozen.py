"""The first column of a grid, which stays in sight while the others scroll sideways."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView
from typing_extensions import override

from ui.theme import theme
from ui.widgets.grid_delegate import CellDelegate

if TYPE_CHECKING:
    from ui.widgets.grid_view import GridView

_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class FrozenColumn(QTableView):
    """A picture of the first column above a table that was scrolled sideways.

    It shows the model and the selection of its table and never has the focus: a click in it goes
    to the cell of the table, which scrolls back to it.
    """

    def __init__(self, table: "GridView") -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("frozen")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(CellDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(_NEVER)
        self.setVerticalScrollBarPolicy(_NEVER)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(1, self.model().columnCount()):
            self.setColumnHidden(column, True)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.verticalHeader().sectionResized.connect(
            lambda row, _before, height: self.setRowHeight(row, height)
        )
        table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.place())
        self.clicked.connect(self._choose)
        theme.changed.connect(self._redress)
        self._redress()
        self.hide()

    def place(self) -> None:
        """Stand above the first column, if that is out of sight."""
        table = self._table
        is_away = table.horizontalScrollBar().value() > 0 and table.model().columnCount() > 1
        if is_away:
            corner, width = table.corner(), table.columnWidth(0)
            self.setColumnWidth(0, width)
            self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
            height = table.viewport().height() + table.horizontalHeader().height()
            self.setGeometry(corner.x(), 0, width + 2, height)
            self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.setVisible(is_away)

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        return  # it stays where its table is

    def _choose(self, index: QModelIndex) -> None:
        self._table.setFocus()
        self._table.setCurrentIndex(index)

    def _redress(self) -> None:
        edge = theme.colour("bd2").name()
        self.setStyleSheet(f"QTableView#frozen {{ border-right: 2px solid {edge}; }}")
