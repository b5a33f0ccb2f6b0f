"""The pane beside the questions tells what the assessment makes of an answer, and leads there."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kta_desktop.domain.definition import Technique, Text
from kta_desktop.domain.target import Target, Where
from kta_desktop.services.answering import Edit
from ui.assessment import assessment_of

CODES = "abcdef"


@pytest.fixture
def definition(definition):
    """The small checklist with a book whose techniques two questions name."""
    whole = Technique(id="B1", number="1", title=Text(ru="Вода"))
    parts = [
        Technique(
            id=f"B1.{code}", parent="B1", kind="sub", code=code, title=Text(ru=f"Мера {code}")
        )
        for code in CODES
    ]
    named = {"wat_05": ("B1.a",), "wat_02": tuple(part.id for part in parts)}
    questions = [replace(q, techniques=named.get(q.name, ())) for q in definition.questions]
    return replace(definition, questions=tuple(questions), techniques=(whole, *parts))


def used(screen):
    return {link.text(): link for link in screen.view.context._blocks["used"].links()}


def test_that_an_answer_names_its_technique_with_the_state_and_leads_to_it(screen):
    screen.editor.submit([Edit("wat_05", {"value": "no"})])
    screen.go("wat_05")
    assessment_of(screen.editor).finish()
    named = "Техника «Мера a»: предложено: не применяется"
    assert named.casefold() in {text.casefold() for text in used(screen)}
    link = next(each for text, each in used(screen).items() if "Мера a" in text)
    link.setFocus()
    with screen.qtbot.waitSignal(screen.view.jump) as jumped:
        QTest.keyClick(link, Qt.Key.Key_Return)
    assert jumped.args == [Target(Where.BAT, "B1.a")]


def test_that_of_many_techniques_the_first_are_shown_and_the_rest_counted(screen):
    screen.go("wat_02")
    assessment_of(screen.editor).finish()
    texts = [text for text in used(screen) if "ехник" in text]
    assert [text for text in texts if text.startswith("Техника")] == [
        f"Техника «Мера {code}»" for code in "abcd"
    ]
    assert texts[-1] == "Ещё техник на этом ответе: 2"
    assert list(used(screen))[-1].startswith("Печатный лист")
    with screen.qtbot.waitSignal(screen.view.jump) as jumped:
        used(screen)[texts[-1]].click()
    assert jumped.args == [Target(Where.BAT, "B1.e")]


def test_that_nothing_is_assessed_for_who_only_passes_by(screen):
    screen.go("wat_05")
    assert screen.view.context._patience.isActive()
    assert assessment_of(screen.editor).found is None
    assert not [text for text in used(screen) if "Мера a" in text]
