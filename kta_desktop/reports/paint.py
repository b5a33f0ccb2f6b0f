"""Figures on paper: black ink, hatches and dashes that survive a bad copier."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from kta_desktop.reports import typefaces
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Cap,
    Figure,
    Hatch,
    Line,
    Mark,
    Patch,
    Point,
    Role,
    Shape,
    Words,
)

_GREYS = {Role.GRID: 0.78, Role.SECOND: 0.25, Role.EXCLUDED: 0.35, Role.PAPER: 1.0, Role.BAR: 0.86}
_HATCH_PEN = 0.5
_FINE, _WIDE = 3.2, 6.5  # between hatch lines: of narrow bands, and of areas that hold curves
_NARROW = 30.0
_DOTS, _DOT = 3.6, 0.75  # between dots, and their radius


def paint(canvas: Canvas, figure: Figure, width: float, height: float) -> None:
    """Paint ``figure`` into the rectangle from the origin to ``width`` and ``height`` points."""
    painters: dict[type, Callable[..., None]] = {
        Line: _line,
        Area: _area,
        Patch: _patch,
        Mark: _mark,
        Cap: _cap,
        Words: _words,
    }
    for item in figure.items:
        canvas.saveState()
        painters[type(item)](canvas, item, lambda at: figure.place(at, width, height))
        canvas.restoreState()


def _grey(role: Role) -> float:
    return _GREYS.get(role, 0.0)


def _pen(canvas: Canvas, width: float, dash: tuple[float, ...], role: Role) -> None:
    canvas.setStrokeGray(_grey(role))
    canvas.setLineWidth(width)
    canvas.setDash(*([list(dash)] if dash else []))


def _line(canvas: Canvas, item: Line, place: Any) -> None:
    _pen(canvas, item.width, item.dash, item.role)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(*place(item.points[0]))
    for point in item.points[1:]:
        path.lineTo(*place(point))
    canvas.drawPath(path, stroke=1, fill=0)


def _area(canvas: Canvas, item: Area, place: Any) -> None:
    (left, low), (right, high) = place(item.start), place(item.end)
    box = (left, low, right - left, high - low)
    if item.fill is not None:
        canvas.setFillGray(_grey(item.fill))
        canvas.rect(*box, stroke=0, fill=1)
    if item.hatch is not None:
        _hatch(canvas, box, item.hatch, item.role)
    if item.edge:
        _pen(canvas, item.edge, item.dash, item.role)
        canvas.rect(*box, stroke=1, fill=0)


def _hatch(
    canvas: Canvas, box: tuple[float, float, float, float], hatch: Hatch, role: Role
) -> None:
    left, low, width, height = box
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(*box)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setLineWidth(_HATCH_PEN)
    is_narrow = height < _NARROW
    step = _FINE if is_narrow or hatch is Hatch.FALLING else _WIDE
    canvas.setStrokeGray(max(_grey(role), 0.25 if is_narrow else 0.35))
    if hatch is Hatch.DOTS:
        _dots(canvas, box)
        canvas.restoreState()
        return
    path = canvas.beginPath()
    start = left - height
    while start < left + width:
        ends = (low, low + height) if hatch is Hatch.RISING else (low + height, low)
        path.moveTo(start, ends[0])
        path.lineTo(start + height, ends[1])
        start += step
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _dots(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    """Fill a box with dots big enough for a copier."""
    left, low, width, height = box
    canvas.setFillGray(0.0)
    path = canvas.beginPath()
    for row in range(ceil(height / _DOTS)):
        for column in range(ceil(width / _DOTS)):
            path.circle(left + (column + 0.5) * _DOTS, low + (row + 0.5) * _DOTS, _DOT)
    canvas.drawPath(path, stroke=0, fill=1)


def _patch(canvas: Canvas, item: Patch, place: Any) -> None:
    corners = [place(point) for point in item.points]
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    if item.fill is not None:
        canvas.setFillGray(_grey(item.fill))
        canvas.drawPath(path, stroke=0, fill=1)
    if item.hatch is not None:
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0)
        left, low = (min(corner[axis] for corner in corners) for axis in (0, 1))
        right, high = (max(corner[axis] for corner in corners) for axis in (0, 1))
        _hatch(canvas, (left, low, right - left, high - low), item.hatch, item.role)
        canvas.restoreState()
    if item.edge:
        _pen(canvas, item.edge, item.dash, item.role)
        canvas.drawPath(path, stroke=1, fill=0)


def _mark(canvas: Canvas, item: Mark, place: Any) -> None:
    x, y = place(item.at)
    y += item.dy
    half = item.size / 2
    if item.shape is Shape.CIRCLE:
        _pen(canvas, 0.9, (), item.role)
        canvas.setFillGray(1.0 if item.is_open else _grey(item.role))
        canvas.circle(x, y, half, stroke=1, fill=1)
        return
    corners: dict[Shape, tuple[Point, ...]] = {
        Shape.DIAMOND: ((x, y + half), (x + half, y), (x, y - half), (x - half, y)),
        Shape.DOWN: ((x - half, y + half), (x + half, y + half), (x, y - half)),
        Shape.SQUARE: (
            (x - half, y - half),
            (x - half, y + half),
            (x + half, y + half),
            (x + half, y - half),
        ),
        Shape.RIGHT: ((x - item.size, y + half), (x, y), (x - item.size, y - half)),
    }
    path = canvas.beginPath()
    path.moveTo(*corners[item.shape][0])
    for corner in corners[item.shape][1:]:
        path.lineTo(*corner)
    path.close()
    _pen(canvas, 0.9, (), item.role)
    canvas.setFillGray(1.0 if item.is_open else _grey(item.role))
    canvas.drawPath(path, stroke=1, fill=1)


def _cap(canvas: Canvas, item: Cap, place: Any) -> None:
    x, y = place(item.at)
    _pen(canvas, item.width, (), item.role)
    canvas.line(x, y - item.size / 2, x, y + item.size / 2)


def _words(canvas: Canvas, item: Words, place: Any) -> None:
    text = typefaces.printable(item.text)
    width = typefaces.width(text, item.size, bold=item.bold)
    x, y = place(item.at)
    shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[item.anchor]
    x, y = x + item.dx - shift, y + item.dy
    if item.plated:
        canvas.setFillGray(1.0)
        canvas.rect(x - 1.5, y - 2.2, width + 3, item.size + 1.4, stroke=0, fill=1)
    if item.boxed:
        canvas.setFillGray(1.0)
        _pen(canvas, 0.5, (), item.role)
        canvas.rect(x - 2.5, y - 2.5, width + 5, item.size + 3, stroke=1, fill=1)
    canvas.setFillGray(_grey(item.role))
    typefaces.draw(canvas, (x, y), text, item.size, bold=item.bold)


class Drawing(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A figure in the flow of a page, ``width`` points wide or as wide as its column."""

    def __init__(self, figure: Figure, width: float | None = None) -> None:
        super().__init__()
        self._figure = figure
        self._wanted = width
        for item in figure.items:  # what no font has is listed before the list is printed
            if isinstance(item, Words):
                typefaces.printable(item.text)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        self.width, self.height = min(self._wanted or aW, aW), self._figure.height
        return self.width, self.height

    @override
    def draw(self) -> None:
        paint(self.canv, self._figure, self.width, self.height)


class Stretching(Drawing):
    """A figure of the height it wants, or lower where that keeps it, and its words, on a page.

    Args:
        figure: Of the height that is wanted, in points.
        least: The height below which it goes to the next page.
        words: Height of what stands under it and should stay with it, in points.
    """

    def __init__(self, figure: Figure, least: float, words: float) -> None:
        super().__init__(figure)
        self._high, self._least, self._words = figure.height, least, words

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        room = aH - self._words if aH - self._words >= self._least else aH
        high = min(self._high, room) if room >= self._least else self._high
        self._figure = replace(self._figure, height=high)
        return super().wrap(aW, aH)
