"""Banners: what happened, what is kept, what to do, with the action inside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label, restyle

_LOOKS = {
    "info": ("info", "ac"),
    "ok": ("circle-check", "ok"),
    "warning": ("triangle-alert", "wr"),
    "error": ("circle-alert", "er"),
}


class Banner(QFrame):
    """One message that stays until it is solved; hidden until ``show_message``.

    Signals: ``acted`` when its button was pressed.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("")
        self._icon = IconLabel("info", "ac", 18)
        self._title = Label("", "strong")
        self._text = Label("")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = KeyButton()
        self._action.clicked.connect(self.acted)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._action)
        self.hide()

    def text(self) -> str:
        """Return the message that is shown, empty if none is."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self, kind: str, text: str, *, title: str = "", action: str = "", key: str = ""
    ) -> None:
        """Show a message; ``kind`` is ``info``, ``ok``, ``warning`` or ``error``.

        ``action`` is the text of the button inside, ``key`` its key cap.
        """
        picture, tone = _LOOKS[kind]
        restyle(self, "banner", kind)
        self._icon.show_icon(picture, tone)
        for label in (self._title, self._text):
            label.set_tone(tone if kind != "info" else "tx")
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._action.set_text(action)
        self._action.set_key(key)
        self._action.setVisible(bool(action))
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()

    def clear(self) -> None:
        """Take the message away."""
        self.hide()
