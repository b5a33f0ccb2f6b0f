"""The values that stand against each other, each with who, when and where, to choose between."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import _, language
from kta_desktop.services.conflicts import Side
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label

MOST = 9  # values with a key of their own


class DisputeSides(QWidget):
    """Cards of the values, from the one that is shown meanwhile on.

    Signals: ``chosen`` with the place of a value.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)

    def show_sides(self, sides: Sequence[Side], words: Sequence[str]) -> None:
        """Show values.

        Args:
            sides: Who entered what.
            words: What each value says.
        """
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [
            self._card(place, side, text)
            for place, (side, text) in enumerate(zip(sides, words, strict=True))
        ]
        for place, card in enumerate(self._cards):
            self._column.insertWidget(place, card)

    def buttons(self) -> list[KeyButton]:
        """Return the buttons that choose, in order."""
        return [button for card in self._cards for button in card.findChildren(KeyButton)]

    def _card(self, place: int, side: Side, text: str) -> QFrame:
        card = QFrame(self)
        card.setProperty("look", "card")
        take = KeyButton(_("Keep this"), str(place + 1) if place < MOST else "", "check")
        take.setObjectName(f"keep_{place}")
        take.setAccessibleDescription(f"{text}, {told_by(side)}")
        take.clicked.connect(lambda: self.chosen.emit(place))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if place == 0:
            foot.addWidget(Chip(_("shown meanwhile"), "info", "info"))
        foot.addStretch(1)
        foot.addWidget(take)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(Label(text, "strong"))
        column.addWidget(Label(told_by(side), "second", "tx2"))
        column.addLayout(foot)
        return card


def told_by(side: Side) -> str:
    """Return who entered a value, when and on which computer."""
    lang = language()
    who = side.author or _("author unknown here")
    where = _("on this computer") if side.is_here else _("on another computer")
    return " · ".join((who, formatting.datetime_(side.at, lang), where))
