"""Large files at a Nextcloud: in chunks that outlive a cut, put together once."""

import contextlib
import hashlib
import os

import pytest

from kta_desktop.exchange import webdav_chunks, webdav_parts
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import CutError, ServerError
from kta_desktop.exchange.remote import Access, object_name
from kta_desktop.exchange.webdav import WebDavRemote
from kta_desktop.exchange.webdav_chunks import uploads_of
from tests.servers.nextcloud import FILES, LEAST, Nextcloud

BIG = os.urandom(5 * LEAST + 77)
MEMBER = Member(
    name="data/evidence/big.bin",
    size=len(BIG),
    sha256=hashlib.sha256(BIG).hexdigest(),
    open=lambda: (BIG[start : start + 10_000] for start in range(0, len(BIG), 10_000)),
)
PLACE = f"{FILES}/kta"
OBJECT = f"{PLACE}/{object_name(MEMBER.sha256)}"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(webdav_parts, "PART", LEAST)
    monkeypatch.setattr(webdav_chunks, "CHUNK", LEAST)


@pytest.fixture
def server():
    with Nextcloud() as running:
        yield running


@pytest.fixture
def opened(server):
    with contextlib.ExitStack() as stack:

        def again():
            place = WebDavRemote(f"{server.url}{PLACE}", Access(owner="f" * 64))
            stack.callback(place.close)
            return place

        again().set_up()
        yield again


def ignore(_count):
    pass


def test_that_a_large_object_comes_in_chunks_and_leaves_none(opened, server):
    told = []
    place = opened()
    place.put_object(MEMBER, told.append)
    assert server.files[OBJECT] == BIG
    assert sum(told) == len(BIG)
    assert set(server.files) == {f"{PLACE}/kta.json", OBJECT}
    assert place.is_whole(MEMBER)


@pytest.mark.parametrize("chunk", range(1, 7))
def test_that_chunks_outlive_a_cut(opened, server, chunk):
    told = []

    def step(count):
        told.append(count)
        if len(told) == chunk - 1:
            server.cut["PUT"] = 100

    if chunk == 1:
        server.cut["PUT"] = 0
    with contextlib.suppress(CutError):
        opened().put_object(MEMBER, step)
    before = server.taken
    again = []
    opened().put_object(MEMBER, again.append)
    assert server.files[OBJECT] == BIG
    assert sum(again) == len(BIG)
    assert server.taken - before == len(BIG) - sum(told)


def test_that_what_was_put_together_unheard_is_not_sent_again(opened, server):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "move", lambda asked, _path: asked.cut())
        with pytest.raises(CutError):
            opened().put_object(MEMBER, ignore)
    server.files[f"{OBJECT.replace(MEMBER.sha256, '')}.{MEMBER.sha256}.ffffffff.unfinished"] = BIG
    before = server.taken
    opened().put_object(MEMBER, ignore)
    assert (server.files[OBJECT], server.taken) == (BIG, before)


def test_that_a_busy_server_keeps_its_chunks(opened, server):
    server.refuse["MOVE"] = 504
    with pytest.raises(ServerError):
        opened().put_object(MEMBER, ignore)
    server.refuse.clear()
    before = server.taken
    opened().put_object(MEMBER, ignore)
    assert (server.files[OBJECT], server.taken) == (BIG, before)


def test_that_an_old_server_without_chunks_gets_it_whole(opened, server):
    server.chunked = False
    opened().put_object(MEMBER, ignore)
    assert server.files[OBJECT] == BIG


def test_that_only_the_files_of_a_nextcloud_have_uploads():
    assert uploads_of("https://c.kz/nc/remote.php/dav/files/a%20b/kta/2026") == (
        "https://c.kz/nc/remote.php/dav/uploads/a%20b"
    )
    assert uploads_of("https://c.kz/remote.php/dav/files/ivanov") is not None
    assert uploads_of("https://c.kz/remote.php/webdav/kta") is None
    assert uploads_of("https://c.kz/kta") is None
