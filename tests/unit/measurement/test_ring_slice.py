"""What a ring draws of a stretch, held against the plain way over all its readings."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.ring import Ring, decimate, with_gaps

GAP_S = 2.5

steps = st.sampled_from([0.0, 0.1, 1.0, 1.0, 1.0, 1.0, 2.0, 30.0])
readings = st.tuples(
    steps,
    st.one_of(st.floats(-1e6, 1e6), st.just(float("nan")), st.just(float("inf"))),
    st.sampled_from([0, 0, 0, 0, 0, 0, 0, 3]),
)


def columns(taken):
    times = np.cumsum([step for step, _value, _flag in taken])
    values = np.array([value for _step, value, _flag in taken], np.float64)
    flags = np.array([flag for _step, _value, flag in taken], np.uint8)
    return times, values, flags


def filled(times, values, flags, capacity=100_000, batch=997):
    ring = Ring(capacity, GAP_S)
    for first in range(0, len(times), batch):
        some = np.s_[first : first + batch]
        ring.append(times[some], values[some], flags[some])
    return ring


def plain(times, values, flags):
    """Return the series of the plain way: NaN where not good, NaN across gaps."""
    good = np.where((flags == 0) & np.isfinite(values), values, np.nan)
    return with_gaps(times, good, GAP_S)


def assert_same_picture(drawn, times, values):
    """``drawn`` has the extremes of the plain series and is broken just where that is."""
    drawn_t, drawn_v = drawn
    assert (np.diff(drawn_t) >= 0).all()
    finite = np.isfinite(values)
    assert np.isfinite(drawn_v).any() == finite.any()
    if not finite.any():
        return
    assert drawn_v[np.isfinite(drawn_v)].min() == values[finite].min()
    assert drawn_v[np.isfinite(drawn_v)].max() == values[finite].max()
    places = {}
    for place in np.flatnonzero(finite):
        places.setdefault((times[place], values[place]), []).append(place)
    here, broken = -1, False
    breaks = np.cumsum(~finite)
    for time, value in zip(drawn_t, drawn_v, strict=True):
        if np.isnan(value):
            broken = True
            continue
        found = next(place for place in places[time, value] if place > here)
        if here >= 0:
            assert broken == (breaks[found] != breaks[here])
        here, broken = found, False


@settings(deadline=None, max_examples=80)  # on a busy machine one example may take long
@given(
    taken=st.lists(readings, min_size=1, max_size=400, unique_by=lambda reading: reading[1]),
    points=st.integers(12, 300),
    batch=st.integers(1, 50),
)
def test_that_a_whole_ring_is_drawn_as_the_plain_way_draws_it(taken, points, batch):
    times, values, flags = columns(taken)
    drawn = filled(times, values, flags, batch=batch).slice(times[0], times[-1], points)
    assert len(drawn[0]) <= points
    assert_same_picture(drawn, *plain(times, values, flags))


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(1, 8000),
    window=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    points=st.integers(12, 600),
    capacity=st.sampled_from([7, 300, 4096, 100_000]),
)
def test_that_any_stretch_of_any_ring_is_drawn_as_the_plain_way(
    seed, size, window, points, capacity
):
    random = np.random.default_rng(seed)
    times = np.cumsum(random.choice([0.5, 1.0, 1.0, 30.0], size, p=[0.5, 0.3, 0.19, 0.01]))
    values = random.permutation(size).astype(np.float64)
    flags = np.where(random.random(size) < 0.01, Flag.SATURATED, Flag.GOOD).astype(np.uint8)
    ring = filled(times, values, flags, capacity, batch=1 + int(random.integers(700)))
    start, end = sorted(times[0] + share * (times[-1] - times[0]) for share in window)
    drawn = ring.slice(start, end, points)
    held = np.s_[max(size - capacity, 0) :]
    times, values, flags = times[held], values[held], flags[held]
    first = max(int(np.searchsorted(times, start)) - 1, 0)
    stop = int(np.searchsorted(times, end, side="right")) + 1
    shown = np.s_[first:stop]
    assert len(drawn[0]) <= points
    assert_same_picture(drawn, *plain(times[shown], values[shown], flags[shown]))


def test_that_an_extreme_is_found_at_every_width():
    times = np.arange(300_000.0)
    values = np.sin(times / 500)
    values[123_457] = 9.0
    ring = filled(times, values, np.zeros(len(times), np.uint8), 400_000)
    for points in (12, 100, 2400, 20_000):
        assert 9.0 in ring.slice(0, 300_000, points)[1]
        assert len(ring.slice(0, 300_000, points)[0]) > points / 3 - 8
    drawn, kept = ring.slice(0, 300_000, 2400), decimate(times, values, 2400)
    assert (drawn[1].min(), drawn[1].max()) == (kept[1].min(), kept[1].max())


@settings(deadline=None, max_examples=80)
@given(
    taken=st.lists(st.tuples(st.floats(-50, 50), st.integers(1, 9)), min_size=1, max_size=30),
    capacity=st.sampled_from([20, 100, 1000]),
)
def test_that_a_clock_that_jumps_never_breaks_the_search(taken, capacity):
    ring, at, given_, newest = Ring(capacity, GAP_S), 1e9, [], None
    for jump, count in taken:
        at += jump
        batch = at + np.arange(count)
        ring.append(batch, np.arange(count) + len(given_))
        given_ += batch.tolist()
        newest = (batch[-1], count - 1 + len(given_) - count)
    times, values = ring.since()
    assert (np.diff(times) >= 0).all()
    assert ring.last() == newest
    assert len(times) == min(len(given_), capacity)
    if capacity >= len(given_):
        assert times.tolist() == sorted(given_)
        assert sorted(values.tolist()) == list(range(len(given_)))
    middle = float(times[len(times) // 2])
    assert np.isfinite(ring.slice(middle - 0.1, middle + 0.1, 100)[1]).any()
    drawn_t, drawn_v = ring.slice(-np.inf, np.inf, 40)
    assert (np.diff(drawn_t) >= 0).all()
    assert np.nanmax(drawn_v) == values.max()


def test_that_a_jump_far_back_forgets_what_stands_behind():
    ring = Ring(200_000, GAP_S)
    ring.append(np.arange(100_000.0), np.zeros(100_000))
    ring.append([5.5], [7.0])
    assert ring.since()[0].tolist() == [0, 1, 2, 3, 4, 5, 5.5]
    assert ring.slice(0, 10, 50)[1].tolist() == [0, 0, 0, 0, 0, 0, 7]
    assert ring.count == 100_001


def test_that_only_good_readings_are_drawn_and_no_line_across_others():
    ring = Ring(100, GAP_S)
    ring.append([1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0], [0, 0, Flag.PURGE, 0])
    assert np.array_equal(ring.slice(0, 9, 50)[1], [1, 2, np.nan, 4], equal_nan=True)
    assert ring.since()[1].tolist() == [1, 2, 3, 4]
    assert ring.last_flag() is Flag.GOOD


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_that_what_is_no_number_is_impossible_whatever_is_said_of_it(value):
    ring = Ring(100)
    ring.append([1.0], [value])
    assert ring.last_flag() is Flag.IMPOSSIBLE
    ring.append([2.0], [value], [Flag.WARM_UP])
    assert ring.last_flag() is Flag.WARM_UP
    assert not len(ring.slice(0, 9, 50)[0])


def test_that_a_reading_without_a_time_is_left_out():
    ring = Ring(100)
    ring.append([np.nan, 1.0, np.inf], [5.0, 6.0, 7.0])
    assert ring.since()[0].tolist() == [1.0]
    assert ring.last() == (1.0, 6.0)
    ring.append([], [])
    assert ring.count == 1


def test_that_a_line_reaches_the_edges_of_the_stretch():
    ring = Ring(100, gap_s=100)
    ring.append([0, 60, 120, 180], [1.0, 2.0, 3.0, 4.0])
    assert ring.slice(70, 130, 50)[0].tolist() == [60, 120, 180]
    assert ring.slice(70, 80, 50)[0].tolist() == [60, 120]
    assert Ring(5).slice(0, 1, 50)[0].tolist() == []


def test_that_a_ring_takes_memory_only_for_what_was_read():
    day_at_ten_hertz = 864_000
    ring = Ring(day_at_ten_hertz)
    assert ring.nbytes < 1_000_000
    ring.append(np.arange(1_000_000.0), np.zeros(1_000_000))
    assert ring.nbytes < 33 * day_at_ten_hertz


def test_that_reading_while_it_is_written_sees_a_whole_ring():
    ring, wrong = Ring(5000, GAP_S), []
    done = threading.Event()

    def look():
        while not done.is_set():
            times, values = ring.slice(-np.inf, np.inf, 300)
            if len(times) and not np.array_equal(times, values):
                wrong.append(times)

    looker = threading.Thread(target=look)
    looker.start()
    for start in range(0, 40_000, 20):
        batch = np.arange(start, start + 20, dtype=np.float64)
        ring.append(batch, batch)
    done.set()
    looker.join()
    assert not wrong
