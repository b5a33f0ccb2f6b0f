"""The page of techniques: keys, what is asked at once, what stays when figures come anew."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kta_desktop.assessment.techniques import State
from kta_desktop.domain.target import Target, Where
from ui.dialogs.technique_acts import UnitDialog
from ui.dialogs.technique_more import TechniqueMoreDialog
from ui.models import bat_rows
from ui.widgets.bat_head import BALANCES, INDICATORS, TECHNIQUES

TECHNIQUE = "EU-FDM-BAT-7.a"
_CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _fresh(request):
    """Begin with the first face, all unfolded, no target yet, nothing only without evidence."""
    page = next(
        request.getfixturevalue(name) for name in ("page", "bare") if name in request.fixturenames
    )
    page.targets.clear()
    page.view.show_face(TECHNIQUES)
    page.view.focus_first()


def state_of(page):
    return page.line(TECHNIQUE).state


def test_that_a_digit_sets_the_state_and_asks_for_its_reason_at_once(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_2)
    strip = page.view.techniques.strip
    assert state_of(page) is State.PARTLY
    assert "Укажите" in strip.reason.accessibleDescription()
    assert page.view.focusWidget() is strip.reason
    strip.reason.insert("нет на линии 3")  # QTest types Latin letters only
    QTest.keyClick(strip.reason, Qt.Key.Key_Return)
    assert page.line(TECHNIQUE).row.reason == "нет на линии 3"
    assert strip.reason.accessibleDescription() == ""
    page.view.refresh()
    row = next(r for r in page.view.techniques.list.rows.keyed.rows if r.key == TECHNIQUE)
    assert "Частично" in row.spoken
    assert "нет на линии 3" in row.spoken


def test_that_undo_is_left_to_the_audit_where_the_reason_is_asked_for(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_2)
    reason = page.view.techniques.strip.reason
    keys = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, _CONTROL)
    keys.ignore()
    QApplication.sendEvent(reason, keys)
    assert not keys.isAccepted()


def test_that_a_technique_gets_a_line_at_another_unit(page):
    page.choose(TECHNIQUE)
    page.view.act("add_unit")
    dialog = page.view.findChild(UnitDialog)
    dialog.accept()
    assert "установк" in dialog.banner.text()
    dialog.unit.field.setText("Цех 2")
    dialog.accept()
    assert page.line(f"{TECHNIQUE}@Цех 2").state is None


def test_that_an_applied_technique_needs_no_reason(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_1)
    assert state_of(page) is State.APPLIED
    assert page.view.techniques.strip.reason.accessibleDescription() == ""


def test_that_a_year_that_is_none_is_kept_as_typed_and_told(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_1)
    strip = page.view.techniques.strip
    strip.since.clear()
    QTest.keyClicks(strip.since, "202")
    QTest.keyClick(strip.since, Qt.Key.Key_Return)
    assert strip.since.text() == "202"
    assert page.line(TECHNIQUE).row.since is None
    strip.since.clear()
    QTest.keyClicks(strip.since, "2021")
    QTest.keyClick(strip.since, Qt.Key.Key_Return)
    assert page.line(TECHNIQUE).row.since == 2021


def test_that_an_edit_keeps_what_is_chosen_and_where_it_is_scrolled(page):
    rows = page.view.techniques.list.rows
    page.choose("EU-FDM-BAT-7.k")
    top = rows.verticalScrollBar().value()
    assert top > 0
    page.view.set_state(State.PLANNED)
    page.view.refresh()
    assert rows.key() == "EU-FDM-BAT-7.k"
    assert rows.verticalScrollBar().value() == top


def test_that_arrows_fold_a_conclusion_and_unfold_it(page):
    page.choose(TECHNIQUE)
    rows = page.view.techniques.list.rows
    count = len(rows.keyed.rows)
    page.press(Qt.Key.Key_Left)  # to its conclusion
    assert rows.key() == bat_rows.GROUP + "EU-FDM-BAT-7"
    page.press(Qt.Key.Key_Left)
    assert len(rows.keyed.rows) < count
    page.press(Qt.Key.Key_Right)
    assert len(rows.keyed.rows) == count


def test_that_a_folded_technique_is_shown_when_it_is_asked_for(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_Left)
    page.press(Qt.Key.Key_Left)
    page.view.show_target(Target(Where.BAT, TECHNIQUE))
    assert page.view.techniques.list.rows.key() == TECHNIQUE


def test_that_enter_leads_to_the_question_of_a_technique(page):
    lines = (line for bat in page.model.finish().bats for line in bat.lines)
    line = next(line for line in lines if line.questions)
    page.choose(line.key)
    page.press(Qt.Key.Key_Return)
    assert page.targets == [Target(Where.QUESTION, bat_rows.question_of(line))]


def test_that_only_techniques_without_evidence_are_shown_and_all_again(page):
    page.choose(TECHNIQUE)
    page.press(Qt.Key.Key_1)
    page.view.refresh()
    rows = page.view.techniques.list.rows
    count = len(rows.keyed.rows)
    page.view.turn_filter()
    shown = [row for row in rows.keyed.rows if not row.is_group]
    assert TECHNIQUE in [row.key for row in shown]
    assert len(shown) == page.view.techniques.unproven() < count
    page.view.turn_filter()
    assert len(rows.keyed.rows) == count


def test_that_the_summary_is_one_key_away(page):
    page.view.head.summary.click()
    assert page.targets == [Target(Where.PRINT, "conformity")]


def test_that_a_narrow_window_shows_one_panel_at_a_time(page):
    view = page.view
    view.resize(831, 442)
    assert view.indicators.isHidden()
    view.turn_face()
    assert view._face == INDICATORS
    assert view.techniques.isHidden()
    view.turn_face()
    assert view._face == BALANCES
    view.resize(1282, 658)
    view.show_face(TECHNIQUES)
    assert not view.indicators.isHidden()
    assert not view.techniques.isHidden()


def test_that_scores_and_a_unit_are_one_act(page):
    page.choose("EU-FDM-BAT-7.c")
    page.press(Qt.Key.Key_1)
    found, line = page.model.finish(), page.line("EU-FDM-BAT-7.c")
    dialog = TechniqueMoreDialog(page.editor, found.known, line, "7c", page.view)
    handed = []
    page.editor.changed.connect(handed.append)
    dialog.fields.fill({"unit": "CIP"})
    dialog.choose("low-waste", 2, "возврат ополосков")
    dialog.show()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    dialog._values["low-waste"].setFocus()
    QTest.keyClick(dialog._values["low-waste"], Qt.Key.Key_3)  # what stands on the button
    QTest.keyClick(dialog._values["low-waste"], Qt.Key.Key_Return, _CONTROL)  # as on the button
    page.editor.changed.disconnect(handed.append)
    assert len(handed) == 1
    line = page.line("EU-FDM-BAT-7.c@CIP")
    assert (line.criteria, line.score, line.row.unit) == (1, 3, "CIP")


def test_that_a_checklist_without_techniques_says_so_and_works(bare):
    panel = bare.view.techniques
    assert panel.strip.isHidden()
    assert "нет техник" in panel._stack.currentWidget().text()
    bare.view.set_state(State.APPLIED)
    bare.view.act("show_more")
    bare.view.turn_filter()
    bare.view.turn_filter()
    assert bare.targets == []
