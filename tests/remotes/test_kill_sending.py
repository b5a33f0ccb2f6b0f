"""A laptop killed with -9 at 200 random moments while it sends: nothing lost, nothing doubled."""

import hashlib
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.services import auditing, receiving, register, workspace
from kta_desktop.storage import keys
from tests.remotes.laptop import Laptop
from tests.servers.dav import Dav

pytestmark = [pytest.mark.remotes, pytest.mark.timeout(900)]
KILLS = int(os.environ.get("KTA_KILLS", "100"))
LONGEST_S = 0.5  # of a child before it is killed; the next one goes on where it stopped


class Slow(Dav):
    """A server that takes its time for what it is sent."""

    def answer(self, asked):
        if asked.command == "PUT":
            threading.Event().wait(0.004)
        super().answer(asked)


class Folder:
    """A folder as a place, and what lies in it."""

    def __init__(self, root):
        self.root = root
        self.url = str(root)

    def files(self):
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }


class Line:
    """A place of the slow server, and what lies in it."""

    def __init__(self, server):
        self._server = server
        self.url = f"{server.url}/place"

    def files(self):
        return {
            name.removeprefix("/place/"): data
            for name, data in dict(self._server.files).items()
            if name.startswith("/place/") and "/." not in name
        }


@pytest.fixture(params=["folder", "line"])
def place(request, tmp_path):
    """Return a place of delivery that is empty."""
    if request.param == "folder":
        (tmp_path / "place").mkdir()
        yield Folder(tmp_path / "place")
        return
    with Slow() as server:
        server.folders.add("/place")
        yield Line(server)


@pytest.fixture
def laptop(tmp_path):
    """Return a laptop that was never used."""
    (tmp_path / "laptop").mkdir()
    made = Laptop(tmp_path / "laptop" / "w.ktadb")
    yield made
    made.close()


def manifests(files):
    """Return what each manifest says, after every object of it was found whole."""
    found = {}
    for name, data in files.items():
        if not name.startswith("bundles/"):
            continue
        said = found[name] = json.loads(data)["payload"]
        for file in said["files"]:
            whole = b""
            for part in file.get("parts") or [file]:
                held = files[f"objects/{part['sha256'][:2]}/{part['sha256']}"]
                assert hashlib.sha256(held).hexdigest() == part["sha256"]
                whole += held
            assert hashlib.sha256(whole).hexdigest() == file["sha256"]
    return found


def check(place, rows):
    """Raise if the laptop calls delivered what is not at the place, or anything is there twice."""
    found = manifests(place.files())
    versions = Counter((said["audit"], said["revision"]) for said in found.values())
    assert set(versions.values()) <= {1}
    for row in rows:
        if row["state"] != "queued" and row["state"] != "sending":
            name = f"bundles/{row['audit']}/{row['revision']}-{row['sha256']}.json"
            assert name in found, row
        assert row["done"] <= row["total"]


def test_that_a_laptop_killed_at_random_moments_loses_and_doubles_nothing(
    place, laptop, tmp_path, monkeypatch
):
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    (made,) = laptop.do("make", place.url)
    moments = random.Random(7)
    laptop.do("more", str(tmp_path), "1")
    begun = time.perf_counter()
    laptop.do("sync")
    longest = min(LONGEST_S, time.perf_counter() - begun)
    rows, killed, seed = [], 0, 1
    while killed < KILLS:
        if all(row["state"] == "delivered" for row in rows):
            seed += 1
            rows = laptop.do("more", str(tmp_path), str(seed))[0]["rows"]
        child = laptop.begin("sync")
        threading.Event().wait(moments.uniform(0.02, longest))
        os.kill(child, signal.SIGKILL)
        *told, status = laptop.end()
        killed += status == signal.SIGKILL
        assert status in (0, signal.SIGKILL), told
        assert not any(line.get("errors") for line in told)
        rows = told[0]["rows"] if told else rows
        check(place, rows)
    told = laptop.do("sync")
    assert told[-1]["errors"] == []
    rows = laptop.do("sync")[0]["rows"]
    assert {row["state"] for row in rows} == {"delivered"}
    check(place, rows)
    assert len(manifests(place.files())) == len(rows) == 2 * seed
    centre, _code = workspace.create(
        tmp_path / "centre.ktadb", "пароль", Auditor(id=new_id(), name="Центр", role="centre")
    )
    try:
        register.set_centre(centre, True)  # noqa: FBT003 - the value is the whole point
        key = register.import_card(centre, made["card"])
        register.accept(centre, key.fingerprint, "auditor")
        taken = receiving.intake(centre, place.url)
        assert (taken.refused, taken.held) == ((), ())
        assert len(taken.received) == 2 * seed
        for audit in {row["audit"] for row in rows}:
            entries = auditing.load(centre, audit).entries
            assert sum("#evidence:" in path for path in entries) == 3 * seed
    finally:
        centre.close()
    assert len(laptop.do("sync")[-1]["received"]) == 2 * seed
    assert not list(Path(tmp_path).rglob("*.damaged"))
