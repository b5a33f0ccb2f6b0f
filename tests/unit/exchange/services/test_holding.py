"""Bundles of keys that nobody accepted wait; files in a folder are taken; refusals are told."""

import shutil

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange import remote
from kta_desktop.exchange.documents import Review, read
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.services import (
    auditing,
    delivering,
    packing,
    quarantine,
    receiving,
    receiving_work,
    register,
    sealing,
)
from kta_desktop.services.centre_errors import NotCentreError


@pytest.fixture
def bureau(new_workspace, hand):
    """Return a centre that knows nobody."""
    return hand.as_centre(new_workspace("bureau"))


def codes(rows):
    return [one.error["code"] for one in rows]


def documents(stick, folder):
    return sorted(path for path in (stick / folder).rglob("*.json") if path.name != "card.json")


def test_that_a_bundle_of_an_unknown_key_is_held_until_the_key_is_accepted(
    hand, laptop, bureau, stick
):
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    for _again in range(2):
        report = receiving.intake(bureau, str(stick))
        assert (codes(report.held), report.received, report.refused) == (["key-unknown"], (), ())
    assert auditing.summaries(bureau) == ()
    assert quarantine.refused(bureau) == ()
    assert documents(stick, "receipts") == []
    (key,) = register.keys(bureau)
    assert (key.name, key.held, str(key.state)) == ("laptop", 1, "unknown")

    register.accept(bureau, key.fingerprint, "auditor")
    assert [one.audit for one in receiving.intake(bureau, str(stick)).received] == [audit]
    assert receiving.held(bureau) == ()
    assert register.keys(bureau)[0].held == 0


def test_that_a_revoked_key_is_held_and_one_bundle_can_be_released(hand, laptop, centre, stick):
    register.revoke(centre, laptop.device, "Ноутбук потерян")
    first, second = hand.start(laptop, "KTA-2026-001"), hand.start(laptop, "KTA-2026-002")
    for audit in (first, second):
        delivering.queue(laptop, audit)
    delivering.sync(laptop)
    report = receiving.intake(centre, str(stick))
    assert codes(report.held) == ["key-revoked"] * 2
    assert "Ноутбук потерян" in report.held[0].error["message"]
    chosen = next(row for row in receiving.held(centre) if row.audit == second)
    receiving.release(centre, chosen.place, chosen.name)
    report = receiving.intake(centre, str(stick))
    assert [one.audit for one in report.received] == [second]
    assert [one.audit for one in report.held] == [first]


def test_that_an_auditors_own_workspace_signs_for_nothing(hand, laptop, stick):
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    with pytest.raises(NotCentreError):
        receiving.intake(laptop, str(stick))
    assert documents(stick, "receipts") == []


def test_that_bundles_lying_as_files_are_taken_and_signed_for(hand, laptop, centre, tmp_path):
    folder = tmp_path / "usb"
    (folder / "sealed").mkdir(parents=True)
    plain, sealed = hand.start(laptop, "KTA-2026-001"), hand.start(laptop, "KTA-2026-002")
    packing.build(laptop, plain, folder / "plain.kta")
    packing.build(laptop, sealed, tmp_path / "b.kta")
    to, out = [sealing.recipient(centre)], folder / "sealed" / "b.kta.age"
    sealing.seal(laptop, tmp_path / "b.kta", to, out)
    (folder / "notes.txt").write_text("x")
    (folder / "broken.kta").write_bytes(b"PK\x05\x06" + b"\0" * 200)
    before = hand.tree(folder)
    report = receiving.intake(centre, str(folder))
    assert {one.audit for one in report.received} == {plain, sealed}
    assert codes(report.refused) == ["bundle-unreadable"]
    assert len(documents(folder, "receipts")) == 2
    assert before.items() <= hand.tree(folder).items()

    everything = hand.everything(centre)
    for number in range(9):
        shutil.copy(folder / "plain.kta", folder / f"copy {number}.kta")
    again = receiving.intake(centre, str(folder))
    assert (again.received, again.known) == ((), 11)
    assert hand.everything(centre) == everything


def test_that_an_auditor_is_told_once_which_files_to_bring_again(
    hand, laptop, centre, stick, tmp_path
):
    audit = hand.start(laptop)
    photos = [hand.photograph(laptop, audit, tmp_path, shade) for shade in range(3)]
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    lost, damaged = (stick / remote.object_name(photo.sha256) for photo in photos[:2])
    lost.unlink()
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    told = [receiving.intake(centre, str(stick)).refused[0].told for _again in range(3)]
    assert told == [True, False, False]
    (document,) = documents(stick, "reviews")
    review = read(Review, document.read_bytes(), "").payload
    assert (review.verdict, review.audit, review.revision) == ("refused", audit, 1)
    assert review.files == [f"data/evidence/{photo.sha256}.png" for photo in sorted_by(photos[:2])]

    damaged.write_bytes(b"another fault")
    assert receiving.intake(centre, str(stick)).refused[0].told
    delivering.sync(laptop)
    delivering.sync(laptop)
    assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [audit]
    assert quarantine.refused(centre) == ()
    delivering.sync(laptop)
    assert hand.state(laptop, audit) is Delivery.RECEIVED


def sorted_by(photos):
    return sorted(photos, key=lambda photo: photo.sha256)


def test_that_two_laptops_may_send_the_same_audit(hand, laptop, new_workspace, centre, stick):
    colleague = new_workspace("colleague")
    key = register.import_card(centre, register.card_text(colleague))
    register.accept(centre, key.fingerprint, "auditor")
    delivering.add_remote(colleague, "centre", str(stick))
    audit = hand.start(laptop)
    packing.build(laptop, audit, stick.parent / "full.kta")
    packing.open_bundle(colleague, stick.parent / "full.kta")
    hand.answer(laptop, audit, "3.25")
    hand.answer(colleague, audit, "4", question="wat_04")
    for ws in (laptop, colleague):
        delivering.queue(ws, audit)
        delivering.sync(ws)
    report = receiving.intake(centre, str(stick))
    assert [one.audit for one in report.received] == [audit, audit]
    entries = auditing.load(centre, audit).entries
    assert (entries["wat_03"]["text"], entries["wat_04"]["text"]) == ("3.25", "4")
    for ws in (laptop, colleague):
        assert delivering.sync(ws).received == (audit,)


def test_that_an_intake_killed_at_any_step_goes_on(hand, laptop, centre, stick, monkeypatch):
    def killed(*_args, **_by):
        raise KeyboardInterrupt

    steps = (
        (receiving_work, "take_in"),
        (receiving_work, "receipt"),
        (receiving_work.outbox, "add_receipt"),
        (FolderRemote, "put"),
    )
    for number, (owner, step) in enumerate(steps, start=1):
        audit = hand.start(laptop, f"KTA-2026-00{number}")
        delivering.queue(laptop, audit)
        delivering.sync(laptop)
        with monkeypatch.context() as patched:
            patched.setattr(owner, step, killed)
            with pytest.raises(KeyboardInterrupt):
                receiving.intake(centre, str(stick))
        report = receiving.intake(centre, str(stick))
        assert len(report.received) + report.known == number
        assert len(documents(stick, "receipts")) == number
        assert delivering.sync(laptop).received == (audit,)
