"""The unit of a number that another answer tells: beside it, and with it when it changes."""

import pytest

from kta_desktop.services import packs
from kta_desktop.services.answering import Edit
from ui.models.summary import answer_line

RATE = "core_rep_unit/u1/core_unit_rate"
MEASURE = "core_rep_unit/u1/core_unit_measure"


@pytest.fixture(scope="module")
def core():
    return packs.compiled("core")[0]


@pytest.fixture
def definition(core):
    return core


def _give(screen, address, text):
    screen.editor.submit([Edit(address, {"text": text, "value": text})])


def _folded(screen, address):
    return answer_line(screen.editor.state, screen.editor.state.place(address), "ru")


def test_that_the_unit_stands_beside_the_number_and_follows_the_answer_that_tells_it(screen):
    screen.editor.submit([Edit("core_rep_unit/u1", {"order": 1.0})])
    shown = screen.go(RATE)._one_unit
    assert (shown.text(), shown.isVisible()) == ("единица — в C6.1", True)
    screen.editor.submit([Edit(MEASURE, {"value": "t/h"})])
    assert shown.text() == "т/ч"
    _give(screen, RATE, "12.5")
    screen.editor.submit([Edit(MEASURE, {"value": "hl"})])
    assert shown.text() == "гл"
    assert _folded(screen, RATE) == "12,5\u00a0гл"
    assert screen.stored()[RATE] == {"text": "12.5", "value": "12.5"}


def test_that_a_calorific_value_is_in_gigajoules_of_the_recorded_unit(screen):
    fuel = "core_rep_fuel/f1"
    screen.editor.submit([Edit(fuel, {"order": 1.0})])
    _give(screen, f"{fuel}/core_fuel_qty", "1200")
    _give(screen, f"{fuel}/core_fuel_ncv", "33.5")
    assert _folded(screen, f"{fuel}/core_fuel_qty") == "1\u202f200\u00a0единица — в E6"
    screen.editor.submit([Edit(f"{fuel}/core_fuel_unit", {"value": "thousand-m3"})])
    assert _folded(screen, f"{fuel}/core_fuel_qty") == "1\u202f200\u00a0тыс. м³/год"
    assert _folded(screen, f"{fuel}/core_fuel_ncv") == "33,5\u00a0ГДж/тыс. м³"
