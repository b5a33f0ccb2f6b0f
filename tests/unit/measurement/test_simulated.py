"""What simulated instruments show: the same at the same time, and as the scenario says."""

import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.measurement.profile import FOLDER as PROFILES
from kta_desktop.measurement.profile import InstrumentProfile, RegisterTable
from kta_desktop.measurement.profile import load as load_profile
from kta_desktop.measurement.scenario import FOLDER, Harm, Scenario, demo_scenario, load
from kta_desktop.measurement.simulated import SimulatedDevice
from kta_desktop.measurement.worth import Worth


def test_that_the_dairy_dryer_shows_what_the_demonstration_was_made_from():
    shown = demo_scenario()
    asked = [("dust", 0.0), ("dust", 3800.0), ("t_gas", 100.0), ("moisture", 1234.5)]
    assert [shown.value(channel, time_s) for channel, time_s in asked] == [
        6.385516239698413, 8.711882093499982, 83.31392430601879, 10.803353463884003,
    ]  # fmt: skip


def test_that_a_furnace_reverses_every_twenty_minutes():
    shown = load(FOLDER / "glass-furnace-gas.json")
    for reversal in (1185, 2385, 4785):
        before, within = reversal - 60, reversal + 25
        assert shown.value("nox", within) < 0.5 * shown.value("nox", before)
        assert shown.value("o2", within) > shown.value("o2", before) + 8


def test_that_purges_calibrations_and_peaks_of_a_furnace_are_marked():
    profile = load_profile(PROFILES / "demo-gas-analyser.json")
    shown = load(FOLDER / "glass-furnace-gas.json")
    clock = SteppedClock(0, 1)

    def word(time_s):
        device = SimulatedDevice(profile, shown, clock, -time_s)
        return dict(device.words(RegisterTable.HOLDING))[5]

    assert [word(time_s) for time_s in (30, 100, 1810, 5410, 7250)] == [[2], [0], [1], [1], [4]]
    co = next(entry for entry in profile.told if entry.channel == "co")
    assert Worth(co).of(shown.value("co", 6440)) is Flag.SATURATED


def test_that_drift_repeats_and_ranges_hold():
    shown = Scenario.model_validate(
        {
            "channels": {
                "dust": {"base": 5.0, "drift_per_h": 2.0, "highest": 8.0,
                         "peaks": [{"at_s": 10, "length_s": 2, "every_s": 100, "add": 1.0}]},
            },
            "states": [{"at_s": 50, "length_s": 5, "every_s": 65, "shows": {"dust": "nan"}}],
        }
    )  # fmt: skip
    assert shown.value("dust", 1800) == pytest.approx(6.0)
    assert shown.value("dust", 7190) == 8.0
    assert [shown.value("dust", at) - 5 for at in (9, 11, 111)] == pytest.approx(
        [0.005, 1.006, 1.062], abs=0.001
    )
    assert [shown.value("dust", at) != shown.value("dust", at) for at in (49, 51, 114, 116)] == [
        False, True, False, True,
    ]  # fmt: skip


def test_that_the_hostile_scenario_has_every_harm():
    shown = load(FOLDER / "hostile.json")
    assert {trouble.harm for trouble in shown.troubles} == set(Harm)
    assert shown.is_lost(49.0)
    assert not shown.is_lost(5.0)


def test_that_several_statuses_make_one_word():
    told = InstrumentProfile.model_validate(
        {
            "id": "x", "name": {},
            "registers": [{"channel": "dust", "label": {}, "unit": "mg/m3", "address": 0}],
            "statuses": [{"address": 7, "rules": [
                {"says": "purge", "mask": 1}, {"says": "fault", "mask": 0xF0, "value": 0x30}]}],
        }
    )  # fmt: skip
    shown = Scenario.model_validate(
        {"channels": {}, "states": [
            {"says": "purge", "length_s": 10}, {"says": "fault", "at_s": 5, "length_s": 10}]}
    )  # fmt: skip
    words = [
        dict(SimulatedDevice(told, shown, SteppedClock(0, 1), -at).words(RegisterTable.HOLDING))[7]
        for at in (1, 6, 11)
    ]
    assert words == [[1], [0x31], [0x30]]
