"""Balances on their face: stages with what would help, and the way to what was entered."""

from decimal import Decimal

import pytest

from kta_desktop import i18n
from kta_desktop.assessment.balance import Balance, Balanced, Closure, Stage, Stream
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.texts import Text
from ui.models.path_targets import path_target
from ui.widgets.balance_page import BalancePage


def text(word):
    return Text(ru=word, kk=word, en=word)


def amount(value):
    return Figured(value=Decimal(value), unit="m3", uncertainty=Decimal(5))


WELL = Stream(key="w", name=text("Скважина"), source="", target="CIP", figure=amount(100),
              path="water/r1/volume")  # fmt: skip
STAGE = Stage(name="CIP", inflow=amount(100), outflow=amount(60), gap=amount(40),
              gap_percent=Decimal(40), closure=Closure.OPEN, doubt="w",
              doubt_share=Decimal(80), suggestions=(text("Проверьте водомер"),))  # fmt: skip
WATER = Balance(of=Balanced.WATER, unit="m3", streams=(WELL,), stages=(STAGE,), year=2025)


@pytest.fixture
def page(qtbot):
    i18n.set_language("ru")
    made = BalancePage()
    qtbot.addWidget(made)
    made.resize(1200, 560)
    made.show_found((WATER,), Load())
    made.show()
    return made


def test_that_an_open_stage_tells_what_to_make_exact_and_leads_there(qtbot, page):
    assert page.choose("water/CIP")
    said = page.balances.hints.text()
    assert "Скважина" in said
    assert "80" in said
    assert "Проверьте водомер" in said
    with qtbot.waitSignal(page.path_wanted) as asked:
        page.balances.table.opened.emit(page.balances.table.item())
    assert asked.args == ["water/r1/volume"]


def test_that_a_balance_that_is_not_there_is_not_shown(page):
    assert not page.choose("energy")
    assert page.key() == "water"


def test_that_paths_lead_to_where_they_are_entered():
    assert path_target("@session/s1") == Target(Where.MEASURE, "s1")
    assert path_target("@measure/m1.opex") == Target(Where.PLAN, "m1")
    assert path_target("@fact/f") == Target(Where.PLANT)
    assert path_target("@became/m1") == Target(Where.BAT)
    assert path_target("@audit/x") is None
