"""Where the readings of logger files go, and under which name the way of reading is kept."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.logger_looking import ImportRequest, Wishes
from ui.widgets.answer_search import complete
from ui.widgets.field_grid import FieldGrid
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.segments import Segments
from ui.widgets.word_combo import WORDS, WordCombo

NEW, EXISTING = "new", "existing"
WET, DRY = "wet", "dry"
_CONDITIONS = ("t_gas", "pressure", "moisture", "o2")


class LoggerInto(QWidget):
    """A new session or one there is.

    Args:
        sessions: Id and words of the sessions that readings may join.

    Attributes:
        fields: Source, point and gas conditions of a new session, the name of the way of reading.
    """

    changed = Signal()

    def __init__(self, sessions: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way = _segments(
            _("The readings go into"),
            (NEW, _("a new session")),
            (EXISTING, _("a session there is")),
        )
        self._way.field.button(EXISTING).setEnabled(bool(sessions))
        self._way.field.chosen.connect(lambda _value: self._follow())
        self._session: Labelled[QComboBox] = Labelled(WordCombo(), _("Session"))
        for place, (identifier, text) in enumerate(sessions):
            self._session.field.addItem(text, identifier)
            self._session.field.setItemData(place, text, WORDS)
        self._session.field.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._gas = _segments(
            _("The instrument saw"), (WET, _("gas as it is")), (DRY, _("dried gas"))
        )
        self.fields = FieldGrid("logger", self)
        self.fields.add_row(
            (("source", _("Emission source"), 6), ("point", _("Sampling point"), 6))
        )
        self._remember = Labelled(QLineEdit(), _("Remember this way of reading as"))
        self._remember.say(_("The next file of this shape is then read the same way."))
        self._lay_out()
        self._follow()

    @property
    def session(self) -> str | None:
        """Id of the session that was chosen; None for a new one."""
        if self._way.field.value() == NEW:
            return None
        return str(self._session.field.currentData())

    def choose(self, way: str) -> None:
        """Choose a new session or one there is."""
        self._way.field.set_value(way)
        self._follow()

    def offer_sources(self, names: Sequence[str]) -> None:
        """Offer the sources of the checklist while one is typed."""
        complete(self.fields.field("source").field, names)

    def check(self) -> bool:
        """Return whether the import knows where to go; say at the fields what is wrong if not."""
        if self.session is not None:
            return True
        faults = {}
        if not self.fields.text("source"):
            faults["source"] = _("Enter it: the protocol needs it.")
        for name in _CONDITIONS:
            if self.fields.text(name) and self.fields.number(name) is None:
                faults[name] = _("Not a number. Enter it like 92 or 92,5.")
        self.fields.show_faults(faults)
        return not faults

    def request(self, files: tuple[tuple[Path, Wishes], ...]) -> ImportRequest:
        """Return what was entered, for these files."""
        numbers = {name: self.fields.number(name) for name in _CONDITIONS}
        return ImportRequest(
            files=files,
            session=self.session,
            source=self.fields.text("source"),
            point=self.fields.text("point"),
            remember=self._remember.field.text().strip(),
            is_dry=self._gas.field.value() == DRY,
            given={name: float(each) for name, each in numbers.items() if each is not None},
        )

    def remember(self, name: str) -> None:
        """Enter the name under which the way of reading is kept."""
        self._remember.field.setText(name)

    def _lay_out(self) -> None:
        self.fields.add_widget(self._gas)
        told = _(
            "Gas conditions that no file tells. mg/m³ become means only with temperature, pressure"
            " and, unless the gas was dried, moisture; reference oxygen needs O₂. Without them the"
            " readings are kept, and no figure can be compared."
        )
        self.fields.add_widget(Label(told, "second", "tx2"))
        self.fields.add_row(
            (
                ("t_gas", _("Temperature, °C"), 3),
                ("pressure", _("Pressure, kPa"), 3),
                ("moisture", _("Moisture, vol-%"), 3),
                ("o2", _("O₂, vol-%"), 3),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        parts: tuple[QWidget, ...] = (self._way, self._session, self.fields, self._remember)
        for each in parts:
            column.addWidget(each)
        column.addStretch(1)
        own = [self.fields.field(name).field for name in ("source", "point")]
        gas = [self.fields.field(name).field for name in _CONDITIONS]
        chain: list[QWidget] = [self._way.field, self._session.field, *own, self._gas.field, *gas]
        for before, after in pairwise([*chain, self._remember.field]):
            QWidget.setTabOrder(before, after)

    def _follow(self) -> None:
        is_new = self._way.field.value() == NEW
        self._session.setVisible(not is_new)
        self.fields.setVisible(is_new)
        self.changed.emit()


def _segments(name: str, *options: tuple[str, str]) -> Labelled[Segments]:
    made = Labelled(Segments(list(options), name=name), name)
    made.field.set_value(options[0][0])
    return made
