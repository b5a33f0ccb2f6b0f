"""``python -m tests.bench.kill``: 500 kills at random moments, and what was lost by them."""

import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.killing import Counts, kill_typists, kill_writers

KILLS = 250  # of each of the two programs


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each count; an AssertionError is a loss."""
    seed = time.time_ns() % 1000
    with tempfile.TemporaryDirectory() as folder:
        writers = kill_writers(Path(folder), KILLS, seed)
        typists = kill_typists(Path(folder), KILLS, seed)
    return [("seed of the moments", seed, ""), *_figures(writers, typists)]


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


if __name__ == "__main__":
    for name, figure, unit in run():
        sys.stdout.write(f"  {name:<48} {figure:>10.3f} {unit}\n")
