"""Painting long curves quickly: as one line through their points, or as one line a pixel column.

Measured with Qt's raster engine: a line one pixel wide costs by the pixels it covers, smooth edges
double that, and a pen of more than one pixel costs 20 to 300 times as much, because its outline
is made first. So a wide line is several thin ones, each a little aside; and where a curve has more
points than there are pixels, one upright line from the lowest to the highest stands in each column.

pyqtgraph lends the way from numpy into Qt's own memory. It takes half a second to load: import
this module when a chart is about to be shown.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import functions
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui.theme.tokens import Pattern
from ui.widgets.live_chart_places import Scale
from ui.widgets.live_chart_window import Span

Floats: TypeAlias = NDArray[np.float64]

SMOOTH_PX = 200_000  # px of thin line that all curves of a chart may have with smooth edges
_FAR_PX = 30_000.0  # further outside nothing is painted
_MOST_RUNS = 200  # of a curve that are painted one by one
_DOT_PX = 2.5  # side of a reading that stands alone
_LINES = PrimitiveArray(QLineF, 4)  # used again by every curve: they are painted one by one


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a curve is drawn: its pen, one pixel wide, and the width it is to look like, in px."""

    pen: QPen
    width: float
    pattern: Pattern = ()


class Plot:
    """An area of the picture with its scales, in device px."""

    def __init__(self, area: QRectF, shown: Span, scale: Scale, ratio: float) -> None:
        self.area = QRectF(area.topLeft() * ratio, area.size() * ratio)
        self._start, self._sx = shown[0], self.area.width() / (shown[1] - shown[0])
        self._low, self._sy = scale.low, self.area.height() / (scale.high - scale.low)

    def points(self, x: Floats, y: "NDArray[np.floating]") -> tuple[Floats, Floats]:
        """Return the places of those points that matter for what is shown."""
        left, right = (self._start, self._start + self.area.width() / self._sx)
        first, end = np.searchsorted(x, [left, right])
        some = np.s_[max(int(first) - 1, 0) : int(end) + 1]
        across = self.area.left() + (x[some] - self._start) * self._sx
        up = np.subtract(self._low, y[some], dtype=np.float64)
        up *= self._sy
        up += self.area.bottom()
        np.minimum(up, _FAR_PX, out=up)
        return across, np.maximum(up, -_FAR_PX, out=up)


def draw_curve(
    painter: QPainter,
    plot: Plot,
    curve: tuple[Floats, "NDArray[np.floating]"],
    stroke: Stroke,
    smooth_px: float,
) -> int:
    """Draw a curve and return how many line segments that took; NaN breaks it.

    Args:
        painter: In device px, without a transformation.
        plot: Where.
        curve: Unix seconds, ascending, and values.
        stroke: Its look.
        smooth_px: Px of line that it may have to be drawn with smooth edges; longer ones are
            drawn column by column.
    """
    x, y = plot.points(*curve)
    if not len(x):
        return 0
    painter.setClipRect(plot.area)
    shifts = _shifts(stroke.width)
    steps = np.abs(y[1:] - y[:-1])
    length = float(steps.sum())
    if math.isnan(length):
        length = float(np.nansum(steps))
    runs = _runs(y) if length * len(shifts) <= smooth_px else []
    if 0 < len(runs) <= _MOST_RUNS:
        return _draw_line(painter, (x, y), runs, stroke)
    return _draw_columns(painter, x, y, stroke)


def _draw_line(
    painter: QPainter, points: tuple[Floats, Floats], runs: list[tuple[int, int]], stroke: Stroke
) -> int:
    x, y = points
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(stroke.pen)
    polygons = [_polygon(x[first:end], y[first:end]) for first, end in runs if end - first > 1]
    shifts = _shifts(stroke.width)
    for shift in shifts:
        painter.translate(shift)
        for polygon in polygons:
            painter.drawPolyline(polygon)
        painter.translate(-shift)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    alone = [first for first, end in runs if end - first == 1]
    _draw_dots(painter, x[alone], y[alone], stroke)
    return len(x) * len(shifts)


def _draw_columns(painter: QPainter, x: Floats, y: Floats, stroke: Stroke) -> int:
    """Draw one upright line in each column that has readings, joined to those beside it."""
    lines = column_lines(x, y)
    lines[:, 1] -= (stroke.width - 1) / 2  # makes level parts as wide as they are to look
    lines[:, 3] += (stroke.width - 1) / 2
    if stroke.pattern:
        lines = _dashed(lines, stroke.pattern)
    pen = QPen(stroke.pen)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    count = 0
    for shift in _shifts(stroke.width, upright=True):
        painter.translate(shift)
        draw_lines(painter, lines)
        painter.translate(-shift)
        count += len(lines)
    return count


