"""Reading a real Modbus TCP server on loopback: it comes, goes, refuses and comes back."""

import socket

import numpy as np
import pytest

from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.measurement.errors import (
    InstrumentClosedError,
    InstrumentRefusedError,
    InstrumentRefusesRegisterError,
    InstrumentSilentError,
    InstrumentUnreachableError,
    InstrumentWrongUnitError,
    PortTakenError,
)
from kta_desktop.measurement.profile import InstrumentProfile, demo_profile
from kta_desktop.measurement.ring import with_gaps
from kta_desktop.measurement.scenario import Scenario, demo_scenario


def changed(profile, **more):
    return InstrumentProfile.model_validate({**profile.model_dump(), **more})


def test_that_readings_arrive_as_the_instrument_shows_them(
    profile, scenario, simulate, poll, until
):
    simulator = simulate(profile, scenario)
    poller, rings, batches = poll(profile, (simulator.host, simulator.port))
    until(lambda: rings["dust"].count > 5 and rings["t_gas"].count > 5 and batches)
    poller.stop()
    assert rings["dust"].last()[1] == 6.5
    assert rings["t_gas"].last()[1] == pytest.approx(82.3, abs=1e-5)
    assert poller.connection.up
    assert poller.connection.error is None
    handed_on = [value for batch in batches for value in batch.get("t_gas", ((), ()))[1]]
    assert handed_on == [82.3] * rings["t_gas"].count  # nothing lost, digits as in the register


def test_that_a_killed_server_leaves_a_gap_and_is_found_again(
    profile, scenario, simulate, poll, until
):
    first = simulate(profile, scenario)
    poller, rings, _batches = poll(profile, (first.host, first.port))
    until(lambda: rings["dust"].count > 3)
    first.close()
    until(lambda: not poller.connection.up)
    until(lambda: isinstance(poller.connection.error, InstrumentRefusedError))
    until(lambda: poller.connection.attempts >= 2)
    before = rings["dust"].count
    lost_since = poller.connection.since
    simulate(profile, scenario, port=first.port)
    until(lambda: rings["dust"].count > before + 3)
    assert poller.connection.up
    assert poller.connection.error is None
    times, values = rings["dust"].since()
    assert np.diff(times).max() > 2 * 0.02
    _times, marked = with_gaps(times, values, 2 * 0.02)
    assert np.isnan(marked).any()
    assert times[0] < lost_since < times[-1]


def test_that_an_instrument_that_comes_later_is_found(profile, scenario, simulate, poll, until):
    first = simulate(profile, scenario)
    port = first.port
    first.close()
    poller, rings, _batches = poll(profile, ("127.0.0.1", port))
    until(lambda: isinstance(poller.connection.error, InstrumentRefusedError))
    assert str(port) in poller.connection.error.sentence("ru")
    simulate(profile, scenario, port=port)
    until(lambda: rings["dust"].count)


def test_that_reconnecting_does_not_wait_for_the_next_attempt(
    profile, scenario, simulate, poll, until, monkeypatch
):
    first = simulate(profile, scenario)
    first.close()
    from kta_desktop.measurement import modbus

    poller, rings, _batches = poll(profile, ("127.0.0.1", first.port))
    monkeypatch.setattr(modbus, "BACKOFF_S", (3600.0,))
    until(lambda: poller.connection.error is not None)
    simulate(profile, scenario, port=first.port)

    def tried():
        poller.reconnect()
        return rings["dust"].count

    until(tried)


def test_that_a_wrong_device_number_is_told(profile, scenario, simulate, poll, until):
    simulator = simulate(profile, scenario)
    poller, rings, _batches = poll(changed(profile, unit_id=7), (simulator.host, simulator.port))
    until(lambda: isinstance(poller.connection.error, InstrumentWrongUnitError))
    assert not poller.connection.up
    assert not rings["dust"].count
    assert "7" in poller.connection.error.sentence("kk")


