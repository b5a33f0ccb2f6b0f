"""WebDAV places: written once, gone on with after cuts, no page or answer believed unseen."""

import contextlib
import hashlib
import os
import random

import pytest

from kta_desktop.exchange import webdav_parts
from kta_desktop.exchange.errors import (
    CancelledError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
    RemoteTooNewError,
)
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.network_errors import (
    CredentialsError,
    CutError,
    ForbiddenError,
    LockedError,
    NotServedError,
    QuotaError,
    ServerError,
)
from kta_desktop.exchange.remote import Access, object_name
from kta_desktop.exchange.webdav import WebDavRemote
from tests.servers.dav import Dav

PART = 1 << 16
PIECE = 3 << 13  # no part of a part
BIG = os.urandom(5 * PART + 1000)


def member(data=BIG):
    def pieces():
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]

    name = hashlib.sha256(data).hexdigest()
    return Member(name="data/evidence/big.bin", size=len(data), sha256=name, open=pieces)


OBJECT = object_name(member().sha256)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(webdav_parts, "PART", PART)


@pytest.fixture
def server():
    with Dav() as running:
        yield running


@pytest.fixture
def opened(server):
    """Return how to open the place, as often as needed."""
    with contextlib.ExitStack() as stack:

        def again(**access):
            told = {"owner": "f" * 64} | access
            place = WebDavRemote(f"{server.url}/place", Access(**told))
            stack.callback(place.close)
            return place

        yield again


@pytest.fixture
def place(opened):
    found = opened()
    found.set_up()
    return found


def ignore(_count):
    pass


def documents(server):
    return {name: data for name, data in server.files.items() if "/." not in name}


def test_that_a_place_is_set_up_once_and_recognised_again(place, opened, server):
    before = dict(server.files)
    opened().set_up()
    assert before == server.files == {"/place/kta.json": b'{"layout":1}'}


@pytest.mark.parametrize(
    ("held", "error"),
    [(b'{"layout":2}', RemoteTooNewError), (b"[]", RemoteNotOursError), (b"", RemoteNotOursError)],
)
def test_that_a_place_of_others_or_of_later_is_refused(place, server, held, error):
    server.files["/place/kta.json"] = held
    with pytest.raises(error):
        place.check_layout()


def test_that_a_document_is_written_once_and_found_again(place, server):
    place.put("bundles/a b/1-х.json", b"{}")
    place.put("bundles/a b/1-х.json", b"{}")
    with pytest.raises(RemoteTakenError):
        place.put("bundles/a b/1-х.json", b"[]")
    assert place.names("bundles") == ["bundles/a b/1-х.json"]
    assert place.names("bundles/a b") == ["bundles/a b/1-х.json"]
    assert place.names("bundles/nothing") == []
    assert place.read("bundles/a b/1-х.json") == b"{}"
    assert place.names("receipts") == []
    assert len(documents(server)) == len(server.files) == 2


def test_that_two_who_write_one_name_at_once_leave_the_first(place, server, monkeypatch):
    write = place.write

    def late(*arguments):
        server.files["/place/receipts/a/b.json"] = b"[]"
        return write(*arguments)

    monkeypatch.setattr(place, "write", late)
    with pytest.raises(RemoteTakenError):
        place.put("receipts/a/b.json", b"{}")
    assert server.files["/place/receipts/a/b.json"] == b"[]"
    assert documents(server) == server.files


@pytest.mark.parametrize("sign", ["moves", "spans"])
def test_that_a_server_that_lacks_something_still_gets_everything_once(place, server, sign):
    server.moves = sign != "moves"
    server.spans = "refused"
    told = []
    place.put_object(member(), told.append)
    place.put("bundles/a/1-b.json", b"{}")
    place.put("bundles/a/1-b.json", b"{}")
    with pytest.raises(RemoteTakenError):
        place.put("bundles/a/1-b.json", b"[]")
    assert place.is_whole(member())
    assert sum(told) == len(BIG)
    assert documents(server) == server.files


def test_that_a_server_that_takes_a_span_for_the_whole_is_found_out_beforehand(place, server):
    server.spans = "ignored"
    place.put_object(member(), ignore)
    assert server.files[f"/place/{OBJECT}"] == BIG


@pytest.mark.parametrize("sent", [0, 1, *range(PART - 1, len(BIG), PART)])
def test_that_sending_goes_on_after_a_cut_at_any_part(place, opened, server, sent):
    place.resumes  # noqa: B018 - tried out before the cut
    before = server.taken
    with pytest.raises(CutError):
        opened_with_cut(place, server, sent).put_object(member(), ignore)
    told = []
    opened().put_object(member(), told.append)
    assert server.files[f"/place/{OBJECT}"] == BIG
    assert sum(told) == len(BIG)
    assert server.taken - before <= len(BIG) + 7  # seven bytes try the new line out


