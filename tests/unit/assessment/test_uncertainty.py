"""Uncertainty of computed figures: by hand, and by Monte Carlo (JCGM 101:2008)."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import (
    Quantity,
    figured,
    known_spread,
    quantity,
    total,
    worked_out,
)
from kta_desktop.domain.texts import Text

DRAWS = 100_000


def term(symbol, value, u=None, path=None):
    number = None if value is None else Decimal(value)
    spread = None if u is None else Decimal(u)
    where = symbol.lower() if path is None else path
    return Term(symbol=symbol, name=Text(symbol), value=number, uncertainty=spread, path=where)


def near(value, expected, digits=6):
    return round(value, digits) == round(Decimal(expected), digits)


def test_that_a_quotient_is_worked_out_as_by_hand():
    # w = V / P = 1200 / 400 = 3;  U = 3 · √((60/1200)² + (8/400)²) = 3 · √0.0029 = 0.161555
    found = figured("V / P", [term("V", "1200", "60"), term("P", "400", "8")], "m3/t")
    assert found.value == 3
    assert near(found.uncertainty, "0.161555")


def test_that_a_sum_is_worked_out_as_by_hand():
    # e = 3.6·E + Q − S = 3.6·100 + 50 − 10 = 400;  U = √((3.6·5)² + 3² + 4²) = √349 = 18.681542
    terms = [term("E", "100", "5"), term("Q", "50", "3"), term("S", "10", "4")]
    found = figured("E × 3.6 + Q − S", terms, "GJ/year")
    assert found.value == 400
    assert near(found.uncertainty, "18.681542")


def test_that_a_source_used_twice_counts_by_its_total_derivative():
    # η = (I − O) / I · 100 = 90;  ∂η/∂I = 100·O/I² = 0.1, ∂η/∂O = −100/I = −1
    # U = √((0.1·4)² + (1·0.5)²) = √0.41 = 0.640312;  with I taken as two sources it would be 3.64
    found = figured("(I − O) / I × 100", [term("I", "100", "4"), term("O", "10", "0.5")], "%")
    assert found.value == 90
    assert near(found.uncertainty, "0.640312")
    one = quantity(term("X", "7", "2"))
    assert (one - one).uncertainty == 0
    assert (one / one).uncertainty == 0
    assert (one + one).uncertainty == 4


def test_that_two_terms_of_one_answer_are_one_source():
    twice = [term("A", "7", "2", path="same"), term("B", "7", "2", path="same")]
    assert figured("A − B", twice, "t").uncertainty == 0
    apart = [term("A", "7", "2"), term("B", "7", "2")]
    assert near(figured("A − B", apart, "t").uncertainty, "2.828427")


def test_that_what_nobody_stated_is_not_zero():
    found = figured("V / P", [term("V", "1200", "60"), term("P", "400")], "m3/t")
    assert found.value == 3
    assert found.uncertainty is None
    assert known_spread(found) == Decimal("0.15")  # 60 / 400: at least this much


def test_that_a_constant_has_no_doubt_unless_it_states_one():
    terms = [term("C", "500", "20"), term("CF", "0.0015", path="")]
    assert figured("CF × C", terms, "kg/t").uncertainty == Decimal("0.03")
    doubtful = [term("C", "500", "20"), term("CF", "0.0015", "0.0001", path="")]
    assert near(figured("CF × C", doubtful, "kg/t").uncertainty, "0.058310")


def test_that_it_tells_which_source_makes_most_of_the_doubt():
    parts = [Quantity.of(name, Decimal(100), Decimal(u)) for name, u in (("a", 3), ("b", 4))]
    assert total(parts).shares == {"b": Decimal("0.64"), "a": Decimal("0.36")}
    assert list(total(parts).shares) == ["b", "a"]


@pytest.mark.parametrize(
    ("value", "lack"),
    [("0", Lack.ZERO), ("-5", Lack.NEGATIVE), (None, Lack.NOT_ENTERED)],
)
def test_that_no_number_is_made_of_what_cannot_be(value, lack):
    found = figured("V / P", [term("V", "1200", "60"), term("P", value, "8")], "m3/t")
    assert found.value is None
    assert found.uncertainty is None
    assert [(each.lack, each.path) for each in found.missing] == [(lack, "p")]


def test_that_a_difference_of_zero_below_is_told_of_both():
    found = figured("A / (B − C)", [term("A", "1"), term("B", "5"), term("C", "5")], "t")
    assert {each.path for each in found.missing} == {"b", "c"}
    deep = figured("A / (1 / B)", [term("A", "1"), term("B", "0")], "t")
    assert [(each.lack, each.path) for each in deep.missing] == [(Lack.ZERO, "b")]


def test_that_a_change_of_stock_may_be_negative():
    terms = [term("A", "10", "1"), term("D", "-3", "1")]
    assert figured("A + D", terms, "t", signed={"D"}).value == 7


def test_that_what_is_known_to_be_missing_is_told_once():
    known = Missing(Lack.UNIT, "p", Text("P"))
    found = figured("V / P", [term("V", "1"), term("P", None)], "m3/t", missing=[known])
    assert found.missing == (known,)


def test_that_u_beyond_the_value_is_told_as_it_is():
    found = figured("V / P", [term("V", "10", "15"), term("P", "5", "0")], "m3/t")
    assert (found.value, found.uncertainty) == (2, 3)


@pytest.mark.parametrize("formula", ["V ** P", "V / Q", "print(V)", "V /", "V // P", "True + V"])
def test_that_only_arithmetic_of_the_terms_is_a_formula(formula):
    quantities = {"V": Quantity.exact(4), "P": Quantity.exact(2)}
    with pytest.raises(ValueError, match=r".+"):
        worked_out(formula, quantities)


def test_that_signs_are_read_as_they_are_printed():
    quantities = {"η": Quantity.exact(4), "P": Quantity.exact(2)}
    assert worked_out("η × P ÷ 4 − 1", quantities).value == 1
    assert worked_out("−η + P", quantities).value == -2


def test_that_an_entered_figure_has_its_own_spread():
    assert known_spread(Figured(value=Decimal(3), unit="t", formula="")) == 0
    with pytest.raises(ValueError, match="V"):
        quantity(term("V", None))


@given(
    values=st.lists(st.decimals(1, 1000, places=1), min_size=2, max_size=5),
    parts=st.lists(st.decimals(0, 50, places=1), min_size=5, max_size=5),
)
def test_that_a_sum_has_the_root_of_the_squares(values, parts):
    quantities = [
        Quantity.of(str(number), value, spread)
        for number, (value, spread) in enumerate(zip(values, parts, strict=False))
    ]
    squares = sum(float(part) ** 2 for part in parts[: len(values)])
    assert float(total(quantities).uncertainty) == pytest.approx(squares**0.5)


@pytest.mark.parametrize(
    ("formula", "drawn", "terms"),
    [
        ("V / P", lambda v, p: v / p, {"V": (1200, 60), "P": (400, 8)}),
        ("(A − O) / A × 100", lambda a, o: 100 * (1 - o / a), {"A": (100, 4), "O": (10, 0.5)}),
        (
            "Q × C / P / 1000000",
            lambda q, c, p: 1e-6 * q * c / p,
            {"Q": (21500, 1000), "C": (640, 32), "P": (12.5, 0.4)},
        ),
        (
            "(E × 3.6 + F × H − S) / P",
            lambda e, f, h, s, p: (3.6 * e + f * h - s) / p,
            {"E": (3e3, 60), "F": (5e2, 5), "H": (33.5, 0.5), "S": (9e2, 50), "P": (2e4, 1e2)},
        ),
    ],
)
def test_that_monte_carlo_finds_the_same(formula, drawn, terms):
    # Normal draws with the standard uncertainty U / 2; first order is within 2 % of their spread.
    random = np.random.default_rng(8)
    found = drawn(*(random.normal(value, u / 2, DRAWS) for value, u in terms.values()))
    first = figured(formula, [term(name, str(v), str(u)) for name, (v, u) in terms.items()], "t")
    assert float(first.value) == pytest.approx(found.mean(), rel=2e-3)
    assert float(first.uncertainty) == pytest.approx(2 * found.std(ddof=1), rel=2e-2)
