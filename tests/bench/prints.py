"""How long verifying a print takes in a log of 20 000 changes, against reading the log's hashes."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id, short_code
from kta_desktop.services import answering, prints, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, definitions
from kta_desktop.storage.engine import driver

CHANGES, PLACES = 20_000, 2_000
ROUNDS = 5
GOAL = 4.0  # times the floor
GOAL_NEWEST = 10.0
GOAL_OLDEST = 30.0  # everything changed since: all of it is replayed


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Auditor(id=new_id(), name="Bench")
        ws, _code = workspace.create(Path(folder) / "bench.ktadb", "bench", profile)
        try:
            return _figures(ws)
        finally:
            ws.close()


def _figures(ws: Workspace) -> list[tuple[str, float, str]]:
    hashes = _filled(ws)
    floor = _least(lambda: _read(ws))
    unknown = _least(lambda: prints.verify(ws, f"KTA1;A;{'0' * 16};{'0' * 16}"))
    newest = _least(lambda: prints.verify(ws, short_code(hashes[-1])))
    oldest = _least(lambda: prints.verify(ws, short_code(hashes[0])))
    return [
        (f"code of no audit, {CHANGES:,} changes", unknown * 1000, "ms"),
        (f"against reading the hashes (goal ≤ {GOAL:.0f})", unknown / floor, "×"),
        (f"code of the present state (goal ≤ {GOAL_NEWEST:.0f})", newest / floor, "×"),
        (f"code of the first state (goal ≤ {GOAL_OLDEST:.0f})", oldest / floor, "×"),
        ("the same", oldest * 1000, "ms"),
    ]


def _filled(ws: Workspace) -> list[str]:
    """Write the log and return the hash of each change."""
    audit = new_id()
    with ws.store.begin() as connection:
        empty = Definition(pack="bench", version="1", title=Text(ru="Замер"))
        audits.add(connection, audit, definitions.put(connection, empty))
    edits = [Edit(f"@fact/f{n % PLACES}", {"text": str(n)}) for n in range(CHANGES)]
    return [change.hash for change in answering.store(ws, audit, edits)]


def _read(ws: Workspace) -> None:
    with ws.store.connect() as connection:
        driver(connection).execute("SELECT hash FROM changes").fetchall()


def _least(work: Callable[[], object]) -> float:
    """Return the least time of some rounds in seconds."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)
