"""Figures of the core painted on the screen: the same lines, hatches and words as on paper."""

from functools import lru_cache, singledispatch

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from kta_desktop.services.printing import (
    Anchor,
    Area,
    Cap,
    Figure,
    Hatch,
    Line,
    Mark,
    Patch,
    Role,
    Shape,
    Words,
)
from ui.theme import font, theme
from ui.theme.tips import tip

_PX = 96 / 72  # logical pixels in a point
_TILE = 8
_TOKENS = {
    Role.INK: "tx",
    Role.SECOND: "tx2",
    Role.GRID: "grid",
    Role.PAPER: "band",
    Role.BOUND: "bandline",
    Role.EXCLUDED: "tx3",
    Role.BAR: "acs",
    Role.EDGE: "ac",
    Role.NOW: "er",
}
_SERIES = {Role.NORMALISED: 0, Role.MEAN: 1, Role.RAW: 4, Role.DUE: 1}


class FigureView(QWidget):
    """Shows one figure over the whole width; empty until ``show_figure``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: Figure | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def show_figure(self, figure: Figure | None) -> None:
        """Show ``figure``; None shows nothing and takes no room."""
        self._figure = figure
        self.setVisible(figure is not None)
        self.setAccessibleName(figure.summary if figure else "")
        self.setToolTip(tip(figure.summary) if figure else "")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        height = self._figure.height if self._figure else 0.0
        return QSize(200, round(height * _PX) + 4)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._figure is None:
            return
        painter = QPainter(self)
        paint_figure(self._figure, painter, QRectF(self.rect()), self.devicePixelRatioF())
        painter.end()


def paint_figure(
    figure: Figure, painter: QPainter, place: QRectF, ratio: float, ink: str = ""
) -> None:
    """Paint a figure in ``place``, as a cell of a list does.

    Args:
        figure: What is painted.
        painter: On whatever it paints.
        place: In logical pixels.
        ratio: Device pixels in one of them.
        ink: Token of the marks and whiskers of the value; empty = as the figure says.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    page = _Page(figure, painter, place.size().toSize(), ratio, ink)
    for item in figure.items:
        _paint(item, page)
    painter.restore()


class _Page:
    """A figure on its way to the screen: where things lie, and with what they are drawn."""

    def __init__(
        self, figure: Figure, painter: QPainter, size: QSize, ratio: float, ink: str = ""
    ) -> None:
        self.figure, self.painter, self.ratio = figure, painter, ratio
        self.ink, self.room = ink, size.width()
        self._width, self._height = size.width() / _PX, size.height() / _PX

    def at(self, point: tuple[float, float], dx: float = 0.0, dy: float = 0.0) -> QPointF:
        """Return where a data point lies in logical pixels, moved by points."""
        x, y = self.figure.place(point, self._width, self._height)
        return QPointF((x + dx) * _PX, (self._height - y - dy) * _PX)

    def colour(self, role: Role) -> QColor:
        """Return the colour of a meaning in the current theme."""
        if role in _SERIES:
            return QColor(theme.tokens.series[_SERIES[role]].colour)
        return theme.colour(_TOKENS[role])

    def marked(self, role: Role) -> QColor:
        """Return the colour of what stands for the value."""
        return theme.colour(self.ink) if self.ink and role is Role.INK else self.colour(role)

    def pen(self, role: Role, width: float, dash: tuple[float, ...] = ()) -> QPen:
        """Return the pen of a line; dashes are given in points, Qt counts in widths."""
        ink = self.marked(role) if width > 1 else self.colour(role)
        pen = QPen(ink, max(width * _PX, 1.0))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            pen.setDashPattern([length * _PX / pen.widthF() for length in dash])
        return pen


@singledispatch
def _paint(item: object, page: _Page) -> None:
    raise TypeError(item, page)


@_paint.register
def _line(item: Line, page: _Page) -> None:
    page.painter.setPen(page.pen(item.role, item.width, item.dash))
    page.painter.drawPolyline(QPolygonF([page.at(point) for point in item.points]))


