"""The empty list of audits: what is not here, and how to begin. No network is needed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.i18n import N_
from ui.widgets.key_button import KeyButton
from ui.widgets.keyed_text import KeyedText
from ui.widgets.label import IconLabel, Label
from ui.widgets.panel import Panel
from ui.widgets.texts import Texts

_WIDEST = 860  # px of the three cards together
_SIDE_BY_SIDE = 640  # px: narrower, one below the other
_TILE = 36  # px behind the picture of a card
_ICON = 20
_ALSO = (
    ("printer", N_("Blank sheets can be printed without an audit, too: [Ctrl+P]")),
    ("refresh-cw", N_("Audits from the centre, also after the loss of a computer: [Ctrl+8]")),
)
"""What else can be done before there is an audit: picture, message id."""


class WaysToBegin(QScrollArea):
    """Three cards: a new audit, a package, the training audit; and paper without any.

    Attributes:
        new: Button of the first card.
        open: Button of the second.
        train: Button of the third.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = Texts()
        self.new = self._button("begin_new", "Ctrl+N", N_("New audit"), "primary")
        self.open = self._button("begin_open", "Ctrl+O", N_("Open package…"))
        self.train = self._button("begin_training", "Ctrl+T", N_("Training audit"))
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(14)
        self._build()

    def focus_first(self) -> None:
        """Put the focus on the first way."""
        self.new.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Hold the ways back while the training audit is being made, or give them free."""
        for button in (self.new, self.open, self.train):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()

    def _build(self) -> None:
        head, hint = Label("", "hero"), Label("", "body", "tx2")
        self._texts.add(head.setText, N_("There are no audits on this computer yet"))
        self._texts.add(
            hint.setText, N_("None of this needs a network. Everything is kept here, encrypted.")
        )
        middle = QWidget()
        middle.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(1)
        for label in (head, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(4)
        for card in (self._new_card(), self._open_card(), self._training_card()):
            self._cards.addWidget(card, 1)
        column.addLayout(self._cards)
        column.addSpacing(4)
        for icon, text in _ALSO:
            column.addWidget(self._line(icon, text), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(middle)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

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
            N_(
                "A .kta file from a stick: a copy of a colleague's audit, or one kept for the "
                "archive."
            ),
            self.open,
        )

    def _training_card(self) -> QFrame:
        return self._card(
            "play",
            N_("Try it on an example"),
            N_("An invented dairy with recorded measurements. One button takes it away again."),
            self.train,
        )

    def _line(self, icon: str, text: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, "tx2"))
        words = KeyedText()
        self._texts.add(words.set_text, text)
        row.addWidget(words)
        return made

    def _button(self, name: str, key: str, text: str, kind: str = "plain") -> KeyButton:
        made = KeyButton("", key, kind=kind)
        made.setObjectName(name)
        self._texts.add(made.set_text, text)
        return made

    def _card(self, icon: str, title: str, hint: str, button: KeyButton) -> QFrame:
        card = Panel()
        card.body.setContentsMargins(16, 16, 16, 16)
        name, text = Label("", "panel"), Label("", "second", "tx2")
        self._texts.add(name.setText, title)
        self._texts.add(text.setText, hint)
        card.body.addWidget(_tile(icon))
        card.body.addWidget(name)
        card.body.addWidget(text)
        card.body.addStretch(1)
        card.body.addSpacing(4)
        card.body.addWidget(button)
        return card

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _SIDE_BY_SIDE
        self._cards.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )


def _tile(icon: str) -> QFrame:
    """Return a picture on a tinted square."""
    made = QFrame()
    made.setProperty("look", "tile")
    made.setFixedSize(_TILE, _TILE)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(IconLabel(icon, "ac", _ICON), 0, Qt.AlignmentFlag.AlignCenter)
    return made
