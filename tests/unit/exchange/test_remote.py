"""Folders as places of delivery: written once, whole or not at all, continued after any cut."""

import errno
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from kta_desktop.exchange import folder as remotes
from kta_desktop.exchange.errors import (
    CancelledError,
    PlaceFullError,
    PlaceGoneError,
    PlaceReadOnlyError,
    RemoteAddressError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
    RemoteTooNewError,
)
from kta_desktop.exchange.folder import FolderRemote, folder_of
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import hash_at, object_name

BIG = os.urandom(1 << 20) * 5
SHA = hashlib.sha256(BIG).hexdigest()
PIECE = 1 << 18


def pieces(data=BIG):
    for start in range(0, len(data), PIECE):
        yield data[start : start + PIECE]


MEMBER = Member(name="data/evidence/big.bin", size=len(BIG), sha256=SHA, open=pieces)


def ignore(_count):
    pass


@pytest.fixture
def place(tmp_path):
    folder = FolderRemote(tmp_path / "stick", "f" * 64)
    folder.set_up()
    return folder


def test_that_a_place_is_set_up_once_and_recognised_again(place):
    before = (place.root / "kta.json").read_bytes()
    place.set_up()
    assert before == (place.root / "kta.json").read_bytes() == b'{"layout":1}'


def test_that_a_later_layout_is_refused(place):
    (place.root / "kta.json").write_text('{"layout": 2, "more": 1}')
    with pytest.raises(RemoteTooNewError) as refused:
        place.check_layout()
    assert "2" in refused.value.sentence("en")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"layout":"1"}', '{"layout":true}', "<html>"])
def test_that_a_damaged_layout_file_is_refused(place, content):
    (place.root / "kta.json").write_text(content)
    with pytest.raises(RemoteNotOursError):
        place.check_layout()


def test_that_a_folder_that_is_no_place_of_delivery_is_not_written_to(tmp_path):
    with pytest.raises(RemoteNotOursError):
        FolderRemote(tmp_path, "f" * 64).check_layout()


def test_that_a_document_is_written_once(place):
    place.put("receipts/a/b.json", b"one")
    place.put("receipts/a/b.json", b"one")
    with pytest.raises(RemoteTakenError):
        place.put("receipts/a/b.json", b"two")
    assert place.read("receipts/a/b.json") == b"one"
    assert place.names("receipts") == ["receipts/a/b.json"]


def test_that_a_document_is_written_once_where_there_are_no_hard_links(place, monkeypatch):
    def refuse(*_args):
        raise OSError(errno.EPERM, "FAT")

    monkeypatch.setattr(os, "link", refuse)
    place.put("receipts/a/b.json", b"one")
    with pytest.raises(RemoteTakenError):
        place.put("receipts/a/b.json", b"two")
    assert sorted(path.name for path in (place.root / "receipts/a").iterdir()) == ["b.json"]


def test_that_an_object_arrives_whole(place):
    place.put_object(MEMBER, ignore)
    assert hash_at(place, object_name(SHA)) == SHA
    assert [p.name for p in (place.root / "objects" / SHA[:2]).iterdir()] == [SHA]


def test_that_sending_continues_where_it_stopped(place, monkeypatch):
    stopped = stop_after(3)
    with pytest.raises(CancelledError):
        place.put_object(MEMBER, stopped)
    assert place.size(object_name(SHA)) is None
    part = next((place.root / "objects" / SHA[:2]).glob("*.part"))
    assert part.stat().st_size == 3 * PIECE
    written = count_writes(monkeypatch)
    place.put_object(MEMBER, ignore)
    assert sum(written) == len(BIG) - 3 * PIECE
    assert hash_at(place, object_name(SHA)) == SHA


def stop_after(count):
    left = [count]

    def step(_bytes):
        left[0] -= 1
        if not left[0]:
            raise CancelledError

    return step


def count_writes(monkeypatch):
    written = []
    before = remotes._continue

    def counted(file, chunks, step):
        class Counting:
            def __getattr__(self, name):
                return getattr(file, name)

            def write(self, data):
                written.append(len(data))
                return file.write(data)

        before(Counting(), chunks, step)

    monkeypatch.setattr(remotes, "_continue", counted)
    return written