@_paint.register
def _area(item: Area, page: _Page) -> None:
    place = QRectF(page.at(item.start), page.at(item.end)).normalized()
    if item.fill is not None:
        page.painter.fillRect(place, page.colour(item.fill))
    if item.hatch is not None:
        name = page.colour(item.role).name()
        page.painter.fillRect(place, QBrush(_tile(item.hatch, name, page.ratio)))
    if item.edge:
        page.painter.setBrush(Qt.BrushStyle.NoBrush)
        page.painter.setPen(page.pen(item.role, item.edge, item.dash))
        page.painter.drawRect(place)


@_paint.register
def _patch(item: Patch, page: _Page) -> None:
    shape = QPolygonF([page.at(point) for point in item.points])
    page.painter.setPen(Qt.PenStyle.NoPen)
    if item.fill is not None:
        page.painter.setBrush(page.colour(item.fill))
        page.painter.drawPolygon(shape)
    if item.hatch is not None:
        name = page.colour(item.role).name()
        page.painter.setBrush(QBrush(_tile(item.hatch, name, page.ratio)))
        page.painter.drawPolygon(shape)
    if item.edge:
        page.painter.setBrush(Qt.BrushStyle.NoBrush)
        page.painter.setPen(page.pen(item.role, item.edge, item.dash))
        page.painter.drawPolygon(shape)


@_paint.register
def _mark(item: Mark, page: _Page) -> None:
    half = item.size * _PX / 2
    middle = page.at(item.at, dy=item.dy)
    ink = page.colour(item.role) if item.is_open else page.marked(item.role)
    page.painter.setPen(QPen(ink, 1.4))
    page.painter.setBrush(theme.colour("sf") if item.is_open else ink)
    if item.shape is Shape.CIRCLE:
        page.painter.drawEllipse(middle, half, half)
        return
    corners = {
        Shape.DIAMOND: [(0, -half), (half, 0), (0, half), (-half, 0)],
        Shape.DOWN: [(-half, -half), (half, -half), (0, half)],
        Shape.SQUARE: [(-half, -half), (half, -half), (half, half), (-half, half)],
        Shape.RIGHT: [(-2 * half, -half), (0, 0), (-2 * half, half)],
    }[item.shape]
    page.painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))


@_paint.register
def _cap(item: Cap, page: _Page) -> None:
    half, middle = item.size * _PX / 2, page.at(item.at)
    page.painter.setPen(page.pen(item.role, item.width))
    page.painter.drawLine(middle - QPointF(0, half), middle + QPointF(0, half))


@_paint.register
def _words(item: Words, page: _Page) -> None:
    letters = QFont(font("small"))
    letters.setPixelSize(max(round(item.size * _PX), 11))
    letters.setBold(item.bold)
    box = QFontMetricsF(letters)
    width = box.horizontalAdvance(item.text)
    left = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[item.anchor]
    start = page.at(item.at, dx=item.dx, dy=item.dy) - QPointF(left, 0)
    room = page.room - width - 1
    start.setX(max(1.0, min(start.x(), room)))
    frame = QRectF(start.x() - 3, start.y() - box.ascent() - 1, width + 6, box.height() + 2)
    if item.boxed or item.plated:
        page.painter.fillRect(frame.adjusted(1, 1, -1, -1), theme.colour("sf"))
    if item.boxed:
        page.painter.fillRect(frame, theme.colour("sf"))
        page.painter.setPen(QPen(theme.colour("bd2"), 1))
        page.painter.setBrush(Qt.BrushStyle.NoBrush)
        page.painter.drawRect(frame)
    page.painter.setFont(letters)
    page.painter.setPen(page.colour(item.role))
    page.painter.drawText(start, item.text)


@lru_cache(maxsize=32)
def _tile(hatch: Hatch, colour: str, ratio: float) -> QPixmap:
    """Return a tile of hatch lines, sharp at one device pixel ratio."""
    size = round(_TILE * ratio)
    tile = QPixmap(size, size)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(colour)
    ink.setAlphaF(0.55)
    painter.setPen(QPen(ink, 1))
    side = size / ratio
    if hatch is Hatch.DOTS:
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(side / 2, side / 2), 0.5, 0.5)
    for shift in () if hatch is Hatch.DOTS else (-side, 0.0, side):
        if hatch is Hatch.RISING:
            painter.drawLine(QPointF(shift, side), QPointF(shift + side, 0))
        else:
            painter.drawLine(QPointF(shift, 0), QPointF(shift + side, side))
    painter.end()
    return tile
