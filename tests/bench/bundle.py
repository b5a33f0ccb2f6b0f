"""How fast 1 GB of evidence is packed, signed and checked, against hashing the same bytes once.

Each step runs in a process of its own, turn by turn with the floors; the best of its turns counts,
so that what else the machine does slows all alike. Packing ends with reading the file back from the
disk, which is verifying it: given with and without. Evidence lies enciphered in the workspace:
reading it out, on two threads and for nothing, is the second floor, below which no packing gets;
writing as many bytes plainly is the third, and packing into memory tells what the program takes.
Processor times are compared as well: other programs disturb them less.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bundle_child import FILE_BYTES, FILES

Row = tuple[str, float, str]
Figures = dict[str, float]
GOAL, MEMORY_GOAL_MB = 0.5, 150
TURNS = 3
_MEGABYTES = FILES * FILE_BYTES / 1e6
_STEPS = ("build", "hash", "read", "write", "memory", "verify")


def run() -> Iterator[Row]:
    """Yield name, figure and unit of each measurement."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _child("make", folder)
        turns = [{step: _child(step, folder) for step in _STEPS} for _turn in range(TURNS)]
        opened = _child("open", folder)
    steps = tuple(step for step in _STEPS if turns[0][step])  # not every system has each
    best = {step: min((turn[step] for turn in turns), key=_seconds) for step in steps}
    speed = {step: _MEGABYTES / _seconds(found) for step, found in best.items()}
    yield f"{FILES} files, {_MEGABYTES:.0f} MB: hashed once", speed["hash"], "MB/s"
    yield "deciphered by SQLCipher on two threads", speed["read"], "MB/s"
    yield "the same / hashed once", speed["read"] / speed["hash"], "×"
    packed = _MEGABYTES / min(turn["build"]["packed"] for turn in turns)
    yield "packed, signed, lying on the disk", packed, "MB/s"
    yield f"packed / hashed once (goal ≥ {GOAL:g})", packed / speed["hash"], "×"
    yield "packed / deciphered only", packed / speed["read"], "×"
    yield "written plainly and held by the disk", speed["write"], "MB/s"
    yield "the same / hashed once", speed["write"] / speed["hash"], "×"
    yield "packed / written plainly", packed / speed["write"], "×"
    if "memory" in speed:
        quick = _MEGABYTES / min(turn["memory"]["packed"] for turn in turns)
        yield "packed into memory, without a disk / hashed once", quick / speed["hash"], "×"
    yield "packed, signed, read back from the disk", speed["build"], "MB/s"
    yield "packed and read back / hashed once", speed["build"] / speed["hash"], "×"
    yield "of packing, setting the sheet", best["build"]["sheet"], "s"
    least = {step: min(turn[step]["cpu"] for turn in turns) for step in steps}
    work = least["build"] - best["build"]["sheet"]
    yield "work of packing but for it / deciphering, hashing", work / _floor(least), "×"
    yield f"verified / hashed once (goal ≥ {GOAL:g})", speed["verify"] / speed["hash"], "×"
    yield "taken into an empty workspace", _MEGABYTES / _seconds(opened), "MB/s"
    for step in ("build", "verify"):
        most = max(turn[step]["memory"] for turn in turns)
        yield f"peak memory of {step} (goal < {MEMORY_GOAL_MB})", most, "MB"
    yield "peak memory of taking in", opened["memory"], "MB"


def _floor(least: Figures) -> float:
    """Return the processor time without which nothing can be packed and read back."""
    return least["read"] + least["hash"]


def _seconds(found: Figures) -> float:
    return found["seconds"]


def _child(step: str, folder: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.bundle_child", step, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found: Figures = json.loads(run.stdout)
    return found


if __name__ == "__main__":
    for title, figure, unit in run():
        sys.stdout.write(f"  {title:<48} {figure:>10.3f} {unit}\n")
