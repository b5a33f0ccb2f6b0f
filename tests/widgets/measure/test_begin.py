"""Beginning a session: what is offered, what is remembered, a real instrument from a file."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.measurement.profile import FOLDER
from kta_desktop.measurement.serial_port import SerialPort
from kta_desktop.services import auditing, instruments, measuring
from ui.dialogs.start_session import StartSessionDialog
from ui.models.measuring import begin_recording, load_sessions
from ui.models.session_start import offer

WAIT_MS = 20_000


@pytest.fixture
def start(workspace):
    """Return a function that starts an audit and gives its id."""

    def started(*, demo):
        new = NewAudit(
            number=f"KTA-2026-00{int(demo)}",
            plant=Plant(name="Сүт"),
            pack="food",
            team=(workspace.profile,),
            starts_on="2026-11-21",
            ends_on="2026-11-23",
            reference_year=2025,
            demo=demo,
        )
        return auditing.start(workspace, new).id

    return started


@pytest.fixture
def ask(qtbot, workspace, runner, monkeypatch, tmp_path):
    """Return a function that opens the dialog for an audit."""
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(
        instruments, "ports", lambda: (SerialPort(device="COM3"), SerialPort(device="COM4"))
    )

    def asked(audit):
        found = load_sessions(workspace, audit)
        dialog = StartSessionDialog(offer(found.record, found.last_plan), runner)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return asked


@pytest.fixture
def real(tmp_path):
    """A profile file of an instrument that is none of ours."""
    data = json.loads((FOLDER / "demo-dust-monitor.json").read_text("utf-8"))
    names = {"ru": "Пылемер цеха", "kk": "Цех шаң өлшегіші", "en": "Dust monitor of the shop"}
    data |= {"id": "shop", "name": names, "simulated": False, "unit_id": 3, "port": 502}
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def text(dialog, name):
    box = dialog.findChild(QComboBox, f"session_{name}")
    return box.currentText() if box else dialog.findChild(QLineEdit, f"session_{name}").text()


def test_that_in_a_demonstration_enter_begins_with_the_simulated_instrument(qtbot, start, ask):
    dialog = ask(start(demo=True))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    plan = dialog.plan()
    assert plan.simulated
    assert (plan.diameter_m, plan.load_pct) == (0.9, 92.0)
    assert plan.links[0].instrument.verified_until == "2027-03-14"


def test_that_an_audit_at_a_plant_begins_empty(start, ask):
    dialog = ask(start(demo=False))
    assert (text(dialog, "source"), text(dialog, "diameter")) == ("", "")


def test_that_a_real_instrument_is_entered_from_its_profile(qtbot, start, ask, real):
    dialog = ask(start(demo=True))
    dialog.take_profile(real)
    assert dialog.findChild(QLineEdit, "session_host").isVisibleTo(dialog)
    assert (text(dialog, "host"), text(dialog, "port"), text(dialog, "unit")) == ("", "502", "3")
    dialog.fill(host="10.0.0.7", unit="5")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    plan = dialog.plan()
    (link,) = plan.links
    at = link.address
    assert (at.host, at.port, at.unit_id, plan.simulated) == (
        "10.0.0.7",
        502,
        5,
        False,
    )


def test_that_a_file_that_is_no_profile_is_refused_and_nothing_is_lost(start, ask, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", "utf-8")
    dialog = ask(start(demo=False))
    dialog.fill(source="0014")
    dialog.take_profile(wrong)
    assert text(dialog, "source") == "0014"
    assert dialog.findChild(QComboBox, "sessionProfile").accessibleDescription()


def test_that_a_unit_beyond_255_is_named_at_its_field(qtbot, start, ask, real):
    dialog = ask(start(demo=True))
    dialog.take_profile(real)
    dialog.fill(host="10.0.0.7", unit="256")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.findChild(QLineEdit, "session_unit").hasFocus()


def test_that_the_next_session_begins_with_the_last_entries(workspace, start, ask, real):
    audit = start(demo=False)
    profile = measuring.profile_of(real)
    made = measuring.demo_plan("10.0.0.7", 1502)
    plan = replace(
        made,
        links=(replace(made.links[0], profile=profile),),
        quantities=(replace(made.quantities[0], count=2, minutes=0.5),),
        simulated=False,
    )
    measuring.remember(workspace, audit, plan)
    dialog = ask(audit)
    assert dialog.plan() == plan


def test_that_entries_are_those_of_the_same_audit(workspace, start, ask):
    measuring.remember(workspace, start(demo=False), measuring.demo_plan("10.0.0.7", 502))
    assert text(ask(start(demo=True)), "host") == "127.0.0.1"


def test_that_a_simulated_instrument_starts_and_ends_with_its_session(workspace, start):
    audit = start(demo=True)
    recording = begin_recording(workspace, audit, measuring.demo_plan("", 0))
    port = recording.simulator.port
    recording.finish()
    measuring.start_simulator(port).close()  # the port is free again
    assert load_sessions(workspace, audit).last_plan == measuring.demo_plan("", 0)


def test_that_a_reason_for_an_instrument_is_the_first_event_of_its_session(workspace, start):
    audit = start(demo=True)
    note = "Срок поверки истёк: 77. Применён, потому что: другого нет"
    session = begin_recording(workspace, audit, measuring.demo_plan("", 0), (note,)).finish()
    assert [event.text for event in session.events] == [note]


def test_that_in_a_demonstration_two_keys_begin_to_record(
    qtbot, workspace, runner, start, measure_view
):
    view = measure_view(workspace, runner, start(demo=True))
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    qtbot.waitUntil(lambda: view._loaded is not None)
    qtbot.keyClick(view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.findChild(StartSessionDialog) is not None, timeout=WAIT_MS)
    dialog = view.findChild(StartSessionDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(view.is_busy, timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: view.recorder.view is not None and view.recorder.view.points > 0, timeout=WAIT_MS
    )
    assert view.recorder.view.simulated
    view.finish()
    qtbot.waitUntil(lambda: not view.is_busy(), timeout=WAIT_MS)
    view.close()


def test_that_what_was_entered_and_not_begun_is_there_the_next_time(
    qtbot, workspace, runner, start, measure_view
):
    view = measure_view(workspace, runner, start(demo=False))
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view._loaded is not None)

    def shown():
        return [each for each in view.findChildren(StartSessionDialog) if each.isVisible()]

    def opened():
        view.new_session()
        qtbot.waitUntil(lambda: bool(shown()), timeout=WAIT_MS)
        return shown()[0]

    first = opened()
    first.fill(source="0014", regime="зима")
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert (text(opened(), "source"), text(opened(), "regime")) == ("0014", "зима")
    view.close()
