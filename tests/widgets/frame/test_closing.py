"""Closing, locking and being told to end lose nothing that was typed."""

import os
import signal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kta_desktop.domain.definition import Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import auditing, drafts, rescue
from kta_desktop.services import workspace as workspaces
from kta_desktop.storage import audits, definitions
from kta_desktop.storage.engine import Store
from kta_desktop.storage.errors import DiskFullError
from ui.app.closing import EndSignals
from ui.dialogs.unsaved import UnsavedDialog

LABEL = Text(ru="Сток", kk="Ағын")
FORM = Definition(
    pack="tiny",
    version="1",
    title=LABEL,
    sections=(Section(name="wat", number="8", label=LABEL),),
    questions=(
        Question(name="wat_01", number="8.1", section="wat", type=QuestionType.TEXT, label=LABEL),
        Question(name="wat_02", number="8.2", section="wat", type=QuestionType.TEXT, label=LABEL),
    ),
)


@pytest.fixture
def audit(workspace):
    identifier = new_id()
    with workspace.store.begin() as connection:
        audits.add(connection, identifier, definitions.put(connection, FORM))
    return identifier


@pytest.fixture
def typing(window, audit, qtbot):
    """The window with the first question open and a word typed into it."""
    window.frame.open_audit(audit)
    qtbot.waitUntil(lambda: window.frame.page_name == "checklist")
    window.frame.page.show_question("wat_01")
    window.frame.page.focus_first()
    QTest.keyClicks(QApplication.focusWidget(), "cek")
    return window


@pytest.fixture
def full_disk(monkeypatch):
    """Let every write fail until the returned function is called."""
    begin, state = Store.begin, {"full": True}

    def refuse(store):
        if state["full"]:
            raise DiskFullError(path=store.path)
        return begin(store)

    monkeypatch.setattr(Store, "begin", refuse)
    return lambda: state.update(full=False)


def _left(path, audit):
    """Return the answer and the drafts in a closed workspace."""
    opened = workspaces.open_workspace(path, "тихая мойка")
    try:
        answer = auditing.load(opened, audit).entries.get("wat_01", {})
        return answer.get("text"), [draft.text for draft in drafts.kept(opened, audit)]
    finally:
        opened.close()


def _dialog(window, qtbot):
    qtbot.waitUntil(lambda: window.findChild(UnsavedDialog) is not None)
    return window.findChild(UnsavedDialog)


def _press(dialog, name):
    dialog.findChild(QWidget, name).click()


def test_that_closing_the_window_stores_what_is_being_typed(typing, audit, runner, qtbot):
    typing.close()
    qtbot.waitUntil(lambda: not typing.isVisible())
    runner.close()
    assert _left(typing.path, audit) == ("cek", [])


def test_that_locking_stores_what_is_being_typed(typing, audit, runner, qtbot):
    typing.lock()
    qtbot.waitUntil(lambda: typing.frame is None)
    runner.close()
    assert _left(typing.path, audit) == ("cek", [])


def test_that_the_window_stays_while_something_could_not_be_stored(typing, full_disk, qtbot):
    typing.close()
    dialog = _dialog(typing, qtbot)
    assert "8.1" in dialog.findChild(QWidget, "unsaved_list").text()
    assert "«cek»" in dialog.findChild(QWidget, "unsaved_list").text()
    _press(dialog, "stay")
    assert typing.isVisible()
    assert typing.frame.editor.unsaved["wat_01"]["text"] == "cek"
    full_disk()


def test_that_it_closes_once_the_disk_takes_it(typing, audit, full_disk, runner, qtbot):
    typing.close()
    dialog = _dialog(typing, qtbot)
    full_disk()
    _press(dialog, "store_again")
    qtbot.waitUntil(lambda: not typing.isVisible())
    runner.close()
    assert _left(typing.path, audit) == ("cek", [])


def test_that_what_is_put_aside_is_found_at_the_next_start(typing, audit, full_disk, runner, qtbot):
    typing.close()
    _press(_dialog(typing, qtbot), "put_aside")
    qtbot.waitUntil(lambda: not typing.isVisible())
    full_disk()
    runner.close()
    opened = workspaces.open_workspace(typing.path, "тихая мойка")
    assert [edit.after["text"] for edit in rescue.found(opened, audit)] == ["cek"]
    opened.close()


def test_that_another_audit_waits_until_this_one_is_stored(typing, full_disk, qtbot):
    typing.frame.page.commit()
    qtbot.waitUntil(lambda: bool(typing.frame.editor.unsaved))
    typing.frame.open_audit(new_id())
    assert typing.frame.editor.unsaved["wat_01"]["text"] == "cek"
    assert typing.frame.page_name == "checklist"
    full_disk()


def test_that_the_end_of_the_session_stores_at_once(typing, audit):
    typing.secure()
    entries = auditing.load(typing.frame.workspace, audit).entries
    assert entries["wat_01"]["text"] == "cek"


def test_that_the_end_of_the_session_puts_aside_what_the_disk_refuses(typing, audit, full_disk):
    typing.secure()
    ws = typing.frame.workspace
    assert [edit.after["text"] for edit in rescue.found(ws, audit)] == ["cek"]
    full_disk()


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or os.name == "nt", reason="signals are POSIX")
def test_that_a_signal_to_end_secures_and_closes(qtbot):
    window, done = QWidget(), []
    qtbot.addWidget(window)
    window.show()
    left = []  # the loop of the tests goes on
    signals = EndSignals(lambda: done.append(window.isVisible()), window, lambda: left.append(True))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: not window.isVisible())
    finally:
        signals.stop()
    assert done == left == [True]
