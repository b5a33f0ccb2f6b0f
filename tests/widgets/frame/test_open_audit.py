"""The open audit takes in what other pages store, and the strip says what is recorded."""

from dataclasses import replace

import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, judging, measuring, packing
from kta_desktop.services import workspace as workspaces
from kta_desktop.services.answering import Edit
from ui.app import pages
from ui.dialogs.bundle_desk import BundleDesk
from ui.dialogs.package_dialog import IncomingDialog
from ui.widgets.label import Label

WAIT_MS = 20_000


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
def frame(qtbot, window, audit):
    window.frame.open_audit(audit)
    qtbot.waitUntil(lambda: window.frame.editor is not None)
    return window.frame


@pytest.fixture
def recording(qtbot, frame):
    """The page of measurements, recording samples of three seconds."""
    frame.show_page(pages.MEASURE)
    view = frame.page
    plan = measuring.demo_plan("", 0)
    quick = replace(plan.quantities[0], minutes=0.05, count=1)
    view.begin(replace(plan, quantities=(quick,)))
    qtbot.waitUntil(
        lambda: view.recorder.view is not None and view.recorder.view.samples_done, timeout=WAIT_MS
    )
    yield view
    view.close()


def sessions(frame):
    return judging.sessions(frame.editor.record)


def test_that_the_strip_says_the_recording_in_place_of_the_saved_time(qtbot, window, recording):
    qtbot.waitUntil(lambda: window.strip.item_text("saved").startswith("Запись: "))
    assert window.strip.item_text("saved").endswith(" точек")
    window.frame.show_page(pages.CHECKLIST)
    window._preferences.change(language="kk")
    assert window.strip.item_text("saved").startswith("Жазу: ")
    recording.finish()
    qtbot.waitUntil(lambda: not recording.is_busy(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.strip.item_text("saved").startswith("Сақталды"))


def test_that_a_recorded_session_reaches_the_open_audit(qtbot, frame, recording):
    qtbot.waitUntil(lambda: len(sessions(frame)) == 1, timeout=WAIT_MS)
    recording.finish()
    qtbot.waitUntil(lambda: sessions(frame)[0].ended_at is not None, timeout=WAIT_MS)
    (session,) = sessions(frame)
    assert session.samples
    assert judging.judgements(frame.editor.record, frame.editor.state) is not None


def test_that_an_answer_given_while_recording_is_not_lost(
    qtbot, frame, recording, workspace, audit
):
    edit = Edit("wat_04#note", "во время записи")
    frame.editor.submit([edit])
    recording.finish()
    frame.editor.submit([Edit("wat_03#note", "после")])
    qtbot.waitUntil(lambda: sessions(frame)[0].ended_at is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not frame.editor.is_saving)
    stored = auditing.load(workspace, audit).entries
    for path, value in ((edit.path, edit.after), ("wat_03#note", "после")):
        assert frame.editor.state.entries[path] == value
        assert stored[path] == value


def test_that_undo_after_a_session_takes_back_the_answer_and_not_the_session(
    qtbot, frame, recording
):
    frame.editor.submit([Edit("wat_03#note", "проба")])
    recording.finish()
    qtbot.waitUntil(lambda: sessions(frame)[0].ended_at is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(frame.editor.undone):
        frame.editor.undo()
    assert frame.editor.state.entries.get("wat_03#note") is None
    assert sessions(frame)[0].ended_at is not None


def test_that_an_edit_under_way_is_not_overwritten_by_what_is_read(qtbot, frame, workspace, audit):
    answering.store(workspace, audit, [Edit("wat_03#note", "другая страница")])
    editor = frame.editor
    editor.reload()
    editor.submit([Edit("wat_03#note", "набрано сейчас")])  # behind the reading
    assert editor.state.entries["wat_03#note"] == "набрано сейчас"
    qtbot.waitUntil(lambda: not editor.is_saving)
    assert editor.state.entries["wat_03#note"] == "набрано сейчас"
    assert auditing.load(workspace, audit).entries["wat_03#note"] == "набрано сейчас"


def test_that_what_was_cleared_elsewhere_while_the_audit_is_open_is_known_as_cleared(
    qtbot, frame, workspace, audit
):
    for after in ("другая страница", None):
        answering.store(workspace, audit, [Edit("wat_03#note", after)])
    frame.editor.reload()
    qtbot.waitUntil(lambda: "wat_03#note" in frame.editor.state.entries)
    assert frame.editor.state.entries["wat_03#note"] is None
    assert "wat_03#note" not in frame.editor.record.entries


def test_that_a_version_closed_on_the_exchange_page_reaches_the_open_audit(
    qtbot, frame, tmp_path, monkeypatch
):
    frame.show_page(pages.EXCHANGE)
    view = frame.page
    qtbot.waitUntil(lambda: view.desk is not None)
    path = str(tmp_path / "audit.kta")
    monkeypatch.setattr(
        "ui.dialogs.bundle_desk.QFileDialog.getSaveFileName", lambda *_given: (path, "")
    )
    view.more.show_bundles()
    desk = view.findChild(BundleDesk)
    qtbot.waitUntil(lambda: desk._record is not None)
    desk.write_bundle()
    qtbot.waitUntil(lambda: frame.editor.record.revision == 1, timeout=WAIT_MS)
    desk.close()


def test_that_a_package_taken_in_reaches_the_open_audit(
    qtbot, frame, workspace, audit, tmp_path, quick_keys
):
    ours, theirs = tmp_path / "ours.kta", tmp_path / "theirs.kta"
    packing.build(workspace, audit, ours)
    other, _code = workspaces.create(
        tmp_path / "other.ktadb", "p", Auditor(id=new_id(), name="Коллега")
    )
    packing.open_bundle(other, ours)
    answering.store(other, audit, [Edit("wat_03#note", "от коллеги")])
    packing.build(other, audit, theirs)
    other.close()
    frame.show_page(pages.HOME)
    frame.page.take_package(theirs)
    qtbot.waitUntil(lambda: frame.window().findChild(IncomingDialog) is not None, timeout=WAIT_MS)
    dialog = frame.window().findChild(IncomingDialog)
    assert "KTA-2026-001 · Сүт" in dialog.findChild(Label).text()
    assert "wat_03#note" not in frame.editor.state.entries
    dialog.accept()
    qtbot.waitUntil(
        lambda: frame.editor.state.entries.get("wat_03#note") == "от коллеги", timeout=WAIT_MS
    )


def test_that_the_list_comes_back_when_the_audit_that_is_shown_is_taken_away(frame, audit):
    home = frame._pages[pages.HOME]
    frame.show_page(pages.OVERVIEW)
    home.audit_removed.emit(audit)
    assert frame.page is home
    assert frame.editor is None
