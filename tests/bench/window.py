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
    return [*_of_opening(ours, bare), *_of_keys(ours, bare), *_of_scrolling(ours, bare)]


def _of_opening(ours: Figures, bare: Figures) -> list[tuple[str, float, str]]:
    return [
        ("open to first paint (goal < 1000)", ours["open"][0], "ms"),
        ("the same, bare table", bare["open"][0], "ms"),
        ("open / bare", ours["open"][0] / bare["open"][0], "×"),
        ("peak memory (goal < 350)", ours["memory"][0], "MB"),
        ("the same, bare table", bare["memory"][0], "MB"),
        ("memory / bare", ours["memory"][0] / bare["memory"][0], "×"),
    ]


def _of_keys(ours: Figures, bare: Figures) -> list[tuple[str, float, str]]:
    key, same = _cut(ours["key"], 99), _cut(bare["key"], 99)
    return [
        ("a key to its paint, p50", _cut(ours["key"], 50), "ms"),
        ("a key to its paint, p99 (goal < 50)", key, "ms"),
        ("the same, processor alone, p99", _cut(ours["key_cpu"], 99), "ms"),
        ("the same, bare table, p99", same, "ms"),
        ("a key / bare, p99", key / same, "×"),
    ]


def _of_scrolling(ours: Figures, bare: Figures) -> list[tuple[str, float, str]]:
    return [
        ("a frame of scrolling, p50", _cut(ours["frame"], 50), "ms"),
        ("the longest frame of scrolling (goal ≤ 50)", max(ours["frame"]), "ms"),
        ("the same, processor alone", max(ours["frame_cpu"]), "ms"),
        ("the same, bare table", max(bare["frame"]), "ms"),
        ("the longest frame / bare", max(ours["frame"]) / max(bare["frame"]), "×"),
        ("another section, p50", _cut(ours["section"], 50), "ms"),
        ("another section, longest", max(ours["section"]), "ms"),
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
