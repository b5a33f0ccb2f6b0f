"""Taking a bundle in while the program is killed or the disk is full: all of it, or nothing."""

import hashlib
import os
import random
import resource
import shutil
import signal
import time

import pytest

from kta_desktop.domain.answers import Evidence
from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.errors import KtaError
from kta_desktop.services import (
    answering,
    auditing,
    contained,
    packing,
    packs,
    quarantine,
    workspace,
)
from kta_desktop.services.answering import Edit
from kta_desktop.storage import contents, keys

pytestmark = pytest.mark.remotes

WORD = "пароль"
FILES, FILE_BYTES = 8, 1 << 18
KILLS = 12
DONE, FAILED, CRASHED = 0, 3, 4
SMALL = Definition(
    pack="food", version="1", title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
)  # fmt: skip


@pytest.fixture(scope="module")
def _cheap_keys():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "SCRYPT_N", 2**14)
        patch.setattr(packs, "compiled", lambda _pack: (SMALL, json_hash(SMALL.to_json())))
        patch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})
        yield


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, _cheap_keys):
    """Return a bundle with evidence, and its audit's id."""
    folder = tmp_path_factory.mktemp("laptop")
    ws = created(folder)
    new = NewAudit(
        number="KTA-2026-001",
        plant=Plant(name="ТОО «Сүт»", bin="010140000003"),
        pack="food",
        team=(ws.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-25",
        reference_year=2025,
    )
    audit = auditing.start(ws, new).id
    for number in range(FILES):
        attach(ws, audit, number)
    path = packing.build(ws, audit, folder / "a.kta").path
    ws.close()
    return path, audit


@pytest.fixture(scope="module")
def empty(tmp_path_factory, _cheap_keys):
    """Return a folder with a workspace into which nothing was taken yet."""
    folder = tmp_path_factory.mktemp("centre")
    created(folder).close()
    return folder


def created(folder):
    return workspace.create(folder / "w.ktadb", WORD, Auditor(id=new_id(), name="А"))[0]


def attach(ws, audit, number):
    data = os.urandom(FILE_BYTES)
    sha256, kind = hashlib.sha256(data).hexdigest(), "application/pdf"
    with ws.store.begin() as connection:
        contents.put(connection, sha256, kind, [data])
    proof = Evidence(id=new_id(), sha256=sha256, name=f"{number}.pdf", media_type=kind,
                     size=len(data))  # fmt: skip
    answering.store(ws, audit, [Edit(f"wat_03#evidence:{proof.id}", proof.to_json())])


def opening(folder, bundle, most=None):
    """Begin to take the bundle in, in a process of its own that may write files up to ``most``.

    Returns the process and where it tells, with one byte, that the workspace is open.
    """
    told, tell = os.pipe()
    child = os.fork()
    if child:
        os.close(tell)
        return child, told
    code = CRASHED
    try:
        ws = workspace.open_workspace(folder / "w.ktadb", WORD)
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        os.write(tell, b".")
        packing.open_bundle(ws, bundle)
        code = DONE
    except KtaError:
        code = FAILED
    finally:
        os._exit(code)


def ended(child, told):
    os.close(told)
    _pid, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def held(folder):
    """Return the ids of the audits in the workspace, and the hashes of their contents."""
    ws = workspace.open_workspace(folder / "w.ktadb", WORD)
    try:
        with ws.store.connect() as connection:
            kept = contents.hashes(connection)
            for sha256 in kept:
                for _part in contents.read(connection, sha256):
                    pass
        assert not quarantine.refused(ws)
        assert all(check.ok for check in workspace.check_workspace(ws))
        return [row.id for row in auditing.summaries(ws)], len(kept)
    finally:
        ws.close()


def opened_again(folder, bundle):
    ws = workspace.open_workspace(folder / "w.ktadb", WORD)
    try:
        return packing.open_bundle(ws, bundle)
    finally:
        ws.close()


@pytest.mark.timeout(600)
def test_that_a_program_killed_while_it_opens_a_bundle_took_all_of_it_or_nothing(
    bundle, empty, tmp_path
):
    path, audit = bundle
    whole = ([audit], FILES + 1)  # and the sheet
    chance = random.Random(time.time_ns() % 1000)
    shutil.copytree(empty, tmp_path / "first")
    child, told = opening(tmp_path / "first", path)
    os.read(told, 1)
    begun = time.perf_counter()
    assert ended(child, told) == DONE
    took = time.perf_counter() - begun
    assert held(tmp_path / "first") == whole
    seen = []
    for number in range(KILLS):
        folder = tmp_path / str(number)
        shutil.copytree(empty, folder)
        child, told = opening(folder, path)
        os.read(told, 1)
        time.sleep(chance.uniform(0, took * 1.1))
        os.kill(child, signal.SIGKILL)
        ended(child, told)
        seen.append(held(folder))
        assert seen[-1] in (([], 0), whole)
        assert opened_again(folder, path).new == (seen[-1] != whole)
        assert held(folder) == whole
        shutil.rmtree(folder)
    assert ([], 0) in seen


@pytest.mark.parametrize("room", [0, 100_000, FILE_BYTES, 6 * FILE_BYTES])
def test_that_a_bundle_that_finds_no_room_is_told_and_nothing_of_it_stays(
    bundle, empty, tmp_path, room
):
    path, audit = bundle
    folder = tmp_path / "centre"
    shutil.copytree(empty, folder)
    size = (folder / "w.ktadb").stat().st_size
    child, told = opening(folder, path, most=size + room)
    assert ended(child, told) == FAILED
    assert held(folder) == ([], 0)
    assert opened_again(folder, path).audit_id == audit
    assert held(folder) == ([audit], FILES + 1)
