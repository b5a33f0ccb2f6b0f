"""Servers that answer with anything: every answer is a sentence, none goes on for ever."""

import contextlib
import hashlib

import pytest

from kta_desktop.errors import KtaError
from kta_desktop.exchange import s3_line
from kta_desktop.exchange.address import open_remote
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.remote import Access
from tests.servers.web import Web

DATA = b"x" * 1000
MEMBER = Member(
    name="data/evidence/x.bin",
    size=len(DATA),
    sha256=hashlib.sha256(DATA).hexdigest(),
    open=lambda: iter((DATA,)),
)
XML = {"Content-Type": "application/xml"}
OURS = {"x-amz-request-id": "1"}


class Lying(Web):
    """Gives one answer to everything."""

    def __init__(self, give):
        super().__init__()
        self.give = give
        self.asked = 0

    def answer(self, asked):
        asked.body()
        self.asked += 1
        self.give(asked)


def said(status, data, **headers):
    return lambda asked: asked.say(status, data, **headers)


def listing(inner):
    return said(200, b"<ListBucketResult>" + inner + b"</ListBucketResult>", **XML)


def unmeasured(asked):
    asked.send_response(200)
    for name, value in {**XML, **OURS, "Transfer-Encoding": "chunked"}.items():
        asked.send_header(name, value)
    asked.end_headers()
    asked.wfile.write(b"5\r\nhello\r\n0\r\n\r\n")


def endless(asked):
    asked.send_response(200)
    for name, value in {**XML, **OURS, "Transfer-Encoding": "chunked"}.items():
        asked.send_header(name, value)
    asked.end_headers()
    with contextlib.suppress(OSError):
        while True:
            asked.wfile.write(b"10000\r\n" + b"<a/>" * 16_384 + b"\r\n")


BOMB = b"<!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (name + 1, b"&%c;" % name * 20) for name in range(97, 108)
)
ANSWERS = {
    "page": said(200, b"<html>" * 100, **{"Content-Type": "text/html"}),
    "garbage": said(200, b"\x00\xff" * 100, **XML, **OURS),
    "bomb": said(200, BOMB + b"]><ListBucketResult><Key>&l;</Key></ListBucketResult>", **XML),
    "no length": unmeasured,
    "no ETag": said(200, DATA, **OURS),
    "another host": said(307, b"", Location="http://127.0.0.1:1/"),
    "a file": said(301, b"", Location="file:///etc/passwd"),
    "another region": said(
        301, b"<Error><Code>PermanentRedirect</Code><Endpoint>evil.example</Endpoint></Error>",
        **XML, **{"x-amz-bucket-region": "eu-evil-1"},
    ),
    "long reason": said(400, b"<Error><Code>" + b"A" * 100_000 + b"</Code></Error>", **XML),
    "endless": endless,
}  # fmt: skip


def each_call(place):
    yield lambda: place.names("bundles")
    yield lambda: place.read("kta.json")
    yield lambda: place.size("kta.json")
    yield lambda: place.put("keys/a/card.json", b"{}")
    yield lambda: place.put_object(MEMBER, lambda _count: None)
    yield lambda: place.is_whole(MEMBER)
    yield lambda: place.set_aside("objects/aa/x")


@contextlib.contextmanager
def place_at(give, kind="s3"):
    """Give a place behind a server that gives one answer to everything, and the server."""
    with Lying(give) as server:
        url = f"s3+{server.url}/kta" if kind == "s3" else f"{server.url}/kta"
        place = open_remote(url, Access(owner="f" * 64, user="u", secret="p"))
        with contextlib.closing(place):
            yield place, server


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("kind", ["s3", "dav"])
def test_that_any_answer_is_a_result_or_a_sentence(monkeypatch, kind, answer):
    monkeypatch.setattr(s3_line, "_LARGEST_ANSWER", 1 << 20)
    monkeypatch.setattr("kta_desktop.exchange.webdav.DOCUMENT_LIMIT", 1 << 20)
    monkeypatch.setattr("kta_desktop.exchange.webdav_listing.LIMIT", 1 << 20)
    with place_at(ANSWERS[answer], kind) as (place, _server):
        for call in each_call(place):
            with contextlib.suppress(KtaError):
                call()
        with pytest.raises(KtaError):
            place.check_layout()


def test_that_a_list_whose_pages_repeat_is_given_up():
    more = b"<IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken>"
    with place_at(listing(more)) as (place, server):
        with pytest.raises(KtaError):
            place.names("bundles")
        assert server.asked == 2


NAMES = """bundles/../x.json bundles/a\\b/x.json bundles/&#x202e;/x.json ../bundles/a/x.json
bundles//x.json bundles/a/.x.json bundles/a/x.json"""


def test_that_names_that_lead_elsewhere_are_not_listed():
    inner = "".join(f"<Contents><Key>{name}</Key></Contents>" for name in NAMES.split())
    give = listing(inner.encode() + b"<Contents><Size>5</Size></Contents>")
    with place_at(give) as (place, _server):
        assert place.names("bundles") == ["bundles/a/x.json"]
