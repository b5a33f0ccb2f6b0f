"""Banners: what happened, what is kept, what to do, with the action inside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label, restyle

Offer = tuple[str, str]
"""Message id of the text of a button and its key cap."""
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
        self._error: KtaError | None = None
        self._offer: Offer | None = None
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

    def has_offer(self) -> bool:
        """Whether there is a button inside a message that is shown."""
        return not self.isHidden() and not self._action.isHidden()

    def show_message(
        self, kind: str, text: str, *, title: str = "", action: str = "", key: str = ""
    ) -> None:
        """Show a message; ``kind`` is ``info``, ``ok``, ``warning`` or ``error``.

        ``action`` is the text of the button inside, ``key`` its key cap.
        """
        self._error = None
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

    def show_error(self, error: KtaError, offer: Offer | None = None) -> None:
        """Show the sentence of an error until it is solved, in every language it is switched to.

        ``offer`` is message id and key cap of the button inside.
        """
        action, key = offer or ("", "")
        self.show_message("error", error.sentence(), action=_(action) if action else "", key=key)
        self._error, self._offer = error, offer

    def retranslate(self) -> None:
        """Say the error that is shown, if one is, in the interface language of now."""
        if self._error is not None and not self.isHidden():
            self.show_error(self._error, self._offer)

    def clear(self) -> None:
        """Take the message away."""
        self.hide()
