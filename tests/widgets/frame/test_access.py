"""Settings of an open workspace, by keyboard: profile, passphrase, keyring, copies."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from kta_desktop import i18n
from kta_desktop.errors import KtaError
from kta_desktop.services import workspace as service
from kta_desktop.storage import backup
from kta_desktop.storage.errors import ReadOnlyError
from tests.gallery.clipping import clipped
from ui.dialogs.change_passphrase import ChangePassphraseDialog
from ui.dialogs.profile_dialog import ProfileDialog
from ui.dialogs.restore_copy import RestoreCopyDialog
from ui.dialogs.settings_dialog import SettingsDialog

OLD, NEW = "тихая мойка", "четыре слова подряд здесь"
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def type_text(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


class FakeKeyring:
    """The keyring of an operating system, as a dictionary; None holds nothing."""

    priority = 5

    def __init__(self, monkeypatch):
        import keyring

        self.held = {}
        monkeypatch.setattr(keyring, "get_keyring", lambda: self)
        monkeypatch.setattr(keyring, "set_password", lambda s, n, v: self.held.update({(s, n): v}))
        monkeypatch.setattr(keyring, "get_password", lambda s, n: self.held.get((s, n)))
        monkeypatch.setattr(keyring, "delete_password", lambda s, n: self.held.pop((s, n)))


def opened_settings(window, qtbot):
    press(window, Qt.Key.Key_Comma, CONTROL)
    dialog = window.findChild(SettingsDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def inner(window, kind, key, qtbot):
    """Open a dialog of the settings by its key and wait for the cursor in it."""
    press(window, key, ALT)
    dialog = window.findChild(kind)
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or window), timeout=5000)
    return dialog


def closed(dialog, qtbot):
    """Wait until a dialog was closed, which deletes it."""
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible(), timeout=10_000)


def type_passphrases(dialog, old, new, again=None):
    dialog.secret.field.selectAll()
    type_text(old)
    press(dialog, Qt.Key.Key_Tab)
    type_text(new)
    press(dialog, Qt.Key.Key_Tab)
    type_text(new if again is None else again)


def test_that_the_passphrase_is_changed_by_keyboard(window, qtbot, workspace):
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    key = workspace.store.key
    type_passphrases(dialog, OLD, NEW)
    press(dialog, Qt.Key.Key_Return)
    closed(dialog, qtbot)
    assert window.strip.message() == "Пароль изменён. Ключ восстановления прежний."
    workspace.close()
    opened = service.open_workspace(workspace.path, NEW)
    assert opened.store.key == key
    opened.close()
    with pytest.raises(service.WrongPassphraseError):
        service.open_workspace(workspace.path, OLD)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_that_a_wrong_old_passphrase_is_told_and_nothing_is_lost(
    window, qtbot, workspace, language
):
    i18n.set_language(language)
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    type_passphrases(dialog, "не тот", NEW)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.secret.note.text()), timeout=10_000)
    assert dialog.secret.note.text() == service.WrongPassphraseError().sentence(language)
    assert dialog.secret.field.hasFocus()
    assert dialog.new.passphrase() == NEW
    qtbot.waitUntil(lambda: clipped(dialog) == [], timeout=2000)
    type_text(OLD)
    assert dialog.secret.note.text() == ""
    press(dialog, Qt.Key.Key_Return)
    closed(dialog, qtbot)


def test_that_esc_and_unequal_passphrases_change_nothing(window, qtbot, workspace):
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    asked = []
    dialog.wanted.connect(lambda *typed: asked.append(typed))
    type_passphrases(dialog, OLD, NEW, "другое")
    press(dialog, Qt.Key.Key_Return)
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert asked == []
    assert settings.isVisible()


def test_that_copies_that_keep_the_old_passphrase_are_told(window, qtbot, workspace, monkeypatch):
    def refuse(path):
        raise ReadOnlyError(path=path)

    monkeypatch.setattr(backup, "rewrap_copies", refuse)
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    type_passphrases(dialog, OLD, NEW)
    press(dialog, Qt.Key.Key_Return)
    closed(dialog, qtbot)
    assert "backups" in window.frame.banner.text()
    assert window.strip.message()


def test_that_a_full_disk_keeps_the_old_passphrase_and_what_was_typed(
    window, qtbot, workspace, monkeypatch
):
    def refuse(*_arguments):
        raise KtaError

    monkeypatch.setattr(service, "change_passphrase", refuse)
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    type_passphrases(dialog, OLD, NEW)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.banner.text()), timeout=10_000)
    assert dialog.new.passphrase() == NEW
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_the_profile_is_corrected_by_keyboard(window, qtbot, workspace):
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ProfileDialog, Qt.Key.Key_A, qtbot)
    before = workspace.profile
    type_text("Омарова Айгүл Мұратқызы")
    press(dialog, Qt.Key.Key_Tab)
    press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_Tab)
    type_text("НДТ бюросы")
    press(dialog, Qt.Key.Key_Tab)
    type_text("№ 17, до 2028")
    press(dialog, Qt.Key.Key_Return)
    closed(dialog, qtbot)
    profile = workspace.profile
    assert profile.id == before.id
    assert (profile.name, profile.organisation, profile.qualification) == (
        "Омарова Айгүл Мұратқызы",
        "НДТ бюросы",
        "№ 17, до 2028",
    )
    assert profile.role != before.role
    assert window.frame.bar._auditor.toolTip().count("Омарова")
    assert window.strip.message() == "Профиль сохранён."
    workspace.close()
    opened = service.open_workspace(workspace.path, OLD)
    assert opened.profile == profile
    opened.close()


def test_that_a_profile_without_a_name_is_not_stored(window, qtbot, workspace):
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ProfileDialog, Qt.Key.Key_A, qtbot)
    press(dialog, Qt.Key.Key_Delete)
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.name.note.text()
    assert workspace.profile.name == "Жумабаева Айгуль"


def test_that_a_profile_that_cannot_be_stored_says_why(window, qtbot, monkeypatch):
    def refuse(*_arguments):
        raise KtaError

    monkeypatch.setattr(service, "set_profile", refuse)
    settings = opened_settings(window, qtbot)
    dialog = inner(settings, ProfileDialog, Qt.Key.Key_A, qtbot)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.banner.text()), timeout=5000)
    assert dialog.isVisible()


def test_that_this_computer_remembers_and_forgets(window, qtbot, preferences, monkeypatch):
    fake = FakeKeyring(monkeypatch)
    settings = opened_settings(window, qtbot)
    box = settings.access.remember
    box.setFocus()
    press(settings, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: preferences.settings.keyring, timeout=5000)
    assert len(fake.held) == 1
    assert box.isChecked()
    press(settings, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not preferences.settings.keyring, timeout=5000)
    assert fake.held == {}
    assert box.isEnabled()


def test_that_a_computer_without_a_keyring_says_so(window, qtbot, preferences):
    settings = opened_settings(window, qtbot)
    panel = settings.access
    qtbot.waitUntil(lambda: not panel.remember.isEnabled(), timeout=5000)
    assert "не хранит ключи" in panel._about_keyring.text()
    assert not preferences.settings.keyring


def test_that_a_keyring_that_refuses_leaves_the_box_empty(window, qtbot, preferences, monkeypatch):
    FakeKeyring(monkeypatch)
    monkeypatch.setattr(service, "remember_in_keyring", lambda _ws: False)
    settings = opened_settings(window, qtbot)
    settings.access.remember.setFocus()
    press(settings, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not settings.access.remember.isEnabled(), timeout=5000)
    assert not settings.access.remember.isChecked()
    assert not preferences.settings.keyring


def test_that_copies_are_counted_and_one_is_restored_while_locked(window, qtbot, workspace):
    qtbot.waitUntil(lambda: bool(window.strip.item_text("backup")), timeout=10_000)
    settings = opened_settings(window, qtbot)
    qtbot.waitUntil(settings.access.restore.isVisible, timeout=5000)
    assert ": 1," in settings.access._about_copies.text()
    press(settings, Qt.Key.Key_B, ALT)
    assert window.frame is None
    qtbot.waitUntil(lambda: window.findChild(RestoreCopyDialog) is not None, timeout=5000)
    dialog = window.findChild(RestoreCopyDialog)
    qtbot.waitUntil(dialog.secret.field.hasFocus)
    type_text(OLD)
    press(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=10_000)
    assert window.frame.workspace.device != workspace.device
    window.close()


def test_that_locking_closes_every_dialog(window, qtbot):
    settings = opened_settings(window, qtbot)
    inner(settings, ChangePassphraseDialog, Qt.Key.Key_P, qtbot)
    window.lock()
    assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog))


def test_that_settings_of_a_locked_program_offer_no_access(start, workspace, qtbot):
    workspace.close()
    window = start(str(workspace.path))
    settings = opened_settings(window, qtbot)
    assert not settings.access.isVisible()
    press(settings, Qt.Key.Key_P, ALT)
    assert window.findChild(ChangePassphraseDialog) is None


def test_that_the_demonstration_keeps_its_passphrase(window, qtbot):
    window.demo_passphrase = "учебный пароль"
    settings = opened_settings(window, qtbot)
    press(settings, Qt.Key.Key_P, ALT)
    assert window.findChild(ChangePassphraseDialog) is None
    assert settings.access.profile.isEnabled()
