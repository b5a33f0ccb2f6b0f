"""Conditions of the gas that are entered once, where no channel tells them."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kta_desktop.formatting import date, number, quantity, unit
from kta_desktop.i18n import _, language
from kta_desktop.services.session_plan import CONDITIONS, EmissionSource, Given, absolute_kpa
from ui.widgets.field_grid import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments
from ui.widgets.session_start_words import CONDITION_NAMES

_ROWS = (("t_gas", "moisture"), ("p_static", "p_baro"), ("pressure", "o2"), ("velocity",))
_PARTS = ("p_static", "p_baro")  # of the absolute pressure
_AIR = ("21", "20.9")


class GasPanel(Panel):
    """Value and U (k = 2) of each condition; what an instrument tells needs no entry.

    Signals: ``changed`` when anything was entered.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("4. Conditions of the gas"), parent)
        self._source: EmissionSource | None = None
        self._told: frozenset[str] = frozenset()
        self.fields = FieldGrid("gas", self)
        for names in _ROWS:
            self.fields.add_row([part for name in names for part in _pair(name)])
        for name in CONDITIONS:
            for key in (name, f"{name}_u"):
                self.fields.field(key).field.textChanged.connect(lambda _text: self._edited())
        self._absolute = Label("", "second", "tx2")
        self._known = KeyButton("", "Alt+P", "history", small=True)
        self._known.setObjectName("lastKnownGas")
        self._known.clicked.connect(self.take_known)
        self._known.hide()
        lang = language()
        options = [(each, f"{number(each, lang)} %") for each in _AIR]
        self._air = Segments(options, name=_("Oxygen of air"))
        self._air.setObjectName("session_air")
        self._air.set_value(_AIR[0])
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(Label(_("Oxygen of air"), "medium", wrap=False))
        foot.addWidget(self._air)
        foot.addStretch(1)
        foot.addWidget(self._known)
        self.body.addWidget(
            Label(_("Enter what no instrument of the session tells."), "second", "tx2")
        )
        self.body.addWidget(self.fields)
        self.body.addWidget(self._absolute)
        self.body.addLayout(foot)

    def focus_first(self) -> None:
        """Give the keyboard to the first field that takes an entry."""
        fields = (self.fields.field(name).field for name in CONDITIONS)
        first: QWidget = next((each for each in fields if each.isEnabled()), self._air)
        first.setFocus()

    def take(self, given: Mapping[str, Given], air_pct: float) -> None:
        """Fill in conditions of an earlier plan."""
        lang = language()
        for name, each in given.items():
            if name in CONDITIONS:
                u = number(each.u, lang) if each.u else ""
                self.fields.fill({name: number(each.value, lang), f"{name}_u": u})
        self._air.set_value(_AIR[1] if air_pct < 21 else _AIR[0])

    def follow(self, channels: Collection[str]) -> None:
        """Say which conditions come from an instrument; those take no entry."""
        self._told = frozenset(channels) & frozenset(CONDITIONS)
        for name in CONDITIONS:
            is_told = name in self._told
            is_idle = name in _PARTS and "pressure" in self._told
            for key in (name, f"{name}_u"):
                self.fields.field(key).field.setEnabled(not (is_told or is_idle))
            said = _("from the instrument") if is_told else _("not needed") if is_idle else ""
            self.fields.field(name).say(said)
        self._tell()

    def show_source(self, source: EmissionSource | None) -> None:
        """Offer the gas state last known of a source."""
        self._source = source
        has = source is not None and bool(source.gas)
        self._known.setVisible(has)
        if source is not None and has:
            day = date(source.gas_on, language()) or "—"
            self._known.set_text(_("Take those of {date}").format(date=day))

    def take_known(self) -> None:
        """Put in the gas state last known; what an instrument tells stays with it."""
        if self._source is not None:
            known = {
                name: each for name, each in self._source.gas.items() if name not in self._told
            }
            self.take(known, self.o2_air_pct)

    def given(self) -> dict[str, Given]:
        """Return the conditions that were entered and no channel tells."""
        found = {}
        for name in CONDITIONS:
            value, u = self.fields.number(name), self.fields.number(f"{name}_u")
            if name not in self._told and value is not None:
                found[name] = Given(value=float(value), u=0.0 if u is None else float(u))
        return found

    @property
    def o2_air_pct(self) -> float:
        """Oxygen of air in the correction."""
        return float(self._air.value() or _AIR[0])

    def faults(self) -> list[tuple[Labelled[QLineEdit], str]]:
        """Return the fields that are wrong and what is."""
        return [
            (self.fields.field(key), _("Not a number. Enter it like 92 or 92,5."))
            for name in CONDITIONS
            if name not in self._told
            for key in (name, f"{name}_u")
            if self.fields.text(key) and self.fields.number(key) is None
        ]

    def _edited(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        """Show the absolute pressure that static and barometric one come to."""
        given = self.given()
        is_sum = "pressure" not in given and "pressure" not in self._told
        value = absolute_kpa(given) if is_sum else None
        self._absolute.setVisible(value is not None)
        if value is not None:
            shown = quantity(value, "kPa", language(), 2)
            self._absolute.setText(_("Absolute pressure: {value}").format(value=shown))


def _pair(name: str) -> tuple[tuple[str, str, int], tuple[str, str, int]]:
    symbol = unit(CONDITIONS[name], language())
    return ((name, f"{_(CONDITION_NAMES[name])}, {symbol}", 4), (f"{name}_u", "U (k = 2)", 2))
