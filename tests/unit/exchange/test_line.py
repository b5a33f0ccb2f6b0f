"""Lines that fail: each fault is named as what it is, and nothing is believed on the way."""

import socket
import threading
from datetime import timedelta

import httpx
import pytest

from kta_desktop.exchange import http, line_hints
from kta_desktop.exchange.network_errors import (
    REPEATING,
    CertificateError,
    CertificateExpiredError,
    CertificateFileError,
    CertificateNameError,
    ClockError,
    CutError,
    NotServedError,
    OfflineError,
    PortalError,
    ProxyFailedError,
)
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.webdav import WebDavRemote
from tests.servers.authority import Authority
from tests.servers.dav import Dav
from tests.servers.portal import Portal
from tests.servers.proxy import Proxy

YEAR = timedelta(days=365)
NAME = "dav.kta.test"  # known to nobody but the proxy


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


def seen(url, ca=""):
    """Return what is read at a place, or the error that came instead."""
    place = WebDavRemote(url, Access(owner="f" * 64, ca=ca))
    try:
        return place.read("kta.json")
    finally:
        place.close()


@pytest.fixture
def named(monkeypatch):
    """Let every host be this computer, as a name server would."""
    real = socket.getaddrinfo

    def here(host, *rest, **told):
        return real("127.0.0.1" if host == NAME else host, *rest, **told)

    monkeypatch.setattr(socket, "getaddrinfo", here)


def test_that_a_private_authority_is_trusted_when_it_was_added(authority, tmp_path):
    with Dav(authority.shown(tmp_path)) as server:
        server.files["/place/kta.json"] = b"{}"
        assert seen(f"{server.url}/place", authority.pem) == b"{}"
        for ca in ("", Authority().pem):
            with pytest.raises(CertificateError) as refused:
                seen(f"{server.url}/place", ca)
            assert refused.value.code == "certificate-untrusted"
        assert server.asked == [("GET", "/place/kta.json")]


@pytest.mark.parametrize(
    ("shown", "error"),
    [
        ({"host": "other.kta.test"}, CertificateNameError),
        ({"begin": -2 * YEAR, "end": -YEAR}, CertificateExpiredError),
        ({"begin": YEAR, "end": 2 * YEAR}, ClockError),
    ],
)
def test_that_a_wrong_certificate_is_named_as_what_it_is(authority, tmp_path, shown, error):
    with Dav(authority.shown(tmp_path, **shown)) as server:
        with pytest.raises(error) as refused:
            seen(f"{server.url}/place", authority.pem)
        assert type(refused.value) is error
        assert ("GET", "/place/kta.json") not in server.asked


def test_that_a_clock_a_year_ahead_is_told_from_an_expired_certificate(authority, tmp_path):
    with Dav(authority.shown(tmp_path, begin=-2 * YEAR, end=-YEAR)) as server:
        server.skew = -1.5 * YEAR  # to the server, its certificate is good
        with pytest.raises(ClockError):
            seen(f"{server.url}/place", authority.pem)
        assert {method for method, _path in server.asked} == {"HEAD"}


@pytest.mark.parametrize("skew", [timedelta(minutes=6), -timedelta(minutes=6), YEAR])
def test_that_a_clock_that_is_off_is_noticed(skew):
    with Dav() as server:
        server.files["/place/kta.json"] = b"{}"
        server.skew = skew
        with pytest.raises(ClockError):
            seen(f"{server.url}/place")
        server.skew /= 200_000
        assert seen(f"{server.url}/place") == b"{}"


def test_that_a_file_that_holds_no_authority_is_refused():
    for text in ("nothing", "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----"):
        with pytest.raises(CertificateFileError):
            seen("https://127.0.0.1:1/place", text)


