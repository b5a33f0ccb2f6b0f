"""Kills programs that record, at random moments, and looks for the readings that were lost."""

import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.measurement.series import Recording
from kta_desktop.services import workspace
from kta_desktop.services.measuring_records import read_recording
from kta_desktop.storage import checks
from tests.e2e.killing import Place, Server, fresh
from tests.e2e.reader import CHANNELS

RECORDING = (0.6, 1.8)  # seconds from the first reading to the kill
LOST = 1.0  # seconds: what was read before that is never lost


@dataclass
class Recorded:
    """What was tried and found.

    Attributes:
        kills: How many there were.
        readings: Readings on disk afterwards.
        lost: Seconds before its kill from which on readings of a channel were lost, at worst.
        late: Kills that lost older readings than they may: where the machine stood still, if few.
    """

    kills: int = 0
    readings: int = 0
    lost: float = 0.0
    late: int = 0


def kill_recorders(folder: Path, kills: int, seed: int) -> Recorded:
    """Kill a program that records twenty channels ``kills`` times."""
    moments, counts = random.Random(seed), Recorded()
    empty = Definition(pack="tiny", version="1", title=Text(ru="Малый"))
    place = fresh(folder / "records.ktadb", empty)
    with Server("reader.py") as server:
        for _kill in range(kills):
            session = new_id()
            killed_at = _recorded(server, place, session, moments.uniform(*RECORDING))
            _check(_found(place, session), killed_at, counts)
            counts.kills += 1
    return counts


def _recorded(server: Server, place: Place, session: str, seconds: float) -> float:
    """Let it record for a while; return the Unix second of the kill."""
    server.begin(place, session)
    lines = iter(server.line, "dead")
    said = sorted((next(lines), next(lines)))  # in any order: they are two programs
    assert said[1] == "ready"
    threading.Event().wait(seconds)
    killed_at = time.time()
    os.kill(int(said[0].split()[1]), signal.SIGKILL)
    assert list(lines) == []
    return killed_at


def _found(place: Place, session: str) -> Recording:
    ws = workspace.open_with_key(place.path, place.key)
    found = read_recording(ws, session)
    with ws.store.connect() as connection:
        pages = checks.broken_pages(connection)
    ws.close()
    assert pages == []
    return found


def _check(found: Recording, killed_at: float, counts: Recorded) -> None:
    assert len(found) == CHANNELS
    for series in found.values():
        assert np.array_equal(series.values, np.arange(len(series.values)))
        counts.readings += len(series.values)
    lost = killed_at - min(float(series.times[-1]) for series in found.values())
    counts.lost = max(counts.lost, lost)
    counts.late += lost >= LOST
