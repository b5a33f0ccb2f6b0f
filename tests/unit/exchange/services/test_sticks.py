"""A stick as the way to the centre and back."""

import shutil

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange.errors import PlaceGoneError
from kta_desktop.exchange.sealed_errors import NoRecipientError
from kta_desktop.services import (
    channel,
    delivering,
    exchanging,
    receiving,
    register,
    remotes,
    sticks,
    sticks_taking,
)
from kta_desktop.services.channel import Channel
from kta_desktop.services.sticks import Lying, Stick, Wanted


@pytest.fixture
def kingston(tmp_path):
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return Stick(path=folder, name="KINGSTON", free=1 << 30, total=2 << 30)


@pytest.fixture
def audit(hand, laptop):
    return hand.start(laptop)


def test_that_an_open_audit_goes_onto_a_stick_and_its_receipt_comes_back(
    laptop, centre, kingston, audit
):
    given = sticks.give(laptop, kingston, Wanted(audit=audit))
    assert (given.remote, len(given.written), given.errors) == ("KINGSTON", 1, ())
    assert given.lying == Lying(bundles=1)
    (row,) = delivering.deliveries(laptop)
    assert (row.state, row.is_under_way) == (Delivery.DELIVERED, False)

    receiving.intake(centre, str(kingston.path / sticks.FOLDER))
    brought = sticks_taking.take(laptop, kingston)
    assert brought.received == (audit,)
    (row,) = delivering.deliveries(laptop)
    assert row.state is Delivery.RECEIVED
    assert sticks_taking.take(laptop, kingston).received == ()


def test_that_what_waits_for_another_place_goes_onto_the_stick_even_while_sending_is_paused(
    laptop, kingston, audit, stick
):
    delivering.queue(laptop, audit, "centre")
    channel.set_channel(laptop, Channel(paused=True))
    given = sticks.give(laptop, kingston, Wanted())
    assert len(given.written) == 1
    states = {row.remote: row.state for row in delivering.deliveries(laptop)}
    assert states == {"centre": Delivery.QUEUED, "KINGSTON": Delivery.DELIVERED}
    again = sticks.give(laptop, kingston, Wanted())
    assert (again.written, again.lying.bundles) == ((), 1)


def test_that_a_stick_under_another_letter_is_the_same_place(laptop, kingston, audit, tmp_path):
    sticks.give(laptop, kingston, Wanted(audit=audit))
    moved = tmp_path / "F"
    shutil.move(kingston.path, moved)
    other = Stick(path=moved, name="KINGSTON", free=1, total=1)
    sticks.give(laptop, other, Wanted(audit=audit))
    (place,) = remotes.listed(laptop)
    assert place.url == str(moved / sticks.FOLDER)
    (row,) = delivering.deliveries(laptop)
    assert row.state is Delivery.DELIVERED


def test_that_the_centre_may_name_the_stick_and_not_the_folder_on_it(
    laptop, centre, kingston, audit
):
    sticks.give(laptop, kingston, Wanted(audit=audit))
    named = remotes.add(centre, "stick", remotes.RemoteSettings(url=str(kingston.path)))
    assert named.url == str(kingston.path / sticks.FOLDER)
    assert not (kingston.path / "kta.json").exists()
    assert [one.audit for one in receiving.intake(centre, str(kingston.path)).received] == [audit]


def test_that_a_second_stick_of_the_same_name_is_a_place_of_its_own(laptop, kingston, tmp_path):
    sticks.as_place(laptop, kingston)
    twin = tmp_path / "twin"
    twin.mkdir()
    second = sticks.as_place(laptop, Stick(path=twin, name="KINGSTON", free=1, total=1))
    assert second.name == "KINGSTON 2"


