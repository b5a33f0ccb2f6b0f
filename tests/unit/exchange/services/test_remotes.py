"""Places of delivery as they are kept: secrets apart, addresses that move, networks not there."""

import httpx
import keyring
import pytest
from keyring.errors import NoKeyringError, PasswordDeleteError

from kta_desktop.exchange import line_hints
from kta_desktop.exchange.errors import (
    PlaceUnusableError,
    RemoteKnownError,
    RemoteUnknownError,
)
from kta_desktop.exchange.network_errors import (
    CertificateFileError,
    CredentialsError,
    NotServedError,
    OfflineError,
)
from kta_desktop.services import credentials, delivering, remotes
from kta_desktop.services.remote_opening import access
from kta_desktop.services.remotes import Reach, RemoteKind, RemoteSettings
from kta_desktop.storage.transfers import Upload
from tests.servers.authority import Authority
from tests.servers.dav import Dav

DOWN = "http://127.0.0.1:1/kta"  # nobody listens there


@pytest.fixture(autouse=True)
def held(monkeypatch):
    """Return what a keyring that is a dictionary holds."""
    secrets = {}

    def delete(service, entry):
        if secrets.pop((service, entry), None) is None:
            raise PasswordDeleteError

    monkeypatch.setattr(keyring, "get_password", lambda *entry: secrets.get(entry))
    monkeypatch.setattr(keyring, "set_password", lambda s, e, text: secrets.update({(s, e): text}))
    monkeypatch.setattr(keyring, "delete_password", delete)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setattr(line_hints, "PORT", 1)
    return secrets


@pytest.fixture
def server():
    with Dav() as running:
        running.user = "ivanov:тайна"
        yield running


def settings(server, **changed):
    told = {"url": f"{server.url}/kta", "user": "ivanov", "secret": "тайна"} | changed
    return RemoteSettings(**told)


def states(ws):
    return [(row.revision, str(row.state)) for row in delivering.deliveries(ws)]


def test_that_a_place_on_the_network_is_added_set_up_and_opened(laptop, server, held):
    added = remotes.add(laptop, "centre", settings(server))
    assert remotes.listed(laptop) == (added,)
    assert (added.kind, added.user, added.pending) == (RemoteKind.WEBDAV, "ivanov", False)
    assert remotes.check(laptop, "centre").reach is Reach.READY
    assert list(held.values()) == ["тайна"]
    with remotes.opened(laptop, added) as place:
        place.check_layout()


def test_that_no_secret_lies_in_the_workspace_or_is_printed(laptop, server):
    url = server.url.replace("//", "//ivanov:%D1%82%D0%B0%D0%B9%D0%BD%D0%B0@")
    added = remotes.add(laptop, "centre", RemoteSettings(url=f"{url}/kta"))
    with laptop.store.connect() as connection:
        kept = connection.exec_driver_sql("SELECT url || options FROM remotes").scalar()
    assert "тайна" not in f"{kept}{added}{settings(server)}"
    assert remotes.check(laptop, "centre").reach is Reach.READY


def test_that_a_place_is_added_where_there_is_no_network_and_set_up_later(laptop, server):
    added = remotes.add(laptop, "centre", settings(server, url=DOWN))
    assert added.pending
    with pytest.raises(OfflineError), remotes.opened(laptop, added):
        pass
    moved = remotes.change(laptop, "centre", settings(server))
    assert not moved.pending
    assert server.files["/kta/kta.json"]


def test_that_a_place_that_was_never_reached_is_set_up_when_it_opens(laptop, server):
    server.refuse["PROPFIND"] = 503
    added = remotes.add(laptop, "centre", settings(server))
    assert added.pending
    server.refuse.clear()
    with remotes.opened(laptop, added) as place:
        place.check_layout()
    assert not remotes.listed(laptop)[0].pending


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"secret": "wrong"}, CredentialsError),
        ({"ca": "no certificate"}, CertificateFileError),
    ],
)
def test_that_settings_that_cannot_work_are_not_kept(laptop, server, changed, error, held):
    with pytest.raises(error):
        remotes.add(laptop, "centre", settings(server, **changed))
    assert remotes.listed(laptop) == ()
    remotes.add(laptop, "centre", settings(server))
    before = remotes.listed(laptop)
    with pytest.raises(error):
        remotes.change(laptop, "centre", settings(server, **changed))
    assert (remotes.listed(laptop), list(held.values())) == (before, ["тайна"])


def test_that_trying_settings_out_changes_nothing_here_or_there(laptop, server):
    server.folders.add("/kta")
    before = dict(server.files)
    found = remotes.tried(laptop, "", settings(server))
    assert (found.reach, found.url) == (Reach.FREE, f"{server.url}/kta")
    assert server.url in found.sentence("ru")
    assert (remotes.listed(laptop), server.files) == ((), before)
    server.refuse["PROPFIND"] = 405
    with pytest.raises(NotServedError):
        remotes.tried(laptop, "", settings(server))


