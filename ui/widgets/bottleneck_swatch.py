"""A square in the colour of a part of the score, beside its name."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.services.bottleneck_scene import Part
from ui.theme import theme
from ui.widgets.bottleneck_bar import part_colour

_SIDE = 10


class PartSwatch(QWidget):
    """Ten pixels of colour; says nothing by itself."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = part
        self.setFixedSize(_SIDE, _SIDE)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), part_colour(self._part))
        painter.end()
