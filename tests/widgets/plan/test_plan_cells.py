"""Cells of the plan are typed in where they stand: keys, what is refused, what is kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from kta_desktop.assessment.plan import Status
from kta_desktop.services import plan_desk
from ui.views.plan_view import PlanView
from ui.widgets.label import Label
from ui.widgets.plan_panel import TABLE
from ui.widgets.plan_table import FIELDS

KEY = Qt.Key
_MOST = 4  # acts of a test


@pytest.fixture
def table(plan):
    """The table of measures with its fields in columns; what is typed is taken back afterwards."""
    made = plan.view.measures.table
    _look(plan, FIELDS)
    made.setFocus()
    yield made
    made.typing.drop()
    for _act in range(_MOST):
        if _held(plan) != plan.whole:
            plan.view.undo()
            plan.settle()
    assert _held(plan) == plan.whole
    _look(plan, TABLE)


@pytest.fixture(scope="module", autouse=True)
def _whole(plan):
    plan.whole = _held(plan)


def _held(plan):
    entries = plan.editor.state.entries
    return {path: value for path, value in entries.items() if value is not None}


def _look(plan, look):
    plan.view.measures._looks.set_value(look)
    plan.view.measures._turn()


def _go(table, row, field):
    table.setCurrentIndex(table.lines.index(row, 1 + table._sheet.fields.index(field)))


def _type(table, text):
    """Type on a cell: the first sign opens it. Clicks of Cyrillic keys do not exist in tests."""
    QTest.keyClicks(table, "7")
    assert table.typing.field.text() == "7"
    table.typing.field.setText(text)


def _cell(table, row, field):
    return table.lines.lines[row].cells[1 + table._sheet.fields.index(field)]


def test_that_typing_takes_the_place_of_a_number_and_enter_goes_down(plan, table):
    _go(table, 0, "capex")
    _type(table, "22,4")
    QTest.keyClick(table.typing.field, KEY.Key_Return)
    plan.settle()
    assert (_cell(table, 0, "capex"), table.typing.field) == ("22,4", None)
    assert (table.currentIndex().row(), table.field_of(table.currentIndex())) == (1, "capex")
    assert table.hasFocus()
    plan.view.undo()
    plan.settle()
    assert _cell(table, 0, "capex") == "18,4"


def test_that_f2_changes_what_stands_there_and_tab_types_on_in_the_next_cell(plan, table):
    _go(table, 0, "measure")
    QTest.keyClick(table, KEY.Key_F2)
    assert "Вернуть" in table.typing.field.accessibleName()
    assert plan.view.keys()[0][0] == "Enter"
    QTest.keyClick(table.typing.field, KEY.Key_End)
    QTest.keyClicks(table.typing.field, " 2")
    QTest.keyClick(table.typing.field, KEY.Key_Tab)
    plan.settle()
    assert _cell(table, 0, "measure") == "Вернуть ополосок CIP 2"
    assert table.typing.place == (plan.rows[0], "capex")
    QTest.keyClick(table.typing.field, KEY.Key_Backtab)
    assert table.typing.place == (plan.rows[0], "measure")
    QTest.keyClick(table.typing.field, KEY.Key_Escape)
    assert table.typing.field is None


def test_that_what_cannot_be_read_stays_with_a_sentence_and_esc_keeps_what_was(plan, table):
    before = dict(plan.editor.record.entries)
    panel = plan.view.measures
    _go(table, 0, "startup")
    _type(table, "осенью")
    QTest.keyClick(table.typing.field, KEY.Key_Return)
    assert "осенью" in panel._told.text()
    assert table.typing.field.accessibleDescription() == panel._told.text()
    plan.view.refresh()  # an assessment that comes in takes nothing away
    assert table.typing.field.text() == "осенью"
    assert "осенью" in panel._told.text()
    QTest.keyClick(table.typing.field, KEY.Key_Escape)
    assert "осенью" not in panel._told.text()
    assert plan.editor.record.entries == before


def test_that_a_day_since_which_a_measure_works_says_that_it_is_done(plan, table):
    _go(table, 1, "done_on")
    _type(table, "30.06.2026")
    QTest.keyClick(table.typing.field, KEY.Key_Return)
    plan.settle()
    assert plan.model.finish().plan.steps[1].status is Status.DONE
    assert _cell(table, 1, "status") == "выполнено"
    _go(table, 1, "status")
    QTest.keyClick(table, KEY.Key_F2)
    box = table.typing.field
    assert isinstance(box, QComboBox)
    box.hidePopup()
    box.setCurrentIndex(box.findData("running"))
    QTest.keyClick(box, KEY.Key_Return)
    plan.settle()
    assert _cell(table, 1, "done_on") == ""


def test_that_a_measure_that_goes_takes_its_field_along_and_one_that_moves_keeps_it(plan, table):
    first, second = plan.rows
    _go(table, 1, "owner")
    _type(table, "Сейтова")
    plan.submit(plan_desk.move(plan.known(), second, -1))
    plan.view.refresh()
    assert table.typing.field.text() == "Сейтова"
    assert table.visualRect(table.lines.index(0, 2)).top() <= table.typing.field.y() + 4
    plan.submit(plan_desk.remove(plan.known(), second))
    plan.view.refresh()
    assert table.typing.field is None
    assert [each.id for each in table.measures] == [first]


def test_that_figures_that_are_worked_out_are_not_typed(plan, table):
    _look(plan, TABLE)
    table.setCurrentIndex(table.lines.index(0, 5))
    QTest.keyClick(table, KEY.Key_F2)
    assert table.typing.field is None
    assert "Enter" in plan.view.measures._told.text()
    table.setCurrentIndex(table.lines.index(0, 7))
    _type(table, "I 2028")
    QTest.keyClick(table.typing.field, KEY.Key_Return)
    plan.settle()
    assert plan.model.finish().plan.steps[0].measure.startup.isoformat() == "2028-03-31"


def test_that_a_measure_without_the_day_since_which_it_works_is_told_and_in_no_curve(plan, table):
    first, _second = plan.rows
    plan.submit(
        [
            *plan_desk.change(plan.known(), first, "abated", "2"),
            *plan_desk.change(plan.known(), first, "abated_unit", "t"),
            *plan_desk.set_status(plan.known(), first, Status.DONE),
        ]
    )
    plan.settle()
    scenario = plan.model.finish().plan.scenarios[1]
    assert scenario.curve == {}
    table.choose(first)
    assert "не указано, с какого дня" in plan.view.measures._told.text()
    notes = [label.text() for label in plan.view.measures._area.findChildren(Label)]
    assert any("Не на кривой затрат: № 1" in note for note in notes)


def test_that_the_scenario_shown_last_is_shown_again(plan):
    held, before = _held(plan), PlanView(plan.editor)
    before._take_scenario("b")
    again = PlanView(plan.editor)
    assert again._scenario == "b"
    assert _held(plan) == held
    for view in (before, again):
        view.deleteLater()


def test_that_names_stay_in_sight_while_fields_scroll_sideways(plan, table):
    wide = table.minimumWidth(), table.maximumWidth()
    table.setFixedWidth(620)
    plan.settle()
    _go(table, 0, "done_on" if "done_on" in table._sheet.fields else "status")
    names, bar = table.names, table.horizontalScrollBar()
    assert bar.value() > 0
    assert names.isVisible()
    assert names.columnViewportPosition(1) == table.columnWidth(0)
    _go(table, 0, table._sheet.fields[1])
    assert table.visualRect(table.currentIndex()).left() >= names.reach()
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=table.viewport().pos())
    assert (bar.value(), names.isVisible()) == (0, False)
    table.setMinimumWidth(wide[0])
    table.setMaximumWidth(wide[1])


@pytest.mark.parametrize("brought", ["preedit", "commit"])
def test_that_letters_of_an_input_method_open_a_cell(plan, table, brought):
    _go(table, 0, "owner")
    assert table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    event = QInputMethodEvent("ә", []) if brought == "preedit" else QInputMethodEvent()
    if brought == "commit":
        event.setCommitString("ә")
    QApplication.sendEvent(table, event)
    field = table.typing.field
    if brought == "preedit":
        assert field.text() == ""  # what is being composed is no text yet
        end = QInputMethodEvent()
        end.setCommitString("ә")
        QApplication.sendEvent(field, end)
    assert field.text() == "ә"
    table.typing.drop()
    table.setCurrentIndex(table.currentIndex().siblingAtColumn(0))
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    QApplication.sendEvent(table, event)
    assert table.typing.field is None
