"""What a hostile server lists: refused, or taken for no more than it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.exchange import webdav_listing
from kta_desktop.exchange.network_errors import NotServedError, PortalError
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.webdav import WebDavRemote
from kta_desktop.exchange.webdav_listing import ListingError, read_listing
from tests.servers.dav import Dav

BOMB = b"""<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<D:multistatus xmlns:D="DAV:"><D:response><D:href>/&b;</D:href></D:response></D:multistatus>"""
FILE = b"""<!DOCTYPE m [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<D:multistatus xmlns:D="DAV:"><D:response><D:href>/&f;</D:href></D:response></D:multistatus>"""


def listing(*hrefs, kind="<collection/>"):
    entries = "".join(
        f"<response><href>{href}</href><propstat><prop><resourcetype>{kind}</resourcetype>"
        "</prop></propstat></response>"
        for href in hrefs
    )
    return f'<multistatus xmlns="DAV:">{entries}</multistatus>'.encode()


def in_pieces(data, size=7):
    return (data[start : start + size] for start in range(0, len(data), size))


def test_that_names_are_read_in_whatever_pieces_they_come():
    found = read_listing(
        in_pieces(listing("/dav/", "https://host/dav/%D3%99%20b/", "/dav/c&amp;d"))
    )
    assert [entry.name for entry in found] == ["dav", "ә b", "c&d"]
    assert all(entry.is_collection and entry.size is None for entry in found)


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        FILE,
        b"",
        b"<html></html>",
        b"<multistatus/>",
        listing("/a")[:-5],
        listing("/" + "a" * 10_000),
        listing("http://[broken/a"),
        b'<multistatus xmlns="DAV:">' + b"<a>" * 100 + b"</a>" * 100 + b"</multistatus>",
        b"\x00\xff\xfe",
        '<multistatus xmlns="DAV:"/>'.encode("utf-16")[:-2],
    ],
)
def test_that_what_is_no_honest_listing_is_refused(data):
    with pytest.raises(ListingError):
        read_listing(in_pieces(data, 1000))


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, 500), change=st.integers(1, 255), cut=st.integers(0, 600))
def test_that_a_mutated_listing_is_read_or_refused(place, change, cut):
    data = bytearray(listing("/dav/", "/dav/a%20b/", "https://host:80/dav/c&amp;d"))
    data[place % len(data)] ^= change
    try:
        found = read_listing([bytes(data[:cut] if cut < len(data) else data)])
    except ListingError:
        return
    assert len(found) <= 3


def test_that_a_length_that_is_none_is_not_believed():
    for length in ("9" * 5000, "-1", "²", "1e3", ""):
        text = f"<getcontentlength>{length}</getcontentlength>"
        data = listing("/a").replace(b"<prop>", f"<prop>{text}".encode())
        assert [entry.size for entry in read_listing([data])] == [None]


def test_that_a_listing_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(webdav_listing, "LIMIT", 1 << 16)

    def endless():
        yield b'<multistatus xmlns="DAV:">'
        while True:
            yield b"<response><href>/a</href></response>" * 100

    with pytest.raises(ListingError):
        read_listing(endless())


@pytest.fixture
def server():
    with Dav() as running:
        yield running


@pytest.fixture
def place(server):
    found = WebDavRemote(f"{server.url}/place", Access(owner="f" * 64))
    yield found
    found.close()


def test_that_names_that_lead_elsewhere_are_passed_over(place, server):
    server.listing = listing(
        "/place/bundles/", "/place/bundles/..%2f..%2fetc/", "/place/bundles/%5c%5chost/",
        "/place/bundles/a%00b/", "/place/bundles/.hidden/", "/place/bundles/%0a/",
    )  # fmt: skip
    assert place.names("bundles") == []
    assert [path for method, path in server.asked if method == "PROPFIND"] == ["/place/bundles"]


@pytest.mark.parametrize(("data", "error"), [(BOMB, NotServedError), (b"nothing", NotServedError)])
def test_that_a_listing_that_is_none_is_named_and_nothing_set_up(place, server, data, error):
    server.listing = data
    with pytest.raises(error):
        place.set_up()
    assert server.files == {}


def test_that_a_page_in_place_of_a_document_is_a_portal(place, server):
    server.refuse["GET"] = 200
    with pytest.raises(PortalError):
        place.read("kta.json")
