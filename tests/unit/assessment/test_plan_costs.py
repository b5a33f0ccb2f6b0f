"""Figures of one measure: worked examples, and what is told where a figure cannot be."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.terms import Lack
from tests.unit.assessment import plans

D = Decimal
CIP = {"capex": "18,4", "saving": "12"}
CIP_NOTE = {"opex": "0.8", "abated": "14600", "abated_unit": "m3/year", "abated_name": "вода"}


def lacks(figure):
    return {(each.lack, each.path) for each in figure.missing}


def test_that_a_measure_that_saves_earns_by_what_it_abates():
    # K = 18.4, O = 0.8, S = 12 million, r = 12 %, n = 10, M = 14 600 m³ a year
    # change of costs: 0.8 − 12 = −11.2
    # NPV = −18.4 + 11.2 × (1 − 1.12^−10)/0.12 = −18.4 + 11.2 × 5.650223 = 44.882498
    # payback = 18.4 / 11.2 = 1.642857 years
    # abatement = (18.4 × 0.176984 − 11.2) × 10⁶ / 14 600 = −7.943491 × 10⁶ / 14 600 = −544.0748
    step = plans.step(CIP, **CIP_NOTE)
    assert step.capex.value == D("18.4")
    assert step.cost_change.value == D("-11.2")
    assert round(step.npv.value, 6) == D("44.882498")
    assert round(step.payback.value, 6) == D("1.642857")
    assert round(step.abatement.value, 4) == D("-544.0748")
    assert (step.abatement.unit, step.abated.unit) == ("KZT/m3", "m3/year")
    assert step.abatement.missing == ()


def test_that_a_measure_that_only_costs_never_pays_back_and_nothing_is_missing():
    # K = 124, O = 6.8, S = 0, M = 1.24 t: (124 × 0.176984 + 6.8) × 10⁶ / 1.24
    # = 28.746036 × 10⁶ / 1.24 = 23 182 287 a tonne; NPV = −124 − 6.8 × 5.650223 = −162.421517
    step = plans.step(
        {"capex": "124", "saving": "0"}, opex="6.8", abated="1.24", abated_unit="t/year"
    )
    assert (step.payback.value, step.payback.missing) == (None, ())
    assert round(step.abatement.value) == 23_182_287
    assert round(step.npv.value, 6) == D("-162.421517")


def test_that_every_figure_names_its_terms_and_where_they_were_entered():
    step = plans.step(CIP, **CIP_NOTE)
    assert [(term.symbol, term.path) for term in step.abatement.terms] == [
        ("K", "core_measures/m/capex"),
        ("O", "@measure/m.opex"),
        ("S", "core_measures/m/saving"),
        ("r", "@plan/rate"),
        ("n", "@plan/lifetime"),
        ("M", "@measure/m.abated"),
    ]
    assert all(not term.name.is_empty for term in step.abatement.terms)


def test_that_a_lifetime_of_its_own_goes_before_that_of_the_plan():
    # r = 12 %, n = 5: 11.2 × 3.604776 − 18.4 = 21.973493
    step = plans.step(CIP, **{**CIP_NOTE, "lifetime": "5"})
    assert step.lifetime == 5
    assert round(step.npv.value, 6) == D("21.973493")
    assert step.npv.terms[-1].path == "@measure/m.lifetime"


def test_that_without_a_rate_costs_are_spread_evenly():
    # r = 0, n = 10: NPV = −18.4 + 10 × 11.2 = 93.6; (18.4/10 − 11.2) × 10⁶ / 14 600 = −641.0959
    step = plans.step(CIP, terms={**plans.TERMS, "rate": "0"}, **CIP_NOTE)
    assert step.npv.value == D("93.6")
    assert round(step.abatement.value, 4) == D("-641.0959")


@pytest.mark.parametrize(
    ("dropped", "lack"),
    [
        ("price_year", Lack.PRICE_YEAR),
        ("currency", Lack.CURRENCY),
        ("rate", Lack.RATE),
        ("lifetime", Lack.LIFETIME),
    ],
)
def test_that_costs_without_a_term_of_the_plan_come_to_no_figure(dropped, lack):
    terms = {key: value for key, value in plans.TERMS.items() if key != dropped}
    step = plans.step(CIP, terms=terms, **CIP_NOTE)
    path = "@measure/m.lifetime" if dropped == "lifetime" else f"@plan/{dropped}"
    assert step.npv.value is None
    assert lacks(step.npv) == {(lack, path)}
    needs_rate = dropped in ("rate", "lifetime")
    assert (step.payback.value is not None) == needs_rate


@pytest.mark.parametrize(
    ("field", "value", "lack"),
    [("price_year", "2021", Lack.PRICE_YEAR), ("currency", "EUR", Lack.CURRENCY)],
)
def test_that_money_of_another_year_or_currency_is_never_converted(field, value, lack):
    step = plans.step(CIP, **{**CIP_NOTE, field: value})
    figures = (step.capex, step.cost_change, step.npv, step.payback, step.abatement)
    assert [figure.value for figure in figures] == [None] * 5
    assert all(lacks(figure) == {(lack, f"@measure/m.{field}")} for figure in figures)
    assert step.measure.capex == D("18.4")
    assert step.abated.value == 14600


def test_that_the_same_year_and_currency_stated_twice_are_the_same():
    assert plans.step(CIP, **CIP_NOTE, price_year="2026", currency="kzt").npv.value is not None


def test_that_a_plan_in_another_currency_than_its_table_comes_to_no_figure():
    step = plans.step(CIP, terms={**plans.TERMS, "currency": "EUR"}, **CIP_NOTE)
    assert lacks(step.npv) == {(Lack.CURRENCY, "@plan/currency")}


@pytest.mark.parametrize(
    ("note", "lack", "field"),
    [
        ({"abated": "0"}, Lack.ZERO, "abated"),
        ({"abated": "-3"}, Lack.NEGATIVE, "abated"),
        ({"abated": None}, Lack.NOT_ENTERED, "abated"),
        ({"abated": "много"}, Lack.UNREADABLE, "abated"),
        ({"abated_unit": None}, Lack.UNIT, "abated_unit"),
        ({"abated_unit": "mg/l"}, Lack.UNIT, "abated_unit"),
        ({"abated_unit": "kg/h"}, Lack.UNIT, "abated_unit"),
        ({"lifetime": "0"}, Lack.ZERO, "lifetime"),
        ({"lifetime": "-4"}, Lack.NEGATIVE, "lifetime"),
        ({"opex": None}, Lack.NOT_ENTERED, "opex"),
        ({"opex": "-1"}, Lack.NEGATIVE, "opex"),
        ({"opex": "NaN"}, Lack.UNREADABLE, "opex"),
        ({"opex": True}, Lack.UNREADABLE, "opex"),
    ],
)
def test_that_what_cannot_be_counted_with_is_told_with_its_place(note, lack, field):
    given = {key: value for key, value in {**CIP_NOTE, **note}.items() if value is not None}
    step = plans.step(CIP, **given)
    assert step.abatement.value is None
    assert lacks(step.abatement) == {(lack, f"@measure/m.{field}")}


@pytest.mark.parametrize(
    ("cells", "lack"),
    [
        ({"saving": "12"}, Lack.NOT_ENTERED),
        ({"saving": "12", "capex": ("много", None)}, Lack.UNREADABLE),
        ({"saving": "12", "capex": "-5"}, Lack.NEGATIVE),
    ],
)
def test_that_a_cost_that_is_not_there_is_told_with_its_cell(cells, lack):
    step = plans.step(cells, **CIP_NOTE)
    assert step.payback.value is None
    assert lacks(step.payback) == {(lack, "core_measures/m/capex")}
    assert step.cost_change.value == D("-11.2")


def test_that_the_plan_says_once_what_keeps_all_costs_from_being_worked_out():
    found = plans.of({"m": CIP, "n": CIP}, terms={"lifetime": "10"})
    assert [each.path for each in found.missing] == [
        "@plan/price_year",
        "@plan/currency",
        "@plan/rate",
    ]
    assert plans.of({}, terms={}).missing == ()


def test_that_a_negative_rate_is_told():
    step = plans.step(CIP, terms={**plans.TERMS, "rate": "-2"}, **CIP_NOTE)
    assert lacks(step.npv) == {(Lack.NEGATIVE, "@plan/rate")}
