"""Sources with their pollutants and units: added, filled, folded and removed by keys."""

import time

import pytest
from PySide6.QtCore import Qt

from kta_desktop.services.answering import Edit
from tests.widgets.checklist.plant import NESTED
from ui.models.outline import Kind
from ui.widgets.card_repeat import InstanceCard, MoreCard, RepeatCard

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def definition():
    return NESTED


def add_source(screen, name):
    """Add a source by its key and name it."""
    screen.press(Qt.Key.Key_Insert)
    screen.type(name)
    screen.settle()


def kinds(screen):
    return [card.entry.kind for card in screen.view.questions.cards]


def rows(screen, address="source"):
    return [row.id for row in screen.editor.state.rows(address)]


def cards(screen, kind):
    return [card for card in screen.view.questions.cards if isinstance(card, kind)]


def test_that_an_empty_repeat_says_what_is_expected_and_stops_the_way(screen):
    screen.go("src_any")
    screen.press(Qt.Key.Key_Return)
    assert isinstance(screen.card, RepeatCard)
    assert "ещё ничего не внесено" in screen.card.accessibleName()


def test_that_adding_an_instance_goes_to_its_first_question(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    assert screen.card.address == f"source/{row}/src_no"
    assert screen.stored()[f"source/{row}/src_no"]["text"] == "Труба 0001"


def test_that_a_source_with_its_nested_table_is_filled_by_keyboard(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_Return)
    screen.type("25")
    screen.press(Qt.Key.Key_Return)
    screen.type("8000")
    screen.press(Qt.Key.Key_Return)
    assert screen.card.question.name == "pollutants"
    screen.press(Qt.Key.Key_F2)
    screen.type("Серы диоксид")
    screen.press(Qt.Key.Key_Tab)
    screen.type("0,5")
    screen.press(Qt.Key.Key_Return)
    screen.settle()
    (row,) = rows(screen)
    (line,) = screen.editor.state.rows(f"source/{row}/pollutants")
    assert line.cells["substance"].value == "so2"
    assert line.cells["g_s"].value == "0.5"
    assert float(screen.editor.state.value("total")) == pytest.approx(14.4)


def test_that_a_worked_out_cell_is_shown_and_not_edited(screen):
    test_that_a_source_with_its_nested_table_is_filled_by_keyboard(screen)
    screen.go(f"source/{rows(screen)[0]}/pollutants")
    model = screen.card.form.answer.grid.model
    place = model.index(0, 2)
    assert model.data(place) == "14,40"
    assert not model.flags(place) & Qt.ItemFlag.ItemIsEditable
    screen.card.form.answer.table.setCurrentIndex(model.index(0, 1))
    model.setData(model.index(0, 1), "1")
    assert model.data(place) == "28,80"


def test_that_ins_in_a_table_adds_a_row_and_with_alt_a_source(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.go(f"source/{row}/pollutants")
    screen.press(Qt.Key.Key_Insert)
    assert len(rows(screen)) == 1
    screen.press(Qt.Key.Key_Insert, ALT)
    assert len(rows(screen)) == 2
    assert screen.card.address == f"source/{rows(screen)[1]}/src_no"


def test_that_repeats_nest(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.view.show_question(f"source/{row}/unit")
    add_source(screen, "Печь 3")
    add_source(screen, "Печь 4")
    first, second = rows(screen, f"source/{row}/unit")
    assert screen.card.address == f"source/{row}/unit/{second}/unit_name"
    assert screen.card.entry.depth == 2
    name = screen.editor.name_of(screen.card.address)
    assert name == "G9 Название установки · Труба 0001 · Печь 4"
    assert first != second


def test_that_only_the_instance_in_work_is_unfolded(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002", "Труба 0003"):
        add_source(screen, name)
    shown = [card.address for card in screen.view.questions.cards if card.question.name == "src_no"]
    assert shown == [f"source/{rows(screen)[2]}/src_no"]
    heads = cards(screen, InstanceCard)
    assert [head.entry.is_folded for head in heads] == [True, True, False]
    assert ["0001" in head.accessibleName() for head in heads] == [True, False, False]


def test_that_enter_goes_into_folded_instances_and_back(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002"):
        add_source(screen, name)
    first, second = rows(screen)
    screen.view.show_question(f"source/{first}/unit")
    screen.press(Qt.Key.Key_Return)
    assert screen.card.address == f"source/{second}/src_no"
    screen.press(Qt.Key.Key_Return, SHIFT)
    assert screen.card.address == f"source/{first}/unit"


def test_that_behind_the_last_instance_one_is_added_or_enter_goes_on(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.view.show_question(f"source/{row}/unit")
    screen.press(Qt.Key.Key_Return)
    assert isinstance(screen.card, MoreCard)
    screen.press(Qt.Key.Key_Return)
    assert screen.card.address == "src_last"
    screen.press(Qt.Key.Key_Return, SHIFT)
    screen.press(Qt.Key.Key_Insert)
    assert len(rows(screen)) == 2


def test_that_an_instance_is_removed_by_del_and_comes_back_by_undo(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002"):
        add_source(screen, name)
    first, second = rows(screen)
    screen.view.show_question(f"source/{first}")
    assert isinstance(screen.card, InstanceCard)
    screen.press(Qt.Key.Key_Delete)
    assert rows(screen) == [second]
    assert screen.card.key == f"source/{second}"
    with screen.qtbot.waitSignal(screen.editor.undone) as undone:
        screen.view.undo()
    assert "Труба 0001" in undone.args[0]
    assert rows(screen) == [first, second]
    assert screen.editor.state.answer(f"source/{first}/src_no").text == "Труба 0001"


def test_that_undoing_an_addition_leaves_what_stands_beside_it_open(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    screen.press(Qt.Key.Key_Return)
    for _act in range(2):  # the name, then the source
        with screen.qtbot.waitSignal(screen.editor.undone):
            screen.view.undo()
    assert rows(screen) == []
    assert screen.card is not None
    assert screen.card.key in {"source", "total", "src_last"}
    screen.view.redo()
    screen.qtbot.waitUntil(lambda: len(rows(screen)) == 1)


def test_that_the_last_instance_removed_leaves_the_repeat_open(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.view.show_question(f"source/{row}")
    screen.press(Qt.Key.Key_Delete)
    assert screen.card.key == "source"
    assert Kind.INSTANCE not in kinds(screen)


def test_that_an_instance_folds_and_unfolds_by_arrows_and_space(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.view.show_question(f"source/{row}")
    keys = Qt.Key
    for key, folded in ((keys.Key_Left, True), (keys.Key_Right, False), (keys.Key_Space, True)):
        screen.press(key)
        assert screen.card.entry.is_folded is folded
        assert (screen.view.questions.card(f"source/{row}/src_no") is None) is folded
    screen.press(Qt.Key.Key_Return)
    assert screen.card.address == f"source/{row}/src_no"


def test_that_tab_goes_through_an_instance_in_paper_order(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    passed = [screen.card.key]
    for _step in range(40):
        screen.press(Qt.Key.Key_Tab)
        if screen.card.key != passed[-1]:
            passed.append(screen.card.key)
        if passed[-1] == "src_last":
            break
    names = [key.replace(f"source/{row}/", "") for key in passed]
    assert names == [
        "src_no", "src_kind", "src_height", "src_hours", "pollutants", "unit", "src_mass",
        "source+", "total", "src_last",
    ]  # fmt: skip
    back = [screen.card.key]
    for _step in range(60):
        screen.press(Qt.Key.Key_Backtab, SHIFT)
        if screen.card.key != back[-1]:
            back.append(screen.card.key)
        if back[-1] == f"source/{row}":
            break
    assert back[:-1] == passed[::-1]


def test_that_answers_of_one_instance_leave_the_other_alone(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002"):
        add_source(screen, name)
    first, second = rows(screen)
    screen.go(f"source/{second}/src_kind")
    screen.press(Qt.Key.Key_2)
    state = screen.editor.state
    assert not state.is_relevant(f"source/{second}/src_height")
    assert state.is_relevant(f"source/{first}/src_height")
    assert screen.view.questions.card(f"source/{second}/src_height") is None


def test_that_f7_finds_the_next_unanswered_question_of_the_next_instance(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002"):
        add_source(screen, name)
    first, second = rows(screen)
    screen.go(f"source/{first}/pollutants")
    screen.press(Qt.Key.Key_F7)
    assert screen.card.address == f"source/{second}/src_kind"


def test_that_the_tree_counts_instances_and_names_them(screen):
    screen.view.show_question("source")
    for name in ("Труба 0001", "Труба 0002"):
        add_source(screen, name)
    model = screen.view.tree.model
    section = model.current_index()
    assert model.item(section).heading == "Общая часть"
    shown = [model.item(model.index(row, 0, section)) for row in range(model.rowCount(section))]
    titles = [item.title for item in shown]
    assert "G2 Источник" in titles
    assert shown[titles.index("G2 Источник")].count == "2"
    assert {"Труба 0001", "Труба 0002"} <= set(titles)
    assert titles.count("G3 Номер и наименование источника") == 1
    total = sum(1 for _ in screen.editor.state.visible("src"))
    assert model.item(section).count.endswith(f"/{total}")


def test_that_the_height_out_of_bounds_is_an_error_of_its_instance(screen):
    screen.view.show_question("source")
    add_source(screen, "Труба 0001")
    (row,) = rows(screen)
    screen.go(f"source/{row}/src_kind")
    screen.press(Qt.Key.Key_1)
    screen.go(f"source/{row}/src_height")
    screen.type("900")
    screen.settle()
    assert screen.card.messages.texts() == ["Высота от 0 до 450 м."]


def test_that_twenty_sources_stay_quick(screen):
    """Ten questions each: opening, typing and stepping are far below what a hand notices."""
    edits = []
    for number in range(20):
        edits.append(Edit(f"source/{number:04}", {"order": float(number)}))
        text = f"Труба {number:04}"
        edits.append(Edit(f"source/{number:04}/src_no", {"text": text, "value": text}))
        units = (f"source/{number:04}/unit/{unit:04}" for unit in range(3))
        edits += [Edit(path, {"order": float(n)}) for n, path in enumerate(units)]
    screen.editor.submit(edits)
    screen.settle()
    took = {}
    for what, act in (
        ("section", lambda: (screen.view.show_section("own"), screen.view.show_section("src"))),
        ("open", lambda: screen.go("source/0012/src_hours")),
        ("step", lambda: screen.press(Qt.Key.Key_Return)),
        ("edit", lambda: screen.editor.submit([Edit("source/0012/src_hours", {"text": "5"})])),
    ):
        begun = time.thread_time()
        act()
        took[what] = round((time.thread_time() - begun) * 1000)
    assert len(screen.view.questions.cards) < 60
    assert max(took.values()) < 600, took