def test_that_bundles_are_encrypted_only_when_the_key_of_the_centre_is_known(
    laptop, centre, kingston, audit
):
    with pytest.raises(NoRecipientError):
        sticks.give(laptop, kingston, Wanted(audit=audit, seal=True))
    assert not (kingston.path / sticks.FOLDER).exists()

    sticks.give(laptop, kingston, Wanted(audit=audit))
    receiving.intake(centre, str(kingston.path / sticks.FOLDER))
    sticks_taking.take(laptop, kingston)
    register.import_card(laptop, register.card_text(centre))
    assert sticks.centre_key(laptop) is not None


def test_that_the_accepted_card_of_the_centre_is_enough_to_encrypt_the_very_first_version(
    laptop, centre, kingston, audit
):
    known = register.import_card(laptop, register.card_text(centre))
    assert sticks.centre_key(laptop) is None
    register.accept(laptop, known.fingerprint, "centre")
    assert sticks.centre_key(laptop) is not None

    sticks.give(laptop, kingston, Wanted(audit=audit, seal=True))
    assert list((kingston.path / sticks.FOLDER / "sealed").glob("*.kta.age"))
    assert [place.centre_key for place in remotes.listed(laptop)] == [centre.public_key]
    receiving.intake(centre, str(kingston.path / sticks.FOLDER))
    assert sticks_taking.take(laptop, kingston).received == (audit,)


def test_that_an_encrypted_version_is_taken_in_and_its_receipt_heard(
    laptop, centre, hand, kingston
):
    first = hand.start(laptop, "KTA-2026-001")
    sticks.give(laptop, kingston, Wanted(audit=first))
    place = str(kingston.path / sticks.FOLDER)
    receiving.intake(centre, place)
    sticks_taking.take(laptop, kingston)

    audit = hand.start(laptop, "KTA-2026-002")
    given = sticks.give(laptop, kingston, Wanted(audit=audit, seal=True))
    assert len(given.written) == 1
    assert list((kingston.path / sticks.FOLDER / "sealed").glob("*.kta.age"))
    receiving.intake(centre, place)
    brought = sticks_taking.take(laptop, kingston)
    assert (brought.received, brought.errors) == ((audit,), ())


def test_that_a_copy_for_a_colleague_is_taken_in_by_the_colleague(
    laptop, new_workspace, kingston, audit
):
    given = sticks.give(laptop, kingston, Wanted(outgoing=False, audit=audit, copy=True))
    assert [path.parent.name for path in given.copies] == [sticks.COPIES]
    assert given.lying == Lying(copies=1)
    colleague = new_workspace("colleague")
    brought = sticks_taking.take(colleague, kingston)
    assert (brought.audits, brought.fresh) == ((audit,), 1)
    assert sticks_taking.take(colleague, kingston).audits == ()


def test_that_a_damaged_file_lets_the_others_pass(laptop, new_workspace, kingston, audit):
    sticks.give(laptop, kingston, Wanted(outgoing=False, audit=audit, copy=True))
    (kingston.path / "broken.kta").write_bytes(b"not a bundle")
    brought = sticks_taking.take(new_workspace("colleague"), kingston)
    assert brought.audits == (audit,)
    assert [error["code"] for error in brought.errors] == ["bundle-unreadable"]


def test_that_a_stick_that_was_pulled_out_is_told_as_one(laptop, kingston, audit):
    shutil.rmtree(kingston.path)
    with pytest.raises(PlaceGoneError):
        sticks.give(laptop, kingston, Wanted(audit=audit))
    assert sticks.look(kingston.path) == Lying()


def test_that_an_audit_waits_for_a_stick_only_where_there_is_no_other_place(
    laptop, kingston, audit, stick
):
    sticks.as_place(laptop, kingston)
    exchanging.queue(laptop, audit)
    assert [row.remote for row in delivering.deliveries(laptop)] == ["centre"]
    remotes.remove(laptop, "centre")
    exchanging.queue(laptop, audit)
    assert "KINGSTON" in [row.remote for row in delivering.deliveries(laptop)]
