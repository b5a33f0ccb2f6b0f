"""What a measure is tied to: bottlenecks, techniques, other measures, scenarios, indicators."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import N_, _
from kta_desktop.services import plan_desk, plan_form
from kta_desktop.services.plan_form import EffectLine
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.link_line import LinkLine
from ui.widgets.panel import Panel
from ui.widgets.span_row import span_row

if TYPE_CHECKING:
    from kta_desktop.services.plan_form import Edit, Known

TIES: Mapping[str, str] = {
    "bottlenecks": N_("Bottlenecks it removes"),
    "techniques": N_("Techniques it introduces"),
    "after": N_("Begins after"),
    "instead_of": N_("Replaces"),
    "scenarios": N_("In the scenarios"),
}
"""Field to its message id."""


class TiesPanel(Panel):
    """Each tie with what is chosen, and a way to choose others.

    Signals:
        wanted: A field of ``TIES`` whose choice is to be changed.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("What it is tied to"), parent)
        self._lines = {name: LinkLine(self, "pencil") for name in TIES}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for place, (name, text) in enumerate(TIES.items()):
            label = Label(_(text), "second", "tx2", wrap=False)
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._lines[name], place, 1)
            self._lines[name].setObjectName(f"measureTie_{name}")
            self._lines[name].clicked.connect(partial(self._want, name))
        self.body.addLayout(grid)

    def show_ties(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Show in words what is chosen of each field."""
        for name, words in chosen.items():
            self._lines[name].show_link("pencil", "; ".join(words) or _("none chosen"))
            said = f"{_(TIES[name])}: {self._lines[name].text()}"
            self._lines[name].setAccessibleName(said)

    def _want(self, name: str, _checked: object = None) -> None:
        self.wanted.emit(name)


class EffectsPanel(Panel):
    """Expected values of indicators.

    Signals:
        wanted: Edits of a value that was left, or of an indicator that was taken off.
        more: Other indicators are to be chosen.

    Args:
        known: Returns what is known now.
        row: Id of the measure.
    """

    wanted = Signal(object)
    more = Signal()

    def __init__(
        self, known: "Callable[[], Known]", row: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Effect on indicators"), parent)
        self._known, self._row = known, row
        self._fields: dict[str, tuple[Labelled[QLineEdit], Labelled[QLineEdit]]] = {}
        self._shown: dict[str, tuple[str, str]] = {}
        self._places: dict[str, QWidget] = {}
        self._lines = QVBoxLayout()
        self._none = Label(_("No effect is stated: no indicator changes."), "second", "tx2")
        add = KeyButton(_("Indicator…"), icon="plus", small=True)
        add.setObjectName("measureIndicators")
        add.clicked.connect(self.more)
        self.add_action(add)
        self.body.addWidget(self._none)
        self.body.addLayout(self._lines)

    def show_effects(self, effects: Sequence[EffectLine]) -> None:
        """Show effects; fields are kept as long as the indicators stay the same."""
        if [each.indicator for each in effects] != list(self._fields):
            self._make(effects)
        for each in effects:
            if each.indicator not in self._fields:
                continue
            fields, shown = self._fields[each.indicator], self._shown.get(each.indicator)
            stored = (each.value, each.uncertainty)
            if shown is None or shown == tuple(field.field.text() for field in fields):
                for field, text in zip(fields, stored, strict=True):
                    field.field.setText(text)
                self._shown[each.indicator] = stored
        self._none.setVisible(not effects)

    def expect(self, key: str, name: str) -> None:
        """Add an empty line for an indicator; it is stored once a value is typed."""
        if key not in self._fields:
            self._line(EffectLine(indicator=key, name=name, value="", uncertainty="", unit=""))
            self._none.hide()
            self._fields[key][0].field.setFocus()

    def commit(self) -> None:
        """Hand over what is being typed."""
        for key in list(self._fields):
            self._leave(key)

    def _make(self, effects: Sequence[EffectLine]) -> None:
        waiting = [key for key in self._fields if key not in self._shown]
        if set(waiting) - {each.indicator for each in effects}:
            return  # lines without a value yet: they are not stored, so they are not in it
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields.clear()
        self._shown.clear()
        self._places.clear()
        for each in effects:
            self._line(each)

    def _line(self, each: EffectLine) -> None:
        unit = f", {each.unit}" if each.unit else ""
        value = Labelled(QLineEdit(), _("Expected value") + unit)
        spread = Labelled(QLineEdit(), _("± U (k = 2)"))
        name = Label(each.name, "medium")
        off = KeyButton(icon="x", small=True)
        off.set_tip(_("Take off: {name}").format(name=each.name))
        off.clicked.connect(partial(self._take_off, each.indicator))
        for field in (value, spread):
            field.field.editingFinished.connect(partial(self._leave, each.indicator))
        self._fields[each.indicator] = (value, spread)
        place = self._places[each.indicator] = span_row(
            (name, 5), (value, 3), (spread, 3), (off, 1)
        )
        self._lines.addWidget(place)

    def _leave(self, key: str) -> None:
        value, spread = self._fields[key]
        typed = (value.field.text(), spread.field.text())
        if typed == self._shown.get(key) or not typed[0].strip():
            return
        try:
            edits = plan_desk.set_effect(self._known(), self._row, key, *typed)
        except KtaError as error:
            value.say(error.sentence(), "er")
        else:
            value.say("")
            self._shown[key] = typed
            self.wanted.emit(edits)

    def _take_off(self, key: str, _checked: object = None) -> None:
        if key in self._shown:
            edits: list[Edit] = plan_desk.no_effect(self._known(), self._row, key)
            self.wanted.emit(edits)
            return
        self._fields.pop(key)
        self._places.pop(key).hide()


def tie_words(
    options: Sequence[plan_form.Option], chosen: Sequence[str], *, is_meant: bool = False
) -> list[str]:
    """Return the words of what is chosen; of what is not there any more its id.

    Args:
        options: All that could be chosen.
        chosen: Keys of what is.
        is_meant: Whether nobody chose it: the words of the measure mean it.
    """
    words = dict(options)
    said = [words.get(key, key) for key in chosen]
    return [
        _("{name} (as the measure words it)").format(name=each) if is_meant else each
        for each in said
    ]
