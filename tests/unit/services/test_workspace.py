import hashlib
import os
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.changes import broken_links
from kta_desktop.i18n import LANGUAGES
from kta_desktop.services import answering, auditing, workspace
from kta_desktop.services.answering import Edit
from kta_desktop.storage import errors, keys


@pytest.fixture
def made(tmp_path, profile, passphrase):
    """Return the path and the recovery code of a closed workspace."""
    ws, code = workspace.create(tmp_path / "w.ktadb", passphrase, profile)
    ws.close()
    return ws.path, code


class FakeKeyring:
    """The keyring of an operating system, as a dictionary."""

    def __init__(self, monkeypatch):
        import keyring

        self.held = {}
        monkeypatch.setattr(keyring, "set_password", self.set_password)
        monkeypatch.setattr(keyring, "get_password", self.get_password)
        monkeypatch.setattr(keyring, "delete_password", self.delete_password)

    def set_password(self, service, name, value):
        self.held[service, name] = value

    def get_password(self, service, name):
        return self.held.get((service, name))

    def delete_password(self, service, name):
        del self.held[service, name]


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _opens(path, passphrase):
    workspace.open_workspace(path, passphrase).close()
    return True


def test_that_a_workspace_opens_by_passphrase_and_by_recovery_code(made, profile, passphrase):
    path, code = made
    by_passphrase = workspace.open_workspace(path, passphrase)
    device, public_key = by_passphrase.device, by_passphrase.public_key
    assert by_passphrase.profile == profile
    by_passphrase.close()
    by_code = workspace.open_with_recovery(path, code.lower().replace("-", " "))
    assert (by_code.device, by_code.public_key) == (device, public_key)
    by_code.close()


def test_that_the_device_signs_under_its_fingerprint(ws):
    assert ws.device == hashlib.sha256(ws.public_key).hexdigest()
    signature = ws.sign(b"manifest")
    assert len(signature) == 64
    Ed25519PublicKey.from_public_bytes(ws.public_key).verify(signature, b"manifest")


def test_that_the_private_key_is_not_shown_by_accident(ws):
    assert "Ed25519PrivateKey" not in repr(ws)


def test_that_there_is_a_default_place_in_the_documents(tmp_path, monkeypatch):
    monkeypatch.setenv("KTA_DATA_DIR", str(tmp_path))
    assert workspace.default_path() == tmp_path / "workspace.ktadb"
    assert not workspace.exists(workspace.default_path())


def test_that_an_existing_file_is_never_overwritten(made, profile):
    path, _code = made
    before = _hash(path)
    with pytest.raises(errors.WorkspaceExistsError):
        workspace.create(path, "other", profile)
    path.unlink()
    with pytest.raises(errors.WorkspaceExistsError):  # the key file of a file that was moved
        workspace.create(path, "other", profile)
    assert before


def test_that_nothing_is_made_without_a_passphrase(tmp_path, profile):
    with pytest.raises(errors.PassphraseEmptyError):
        workspace.create(tmp_path / "w.ktadb", "", profile)
    assert list(tmp_path.iterdir()) == []


def test_that_a_failed_creation_leaves_nothing(tmp_path, profile, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keys, "write_atomically", full)
    with pytest.raises(errors.DiskFullError):
        workspace.create(tmp_path / "w.ktadb", "p", profile)
    assert list(tmp_path.iterdir()) == []


def _no_file(path):
    path.unlink()


def _no_keys(path):
    keys.keys_path(path).unlink()


def _broken_keys(path):
    keys.keys_path(path).write_text("{}")


def _plain_sqlite(path):
    path.unlink()
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE a (b)")
    plain.close()


def _text_file(path):
    path.write_text("Это не рабочая папка")


def _empty_file(path):
    path.write_bytes(b"")


def _noise(path):
    path.write_bytes(os.urandom(20_000))


def _flipped_page(path):
    data = bytearray(path.read_bytes())
    data[100] ^= 0xFF
    path.write_bytes(data)


