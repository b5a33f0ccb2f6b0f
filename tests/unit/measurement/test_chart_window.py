"""Which stretch of time a chart shows while a person zooms and moves."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.widgets.live_chart_window import LEAST_S, Window

PAGE, BOUNDS = (2800.0, 10_000.0), (0.0, 10_000.0)
LATER, LATER_BOUNDS = (2900.0, 10_100.0), (0.0, 10_100.0)


def test_that_without_a_wish_the_page_decides():
    assert Window().shown(PAGE, BOUNDS) == PAGE
    assert Window().follows


def test_that_a_zoom_keeps_following():
    zoomed = Window().zoomed(PAGE, BOUNDS, 2)
    assert zoomed.shown(PAGE, BOUNDS) == (6400, 10_000)
    assert zoomed.shown(LATER, LATER_BOUNDS) == (6500, 10_100)


def test_that_a_zoom_around_a_place_keeps_it_and_holds():
    zoomed = Window().zoomed(PAGE, BOUNDS, 3, about=4600)
    start, end = zoomed.shown(PAGE, BOUNDS)
    assert end - start == pytest.approx(2400)
    assert (4600 - start) / (end - start) == pytest.approx(0.25)
    assert zoomed.shown(LATER, LATER_BOUNDS) == (start, end)


def test_that_all_there_is_can_be_shown_and_grows():
    whole = Window().zoomed(PAGE, BOUNDS, 1 / 5)
    assert whole.shown(PAGE, BOUNDS) == BOUNDS
    assert whole.shown(LATER, LATER_BOUNDS) == LATER_BOUNDS


def test_that_a_session_shorter_than_its_page_can_be_zoomed_into():
    page, bounds = (9100.0, 10_000.0), (9990.0, 10_000.0)
    closer = Window().zoomed(page, bounds, 3)
    assert closer.shown(page, bounds) == (9700, 10_000)
    assert closer.zoomed(page, bounds, 1000).shown(page, bounds) == (10_000 - LEAST_S, 10_000)
    assert closer.zoomed(page, bounds, 1 / 3).shown(page, bounds) == page


def test_that_room_for_what_comes_shrinks_with_what_is_shown():
    page, now = (9100.0, 10_060.0), 10_000.0
    assert Window().followed(page, now) == page
    closer = Window(width=96.0).followed(page, now)
    assert closer == pytest.approx((9046, 10_006))
    held = Window(width=96.0, held=(9200.0, 9296.0))
    assert held.followed(page, now) == page


def test_that_moving_stops_at_the_beginning_and_follows_at_the_end():
    earlier = Window().moved(PAGE, BOUNDS, -1000)
    assert earlier.shown(PAGE, BOUNDS) == (1800, 9000)
    assert earlier.moved(PAGE, BOUNDS, -5000).shown(PAGE, BOUNDS) == (0, 7200)
    assert not earlier.follows
    assert earlier.moved(PAGE, BOUNDS, 2000).follows


def test_that_what_is_dragged_to_the_end_follows():
    dragged = Window().at((5000, 8000), BOUNDS).at((8000, 11_000), BOUNDS)
    assert dragged.shown(PAGE, BOUNDS) == (7000, 10_000)
    assert dragged.shown(LATER, LATER_BOUNDS) == (7100, 10_100)


def test_that_home_and_end_keep_the_width():
    zoomed = Window().zoomed(PAGE, BOUNDS, 2)
    home = zoomed.at_start(PAGE, BOUNDS)
    assert home.shown(PAGE, BOUNDS) == (0, 3600)
    end = home.at_end(PAGE, BOUNDS)
    assert end.shown(LATER, LATER_BOUNDS) == (6500, 10_100)


numbers = st.floats(-20_000, 20_000)


@settings(deadline=None, max_examples=60)
@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("zoom"), st.floats(0.05, 20), st.one_of(st.none(), numbers)),
            st.tuples(st.just("move"), numbers),
            st.tuples(st.just("at"), numbers, numbers),
            st.tuples(st.just("home")),
            st.tuples(st.just("end")),
        ),
        max_size=12,
    )
)
def test_that_whatever_is_done_something_within_the_session_is_shown(acts):
    window = Window()
    does = {
        "zoom": lambda factor, about: window.zoomed(PAGE, BOUNDS, factor, about),
        "move": lambda seconds: window.moved(PAGE, BOUNDS, seconds),
        "at": lambda start, end: window.at((start, end), BOUNDS),
        "home": lambda: window.at_start(PAGE, BOUNDS),
        "end": lambda: window.at_end(PAGE, BOUNDS),
    }
    for act, *details in acts:
        window = does[act](*details)
        start, end = window.shown(PAGE, BOUNDS)
        assert math.isfinite(start + end)
        assert BOUNDS[0] - 1e-6 <= start < end <= BOUNDS[1] + 1e-6
        assert end - start >= LEAST_S - 1e-6


def test_that_a_session_of_a_second_can_be_shown():
    page = bounds = (100.0, 101.0)
    assert Window().zoomed(page, bounds, 4).shown(page, bounds) == bounds
    assert Window().at((100.2, 100.3), bounds).shown(page, bounds) == bounds
