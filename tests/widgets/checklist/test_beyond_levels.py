"""A figure beyond its level: the card and the tree warn, and words say why."""

import pytest

from kta_desktop.domain.definition import Definition, Level, Question, QuestionType, Section, Text
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.services.answering import Edit
from ui.models.section_model import ITEM
from ui.widgets.chip import Chip

LEVEL = Level(
    id="SWWD", kind="indicative", medium="water_direct", parameter=Text(ru="Удельный сброс"),
    lower="0.3", upper="3.0", unit="m3/t", when="true()", confidence="verified",
)  # fmt: skip


@pytest.fixture
def definition():
    """One figure with a level, one without."""
    questions = tuple(
        Question(
            name=name, number=number, section="wat", type=QuestionType.DECIMAL,
            label=Text(ru=name, kk=name, en=name), unit="m3/t", levels=levels,
        )
        for name, number, levels in (("wat_01", "1.1", ()), ("wat_02", "1.2", ("SWWD",)))
    )  # fmt: skip
    water = Section(name="wat", number="1", label=Text(ru="Вода", kk="Су", en="Water"))
    return Definition(
        pack="small", version="1.0", title=Text(ru="Молоко", kk="Сүт", en="Milk"),
        sections=(water,), questions=questions, levels=(LEVEL,),
    )  # fmt: skip


def _answer(screen, value):
    screen.editor.submit([Edit("wat_02", {
        "text": value, "value": value, "unit": "m3/t", "uncertainty": "0.1", "origin": "metered",
    })])  # fmt: skip


def _chips(card):
    return [chip.accessibleName() for chip in card.findChildren(Chip) if chip.isVisible()]


def test_that_a_folded_card_beyond_its_level_says_so(screen):
    screen.go("wat_01")
    card = screen.view.questions.card("wat_02")
    _answer(screen, "3.25")
    assert any("Превышает" in name for name in _chips(card))
    assert "Превышает" in card.accessibleName()
    _answer(screen, "2.1")
    assert not _chips(card)
    assert "Превышает" not in card.accessibleName()


def test_that_the_tree_warns_of_what_is_beyond_its_level(screen):
    screen.go("wat_01")
    model = screen.view.tree.model
    _answer(screen, "3.25")
    assert model.index_of("wat_02").data(ITEM).status is QuestionStatus.WARNING
    assert model.current_index().data(ITEM).status is QuestionStatus.WARNING
    _answer(screen, "2.1")
    assert model.index_of("wat_02").data(ITEM).status is QuestionStatus.ANSWERED
