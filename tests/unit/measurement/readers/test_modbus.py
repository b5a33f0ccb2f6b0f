"""Reading a real Modbus TCP server on loopback: it comes, goes, refuses and comes back."""

import math
import socket
import threading
import time

import numpy as np
import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement import reading
from kta_desktop.measurement.clock import SteppedClock, SystemClock
from kta_desktop.measurement.errors import (
    InstrumentClosedError,
    InstrumentRefusedError,
    InstrumentSilentError,
    InstrumentUnreachableError,
    InstrumentWrongUnitError,
    PortTakenError,
)
from kta_desktop.measurement.link_errors import RequestRefusedError
from kta_desktop.measurement.profile import InstrumentProfile, demo_profile
from kta_desktop.measurement.readers import read_once
from kta_desktop.measurement.scenario import Scenario, demo_scenario


def changed(profile, **more):
    return InstrumentProfile.model_validate({**profile.model_dump(), **more})


def test_that_readings_arrive_as_the_instrument_shows_them(
    profile, scenario, simulate, listen, until
):
    simulator = simulate(profile, scenario)
    heard = listen(profile, host=simulator.host, port=simulator.port)
    until(lambda: heard.count("dust") > 5 and heard.count("t_gas") > 5)
    assert heard.connection.up
    assert heard.error is None
    heard.reader.stop()
    assert set(heard.values("dust")) == {6.5}
    assert set(heard.values("t_gas")) == {82.3}  # digits as in the register
    assert set(heard.flags("dust")) == {Flag.GOOD}


def test_that_a_killed_server_leaves_a_gap_and_is_found_again(
    profile, scenario, simulate, listen, until
):
    first = simulate(profile, scenario)
    heard = listen(profile, host=first.host, port=first.port)
    until(lambda: heard.count("dust") > 3)
    pulled = time.time()
    first.close()
    until(lambda: not heard.connection.up)
    assert time.time() - pulled < 2 * profile.period_s + 0.5
    until(lambda: isinstance(heard.error, InstrumentRefusedError))
    until(lambda: heard.connection.attempts >= 2)
    before = heard.count("dust")
    lost_since = heard.connection.since
    simulate(profile, scenario, port=first.port)
    until(lambda: heard.count("dust") > before + 3)
    assert heard.connection.up
    assert heard.error is None
    times = heard.series("dust").times
    assert np.diff(times).max() > 2 * 0.02
    assert times[0] < lost_since < times[-1]


def test_that_an_instrument_that_comes_later_is_found(profile, scenario, simulate, listen, until):
    first = simulate(profile, scenario)
    port = first.port
    first.close()
    heard = listen(profile, host="127.0.0.1", port=port)
    until(lambda: isinstance(heard.error, InstrumentRefusedError))
    assert str(port) in heard.error.sentence("ru")
    simulate(profile, scenario, port=port)
    until(lambda: heard.count("dust"))


def test_that_reconnecting_does_not_wait_for_the_next_attempt(
    profile, scenario, simulate, listen, until, monkeypatch
):
    first = simulate(profile, scenario)
    first.close()
    heard = listen(profile, host="127.0.0.1", port=first.port)
    monkeypatch.setattr(reading, "BACKOFF_S", (3600.0,))
    until(lambda: heard.error is not None)
    simulate(profile, scenario, port=first.port)

    def tried():
        heard.reader.reconnect()
        return heard.count("dust")

    until(tried)


def test_that_a_wrong_device_number_is_told(profile, scenario, simulate, listen, until):
    simulator = simulate(profile, scenario)
    heard = listen(profile, host=simulator.host, port=simulator.port, unit_id=7)
    until(lambda: isinstance(heard.error, InstrumentWrongUnitError))
    assert not heard.connection.up
    assert not heard.count("dust")
    assert "7" in heard.error.sentence("kk")


def test_that_one_refused_register_does_not_stop_the_others(
    profile, scenario, simulate, listen, until
):
    simulator = simulate(profile, scenario)
    asked = profile.model_dump()
    asked["registers"][1]["address"] = 900
    wrong = InstrumentProfile.model_validate(asked)
    heard = listen(wrong, host=simulator.host, port=simulator.port)
    until(lambda: heard.count("dust") > 5)
    until(lambda: isinstance(heard.error, RequestRefusedError))
    assert heard.connection.up
    assert not heard.count("t_gas")
    assert "900" in heard.error.sentence("en")
    assert "there is no such register" in heard.error.sentence("en")


