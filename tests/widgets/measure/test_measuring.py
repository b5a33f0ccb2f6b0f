"""The page of measurements, with a real instrument simulator on the loopback interface."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.services import auditing, judging, measuring
from ui.dialogs.end_session import EndSessionDialog
from ui.dialogs.start_session import StartSessionDialog
from ui.widgets.channel_list import ChannelList
from ui.widgets.measure_panels import EventsBody
from ui.widgets.measure_scene import unix
from ui.widgets.measure_sessions import SessionList
from ui.widgets.measure_table import MeasureTable
from ui.widgets.session_resume import SessionResume

WAIT_MS = 20_000
EXPECTED_CHANNELS = 9  # six of the instrument, three that follow from them


@pytest.fixture
def audit(workspace):
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="food",
        team=(workspace.profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
    )
    return auditing.start(workspace, new).id


@pytest.fixture
def view(qtbot, workspace, runner, audit, measure_view):
    made = measure_view(workspace, runner, audit)
    qtbot.addWidget(made)
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made._loaded is not None)
    yield made
    made.close()


@pytest.fixture
def recording(qtbot, view):
    """Record: samples of three seconds, so that one is complete soon."""
    plan = measuring.demo_plan("", 0, "AEL-A-DAIRY")
    quick = replace(plan.quantities[0], minutes=0.05, count=1)
    view.begin(replace(plan, quantities=(quick,)))
    qtbot.waitUntil(view.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "—" not in spoken(view)[0], timeout=WAIT_MS)
    return view


def spoken(view):
    return view.findChild(ChannelList).spoken()


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or view, key, modifier)


def write(widget, text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def stored(workspace, audit):
    return judging.sessions(auditing.load(workspace, audit))


def test_that_values_appear_in_the_order_of_the_instrument(recording):
    rows = spoken(recording)
    assert len(rows) == EXPECTED_CHANNELS
    assert rows[0].startswith("Пыль, трибозонд, ")
    assert "мг/м³" in rows[0]


def test_that_a_lost_instrument_greys_values_marks_a_gap_and_comes_back(qtbot, recording):
    simulator = recording.recorder._recording.simulator
    port = simulator.port
    simulator.close()
    qtbot.waitUntil(lambda: "было" in spoken(recording)[0], timeout=WAIT_MS)
    assert "— мг/м³" in spoken(recording)[0]
    assert "Нет связи" in recording._page._instruments._shown[0].detail
    recording.recorder._recording.simulator = measuring.start_simulator(port)
    press(qtbot, recording, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: "—" not in spoken(recording)[0], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(recording.recorder.view.gaps), timeout=WAIT_MS)
    assert any("нет показаний" in text for text in recording.findChild(EventsBody).texts())


def test_that_space_excludes_what_comes_until_it_is_pressed_again(qtbot, recording):
    recording.focus_first()
    press(qtbot, recording, Qt.Key.Key_Space)
    assert recording.recorder.view.paused
    press(qtbot, recording, Qt.Key.Key_Space)
    assert not recording.recorder.view.paused
    assert any("исключено" in text for text in recording.findChild(EventsBody).texts())


def test_that_an_event_is_written_with_its_time(qtbot, recording):
    press(qtbot, recording, Qt.Key.Key_F5)
    field = recording.findChild(QLineEdit, "eventWords")
    assert field.hasFocus()
    write(field, "стряхивание рукавов")
    press(qtbot, recording, Qt.Key.Key_Return)
    texts = recording.findChild(EventsBody).texts()
    assert [text.partition(" ")[2] for text in texts] == ["стряхивание рукавов"]
    assert field.text() == ""


def test_that_time_between_two_presses_is_left_out_with_its_reason(qtbot, recording):
    recording.focus_first()
    view = recording.recorder.view
    qtbot.waitUntil(lambda: recording.recorder.view.now > view.started_at + 2, timeout=WAIT_MS)
    for _press in range(6):
        press(qtbot, recording, Qt.Key.Key_Left)
    press(qtbot, recording, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    for _press in range(4):
        press(qtbot, recording, Qt.Key.Key_Right)
    press(qtbot, recording, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    field = recording.findChild(QLineEdit, "eventWords")
    assert field.hasFocus()
    write(field, "замена фильтра")
    press(qtbot, recording, Qt.Key.Key_Return)
    (left_out,) = recording.recorder.view.exclusions
    assert left_out.reason == "замена фильтра"
    assert left_out.start < left_out.end
    assert unix(left_out.start) > recording.recorder.view.started_at - 0.001  # ISO has ms
    assert any("замена фильтра" in text for text in recording.findChild(EventsBody).texts())


def test_that_an_event_keeps_the_time_of_f5_while_it_is_written(qtbot, recording):
    press(qtbot, recording, Qt.Key.Key_F5)
    begun = recording.recorder.view.now
    points = recording.recorder.view.points
    qtbot.waitUntil(lambda: recording.recorder.view.points > points + 8, timeout=WAIT_MS)
    write(recording.findChild(QLineEdit, "eventWords"), "стряхивание")
    press(qtbot, recording, Qt.Key.Key_Return)
    (event,) = recording.recorder.view.events
    assert abs(unix(event.at) - begun) < 0.5
    assert recording.recorder.view.now - begun > 0.5


def test_that_the_table_shows_what_the_chart_shows(qtbot, recording):
    recording.focus_first()
    press(qtbot, recording, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    table = recording.findChild(MeasureTable)
    assert table.isVisible()
    qtbot.waitUntil(lambda: table.model().rowCount() > 0, timeout=WAIT_MS)
    assert table.model().headerData(0, Qt.Orientation.Horizontal) == "Время"


def test_that_n_goes_through_what_is_shown(qtbot, recording):
    recording.focus_first()
    shown = recording._page.chart._shown
    seen = []
    for _press in range(3):
        press(qtbot, recording, Qt.Key.Key_N)
        seen.append(shown.value())
    assert seen == ["both", "raw", "normalised"]


def test_that_ending_asks_and_writes_the_session(qtbot, recording, workspace, audit):
    qtbot.waitUntil(lambda: recording.recorder.view.samples_done >= 1, timeout=WAIT_MS)
    recording.focus_first()
    press(qtbot, recording, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = recording.findChild(EndSessionDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    press(qtbot, dialog, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not recording.is_busy(), timeout=WAIT_MS)
    (session,) = stored(workspace, audit)
    assert session.ended_at is not None
    assert session.simulated
    qtbot.waitUntil(lambda: bool(recording.findChild(SessionList).shown()), timeout=WAIT_MS)
    (shown,) = recording.findChild(SessionList).shown()
    assert shown.results[0].verdict[0]
    assert ("Учебный прибор", "warning") in shown.marks


def test_that_escape_goes_on_recording(qtbot, recording):
    recording.end_session()
    qtbot.keyClick(recording.findChild(EndSessionDialog), Qt.Key.Key_Escape)
    assert recording.is_busy()


@pytest.fixture
def cut_off(qtbot, recording, workspace, audit, runner, measure_view):
    """The page as it comes up after the program was closed while it recorded."""
    recording.close()
    again = measure_view(workspace, runner, audit)
    qtbot.addWidget(again)
    with qtbot.waitActive(again):
        again.show()
        again.activateWindow()
    qtbot.waitUntil(lambda: bool(again.findChildren(SessionResume)), timeout=WAIT_MS)
    yield again
    again.close()


def test_that_a_session_cut_off_can_be_finished(qtbot, cut_off, workspace, audit):
    (offer,) = cut_off.findChildren(SessionResume)
    button = offer.findChild(QPushButton, "finishSession")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stored(workspace, audit)[0].ended_at is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not offer.isVisible(), timeout=WAIT_MS)


def test_that_a_session_cut_off_goes_on_with_enter_into_the_same_session(
    qtbot, cut_off, workspace, audit
):
    (before,) = stored(workspace, audit)
    (offer,) = cut_off.findChildren(SessionResume)
    cut_off.focus_first()
    assert offer.hasFocus()
    qtbot.keyClick(offer, Qt.Key.Key_Return)
    qtbot.waitUntil(cut_off.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "—" not in spoken(cut_off)[0], timeout=WAIT_MS)
    cut_off.finish()
    qtbot.waitUntil(lambda: not cut_off.is_busy(), timeout=WAIT_MS)
    (after,) = stored(workspace, audit)
    assert (after.id, after.started_at) == (before.id, before.started_at)
    assert after.ended_at is not None


def test_that_without_sessions_the_page_says_how_to_begin(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.findChild(StartSessionDialog) is not None, timeout=WAIT_MS)
    dialog = view.findChild(StartSessionDialog)
    assert dialog.isVisible()
    dialog.reject()
