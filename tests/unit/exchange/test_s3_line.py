"""The line to an S3 server: who is trusted, what stands between, what must not be believed."""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from kta_desktop.exchange import line_hints
from kta_desktop.exchange import network_errors as net
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.s3 import S3Remote
from kta_desktop.exchange.s3_line import S3Line
from tests.servers.authority import Authority
from tests.servers.portal import Portal
from tests.servers.proxy import Proxy
from tests.servers.s3 import S3Server

YEAR = timedelta(days=365)
NAME = "s3.kta.test"  # known to nobody but the proxy


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """Keep the proxies of whoever runs the tests out, and second looks short."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(line_hints, "PORT", 1)  # nobody listens there


def set_up(url, ca=""):
    """Set a place up, and return whether that went through."""
    place = S3Remote(url, Access(owner="f" * 64, user=S3Server.user, secret="x", ca=ca))
    try:
        place.set_up()
    finally:
        place.close()
    return True


def test_that_a_private_authority_is_trusted_when_it_was_added(authority, tmp_path, monkeypatch):
    with S3Server(tls=authority.shown(tmp_path)) as server:
        monkeypatch.setenv("KTA_CACHE_DIR", str(tmp_path / "cache"))
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))  # not to be written to
        for _again in range(2):
            assert set_up(server.place(), authority.pem)
        assert len(list((tmp_path / "cache" / "trusted").iterdir())) == 1  # however often
        for ca in ("", Authority().pem):
            with pytest.raises(net.CertificateError):
                set_up(server.place(), ca)


def test_that_a_file_without_a_certificate_is_refused(authority, tmp_path):
    with (
        S3Server(tls=authority.shown(tmp_path)) as server,
        pytest.raises(net.CertificateFileError),
    ):
        set_up(server.place(), "no certificate")


WRONG = [
    ({"host": "other.kta.test"}, net.CertificateNameError),
    ({"begin": YEAR, "end": 2 * YEAR}, net.ClockError),
    ({"begin": -2 * YEAR, "end": -YEAR}, net.CertificateExpiredError),
]


@pytest.mark.parametrize(("shown", "kind"), WRONG)
def test_that_what_is_wrong_with_a_certificate_is_named(authority, tmp_path, shown, kind):
    with (
        S3Server(tls=authority.shown(tmp_path, **shown)) as server,
        pytest.raises(net.NetworkError) as caught,
    ):
        set_up(server.place(), authority.pem)
    assert type(caught.value) is kind


@pytest.fixture
def proxy(monkeypatch):
    with Proxy() as running:
        monkeypatch.setenv("https_proxy", running.url)
        yield running


def test_that_the_systems_proxy_is_used_and_certificates_still_count(authority, tmp_path, proxy):
    with S3Server(tls=authority.shown(tmp_path, host=NAME)) as server:
        port = urlsplit(server.endpoint).port
        url = f"s3+https://{NAME}:{port}/kta"
        assert set_up(url, authority.pem)
        assert proxy.asked[0] == ("CONNECT", f"{NAME}:{port}")
        with pytest.raises(net.CertificateError):
            set_up(url)


@pytest.mark.parametrize("status", [403, 407, 502])
def test_that_a_proxy_that_lets_nobody_through_is_named(proxy, status):
    proxy.refusal = status
    with pytest.raises(net.ProxyFailedError):
        set_up(f"s3+https://{NAME}/kta")


def test_that_a_proxy_that_is_gone_is_named_and_this_computer_reached_without(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with pytest.raises(net.ProxyFailedError):
        set_up(f"s3+https://{NAME}/kta")
    with S3Server() as server:
        assert set_up(server.place())


@pytest.mark.parametrize(("target", "status"), [("http://login.test/", 302), ("", 200), ("", 404)])
def test_that_a_sign_in_page_is_never_success(target, status):
    with Portal(target, status) as portal:
        url = f"s3+{portal.url}/kta"
        place = S3Remote(url, Access(owner="f" * 64, user="u", secret="x"))
        asks = [
            place.set_up,
            lambda: place.put("receipts/a/b.json", b"{}"),
            lambda: place.size("kta.json"),
            lambda: place.names("reviews"),
        ]
        for ask in asks:
            with pytest.raises(net.PortalError):
                ask()
        place.close()


def test_that_parts_that_begin_at_once_open_one_line(monkeypatch):
    made = []

    def slow(own, session):
        made.append(session)
        time.sleep(0.05)  # in which every other part comes by
        return client(own, session)

    client = S3Line._client
    monkeypatch.setattr(S3Line, "_client", slow)
    with S3Server() as server, closing(line_to(server)) as line, ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _part: line.head("nothing"), range(6)))
    assert len(made) == 1


def test_that_a_part_that_comes_after_closing_opens_nothing():
    with S3Server() as server:
        line = line_to(server)
        line.close()
        with pytest.raises(net.CutError):
            line.head("nothing")
        assert server.asked == []


def line_to(server):
    """Return a line to a server, not opened yet."""
    access = Access(owner="f" * 64, user=S3Server.user, secret="x")
    return S3Line(server.place(), access, at_once=6)
