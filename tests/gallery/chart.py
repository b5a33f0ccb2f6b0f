"""The live chart by itself: everything it can show at once, zoomed, and with a grey level."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.flag import Flag
from kta_desktop.i18n import _
from kta_desktop.measurement.ring import Ring
from tests.gallery.stage import STARTED, Stage, settle
from ui.theme.tokens import MARGIN
from ui.widgets.live_chart import LiveChart
from ui.widgets.measure_scene import (
    Bracket,
    Curve,
    LevelBand,
    Line,
    Mark,
    MarkKind,
    Scene,
    Stretch,
    Whole,
    Why,
    stretch_label,
)

LENGTH_S, RATE_HZ, GAP_S = 7200, 2, 3.0
POINTS = 2400
END = STARTED + LENGTH_S
FLAGGED = (
    (1500, 1680, Flag.PURGE),
    (4000, 4100, Flag.CALIBRATION),
    (4300, 4420, Flag.SATURATED),
    (6300, 6600, Flag.FAULT),
)
HOLE = (2700, 2960)
_HEIGHT = 560
Build = Callable[[Stage, QSize], QWidget]


def _scene() -> Scene:
    """Return a furnace whose firing turns round every twenty minutes."""
    after = np.arange(LENGTH_S * RATE_HZ) / RATE_HZ
    random = np.random.default_rng(14)
    wave = np.sign(np.sin(after * np.pi / 1200)) * (1 - np.exp(-(after % 1200) / 90))
    nox = 560 + 70 * wave + random.normal(size=len(after)) * 14
    o2 = 8.4 + 0.9 * wave + random.normal(size=len(after)) * 0.12
    mean = np.convolve(np.pad(nox, (2400, 0), mode="edge"), np.ones(2401) / 2401, "valid")
    lanes = (
        (Line.FOURTH, _("Gas temperature, °C"), 412 + 9 * wave),
        (Line.THIRD, _("Moisture, vol-%"), 9.6 + random.normal(size=len(after)) * 0.1),
        (Line.RAW, _("Absolute pressure, kPa"), 98.1 + random.normal(size=len(after)) * 0.02),
    )
    return Scene(
        curves=[
            _curve(Line.NORMALISED, _("normalised"), after, nox, unit="мг/Нм³"),
            _curve(Line.THIRD, "O₂", after, o2, unit="%", on_right=True),
            _curve(Line.MEAN, _("mean of the sample"), after[1200:], mean[1200:], unit="мг/Нм³"),
        ],
        strip=[replace(_curve(line, name, after, values), id=name) for line, name, values in lanes],
        band=LevelBand(lower=200, upper=500, upper_label="500", lower_label="200", book="BAT 9"),
        stretches=_stretches(),
        marks=[
            *(Mark(at=STARTED + at, number=n) for n, at in enumerate((900, 5000), 1)),
            *(
                Mark(at=STARTED + at, number=0, kind=MarkKind.REVERSAL)
                for at in range(1200, LENGTH_S, 1200)
            ),
        ],
        brackets=[
            Bracket(start=STARTED, end=STARTED + 2400, label="1: 548", complete=True, short="1"),
            Bracket(start=STARTED + 2400, end=END, label="2", complete=False, short="2"),
        ],
        start=STARTED,
        end=END + 400,
        now=END,
        whole=Whole(
            start=STARTED, end=END, curve=_curve(Line.NORMALISED, _("normalised"), after, nox)
        ),
    )


def _curve(
    line: Line,
    name: str,
    after: np.ndarray,
    values: np.ndarray,
    *,
    unit: str = "",
    on_right: bool = False,
) -> Curve:
    """Return a curve as a ring draws it: flagged readings and a hole break it."""
    flags = np.zeros(len(after), np.uint8)
    for start, end, flag in FLAGGED:
        flags[(after >= start) & (after < end)] = flag
    kept = (after < HOLE[0]) | (after > HOLE[1])
    ring = Ring(len(after), GAP_S)
    ring.append(STARTED + after[kept], values[kept], flags[kept])
    x, y = ring.slice(STARTED, END, POINTS)
    return Curve(line=line, name=name, x=x, y=y, unit=unit, on_right=on_right)


def _stretches() -> list[Stretch]:
    found = [(*HOLE, Why.GAP), (5300, 5500, Why.EXCLUDED)]
    found += [(start, end, Why.of(flag)) for start, end, flag in FLAGGED]
    return [
        Stretch(start=STARTED + start, end=STARTED + end, label=stretch_label(why, end - start))
        for start, end, why in found
    ]


def _screen(act: Callable[[LiveChart], None]) -> Build:
    def build(_stage: Stage, size: QSize) -> QWidget:
        holder = QWidget()
        holder.resize(size.width(), min(size.height(), _HEIGHT))
        chart = LiveChart()
        chart.setAccessibleName(_("Chart of the measurement"))
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(chart)
        chart.show_scene(_scene())
        holder.show()
        settle()
        act(chart)
        settle()
        return holder

    return build


def _whole(chart: LiveChart) -> None:
    chart.setFocus()


def _zoomed(chart: LiveChart) -> None:
    chart.look_at(STARTED + 2000, STARTED + 4500)
    chart.set_cursor(STARTED + 3500)
    chart.set_mark(STARTED + 3100, STARTED + 3500)


def _grey(chart: LiveChart) -> None:
    shown = _scene()
    assert shown.band is not None
    reason = _("the level is set for dry gas at 273.15 K and 101.3 kPa")
    raw = [replace(curve, line=Line.RAW, name=_("as measured")) for curve in shown.curves[:1]]
    band = replace(shown.band, applies=False, reason=reason)
    chart.show_scene(replace(shown, curves=raw, band=band))


SHOWN: tuple[tuple[str, tuple[str, ...], Build], ...] = (
    ("chart", (), _screen(_whole)),
    ("chart-zoomed", (), _screen(_zoomed)),
    ("chart-grey", (), _screen(_grey)),
)
