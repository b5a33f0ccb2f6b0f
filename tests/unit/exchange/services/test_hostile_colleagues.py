"""Colleagues, centres and whoever else writes to a place, when they mean harm."""

import os
import shutil
from dataclasses import replace

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.address import open_remote
from kta_desktop.exchange.documents import Comment, Review, written
from kta_desktop.exchange.errors import AuditForkedError
from kta_desktop.exchange.remote import Access, receipt_name, review_name
from kta_desktop.exchange.signing import envelope
from kta_desktop.services import (
    answering,
    comments,
    delivering,
    hearing,
    offered,
    packing,
    receiving,
    workspace,
)
from kta_desktop.services.quarantine import refused
from kta_desktop.services.trust import Trust
from kta_desktop.storage import outbox
from kta_desktop.storage.clock import now


@pytest.fixture
def place(laptop, stick):
    return open_remote(str(stick), Access(owner=laptop.device))


@pytest.fixture
def sent(hand, laptop, stick):
    """Return an audit that was delivered and not yet taken in."""
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    return audit


def row_of(laptop):
    (row,) = delivering.deliveries(laptop)
    return row


def codes(found):
    return [one.error["code"] for one in found]


def review(by, place, audit, sha256, verdict="returned", level="centre", **more):
    said = Review(
        id=more.pop("id", None) or new_id(), audit=audit, revision=1, sha256=sha256, level=level,
        verdict=verdict, by="Р. Сарсенов", at=now(), **more,
    )  # fmt: skip
    place.put(review_name(audit, said.id), written(said, packing.signer(by)))
    return said


def test_that_litter_under_the_name_of_a_receipt_keeps_no_audit_out(laptop, centre, place, sent):
    name = receipt_name(sent, row_of(laptop).sha256)
    place.put(name, b"{}")
    report = receiving.intake(centre, place.url)
    assert [one.audit for one in report.received] == [sent]
    assert codes(report.refused) == ["remote-name-taken"]
    assert refused(centre) == ()
    assert receiving.intake(centre, place.url).known == 1
    assert hearing.hear(laptop, place, "centre").received == (sent,)


def test_that_a_second_centre_at_a_place_is_told_and_not_believed(
    hand, laptop, centre, new_workspace, place, sent
):
    second = hand.as_centre(new_workspace("second"), laptop)
    receiving.intake(centre, place.url)
    delivering.sync(laptop)
    assert row_of(laptop).state is Delivery.RECEIVED
    report = receiving.intake(second, place.url)
    assert [one.audit for one in report.received] == [sent]
    assert codes(report.refused) == ["remote-name-taken"]
    again = receiving.intake(second, place.url)
    assert (again.known, again.refused) == (1, ())
    review(second, place, sent, row_of(laptop).sha256, "accepted")
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-foreign"]
    assert row_of(laptop).state is Delivery.RECEIVED


def test_that_answers_in_another_persons_name_wait_for_a_decision(
    hand, laptop, centre, place, sent
):
    receiving.intake(centre, place.url)
    workspace.set_profile(laptop, replace(laptop.profile, id=new_id()))
    hand.answer(laptop, sent, "99")
    delivering.queue(laptop, sent)
    delivering.sync(laptop)
    before = tuple(answering.log(centre, sent))
    for _ in range(2):
        report = receiving.intake(centre, place.url)
        assert (report.received, codes(report.held)) == ((), ["author-differs"])
        assert tuple(answering.log(centre, sent)) == before
    (held,) = receiving.held(centre)
    receiving.release(centre, held.place, held.name)
    assert len(receiving.intake(centre, place.url).received) == 1


def test_that_a_bundle_of_another_cannot_speak_for_this_computer(
    hand, laptop, new_device, tmp_path
):
    audit = hand.start(laptop)
    packing.build(laptop, audit, tmp_path / "own.kta")
    before = hand.everything(laptop)
    forger, victim = new_device(new_id(), 7), new_device("", 9)
    victim.audit, victim.id = forger.audit, laptop.device
    victim.write("@audit/number", "KTA-2026-666")
    forger.learn(victim)
    forger.minute = 30
    forger.answer("wat_03", "0.1")
    forger.close(1)
    path = tmp_path / "forged.kta"
    path.write_bytes(forger.packed(blobs=()))
    assert packing.verify(path).ok
    with pytest.raises(AuditForkedError):
        packing.open_bundle(laptop, path)
    assert hand.everything(laptop) == before


def test_that_a_lead_auditors_review_makes_nobody_the_centre(
    laptop, centre, new_workspace, place, sent
):
    lead = new_workspace("lead")
    review(lead, place, sent, row_of(laptop).sha256, level="lead", note="x")
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-foreign"]
    receiving.intake(centre, place.url)
    assert hearing.hear(laptop, place, "centre").received == (sent,)
    assert Trust(laptop, place, "centre").centre == centre.public_key