def _keys_of_another(path):
    other, _code = workspace.create(
        path.with_name("other.ktadb"), "сыр и масло", Auditor(id="x", name="y")
    )
    other.close()
    keys.keys_path(path).write_bytes(keys.keys_path(other.path).read_bytes())


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (_no_file, errors.NoWorkspaceError),
        (_no_keys, errors.KeyFileMissingError),
        (_broken_keys, errors.KeyFileDamagedError),
        (_plain_sqlite, errors.NotAWorkspaceError),
        (_text_file, errors.NotAWorkspaceError),
        (_empty_file, errors.NotAWorkspaceError),
        (_noise, errors.ForeignKeysError),
        (_flipped_page, errors.WorkspaceDamagedError),
        (_keys_of_another, errors.ForeignKeysError),
    ],
)
def test_that_each_harm_has_its_own_error_and_the_file_is_untouched(
    made, passphrase, harm, expected
):
    path, _code = made
    harm(path)
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(errors.WorkspaceError) as caught:
        workspace.open_workspace(path, passphrase)
    assert type(caught.value) is expected
    assert all(caught.value.sentence(language) for language in LANGUAGES)
    assert (path.read_bytes() if path.exists() else None) == before


def test_that_a_damaged_salt_alone_costs_nothing(made, passphrase):
    path, _code = made
    data = bytearray(path.read_bytes())
    data[3] ^= 0xFF  # the key file knows it as well
    path.write_bytes(data)
    assert _opens(path, passphrase)


def test_that_a_wrong_passphrase_is_told_apart(made):
    path, _code = made
    with pytest.raises(errors.WrongPassphraseError):
        workspace.open_workspace(path, "Сыр и масло")
    with pytest.raises(errors.WrongRecoveryCodeError):
        workspace.open_with_recovery(path, "2222-" * 7 + "2222")


def test_that_a_workspace_opens_once_at_a_time(ws, passphrase):
    with pytest.raises(errors.InUseError):
        workspace.open_workspace(ws.path, passphrase)
    ws.close()
    assert _opens(ws.path, passphrase)


def test_that_a_new_passphrase_touches_no_byte_of_the_workspace(made, passphrase):
    path, code = made
    before = _hash(path)
    workspace.change_passphrase(path, passphrase, "новый")
    assert _hash(path) == before
    assert _opens(path, "новый")
    with pytest.raises(errors.WrongPassphraseError):
        workspace.open_workspace(path, passphrase)
    workspace.open_with_recovery(path, code).close()


def test_that_only_who_knows_the_old_passphrase_or_the_code_sets_a_new_one(made, passphrase):
    path, code = made
    with pytest.raises(errors.WrongPassphraseError):
        workspace.change_passphrase(path, "guess", "new")
    with pytest.raises(errors.PassphraseEmptyError):
        workspace.change_passphrase(path, passphrase, "")
    assert _opens(path, passphrase)
    workspace.reset_passphrase(path, code, "новый")
    assert _opens(path, "новый")


def test_that_a_full_disk_leaves_the_old_passphrase(made, passphrase, monkeypatch):
    path, _code = made

    def full(_file):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(errors.DiskFullError):
            workspace.change_passphrase(path, passphrase, "новый")
    assert _opens(path, passphrase)


def test_that_copies_take_the_new_passphrase_too(ws, passphrase):
    info = workspace.back_up(ws)
    ws.close()
    workspace.change_passphrase(ws.path, passphrase, "новый")
    assert _opens(info.path, "новый")


def test_that_the_keyring_opens_without_a_passphrase(tmp_path, profile, monkeypatch):
    fake = FakeKeyring(monkeypatch)
    ws, _code = workspace.create(tmp_path / "w.ktadb", "p", profile, use_keyring=True)
    ws.close()
    assert {service for service, _name in fake.held} == {"kta-desktop"}
    opened = workspace.open_from_keyring(ws.path)
    assert opened.device == ws.device
    workspace.forget_in_keyring(opened)
    opened.close()
    assert workspace.open_from_keyring(ws.path) is None
    assert fake.held == {}


def test_that_no_keyring_is_no_failure(tmp_path, profile):
    ws, _code = workspace.create(tmp_path / "w.ktadb", "p", profile, use_keyring=True)
    assert workspace.remember_in_keyring(ws) is False
    workspace.forget_in_keyring(ws)
    ws.close()
    assert workspace.open_from_keyring(ws.path) is None


