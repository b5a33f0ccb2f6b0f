"""The live chart: curves over the level band, with gaps, exclusions, events and samples.

This module loads pyqtgraph (about half a second): import it when a session is about to be shown.
Settings for many points stand on the plot, because adding a curve overwrites the curve's own.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from ui.theme import theme
from ui.widgets.focus import FocusRing
from ui.widgets.live_chart_items import ClockAxis, HatchedArea, ValueAxis, hatch
from ui.widgets.live_chart_overlay import Overlay, Places
from ui.widgets.measure_lines import pen
from ui.widgets.measure_scene import Curve, LevelBand, Line, Scene, value_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRIP_PX = 84
STRIP_FROM_PX = 320  # below it the main plot takes all the height
TOP_PX = 26  # room for the brackets of the samples
RIGHT_PX = 76  # room for the labels of the level


class LiveChart(QWidget):
    """Paints a scene. It keeps no data of its own beside the scene and the cursor.

    Signals: ``cursor_moved`` with the Unix seconds under the cursor.
    """

    cursor_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liveChart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scene: Scene | None = None
        self._cursor: float | None = None
        self._canvas = pg.GraphicsLayoutWidget(self)
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas.ci.setContentsMargins(0, 0, 0, 0)
        self._canvas.ci.layout.setContentsMargins(0, TOP_PX, RIGHT_PX, 0)
        self._canvas.ci.setSpacing(4)
        self._main = self._plot(row=0)
        self._strip = self._plot(row=1)
        self._strip.setXLink(self._main)
        self._strip.setMaximumHeight(STRIP_PX)
        self._strip.hideAxis("bottom")
        self._strip.setYRange(0, 1.45, padding=0.05)  # air for its legend
        self._curves: dict[tuple[bool, Line], pg.PlotDataItem] = {}
        self._band = HatchedArea(self._band_brush)
        self._main.addItem(self._band, ignoreBounds=True)
        self._limits = [pg.InfiniteLine(angle=0, movable=False) for _end in range(2)]
        for limit in self._limits:
            limit.setZValue(-2)
            self._main.addItem(limit, ignoreBounds=True)
        self._stretches: list[HatchedArea] = []
        self._overlay = Overlay(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        FocusRing(self)
        theme.changed.connect(self.restyle)
        self.restyle()

    def show_scene(self, scene: Scene) -> None:
        """Paint ``scene`` in place of what was shown."""
        self._scene = scene
        self._main.setXRange(scene.start, scene.end, padding=0)
        self._main.setYRange(-0.02 * _ceiling(scene), _ceiling(scene), padding=0)
        self._draw(self._main, scene.curves, in_strip=False)
        self._draw(self._strip, scene.strip, in_strip=True)
        self._limit(scene.band)
        self._cover(scene)
        self.setAccessibleDescription(scene.summary)
        self._overlay.update()

    def move_cursor(self, steps: int) -> None:
        """Move the cursor by ``steps`` hundredths of the time that is shown."""
        if self._scene is None:
            return
        width = self._scene.end - self._scene.start
        at = self.cursor_at if self.cursor_at is not None else self._scene.end
        self._cursor = min(max(at + steps * width / 100, self._scene.start), self._scene.end)
        self._overlay.update()
        self.cursor_moved.emit(self._cursor)

    def release_cursor(self) -> None:
        """Let the cursor follow the recording again."""
        self._cursor = None
        self._overlay.update()

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

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return self._scene

    def places(self) -> Places:
        """Return where the plots lie and how to find a time and a value, in px of the chart."""
        strip = self._strip.getViewBox() if self._strip.isVisible() else None
        return Places(self, self._canvas, self._main.getViewBox(), strip)

    def restyle(self) -> None:
        """Take colours from the theme of the moment."""
        self._canvas.setBackground(theme.colour("sf"))
        for plot in (self._main, self._strip):
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(theme.colour("grid"))
                plot.getAxis(side).setTextPen(theme.colour("tx2"))
                plot.getAxis(side).setTickFont(self.font())
        for (_in_strip, line), curve in self._curves.items():
            curve.setPen(pen(line))
        for area in self._stretches:
            area.set_brush(_stretch_brush)
        self._band.set_brush(self._band_brush)
        self._overlay.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._strip.setVisible(self.height() >= STRIP_FROM_PX)
        self._overlay.setGeometry(self.rect())
        self._overlay.raise_()

    def _plot(self, row: int) -> pg.PlotItem:
        axes = {"bottom": ClockAxis("bottom"), "left": ValueAxis("left")}
        plot = self._canvas.addPlot(row=row, col=0, axisItems=axes)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setDownsampling(auto=True, mode="peak")
        plot.setClipToView(True)
        plot.showGrid(x=True, y=True, alpha=1.0 if row == 0 else 0.0)
        plot.getAxis("left").setWidth(40)
        for side in ("left", "bottom"):
            plot.getAxis(side).setZValue(-1000)  # its grid lies under the level and the curves
            plot.getAxis(side).setStyle(hideOverlappingLabels=False)
        if row:
            plot.getAxis("left").setStyle(showValues=False, tickLength=0)
        return plot

    def _draw(self, plot: pg.PlotItem, curves: Sequence[Curve], *, in_strip: bool) -> None:
        """Show ``curves`` and hide what else the plot had; in the strip each fills its height."""
        shown = {curve.line for curve in curves}
        for (was_in_strip, line), item in self._curves.items():
            if was_in_strip is in_strip and line not in shown:
                item.setVisible(False)
        for curve in curves:
            key = (in_strip, curve.line)
            if key not in self._curves:
                self._curves[key] = plot.plot(pen=pen(curve.line), connect="finite")
                self._curves[key].setZValue(5 if curve.line is Line.MEAN else 1)
            values = _scaled(curve) if in_strip else curve.y
            self._curves[key].setData(curve.x, values, skipFiniteCheck=False)
            self._curves[key].setVisible(True)

    def _limit(self, band: LevelBand | None) -> None:
        """Show the level: hatch between its ends, upper end solid, lower end dashed."""
        self._band.setVisible(band is not None)
        ends = (band.upper, band.lower) if band is not None else (None, None)
        for line, end, dash in zip(self._limits, ends, (None, [6, 4]), strict=True):
            line.setVisible(end is not None)
            if end is not None and band is not None:
                pencil = QPen(theme.colour("ok" if band.applies else "na"), 1)
                pencil.setCosmetic(True)
                if dash:
                    pencil.setDashPattern(dash)
                line.setPen(pencil)
                line.setPos(end)
        if band is not None:
            self._band.set_brush(self._band_brush)
            self._band.set_values(band.lower, band.upper)

    def _cover(self, scene: Scene) -> None:
        """Lay the hatch of excluded time over both plots."""
        wanted = 2 * len(scene.stretches)
        while len(self._stretches) < wanted:
            area = HatchedArea(_stretch_brush)
            area.setZValue(-5)
            plot = self._main if len(self._stretches) % 2 == 0 else self._strip
            plot.addItem(area, ignoreBounds=True)
            self._stretches.append(area)
        for place, area in enumerate(self._stretches):
            area.setVisible(place < wanted)
            if place < wanted:
                stretch = scene.stretches[place // 2]
                area.set_times(stretch.start, stretch.end)

    def _band_brush(self, ratio: float) -> QBrush:
        applies = self._scene is None or self._scene.band is None or self._scene.band.applies
        fill, line = ("band", "bandline") if applies else ("nas", "nab")
        return hatch(theme.colour(fill), _calm(theme.colour(line), theme.colour(fill)), ratio)


def _stretch_brush(ratio: float) -> QBrush:
    line, fill = theme.colour("nab"), theme.colour("nas")
    return hatch(fill, _calm(line, fill), ratio, falling=True)


def _calm(line: QColor, fill: QColor) -> QColor:
    """Return the colour of hatch lines: a third of the way from the ground to the full colour."""
    parts = ("red", "green", "blue")
    pairs = [(getattr(line, part)(), getattr(fill, part)()) for part in parts]
    return QColor(*(round(ground + (full - ground) / 3) for full, ground in pairs))


def _ceiling(scene: Scene) -> float:
    """Return the top of the value axis: what is shown and the level, with air above."""
    found = value_range(scene.curves)
    tops = [found[1]] if found else []
    if scene.band is not None and scene.band.upper is not None:
        tops.append(scene.band.upper)
    wanted = max([*tops, 0.1]) * 1.08
    step = 10.0 ** np.floor(np.log10(wanted)) / 5
    return float(np.ceil(wanted / step) * step)


def _scaled(curve: Curve) -> "NDArray[np.floating]":
    """Return the values of a curve as shares of their own range, steady ones in the middle."""
    found = value_range([curve])
    if found is None or found[1] - found[0] < 1e-9:
        return np.where(np.isnan(curve.y), np.nan, 0.5)
    return (curve.y - found[0]) / (found[1] - found[0])
