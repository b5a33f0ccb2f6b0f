"""A real Apache with mod_dav: written once, gone on with after kills, proven by reading back."""

import contextlib
import hashlib
import os
import resource
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import pytest

from kta_desktop.exchange import webdav_parts
from kta_desktop.exchange.errors import RemoteTakenError
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import (
    CredentialsError,
    CutError,
    OfflineError,
    QuotaError,
)
from kta_desktop.exchange.remote import Access, object_name
from kta_desktop.exchange.webdav import WebDavRemote
from tests.remotes.apache import SECRET, USER, Apache

pytestmark = pytest.mark.remotes

PART = 1 << 20
PIECE = 1 << 18
BIG = os.urandom(PART) * 12
_numbers = count()


def member(data=BIG):
    def pieces():
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]

    name = hashlib.sha256(data).hexdigest()
    return Member(name="data/evidence/big.bin", size=len(data), sha256=name, open=pieces)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(webdav_parts, "PART", PART)


@pytest.fixture
def opened(apache):
    """Return how to open the same new place again, at a pace."""
    url = f"{apache.url}/place-{next(_numbers)}"
    with contextlib.ExitStack() as stack:

        def again(url=url, pace=lambda _count: None, **access):
            told = {"owner": "f" * 64, "user": USER, "secret": SECRET, "pace": pace} | access
            place = WebDavRemote(url, Access(**told))
            stack.callback(place.close)
            return place

        yield again


def ignore(_count):
    pass


def test_that_a_place_is_set_up_once_and_recognised_again(opened):
    opened().set_up()
    opened().set_up()
    assert opened().read("kta.json") == b'{"layout":1}'


def test_that_a_wrong_password_is_named_as_one(opened):
    with pytest.raises(CredentialsError):
        opened(secret="password").set_up()


def test_that_digest_is_spoken_where_the_server_asks_for_it(apache, opened):
    place = opened(f"{apache.url}/digest/place")
    place.set_up()
    place.put_object(member(), ignore)
    assert place.is_whole(member())


def test_that_a_name_is_written_once(opened):
    place = opened()
    place.set_up()
    place.put("bundles/a/1-b.json", b"{}")
    place.put("bundles/a/1-b.json", b"{}")
    with pytest.raises(RemoteTakenError):
        place.put("bundles/a/1-b.json", b"[]")
    assert place.read("bundles/a/1-b.json") == b"{}"
    assert place.names("bundles") == ["bundles/a/1-b.json"]


def test_that_two_who_write_one_name_at_once_leave_the_first(opened, monkeypatch):
    place, other = opened(), opened(owner="e" * 64)
    place.set_up()
    write = place.write

    def late(*arguments):
        other.put("bundles/a/1-b.json", b"[]")
        return write(*arguments)

    monkeypatch.setattr(place, "write", late)
    with pytest.raises(RemoteTakenError):
        place.put("bundles/a/1-b.json", b"{}")
    assert place.read("bundles/a/1-b.json") == b"[]"


def test_that_sending_goes_on_where_a_killed_server_stopped_it(apache, opened):
    opened().set_up()
    gone = 0

    def pace(size):
        nonlocal gone
        gone += size
        if gone > 5.5 * PART:
            apache.kill()

    told = []
    with pytest.raises((CutError, OfflineError)):
        opened(pace=pace).put_object(member(), told.append)
    with pytest.raises(OfflineError):
        opened().put_object(member(), ignore)
    assert 3 * PART <= sum(told) < len(BIG)

    apache.start()
    again, sent = [], []
    place = opened(pace=sent.append)
    place.put_object(member(), again.append)
    assert sum(again) == len(BIG)
    assert sum(sent) < len(BIG) - sum(told) + PART
    assert place.is_whole(member())
    assert place.size(object_name(member().sha256)) == len(BIG)


@pytest.fixture
def small():
    """Return an Apache whose disk has room for half of what is sent."""
    with tempfile.TemporaryDirectory(prefix="kta-apache-") as folder:
        server = Apache(Path(folder))
        server.files.mkdir()
        size = f"size={len(BIG) // 2}"
        mount = ["mount", "-t", "tmpfs", "-o", size, "none", str(server.files)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("a disk that can be full needs the rights of root")
        try:
            server.start()
            yield server
        finally:
            server.stop()
            subprocess.run(["umount", str(server.files)], check=True)


def test_that_a_full_disk_is_named_and_sending_goes_on_when_there_is_room(small, opened):
    url = f"{small.url}/place"
    place = opened(url)
    place.set_up()
    told, sent = [], []
    with pytest.raises(QuotaError):
        place.put_object(member(), told.append)
    assert sum(told) >= 4 * PART
    subprocess.run(["mount", "-o", "remount,size=64m", str(small.files)], check=True)
    again = opened(url, pace=sent.append)
    again.put_object(member(), ignore)
    assert sum(sent) <= len(BIG) - sum(told) + PART
    assert again.is_whole(member())


def test_that_memory_does_not_grow_with_what_is_sent(opened):
    place = opened()
    place.set_up()
    place.put_object(member(), ignore)
    huge = Member(
        name="data/evidence/huge.bin",
        size=10 * len(BIG),
        sha256=hashlib.sha256(BIG * 10).hexdigest(),
        open=lambda: (BIG[start : start + PIECE] for _n in range(10)
                      for start in range(0, len(BIG), PIECE)),
    )  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    place.put_object(huge, ignore)
    assert place.is_whole(huge)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < 16 * PART


def test_that_what_somebody_shortened_or_altered_is_sent_again_and_proven(opened, apache):
    place = opened()
    place.set_up()
    place.put_object(member(), ignore)
    name = object_name(member().sha256)
    path = apache.files / place.url.rpartition("/")[2] / name
    with path.open("r+b") as file:
        file.seek(PART)
        file.write(b"?")
    assert not place.is_whole(member())
    place.set_aside(name)
    assert place.size(name) is None
    place.put_object(member(), ignore)
    assert place.is_whole(member())
