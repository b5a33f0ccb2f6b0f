"""What is written over the live chart: samples, limits, hatched time, events, the cursor."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from ui.theme import theme
from ui.widgets.live_chart_places import LANE_TITLE_PX, LEFT_PX, RIGHT_PX, Lane, Places
from ui.widgets.live_chart_window import Span
from ui.widgets.measure_lines import draw_sample
from ui.widgets.measure_scene import (
    Bracket,
    Curve,
    MarkKind,
    Scene,
    Stretch,
    clock,
    day_and_time,
    nearest,
    value_range,
)
from ui.widgets.measure_words import reading

DAY_S = 86_400  # a longer session needs the day beside the time
CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
SMALL_PX = 11
LINE_PX = 16
BADGE_PX = 18
CURSOR_TOP = 56  # below the labels of hatched time
EDGE_PX = 3.0  # half the width of a grip of the frame on the session in small
RIGHT_ROOM = 60  # px beside the plot that words above it may use


class Pencil:
    """Writes the words of one scene with one painter, whose unit is the logical px."""

    def __init__(self, painter: QPainter, places: Places, scene: Scene, font: QFont) -> None:
        self._painter, self._places, self._scene = painter, places, scene
        self._main = places.main
        self._plain, self._bold = _fonts(font)
        painter.setFont(self._plain)

    def write(self) -> None:
        """Write everything but the cursor."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bracket in self._scene.brackets:
            self.bracket_line(bracket)
        taken: list[QRectF] = []
        for bracket in sorted(self._scene.brackets, key=self._claim):
            taken.append(self.bracket_words(bracket, taken))
        self.marks()
        labels: list[QRectF] = []
        longest_first = sorted(self._scene.stretches, key=lambda found: found.start - found.end)
        for stretch in longest_first:
            labels.append(self.stretch(stretch, labels))
        self.limits()
        self.units()
        for lane in self._places.lanes:
            self.lane(lane)

    def bracket_line(self, bracket: Bracket) -> None:
        """Draw a sample above the plot, open at the right while it runs."""
        left, right = self._span(bracket)
        if right - left < 2:
            return
        y = self._main.top() - 9
        pen = QPen(theme.colour("tx2"), 1)
        if not bracket.complete:
            pen.setDashPattern([4, 3])
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(left, y), QPointF(right, y))
        if self._places.x(bracket.start) >= left:
            self._painter.drawLine(QPointF(left, y), QPointF(left, y + 5))
        if bracket.complete and self._places.x(bracket.end) <= right:
            self._painter.drawLine(QPointF(right, y), QPointF(right, y + 5))

    def bracket_words(self, bracket: Bracket, taken: Sequence[QRectF]) -> QRectF:
        """Write the words of a sample and return their place.

        Words that would lie over those in ``taken`` give way to the number of the sample.
        """
        left, right = self._span(bracket)
        if right - left < 2:
            return QRectF()
        self._painter.setFont(self._bold)
        for words in filter(None, (bracket.label, bracket.brief, bracket.short)):
            width = self._width(words)
            rightmost = self._main.right() - width / 2 + RIGHT_ROOM
            centre = min(max((left + right) / 2, self._main.left() + width / 2), rightmost)
            box = QRectF(centre - width / 2 - 4, self._main.top() - 17, width + 8, LINE_PX)
            if not bracket.complete:  # it still grows to the right, where there is room beside
                box.moveLeft(max(box.left(), min(left + 2, rightmost - width / 2 - 4)))
            if not any(box.intersects(other) for other in taken):
                self._painter.fillRect(box, theme.colour("sf"))
                self._text(box, words, "tx", CENTRE)
                return box
        return QRectF()

    def _claim(self, bracket: Bracket) -> tuple[bool, float]:
        """Return the place in the queue for room: means that fit come first, then the newest."""
        left, right = self._span(bracket)
        self._painter.setFont(self._bold)
        fits = bracket.complete and self._width(bracket.label) + 8 <= right - left
        return not fits, -bracket.start

    def _span(self, bracket: Bracket) -> tuple[float, float]:
        left = max(self._places.x(bracket.start), self._main.left())
        return left, min(self._places.x(bracket.end), self._main.right())

    def marks(self) -> None:
        """Draw the events, each with its number where there is room for it, and the reversals."""
        free_from = -math.inf
        for mark in sorted(self._scene.marks, key=lambda mark: mark.at):
            x = self._places.x(mark.at)
            if not self._main.left() <= x <= self._main.right():
                continue
            if mark.kind is MarkKind.REVERSAL:
                self._reversal(x)
                continue
            has_room = x - BADGE_PX / 2 >= free_from
            self._event(x, str(mark.number) if has_room else "")
            if has_room:
                free_from = x + BADGE_PX / 2 + 1

    def stretch(self, stretch: Stretch, taken: Sequence[QRectF]) -> QRectF:
        """Write what a hatched stretch of time is, clear of ``taken``, and return the place."""
        area = self._area_of(stretch)
        if area is None:
            return QRectF()
        left = max(self._places.x(stretch.start), area.left())
        right = min(self._places.x(stretch.end), area.right())
        if right < left or not stretch.label:
            return QRectF()
        lines = stretch.label.split("\n") if area is self._main else [stretch.label.split("\n")[0]]
        self._painter.setFont(self._plain)
        width = max(self._width(line) for line in lines) + 12
        height = len(lines) * 14 + 6
        if area is not self._main and width > right - left:
            return QRectF()  # a lane has no room beside the hatch; its values say it, too
        centre = min(max((left + right) / 2, area.left() + width / 2), area.right() - width / 2)
        box = QRectF(centre - width / 2, area.top() + 14, width, height)
        if area is not self._main:
            box.moveCenter(QPointF(centre, area.center().y()))
        while any(box.intersects(other) for other in taken):
            box.translate(0, height + 2)
            if box.bottom() > area.bottom():
                return QRectF()
        self._frame(box)
        self._text(box, "\n".join(lines), "tx2", CENTRE)
        return box

    def limits(self) -> None:
        """Write the ends of the level beside the plot, and inside why it does not apply."""
        band = self._scene.band
        if band is None:
            return
        token = "ok" if band.applies else "na"
        if band.upper is not None and self._is_inside(band.upper):
            self._limit(self._places.y(band.upper), (band.upper_label, band.book), token)
        if band.lower is not None and self._is_inside(band.lower):
            self._limit(self._places.y(band.lower), (band.lower_label,), token)
        if not band.applies:
            self._reason(band.lower, band.upper, band.reason)

    def units(self) -> None:
        """Write the units of the two axes above them."""
        self._painter.setFont(self._plain)
        y = self._main.top() - 21
        left = next((curve.unit for curve in self._scene.curves if not curve.on_right), "")
        right = next((curve.unit for curve in self._scene.curves if curve.on_right), "")
        if self._places.right is not None:
            self._text(QRectF(3, y, LEFT_PX, LINE_PX), left, "tx2", LEFT)
            self._text(QRectF(self._main.right() + 6, y, 70, LINE_PX), right, "tx2", LEFT)

    def lane(self, lane: Lane) -> None:
        """Write the names of the curves of a lane above it, and the range of a single one."""
        x, y = lane.area.left() + 4, lane.area.top() - LANE_TITLE_PX
        self._painter.setFont(self._plain)
        for curve, _scale in lane.curves:
            draw_sample(self._painter, QRectF(x, y, 18, LANE_TITLE_PX), curve.line)
            width = self._width(curve.name)
            self._text(QRectF(x + 24, y, width + 4, LANE_TITLE_PX), curve.name, "tx2", LEFT)
            x += width + 44
        if len(lane.curves) > 1:
            return
        found = value_range([lane.curves[0][0]], *self._places.shown)
        if found is not None:
            ends = list(dict.fromkeys(reading(value) for value in found))
            box = lane.area.adjusted(lane.area.width() + 6, 0, RIGHT_PX, 0)
            words = " – ".join(ends)
            if self._width(words) > box.width():
                words = "\n".join(reversed(ends))
                box.setTop(y)
            self._text(box, words, "tx2", LEFT)

    def frame(self) -> None:
        """Frame the part of the session in small that is shown."""
        whole = self._places.whole
        if whole.isEmpty():
            return
        left, right = (self._places.whole_x(at) for at in self._places.shown)
        frame = QRectF(left, whole.top(), right - left, whole.height())
        frame = frame.intersected(whole).adjusted(1, 1, -1, -1)
        self._painter.setPen(QPen(theme.colour("ac"), 2))
        self._painter.drawRect(frame)
        for x in (frame.left(), frame.right()):
            grip = QRectF(x - EDGE_PX, frame.center().y() - 7, 2 * EDGE_PX, 14)
            self._painter.fillRect(grip, theme.colour("ac"))

    def marking(self, start: float, end: float) -> None:
        """Frame the stretch of time that is being marked."""
        left, right = sorted(self._places.x(at) for at in (start, end))
        box = QRectF(left, self._main.top(), max(right - left, 1.0), self._main.height())
        self._painter.setPen(QPen(theme.colour("ac"), 2, Qt.PenStyle.DashLine))
        self._painter.drawRect(box.intersected(self._main))

    def cursor(self, at: float, *, told: bool) -> None:
        """Draw the cursor; ``told``: a person moved it, so its values are written beside it."""
        x = self._places.x(at)
        if not self._main.left() <= x <= self._main.right():
            return
        self._painter.setPen(QPen(theme.colour("tx"), 1))
        for area in (self._main, *(lane.area for lane in self._places.lanes)):
            self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if told:
            self._values_box(x, cursor_values(self._scene, self._places.shown, at))

    def _values_box(self, x: float, rows: Sequence[tuple[Curve | None, str]]) -> None:
        """Write the values under the cursor, each behind the sample of its line."""
        self._painter.setFont(self._bold)
        width = max(self._width(words) for _curve, words in rows) + 40
        is_left = x + width + 8 > self._main.right()
        left = x - width - 6 if is_left else x + 6
        height = len(rows) * LINE_PX + 6
        top = min(self._main.top() + CURSOR_TOP, self._main.bottom() - height)
        box = QRectF(left, max(top, 0.0), width, height)
        self._frame(box)
        for place, (curve, words) in enumerate(rows):
            y = box.top() + 3 + place * LINE_PX
            if curve is not None:
                draw_sample(self._painter, QRectF(left + 6, y, 18, LINE_PX), curve.line)
            row = QRectF(left + (30 if curve is not None else 7), y, width, LINE_PX)
            self._text(row, words, "tx", LEFT)

    def _event(self, x: float, number: str) -> None:
        """Draw a dashed line and a number near the axis."""
        pen = QPen(theme.colour("nd"), 1)
        pen.setDashPattern([3, 3])
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(x, self._main.top()), QPointF(x, self._main.bottom()))
        if not number:
            return
        badge = QRectF(0, 0, BADGE_PX, BADGE_PX)
        badge.moveCenter(QPointF(x, self._main.bottom() - BADGE_PX / 2 - 2))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.colour("nd"))
        self._painter.drawEllipse(badge)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setFont(self._bold)
        self._text(badge, number, "sf", CENTRE)

    def _reversal(self, x: float) -> None:
        """Draw two arrows against each other at the top of the plot, and a dotted line."""
        pen = QPen(theme.colour("tx2"), 1)
        pen.setDashPattern([1, 4])
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(x, self._main.top() + 12), QPointF(x, self._main.bottom()))
        self._painter.setPen(QPen(theme.colour("tx2"), 1.5))
        for y, way in ((self._main.top() + 3, 1), (self._main.top() + 8, -1)):
            tip = QPointF(x + 6 * way, y)
            self._painter.drawLine(QPointF(x - 6 * way, y), tip)
            self._painter.drawLine(tip, tip + QPointF(-3 * way, -2.5))
            self._painter.drawLine(tip, tip + QPointF(-3 * way, 2.5))

    def _limit(self, y: float, lines: Sequence[str], token: str) -> None:
        """Write beside the plot, or inside it if the second axis stands there."""
        outside = self._places.right is None
        first = y - (13 if len(lines) > 1 else 8) if outside else y - LINE_PX * len(lines)
        for place, words in enumerate(lines):
            self._painter.setFont(self._bold if place == 0 and len(lines) > 1 else self._plain)
            width = self._width(words) + 4
            x = self._main.right() + (6 if outside else -width - 6)
            box = QRectF(x, first + place * 14, width, LINE_PX)
            if not outside:
                self._painter.fillRect(box.adjusted(-3, 1, 3, -1), theme.colour("sf"))
            self._text(box, words, token, LEFT)

    def _reason(self, lower: float | None, upper: float | None, reason: str) -> None:
        """Write in the middle of the level why it does not apply."""
        top = self._main.top() if upper is None else max(self._places.y(upper), self._main.top())
        bottom = self._places.y(lower) if lower is not None else self._main.bottom()
        middle = (top + min(bottom, self._main.bottom())) / 2
        self._painter.setFont(self._plain)
        width = min(self._width(reason) + 16, self._main.width() - 8)
        metrics = self._painter.fontMetrics()
        wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        room = QRectF(0, 0, width - 8, self._main.height()).toRect()
        height = metrics.boundingRect(room, wrapped, reason).height() + 6
        box = QRectF(self._main.center().x() - width / 2, middle - height / 2, width, height)
        self._painter.fillRect(box, theme.colour("sf"))
        self._painter.setPen(theme.colour("tx2"))
        self._painter.drawText(box.adjusted(4, 0, -4, 0), wrapped, reason)

    def _area_of(self, stretch: Stretch) -> QRectF | None:
        """Return the area in which the words of a stretch stand; None if its curve is not shown."""
        if not stretch.curve or any(curve.id == stretch.curve for curve in self._scene.curves):
            return self._main
        for lane in self._places.lanes:
            if any(curve.id == stretch.curve for curve, _scale in lane.curves):
                return lane.area
        return None

    def _is_inside(self, value: float) -> bool:
        return self._main.top() <= self._places.y(value) <= self._main.bottom()

    def _frame(self, box: QRectF) -> None:
        self._painter.setPen(QPen(theme.colour("bd2"), 1))
        self._painter.setBrush(theme.colour("sf"))
        self._painter.drawRoundedRect(box, 3, 3)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def _width(self, text: str) -> float:
        return self._painter.fontMetrics().horizontalAdvance(text)

    def _text(self, box: QRectF, text: str, token: str, align: Qt.AlignmentFlag) -> None:
        self._painter.setPen(theme.colour(token))
        self._painter.drawText(box, align, text)


