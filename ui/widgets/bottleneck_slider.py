"""A slider of one weight in the colour of its part: arrows move by 1, PgUp and PgDn by 10."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget
from typing_extensions import override

from kta_desktop.services.bottleneck_scene import Part
from ui.theme import theme
from ui.theme.tokens import RADIUS
from ui.widgets.bottleneck_bar import part_colour
from ui.widgets.focus import paint_focus

_GROOVE = 4
_ROUND = 6.0


class WeightSlider(QSlider):
    """Whole per cent from 0 to 100."""

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._part = part
        self.setRange(0, 100)
        self.setSingleStep(1)
        self.setPageStep(10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, 22 if not theme.is_glove else 44)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = part_colour(self._part)
        left, right = _ROUND + 3, self.width() - _ROUND - 3
        middle = self.height() / 2
        at = left + (right - left) * self.value() / 100
        groove = QRectF(left, middle - _GROOVE / 2, right - left, _GROOVE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sf3"))
        painter.drawRoundedRect(groove, 2, 2)
        groove.setRight(at)
        painter.setBrush(colour)
        painter.drawRoundedRect(groove, 2, 2)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(theme.colour("sf"))
        painter.drawEllipse(QPointF(at, middle), _ROUND, _ROUND)
        painter.end()
        if self.hasFocus():
            paint_focus(self, RADIUS)
