"""Keys by their place on the keyboard, so that they work in Russian and Kazakh layouts.

A letter has a Cyrillic twin on the same key, and the digit row of the Kazakh layout types letters.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_TWINS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))
PAGE = Qt.ShortcutContext.WindowShortcut
"""While the owner is shown, wherever in the window the focus is: the rail and the top bar too."""
_KAZAKH_DIGITS = dict(zip("12345890", '"ӘІҢҒҮҰҚ', strict=True))


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
