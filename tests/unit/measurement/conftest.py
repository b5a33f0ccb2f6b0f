"""Instruments on loopback, small profiles, and waiting that ends when the thing has happened."""

import threading
import time

import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Level, Text
from kta_desktop.measurement import units
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.measurement.simulator import Simulator
from kta_desktop.services import auditing, packs, workspace
from kta_desktop.storage import keys

DEADLINE_S = 60.0


@pytest.fixture(scope="session", autouse=True)
def known_units():
    """Build the table of units once: no single test has the time for it."""
    units.prepare()


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


AUDITOR = Auditor(id="01a20000-0000-7000-8000-000000000001", name="Ахметова А. С.", role="lead")
DUST = Level(
    id="AEL-DUST",
    kind="AEL",
    medium="air",
    parameter=Text(ru="Пыль", en="Dust"),
    substance="dust",
    upper="10",
    unit="mg/Nm3",
    averaging=("spot3x30min",),
    basis=("eu-dry",),
    when="true()",
    confidence="verified",
)
TINY = Definition(pack="tiny", version="1", title=Text(ru="Малый"), levels=(DUST,))


@pytest.fixture
def ws(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    opened, _code = workspace.create(tmp_path / "w.ktadb", "сыр и масло", AUDITOR)
    yield opened
    opened.close()


@pytest.fixture
def audit(ws, monkeypatch):
    sha256 = json_hash(TINY.to_json())
    monkeypatch.setattr(packs, "compiled", lambda _pack: (TINY, sha256), raising=False)
    new = NewAudit(
        number="KTA-2026-014",
        plant=Plant(name="ТОО «Айран»"),
        pack="tiny",
        team=(AUDITOR,),
        starts_on="2026-11-22",
        ends_on="2026-11-24",
        reference_year=2025,
    )
    return auditing.start(ws, new).id
