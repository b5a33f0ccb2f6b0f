"""Kill -9 at 200 random moments of a scripted entry loses no acknowledged answer."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.changes import broken_links, replay
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, workspace
from kta_desktop.storage import audits, checks, definitions, keys

KILLS = 200
PER_WORKSPACE = 20  # kills before a fresh file: what is checked after each grows with the log
LONGEST = 0.03  # seconds from the first answer to the kill
WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """Return a function that makes a closed workspace with one audit."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)

    def make(name):
        profile = Auditor(id=new_id(), name="А")
        ws, _code = workspace.create(tmp_path / f"{name}.ktadb", "p", profile)
        audit = new_id()
        with ws.store.begin() as connection:
            empty = Definition(pack="tiny", version="1", title=Text(ru="Малый"))
            audits.add(connection, audit, definitions.put(connection, empty))
        ws.close()
        return ws.path, ws.store.key, audit

    return make


@pytest.fixture
def writer():
    """Return a function that lets a program write for some time and then kills it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(WRITER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as program:

        def write(path, key, audit, first, seconds):
            """Return the last number that was said to be durable before the kill."""
            program.stdin.write(f"{path} {key.hex()} {audit} {first}\n")
            program.stdin.flush()
            lines = iter(lambda: program.stdout.readline().strip(), "dead")
            said = sorted((next(lines), next(lines)))  # in any order: they are two programs
            assert said[1] == "ready"
            pid = int(said[0].removeprefix("pid "))
            timer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
            timer.start()
            numbers = [int(line) for line in lines]
            timer.join()
            return max(numbers, default=first - 1)

        yield write
        program.stdin.close()


def _check(path, key, audit, last):
    """Check that every answer up to ``last`` is there and that all of it verifies."""
    ws = workspace.open_with_key(path, key)
    log = list(answering.log(ws, audit))
    record = auditing.load(ws, audit)
    with ws.store.connect() as connection:
        pages = checks.broken_pages(connection)
        wrong_contents = list(checks.changed_contents(connection))
        stored = set(connection.exec_driver_sql("SELECT sha256 FROM contents").scalars())
    ws.close()
    lost = [n for n in range(last + 1) if f"q_{n}" not in record.entries]
    named = {v["sha256"] for p, v in record.entries.items() if "#evidence:" in p}
    written = record.entries.get("last", -1)
    assert lost == []
    assert last <= written <= last + 1  # one more may be durable and not yet said
    assert (f"q_{written}" in record.entries) or written == -1
    assert broken_links(log) == []
    assert replay(log).entries == record.entries
    assert (pages, wrong_contents) == ([], [])
    assert named <= stored
    return written


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are POSIX")
@pytest.mark.timeout(300)
def test_that_killing_the_program_loses_no_acknowledged_answer(fresh, writer):
    moments = random.Random(20261122)
    acknowledged = 0
    for kill in range(KILLS):
        if kill % PER_WORKSPACE == 0:
            path, key, audit = fresh(kill)
            written = -1
        seconds = moments.uniform(0, LONGEST)
        last = writer(path, key, audit, written + 1, seconds)
        acknowledged += last - written
        written = _check(path, key, audit, last)
    assert acknowledged > KILLS  # it was killed while writing, not before
