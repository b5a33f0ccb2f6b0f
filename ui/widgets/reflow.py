"""Widgets of equal width beside each other, in fewer columns where they would be too narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP


class Reflow(QWidget):
    """Shows its parts in columns of one width, at least ``least`` px each.

    Args:
        parts: What is shown, in reading order.
        least: Width below which there is a column less.
    """

    def __init__(self, parts: Sequence[QWidget], least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._least, self._columns = list(parts), least, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._arrange()

    @property
    def columns(self) -> int:
        """Return how many columns there are now."""
        return self._columns

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        columns = self._fitting()
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, place // columns, place % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def _fitting(self) -> int:
        """Return into how many columns the parts go, the rows as full as each other."""
        wide = max([self._least, *(part.minimumSizeHint().width() for part in self._parts)])
        most = max(1, min(len(self._parts), (self.width() + GAP) // (wide + GAP)))
        rows = -(-len(self._parts) // most)
        return -(-len(self._parts) // rows)
