"""How long a stored edit takes to be durable, against a bare SQLCipher commit of the same size."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, definitions
from kta_desktop.storage.engine import connect_file

ROUNDS = 1500
GOAL = 2.0  # times a bare commit, p50
_WARM_UP = 100


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement.

    Both commits go to files of their own in one folder, with the same key and pragmas, turn by
    turn, so that whatever else the machine does slows both alike.
    """
    with tempfile.TemporaryDirectory() as folder:
        profile = Auditor(id=new_id(), name="Bench")
        ws, _code = workspace.create(Path(folder) / "bench.ktadb", "bench", profile)
        try:
            return _figures(*_measured(ws, Path(folder) / "bare.db"))
        finally:
            ws.close()


def _measured(ws: Workspace, bare_file: Path) -> tuple[list[float], list[float]]:
    audit = _audit(ws)
    with closing(connect_file(bare_file, ws.store.key)) as bare:
        bare.execute("CREATE TABLE row (n INTEGER PRIMARY KEY, data TEXT NOT NULL)")
        insert = "INSERT INTO row (data) VALUES (?)"
        data = "x" * _bytes_of_an_edit(ws, audit)
        edits: list[float] = []
        commits: list[float] = []
        for number in range(ROUNDS + _WARM_UP):
            edits.append(_timed(lambda n=number: _edit(ws, audit, n)))  # type: ignore[misc]
            commits.append(_timed(lambda: bare.execute(insert, (data,))))
    return edits[_WARM_UP:], commits[_WARM_UP:]


def _audit(ws: Workspace) -> str:
    audit = new_id()
    with ws.store.begin() as connection:
        empty = Definition(pack="bench", version="1", title=Text(ru="Замер"))
        audits.add(connection, audit, definitions.put(connection, empty))
    return audit


def _edit(ws: Workspace, audit: str, number: int) -> None:
    """Store what an auditor types: a number with its unit and origin, in one of 150 questions."""
    answer = {
        "text": f"{number},5",
        "value": f"{number}.5",
        "unit": "mg/Nm3",
        "origin": "measured_auditor",
    }
    answering.store(ws, audit, [Edit(f"q_{number % 150:03d}", answer)])


def _bytes_of_an_edit(ws: Workspace, audit: str) -> int:
    _edit(ws, audit, 0)
    _edit(ws, audit, 150)
    *_before, change = answering.log(ws, audit)
    return len(json.dumps(change.to_json()))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _figures(edits: list[float], commits: list[float]) -> list[tuple[str, float, str]]:
    figures = []
    for name, times in (("stored edit", edits), ("bare SQLCipher commit", commits)):
        cuts = statistics.quantiles(times, n=100)
        figures += [(f"{name}, p50", cuts[49], "ms"), (f"{name}, p99", cuts[98], "ms")]
    for place, which in ((0, "p50"), (1, "p99")):
        ratio = figures[place][1] / figures[place + 2][1]
        figures.append((f"stored edit against bare commit, {which} (goal ≤ {GOAL:g})", ratio, "×"))
    return figures
