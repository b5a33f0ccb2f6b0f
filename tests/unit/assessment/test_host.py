"""What expressions may ask the program: units, reference conditions, levels."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.host import PackHost, filled
from kta_desktop.domain.definition import (
    Choice,
    Definition,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)

D = Decimal
YES_NO = tuple(Choice(name=name, label=Text(ru=name)) for name in ("yes", "no"))


def _level(identifier, upper, **more):
    given = {
        "kind": "AEL",
        "medium": "air",
        "parameter": Text(ru="NOx"),
        "unit": "mg/Nm3",
        "when": "true()",
        "confidence": "verified",
    }
    return Level(id=identifier, upper=upper, **{**given, **more})


def _q(name, kind=QuestionType.DECIMAL, **more):
    label = Text(ru=name)
    return Question(name=name, number="1", section="s", type=kind, label=label, **more)


def _form(entries=(), **questions):
    definition = Definition(
        pack="p",
        version="1",
        title=Text(ru="П"),
        sections=(Section(name="s", number="1", label=Text(ru="С")),),
        questions=(
            _q("nox", concept="air.nox", unit="mg/Nm3", levels=("NOX",)),
            _q("water", concept="water", unit="m3", levels=("W", "W2")),
            _q("dust", concept="air.dust", unit="mg/Nm3", levels=("D",)),
            _q("abated", QuestionType.SELECT_ONE, choices=YES_NO),
            *(_q(name, QuestionType.CALCULATE, calculation=text)
              for name, text in questions.items()),
        ),
        levels=(
            _level("NOX", "200"),
            _level("NOX-X", "300", overrides="NOX", effect="limit", when="${abated} = 'yes'"),
            _level("W", "10", unit="m3", medium="water"),
            _level("W2", "5", unit="m3", medium="water", when="${abated} = 'yes'"),
            _level("D", "10", confidence="memory"),
        ),
    )  # fmt: skip
    return filled(definition, {name: {"value": value} for name, value in dict(entries).items()})


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("1500", "kg", "t", "1.5"),
        ("36", "m3/h", "l/s", "10"),
        ("1", "kg", "m3", None),
        ("1", "stranger", "m3", None),
        ("2", "m3/t milk", "m3/t milk", "2"),
        ("2", "m3/t milk", "m3/t cheese", None),
    ],
)
def test_that_figures_convert_within_their_quantity(value, unit, target, expected):
    found = _form().evaluate(f"kta:conv({value}, '{unit}', '{target}')")
    assert found == (None if expected is None else D(expected))


def test_that_a_concentration_goes_to_reference_conditions_and_oxygen():
    # Actual gas of 140 °C, 99.1 kPa and 9 % of water: domain study KZ-KTA §5.4 gives the factors.
    factor = (273.15 + 140) / 273.15 * 101.3 / 99.1 / (1 - 0.09)
    found = _form().evaluate("kta:norm(100, 'mg/m3', 10.4, 8, 9, 140, 99.1)")
    assert float(found) == pytest.approx(100 * factor * (21 - 8) / (21 - 10.4))


def test_that_a_normal_concentration_only_goes_to_the_reference_oxygen():
    found = _form().evaluate("kta:norm(513.1, 'mg/Nm3', 10.4, 8, '', '', '')")
    assert float(found) == pytest.approx(629.3, abs=0.05)  # the worked example of the study


@pytest.mark.parametrize(
    "expression",
    [
        "kta:norm(100, 'mg/m3', 10.4, 8, 9, 140, ${water})",  # pressure missing
        "kta:norm(100, 'mg/m3', 20.9, 8, 9, 140, 99)",  # oxygen as in air
        "kta:norm(100, 'mg/Nm3', 10.4, ${water}, '', '', '')",  # reference oxygen missing
        "kta:norm(100, 'ppm', 10.4, 8, 0, 140, 99)",  # of which substance?
        "kta:norm(10, 'm3/h', 10.4, 8, 0, 140, 99)",  # a flow is no concentration
        "kta:norm(${nox}, 'mg/Nm3', 10.4, 8, '', '', '')",
    ],
)
def test_that_what_cannot_be_normalised_is_blank(expression):
    assert _form().evaluate(expression) is None


def test_that_no_reference_oxygen_can_be_asked_for():
    assert _form().evaluate("kta:norm(100, 'mg/Nm3', '', '', '', '', '')") == 100


@pytest.mark.parametrize(
    ("facts", "expression", "expected"),
    [
        ({"abated": "no"}, "kta:in-ael('air.nox', 200)", True),
        ({"abated": "no"}, "kta:in-ael('air.nox', 201)", False),
        ({"abated": "yes"}, "kta:in-ael('air.nox', 250)", True),
        ({}, "kta:in-ael('air.nox', 150)", True),  # kept with the exception and without it
        ({}, "kta:in-ael('air.nox', 250)", None),
        ({}, "kta:in-ael('air.nox', ${nox})", None),
        ({"abated": "no"}, "kta:in-ael('NOX', 201)", False),
        ({"abated": "no"}, "kta:in-ael('water', 7)", True),  # the other level does not hold
        ({"abated": "yes"}, "kta:in-ael('water', 7)", None),  # one is kept, one is not
        ({"abated": "no"}, "kta:in-ael('air.dust', 5)", None),  # never read in its source
        ({"abated": "no"}, "kta:in-ael('stranger', 5)", None),
    ],
)
def test_that_a_figure_is_held_against_the_level_in_force(facts, expression, expected):
    assert _form(facts).evaluate(expression) is expected


def test_that_calculations_of_a_form_know_units_and_levels():
    form = _form({"abated": "no", "nox": "150"}, good="kta:in-ael('air.nox', ${nox})")
    assert form.value("good") is True
    form.apply("nox", {"value": "250"})
    assert form.value("good") is False
    form.apply("abated", {"value": "yes"})
    assert form.value("good") is True


def test_that_without_facts_no_level_is_kept_or_broken():
    definition = _form().definition
    assert PackHost(definition).in_level("air.nox", D(1), None) is None
