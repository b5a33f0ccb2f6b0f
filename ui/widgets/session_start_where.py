"""Where a session measures: the source, its sampling point, the regime and the duct."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from kta_desktop.formatting import number, percent
from kta_desktop.i18n import _, language
from kta_desktop.services.measuring import SessionPlan
from kta_desktop.services.session_plan import Choices, EmissionSource, SamplingPoint
from ui.widgets.field_grid import FieldGrid
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.span_row import editable_combo, span_row

_REVERSALS = 2  # a sample of a regenerative furnace spans at least two (glass conclusions, 2012)


class WherePanel(Panel):
    """Source and point are chosen from the checklist or typed.

    Signals:
        changed: anything was entered.
        moved: another source.
    """

    changed = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("1. Where"), parent)
        self._choices = Choices()
        self._known_source = self._known_point = ""  # what is filled in of them already
        self.source = editable_combo("session_source", _("Emission source"))
        self.point = editable_combo("session_point", _("Sampling point"))
        self.fields = FieldGrid("session", self)
        self.fields.add_row(
            (
                ("regime", _("Regime of the process"), 6),
                ("load", _("Load, %"), 3),
                ("diameter", _("Duct diameter, m"), 3),
            )
        )
        self._regenerative = QCheckBox(_("Regenerative furnace: samples span firing reversals"))
        self._regenerative.setObjectName("session_regenerative")
        self._reversals = Labelled(QLineEdit(), _("Reversals in a sample"))
        self._reversals.field.setObjectName("session_reversals")
        self._reversals.hide()
        furnace = QWidget()
        row = QHBoxLayout(furnace)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._regenerative)
        row.addWidget(self._reversals)
        row.addStretch(1)
        self.body.addWidget(span_row((self.source, 6), (self.point, 6)))
        self.body.addWidget(self.fields)
        self.body.addWidget(furnace)
        self._connect()

    def show_choices(self, choices: Choices) -> None:
        """Offer the sources of the checklist."""
        self._choices = choices
        _offer(self.source.field, [each.name for each in choices.sources])
        self._offer_points()

    def take(self, plan: SessionPlan) -> None:
        """Fill in an earlier plan."""
        lang = language()
        self.source.field.setEditText(plan.source)
        self.point.field.setEditText(plan.point)
        self._known_source, self._known_point = self.source_name, self.point_name
        self.fields.fill(
            {
                "regime": plan.regime,
                "load": "" if plan.load_pct is None else number(plan.load_pct, lang),
                "diameter": "" if plan.diameter_m is None else number(plan.diameter_m, lang),
            }
        )
        self._regenerative.setChecked(plan.reversals > 0)
        if plan.reversals:
            self._reversals.field.setText(str(plan.reversals))

    def fill(self, **texts: str) -> None:
        """Put texts into fields by name, such as ``source``, ``point``, ``load``."""
        for name, made in (("source", self.source), ("point", self.point)):
            if name in texts:
                made.field.setEditText(texts.pop(name))
        self.fields.fill(texts)

    @property
    def listed(self) -> EmissionSource | None:
        """The source of the checklist that was chosen or typed; None for any other words."""
        return self._choices.source(self.source_name)

    @property
    def source_name(self) -> str:
        """Number and name of the source."""
        return self.source.field.currentText().strip()

    @property
    def point_name(self) -> str:
        """The sampling point."""
        return self.point.field.currentText().strip()

    @property
    def regime(self) -> str:
        """Words on the regime."""
        return self.fields.text("regime")

    @property
    def load_pct(self) -> float | None:
        """Load in %; None if it was not entered."""
        return self._number("load")

    @property
    def diameter_m(self) -> float | None:
        """Diameter of the duct in m; None if it was not entered."""
        return self._number("diameter")

    @property
    def reversals(self) -> int:
        """Reversals that each sample spans; 0 if it is not asked."""
        text = self._reversals.field.text().strip()
        return int(text) if self._regenerative.isChecked() and text.isdigit() else 0

    def faults(self) -> list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]]:
        """Return the fields that are wrong and what is."""
        needed = _("Enter it: the protocol needs it.")
        found: list[tuple[Labelled[QLineEdit] | Labelled[QComboBox], str]] = []
        if not self.source_name:
            found.append((self.source, needed))
        if not self.point_name:
            found.append((self.point, needed))
        if self.fields.text("load") and self.load_pct is None:
            field = self.fields.field("load")
            found.append((field, _("Not a number. Enter it like 92 or 92,5.")))
        diameter = self.diameter_m
        if self.fields.text("diameter") and (diameter is None or diameter <= 0):
            found.append((self.fields.field("diameter"), _("Enter a number above zero.")))
        if self._regenerative.isChecked() and not self.reversals:
            found.append((self._reversals, _("Enter a number above zero.")))
        return found

    def _connect(self) -> None:
        self.source.field.editTextChanged.connect(lambda _text: self._source_typed())
        self.source.field.activated.connect(lambda _at: self._source_chosen())
        self.point.field.editTextChanged.connect(lambda _text: self.point.say(""))
        self.point.field.activated.connect(self._point_chosen)
        self.fields.field("diameter").field.textChanged.connect(lambda _text: self.changed.emit())
        self._regenerative.toggled.connect(self._ask_reversals)

    def _source_typed(self) -> None:
        self.source.say("")
        self._offer_points()
        source = self.listed
        load = None if source is None else source.load_pct
        said = (
            "" if load is None else _("Last time: {load}.").format(load=percent(load, language()))
        )
        self.fields.field("load").say(said)
        self.moved.emit()

    def _source_chosen(self) -> None:
        """Fill in what the checklist knows of a source that was chosen from the list.

        Leaving the field by Tab chooses its entry again: that must not undo what was typed since.
        """
        if self.source_name == self._known_source:
            return
        self._known_source = self.source_name
        points = self._points()
        if points:
            self.point.field.setEditText(points[0].name)
            self._known_point = points[0].name
            self._take_diameter(points[0])
        source = self.listed
        if source is not None and not points and source.diameter_m is not None:
            self.fields.fill({"diameter": number(source.diameter_m, language())})

    def _point_chosen(self, at: int) -> None:
        points = self._points()
        if 0 <= at < len(points) and points[at].name != self._known_point:
            self._known_point = points[at].name
            self._take_diameter(points[at])

    def _take_diameter(self, point: SamplingPoint) -> None:
        source = self.listed
        known = point.diameter_m or (source.diameter_m if source is not None else None)
        if known is not None:
            self.fields.fill({"diameter": number(known, language())})

    def _points(self) -> tuple[SamplingPoint, ...]:
        """Return the points of the source; all of them where it has none of its own."""
        source = self.listed
        own = source.points if source is not None else ()
        return own or self._choices.points

    def _offer_points(self) -> None:
        _offer(self.point.field, [each.name for each in self._points()])

    def _ask_reversals(self, asked: bool) -> None:
        self._reversals.setVisible(asked)
        if asked and not self._reversals.field.text():
            self._reversals.field.setText(str(_REVERSALS))

    def _number(self, name: str) -> float | None:
        value = self.fields.number(name)
        return None if value is None else float(value)


def _offer(box: QComboBox, names: Sequence[str]) -> None:
    typed = box.currentText()
    box.blockSignals(True)
    box.clear()
    box.addItems(list(names))
    box.setCurrentIndex(box.findText(typed))  # -1 for other words: the first arrow takes the first
    box.setEditText(typed)
    box.blockSignals(False)
