"""Times, ranges, orders, acknowledgements, long lists, and what an earlier audit left behind."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kta_desktop.services import auditing, packs
from kta_desktop.services.answering import Edit
from tests.widgets.checklist.plant import NESTED
from ui.dialogs.go_to import GoToDialog
from ui.models.copies import copied_words
from ui.widgets.chip import Chip

ALT = Qt.KeyboardModifier.AltModifier
EARLIER = "018bcfe5-6800-7000-8000-000000000001"  # its id carries November 2023


@pytest.fixture
def definition():
    return NESTED


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("own_time", "14:30", "14:30:00"),
        ("own_time", "9.05", "09:05:00"),
        ("own_time", "1430", "14:30:00"),
        ("own_time", "14 ч 30 мин", "14:30:00"),
        ("own_moment", "22.11.2026 14:30", "2026-11-22T14:30:00"),
        ("own_moment", "2026-11-22T14:30", "2026-11-22T14:30:00"),
        ("own_moment", "22/11/26, 9-05", "2026-11-22T09:05:00"),
    ],
)
def test_that_times_are_typed_as_one_is_used_to(screen, name, typed, stored):
    screen.go(name)
    screen.type(typed)
    assert screen.stored()[name] == {"text": typed, "value": stored}


def test_that_what_is_no_time_stays_and_is_explained(screen):
    screen.go("own_time")
    screen.type("25:00")
    assert screen.stored()["own_time"] == {"text": "25:00"}
    assert "«25:00»" in screen.card.messages.texts()[0]


def test_that_a_folded_card_shows_a_moment_as_it_is_read(screen):
    screen.go("own_moment")
    screen.type("2026-11-22T14:30")
    screen.press(Qt.Key.Key_Return)
    assert "22.11.2026 14:30" in screen.view.questions.card("own_moment")._words.text()


def test_that_a_range_goes_by_its_step_and_keeps_to_its_ends(screen):
    screen.go("own_share")
    screen.type("95")
    for _press in range(3):
        screen.press(Qt.Key.Key_Up)
    assert screen.stored()["own_share"]["value"] == "100"
    screen.press(Qt.Key.Key_Down)
    assert screen.stored()["own_share"]["value"] == "95"


@pytest.mark.parametrize("typed", ["120", "7"])
def test_that_a_number_outside_of_its_range_or_between_its_steps_is_an_error(screen, typed):
    screen.go("own_share")
    screen.type(typed)
    screen.settle()
    assert screen.card.messages.texts()
    assert screen.editor.state.status("own_share") == "error"


def test_that_an_order_is_given_by_alt_and_arrows(screen):
    screen.go("own_order")
    assert "own_order" not in screen.stored()
    screen.press(Qt.Key.Key_Down, ALT)
    assert screen.stored()["own_order"] == {"value": ["diffuse", "stack"]}
    screen.press(Qt.Key.Key_Up, ALT)
    assert screen.stored()["own_order"] == {"value": ["stack", "diffuse"]}


def test_that_one_key_acknowledges_and_takes_it_back(screen):
    screen.go("own_seen")
    screen.press(Qt.Key.Key_1)
    assert screen.stored()["own_seen"] == {"value": "OK"}
    screen.press(Qt.Key.Key_1)
    assert "own_seen" not in screen.stored()


def test_that_an_option_of_a_long_list_is_found_by_typing(screen):
    screen.editor.submit([Edit("src_any", {"value": "any"})])
    screen.go("own_main")
    screen.type("Серы диоксид")
    assert screen.stored()["own_main"] == {"value": "so2"}
    screen.press(Qt.Key.Key_Return)
    screen.go("own_main")
    screen.type("серый газ")
    assert screen.stored()["own_main"] == {"text": "серый газ"}


def test_that_a_part_of_the_only_option_that_has_it_is_enough(screen):
    screen.editor.submit([Edit("src_any", {"value": "any"})])
    screen.go("own_main")
    screen.type("серы диокс")
    screen.press(Qt.Key.Key_Return)
    assert screen.stored()["own_main"] == {"value": "so2"}
    screen.go("own_main")
    screen.type("азота")
    screen.press(Qt.Key.Key_Return)
    assert screen.stored()["own_main"] == {"text": "азота"}, "two options have it"


def test_that_other_answers_narrow_the_options_and_keep_what_was_chosen(screen):
    screen.editor.submit([Edit("src_any", {"value": "any"}), Edit("own_main", {"value": "so2"})])
    screen.editor.submit([Edit("src_any", {"value": "solid"})])
    screen.go("own_main")
    offered = [choice.name for choice in screen.editor.state.choices("own_main")]
    assert offered == ["dust", "soot", "ash"]
    assert screen.stored()["own_main"] == {"value": "so2"}
    assert screen.card.form.answer._field.text() == "Серы диоксид"
    assert screen.card.messages.texts()


def test_that_a_locked_question_cannot_be_edited(screen):
    screen.go("own_shut")
    assert not screen.card.form.answer.isEnabled()


def test_that_only_the_reasons_of_the_question_are_offered(screen):
    screen.view.show_question("source")
    screen.press(Qt.Key.Key_Insert)
    (row,) = (row.id for row in screen.editor.state.rows("source"))
    screen.go(f"source/{row}/src_hours")
    screen.press(Qt.Key.Key_0, ALT)
    offered = screen.card.form.blank.reason
    labels = {reason.id: reason.label.get("ru") for reason in packs.blank_reasons()}
    shown = [offered.itemText(place) for place in range(offered.count())]
    assert sorted(shown) == sorted([labels["not_recorded"], labels["measure_later"]])


def test_that_several_warnings_are_all_said_and_confirmed_by_one_reason(screen):
    screen.view.show_question("source")
    screen.press(Qt.Key.Key_Insert)
    (row,) = (row.id for row in screen.editor.state.rows("source"))
    address = f"source/{row}/src_hours"
    screen.go(address)
    screen.type("5")
    screen.settle()
    assert screen.card.messages.texts() == ["Меньше 100 часов.", "Меньше 10 часов."]
    screen.press(Qt.Key.Key_Y, ALT)
    screen.type("пуск в декабре")
    assert screen.stored()[f"{address}#confirm"] == "пуск в декабре"
    assert screen.editor.state.status(address) == "answered"


def test_that_a_figure_says_of_how_many_values_it_is(screen):
    edits = [Edit("source/r1", {"order": 1.0}), Edit("source/r1/src_hours", number("1000"))]
    for row, grams in (("p1", "1"), ("p2", None)):
        edits.append(Edit(f"source/r1/pollutants/{row}", {"order": float(row[1:])}))
        if grams is not None:
            edits.append(Edit(f"source/r1/pollutants/{row}/g_s", number(grams)))
    screen.editor.submit(edits)
    screen.view.show_question("source/r1/src_mass")
    assert "3,6" in screen.card.accessibleName()
    assert "1 из 2" in [chip.text() for chip in screen.card.findChildren(Chip)]
    pane = screen.view.context._blocks["calculation"]
    assert "G7 Вещества источника" in pane.texts()[0]


def test_that_figures_and_cells_have_the_places_of_their_checklist(screen):
    row = "source/r1/pollutants/p1"
    edits = [Edit("source/r1", {"order": 1.0}), Edit("source/r1/src_hours", number("1000"))]
    edits += [Edit(row, {"order": 1.0}), Edit(f"{row}/g_s", number("0.42"))]
    screen.editor.submit(edits)
    table = screen.go("source/r1/pollutants").table.model()
    assert table.index(0, 2).data() == "1,51"
    screen.view.show_question("source/r1/src_mass")
    assert "1,5\u00a0т/год" in screen.card.accessibleName()
    assert float(screen.editor.state.value("source/r1/src_mass")) == 1.512


def number(text):
    return {"text": text, "value": text}


def test_that_a_copied_answer_says_its_year_and_enter_confirms_it(screen):
    copied = {"value": "any", "origin": "previous_audit", "copied_from": EARLIER}
    screen.editor.submit([Edit("src_any", copied)])
    state = screen.editor.state
    assert state.status("src_any") == "copied"
    assert copied_words(state, "src_any") == "из 2023, подтвердите"
    before = state.progress().answered
    screen.go("src_any")
    screen.press(Qt.Key.Key_Return)
    assert screen.card.address == "source"
    assert "copied_from" not in screen.stored()["src_any"]
    assert state.progress().answered == before + 1


def test_that_another_answer_takes_the_place_of_a_copied_one(screen):
    copied = {"value": "any", "origin": "previous_audit", "copied_from": EARLIER}
    screen.editor.submit([Edit("src_any", copied)])
    screen.go("src_any")
    screen.press(Qt.Key.Key_2)
    assert screen.stored()["src_any"] == {"value": "solid"}


def test_that_a_number_in_many_instances_is_gone_to_by_its_instance(screen):
    screen.editor.submit([Edit(f"source/r{n}", {"order": float(n)}) for n in (1, 2, 3)])
    dialog = GoToDialog(screen.editor.state, screen.view, "source/r3/src_kind")
    field = dialog.findChild(QLineEdit, "number")
    for typed, found in (("G3", "r3"), ("g3/2", "r2"), ("G3/1", "r1")):
        field.setText(typed)
        dialog._look()
        assert dialog.found == f"source/{found}/src_no"
    field.setText("G3/9")
    dialog.found = ""
    dialog._look()
    assert not dialog.found
    assert dialog._fault.text()


def test_that_letters_of_a_cyrillic_layout_are_numbers_too(screen):
    screen.editor.submit([Edit("source/r1", {"order": 1.0})])
    dialog = GoToDialog(screen.editor.state, screen.view)
    field = dialog.findChild(QLineEdit, "number")
    for typed in ("Г3", "г3"):
        field.setText(typed)
        dialog._look()
        assert dialog.found == "source/r1/src_no"


def test_that_a_number_in_a_repeat_without_instances_leads_to_the_repeat(screen):
    dialog = GoToDialog(screen.editor.state, screen.view)
    dialog.findChild(QLineEdit, "number").setText("G3")
    dialog._look()
    assert dialog.found == "source"


def test_that_what_the_form_owes_is_stored_with_the_edit_and_undone_with_it(screen, monkeypatch):
    state, owed = screen.editor.state, {"own_shut": {"text": "27", "value": "27"}}
    monkeypatch.setattr(
        type(state), "owed", lambda self: {} if "own_shut" in self.entries else owed
    )
    screen.go("own_seen")
    screen.press(Qt.Key.Key_1)
    assert screen.stored()["own_shut"] == owed["own_shut"]
    with screen.qtbot.waitSignal(screen.editor.undone):
        screen.view.undo()
    monkeypatch.undo()
    entries = auditing.load(screen.ws, screen.audit).entries
    assert not {"own_seen", "own_shut"} & set(entries)


def test_that_what_is_counted_has_no_uncertainty(screen):
    screen.editor.submit(
        [Edit("source/r1", {"order": 1.0}), Edit("source/r1/unit/u1", {"order": 1.0})]
    )
    year = screen.go("source/r1/unit/u1/unit_year")
    assert not year.findChild(QLineEdit, "uncertainty").isVisible()
    assert "uncertainty" not in [widget.objectName() for widget in year.tab_widgets()]
    height = screen.go("source/r1/src_height")
    assert height.findChild(QLineEdit, "uncertainty").isVisible()
