"""The dialog of a place: tried by one key, kept only when it can be used, corrected in place."""

import keyring
import pytest
from keyring.errors import NoKeyringError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton

from kta_desktop.exchange import line_hints
from kta_desktop.services import credentials, remotes
from kta_desktop.services.remotes import RemoteKind, RemoteSettings
from tests.servers.authority import Authority
from tests.servers.dav import Dav
from ui.dialogs.add_remote import AddRemoteDialog
from ui.widgets.segments import Segments

WAIT_MS = 30_000


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch):
    def missing(*_told):
        raise NoKeyringError

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, missing)
    monkeypatch.setattr(credentials, "_held", {})
    monkeypatch.setattr(line_hints, "PORT", 1)  # nobody listens there


@pytest.fixture
def opened(qtbot, workspace, runner):
    """Return how to open the dialog."""

    def show(known=None):
        dialog = AddRemoteDialog(workspace, runner, known)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


@pytest.fixture
def server():
    with Dav() as running:
        running.user = "ivanov:тайна"
        yield running


def kind(dialog):
    return dialog.findChild(Segments, "remoteKind").value()


def field(dialog, name):
    return dialog.findChild(QLineEdit, name)


def fill(dialog, url):
    told = {"remoteName": "centre", "remoteUser": "ivanov", "remoteSecret": "тайна"}
    for part, text in told.items():
        field(dialog, part).setText(text)
    field(dialog, "remoteFolder").setText(url)


def test_that_an_address_says_what_kind_of_place_it_is(qtbot, opened):
    dialog = opened()
    assert kind(dialog) == "folder"
    assert not field(dialog, "remoteUser").isVisible()
    qtbot.keyClicks(field(dialog, "remoteFolder"), "https://files.example.kz")
    assert kind(dialog) == "webdav"
    assert field(dialog, "remoteUser").isVisible()
    field(dialog, "remoteFolder").clear()
    qtbot.keyClicks(field(dialog, "remoteFolder"), "s3+https://s3.example.kz/kta")
    assert kind(dialog) == "s3"


def test_that_the_address_of_a_bucket_may_be_typed_as_it_was_given(qtbot, opened):
    dialog = opened()
    dialog.findChild(Segments, "remoteKind").button("s3").click()
    qtbot.keyClicks(field(dialog, "remoteFolder"), "https://s3.example.kz/kta")
    assert dialog.folder == "s3+https://s3.example.kz/kta"
    assert kind(dialog) == "s3"


def test_that_a_place_is_tried_by_one_key_and_nothing_kept(qtbot, opened, server, workspace):
    server.folders.add("/kta")
    dialog = opened()
    dialog.findChild(Segments, "remoteKind").button("webdav").click()
    fill(dialog, f"{server.url}/kta")
    qtbot.keyClick(dialog, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "отвечает" in dialog.banner.text(), timeout=WAIT_MS)
    assert remotes.listed(workspace) == ()
    assert server.files == {}

    field(dialog, "remoteSecret").setText("wrong")
    qtbot.keyClick(dialog, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "не принимает" in dialog.banner.text(), timeout=WAIT_MS)
    assert field(dialog, "remoteSecret").hasFocus()


def test_that_a_place_that_cannot_be_used_is_corrected_not_typed_anew(
    qtbot, opened, server, workspace
):
    dialog = opened()
    fill(dialog, "http://files.example.kz/kta")
    dialog.findChild(Segments, "remoteKind").button("webdav").click()
    with qtbot.assertNotEmitted(dialog.saved):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        address = field(dialog, "remoteFolder")
        qtbot.waitUntil(lambda: "https" in address.accessibleDescription(), timeout=WAIT_MS)
    address.setText(f"{server.url}/kta")
    assert address.accessibleDescription() == ""
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    (kept,) = remotes.listed(workspace)
    assert (kept.kind, kept.user, kept.pending) == (RemoteKind.WEBDAV, "ivanov", False)
    assert remotes.check(workspace, "centre")


def test_that_a_place_out_of_reach_is_kept_and_said_to_be(qtbot, opened, workspace):
    dialog = opened()
    dialog.findChild(Segments, "remoteKind").button("webdav").click()
    fill(dialog, "http://127.0.0.1:1/kta")
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "в список" in dialog.banner.text()
    assert remotes.listed(workspace)[0].pending
    dialog.findChild(QPushButton, "addRemote").click()
    assert not dialog.isVisible()


def test_that_changing_a_place_keeps_the_secret_unless_another_is_typed(
    qtbot, opened, server, workspace
):
    url = f"{server.url}/kta"
    given = RemoteSettings(url=url, user="ivanov", secret="тайна", ca=Authority().pem)
    dialog = opened(remotes.add(workspace, "centre", given))
    assert field(dialog, "remoteName").isReadOnly()
    assert field(dialog, "remoteSecret").text() == ""
    dialog.findChild(QCheckBox, "remoteEncrypt").click()
    with qtbot.waitSignal(dialog.saved, timeout=WAIT_MS):
        dialog.findChild(QPushButton, "addRemote").click()
    (kept,) = remotes.listed(workspace)
    assert (kept.encrypt, kept.ca) == (True, given.ca)
    assert remotes.check(workspace, "centre")


def test_that_a_file_that_is_no_certificate_is_refused_at_its_field(opened, tmp_path, monkeypatch):
    dialog = opened()
    dialog.findChild(Segments, "remoteKind").button("webdav").click()
    pem = tmp_path / "centre.pem"
    pem.write_text("no certificate")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(pem), ""))
    pick = dialog.findChild(QPushButton, "pickAuthority")
    pick.click()
    shown = field(dialog, "remoteAuthority")
    assert "centre.pem" in shown.accessibleDescription()
    assert dialog.form.settings().ca == ""
    pem.write_text(Authority().pem)
    pick.click()
    assert (shown.text(), shown.accessibleDescription()) == ("centre.pem", "")
    assert dialog.form.settings().ca == pem.read_text()
