"""Averages: only good time counts, and a sample is complete when enough of it has come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement import averages


def every_second(seconds, start=0.0):
    return np.arange(start, start + seconds)


def flags(times, bad=()):
    good = np.ones(len(times), bool)
    good[list(bad)] = False
    return good


def test_that_half_an_hour_of_seconds_is_one_sample():
    times = every_second(1801)
    found = averages.blocks(times, averages.weights(times, flags(times), 1.0, 1801.0), 1800)
    assert [block.complete for block in found] == [True, False]
    assert (found[0].start, found[0].end, found[0].good_s) == (0.0, 1800.0, 1800.0)
    assert found[0].capture_pct == 100.0


def test_that_a_sample_is_complete_only_when_its_good_time_is_full():
    times = every_second(1800)
    early = averages.weights(times, flags(times), 1.0, 1799.5)
    assert not averages.blocks(times, early, 1800)[0].complete
    full = averages.weights(times, flags(times), 1.0, 1800.0)
    assert averages.blocks(times, full, 1800)[0].complete


def test_that_a_gap_prolongs_the_sample_and_stands_for_nothing():
    times = np.concatenate([every_second(600), every_second(1300, start=1000.0)])
    seconds = averages.weights(times, flags(times), 1.0, 2300.0)
    block = averages.blocks(times, seconds, 1800)[0]
    assert seconds[599] == 1.0  # one period, not the four hundred seconds until the next
    assert block.complete
    assert block.end - block.start == pytest.approx(2200.0)
    assert block.capture_pct == pytest.approx(100 * 1800 / 2200)


@given(
    values=st.lists(st.floats(0, 1000), min_size=30, max_size=200),
    holes=st.sets(st.integers(0, 199)),
    spikes=st.sets(st.integers(0, 199)),
    span=st.tuples(st.integers(0, 199), st.integers(0, 40)),
)
def test_that_gaps_excluded_and_bad_readings_never_enter_a_mean(values, holes, spikes, span):
    """What is missing, marked bad or excluded may be anything: means do not move."""
    times = every_second(len(values))
    array = np.array(values)
    start, end = float(span[0]), float(span[0] + span[1])
    bad = np.array([index in spikes for index in range(len(values))])
    outside = ~averages.is_excluded(times, [(start, end)])
    here = np.array([index not in holes for index in range(len(values))])
    good = (~bad & outside)[here]
    seconds = averages.weights(times[here], good, 1.0, times[-1] + 1, [(start, end)])
    found = averages.mean(array[here], seconds)
    used = [
        value
        for index, value in enumerate(values)
        if index not in holes and index not in spikes and not start <= index < end
    ]
    assert (not used and np.isnan(found)) or min(used) - 1e-9 <= found <= max(used) + 1e-9
    wild = np.where(bad | ~outside, 1e9, array)[here]
    assert averages.mean(wild, seconds) == pytest.approx(found, nan_ok=True)
    assert seconds.sum() <= len(values) - (min(end, len(values)) - min(start, len(values))) + 1e-6


def test_that_a_reading_stands_at_most_until_an_exclusion_begins():
    times = np.array([0.0, 2.0, 4.0])
    good = ~averages.is_excluded(times, [(2.5, 6.0)])
    assert averages.weights(times, good, 2.0, 6.0, [(2.5, 6.0)]).tolist() == [2.0, 0.5, 0.0]


def test_that_no_readings_make_no_sample():
    assert averages.blocks(np.zeros(0), np.zeros(0), 1800) == ()
    assert averages.rolling_mean(np.zeros(0), np.zeros(0), np.zeros(0), 60).tolist() == []
    assert averages.weights(np.zeros(0), np.zeros(0, bool), 1.0, 0.0).tolist() == []


def test_that_the_rolling_mean_waits_for_a_full_window():
    times = every_second(120)
    seconds = averages.weights(times, flags(times), 1.0, 120.0)
    mean = averages.rolling_mean(times, np.arange(120.0), seconds, 60)
    assert np.isnan(mean[:59]).all()
    assert mean[59] == pytest.approx(np.mean(np.arange(60)))
    assert mean[119] == pytest.approx(np.mean(np.arange(60, 120)))


def test_that_the_rolling_mean_breaks_where_readings_are_bad():
    times = every_second(200)
    values = np.ones(200)
    values[100:110] = 1e6
    seconds = averages.weights(times, flags(times, range(100, 110)), 1.0, 200.0)
    mean = averages.rolling_mean(times, values, seconds, 60)
    assert np.isnan(mean[100:110]).all()
    assert mean[110:] == pytest.approx(1.0)


def test_that_the_rolling_mean_is_not_shown_where_too_little_is_good():
    times = every_second(200)
    seconds = averages.weights(times, flags(times, range(60, 130)), 1.0, 200.0)
    mean = averages.rolling_mean(times, np.ones(200), seconds, 60)
    assert np.isnan(mean[130:169]).all()
    assert mean[175] == 1.0


def test_that_a_sample_of_a_regenerative_furnace_runs_until_it_spans_its_reversals():
    times = every_second(4000)
    seconds = averages.weights(times, flags(times), 1.0, 4000.0)
    turns = np.array([1200.0, 2400.0, 3600.0])
    first, running = averages.blocks(times, seconds, 1800, turns, 2)
    assert (first.complete, first.end) == (True, 2401.0)
    assert not running.complete
    assert averages.blocks(times, seconds, 1800, turns[:1], 2)[0].complete is False


def noon(hour):
    """Return Unix seconds of an hour of 1970-01-02 by the plant's clock."""
    return 86400.0 + hour * 3600 - averages.PLANT_UTC_S


