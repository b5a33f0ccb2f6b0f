"""Every type of answer, given by keys, is in the workspace afterwards."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.services import auditing

ALT = Qt.KeyboardModifier.AltModifier


def paste(screen):
    """Paste cells, and take what the preview shows by Enter."""
    screen.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    preview = QApplication.activeModalWidget()
    assert preview.objectName() == "pastePreview"
    QTest.keyClick(preview, Qt.Key.Key_Return)


def test_that_a_digit_answers_and_the_same_digit_takes_it_back(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_2)
    assert screen.stored()["wat_05"] == {"value": "partly"}
    screen.press(Qt.Key.Key_2)
    assert "wat_05" not in screen.stored()


def test_that_the_keypad_answers(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    assert screen.stored()["wat_05"] == {"value": "no"}


def test_that_a_number_is_stored_as_typed_with_its_unit(screen):
    screen.go("wat_03")
    screen.type("1 234,5")
    assert screen.stored()["wat_03"] == {"text": "1 234,5", "value": "1234.5", "unit": "m3/t"}


def test_that_tab_goes_from_number_to_unit_uncertainty_and_origin(screen):
    screen.go("wat_03")
    screen.type("3,25")
    screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Tab)
    screen.type("0,2")
    screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_Right)
    assert screen.stored()["wat_03"] == {
        "text": "3,25",
        "value": "3.25",
        "unit": "m3/hl",
        "uncertainty": "0.2",
        "origin": "calculated",
    }


def test_that_an_origin_chosen_before_the_number_is_not_lost(screen):
    answer = screen.go("wat_03")
    answer._origin.segments.choose_number(3)
    assert "wat_03" not in screen.stored()
    screen.type("7")
    assert screen.stored()["wat_03"]["origin"] == "estimated"


def test_that_one_option_is_chosen_by_its_digit(screen):
    screen.go("wat_02")
    screen.press(Qt.Key.Key_3)
    assert screen.stored()["wat_02"] == {"value": "tower"}


def test_that_several_options_are_chosen_by_arrows_and_space(screen):
    screen.go("wat_06")
    screen.press(Qt.Key.Key_Space)
    screen.press(Qt.Key.Key_4)
    assert screen.stored()["wat_06"] == {"value": ["cip", "sewer"]}


@pytest.mark.parametrize("typed", ["22.11.2026", "2026-11-22", "22/11/26"])
def test_that_a_date_is_understood_day_first_and_as_iso(screen, typed):
    screen.go("wat_07")
    screen.type(typed)
    assert screen.stored()["wat_07"] == {"text": typed, "value": "2026-11-22"}


def test_that_words_are_stored_with_kazakh_letters_and_new_lines(screen):
    screen.go("wat_08")
    screen.type("Су шығыны")
    screen.press(Qt.Key.Key_Return, ALT)
    screen.type("жоғары")
    assert screen.stored()["wat_08"]["text"] == "Су шығыны\nжоғары"


def test_that_a_table_is_filled_by_tab_and_enter(screen):
    screen.go("wat_04")
    screen.press(Qt.Key.Key_F2)
    screen.type("Пермеат")
    screen.press(Qt.Key.Key_Tab)
    screen.type("9,6")
    screen.press(Qt.Key.Key_Tab)
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_Insert)
    screen.type("CIP")
    screen.press(Qt.Key.Key_Return)
    screen.settle()
    state = screen.editor.state
    first, second = state.rows("wat_04")
    assert first.cells["stream"].text == "Пермеат"
    assert (first.cells["m3"].value, first.cells["m3"].unit) == ("9.6", "m3/day")
    assert first.cells["metered"].value == "yes"
    assert second.cells["stream"].text == "CIP"
    assert screen.card.question.name == "wat_07"


def test_that_cells_of_a_workbook_fill_a_table_as_one_act(screen):
    screen.go("wat_04")
    QGuiApplication.clipboard().setText("Пермеат\t9,6\tда\nОполоски\t12.5.0\tнет\n")
    paste(screen)
    screen.settle()
    rows = screen.editor.state.rows("wat_04")
    assert [row.cells["stream"].text for row in rows] == ["Пермеат", "Ополоски"]
    assert [row.cells["metered"].value for row in rows] == ["yes", "no"]
    assert "12.5.0" in screen.card.messages.texts()[0]
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: not screen.editor.state.rows("wat_04"))


def test_that_a_removed_row_comes_back_whole(screen):
    screen.go("wat_04")
    QGuiApplication.clipboard().setText("Пермеат\t9,6\tда\nОполоски\t12\tнет")
    paste(screen)
    screen.press(Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    screen.press(Qt.Key.Key_Delete)
    screen.settle()
    assert len(screen.editor.state.rows("wat_04")) == 1
    screen.view.undo()
    screen.qtbot.waitUntil(lambda: len(screen.editor.state.rows("wat_04")) == 2)
    assert screen.editor.state.rows("wat_04")[0].cells["m3"].value == "9.6"


def test_that_enter_goes_to_the_next_question_and_shift_enter_back(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_Return)
    assert screen.card.question.name == "wat_03"
    screen.type("5")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert screen.card.question.name == "wat_03"
    assert screen.stored()["wat_03"]["value"] == "5"


def test_that_tab_reaches_the_next_question_and_shift_tab_comes_back(screen):
    screen.go("wat_05")
    for _step in range(8):
        if screen.card.question.name != "wat_05":
            break
        screen.press(Qt.Key.Key_Tab)
    assert screen.card.question.name == "wat_03"
    screen.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert screen.card.question.name == "wat_05"


def test_that_digits_type_in_a_number_and_act_with_alt(screen):
    screen.go("wat_03")
    screen.type("10")
    assert screen.card.form.blank.isHidden()
    screen.press(Qt.Key.Key_0, ALT)
    assert not screen.card.form.blank.isHidden()


def test_that_everything_is_there_when_the_workspace_is_opened_again(screen):
    screen.go("wat_05")
    screen.press(Qt.Key.Key_1)
    screen.go("wat_10")
    screen.type("14")
    entries = screen.stored()
    assert auditing.load(screen.ws, screen.audit).entries == entries
    assert entries["wat_10"] == {"text": "14", "value": "14", "unit": "pcs"}
