"""Buttons, segments, rail, strip: by keyboard, whole, named."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.keycap import cap_width, shown
from ui.widgets.labelled import Labelled
from ui.widgets.passphrase_field import CYRILLIC, LATIN, PassphraseField, strength
from ui.widgets.progress import ProgressBar6
from ui.widgets.rail import MIDDLE, NARROW, WIDE, Rail, RailItem
from ui.widgets.search_field import SearchField
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import bind, twins
from ui.widgets.status_strip import StatusStrip


def test_that_a_button_has_room_for_text_and_key(qtbot):
    button = KeyButton("Напечатать 13 страниц", "Ctrl+P", "printer")
    qtbot.addWidget(button)
    text = QFontMetrics(button.font()).horizontalAdvance(button.text())
    assert button.minimumSizeHint().width() >= text + cap_width("Ctrl+P") + 16
    assert button.accessibleName() == "Напечатать 13 страниц"
    assert "Ctrl P" in button.accessibleDescription()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)  # as Space does


@pytest.mark.parametrize("is_first_default", [False, True])
def test_that_enter_in_a_window_presses_its_default_else_what_has_the_focus(
    qtbot, is_first_default
):
    window, pressed = QDialog(), []
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    buttons = [KeyButton(name) for name in ("first", "second")]
    for button in buttons:
        column.addWidget(button)
        button.clicked.connect(partial(pressed.append, button.text()))
    buttons[0].setDefault(is_first_default)
    window.show()
    QTest.keyClick(buttons[1], Qt.Key.Key_Return)
    assert pressed == ["first" if is_first_default else "second"]


def test_that_plus_itself_stays_on_a_cap():
    assert shown("Ctrl+Shift+L") == "Ctrl Shift L"
    assert shown("+") == "+"
    assert shown("Ctrl++") == "Ctrl +"


@pytest.fixture
def answers(qtbot):
    made = Segments(
        [("yes", "Да"), ("partly", "Частично"), ("no", "Нет")], digits=True, clearable=True
    )
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_a_digit_chooses_and_again_clears(answers):
    chosen = []
    answers.chosen.connect(chosen.append)
    QTest.keyClick(answers, Qt.Key.Key_2)
    QTest.keyClick(answers, Qt.Key.Key_2)
    assert chosen == ["partly", None]


def test_that_arrows_move_the_choice(answers):
    answers.set_value("yes")
    QTest.keyClick(answers, Qt.Key.Key_Right)
    QTest.keyClick(answers, Qt.Key.Key_Right)
    QTest.keyClick(answers, Qt.Key.Key_Right)
    assert answers.value() == "no"


def test_that_setting_a_value_says_nothing_and_a_click_does(answers, qtbot):
    with qtbot.assertNotEmitted(answers.chosen):
        answers.set_value("no")
    with qtbot.waitSignal(answers.chosen) as said:
        answers.button("yes").click()
    assert said.args == ["yes"]
    assert answers.accessibleDescription() == "Да"


def test_that_new_texts_keep_the_choice(answers):
    answers.set_value("partly")
    answers.set_options([("yes", "Иә"), ("partly", "Ішінара"), ("no", "Жоқ")])
    assert answers.value() == "partly"
    assert answers.button("partly").text().endswith("Ішінара")


def test_that_letters_and_digits_have_cyrillic_twins():
    assert twins("Ctrl+N") == ("Ctrl+Т",)
    assert twins("Ctrl+Shift+L") == ("Ctrl+Shift+Д",)
    assert twins("Ctrl+2") == ("Ctrl+Ә",)
    assert twins("F5") == ()


def test_that_a_shortcut_works_in_a_cyrillic_layout(qtbot):
    window, done = QWidget(), []
    qtbot.addWidget(window)
    line = QLineEdit(window)
    shortcut = bind(window, "Ctrl+N", lambda: done.append(1))
    with qtbot.waitActive(window):
        window.show()
    line.setFocus()
    assert [key.toString() for key in shortcut.keys()]  # noqa: SIM118 - a QShortcut is no dictionary == ["Ctrl+N", "Ctrl+Т"]
    QTest.keyClick(line, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == [1]


def test_that_the_rail_marks_a_page_only_when_told(qtbot):
    rail = Rail((RailItem(name="one", icon="lock"), RailItem(name="two", icon="printer")))
    qtbot.addWidget(rail)
    rail.set_labels({"one": "Один", "two": "Басып шығару"})
    rail.set_current("one")
    with qtbot.waitSignal(rail.chosen) as chosen:
        rail.findChild(QWidget, "rail_two").click()
    assert chosen.args == ["two"]
    assert rail.findChild(QWidget, "rail_one").isChecked()
    assert not rail.findChild(QWidget, "rail_two").isChecked()


def test_that_a_long_label_takes_two_lines_and_icons_alone_none(qtbot):
    rail = Rail((RailItem(name="two", icon="printer", key="Ctrl+4"),))
    qtbot.addWidget(rail)
    rail.set_labels({"two": "Басып шығару"})
    button = rail.findChild(QWidget, "rail_two")
    rail.set_width(MIDDLE)
    assert button.lines() == ["Басып", "шығару"]
    rail.set_width(NARROW)
    assert button.lines() == []
    assert button.toolTip() == "Басып шығару  Ctrl 4"
    rail.set_width(WIDE)
    assert button.accessibleName() == "Басып шығару"


def test_that_the_strip_shows_only_what_fits_whole(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.set_item("saved", "check", "Сохранено 14:32:08", "ok")
    strip.set_keys([("Enter", "следующий"), ("1–4", "ответ"), ("F8", "фото")])
    strip.resize(1000, 26)
    strip.show()
    assert len([cap for cap in strip._pairs if cap.isVisible()]) == 3
    strip.resize(330, 26)
    assert [cap.isVisible() for cap in strip._pairs] == [True, False, False]
    assert strip.item_text("saved") == "Сохранено 14:32:08"


def test_that_a_message_of_the_strip_passes(qtbot):
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.say("Начат: KTA-2026-001")
    assert strip.message()
    strip._clock.timeout.emit()
    assert strip.message() == ""


def test_that_esc_empties_a_search_first(qtbot):
    field = SearchField("Поиск")
    qtbot.addWidget(field)
    field.setText("сут")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.accessibleName() == "Поиск"


def test_that_a_banner_stays_until_it_is_cleared(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.text() == ""
    banner.show_message("error", "Нет связи.", action="Повторить", key="F10")
    assert banner.text() == "Нет связи."
    assert banner.accessibleName() == "Нет связи."
    with qtbot.waitSignal(banner.acted):
        banner.findChild(KeyButton).click()
    banner.clear()
    assert banner.text() == ""


def test_that_a_field_says_what_is_wrong_with_it(qtbot):
    made = Labelled(QLineEdit(), "БИН")
    qtbot.addWidget(made)
    made.say("Одна цифра неверна.", "wr")
    assert made.field.property("state") == "warning"
    assert made.field.accessibleDescription() == "Одна цифра неверна."
    made.say("")
    assert made.field.property("state") == ""


def test_that_bars_and_chips_speak(qtbot):
    bar, chip = ProgressBar6(), Chip("Принят", "circle-check", "ok")
    qtbot.addWidget(bar)
    qtbot.addWidget(chip)
    bar.set_fraction(0.68, "68 %")
    assert (bar.accessibleName(), bar.fraction) == ("68 %", 0.68)
    chip.show_state("Есть замечания", "message-square", "warning")
    assert chip.accessibleName() == chip.text() == "Есть замечания"


@pytest.mark.parametrize(
    ("passphrase", "grade"),
    [
        ("", "empty"),
        ("мойка", "short"),
        ("аааааааааааа", "simple"),
        ("мойка танк", "fair"),
        ("тихая мойка девять танков", "strong"),
        ("q7#Lk29!mnPw4Z0x", "strong"),
    ],
)
def test_that_length_makes_a_passphrase_strong(passphrase, grade):
    assert strength(passphrase)[0] == grade
    assert 0 <= strength(passphrase)[1] <= 1


def test_that_letters_tell_layout_and_caps_lock(qtbot):
    field = PassphraseField()
    qtbot.addWidget(field)

    def press(letter, modifiers=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.KeyPress, 0, modifiers, letter)
        QApplication.sendEvent(field, event)

    press("ж")
    assert (field.script, field.caps_lock) == (CYRILLIC, False)
    press("Q")
    assert (field.script, field.caps_lock) == (LATIN, True)
    press("Q", Qt.KeyboardModifier.ShiftModifier)
    assert field.caps_lock is False


def test_that_alt_v_shows_a_passphrase(qtbot):
    field = PassphraseField()
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert field.is_shown()


@pytest.mark.parametrize("name", ["light", "night", "sun"])
def test_that_every_basic_widget_paints_in_every_theme(qtbot, name):
    theme.use(name)
    for widget in (KeyButton("Да", "Enter", "plus", "primary"), Chip("Да", "lock", "ok")):
        qtbot.addWidget(widget)
        widget.resize(widget.sizeHint())
        assert not widget.grab().isNull()
