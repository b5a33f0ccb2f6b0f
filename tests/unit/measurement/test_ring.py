"""Ring buffers and decimation: nothing that can be seen gets lost."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kta_desktop.measurement.ring import Ring, decimate, with_gaps

series = arrays.arrays(
    np.float32,
    st.integers(1, 3000),
    elements=st.one_of(st.floats(-1e6, 1e6, width=32), st.just(float("nan"))),
)


def assert_breaks_are_kept(times, values, kept_t, kept_v):
    """No two kept neighbours are joined across a NaN, and none is parted without one."""
    kept = np.flatnonzero(np.isfinite(kept_v))
    for left, right in itertools.pairwise(kept):
        first, last = np.searchsorted(times, [kept_t[left], kept_t[right]])
        assert (right - left > 1) == np.isnan(values[first:last]).any()


@given(sizes=st.lists(st.integers(0, 40), max_size=12), capacity=st.integers(1, 50))
def test_that_a_ring_holds_the_newest_in_order(sizes, capacity):
    ring, everything = Ring(capacity), []
    for size in sizes:
        batch = [float(len(everything) + n) for n in range(size)]
        ring.append(batch, [value * 2 for value in batch])
        everything += batch
    times, values = ring.since()
    assert times.tolist() == everything[-capacity:]
    assert values.tolist() == [value * 2 for value in times]
    assert ring.count == len(everything)
    assert ring.last() == ((everything[-1], everything[-1] * 2) if everything else None)


def test_that_since_starts_where_it_is_told():
    ring = Ring(10)
    ring.append([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert ring.since(2.0)[0].tolist() == [2.0, 3.0]


def test_that_what_was_taken_does_not_change_with_the_ring():
    ring = Ring(4)
    ring.append([1.0, 2.0], [1.0, 2.0])
    times, _values = ring.since()
    ring.append([3.0, 4.0, 5.0], [3.0, 4.0, 5.0])
    assert times.tolist() == [1.0, 2.0]


@given(values=series, points=st.integers(12, 400))
def test_that_decimation_keeps_extremes_and_gaps(values, points):
    times = np.arange(len(values), dtype=np.float64)
    kept_t, kept_v = decimate(times, values, points)
    assert len(kept_t) <= points
    assert (np.diff(kept_t) > 0).all()
    assert_breaks_are_kept(times, values, kept_t, kept_v)
    if np.isfinite(values).any():
        assert np.nanmin(kept_v) == np.nanmin(values)
        assert np.nanmax(kept_v) == np.nanmax(values)
    assert set(zip(kept_t, np.nan_to_num(kept_v), strict=True)) <= set(
        zip(times, np.nan_to_num(values), strict=True)
    )


def test_that_a_short_series_is_left_as_it_is():
    times, values = np.arange(5.0), np.arange(5.0)
    assert decimate(times, values, 5)[0] is times


def test_that_a_gap_gets_a_nan_and_nothing_else_does():
    times = np.array([0.0, 1.0, 2.0, 30.0, 31.0])
    marked_t, marked_v = with_gaps(times, np.ones(5), longest_s=2.0)
    assert np.isnan(marked_v).tolist() == [False, False, False, True, False, False]
    assert 2.0 < marked_t[3] < 30.0
    assert with_gaps(times[:3], np.ones(3), 2.0)[1].tolist() == [1, 1, 1]


@pytest.mark.parametrize("size", [100_000])
def test_that_decimation_of_a_long_series_stays_within_its_points(size):
    times = np.arange(size, dtype=np.float64)
    values = np.sin(times / 50).astype(np.float32)
    values[777] = 42.0
    _kept_t, kept_v = decimate(times, values, 2400)
    assert len(kept_v) <= 2400
    assert kept_v.max() == 42.0
