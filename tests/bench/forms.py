"""How fast a large form is opened and edited, also against ``@getodk/xforms-engine`` under Node.

Times of ours alone are of the processor, so that they do not depend on what else the machine
does; side by side the clock on the wall is read for both. Both engines get the same form
(``large_form``), by way of pyxform, with the same answers and the same edits, and have to come to
the same total.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.definition import Definition
from kta_desktop.forms.state import FormState
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.load import load
from kta_desktop.paths import RESOURCES
from kta_desktop.services import filling, packs
from tests.bench import large_form

Figure = tuple[str, float, str]
Clock = Callable[[], float]

CPU, WALL = time.thread_time, time.perf_counter

EDITS = 2_000
SHARED_EDITS = 160  # with the other engine, whose slow ones take seconds
ROUNDS = 7
_HERE = Path(__file__).resolve().parent
_BUILD = _HERE.parents[1] / "build" / "xforms"
_PACKAGES = ("@getodk/xforms-engine@0.22.0", "jsdom@26.1.0")


@dataclass(frozen=True, slots=True)
class _Run:
    """What one engine took for opening the form and for each edit, in ms, and its total."""

    load: float
    edits: Sequence[float]
    total: str


def run() -> list[Figure]:
    """Return name, figure and unit of each measurement."""
    ours = _ours()
    figures = [*_alone(), *_packs()]
    theirs = _theirs()
    if theirs is None:
        return figures
    if theirs.total != ours.total:
        sys.stdout.write(f"  the engines differ: {ours.total} and {theirs.total}\n")
    return figures + _side_by_side(ours, theirs)


def _alone() -> list[Figure]:
    definition, entries = large_form.definition(), large_form.entries()
    full = statistics.median(
        _timed(lambda: filling.form(definition, entries), CPU) for _ in range(ROUNDS)
    )
    edits = _edited(filling.form(definition, entries), EDITS, CPU)
    cuts = statistics.quantiles(edits, n=100)
    return [
        (f"questions {len(definition.questions)}, full recompute (goal < 150)", full, "ms"),
        ("one edit recomputed, p50", cuts[49], "ms"),
        ("one edit recomputed, p99 (goal < 5)", cuts[98], "ms"),
    ]


def _packs() -> list[Figure]:
    """Time the largest shipped pack: compiled, and loaded compiled by a process of its own."""
    largest = max(packs.available(), key=lambda info: info.questions)
    folder = RESOURCES / "packs" / largest.id
    compiling = min(_timed(lambda: compile_pack(load(folder)), CPU) for _ in range(3))
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"KTA_CACHE_DIR": cache}
        command = [sys.executable, str(_HERE / "load_pack.py"), folder.name]
        took = [
            float(subprocess.check_output(command, env=environment, text=True))
            for _ in range(ROUNDS)
        ]
    return [
        (f"pack {folder.name} compiled (goal < 1000)", compiling, "ms"),
        ("the same loaded compiled (goal < 50)", statistics.median(took[1:]), "ms"),
    ]


def _ours() -> _Run:
    """Open the form from its document, as a process that has never seen it does, and edit it."""
    document = canonical_json(large_form.definition().to_json())
    began = time.perf_counter()
    state = filling.form(Definition.from_json(json.loads(document)), large_form.entries())
    opened = (time.perf_counter() - began) * 1000
    edits = _edited(state, SHARED_EDITS)
    return _Run(opened, edits, str(state.value("all_flows")))


def _edited(state: FormState, count: int, clock: Clock = WALL) -> list[float]:
    given = [(address, _entry(address, value)) for address, value in large_form.edits(count)]
    return [_timed(partial(state.apply, address, entry), clock) for address, entry in given]


def _entry(address: str, value: str) -> JsonValue:
    return {"value": value} if address == "region" else {"text": value, "value": value}


def _timed(work: Callable[[], object], clock: Clock) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000


def _theirs() -> _Run | None:
    """Run the other engine; None, with a line that says why, where it cannot be run."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        sys.stdout.write("  without @getodk/xforms-engine: Node and npm are not installed\n")
        return None
    if not _is_installed():
        sys.stdout.write("  without @getodk/xforms-engine: npm could not install it\n")
        return None
    from pyxform.xls2xform import convert

    form, edits = _BUILD / "form.xml", _BUILD / "edits.json"
    form.write_text(convert(xlsform=large_form.workbook()).xform, "utf-8")
    shared = [(_place(address), value) for address, value in large_form.edits(SHARED_EDITS)]
    edits.write_text(json.dumps(shared), "utf-8")
    command = [
        "node",
        "--max-old-space-size=3500",
        str(_HERE / "xforms" / "edits.mjs"),
        form,
        edits,
    ]
    done = subprocess.run(
        command, check=False, cwd=_BUILD, capture_output=True, text=True, timeout=1200
    )
    if done.returncode:
        sys.stdout.write(f"  without @getodk/xforms-engine: {done.stderr.strip()[-200:]}\n")
        return None
    found = json.loads(done.stdout.splitlines()[-1])
    return _Run(found["load"], found["edits"], str(found["total"]))


def _place(address: str) -> str:
    """Return the name by which the script finds a node: in the repeat, behind its number."""
    names = address.split("/")
    return names[0] if len(names) == 1 else f"{names[1].removeprefix('i')}/{names[2]}"


def _is_installed() -> bool:
    if (_BUILD / "node_modules" / "@getodk" / "xforms-engine").is_dir():
        return True
    _BUILD.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(_BUILD), *_PACKAGES]
    return subprocess.run(command, check=False, capture_output=True, timeout=600).returncode == 0


def _side_by_side(ours: _Run, theirs: _Run) -> list[Figure]:
    figures = [
        ("opened from its document", ours.load, "ms"),
        ("opened by xforms-engine", theirs.load, "ms"),
        ("opening, xforms-engine against ours", theirs.load / ours.load, "×"),
    ]
    ours_cuts = statistics.quantiles(ours.edits, n=100)
    their_cuts = statistics.quantiles(theirs.edits, n=100)
    for place, which in ((49, "p50"), (98, "p99")):
        one, other = ours_cuts[place], their_cuts[place]
        figures += [
            (f"same edits, {which}", one, "ms"),
            (f"same edits by xforms-engine, {which}", other, "ms"),
            (f"edits, xforms-engine against ours, {which}", other / one, "×"),
        ]
    return figures
