"""From the laptop to the folder and back with a receipt; cuts, kills and broken disks."""

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange import folder, remote
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.services import (
    auditing,
    delivering,
    receiving,
    workspace,
)

CHILD = """
import sys
from pathlib import Path
from kta_desktop.exchange import folder
from kta_desktop.services import contained, delivering, workspace

contained.sheets = lambda *_args: {"filled-ru-kk": b"%PDF-1.4"}
folder.CHUNK = 4096
ws = workspace.open_workspace(Path(sys.argv[1]), "пароль")
before = folder._continue

def slow(file, chunks, step):
    def small():
        for chunk in chunks:
            for start in range(0, len(chunk), 4096):
                yield chunk[start:start + 4096]
    def told(count):
        step(count)
        file.flush()
        if file.tell() > 40_000:
            print("ready", flush=True)
            sys.stdin.read()
    before(file, small(), told)

folder._continue = slow
delivering.sync(ws)
"""


def test_that_an_audit_is_received_once_the_centre_signed_for_every_hash(
    hand, laptop, centre, stick, tmp_path
):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    assert hand.state(laptop, audit) is Delivery.QUEUED
    sent = delivering.sync(laptop)
    assert (sent.delivered, sent.received, sent.errors) == ((audit,), (), ())
    assert hand.state(laptop, audit) is Delivery.DELIVERED
    taken = receiving.intake(centre, str(stick))
    assert [one.audit for one in taken.received] == [audit]
    assert delivering.sync(laptop).received == (audit,)
    assert hand.state(laptop, audit) is Delivery.RECEIVED
    assert auditing.load(laptop, audit).delivery is Delivery.RECEIVED
    assert delivering.remotes(laptop)[0].centre_key == centre.public_key
    (row,) = delivering.deliveries(laptop)
    assert row.bytes_done == row.bytes_total > 0
    document = json.loads(next((stick / "receipts").rglob("*.json")).read_bytes())
    manifest = json.loads(next((stick / "bundles").rglob("*.json")).read_bytes())
    assert document["payload"]["files"] == {
        file["name"]: file["sha256"] for file in manifest["payload"]["files"]
    }


def test_that_a_second_version_sends_only_what_is_new(
    hand, laptop, centre, stick, tmp_path, monkeypatch
):
    audit = hand.start(laptop)
    photo = hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    hand.answer(laptop, audit, "3.25")
    delivering.queue(laptop, audit)
    sent = []
    before = FolderRemote.put_object

    def put(self, member, step):
        sent.append(member.sha256)
        before(self, member, step)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    assert delivering.sync(laptop).delivered == (audit,)
    assert sent
    assert photo.sha256 not in sent
    assert len(receiving.intake(centre, str(stick)).received) == 2
    assert auditing.load(centre, audit).entries == auditing.load(laptop, audit).entries


@pytest.mark.usefixtures("stick")
def test_that_an_error_of_one_audit_lets_the_others_pass(hand, laptop, tmp_path):
    broken, sound = hand.start(laptop, "KTA-2026-001"), hand.start(laptop, "KTA-2026-002")
    photo = hand.photograph(laptop, broken, tmp_path)
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM contents WHERE sha256 = ?", (photo.sha256,))
    delivering.queue(laptop, broken)
    delivering.queue(laptop, sound)
    report = delivering.sync(laptop)
    assert report.delivered == (sound,)
    assert [error["code"] for error in report.errors] == ["content-missing"]
    assert not report.stopped
    rows = {row.audit: row for row in delivering.deliveries(laptop)}
    assert rows[broken].error["code"] == "content-missing"
    assert rows[broken].state is Delivery.QUEUED
    assert broken in report.waiting


@pytest.mark.usefixtures("stick")
@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EROFS, "read-only")]
)
def test_that_an_error_that_would_repeat_stops_the_queue_and_is_said_once(
    hand, laptop, monkeypatch, number, code
):
    for audit in (hand.start(laptop, "KTA-2026-001"), hand.start(laptop, "KTA-2026-002")):
        delivering.queue(laptop, audit)

    def fail(_file):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(folder, "make_durable", fail)
        report = delivering.sync(laptop)
    assert report.stopped
    assert [error["code"] for error in report.errors] == [code]
    assert len(report.waiting) == 2
    assert len(delivering.sync(laptop).delivered) == 2


def test_that_a_pulled_stick_stops_and_sending_goes_on_when_it_is_back(
    hand, laptop, stick, tmp_path
):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    away = stick.with_name("away")

    def pull(fraction, _text):
        if fraction > 0.5 and stick.exists():
            stick.rename(away)

    report = delivering.sync(laptop, report=pull)
    assert [error["code"] for error in report.errors] == ["place-gone"]
    assert hand.state(laptop, audit) is Delivery.QUEUED
    assert not stick.exists()
    assert delivering.sync(laptop).errors[0]["code"] == "place-gone"
    away.rename(stick)
    assert delivering.sync(laptop).delivered == (audit,)


