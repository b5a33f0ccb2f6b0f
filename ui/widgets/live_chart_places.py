"""Where things lie on the live chart: its areas, its scales and the ticks of its axes.

All places are logical px of the chart, all times Unix seconds.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ui.theme import theme
from ui.widgets.live_chart_window import Span
from ui.widgets.measure_scene import Curve, LevelBand, Scene, value_range

LEFT_PX = 48  # figures of the value axis
RIGHT_PX = 76  # labels of the level, figures of the second axis and of the lanes
TOP_PX = 26  # brackets of the samples
AXIS_PX = 20  # times below the main plot
LANE_PX = 36
LEAST_LANE_PX = 29
LANE_TITLE_PX = 14  # of a lane: the names of its curves
GAP_PX = 6
LEAST_MAIN_PX = 150
LANES_FROM_PX = 300  # below it the main plot takes all the height
WHOLE_FROM_PX = 240

_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)
_WEEK_S = 604_800
_LEAST_TOP = 1e-12  # of an axis from zero
_LABEL_PX = 68  # a time takes about this with its air
_STEP_PX = 30  # between two figures of the value axis


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of values from the bottom to the top of an area."""

    low: float
    high: float

    def ticks(self, height: float) -> tuple[list[float], int]:
        """Return round values for an axis of ``height`` px and how many decimals they need."""
        wanted = (self.high - self.low) * _STEP_PX / max(height, 1.0)
        size = 10.0 ** math.floor(math.log10(wanted))
        step = next((f * size for f in (1, 2, 5) if f * size >= wanted), 10 * size)
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        count = math.floor(self.high / step + 1e-9) - first + 1
        return [(first + place) * step for place in range(max(count, 0))], digits


def scale_of(curves: Sequence[Curve], band: LevelBand | None, shown: Span) -> Scale:
    """Return the scale of a value axis: from zero, unless everything lies far away from it."""
    found = value_range(curves, *shown)
    ends = [] if band is None else [end for end in (band.lower, band.upper) if end is not None]
    values = [*(found or ()), *ends]
    low, high = min(values, default=0.0), max(values, default=1.0)
    if not ends and found is not None and low > 0.7 * high > 0:
        air = max((high - low) * 0.1, high * 0.002)
        return _rounded(low - air, high + air)
    top = max(high * 1.08, _LEAST_TOP) if high > 0 else 0.1
    if low < 0:
        return _rounded(low * 1.08, top)
    step = 10.0 ** math.floor(math.log10(top)) / 5
    high = math.ceil(top / step) * step
    return Scale(-0.02 * high, high)


def lane_scale(curve: Curve, shown: Span) -> Scale:
    """Return the scale of a lane: the range of its curve, a steady one in the middle."""
    found = value_range([curve], *shown)
    if found is None:
        return Scale(0.0, 1.0)
    low, high = found
    air = (high - low) * 0.12 or max(abs(high) * 0.01, 0.01)
    return Scale(low - air, high + air)


def _rounded(low: float, high: float) -> Scale:
    step = 10.0 ** math.floor(math.log10(high - low)) / 5
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step)


@dataclass(frozen=True, slots=True)
class Lane:
    """An area below the main plot with the curves that share it, each with its own scale.

    Their names stand in the ``LANE_TITLE_PX`` above the area.
    """

    area: QRectF
    curves: tuple[tuple[Curve, Scale], ...]


