"""The frame: pages, language, colours, locking, bugs; every word whole, every widget named."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kta_desktop import i18n, logs
from kta_desktop.domain.audit import NewAudit, Plant
from kta_desktop.services import auditing
from tests.gallery.clipping import clipped, longer_words
from ui.app import pages
from ui.app.crash import CrashHandler, described, report
from ui.dialogs.keys_dialog import KeysDialog
from ui.dialogs.settings_dialog import SettingsDialog
from ui.theme import theme

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


@pytest.fixture
def audit(workspace):
    return auditing.start(
        workspace,
        NewAudit(
            number="KTA-2026-001",
            plant=Plant(name="ТОО «Ақбұлақ Сүт»", bin="250340000107", address="г. Алматы"),
            pack="food",
            team=(workspace.profile,),
            starts_on="2026-11-22",
            ends_on="2026-11-24",
            reference_year=2025,
        ),
    ).id


@pytest.fixture
def opened(audit, window, qtbot):
    """The main window with an open audit, on the list of audits."""
    window.frame.open_audit(audit, pages.HOME)
    qtbot.waitUntil(lambda: window.frame.editor is not None, timeout=20_000)
    qtbot.waitUntil(lambda: bool(window.frame.page.list.rows.rows()), timeout=20_000)
    return window


def test_that_pages_of_an_audit_wait_for_one(window):
    assert not window.frame.rail.is_enabled(pages.CHECKLIST)
    press(window, Qt.Key.Key_3, CONTROL)
    assert window.frame.page_name == pages.HOME


def test_that_ctrl_and_a_digit_show_a_page(opened):
    press(opened, Qt.Key.Key_3, CONTROL)
    assert opened.frame.page_name == pages.CHECKLIST
    press(opened, Qt.Key.Key_1, CONTROL)
    assert opened.frame.page_name == pages.HOME


def test_that_pages_are_imported_when_first_shown():
    import subprocess
    import sys

    code = (
        "import sys; import ui.app.run; heavy = {'numpy', 'pandas', 'sqlalchemy', 'pyqtgraph',"
        " 'reportlab', 'pydantic', 'cryptography', 'babel', 'yaml', 'keyring'};"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_the_language_changes_while_pages_are_shown(opened):
    home = opened.frame.page
    assert home.title() == "Аудиты"
    press(opened, Qt.Key.Key_L, CONTROL | SHIFT)
    assert i18n.language() == "kk"
    assert home.title() == "Аудиттер"
    assert opened.frame.rail.findChild(QPushButton) is None
    assert "Алмасу" in [button.text() for button in opened.frame.rail._buttons.values()]
    opened.frame.bar.findChild(type(opened.frame.bar._languages)).button("en").click()
    assert home.title() == "Audits"


def test_that_colours_and_gloves_have_keys(window, preferences):
    press(window, Qt.Key.Key_D, CONTROL | SHIFT)
    assert theme.tokens.name == preferences.settings.theme == "night"
    press(window, Qt.Key.Key_G, CONTROL | SHIFT)
    assert theme.is_glove
    assert preferences.settings.glove


def test_that_locking_closes_the_file_and_returns_to_the_place(opened, qtbot, audit):
    opened.frame.show_page(pages.EXCHANGE)
    press(opened, Qt.Key.Key_L, CONTROL)
    assert opened.frame is None
    opened.unlock.unlock.secret.field.setText("тихая мойка")
    press(opened, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened.frame and opened.frame.editor), timeout=20_000)
    assert opened.frame.editor.record.id == audit
    assert opened.frame.page_name == pages.EXCHANGE
    opened.close()


def test_that_nobody_there_locks_unless_something_records(opened, monkeypatch):
    monkeypatch.setattr(opened.frame, "is_busy", lambda: True)
    opened._lock_idle()
    assert opened.frame is not None
    assert not opened.close()
    monkeypatch.undo()
    opened._lock_idle()
    assert opened.frame is None


def test_that_saving_is_told_in_the_strip(opened, qtbot):
    from kta_desktop.services.answering import Edit

    opened.frame.editor.submit([Edit("@plant/representative", "Омаров А.")])
    qtbot.waitUntil(lambda: "Сохранено" in opened.strip.item_text("saved"), timeout=10_000)
    qtbot.waitUntil(lambda: "Копия" in opened.strip.item_text("backup"), timeout=10_000)


def test_that_settings_hold_at_once(window, preferences):
    window.show_settings()
    dialog = window.findChild(SettingsDialog)
    dialog._themes.field.button("sun").click()
    dialog._glove.click()
    dialog._lock.field.setCurrentIndex(0)
    dialog._lock.field.activated.emit(0)
    assert (preferences.settings.theme, preferences.settings.glove) == ("sun", True)
    assert preferences.settings.lock_minutes == 0
    dialog.accept()


def test_that_f1_lists_the_keys(window):
    press(window, Qt.Key.Key_F1)
    dialog = window.findChild(KeysDialog)
    assert dialog is not None
    dialog.accept()


def test_that_a_demonstration_opens_its_audit(start, workspace, audit, qtbot, monkeypatch):
    from kta_desktop.services import demo

    workspace.close()
    prepared = demo.Prepared(path=workspace.path, passphrase="тихая мойка", audit=audit)
    monkeypatch.setattr(demo, "existing", lambda _folder: prepared)
    made = start("--demo")
    qtbot.waitUntil(lambda: bool(made.frame and made.frame.editor), timeout=20_000)
    assert made.frame.page_name == pages.CHECKLIST
    made.close()


class TestBugs:
    """What is not a KtaError."""

    def test_that_a_bug_shows_one_window_and_the_program_goes_on(self, window, qtbot):
        handler = CrashHandler(window)
        for _time in range(2):
            error = ValueError("ТОО «Ақбұлақ Сүт»")
            handler.handle(ValueError, error, None)
        qtbot.waitUntil(lambda: handler.dialog is not None)
        assert handler.dialog.isVisible()
        handler.dialog.accept()
        assert handler.dialog is None
        assert window.isVisible()

    def test_that_a_report_holds_no_answers(self):
        error = LookupError("12.5.0")
        error.__cause__ = ValueError("ТОО «Ақбұлақ Сүт»")
        text = report(error)
        assert "12.5.0" not in text
        assert "Ақбұлақ" not in text
        assert "builtins.LookupError\ncaused by:" in text
        assert "PySide6" in text

    def test_that_a_bug_in_a_thread_is_shown_too(self, window, qtbot, monkeypatch):
        import threading

        handler = CrashHandler(window)
        monkeypatch.setattr(threading, "excepthook", handler._handle_thread)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: handler.dialog is not None)
        handler.dialog.accept()

    def test_that_a_report_can_be_saved_or_says_why_not(self, qtbot, tmp_path):
        from ui.dialogs.crash_dialog import CrashDialog

        dialog = CrashDialog("report")
        qtbot.addWidget(dialog)
        dialog.save_to(tmp_path / "report.txt")
        assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "report"
        dialog.save_to(tmp_path / "absent" / "report.txt")
        assert dialog.banner.property("banner") == "error"

    def test_that_hooks_are_given_back(self):
        import sys

        handler = CrashHandler()
        logs.start()
        handler.install()
        assert sys.excepthook == handler.handle
        handler.uninstall()
        logs.stop()
        assert sys.excepthook is sys.__excepthook__
        assert described(KeyError("x")).endswith("builtins.KeyError")


def nameless(window):
    """Return controls that a screen reader could not name."""
    found = []

    def walk(interface):
        if interface is None or not interface.isValid():
            return
        state = interface.state()
        if state.focusable and not state.invisible and interface.rect().width() > 0:
            name = interface.text(QAccessible.Text.Name)
            if not name and interface.object() is not None:
                found.append(
                    f"{type(interface.object()).__name__} {interface.object().objectName()}"
                )
        for place in range(interface.childCount()):
            walk(interface.child(place))

    walk(QAccessible.queryAccessibleInterface(window))
    return found


def test_that_every_control_of_the_way_in_has_a_name(start):
    assert nameless(start()) == []


def test_that_every_control_of_the_list_has_a_name(opened):
    assert nameless(opened) == []


def test_that_every_control_of_the_dialogs_has_a_name(window, qtbot):
    window.show_settings()
    assert nameless(window.findChild(SettingsDialog)) == []
    window.findChild(SettingsDialog).accept()
    home = window.frame.page
    home.start_new()
    qtbot.waitUntil(lambda: bool(home._dialog._packs), timeout=20_000)
    assert nameless(home._dialog) == []


def whole(widget, qtbot):
    """Whether no word is cut once the layouts have settled; prints those that are."""

    def settled():
        assert clipped(widget) == []

    qtbot.waitUntil(settled, timeout=2000)
    return True


SIZES = [(1366, 728), (911, 500)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_that_no_word_of_the_way_in_is_cut(start, size, language, qtbot):
    made = start("--lang", language)
    i18n.set_language(language)
    made.retranslate()
    made.resize(*size)
    assert whole(made, qtbot)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_that_no_word_of_the_list_is_cut(opened, size, language, qtbot):
    i18n.set_language(language)
    opened.retranslate()
    opened.resize(*size)
    assert whole(opened, qtbot)


@pytest.mark.parametrize("size", SIZES)
def test_that_longer_languages_fit_too(opened, size, qtbot):
    with longer_words(0.35):
        opened.retranslate()
        opened.resize(*size)
        assert whole(opened, qtbot)


def test_that_longer_languages_fit_the_dialogs(window, qtbot):
    with longer_words(0.35):
        window.retranslate()
        window.show_settings()
        assert whole(window.findChild(SettingsDialog), qtbot)
        window.findChild(SettingsDialog).accept()
        home = window.frame.page
        home.start_new()
        qtbot.waitUntil(lambda: bool(home._dialog._packs), timeout=20_000)
        assert whole(home._dialog, qtbot)
