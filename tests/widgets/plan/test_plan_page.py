"""The page of the plan: what it shows, and what keys do to it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import delete

from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Part
from kta_desktop.domain.target import Target, Where
from kta_desktop.services import bottleneck_desk, plan_desk
from ui.dialogs.bottleneck_ask import AddBottleneckDialog, RejectDialog
from ui.dialogs.measure_dialog import MeasureDialog
from ui.dialogs.plan_excel import PlanExcelDialog
from ui.dialogs.plan_terms import TermsDialog
from ui.views.plan_view import PlanView

ALT = Qt.KeyboardModifier.AltModifier


def test_that_an_empty_plan_says_how_to_begin_and_asks_for_its_terms(empty):
    panel = empty.view.measures
    assert "Ins" in panel._empty.text()
    assert panel._pages.currentWidget() is panel._empty
    assert "год цен не указан" in panel.terms.text()
    assert "Ctrl+Ins" in empty.view.bottlenecks._empty.text()
    empty.fill()
    assert len(empty.cells()) == len(empty.rows)


def test_that_measures_stand_with_figures_and_can_be_moved_and_taken_away(plan):
    first, second = plan.rows
    view, table = plan.view, plan.view.measures.table
    assert [cells[1] for cells in plan.cells()] == ["Вернуть ополосок CIP", "Денитрификатор"]
    assert plan.cells()[0][3:6] == ("18,4", "−11,2", "1,6")
    assert plan.cells()[1][5] == "нет"
    assert not table._time.isHidden()
    table.choose(second)
    QTest.keyClick(table, Qt.Key.Key_Up, ALT)
    plan.settle()
    assert [each.id for each in table.measures] == [second, first]
    QTest.keyClick(table, Qt.Key.Key_Delete)
    plan.settle()
    assert [each.id for each in table.measures] == [first]
    view.undo()
    plan.settle()
    assert [each.id for each in table.measures] == [second, first]
    view.undo()
    plan.settle()
    assert [each.id for each in table.measures] == [first, second]


def test_that_a_scenario_shows_its_own_measures_and_the_baseline_none(plan):
    plan.view._take_scenario("b")
    assert [cells[1] for cells in plan.cells()] == ["Вернуть ополосок CIP"]
    plan.view._take_scenario("baseline")
    assert plan.cells() == []
    assert "ничего не делается" in plan.view.measures._empty.text()
    plan.view._take_scenario("a")


def test_that_a_weight_moves_the_others_and_is_one_step_of_undo(plan):
    panel = plan.view.weights
    slider = panel.sliders[Part.EXCESS]
    for _step in range(3):
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
    assert slider.value() == 70
    assert sum(each.value() for each in panel.sliders.values()) == 100
    assert not plan.editor.record.entries.get("@weights/bottleneck")
    plan.view.commit()
    plan.settle()
    assert plan.editor.record.entries["@weights/bottleneck"]["excess"] == "70"
    plan.view.undo()
    plan.settle()
    assert dict(panel.weights) == DEFAULT_WEIGHTS


def test_that_a_bottleneck_is_rejected_only_with_a_reason(plan):
    plan.submit(bottleneck_desk.add(plan.editor.state, {"what": "Усреднитель мал"}))
    rows = plan.view.bottlenecks.list
    assert rows.key()
    candidate = plan.model.found.candidates[0]
    dialog = RejectDialog(plan.editor, candidate, plan.view)
    dialog.accept()
    assert dialog.banner.text()
    dialog.reason.field.setText("расширен в октябре")
    dialog.accept()
    plan.settle()
    assert rows.lines.rowCount() == 0
    assert plan.view.bottlenecks.choose(candidate.key)  # those put aside are shown again
    assert "расширен в октябре" in rows.lines.lines[0].cells[1]


def test_that_links_from_other_pages_choose_a_measure_or_a_bottleneck(plan):
    _first, second = plan.rows
    plan.view.show_target(Target(Where.PLAN, second))
    assert plan.view.measures.table.step() == second
    plan.submit(bottleneck_desk.add(plan.editor.state, {"what": "Усреднитель мал"}))
    key = plan.model.found.candidates[0].key
    plan.view.show_target(Target(Where.PLAN, key))
    assert plan.view.bottlenecks.list.key() == key


def test_that_a_bottleneck_of_ones_own_is_chosen_once_it_is_there(plan):
    plan.submit(bottleneck_desk.add(plan.editor.state, {"what": "Усреднитель мал"}))
    plan.view.acts.with_bottleneck("add", "")
    dialog = plan.view.findChild(AddBottleneckDialog)
    dialog.fields.fill({"what": "Пар уходит в воздух"})
    dialog.accept()
    plan.settle()
    listed = plan.view.bottlenecks.list
    assert listed.row(listed.key()).title == "Пар уходит в воздух"


def test_that_a_narrow_window_shows_one_panel_and_time_apart(plan):
    plan.show(863, 420)
    assert plan.view.measures.isHidden()
    plan.view._show_part("measures")
    table = plan.view.measures.table
    assert not plan.view.measures.isHidden()
    assert table._time.isHidden()
    plan.view.measures._looks.set_value("time")
    plan.view.measures._turn()
    assert not table._time.isHidden()
    plan.view.measures._looks.set_value("table")
    plan.show()
    assert not plan.view.bottlenecks.isHidden()


def test_that_a_field_of_a_measure_is_stored_when_left_and_figures_follow(plan):
    first, second = plan.rows
    dialog = MeasureDialog(plan.editor, plan.model, first, plan.view)
    field = dialog.form._field("capex")
    field.field.setText("20 двадцать")
    dialog.form.commit()
    assert field.note.text()
    assert plan.cells()[0][3] == "18,4"
    field.field.setText("22,4")
    dialog.form.commit()
    plan.settle()
    assert plan.cells()[0][3:6] == ("22,4", "−11,2", "2,0")
    assert "2" in dialog.results.accessibleName()
    dialog._tie("after", (second,))
    plan.settle()
    assert "Денитрификатор" in dialog.ties._lines["after"].text()
    dialog.done(0)


def test_that_terms_are_kept_as_one_act_or_refused(plan):
    dialog = TermsDialog(plan.editor, plan.known(), plan.view)
    dialog.fields.fill({"price_year": "2027", "rate": "двенадцать"})
    dialog.accept()
    assert dialog.banner.text()
    assert plan.editor.record.entries["@plan/price_year"] == "2026"
    dialog.fields.fill({"rate": "14"})
    dialog.accept()
    plan.settle()
    assert "ставка 14" in plan.view.measures.terms.text()
    plan.view.undo()
    plan.settle()
    assert "цены 2026" in plan.view.measures.terms.text()
    assert "ставка 12" in plan.view.measures.terms.text()


def test_that_a_workbook_is_taken_back_only_after_it_was_looked_through(plan, tmp_path):
    first, _second = plan.rows
    plan.submit(plan_desk.change(plan.known(), first, "capex", "18,4"))
    plan.settle()
    dialog = PlanExcelDialog(plan.editor, plan.model, plan.view)
    path = tmp_path / "plan.xlsx"
    dialog.save(path)
    plan.wait(path.exists)
    plan.wait(lambda: str(path) in dialog.banner.text())
    plan.submit(plan_desk.change(plan.known(), first, "capex", "30"))
    plan.settle()
    dialog.read(path)
    plan.wait(lambda: not dialog._take.isHidden())
    assert plan.cells()[0][3] == "30"
    assert dialog.list.lines.lines[0].cells[2:] == ("30", "18,4")
    dialog.take()
    plan.settle()
    assert plan.cells()[0][3] == "18,4"


def test_that_a_page_that_is_gone_hears_no_more_of_its_audit(plan):
    delete(PlanView(plan.editor, model=plan.model))
    plan.submit(plan_desk.set_terms(plan.known(), "rate", "11"))
    plan.settle()
    assert plan.editor.record.entries["@plan/rate"] == "11"
    plan.view.undo()
    plan.settle()
