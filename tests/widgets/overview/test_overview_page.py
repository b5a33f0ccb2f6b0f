"""Claims about the page «Обзор»."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kta_desktop import i18n
from kta_desktop.domain.target import Target, Where
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview import Kind
from ui.widgets import overview_groups

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
TOO_MUCH = {"text": "9", "value": "9", "unit": "m3/t", "origin": "metered"}


def _text(value):
    return {"text": value, "value": value}


def _kinds(page):
    return [line.kind for line in page.body.leaving.list.lines()]


def test_that_the_cards_count_what_is_there(page):
    page.answer("wat_01", _text("река"))
    shown = [card.accessibleName() for card in page.body.cards]
    assert shown[0].startswith("1 из 4 ответов, 25")
    assert "обязательных 1 из 1" in shown[0]
    assert shown[1].startswith("0 ")


def test_that_a_line_of_the_list_leads_to_its_question(page):
    assert _kinds(page) == [Kind.REQUIRED]
    page.body.leaving.list.buttons()[0].click()
    assert page.jumps == [Target(Where.QUESTION, "wat_01")]


def test_that_enter_on_a_line_leads_to_its_question(page):
    page.view.focus_first()
    page.press(KEY.Key_Return)
    assert page.jumps == [Target(Where.QUESTION, "wat_01")]


def test_that_an_answer_takes_its_line_away_by_itself(page, qtbot):
    page.editor.submit([Edit("wat_01", _text("река"))])
    qtbot.waitUntil(lambda: _kinds(page) == [], timeout=3_000)
    assert page.body.leaving.entry() is None
    assert not page.body.leaving.print.isEnabled()


def test_that_undo_brings_the_line_back(page, qtbot):
    page.answer("wat_01", _text("река"))
    page.settle()
    page.press(KEY.Key_Z, CTRL)
    qtbot.waitUntil(lambda: _kinds(page) == [Kind.REQUIRED], timeout=3_000)


def test_that_what_was_open_in_the_morning_and_is_done_is_counted(page, qtbot):
    qtbot.waitUntil(lambda: bool(page.view._opened), timeout=5_000)
    page.answer("wat_01", _text("река"))
    assert "1" in page.body.leaving._closed_head.text()
    assert "8.1" in page.body.leaving._closed.text()


def test_that_enter_opens_the_chosen_section(page):
    page.body.sections.rows.setFocus()
    page.press(KEY.Key_Home)
    page.press(KEY.Key_Down)
    page.press(KEY.Key_Return)
    assert page.jumps == [Target(Where.SECTION, "wat")]


def test_that_a_figure_above_its_level_is_listed_and_leads_to_it(page):
    page.answer("wat_02", TOO_MUCH)
    rows = page.body.excesses.rows
    assert "Превышает" in rows.accessibleDescription()
    page.body.cards[2].click()
    assert QApplication.focusWidget() is rows
    page.press(KEY.Key_Return)
    assert page.jumps == [Target(Where.QUESTION, "wat_02")]


def test_that_the_card_of_proof_leads_to_what_has_none(page):
    page.answer("air_01", _text("пыль"))
    page.body.cards[3].click()
    page.press(KEY.Key_Return)
    assert page.jumps == [Target(Where.QUESTION, "air_01")]


def test_that_f6_goes_round_the_panels_that_have_something(page):
    page.view.focus_first()
    assert page.body.leaving.isAncestorOf(QApplication.focusWidget())
    seen = []
    for _ in range(5):
        page.press(KEY.Key_F6)
        focused = QApplication.focusWidget()
        seen.append(next(p.name for p in page.body.panels if p.isAncestorOf(focused)))
    assert seen == [
        "overviewVisit", "overviewTeam", "overviewGroups", "overviewSections", "overviewLeaving"
    ]  # fmt: skip


def test_that_shift_f6_goes_back(page):
    page.view.focus_first()
    page.press(KEY.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is page.body.sections.rows


def test_that_control_enter_goes_on_behind_what_was_changed_last(page, qtbot):
    page.answer("wat_01", _text("река"))
    page.settle()
    page.view._find_stop()
    qtbot.waitUntil(lambda: page.view.head.go_on.text() == "Продолжить: 8.2", timeout=3_000)
    page.press(KEY.Key_Return, CTRL)
    assert page.jumps == [Target(Where.QUESTION, "wat_02")]


def test_that_tab_goes_through_the_page_as_it_is_read(page):
    page.body.cards[0].setFocus()
    order = []
    for _ in range(10):
        order.append(QApplication.focusWidget())
        page.press(KEY.Key_Tab)
    body = page.body
    assert order == [
        *body.cards,
        body.sections.rows,
        body.leaving.print,
        *body.leaving.list.buttons(),
        body.visit.edit,
        body.visit.rows,
        body.team.edit,
    ]


@pytest.mark.parametrize(("width", "first"), [(1282, "sections"), (863, "leaving")])
def test_that_a_narrow_page_shows_what_is_missing_first(page, width, first):
    page.resize(width, 424)
    assert page.body.panels[0] is getattr(page.body, first)
    assert (page.body.leaving.y() < page.body.sections.y()) is (width < 1120)


def test_that_a_narrow_page_becomes_wide_again(page):
    page.resize(863, 424)
    page.resize(1282, 640)
    assert page.body.leaving.x() > page.body.sections.x()
    assert page.body.visit.isVisible()


def test_that_the_page_speaks_the_language_of_now(page):
    i18n.set_language("kk")
    page.view.retranslate()
    assert page.view.title() == "Шолу"
    assert page.body.leaving.accessibleName() == "Алаңнан кетер алдында"
    assert "Су" in page.body.sections.rows.words(page.view.found.section("wat"))


def test_that_a_rule_is_named_once_for_all_its_groups():
    shown = overview_groups._together(["R775 п. 49 пп. 1", "R775 п. 49 пп. 2"])
    assert shown == "R775 п. 49 пп. 1, 2"
    assert overview_groups._together(["R775 п. 49"]) == "R775 п. 49"


def test_that_marking_where_work_stopped_does_not_move_a_narrow_page(page):
    page.resize(863, 300)
    page.view.focus_first()
    page.settle()
    around = page.body.sections.scroller._around().verticalScrollBar()
    around.setValue(0)
    page.body.sections.choose("air")
    assert around.value() == 0
