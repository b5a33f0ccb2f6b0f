"""How long a sheet of a hundred pages takes, against typst, fpdf2 and WeasyPrint.

All set the same texts in the same tables, the same photographs, figures and code, with the same
heads and feet, turn by turn in processes of their own; the least of their turns counts. We start
from the stored audit, the others from the content that we worked out of it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.bench import sheet_audit

Row = tuple[str, float, str]
Figures = dict[str, float]
TURNS = 3
PEERS = (("typst", 2.5), ("fpdf2", 1.0), ("weasyprint", 1.0))
MEMORY_GOAL_MB, GAP_GOAL_MS, CANCEL_GOAL_S = 400, 50, 0.2
_PAGES = 100


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    ours, peers = _turns()
    if ours["pages"] < _PAGES:
        message = f"the sheet has {ours['pages']:.0f} pages only: make the audit larger"
        raise ValueError(message)
    pages = f"{ours['pages']:.0f} pages, {sheet_audit.PHOTOGRAPHS} photographs"
    yield f"{pages}, {sheet_audit.CHARTS} charts", ours["seconds"], "s"
    for name, goal in PEERS:
        yield from _against(name, goal, ours, peers[name])
    yield f"peak memory (goal < {MEMORY_GOAL_MB})", ours["memory"], "MB"
    yield "size of the file", ours["bytes"] / 1e6, "MB"
    yield from _in_the_window()
    rows = _child("rows")
    yield (
        f"table of {sheet_audit.LONG_TABLE:,} rows, {rows['pages']:.0f} pages",
        rows["seconds"],
        "s",
    )
    yield "against the hundred pages, page for page", _each(rows) / _each(ours), "×"


def _turns() -> tuple[Figures, dict[str, Figures]]:
    """Return the best turn of ours and of each peer; the slowest peer has one turn."""
    ours = [_child("ours")]
    peers = {name: [_child(name)] for name, _goal in PEERS}
    for _turn in range(TURNS - 1):
        ours.append(_child("ours"))
        for name in ("typst", "fpdf2"):
            peers[name].append(_child(name))
    return _best(ours), {name: _best(turns) for name, turns in peers.items()}


def _best(turns: list[Figures]) -> Figures:
    return min(turns, key=lambda found: found.get("seconds", 0.0))


def _against(name: str, goal: float, ours: Figures, peer: Figures) -> Iterator[Row]:
    if "missing" in peer:
        yield f"{name} cannot be loaded here", 0.0, "-"
        return
    yield f"{name}, {peer['pages']:.0f} pages", peer["seconds"], "s"
    sign = "≤" if goal > 1 else "<"
    yield f"ours / {name} (goal {sign} {goal:g})", ours["seconds"] / peer["seconds"], "×"


def _in_the_window() -> Iterator[Row]:
    found = _child("window")
    yield "gap of the interface thread meanwhile, p50", found["p50"], "ms"
    yield f"the same, p99 (goal < {GAP_GOAL_MS})", found["p99"], "ms"
    yield "the same, while a bare loop runs instead, p99", found["bare"], "ms"
    yield "a sheet / a bare loop, p99", found["p99"] / found["bare"], "×"
    yield "the longest gap while a sheet is set", found["longest"], "ms"
    yield f"cancel answered, longest (goal < {CANCEL_GOAL_S})", found["cancel"], "s"


def _each(found: Figures) -> float:
    return found["seconds"] / found["pages"]


def _child(which: str) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.sheet_child", which],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: Figures = json.loads(done.stdout)
    return found
