"""Writing what happened, and leaving time out, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from ui.widgets.measure_notes import NoteField

F5_AT, LATER = 1_795_337_100.0, 1_795_337_160.0


@pytest.fixture
def notes(qtbot):
    made = NoteField()
    qtbot.addWidget(made)
    made.show()
    made.set_now(F5_AT)
    return made


@pytest.fixture
def written(notes):
    """What came out: events, then exclusions."""
    events, exclusions = [], []
    notes.event_written.connect(lambda *what: events.append(what))
    notes.exclusion_written.connect(lambda *what: exclusions.append(what))
    return events, exclusions


def write(qtbot, notes, text, key=Qt.Key.Key_Return):
    field = notes.findChild(QLineEdit, "eventWords")
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
    qtbot.keyClick(field, key)


def hint(notes):
    return notes.findChild(QLabel, "noteHint").text()


def test_that_an_event_has_the_time_at_which_it_was_begun(qtbot, notes, written):
    notes.begin_event(F5_AT)
    notes.set_now(LATER)
    notes.begin_event(LATER)  # nothing was written yet: it begins anew
    notes.set_now(LATER + 60)
    write(qtbot, notes, "продувка")
    assert written[0] == [(LATER, "продувка")]


def test_that_pressing_f5_again_while_writing_keeps_the_time(qtbot, notes, written):
    notes.begin_event(F5_AT)
    notes.findChild(QLineEdit, "eventWords").setText("про")
    notes.begin_event(LATER)
    write(qtbot, notes, "дувка")
    assert written[0] == [(F5_AT, "продувка")]


def test_that_typing_without_f5_begins_an_event_at_the_first_letter(qtbot, notes, written):
    qtbot.keyClicks(notes.findChild(QLineEdit, "eventWords"), "x")
    notes.set_now(LATER)
    write(qtbot, notes, "y")
    assert written[0] == [(F5_AT, "xy")]


def test_that_an_exclusion_is_its_two_ends_in_any_order_and_a_reason(qtbot, notes, written):
    notes.mark(LATER)
    notes.mark(F5_AT)
    write(qtbot, notes, "замена фильтра")
    assert written == ([], [(F5_AT, LATER, "замена фильтра")])
    assert notes.marked_from is None


def test_that_an_exclusion_without_a_reason_is_not_written(qtbot, notes, written):
    notes.mark(F5_AT)
    notes.mark(LATER)
    write(qtbot, notes, "")
    assert written == ([], [])
    assert "причину" in hint(notes)
    assert notes.marked_to == LATER


def test_that_an_exclusion_has_a_length(notes, written):
    notes.mark(F5_AT)
    notes.mark(F5_AT)
    assert notes.marked_to is None
    assert "совпадает" in hint(notes)


def test_that_escape_keeps_what_was_typed_and_its_time(qtbot, notes, written):
    notes.begin_event(F5_AT)
    write(qtbot, notes, "начало", Qt.Key.Key_Escape)
    notes.set_now(LATER)
    notes.begin_event(LATER)
    write(qtbot, notes, "")
    assert written[0] == [(F5_AT, "начало")]


def test_that_escape_from_an_empty_field_drops_the_marks(qtbot, notes, written):
    notes.mark(F5_AT)
    notes.mark(LATER)
    write(qtbot, notes, "", Qt.Key.Key_Escape)
    assert notes.marked_from is None
    assert not notes.is_marking
