"""What is typed is stored a second later, though nobody leaves the field."""

import pytest
from PySide6.QtCore import Qt

from kta_desktop.services import auditing


@pytest.mark.parametrize(("question", "typed"), [("wat_03", "7,5"), ("wat_08", "Су шығыны")])
def test_that_a_second_after_the_last_key_the_text_is_stored(screen, question, typed):
    screen.go(question)
    screen.type(typed)

    def stored():
        entries = auditing.load(screen.ws, screen.audit).entries
        assert entries.get(question, {}).get("text") == typed

    screen.qtbot.waitUntil(stored)
    assert screen.card.question.name == question


def test_that_what_is_typed_after_that_is_stored_when_the_question_is_left(screen):
    screen.go("wat_03")
    screen.type("7")
    screen.qtbot.waitUntil(lambda: screen.editor.state.answer("wat_03").text == "7")
    screen.type("5")
    screen.press(Qt.Key.Key_Return)
    assert screen.stored()["wat_03"]["text"] == "75"
