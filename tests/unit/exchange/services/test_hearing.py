"""What a laptop hears from a place, and whom it believes."""

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.ids import new_id
from kta_desktop.exchange.address import open_remote
from kta_desktop.exchange.documents import (
    AssignedPerson,
    AssignedPlant,
    Assignment,
    Card,
    Comment,
    KeyEntry,
    Review,
    read,
    written,
)
from kta_desktop.exchange.remote import (
    Access,
    assignment_name,
    card_name,
    key_entry_name,
    review_name,
)
from kta_desktop.services import (
    assigned,
    auditing,
    comments,
    delivering,
    exchanging,
    hearing,
    packing,
    receiving,
    recovering,
    register,
    trust,
)
from kta_desktop.storage import known_keys
from kta_desktop.storage.clock import now


@pytest.fixture
def place(laptop, stick):
    return open_remote(str(stick), Access(owner=laptop.device))


@pytest.fixture
def sent(hand, laptop, centre, stick):
    """Return an audit that was delivered, taken in and receipted."""
    register.set_centre(centre, centre=True)
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    delivering.sync(laptop)
    take_key(laptop, centre)
    receiving.intake(centre, str(stick))
    return audit


def take_key(laptop, centre, role="auditor"):
    register.import_card(centre, register.card_text(laptop))
    register.accept(centre, laptop.device, role)


def review(centre, place, audit, verdict="returned", *, by=None, level="centre", **more):
    """Lay a review at the place."""
    said = Review(
        id=new_id(), audit=audit, revision=1, sha256=more.pop("sha256", "0" * 64), level=level,
        verdict=verdict, by="Р. Сарсенов", at=now(), **more,
    )  # fmt: skip
    place.put(review_name(audit, said.id), written(said, packing.signer(by or centre)))
    return said


def row_of(laptop):
    (row,) = delivering.deliveries(laptop)
    return row


def test_that_the_card_of_the_computer_is_laid_there_once(laptop, place, stick):
    hearing.hear(laptop, place, "centre")
    said = read(Card, place.read(card_name(laptop.device)), "card")
    assert (said.payload.name, said.fingerprint) == (laptop.profile.name, laptop.device)
    before = (stick / card_name(laptop.device)).stat().st_mtime_ns
    hearing.hear(laptop, place, "centre")
    assert (stick / card_name(laptop.device)).stat().st_mtime_ns == before


def test_that_a_returned_version_is_told_with_its_comments(laptop, centre, place, sent):
    hearing.hear(laptop, place, "centre")
    row = row_of(laptop)
    asked = [Comment(id=new_id(), path="wat_03", text="проверьте единицу")]
    review(centre, place, sent, comments=asked, sha256=row.sha256)
    heard = hearing.hear(laptop, place, "centre")
    assert heard.reviews == (sent,)
    assert row_of(laptop).state is Delivery.RETURNED
    assert [one.text for one in comments.comments(laptop, sent)] == ["проверьте единицу"]
    assert hearing.hear(laptop, place, "centre").reviews == ()


def test_that_accepted_is_the_last_word_and_a_leads_word_is_not_the_centres(
    laptop, centre, new_workspace, place, sent
):
    lead = new_workspace("lead")
    take_key(lead, centre, "lead")
    hearing.hear(laptop, place, "centre")
    key = bytes(lead.public_key)
    entry = KeyEntry(
        id=new_id(), fingerprint=lead.device, key=key.hex(), auditor=lead.profile.id,
        name="Ведущий", role="lead", state="active", at=now(),
    )  # fmt: skip
    place.put(key_entry_name(lead.device, entry.id), written(entry, packing.signer(centre)))
    sha256 = row_of(laptop).sha256
    review(centre, place, sent, "accepted", by=lead, level="lead", sha256=sha256)
    assert hearing.hear(laptop, place, "centre").errors == ()
    assert row_of(laptop).state is Delivery.RECEIVED
    review(centre, place, sent, "accepted", sha256=sha256)
    hearing.hear(laptop, place, "centre")
    assert row_of(laptop).state is Delivery.ACCEPTED
    assert [one.delivery for one in auditing.summaries(laptop)] == [Delivery.ACCEPTED]


@pytest.mark.parametrize("level", ["lead", "centre"])
def test_that_a_review_by_a_stranger_is_told_and_not_believed(
    laptop, new_workspace, place, sent, level
):
    hearing.hear(laptop, place, "centre")
    stranger = new_workspace("stranger")
    review(stranger, place, sent, "accepted", level=level, sha256=row_of(laptop).sha256)
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-foreign"]
    assert row_of(laptop).state is Delivery.RECEIVED
    assert comments.standing(laptop, sent) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"key":"00"}', b"[" * 100_000])
def test_that_litter_keeps_nothing_else_from_being_heard(laptop, centre, place, sent, data):
    hearing.hear(laptop, place, "centre")
    place.put(review_name(sent, new_id()), data)
    review(centre, place, sent, "accepted", sha256=row_of(laptop).sha256)
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-wrong"]
    assert row_of(laptop).state is Delivery.ACCEPTED


