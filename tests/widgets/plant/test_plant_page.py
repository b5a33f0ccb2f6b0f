"""Claims about the plant card: one store, sheets and tables by keyboard, ways to the checklist."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from kta_desktop import i18n
from kta_desktop.domain.target import Target, Where
from ui.dialogs.history_dialog import HistoryDialog
from ui.widgets.question_card import QuestionCard

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def text(card, path):
    value = card.stored().get(path)
    return value.get("text") if isinstance(value, dict) else value


def test_that_a_field_typed_on_the_card_is_the_answer_of_the_checklist_and_the_record(card):
    card.view.focus_first()
    card.press(Qt.Key.Key_A, CTRL)
    card.type("ТОО «Сүт Өнім»")
    card.press(Qt.Key.Key_Return)
    assert text(card, "core_ent_name_ru") == "ТОО «Сүт Өнім»"
    assert text(card, "@plant/name") == "ТОО «Сүт Өнім»"
    assert card.view.sheet.open_card.address == "core_ent_name_kk"


def test_that_undo_takes_both_places_back_in_one_step(card):
    card.view.focus_first()
    card.press(Qt.Key.Key_A, CTRL)
    card.type("Другое")
    card.settle()
    with card.qtbot.waitSignal(card.editor.undone, timeout=10_000) as told:
        card.press(Qt.Key.Key_Z, CTRL)
    assert "B1" in told.args[0]
    assert "@plant" not in told.args[0]
    assert text(card, "@plant/name") == "ТОО «Ақбұлақ Сүт»"
    assert text(card, "core_ent_name_ru") == "ТОО «Ақбұлақ Сүт»"


def test_that_sheets_turn_by_keys_and_go_round(card):
    names = [sheet.id for sheet in card.view._sheets.values()]
    card.view.focus_first()
    card.press(Qt.Key.Key_Tab, CTRL)
    assert card.view.current.id == names[1]
    card.press(Qt.Key.Key_Tab, CTRL | SHIFT)
    card.press(Qt.Key.Key_Tab, CTRL | SHIFT)
    assert card.view.current.id == names[-1]


def test_that_a_table_is_filled_by_keyboard_and_offers_names_entered_before(card):
    card.view.show_target(Target(Where.PLANT, "stages"))
    card.type("Пастеризация")
    card.press(Qt.Key.Key_Tab)
    card.type("молоко")
    card.press(Qt.Key.Key_Tab)
    card.settle()
    (row,) = card.editor.state.rows("core_stages")
    assert text(card, f"core_stages/{row.id}/stage") == "Пастеризация"
    streams = next(table for table in card.tables if table.address == "core_streams")
    streams.focus_first()
    card.type("паст")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.completer().completionCount() == 1
    assert field.completer().currentCompletion() == "Пастеризация"


def test_that_a_row_of_a_list_shows_its_own_tables_below(card):
    card.view.show_target(Target(Where.PLANT, "sources"))
    (table,) = (each for each in card.tables if each.address == "core_rep_source")
    table.focus_first()
    card.type("0001 котельная")
    card.press(Qt.Key.Key_Tab)
    card.settle()
    row = card.editor.state.rows("core_rep_source")[0].id
    assert "0001 котельная" in table.inner.accessibleName()
    assert table.show_cell(f"core_rep_source/{row}/core_src_pollutants")
    assert table.inner.address == f"core_rep_source/{row}/core_src_pollutants"
    assert table.target() == Target(Where.QUESTION, table.inner.address)


def test_that_the_key_leads_to_where_the_checklist_asks_the_same(card):
    card.view.show_target(Target(Where.PLANT, "core_ent_bin"))
    card.press(Qt.Key.Key_F3)
    assert card.jumps == [Target(Where.QUESTION, "core_ent_bin")]
    card.view.show_target(Target(Where.PLANT, "points"))
    card.tables[0].focus_first()
    card.press(Qt.Key.Key_F3)
    assert card.jumps[-1] == Target(Where.QUESTION, "core_points")


def test_that_the_history_of_a_field_is_one_key_away(card, qtbot):
    card.view.focus_first()
    card.press(Qt.Key.Key_A, CTRL)
    card.type("ТОО «Сүт Өнім»")
    card.press(Qt.Key.Key_H, CTRL)
    dialog = card.view.findChild(HistoryDialog)
    qtbot.waitUntil(lambda: bool(dialog.list.lines.lines))
    assert "Сүт Өнім" in "".join(dialog.list.lines.lines[0].cells)
    dialog.reject()


def test_that_a_target_deep_in_a_list_is_shown_on_its_sheet(card):
    row = card.editor.state.rows("core_rep_source")[0].id
    card.view.show_target(Target(Where.PLANT, f"core_rep_source/{row}/core_src_height"))
    assert card.view.current.id == "sources"
    (table,) = (each for each in card.tables if each.address == "core_rep_source")
    at = table.grid.table.currentIndex()
    assert table.grid.model.columns[at.column()].name == "core_src_height"


def test_that_what_does_not_apply_comes_and_goes(card):
    card.view.show_sheet("permits")
    shown = [part.address for part in card.view.sheet.parts]
    assert "core_ppee" in shown
    card.view.show_target(Target(Where.PLANT, "core_category"))
    card.press(Qt.Key.Key_3)
    card.view.show_sheet("permits")
    assert "core_ppee" not in [part.address for part in card.view.sheet.parts]
    assert text(card, "@plant/category") == "III"


def test_that_a_wrong_number_of_a_table_is_said_on_the_card(card):
    card.view.show_target(Target(Where.PLANT, "points"))
    (table,) = card.tables
    card.type("Т-1")
    card.press(Qt.Key.Key_Tab)
    card.settle()
    row = card.editor.state.rows("core_points")[0].id
    table.grid.focus_cell(f"core_points/{row}/diameter")
    card.type("0,9,1")
    card.press(Qt.Key.Key_Tab)
    card.settle()
    assert any("0,9,1" in words for words in table.messages.texts())
    assert text(card, f"core_points/{row}/diameter") == "0,9,1"


def test_that_counts_follow_what_is_answered(card):
    line = next(line for line in card.view.list._lines if line.name == "points")
    assert line.count == "0/1"
    card.view.show_target(Target(Where.PLANT, "points"))
    for words in ("Т-1", "0001"):
        card.type(words)
        card.press(Qt.Key.Key_Tab)
    card.settle()
    assert card.view.list._lines[8].count in {"0/1", "1/1"}
    assert card.view._counts["points"].rows == 1


def test_that_everything_is_said_in_the_language_of_now(card):
    try:
        i18n.set_language("kk")
        card.view.retranslate()
        assert card.view.list._lines[1].title == "Санат"
        assert card.view.title() == "Кәсіпорын"
        assert isinstance(card.view.sheet.parts[1], QuestionCard)
    finally:
        i18n.set_language("ru")


def test_that_a_narrow_window_turns_the_list_into_one_line(card):
    card.view.resize(863, 440)
    assert card.view.list.isHidden()
    assert card.view.list.combo.isVisible()
    card.press(Qt.Key.Key_F6)
    assert card.view.list.combo.hasFocus()
    card.press(Qt.Key.Key_Down)
    assert card.view.list.combo.currentIndex() == 1


def test_that_the_tables_below_follow_a_row_that_comes_and_goes(card, qtbot):
    card.view.show_target(Target(Where.PLANT, "outlets"))
    table = next(each for each in card.tables if each.inner is not None)
    table.focus_first()
    card.press(Qt.Key.Key_Insert)
    card.settle()
    (row,) = card.editor.state.rows(table.address)
    assert table.inner.address.startswith(f"{table.address}/{row.id}/")
    card.press(Qt.Key.Key_Insert)
    card.settle()
    for left in (1, 0):
        card.view.undo()
        qtbot.waitUntil(lambda left=left: len(card.editor.state.rows(table.address)) == left)
        card.settle()
    assert table.inner.address == table.address


def test_that_a_fact_of_the_plant_is_called_secret_by_the_same_key(card):
    card.view.focus_first()
    card.press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    card.type("по договору")
    said = card.stored()["core_ent_name_ru#confidential"]
    assert said == {"is": True, "grounds": "по договору"}
