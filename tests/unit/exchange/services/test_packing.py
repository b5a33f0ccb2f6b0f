"""Packing an audit and opening bundles, through the services, in real workspaces."""

import errno
import hashlib
import shutil
from pathlib import Path

import pytest

from kta_desktop.domain.measurement import Session
from kta_desktop.exchange import opening, zipwriter
from kta_desktop.exchange.errors import AuditForkedError, BundleError, DefinitionDiffersError
from kta_desktop.services import (
    answering,
    auditing,
    packing,
    quarantine,
    workspace,
)
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.storage import contents, samples
from kta_desktop.storage.errors import ContentChangedError, ContentMissingError


def test_that_a_version_is_closed_only_if_something_changed(hand, laptop):
    audit = hand.start(laptop)
    assert [packing.close_revision(laptop, audit) for _again in range(3)] == [1, 1, 1]
    hand.answer(laptop, audit, "3.25")
    assert packing.close_revision(laptop, audit) == 2


@pytest.mark.usefixtures("real_sheet")
def test_that_a_bundle_with_the_real_sheet_is_the_same_when_packed_again(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    hand.measure(laptop, audit)
    first = packing.build(laptop, audit, tmp_path / "a.kta")
    second = packing.build(laptop, audit, tmp_path / "b.kta")
    assert packing.verify(first.path).ok
    assert first.path.read_bytes() == second.path.read_bytes()
    assert (first.sha256, first.revision) == (second.sha256, 1)
    assert not list(tmp_path.glob(".*"))


def test_that_an_opened_bundle_holds_everything(hand, laptop, centre, tmp_path):
    audit = hand.start(laptop)
    hand.answer(laptop, audit, "3.25")
    photo = hand.photograph(laptop, audit, tmp_path)
    session = hand.measure(laptop, audit)
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
    assert list(raw_csv(centre, session)) == list(raw_csv(laptop, session))


def test_that_logger_files_travel_untouched_and_into_the_next_bundle(
    hand, laptop, centre, tmp_path
):
    audit = hand.start(laptop)
    log = "время\tNOx, ppm\r\n".encode("cp1251")
    session = hand.measure(laptop, audit, logs=[log])
    packing.open_bundle(centre, packing.build(laptop, audit, tmp_path / "a.kta").path)
    (sha256,) = Session.from_json(auditing.load(centre, audit).entries[f"@session/{session}"]).files
    with centre.store.connect() as connection:
        assert contents.get(connection, sha256).media_type == "text/plain"
        assert b"".join(contents.read(connection, sha256)) == log
    hand.answer(centre, audit, "4")
    again = packing.build(centre, audit, tmp_path / "b.kta")
    assert packing.verify(again.path).ok


def test_that_a_logger_file_that_is_gone_is_told(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    hand.measure(laptop, audit, logs=[b"lost"])
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM contents WHERE size = 4")
    with pytest.raises(ContentMissingError):
        packing.build(laptop, audit, tmp_path / "a.kta")


def test_that_evidence_that_the_workspace_damaged_is_told_as_such(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    photo = hand.photograph(laptop, audit, tmp_path)
    with laptop.store.begin() as connection:
        connection.exec_driver_sql("UPDATE content_parts SET data = zeroblob(length(data))")
    with pytest.raises(ContentChangedError) as told:
        packing.build(laptop, audit, tmp_path / "a.kta")
    assert told.value.as_json()["details"]["sha256"] == photo.sha256
    assert not list(tmp_path.glob("*.kta"))


def test_that_a_session_recorded_before_flags_is_packed_as_it_was(hand, laptop, centre, tmp_path):
    audit = hand.start(laptop)
    session = hand.measure(laptop, audit, flags=False)
    packing.open_bundle(centre, packing.build(laptop, audit, tmp_path / "a.kta").path)
    assert list(raw_csv(centre, session)) == list(raw_csv(laptop, session))


def test_that_readings_that_are_not_those_of_the_session_are_not_packed(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    session = hand.measure(laptop, audit)
    with laptop.store.begin() as connection:
        one = samples.read(connection, session, "dust")
        samples.append(connection, session, "dust", one)
    with pytest.raises(ContentChangedError):
        packing.build(laptop, audit, tmp_path / "a.kta")
    with laptop.store.begin() as connection:
        samples.remove(connection, session)
    with pytest.raises(ContentMissingError):
        packing.build(laptop, audit, tmp_path / "a.kta")


def test_that_packing_keeps_no_second_copy_of_the_readings(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    hand.measure(laptop, audit)
    packing.build(laptop, audit, tmp_path / "a.kta")
    with laptop.store.connect() as connection:
        assert contents.hashes(connection) == []


def test_that_the_same_bundle_twice_changes_nothing(hand, laptop, centre, tmp_path):
    audit = hand.start(laptop)
    hand.measure(laptop, audit)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    packing.open_bundle(centre, info.path)
    before = hand.everything(centre)
    again = packing.open_bundle(centre, info.path)
    assert (again.new, again.merged_changes) == (False, 0)
    assert hand.everything(centre) == before


def test_that_a_damaged_bundle_is_quarantined_and_nothing_taken_in(hand, laptop, centre, tmp_path):
    info = packing.build(laptop, hand.start(laptop), tmp_path / "a.kta")
    data = bytearray(info.path.read_bytes())
    data[len(data) // 2] ^= 1
    info.path.write_bytes(data)
    before = hand.everything(centre)
    for _again in range(2):
        with pytest.raises(BundleError):
            packing.open_bundle(centre, info.path)
    (kept,) = quarantine.refused(centre)
    assert Path(kept.data_path).read_bytes() == data
    assert kept.code.startswith("bundle-")
    assert hand.everything(centre) == before


def test_that_an_import_that_fails_halfway_leaves_nothing(
    hand, laptop, centre, tmp_path, monkeypatch
):
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    before = hand.everything(centre)

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(opening.entries, "rebuild", fail)
    with pytest.raises(RuntimeError):
        packing.open_bundle(centre, info.path)
    assert hand.everything(centre) == before


def test_that_revisions_of_two_devices_merge_with_both_values_kept(
    hand, laptop, centre, new_workspace, tmp_path
):
    audit = hand.start(laptop)
    first = packing.build(laptop, audit, tmp_path / "first.kta")
    second_laptop = new_workspace("second")
    packing.open_bundle(second_laptop, first.path)
    hand.answer(laptop, audit, "3.25")
    hand.answer(second_laptop, audit, "4")
    ours = packing.build(laptop, audit, tmp_path / "ours.kta")
    theirs = packing.build(second_laptop, audit, tmp_path / "theirs.kta")
    assert packing.open_bundle(centre, ours.path).conflicts == ()
    assert packing.open_bundle(centre, theirs.path).conflicts == (hand.WATER,)
    other_way = new_workspace("other")
    packing.open_bundle(other_way, theirs.path)
    packing.open_bundle(other_way, ours.path)
    one, two = auditing.load(centre, audit), auditing.load(other_way, audit)
    assert (one.entries, one.conflicts) == (two.entries, two.conflicts)
    values = {head.after["value"] for head in one.conflicts[0].heads}
    assert values == {"3.25", "4"}


def test_that_a_closed_version_stays_the_same_after_merging(hand, laptop, new_workspace, tmp_path):
    audit = hand.start(laptop)
    first = packing.build(laptop, audit, tmp_path / "first.kta")
    second = new_workspace("second")
    packing.open_bundle(second, first.path)
    hand.answer(second, audit, "4")
    theirs = packing.build(second, audit, tmp_path / "theirs.kta")
    packing.open_bundle(laptop, theirs.path)
    assert packing.assemble(laptop, audit, 1).sha256 == first.sha256


def test_that_a_known_audit_with_another_definition_is_refused(hand, laptop, centre, tmp_path):
    audit = hand.start(laptop)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    packing.open_bundle(centre, info.path)
    with centre.store.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO definitions (sha256, json) VALUES (?, '{}')", ("0" * 64,)
        )
        connection.exec_driver_sql("UPDATE audits SET definition_sha256 = ?", ("0" * 64,))
    with pytest.raises(DefinitionDiffersError):
        packing.open_bundle(centre, info.path)


def test_that_a_full_disk_while_packing_keeps_the_older_file(hand, laptop, tmp_path, monkeypatch):
    audit = hand.start(laptop)
    info = packing.build(laptop, audit, tmp_path / "a.kta")
    before = info.path.read_bytes()
    hand.answer(laptop, audit, "3.25")

    def fail(*_args):
        raise OSError(errno.ENOSPC, "full")

    for place in (packing.__name__ + ".make_durable", zipwriter.__name__ + "._put_at"):
        with monkeypatch.context() as disk:
            disk.setattr(place, fail)
            with pytest.raises(packing.KtaError) as full:
                packing.build(laptop, audit, info.path)
        assert full.value.code == "disk-full"
        assert info.path.read_bytes() == before
        assert not list(tmp_path.glob(".*"))


def test_that_packing_can_be_stopped(hand, laptop, tmp_path):
    with pytest.raises(packing.CancelledError):
        packing.build(laptop, hand.start(laptop), tmp_path / "a.kta", cancelled=lambda: True)
    assert not list(tmp_path.glob("*.kta"))


def test_that_a_forked_chain_is_refused_whole(hand, laptop, centre, tmp_path):
    audit = hand.start(laptop)
    laptop.close()
    for name in ("w.ktadb", "w.ktadb.keys"):
        if (laptop.path.parent / name).exists():
            shutil.copy(laptop.path.parent / name, tmp_path / name)
    bundles = []
    for folder, text in ((laptop.path.parent, "1"), (tmp_path, "2")):
        ws = workspace.open_workspace(folder / "w.ktadb", "пароль")
        hand.answer(ws, audit, text)
        bundles.append(packing.build(ws, audit, tmp_path / f"{text}.kta"))
        ws.close()
    packing.open_bundle(centre, bundles[0].path)
    before = hand.everything(centre)
    with pytest.raises(AuditForkedError):
        packing.open_bundle(centre, bundles[1].path)
    assert hand.everything(centre) == before
    assert [one.code for one in quarantine.refused(centre)] == ["audit-forked"]


def test_that_a_place_that_cannot_be_used_is_a_sentence_that_names_it(hand, laptop, tmp_path):
    audit = hand.start(laptop)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(packing.KtaError) as refused:
        packing.build(laptop, audit, tmp_path / "file" / "a.kta")
    assert refused.value.code == "place-unusable"
    assert str(tmp_path) in refused.value.sentence("ru")
    with pytest.raises(packing.KtaError) as missing:
        packing.open_bundle(laptop, tmp_path / "absent.kta")
    assert missing.value.code == "bundle-missing"
