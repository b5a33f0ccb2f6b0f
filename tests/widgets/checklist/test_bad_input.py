"""What cannot be read is kept, shown, and explained."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from kta_desktop.errors import KtaError
from kta_desktop.services import answering

ALT = Qt.KeyboardModifier.AltModifier


class FullDiskError(KtaError):
    code = "disk-full"
    text = "The disk is full."


def test_that_a_text_that_is_no_number_stays_and_is_explained(screen):
    screen.go("wat_03")
    screen.type("12.5.0")
    assert screen.stored()["wat_03"] == {"text": "12.5.0", "unit": "m3/t"}
    assert "«12.5.0»" in screen.card.messages.texts()[0]
    screen.press(Qt.Key.Key_Return)
    assert screen.view.questions.card("wat_03").messages.texts()
    screen.go("wat_03")
    assert screen.card.form.answer._value.text() == "12.5.0"


def test_that_an_ambiguous_number_asks_and_waits(screen):
    screen.go("wat_03")
    screen.type("1,234")
    screen.settle()
    buttons = [screen.card.findChild(QPushButton, f"reading_{place}") for place in (1, 2)]
    assert [button.text() for button in buttons] == ["1,234", "1234"]
    assert "value" not in screen.stored()["wat_03"]
    screen.press(Qt.Key.Key_2, ALT)
    assert screen.stored()["wat_03"]["value"] == "1234"
    assert screen.stored()["wat_03"]["text"] == "1,234"
    assert not buttons[0].isVisible()


def test_that_an_unreadable_uncertainty_stays_in_its_field(screen):
    answer = screen.go("wat_03")
    screen.type("5")
    screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_Tab)
    screen.type("abc")
    assert "uncertainty" not in screen.stored()["wat_03"]
    assert answer._uncertainty.text() == "abc"
    screen.go("wat_05")
    assert screen.go("wat_03")._uncertainty.text() == "abc"
    assert not screen.card.form.answer._u_fault.isHidden()


def test_that_a_failed_store_puts_the_stored_value_back_and_shows_what_was_typed(
    screen, monkeypatch
):
    screen.go("wat_03")
    screen.type("5")
    screen.settle()

    def full(*_args, **_more):
        raise FullDiskError

    real = answering.store
    monkeypatch.setattr(answering, "store", full)
    screen.type("7")
    with screen.qtbot.waitSignal(screen.editor.failed):
        screen.view.commit()
    assert screen.editor.state.answer("wat_03").text == "5"
    assert "«57»" in screen.view.banner._title.text()
    assert screen.view.banner.text() == "The disk is full."
    monkeypatch.setattr(answering, "store", real)
    screen.editor.retry()
    screen.settle()
    assert screen.stored()["wat_03"]["text"] == "57"
    assert screen.view.banner.isHidden()


def test_that_a_later_edit_survives_the_failure_of_an_earlier_one(screen, monkeypatch):
    screen.go("wat_05")
    real, calls = answering.store, []

    def fails_once(*args, **more):
        calls.append(args)
        if len(calls) == 1:
            raise FullDiskError
        return real(*args, **more)

    monkeypatch.setattr(answering, "store", fails_once)
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_3)
    assert screen.stored()["wat_05"] == {"value": "no"}
    assert screen.editor.state.answer("wat_05").value == "no"
    assert not screen.editor.unsaved
