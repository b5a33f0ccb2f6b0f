"""The parts of the live chart that lie under its words: grid, axes, level, curves, hatches.

Everything here is painted into a picture of its own that is kept until something of it changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from kta_desktop.formatting import date, number
from kta_desktop.i18n import language
from ui.theme import theme
from ui.widgets.live_chart_curves import SMOOTH_PX, Plot, Stroke, draw_curve
from ui.widgets.live_chart_places import LEFT_PX, Places, Scale, scale_of, time_ticks
from ui.widgets.measure_lines import look_of, pen
from ui.widgets.measure_scene import Curve, Line, Scene, Stretch, clock

HATCH_STEP = 8  # logical px between two lines of a hatch
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LABEL_PX = 16  # height of a line of small text
_DAY_S = 86_400
_BOX_PX = 100.0
_EDGES_FROM_PX = 5.0  # narrower stretches are hatched without edges
_LIMIT_PX = 1.5
_END_PX = 3.5  # radius of the dot at the end of the rolling mean


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


class Picture:
    """Paints one scene with one painter, whose unit is the logical px of the chart."""

    def __init__(self, painter: QPainter, places: Places, scene: Scene, ratio: float) -> None:
        self._painter, self._places, self._scene, self._ratio = painter, places, scene, ratio
        self._brushes: dict[bool, QBrush] = {}
        self.segments = 0  # lines that the curves took

    def paint(self) -> None:
        """Paint everything, from the ground up."""
        self._band()
        self._times()
        self._values()
        self._limits()
        share = SMOOTH_PX / max(len(self._scene.curves) + len(self._scene.strip), 1)
        for curve in self._scene.curves:
            scale = self._places.right if curve.on_right else self._places.left
            if scale is not None:
                self._curve(curve, self._places.main, scale, share)
        self._lanes(share)
        for stretch in merged(self._scene.stretches, self._places.second_px):
            self._stretch(stretch)
        self._mean_end()
        self._frames()
        self._whole()

    def _band(self) -> None:
        """Hatch the level between its ends."""
        band = self._scene.band
        if band is None:
            return
        main = self._places.main
        upper = main.top() if band.upper is None else self._places.y(band.upper)
        lower = main.bottom() if band.lower is None else self._places.y(band.lower)
        fill, line = ("band", "bandline") if band.applies else ("nas", "nab")
        ground = theme.colour(fill)
        brush = hatch(ground, _calm(theme.colour(line), ground), self._ratio)
        area = QRectF(QPointF(main.left(), upper), QPointF(main.right(), lower))
        self._painter.fillRect(area.intersected(main), brush)

    def _limits(self) -> None:
        """Draw the ends of the level: the upper one solid, the lower one dashed."""
        band, main = self._scene.band, self._places.main
        if band is None:
            return
        for end, dashes in ((band.upper, []), (band.lower, [9, 6])):
            if end is None or not main.top() <= self._places.y(end) <= main.bottom():
                continue
            width = max(round(_LIMIT_PX * self._ratio), 1) / self._ratio  # both equally sharp
            pencil = QPen(theme.colour("ok" if band.applies else "na"), width)
            pencil.setCapStyle(Qt.PenCapStyle.FlatCap)
            if dashes:
                pencil.setDashPattern([length / width for length in dashes])
            self._painter.setPen(pencil)
            self._across(main, self._places.y(end))

    def _times(self) -> None:
        """Draw the upright lines of the grid and the times below the main plot."""
        main = self._places.main
        ticks, step = time_ticks(self._places.shown, main.width())
        areas = [main, *(lane.area for lane in self._places.lanes)]
        self._painter.setPen(QPen(theme.colour("grid"), 1))
        for x in map(self._places.x, ticks):
            for area in areas:
                self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        self._painter.setPen(theme.colour("tx2"))
        for at in ticks:
            left = self._places.x(at) - _BOX_PX / 2
            box = QRectF(left, main.bottom() + 3, _BOX_PX, LABEL_PX)
            self._painter.drawText(box, CENTRE, _time_words(at, step, language()))

    def _values(self) -> None:
        """Draw the level lines of the grid and the figures of both axes."""
        main = self._places.main
        ticks, digits = self._places.left.ticks(main.height())
        self._painter.setPen(QPen(theme.colour("grid"), 1))
        for value in ticks:
            self._across(main, self._places.y(value))
        self._painter.setPen(theme.colour("tx2"))
        for value in ticks:
            top = self._places.y(value) - LABEL_PX / 2
            box = QRectF(0, top, LEFT_PX - 6, LABEL_PX)
            self._painter.drawText(box, RIGHT, _value_words(value, digits, language()))
        if self._places.right is None:
            return
        ticks, digits = self._places.right.ticks(main.height())
        for value in ticks:
            top = self._places.y(value, self._places.right) - LABEL_PX / 2
            box = QRectF(main.right() + 6, top, _BOX_PX, LABEL_PX)
            self._painter.drawText(box, LEFT, _value_words(value, digits, language()))

    def _lanes(self, share: float) -> None:
        for lane in self._places.lanes:
            self._painter.setPen(QPen(theme.colour("grid"), 1))
            self._across(lane.area, lane.area.bottom())
            for curve, scale in lane.curves:
                self._curve(curve, lane.area, scale, share)

    def _curve(self, curve: Curve, area: QRectF, scale: Scale, share: float) -> None:
        """Draw a curve in device px: a line of one px is many times faster than a wider one."""
        self._painter.save()
        self._painter.resetTransform()
        plot = Plot(area, self._places.shown, scale, self._ratio)
        stroke = stroke_of(curve.line, self._ratio, theme.tokens.name)
        self.segments += draw_curve(self._painter, plot, (curve.x, curve.y), stroke, share)
        self._painter.restore()

    def _stretch(self, stretch: Stretch) -> None:
        """Hatch a stretch of time over the curves, so that none is seen across it."""
        for area in self._areas(stretch):
            left = max(self._places.x(stretch.start), area.left())
            right = min(self._places.x(stretch.end), area.right())
            if right > left:
                box = QRectF(left, area.top(), max(right - left, 1.0), area.height())
                self._painter.fillRect(box, self._stretch_brush(see_through=stretch.is_marked))
                self._edges(stretch, area)

    def _edges(self, stretch: Stretch, area: QRectF) -> None:
        """Draw where a stretch begins and ends: on a grey level its hatch is hard to see."""
        ends = [self._places.x(at) for at in (stretch.start, stretch.end)]
        if ends[1] - ends[0] < _EDGES_FROM_PX:
            return
        self._painter.setPen(QPen(_calm(theme.colour("nab"), theme.colour("nas")), 1))
        for x in ends:
            if area.left() < x < area.right():
                self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _areas(self, stretch: Stretch) -> list[QRectF]:
        """Return the areas of the curves that a stretch concerns."""
        if not stretch.curve:
            return [self._places.main, *(lane.area for lane in self._places.lanes)]
        in_main = any(curve.id == stretch.curve for curve in self._scene.curves)
        found = [self._places.main] if in_main else []
        return found + [
            lane.area
            for lane in self._places.lanes
            if any(curve.id == stretch.curve for curve, _scale in lane.curves)
        ]

    def _stretch_brush(self, *, see_through: bool) -> QBrush:
        if see_through not in self._brushes:
            fill, line = theme.colour("nas"), theme.colour("nab")
            clear = QColor(fill)
            clear.setAlpha(0)
            ground = clear if see_through else fill
            stripe = line if see_through else _calm(line, fill)
            self._brushes[see_through] = hatch(ground, stripe, self._ratio, falling=True)
        return self._brushes[see_through]

    def _mean_end(self) -> None:
        """Put a dot at the end of the rolling mean while it is measured."""
        mean = next((curve for curve in self._scene.curves if curve.line is Line.MEAN), None)
        if mean is None or self._scene.now is None or not len(mean.x) or mean.y[-1] != mean.y[-1]:
            return
        scale = self._places.right if mean.on_right else None
        end = QPointF(self._places.x(float(mean.x[-1])), self._places.y(float(mean.y[-1]), scale))
        if self._places.main.contains(end):
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(QColor(look_of(Line.MEAN).colour))
            self._painter.drawEllipse(end, _END_PX, _END_PX)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _frames(self) -> None:
        main = self._places.main
        self._painter.setPen(QPen(theme.colour("tx3"), 1))
        self._across(main, main.bottom())

    def _whole(self) -> None:
        """Draw the session in small, with the hatches of the time that is not used."""
        area, whole = self._places.whole, self._scene.whole
        if whole is None or area.isEmpty():
            return
        span = (self._places.whole_time(area.left()), self._places.whole_time(area.right()))
        self._painter.fillRect(area, theme.colour("sf2"))
        scale = scale_of([whole.curve], None, span)
        self._painter.save()
        self._painter.resetTransform()
        plot = Plot(area.adjusted(0, 3, 0, -3), span, scale, self._ratio)
        stroke = Stroke(pen(whole.curve.line), self._ratio)
        draw_curve(self._painter, plot, (whole.curve.x, whole.curve.y), stroke, SMOOTH_PX / 4)
        self._painter.restore()
        px = area.width() / max(span[1] - span[0], 1e-9)
        for stretch in merged(self._scene.stretches, px):
            if not stretch.curve:
                left, right = map(self._places.whole_x, (stretch.start, stretch.end))
                box = QRectF(left, area.top(), max(right - left, 1.0), area.height())
                brush = self._stretch_brush(see_through=stretch.is_marked)
                self._painter.fillRect(box.intersected(area), brush)

    def _across(self, area: QRectF, y: float) -> None:
        self._painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))


def merged(stretches: Sequence[Stretch], second_px: float) -> list[Stretch]:
    """Return stretches in which those that touch on the screen are one.

    Args:
        stretches: In any order.
        second_px: Px that a second takes.
    """
    found: list[Stretch] = []
    for each in sorted(stretches, key=lambda item: (item.curve, item.is_marked, item.start)):
        last = found[-1] if found else None
        touches = last is not None and (each.start - last.end) * second_px < 1.0
        if last is not None and touches and _alike(last, each):
            found[-1] = replace(last, end=max(last.end, each.end))
        else:
            found.append(each)
    return found


def _alike(one: Stretch, other: Stretch) -> bool:
    return (one.curve, one.is_marked) == (other.curve, other.is_marked)


@lru_cache(maxsize=64)
def stroke_of(line: Line, ratio: float, _theme: str) -> Stroke:
    """Return how a curve is drawn in a theme, at ``ratio`` device pixels per logical pixel."""
    look = look_of(line)
    made = pen(line)
    pattern = tuple(length * ratio for length in look.pattern) if made.dashPattern() else ()
    if pattern:
        made.setDashPattern(list(pattern))
    return Stroke(made, look.width * ratio, pattern)


@lru_cache(maxsize=512)  # the same ticks come back with every picture
def _time_words(at: float, step: float, lang: str) -> str:
    """Return what stands below a tick: the time of day, at midnight the day."""
    words = clock(at, seconds=step < 60)
    if words in ("00:00", "00:00:00"):
        return date(datetime.fromtimestamp(at, UTC).isoformat(), lang)
    return words


@lru_cache(maxsize=512)
def _value_words(value: float, digits: int, lang: str) -> str:
    return number(value, lang, digits)


def _calm(line: QColor, fill: QColor) -> QColor:
    """Return the colour of hatch lines: a third of the way from the ground to the full colour."""
    parts = ("red", "green", "blue")
    pairs = [(getattr(line, part)(), getattr(fill, part)()) for part in parts]
    return QColor(*(round(ground + (full - ground) / 3) for full, ground in pairs))
