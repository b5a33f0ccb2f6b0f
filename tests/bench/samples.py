"""Storing and reading readings in the encrypted workspace, against the same bytes bare."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import workspace
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import samples
from kta_desktop.storage.engine import connect_file
from kta_desktop.storage.samples import Readings

MILLION = 1_000_000
WEEK = 7 * 24 * 3600  # readings of a channel at 1 Hz
CHANNELS = 10
POINTS = 1200  # as wide as a chart
STORE_GOAL = 1.0  # million readings a second
READ_GOAL = 100.0  # ms for a million
_ROUNDS = 7
_SECONDS = 200
_START = 1_795_341_600_000
_PART = 4096  # readings whose bytes are compressed together, as the store does


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement; the floors go turn by turn with them."""
    with _places() as (ws, bare):
        week = _week(ws)
        return [*_million(ws, bare), *week, *_second(ws, bare)]


@contextmanager
def _places() -> Iterator[tuple[Workspace, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        profile = Auditor(id=new_id(), name="Bench")
        ws, _code = workspace.create(Path(folder) / "bench.ktadb", "bench", profile)
        with closing(connect_file(Path(folder) / "bare.db", ws.store.key)) as bare:
            bare.execute("CREATE TABLE part (id INTEGER PRIMARY KEY, n INTEGER, data BLOB)")
            yield ws, bare
        ws.close()


def _readings(size: int) -> Readings:
    """Return readings as a gas analyser gives them: a wandering value to two digits."""
    wander = np.cumsum(np.random.default_rng(5).normal(0, 0.05, size))
    values = np.round(300 + wander, 2)
    times = _START + 1000 * np.arange(size, dtype=np.int64)
    return Readings(times, values, np.zeros(size, np.uint8))


def _million(ws: Workspace, bare: Any) -> Iterator[tuple[str, float, str]]:
    readings = _readings(MILLION)
    stored, floor, read, bytes_read = [], [], [], []
    for number in range(_ROUNDS):
        session = f"million{number}"
        stored.append(_timed(lambda s=session: _store(ws, s, readings)))  # type: ignore[misc]
        floor.append(_timed(lambda n=number: _insert(bare, n, readings)))  # type: ignore[misc]
        read.append(_timed(lambda s=session: _read(ws, s)))  # type: ignore[misc]
        bytes_read.append(_timed(lambda n=number: _select(bare, n)))  # type: ignore[misc]
    per_second = MILLION / 1e3 / statistics.median(stored)
    yield f"readings stored (goal ≥ {STORE_GOAL:g})", per_second, "million/s"
    yield "storing them against zstd and a bare insert", _ratio(stored, floor), "×"
    yield f"a million readings read (goal ≤ {READ_GOAL:g})", statistics.median(read), "ms"
    yield "reading them against the bytes, bare", _ratio(read, bytes_read), "×"


def _week(ws: Workspace) -> list[tuple[str, float, str]]:
    readings = _readings(WEEK)
    day = slice(3 * 24 * 3600, 4 * 24 * 3600)
    one = Readings(readings.times_ms[day], readings.values[day], readings.flags[day])
    for channel in range(CHANNELS):
        _store(ws, "week", readings, f"c{channel}")
        _store(ws, "day", one, f"c{channel}")
    hour = int(readings.times_ms[day.start]), int(readings.times_ms[day.start + 3600])
    times = {
        "week": [_timed(lambda: _overview(ws, "week")) for _round in range(_ROUNDS)],
        "day": [_timed(lambda: _overview(ws, "day")) for _round in range(_ROUNDS)],
        "hour": [_timed(lambda: _overview(ws, "week", *hour)) for _round in range(_ROUNDS)],
    }
    shown = statistics.median(times["week"])
    return [
        (f"a week of {CHANNELS} channels in {POINTS} points", shown, "ms"),
        ("a week against a day in as many points", _ratio(times["week"], times["day"]), "×"),
        ("an hour of the week against that day", _ratio(times["hour"], times["day"]), "×"),
    ]


def _second(ws: Workspace, bare: Any) -> Iterator[tuple[str, float, str]]:
    """A second of ten channels, durable: with what is rolled meanwhile."""
    readings = _readings(_SECONDS)
    kept, floor = [], []
    for second in range(_SECONDS):
        part = slice(second, second + 1)
        one = Readings(readings.times_ms[part], readings.values[part], readings.flags[part])
        kept.append(_timed(lambda one=one: _keep(ws, one)))  # type: ignore[misc]
        floor.append(
            _timed(lambda: bare.execute("INSERT INTO part (data) VALUES (?)", (b"x" * 400,)))
        )
    yield f"a second of {CHANNELS} channels durable, p50", statistics.median(kept), "ms"
    yield "a second against a bare commit of its bytes", _ratio(kept, floor), "×"


def _store(ws: Workspace, session: str, readings: Readings, channel: str = "nox") -> None:
    with ws.store.begin() as connection:
        samples.append(connection, session, channel, readings)


def _read(ws: Workspace, session: str) -> None:
    with ws.store.connect() as connection:
        found = samples.read(connection, session, "nox")
    assert len(found.values) == MILLION


def _overview(
    ws: Workspace, session: str, since: int | None = None, until: int | None = None
) -> None:
    with ws.store.connect() as connection:
        for channel in range(CHANNELS):
            name = f"c{channel}"
            found = samples.overview(connection, session, name, since, until, POINTS)
            assert len(found.times_ms) > POINTS / 2


def _keep(ws: Workspace, readings: Readings) -> None:
    with ws.store.begin() as connection:
        for channel in range(CHANNELS):
            samples.append(connection, "live", f"c{channel}", readings)


def _insert(bare: Any, number: int, readings: Readings) -> None:
    """Compress the same columns part by part and insert them in one transaction."""
    press = zstandard.ZstdCompressor(level=3)
    columns = readings.times_ms, readings.values, readings.flags
    parts = (slice(start, start + _PART) for start in range(0, MILLION, _PART))
    rows = (
        (number, press.compress(b"".join(column[part].tobytes() for column in columns)))
        for part in parts
    )
    bare.execute("BEGIN")
    bare.executemany("INSERT INTO part (n, data) VALUES (?, ?)", rows)
    bare.execute("COMMIT")


def _select(bare: Any, number: int) -> None:
    """Read the bytes back, decompress them and look at them as numbers."""
    press = zstandard.ZstdDecompressor()
    rows = bare.execute("SELECT data FROM part WHERE n = ? ORDER BY id", (number,)).fetchall()
    seen = 0
    for (data,) in rows:
        raw = press.decompress(data)
        count = len(raw) // 17
        np.frombuffer(raw, "<i8", count)
        seen += len(np.frombuffer(raw, "<f8", count, 8 * count))
    assert seen == MILLION


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _ratio(ours: list[float], floor: list[float]) -> float:
    return statistics.median(ours) / statistics.median(floor)