def test_that_rubbish_in_the_keyring_is_no_key(made, monkeypatch):
    fake = FakeKeyring(monkeypatch)
    path, _code = made
    fake.held["kta-desktop", keys.read_key_file(path).workspace] = "hunter2"
    assert workspace.open_from_keyring(path) is None


def test_that_commands_take_the_passphrase_from_the_environment(made, passphrase, monkeypatch):
    path, _code = made
    monkeypatch.delenv("KTA_PASSPHRASE", raising=False)
    with pytest.raises(errors.PassphraseMissingError):
        workspace.open_for_command(path)
    monkeypatch.setenv("KTA_PASSPHRASE", passphrase)
    workspace.open_for_command(path).close()


def test_that_the_bare_key_opens_too(ws):
    ws.close()
    workspace.open_with_key(ws.path, ws.store.key).close()
    with pytest.raises(errors.WorkspaceDamagedError):
        workspace.open_with_key(ws.path, bytes(32))


def test_that_a_profile_is_kept(ws, passphrase):
    workspace.set_profile(ws, Auditor(id=ws.profile.id, name="Новая фамилия"))
    ws.close()
    opened = workspace.open_workspace(ws.path, passphrase)
    assert opened.profile.name == "Новая фамилия"
    opened.close()


def test_that_a_restored_workspace_writes_as_a_new_device(ws, audit, passphrase):
    answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    info = workspace.back_up(ws)
    assert workspace.last_backup(ws) == info
    answering.store(ws, audit, [Edit("wat_01", {"value": "скважина"})])
    ws.close()
    restored = workspace.restore(ws.path, info.path, passphrase)
    assert restored.device != ws.device
    assert auditing.load(restored, audit).entries["wat_01"] == {"value": "река"}
    answering.store(restored, audit, [Edit("wat_01", {"value": "водопровод"})])
    assert broken_links(answering.log(restored, audit)) == []
    restored.close()
    assert any("replaced" in path.name for path in ws.path.parent.iterdir())


def test_that_a_doctor_finds_a_healthy_workspace_healthy(ws, audit):
    answering.store(ws, audit, [Edit("wat_01", {"value": "река"})])
    checks = workspace.check_workspace(ws)
    assert [check.name for check in checks] == [
        "pages",
        "definitions",
        "chains",
        "entries",
        "contents",
        "readings",
    ]
    assert all(check.ok for check in checks)


def test_that_a_doctor_names_the_altered_change(ws, audit):
    with ws.store.begin() as connection:
        connection.exec_driver_sql("UPDATE changes SET after = '\"x\"' WHERE seq = 2")
    found = {check.name: check for check in workspace.check_workspace(ws)}
    assert not found["chains"].ok
    assert audit in found["chains"].detail


@contextmanager
def _as_nobody():
    """Drop the rights of root, for whom no folder is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder():
    """Return a folder that everybody can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_that_a_read_only_folder_is_told_before_anything_is_made(open_folder, profile):
    open_folder.chmod(0o555)
    with _as_nobody(), pytest.raises(errors.ReadOnlyError):
        workspace.create(open_folder / "w.ktadb", "p", profile)
    assert list(open_folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_that_a_read_only_file_is_told_at_opening(open_folder, profile):
    with _as_nobody():
        ws, _code = workspace.create(open_folder / "w.ktadb", "p", profile)
        ws.close()
        ws.path.chmod(0o444)
        with pytest.raises(errors.ReadOnlyError):
            workspace.open_workspace(ws.path, "p")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_that_a_workspace_in_a_folder_made_read_only_is_told_at_opening(open_folder, profile):
    with _as_nobody():
        ws, _code = workspace.create(open_folder / "w.ktadb", "p", profile)
        ws.close()
        (open_folder / "w.ktadb.lock").unlink()
    open_folder.chmod(0o555)
    with _as_nobody(), pytest.raises(errors.ReadOnlyError):
        workspace.open_workspace(ws.path, "p")
