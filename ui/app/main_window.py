"""The main window: the way in, then the frame; keys that work everywhere."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from ui.theme import theme

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace
    from ui.app.frame import Frame
    from ui.app.idle import IdleWatch
    from ui.app.strip_items import StripItems
    from ui.app.wait_page import WaitPage
    from ui.models.preferences import Preferences
    from ui.tasks import TaskRunner
    from ui.views.unlock_view import UnlockView
    from ui.widgets.status_strip import StatusStrip

_SMALLEST = (880, 480)  # logical px
_USUAL = (1366, 728)
_SHOWN_KEYS = 4  # and F1, which lists the others


class MainWindow(QMainWindow):
    """Holds the way in while the workspace is locked, and the frame while it is open.

    It is shown bare, so that the program answers at once; ``furnish`` then fills it. What it is
    filled with is imported in the methods: the first window must not wait for it.

    Args:
        geometry: Where it stood last, base64 as Qt wrote it; empty if unknown.

    Attributes:
        demo_passphrase: Opens the demonstration; shown when it is locked. Empty otherwise.

    Signals: ``painted`` when it has been seen for the first time; ``training_wanted`` when the
    demonstration is to be opened in place of a workspace.
    """

    painted = Signal()
    training_wanted = Signal()
    path: Path
    strip: "StatusStrip"
    _items: "StripItems"
    _preferences: "Preferences"
    _runner: "TaskRunner"
    _stack: QStackedWidget
    _idle: "IdleWatch"

    def __init__(self, geometry: str = "") -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_USUAL)
        self.frame: Frame | None = None
        self.unlock: UnlockView | None = None
        self.wait: WaitPage | None = None
        self.demo_passphrase = ""
        self._return_to: tuple[str, str] | None = None
        self._package: Path | None = None
        self._is_seen = self._is_furnished = False
        place = QByteArray.fromBase64(geometry.encode())
        if not place.isEmpty():
            self.restoreGeometry(place)

    def furnish(
        self, path: Path, preferences: "Preferences", runner: "TaskRunner", *, exists: bool
    ) -> None:
        """Fill the window with the way in.

        Args:
            path: The workspace that is to be opened or made.
            preferences: Settings of this computer.
            runner: Closed by the one who made it, after the window.
            exists: Whether the workspace is there already.
        """
        from ui.app.closing import Closing
        from ui.app.idle import IdleWatch
        from ui.app.strip_items import StripItems
        from ui.widgets.status_strip import StatusStrip

        self._is_furnished = True
        self.path = path
        self._preferences, self._runner = preferences, runner
        self._stack = QStackedWidget()
        self.strip = StatusStrip()
        self._items = StripItems(self.strip)
        self._closing = Closing(self, runner)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(middle)
        self._idle = IdleWatch(self)
        self._idle.idle.connect(self._lock_idle)
        self._bind()
        self._preferences.changed.connect(self._apply)
        self._preferences.failed.connect(self._fail)
        self._ask(exists=exists, ask_keyring=exists and preferences.settings.keyring)

    def open_workspace(
        self, workspace: "Workspace", audit: str | None = None, page: str = "checklist"
    ) -> None:
        """Show an open workspace, and the audit with the id ``audit``; the window closes it."""
        from ui.app.frame import Frame

        self.path = workspace.path
        self.frame = Frame(workspace, self._runner, network=self._items.network)
        self.frame.page_changed.connect(self._show_page)
        self.frame.said.connect(self.strip.say)
        self.frame.saved.connect(self._items.show_saved)
        self.frame.backed_up.connect(self._items.show_backup)
        self.frame.progressed.connect(self._items.show_recording)
        self.frame.rested.connect(self._items.end_recording)
        self.frame.settings_wanted.connect(self.show_settings)
        self.frame.lock_wanted.connect(self.lock)
        self.frame.bar.language_chosen.connect(partial(self._change, "language"))
        self.frame.bar.theme_wanted.connect(self._next_theme)
        self.frame.queue_counted.connect(self._items.show_queue)
        self._replace(self.frame)
        self._items.forget_space()
        self.unlock = self.wait = None
        if audit is None and self._return_to is not None:
            audit, page = self._return_to
        if audit is not None:
            self.frame.open_audit(audit, page)
        if self._package is not None:
            self.open_package(self._package)
        self._show_page()
        self._idle.set_minutes(self._preferences.settings.lock_minutes)

    def open_package(self, path: Path) -> None:
        """Take in a package, now or as soon as the workspace is open."""
        from ui.app import pages

        self._package = path if self.frame is None else None
        if self.frame is not None:
            self.frame.show_page(pages.HOME)
            self.frame.page.take_package(path)  # type: ignore[attr-defined]  # a HomeView

    def watch_network(self) -> None:
        """Begin to say in the strip whether there is a network."""
        self._items.network.watch()

    def show_wait(self) -> "WaitPage":
        """Show and return the page for a long beginning."""
        from ui.app.wait_page import WaitPage

        self.wait = WaitPage()
        self._replace(self.wait)
        self.unlock = None
        return self.wait

    def lock(self) -> None:
        """Close the workspace and ask for the passphrase; what is being recorded goes on."""
        if self.frame is None:
            return
        if self.frame.is_busy():
            self.frame.show_busy_page()
            self.strip.say(_("A measurement is being recorded. End it, then lock."))
            return
        if not self._closing.is_settled(self.frame, self.lock):
            return
        editor = self.frame.editor
        self._return_to = (editor.record.id, self.frame.page_name) if editor else None
        self._close_workspace()
        self._ask(exists=True)

    def secure(self) -> None:
        """Store what is typed at once: the session of the computer ends."""
        if self._is_furnished:
            self._closing.secure(self.frame)

    def show_settings(self) -> None:
        """Show the settings."""
        from ui.dialogs.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._preferences, str(self.path), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.frame is not None:
            from ui.app.access import Access

            access = Access(self.frame, dialog, self._preferences, self._runner)
            access.restore_wanted.connect(self._restore_copy)
            if self.demo_passphrase:
                dialog.access.forbid_passphrase()
        dialog.open()

    def show_journal(self) -> None:
        """List what the status strip said."""
        from ui.dialogs.journal_dialog import JournalDialog

        JournalDialog(self.strip.journal, self).open()

    def show_keys(self) -> None:
        """List all keys of the screen."""
        from ui.app import pages
        from ui.dialogs.keys_dialog import KeysDialog

        page = pages.as_page(self.frame.page) if self.frame else self.unlock
        if page is None:
            return
        now: dict[str, str] = getattr(page, "keys_now", dict)()
        keys = page.keys()
        dialog = KeysDialog(page.title(), keys, pages.everywhere(), self, self._runner, now)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        for part in (self.frame, self.unlock, self.wait):
            if part is not None:
                part.retranslate()
        self._items.retranslate()
        self._show_page()

    def _bind(self) -> None:
        from ui.app import pages
        from ui.widgets.shortcuts import bind

        window = Qt.ShortcutContext.WindowShortcut
        for item in pages.ITEMS:
            if item.page:
                bind(self, item.key, partial(self._go, item.name), window)
        actions = {
            "Ctrl+L": self.lock,
            "Ctrl+,": self.show_settings,
            "Ctrl+Shift+L": self._next_language,
            "Ctrl+Shift+D": self._next_theme,
            "Ctrl+Shift+G": self._toggle_glove,
            "Ctrl+Shift+J": self.show_journal,
            "F1": self.show_keys,
        }
        for keys, act in actions.items():
            bind(self, keys, act, window)

    def _ask(self, *, exists: bool, ask_keyring: bool = False) -> None:
        from ui.views.unlock_view import UnlockView

        self.unlock = UnlockView(
            self.path, self._preferences, self._runner, exists=exists, ask_keyring=ask_keyring
        )
        if self.demo_passphrase:
            sentence = _("Passphrase of the demonstration: {passphrase}")
            self.unlock.unlock.banner.show_message(
                "info", sentence.format(passphrase=self.demo_passphrase)
            )
        self.unlock.opened.connect(self.open_workspace)
        self.unlock.training_wanted.connect(self.training_wanted)
        self.frame = None
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)  # what it shows is locked, too
        self._replace(self.unlock)
        self._idle.set_minutes(0)
        self.strip.say("")
        self.strip.journal.clear()
        self._items.clear()
        self._items.show_space(self.path)
        self._show_page()

    def _replace(self, widget: QWidget) -> None:
        while (old := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def _close_workspace(self) -> None:
        """Close the file behind everything that is still to be written."""
        if self.frame is not None:
            self._runner.run_db(self.frame.workspace.close, self, lambda _file: None, self._fail)
            self.frame = None

    def _go(self, name: str) -> None:
        if self.frame is not None:
            self.frame.show_page(name)

    def _show_page(self) -> None:
        from ui.app import pages

        name = _("KTA — the auditor's workplace")
        if self.frame is not None:
            page = pages.as_page(self.frame.page)
            editor = self.frame.editor
            parts = [editor.record.number, editor.record.plant.name] if editor else []
            self.setWindowTitle(" · ".join([*parts, page.title()]) if parts else name)
            keys = page.keys()
        elif self.unlock is not None:
            self.setWindowTitle(f"{name}: {self.unlock.title()}")
            keys = self.unlock.keys()
        else:
            self.setWindowTitle(name)
            keys = []
        own = [pair for pair in keys if pair[0] != "F1"]
        self.strip.set_keys([*own[:_SHOWN_KEYS], ("F1", _("keys"))])
        self._items.show_network()

    def _change(self, name: str, value: object) -> None:
        self._preferences.change(**{name: value})

    def _next_language(self) -> None:
        from ui.app import tongue

        self._preferences.change(language=tongue.next_language())

    def _next_theme(self) -> None:
        self._preferences.change(theme=theme.cycle())

    def _toggle_glove(self) -> None:
        self._preferences.change(glove=not self._preferences.settings.glove)

    def _apply(self) -> None:
        from ui.app import tongue

        settings = self._preferences.settings
        if (settings.theme, settings.glove) != (theme.tokens.name, theme.is_glove):
            theme.use(settings.theme, glove=settings.glove)
        if settings.language != language():
            tongue.speak(settings.language)
            self.retranslate()
        if self.frame is not None:
            self._idle.set_minutes(settings.lock_minutes)

    def _fail(self, error: KtaError) -> None:
        if self.frame is not None:
            self.frame.fail(error)
        else:
            self.strip.say(error.sentence())

    def _restore_copy(self) -> None:
        self.lock()
        if self.unlock is not None:
            self.unlock.unlock.copies_wanted.emit()

    def _lock_idle(self) -> None:
        if self.frame is not None and self.frame.is_busy():
            self._idle.set_minutes(self._preferences.settings.lock_minutes)
        else:
            self.lock()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            self.painted.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.frame is not None and self.frame.is_busy():
            self.frame.show_busy_page()
            self.strip.say(_("A measurement is being recorded. End it, then close the program."))
            event.ignore()
            return
        if not self._is_furnished:
            super().closeEvent(event)
            return
        if not self._closing.is_settled(self.frame, self.close):
            event.ignore()
            return
        self._close_workspace()
        if self.unlock is not None:
            self.unlock.abandon()
        place = bytes(self.saveGeometry().toBase64().data()).decode()
        self._preferences.change(geometry=place)
        super().closeEvent(event)