def test_that_the_secret_of_one_server_is_not_shown_to_another(laptop, server, held):
    remotes.add(laptop, "centre", settings(server))
    with Dav() as other:
        other.user = "ivanov:another"
        moved = settings(other, secret=None)
        for act in (remotes.tried, remotes.change):
            with pytest.raises(CredentialsError):
                act(laptop, "centre", moved)
    assert set(other.told) == {httpx.BasicAuth("ivanov", "")._auth_header}
    assert remotes.tried(laptop, "centre", settings(server, secret=None)).reach is Reach.READY
    remotes.change(laptop, "centre", RemoteSettings(url=str(laptop.path.parent)))
    assert held == {}


def test_that_where_there_is_no_keyring_the_secret_is_held_until_the_end(
    laptop, server, monkeypatch
):
    def missing(*_told):
        raise NoKeyringError

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, missing)
    remotes.add(laptop, "centre", settings(server))
    assert remotes.check(laptop, "centre").reach is Reach.READY
    credentials._held.clear()  # the program ended
    with pytest.raises(CredentialsError):
        remotes.check(laptop, "centre")
    monkeypatch.setenv("KTA_REMOTE_SECRET", "тайна")
    assert remotes.check(laptop, "centre").reach is Reach.READY


def test_that_a_removed_place_is_forgotten_here_and_untouched_there(
    hand, laptop, tmp_path, held, server
):
    remotes.add(laptop, "centre", settings(server))
    audit = hand.start(laptop)
    delivering.queue(laptop, audit)
    before = dict(server.files)
    remotes.remove(laptop, "centre")
    assert (remotes.listed(laptop), held, states(laptop)) == ((), {}, [])
    assert server.files == before
    with pytest.raises(RemoteUnknownError):
        remotes.remove(laptop, "centre")
    with pytest.raises(RemoteUnknownError):
        delivering.queue(laptop, audit)


def test_that_what_was_delivered_is_remembered_when_its_place_goes_and_comes(
    hand, laptop, stick, tmp_path
):
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    remotes.remove(laptop, "centre")
    assert states(laptop) == [(1, "delivered")]
    again = remotes.add(laptop, "centre", RemoteSettings(url=str(stick)))
    assert (again.url, states(laptop)) == (str(stick), [(1, "delivered")])
    remotes.remove(laptop, "centre")
    (tmp_path / "other").mkdir()
    other = remotes.add(laptop, "centre", RemoteSettings(url=str(tmp_path / "other")))
    assert (other.url, other.centre_key) == (str(tmp_path / "other"), None)


def test_that_with_another_address_what_has_no_receipt_is_sent_there(hand, laptop, stick, tmp_path):
    delivering.queue(laptop, hand.start(laptop))
    delivering.sync(laptop)
    (tmp_path / "other").mkdir()
    remotes.change(laptop, "centre", RemoteSettings(url=str(tmp_path / "other")))
    assert states(laptop) == [(1, "queued")]
    delivering.sync(laptop)
    assert states(laptop) == [(1, "delivered")]
    assert len(list((tmp_path / "other" / "bundles").rglob("*.json"))) == 1


def test_that_a_stick_in_a_drawer_can_be_given_other_settings(laptop, stick, tmp_path):
    stick.rename(tmp_path / "drawer")
    changed = remotes.change(laptop, "centre", RemoteSettings(url=str(stick), encrypt=True))
    assert (changed.encrypt, changed.pending) == (True, False)
    with pytest.raises(PlaceUnusableError):
        remotes.change(laptop, "centre", RemoteSettings(url=str(tmp_path / "nowhere" / "else")))
    assert remotes.listed(laptop) == (changed,)


def test_that_a_name_belongs_to_one_place(laptop, stick, tmp_path):
    (tmp_path / "other").mkdir()
    with pytest.raises(RemoteKnownError):
        remotes.add(laptop, "centre", RemoteSettings(url=str(tmp_path / "other")))
    assert remotes.at(laptop, "centre") == remotes.at(laptop, str(stick))
    assert remotes.at(laptop, str(tmp_path / "other")).name == ""


def test_that_uploads_are_written_down_for_the_next_start(laptop, server):
    remotes.add(laptop, "centre", settings(server, ca=Authority().pem, encrypt=True))
    (added,) = remotes.listed(laptop)
    assert added.encrypt
    assert added.ca.startswith("-----BEGIN")
    journal = access(laptop, "centre", settings(server)).journal
    journal.begin("ab", Upload("7", 8))
    again = access(laptop, "centre", settings(server)).journal
    assert again.begun("ab") == Upload("7", 8)
    again.end("ab")
    assert journal.begun("ab") is None
