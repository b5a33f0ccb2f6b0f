"""Claims about categories: every rule at both sides of its threshold, gaps, what is unknown."""

import re
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from kta_desktop.assessment import category
from kta_desktop.assessment.category import CATEGORIES, Fact, Outcome
from kta_desktop.packs.reference_lists import categories, category_facts

COMPARISON = re.compile(r"\$\{(\w+)\} (<=|>=|!=|<|>|=) (\d+(?:\.\d+)?)(?![\d.]| \*| -)")
STEP = Decimal("0.01")


def known(**values):
    return {name: Fact(Decimal(str(value))) for name, value in values.items()}


def outcome(rule, facts):
    """Return what comes of one rule."""
    found = category.found(facts, {rule.activity} - {category.ANY})
    (finding,) = (one for one in found.findings if one.rule.id == rule.id)
    return finding.outcome


@cache
def holding(rule):
    """Return facts under which a rule holds: values tried around every number it names."""
    names = category.named(rule)
    numbers = [Decimal(text) for text in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", rule.condition)]
    tried = [value for number in (*numbers, 0) for value in (number, number - STEP, number + STEP)]
    for values in product(dict.fromkeys(value for value in tried if value >= 0), repeat=len(names)):
        facts = {name: Fact(value) for name, value in zip(names, values, strict=True)}
        if outcome(rule, facts) is Outcome.HOLDS:
            return facts
    raise AssertionError(rule.id)


def thresholds():
    """Yield rule, fact, sign and number of every comparison that a rule makes with a number."""
    for rule in categories():
        negated = [match.span() for match in re.finditer(r"not\([^)]*\)", rule.condition)]
        for match in COMPARISON.finditer(rule.condition):
            if not any(start <= match.start() < end for start, end in negated):
                yield pytest.param(rule, *match.groups(), id=f"{rule.id}-{match[1]}-{match[2]}")


KEEPS = {
    "<": (True, False, False),
    "<=": (True, True, False),
    "=": (False, True, False),
    "!=": (True, False, True),
    ">=": (False, True, True),
    ">": (False, False, True),
}


@pytest.mark.parametrize(("rule", "fact", "sign", "number"), list(thresholds()))
def test_that_a_rule_turns_exactly_at_its_threshold(rule, fact, sign, number):
    others = {name: one for name, one in holding(rule).items() if name != fact}
    for step, expected in zip((-STEP, Decimal(0), STEP), KEEPS[sign], strict=True):
        found = outcome(rule, {**others, fact: Fact(Decimal(number) + step)})
        assert (found is Outcome.HOLDS) is expected, (fact, step)


def test_that_every_rule_can_hold_and_every_fact_of_one_is_listed():
    for rule in categories():
        assert set(category.named(rule)) <= set(category_facts())
        assert outcome(rule, holding(rule)) is Outcome.HOLDS


@pytest.mark.parametrize(
    ("milk", "expected"),
    [("2", ""), ("3.01", "II"), ("103", "II"), ("199.99", "II"), ("200.01", "I"), ("500", "I")],
)
def test_that_a_dairy_gets_its_category_from_the_milk_it_receives(milk, expected):
    found = category.found(known(milk_received_t_d=milk, milk_only=1), {"milk"})
    assert found.category == expected
    assert found.is_settled is bool(expected)
    assert not found.gaps


@pytest.mark.parametrize(
    ("activity", "facts", "around"),
    [
        ("milk", known(milk_received_t_d=200, milk_only=1), ("II", "I")),
        ("glass", known(glass_melting_t_d=20), ("II", "I")),
    ],
)
def test_that_a_figure_without_a_line_in_the_annex_is_said_and_decides_nothing(
    activity, facts, around
):
    found = category.found(facts, {activity})
    (gap,) = found.gaps
    assert gap.around == around
    assert any("не попадает" in note.ru for note in gap.notes)
    assert found.category == ""
    assert not found.is_settled


def test_that_a_mass_of_discharge_still_gives_a_category_beside_a_gap():
    facts = known(milk_received_t_d=200, milk_only=1, discharge=1)
    found = category.found(facts, {"milk"})
    assert found.category == "II"
    assert not found.is_settled


def test_that_an_unknown_fact_is_named_while_it_could_make_the_category_higher():
    found = category.found(known(milk_received_t_d=103, discharge=1), {"milk"})
    assert (found.category, found.raising) == ("II", ())
    found = category.found(known(milk_received_t_d=230, discharge=1), {"milk"})
    assert (found.category, found.raising) == ("II", ("milk_only",))
    assert not found.is_settled


def test_that_a_known_fact_settles_a_rule_whatever_else_is_unknown():
    found = category.found(known(milk_only=0), {"milk"})
    settled = {one.rule.id: one.outcome for one in found.findings}
    assert settled["milk-1"] is Outcome.FAILS
    assert settled["any-air-3"] is Outcome.OPEN


def test_that_the_lowest_category_needs_everything_to_be_known():
    smalls = known(
        confectionery_t_d=1, bakery_t_d=0, pasta_t_d=0, mill_t_h=0, food_plant_t_d=1,
        food_plant_days=0, fruit_veg_t_d=0, oils_fats=0, discharge=0, gas_power_mw=0,
        air_total_t_y=2, heat_gcal_h=1, waste_nonhaz_t=3, waste_haz_t=0,
    )  # fmt: skip
    assert category.found(smalls, {"food-plant"}).category == "IV"
    without = {name: fact for name, fact in smalls.items() if name != "heat_gcal_h"}
    found = category.found(without, {"food-plant"})
    assert (found.category, found.raising) == ("", ("heat_gcal_h",))


def test_that_the_lowest_category_is_never_given_before_an_activity_is_chosen():
    nothing = known(
        discharge=0, gas_power_mw=0, air_total_t_y=0, heat_gcal_h=0, waste_nonhaz_t=0, waste_haz_t=0
    )
    assert category.found(nothing, ()).category == ""


def test_that_a_rule_that_was_not_checked_does_not_decide_alone():
    found = category.found(known(fruit_veg_t_d=350), {"food-plant"})
    assert [rule.id for rule in found.unsure] == ["fruit-veg-2"]
    assert found.category == ""


def test_that_a_sum_with_gaps_meets_a_threshold_but_never_stays_below_one():
    less = {"air_total_t_y": Fact(Decimal(4), at_least=True)}
    more = {"air_total_t_y": Fact(Decimal(12), at_least=True)}
    rule = next(rule for rule in categories() if rule.id == "any-air-3")
    assert outcome(rule, less) is Outcome.OPEN
    assert outcome(rule, more) is Outcome.HOLDS


def test_that_the_highest_of_several_categories_is_the_one():
    facts = known(milk_received_t_d=250, milk_only=1, discharge=1, air_total_t_y=11)
    found = category.found(facts, {"milk"})
    held = {one.rule.category for one in found.findings if one.outcome is Outcome.HOLDS}
    assert held == {"I", "II", "III", "IV"}
    assert found.category == CATEGORIES[0]
    assert found.rule is not None
    assert found.rule.clause
