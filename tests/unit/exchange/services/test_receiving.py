"""The centre takes in what was delivered: each once, all of it, or none of it."""

import json

import pytest

from kta_desktop.exchange import remote
from kta_desktop.services import (
    auditing,
    delivering,
    quarantine,
    receiving,
    receiving_work,
)


def test_that_intake_and_sync_again_change_nothing(hand, laptop, centre, stick):
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    before, files = hand.everything(centre), hand.tree(stick)
    again = receiving.intake(centre, str(stick))
    assert (again.received, again.refused, again.known) == ((), (), 1)
    delivering.sync(laptop)
    delivering.sync(laptop)
    assert hand.everything(centre) == before
    assert hand.tree(stick) == files


def test_that_what_is_refused_is_listed_and_the_others_go_on(hand, laptop, centre, stick, tmp_path):
    broken, sound = hand.start(laptop, "KTA-2026-001"), hand.start(laptop, "KTA-2026-002")
    photo = hand.photograph(laptop, broken, tmp_path)
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


def test_that_a_manifest_nobody_signed_is_refused(hand, laptop, centre, stick):
    delivering.queue(laptop, hand.start(laptop))
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


def test_that_a_centre_that_lost_its_workspace_takes_everything_in_again(
    hand, laptop, centre, new_workspace, stick
):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    receiving.intake(centre, str(stick))
    receipt = next((stick / "receipts").rglob("*.json")).read_bytes()
    anew = hand.as_centre(new_workspace("anew"), laptop)
    report = receiving.intake(anew, str(stick))
    assert [one.audit for one in report.received] == [audit]
    assert next((stick / "receipts").rglob("*.json")).read_bytes() == receipt


def test_that_a_workspace_that_cannot_be_written_refuses_no_bundle(
    hand, laptop, centre, stick, monkeypatch
):
    from kta_desktop.storage.errors import DiskFullError

    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)

    def full(*_args, **_by):
        raise DiskFullError(path="w")

    with monkeypatch.context() as patched:
        patched.setattr(receiving_work, "take_in", full)
        with pytest.raises(DiskFullError):
            receiving.intake(centre, str(stick))
    assert quarantine.refused(centre) == ()
    assert len(receiving.intake(centre, str(stick)).received) == 1
