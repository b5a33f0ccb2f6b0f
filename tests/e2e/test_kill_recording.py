"""Kill -9 while a session is recorded: it is offered to be finished, from what was durable."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.services import auditing, judging, measuring, workspace
from kta_desktop.services.measuring_records import read_recording
from kta_desktop.settings import Settings
from kta_desktop.storage import keys
from ui.app import pages
from ui.app.main_window import MainWindow
from ui.models.preferences import Preferences
from ui.tasks import TaskRunner
from ui.widgets.measure_sessions import SessionCard
from ui.widgets.session_resume import SessionResume

RECORDER = Path(__file__).with_name("recorder.py")
ENOUGH = 15  # readings on disk before the kill
WAIT_MS = 30_000


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Path, key and audit of a closed workspace."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    profile = Auditor(id=new_id(), name="Жумабаева Айгуль")
    ws, _code = workspace.create(tmp_path / "w.ktadb", "p", profile)
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="Сүт"),
        pack="food",
        team=(profile,),
        starts_on="2026-11-21",
        ends_on="2026-11-23",
        reference_year=2025,
        demo=True,
    )
    audit = auditing.start(ws, new).id
    ws.close()
    return ws.path, ws.store.key, audit


@pytest.fixture
def killed(stored):
    """Session, number of readings that were durable, and when the program was killed."""
    path, key, audit = stored
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(RECORDER), str(path), key.hex(), audit]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as program:
        for line in program.stdout:
            _word, session, points = line.split()
            if int(points) >= ENOUGH:
                break
        killed_at = time.time()
        program.kill()
        last = [line.split() for line in program.stdout]
    return session, max(int(points), *(int(words[2]) for words in last), 0), killed_at


@pytest.fixture
def window(qtbot, stored, killed):
    """The program started again, on the page of measurements of the same audit."""
    path, key, audit = stored
    runner = TaskRunner()
    made = MainWindow()
    made.furnish(path, Preferences(Settings()), runner, exists=True)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_workspace(workspace.open_with_key(path, key), audit, pages.MEASURE)
    yield made
    made.close()
    runner.close()


def test_that_a_recording_cut_off_is_offered_and_finished_with_what_was_durable(
    qtbot, window, killed
):
    session, durable, killed_at = killed
    qtbot.waitUntil(lambda: window.frame.editor is not None, timeout=WAIT_MS)
    ws, editor = window.frame.workspace, window.frame.editor
    view = window.frame.page
    qtbot.waitUntil(lambda: bool(view.findChildren(SessionResume)), timeout=WAIT_MS)
    (offer,) = view.findChildren(SessionResume)
    assert [item.id for item in measuring.unfinished(ws, editor.record.id)] == [session]
    assert (offer.session, offer.isVisible()) == (session, True)
    badge = window.frame.rail._buttons[pages.MEASURE]
    qtbot.waitUntil(lambda: badge.badge == 1, timeout=WAIT_MS)
    qtbot.mouseClick(offer.findChild(QPushButton, "finishSession"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: judging.sessions(editor.record)[0].ended_at is not None, timeout=WAIT_MS
    )
    recording = read_recording(ws, session)
    assert sum(len(series.times) for series in recording.values()) >= durable
    (finished,) = judging.sessions(auditing.load(ws, editor.record.id))
    for channel in finished.channels:  # what was due a second before the kill is there
        assert killed_at - recording[channel.id].times[-1] < 1 + channel.period_s
    assert (finished.id, finished.simulated) == (session, True)
    qtbot.waitUntil(lambda: bool(view.findChildren(SessionCard)), timeout=WAIT_MS)
    assert measuring.unfinished(ws, editor.record.id) == ()
    qtbot.waitUntil(lambda: badge.badge == 0, timeout=WAIT_MS)
    assert not offer.isVisible()
