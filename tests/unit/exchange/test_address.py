"""From what a person types to the one address of a place."""

from pathlib import Path

import pytest

from kta_desktop.exchange.address import RemoteKind, kind_of, normal, open_remote, userinfo
from kta_desktop.exchange.errors import RemoteAddressError
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.exchange.network_errors import OpenLineError
from kta_desktop.exchange.remote import Access
from kta_desktop.exchange.webdav import WebDavRemote

ACCESS = Access(owner="f" * 64)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://Files.Example.kz/kta/ ", "https://files.example.kz/kta"),
        ("https://files.example.kz:8443", "https://files.example.kz:8443"),
        ("https://ivanov:p%40ss@files.example.kz/a//b", "https://files.example.kz/a/b"),
        ("https://files.example.kz/ә 7", "https://files.example.kz/%D3%99%207"),
        ("https://files.example.kz/%D0%BE", "https://files.example.kz/%D0%BE"),
        ("https://[2001:db8::1]:8443/kta", "https://[2001:db8::1]:8443/kta"),
        ("http://localhost:8080/kta", "http://localhost:8080/kta"),
        ("http://[::1]/kta", "http://[::1]/kta"),
        ("s3+https://s3.example.kz/results/2026/", "s3+https://s3.example.kz/results/2026"),
        ("s3+https://s3.example.kz/kta?region=kz-1", "s3+https://s3.example.kz/kta?region=kz-1"),
    ],
)
def test_that_an_address_is_written_in_one_way(typed, kept):
    assert normal(typed) == kept
    assert normal(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://files.example.kz/kta",
        "https://",
        "https:///kta",
        "https://files..kz/kta",
        "https://" + "a" * 64 + ".kz/kta",
        "https://files kz/kta",
        "https://files.example.kz/kta?user=1",
        "https://files.example.kz/kta#1",
        "https://files.example.kz:99999/kta",
        "https://[::1/kta",
        "https://files.example.kz/a/../b",
        "https://files.example.kz/a/%2e%2e/b",
        "https://files.example.kz/%FF",
        "https://files.example.kz/a%00b",
        "s3+https://s3.example.kz",
        "s3+https://s3.example.kz/kta?region=kz&x=1",
        "",
    ],
)
def test_that_what_means_no_place_is_refused(typed):
    with pytest.raises(RemoteAddressError):
        normal(typed)


@pytest.mark.parametrize("typed", ["http://files.example.kz/kta", "s3+http://10.0.0.1/kta"])
def test_that_a_password_never_travels_openly(typed):
    with pytest.raises(OpenLineError):
        normal(typed)
    with pytest.raises(OpenLineError):
        open_remote(typed, ACCESS).close()


@pytest.mark.parametrize(
    "typed", ["https://ivanov:secret@files.example.kz:99999/kta", "ftp://ivanov:secret@host/"]
)
def test_that_a_refused_address_is_named_without_its_password(typed):
    with pytest.raises(RemoteAddressError) as refused:
        normal(typed)
    assert "secret" not in refused.value.sentence("en")
    assert "secret" not in str(refused.value.as_json())


def test_that_name_and_password_are_taken_out_of_an_address():
    assert userinfo("https://ivanov:p%40ss@files.example.kz/kta") == ("ivanov", "p@ss")
    assert userinfo("https://files.example.kz/kta") == ("", "")
    assert userinfo("/media/stick@home") == ("", "")


def test_that_an_address_opens_the_place_it_means(tmp_path):
    assert isinstance(open_remote(str(tmp_path), ACCESS), FolderRemote)
    dav = open_remote("https://files.example.kz/kta", ACCESS)
    dav.close()
    assert isinstance(dav, WebDavRemote)
    assert kind_of("s3+https://s3.example.kz/kta") is RemoteKind.S3
    assert kind_of("C:\\Users\\kta") is RemoteKind.FOLDER
    assert normal(tmp_path.as_uri()) == str(Path(tmp_path))
