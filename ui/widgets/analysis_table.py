"""Tables of the analysis page: many figures with a fixed row, and rows that are ticked."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.models.lines_model import Line
from ui.theme import font, theme
from ui.widgets.focus import FocusRing
from ui.widgets.lines_table import LinesTable

_AIR = 20  # px beside the words of a cell


class FiguresTable(LinesTable):
    """Rows of figures, as many as there are: one line each, so that thousands cost nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        FocusRing(self)

    def show_figures(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        numbers: Sequence[int],
    ) -> None:
        """Show other rows; ``shares`` are the widths of columns, ``numbers`` stand at the right."""
        lines = [Line(cells=tuple(cells), item=place) for place, cells in enumerate(rows)]
        self.show_lines(heads, lines, shares, numbers)

    @override
    def _fit(self) -> None:
        """Give every column its heading and its first figure, the rest by shares."""
        self.verticalHeader().setDefaultSectionSize(theme.sizes.row)
        first = self.lines.line(0)
        metrics = QFontMetrics(font("body"))
        heads = self.horizontalHeader().fontMetrics()
        widths = []
        for column in range(self.lines.columnCount()):
            head = str(self.lines.headerData(column, Qt.Orientation.Horizontal))
            cell = first.cells[column] if first is not None else ""
            widths.append(
                max(heads.horizontalAdvance(head), metrics.horizontalAdvance(cell)) + _AIR
            )
        extra = max(self.viewport().width() - sum(widths), 0)
        for column, (width, share) in enumerate(zip(widths, self._shares, strict=True)):
            self.setColumnWidth(column, width + int(extra * share))


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
