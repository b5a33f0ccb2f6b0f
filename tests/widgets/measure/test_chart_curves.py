"""Lines of a pixel column, held against the line through all points."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.widgets.live_chart_curves import column_lines
from ui.widgets.live_chart_items import merged
from ui.widgets.live_chart_places import Scale, time_ticks
from ui.widgets.measure_scene import Stretch

steps = st.sampled_from([0.0, 0.1, 0.3, 0.3, 1.0, 4.0])
points = st.lists(
    st.tuples(steps, st.one_of(st.floats(0, 500), st.just(np.nan))), min_size=1, max_size=120
)


@settings(deadline=None, max_examples=150)
@given(taken=points)
def test_that_columns_cover_the_line_and_no_gap(taken):
    x = np.cumsum([step for step, _value in taken])
    y = np.array([value for _step, value in taken])
    lines = column_lines(x, y)
    upright = lines[lines[:, 0] == lines[:, 2]]
    links = {(left, right) for left, _top, right, _bottom in lines if left != right}
    for at, value in zip(np.floor(x) + 0.5, y, strict=True):
        if np.isfinite(value):
            here = upright[upright[:, 0] == at]
            assert ((here[:, 1] <= value) & (value <= here[:, 3])).any()
    for (left, one), (right, other) in pairwise(zip(np.floor(x) + 0.5, y, strict=True)):
        is_joined = np.isfinite(one) and np.isfinite(other)
        if right - left > 1:
            assert ((left, right) in links) == is_joined
        elif is_joined and right > left:
            ends = [upright[upright[:, 0] == at] for at in (left, right)]
            reach = [(rows[:, 1].min(), rows[:, 3].max()) for rows in ends]
            assert max(low for low, _high in reach) <= min(high for _low, high in reach)


def test_that_nothing_joins_two_sides_of_a_gap_in_neighbouring_columns():
    lines = column_lines(np.array([1.2, 1.5, 2.1]), np.array([10.0, np.nan, 400.0]))
    assert lines.tolist() == [[1.5, 10, 1.5, 10], [2.5, 400, 2.5, 400]]


def test_that_stretches_that_touch_on_the_screen_are_hatched_as_one():
    def stretch(start, end, **more):
        return Stretch(start=start, end=end, label="", **more)

    found = merged(
        [stretch(50, 60), stretch(0, 10), stretch(10.5, 20, curve="v"), stretch(11, 20)], 0.5
    )
    assert [(item.start, item.end, item.curve) for item in found] == [
        (0, 20, ""),
        (50, 60, ""),
        (10.5, 20, "v"),
    ]


@given(low=st.floats(-1e6, 1e6), height=st.floats(1e-3, 1e6), px=st.floats(20, 2000))
def test_that_ticks_are_round_and_not_too_many(low, height, px):
    scale = Scale(low, low + height)
    ticks, digits = scale.ticks(px)
    assert len(ticks) <= px / 30 + 2
    assert all(low - height * 0.01 <= tick <= low + height * 1.01 for tick in ticks)
    assert len({f"{tick:.{digits}f}" for tick in ticks}) == len(ticks)


@given(length=st.floats(5, 2e7), px=st.floats(200, 2000))
def test_that_times_below_the_axis_have_room(length, px):
    start = 1_795_340_000.0
    ticks, step = time_ticks((start, start + length), px)
    assert len(ticks) <= px / 68 + 2
    assert all(start <= tick <= start + length for tick in ticks)
    assert step >= 1
