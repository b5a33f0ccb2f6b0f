"""What is written over the live chart: samples, limits, exclusions, events, the cursor.

Painted by QPainter above the plots, so that words keep their size whatever is zoomed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.formatting import number
from kta_desktop.i18n import language
from ui.theme import theme
from ui.widgets.measure_lines import draw_sample
from ui.widgets.measure_scene import Bracket, Mark, Scene, Stretch, clock, nearest

if TYPE_CHECKING:
    from ui.widgets.live_chart import LiveChart

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SMALL_PX = 11
LINE_PX = 16
BADGE_PX = 18
CURSOR_TOP = 56  # below the labels of hatched time
RIGHT_ROOM = 60  # px beside the plot that words above it may use


class Places:
    """Where times and values lie on the chart, in its logical px."""

    def __init__(self, chart: QWidget, canvas: Any, main: Any, strip: Any) -> None:
        self._chart, self._canvas = chart, canvas
        self._views = {"main": main, "strip": strip}

    def x(self, unix: float) -> float:
        """Return the place of a time."""
        return self._point("main", unix, 0.0).x()

    def y(self, value: float) -> float:
        """Return the place of a value of the main plot."""
        return self._point("main", 0.0, value).y()

    def area(self, name: str) -> QRectF:
        """Return the rectangle of the ``main`` plot or of the ``strip``, empty if it is hidden."""
        view = self._views[name]
        if view is None:
            return QRectF()
        shown = view.sceneBoundingRect()
        top = self._mapped(shown.topLeft())
        bottom = self._mapped(shown.bottomRight())
        return QRectF(top, bottom)

    def _point(self, name: str, unix: float, value: float) -> QPointF:
        return self._mapped(self._views[name].mapViewToScene(QPointF(unix, value)))

    def _mapped(self, scene: QPointF) -> QPointF:
        # mapFromScene rounds to whole px, the transform does not
        return QPointF(self._canvas.viewportTransform().map(scene)) + QPointF(self._canvas.pos())


class Overlay(QWidget):
    """A sheet of glass over a ``LiveChart``: it lets the mouse through."""

    def __init__(self, chart: "LiveChart") -> None:
        super().__init__(chart)
        self._chart = chart
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self._chart.scene
        if scene is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pencil = _Pencil(painter, self._chart.places(), scene, self.font())
        for bracket in scene.brackets:
            pencil.bracket_line(bracket)
        taken: list[QRectF] = []
        for bracket in reversed(scene.brackets):  # the running one has the first claim to room
            taken.append(pencil.bracket_words(bracket, taken))
        for mark in scene.marks:
            pencil.mark(mark)
        for stretch in scene.stretches:
            pencil.stretch(stretch)
        pencil.limits()
        pencil.strip_legend()
        if self._chart.cursor_at is not None:
            pencil.cursor(self._chart.cursor_at, told=self._chart.has_moved_cursor)


class _Pencil:
    """Draws the parts of one scene with one painter."""

    def __init__(self, painter: QPainter, places: Places, scene: Scene, font: QFont) -> None:
        self._painter, self._places, self._scene = painter, places, scene
        self._main, self._strip = places.area("main"), places.area("strip")
        self._plain, self._bold = QFont(font), QFont(font)
        for made in (self._plain, self._bold):
            made.setPixelSize(SMALL_PX)
        self._bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(self._plain)

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
        self._painter.drawLine(QPointF(left, y), QPointF(left, y + 5))
        if bracket.complete:
            self._painter.drawLine(QPointF(right, y), QPointF(right, y + 5))

    def bracket_words(self, bracket: Bracket, taken: Sequence[QRectF]) -> QRectF:
        """Write the words of a sample and return their place.

        Words that would lie over those in ``taken`` give way to the number of the sample.
        """
        left, right = self._span(bracket)
        if right - left < 2:
            return QRectF()
        self._painter.setFont(self._bold)
        for words in (bracket.label, bracket.short):
            width = self._width(words)
            rightmost = self._main.right() - width / 2 + RIGHT_ROOM
            centre = min(max((left + right) / 2, self._main.left() + width / 2), rightmost)
            box = QRectF(centre - width / 2 - 4, self._main.top() - 17, width + 8, LINE_PX)
            if not any(box.intersects(other) for other in taken):
                self._painter.fillRect(box, theme.colour("sf"))
                self._text(box, words, "tx", CENTRE)
                return box
        return QRectF()

    def _span(self, bracket: Bracket) -> tuple[float, float]:
        left = max(self._places.x(bracket.start), self._main.left())
        return left, min(self._places.x(bracket.end), self._main.right())

    def mark(self, mark: Mark) -> None:
        """Draw an event: a dashed line and its number near the axis."""
        x = self._places.x(mark.at)
        if not self._main.left() <= x <= self._main.right():
            return
        pen = QPen(theme.colour("nd"), 1)
        pen.setDashPattern([3, 3])
        self._painter.setPen(pen)
        self._painter.drawLine(QPointF(x, self._main.top()), QPointF(x, self._main.bottom()))
        badge = QRectF(0, 0, BADGE_PX, BADGE_PX)
        badge.moveCenter(QPointF(x, self._main.bottom() - BADGE_PX / 2 - 2))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(theme.colour("nd"))
        self._painter.drawEllipse(badge)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setFont(self._bold)
        self._text(badge, str(mark.number), "sf", CENTRE)

    def stretch(self, stretch: Stretch) -> None:
        """Write what a hatched stretch of time is."""
        left = max(self._places.x(stretch.start), self._main.left())
        right = min(self._places.x(stretch.end), self._main.right())
        if right < left:
            return
        lines = stretch.label.split("\n")
        self._painter.setFont(self._plain)
        width = max(self._width(line) for line in lines) + 12
        height = len(lines) * 14 + 6
        centre = min(
            max((left + right) / 2, self._main.left() + width / 2), self._main.right() - width / 2
        )
        box = QRectF(centre - width / 2, self._main.top() + 14, width, height)
        self._painter.setPen(QPen(theme.colour("bd2"), 1))
        self._painter.setBrush(theme.colour("sf"))
        self._painter.drawRoundedRect(box, 3, 3)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._text(box, stretch.label, "tx2", CENTRE)

    def limits(self) -> None:
        """Write the ends of the level beside the plot, and inside why it does not apply."""
        band = self._scene.band
        if band is None:
            return
        token = "ok" if band.applies else "na"
        x = self._main.right() + 6
        if band.upper is not None:
            y = self._places.y(band.upper)
            self._painter.setFont(self._bold)
            self._text(QRectF(x, y - 13, 90, LINE_PX), band.upper_label, token, LEFT)
            self._painter.setFont(self._plain)
            self._text(QRectF(x, y + 1, 90, LINE_PX), band.book, token, LEFT)
        if band.lower is not None:
            y = self._places.y(band.lower)
            self._text(QRectF(x, y - 8, 90, LINE_PX), band.lower_label, token, LEFT)
        if not band.applies and band.upper is not None:
            middle = self._places.y((band.upper + (band.lower or 0.0)) / 2)
            width = self._width(band.reason) + 16
            box = QRectF(self._main.center().x() - width / 2, middle - 11, width, 22)
            self._painter.fillRect(box, theme.colour("sf"))
            self._text(box, band.reason, "tx2", CENTRE)

    def strip_legend(self) -> None:
        """Write the names of the strip's curves above it."""
        if self._strip.height() < LINE_PX:
            return
        x, y = self._strip.left() + 4, self._strip.top() + 2
        for curve in self._scene.strip:
            width = self._width(curve.name)
            box = QRectF(x, y - 2, width + 30, LINE_PX)
            self._painter.fillRect(box, theme.colour("sf"))
            draw_sample(self._painter, QRectF(x, y, 18, 12), curve.line)
            self._text(box.adjusted(24, 0, 0, 0), curve.name, "tx2", LEFT)
            x += width + 44

    def cursor(self, at: float, *, told: bool) -> None:
        """Draw the cursor; ``told``: a person moved it, so its values are written beside it."""
        x = self._places.x(at)
        self._painter.setPen(QPen(theme.colour("tx"), 1))
        self._painter.drawLine(QPointF(x, self._main.top()), QPointF(x, self._main.bottom()))
        if self._strip.height() >= LINE_PX:
            self._painter.drawLine(QPointF(x, self._strip.top()), QPointF(x, self._strip.bottom()))
        if not told:
            return
        lines = [clock(at), *self._values(at)]
        self._painter.setFont(self._bold)
        width = max(self._width(line) for line in lines) + 14
        is_left = x + width + 8 > self._main.right()
        left = x - width - 6 if is_left else x + 6
        height = len(lines) * LINE_PX + 6
        box = QRectF(left, self._main.top() + CURSOR_TOP, width, height)
        self._painter.setPen(QPen(theme.colour("bd2"), 1))
        self._painter.setBrush(theme.colour("sf"))
        self._painter.drawRoundedRect(box, 3, 3)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, line in enumerate(lines):
            row = QRectF(left + 7, box.top() + 3 + place * LINE_PX, width, LINE_PX)
            self._text(row, line, "tx", LEFT)

    def _values(self, at: float) -> list[str]:
        within = max((self._scene.end - self._scene.start) / 100, 2.0)
        found = [(curve.name, nearest(curve, at, within)) for curve in self._scene.curves]
        return [
            f"{name}: {number(value, language(), 1) if value is not None else '—'}"
            for name, value in found
        ]

    def _width(self, text: str) -> float:
        return self._painter.fontMetrics().horizontalAdvance(text)

    def _text(self, box: QRectF, text: str, token: str, align: Qt.AlignmentFlag) -> None:
        self._painter.setPen(theme.colour(token))
        self._painter.drawText(box, align, text)
