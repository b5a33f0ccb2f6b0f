"""Kills programs that enter answers, at random moments, and looks for what was lost.

Two programs: ``writer`` calls the services as fast as it can, ``typist`` presses keys in the main
window. A kill is counted when the file was opened again and everything promised was found in it.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.changes import broken_links, replay
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, drafts, workspace
from kta_desktop.storage import audits, checks, definitions, keys
from tests.e2e.writer import PLAN

PER_WORKSPACE = 20  # kills before a fresh file: what is checked after each grows with the log
WRITING = 0.03  # seconds from the first answer to the kill, at most
TYPING = 0.9
LOST = 0.5  # seconds: what was typed before that is never lost
HERE = Path(__file__).parent


@dataclass
class Counts:
    """What was tried and found.

    Attributes:
        kills: Kills after which everything promised was there.
        acknowledged: Answers said to be durable before a kill (typist: saved in the window).
        keys: Keys that were pressed.
        offered: Kills whose text in the focused field was offered back at the next start.
        lost: Seconds between the first key that was lost and its kill, at worst.
        late: Kills that lost older keys than they may: where the machine stood still, if few.
        opening: Seconds that opening the workspace and the audit took after a kill, at worst.
    """

    kills: int = 0
    acknowledged: int = 0
    keys: int = 0
    offered: int = 0
    lost: float = 0.0
    late: int = 0
    opening: float = 0.0


@dataclass
class Place:
    """A closed workspace with one audit, and what it is known to hold."""

    path: Path
    key: bytes
    audit: str
    written: int = -1
    kept: list[drafts.Draft] = field(default_factory=list)


def kill_writers(folder: Path, kills: int, seed: int) -> Counts:
    """Kill a writer of the services ``kills`` times."""
    moments, counts = random.Random(seed), Counts()
    empty = Definition(pack="tiny", version="1", title=Text(ru="Малый"))
    with Server("writer.py") as server:
        for kill in range(kills):
            if kill % PER_WORKSPACE == 0:
                place = fresh(folder / f"writer{kill}.ktadb", empty)
            last = _written(server, place, moments.uniform(0, WRITING))
            counts.acknowledged += last - place.written
            _check_written(place, last)
            counts.kills += 1
    return counts


def kill_typists(folder: Path, kills: int, seed: int) -> Counts:
    """Kill a program that is typed into ``kills`` times."""
    from tests.e2e.typist import DEFINITION

    moments, counts = random.Random(seed), Counts()
    with Server("typist.py") as server:
        for kill in range(kills):
            if kill % PER_WORKSPACE == 0:
                place = fresh(folder / f"typist{kill}.ktadb", DEFINITION)
            number = str(seed % 1000 * 1000 + kill)
            _type_and_kill(server, place, number, moments.uniform(0, TYPING), counts)
            counts.kills += 1
    return counts


class Server:
    """A program that forks one that is to be killed for each line it reads."""

    def __init__(self, script: str) -> None:
        """Start the script of this folder."""
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self.program = subprocess.Popen(
            [sys.executable, str(HERE / script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.program.communicate()

    def begin(self, place: Place, more: str) -> None:
        """Let it fork one that works on a workspace."""
        assert self.program.stdin is not None
        self.program.stdin.write(f"{place.path} {place.key.hex()} {place.audit} {more}\n")
        self.program.stdin.flush()

    def line(self) -> str:
        """Return the next line it says."""
        assert self.program.stdout is not None
        return self.program.stdout.readline().strip()


def fresh(path: Path, definition: Definition) -> Place:
    """Make a closed workspace with one audit."""
    with patch.object(keys, "SCRYPT_N", 2**14):
        ws, _code = workspace.create(path, "p", Auditor(id=new_id(), name="А"))
    audit = new_id()
    with ws.store.begin() as connection:
        audits.add(connection, audit, definitions.put(connection, definition))
    ws.close()
    return Place(ws.path, ws.store.key, audit)


def _written(server: Server, place: Place, seconds: float) -> int:
    """Return the last number that was said to be durable before the kill."""
    server.begin(place, str(place.written + 1))
    lines = iter(server.line, "dead")
    said = sorted((next(lines), next(lines)))  # in any order: they are two programs
    assert said[1] == "ready"
    first = int(next(lines))
    killer = threading.Timer(seconds, os.kill, (int(said[0].split()[1]), signal.SIGKILL))
    killer.start()
    numbers = [int(line) for line in lines]
    killer.join()
    return max(numbers, default=first)


def _check_written(place: Place, last: int) -> None:
    """Check that every answer up to ``last`` is there and that all of it verifies."""
    ws = workspace.open_with_key(place.path, place.key)
    log = list(answering.log(ws, place.audit))
    record = auditing.load(ws, place.audit)
    with ws.store.connect() as connection:
        pages = checks.broken_pages(connection)
        wrong = list(checks.changed_contents(connection))
        stored = set(connection.exec_driver_sql("SELECT sha256 FROM contents").scalars())
    ws.close()
    assert [n for n in range(last + 1) if f"q_{n}" not in record.entries] == []
    plan = {record.entries.get(f"@measure/m{row}.opex") for row in range(PLAN)}
    assert len(plan) == 1  # all of an act or nothing
    written: Any = record.entries.get("last", -1)
    assert last <= written <= last + 1  # one more may be durable and not yet said
    assert (f"q_{written}" in record.entries) or written == -1
    assert broken_links(log) == []
    assert replay(log).entries == record.entries
    assert (pages, wrong) == ([], [])
    named = {v["sha256"] for p, v in record.entries.items() if "#evidence:" in p}  # type: ignore[index, call-overload]  # the writer wrote objects
    assert named <= stored
    place.written = written


def _type_and_kill(
    server: Server, place: Place, number: str, seconds: float, counts: Counts
) -> None:
    server.begin(place, number)
    killed = _Killer(seconds)
    said = list(_said(server, killed))
    offer = next((line["offer"] for line in said if "offer" in line), None)
    assert offer is not None
    assert sorted(offer) == sorted([one.path, one.text] for one in place.kept)
    counts.offered += bool(place.kept)
    typed = [line for line in said if "key" in line]
    counts.keys += len(typed)
    texts = _reopened(place, said, counts)
    gone = [line["at"] for line in typed if not any(text.startswith(line["key"]) for text in texts)]
    lost = killed.at - min(gone, default=killed.at)
    counts.lost = max(counts.lost, lost)
    counts.late += lost >= LOST


class _Killer:
    """Kills a program some time after it is ready."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.at = 0.0

    def start(self, pid: int) -> threading.Timer:
        timer = threading.Timer(self._seconds, self._kill, (pid,))
        timer.start()
        return timer

    def _kill(self, pid: int) -> None:
        self.at = time.monotonic()
        os.kill(pid, signal.SIGKILL)


