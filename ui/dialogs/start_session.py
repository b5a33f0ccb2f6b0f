"""Beginning a measurement: where, with what, against which level."""

from collections.abc import Sequence
from datetime import date as day
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Level
from kta_desktop.domain.measurement import Instrument
from kta_desktop.domain.numbers import parse_number
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _, language
from kta_desktop.services import judging
from kta_desktop.services.measuring import InstrumentProfile, SessionPlan
from ui.theme.tokens import MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.measure_words import level_words

WIDTH_PX = 720
DEFAULT_MINUTES = 30
DEFAULT_SAMPLES = 3
DEFAULT_BASIS = "eu-dry"
DUST = {"ru": "Пыль", "kk": "Шаң", "en": "Dust"}


class StartSessionDialog(QDialog):
    """Asks for everything a session needs before its first reading.

    Args:
        levels: Levels for air, those that fit the plant best first.
        profiles: Instruments that can be read; simulated ones are marked as such.
    """

    def __init__(
        self,
        levels: Sequence[Level],
        profiles: Sequence[InstrumentProfile],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._levels, self._profiles = tuple(levels), tuple(profiles)
        self.setWindowTitle(_("New measurement session"))
        self._fields: dict[str, Labelled[QLineEdit]] = {}
        self._level = self._combo("sessionLevel", [level_name(level) for level in self._levels])
        self._level.field.addItem(_("No level, only record"))
        self._level.set_name(_("Held against the level"))
        names = [profile.name.get(language(), profile.id) for profile in self._profiles]
        self._profile = self._combo("sessionProfile", names)
        self._profile.set_name(_("Instrument"))
        self._start = KeyButton(_("Start recording"), "Enter", "circle-play", "primary")
        self._start.setObjectName("startRecording")
        self._start.setDefault(True)
        self._start.clicked.connect(self._try)
        self._lay_out()
        self._profile.field.currentIndexChanged.connect(lambda _row: self._instrument_chosen())
        self._level.field.currentIndexChanged.connect(lambda _row: self._level_chosen())
        self._instrument_chosen()
        self._level_chosen()
        self._fields["source"].field.setFocus()

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name, such as ``source``, ``point``, ``load``."""
        for name, text in texts.items():
            self._fields[name].field.setText(text)

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
        level, profile = self.level, self.profile
        channel = main_channel(profile, level)
        load = self._number("load")
        return SessionPlan(
            source=self._text("source"),
            point=self._text("point"),
            parameter=_parameter(level),
            channel=channel,
            level=level.id if level is not None else None,
            basis=level.basis[0] if level is not None and level.basis else DEFAULT_BASIS,
            load_pct=None if load is None else float(load),
            regime=self._text("regime"),
            instruments=self._instruments(),
            profile=profile,
            host=self._text("host"),
            port=int(self._number("port") or profile.port),
            sample_minutes=float(self._number("minutes") or DEFAULT_MINUTES),
            samples=int(self._number("samples") or DEFAULT_SAMPLES),
            simulated=profile.simulated,
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        rows: tuple[tuple[tuple[str, str, int], ...], ...] = (
            (("source", _("Emission source"), 2), ("point", _("Sampling point"), 2)),
            (("regime", _("Regime of the process"), 3), ("load", _("Load, %"), 1)),
        )
        for place, row in enumerate(rows):
            self._add_row(grid, place, row)
        grid.addWidget(self._level, 2, 0, 1, 4)
        grid.addWidget(self._profile, 3, 0, 1, 4)
        self._add_row(grid, 4, (("host", _("Address"), 3), ("port", _("Port"), 1)))
        self._add_row(
            grid,
            5,
            (
                ("instrument", _("Model"), 1),
                ("serial", _("Serial number"), 1),
                ("verified", _("Verified until"), 1),
                ("certificate", _("Certificate"), 1),
            ),
        )
        self._add_row(
            grid,
            6,
            (("minutes", _("Length of a sample, min"), 2), ("samples", _("Samples"), 2)),
        )
        self._note = Label("", "second", "tx2")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(grid)
        column.addWidget(self._note)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        leave = KeyButton(_("Do not start"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self._start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addLayout(buttons)
        self.resize(WIDTH_PX, min(580, inner.sizeHint().height() + 100))

    def _add_row(self, grid: QGridLayout, row: int, fields: Sequence[tuple[str, str, int]]) -> None:
        column = 0
        for name, text, span in fields:
            made = Labelled(QLineEdit(), text)
            made.field.setObjectName(f"session_{name}")
            made.field.textChanged.connect(lambda _text, made=made: made.say(""))
            self._fields[name] = made
            grid.addWidget(made, row, column, 1, span)
            column += span

    def _combo(self, name: str, items: Sequence[str]) -> Labelled[QComboBox]:
        box = QComboBox()
        box.setObjectName(name)
        box.addItems(list(items))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return Labelled(box)

    def _instrument_chosen(self) -> None:
        profile = self.profile
        host = "127.0.0.1" if profile.simulated else self._text("host")
        self.fill(host=host, port=str(profile.port))
        for name in ("host", "port"):
            self._fields[name].field.setEnabled(not profile.simulated)
        self._note.setText(
            _(
                "A demonstration instrument on this computer. The session is marked as simulated, "
                "on screen, in print and in the bundle."
            )
            if profile.simulated
            else _("Modbus TCP. What the instrument tells is recorded as it comes.")
        )

    def _level_chosen(self) -> None:
        level = self.level
        minutes, samples = averaging_of(level)
        self.fill(minutes=str(minutes), samples=str(samples))

    def _text(self, name: str) -> str:
        return self._fields[name].field.text().strip()

    def _number(self, name: str) -> Decimal | None:
        return parse_number(self._text(name)).value

    def _instruments(self) -> tuple[Instrument, ...]:
        name = self._text("instrument") or self.profile.name.get(language(), self.profile.id)
        return (
            Instrument(
                name=name,
                serial=self._text("serial"),
                verified_until=iso_day(self._text("verified")) or "",
                certificate=self._text("certificate"),
            ),
        )

    def _try(self) -> None:
        """Accept if nothing is wrong; otherwise say at each field what is."""
        faults = {name: text for name, text in self._faults() if text}
        for name, text in faults.items():
            self._fields[name].say(text, "er")
        if faults:
            self._fields[next(iter(faults))].field.setFocus()
        else:
            self.accept()

    def _faults(self) -> list[tuple[str, str]]:
        found = [
            (name, _("Enter it: the protocol needs it.") if not self._text(name) else "")
            for name in ("source", "point", "host")
        ]
        found += [(name, self._number_fault(name)) for name in ("port", "minutes", "samples")]
        load, verified = self._text("load"), self._text("verified")
        if load and self._number("load") is None:
            found.append(("load", _("Not a number. Enter it like 92 or 92,5.")))
        if verified and iso_day(verified) is None:
            found.append(("verified", _("Not a date. Enter it like 14.03.2027.")))
        return found

    def _number_fault(self, name: str) -> str:
        value = self._number(name)
        wrong = value is None or value <= 0
        return _("Enter a number above zero.") if wrong else ""


def main_channel(profile: InstrumentProfile, level: Level | None) -> str:
    """Return the channel that is held against ``level``: the one of its substance."""
    substance = level.substance if level is not None else None
    measured = [register for register in profile.registers if register.substance]
    fitting = [register for register in measured if register.substance == substance]
    return next((item.channel for item in [*fitting, *measured, *profile.registers]), "")


def averaging_of(level: Level | None) -> tuple[int, int]:
    """Return minutes of a sample and number of samples that a level asks for."""
    spot = any("30min" in name for name in level.averaging) if level is not None else True
    return (DEFAULT_MINUTES, DEFAULT_SAMPLES) if spot else (60, 1)


def level_name(level: Level) -> str:
    """Return a level as it is chosen: what, how much, where from."""
    parts = [level.parameter.get(language()), level_words(level), level.id]
    return " · ".join(part for part in parts if part)


def iso_day(text: str) -> str | None:
    """Return ``14.03.2027`` or an ISO date as an ISO date; None if it is neither."""
    parts = text.split(".")
    try:
        if len(parts) == 3:
            return day(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
        return day.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _parameter(level: Level | None) -> dict[str, str]:
    if level is None:
        return dict(DUST)
    return {lang: level.parameter.get(lang) for lang in ("ru", "kk", "en")}


def fitting_levels(record: AuditRecord) -> list[Level]:
    """Return the levels for air: those in force for this plant first, then the undecided ones."""
    state = FormState(record.definition, record.entries)
    named = {
        level
        for question in record.definition.questions
        if question.levels and state.is_relevant(question.name)
        for level in question.levels
    }

    def distance(level: Level) -> int:
        holding = judging.level_in_force(record, level.id, state)
        if holding.level is None:
            return 3
        if holding.reason is not None:
            return 2
        return 0 if level.id in named else 1

    levels = record.definition.levels
    air = [level for level in levels if level.medium == "air" and level.overrides is None]
    return sorted(air, key=distance)
