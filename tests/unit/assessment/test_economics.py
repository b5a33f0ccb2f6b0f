"""Money over the lifetime of a measure, worked out by hand beside the formula."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.assessment import economics

D = Decimal


def places(value, count=6):
    return value.quantize(D(1).scaleb(-count))


def test_that_an_annuity_is_the_sum_of_discounted_years():
    # r = 10 %, n = 3: 1/1.1 + 1/1.21 + 1/1.331 = 0.909091 + 0.826446 + 0.751315 = 2.486852
    assert places(economics.annuity(D("0.1"), D(3))) == D("2.486852")


def test_that_without_a_rate_a_unit_is_worth_its_years_and_capex_is_spread_evenly():
    # r = 0: Σ 1 over 8 years = 8; CRF = 1/8 = 0.125
    assert economics.annuity(D(0), D(8)) == 8
    assert economics.recovery(D(0), D(8)) == D("0.125")


def test_that_capex_is_annualised_by_the_capital_recovery_factor():
    # r = 12 %, n = 10: 1.12^10 = 3.105848; CRF = 0.12 / (1 − 1/3.105848) = 0.12 / 0.678027
    # = 0.176984
    assert places(economics.recovery(D("0.12"), D(10))) == D("0.176984")


def test_that_net_present_value_is_worked_out_year_by_year():
    # K = 100, S − O = 40, r = 10 %, n = 3:
    # −100 + 40/1.1 + 40/1.21 + 40/1.331 = −100 + 36.363636 + 33.057851 + 30.052592 = −0.525920
    found = economics.net_present_value(D(100), D(40), D("0.1"), D(3))
    assert places(found) == D("-0.525920")


def test_that_payback_is_cost_by_net_saving_and_never_where_nothing_is_saved():
    # 18.4 / 11.2 = 1.642857
    assert places(economics.payback(D("18.4"), D("11.2"))) == D("1.642857")
    assert economics.payback(D(10), D(0)) is None
    assert economics.payback(D(10), D(-1)) is None
    assert economics.payback(D(0), D(5)) == 0


def test_that_a_part_of_a_year_follows_the_closed_form():
    # r = 10 %, n = 2.5: (1 − 1.1^−2.5) / 0.1; 1.1^2.5 = 1.21 × 1.048809 = 1.269059;
    # 1 / 1.269059 = 0.787985; (1 − 0.787985) / 0.1 = 2.120150
    found = economics.annuity(D("0.1"), D("2.5"))
    assert abs(found - D("2.12015")) < D("0.00001")
    assert economics.annuity(D("0.1"), D(2)) < found < economics.annuity(D("0.1"), D(3))


@given(
    rate=st.decimals("0", "1", places=4),
    years=st.integers(1, 40),
    capex=st.decimals("0", "1000", places=2),
    net=st.decimals("-100", "100", places=2),
)
def test_that_closed_form_and_annual_cost_agree_with_the_sum_by_years(rate, years, capex, net):
    by_years = sum((net / (1 + rate) ** t for t in range(1, years + 1)), -capex)
    found = economics.net_present_value(capex, net, rate, D(years))
    assert abs(found - by_years) < D("1e-15")
    yearly = economics.annual_cost(capex, net, rate, D(years))
    assert abs(found * economics.recovery(rate, D(years)) + yearly) < D("1e-15")


@pytest.mark.parametrize("rate", ["1e-999", "1e-21", "1e-19", "1e-9"])
def test_that_a_rate_of_almost_nothing_is_worth_its_years(rate):
    assert abs(economics.annuity(D(rate), D(10)) - 10) < D("1e-6")
