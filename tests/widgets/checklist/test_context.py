"""The pane beside the questions: what was, where an answer is used, what stays folded."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Question, QuestionType, Text
from kta_desktop.domain.target import Target, Where
from kta_desktop.services.answering import Edit
from kta_desktop.services.earlier import Earlier
from ui.models.layout import Layout

ALT = Qt.KeyboardModifier.AltModifier
COPY = {"text": "2,6", "value": "2.6", "unit": "m3/t", "copied_from": "0192-a"}
THEN = Earlier(
    answer=Answer(text="2,6", value="2.6", unit="m3/t"),
    rows=0,
    starts_on="2023-10-02",
    number="KTA-2023-009",
    edits=(Edit("wat_03", COPY),),
)


@pytest.fixture
def definition(definition):
    """The small checklist with two figures worked out from the discharge."""
    label, more = Text(ru="Сброс на банку", kk="Құты"), {"precision": 2}
    plain = Question(
        name="wat_20",
        number="8.20",
        section="wat",
        type=QuestionType.CALCULATE,
        label=label,
        unit="m3/t",
        calculation="if(${wat_03} > 0, ${wat_03} * 2 div ${wat_10}, '')",
        more=more,
    )
    chosen = replace(
        plain, name="wat_21", number="8.21", calculation="if(${wat_05} = 'yes', ${wat_03}, 0)"
    )
    return replace(definition, questions=(*definition.questions, plain, chosen))


def block(screen, name):
    return screen.view.context._blocks[name]


def test_that_blocks_stand_in_the_order_in_which_they_help(screen):
    screen.go("wat_03")
    screen.editor.submit([Edit("wat_10", {"text": "4", "value": "4", "unit": "pcs"})])
    names = list(screen.view.context._blocks)
    order = ("technique", "level", "previous", "hint", "calculation", "used")
    assert [name for name in names if name in order] == list(order)


def test_that_the_previous_answer_is_told_with_day_and_change_and_taken_by_a_key(screen):
    screen.view.answers._take({"wat_03": THEN})
    screen.go("wat_03")
    screen.type("3,25")
    screen.settle()
    before = screen.view.context.previous
    assert before.title == "Прошлый аудит, 02.10.2023"
    assert before.answer.text() == "2,6\u00a0м³/т"
    assert before.change.text() == "+25\u00a0%"
    screen.press(Qt.Key.Key_P, ALT)
    assert screen.editor.state.status("wat_03") == "copied"
    assert screen.stored()["wat_03"] == COPY


def test_that_a_question_without_a_previous_answer_has_no_such_block(screen):
    screen.view.answers._take({"wat_03": THEN})
    screen.go("wat_05")
    assert screen.view.context.previous.isHidden()
    with screen.qtbot.waitSignal(screen.view.said) as said:
        screen.press(Qt.Key.Key_P, ALT)
    assert "ответа на этот вопрос нет" in said.args[0]


def test_that_a_figure_is_worked_out_with_its_numbers_each_leading_to_its_question(screen):
    screen.editor.submit(
        [
            Edit("wat_03", {"text": "3,25", "value": "3.25", "unit": "m3/t"}),
            Edit("wat_10", {"text": "4", "value": "4", "unit": "pcs"}),
        ]
    )
    screen.view.show_question("wat_20")
    shown = block(screen, "calculation")
    told = shown.texts()[0].replace("\u00a0", " ")
    assert told == "3,25 м³/т × 2 ÷ 4 шт. = 1,63 м³/т"
    first, second = shown.links()
    assert [link.text() for link in (first, second)] == ["8.2 Удельный сброс", second.text()]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert screen.card.key == "wat_03"


def test_that_a_figure_that_is_no_arithmetic_or_lacks_a_number_names_its_questions(screen):
    screen.view.show_question("wat_20")
    assert "«8.2 Удельный сброс»" in block(screen, "calculation").texts()[0]
    screen.view.show_question("wat_21")
    assert "если(«8.1" in block(screen, "calculation").texts()[0]


def test_that_an_answer_says_where_it_is_used_and_leads_there(screen):
    screen.go("wat_03")
    links = {link.text(): link for link in block(screen, "used").links()}
    assert "Показатель «8.20 Сброс на банку»" in links
    with screen.qtbot.waitSignal(screen.view.jump) as jumped:
        links["Печатный лист, раздел 8"].click()
    assert jumped.args == [Target(Where.PRINT, "wat")]
    links["Показатель «8.20 Сброс на банку»"].click()
    assert screen.card.key == "wat_20"


def test_that_the_condition_of_a_question_that_is_not_asked_is_no_place_to_go(screen):
    screen.editor.submit([Edit("wat_06", {"value": ["cip"]})])
    screen.go("wat_06")
    assert not [text for text in block(screen, "used").texts() if "10.1" in text]
    screen.editor.submit([Edit("wat_06", {"value": ["boiler"]})])
    assert [text for text in block(screen, "used").texts() if "10.1" in text]


def test_that_a_folded_block_stays_folded_for_this_person(screen):
    screen.go("wat_05")
    hint = block(screen, "hint")
    QTest.keyClick(hint.head, Qt.Key.Key_Space)
    assert not hint._inside.isVisible()
    assert "свёрнуто" in hint.head.accessibleName()
    assert Layout().is_folded("checklist/context/hint")
    QTest.keyClick(hint.head, Qt.Key.Key_Return)
    assert not Layout().is_folded("checklist/context/hint")


def test_that_panes_keep_their_widths_and_fold_by_two_clicks_on_a_handle(screen):
    panes = screen.view._panes
    screen.qtbot.mouseDClick(panes.row.handle(2), Qt.MouseButton.LeftButton)
    assert not panes.has_context()
    assert Layout().sizes("checklist/panes/usual")[2] == 0
    screen.press(Qt.Key.Key_F4)
    assert panes.has_context()


def test_that_a_damaged_layout_is_no_layout(tmp_path, monkeypatch):
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path))
    (tmp_path / "layout.json").write_text('{"a": [1, true, "x"], "b": ', encoding="utf-8")
    assert Layout().sizes("a") == []
    (tmp_path / "layout.json").write_text('{"a": [1, true, "x"], "b": 3}', encoding="utf-8")
    assert Layout().sizes("a") == [1]
    assert not Layout().is_folded("b")
