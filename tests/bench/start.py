"""How soon the first window stands, and what it weighs, against a bare window on the same file."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kta_desktop.services import demo

ROUNDS = 9
GOAL = 1.3  # times the bare window
_HERE = Path(__file__).resolve().parent


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement.

    Programs are started in turns, as whole processes; times run from the start of the process to
    the first painted window, medians are taken, and ratios pair by pair.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = demo.prepare(Path(folder) / "demo")
        key = _key(prepared)
        bare, first = [], []
        for _ in range(ROUNDS + 1):
            bare.append(_child("bare_window.py", prepared.path, key))
            first.append(_child("first_window.py", prepared.path, key))
        return _figures(bare[1:], first[1:])


def _key(prepared: demo.Prepared) -> str:
    from kta_desktop.services import workspace

    ws = workspace.open_workspace(prepared.path, prepared.passphrase)
    try:
        return ws.store.key.hex()
    finally:
        ws.close()


def _child(script: str, path: Path, key: str) -> dict[str, float]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "KTA_CONFIG_DIR": str(path.parent)}
    command = [sys.executable, str(_HERE / script), str(path), key, repr(time.time())]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment, timeout=60
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _figures(
    bare: list[dict[str, float]], ours: list[dict[str, float]]
) -> list[tuple[str, float, str]]:
    def middle(rows: list[dict[str, float]], name: str) -> float:
        return statistics.median(row[name] for row in rows)

    ratios = [b["window"] / a["window"] for a, b in zip(bare, ours, strict=True)]
    return [
        ("bare window on the same file", middle(bare, "window"), "s"),
        ("first window", middle(ours, "window"), "s"),
        (f"first window / bare (goal ≤ {GOAL})", statistics.median(ratios), "×"),
        ("passphrase can be typed", middle(ours, "ready"), "s"),
        ("list of audits, file opened by key", middle(ours, "list"), "s"),
        ("peak memory, bare window", middle(bare, "memory"), "MB"),
        ("peak memory, first window", middle(ours, "memory"), "MB"),
        ("peak memory, list of audits", middle(ours, "memory_list"), "MB"),
    ]
