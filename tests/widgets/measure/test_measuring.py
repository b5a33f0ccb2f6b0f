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
from ui.views.measure_view import MeasureView
from ui.widgets.channel_list import ChannelList
from ui.widgets.measure_panels import EventsBody
from ui.widgets.measure_scene import unix
from ui.widgets.measure_sessions import SessionList
from ui.widgets.measure_table import MeasureTable

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
def view(qtbot, workspace, runner, audit):
    made = MeasureView(workspace, runner, audit)
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
    simulator = recording._recording.simulator
    port = simulator.port
    simulator.close()
    qtbot.waitUntil(lambda: "было" in spoken(recording)[0], timeout=WAIT_MS)
    assert "— мг/м³" in spoken(recording)[0]
    assert "Нет связи" in recording._page._instruments._shown[0].name
    recording._recording.simulator = measuring.start_simulator(port)
    press(qtbot, recording, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: "—" not in spoken(recording)[0], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(recording._view.gaps), timeout=WAIT_MS)
    assert any("нет показаний" in text for text in recording.findChild(EventsBody).texts())


def test_that_space_excludes_what_comes_until_it_is_pressed_again(qtbot, recording):
    recording.focus_first()
    press(qtbot, recording, Qt.Key.Key_Space)
    assert recording._view.paused
    press(qtbot, recording, Qt.Key.Key_Space)
    assert not recording._view.paused
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
    (left_out,) = recording._view.exclusions
    assert left_out.reason == "замена фильтра"
    assert left_out.start < left_out.end
    assert any("замена фильтра" in text for text in recording.findChild(EventsBody).texts())


def test_that_an_event_keeps_the_time_of_f5_while_it_is_written(qtbot, recording):
    press(qtbot, recording, Qt.Key.Key_F5)
    begun = recording._view.now
    points = recording._view.points
    qtbot.waitUntil(lambda: recording._view.points > points + 8, timeout=WAIT_MS)
    write(recording.findChild(QLineEdit, "eventWords"), "стряхивание")
    press(qtbot, recording, Qt.Key.Key_Return)
    (event,) = recording._view.events
    assert abs(unix(event.at) - begun) < 0.5
    assert recording._view.now - begun > 0.5


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
    qtbot.waitUntil(lambda: recording._view.samples_done >= 1, timeout=WAIT_MS)
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
    assert shown.verdict is not None
    assert shown.simulated


def test_that_escape_goes_on_recording(qtbot, recording):
    recording.end_session()
    qtbot.keyClick(recording.findChild(EndSessionDialog), Qt.Key.Key_Escape)
    assert recording.is_busy()


def test_that_a_session_cut_off_can_be_finished(qtbot, recording, workspace, audit, runner):
    recording.close()
    again = MeasureView(workspace, runner, audit)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: bool(again.findChild(SessionList).shown()), timeout=WAIT_MS)
    button = again.findChild(QPushButton, "recoverSession")
    assert button.isVisible()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stored(workspace, audit)[0].ended_at is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not button.isVisible(), timeout=WAIT_MS)


def test_that_without_sessions_the_page_says_how_to_begin(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = view.findChild(StartSessionDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_that_a_session_is_not_started_without_source_and_point(qtbot, workspace, audit):
    dialog = StartSessionDialog(auditing.load(workspace, audit), None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.fill(load="девяносто", verified="скоро")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.findChild(QLineEdit, "session_source").hasFocus()
    dialog.fill(source="0014", point="труба", load="92,5", verified="14.03.2027")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    plan = dialog.plan()
    assert (plan.load_pct, plan.links[0].instrument.verified_until) == (92.5, "2027-03-14")
    assert plan.simulated
