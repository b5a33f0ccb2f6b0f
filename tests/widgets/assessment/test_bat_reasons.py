"""The list of techniques tells what is wrong with a row of the register before its reason."""

from kta_desktop import i18n
from kta_desktop.assessment.bat import TechniqueLine, Trouble
from kta_desktop.assessment.techniques import Applied
from kta_desktop.domain.definition import Technique
from ui.models.bat_rows import TROUBLES, reason_of


def told(row, *troubles):
    i18n.set_language("ru")
    return reason_of(
        TechniqueLine(key="k", technique=Technique(id="k"), row=row, troubles=troubles)
    )


def test_that_every_trouble_has_words():
    assert set(TROUBLES) == set(Trouble)


def test_that_what_cannot_be_read_is_shown_as_it_was_typed():
    row = Applied(id="r", number=1, bat="НДТ 7a", reason="кран", unread={"state": "почти"})
    said = told(row, Trouble.UNREADABLE, Trouble.TWICE)
    assert said == "состояние «почти» не читается; о том же есть другая строка; кран"


def test_that_a_row_without_trouble_tells_its_reason_or_how_it_is_done():
    assert told(Applied(id="r", number=1, bat="", reason="нет места")) == "нет места"
    assert told(Applied(id="r", number=1, bat="", description="кран")) == "кран"