def test_that_what_the_centre_could_not_read_is_sent_again(laptop, centre, place, sent, stick):
    audit = sent
    second = delivering.deliveries(laptop)[0]
    with laptop.store.begin() as connection:  # as before the receipt came
        connection.exec_driver_sql("UPDATE outbox SET state = 'delivered'")
    review(
        centre, place, audit, "refused", sha256=second.sha256, code="bundle-missing-file",
        files=["data/audit.json"],
    )  # fmt: skip
    for path in (stick / "receipts").rglob("*.json"):
        path.unlink()
    hearing.hear(laptop, place, "centre")
    row = row_of(laptop)
    assert (row.state, row.error["code"]) == (Delivery.QUEUED, "refused-by-centre")
    assert "audit.json" in row.error["message"]


def test_that_a_revoked_key_is_known_to_its_computer(laptop, centre, place, sent):
    hearing.hear(laptop, place, "centre")
    entry = KeyEntry(
        id=new_id(), fingerprint=laptop.device, key=laptop.public_key.hex(),
        auditor=laptop.profile.id, name="Айгуль", role="auditor", state="revoked",
        reason="ноутбук потерян", at=now(),
    )  # fmt: skip
    place.put(key_entry_name(laptop.device, entry.id), written(entry, packing.signer(centre)))
    assert hearing.hear(laptop, place, "centre").keys == (laptop.device,)
    assert trust.own_state(laptop)["reason"] == "ноутбук потерян"
    assert exchanging.desk(laptop).revoked == "ноутбук потерян"


def test_that_a_place_that_lags_behind_does_not_bring_a_revoked_key_back(laptop, centre):
    def entry(identifier, state):
        said = KeyEntry(
            id=identifier, fingerprint=laptop.device, key=laptop.public_key.hex(),
            auditor=laptop.profile.id, name="Ведущий", role="lead", state=state, at=now(),
        )  # fmt: skip
        return read(KeyEntry, written(said, packing.signer(centre)), "entry")

    older, newer = new_id(), new_id()
    trust.keep_entry(centre, entry(newer, "revoked"))
    trust.keep_entry(centre, entry(older, "active"))
    with centre.store.connect() as connection:
        assert known_keys.get(connection, laptop.device).state is known_keys.KeyState.REVOKED


def test_that_a_place_added_later_does_not_bring_a_centre_of_its_own(
    laptop, centre, new_workspace, place, tmp_path
):
    register.set_centre(centre, centre=True)
    card = register.import_card(laptop, register.card_text(centre))
    register.accept(laptop, card.fingerprint, "centre")
    later = tmp_path / "later"
    later.mkdir()
    delivering.add_remote(laptop, "later", str(later))
    there = open_remote(str(later), Access(owner=laptop.device))
    assign(laptop, new_workspace("stranger"), there)
    heard = hearing.hear(laptop, there, "later")
    assert [error["code"] for error in heard.errors] == ["document-foreign"]
    assign(laptop, centre, there)
    assert len(hearing.hear(laptop, there, "later").assignments) == 1


def assign(laptop, centre, place, number="KTA-2027-003", auditor=None):
    given = Assignment(
        id=new_id(), auditor=auditor or laptop.profile.id, number=number,
        plant=AssignedPlant(name="АО «Шыны»", bin="010140000003"), pack="food",
        starts_on="2027-02-01", ends_on="2027-02-05", reference_year=2026,
        team=[AssignedPerson(id=laptop.profile.id, name="А. Жумабаева", role="lead")],
        by="Бюро НДТ", at=now(),
    )  # fmt: skip
    name = assignment_name(laptop.profile.id, given.id)
    place.put(name, written(given, packing.signer(centre)))


def test_that_an_audit_handed_out_can_be_started_once(laptop, centre, place):
    assign(laptop, centre, place)
    assert len(hearing.hear(laptop, place, "centre").assignments) == 1
    (one,) = assigned.assigned(laptop)
    assert (one.number, one.plant.name, one.is_started) == ("KTA-2027-003", "АО «Шыны»", False)
    audit = assigned.start(laptop, one)
    assert auditing.load(laptop, audit).number == "KTA-2027-003"
    assert assigned.assigned(laptop)[0].is_started


def test_that_an_assignment_to_somebody_else_is_not_taken(laptop, centre, place):
    assign(laptop, centre, place, auditor=new_id())
    heard = hearing.hear(laptop, place, "centre")
    assert [error["code"] for error in heard.errors] == ["document-wrong"]
    assert assigned.assigned(laptop) == ()


def test_that_an_audit_is_taken_back_on_a_new_laptop(
    hand, laptop, new_workspace, sent, stick, tmp_path
):
    new = new_workspace("new")
    delivering.add_remote(new, "centre", str(stick))
    (there,) = recovering.audits_there(new, "centre")
    assert (there.number, there.plant, there.has_receipt, there.is_here) == (
        "KTA-2026-001", "ТОО «Сүт»", True, False,
    )  # fmt: skip
    result = recovering.take_back(new, "centre", there.name)
    assert (result.audit_id, result.new) == (sent, True)
    (again,) = recovering.audits_there(new, "centre")
    assert again.is_here
    assert not list(new.path.parent.glob(".incoming-*"))
    hand.answer(new, sent, "3,5")  # the new device goes on
    assert packing.close_revision(new, sent) == 2
