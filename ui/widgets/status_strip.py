"""The strip at the bottom: what is saved and where; the keys of the focused widget."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ui.models.journal import Journal
from ui.theme import theme
from ui.widgets.keycap import KeyCap
from ui.widgets.label import IconLabel, Label

_MESSAGE_MS = 6000
_SIDE = 10  # px beside the first and the last
_GAP = 14
Keys = Sequence[tuple[str, str]]
"""Keys and what they do, both translated, in order of use."""


class _Item(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = IconLabel("check", "tx2", 14)
        self.label = Label("", "second", "tx2", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self.icon)
        row.addWidget(self.label)


class _Pair(QWidget):
    def __init__(self, key: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(KeyCap(key))
        row.addWidget(Label(text, "second", "tx2", wrap=False))


class StatusStrip(QFrame):
    """Items at the left, key caps at the right, a passing message between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.journal = Journal()
        self._items: dict[str, _Item] = {}
        self._pairs: list[_Pair] = []
        self._keys: Keys = ()
        self._left = QHBoxLayout()
        self._left.setSpacing(_GAP)
        self._message = Label("", "second", wrap=False)
        self._right = QHBoxLayout()
        self._right.setSpacing(_GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(_GAP)
        row.addLayout(self._left)
        row.addWidget(self._message)
        row.addStretch(1)
        row.addLayout(self._right)
        self._clock = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._clock.timeout.connect(self._fall_silent)
        theme.changed.connect(self._resize)
        self._resize()

    def set_item(self, name: str, icon: str, text: str, tone: str = "tx2") -> None:
        """Show item ``name``, in the order of first showing; an empty text hides it."""
        item = self._items.get(name)
        if item is None:
            item = self._items[name] = _Item(self)
            self._left.addWidget(item)
        item.icon.show_icon(icon, tone)
        item.label.set_tone(tone)
        item.label.setText(text)
        self._fit()

    def item_text(self, name: str) -> str:
        """Return the text of an item, empty if it is not shown."""
        item = self._items.get(name)
        return item.label.text() if item else ""

    def set_keys(self, keys: Keys) -> None:
        """Show the keys of the focused widget; those that do not fit are left out from the end."""
        if list(keys) == list(self._keys):
            return
        self._keys = tuple(keys)
        for pair in self._pairs:
            self._right.removeWidget(pair)
            pair.hide()
            pair.deleteLater()
        self._pairs = [_Pair(key, text, self) for key, text in keys]
        for pair in self._pairs:
            self._right.addWidget(pair)
        self._fit()

    def say(self, text: str) -> None:
        """Show a short confirmation for six seconds."""
        self._message.setText(text)
        self.journal.note(text)
        self._clock.start()
        self._fit()

    def message(self) -> str:
        """Return the confirmation that is shown, empty if none is."""
        return self._message.text()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fall_silent(self) -> None:
        self._message.setText("")
        self._fit()

    def _fit(self) -> None:
        """Show what fits whole: the message first, then items and keys in their order."""
        room = self.width() - 2 * _SIDE - self._message.sizeHint().width()
        items = [item for item in self._items.values() if item.label.text()]
        wanted: list[QWidget] = []
        for place in range(max(len(items), len(self._pairs))):
            wanted += items[place : place + 1]
            wanted += self._pairs[place : place + 1]
        for item in self._items.values():
            item.setVisible(item in items)
        for widget in wanted:
            room -= widget.sizeHint().width() + _GAP
            widget.setVisible(room >= 0)

    def _resize(self) -> None:
        self.setMinimumSize(1, theme.sizes.status)  # a narrow window hides keys, it may be narrow