@pytest.mark.parametrize(
    ("target", "status"), [("http://login.hotel.test/?from=1", 302), ("", 200), ("", 511)]
)
def test_that_the_page_of_a_network_is_a_portal_and_no_success(target, status):
    with Portal(target, status) as portal:
        place = WebDavRemote(f"{portal.url}/place", Access(owner="f" * 64))
        for act in (
            place.set_up,
            place.check_layout,
            lambda: place.put("bundles/a/1-b.json", b"{}"),
            lambda: place.names("bundles"),
        ):
            with pytest.raises(PortalError):
                act()
        place.close()


def test_that_a_redirect_within_the_server_is_no_portal():
    with Portal("/elsewhere") as server, pytest.raises(NotServedError):
        seen(f"{server.url}/place")


def test_that_a_portal_behind_a_foreign_certificate_or_a_shut_port_is_found(
    authority, tmp_path, monkeypatch
):
    with Portal("http://login.hotel.test/") as portal:
        monkeypatch.setattr(line_hints, "PORT", portal.port)
        with Dav(Authority().shown(tmp_path)) as fake, pytest.raises(PortalError):
            seen(f"{fake.url}/place", authority.pem)
        with pytest.raises(PortalError):
            seen("https://127.0.0.1:1/place")
        portal.target = "/start"  # an ordinary web server beside the right one
        with pytest.raises(OfflineError):
            seen("https://127.0.0.1:1/place")


def test_that_nobody_there_and_no_such_name_are_offline(monkeypatch):
    def unknown(*_asked, **_told):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(OfflineError):
        seen("http://127.0.0.1:1/place")
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OfflineError):
        seen(f"https://{NAME}/place")


def test_that_a_server_that_falls_silent_is_a_cut(monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.1))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(CutError):
        seen(f"http://127.0.0.1:{silent.getsockname()[1]}/place")


def test_that_what_is_no_http_is_a_cut():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def speak():
            line, _address = listening.accept()
            with line:
                line.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        other = threading.Thread(target=speak)
        other.start()
        with pytest.raises(CutError):
            seen(f"http://127.0.0.1:{listening.getsockname()[1]}/place")
        other.join()


@pytest.fixture
def proxy(monkeypatch):
    with Proxy() as running:
        monkeypatch.setenv("https_proxy", running.url)
        yield running


def test_that_the_systems_proxy_is_used_and_certificates_still_count(authority, tmp_path, proxy):
    with Dav(authority.shown(tmp_path, host=NAME)) as server:
        server.files["/place/kta.json"] = b"{}"
        url = f"https://{NAME}:{server.port}/place"
        assert seen(url, authority.pem) == b"{}"
        assert proxy.asked == [("CONNECT", f"{NAME}:{server.port}")]
        with pytest.raises(CertificateError):
            seen(url)


@pytest.mark.parametrize("status", [403, 407, 502])
def test_that_a_proxy_that_lets_nobody_through_is_named(proxy, status):
    proxy.refusal = status
    with pytest.raises(ProxyFailedError):
        seen(f"https://{NAME}/place")


def test_that_a_proxy_that_is_gone_is_named_and_this_computer_reached_without(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with pytest.raises(ProxyFailedError):
        seen(f"https://{NAME}/place")
    with Dav() as server:
        assert seen(f"{server.url}/place") is None


def test_that_exceptions_from_the_proxy_are_kept_to(authority, tmp_path, proxy, named, monkeypatch):
    monkeypatch.setenv("no_proxy", ".kta.test")
    with Dav(authority.shown(tmp_path, host=NAME)) as server:
        assert seen(f"https://{NAME}:{server.port}/place", authority.pem) is None
    assert proxy.asked == []


def test_that_what_repeats_by_itself_stops_the_queue_and_a_cut_does_not():
    for kind in (OfflineError, PortalError, ClockError, CertificateNameError, ProxyFailedError):
        assert issubclass(kind, REPEATING)
        assert kind.is_lasting
    assert not issubclass(CutError, REPEATING)
    assert not CutError.is_lasting
