"""From the laptop to the centre and back, through the services, in real workspaces."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.audit import Auditor, Delivery, NewAudit, Plant
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Session
from kta_desktop.exchange import opening, remote
from kta_desktop.exchange.errors import AuditForkedError, BundleError, DefinitionDiffersError
from kta_desktop.exchange.remote import FolderRemote
from kta_desktop.services import (
    answering,
    auditing,
    contained,
    delivering,
    evidence,
    packing,
    packs,
    quarantine,
    receiving,
    workspace,
)
from kta_desktop.services.answering import Edit
from kta_desktop.services.measuring_records import raw_csv
from kta_desktop.storage import contents, keys, samples

WATER = "wat_03"


@pytest.fixture(autouse=True)
def _fast(monkeypatch, request):
    """Cheap keys, a small definition, and a stand-in for the sheet unless it is the subject."""
    monkeypatch.setattr(keys, "SCRYPT_N", 2**14)
    monkeypatch.setattr(packs, "compiled", lambda _pack: small())
    if "real_sheet" not in request.fixturenames:
        monkeypatch.setattr(contained, "sheets", lambda *_args: {"filled-ru-kk": b"%PDF-1.4"})


def small():
    from kta_desktop.domain.canonical import json_hash

    definition = Definition(pack="food", version="1", title=Text(ru="Молоко"))
    return definition, json_hash(definition.to_json())


@pytest.fixture
def real_sheet():
    """Print the real sheet."""


@pytest.fixture
def new_workspace(tmp_path):
    """Return a maker of open workspaces, each in its own folder."""
    opened = []

    def make(name):
        folder = tmp_path / name
        folder.mkdir()
        profile = Auditor(id=new_id(), name=name, role="lead")
        ws, _code = workspace.create(folder / "w.ktadb", "пароль", profile)
        opened.append(ws)
        return ws

    yield make
    for ws in opened:
        ws.close()


@pytest.fixture
def laptop(new_workspace):
    return new_workspace("laptop")


@pytest.fixture
def centre(new_workspace):
    return new_workspace("centre")


@pytest.fixture
def stick(tmp_path, laptop):
    folder = tmp_path / "stick"
    folder.mkdir()
    delivering.add_remote(laptop, "centre", str(folder))
    return folder


def start(ws, number="KTA-2026-001"):
    new = NewAudit(
        number=number,
        plant=Plant(name="ТОО «Сүт»", bin="010140000003"),
        pack="food",
        team=(ws.profile,),
        starts_on="2026-11-22",
        ends_on="2026-11-25",
        reference_year=2025,
    )
    return auditing.start(ws, new).id


def answer(ws, audit, text, question=WATER):
    answering.store(ws, audit, [Edit(question, Answer(text=text, value=text).to_json())])


def photograph(ws, audit, tmp_path, shade=0):
    from PIL import Image

    file = tmp_path / f"IMG_{shade}.png"
    Image.effect_noise((300, 300), 50 + shade).save(file)
    return evidence.attach(ws, audit, WATER, file, kind="photo")


def measure(ws, audit):
    """Store a finished session with readings of two channels."""
    key = new_id()
    times = np.arange(1_790_000_000_000, 1_790_000_060_000, 1000, dtype=np.int64)
    with ws.store.begin() as connection:
        for name in ("dust", "t_gas"):
            values = np.linspace(1.0, 2.0, len(times)) / 3
            readings = samples.Readings(times, values, np.zeros(len(times), np.uint8))
            samples.append(connection, key, name, readings)
    session = Session(
        id=key,
        source="0014 сушилка",
        point="1",
        parameter={"ru": "пыль"},
        channel="dust",
        level=None,
        basis="eu-dry",
        started_at="2026-09-21T00:00:00.000Z",
        ended_at="2026-09-21T00:01:00.000Z",
        channels=(Channel(id="dust", label={"ru": "пыль"}, unit="mg/m3"),),
        raw_sha256=hashlib.sha256(raw_csv(ws, key)).hexdigest(),
    )
    answering.store(ws, audit, [Edit(f"@session/{key}", session.to_json())])
    return key


def state(ws, audit):
    return next(row.state for row in delivering.deliveries(ws) if row.audit == audit)


# Packing and opening


def test_that_a_version_is_closed_only_if_something_changed(laptop):
    audit = start(laptop)
    assert [packing.close_revision(laptop, audit) for _again in range(3)] == [1, 1, 1]
    answer(laptop, audit, "3.25")
    assert packing.close_revision(laptop, audit) == 2


def test_that_a_bundle_with_the_real_sheet_is_the_same_when_packed_again(
    laptop, tmp_path, real_sheet
):
    audit = start(laptop)
    photograph(laptop, audit, tmp_path)
    measure(laptop, audit)
    first = packing.build(laptop, audit, tmp_path / "a.kta")
    second = packing.build(laptop, audit, tmp_path / "b.kta")
    assert packing.verify(first.path).ok
    assert first.path.read_bytes() == second.path.read_bytes()
    assert (first.sha256, first.revision) == (second.sha256, 1)
    assert not list(tmp_path.glob(".*"))


def test_that_an_opened_bundle_holds_everything(laptop, centre, tmp_path):
    audit = start(laptop)
    answer(laptop, audit, "3.25")
    photo = photograph(laptop, audit, tmp_path)
    session = measure(laptop, audit)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    result = packing.open_bundle(centre, info.path)
    assert (result.audit_id, result.new, result.conflicts) == (audit, True, ())
    there, here = auditing.load(laptop, audit), auditing.load(centre, audit)
    assert here.entries == there.entries
    assert here.heads == there.heads
    assert here.definition == there.definition
    assert list(answering.log(centre, audit)) == list(answering.log(laptop, audit))
    with centre.store.connect() as connection:
        kept = b"".join(contents.read(connection, photo.sha256))
    assert hashlib.sha256(kept).hexdigest() == photo.sha256
    assert raw_csv(centre, session) == raw_csv(laptop, session)


def test_that_the_same_bundle_twice_changes_nothing(laptop, centre, tmp_path):
    audit = start(laptop)
    measure(laptop, audit)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    packing.open_bundle(centre, info.path)
    before = everything(centre)
    again = packing.open_bundle(centre, info.path)
    assert (again.new, again.merged_changes) == (False, 0)
    assert everything(centre) == before


def everything(ws):
    tables = ("audits", "changes", "entries", "contents", "sample_chunks", "operations", "devices")
    with ws.store.connect() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3").all()
            for name in tables
        }


def test_that_a_damaged_bundle_is_quarantined_and_nothing_taken_in(laptop, centre, tmp_path):
    info = packing.build(laptop, start(laptop), tmp_path / "a.kta")
    data = bytearray(info.path.read_bytes())
    data[len(data) // 2] ^= 1
    info.path.write_bytes(data)
    before = everything(centre)
    for _again in range(2):
        with pytest.raises(BundleError):
            packing.open_bundle(centre, info.path)
    (kept,) = quarantine.refused(centre)
    assert Path(kept.data_path).read_bytes() == data
    assert kept.code.startswith("bundle-")
    assert everything(centre) == before


def test_that_an_import_that_fails_halfway_leaves_nothing(laptop, centre, tmp_path, monkeypatch):
    audit = start(laptop)
    photograph(laptop, audit, tmp_path)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    before = everything(centre)

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(opening.entries, "rebuild", fail)
    with pytest.raises(RuntimeError):
        packing.open_bundle(centre, info.path)
    assert everything(centre) == before


def test_that_revisions_of_two_devices_merge_with_both_values_kept(
    laptop, centre, new_workspace, tmp_path
):
    audit = start(laptop)
    first = packing.build(laptop, audit, tmp_path / "first.kta")
    second_laptop = new_workspace("second")
    packing.open_bundle(second_laptop, first.path)
    answer(laptop, audit, "3.25")
    answer(second_laptop, audit, "4")
    ours = packing.build(laptop, audit, tmp_path / "ours.kta")
    theirs = packing.build(second_laptop, audit, tmp_path / "theirs.kta")
    assert packing.open_bundle(centre, ours.path).conflicts == ()
    assert packing.open_bundle(centre, theirs.path).conflicts == (WATER,)
    other_way = new_workspace("other")
    packing.open_bundle(other_way, theirs.path)
    packing.open_bundle(other_way, ours.path)
    one, two = auditing.load(centre, audit), auditing.load(other_way, audit)
    assert (one.entries, one.conflicts) == (two.entries, two.conflicts)
    values = {head.after["value"] for head in one.conflicts[0].heads}
    assert values == {"3.25", "4"}


def test_that_a_closed_version_stays_the_same_after_merging(laptop, new_workspace, tmp_path):
    audit = start(laptop)
    first = packing.build(laptop, audit, tmp_path / "first.kta")
    second = new_workspace("second")
    packing.open_bundle(second, first.path)
    answer(second, audit, "4")
    theirs = packing.build(second, audit, tmp_path / "theirs.kta")
    packing.open_bundle(laptop, theirs.path)
    assert packing.assemble(laptop, audit, 1).sha256 == first.sha256


def test_that_a_known_audit_with_another_definition_is_refused(
    laptop, centre, tmp_path, monkeypatch
):
    audit = start(laptop)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    packing.open_bundle(centre, info.path)
    with centre.store.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO definitions (sha256, json) VALUES (?, '{}')", ("0" * 64,)
        )
        connection.exec_driver_sql("UPDATE audits SET definition_sha256 = ?", ("0" * 64,))
    with pytest.raises(DefinitionDiffersError):
        packing.open_bundle(centre, info.path)


def test_that_a_full_disk_while_packing_keeps_the_older_file(laptop, tmp_path, monkeypatch):
    audit = start(laptop)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    before = info.path.read_bytes()
    answer(laptop, audit, "3.25")

    def fail(_file):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(packing, "make_durable", fail)
    with pytest.raises(packing.KtaError) as full:
        packing.build(laptop, audit, info.path)
    assert full.value.code == "disk-full"
    assert info.path.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_that_packing_can_be_stopped(laptop, tmp_path):
    with pytest.raises(packing.CancelledError):
        packing.build(laptop, start(laptop), tmp_path / "a.kta", cancelled=lambda: True)
    assert not list(tmp_path.glob("*.kta"))


# Delivering and receiving


def test_that_an_audit_is_received_once_the_centre_signed_for_every_hash(
    laptop, centre, stick, tmp_path
):
    audit = start(laptop)
    photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    assert state(laptop, audit) is Delivery.QUEUED
    sent = delivering.sync(laptop)
    assert (sent.delivered, sent.received, sent.errors) == ((audit,), (), ())
    assert state(laptop, audit) is Delivery.DELIVERED
    taken = receiving.intake(centre, str(stick))
    assert [one.audit for one in taken.received] == [audit]
    assert delivering.sync(laptop).received == (audit,)
    assert state(laptop, audit) is Delivery.RECEIVED
    assert auditing.load(laptop, audit).delivery is Delivery.RECEIVED
    assert delivering.remotes(laptop)[0].centre_key == centre.public_key
    (row,) = delivering.deliveries(laptop)
    assert row.bytes_done == row.bytes_total > 0
    document = json.loads(next((stick / "receipts").rglob("*.json")).read_bytes())
    manifest = json.loads(next((stick / "bundles").rglob("*.json")).read_bytes())
    assert document["payload"]["files"] == {
        file["name"]: file["sha256"] for file in manifest["payload"]["files"]
    }


def test_that_intake_and_sync_again_change_nothing(laptop, centre, stick):
    delivering.queue(laptop, start(laptop))
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    before, files = everything(centre), tree(stick)
    again = receiving.intake(centre, str(stick))
    assert (again.received, again.refused, again.known) == ((), (), 1)
    delivering.sync(laptop)
    delivering.sync(laptop)
    assert everything(centre) == before
    assert tree(stick) == files


def tree(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_that_a_second_version_sends_only_what_is_new(laptop, centre, stick, tmp_path, monkeypatch):
    audit = start(laptop)
    photo = photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    answer(laptop, audit, "3.25")
    delivering.queue(laptop, audit)
    sent = []
    before = FolderRemote.put_object

    def put(self, sha256, chunks, step):
        sent.append(sha256)
        before(self, sha256, chunks, step)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    assert delivering.sync(laptop).delivered == (audit,)
    assert sent
    assert photo.sha256 not in sent
    assert len(receiving.intake(centre, str(stick)).received) == 2
    assert auditing.load(centre, audit).entries == auditing.load(laptop, audit).entries


def test_that_an_error_of_one_audit_lets_the_others_pass(laptop, stick, tmp_path):
    broken, sound = start(laptop, "KTA-2026-001"), start(laptop, "KTA-2026-002")
    photo = photograph(laptop, broken, tmp_path)
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


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EROFS, "read-only")]
)
def test_that_an_error_that_would_repeat_stops_the_queue_and_is_said_once(
    laptop, stick, monkeypatch, number, code
):
    for audit in (start(laptop, "KTA-2026-001"), start(laptop, "KTA-2026-002")):
        delivering.queue(laptop, audit)

    def fail(_file):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(remote, "make_durable", fail)
        report = delivering.sync(laptop)
    assert report.stopped
    assert [error["code"] for error in report.errors] == [code]
    assert len(report.waiting) == 2
    assert len(delivering.sync(laptop).delivered) == 2


def test_that_a_pulled_stick_stops_and_sending_goes_on_when_it_is_back(laptop, stick, tmp_path):
    audit = start(laptop)
    photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    away = stick.with_name("away")

    def pull(fraction, _text):
        if fraction > 0.5 and stick.exists():
            stick.rename(away)

    report = delivering.sync(laptop, report=pull)
    assert [error["code"] for error in report.errors] == ["place-gone"]
    assert state(laptop, audit) is Delivery.QUEUED
    assert not stick.exists()
    assert delivering.sync(laptop).errors[0]["code"] == "place-gone"
    away.rename(stick)
    assert delivering.sync(laptop).delivered == (audit,)


def test_that_sync_can_be_stopped_and_goes_on(laptop, stick):
    audit = start(laptop)
    delivering.queue(laptop, audit)
    report = delivering.sync(laptop, cancelled=lambda: True)
    assert (report.stopped, report.errors) == (True, ())
    assert state(laptop, audit) is Delivery.QUEUED
    assert delivering.sync(laptop).delivered == (audit,)


def test_that_an_object_the_stick_damaged_is_brought_again(laptop, stick, monkeypatch):
    audit = start(laptop)
    delivering.queue(laptop, audit)
    before, hit = FolderRemote.put_object, []

    def put(self, sha256, chunks, step):
        before(self, sha256, chunks, step)
        path = self.root / remote.object_name(sha256)
        if not hit and path.stat().st_size:
            hit.append(path)
            path.write_bytes(b"\0" * path.stat().st_size)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    assert delivering.sync(laptop).delivered == (audit,)
    assert hashlib.sha256(hit[0].read_bytes()).hexdigest() == hit[0].name
    assert list(hit[0].parent.glob("*.damaged"))


def test_that_a_stick_that_damages_everything_is_never_called_delivered(laptop, stick, monkeypatch):
    audit = start(laptop)
    delivering.queue(laptop, audit)
    before = FolderRemote.put_object

    def put(self, sha256, chunks, step):
        before(self, sha256, chunks, step)
        path = self.root / remote.object_name(sha256)
        path.write_bytes(b"\0" * path.stat().st_size)

    monkeypatch.setattr(FolderRemote, "put_object", put)
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["remote-damaged"]
    assert state(laptop, audit) is Delivery.QUEUED
    assert not list((stick / "bundles").rglob("*.json"))


def test_that_what_is_refused_is_listed_and_the_others_go_on(laptop, centre, stick, tmp_path):
    broken, sound = start(laptop, "KTA-2026-001"), start(laptop, "KTA-2026-002")
    photo = photograph(laptop, broken, tmp_path)
    for audit in (broken, sound):
        delivering.queue(laptop, audit)
    delivering.sync(laptop)
    path = stick / remote.object_name(photo.sha256)
    path.write_bytes(b"\0" * photo.size)
    for _again in range(2):
        report = receiving.intake(centre, str(stick))
        assert [one.error["code"] for one in report.refused] == ["bundle-altered"]
    assert [row.id for row in auditing.summaries(centre)] == [sound]
    assert len(quarantine.refused(centre)) == 1
    assert len(list((stick / "receipts").rglob("*.json"))) == 1
    report = delivering.sync(laptop)
    assert report.received == (sound,)
    assert report.waiting == (broken,)


def test_that_a_manifest_nobody_signed_is_refused(laptop, centre, stick):
    delivering.queue(laptop, start(laptop))
    delivering.sync(laptop)
    manifest = next((stick / "bundles").rglob("*.json"))
    document = json.loads(manifest.read_bytes())
    document["payload"]["revision"] = 2
    manifest.with_name(f"2{manifest.name[1:]}").write_text(json.dumps(document))
    (stick / "bundles" / "x").mkdir()
    (stick / "bundles" / "x" / "y.json").write_text("<html>log in</html>")
    report = receiving.intake(centre, str(stick))
    assert len(report.received) == 1
    assert {one.error["code"] for one in report.refused} == {"bundle-signature"}


def test_that_a_receipt_by_another_key_than_the_first_is_not_believed(
    laptop, centre, new_workspace, stick
):
    first = start(laptop, "KTA-2026-001")
    delivering.queue(laptop, first)
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    delivering.sync(laptop)
    second = start(laptop, "KTA-2026-002")
    delivering.queue(laptop, second)
    delivering.sync(laptop)
    receiving.intake(new_workspace("impostor"), str(stick))
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["receipt-foreign"]
    assert report.received == ()
    assert state(laptop, second) is Delivery.DELIVERED
    assert auditing.load(laptop, second).delivery is Delivery.DELIVERED


@pytest.mark.parametrize("damage", ["text", "files", "empty"])
def test_that_a_receipt_that_does_not_fit_is_not_believed(laptop, centre, stick, damage):
    audit = start(laptop)
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
    assert state(laptop, audit) is Delivery.DELIVERED


def test_that_a_centre_that_lost_its_workspace_takes_everything_in_again(
    laptop, centre, new_workspace, stick
):
    audit = start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    receipt = next((stick / "receipts").rglob("*.json")).read_bytes()
    report = receiving.intake(new_workspace("anew"), str(stick))
    assert [one.audit for one in report.received] == [audit]
    assert next((stick / "receipts").rglob("*.json")).read_bytes() == receipt


def test_that_a_remote_is_named_once_and_known_by_its_folder(laptop, stick, tmp_path):
    assert delivering.add_remote(laptop, "centre", f"file://{stick}").url == str(stick)
    (tmp_path / "other").mkdir()
    with pytest.raises(delivering.RemoteKnownError):
        delivering.add_remote(laptop, "centre", str(tmp_path / "other"))
    with pytest.raises(delivering.RemoteUnknownError):
        delivering.queue(laptop, start(laptop), "nowhere")
    assert [row.name for row in delivering.remotes(laptop)] == ["centre"]


CHILD = """
import sys
from pathlib import Path
from kta_desktop.exchange import remote
from kta_desktop.services import contained, delivering, workspace

