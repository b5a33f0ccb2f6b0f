"""What is to be seen on the live chart, read from its pixels."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from ui.theme import theme
from ui.widgets.live_chart import LiveChart
from ui.widgets.measure_lines import look_of
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

START = 1_795_340_000.0
LENGTH_S = 3600
X = START + np.arange(LENGTH_S)
NOISE = np.random.default_rng(5).random(LENGTH_S)
GAP = (START + 1200, START + 1500)


def curve(line, y, **more):
    return Curve(line=line, name=line.value, x=X, y=np.asarray(y, float), **more)


def scene(*curves, strip=(), **more):
    made = {
        "band": None,
        "stretches": [],
        "marks": [],
        "brackets": [],
        "start": START,
        "end": START + LENGTH_S,
        "now": None,
    }
    return Scene(curves=curves, strip=strip, **(made | more))


@pytest.fixture(scope="module")
def shared(qapp):
    """One chart for all pictures."""
    made = LiveChart()
    made.resize(800, 520)
    yield made
    made.deleteLater()


@pytest.fixture
def paint(shared):
    """Show a scene and return its chart and pixels, as rows of 0xRRGGBB."""

    def painted(shown):
        theme.use("light", glove=False)
        shared.show_scene(shown)
        return shared.places(), pixels(shared)

    return painted


def pixels(chart):
    image = chart.grab().toImage().convertToFormat(chart.grab().toImage().Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()] & 0xFFFFFF


def rgb(colour):
    return QColor(colour).rgb() & 0xFFFFFF


NEAR, PALE = 40, 300  # how far from the colour of a curve: as drawn; with smooth edges


def ink(found, area, line, start, end, places, near=NEAR):
    """Return how many pixels of about the colour of a curve lie between two times in an area."""
    left, right = (round(places.x(at)) for at in (start, end))
    part = found[round(area.top()) + 1 : round(area.bottom()) - 1, left + 2 : right - 2]
    wanted = QColor(look_of(line).colour).getRgb()[:3]
    away = [
        np.abs((part >> shift & 0xFF).astype(int) - value)
        for shift, value in zip((16, 8, 0), wanted, strict=True)
    ]
    return int((sum(away) < near).sum())


def without(values, start, end):
    return np.where((start < X) & (end > X), np.nan, values)


@pytest.mark.parametrize("values", [np.full(LENGTH_S, 5.0), NOISE * 9], ids=["smooth", "dense"])
@pytest.mark.parametrize("line", [Line.NORMALISED, Line.MEAN, Line.RAW])
def test_that_no_line_is_drawn_across_a_gap(paint, line, values):
    places, found = paint(scene(curve(line, without(values, *GAP))))
    assert ink(found, places.main, line, *GAP, places, PALE) == 0
    assert ink(found, places.main, line, START, GAP[0], places, PALE) > 50
    assert ink(found, places.main, line, GAP[1], START + LENGTH_S, places, PALE) > 50


@pytest.mark.parametrize("why", [why for why in Why if why is not Why.MARKED])
def test_that_no_line_is_seen_across_time_that_is_not_used(paint, why):
    stretch = Stretch(start=GAP[0], end=GAP[1], label=stretch_label(why, 300))
    lane = curve(Line.FOURTH, NOISE)
    places, found = paint(
        scene(curve(Line.NORMALISED, NOISE * 9), strip=[lane], stretches=[stretch])
    )
    assert ink(found, places.main, Line.NORMALISED, *GAP, places) == 0
    assert ink(found, places.lanes[0].area, Line.FOURTH, *GAP, places) == 0
    assert ink(found, places.main, Line.NORMALISED, START, GAP[0], places) > 1000


def test_that_curves_are_seen_through_a_stretch_that_is_being_marked(paint):
    stretch = Stretch(start=GAP[0], end=GAP[1], label="", is_marked=True)
    places, found = paint(scene(curve(Line.NORMALISED, NOISE * 9), stretches=[stretch]))
    assert ink(found, places.main, Line.NORMALISED, *GAP, places) > 1000


def test_that_a_stretch_of_one_curve_covers_its_lane_alone(paint):
    stretch = Stretch(start=GAP[0], end=GAP[1], label="", curve="v")
    strip = [curve(Line.FOURTH, NOISE, id="v"), curve(Line.THIRD, NOISE, id="t")]
    places, found = paint(
        scene(curve(Line.NORMALISED, NOISE * 9), strip=strip, stretches=[stretch])
    )
    assert ink(found, places.lanes[0].area, Line.FOURTH, *GAP, places) == 0
    assert ink(found, places.lanes[1].area, Line.THIRD, *GAP, places) > 20
    assert ink(found, places.main, Line.NORMALISED, *GAP, places) > 1000


@pytest.mark.parametrize("look", ["light", "night", "sun"])
def test_that_the_level_is_grey_with_its_reason_while_it_does_not_apply(shared, look):
    band = LevelBand(lower=2, upper=8, applies=True, reason="уровень задан для сухого газа")
    theme.use(look, glove=False)
    counts = {}
    for applies in (True, False):
        shared.show_scene(
            scene(curve(Line.NORMALISED, [9.0] * LENGTH_S), band=replace(band, applies=applies))
        )
        places, found = shared.places(), pixels(shared)
        top, bottom = round(places.y(8)) + 2, round(places.y(2)) - 2
        inside = found[top:bottom, round(places.main.left()) + 2 : round(places.main.right()) - 2]
        counts[applies] = {
            token: int((inside == rgb(theme.colour(token))).sum())
            for token in ("band", "nas", "tx2")
        }
    assert counts[True]["band"] > 10_000
    assert counts[False]["band"] == 0
    assert counts[False]["nas"] > 10_000
    assert counts[False]["tx2"] > counts[True]["tx2"]  # the words


def test_that_a_level_with_one_end_reaches_to_the_edge(paint):
    places, found = paint(
        scene(curve(Line.NORMALISED, [9.0] * LENGTH_S), band=LevelBand(lower=None, upper=8))
    )
    column = found[:, round(places.main.left()) + 30]
    band = np.flatnonzero(column == rgb(theme.colour("band")))
    assert band.min() == pytest.approx(places.y(8), abs=8)
    assert band.max() == pytest.approx(places.main.bottom(), abs=8)


def test_that_the_label_of_a_level_is_not_cut(paint, shared):
    label = "1 500 жоғарғы шегі, тәулік бойы"
    band = LevelBand(lower=None, upper=8, upper_label=label)
    places, found = paint(scene(curve(Line.NORMALISED, [9.0] * LENGTH_S), band=band))
    right = round(places.main.right())
    beside = found[round(places.y(8)) - 14 : round(places.y(8)) + 4, right + 3 :]
    written = np.flatnonzero((beside != rgb(theme.colour("sf"))).any(axis=0))
    assert written.max() > 150
    assert written.max() < shared.width() - right - 6


def test_that_the_second_axis_has_a_scale_of_its_own(paint):
    places, found = paint(
        scene(
            curve(Line.NORMALISED, [100.0] * LENGTH_S),
            curve(Line.THIRD, [11.0] * LENGTH_S, on_right=True, unit="%"),
        )
    )
    assert places.left.high >= 100
    assert places.right.high < 12
    row = places.y(11.0, places.right)
    area = QRectF(places.main.left(), row - 4, places.main.width(), 8)
    assert ink(found, area, Line.THIRD, START, START + LENGTH_S, places, PALE) > 200


def test_that_every_lane_has_its_own_scale_and_lanes_share_what_room_there_is(paint, shared):
    strip = [curve(Line.FOURTH, NOISE * 10**place) for place in range(4)]
    places, _found = paint(scene(curve(Line.RAW, NOISE), strip=strip))
    assert [len(lane.curves) for lane in places.lanes] == [1, 1, 1, 1]
    tops = [lane.curves[0][1].high for lane in places.lanes]
    assert tops == sorted(tops)
    assert tops[3] > 900
    shared.resize(800, 320)
    shared.grab()
    places = shared.places()
    assert sum(len(lane.curves) for lane in places.lanes) == 4
    assert places.main.height() >= 150
    shared.resize(800, 200)
    shared.grab()
    assert not shared.places().lanes
    shared.resize(800, 520)


def test_that_a_reading_that_stands_alone_is_seen(paint):
    values = np.full(LENGTH_S, np.nan)
    values[1800] = 5.0
    places, found = paint(scene(curve(Line.NORMALISED, values)))
    at = X[1800]
    assert ink(found, places.main, Line.NORMALISED, at - 60, at + 60, places) >= 4


def test_that_events_and_reversals_look_different(paint):
    def count(kind):
        mark = Mark(at=START + 1800, number=1, kind=kind)
        _places, found = paint(scene(curve(Line.RAW, [1.0] * LENGTH_S), marks=[mark]))
        return int((found == rgb(theme.colour("nd"))).sum())

    assert count(MarkKind.EVENT) > 150
    assert count(MarkKind.REVERSAL) == 0


def test_that_the_rolling_mean_is_thick_and_others_are_not(paint):
    def height(line):
        places, found = paint(scene(curve(line, [5.0] * LENGTH_S)))
        at = START + 1810
        width = 1800 / LENGTH_S * places.main.width() - 4
        return ink(found, places.main, line, at - 900, at + 900, places, PALE) / width

    assert 2.5 < height(Line.MEAN) < 4.5
    assert 0.5 < height(Line.FOURTH) < 2.5


def test_that_a_crowd_of_everything_is_painted(paint):
    """Two hundred events, samples and stretches find room or give way, and nothing fails."""
    each = [START + place * 18 for place in range(200)]
    places, _found = paint(
        scene(
            curve(Line.RAW, np.full(LENGTH_S, np.nan)),
            marks=[Mark(at=at, number=place) for place, at in enumerate(each)],
            stretches=[Stretch(start=at, end=at + 9, label=f"разрыв\n{at:.0f}") for at in each],
            brackets=[Bracket(start=at, end=at + 17, label="Проба", complete=True) for at in each],
            whole=Whole(start=START, end=START + LENGTH_S, curve=curve(Line.RAW, NOISE)),
        )
    )
    assert places.left.high > 0


@pytest.mark.parametrize(
    "values",
    [[], [np.nan] * 5, [0.0] * 5, [-5.0, 3.0], [1e-9, 2e-9], [1e30, -1e30], [1e300, 1e-300]],
)
def test_that_any_values_have_a_scale(paint, values):
    times = START + np.arange(len(values), dtype=float)
    odd = Curve(line=Line.NORMALISED, name="", x=times, y=np.asarray(values, float))
    places, _found = paint(
        scene(odd, replace(odd, on_right=True), strip=[odd], end=START + max(len(values), 1))
    )
    finite = [value for value in values if np.isfinite(value)]
    assert places.left.low <= min(finite, default=0.0)
    assert places.left.high >= max(finite, default=0.0)


def test_that_a_session_of_an_instant_is_painted(paint):
    instant = Whole(start=START, end=START, curve=curve(Line.RAW, NOISE))
    places, _found = paint(scene(curve(Line.RAW, NOISE), end=START, whole=instant))
    assert places.shown[1] > places.shown[0]
