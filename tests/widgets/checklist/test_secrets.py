"""Trade secrets: said by a key on the card, with grounds, undone like any other word."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from kta_desktop.services import drafts
from kta_desktop.services.answering import Edit
from kta_desktop.services.drafts import Draft
from kta_desktop.services.value_words import value_words
from tests.widgets.checklist.conftest import DEFINITION

ALT = Qt.KeyboardModifier.AltModifier
PATH = "wat_05#confidential"


@pytest.fixture
def definition():
    """Return the small checklist; it calls the number of meters a secret by itself."""
    questions = (
        replace(question, confidential=question.name == "wat_10")
        for question in DEFINITION.questions
    )
    return replace(DEFINITION, questions=tuple(questions))


def chip(card):
    """Return the words of the chip that tells a folded card's secret, or None."""
    found = card._signs._chips.get("secret")
    return None if found is None or found.isHidden() else found.text()


def test_that_alt_t_calls_an_answer_secret_and_asks_for_the_grounds(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_T, ALT)
    row = screen.card.form.secret
    assert row.isVisible()
    assert screen.view.window().focusWidget() is row.grounds
    screen.type("договор № 7")
    assert screen.stored()[PATH] == {"is": True, "grounds": "договор № 7"}


def test_that_the_folded_card_shows_a_lock_and_says_it(screen):
    screen.editor.submit([Edit(PATH, {"is": True, "grounds": "приказ"})])
    card = screen.go("wat_05") and screen.card
    assert chip(card) is None
    assert "Коммерческая тайна" in card.accessibleName()
    screen.go("wat_03")
    assert chip(card) == "Коммерческая тайна"


def test_that_the_key_takes_it_back_and_undo_brings_it_again(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_T, ALT)
    screen.press(Qt.Key.Key_T, ALT)
    assert not screen.card.form.secret.isVisible()
    assert PATH not in screen.stored()
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: screen.editor.state.confidential("wat_05").is_secret)


def test_that_what_the_checklist_calls_secret_can_be_called_open(screen):
    screen.go("wat_10")
    row = screen.card.form.secret
    assert row._chip.text() == "Коммерческая тайна по чек-листу"
    row.key.click()
    assert screen.stored()["wat_10#confidential"] == {"is": False, "grounds": ""}
    assert not row.isVisible()
    row.key.click()
    assert screen.editor.state.confidential("wat_10").is_secret


def test_that_grounds_are_told_in_the_history(screen):
    value = {"is": True, "grounds": "приказ № 3"}
    screen.editor.submit([Edit(PATH, value)])
    state = screen.editor.state
    assert value_words(state, PATH, value, "ru") == "Коммерческая тайна: приказ № 3"
    assert value_words(state, PATH, {"is": False, "grounds": ""}, "ru") == "Не тайна"


def test_that_grounds_being_typed_when_the_program_ends_are_offered_again(screen):
    draft = Draft(PATH, "договор", "2026-11-22T09:32:08.000Z")
    (edit,) = drafts.edits_of(screen.editor.state, draft)
    assert edit.after == {"is": True, "grounds": "договор"}
