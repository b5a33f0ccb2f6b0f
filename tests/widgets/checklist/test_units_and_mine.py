"""Numbers in other units, numbers that ask which one they are, and the sections of one auditor."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.services.answering import Edit

ALT = Qt.KeyboardModifier.AltModifier
FILTER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
NUMBER = {"text": "1,250", "value": "1.250", "unit": "m3/t", "uncertainty": "0.10"}


def test_that_a_number_is_shown_in_another_unit_beside_what_was_typed(screen):
    editor = screen.go("wat_03")
    screen.editor.submit([Edit("wat_03", NUMBER)])
    offered = dict(editor._shown.offered())
    assert offered["l/kg"].replace("\u00a0", " ") == "1,25 л/кг"
    editor._shown.choose("l/kg")
    assert editor._shown.text().replace("\u00a0", " ") == "= 1,25 л/кг"
    assert editor._value.text() == "1,250"


def test_that_alt_u_opens_the_list_of_units_and_one_is_picked_by_keys(screen):
    editor = screen.go("wat_03")
    screen.type("1,25")
    screen.press(Qt.Key.Key_U, ALT)
    (menu,) = editor._shown.findChildren(type(editor._origin._menu))
    menu.actions()[0].trigger()
    menu.hide()
    assert editor._shown.isVisible()
    assert screen.stored()["wat_03"]["text"] == "1,25"


def test_that_the_choice_holds_while_the_audit_is_open(screen):
    screen.editor.submit([Edit("wat_03", NUMBER)])
    screen.go("wat_03")._shown.choose("l/kg")
    screen.go("wat_05")
    assert screen.go("wat_03")._shown.isVisible()


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=7),
    picks=st.lists(st.sampled_from(["l/kg", "m3/t", None]), min_size=3, max_size=6),
)
def test_that_a_thousand_changes_of_the_shown_unit_leave_the_entry_as_it_is(screen, value, picks):
    entry = {"text": f"{value}", "value": f"{value}", "unit": "m3/t", "uncertainty": "0.10"}
    screen.editor.submit([Edit("wat_03", entry)])
    before = canonical_json(screen.editor.state.entries["wat_03"])
    shown = screen.go("wat_03")._shown
    for place in range(1000):
        shown.choose(picks[place % len(picks)])
    screen.view.commit()
    assert canonical_json(screen.editor.state.entries["wat_03"]) == before


@pytest.mark.parametrize("text", ["1 234,5", "1\u00a0234,5", "1\u202f234,5", "1234.5", "1234,5"])
def test_that_spaces_and_either_mark_mean_the_same_number(screen, text):
    screen.go("wat_03")
    screen.card.form.answer._value.setText(text)
    screen.card.form.answer._typed(text)
    assert screen.stored()["wat_03"]["value"] == "1234.5"


@pytest.mark.parametrize(("text", "first", "second"), [("1,234", "1.234", "1234")])
def test_that_an_uncertainty_with_two_readings_asks_and_never_guesses(screen, text, first, second):
    editor = screen.go("wat_03")
    screen.type("3,25")
    editor._typed_u(text)
    assert "uncertainty" not in screen.stored()["wat_03"]
    offered = [b.text().replace(",", ".") for b in editor._u_readings.buttons() if b.isVisible()]
    assert set(offered) == {first, second}
    screen.press(Qt.Key.Key_1, ALT)
    assert screen.stored()["wat_03"]["uncertainty"] == offered[0]
    assert editor._u_readings.isHidden()


@pytest.fixture
def shared(screen):
    """The small checklist with one section for each of two auditors."""
    profile = screen.ws.profile
    screen.editor.submit(
        [
            Edit(f"@team/{profile.id}", {"name": profile.name, "role": "lead", "place": 0}),
            Edit("@team/0192-b", {"name": "Ким Роман", "role": "auditor", "place": 1}),
            Edit("@assignment/air", profile.id),
            Edit("@assignment/wat", "0192-b"),
        ]
    )
    return screen


def rows(screen):
    tree = screen.view.tree
    names = [section.name for section in screen.editor.state.definition.sections]
    shown = [not tree.tree.isRowHidden(i, tree.model.index(0, 0).parent()) for i in range(2)]
    return [name for name, is_shown in zip(names, shown, strict=True) if is_shown]


def test_that_the_tree_says_who_answers_a_section(shared):
    model = shared.view.tree.model
    assert model.item(model.index(0, 0)).owner == "КР"
    assert "Ким Роман" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_that_a_key_shows_the_own_sections_and_the_way_stays_within_them(shared):
    shared.go("wat_05")
    shared.press(Qt.Key.Key_M, FILTER)
    assert rows(shared) == ["air"]
    came = [shared.card.key]
    for _ in range(2):
        shared.press(Qt.Key.Key_F7)
        came.append(shared.card.key)
    assert came == ["air_01", "air_02", "air_01"]
    shared.view.step_section(-1)
    assert shared.card.key == "air_01"
    assert not shared.view.head.back.isEnabled()
    shared.press(Qt.Key.Key_M, FILTER)
    assert rows(shared) == ["wat", "air"]
    shared.view.step_section(-1)
    assert shared.card.question.section == "wat"


def test_that_without_own_sections_all_stay(screen):
    screen.go("wat_05")
    with screen.qtbot.waitSignal(screen.view.said) as said:
        screen.press(Qt.Key.Key_M, FILTER)
    assert said.args == ["За вами не закреплён ни один раздел."]
    assert rows(screen) == ["wat", "air"]