def right_room(scene: Scene, font: QFont) -> float:
    """Return the px that are needed at the right of the plots for the labels of the level."""
    if scene.band is None or any(curve.on_right for curve in scene.curves):
        return RIGHT_PX
    metrics = QFontMetricsF(_fonts(font)[1])
    labels = (scene.band.upper_label, scene.band.lower_label, scene.band.book)
    return max(RIGHT_PX, *(metrics.horizontalAdvance(label) + 12 for label in labels))


def _fonts(font: QFont) -> tuple[QFont, QFont]:
    """Return the plain and the bold font of all words, from that of the chart."""
    plain, bold = QFont(font), QFont(font)
    for made in (plain, bold):
        made.setPixelSize(SMALL_PX)
    bold.setWeight(QFont.Weight.DemiBold)
    return plain, bold


def cursor_values(scene: Scene, shown: Span, at: float) -> list[tuple[Curve | None, str]]:
    """Return the time under the cursor and, in words, the value of every curve there."""
    within = max((shown[1] - shown[0]) / 100, 2.0)
    days = shown[1] - shown[0] > DAY_S or (
        scene.whole is not None and scene.whole.end - scene.whole.start > DAY_S
    )
    rows: list[tuple[Curve | None, str]] = [(None, day_and_time(at) if days else clock(at))]
    for curve in (*scene.curves, *scene.strip):
        value = reading(nearest(curve, at, within))
        unit = "" if curve.name.endswith(curve.unit) else f" {curve.unit}"
        rows.append((curve, f"{curve.name}: {value}{unit}"))
    return rows