def test_that_a_silent_instrument_is_told_from_an_absent_one(profile, listen, until):
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        heard = listen(changed(profile, timeout_s=0.05), host=host, port=port)
        until(lambda: isinstance(heard.error, InstrumentSilentError))
        heard.reader.stop()


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70, ".."])
def test_that_a_name_that_leads_nowhere_is_unreachable(profile, listen, until, host):
    heard = listen(profile, host=host, port=502)
    until(lambda: isinstance(heard.error, InstrumentUnreachableError))


def test_that_a_taken_port_is_told(profile, scenario, simulate):
    simulator = simulate(profile, scenario)
    with pytest.raises(PortTakenError) as taken:
        simulate(profile, scenario, port=simulator.port)
    assert taken.value.code == "port-taken"


def test_that_stopping_twice_and_reconnecting_then_is_no_trouble(profile, listen):
    heard = listen(profile, host="127.0.0.1", port=1)
    heard.reader.stop()
    heard.reader.stop()
    heard.reader.reconnect()


def test_that_stopping_while_answers_arrive_comes_to_an_end(profile, scenario, simulate, listen):
    simulator = simulate(profile, scenario)
    for _time in range(10):
        heard = listen(changed(profile, period_s=0.01), host=simulator.host, port=simulator.port)
        threading.Event().wait(0.02)
        heard.reader.stop()
        assert not [each for each in threading.enumerate() if each.name == "reader-i1"]


def test_that_a_stepped_clock_reads_hours_in_seconds_and_always_the_same(simulate, listen):
    profile, results = demo_profile(), []
    for _time in range(2):
        clock = SteppedClock(1.8e9, 1.8e9 + 900.0)
        simulator = simulate(profile, demo_scenario(), clock)
        heard = listen(profile, clock, host=simulator.host, port=simulator.port)
        assert clock.wait_for_end(60.0)
        heard.reader.stop()
        found = heard.series("dust")
        results.append((found.times.tolist(), found.values.tolist()))
        assert len(found.times) == 901
        assert heard.count("o2") == 451
    assert results[0] == results[1]


def test_that_a_lost_stretch_of_the_scenario_is_a_gap(profile, simulate, listen):
    lossy = Scenario.model_validate({"channels": {"dust": {"base": 6.5}}, "lost": [[5.0, 10.0]]})
    clock = SteppedClock(1.8e9, 1.8e9 + 20.0)
    simulator = simulate(profile, lossy, clock)
    heard = listen(profile, clock, host=simulator.host, port=simulator.port)
    assert clock.wait_for_end(60.0)
    error = heard.error
    heard.reader.stop()
    times = heard.series("dust").times - 1.8e9
    assert not ((times > 5.0) & (times < 10.0)).any()
    assert times[-1] > 19.0
    assert np.diff(times).max() == pytest.approx(5.0, abs=0.5)
    assert error is None
    assert "восстанавливается" in InstrumentClosedError(host="h", port=1).sentence("ru")


class Jumpy(SystemClock):
    """The real time, with a jump ahead."""

    ahead = 0.0

    def now(self):
        return super().now() + self.ahead


def test_that_a_jump_of_the_clock_is_a_gap_and_no_burst(profile, scenario, simulate, listen, until):
    simulator, clock = simulate(profile, scenario), Jumpy()
    heard = listen(profile, clock, host=simulator.host, port=simulator.port)
    until(lambda: heard.count("dust") > 3)
    clock.ahead = 3600.0
    until(lambda: heard.series("dust").times[-1] > clock.now() - 1)
    before = heard.count("dust")
    until(lambda: heard.count("dust") > before + 3)
    heard.reader.stop()
    steps = np.diff(heard.series("dust").times)
    assert (steps > 0).all()
    assert np.sum(steps > 3500) == 1
    assert heard.count("dust") < 100  # what was never due is not made up for
    assert heard.connection.up


