"""Keys do what buttons, strip and list of keys say, wherever in the card the focus is."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.checklist_keys import keys_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("name", "key"), [("wat_05", "0"), ("wat_03", "Alt+0"), ("wat_04", "Alt+0")]
)
def test_that_the_key_for_a_blank_is_one_that_does_not_type(screen, name, key):
    screen.go(name)
    assert screen.card.form.blank_key.key == key
    listed = screen.view.keys()
    assert (key, "причина пропуска") in listed


def test_that_all_keys_of_the_page_are_listed(screen):
    listed = [key for key, _text in keys_of(screen.editor.state.definition.question("wat_05"))]
    assert {"F4", "F6", "F7", "F8", "F9", "Alt+Y", "Ctrl+G", "Ctrl+PgDn", "Ctrl+Z"} <= set(listed)


def test_that_a_row_is_added_from_anywhere_in_the_card(screen):
    screen.go("wat_04")
    screen.card.form.note_key.setFocus()
    screen.press(Qt.Key.Key_Insert)
    screen.type("Пермеат")
    rows = [path for path in screen.stored() if path.startswith("wat_04/") and path.count("/") == 1]
    assert len(rows) == 1


def test_that_the_time_of_saving_is_that_of_the_card_and_moves_nothing(screen):
    screen.go("wat_05")
    width = screen.card.form.answer.width()
    screen.press(Qt.Key.Key_1)
    screen.settle()
    assert screen.card.form.saved.isVisible()
    assert screen.card.form.answer.width() == width
    screen.press(Qt.Key.Key_Return)
    screen.settle()
    assert screen.card.question.name == "wat_03"
    assert not screen.card.form.saved.isVisible()


def test_that_a_number_is_typed_over_after_going_to_it(screen):
    screen.go("wat_03")
    screen.type("3,25")
    screen.settle()
    screen.go("wat_05")
    screen.go("wat_03")
    screen.type("4")
    assert screen.stored()["wat_03"]["text"] == "4"


def test_that_the_head_names_the_section_its_key_goes_to(screen):
    assert "10" in screen.view.head.onward.accessibleName()
    screen.view.step_section(1)
    assert not screen.view.head.onward.isEnabled()
