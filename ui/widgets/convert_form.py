"""The entries of a conversion: a figure, the gas, what it is converted to, a flow."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from kta_desktop import formatting
from kta_desktop.i18n import N_, _, language
from kta_desktop.services import converting_gas_choices as choices
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.segments import Segments
from ui.widgets.word_combo import WORDS, WordCombo

_COLUMNS = 2
_NUMBERS = {
    "value": N_("Value; samples: 240; 250; 260"),
    "temperature": N_("Gas temperature, °C"),
    "moisture": N_("Moisture of the wet gas, vol-%"),
    "o2": N_("O₂ of the dry gas, vol-%"),
    "pressure": N_("Absolute pressure, kPa"),
    "barometric": N_("Barometric pressure, kPa"),
    "static": N_("Static pressure, Pa"),
    "flow": N_("Gas flow"),
    "velocity": N_("or velocity, m/s"),
    "diameter": N_("Duct diameter, m"),
    "width": N_("or duct width, m"),
    "height": N_("and height, m"),
    "hours": N_("Operating hours, h"),
    "throughput": N_("Throughput, t/h"),
    "u_pct": N_("U of the value, %"),
}
_CHOICES = {
    "unit": N_("Unit"),
    "substance": N_("Substance"),
    "o2_ref": N_("Reference oxygen"),
    "flow_unit": N_("Unit of the flow"),
}
_ROWS = (
    ("value", "unit"),
    ("substance", "u_pct"),
    ("wet",),
    ("from_basis",),
    (N_("Gas"),),
    ("temperature", "moisture"),
    ("pressure", "o2"),
    ("barometric", "static"),
    ("o2_ref",),
    (N_("Flow and masses"),),
    ("flow", "flow_unit"),
    ("velocity", "diameter"),
    ("width", "height"),
    ("hours", "throughput"),
)
_OF_QUANTITY = {
    "temperature": "temperature",
    "pressure": "pressure",
    "moisture": "moisture",
    "oxygen": "o2",
    "velocity": "velocity",
    "diameter": "diameter",
    "value": "value",
    "uncertainty": "u_pct",
    "flow": "flow",
    "hours": "hours",
    "throughput": "throughput",
}


class ConvertForm(QWidget):
    """Fields by the names of ``converting_gas_fields``.

    Signals: ``changed`` with every sign that is typed and every choice.

    Args:
        references: Reference oxygen of the levels of the audit, in %; offered first.
    """

    changed = Signal()

    def __init__(self, references: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: dict[str, Labelled[QLineEdit]] = {}
        self._lists: dict[str, Labelled[QComboBox]] = {}
        self._wet = self._segments(_("The value is for"), ("dry", _("dry gas")), ("wet", _("wet")))
        self._wet.field.set_value("dry")
        self._origin = self._segments(_("Cubic metres of the value"), ("eu", ""), ("kz", ""))
        self._origin.field.set_options([(name, _kelvin(name)) for name in ("eu", "kz")])
        self._origin.field.set_value("eu")
        self._offers = {
            "unit": [(each, formatting.unit(each, language())) for each in choices.UNITS],
            "substance": choices.substances(language()),
            "o2_ref": [("", _("no correction")), *_references(references)],
            "flow_unit": [(each, formatting.unit(each, language())) for each in choices.FLOW_UNITS],
        }
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for names in _ROWS:
            self._add_row(names)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._order()
        self._follow_unit()

    def fields(self) -> dict[str, str | bool]:
        """Return what was entered, by the names of the service."""
        found: dict[str, str | bool] = {
            name: each.field.text() for name, each in self._numbers.items()
        }
        found |= {name: self._chosen(name) for name in self._lists}
        substance, _slash, counted = self._chosen("substance").partition("/")
        found |= {"substance": substance, "as": counted}
        if self._origin.isVisibleTo(self):
            found["from_basis"] = self._origin.field.value() or "eu"
        return found | {"wet": self._wet.field.value() == "wet"}

    def fill(self, values: Mapping[str, str | bool]) -> None:
        """Enter values by the names of the service; choices by their ids."""
        for name, value in values.items():
            if name == "wet":
                self._wet.field.set_value("wet" if value else "dry")
            elif name == "from_basis":
                self._origin.field.set_value(str(value))
            elif name in self._lists:
                box = self._lists[name].field
                box.setCurrentIndex(box.findData(str(value)))
            else:
                self._numbers[name].field.setText(str(value))
        self._follow_unit()
        self.changed.emit()

    def field(self, name: str) -> QWidget:
        """Return the field of a name."""
        return self._numbers[name].field if name in self._numbers else self._lists[name].field

    def mark(self, name: str, text: str) -> None:
        """Say at one field, by its name or its quantity, what is wrong; clear all others."""
        wanted = _OF_QUANTITY.get(name, name)
        for own, each in self._numbers.items():
            each.say(text if own == wanted else "", "wr")

    def _add_row(self, names: tuple[str, ...]) -> None:
        row = self._grid.rowCount()
        for column, name in enumerate(names):
            span = 1 if len(names) == _COLUMNS else _COLUMNS
            self._grid.addWidget(self._made(name), row, column, 1, span)

    def _order(self) -> None:
        """Let Tab go through the fields as they are read."""
        fields: dict[str, QWidget] = {"wet": self._wet.field, "from_basis": self._origin.field}
        fields |= {name: self.field(name) for name in (*self._numbers, *self._lists)}
        chain = [fields[name] for row in _ROWS for name in row if name in fields]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _made(self, name: str) -> QWidget:
        """Return the field of a name; a name that is none is a heading."""
        if name in _NUMBERS:
            line = Labelled(QLineEdit(), _(_NUMBERS[name]))
            line.field.setObjectName(f"convert_{name}")
            line.field.textChanged.connect(self.changed)
            self._numbers[name] = line
            return line
        if name in _CHOICES:
            return self._list(name)
        if name == "wet":
            return self._wet
        return self._origin if name == "from_basis" else Label(_(name), "strong")

    def _list(self, name: str) -> QWidget:
        made: Labelled[QComboBox] = Labelled(WordCombo(), _(_CHOICES[name]))
        box = made.field
        box.setObjectName(f"convert_{name}")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        for place, (identifier, text) in enumerate(self._offers[name]):
            box.addItem(text, identifier)
            box.setItemData(place, text, WORDS)
        box.setCurrentIndex(0)
        box.currentIndexChanged.connect(lambda _row: self._choose())
        self._lists[name] = made
        return made

    def _segments(self, name: str, *options: tuple[str, str]) -> Labelled[Segments]:
        made = Labelled(Segments(list(options), name=name), name)
        made.field.chosen.connect(lambda _value: self.changed.emit())
        return made

    def _choose(self) -> None:
        self._follow_unit()
        self.changed.emit()

    def _follow_unit(self) -> None:
        """Ask for the conditions of normal cubic metres only where they are meant."""
        self._origin.setVisible(choices.is_normal(self._chosen("unit")))

    def _chosen(self, name: str) -> str:
        return str(self._lists[name].field.currentData() or "")


def _kelvin(name: str) -> str:
    return formatting.quantity({"eu": "273.15", "kz": "293.15"}[name], "K", language())


def _references(own: Iterable[str]) -> list[tuple[str, str]]:
    """Return reference oxygen contents, those of the levels of the audit first and said so."""
    lang = language()
    first = list(own)
    text = _("{share}, in the levels of the audit")
    offered = [(each, text.format(share=formatting.percent(each, lang))) for each in first]
    others = [each for each in choices.references() if each not in first]
    return offered + [(each, formatting.percent(each, lang)) for each in others]
