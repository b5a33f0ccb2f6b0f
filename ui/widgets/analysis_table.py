"""Tables of the analysis page: many figures with a fixed row, and rows that are ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from ui.models.lines_model import Line, LinesModel
from ui.theme import theme
from ui.widgets.focus import FocusRing
from ui.widgets.lines_table import LinesTable


class FiguresTable(QTableView):
    """Rows of figures, as many as there are: one line each, so that thousands cost nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        FocusRing(self)
        theme.changed.connect(self._size)
        self._size()

    def show_lines(
        self, heads: Sequence[str], lines: Sequence[Sequence[str]], numbers: Sequence[int]
    ) -> None:
        """Show other rows; columns ``numbers`` are aligned at the right."""
        row = max(self.currentIndex().row(), 0)
        made = [Line(cells=tuple(cells)) for cells in lines]
        self.lines.show_lines(heads, made, numbers)
        if made:
            self.selectRow(min(row, len(made) - 1))

    def as_text(self) -> str:
        """Return the chosen row as text to be pasted elsewhere."""
        line = self.lines.line(self.currentIndex().row())
        return "\t".join(line.cells) if line is not None else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        else:
            super().keyPressEvent(event)

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.sizes.row)


class TickTable(LinesTable):
    """Rows that are ticked by Space.

    Signals: ``ticked`` with the item of a row whose tick is to change.
    """

    ticked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.clicked.connect(self._click)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._tick()
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._tick()

    def _tick(self) -> None:
        item = self.item()
        if item is not None:
            self.ticked.emit(item)


def tick(*, is_on: bool) -> tuple[str, str]:
    """Return the picture of a tick and its colour."""
    return ("square-check", "ac") if is_on else ("square", "tx2")
