"""Disks that really are full: a filesystem of a few megabytes as the place, and as the laptop's."""

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from kta_desktop.domain.audit import Auditor, NewAudit, Plant
from kta_desktop.domain.canonical import json_hash
from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.errors import KtaError
from kta_desktop.services import (
    auditing,
    contained,
    delivering,
    evidence,
    packs,
    receiving,
    register,
    workspace,
)
from kta_desktop.storage import keys

pytestmark = [pytest.mark.remotes, pytest.mark.timeout(300)]
SMALL = Definition(
    pack="food", version="1", title=Text(ru="Молоко"),
    sections=(Section(name="wat", number="8", label=Text(ru="Вода")),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _fast(monkeypatch):
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(packs, "compiled", lambda _pack: (SMALL, json_hash(SMALL.to_json())))
    monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})


@contextmanager
def disk(folder, megabytes):
    """Give a filesystem of its own; the test is skipped where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no filesystem may be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def place(tmp_path):
    """Return a folder on a disk of four megabytes."""
    with disk(tmp_path / "place", 4) as folder:
        yield folder


def laptop_at(folder):
    ws, _code = workspace.create(
        folder / "w.ktadb", "пароль", Auditor(id=new_id(), name="Ким", role="lead")
    )
    return ws


def begin(ws, number, folder, megabytes):
    """Start an audit with one document of some size; return its id."""
    new = NewAudit(
        number=number, plant=Plant(name="ТОО «Сүт»"), pack="food", team=(ws.profile,),
        starts_on="2026-11-22", ends_on="2026-11-25", reference_year=2025,
    )  # fmt: skip
    audit = auditing.start(ws, new).id
    file = folder / f"{number}.txt"
    file.write_text(f"{number}\n" * (megabytes * 2**20 // (len(number) + 1)))
    evidence.attach(ws, audit, "wat_03", file, kind="document")
    return audit


def centre_for(ws, folder):
    centre, _code = workspace.create(
        folder / "centre.ktadb", "пароль", Auditor(id=new_id(), name="Центр", role="centre")
    )
    register.set_centre(centre, True)  # noqa: FBT003 - the value is the whole point
    key = register.import_card(centre, register.card_text(ws))
    register.accept(centre, key.fingerprint, "auditor")
    return centre


def test_that_a_full_place_is_told_once_and_sending_goes_on_with_room(place, tmp_path):
    ws = laptop_at(tmp_path)
    centre = centre_for(ws, tmp_path)
    try:
        small, large = begin(ws, "K-1", tmp_path, 1), begin(ws, "K-2", tmp_path, 5)
        delivering.add_remote(ws, "centre", str(place))
        for audit in (small, large):
            delivering.queue(ws, audit)
        report = delivering.sync(ws)
        assert report.delivered == (small,)
        assert [error["code"] for error in report.errors] == ["disk-full"]
        assert [one.audit for one in receiving.intake(centre, str(place)).received] == [small]
        assert delivering.sync(ws).received == (small,)
        again = delivering.sync(ws)
        assert [error["code"] for error in again.errors] == ["disk-full"]
        assert not list(place.rglob("*.part"))
        subprocess.run(["mount", "-o", "remount,size=16m", str(place)], check=True)
        done = delivering.sync(ws)
        assert done.delivered == (large,)
        assert [one.audit for one in receiving.intake(centre, str(place)).received] == [large]
    finally:
        ws.close()
        centre.close()


def test_that_a_full_disk_of_the_laptop_loses_no_delivery(place, tmp_path):
    with disk(tmp_path / "laptop", 6) as folder:
        ws = laptop_at(folder)
        try:
            audit = begin(ws, "K-1", tmp_path, 1)
            delivering.add_remote(ws, "centre", str(place))
            delivering.queue(ws, audit)
            filler = folder / "filler"
            _fill(filler, shutil.disk_usage(folder).free)
            report = _sync(ws)
            rows = delivering.deliveries(ws)
            assert rows[0].state in ("queued", "sending", "delivered")
            if rows[0].state == "delivered":
                assert report is not None
                assert list(place.glob("bundles/*/*.json"))
            filler.unlink()
            delivering.sync(ws)
            assert delivering.deliveries(ws)[0].state == "delivered"
        finally:
            ws.close()


def _fill(file: Path, size: int) -> None:
    with file.open("wb") as out:
        while size > 0:
            try:
                out.write(bytes(min(size, 65_536)))
                out.flush()
            except OSError:
                return
            size -= 65_536


def _sync(ws):
    """Send; None if the workspace itself could not be written."""
    try:
        return delivering.sync(ws)
    except KtaError:
        return None