def test_that_a_part_with_foreign_bytes_is_cut_where_it_differs(place):
    folder = place.root / "objects" / SHA[:2]
    folder.mkdir(parents=True)
    (folder / f".{SHA}.ffffffff.part").write_bytes(BIG[:PIECE] + b"\0" * (len(BIG) + 10))
    place.put_object(MEMBER, ignore)
    assert hash_at(place, object_name(SHA)) == SHA
    assert place.size(object_name(SHA)) == len(BIG)


def test_that_two_devices_do_not_write_the_same_unfinished_file(place):
    other = FolderRemote(place.root, "e" * 64)
    with pytest.raises(CancelledError):
        place.put_object(MEMBER, stop_after(2))
    with pytest.raises(CancelledError):
        other.put_object(MEMBER, stop_after(2))
    assert len(list((place.root / "objects" / SHA[:2]).iterdir())) == 2


def test_that_a_pulled_stick_is_told_and_not_made_anew(place):
    def pull(_count):
        shutil.rmtree(place.root, ignore_errors=True)

    place.put_object(MEMBER, ignore)
    shutil.rmtree(place.root)
    for act in (
        place.check_layout,
        lambda: place.size("kta.json"),
        lambda: place.names("bundles"),
        lambda: place.put("receipts/a/b.json", b"one"),
        lambda: place.put_object(MEMBER, ignore),
    ):
        with pytest.raises(PlaceGoneError):
            act()
    assert not place.root.exists()


def test_that_a_stick_pulled_in_the_middle_of_an_object_is_told(place):
    left = [2]

    def pull(_count):
        left[0] -= 1
        if not left[0]:
            shutil.rmtree(place.root)

    with pytest.raises(PlaceGoneError):
        place.put_object(MEMBER, pull)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, PlaceFullError),
        (errno.EROFS, PlaceReadOnlyError),
        (errno.EACCES, PlaceReadOnlyError),
        (errno.EIO, PlaceGoneError),
    ],
)
def test_that_errors_of_the_disk_are_sentences_that_name_the_place(
    place, monkeypatch, number, kind
):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(remotes, "make_durable", fail)
    with pytest.raises(kind) as refused:
        place.put("receipts/a/b.json", b"one")
    assert str(place.root) in refused.value.sentence("en")
    with pytest.raises(kind):
        place.put_object(MEMBER, ignore)
    assert place.read("receipts/a/b.json") is None


def test_that_a_missing_object_is_named(place):
    with pytest.raises(RemoteMissingError):
        hash_at(place, object_name(SHA))


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("/mnt/stick", "/mnt/stick"),
        ("file:///mnt/a%20b", "/mnt/a b"),
        ("file://localhost/mnt/stick", "/mnt/stick"),
        ("file://server/share/kta", "//server/share/kta"),
    ],
)
def test_that_folders_and_file_addresses_are_understood(url, folder):
    assert folder_of(url) == Path(folder)


@pytest.mark.parametrize("url", ["", "  ", "https://x/y", "s3://bucket", "file://", "file:///"])
def test_that_other_addresses_are_refused(url):
    with pytest.raises(RemoteAddressError):
        folder_of(url)


@pytest.mark.parametrize("url", ["http://[::1", "~nobody-has-this-home/x", "file://[/x"])
def test_that_an_address_that_cannot_be_one_is_a_sentence(url):
    with pytest.raises(RemoteAddressError):
        folder_of(url)


def test_that_a_name_too_long_for_a_folder_is_a_sentence(tmp_path):
    with pytest.raises(PlaceGoneError):
        FolderRemote(tmp_path / ("x" * 300), "f" * 64).check_layout()


def test_that_folders_pipes_and_odd_names_do_not_hold_up_the_others(place):
    folder = place.root / "bundles" / "a"
    folder.mkdir(parents=True)
    (folder / "1-x.json").mkdir()
    os.mkfifo(folder / "2-x.json")
    (folder / "3\n.json").write_text("{}")
    (folder / b"4\xff.json".decode(errors="surrogateescape")).write_text("{}")
    (folder / "5-x.json").write_text("{}")
    assert place.names("bundles") == ["bundles/a/5-x.json"]


def test_that_a_folder_that_may_not_be_read_is_told_and_not_taken_for_empty(place, monkeypatch):
    (place.root / "bundles").mkdir()

    def closed(_path):
        raise PermissionError(errno.EACCES, "closed")

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(PlaceReadOnlyError):
        place.names("bundles")
