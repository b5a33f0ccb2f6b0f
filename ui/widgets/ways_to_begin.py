"""The empty list of audits: what is not here, and how to begin. No network is needed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import N_
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.texts import Texts

_CARD = 300  # px, widest


class WaysToBegin(QWidget):
    """Two cards: a new audit, a package.

    Attributes:
        new: Button of the first card.
        open: Button of the second.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self.new = KeyButton("", "Ctrl+N", kind="primary")
        self.new.setObjectName("begin_new")
        self.open = KeyButton("", "Ctrl+O")
        self.open.setObjectName("begin_open")
        self._texts.add(self.new.set_text, N_("New audit"))
        self._texts.add(self.open.set_text, N_("Open package…"))
        head, hint = Label("", "hero"), Label("", "body", "tx2")
        self._texts.add(head.setText, N_("There are no audits on this computer yet"))
        self._texts.add(
            hint.setText,
            N_("None of this needs a network. Everything is kept here, encrypted."),
        )
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        for label in (head, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        cards = QHBoxLayout()
        cards.setSpacing(14)
        cards.addStretch(1)
        cards.addWidget(self._new_card(), 4)
        cards.addWidget(self._open_card(), 4)
        cards.addStretch(1)
        column.addLayout(cards)
        column.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the first way."""
        self.new.setFocus()

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()

    def _new_card(self) -> QFrame:
        return self._card(
            "plus",
            N_("Start a new audit"),
            N_("Plant, sector and checklist. Preparing takes about five minutes."),
            self.new,
        )

    def _open_card(self) -> QFrame:
        return self._card(
            "usb",
            N_("Open a package"),
            N_("A .kta file from a stick: an assignment, or a copy of a colleague's audit."),
            self.open,
        )

    def _card(self, icon: str, title: str, hint: str, button: KeyButton) -> QFrame:
        card = Panel()
        card.setMaximumWidth(_CARD)
        name, text = Label("", "panel"), Label("", "second", "tx2")
        self._texts.add(name.setText, title)
        self._texts.add(text.setText, hint)
        card.body.addWidget(IconLabel(icon, "ac", 28))
        card.body.addWidget(name)
        card.body.addWidget(text)
        card.body.addStretch(1)
        card.body.addWidget(button)
        return card
