"""Bundles encrypted to the centre: proven, opened anywhere, refused when they are not whole."""

import errno
import hashlib
import io
import os

import pyrage
import pytest

from kta_desktop.errors import KtaError
from kta_desktop.exchange import sealed
from kta_desktop.exchange.errors import BundleMissingError, CancelledError, PlaceFullError
from kta_desktop.exchange.sealed_errors import (
    NoRecipientError,
    RecipientError,
    SealedAlteredError,
    SealedForeignError,
    SealedLostError,
    SealedNeedsKeyError,
)
from kta_desktop.services import packing, quarantine, register, sealing

ALIEN = sealed.new_identity()


@pytest.fixture
def bundle(tmp_path):
    """Return a file that stands for a bundle: what is in it does not matter."""
    path = tmp_path / "a.kta"
    path.write_bytes(bytes(range(256)) * 700)
    return path


@pytest.fixture
def closed(laptop, bundle, tmp_path):
    return sealing.seal(laptop, bundle, [], tmp_path / "a.kta.age").path


def test_that_the_centre_opens_what_was_encrypted_to_it(laptop, centre, hand, tmp_path):
    bundle = packing.build(laptop, hand.start(laptop), tmp_path / "a.kta").path
    out = tmp_path / "a.kta.age"
    closed = sealing.seal(laptop, bundle, [sealing.recipient(centre)], out).path
    assert packing.verify(closed, centre).ok
    opened = packing.open_bundle(centre, closed)
    assert (opened.new, opened.revision) == (True, 1)
    assert not packing.open_bundle(centre, closed).new


def test_that_the_sender_opens_it_too_and_gets_the_same_bytes(laptop, bundle, closed, tmp_path):
    sha256 = sealing.unseal(laptop, closed, tmp_path / "back.kta")
    assert (tmp_path / "back.kta").read_bytes() == bundle.read_bytes()
    assert sha256 == hashlib.sha256(bundle.read_bytes()).hexdigest()


def test_that_any_program_of_the_format_opens_it(laptop, bundle, tmp_path):
    recipient = sealed.recipient_of(ALIEN)
    info = sealing.seal(laptop, bundle, [recipient, recipient], tmp_path / "x.age")
    identity = pyrage.x25519.Identity.from_str(ALIEN)
    assert pyrage.decrypt(info.path.read_bytes(), [identity]) == bundle.read_bytes()
    assert info.recipients == (recipient, sealing.recipient(laptop))


def test_that_the_own_key_stays_the_same(laptop):
    assert sealing.recipient(laptop) == sealing.recipient(laptop)
    assert sealing.recipient(laptop).startswith("age1")


def test_that_others_cannot_open_it(new_workspace, closed, tmp_path):
    other = new_workspace("other")
    with pytest.raises(SealedForeignError):
        packing.open_bundle(other, closed)
    assert [row.code for row in quarantine.refused(other)] == ["sealed-for-others"]
    with pytest.raises(SealedForeignError):
        sealing.unseal(other, closed, tmp_path / "out.kta")
    assert not (tmp_path / "out.kta").exists()


