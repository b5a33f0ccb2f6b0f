"""Work in the window of a large audit, against a bare table of Qt with the same rows."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from kta_desktop.services import workspace
from tests.bench import large_audit

Figures = dict[str, list[float]]


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.ktadb"
        audit = large_audit.prepare(path)
        ws = workspace.open_workspace(path, "bench")
        key = ws.store.key.hex()
        ws.close()
        ours, bare = (_child(which, path, key, audit) for which in ("ours", "bare"))
    return [
        ("open to first paint (goal < 1000)", ours["open"][0], "ms"),
        ("the same, bare table", bare["open"][0], "ms"),
        ("a key to its paint, p50", _cut(ours["key"], 50), "ms"),
        ("a key to its paint, p99 (goal < 50)", _cut(ours["key"], 99), "ms"),
        ("the same, bare table, p99", _cut(bare["key"], 99), "ms"),
        ("a frame of scrolling, p50", _cut(ours["frame"], 50), "ms"),
        ("the longest frame of scrolling (goal ≤ 50)", max(ours["frame"]), "ms"),
        ("the same, bare table", max(bare["frame"]), "ms"),
        ("another section, p50", _cut(ours["section"], 50), "ms"),
        ("another section, longest", max(ours["section"]), "ms"),
        ("peak memory (goal < 350)", ours["memory"][0], "MB"),
        ("the same, bare table", bare["memory"][0], "MB"),
    ]


def _child(which: str, path: Path, key: str, audit: str) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.large_window", which, str(path), key, audit],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: Figures = json.loads(done.stdout)
    return found


def _cut(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]
