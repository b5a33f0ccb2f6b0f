"""Files that do not open, in the window that is to open them: each says what to do."""

import errno
import os
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from kta_desktop import i18n
from kta_desktop.domain.audit import Auditor
from kta_desktop.services import workspace as service
from kta_desktop.storage import keys
from tests.gallery.clipping import clipped
from ui.dialogs.restore_copy import RestoreCopyDialog

PASSPHRASE = "тихая мойка"
NEW = "тихая мойка девять"


def type_text(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def broken_keys(path):
    place = keys.keys_path(path)
    data = bytearray(place.read_bytes())
    data[len(data) // 2] ^= 1
    place.write_bytes(data)
    return "workspace.ktadb.keys"


def no_keys(path):
    keys.keys_path(path).unlink()
    return "workspace.ktadb.keys"


def foreign(path):
    other, _code = service.create(path.with_name("o.ktadb"), PASSPHRASE, Auditor(id="x", name="y"))
    other.close()
    keys.keys_path(path).write_bytes(keys.keys_path(other.path).read_bytes())
    return "workspace.ktadb"


def newer(path):
    ws = service.open_workspace(path, PASSPHRASE)
    with ws.store.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    ws.close()
    return "0999"


def damaged(path):
    data = bytearray(path.read_bytes())
    data[100] ^= 0xFF
    path.write_bytes(data)
    return "backups"


def plain(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    return "workspace.ktadb"


def taken(path):
    path.unlink()
    return "workspace.ktadb"


CODES = {
    broken_keys: "key-file-damaged",
    no_keys: "key-file-missing",
    foreign: "foreign-keys",
    newer: "workspace-too-new",
    damaged: "workspace-damaged",
    plain: "not-a-workspace",
    taken: "no-workspace",
}


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("harm", CODES)
def test_that_each_harm_is_told_in_the_page(start, workspace, preferences, harm, language, qtbot):
    preferences.change(language=language)
    workspace.close()
    window = start(str(workspace.path))
    window.resize(911, 500)
    named = harm(workspace.path)
    before = workspace.path.read_bytes() if workspace.path.exists() else None
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Return)
    page = window.unlock.unlock
    qtbot.waitUntil(lambda: bool(page.banner.text()), timeout=10_000)
    assert page.banner._error.code == CODES[harm]
    assert named in page.banner.text()
    assert page.banner.text() == page.banner._error.sentence(language)
    assert page.banner.isVisible()
    assert page.secret.field.text() == PASSPHRASE
    qtbot.waitUntil(lambda: clipped(window) == [], timeout=2000)
    assert (workspace.path.read_bytes() if workspace.path.exists() else None) == before
    press(
        window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert i18n.language() != language
    assert page.banner.text() == page.banner._error.sentence()


def test_that_a_file_open_elsewhere_is_named(start, workspace, qtbot):
    window = start(str(workspace.path))
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Return)
    page = window.unlock.unlock
    qtbot.waitUntil(lambda: bool(page.banner.text()), timeout=10_000)
    assert page.banner._error.code == "workspace-in-use"


def test_that_the_wait_is_told_in_the_language_of_now(start, workspace, qtbot):
    workspace.close()
    window = start(str(workspace.path))
    page = window.unlock.unlock
    for _attempt in range(2):
        page._left = 0
        page._review()
        type_text("не тот")
        press(window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not page._busy, timeout=10_000)
    assert "Пароль не подошёл" in page.banner.text()
    assert "1" in page.banner.text()
    press(
        window,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert "Құпиясөз" in page.banner.text()
    press(window, Qt.Key.Key_Return)
    assert not page._busy
    page.reset()
    assert page._left
    page._tick()
    assert page.banner.text() == ""


class TestRestoring:
    """A backup copy in the place of what does not open."""

    @pytest.fixture
    def copied(self, workspace):
        """Where a workspace lies that has a copy and was harmed since."""
        service.back_up(workspace)
        workspace.close()
        damaged(workspace.path)
        return workspace.path

    def test_that_a_copy_is_restored_by_keyboard(self, copied, start, qtbot):
        window = start(str(copied))
        press(window, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: window.findChild(RestoreCopyDialog) is not None, timeout=10_000)
        dialog = window.findChild(RestoreCopyDialog)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.secret.field)
        type_text("не тот пароль")
        press(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(dialog.secret.note.text()), timeout=10_000)
        assert copied.read_bytes()[100:101] != b""
        type_text(PASSPHRASE)
        press(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
        assert window.frame.workspace.profile.name == "Жумабаева Айгуль"
        aside = [path for path in copied.parent.iterdir() if "-replaced-" in path.name]
        assert sorted(path.suffix for path in aside) == [".keys", ".ktadb"]
        window.close()

    def test_that_no_copies_is_said(self, start, workspace, qtbot):
        workspace.close()
        window = start(str(workspace.path))
        press(window, Qt.Key.Key_F8)
        page = window.unlock.unlock
        qtbot.waitUntil(lambda: bool(page.banner.text()), timeout=10_000)
        assert page.banner._error.code == "no-copies"

    def test_that_a_lost_workspace_is_not_taken_for_a_first_run(self, copied, start, qtbot):
        copied.unlink()
        window = start(str(copied))
        page = window.unlock.first_run
        qtbot.waitUntil(page.banner.has_offer, timeout=10_000)
        assert "workspace.ktadb" in page.banner.text()
        press(window, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: window.findChild(RestoreCopyDialog) is not None, timeout=10_000)
        type_text(PASSPHRASE)
        press(window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
        window.close()


@contextmanager
def as_nobody():
    """Drop the rights of root, for whom no folder is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def full_disk(monkeypatch):
    """Let the key file find no room; the encrypted file was written before it."""

    def refuse(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_atomically", refuse)
        yield


@contextmanager
def read_only(folder):
    folder.chmod(0o555)
    with as_nobody():
        yield
    folder.chmod(0o777)


@pytest.fixture
def open_folder():
    """A folder that everybody can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("harm", ["read-only", "disk-full"])
def test_that_a_folder_that_takes_nothing_can_be_left_for_another(
    start, open_folder, tmp_path, preferences, harm, language, qtbot, monkeypatch
):
    preferences.change(language=language)
    window = start()
    window.resize(911, 500)
    window.unlock.path = open_folder / "workspace.ktadb"
    page = window.unlock.first_run
    type_text("Ким")
    for field in (page.secret.first.field, page.secret.again.field):
        field.setText(NEW)
    place = read_only(open_folder) if harm == "read-only" else full_disk(monkeypatch)
    with place:
        press(window, Qt.Key.Key_Return)
        qtbot.waitUntil(page.banner.has_offer, timeout=10_000)
    assert page.banner._error.code == harm
    assert str(open_folder) in page.banner.text()
    assert list(open_folder.iterdir()) == []
    assert page.is_complete()
    qtbot.waitUntil(lambda: clipped(window) == [], timeout=2000)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    press(window, Qt.Key.Key_F8)
    assert str(tmp_path) in page.banner.text()
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlock.recovery.isVisible, timeout=10_000)
    assert (tmp_path / "workspace.ktadb").is_file()
    window.close()


@pytest.mark.usefixtures("quick_keys")
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_that_a_file_that_cannot_be_written_is_told(
    start, open_folder, preferences, language, qtbot
):
    preferences.change(language=language)
    with as_nobody():
        path = open_folder / "w.ktadb"
        made, _code = service.create(path, PASSPHRASE, Auditor(id="1", name="Ким"))
        made.close()
    window = start(str(path))
    path.chmod(0o444)
    with read_only(open_folder):
        type_text(PASSPHRASE)
        press(window, Qt.Key.Key_Return)
        page = window.unlock.unlock
        qtbot.waitUntil(lambda: bool(page.banner.text()), timeout=10_000)
    assert page.banner._error.code == "read-only"
    assert str(path) in page.banner.text()
