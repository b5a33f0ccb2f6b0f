"""The simulated instruments of a session: each of its own profile, all ended together."""

import threading

import pytest

from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.measurement.errors import PortTakenError, ProfileNotSimulatedError
from kta_desktop.services import instruments, simulating
from kta_desktop.services.instruments import Address, Link
from kta_desktop.services.measuring_plan import SessionPlan


@pytest.fixture
def plan(tmp_path, monkeypatch):
    """Return a plan of two simulated instruments, a recording and typed readings."""
    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path))
    names = "demo-dust-monitor", "demo-gas-analyser", "replay-raw-readings", "manual-gas-conditions"
    links = tuple(
        Link(
            id=f"i{place}",
            profile=instruments.profile(name),
            address=Address(path="raw.csv") if "replay" in name else Address(),
            instrument=Instrument(name=name, serial="1"),
        )
        for place, name in enumerate(names)
    )
    judged = Quantity(channel="nox", parameter={}, basis="kz-dry")
    return SessionPlan(source="0014", point="труба", links=links, quantities=(judged,))


def test_that_each_simulated_instrument_answers_by_its_own_profile(plan):
    placed, simulation = simulating.place(plan)
    try:
        dust, gas, replay, typed = placed.links
        assert dust.address.port != gas.address.port
        assert simulation.port == dust.address.port
        for link in (dust, gas):
            readings = instruments.read_once(link)
            assert [reading.channel for reading in readings] == [
                entry.channel for entry in link.profile.told
            ]
            assert all(reading.value is not None for reading in readings)
        assert replay.address == Address(path="raw.csv")
        assert typed.address == Address()
    finally:
        simulation.close()


def test_that_nothing_is_left_running_if_one_cannot_be_had(plan, monkeypatch):
    real, begun = simulating.simulate, []

    def second_fails(profile, **more):
        if begun:
            raise PortTakenError(port=1)
        begun.append(real(profile, **more))
        return begun[0]

    monkeypatch.setattr(simulating, "simulate", second_fails)
    with pytest.raises(PortTakenError):
        simulating.place(plan)
    assert "simulator" not in {thread.name for thread in threading.enumerate()}


def test_that_a_plan_without_simulated_instruments_stays_as_it_is(plan):
    placed, simulation = simulating.place(
        SessionPlan(source="", point="", links=plan.links[2:], quantities=plan.quantities)
    )
    assert simulation is None
    assert placed.links == plan.links[2:]


def test_that_nothing_connects_to_typed_readings(plan):
    with pytest.raises(ProfileNotSimulatedError):
        simulating.simulate(plan.links[3].profile)