def _said(server: Server, killer: _Killer) -> Iterator[dict[str, Any]]:
    """Yield what a typist said before it was killed; its last line may be half a one."""
    pid, timer = 0, None
    while True:
        text = server.line()
        try:
            line = json.loads(text)
        except ValueError:
            if "dead" in text:
                break
            continue
        if "dead" in line:
            break
        pid = line.get("pid", pid)
        if "ready" in line:
            assert pid
            timer = killer.start(pid)
        yield line
    assert timer is not None, "the typist never got ready"
    timer.join()


def _reopened(place: Place, said: list[dict[str, Any]], counts: Counts) -> list[str]:
    """Check what the window called saved; return every text that is in the workspace."""
    from tests.e2e.typist import text_of

    before = time.perf_counter()
    ws = workspace.open_with_key(place.path, place.key)
    record = auditing.load(ws, place.audit)
    place.kept = list(drafts.kept(ws, place.audit))
    counts.opening = max(counts.opening, time.perf_counter() - before)
    log = list(answering.log(ws, place.audit))
    ws.close()
    assert broken_links(log) == []
    assert replay(log).entries == record.entries
    texts: dict[str, set[str]] = {}
    for change in log:
        texts.setdefault(change.path, set()).add(text_of(change.after))
    saved = [line["saved"] for line in said if "saved" in line]
    for path, text in (saved[-1] if saved else {}).items():
        assert text in texts[path]
    counts.acknowledged += len({(p, t) for each in saved for p, t in each.items() if t})
    in_log = [text for each in texts.values() for text in each]
    return in_log + [draft.text for draft in place.kept]
