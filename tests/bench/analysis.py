"""A week of a session looked at again, against reading its channels.

The first paint must not read the week; what is worked out of it must not cost many times what
reading it costs.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from kta_desktop.domain.audit import Auditor, AuditRecord
from kta_desktop.domain.definition import Definition, Level, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.measurement.evaluation import iso_of
from kta_desktop.services import analysing, workspace
from kta_desktop.services.analysing_course import first_look
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples

WEEK = 7 * 24 * 3600  # readings of a channel at 1 Hz
CHANNELS = {"dust": 6.0, "t_gas": 82.0, "pressure": 92.0, "moisture": 11.0}
OTHERS = 6  # channels that are recorded and not looked at
POINTS = 2500
_ROUNDS = 5
_START = 1_795_341_600.0
_SESSION = "week"
_DUST = Level(
    id="AEL-DUST",
    kind="AEL",
    medium="air",
    parameter=Text(ru="Пыль"),
    substance="dust",
    upper="10",
    unit="mg/Nm3",
    averaging=("spot3x30min",),
    basis=("eu-dry",),
    when="true()",
    confidence="verified",
)


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; the floor goes turn by turn with them."""
    with _place() as ws:
        _record(ws)
        first, whole, window, floor = [], [], [], []
        for _round in range(_ROUNDS):
            floor.append(_timed(lambda: _read(ws)))
            first.append(_timed(lambda: first_look(ws, _session(), "dust", POINTS)))
            kept = analysing.courses(ws)
            whole.append(_timed(lambda: analysing.analysed(kept, _audit(), _session(), "dust")))  # noqa: B023
            found = analysing.analysed(kept, _audit(), _session(), "dust").course
            end = _START + WEEK
            window.append(_timed(lambda: found.curve("values", _START, end, POINTS)))  # noqa: B023
    return [
        ("first look at a week (goal ≤ 0.2)", _ratio(first, floor), "× reading it"),
        ("everything about it (goal ≤ 20)", _ratio(whole, floor), "× reading it"),
        ("a window of it (goal ≤ 0.2)", _ratio(window, floor), "× reading it"),
    ]


@contextmanager
def _place() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        profile = Auditor(id=new_id(), name="Bench")
        ws, _code = workspace.create(Path(folder) / "bench.ktadb", "bench", profile)
        yield ws
        ws.close()


def _record(ws: Workspace) -> None:
    times = (1000 * _START + 1000 * np.arange(WEEK)).astype(np.int64)
    chance = np.random.default_rng(5)
    names = {**CHANNELS, **{f"other{place}": 100.0 for place in range(OTHERS)}}
    for name, base in names.items():
        values = np.round(base + chance.normal(0, 0.3, WEEK), 2)
        readings = samples.Readings(times, values, np.zeros(WEEK, np.uint8))
        with ws.store.begin() as connection:
            samples.append(connection, _SESSION, name, readings)


def _session() -> Session:
    units = {"dust": "mg/m3", "t_gas": "degC", "pressure": "kPa", "moisture": "vol%"}
    return Session(
        id=_SESSION,
        source="0014",
        point="",
        parameter={"ru": "Пыль"},
        channel="dust",
        level="AEL-DUST",
        basis="eu-dry",
        started_at=iso_of(_START),
        ended_at=iso_of(_START + WEEK),
        channels=tuple(
            Channel(id=name, label={"ru": name}, unit=unit, substance="dust", u_pct=10.0)
            for name, unit in units.items()
        ),
    )


def _audit() -> AuditRecord:
    definition = Definition(pack="bench", version="1", title=Text(ru="Bench"), levels=(_DUST,))
    return AuditRecord(id="a", definition=definition, definition_sha256="", entries={})


def _read(ws: Workspace) -> None:
    with ws.store.connect() as connection:
        for name in CHANNELS:
            samples.read(connection, _SESSION, name)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ratio(ours: list[float], floor: list[float]) -> float:
    return statistics.median(ours) / statistics.median(floor)
