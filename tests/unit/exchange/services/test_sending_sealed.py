"""Places that take encrypted bundles only: one file a version, proven, taken in, signed for."""

import pytest

from kta_desktop.domain.audit import Delivery
from kta_desktop.services import delivering, receiving, register
from kta_desktop.services.channel import Waiting
from kta_desktop.storage import remotes


@pytest.fixture
def sealed(laptop, stick):
    """The folder of the stick, to which nothing goes that is not encrypted."""
    with laptop.store.begin() as connection:
        remotes.set_options(connection, "centre", {"encrypt": True})
    return stick / "sealed"


def know(laptop, centre):
    """Let a laptop know the key of the centre."""
    key = register.import_card(laptop, register.card_text(centre))
    register.accept(laptop, key.fingerprint, "centre")


def only(ws):
    (row,) = delivering.deliveries(ws)
    return row


def test_that_an_encrypted_version_reaches_the_centre_and_its_receipt_comes_back(
    hand, laptop, centre, stick, sealed, tmp_path
):
    know(laptop, centre)
    audit = hand.start(laptop)
    hand.photograph(laptop, audit, tmp_path)
    delivering.queue(laptop, audit)
    (laptop.path.parent / ".sealing-w.ktadb-left").mkdir()  # by a crash in the midst of it
    assert delivering.sync(laptop).delivered == (audit,)
    (file,) = sealed.iterdir()
    assert file.name.endswith(".kta.age")
    assert not list(laptop.path.parent.glob(".sealing-*"))
    assert b"KTA-2026-001" not in file.read_bytes()
    assert not list(stick.glob("objects/*/*"))
    assert only(laptop).bytes_done == only(laptop).bytes_total == file.stat().st_size
    assert [one.audit for one in receiving.intake(centre, str(stick)).received] == [audit]
    assert delivering.sync(laptop).received == (audit,)
    assert only(laptop).state is Delivery.RECEIVED


def test_that_sending_it_again_leaves_the_file_as_it_is(hand, laptop, centre, sealed):
    know(laptop, centre)
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    (file,) = sealed.iterdir()
    before = file.read_bytes()
    for _time in range(2):
        delivering.resend(laptop, only(laptop).key)
        assert delivering.sync(laptop).delivered
    assert [path.read_bytes() for path in sealed.iterdir()] == [before]
    damaged = before[:-1] + bytes([before[-1] ^ 1])
    file.write_bytes(damaged)
    delivering.resend(laptop, only(laptop).key)
    assert delivering.sync(laptop).delivered
    assert file.read_bytes() != damaged


def test_that_without_the_key_of_the_centre_nothing_goes(hand, laptop, sealed):
    delivering.queue(laptop, hand.start(laptop))
    report = delivering.sync(laptop)
    assert report.delivered == ()
    assert [error["code"] for error in report.errors] == ["recipient-unknown"]
    assert not list(sealed.glob("*"))


def test_that_over_a_line_nothing_goes_unencrypted_instead(hand, laptop, stick, monkeypatch):
    from contextlib import contextmanager

    from kta_desktop.exchange.folder import FolderRemote
    from kta_desktop.services import sending

    @contextmanager
    def opened(ws, _row, pace):
        yield FolderRemote(stick, ws.device, pace)

    monkeypatch.setattr(sending, "opened", opened)
    with laptop.store.begin() as connection:
        remotes.set_options(connection, "centre", {"encrypt": True})
        connection.exec_driver_sql("UPDATE remotes SET url = 'https://centre.example/kta'")
    delivering.queue(laptop, hand.start(laptop))
    report = delivering.sync(laptop)
    assert [error["code"] for error in report.errors] == ["sealed-folder-only"]
    assert only(laptop).waits_for is Waiting.PERSON
    assert not list(stick.glob("objects/*/*"))
    assert not list(stick.glob("bundles/*/*"))