class Places:
    """Where the parts of one scene lie on a chart of one size, ``right_px`` beside its plots.

    Attributes:
        main: Of the judged quantity.
        lanes: Below it, as many as there is room for; curves share one if there are more.
        whole: The session in small; empty if there is no room or nothing to show.
        left: Scale of the first axis.
        right: Scale of the second axis; None if no curve is read on it.
        shown: The time axis.
    """

    def __init__(
        self, scene: Scene, shown: Span, bounds: Span, size: QSizeF, right_px: float = RIGHT_PX
    ) -> None:
        self.shown, self._bounds = shown, bounds
        across = (LEFT_PX, max(size.width() - LEFT_PX - right_px, 1.0))
        height = size.height()
        bottom, self.whole = height, QRectF()
        if scene.whole is not None and height >= WHOLE_FROM_PX:
            whole = theme.sizes.control  # it is held by a hand
            bottom -= whole + 2
            self.whole = QRectF(across[0], bottom, across[1], whole)
            bottom -= GAP_PX
        lanes = _lanes_px(len(scene.strip), height, bottom - TOP_PX - AXIS_PX)
        self.lanes = _lanes(scene.strip, lanes, QRectF(across[0], bottom, across[1], 0), shown)
        bottom -= len(lanes) and sum(lanes) + GAP_PX
        self.main = QRectF(across[0], TOP_PX, across[1], max(bottom - TOP_PX - AXIS_PX, 1.0))
        on_left = [curve for curve in scene.curves if not curve.on_right]
        on_right = [curve for curve in scene.curves if curve.on_right]
        self.left = scale_of(on_left, scene.band, shown)
        self.right = scale_of(on_right, None, shown) if on_right else None

    @property
    def second_px(self) -> float:
        """Px that a second takes on the time axis."""
        return self.main.width() / (self.shown[1] - self.shown[0])

    def x(self, unix: float) -> float:
        """Return the place of a time."""
        start, end = self.shown
        return self.main.left() + (unix - start) / (end - start) * self.main.width()

    def time(self, x: float) -> float:
        """Return the time at a place, within what is shown."""
        start, end = self.shown
        at = start + (x - self.main.left()) / self.main.width() * (end - start)
        return min(max(at, start), end)

    def y(self, value: float, scale: Scale | None = None) -> float:
        """Return the place of a value of the main plot, by the first scale or by ``scale``."""
        used = scale or self.left
        share = (value - used.low) / (used.high - used.low)
        return self.main.bottom() - share * self.main.height()

    def is_over_plots(self, where: QPointF) -> bool:
        """Whether a place is on the main plot or on a lane."""
        return self.main.contains(where) or any(lane.area.contains(where) for lane in self.lanes)

    def whole_x(self, unix: float) -> float:
        """Return the place of a time on the session in small."""
        start, end = self._bounds
        return self.whole.left() + (unix - start) / max(end - start, 1e-9) * self.whole.width()

    def whole_time(self, x: float) -> float:
        """Return the time at a place of the session in small."""
        start, end = self._bounds
        return start + (x - self.whole.left()) / self.whole.width() * (end - start)


def bounds_of(scene: Scene | None, page: Span) -> Span:
    """Return all there is to show, with the air that the page has at its end."""
    if scene is None or scene.whole is None:
        return page
    return min(scene.whole.start, page[1] - 1.0), max(scene.whole.end, page[1])


def time_ticks(shown: Span, width: float) -> tuple[list[float], float]:
    """Return round local times of what is shown, and the seconds between them."""
    start, end = shown
    wanted = (end - start) / max(width / _LABEL_PX, 1)
    step = next((step for step in _STEPS_S if step >= wanted), 0)
    step = step or _WEEK_S * math.ceil(wanted / _WEEK_S)
    zone = datetime.fromtimestamp(start, UTC).astimezone().utcoffset()
    shift = zone.total_seconds() if zone is not None else 0.0
    first = math.ceil((start + shift) / step) * step - shift
    count = math.floor((end - first) / step) + 1
    return [first + place * step for place in range(max(count, 0))], float(step)


def _lanes_px(count: int, height: float, room: float) -> list[float]:
    """Return the heights of as many lanes as fit below a main plot that keeps its least."""
    spare = room - LEAST_MAIN_PX - GAP_PX
    if not count or height < LANES_FROM_PX or spare < LEAST_LANE_PX:
        return []
    fitting = min(count, int(spare // LEAST_LANE_PX))
    return [min(LANE_PX, spare / fitting)] * fitting


def _lanes(
    curves: Sequence[Curve], heights: Sequence[float], bottom: QRectF, shown: Span
) -> tuple[Lane, ...]:
    """Return the lanes, the last ending at ``bottom``."""
    made, y = [], bottom.top() - sum(heights)
    for place, height in enumerate(heights):
        first = place * len(curves) // len(heights)
        behind = (place + 1) * len(curves) // len(heights)
        area = QRectF(bottom.left(), y + LANE_TITLE_PX, bottom.width(), height - LANE_TITLE_PX - 2)
        some = tuple((curve, lane_scale(curve, shown)) for curve in curves[first:behind])
        made.append(Lane(area, some))
        y += height
    return tuple(made)
