"""``python -m tests.bench.kill``: 560 kills at random moments, and what was lost by them."""

import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.killing import Counts, kill_typists, kill_writers
from tests.e2e.killing_records import Recorded, kill_recorders

KILLS = 250  # of each of the two programs that write answers
RECORDERS = 60


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each count; an AssertionError is a loss."""
    seed = time.time_ns() % 1000
    with tempfile.TemporaryDirectory() as folder:
        writers = kill_writers(Path(folder), KILLS, seed)
        typists = kill_typists(Path(folder), KILLS, seed)
        recorders = kill_recorders(Path(folder), RECORDERS, seed)
    return [("seed of the moments", seed, ""), *_figures(writers, typists), *_recorded(recorders)]


def _figures(writers: Counts, typists: Counts) -> list[tuple[str, float, str]]:
    return [
        ("writers of the services killed", writers.kills, "times"),
        ("answers they were told are stored", writers.acknowledged, "none lost"),
        ("windows killed while typed into", typists.kills, "times"),
        ("answers they showed as saved", typists.acknowledged, "none lost"),
        ("keys pressed in them", typists.keys, ""),
        ("kills whose text was offered back", typists.offered, "times"),
        ("oldest key lost, before its kill", typists.lost, "s (0.5 allowed)"),
        ("longest opening after a kill", typists.opening, "s (1 allowed)"),
    ]


def _recorded(recorders: Recorded) -> list[tuple[str, float, str]]:
    return [
        ("recordings of 20 channels killed", recorders.kills, "times"),
        ("readings on disk, none missing between", recorders.readings, ""),
        ("oldest reading lost, before its kill", recorders.lost, "s (1 allowed)"),
    ]


if __name__ == "__main__":
    for name, figure, unit in run():
        sys.stdout.write(f"  {name:<48} {figure:>10.3f} {unit}\n")
