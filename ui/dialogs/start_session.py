"""Beginning a measurement: where, with what, against which level."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.errors import KtaError
from kta_desktop.formatting import date, number
from kta_desktop.i18n import _, language
from kta_desktop.services import measuring
from kta_desktop.services.measuring import Address, InstrumentProfile, Link, SessionPlan
from ui.dialogs.page_parts import open_at
from ui.models.session_plan import (
    DEFAULT_MINUTES,
    DEFAULT_SAMPLES,
    averaging_of,
    fitting_levels,
    iso_day,
    main_channel,
    parameter_of,
)
from ui.theme.tokens import MARGIN
from ui.widgets.field_grid import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.measure_words import level_words
from ui.widgets.shortcuts import bind

WIDTH_PX = 830
DEFAULT_BASIS = "eu-dry"
LOOPBACK = "127.0.0.1"
_INSTRUMENTS = ("", "2")  # endings of the names of their fields


class StartSessionDialog(QDialog):
    """Asks for everything a session needs before its first reading.

    It begins with what the last session of the audit was begun with. In a demonstration the
    simulated instrument stands first and everything is filled in, so that Enter begins.

    Args:
        record: The audit.
        last: The last plan of the audit; None before the first session.
    """

    def __init__(
        self, record: AuditRecord, last: SessionPlan | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_demo = record.is_demo
        self._levels = tuple(fitting_levels(record))
        self._profiles = offered_profiles(measuring.profiles_at_hand(), last, demo=self._is_demo)
        self.setWindowTitle(_("New measurement session"))
        self._level = _combo("sessionLevel", _("Held against the level"))
        self._level.field.addItems([level_name(level) for level in self._levels])
        self._level.field.addItem(_("No level, only record"))
        self._profile = _combo("sessionProfile", _("Instrument"))
        self._open = KeyButton(_("Profile from a file…"), "Ctrl+O", "folder-open")
        self._open.setObjectName("openProfile")
        self._start = KeyButton(_("Start recording"), "Enter", "circle-play", "primary")
        self._start.setObjectName("startRecording")
        self._start.setDefault(True)
        self._fields = FieldGrid("session")
        self._note = Label("", "second", "tx2")
        self._lay_out()
        self._connect()
        self._show_profiles(0)
        self._level_chosen()
        plan = last or (measuring.demo_plan(LOOPBACK, 0) if self._is_demo else None)
        if plan is not None:
            self._take(plan, with_level=last is not None)
        self._fields.field("source").field.setFocus()

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name, such as ``source``, ``point``, ``load``."""
        self._fields.fill(texts)

    def take_profile(self, path: Path) -> None:
        """Offer the instrument of a profile file and choose it; a wrong file is refused."""
        try:
            profile = measuring.profile_of(path)
        except KtaError as error:
            self._profile.say(error.sentence(), "er")
            return
        others = [known for known in self._profiles if known.id != profile.id]
        self._profiles = (*others, profile)
        self._show_profiles(len(others))

    @property
    def profile(self) -> InstrumentProfile:
        """The instrument that was chosen."""
        return self._profiles[self._profile.field.currentIndex()]

    @property
    def level(self) -> Level | None:
        """The level that was chosen; None to record only."""
        row = self._level.field.currentIndex()
        return self._levels[row] if row < len(self._levels) else None

    def plan(self) -> SessionPlan:
        """Return what was entered; call it after the dialog was accepted."""
        level, fields = self.level, self._fields
        load, diameter = fields.number("load"), fields.number("diameter")
        unit = int(fields.number("unit") or self.profile.unit_id)
        profile = self.profile.model_copy(update={"unit_id": unit})
        address = Address(host=fields.text("host"), port=int(fields.number("port") or profile.port))
        first, *others = self._instruments()
        judged = Quantity(
            channel=main_channel(profile, level),
            parameter=parameter_of(level),
            level=level.id if level is not None else None,
            basis=level.basis[0] if level is not None and level.basis else DEFAULT_BASIS,
            minutes=float(fields.number("minutes") or DEFAULT_MINUTES),
            count=int(fields.number("samples") or DEFAULT_SAMPLES),
        )
        return SessionPlan(
            source=fields.text("source"),
            point=fields.text("point"),
            links=(Link(id=first.id, profile=profile, address=address, instrument=first),),
            quantities=(judged,),
            load_pct=None if load is None else float(load),
            regime=fields.text("regime"),
            instruments=tuple(others),
            diameter_m=None if diameter is None else float(diameter),
            simulated=profile.simulated,
        )

    def _lay_out(self) -> None:
        self._place_fields()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self._fields)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        leave = KeyButton(_("Do not start"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self._note, 1)
        buttons.addWidget(leave)
        buttons.addWidget(self._start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)
        open_at(self, WIDTH_PX, min(660, inner.sizeHint().height() + 100))

    def _place_fields(self) -> None:
        """Place the fields in the order of the protocol."""
        fields = self._fields
        fields.add_row((("source", _("Emission source"), 6), ("point", _("Sampling point"), 6)))
        fields.add_row(
            (
                ("regime", _("Regime of the process"), 6),
                ("load", _("Load, %"), 3),
                ("diameter", _("Duct diameter, m"), 3),
            )
        )
        fields.add_widget(self._level)
        instrument = QWidget()
        row = QHBoxLayout(instrument)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._profile, 1)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignBottom)
        fields.add_widget(instrument)
        fields.add_row(
            (
                ("host", _("Address"), 6),
                ("port", _("Port"), 3),
                ("unit", _("Modbus unit"), 3),
            )
        )
        for end, model in zip(
            _INSTRUMENTS, (_("Model"), _("Model, conditions of the gas")), strict=True
        ):
            fields.add_row(
                (
                    (f"instrument{end}", model, 4),
                    (f"serial{end}", _("Serial number"), 2),
                    (f"verified{end}", _("Verified until"), 4),
                    (f"certificate{end}", _("Certificate"), 2),
                )
            )
        fields.add_row((("minutes", _("Length of a sample, min"), 6), ("samples", _("Samples"), 6)))

    def _connect(self) -> None:
        self._start.clicked.connect(self._try)
        self._open.clicked.connect(self._ask_profile)
        bind(self, "Ctrl+O", self._ask_profile)
        self._profile.field.currentIndexChanged.connect(lambda _row: self._instrument_chosen())
        self._level.field.currentIndexChanged.connect(lambda _row: self._level_chosen())

    def _take(self, plan: SessionPlan, *, with_level: bool) -> None:
        """Fill in an earlier plan; ``with_level``: also what it was held against."""
        lang = language()
        if with_level:
            ids = [level.id for level in self._levels]
            level = plan.quantities[0].level or ""
            self._level.field.setCurrentIndex(ids.index(level) if level in ids else len(ids))
            judged = plan.quantities[0]
            self.fill(minutes=number(judged.minutes, lang), samples=str(judged.count))
        self.fill(
            source=plan.source,
            point=plan.point,
            regime=plan.regime,
            load="" if plan.load_pct is None else number(plan.load_pct, lang),
            diameter="" if plan.diameter_m is None else number(plan.diameter_m, lang),
        )
        link = plan.links[0]
        if not self.profile.simulated and self.profile.id == link.profile.id:
            at = link.address
            self.fill(host=at.host, port=str(at.port), unit=str(link.profile.unit_id))
        written = (link.instrument, *plan.instruments)
        for end, instrument in zip(_INSTRUMENTS, written, strict=False):
            self._fields.fill(
                {
                    f"instrument{end}": instrument.name,
                    f"serial{end}": instrument.serial,
                    f"verified{end}": date(instrument.verified_until, lang),
                    f"certificate{end}": instrument.certificate,
                }
            )

    def _show_profiles(self, chosen: int) -> None:
        box = self._profile.field
        box.blockSignals(True)
        box.clear()
        box.addItems([item.name.get(language(), item.id) for item in self._profiles])
        box.setCurrentIndex(chosen)
        box.blockSignals(False)
        self._instrument_chosen()

    def _ask_profile(self) -> None:
        kinds = _("Instrument profiles (*.json)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Profile of an instrument"), "", kinds)
        if chosen:
            self.take_profile(Path(chosen))

    def _instrument_chosen(self) -> None:
        profile = self.profile
        self._profile.say("")
        host = self._fields.text("host")
        shown = LOOPBACK if profile.simulated else "" if host == LOOPBACK else host
        self.fill(host=shown, port=str(profile.port), unit=str(profile.unit_id))
        for name in ("host", "port", "unit"):
            self._fields.field(name).field.setEnabled(not profile.simulated)
        self._note.setText(
            _(
                "A demonstration instrument on this computer. The session is marked as simulated, "
                "on screen, in print and in the bundle."
            )
            if profile.simulated
            else _("Modbus TCP. What the instrument tells is recorded as it comes.")
        )
        self._note.set_tone("wr" if profile.simulated and not self._is_demo else "tx2")

    def _level_chosen(self) -> None:
        minutes, samples = averaging_of(self.level)
        self.fill(minutes=str(minutes), samples=str(samples))

    def _instruments(self) -> tuple[Instrument, ...]:
        """Return what was written of instruments; the first one is named in any case."""
        text = self._fields.text
        named = self.profile.name.get(language(), self.profile.id)
        found: list[Instrument] = []
        for end, fallback in zip(_INSTRUMENTS, (named, ""), strict=True):
            name = text(f"instrument{end}") or fallback
            if name or text(f"serial{end}"):
                made = Instrument(
                    id=f"i{len(found) + 1}",
                    name=name,
                    serial=text(f"serial{end}"),
                    verified_until=iso_day(text(f"verified{end}")) or "",
                    certificate=text(f"certificate{end}"),
                )
                found.append(made)
        return tuple(found)

    def _try(self) -> None:
        """Accept if nothing is wrong; otherwise say at each field what is."""
        faults = {name: text for name, text in self._faults() if text}
        if faults:
            self._fields.show_faults(faults)
        else:
            self.accept()

    def _faults(self) -> list[tuple[str, str]]:
        fields = self._fields
        found = [
            (name, _("Enter it: the protocol needs it.") if not fields.text(name) else "")
            for name in ("source", "point", "host")
        ]
        found += [(name, self._number_fault(name)) for name in ("port", "minutes", "samples")]
        if fields.text("diameter"):
            found.append(("diameter", self._number_fault("diameter")))
        if fields.text("load") and fields.number("load") is None:
            found.append(("load", _("Not a number. Enter it like 92 or 92,5.")))
        unit = fields.number("unit")
        if unit is None or not 0 <= unit <= 255 or unit != int(unit):
            found.append(("unit", _("Enter a whole number from 0 to 255.")))
        for name in (f"verified{end}" for end in _INSTRUMENTS):
            if fields.text(name) and iso_day(fields.text(name)) is None:
                found.append((name, _("Not a date. Enter it like 14.03.2027.")))
        return found

    def _number_fault(self, name: str) -> str:
        value = self._fields.number(name)
        wrong = value is None or value <= 0
        return _("Enter a number above zero.") if wrong else ""


def offered_profiles(
    shipped: Sequence[InstrumentProfile], last: SessionPlan | None, *, demo: bool
) -> tuple[InstrumentProfile, ...]:
    """Return the instruments to choose from, the likeliest first.

    That is the one of the last session; then in a demonstration the simulated ones, at a plant the
    real ones.
    """
    others = sorted(shipped, key=lambda profile: profile.simulated is not demo)
    if last is None:
        return tuple(others)
    first = last.links[0].profile
    return (first, *(profile for profile in others if profile.id != first.id))


def level_name(level: Level) -> str:
    """Return a level as it is chosen: what, how much, where from."""
    parts = [level.parameter.get(language()), level_words(level), level.id]
    return " · ".join(part for part in parts if part)


def _combo(name: str, label: str) -> Labelled[QComboBox]:
    box = QComboBox()
    box.setObjectName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return Labelled(box, label)
