"""One instrument of a session: how it is read, where it is, what the protocol says of it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.formatting import date
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring import InstrumentProfile
from kta_desktop.services.session_plan import Instrument, Link, ListedInstrument, iso_day
from ui.widgets.address_fields import AddressFields, is_started_here
from ui.widgets.field_grid import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.labelled import Labelled
from ui.widgets.readings_list import ReadingShown, ReadingsList
from ui.widgets.span_row import editable_combo, labelled_combo, span_row


class LinkCard(QFrame):
    """The fields of one instrument. Without a connection it is only named in the protocol.

    Signals:
        changed: anything was entered.
        rewired: another profile was chosen, so other channels are recorded.
        read_asked: the instrument is to be read once.
        file_asked: a profile is to be taken from a file.
        removed: the instrument is to go.

    Args:
        today: ISO date on which the verification has to hold.
    """

    changed = Signal()
    rewired = Signal()
    read_asked = Signal()
    file_asked = Signal()
    removed = Signal()

    def __init__(self, today: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QFrame()
        self._line.setProperty("look", "line")
        self._today = today
        self._profiles: tuple[InstrumentProfile, ...] = ()
        self._listed: tuple[ListedInstrument, ...] = ()
        self._profile = labelled_combo(QComboBox(), "sessionProfile", _("How it is read"))
        self.address = AddressFields(parent=self)
        self._name = editable_combo("session_instrument", _("Instrument"))
        self._fields = FieldGrid("session", self)
        self._fields.add_row(
            (
                ("serial", _("Serial number"), 4),
                ("verified", _("Verified until"), 4),
                ("certificate", _("Certificate"), 4),
            )
        )
        self._reason = Labelled(QLineEdit(), _("Why it is used all the same"))
        self._reason.field.setObjectName("session_reason")
        self._open = KeyButton(_("Profile from a file…"), "Ctrl+O", "folder-open", small=True)
        self._open.setObjectName("openProfile")
        self._read = KeyButton(_("Read once"), "Ctrl+R", "activity", small=True)
        self._read.setObjectName("readOnce")
        self._remove = KeyButton(_("Remove"), "", "trash-2", "danger", small=True)
        self.readings = ReadingsList()
        self._lay_out()
        self._connect()

    def show_choices(
        self, profiles: Sequence[InstrumentProfile], listed: Sequence[ListedInstrument]
    ) -> None:
        """Offer profiles and the instruments of the checklist."""
        kept, is_first = self.profile, not self._profiles
        self._profiles, self._listed = tuple(profiles), tuple(listed)
        box = self._profile.field
        box.blockSignals(True)
        box.clear()
        box.addItems([each.name.get(language(), each.id) for each in self._profiles])
        box.addItem(_("Only named in the protocol, nothing is read"))
        box.blockSignals(False)
        typed = self._name.field.currentText()
        self._name.field.blockSignals(True)
        self._name.field.clear()
        self._name.field.addItems([_listed_name(each, self._today) for each in self._listed])
        self._name.field.setCurrentIndex(self._name.field.findText(typed))
        self._name.field.setEditText(typed)
        self._name.field.blockSignals(False)
        self.choose(self._profiles[0] if is_first and self._profiles else kept)

    def choose(self, profile: InstrumentProfile | None) -> None:
        """Read it by a profile; None only names it."""
        ids = [each.id for each in self._profiles]
        known = profile is not None and profile.id in ids
        at = ids.index(profile.id) if profile is not None and known else len(ids)
        self._profile.field.setCurrentIndex(at)
        self._show_profile()

    def take(self, link: Link) -> None:
        """Fill in an earlier connection."""
        self.choose(link.profile)
        self.address.fill(link.address)
        self.take_instrument(link.instrument)

    def take_instrument(self, instrument: Instrument) -> None:
        """Fill in what the protocol says of the instrument."""
        self._name.field.setEditText(instrument.name)
        self._fields.fill(
            {
                "serial": instrument.serial,
                "verified": date(instrument.verified_until, language()),
                "certificate": instrument.certificate,
            }
        )
        self._weigh()

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name: ``serial``, ``verified``, ``certificate``, ``reason``."""
        if "reason" in texts:
            self._reason.field.setText(texts.pop("reason"))
        self._fields.fill(texts)

    @property
    def profile(self) -> InstrumentProfile | None:
        """The profile it is read by; None if it is only named."""
        at = self._profile.field.currentIndex()
        return self._profiles[at] if 0 <= at < len(self._profiles) else None

    def instrument(self, identifier: str) -> Instrument:
        """Return what the protocol says of it; without a name it is called as its profile."""
        profile = self.profile
        named = "" if profile is None else profile.name.get(language(), profile.id)
        return Instrument(
            id=identifier,
            name=self._typed_name() or named,
            serial=self._fields.text("serial"),
            verified_until=iso_day(self._fields.text("verified")) or "",
            certificate=self._fields.text("certificate"),
        )

    def link(self, identifier: str) -> Link | None:
        """Return the connection; None if it is only named."""
        profile = self.profile
        if profile is None:
            return None
        return Link(
            id=identifier,
            profile=profile,
            address=self.address.address(),
            instrument=self.instrument(identifier),
        )

    @property
    def reason(self) -> str:
        """Why it is used though its verification has expired."""
        return self._reason.field.text().strip()

    def is_expired(self) -> bool:
        """Whether its verification does not hold today."""
        return self.instrument("").is_expired(self._today)

    def show_readings(self, readings: Sequence[ReadingShown]) -> None:
        """Show what it told when it was read once."""
        self._read.setEnabled(True)
        self.readings.show_readings(readings)

    def set_reading(self) -> None:
        """Say that it is being read."""
        self._read.setEnabled(False)

    def say(self, text: str) -> None:
        """Say what is wrong with the profile that was to be taken."""
        self._profile.say(text, "er")

    def faults(self) -> list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]]:
        """Return the fields that are wrong and what is."""
        found: list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]] = []
        if self.profile is not None:
            found += list(self.address.faults().items())
        elif not self._typed_name():
            found.append((self._name, _("Enter it: the protocol needs it.")))
        typed = self._fields.text("verified")
        if typed and iso_day(typed) is None:
            field = self._fields.field("verified")
            found.append((field, _("Not a date. Enter it like 14.03.2027.")))
        if self.is_expired() and not self.reason:
            found.append((self._reason, _("Say why: it is written into the session.")))
        return found

    def focus_first(self) -> None:
        """Go to the first field."""
        self._profile.field.setFocus()

    def set_place(self, place: int, count: int) -> None:
        """Say where it stands: a line divides it from the one above, the last one cannot go."""
        self._line.setVisible(place > 0)
        self._remove.setVisible(count > 1)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._read, self._open):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._line)
        column.addWidget(span_row((self._profile, 6), (self._name, 6)))
        column.addWidget(self.address)
        column.addWidget(self._fields)
        column.addWidget(self._reason)
        column.addWidget(self.readings)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._profile.field.currentIndexChanged.connect(lambda _at: self._rewire())
        self._name.field.activated.connect(self._choose_listed)
        self._name.field.editTextChanged.connect(lambda _text: self._edited())
        self.address.changed.connect(self.changed)
        for name in ("serial", "verified", "certificate"):
            self._fields.field(name).field.textChanged.connect(lambda _text: self._edited())
        self._reason.field.textChanged.connect(lambda _text: self._reason.say(""))
        self._read.clicked.connect(self.read_asked)
        self._open.clicked.connect(self.file_asked)
        self._remove.clicked.connect(self.removed)

    def _rewire(self) -> None:
        self._profile.say("")
        self._show_profile()
        self.rewired.emit()

    def _show_profile(self) -> None:
        profile = self.profile
        self.address.setVisible(profile is not None)
        can_read = (
            profile is not None and profile.protocol != "manual" and not is_started_here(profile)
        )
        self._read.setVisible(can_read)
        self.readings.show_readings(())
        if profile is not None:
            self.address.set_profile(profile)
        self._weigh()

    def _typed_name(self) -> str:
        text = self._name.field.currentText().strip()
        found = next(
            (each for each in self._listed if _listed_name(each, self._today) == text), None
        )
        return text if found is None else found.instrument.name

    def _choose_listed(self, at: int) -> None:
        if 0 <= at < len(self._listed):
            self.take_instrument(replace(self._listed[at].instrument))

    def _edited(self) -> None:
        self._name.say("")
        self._weigh()
        self.changed.emit()

    def _weigh(self) -> None:
        """Mark an expired verification and ask for a reason; say where none was entered."""
        is_expired = self.is_expired()
        self._reason.setVisible(is_expired)
        field = self._fields.field("verified")
        if is_expired:
            until = iso_day(self._fields.text("verified")) or ""
            said = _("verification expired on {date}").format(date=date(until, language()))
            field.say(said[:1].upper() + said[1:] + ".", "er")
        elif not self._fields.text("verified") or iso_day(self._fields.text("verified")):
            field.say("")


def _listed_name(listed: ListedInstrument, today: str) -> str:
    """Return an instrument of the checklist as it is chosen, an expired one marked at once."""
    instrument = listed.instrument
    parts = [listed.kind, f"№ {instrument.serial}" if instrument.serial else ""]
    if instrument.is_expired(today):
        until = date(instrument.verified_until, language())
        parts.append(_("verification expired on {date}").format(date=until))
    return " · ".join(part for part in parts if part)
