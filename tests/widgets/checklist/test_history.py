"""The history of an answer, a key away: what it lists, what it brings back."""

import pytest
from PySide6.QtCore import Qt

from kta_desktop.services import auditing
from kta_desktop.services.answering import Edit
from ui.dialogs.history_dialog import HistoryDialog
from ui.dialogs.keys_dialog import KeysDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def discharge(text):
    return {"text": text, "value": text.replace(",", "."), "unit": "m3/t"}


@pytest.fixture
def opened(screen, qtbot):
    """The history of a question that was answered twice, opened by its key."""
    for text in ("2,9", "3,25"):
        screen.editor.submit([Edit("wat_03", discharge(text))])
    screen.go("wat_03")
    screen.settle()
    screen.press(Qt.Key.Key_H, CTRL)
    (dialog,) = screen.view.findChildren(HistoryDialog)
    qtbot.waitUntil(lambda: bool(dialog.list.lines.lines))
    return dialog


def test_that_the_newest_value_stands_first_and_cannot_be_brought_back(opened):
    newest, oldest = opened.list.lines.lines
    assert newest.cells[2] == "2,9\xa0м³/т → 3,25\xa0м³/т"
    assert oldest.cells[1] == "Жумабаева А."
    assert not opened.back.isEnabled()


def test_that_enter_brings_the_chosen_value_back_as_a_new_change(opened, screen):
    opened.list.setFocus()
    screen.qtbot.keyClick(opened.list, Qt.Key.Key_Down)
    assert opened.back.isEnabled()
    screen.qtbot.keyClick(opened.list, Qt.Key.Key_Return)
    assert screen.stored()["wat_03"] == discharge("2,9")
    with screen.qtbot.waitSignal(screen.editor.undone) as told:
        screen.view.undo()
    assert "2,9\xa0м³/т → 3,25\xa0м³/т" in told.args[0]
    assert auditing.load(screen.ws, screen.audit).entries["wat_03"] == discharge("3,25")


def test_that_a_question_without_a_past_says_so(screen, qtbot):
    screen.go("wat_07")
    screen.view.show_history()
    (dialog,) = screen.view.findChildren(HistoryDialog)
    with qtbot.waitSignal(dialog.read):
        pass
    assert "Здесь ещё ничего не введено." in dialog._told.text()


def test_that_the_list_of_keys_says_what_undo_would_take_back(screen, qtbot):
    screen.editor.submit([Edit("wat_03", discharge("3,25"))])
    qtbot.waitUntil(lambda: bool(screen.view.keys_now()))
    assert screen.view.keys_now()["Ctrl+Z"] == "отменить: 8.2 Удельный сброс"


def test_that_the_keys_are_set_on_one_page(screen, tmp_path):
    from kta_desktop.services import printing

    keys = screen.view.keys()
    dialog = KeysDialog("Чек-лист", keys, [("F1", "клавиши")], screen.view, screen.runner)
    card = dialog.make_card(tmp_path / "keys.pdf")
    assert printing.page_count(card) == 1
    dialog.deleteLater()
