"""How long the live chart takes from a ring to painted, against a bare painter of the same lines.

Offscreen, 1200 × 600 px. Before every frame new readings come; then every curve is drawn from its
ring and the whole chart is painted with its axes and words. The floor is what ``QPainter`` needs
for as many lines of the same lengths on a ``QImage``, in one piece for each curve, and no more.
pyqtgraph gets the same readings, with its own downsampling and clipping.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, pairwise

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import wrapInstance

from kta_desktop.measurement.ring import Ring
from ui.theme import theme
from ui.widgets.live_chart import LiveChart
from ui.widgets.live_chart_curves import Plot, column_lines
from ui.widgets.live_chart_places import Places
from ui.widgets.measure_scene import Curve, LevelBand, Line, Scene, Whole

Row = tuple[str, float, str]
SIZE = (1200, 600)
READINGS = 1_000_000
RATE_HZ = 10.0
FLOOR_GOAL, OTHER_GOAL, PAGE_GOAL_MS, LONG_GOAL = 1.5, 3.0, 10.0, 1.5
_FRAMES = 20
_SLICES = 100
_NEW = 10  # readings that come with each frame
_SOLID = (Line.NORMALISED, Line.FOURTH)  # as many lines as the floor has; dashes have fewer
_OF_PAGE = (Line.RAW, Line.NORMALISED, Line.MEAN, Line.FOURTH, Line.THIRD, Line.RAW, Line.FOURTH)


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    app = QApplication.instance() or QApplication([])
    theme.use("light", glove=False)
    yield from _long()
    for count in (10, 50):
        yield from _many(count)
    yield from _page()
    yield from _still()
    del app


def _long() -> Iterator[Row]:
    """Measure that a ring of many readings is drawn as quickly as one of few."""
    rings = [_ring(1, count) for count in (READINGS // 100, 10 * READINGS)]
    times = _timed([], [lambda ring=ring: _slices(ring) for ring in rings])  # type: ignore[misc]
    few, many = map(_usual, times)
    yield f"{_SLICES} slices of {10 * READINGS:,} readings", many, "ms"
    yield f"against slices of {READINGS // 100:,} (goal ≤ {LONG_GOAL:g})", many / few, "×"


def _slices(ring: Ring) -> None:
    for _turn in range(_SLICES):
        ring.slice(-np.inf, np.inf, 2 * SIZE[0])


def _many(count: int) -> Iterator[Row]:
    """Measure ``count`` curves of a million readings."""
    rings = [_ring(place) for place in range(count)]
    chart = LiveChart()
    ours = _Ours(chart, rings)
    theirs = _Theirs(rings)
    ours.frame()
    floor = _Floor(chart)
    times = _timed(rings, [ours.frame, floor.frame, theirs.frame])
    mine, bare, other = map(_usual, times)
    name = f"{count} curves of {READINGS:,} readings"
    yield f"{name}, ring to painted", mine, "ms"
    yield f"{name}, bare painter, {floor.lines} lines", bare, "ms"
    yield f"{name}, pyqtgraph's own downsampling", other, "ms"
    yield f"{name}, against bare painter (goal ≤ {FLOOR_GOAL:g})", mine / bare, "×"
    yield f"{name}, faster than pyqtgraph (goal ≥ {OTHER_GOAL:g})", other / mine, "×"
    for widget in (chart, theirs.widget):
        widget.close()
        widget.deleteLater()


def _page() -> Iterator[Row]:
    """Measure what the live page shows: three curves over a level, four lanes, the session."""
    rings = [_ring(place) for place in range(8)]
    chart = LiveChart()
    ours = _Ours(chart, rings, as_page=True)
    ours.frame()
    (times,) = _timed(rings, [ours.frame])
    found = _usual(times)
    yield f"page of 3 + 4 curves, ring to painted (goal ≤ {PAGE_GOAL_MS:g})", found, "ms"
    chart.close()
    chart.deleteLater()


def _still() -> Iterator[Row]:
    """Measure what the pointer costs, and that without readings nothing is painted."""
    rings = [_ring(place) for place in range(8)]
    chart = LiveChart()
    ours = _Ours(chart, rings, as_page=True)
    ours.frame()
    before = chart.painted

    def point() -> None:
        chart.move_cursor(-1)
        chart.repaint()

    (times,) = _timed(rings, [point])
    yield "page of 3 + 4 curves, cursor moved", _usual(times), "ms"
    yield "pictures painted for it (goal 0)", float(chart.painted - before), ""
    chart.close()
    chart.deleteLater()


class _Ours:
    """The live chart, fed from rings."""

    def __init__(self, chart: LiveChart, rings: Sequence[Ring], *, as_page: bool = False) -> None:
        self._chart, self._rings, self._as_page = chart, rings, as_page
        self.frames = 0
        chart.resize(*SIZE)
        chart.show()
        QApplication.processEvents()  # a window is painted from its first exposure on

    def frame(self) -> None:
        """Show what the rings hold now and paint it."""
        newest = self._rings[0].last()
        assert newest is not None
        end = newest[0]
        self._chart.show_scene(self._scene(0.0, end))
        self._chart.repaint()
        self.frames += 1
        assert self._chart.painted == self.frames

    def _scene(self, start: float, end: float) -> Scene:
        points = 2 * SIZE[0]
        looks = cycle(_OF_PAGE if self._as_page else _SOLID)
        curves = [
            Curve(line=line, name=line, x=x, y=y)
            for ring, line in zip(self._rings, looks, strict=False)
            for x, y in [ring.slice(start, end, points)]
        ]
        parts = (curves[:3], curves[3:7]) if self._as_page else (curves, [])
        band = LevelBand(lower=-1, upper=1, upper_label="10 верх", book="НДТ 23")
        return Scene(
            curves=parts[0],
            strip=parts[1],
            band=band if self._as_page else None,
            stretches=[],
            marks=[],
            brackets=[],
            start=start,
            end=end,
            now=end,
            whole=Whole(start=start, end=end, curve=curves[-1]) if self._as_page else None,
        )


class _Floor:
    """The lines of a chart's picture, painted with nothing around them."""

    def __init__(self, chart: LiveChart) -> None:
        places, scene = chart.places(), chart.scene
        assert isinstance(places, Places)
        assert scene is not None
        plot = Plot(places.main, places.shown, places.left, 1.0)  # as long as the chart's
        self._lines = [
            np.ascontiguousarray(column_lines(*plot.points(curve.x, curve.y)))
            for curve in scene.curves
        ]
        self._image = QImage(*SIZE, QImage.Format.Format_RGB32)
        self.lines = sum(len(lines) for lines in self._lines)
        assert self.lines == chart.segments

    def frame(self) -> None:
        """Paint."""
        self._image.fill(QColor("white"))
        painter = QPainter(self._image)
        painter.setPen(QPen(QColor("navy"), 1))
        for lines in self._lines:
            painter.drawLines(wrapInstance(lines.ctypes.data, QLineF), len(lines))
        painter.end()