@pytest.mark.usefixtures("stick")
def test_that_sync_can_be_stopped_and_goes_on(hand, laptop):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    report = delivering.sync(laptop, cancelled=lambda: True)
    assert (report.stopped, report.errors) == (True, ())
    assert hand.state(laptop, audit) is Delivery.QUEUED
    assert delivering.sync(laptop).delivered == (audit,)


@pytest.mark.usefixtures("stick")
def test_that_an_object_the_stick_damaged_is_brought_again(hand, laptop, monkeypatch):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    before, hit = FolderRemote.put_object, []

    def put(self, member, step):
        before(self, member, step)
        path = self.root / remote.object_name(member.sha256)
        if not hit and path.stat().st_size:
            hit.append(path)
            path.write_bytes(b"\0" * path.stat().st_size)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    assert delivering.sync(laptop).delivered == (audit,)
    assert hashlib.sha256(hit[0].read_bytes()).hexdigest() == hit[0].name
    assert list(hit[0].parent.glob("*.damaged"))


def test_that_a_stick_that_damages_everything_is_never_called_delivered(
    hand, laptop, stick, monkeypatch
):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    before = FolderRemote.put_object

    def put(self, member, step):
        before(self, member, step)
        path = self.root / remote.object_name(member.sha256)
        path.write_bytes(b"\0" * path.stat().st_size)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["remote-damaged"]
    assert hand.state(laptop, audit) is Delivery.QUEUED
    assert not list((stick / "bundles").rglob("*.json"))


def test_that_a_receipt_by_another_key_than_the_first_is_not_believed(
    hand, laptop, centre, new_workspace, stick
):
    first = hand.start(laptop, "KTA-2026-001")
    delivering.queue(laptop, first)
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    delivering.sync(laptop)
    second = hand.start(laptop, "KTA-2026-002")
    delivering.queue(laptop, second)
    delivering.sync(laptop)
    impostor = hand.as_centre(new_workspace("impostor"), laptop)
    receiving.intake(impostor, str(stick))
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["receipt-foreign"]
    assert report.received == ()
    assert hand.state(laptop, second) is Delivery.DELIVERED
    assert auditing.load(laptop, second).delivery is Delivery.DELIVERED


@pytest.mark.parametrize("damage", ["text", "files", "empty"])
def test_that_a_receipt_that_does_not_fit_is_not_believed(hand, laptop, centre, stick, damage):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    path = next((stick / "receipts").rglob("*.json"))
    document = json.loads(path.read_bytes())
    if damage == "files":
        document["payload"]["files"].popitem()
        path.write_bytes(json.dumps(document).encode())
    else:
        path.write_bytes(b"" if damage == "empty" else b"received, thank you")
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["receipt-wrong"]
    assert hand.state(laptop, audit) is Delivery.DELIVERED


def test_that_a_remote_is_named_once_and_known_by_its_folder(hand, laptop, stick, tmp_path):
    assert delivering.add_remote(laptop, "centre", f"file://{stick}").url == str(stick)
    (tmp_path / "other").mkdir()
    with pytest.raises(delivering.RemoteKnownError):
        delivering.add_remote(laptop, "centre", str(tmp_path / "other"))
    with pytest.raises(delivering.RemoteUnknownError):
        delivering.queue(laptop, hand.start(laptop), "nowhere")
    assert [row.name for row in delivering.remotes(laptop)] == ["centre"]


def test_that_sending_goes_on_where_a_kill_stopped_it(
    real_keys, hand, laptop, centre, stick, tmp_path, monkeypatch
):
    audit = hand.start(laptop)
    photo = hand.photograph(laptop, audit, tmp_path)
    assert photo.size > 50_000
    delivering.queue(laptop, audit)
    laptop.close()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(laptop.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    with child:
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGKILL)
    (part,) = stick.rglob("*.part")
    held = part.stat().st_size
    assert 40_000 < held < photo.size
    ws = workspace.open_workspace(laptop.path, "пароль")
    try:
        (row,) = delivering.deliveries(ws)
        assert row.state is Delivery.SENDING
        written = []
        before = folder._continue

        def counted(file, chunks, step):
            if Path(file.name) == part:
                written.append(file.seek(0, 2))
                file.seek(0)
            before(file, chunks, step)

        monkeypatch.setattr(folder, "_continue", counted)
        assert delivering.sync(ws).delivered == (audit,)
        assert written == [held]
        assert not list(stick.rglob("*.part"))
        assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [audit]
    finally:
        ws.close()
