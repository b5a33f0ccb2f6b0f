"""A section of ninety questions: what is near is there at once, the rest comes by itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from kta_desktop.domain.definition import Question, QuestionType, Section, Text
from kta_desktop.services.answering import Edit

COUNT = 90


@pytest.fixture
def definition(definition):
    """The small checklist with a long section at its end."""
    asked = tuple(
        Question(
            name=f"lng_{place}",
            number=f"20.{place + 1}",
            section="lng",
            type=QuestionType.TEXT,
            label=Text(ru=f"Что известно о потоке {place + 1}?", kk="Ағын туралы не белгілі?"),
        )
        for place in range(COUNT)
    )
    section = Section(name="lng", number="20", label=Text(ru="Потоки", kk="Ағындар"))
    return replace(
        definition,
        sections=(*definition.sections, section),
        questions=(*definition.questions, *asked),
    )


def furnished(screen):
    return [card.layout() is not None for card in screen.view.questions.cards]


def test_that_only_cards_near_to_what_is_seen_are_made_at_once(screen):
    screen.view.show_section("lng")
    at_once = furnished(screen)
    assert len(at_once) == COUNT
    assert all(at_once[:14])
    assert sum(at_once) < COUNT // 2
    screen.qtbot.waitUntil(lambda: all(furnished(screen)), timeout=20_000)


def test_that_what_is_seen_stays_in_its_place_while_the_rest_is_made(screen):
    screen.view.show_question("lng_80")
    card, viewport = screen.card, screen.view.questions.viewport()
    top = card.mapTo(viewport, QPoint(0, 0)).y()
    screen.qtbot.waitUntil(lambda: all(furnished(screen)), timeout=20_000)
    assert abs(card.mapTo(viewport, QPoint(0, 0)).y() - top) <= 2


def test_that_a_card_far_away_tells_its_answer_when_it_comes_into_view(screen):
    answers = [Edit(f"lng_{place}", {"text": "сток", "value": "сток"}) for place in range(COUNT)]
    screen.editor.submit(answers)
    screen.view.show_section("lng")
    last = screen.view.questions.cards[-1]
    screen.qtbot.waitUntil(lambda: last.layout() is not None, timeout=20_000)
    assert "сток" in last.accessibleName()


def test_that_the_next_without_an_answer_goes_round_to_where_it_began(screen):
    for place in range(COUNT):
        screen.editor.submit([Edit(f"lng_{place}", {"text": "а", "value": "а"})])
    screen.editor.submit([Edit("lng_3", None)])
    screen.go("lng_50")
    came = []
    for _ in range(4):
        screen.press(Qt.Key.Key_F7)
        came.append(screen.card.key)
    assert came[0] == "wat_05"
    screen.go("lng_2")
    screen.press(Qt.Key.Key_F7)
    assert screen.card.key == "lng_3"