class _Theirs:
    """pyqtgraph's plot of the same readings, all replaced in each frame."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        import pyqtgraph as pg

        self.widget: QWidget = pg.PlotWidget()
        self.widget.resize(*SIZE)
        plot = self.widget.getPlotItem()
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        self._data = [ring.since() for ring in rings]
        self._curves = [plot.plot(pen=pg.mkPen("navy", width=1)) for _ring in rings]
        self.widget.show()
        QApplication.processEvents()

    def frame(self) -> None:
        """Give every curve its readings and paint."""
        for curve, (times, values) in zip(self._curves, self._data, strict=True):
            curve.setData(times, values)
        self.widget.viewport().repaint()


def _ring(seed: int, count: int = READINGS) -> Ring:
    """Return a ring full of a drifting, noisy signal."""
    random = np.random.default_rng(seed)
    times = np.arange(count) / RATE_HZ
    values = np.sin(times / 9000 + seed) + random.normal(size=count) * 0.05
    ring = Ring(count, 5.0)
    ring.append(times, values)
    return ring


def _feed(rings: Sequence[Ring]) -> None:
    for ring in rings:
        newest = ring.last()
        assert newest is not None
        ring.append(newest[0] + np.arange(1, _NEW + 1) / RATE_HZ, np.zeros(_NEW))


def _usual(times: Sequence[float]) -> float:
    """Return the lower quartile in ms: others' work empties the caches under ours now and then."""
    return statistics.quantiles(times, n=4)[0] * 1000


def _timed(rings: Sequence[Ring], works: Sequence[Callable[[], None]]) -> list[list[float]]:
    """Return the seconds of the processor that each work took, turn by turn.

    Nothing here waits or uses another thread, so they are what it takes on a machine of our own.
    """
    found: list[list[float]] = [[] for _work in works]
    for frame in range(_FRAMES + 2):
        _feed(rings)
        stamps = [time.thread_time()]
        for work in works:
            work()
            stamps.append(time.thread_time())
        if frame >= 2:
            for each, (start, end) in zip(found, pairwise(stamps), strict=True):
                each.append(end - start)
    return found
