"""With what it is measured: one or more instruments, each connected, typed or only named."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.measuring import InstrumentProfile, SessionPlan
from kta_desktop.services.session_plan import Instrument, Link, ListedInstrument
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.session_start_link import LinkCard


class LinksPanel(Panel):
    """The instruments of a session, one card each.

    Signals:
        changed: anything was entered.
        rewired: other channels are recorded now.
        read_asked: the ``LinkCard`` whose instrument is to be read once.
        file_asked: the ``LinkCard`` that takes a profile from a file.
        profiles_asked: the profiles are to be seen and made.
    """

    changed = Signal()
    rewired = Signal()
    read_asked = Signal(object)
    file_asked = Signal(object)
    profiles_asked = Signal()

    def __init__(self, today: str, parent: QWidget | None = None) -> None:
        super().__init__(_("3. With what"), parent)
        self._today = today
        self._profiles: tuple[InstrumentProfile, ...] = ()
        self._listed: tuple[ListedInstrument, ...] = ()
        self._ports: tuple[str, ...] = ()
        self.cards: list[LinkCard] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self._add = KeyButton(_("Add an instrument"), "Ins", "plus")
        self._add.setObjectName("addInstrument")
        self._add.clicked.connect(lambda: self.add().focus_first())
        self._make = KeyButton(_("Instrument profiles…"), "Ctrl+J", "settings")
        self._make.setObjectName("instrumentProfiles")
        self._make.clicked.connect(self.profiles_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._add)
        row.addWidget(self._make)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_choices(
        self, profiles: Sequence[InstrumentProfile], listed: Sequence[ListedInstrument]
    ) -> None:
        """Offer profiles and the instruments of the checklist in every card."""
        self._profiles, self._listed = tuple(profiles), tuple(listed)
        for card in self.cards:
            card.show_choices(self._profiles, self._listed)

    def show_ports(self, ports: Sequence[str]) -> None:
        """Offer the serial ports that this computer has now."""
        self._ports = tuple(ports)
        for card in self.cards:
            card.address.show_ports(self._ports)

    @property
    def profiles(self) -> tuple[InstrumentProfile, ...]:
        """The profiles that are offered."""
        return self._profiles

    def add(self) -> LinkCard:
        """Add an instrument."""
        card = LinkCard(self._today, self)
        used = {each.profile.id for each in self.cards if each.profile is not None}
        card.show_choices(self._profiles, self._listed)
        card.choose(next((each for each in self._profiles if each.id not in used), None))
        card.address.show_ports(self._ports)
        card.changed.connect(self.changed)
        card.rewired.connect(self.rewired)
        card.read_asked.connect(lambda: self.read_asked.emit(card))
        card.file_asked.connect(lambda: self.file_asked.emit(card))
        card.removed.connect(lambda: self.remove(card))
        self.cards.append(card)
        self._column.addWidget(card)
        self._tell_removable()
        self.rewired.emit()
        return card

    def remove(self, card: LinkCard) -> None:
        """Take an instrument away; the last one stays."""
        if len(self.cards) < 2:
            return
        at = self.cards.index(card)
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.cards[min(at, len(self.cards) - 1)].focus_first()
        self._tell_removable()
        self.rewired.emit()

    def take(self, plan: SessionPlan) -> None:
        """Fill in the instruments of an earlier plan."""
        wanted = len(plan.links) + len(plan.instruments)
        while len(self.cards) < max(wanted, 1):
            self.add()
        for card, link in zip(self.cards, plan.links, strict=False):
            card.take(link)
        for card, named in zip(self.cards[len(plan.links) :], plan.instruments, strict=False):
            card.choose(None)
            card.take_instrument(named)

    def links(self) -> tuple[Link, ...]:
        """Return the connections."""
        found = (card.link(f"i{place}") for place, card in enumerate(self.cards, 1))
        return tuple(link for link in found if link is not None)

    def named(self) -> tuple[Instrument, ...]:
        """Return the instruments that are only named in the protocol."""
        return tuple(
            card.instrument(f"i{place}")
            for place, card in enumerate(self.cards, 1)
            if card.profile is None
        )

    def reasons(self) -> tuple[tuple[Instrument, str], ...]:
        """Return the instruments with an expired verification, and why they are used."""
        return tuple(
            (card.instrument(f"i{place}"), card.reason)
            for place, card in enumerate(self.cards, 1)
            if card.is_expired()
        )

    def faults(self) -> list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]]:
        """Return the fields that are wrong and what is."""
        return [fault for card in self.cards for fault in card.faults()]

    def card_with_focus(self) -> LinkCard | None:
        """Return the card that is worked in; the first one if it is none."""
        inside = (card for card in self.cards if card.isAncestorOf(card.window().focusWidget()))
        return next(inside, self.cards[0] if self.cards else None)

    def _tell_removable(self) -> None:
        for place, card in enumerate(self.cards):
            card.set_place(place, len(self.cards))
