"""How far a figure is beyond a bound, whatever the figure, its U and the bound."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.assessment.candidates_bounds import Bound, excess, gap_excess, row_excess

NUMBER = st.decimals(min_value=-1000, max_value=1000, places=2)
END = st.none() | NUMBER
DIRECTION = st.sampled_from(("lower", "higher", "within"))
MANY = settings(max_examples=50)


def bound(lower, upper, direction):
    return Bound(lower=lower, upper=upper, direction=direction, unit="mg/l", is_checked=True)


@MANY
@given(END, END, DIRECTION, NUMBER, st.none() | NUMBER.map(abs), st.booleans())
def test_that_a_part_is_from_0_to_1_or_unknown_and_always_told(
    lower, upper, direction, value, spread, surely
):
    worth = excess(bound(lower, upper, direction), value, spread, surely=surely)
    assert worth.value is None or 0 <= worth.value <= 1
    assert worth.told.ru
    assert worth.told.kk
    assert worth.told.en


@MANY
@given(st.decimals("0.1", 1000, places=1), NUMBER, NUMBER)
def test_that_what_is_further_beyond_counts_no_less(upper, one, other):
    held = bound(None, upper, "lower")
    near, far = sorted((one, other))
    parts = [excess(held, each, None, surely=True).value for each in (near, far)]
    assert parts[0] <= parts[1]


@MANY
@given(st.decimals("0.1", 1000, places=1), st.decimals("0.1", 1000, places=1))
def test_that_what_u_leaves_open_counts_at_most_half_of_what_is_surely_there(upper, value):
    """At the end of its interval a figure would count twice as much, at least."""
    held, spread = bound(None, upper, "lower"), abs(value - upper) + 1
    maybe = excess(held, value, spread, surely=False).value
    top = excess(held, value + spread, None, surely=True).value
    assert maybe <= (value + spread) / upper - 1
    assert top == 1 or 2 * maybe <= top


@MANY
@given(NUMBER, st.none() | NUMBER)
def test_that_a_gap_is_never_more_than_all_that_comes_in(gap, inflow):
    worth = gap_excess(gap, inflow)
    if inflow is None or inflow <= 0:
        assert worth.value is None
    else:
        assert worth.value == min(abs(gap) / inflow, Decimal(1))


@MANY
@given(NUMBER)
def test_that_times_above_the_level_count_like_a_figure(times):
    """1.4 times the level counts as 140 at 100: 0.4."""
    held = bound(None, Decimal(100), "lower")
    assert row_excess(times).value == excess(held, times * 100, None, surely=True).value
