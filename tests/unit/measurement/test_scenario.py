"""Scenarios and clocks: time that can be repeated."""

import asyncio
import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement.clock import SteppedClock, SystemClock
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.measurement.scenario import Scenario, demo_scenario, load


@given(time_s=st.floats(0, 1e5))
def test_that_a_scenario_shows_the_same_at_the_same_time(time_s):
    channels = demo_scenario().channels
    first = [demo_scenario().value(name, time_s) for name in channels]
    assert first == [demo_scenario().value(name, time_s) for name in channels]
    assert all(math.isfinite(value) and value >= 0 for value in first)


def test_that_another_seed_is_another_noise():
    def at(seed):
        data = {"seed": seed, "channels": {"dust": {"base": 5.0, "noise": 0.5}}}
        return Scenario.model_validate(data).value("dust", 100.0)

    assert at(1) != at(2)


def test_that_a_peak_rises_and_is_over():
    peak = {"at_s": 10, "length_s": 4, "add": 2.0}
    shown = Scenario.model_validate({"channels": {"dust": {"base": 1.0, "peaks": [peak]}}})
    values = [shown.value("dust", at) for at in (9.9, 12.0, 14.1)]
    assert values == pytest.approx([1.0, 3.0, 1.0])


def test_that_an_unknown_channel_shows_nothing():
    assert demo_scenario().value("sulphur", 10.0) == 0.0


@pytest.mark.parametrize("text", ["[]", '{"channels": {"dust": {}}}', "not json"])
def test_that_a_wrong_scenario_is_told(tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ProfileWrongError):
        load(path)
    with pytest.raises(ProfileWrongError):
        load(tmp_path / "none.json")


def test_that_a_stepped_clock_jumps_calls_and_stands_at_its_end():
    seen = []
    clock = SteppedClock(100.0, 110.0, [(105.0, lambda: seen.append(clock.now()))])

    async def wait():
        await clock.sleep_until(103.0)
        seen.append(clock.now())
        await clock.sleep_until(108.0)
        seen.append(clock.now())
        await asyncio.wait_for(clock.sleep_until(111.0), 0.05)

    with pytest.raises(TimeoutError):
        asyncio.run(wait())
    assert seen == [103.0, 105.0, 108.0]
    assert clock.now() == 110.0
    assert clock.wait_for_end(0.0)


def test_that_the_real_clock_never_goes_back_and_follows_a_jump_ahead(monkeypatch):
    clock = SystemClock()
    before = clock.now()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() - 3600)
    assert clock.now() >= before
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    assert clock.now() >= before + 3599
    asyncio.run(clock.sleep_until(0.0))
