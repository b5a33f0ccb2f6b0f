"""A line for a passphrase: hidden or shown, and it notices layout and Caps Lock."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from kta_desktop.i18n import _
from ui.theme import icon, theme
from ui.widgets.shortcuts import bind

CYRILLIC, LATIN = "cyrillic", "latin"


class PassphraseField(QLineEdit):
    """A passphrase line; Alt+V shows and hides what was typed.

    What layout is on and whether Caps Lock is, is told by the letters that arrive: no system call
    says so on every platform.

    Signals: ``noticed`` after a letter told something new; ``echo_changed`` when it was shown or
    hidden.
    """

    noticed = Signal()
    echo_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.script: str | None = None
        self.caps_lock: bool | None = None
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self._eye = self.addAction(icon("eye", "tx2"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(self.toggle)
        bind(self, "Alt+V", self.toggle, Qt.ShortcutContext.WidgetShortcut)
        theme.changed.connect(self.retranslate)
        self.retranslate()

    def is_shown(self) -> bool:
        """Whether the letters can be read."""
        return self.echoMode() == QLineEdit.EchoMode.Normal

    def toggle(self) -> None:
        """Show what was typed, or hide it."""
        shown = self.is_shown()
        self.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        self.retranslate()
        self.echo_changed.emit()

    def retranslate(self) -> None:
        """Name the eye in the language and colour of now."""
        text = _("Hide the passphrase") if self.is_shown() else _("Show the passphrase")
        self._eye.setText(text)
        self._eye.setToolTip(f"{text}  Alt V")
        self._eye.setIcon(icon("eye-off" if self.is_shown() else "eye", "tx2"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._notice(event)
        super().keyPressEvent(event)

    def _notice(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) != 1 or not letter.isalpha():
            return
        script = LATIN if letter.isascii() else CYRILLIC
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        caps_lock = letter.isupper() != shifted
        if (script, caps_lock) != (self.script, self.caps_lock):
            self.script, self.caps_lock = script, caps_lock
            self.noticed.emit()


def strength(passphrase: str) -> tuple[str, float]:
    """Return ``empty``, ``short``, ``simple``, ``fair`` or ``strong`` and a share for the bar.

    Length counts, not signs: four words are stronger than eight signs and are remembered.
    """
    length, words = len(passphrase), len(passphrase.split())
    if not passphrase:
        return "empty", 0.0
    if length < MINIMUM:
        return "short", min(length / 30, 0.25)
    if len(set(passphrase)) < _DIFFERENT:
        return "simple", 0.25
    if words >= 4 or length >= 16:
        return "strong", min(1.0, 0.6 + length / 60)
    return "fair", 0.3 + length / 60


MINIMUM = 8
"""Fewest signs of a passphrase (NIST SP 800-63B)."""
_DIFFERENT = 5  # signs: with fewer a long one is no harder to guess than a short one