def column_lines(x: Floats, y: Floats) -> Floats:
    """Return lines (x1, y1, x2, y2) that look like the line through all points.

    Of the points of one pixel column an upright line from the lowest to the highest remains,
    reaching to the next column's if they are joined; columns apart are joined by a line.
    """
    finite = np.isfinite(y)
    broken: NDArray[np.int64] | None = None
    if not finite.all():
        broken = np.cumsum(~finite)[finite]
        x, y = x[finite], y[finite]
    if not len(x):
        return np.empty((0, 4))
    columns = np.floor(x)
    new = columns[1:] != columns[:-1]
    if broken is not None:
        new |= broken[1:] != broken[:-1]
    first = np.concatenate([[0], np.flatnonzero(new) + 1])
    before = y[first[1:] - 1]  # the last reading of the column before
    lines = np.empty((len(first), 4))
    lines[:, 0] = lines[:, 2] = at = columns[first] + 0.5
    np.minimum.reduceat(y, first, out=lines[:, 1])
    np.maximum.reduceat(y, first, out=lines[:, 3])
    joined = np.ones(len(before), bool)
    if broken is not None:
        joined = broken[first[1:]] == broken[first[1:] - 1]
    beside = joined & (at[1:] - at[:-1] <= 1.0)
    reached = before if beside.all() else np.where(beside, before, y[first[1:]])
    np.minimum(lines[1:, 1], reached, out=lines[1:, 1])
    np.maximum(lines[1:, 3], reached, out=lines[1:, 3])
    apart = np.flatnonzero(joined & ~beside)
    if not len(apart):
        return lines
    links = (at[apart], before[apart], at[apart + 1], y[first[apart + 1]])
    return np.concatenate([lines, np.stack(links, axis=1)])


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines (x1, y1, x2, y2) with one call, from memory that Qt reads itself."""
    if len(lines):
        _LINES.resize(len(lines))
        _LINES.ndarray()[:] = lines
        painter.drawLines(*_LINES.drawargs())


def _draw_dots(painter: QPainter, x: Floats, y: Floats, stroke: Stroke) -> None:
    side = max(_DOT_PX, stroke.width)
    for left, top in zip(x.tolist(), y.tolist(), strict=True):
        painter.fillRect(QRectF(left - side / 2, top - side / 2, side, side), stroke.pen.color())


def _dashed(lines: Floats, pattern: Pattern) -> Floats:
    """Leave out the columns that fall into the gaps of a pattern of dashes."""
    ends = np.cumsum(np.maximum(np.round(pattern), 1))
    place = np.searchsorted(ends, lines[:, 0] % ends[-1], side="right")
    drawn: Floats = lines[place % 2 == 0]
    return drawn


def _runs(y: Floats) -> list[tuple[int, int]]:
    """Return where the unbroken parts of a curve begin and end."""
    finite = np.concatenate([[False], np.isfinite(y), [False]])
    edges = np.flatnonzero(np.diff(finite.astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _polygon(x: Floats, y: Floats) -> QPolygonF:
    """Return a polygon, filled through its memory: point by point takes a hundred times longer."""
    made: QPolygonF = functions.create_qpolygonf(len(x))
    points = functions.ndarray_from_qpolygonf(made)
    points[:, 0], points[:, 1] = x, y
    return made


def _shifts(width: float, *, upright: bool = False) -> list[QPointF]:
    """Return by how much each of the thin lines stands aside that together look ``width`` wide.

    For upright lines it is enough to stand beside each other.
    """
    if upright:
        count = round(width) if width > 2.8 else 1
        return [QPointF(place - (count - 1) / 2, 0) for place in range(count)]
    if width < 1.3:
        return [QPointF(0, 0)]
    if width < 2.8:
        aside = min((width - 1) / 2, 0.5)  # further apart they would be seen as two
        return [QPointF(-aside, -aside), QPointF(aside, aside)]
    radius = (width - 1) / 2
    count = math.ceil(2 * math.pi * radius / 0.9)
    turns = (2 * math.pi * place / count for place in range(count))
    ring = [QPointF(radius * math.cos(turn), radius * math.sin(turn)) for turn in turns]
    return [*ring, *(_shifts(width - 2) if width > 3.5 else [QPointF(0, 0)])]
