"""Instruments on loopback, small profiles, and waiting that ends when the thing has happened."""

import threading
import time

import pytest

from kta_desktop.measurement import modbus
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.ring import Ring
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.measurement.simulator import Simulator

DEADLINE_S = 10.0


@pytest.fixture
def until():
    """Return a function that waits for a condition and fails if it does not come about."""

    def wait(condition, deadline_s=DEADLINE_S):
        end = time.monotonic() + deadline_s
        pause = threading.Event()
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            pause.wait(0.005)

    return wait


@pytest.fixture
def profile():
    """Return an instrument with dust every 20 ms in register 0 and a temperature in register 10."""
    return InstrumentProfile.model_validate(
        {
            "id": "quick",
            "name": {"en": "quick"},
            "period_s": 0.02,
            "timeout_s": 0.3,
            "simulated": True,
            "registers": [
                {
                    "channel": "dust",
                    "label": {"en": "Dust"},
                    "unit": "mg/m3",
                    "address": 0,
                    "saturated_at": 50.0,
                },
                {
                    "channel": "t_gas",
                    "label": {"en": "Temperature"},
                    "unit": "degC",
                    "address": 40,
                    "type": "int16",
                    "scale": 0.1,
                },
            ],
        }
    )


@pytest.fixture
def scenario():
    return Scenario.model_validate(
        {"channels": {"dust": {"base": 6.5}, "t_gas": {"base": 82.3}}, "seed": 1}
    )


@pytest.fixture
def simulate():
    """Return a function that starts a simulator; all are closed in the end."""
    running = []

    def start(profile, scenario, clock=None, port=0):
        simulator = Simulator(profile, scenario, clock or SystemClock(), port=port)
        running.append(simulator)
        return simulator

    yield start
    for simulator in running:
        simulator.close()


@pytest.fixture
def poll(monkeypatch):
    """Return a function that starts a poller with its rings and batches; all are stopped."""
    monkeypatch.setattr(modbus, "BACKOFF_S", (0.02, 0.05))
    monkeypatch.setattr(modbus, "FLUSH_S", 0.05)
    running = []

    def start(profile, address, clock=None):
        rings = {register.channel: Ring(10_000) for register in profile.registers}
        batches = []
        poller = modbus.ModbusPoller(
            profile, address, clock or SystemClock(), rings, batches.append
        )
        poller.start()
        running.append(poller)
        return poller, rings, batches

    yield start
    for poller in running:
        poller.stop()