def test_that_one_refused_register_does_not_stop_the_others(
    profile, scenario, simulate, poll, until
):
    simulator = simulate(profile, scenario)
    asked = profile.model_dump()
    asked["registers"][1]["address"] = 900
    wrong = InstrumentProfile.model_validate(asked)
    poller, rings, _batches = poll(wrong, (simulator.host, simulator.port))
    until(lambda: rings["dust"].count > 5)
    until(lambda: isinstance(poller.connection.error, InstrumentRefusesRegisterError))
    assert poller.connection.up
    assert not rings["t_gas"].count
    assert "900" in poller.connection.error.sentence("en")


def test_that_a_silent_instrument_is_told_from_an_absent_one(profile, poll, until):
    with socket.create_server(("127.0.0.1", 0)) as server:
        poller, _rings, _batches = poll(profile, server.getsockname())
        until(lambda: isinstance(poller.connection.error, InstrumentSilentError))
        poller.stop()


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 70, ".."])
def test_that_a_name_that_leads_nowhere_is_unreachable(profile, poll, until, host):
    poller, _rings, _batches = poll(profile, (host, 502))
    until(lambda: isinstance(poller.connection.error, InstrumentUnreachableError))


def test_that_a_short_answer_is_refused_and_not_guessed_from(
    profile, scenario, simulate, poll, until, monkeypatch
):
    from pymodbus.pdu.register_message import ReadHoldingRegistersResponse

    simulator = simulate(profile, scenario)
    real = ReadHoldingRegistersResponse.decode

    def short(self, data):
        real(self, data)
        self.registers = self.registers[:1] if len(self.registers) == 2 else self.registers

    monkeypatch.setattr(ReadHoldingRegistersResponse, "decode", short)
    poller, rings, _batches = poll(profile, (simulator.host, simulator.port))
    until(lambda: rings["t_gas"].count > 3)
    until(lambda: isinstance(poller.connection.error, InstrumentRefusesRegisterError))
    assert not rings["dust"].count


def test_that_a_taken_port_is_told(profile, scenario, simulate):
    simulator = simulate(profile, scenario)
    with pytest.raises(PortTakenError) as taken:
        simulate(profile, scenario, port=simulator.port)
    assert taken.value.code == "port-taken"


def test_that_stopping_before_the_start_and_twice_is_no_trouble(profile, poll):
    from kta_desktop.measurement.clock import SystemClock
    from kta_desktop.measurement.modbus import ModbusPoller

    never = ModbusPoller(profile, ("127.0.0.1", 1), SystemClock(), {}, lambda _batch: None)
    never.reconnect()
    never.stop()
    poller, _rings, _batches = poll(profile, ("127.0.0.1", 1))
    poller.stop()
    poller.stop()
    poller.reconnect()


def test_that_a_stepped_clock_reads_hours_in_seconds_and_always_the_same(simulate, poll):
    profile, results = demo_profile(), []
    for _time in range(2):
        clock = SteppedClock(1.8e9, 1.8e9 + 900.0)
        simulator = simulate(profile, demo_scenario(), clock)
        poller, rings, _batches = poll(profile, (simulator.host, simulator.port), clock)
        assert clock.wait_for_end(60.0)
        poller.stop()
        times, values = rings["dust"].since()
        results.append((times.tolist(), values.tolist()))
        assert len(times) == 901
        assert rings["o2"].count == 451
    assert results[0] == results[1]


def test_that_a_lost_stretch_of_the_scenario_is_a_gap(profile, simulate, poll):
    lossy = Scenario.model_validate({"channels": {"dust": {"base": 6.5}}, "lost": [[5.0, 10.0]]})
    clock = SteppedClock(1.8e9, 1.8e9 + 20.0)
    simulator = simulate(profile, lossy, clock)
    errors = []
    poller, rings, _batches = poll(profile, (simulator.host, simulator.port), clock)
    assert clock.wait_for_end(60.0)
    errors.append(poller.connection.error)
    poller.stop()
    times = rings["dust"].since()[0] - 1.8e9
    assert not ((times > 5.0) & (times < 10.0)).any()
    assert times[-1] > 19.0
    assert np.diff(times).max() == pytest.approx(5.0, abs=0.5)
    assert errors == [None]
    assert "восстанавливается" in InstrumentClosedError(host="h", port=1).sentence("ru")
