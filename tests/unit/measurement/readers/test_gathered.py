"""Readings on their way: bounded in number, in order of time, handed on not too often."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Instrument
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reading import HAND_ON_S, MOST_PER_S, Gathered
from kta_desktop.measurement.worth import Worth

PROFILE = InstrumentProfile.model_validate(
    {
        "id": "x",
        "name": {},
        "protocol": "manual",
        "entries": [
            {"channel": "dust", "label": {}, "unit": "mg/m3", "saturated_at": 50, "lowest": 0.1},
            {"channel": "quick", "label": {}, "unit": "1", "period_s": 0.01},
            {"channel": "own", "label": {}, "unit": "degC", "possible": [10, 20]},
        ],
    }
)
LINK = Link(
    id="i1", profile=PROFILE, address=Address(), instrument=Instrument(name="x", serial="1")
)


def gathered(**more):
    batches = []
    return Gathered(LINK, batches.append, 0.0, **more), batches


def times(batches, channel):
    return [at for batch in batches if channel in batch for at in batch[channel].times.tolist()]


@given(steps=st.lists(st.floats(-5, 5), max_size=60))
def test_that_times_always_grow_whatever_the_clock_does(steps):
    made, batches = gathered()
    at, taken = 1000.0, 0
    for step in steps:
        at += step
        taken += made.add("dust", at, 1.0)
        made.hand_on(at)
    made.hand_on(math.inf)
    found = times(batches, "dust")
    assert len(found) == taken
    assert all(later > earlier for earlier, later in itertools.pairwise(found))
    assert taken + made.dropped == len(steps)


def test_that_what_comes_too_fast_is_counted_and_never_lost_silently():
    made, batches = gathered()
    sent = 10_000
    taken = sum(made.add("dust", 10 + n / 1000, 1.0) for n in range(sent))  # ten seconds
    made.hand_on(math.inf)
    assert taken + made.dropped == sent
    assert len(times(batches, "dust")) == taken
    assert taken == pytest.approx(10 * MOST_PER_S, rel=0.15)


def test_that_a_profile_that_expects_more_gets_more():
    made, _batches = gathered()
    assert all(made.add("quick", 10 + n / 100, 1.0) for n in range(1000))
    assert made.dropped == 0


def test_that_a_recording_is_not_bounded():
    made, _batches = gathered(bounded=False)
    assert all(made.add("dust", 10.0, 1.0) for _n in range(5000))


def test_that_readings_are_handed_on_at_most_twenty_times_a_second():
    made, batches = gathered()
    for n in range(1000):
        at = 10 + n / 100
        made.add("quick", at, 1.0)
        made.hand_on(at, at + 0.01)
    assert len(batches) <= 10 / HAND_ON_S + 1
    made.hand_on(math.inf)
    assert len(times(batches, "quick")) == 1000


def test_that_a_slow_reading_is_handed_on_at_once():
    made, batches = gathered()
    made.add("dust", 10.0, 1.0)
    made.hand_on(10.0, 11.0)
    made.add("dust", 10.01, 1.0)
    made.hand_on(10.01, 11.0)
    assert len(batches) == 2


WORTH = [
    ("dust", 1.0, Flag.GOOD),
    ("dust", 0.05, Flag.SATURATED),
    ("dust", 50.0, Flag.SATURATED),
    ("dust", -1.0, Flag.SATURATED),
    ("dust", -9999.0, Flag.IMPOSSIBLE),
    ("dust", math.nan, Flag.IMPOSSIBLE),
    ("dust", -math.inf, Flag.IMPOSSIBLE),
    ("quick", 9.9e37, Flag.IMPOSSIBLE),
    ("quick", -1e29, Flag.GOOD),
    ("own", 9.9, Flag.IMPOSSIBLE),
    ("own", 20.0, Flag.GOOD),
]


@pytest.mark.parametrize(("channel", "value", "flag"), WORTH)
def test_that_a_value_is_judged_by_its_range_and_its_quantity(channel, value, flag):
    entry = next(entry for entry in PROFILE.told if entry.channel == channel)
    assert Worth(entry).of(value) is flag


@pytest.mark.parametrize(
    ("channel", "unit", "impossible", "possible"),
    [
        ("pressure", "kPa", [0.0, -5.0, 101325.0], [85.0, 101.3]),
        ("p_baro", "kPa", [10.0, 1013.0], [69.0, 101.3]),
        ("p_static", "Pa", [-200_000.0], [-350.0, 120.0]),
        ("moisture", "vol%", [-5.0, 103.0], [-0.5, 0.0, 60.0]),
        ("o2", "vol%", [-5.0, 900.0], [-0.1, 20.95]),
        ("t_gas", "degC", [-274.0, 3276.7], [-40.0, 1450.0]),
        ("velocity", "m/s", [400.0], [-0.2, 14.0]),
        ("nox", "ppm", [-999.0, 2e6], [-3.0, 412.0]),
    ],
)
def test_that_each_quantity_has_what_it_can_be(channel, unit, impossible, possible):
    told = {"channel": channel, "label": {}, "unit": unit}
    entry = InstrumentProfile.model_validate(
        {"id": "x", "name": {}, "protocol": "manual", "entries": [told]}
    ).told[0]
    assert [Worth(entry).of(value) for value in impossible] == [Flag.IMPOSSIBLE] * len(impossible)
    assert [Worth(entry).of(value) for value in possible] == [Flag.GOOD] * len(possible)
