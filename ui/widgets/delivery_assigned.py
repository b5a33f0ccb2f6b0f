"""What the centre handed out: audits to begin, checklists to put into use."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.chip import Chip
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferShown:
    """One audit or checklist, every text ready in the interface language.

    Attributes:
        key: What tells it from the others.
        title: What it is.
        about: From whom, when, what they say to it.
        act: Verb on its button.
        icon: Icon of the button.
    """

    key: str
    title: str
    about: str
    act: str
    icon: str


class OfferLine(QFrame):
    """One offer with its button.

    Signals: ``acted`` with its key.
    """

    acted = Signal(str)

    def __init__(self, shown: OfferShown) -> None:
        super().__init__()
        self.shown = shown
        self.button = KeyButton(shown.act, "", shown.icon, small=True)
        self.button.setAccessibleName(f"{shown.act}: {shown.title}")
        self.button.clicked.connect(lambda: self.acted.emit(shown.key))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(shown.title, "medium"))
        if shown.about:
            texts.addWidget(Label(shown.about, "second", "tx2"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(texts, 1)
        row.addWidget(self.button)


class AssignedPanel(Panel):
    """Hidden while there is nothing to begin.

    Signals: ``acted`` with the key of an offer.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._lines: list[OfferLine] = []
        self._chip = Chip()
        self.add_beside(self._chip)
        self.body.setContentsMargins(PADDING, 8, PADDING, 8)
        self.hide()
        self.retranslate()

    def show_offers(self, offers: Sequence[OfferShown]) -> None:
        """Show ``offers``."""
        if [line.shown for line in self._lines] == list(offers):
            return
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [OfferLine(offer) for offer in offers]
        for line in self._lines:
            line.acted.connect(self.acted)
            self.body.addWidget(line)
        self._chip.show_state(str(len(offers)), "", "info")
        self.setVisible(bool(offers))

    def shown(self) -> tuple[OfferShown, ...]:
        """Return what is listed."""
        return tuple(line.shown for line in self._lines)

    def rest(self, *, is_busy: bool) -> None:
        """Let the buttons wait while one of them works."""
        for line in self._lines:
            line.button.setEnabled(not is_busy)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("From the centre"))
