"""How each curve looks: colour, width and pattern, on the chart, in legends and in lists.

Width and pattern are the rule and colour the help: in grey print and for colour-blind eyes the
curves stay apart.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.theme import theme
from ui.theme.tokens import Pen
from ui.widgets.measure_scene import Line

_PLACES = {Line.NORMALISED: 0, Line.MEAN: 1, Line.THIRD: 2, Line.FOURTH: 3, Line.RAW: 4}
SAMPLE = QSize(22, 12)


def look_of(line: Line) -> Pen:
    """Return colour, width and pattern of a curve."""
    return theme.tokens.series[_PLACES[line]]


def pen(line: Line, *, in_chart: bool = True) -> QPen:
    """Return the pen of a curve.

    In the chart every pen is one pixel wide, because wider ones paint many times slower: the
    width of a curve is made by drawing it several times (``live_chart_curves``).
    """
    look = look_of(line)
    made = QPen(QColor(look.colour), 1.0 if in_chart else look.width)
    made.setCosmetic(in_chart)
    if look.pattern and line is not Line.FOURTH:  # the fourth stands in a strip: solid
        made.setDashPattern([length / made.widthF() for length in look.pattern])
    return made


def draw_sample(painter: QPainter, area: QRectF, line: Line | None) -> None:
    """Draw the line sample of a legend across ``area``; None is a curve that is not drawn."""
    if line is None:
        made = QPen(theme.colour("na"), 2.0)
        made.setDashPattern([2.0, 1.5])
    else:
        made = pen(line, in_chart=False)
    painter.setPen(made)
    middle = area.center().y()
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))


class LineSample(QWidget):
    """The sample of a curve's line in a legend or a list. Decoration: it takes no focus."""

    def __init__(self, line: Line | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def set_line(self, line: Line | None) -> None:
        """Show the sample of another curve."""
        if line is not self._line:
            self._line = line
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return SAMPLE

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_sample(painter, QRectF(self.rect()), self._line)
