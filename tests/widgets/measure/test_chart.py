"""The live chart under the hands of a person: keys, mouse, wheel."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from ui.widgets.live_chart import LiveChart
from ui.widgets.measure_scene import Curve, Line, Scene, Whole

START, END = 1_795_340_000.0, 1_795_347_200.0
LEFT_BUTTON = Qt.MouseButton.LeftButton
NOT_INVERTED = False
SHIFT = Qt.KeyboardModifier.ShiftModifier
X = np.arange(START, END)


def curve(line=Line.NORMALISED, y=None, **more):
    return Curve(line=line, name=line.value, x=X, y=X - START if y is None else y, **more)


SCENE = Scene(
    curves=[curve()],
    strip=[curve(Line.FOURTH, np.full(len(X), 118.0))],
    band=None,
    stretches=[],
    marks=[],
    brackets=[],
    start=END - 3600,
    end=END,
    now=END,
    summary="как есть",
    whole=Whole(start=START, end=END, curve=curve()),
)


@pytest.fixture
def chart(qtbot):
    made = LiveChart()
    qtbot.addWidget(made)
    made.resize(900, 520)
    made.show_scene(SCENE)
    made.show()
    made.setFocus()
    return made


def shown(chart):
    return chart.places().shown


def on_plot(chart, at, share=0.5):
    """Return the pixel of a time, ``share`` of the way down the main plot."""
    places = chart.places()
    return QPoint(round(places.x(at)), round(places.main.top() + share * places.main.height()))


def on_whole(chart, at):
    places = chart.places()
    return QPoint(round(places.whole_x(at)), round(places.whole.center().y()))


def drag(qtbot, chart, start, end, held=Qt.KeyboardModifier.NoModifier):
    qtbot.mousePress(chart, LEFT_BUTTON, held, start)
    qtbot.mouseMove(chart, (start + end) / 2)
    qtbot.mouseMove(chart, end)
    qtbot.mouseRelease(chart, LEFT_BUTTON, held, end)


def turn(chart, where, notches):
    at = QPointF(where)
    event = QWheelEvent(
        at,
        QPointF(chart.mapToGlobal(where)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        NOT_INVERTED,
    )
    QApplication.sendEvent(chart, event)


def test_that_arrows_move_the_cursor_and_its_values_are_said(qtbot, chart):
    with qtbot.waitSignal(chart.cursor_moved) as moved:
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert moved.args == [END - 36]
    assert chart.cursor_at == END - 36
    assert "normalised: 7164" in chart.accessibleDescription().replace("\u202f", "")
    assert "fourth: 118" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.cursor_at == END


def test_that_the_cursor_stays_where_a_young_session_has_readings(qtbot, chart):
    whole = replace(SCENE.whole, start=END - 20)
    chart.show_scene(replace(SCENE, whole=whole))
    for _press in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_at == END - 1.5
    for _press in range(60):
        qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.cursor_at == END - 20


def test_that_the_cursor_follows_the_recording_until_it_is_moved(chart):
    assert chart.cursor_at == END
    chart.show_scene(replace(SCENE, now=END - 5))
    assert chart.cursor_at == END - 5
    chart.move_cursor(-1)
    held = chart.cursor_at
    chart.show_scene(SCENE)
    assert chart.cursor_at == held
    chart.release_cursor()
    assert chart.cursor_at == END


def test_that_plus_and_minus_zoom_and_the_page_is_told(qtbot, chart):
    with qtbot.waitSignal(chart.range_changed) as changed:
        qtbot.keyClick(chart, Qt.Key.Key_Plus)
    assert changed.args == [END - 2400, END]
    assert chart.span_for(END - 3600, END) == (END - 2400, END)
    qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert shown(chart) == (END - 3600, END)
    for _press in range(5):
        qtbot.keyClick(chart, Qt.Key.Key_Minus)
    assert shown(chart) == (START, END)


def test_that_shift_and_arrows_move_what_is_shown(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Left, SHIFT)
    assert shown(chart) == (END - 4320, END - 720)
    assert not chart.follows
    qtbot.keyClick(chart, Qt.Key.Key_Right, SHIFT)
    assert shown(chart) == (END - 3600, END)
    assert chart.follows


def test_that_home_and_end_go_to_the_ends_of_the_session(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert shown(chart) == (START, START + 3600)
    chart.show_scene(replace(SCENE, start=START, end=START + 3600))
    with qtbot.waitSignal(chart.range_changed) as changed:
        qtbot.keyClick(chart, Qt.Key.Key_End)
    assert changed.args == [END - 3600, END]
    assert chart.follows


def test_that_what_is_held_stays_while_readings_come(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    chart.show_scene(replace(SCENE, end=END + 60, now=END + 60))
    assert shown(chart) == (START, START + 3600)


def test_that_the_wheel_zooms_around_the_pointer(chart):
    where = on_plot(chart, END - 1000)
    before = chart.places().time(where.x())
    turn(chart, where, 2)
    start, end = shown(chart)
    assert end - start == pytest.approx(2400)
    assert chart.places().time(where.x()) == pytest.approx(before, abs=0.01)
    turn(chart, where, -2)
    assert shown(chart) == pytest.approx((END - 3600, END))


def test_that_dragging_moves_what_is_shown(qtbot, chart):
    drag(qtbot, chart, on_plot(chart, END - 2000), on_plot(chart, END - 1000))
    start, end = shown(chart)
    assert end - start == pytest.approx(3600)
    assert start == pytest.approx(END - 4600, abs=10)


def test_that_a_click_puts_the_cursor_there(qtbot, chart):
    qtbot.mouseClick(chart, LEFT_BUTTON, pos=on_plot(chart, END - 1000))
    assert chart.cursor_at == pytest.approx(END - 1000, abs=5)
    assert shown(chart) == (END - 3600, END)


def test_that_a_double_click_goes_back_to_following(qtbot, chart):
    chart.zoom(3, about=END - 3000)
    with qtbot.waitSignal(chart.followed):
        qtbot.mouseDClick(chart, LEFT_BUTTON, pos=on_plot(chart, sum(shown(chart)) / 2))
    assert shown(chart) == (END - 3600, END)
    assert not chart.has_moved_cursor


def test_that_dragging_with_shift_marks_a_stretch_and_changes_nothing_else(qtbot, chart):
    with qtbot.waitSignal(chart.stretch_marked) as marked:
        drag(qtbot, chart, on_plot(chart, END - 1000), on_plot(chart, END - 2000), SHIFT)
    assert marked.args == pytest.approx([END - 2000, END - 1000], abs=5)
    assert shown(chart) == (END - 3600, END)
    assert not chart.is_marking


def test_that_enter_twice_marks_from_cursor_to_cursor(qtbot, chart):
    chart.set_cursor(END - 2000)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chart.is_marking
    chart.set_cursor(END - 2500)
    with qtbot.waitSignal(chart.stretch_marked) as marked:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert marked.args == [END - 2500, END - 2000]


def test_that_escape_drops_a_mark(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(chart.stretch_marked):
        qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert not chart.is_marking


def test_that_the_frame_on_the_session_in_small_can_be_dragged(qtbot, chart):
    drag(qtbot, chart, on_whole(chart, END - 1800), on_whole(chart, START + 1900))
    assert shown(chart) == pytest.approx((START + 100, START + 3700), abs=20)
    drag(qtbot, chart, on_whole(chart, START + 3700), on_whole(chart, START + 1900))
    assert shown(chart) == pytest.approx((START + 100, START + 1900), abs=20)


def test_that_a_click_on_the_session_in_small_shows_that_place(qtbot, chart):
    qtbot.mouseClick(chart, LEFT_BUTTON, pos=on_whole(chart, START + 2000))
    assert shown(chart) == pytest.approx((START + 200, START + 3800), abs=20)


def test_that_keys_of_the_page_reach_the_page(qtbot, chart):
    control = Qt.KeyboardModifier.ControlModifier
    before = chart.cursor_at
    qtbot.keyClick(chart, Qt.Key.Key_Left, control)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    assert chart.cursor_at == before
    assert shown(chart) == (END - 3600, END)


def test_that_nothing_is_painted_again_while_only_the_pointer_moves(qtbot, chart):
    qtbot.waitUntil(lambda: chart.painted > 0)
    painted = chart.painted
    qtbot.mouseMove(chart, on_plot(chart, END - 1000))
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    chart.repaint()
    assert chart.painted == painted


def test_that_a_chart_without_a_scene_takes_every_key(qtbot):
    empty = LiveChart()
    qtbot.addWidget(empty)
    empty.show()
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Return):
        qtbot.keyClick(empty, key)
    qtbot.mouseClick(empty, LEFT_BUTTON)
    turn(empty, QPoint(20, 20), 1)
    assert empty.cursor_at is None
    assert empty.span_for(1.0, 60.0) == (1.0, 60.0)
