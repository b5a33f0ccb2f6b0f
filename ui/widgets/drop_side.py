"""A side pane beside the rest; in a narrow window it drops down over it while it is wanted."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ui.theme.tokens import GAP
from ui.widgets.pane_edge import PaneEdge


class DropSide(QWidget):
    """Panes in a row, the first of which gives way in a narrow window.

    Signals: ``narrowed`` with whether the side has given way.

    Attributes:
        columns: The row, to which the other panes are added.
        is_narrow: Whether the side has given way.

    Args:
        side: The first pane.
        narrow: px of the whole below which the side gives way.
        width: px of the side in the row.
        dropped: px of the side while it lies over the rest.
    """

    narrowed = Signal(bool)

    def __init__(
        self, side: QWidget, *, narrow: int, width: int, dropped: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.is_narrow = False
        self._side, self._edge = side, PaneEdge(self)
        self._narrow, self._width, self._dropped = narrow, width, dropped
        self.columns = QHBoxLayout(self)
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(GAP)
        self.columns.addWidget(side)
        side.setFixedWidth(width)

    @property
    def is_dropped(self) -> bool:
        """Whether the side lies over the rest."""
        return self.is_narrow and not self._side.isHidden()

    def drop(self, *, is_shown: bool) -> None:
        """In a narrow window: drop the side down, or take it away."""
        if self.is_narrow:
            self._side.setVisible(is_shown)
            self.place()

    def place(self, least: int = 0) -> None:
        """Give the side its width, or its place over the rest; at least ``least`` px."""
        if not self.is_narrow:
            self._side.setFixedWidth(max(self._width, least))
            return
        width = min(max(self._dropped, least), self.width() - 2)
        self._side.setFixedWidth(width)
        self._side.setGeometry(1, 1, width, self.height() - 2)
        self._edge.follow(self._side)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._narrow
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self._follow_width()
        self.place()

    def _follow_width(self) -> None:
        if self.is_narrow:
            self.columns.removeWidget(self._side)
            self._side.hide()
        else:
            self.columns.insertWidget(0, self._side)
            self._side.show()
            self._edge.hide()
        self.narrowed.emit(self.is_narrow)