def test_that_days_are_those_of_the_plants_clock():
    times = np.arange(noon(20), noon(48 + 4), 60.0)
    seconds = averages.weights(times, flags(times), 60.0, noon(48 + 4))
    found = averages.calendar_blocks(times, seconds, 86400, noon(48 + 4))
    assert [(block.start, block.end) for block in found] == [
        (noon(0), noon(24)),
        (noon(24), noon(48)),
        (noon(48), noon(52)),
    ]
    assert [block.complete for block in found] == [False, True, False]


@pytest.mark.parametrize(("good_minutes", "complete"), [(19, False), (20, True), (30, True)])
def test_that_a_half_hour_needs_two_thirds_of_its_readings(good_minutes, complete):
    times = np.arange(noon(9), noon(9) + good_minutes * 60, 1.0)
    seconds = averages.weights(times, flags(times), 1.0, times[-1] + 1)
    (block,) = averages.calendar_blocks(times, seconds, 1800, noon(10))
    assert block.complete is complete


def test_that_a_half_hour_that_is_not_over_is_not_complete():
    times = np.arange(noon(9), noon(9) + 1790, 1.0)
    seconds = averages.weights(times, flags(times), 1.0, times[-1] + 1)
    (block,) = averages.calendar_blocks(times, seconds, 1800, noon(9) + 1790)
    assert (block.complete, block.end) == (False, noon(9) + 1790)


@given(
    values=st.lists(st.floats(0, 1000), min_size=1, max_size=300),
    length=st.sampled_from([1800.0, 3600.0, 86400.0]),
    start=st.integers(0, 200_000),
)
def test_that_blocks_of_the_calendar_share_out_all_good_time(values, length, start):
    times = start + 30.0 * np.arange(len(values))
    seconds = averages.weights(times, flags(times), 30.0, times[-1] + 30)
    found = averages.calendar_blocks(times, seconds, length, times[-1] + 30)
    assert sum(block.good_s for block in found) == pytest.approx(seconds.sum(), abs=0.01)
    whole = averages.mean(np.array(values), seconds)
    parts = [
        averages.mean(np.array(values)[b.first : b.stop], seconds[b.first : b.stop]) * b.good_s
        for b in found
    ]
    assert sum(parts) / seconds.sum() == pytest.approx(whole, rel=1e-6, abs=1e-6)
