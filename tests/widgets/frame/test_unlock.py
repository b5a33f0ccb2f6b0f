"""First run and unlocking, with nothing but the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from kta_desktop import i18n
from kta_desktop.errors import KtaError
from kta_desktop.services import workspace as service

PASSPHRASE = "тихая мойка девять"


def type_text(text):
    """Type what QTest cannot: letters beyond Latin 1."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def make_by_keyboard(window, qtbot):
    """Go through the first run until the recovery key is shown."""
    type_text("Жұмабаева Айгүл")
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Tab)
    type_text("НДТ бюросы")
    press(window, Qt.Key.Key_Tab)
    press(window, Qt.Key.Key_Tab)
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Tab)
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.unlock.recovery._code), timeout=10_000)


def test_that_the_first_run_goes_by_keyboard_alone(start, qtbot):
    window = start()
    press(window, Qt.Key.Key_F3)
    assert i18n.language() == "kk"
    make_by_keyboard(window, qtbot)
    type_text(window.unlock.recovery.asked_group().lower())
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None)
    profile = window.frame.workspace.profile
    assert (profile.name, profile.role, profile.organisation) == (
        "Жұмабаева Айгүл",
        "lead",
        "НДТ бюросы",
    )
    assert window._preferences.settings.lock_minutes == 15
    window.close()


def test_that_enter_goes_to_what_the_first_run_still_lacks(start):
    window = start()
    press(window, Qt.Key.Key_Return)
    name = window.unlock.first_run.profile.name
    assert name.note.text()
    type_text("Жұмабаева Айгүл")
    assert not name.note.text()
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "passphrase"
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "passphrase_again"
    window.close()


def test_that_a_wrong_group_does_not_open(start, qtbot):
    window = start()
    make_by_keyboard(window, qtbot)
    type_text("ZZZZZ")
    press(window, Qt.Key.Key_Return)
    assert window.frame is None
    assert window.unlock.recovery.check.note.text()
    window.close()


def test_that_nothing_begins_before_name_and_passphrase_agree(start):
    window = start()
    page = window.unlock.first_run
    press(window, Qt.Key.Key_Return)
    assert page.profile.name.note.text()
    page.profile.name.field.setText("Ким")
    page.secret.first.field.setText(PASSPHRASE)
    page.secret.again.field.setText(PASSPHRASE[:-1])
    assert not page.is_complete()
    page.secret.again.field.setText("другое")
    assert page.secret.again.field.property("state") == "error"
    page.secret.again.field.setText(PASSPHRASE)
    assert page.is_complete()


def test_that_a_workspace_that_cannot_be_made_says_why(start, qtbot, monkeypatch):
    window = start()

    def refuse(*_arguments, **_options):
        raise KtaError

    monkeypatch.setattr(service, "create", refuse)
    page = window.unlock.first_run
    page.profile.name.field.setText("Ким")
    for field in (page.secret.first.field, page.secret.again.field):
        field.setText(PASSPHRASE)
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.banner.text()))
    assert page.is_complete()


@pytest.fixture
def locked(start, workspace):
    workspace.close()
    return start(str(workspace.path))


def test_that_the_passphrase_opens(locked, qtbot):
    type_text("тихая мойка")
    press(locked, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: locked.frame is not None, timeout=10_000)
    assert locked.frame.workspace.profile.name == "Жумабаева Айгуль"
    locked.close()


def test_that_wrong_passphrases_wait_longer_and_longer(locked, qtbot):
    page = locked.unlock.unlock
    waits = []
    for attempt in range(3):
        page._left = 0
        page.secret.field.setText(f"не тот {attempt}")
        page._try()
        qtbot.waitUntil(lambda: not page._busy, timeout=10_000)
        waits.append(page._left)
        assert page.banner.text()
    assert waits == [0, 1, 2]
    assert not page._open.isEnabled()
    page._tick()
    page._tick()
    assert page._open.isEnabled()
    assert locked.frame is None


