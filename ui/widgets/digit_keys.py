"""Digits of the keyboard by position: on Kazakh layouts the digit row types letters."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_SHIFT_OR_CONTROL = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_FIRST_CODE = {"windows": 2, "xcb": 10, "wayland": 10}
"""Scan code of the key that carries 1 on a Latin keyboard; 0 has the tenth place after it."""


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit of the key that was pressed, whatever letter it types; None for others.

    Keys with Shift or Ctrl are no digits. The keypad always is.
    """
    if event.modifiers() & _SHIFT_OR_CONTROL:
        return None
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    return digit_at(QGuiApplication.platformName(), event.nativeScanCode())


def digit_at(platform: str, code: int) -> int | None:
    """Return the digit at a place of the digit row; None for other keys and unknown platforms."""
    first = _FIRST_CODE.get(platform.partition("-")[0])
    if first is None or not first <= code <= first + 9:
        return None
    return (code - first + 1) % 10


def has_alt(event: QKeyEvent) -> bool:
    """Whether Alt is held, which makes a key act where text is typed."""
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
