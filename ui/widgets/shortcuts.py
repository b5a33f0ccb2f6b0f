"""Keys by their place on the keyboard, so that they work in Russian and Kazakh layouts.

A letter has a Cyrillic twin on the same key; the digit row of the Kazakh layout types letters, so
digits of answers are read from the scan code, and the keypad always works.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_TWINS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))
_KAZAKH_DIGITS = dict(zip("12345890", '"ӘІҢҒҮҰҚ', strict=True))
_FIRST_DIGIT_SCAN = 2 if sys.platform == "win32" else 10  # of key 1; X11 adds 8 to evdev's code


def bind(
    owner: QWidget,
    keys: str,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QShortcut:
    """Make ``keys``, such as ``Ctrl+N``, do ``act`` while ``owner`` has the focus inside.

    Letters and digits also work by the place of the key in Russian and Kazakh layouts.
    """
    shortcut = QShortcut(owner)
    shortcut.setKeys([QKeySequence(keys), *map(QKeySequence, twins(keys))])
    shortcut.setContext(context)
    shortcut.activated.connect(lambda: act())  # noqa: PLW0108 - keeps slots of any signature
    return shortcut


def twins(keys: str) -> tuple[str, ...]:
    """Return the sequences that the same keys give in Cyrillic layouts."""
    *modifiers, key = keys.split("+")
    others = [table[key] for table in (_TWINS, _KAZAKH_DIGITS) if key in table]
    if not modifiers:
        return ()
    return tuple("+".join([*modifiers, other]) for other in others)


def digit_of(event: QKeyEvent) -> int | None:
    """Return the digit, 0 to 9, whose key was pressed in any layout; None for other keys."""
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return int(event.key()) - int(Qt.Key.Key_0)
    place = event.nativeScanCode() - _FIRST_DIGIT_SCAN
    if event.nativeScanCode() and 0 <= place <= 9:
        return (place + 1) % 10
    return None