@pytest.fixture
def forgotten(quick_keys, start, tmp_path, qtbot):
    """The window after the recovery key of a workspace was typed in it."""
    from kta_desktop.domain.audit import Auditor

    path = tmp_path / "other.ktadb"
    made, code = service.create(path, "забытый пароль", Auditor(id="1", name="Ким"))
    made.close()
    window = start(str(path))
    press(window, Qt.Key.Key_F9)
    assert QApplication.focusWidget() is window.unlock.findChild(QLineEdit, "unlock_key")
    type_text(code.lower().replace("-", " "))
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(window.unlock.reset.isVisible, timeout=10_000)
    yield window
    window.close()


def set_new_passphrase(window):
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Tab)
    type_text(PASSPHRASE)
    press(window, Qt.Key.Key_Return)


def test_that_a_recovery_key_opens_once_a_new_passphrase_is_set(forgotten, qtbot):
    set_new_passphrase(forgotten)
    qtbot.waitUntil(lambda: forgotten.frame is not None, timeout=10_000)
    path = forgotten.path
    forgotten.close()
    forgotten._runner.close()
    service.open_workspace(path, PASSPHRASE).close()
    with pytest.raises(service.WrongPassphraseError):
        service.open_workspace(path, "забытый пароль")


def test_that_nothing_but_a_new_passphrase_leads_past_a_recovery_key(forgotten, qtbot):
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F8, Qt.Key.Key_F9):
        press(forgotten, key)
    qtbot.wait(50)
    assert forgotten.frame is None
    assert forgotten.unlock.reset.isVisible()
    assert "8" in forgotten.unlock.reset.banner.text()
    press(forgotten, Qt.Key.Key_Escape)
    assert forgotten.unlock.unlock.isVisible()
    assert forgotten.unlock._made is None
    press(forgotten, Qt.Key.Key_F9)
    type_text("забытый пароль")
    press(forgotten, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: forgotten.frame is not None, timeout=10_000)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_that_data_are_reached_when_no_new_passphrase_can_be_written(
    forgotten, language, qtbot, monkeypatch
):
    from kta_desktop.storage import keys
    from kta_desktop.storage.errors import DiskFullError

    def full(path, _keys):
        raise DiskFullError(path=path)

    i18n.set_language(language)
    monkeypatch.setattr(keys, "write_key_file", full)
    set_new_passphrase(forgotten)
    page = forgotten.unlock.reset
    qtbot.waitUntil(page.banner.has_offer, timeout=10_000)
    assert "other.ktadb" in page.banner.text()
    press(forgotten, Qt.Key.Key_F8)
    assert forgotten.frame is not None
    assert forgotten.frame.workspace.profile.name == "Ким"


def test_that_a_file_that_is_no_workspace_is_named(start, tmp_path, qtbot):
    path = tmp_path / "foreign.ktadb"
    path.write_text("not a workspace")
    window = start(str(path))
    type_text("пароль")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.unlock.unlock.banner.text()), timeout=10_000)
    assert "foreign.ktadb" in window.unlock.unlock.banner.text()


def test_that_the_recovery_key_is_written_as_pdf_and_text(qtbot, tmp_path):
    from ui.dialogs.recovery_key import KeyNotSavedError, RecoveryKeyPage

    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show_code("ABCD-EFGH", "Ким")
    page.save_to(tmp_path / "key.pdf")
    page.save_to(tmp_path / "key.txt")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    assert "ABCD-EFGH" in (tmp_path / "key.txt").read_text(encoding="utf-8")
    with pytest.raises(KeyNotSavedError):
        page.save_to(tmp_path / "absent" / "key.pdf")


def test_that_a_keyring_opens_without_asking(workspace, start, preferences, monkeypatch, qtbot):
    path, passphrase = workspace.path, "тихая мойка"
    workspace.close()
    preferences.change(keyring=True)
    monkeypatch.setattr(
        service, "open_from_keyring", lambda place: service.open_workspace(place, passphrase)
    )
    window = start(str(path))
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    window.lock()
    assert window.frame is None
    qtbot.wait(50)
    assert window.frame is None


def test_that_a_keyring_that_forgot_leaves_the_passphrase(start, workspace, preferences, qtbot):
    workspace.close()
    preferences.change(keyring=True)
    window = start(str(workspace.path))
    qtbot.waitUntil(lambda: not window.unlock.unlock._busy, timeout=10_000)
    type_text("тихая мойка")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    window.close()
