"""Readings by hand and unfinished sessions: all of it by keys, in gloves and without."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.services.measuring_view import ChannelState, ChannelView
from ui.dialogs.manual_reading import ManualReadingDialog
from ui.widgets.manual_words import due_words, manual_shown
from ui.widgets.session_resume import SessionResume

NOW = 1_795_337_100.0
CHANNELS = (
    Channel(id="moisture", label={"ru": "Влага"}, unit="vol%", period_s=600, is_manual=True),
    Channel(id="velocity", label={"ru": "Скорость"}, unit="m/s", period_s=600, is_manual=True),
    Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust"),
)


def views(age):
    return [
        ChannelView(
            id="moisture", label={}, unit="vol%", state=ChannelState.GOOD, value=11.2, last=11.2,
            age_s=age,
        )
    ]  # fmt: skip


@pytest.fixture
def dialog(qtbot):
    made = ManualReadingDialog(now=lambda: NOW)
    qtbot.addWidget(made)
    made.show_channels(manual_shown(CHANNELS, views(60.0), NOW))
    made.show()
    made.heard = []
    made.entered.connect(lambda channel, value: made.heard.append((channel, value)))
    qtbot.waitUntil(made.isActiveWindow)
    return made


def field(dialog):
    return dialog.findChild(QLineEdit, "manualValue")


def type_in(qtbot, dialog, text):
    field(dialog).insert(text)
    qtbot.keyClick(field(dialog), Qt.Key.Key_Return)


def test_that_only_channels_read_by_hand_are_asked_for(dialog):
    assert [line.item for line in dialog.table.lines.lines] == ["moisture", "velocity"]


def test_that_what_is_due_first_is_chosen_first(dialog):
    assert dialog.channel.id == "velocity"


def test_that_enter_writes_and_goes_on_to_the_next(qtbot, dialog):
    type_in(qtbot, dialog, "14,2")
    assert dialog.heard == [("velocity", 14.2)]
    assert dialog.channel.id == "moisture"
    assert field(dialog).text() == ""
    assert "14,2" in dialog.table.lines.lines[1].cells[1]


def test_that_arrows_choose_the_channel_while_the_field_keeps_the_keyboard(qtbot, dialog):
    qtbot.keyClick(field(dialog), Qt.Key.Key_Up)
    assert dialog.channel.id == "moisture"
    assert field(dialog).hasFocus()
    assert "Влага" in field(dialog).accessibleName()


def test_that_a_value_out_of_range_is_asked_about_once(qtbot, dialog):
    dialog.choose("moisture")
    type_in(qtbot, dialog, "112")
    assert dialog.heard == []
    assert "112" in field(dialog).accessibleDescription()
    qtbot.keyClick(field(dialog), Qt.Key.Key_Return)
    assert dialog.heard == [("moisture", 112.0)]


def test_that_a_doubt_is_forgotten_when_the_value_is_another(qtbot, dialog):
    dialog.choose("moisture")
    type_in(qtbot, dialog, "112")
    field(dialog).setText("113")
    qtbot.keyClick(field(dialog), Qt.Key.Key_Return)
    assert dialog.heard == []


def test_that_words_are_no_reading(qtbot, dialog):
    type_in(qtbot, dialog, "много")
    assert dialog.heard == []
    assert field(dialog).text() == "много"


def test_that_the_big_keys_type_as_the_keyboard_does(qtbot, dialog):
    keys = {key.text(): key for key in dialog.keypad.findChildren(QPushButton)}
    for sign in ("1", "4", ",", "2", "5"):
        qtbot.mouseClick(keys[sign], Qt.MouseButton.LeftButton)
    dialog.keypad.erased.emit()
    assert field(dialog).text() == "14,2"
    assert field(dialog).hasFocus()
    qtbot.mouseClick(
        dialog.keypad.findChild(QPushButton, "writeReading"), Qt.MouseButton.LeftButton
    )
    assert dialog.heard == [("velocity", 14.2)]


@pytest.mark.parametrize(
    ("age", "text", "tone"),
    [(360.0, "через 4 мин", "tx2"), (600.0, "пора", "wr"), (1500.0, "просрочено на 15 мин", "er")],
)
def test_that_the_next_reading_is_told_in_minutes(age, text, tone):
    shown = manual_shown(CHANNELS[:1], views(age), NOW)[0]
    words, colour = due_words(shown, NOW)
    assert (words.replace("\xa0", " "), colour) == (text, tone)


@pytest.fixture
def cut_off(qtbot):
    made = SessionResume()
    qtbot.addWidget(made)
    made.heard = []
    made.resume_asked.connect(lambda session: made.heard.append(("go on", session)))
    made.finish_asked.connect(lambda session: made.heard.append(("finish", session)))
    return made


SESSION = Session(
    id="s1", source="0014 сушилка", point="труба", parameter={}, channel="dust", level=None,
    basis="eu-dry", started_at="2026-11-22T08:45:00Z",
)  # fmt: skip


def test_that_enter_goes_on_with_a_session_that_was_cut_off(qtbot, cut_off):
    cut_off.show_session(SESSION)
    qtbot.keyClick(cut_off, Qt.Key.Key_Return)
    assert cut_off.heard == [("go on", "s1")]
    assert "0014 сушилка" in cut_off.accessibleName()


def test_that_what_cannot_go_on_can_be_finished(qtbot, cut_off):
    cut_off.show_session(SESSION, can_resume=False)
    qtbot.keyClick(cut_off, Qt.Key.Key_Return)
    assert cut_off.heard == [("finish", "s1")]


def test_that_nothing_is_shown_once_nothing_is_cut_off(cut_off):
    cut_off.show_session(SESSION)
    cut_off.show_session(None)
    assert cut_off.isHidden()
    assert cut_off.session == ""
