"""The live chart: curves over the level, with gaps, exclusions, events, samples and a cursor.

Painted by ourselves with one painter. What the scene shows is kept as a picture: while only the
pointer moves, nothing of it is painted again, and while nothing comes, nothing is painted at all.
This module loads numpy: import it when a chart is about to be shown.
"""

import math

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme import theme
from ui.widgets.focus import FocusRing
from ui.widgets.live_chart_items import Picture
from ui.widgets.live_chart_mouse import Hand
from ui.widgets.live_chart_overlay import Pencil, cursor_values, right_room
from ui.widgets.live_chart_places import Places, bounds_of
from ui.widgets.live_chart_window import LEAST_S, ZOOM_STEP, Span, Window
from ui.widgets.measure_scene import Scene

_PAN_SHARE = 0.2  # of what is shown, for one key
_CURSOR_LEAST_S = 0.5  # of a step, unless less is shown
_CURSOR_STEPS = 100  # in what is shown


class LiveChart(QWidget):
    """Paints a scene; a session that runs or one that ended long ago alike.

    A person may look at another stretch of time than the scene's own: see ``span_for``.

    Signals:
        range_changed: Unix seconds from and to which a person zoomed or moved. Whoever shows the
            scene gives one of that stretch; until then the old one is shown there.
        followed: a person went back to what the page shows by itself.
        stretch_marked: Unix seconds from and to which a person marked time to be left out.
        cursor_moved: Unix seconds under the cursor that a person moved.
    """

    range_changed = Signal(float, float)
    followed = Signal()
    stretch_marked = Signal(float, float)
    cursor_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveChart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._scene: Scene | None = None
        self._window = Window()
        self._page: Span = (0.0, 1.0)  # what is shown while nobody zooms
        self._cursor: float | None = None
        self._hover: float | None = None
        self._marked_from: float | None = None
        self._marked_to: float | None = None
        self._picture = QImage()  # memory that is used again: new pages cost as much as curves
        self._is_stale = True
        self._places: Places | None = None
        self.painted = 0  # pictures so far
        self.segments = 0  # lines that the curves of the last picture took
        self._hand = Hand(self)
        FocusRing(self)
        theme.changed.connect(self.restyle)

    def show_scene(self, scene: Scene) -> None:
        """Paint ``scene`` in place of what was shown."""
        self._scene = scene
        if self._window == Window():
            self._page = (scene.start, max(scene.end, scene.start + LEAST_S))
        self._describe()
        self.restyle()

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    @property
    def follows(self) -> bool:
        """Whether the time axis goes on by itself, rather than being held by a person."""
        return self._window.follows

    def span_for(self, start: float, end: float) -> Span:
        """Return which stretch of time a scene should be of, in Unix seconds.

        Args:
            start: Of what the page shows by itself.
            end: Of what the page shows by itself.
        """
        self._page = (start, max(end, start + LEAST_S))
        return self._shown()

    def move_cursor(self, steps: int) -> None:
        """Move the cursor by ``steps`` hundredths of the time that is shown.

        It stays where there are readings: the page of a young session shows time before them.
        """
        if self._scene is None:
            return
        (start, end), (first, last) = self._shown(), self._spans()[1]
        least = min((end - start) / _CURSOR_STEPS, _CURSOR_LEAST_S)
        start, end = min(max(start, first), end), max(min(end, last), start)
        step = max((end - start) / _CURSOR_STEPS, least)
        at = self.cursor_at if self.cursor_at is not None else end
        at = min(max(at, start), end)
        self.set_cursor(min(max(at + steps * step, start), end))

    def set_cursor(self, at: float) -> None:
        """Put the cursor at a time (Unix seconds) and say its values."""
        self._cursor, self._hover = at, None
        self._describe()
        if QAccessible.isActive():
            said = QAccessibleAnnouncementEvent(self, self.accessibleDescription())
            QAccessible.updateAccessibility(said)
        self.update()
        self.cursor_moved.emit(at)

    def release_cursor(self) -> None:
        """Let the cursor follow the recording again."""
        self._cursor = None
        self._describe()
        self.update()

    @property
    def cursor_at(self) -> float | None:
        """Unix seconds under the cursor: where it was moved to, else where recording stands."""
        if self._cursor is not None:
            return self._cursor
        return self._scene.now if self._scene is not None else None

    @property
    def has_moved_cursor(self) -> bool:
        """Whether a person moved the cursor away from the recording."""
        return self._cursor is not None

    def zoom(self, steps: float, about: float | None = None) -> None:
        """Show less time (positive) or more, keeping ``about`` (Unix seconds) in its place.

        Without ``about`` the cursor keeps its place if a person moved it.
        """
        if self._scene is not None:
            fixed = self._cursor if about is None else about
            self._look(self._window.zoomed(*self._spans(), ZOOM_STEP**steps, about=fixed))

    def pan(self, share: float) -> None:
        """Show what is later (positive) or earlier by a share of what is shown."""
        if self._scene is not None:
            start, end = self._shown()
            self._look(self._window.moved(*self._spans(), share * (end - start)))

    def look_at(self, start: float, end: float) -> None:
        """Show the time from ``start`` to ``end``, Unix seconds."""
        if self._scene is not None:
            self._look(self._window.at((start, end), self._spans()[1]))

    def to_start(self) -> None:
        """Show the beginning of the session."""
        if self._scene is not None:
            self._look(self._window.at_start(*self._spans()))

    def to_end(self) -> None:
        """Show the end of the session and go on with it."""
        if self._scene is not None:
            self._look(self._window.at_end(*self._spans()))

    def follow(self) -> None:
        """Show what the page shows by itself."""
        self._window = Window()
        self.release_cursor()
        self.restyle()
        self.followed.emit()

    def mark(self) -> None:
        """Mark the beginning of a stretch at the cursor; a second time its end."""
        if self.cursor_at is None:
            return
        if self._marked_from is None:
            self._marked_from = self.cursor_at
            self.update()
        else:
            self.end_mark(self.cursor_at)

    def set_mark(self, start: float, end: float) -> None:
        """Show a stretch that is being marked, Unix seconds; nothing is said of it yet."""
        self._marked_from, self._marked_to = start, end
        self.update()

    def end_mark(self, end: float) -> None:
        """Say that the stretch from where marking began to ``end`` was marked."""
        start, self._marked_from, self._marked_to = self._marked_from, None, None
        self.update()
        if start is not None and start != end:
            self.stretch_marked.emit(min(start, end), max(start, end))

    def drop_mark(self) -> None:
        """Mark nothing."""
        self._marked_from = self._marked_to = None
        self.update()

    @property
    def is_marking(self) -> bool:
        """Whether the beginning of a stretch is marked."""
        return self._marked_from is not None

    def places(self) -> Places | None:
        """Return where everything lies; None before there is a scene."""
        if self._scene is None:
            return None
        if self._places is None:
            spans = (self._shown(), self._spans()[1])
            right = right_room(self._scene, self.font())
            self._places = Places(self._scene, *spans, self.size().toSizeF(), right)
        return self._places

    def restyle(self) -> None:
        """Paint again all that is shown."""
        self._is_stale, self._places = True, None
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = self.places()
        if self._scene is None or places is None:
            painter.fillRect(self.rect(), theme.colour("sf"))
            return
        ratio = self.devicePixelRatioF()
        if self._is_stale or self._picture.devicePixelRatio() != ratio:
            self._paint_picture(self._scene, places, ratio)
        painter.drawImage(0, 0, self._picture)
        pencil = Pencil(painter, places, self._scene, self.font())
        pencil.frame()
        end = self.cursor_at if self._marked_to is None else self._marked_to
        if self._marked_from is not None and end is not None:
            pencil.marking(self._marked_from, end)
        at = self.cursor_at if self._hover is None else self._hover
        if at is not None:
            pencil.cursor(at, told=self._hover is not None or self._cursor is not None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pan = _PAN_SHARE if is_shift else 0.0
        acts = {
            Qt.Key.Key_Left: lambda: self.pan(-pan) if pan else self.move_cursor(-1),
            Qt.Key.Key_Right: lambda: self.pan(pan) if pan else self.move_cursor(1),
            Qt.Key.Key_Plus: lambda: self.zoom(1),
            Qt.Key.Key_Equal: lambda: self.zoom(1),
            Qt.Key.Key_Minus: lambda: self.zoom(-1),
            Qt.Key.Key_Home: self.to_start,
            Qt.Key.Key_End: self.to_end,
            Qt.Key.Key_Return: self.mark,
            Qt.Key.Key_Enter: self.mark,
        }
        begun = self._marked_from is not None and self._marked_to is None
        if event.key() == Qt.Key.Key_Escape and begun:
            self.drop_mark()
        elif event.key() in acts and not _is_command(event):
            acts[Qt.Key(event.key())]()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position(), event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._hand.move(event.position()):
            self._point(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.release(event.position())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hand.forget()
        self.follow()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        places = self.places()
        aside, turned = event.angleDelta().x() / 1200, event.angleDelta().y() / 240
        if places is None or not (turned or aside):
            event.ignore()
            return
        if abs(aside) > abs(turned):
            self.pan(-aside)
        else:
            self.zoom(turned, about=places.time(event.position().x()))
        self._point(event.position())
        event.accept()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._point(event.position())
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def _point(self, where: QPointF) -> None:
        """Show the values under the pointer while it is over the plots."""
        places = self.places()
        is_over = places is not None and places.is_over_plots(where)
        self.setCursor(self._hand.shape(where))
        hover = places.time(where.x()) if places is not None and is_over else None
        if hover != self._hover:
            self._hover = hover
            self.update()

    def _describe(self) -> None:
        """Say the chart in one sentence, or what stands under the cursor."""
        if self._scene is None:
            return
        words = self._scene.summary
        if self._cursor is not None:
            rows = cursor_values(self._scene, self._shown(), self._cursor)
            words = "; ".join(words for _curve, words in rows)
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _look(self, window: Window) -> None:
        """Show another stretch of time and say so."""
        before = self._shown()
        self._window = window
        if self._shown() != before:
            self.restyle()
            self.range_changed.emit(*self._shown())

    def _spans(self) -> tuple[Span, Span]:
        """Return what is shown while nobody zooms, and all there is to show."""
        now = self._scene.now if self._scene is not None else None
        page = self._page if now is None else self._window.followed(self._page, now)
        return page, bounds_of(self._scene, self._page)

    def _shown(self) -> Span:
        return self._window.shown(*self._spans())

    def _paint_picture(self, scene: Scene, places: Places, ratio: float) -> None:
        """Paint the picture of a scene, one pixel of it a pixel of the screen."""
        size = QSize(math.ceil(self.width() * ratio), math.ceil(self.height() * ratio))
        if self._picture.size() != size:
            self._picture = QImage(size, QImage.Format.Format_RGB32)
        self._picture.setDevicePixelRatio(1.0)
        self._picture.fill(theme.colour("sf"))
        painter = QPainter(self._picture)
        painter.scale(ratio, ratio)
        pencil = Pencil(painter, places, scene, self.font())  # its font is that of the axes, too
        picture = Picture(painter, places, scene, ratio)
        picture.paint()
        pencil.write()
        painter.end()
        self._picture.setDevicePixelRatio(ratio)
        self._is_stale = False
        self.painted += 1
        self.segments = picture.segments


def _is_command(event: QKeyEvent) -> bool:
    """Whether Ctrl or Alt is held: those keys are the page's."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return bool(event.modifiers() & held)