def test_that_a_file_cut_or_altered_anywhere_is_refused_and_nothing_is_left(
    laptop, closed, tmp_path
):
    whole = closed.read_bytes()
    bad = tmp_path / "bad.kta.age"
    places = range(0, len(whole), max(len(whole) // 25, 1))
    for data in [whole[:end] for end in places] + [flipped(whole, at) for at in places]:
        bad.write_bytes(data)
        with pytest.raises((SealedAlteredError, SealedForeignError)):
            sealing.unseal(laptop, bad, tmp_path / "out.kta")
    bad.write_bytes(whole + b"x")
    with pytest.raises(SealedAlteredError):
        packing.open_bundle(laptop, bad)
    assert not [*tmp_path.rglob("out.kta*"), *laptop.path.parent.glob(".opened-*")]


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_that_a_cut_at_a_whole_piece_is_found(laptop, tmp_path):
    source, out = tmp_path / "source", tmp_path / "out.age"
    source.write_bytes(bytes(3 * 65536))
    sealed.encrypt(source, out, [sealing.recipient(laptop)], lambda _count: None)
    out.write_bytes(out.read_bytes()[: -(65536 + 16)])
    with pytest.raises(SealedAlteredError):
        sealing.unseal(laptop, out, tmp_path / "back")


def test_that_the_bundle_is_removed_only_when_the_file_was_proven(
    laptop, bundle, tmp_path, monkeypatch
):
    out = tmp_path / "a.kta.age"
    write = sealed.encrypt

    def broken(source, path, *rest):
        passed = write(source, path, *rest)
        path.write_bytes(flipped(path.read_bytes(), path.stat().st_size - 40))
        return passed

    monkeypatch.setattr(sealed, "encrypt", broken)
    with pytest.raises(SealedLostError):
        sealing.seal(laptop, bundle, [sealed.recipient_of(ALIEN)], out, remove=True)
    assert bundle.exists()
    assert sorted(path.name for path in tmp_path.glob("*.age*")) == []
    monkeypatch.undo()
    sealing.seal(laptop, bundle, [sealed.recipient_of(ALIEN)], out, remove=True)
    assert (bundle.exists(), out.exists()) == (False, True)


def test_that_a_full_disk_and_a_stop_keep_bundle_and_older_file(
    laptop, bundle, tmp_path, monkeypatch
):
    out = tmp_path / "a.kta.age"
    out.write_bytes(b"older")
    monkeypatch.setattr(sealing, "_TELLING", 1)
    with pytest.raises(CancelledError):
        sealing.seal(laptop, bundle, [], out, cancelled=lambda: True)
    monkeypatch.setattr(sealed._Writer, "write", full)
    with pytest.raises(PlaceFullError):
        sealing.seal(laptop, bundle, [], out)
    assert (bundle.exists(), out.read_bytes()) == (True, b"older")
    assert not list(tmp_path.glob(".*.tmp"))


def full(writer, _data):
    writer.failed = OSError(errno.ENOSPC, "full")
    raise writer.failed


@pytest.mark.parametrize("text", ["", "age1abc", "AGE-SECRET-KEY-1", "ключ"])
def test_that_what_is_no_key_is_refused_before_anything_is_written(laptop, bundle, tmp_path, text):
    with pytest.raises(RecipientError):
        sealing.seal(laptop, bundle, [text], tmp_path / "a.age")
    assert not (tmp_path / "a.age").exists()


def test_that_a_key_with_one_letter_changed_is_no_key(laptop, bundle, tmp_path):
    good = sealed.recipient_of(ALIEN)
    wrong = good[:-1] + ("q" if good[-1] != "q" else "p")
    with pytest.raises(RecipientError):
        sealing.seal(laptop, bundle, [wrong], tmp_path / "a.age")


def test_that_an_encrypted_file_without_workspace_says_so(closed):
    with pytest.raises(SealedNeedsKeyError):
        packing.verify(closed)


def test_that_the_key_of_the_centre_has_to_be_known(laptop, stick):
    with pytest.raises(NoRecipientError):
        register.recipients_for(laptop, "centre")


def test_that_no_bundle_is_told_as_such(laptop, tmp_path):
    with pytest.raises(BundleMissingError):
        sealing.seal(laptop, tmp_path / "none.kta", [], tmp_path / "a.age")


def test_that_what_a_crash_left_is_removed_at_the_next_opening(laptop, closed):
    left = laptop.path.parent / f".opened-{laptop.path.name}-x"
    left.mkdir()
    (left / "a.kta").write_bytes(b"plain")
    packing.verify(closed, laptop)
    assert not left.exists()


def test_that_memory_does_not_grow_with_the_file(tmp_path):
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(16 << 20)
    out, sizes = tmp_path / "out.age", []
    passed = sealed.encrypt(source, out, [sealed.recipient_of(ALIEN)], sizes.append)
    pieces = []
    again = sealed.decrypt(out, [ALIEN], lambda data: pieces.append(len(data)))
    assert passed == again
    assert max(*sizes, *pieces) <= 1 << 20
    assert passed.size == 16 << 20


@pytest.mark.parametrize("data", [b"", b"age-encryption.org/v1\n", os.urandom(300)])
def test_that_garbage_is_refused(tmp_path, data):
    path = tmp_path / "x.kta.age"
    path.write_bytes(data)
    with pytest.raises(KtaError, match="age"):
        sealed.decrypt(path, [ALIEN], io.BytesIO().write)
