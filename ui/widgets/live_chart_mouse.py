"""What a mouse does to the live chart: dragging moves it, with Shift it marks a stretch of time.

On the session in small it moves the frame, or one of its edges.
"""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from ui.theme import theme

if TYPE_CHECKING:
    from ui.widgets.live_chart import LiveChart
    from ui.widgets.live_chart_places import Places
    from ui.widgets.live_chart_window import Span

_STILL_PX = 4.0  # a pointer that moved less was not dragged


class _Act(Enum):
    """What a press of the button may become."""

    PAN = auto()
    MARK = auto()
    FRAME = auto()
    FRAME_START = auto()
    FRAME_END = auto()


class Hand:
    """Follows the pointer from the press of its button to the release."""

    def __init__(self, chart: "LiveChart") -> None:
        self._chart = chart
        self._act: _Act | None = None
        self._from = QPointF()
        self._dragged = False
        self._shown: Span = (0.0, 1.0)

    def press(self, where: QPointF, held: Qt.KeyboardModifier) -> None:
        """Begin, where there is something to drag."""
        places = self._chart.places()
        if places is None:
            return
        self._from, self._dragged, self._shown = where, False, places.shown
        if places.whole.contains(where):
            self._act = self._on_whole(places, where.x())
        elif places.is_over_plots(where):
            is_mark = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._act = _Act.MARK if is_mark else _Act.PAN

    def move(self, where: QPointF) -> bool:
        """Drag to ``where``; return whether anything is dragged."""
        places = self._chart.places()
        if self._act is None or places is None:
            return False
        if not self._dragged and (where - self._from).manhattanLength() < _STILL_PX:
            return True
        self._dragged = True
        if self._act is _Act.MARK:
            self._chart.set_mark(places.time(self._from.x()), places.time(where.x()))
        elif self._act is _Act.PAN:
            width = self._shown[1] - self._shown[0]
            away = (self._from.x() - where.x()) / places.main.width() * width
            self._chart.look_at(self._shown[0] + away, self._shown[1] + away)
        else:
            self._move_frame(places, where.x())
        return True

    def release(self, where: QPointF) -> None:
        """End: a button pressed and released in one place puts the cursor there."""
        places, act, dragged = self._chart.places(), self._act, self._dragged
        self.forget()
        if places is None or act is None:
            return
        if act is _Act.MARK and dragged:
            self._chart.end_mark(places.time(where.x()))
        elif act in (_Act.PAN, _Act.MARK) and not dragged:
            self._chart.set_cursor(places.time(where.x()))
        elif act is _Act.FRAME and not dragged:
            half = (self._shown[1] - self._shown[0]) / 2
            at = places.whole_time(where.x())
            self._chart.look_at(at - half, at + half)

    def shape(self, where: QPointF) -> Qt.CursorShape:
        """Return how the pointer looks at a place."""
        places = self._chart.places()
        if places is None or not places.whole.contains(where):
            return Qt.CursorShape.ArrowCursor
        act = self._on_whole(places, where.x())
        is_frame = act is _Act.FRAME
        return Qt.CursorShape.OpenHandCursor if is_frame else Qt.CursorShape.SizeHorCursor

    def forget(self) -> None:
        """Drag nothing."""
        self._act, self._dragged = None, False

    def _on_whole(self, places: "Places", x: float) -> _Act:
        """Return what a press on the session in small takes hold of."""
        left, right = (abs(x - places.whole_x(at)) for at in places.shown)
        near = theme.sizes.handle
        if left <= near and left <= right:
            return _Act.FRAME_START
        return _Act.FRAME_END if right <= near else _Act.FRAME

    def _move_frame(self, places: "Places", x: float) -> None:
        away = places.whole_time(x) - places.whole_time(self._from.x())
        start, end = self._shown
        moves_start = self._act in (_Act.FRAME, _Act.FRAME_START)
        moves_end = self._act in (_Act.FRAME, _Act.FRAME_END)
        self._chart.look_at(start + away * moves_start, end + away * moves_end)
