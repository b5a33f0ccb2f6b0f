"""Beginning a measurement: where, what, with what, and in which gas."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import instruments, measuring, session_plan
from kta_desktop.services.measuring import InstrumentProfile, SessionPlan
from ui.dialogs.instrument_profiles import InstrumentProfilesDialog
from ui.dialogs.page_parts import open_at
from ui.models.session_start import Offer, best_quantity, judged_channels, limit_at
from ui.tasks import TaskRunner
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.address_fields import SERIAL, is_started_here
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.labelled import Labelled
from ui.widgets.reading_words import readings_shown
from ui.widgets.session_start_gas import GasPanel
from ui.widgets.session_start_link import LinkCard
from ui.widgets.session_start_links import LinksPanel
from ui.widgets.session_start_what import WhatPanel
from ui.widgets.session_start_where import WherePanel
from ui.widgets.session_start_words import gap_words
from ui.widgets.shortcuts import bind
from ui.widgets.tab_chain import chain, reading_order

if TYPE_CHECKING:
    from kta_desktop.services.instruments import Reading

WIDTH_PX, HEIGHT_PX = 890, 690
Fault = tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]


class StartSessionDialog(QDialog):
    """Asks for everything a session needs before its first reading, in the order of the protocol.

    It begins with what the last session of the audit was begun with. In a demonstration the
    simulated instrument stands first and everything is filled in, so that Enter begins. What
    cannot be told for want of a condition is said at once and keeps nobody from recording.

    Args:
        offer: What can be chosen.
        runner: Reads instruments beside the window.
    """

    def __init__(self, offer: Offer, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer, self._runner = offer, runner
        self._is_begun = False  # whether the last plan is filled in
        self._order: list[QWidget] = []  # as Tab goes
        self._today = datetime.now(UTC).astimezone().date().isoformat()
        self.setWindowTitle(_("New measurement session"))
        # each part is made where it belongs: what moves with all its fields is styled anew
        self._area = QScrollArea(self)
        self._inside = QWidget(self._area.viewport())
        self.where, self.what = WherePanel(self._inside), WhatPanel(self._inside)
        self.links, self.gas = LinksPanel(self._today, self._inside), GasPanel(self._inside)
        self._start = KeyButton(_("Start recording"), "Enter", "circle-play", "primary")
        self._start.setObjectName("startRecording")
        self._start.setDefault(True)
        self._sign, self._note = IconLabel("triangle-alert", "wr"), Label("", "second", "tx2")
        self._note.setObjectName("sessionGaps")
        self._weighing = QTimer(self, singleShot=True, interval=0)
        self._weighing.timeout.connect(self._weigh)
        self._lay_out()
        self._connect()
        self._begin()

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name, such as ``source``, ``point``, ``load``, ``host``."""
        places = {name: text for name, text in texts.items() if name in _WHERE}
        self.where.fill(**places)
        card = self.links.cards[0]
        card.fill(**{name: text for name, text in texts.items() if name in _CARD})
        address = {name: text for name, text in texts.items() if name in _ADDRESS}
        card.address.fill_texts(**address)
        if self.what.rows:
            self.what.rows[0].fill(
                **{name: text for name, text in texts.items() if name in _QUANTITY}
            )

    def take_profile(self, path: Path, card: LinkCard | None = None) -> None:
        """Offer the instrument of a profile file and choose it; a wrong file is refused."""
        chosen = card or self.links.cards[0]
        try:
            profile = measuring.profile_of(path)
        except KtaError as error:
            chosen.say(error.sentence())
            return
        others = [known for known in self.links.profiles if known.id != profile.id]
        self._show_profiles((*others, profile))
        chosen.choose(profile)
        self._rewired()

    def plan(self) -> SessionPlan:
        """Return what was entered; call it after the dialog was accepted."""
        links = self.links.links()
        listed = self.where.listed
        return SessionPlan(
            source=self.where.source_name,
            place="" if listed is None else listed.address,
            point=self.where.point_name,
            regime=self.where.regime,
            load_pct=self.where.load_pct,
            links=links,
            quantities=self.what.quantities(),
            given=self.gas.given(),
            diameter_m=self.where.diameter_m,
            o2_air_pct=self.gas.o2_air_pct,
            reversals=self.where.reversals,
            instruments=self.links.named(),
            simulated=any(link.profile.simulated for link in links),
        )

    def notes(self) -> tuple[str, ...]:
        """Return what is to be written into the session as it begins: reasons for instruments.

        The verification of their instruments has expired; a person says why they are used.
        """
        text = _("Verification expired: {instrument}. Used because: {reason}")
        return tuple(
            text.format(instrument=f"{each.name} № {each.serial}".removesuffix(" № "), reason=why)
            for each, why in self.links.reasons()
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(GAP)
        for panel in (self.where, self.what, self.links, self.gas):
            column.addWidget(panel)
        column.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inside)
        leave = KeyButton(_("Do not start"), "Esc")
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._note, 1)
        foot.addWidget(leave, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self._start, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN - 8, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(self._area, 1)
        layout.addLayout(foot)
        open_at(self, WIDTH_PX, HEIGHT_PX)

    def _connect(self) -> None:
        self._start.clicked.connect(self._try)
        for panel in (self.where, self.what, self.links, self.gas):
            panel.changed.connect(self._weighing.start)
        self.where.moved.connect(self._moved)
        self.links.rewired.connect(self._rewired)
        self.links.read_asked.connect(self._read_once)
        self.links.file_asked.connect(self._ask_profile)
        self.links.profiles_asked.connect(self._make_profiles)
        bind(self, "Ctrl+O", lambda: self._ask_profile(self.links.card_with_focus()))
        bind(self, "Ctrl+R", lambda: self._read_once(self.links.card_with_focus()))
        bind(self.links, "Ins", lambda: self.links.add().focus_first())
        bind(self.what, "Ins", self.what.add)
        bind(self, "Ctrl+J", self._make_profiles)
        bind(self, "Alt+P", self.gas.take_known)
        for section in range(4):
            bind(self, f"Ctrl+{section + 1}", partial(self._go, section))

    def _begin(self) -> None:
        """Offer what can be chosen and fill in the last plan."""
        choices = self._offer.choices
        self.where.show_choices(choices)
        self.what.show_choices(choices.levels, choices.more)
        self.links.show_choices(self._offer.profiles, choices.instruments)
        plan = self._offer.first_plan
        if plan is None:
            self.links.add()
        else:
            self.where.take(plan)
            self.links.take(plan)
            self.what.take(plan.quantities, judged_channels(self.links.links()))
            self.gas.take(plan.given, plan.o2_air_pct)
        self._is_begun = True
        self._rewired()
        self.gas.show_source(self.where.listed)
        self._weigh()
        self.where.source.field.setFocus()

    def _go(self, section: int) -> None:
        """Bring a section up and go to its first field."""
        panel = (self.where, self.what, self.links, self.gas)[section]
        self._area.verticalScrollBar().setValue(panel.y())
        if section == 0:
            self.where.source.field.setFocus()
        elif section == 1 and self.what.rows:
            self.what.rows[0].focus_first()
        elif section == 2:
            self.links.cards[0].focus_first()
        else:
            self.gas.focus_first()

    def _moved(self) -> None:
        """Take over what the checklist knows of another source."""
        source = self.where.listed
        self.gas.show_source(source)
        if source is not None:
            self.what.show_limits(partial(limit_at, self._offer.choices, source.name))
        self._weighing.start()

    def _rewired(self) -> None:
        """Judge what is recorded now."""
        if not self._is_begun:
            return
        links = self.links.links()
        channels = judged_channels(links)
        if any(link.profile.protocol in SERIAL for link in links):
            self._find_ports()  # an adapter may have been plugged in meanwhile
        self.what.follow(channels, self._best)
        self.gas.follow({channel.id for channel in self._channels()})
        self._weighing.start()

    def _best(self, channel: session_plan.Channel) -> session_plan.Quantity:
        """Return what a channel is judged as at the source that is entered now."""
        return best_quantity(self._offer.choices, self.where.source_name, channel)

    def _channels(self) -> tuple[session_plan.Channel, ...]:
        return replace(_EMPTY, links=self.links.links()).channels()

    def _weigh(self) -> None:
        """Say what will be missing for which figure; let Tab follow rows that came and went."""
        self._follow_order()
        quantities, channels = self.what.quantities(), self._channels()
        found = session_plan.gaps(
            quantities,
            channels,
            self.gas.given(),
            has_diameter=self.where.diameter_m is not None,
            more=self._offer.choices.more,
        )
        words = gap_words(found, quantities, channels)
        self._sign.setVisible(bool(words))
        self._note.setText("\n".join(words) or _("Everything is known for all figures."))
        self._note.set_tone("wr" if words else "tx2")

    def _follow_order(self) -> None:
        layout = self.layout()
        order = list(reading_order(layout)) if layout is not None else []
        if order != self._order:
            chain(order)
            self._order = order

    def _show_profiles(self, profiles: Sequence[InstrumentProfile]) -> None:
        self.links.show_choices(profiles, self._offer.choices.instruments)

    def _find_ports(self) -> None:
        self._runner.run_pool(
            lambda _report, _cancelled: instruments.ports(),
            self,
            lambda found: self.links.show_ports([port.device for port in found]),
            lambda error: self.links.cards[0].say(error.sentence()),
        )

    def _read_once(self, card: LinkCard | None) -> None:
        link = None if card is None else card.link("i1")
        if card is None or link is None or is_started_here(link.profile):
            return
        faults = card.address.faults()
        if faults:
            self._show_faults(list(faults.items()))
            return
        card.set_reading()
        self._runner.run_pool(
            lambda _report, _cancelled: instruments.read_once(link),
            card,
            partial(self._show_readings, card, link.profile),
            lambda error: self._show_readings(card, link.profile, (), error),
        )

    def _show_readings(
        self,
        card: LinkCard,
        profile: InstrumentProfile,
        found: "Sequence[Reading]",
        error: KtaError | None = None,
    ) -> None:
        """Show what an instrument told, also where its place is below the edge of the window."""
        card.show_readings(readings_shown(profile, found, error))
        QTimer.singleShot(0, card, lambda: self._area.ensureWidgetVisible(card.readings))

    def _ask_profile(self, card: LinkCard | None) -> None:
        kinds = _("Instrument profiles (*.json)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Profile of an instrument"), "", kinds)
        if chosen:
            self.take_profile(Path(chosen), card)

    def _make_profiles(self) -> None:
        dialog = InstrumentProfilesDialog(self._runner, self)
        dialog.finished.connect(lambda _result: self._profiles_made(dialog))
        dialog.open()

    def _profiles_made(self, dialog: InstrumentProfilesDialog) -> None:
        """Offer the profiles as they are now; one that was chosen there is taken."""
        used = {card.profile.id: card.profile for card in self.links.cards if card.profile}
        known = {profile.id: profile for profile in dialog.profiles()}
        self._show_profiles(tuple((used | known).values()))
        dialog.deleteLater()
        self._rewired()

    def _try(self) -> None:
        """Accept if nothing is wrong; otherwise say at each field what is."""
        faults: list[Fault] = [
            *self.where.faults(),
            *self.what.faults(),
            *self.links.faults(),
            *self.gas.faults(),
        ]
        if faults:
            self._show_faults(faults)
        elif not self.what.quantities():
            self.links.cards[0].say(_("Choose how an instrument is read: nothing is measured yet."))
            self.links.cards[0].focus_first()
        else:
            self.accept()

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        for made, text in faults:
            made.say(text, "er")
        first = faults[0][0]
        first.field.setFocus()
        # what was said makes room for itself first
        QTimer.singleShot(0, first, lambda: self._area.ensureWidgetVisible(first))


_WHERE = ("source", "point", "regime", "load", "diameter")
_CARD = ("serial", "verified", "certificate", "reason")
_ADDRESS = ("host", "port", "unit", "path", "speed")
_QUANTITY = ("minutes", "samples", "limit", "limit_g_s")
_EMPTY = SessionPlan(source="", point="", links=(), quantities=())
