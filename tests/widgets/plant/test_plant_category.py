"""Claims about the category on the plant card: by keyboard, with its ground, written as one act."""

from PySide6.QtCore import Qt

from kta_desktop.domain.target import Target, Where
from kta_desktop.services import categorising
from ui.widgets.plant_facts import FactRow

CTRL = Qt.KeyboardModifier.ControlModifier


def dairy(card, milk):
    """Choose milk and enter how much, with the keyboard."""
    card.view.show_target(Target(Where.PLANT, "category"))
    part = card.view.category
    part._boxes["milk"].setFocus()
    card.press(Qt.Key.Key_Space)
    row = part.facts.rows["milk_received_t_d"]
    row.field.setFocus()
    card.type(milk)
    card.press(Qt.Key.Key_Return)
    part.facts.rows["milk_only"].switch.setFocus()
    card.press(Qt.Key.Key_Right)
    card.settle()
    return part


def said(part):
    return " ".join(part.result.texts())


def test_that_nothing_is_claimed_before_an_activity_is_chosen(card):
    card.view.show_target(Target(Where.PLANT, "category"))
    assert "Выберите" in said(card.view.category)
    assert card.view.category.result.write.isHidden()


def test_that_figures_give_the_category_with_clause_and_figures(card):
    part = dairy(card, "120")
    assert "II категория" in said(part)
    assert "п. 4.1.4" in said(part)
    assert "120 т/сут" in said(part)
    entries = card.stored()
    assert entries["@fact/milk_received_t_d"]["value"] == "120"
    assert entries[categorising.ACTIVITIES] == {"value": ["milk"]}


def test_that_another_category_than_the_declared_one_is_said_with_both(card):
    part = dairy(card, "230")
    assert part.found.differs
    assert "указано: II категория" in said(part)
    assert "I категория" in said(part)


def test_that_writing_it_is_one_act_with_basis_and_record(card):
    part = dairy(card, "230")
    card.press(Qt.Key.Key_Return, CTRL)
    entries = card.stored()
    assert entries["core_category"] == {"value": "I"}
    assert entries["@plant/category"] == "I"
    assert "п. 5.3" in entries["core_category_basis"]["value"]
    with card.qtbot.waitSignal(card.editor.undone, timeout=10_000):
        card.view.undo()
    back = card.stored()
    assert back["core_category"] == {"value": "II"}
    assert back["@plant/category"] == "II"
    assert "core_category_basis" not in back
    assert part.found.differs


def test_that_the_gap_of_the_law_is_said(card):
    part = dairy(card, "200")
    assert "нет строки ровно для этого значения" in said(part)
    assert "Ровно 200 т/сут" in said(part)
    assert part.result.write.isHidden()


def test_that_a_figure_that_is_no_number_stays_beside_its_sentence(card):
    part = dairy(card, "12.5.0")
    row = part.facts.rows["milk_received_t_d"]
    assert row.field.text() == "12.5.0"
    assert "12.5.0" in row._fault.text()
    assert "Ещё не известно" in said(part)


def test_that_a_figure_of_the_checklist_is_shown_and_leads_there(card):
    card.view.show_target(Target(Where.PLANT, "category"))
    row = card.view.category.facts.rows["air_total_t_y"]
    assert isinstance(row, FactRow)
    row._way.click()
    assert card.jumps == [Target(Where.QUESTION, "core_air_total")]


def test_that_figures_of_other_activities_are_folded_until_wanted(card):
    part = dairy(card, "120")
    assert "glass_melting_t_d" not in part.facts.rows
    part.facts._all.click()
    assert "glass_melting_t_d" in part.facts.rows
    assert len(part.facts.rows) == len(part.found.known)


def test_that_the_rules_are_told_with_what_came_of_each(card):
    part = dairy(card, "120")
    part.rules.fold.click()
    lines = [line.text() for line in part.rules._lines]
    assert any("> 200" in line and "не выполняется" in line for line in lines)
    assert any("п. 4.1.4" in line and "— выполняется" in line for line in lines)
    assert not any("${" in line for line in lines)