contained.sheets = lambda *_args: {"filled-ru-kk": b"%PDF-1.4"}
remote.CHUNK = 4096
ws = workspace.open_workspace(Path(sys.argv[1]), "пароль")
before = remote._continue

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

remote._continue = slow
delivering.sync(ws)
"""


def test_that_sending_goes_on_where_a_kill_stopped_it(laptop, centre, stick, tmp_path, monkeypatch):
    audit = start(laptop)
    photo = photograph(laptop, audit, tmp_path)
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
        before = remote._continue

        def counted(file, chunks, step):
            if Path(file.name) == part:
                written.append(file.seek(0, 2))
                file.seek(0)
            before(file, chunks, step)

        monkeypatch.setattr(remote, "_continue", counted)
        assert delivering.sync(ws).delivered == (audit,)
        assert written == [held]
        assert not list(stick.rglob("*.part"))
        assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [audit]
    finally:
        ws.close()


def test_that_a_forked_chain_is_refused_whole(laptop, centre, tmp_path):
    audit = start(laptop)
    laptop.close()
    for name in ("w.ktadb", "w.ktadb.keys"):
        if (laptop.path.parent / name).exists():
            shutil.copy(laptop.path.parent / name, tmp_path / name)
    bundles = []
    for folder, text in ((laptop.path.parent, "1"), (tmp_path, "2")):
        ws = workspace.open_workspace(folder / "w.ktadb", "пароль")
        answer(ws, audit, text)
        bundles.append(packing.build(ws, audit, tmp_path / f"{text}.kta"))
        ws.close()
    packing.open_bundle(centre, bundles[0].path)
    before = everything(centre)
    with pytest.raises(AuditForkedError):
        packing.open_bundle(centre, bundles[1].path)
    assert everything(centre) == before
    assert [one.code for one in quarantine.refused(centre)] == ["audit-forked"]


def test_that_a_workspace_that_cannot_be_written_refuses_no_bundle(
    laptop, centre, stick, monkeypatch
):
    from kta_desktop.storage.errors import DiskFullError

    delivering.queue(laptop, start(laptop))
    delivering.sync(laptop)

    def full(*_args):
        raise DiskFullError(path="w")

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "take_in", full)
        with pytest.raises(DiskFullError):
            receiving.intake(centre, str(stick))
    assert quarantine.refused(centre) == ()
    assert len(receiving.intake(centre, str(stick)).received) == 1


def test_that_reasons_are_kept_in_a_form_scripts_can_read(laptop, stick):
    reason = quarantine.reason_of(DefinitionDiffersError(where="a.kta"))
    assert json.loads(json.dumps(reason))["where"] == "a.kta"
    assert replace(delivering.SyncReport(), errors=(reason,)).errors[0]["code"]
