"""One more instrument for a session that is recorded: found to be missing at the stack."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import instruments, measuring
from kta_desktop.services.measuring import InstrumentProfile, SessionPlan
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.models.session_start import Offer
from ui.tasks import TaskRunner
from ui.theme.tokens import MARGIN
from ui.widgets.address_fields import SERIAL, is_started_here
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.reading_words import readings_shown
from ui.widgets.session_start_link import LinkCard
from ui.widgets.shortcuts import bind

if TYPE_CHECKING:
    from kta_desktop.measurement.link import Link
    from kta_desktop.services.instruments import Reading

WIDTH_PX, HEIGHT_PX = 780, 460


class AddInstrumentDialog(QDialog):
    """Asks how the instrument is read and which it is; recording goes on meanwhile.

    Args:
        offer: What can be chosen.
        plan: What is recorded already.
        runner: Reads instruments beside the window.
    """

    def __init__(
        self, offer: Offer, plan: SessionPlan, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._offer = runner, offer
        self._profiles = offer.profiles
        self._id = free_id(plan)
        self.setWindowTitle(_("One more instrument for this session"))
        self.card = LinkCard(datetime.now(UTC).astimezone().date().isoformat())
        self.card.show_choices(offer.profiles, offer.choices.instruments)
        self.card.set_place(0, 1)
        used = {link.profile.id for link in plan.links}
        self.card.choose(next((each for each in offer.profiles if each.id not in used), None))
        self.card.read_asked.connect(self._read_once)
        self.card.rewired.connect(self._find_ports)
        self.card.file_asked.connect(self._ask_profile)
        self._add = KeyButton(_("Add to the session"), "Enter", "plus", "primary")
        self._add.setObjectName("addToSession")
        self._add.setDefault(True)
        self._add.clicked.connect(self._try)
        leave = KeyButton(_("Do not add"), "Esc")
        leave.clicked.connect(self.reject)
        bind(self, "Ctrl+R", self._read_once)
        bind(self, "Ctrl+O", self._ask_profile)
        about = Label(
            _(
                "The session stops for about a second to take it in; that time is marked as a gap. "
                "What was recorded stays."
            ),
            "second",
            "tx2",
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addWidget(self.card)
        layout.addStretch(1)
        layout.addLayout(dialog_buttons(leave, self._add))
        open_at(self, WIDTH_PX, HEIGHT_PX)
        self._find_ports()
        self.card.focus_first()

    def link(self) -> "Link":
        """Return the connection that was entered; call it after the dialog was accepted."""
        link = self.card.link(self._id)
        if link is None:
            raise LookupError(self._id)
        return link

    def take_profile(self, path: Path) -> None:
        """Offer the instrument of a profile file and choose it; a wrong file is refused."""
        try:
            profile = measuring.profile_of(path)
        except KtaError as error:
            self.card.say(error.sentence())
            return
        others = [known for known in self._profiles if known.id != profile.id]
        self._profiles = (*others, profile)
        self.card.show_choices(self._profiles, self._offer.choices.instruments)
        self.card.choose(profile)

    def _ask_profile(self) -> None:
        kinds = _("Instrument profiles (*.json)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Profile of an instrument"), "", kinds)
        if chosen:
            self.take_profile(Path(chosen))

    def note(self) -> str:
        """Return why an instrument is used after its verification; empty if that holds."""
        if not self.card.is_expired():
            return ""
        instrument = self.card.instrument(self._id)
        name = f"{instrument.name} № {instrument.serial}".removesuffix(" № ")
        text = _("Verification expired: {instrument}. Used because: {reason}")
        return text.format(instrument=name, reason=self.card.reason)

    def _try(self) -> None:
        """Accept if nothing is wrong; otherwise say at each field what is."""
        faults = self.card.faults()
        for field, text in faults:
            field.say(text, "er")
        if faults:
            faults[0][0].field.setFocus()
        elif self.card.link(self._id) is None:
            self.card.say(_("Choose how the instrument is read."))
            self.card.focus_first()
        else:
            self.accept()

    def _find_ports(self) -> None:
        profile = self.card.profile
        if profile is not None and profile.protocol in SERIAL:
            self._runner.run_pool(
                lambda _report, _cancelled: instruments.ports(),
                self,
                lambda found: self.card.address.show_ports([port.device for port in found]),
                lambda error: self.card.say(error.sentence()),
            )

    def _read_once(self) -> None:
        link = self.card.link(self._id)
        if link is None or is_started_here(link.profile):
            return
        faults = self.card.address.faults()
        if faults:
            field, text = next(iter(faults.items()))
            field.say(text, "er")
            return
        self.card.set_reading()
        self._runner.run_pool(
            lambda _report, _cancelled: instruments.read_once(link),
            self.card,
            lambda found: self._show_readings(link.profile, found),
            lambda error: self.card.show_readings(readings_shown(link.profile, (), error)),
        )

    def _show_readings(self, profile: InstrumentProfile, found: "Sequence[Reading]") -> None:
        self.card.show_readings(readings_shown(profile, found))


def free_id(plan: SessionPlan) -> str:
    """Return an id that no instrument of a plan has."""
    taken = {link.id for link in plan.links} | {each.id for each in plan.instruments}
    place = 1
    while f"i{place}" in taken:
        place += 1
    return f"i{place}"