def test_that_what_is_older_and_comes_last_changes_no_state(laptop, centre, place, sent):
    receiving.intake(centre, place.url)
    hearing.hear(laptop, place, "centre")
    sha256, older = row_of(laptop).sha256, new_id()
    review(centre, place, sent, sha256, note="x")
    hearing.hear(laptop, place, "centre")
    review(centre, place, sent, sha256, "accepted", id=older)
    hearing.hear(laptop, place, "centre")
    assert row_of(laptop).state is Delivery.RETURNED


def test_that_a_review_under_the_id_of_another_is_told(hand, laptop, centre, place, sent):
    other = hand.start(laptop, "KTA-2026-002")
    delivering.queue(laptop, other)
    delivering.sync(laptop)
    receiving.intake(centre, place.url)
    hearing.hear(laptop, place, "centre")
    asked = [Comment(id=new_id(), path="../../etc", text="<img src='//evil/x'>")]
    first = review(centre, place, sent, "0" * 64, comments=asked)
    hearing.hear(laptop, place, "centre")
    review(centre, place, other, "1" * 64, "accepted", id=first.id)
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-wrong"]
    assert (comments.standing(laptop, other), len(comments.comments(laptop, sent))) == (None, 1)


def test_that_a_receipt_of_another_than_the_centre_is_not_believed(
    laptop, centre, new_workspace, place, sent, hand
):
    forger = hand.as_centre(new_workspace("forger"), laptop)
    receiving.intake(forger, place.url)
    with laptop.store.begin() as connection:
        outbox.pin(connection, "centre", centre.public_key)
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["receipt-foreign"]
    assert row_of(laptop).state is Delivery.DELIVERED


@pytest.mark.parametrize("name", ["..\\..\\x", "a:b", "x y", "x\u202epiz", "x" * 101, "сектор"])
def test_that_a_pack_whose_name_leads_elsewhere_is_not_written(laptop, place, name):
    class Lying:
        def names(self, _folder, _suffix):
            return [f"packs/food/{name}.zip", f"packs/{name}/1-0.zip"]

        def read(self, _name):
            raise AssertionError(_name)

    assert offered.fetch(laptop, Lying(), Trust(laptop, place, "centre")) == ()


def test_that_one_file_of_a_stick_keeps_no_other_out(hand, laptop, centre, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    audit = hand.start(laptop)
    packing.build(laptop, audit, folder / "good.kta")
    with open(os.fsencode(folder) + b"/\xff\xfe.kta", "wb") as odd:  # noqa: PTH123
        odd.write(b"PK")
    (folder / "link.kta").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe.kta")
    (folder / "a\u202eatk.kta").write_bytes(b"")
    (folder / "folder.kta").mkdir()
    scrypt = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 40\n"
    (folder / "slow.kta.age").write_bytes(scrypt + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\nxxxx")
    report = receiving.intake(centre, str(folder))
    assert [one.audit for one in report.received] == [audit]
    assert len(report.refused) == 3
    assert all(one.error["message"] for one in report.refused)
    assert not (tmp_path / "centre" / "quarantine" / "hostname").exists()


def test_that_a_file_that_may_not_be_read_keeps_no_other_out(
    hand, laptop, centre, tmp_path, monkeypatch
):
    from kta_desktop.services import receiving_loose

    folder = tmp_path / "usb"
    folder.mkdir()
    packing.build(laptop, hand.start(laptop), folder / "good.kta")
    (folder / "closed.kta").write_bytes(b"x")
    container = receiving_loose.Container

    def refusing(path):
        if path.name == "closed.kta":
            raise PermissionError(13, "closed", str(path))
        return container(path)

    monkeypatch.setattr(receiving_loose, "Container", refusing)
    report = receiving.intake(centre, str(folder))
    assert (len(report.received), codes(report.refused)) == (1, ["bundle-unreadable"])


def test_that_signed_nonsense_at_every_name_is_told_in_sentences(laptop, centre, place, sent):
    receiving.intake(centre, place.url)
    own, audit, key = laptop.profile.id, sent, laptop.device
    nonsense = envelope({"format": "x", "deep": [[[[]]]]}, packing.signer(centre))
    for name in (
        f"reviews/{audit}/x.json", f"assignments/{own}/..json.json", f"keys/{key}/x.json",
        f"bundles/{audit}/x.json", f"bundles/{audit}/{'9' * 200}-x.json", "bundles/a/-.json",
        "reviews/nobody/x.json", f"keys/{'0' * 64}/card.json", "packs/x/y.zip",
    ):  # fmt: skip
        place.put(name, nonsense)
    for _ in range(2):
        delivering.sync(laptop)
        report = receiving.intake(centre, place.url)
        assert (report.received, report.known, len(report.refused)) == ((), 1, 3)
    assert row_of(laptop).state is Delivery.RECEIVED


def test_that_what_is_refused_does_not_fill_the_disk(centre, tmp_path, monkeypatch):
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "huge.kta").write_bytes(b"PK" * 50_000)
    usage = shutil.disk_usage(folder)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    assert len(receiving.intake(centre, str(folder)).refused) == 1
    (listed,) = refused(centre)
    assert listed.name == "huge.kta"
    assert list((centre.path.parent / "quarantine").iterdir()) == []