STATUS = {
    "statuses": [
        {
            "address": 2,
            "rules": [
                {"says": "warm_up", "mask": 2},
                {"says": "purge", "mask": 1, "channels": ["dust"]},
            ],
        },
        {"table": "discrete", "address": 3, "rules": [{"says": "fault", "channels": ["t_gas"]}]},
    ]
}


def test_that_status_registers_and_bits_mark_what_is_read_meanwhile(profile, simulate, listen):
    told = changed(profile, **STATUS)
    shown = Scenario.model_validate(
        {
            "channels": {"dust": {"base": 6.5}, "t_gas": {"base": 80.0}},
            "states": [
                {"says": "purge", "at_s": 5, "length_s": 5, "channels": ["dust"],
                 "shows": {"dust": 0.0}},
                {"says": "warm_up", "at_s": 8, "length_s": 4},
                {"says": "fault", "at_s": 14, "length_s": 2, "channels": ["t_gas"]},
            ],
        }
    )  # fmt: skip
    clock = SteppedClock(1.8e9, 1.8e9 + 20.0)
    simulator = simulate(told, shown, clock)
    heard = listen(told, clock, host=simulator.host, port=simulator.port)
    assert clock.wait_for_end(60.0)
    heard.reader.stop()

    def worth(channel, at):
        found = heard.series(channel)
        return Flag(found.flags[np.searchsorted(found.times - 1.8e9, at)])

    asked = [worth("dust", at) for at in (2, 6, 9, 11, 13, 15)]
    good, purge, warm = Flag.GOOD, Flag.PURGE, Flag.WARM_UP
    assert asked == [good, purge, warm, warm, good, good]
    assert [worth("t_gas", at) for at in (6, 9, 13, 15, 17)] == [good, warm, good, Flag.FAULT, good]


def test_that_ends_of_the_range_and_impossible_values_are_marked(simulate, listen):
    parts = [
        {"channel": "dust", "unit": "mg/m3", "address": 0, "saturated_at": 50.0, "lowest": 0.5},
        {"channel": "t_gas", "unit": "degC", "address": 2, "type": "int16", "scale": 0.1,
         "no_value": [32767]},
        {"channel": "o2", "unit": "vol%", "address": 3, "type": "float32"},
    ]  # fmt: skip
    told = InstrumentProfile.model_validate(
        {"id": "x", "name": {}, "registers": [{"label": {}, **part} for part in parts]}
    )
    odd = ["nan", "inf", 1e38, 120.0, -3.0, 21.0]
    shown = Scenario.model_validate(
        {
            "channels": {
                "dust": {"base": 0.2, "peaks": [{"at_s": 2.5, "length_s": 2, "add": 90}]},
                "t_gas": {"base": 3276.7},
            },
            "states": [
                {"at_s": place, "length_s": 1, "shows": {"o2": value}}
                for place, value in enumerate(odd)
            ],
        }
    )
    clock = SteppedClock(1.8e9, 1.8e9 + 5.0)
    simulator = simulate(told, shown, clock)
    heard = listen(told, clock, host=simulator.host, port=simulator.port)
    assert clock.wait_for_end(60.0)
    heard.reader.stop()
    bad = int(Flag.IMPOSSIBLE)
    assert heard.flags("o2") == [bad, bad, bad, bad, bad, Flag.GOOD]
    assert heard.flags("t_gas") == [bad] * 6
    assert all(math.isnan(value) for value in heard.values("t_gas"))
    assert heard.flags("dust") == [1, 1, 1, 1, 1, 1]


def test_that_reading_once_shows_registers_values_and_reasons(profile, scenario, simulate, link_of):
    simulator = simulate(profile, scenario)
    asked = profile.model_dump()
    asked["registers"][1]["address"] = 900
    where = {"host": simulator.host, "port": simulator.port}
    dust, temperature = read_once(link_of(InstrumentProfile.model_validate(asked), **where))
    assert (dust.value, dust.raw, dust.error) == (6.5, "40D0 0000", None)
    assert temperature.value is None
    assert isinstance(temperature.error, RequestRefusedError)
    simulator.close()
    with pytest.raises(InstrumentRefusedError):
        read_once(link_of(profile, **where))
