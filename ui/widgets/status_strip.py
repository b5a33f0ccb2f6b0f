"""The strip at the bottom: what is saved and where; the keys of the focused widget."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.keycap import KeyCap
from ui.widgets.label import IconLabel, Label

_MESSAGE_MS = 6000
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


class StatusStrip(QFrame):
    """Items at the left, key caps at the right, a passing message between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self._items: dict[str, _Item] = {}
        self._left = QHBoxLayout()
        self._left.setSpacing(14)
        self._message = Label("", "second", wrap=False)
        self._right = QHBoxLayout()
        self._right.setSpacing(5)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(14)
        row.addLayout(self._left)
        row.addWidget(self._message)
        row.addStretch(1)
        row.addLayout(self._right)
        self._clock = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._clock.timeout.connect(lambda: self._message.setText(""))
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
        item.setVisible(bool(text))

    def item_text(self, name: str) -> str:
        """Return the text of an item, empty if it is not shown."""
        item = self._items.get(name)
        return item.label.text() if item else ""

    def set_keys(self, keys: Keys) -> None:
        """Show the keys of the focused widget; those that do not fit are left out from the end."""
        while (item := self._right.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, (key, text) in enumerate(keys):
            if place:
                self._right.addSpacing(9)
            self._right.addWidget(KeyCap(key, self))
            self._right.addWidget(Label(text, "second", "tx2", wrap=False))

    def say(self, text: str) -> None:
        """Show a short confirmation for six seconds."""
        self._message.setText(text)
        self._clock.start()

    def message(self) -> str:
        """Return the confirmation that is shown, empty if none is."""
        return self._message.text()

    def _resize(self) -> None:
        self.setMinimumHeight(theme.sizes.status)
