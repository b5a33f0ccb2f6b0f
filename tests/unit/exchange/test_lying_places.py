"""Places that lie: files that are none, links that lead away, bytes without end."""

import hashlib
import itertools
import os

import pytest

from kta_desktop.exchange import sealed
from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleSchemaError,
    KtaError,
    RemoteMissingError,
    RemoteNotOursError,
)
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.outbox import DeliveredSource, File, Part, read_manifest
from kta_desktop.exchange.remote import bundle_name, hash_at, object_name
from kta_desktop.exchange.signing import envelope

DATA = b"measured " * 1000
SHA = hashlib.sha256(DATA).hexdigest()
MEMBER = Member(name="data/evidence/x.bin", size=len(DATA), sha256=SHA, open=lambda: iter((DATA,)))
OWNER = "f" * 64
AUDIT = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def place(tmp_path):
    folder = FolderRemote(tmp_path / "stick", OWNER)
    folder.set_up()
    return folder


@pytest.fixture
def own(tmp_path):
    """Return a file of the user's that has nothing to do with the place."""
    path = tmp_path / "thesis.docx"
    path.write_bytes(b"years of work")
    return path


def planted(place, name, kind):
    """Put something that is no file under a name of the place."""
    path = place.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(path)
    return path


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "loop"])
def test_that_what_is_no_file_is_none_and_nobody_waits_for_it(place, kind):
    planted(place, "keys/a/card.json", kind)
    planted(place, object_name(SHA), kind)
    assert place.size("keys/a/card.json") is None
    assert place.read("keys/a/card.json") is None
    with pytest.raises(RemoteMissingError):
        hash_at(place, object_name(SHA))
    planted(place, "kta.json", kind)
    with pytest.raises(RemoteNotOursError):
        place.check_layout()


def test_that_a_file_where_a_folder_belongs_keeps_nothing_else_from_being_read(place):
    (place.root / "reviews").write_bytes(b"")
    assert place.read(f"reviews/{AUDIT}/x.json") is None
    assert place.names("reviews") == []


def test_that_links_under_our_own_names_are_not_written_through(place, own):
    document = place.root / "keys" / "a" / f".card.json.{OWNER[:8]}.tmp"
    unfinished = place.root / f"objects/{SHA[:2]}/.{SHA}.{OWNER[:8]}.part"
    for link in (document, unfinished):
        link.parent.mkdir(parents=True)
        link.symlink_to(own)
    place.put("keys/a/card.json", b"{}")
    place.put_object(MEMBER, lambda _count: None)
    assert own.read_bytes() == b"years of work"
    assert place.read("keys/a/card.json") == b"{}"
    assert place.is_whole(MEMBER)


def test_that_nothing_is_written_where_a_link_leads_out_of_the_place(place, own):
    for folder in ("objects", "receipts"):
        (place.root / folder).symlink_to(own.parent)
    before = sorted(own.parent.iterdir())
    with pytest.raises(RemoteNotOursError):
        place.put_object(MEMBER, lambda _count: None)
    with pytest.raises(RemoteNotOursError):
        place.put(f"receipts/{AUDIT}/{SHA}.json", b"{}")
    assert sorted(own.parent.iterdir()) == before


def test_that_a_place_may_itself_be_behind_a_link(place, tmp_path):
    link = tmp_path / "share"
    link.symlink_to(place.root)
    FolderRemote(link, OWNER).put("keys/a/card.json", b"{}")
    assert place.read("keys/a/card.json") == b"{}"


class Endless:
    """A place that announces one size and gives bytes for ever."""

    url = "endless"

    def __init__(self, announced):
        self.announced = announced
        self.given = 0

    def size(self, _name):
        return self.announced

    def chunks(self, _name):
        for _ in itertools.count():
            self.given += 1
            yield bytes(1 << 16)


def test_that_bytes_without_end_are_read_no_further_than_announced():
    place = Endless(1 << 20)
    assert hash_at(place, "objects/aa/x", 1 << 20) == ""
    file = File(name="data/audit.json", sha256=SHA, size=1 << 20)
    source = DeliveredSource(place, "bundles/a/1-b.json", [file])
    with pytest.raises(BundleAlteredError):
        b"".join(source.chunks(file.name))
    assert place.given < 40


def test_that_parts_of_nothing_are_not_asked_for():
    place = Endless(0)
    parts = [Part(sha256=SHA, size=0)] * 50_000
    source = DeliveredSource(place, "x", [File(name="n", sha256=SHA, size=0, parts=parts)])
    with pytest.raises(BundleAlteredError):
        list(source.chunks("n"))
    assert place.given == 0


def test_that_an_object_shorter_than_announced_is_altered():
    place = Endless(100)
    place.chunks = lambda _name: iter((b"short",))
    parts = [Part(sha256=SHA, size=100)]
    source = DeliveredSource(place, "x", [File(name="n", sha256=SHA, size=100, parts=parts)])
    with pytest.raises(BundleAlteredError):
        b"".join(source.chunks("n"))


@pytest.mark.parametrize(
    "odd",
    [
        {"size": -5},
        {"size": 10, "parts": [{"sha256": SHA, "size": -1}]},
        {"size": 1.5},
        {"size": "10"},
        {"name": None},
    ],
)
def test_that_a_manifest_of_odd_numbers_is_refused(place, device, odd):
    file = {"name": "data/audit.json", "sha256": SHA, "size": 10, **odd}
    said = {"format": "kta-delivery/1", "audit": AUDIT, "revision": 1, "sha256": SHA}
    name = bundle_name(AUDIT, 1, SHA)
    place.put(name, envelope({**said, "files": [file]}, device.signer))
    with pytest.raises(BundleSchemaError):
        read_manifest(place, name)


def test_that_a_manifest_that_is_deep_or_no_text_is_refused(place):
    name = bundle_name(AUDIT, 1, SHA)
    for data in (
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"key":"\\ud800"}',
        b"\xff" * 99,
        b"1" * 9999,
    ):
        (place.root / name).parent.mkdir(parents=True, exist_ok=True)
        (place.root / name).write_bytes(data)
        with pytest.raises(KtaError):
            read_manifest(place, name)


@pytest.mark.parametrize(
    "head",
    [
        b"-> X25519 AAAA\nAAAA\n" * 500_000,
        b"-> " + b"A" * 10_000_000,
        b"-> scrypt MDAwMDAwMDAwMDAwMDAwMA 62\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\nx",
    ],
)
def test_that_a_head_made_to_be_read_for_hours_is_refused_at_once(tmp_path, head):
    path = tmp_path / "slow.kta.age"
    path.write_bytes(sealed.MAGIC + head)
    with pytest.raises(KtaError):
        sealed.decrypt(path, [sealed.new_identity()], lambda _data: None)
