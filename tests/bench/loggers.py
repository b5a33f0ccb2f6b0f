"""How fast logger files are read and imported, and in how much memory, against plain reading.

The floor is what a script would do: ``csv.reader`` and ``float`` of every value, without times,
flags and account. Both read the same file, turn by turn.
"""

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kta_desktop.measurement.loggers import read, understand

ROWS = 120_000
COLUMNS = 8
ROUNDS = 5
GOAL_READ = 1.5  # times the floor
GOAL_UNDERSTAND_MS = 1000.0
GOAL_MEMORY_MB = 40.0  # more for a file ten times as large
_PEAK = """
import resource, sys
from pathlib import Path
from kta_desktop.measurement.loggers import read, understand
path = Path(sys.argv[1])
for batch in read(path, understand(path)):
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.csv", Path(folder) / "large.csv"
        _write(small, ROWS)
        _write(large, 10 * ROWS)
        ours, floor = _turns(small)
        more = (_peak_kb(large) - _peak_kb(small)) / 1024
        looking = statistics.median(_timed(lambda: understand(large)) for _ in range(ROUNDS))
        rate = ROWS / ours
        return [
            (f"reading, times csv.reader + float (goal {GOAL_READ})", ours / floor, "×"),
            ("rows of 8 values read", rate / 1000, "thousand/s"),
            (f"understanding 90 MB (goal {GOAL_UNDERSTAND_MS:.0f})", looking * 1000, "ms"),
            (f"memory more for 10 × the file (goal {GOAL_MEMORY_MB:.0f})", more, "MB"),
        ]


def _write(path: Path, count: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with path.open("w", encoding="cp1251", newline="") as file:
        names = ";".join(f"Канал {number}, мг/м3" for number in range(COLUMNS))
        file.write(f"Дата и время;{names}\r\n")
        for row in range(count):
            at = start + timedelta(seconds=row)
            values = (f"{(row * 7 + column * 13) % 5000 / 10:.2f}" for column in range(COLUMNS))
            file.write(f"{at:%d.%m.%Y %H:%M:%S};{';'.join(values)}\r\n")


def _turns(path: Path) -> tuple[float, float]:
    """Return the seconds of our reading and of the floor, the medians of turns."""
    understood = understand(path)
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: sum(len(batch.lines) for batch in read(path, understood))))
        floor.append(_timed(lambda: _plain(path)))
    return statistics.median(ours), statistics.median(floor)


def _plain(path: Path) -> int:
    count = 0
    with path.open(encoding="cp1251", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        for row in rows:
            count += len([float(cell) for cell in row[1:]])
    return count


def _peak_kb(path: Path) -> int:
    words = [sys.executable, "-c", _PEAK, str(path)]
    return int(subprocess.run(words, capture_output=True, check=True, text=True).stdout)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
