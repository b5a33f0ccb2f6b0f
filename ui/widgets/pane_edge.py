"""The border of a pane that lies over another."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme import theme


class PaneEdge(QWidget):
    """The border of a pane that lies over the questions; hidden beside panes in a row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def follow(self, pane: QWidget) -> None:
        """Lie under ``pane``, one pixel larger, while it is shown."""
        self.setGeometry(pane.geometry().adjusted(-1, -1, 1, 1))
        self.setVisible(not pane.isHidden())
        self.raise_()
        pane.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bd2"))
        painter.end()
