"""A person at the keyboard: keys go to the window that has the focus, as the system sends them.

Nothing here knows a widget of the program but by its name, and nothing calls one: what cannot be
reached by Tab, arrows, shortcuts and typing is not reached.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

PATIENCE_S = 60.0
_MOST_STEPS = 80
_MOST_SEGMENTS = 4
_BETWEEN_LOOKS_MS = 20


class WindowManager:
    """Gives the keyboard back to the window behind one that closed: offscreen nobody else does."""

    def __init__(self, qtbot) -> None:
        self._qtbot, self._windows = qtbot, []
        QGuiApplication.instance().focusWindowChanged.connect(self._changed)

    def give_back(self) -> None:
        """See that a window has the keyboard, or will in a moment."""
        self._windows = [window for window in self._windows if isValid(window)]
        shown = [window for window in self._windows if window.isVisible()]
        if QGuiApplication.focusWindow() is None and shown:
            shown[-1].requestActivate()

    def window(self) -> QWindow:
        """Return the window that has the keyboard."""
        self.give_back()
        self._qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
        return QGuiApplication.focusWindow()

    def _changed(self, window: QWindow | None) -> None:
        if window is not None:
            self._windows = [w for w in self._windows if w is not window] + [window]


class Keyboard:
    """Presses keys and reads the screen.

    Args:
        qtbot: Waits.
        pictures: Folder that keeps a picture of each step, for whom a step fails.
    """

    def __init__(self, qtbot, pictures: Path) -> None:
        self._qtbot, self._pictures, self._taken = qtbot, pictures, 0
        self._manager = WindowManager(qtbot)
        self._clock: QTimer | None = None
        pictures.mkdir()

    def press(self, *keys: str) -> None:
        """Press keys or combinations one after the other, such as ``Ctrl+Shift+S``."""
        for name in keys:
            pressed = QKeySequence(name)[0]
            QTest.keyClick(self._manager.window(), pressed.key(), pressed.keyboardModifiers())
            QApplication.processEvents()  # no hand is faster than the program between two keys

    def type(self, text: str) -> None:
        """Type text; letters beyond ASCII come as from an input method."""
        for letter in text:
            window = self._manager.window()
            if letter.isascii():
                QTest.keyClick(window, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(self._focus_object(), event)
            QApplication.processEvents()

    def _focus_object(self) -> QObject:
        """Return what an input method writes to; a list that closed gives it back in a moment."""
        self._qtbot.waitUntil(lambda: QGuiApplication.focusObject() is not None)
        return QGuiApplication.focusObject()

    def replace(self, text: str) -> None:
        """Type over what the field holds."""
        self.press("Ctrl+A")
        self.type(text)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of this name has the focus."""
        self._step("Tab", self.focus, lambda reached: reached == name, name)

    def fill(self, name: str, text: str) -> None:
        """Go to a field by Tab and type over what it holds."""
        self.tab_to(name)
        self.replace(text)

    def pick(self, name: str, entry: str) -> None:
        """Go to a list by Tab and down in it to the entry that begins so."""
        self.tab_to(name)
        box = QApplication.focusWidget()
        self._step("Down", box.currentText, lambda text: text.startswith(entry), entry)

    def mark(self, name: str, entry: str) -> None:
        """Go to a list of lines by Tab and down in it to the line that begins so."""
        self.tab_to(name)
        view = QApplication.focusWidget()
        self.press("Home")
        self._step("Down", lambda: view.currentIndex().data(), lambda t: t.startswith(entry), entry)

    def choose(self, name: str, entry: str) -> None:
        """Go to joined buttons by Tab and along them, from the first, to the one of this name."""
        self.tab_to(name)
        group = QApplication.focusWidget()
        self.press(*["Left"] * _MOST_SEGMENTS)
        self._step("Right", group.accessibleDescription, lambda text: text == entry, entry)

    def pick_unfolded(self, entry: str) -> None:
        """Go down in the list that is unfolded and choose the entry of this name."""
        popup = QApplication.activePopupWidget()
        view = popup.findChild(QAbstractItemView)
        self._step("Down", lambda: view.currentIndex().data(), lambda text: text == entry, entry)
        self.press("Return")

    def focus(self) -> str:
        """Return the name of the widget that has the focus."""
        widget = QApplication.focusWidget()
        return (widget.objectName() or type(widget).__name__) if widget is not None else ""

    def wait_focus(self, name: str) -> None:
        """Wait until the widget of this name has the focus."""
        self.wait(lambda: self.focus() == name, f"focus of {name}")

    def wait(self, claim: Callable[[], bool], what: str) -> None:
        """Wait until ``claim`` holds; ``what`` names it for whom it never does."""

        def held() -> None:
            self._manager.give_back()
            assert claim(), f"no {what}; focus: {self.focus()}; read: {self.texts()}"

        self._qtbot.waitUntil(held, timeout=round(PATIENCE_S * 1000))

    def wait_text(self, *parts: str) -> None:
        """Wait until labels on the screen contain all of ``parts``."""
        for part in parts:
            self.wait(lambda part=part: self.reads(part), part)

    def texts(self) -> list[str]:
        """Return what stands on the screen: the words of labels, the names of buttons and chips."""
        tops = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        shown = [w for top in tops for w in top.findChildren(QWidget) if w.isVisible()]
        said = [w.text() if isinstance(w, QLabel) else w.accessibleName() for w in shown]
        return [text for text in said if text]

    def reads(self, part: str) -> bool:
        """Whether a label on the screen contains ``part``."""
        return any(part in text for text in self.texts())

    def in_dialog(self, field: str, act: Callable[[], object]) -> None:
        """Do ``act`` once the field of this name has the focus.

        For dialogs with an event loop of their own: the key that opens them comes back only when
        they are closed, so what is done in them has to be laid out before.
        """
        self._lay_out(lambda: self.focus() == field, act)

    def in_file_dialog(self, path: Path) -> None:
        """Type ``path`` into the file dialog that the next key opens, and press Enter."""

        def act() -> None:
            self.replace(str(path))
            self.look("file dialog")
            self.press("Return")

        self._lay_out(_is_file_dialog_ready, act)

    def look(self, name: str) -> None:
        """Keep a picture of the active window."""
        self._taken += 1
        self._qtbot.wait(_BETWEEN_LOOKS_MS)  # layouts follow new words in the next round
        window = QApplication.activeWindow()
        if window is not None:
            window.grab().save(str(self._pictures / f"{self._taken:02} {name}.png"))

    def _step(
        self, key: str, read: Callable[[], str], found: Callable[[str], bool], what: str
    ) -> None:
        passed: list[str] = []
        for _step in range(_MOST_STEPS):
            passed.append(read() or "")
            if found(passed[-1]):
                return
            self.press(key)
        raise AssertionError(f"{key} never comes to {what}: {_once(passed)}")

    def _lay_out(self, is_ready: Callable[[], bool], act: Callable[[], object]) -> None:
        clock = self._clock = QTimer(interval=_BETWEEN_LOOKS_MS)
        end = time.monotonic() + PATIENCE_S

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if is_ready():
                clock.stop()
                act()
            elif time.monotonic() > end:
                clock.stop()
                if isinstance(dialog, QDialog):
                    dialog.reject()
                raise AssertionError(f"the dialog never came; focus: {self.focus()}")

        clock.timeout.connect(look)
        clock.start()


def _is_file_dialog_ready() -> bool:
    focused: QWidget | None = QApplication.focusWidget()
    is_dialog = isinstance(QApplication.activeModalWidget(), QFileDialog)
    return is_dialog and isinstance(focused, QLineEdit)


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
