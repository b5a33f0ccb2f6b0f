"""Figures that were put beside a level by hand."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.indicators import indicators
from kta_desktop.domain.definition import Level, Text
from kta_desktop.domain.verdict import NotCompared, Verdict
from tests.unit.assessment import way

FIGURE = {
    "indicator": "Сток",
    "value": "3,25",
    "unit": "m3/t",
    "uncertainty": "0,16",
    "low": "0,3",
    "high": "3,0",
    "source": "2019/2031, таблица 9",
    "verdict": "exceeds",
}


def one(levels=(), **changes):
    cells = {name: value for name, value in {**FIGURE, **changes}.items() if value is not None}
    (found,) = indicators(way.state(way.put({}, "core_indicators", "a", **cells), levels))
    return found


def test_that_the_verdict_of_the_auditor_stands_with_a_document():
    found = one()
    assert found.judgement.verdict is Verdict.EXCEEDS
    assert (found.judgement.value, found.judgement.uncertainty) == (
        Decimal("3.25"),
        Decimal("0.16"),
    )
    assert (found.judgement.level.lower, found.judgement.level.upper) == ("0.3", "3.0")
    assert (found.source, found.unit, found.contradicted) == (FIGURE["source"], "m3/t", False)


@pytest.mark.parametrize("verdict", ["exceeds", "meets", "not_distinguishable"])
def test_that_no_verdict_stands_without_a_document(verdict):
    judgement = one(source=None, verdict=verdict).judgement
    assert judgement.verdict is Verdict.NOT_COMPARED
    assert judgement.reason is NotCompared.LEVEL_UNVERIFIED


def test_that_a_level_the_checklist_has_unread_is_unread_by_hand_too():
    level = Level(
        id="w", kind="AEL", medium="water", parameter=Text(ru="Сток"),
        lower="0.30", upper="3", unit="m3/t", confidence="memory",
    )  # fmt: skip
    assert one([level]).judgement.reason is NotCompared.LEVEL_UNVERIFIED


def test_that_no_verdict_stands_without_a_level_or_a_value():
    assert one(low=None, high=None).judgement.reason is NotCompared.NO_LEVEL
    found = one(value=("много", None))
    assert (found.judgement.verdict, found.typed) == (Verdict.NOT_COMPARED, "много")


def test_that_a_reason_is_told_as_it_was_given():
    judgement = one(verdict="not_compared", reason="basis_differs").judgement
    assert judgement.reason is NotCompared.BASIS_DIFFERS
    assert one(verdict=None).judgement.reason is None


@pytest.mark.parametrize(
    ("value", "verdict", "contradicted"),
    [
        ("2", "exceeds", True),
        ("3,25", "exceeds", False),
        ("2", "not_distinguishable", True),
        ("2,9", "not_distinguishable", False),
        ("9", "meets", False),
    ],
)
def test_that_numbers_that_say_otherwise_are_told(value, verdict, contradicted):
    assert one(value=value, verdict=verdict).contradicted is contradicted


def test_that_what_lies_below_a_level_and_fails_it_falls_short():
    judgement = one(value="0,05", uncertainty="0,01").judgement
    assert (judgement.verdict, judgement.level.direction) == (Verdict.EXCEEDS, "higher")