def opened_with_cut(place, server, sent):
    """Let the line break as soon as ``sent`` bytes of the object came."""
    write = place.write

    def cutting(name, body, span=""):
        done = len(server.files.get(f"/place/{name}", b""))
        if done <= sent < done + body.size:
            server.cut["PUT"] = sent - done
        return write(name, body, span)

    place.write = cutting
    return place


def test_that_sending_goes_on_after_many_cuts_at_random_bytes(place, opened, server):
    chance = random.Random(7)
    for _time in range(12):
        server.cut["PUT"] = chance.randrange(len(BIG))
        with contextlib.suppress(CutError):
            opened().put_object(member(), ignore)
    server.cut.clear()
    opened().put_object(member(), ignore)
    assert opened().is_whole(member())


def test_that_more_than_the_object_at_the_server_is_not_gone_on_with(place, server):
    hidden = f"/place/{OBJECT[:10]}/.{member().sha256}.ffffffff.unfinished"
    place.put_object(member(b"x"), ignore)
    server.folders |= {"/place/objects", f"/place/{OBJECT[:10]}"}
    server.files[hidden] = BIG + b"?"
    place.put_object(member(), ignore)
    assert server.files[f"/place/{OBJECT}"] == BIG
    assert hidden not in server.files


def test_that_a_damaged_object_is_noticed_set_aside_and_brought_again(place, server):
    place.put_object(member(), ignore)
    server.files[f"/place/{OBJECT}"] = BIG[:-1] + bytes([BIG[-1] ^ 1])
    assert not place.is_whole(member())
    place.set_aside(OBJECT)
    assert place.size(OBJECT) is None
    place.put_object(member(), ignore)
    assert place.is_whole(member())


def test_that_reading_goes_on_after_a_cut(place, server):
    place.put_object(member(), ignore)
    server.cut["GET"] = 2 * PART + 77
    assert b"".join(place.chunks(OBJECT)) == BIG
    server.cut["GET"] = 0
    with pytest.raises(CutError):
        b"".join(place.chunks(OBJECT))
    with pytest.raises(RemoteMissingError):
        b"".join(place.chunks("objects/aa/nothing"))


def test_that_who_stops_stops_at_once_and_goes_on_later(place, opened, server):
    def pace(_count):
        if server.taken > 3 * PART:
            raise CancelledError

    with pytest.raises(CancelledError):
        opened(pace=pace).put_object(member(), ignore)
    assert server.taken < 5 * PART
    opened().put_object(member(), ignore)
    assert server.files[f"/place/{OBJECT}"] == BIG


def test_that_what_was_sent_does_not_stay_in_memory(place):
    body = place.body(BIG)
    place.write("objects.tmp", body)
    assert b"".join(body) == b""


def test_that_bytes_are_asked_for_before_they_go_either_way(opened, place):
    asked = []
    paced = opened(pace=asked.append)
    paced.put_object(member(), ignore)
    assert max(asked) <= 1 << 16
    assert sum(asked) == len(BIG) + 14  # and what tries the server out
    asked.clear()
    assert paced.is_whole(member())
    assert sum(asked) == len(BIG)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, CredentialsError),
        (403, ForbiddenError),
        (423, LockedError),
        (429, ServerError),
        (500, ServerError),
        (503, ServerError),
        (507, QuotaError),
        (413, QuotaError),
        (400, NotServedError),
    ],
)
def test_that_each_refusal_is_named_as_what_it_is(place, server, status, error):
    server.refuse["PUT"] = status
    with pytest.raises(error) as refused:
        place.put_object(member(), ignore)
    assert type(refused.value) is error
    assert server.url in refused.value.sentence("ru")


def test_that_an_address_that_is_no_webdav_is_named_as_one(opened, server):
    server.refuse["PROPFIND"] = 405
    with pytest.raises(NotServedError):
        opened().set_up()


def test_that_a_full_server_keeps_what_came_and_goes_on_when_there_is_room(place, opened, server):
    server.room = 3 * PART
    told = []
    with pytest.raises(QuotaError):
        place.put_object(member(), told.append)
    assert sum(told) >= 2 * PART
    server.room = None
    before = server.taken
    opened().put_object(member(), ignore)
    assert server.taken - before < len(BIG) - PART
    assert server.files[f"/place/{OBJECT}"] == BIG


def test_that_name_and_password_go_out_only_when_asked_for(opened, server):
    opened(user="ivanov", secret="тайна 7").set_up()
    server.user = "ivanov:тайна 7"
    opened(user="ivanov", secret="тайна 7").check_layout()
    for access in ({"user": "ivanov", "secret": "wrong"}, {}):
        with pytest.raises(CredentialsError):
            opened(**access).check_layout()
