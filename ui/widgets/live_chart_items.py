"""Parts of the live chart that pyqtgraph does not have: hatched areas, a clock axis, commas.

This module loads pyqtgraph; import it only when a chart is about to be shown.
"""

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from kta_desktop.formatting import number
from kta_desktop.i18n import language
from ui.widgets.measure_scene import clock

HATCH_STEP = 8  # logical px between two lines of a hatch
_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)


def hatch(fill: QColor, line: QColor, ratio: float, *, falling: bool = False) -> QBrush:
    """Return a 45° hatch that is equally sharp at every scaling of the screen.

    Args:
        fill: Ground of the area.
        line: Colour of the lines.
        ratio: Device pixels per logical pixel of the screen it is painted on.
        falling: Whether the lines fall (−45°) rather than rise.
    """
    side = round(HATCH_STEP * ratio)
    tile = QPixmap(side, side)
    tile.fill(fill)
    painter = QPainter(tile)
    painter.setPen(line)
    for place in range(side):
        painter.drawPoint(place, place if falling else side - 1 - place)
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / ratio, 1 / ratio))
    return brush


class HatchedArea(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An area of the plot filled with a hatch; an end that is None reaches to the edge."""

    def __init__(self, make_brush: Callable[[float], QBrush]) -> None:
        super().__init__()
        self._make_brush = make_brush
        self._brush: tuple[float, QBrush] | None = None
        self._across: tuple[float | None, float | None] = (None, None)
        self._up: tuple[float | None, float | None] = (None, None)
        self.setZValue(-10)

    def set_brush(self, make_brush: Callable[[float], QBrush]) -> None:
        """Use another hatch, made for the pixel ratio that it is asked for."""
        self._make_brush, self._brush = make_brush, None
        self.update()

    def set_times(self, start: float, end: float) -> None:
        """Cover a stretch of time, from the bottom to the top."""
        self._across = (start, end)
        self._moved()

    def set_values(self, lower: float | None, upper: float | None) -> None:
        """Cover a range of values, from the left to the right."""
        self._up = (lower, upper)
        self._moved()

    def _moved(self) -> None:
        self.prepareGeometryChange()
        self.update()

    @override
    def viewRangeChanged(self) -> None:
        self._moved()

    @override
    def boundingRect(self) -> QRectF:
        view = self.viewRect()
        if view is None:
            return QRectF()
        left, right = _ends(self._across, view.left(), view.right())
        top, bottom = _ends(self._up, view.top(), view.bottom())
        return QRectF(left, top, max(right - left, 0.0), max(bottom - top, 0.0))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        if self._brush is None or self._brush[0] != ratio:
            self._brush = (ratio, self._make_brush(ratio))
        area = painter.transform().mapRect(self.boundingRect())
        painter.save()
        painter.resetTransform()  # a hatch belongs to the paper, not to the data under it
        painter.fillRect(area, self._brush[1])
        painter.restore()


def _ends(
    wanted: tuple[float | None, float | None], low: float, high: float
) -> tuple[float, float]:
    """Return ``wanted`` with the edges of the view in place of None, cut to the view."""
    start = low if wanted[0] is None else max(low, wanted[0])
    end = high if wanted[1] is None else min(high, wanted[1])
    return start, max(start, end)


class ClockAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Unix seconds as local time of day, at round minutes."""

    @override
    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float, list[float]]]:
        wanted = (maxVal - minVal) / max(size / 68, 1)  # a label takes about 68 px with its air
        step = next((step for step in _STEPS_S if step >= wanted), _STEPS_S[-1])
        first = -(-minVal // step) * step
        count = int((maxVal - first) // step) + 1
        return [(float(step), [first + place * step for place in range(max(count, 0))])]

    @override
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [clock(value, seconds=spacing < 60) for value in values]


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Values with the decimal mark of the interface language."""

    @override
    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        digits = max(0, -int(f"{spacing:e}".partition("e")[2]))
        return [number(value, language(), digits) for value in values]
