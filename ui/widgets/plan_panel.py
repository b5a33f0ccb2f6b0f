"""The panel of measures: terms, sums, table with time, curve of costs, years."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kta_desktop.i18n import _
from kta_desktop.services import plan_pictures, plan_scene
from kta_desktop.services.plan_pictures import Figure
from kta_desktop.services.plan_scene import Line, Plan, Scenario, Year
from kta_desktop.services.plan_sheet import Sheet
from ui.models.lines_model import Line as Row
from ui.widgets.figure_view import FigureView
from ui.widgets.key_button import KeyButton
from ui.widgets.label import IconLabel, Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.one_line import OneLine
from ui.widgets.panel import Panel
from ui.widgets.plan_legend import TimeLegend
from ui.widgets.plan_table import FIELDS, FIGURES, TIME, WIDE, PlanTable
from ui.widgets.segments import Segments

TABLE, CURVE, YEARS = "table", "curve", "years"
_PAGES = {TABLE: 0, TIME: 0, FIELDS: 0, CURVE: 1, YEARS: 2}


class PlanPanel(Panel):
    """Measures of the scenario that is shown.

    Attributes:
        fields_of: Returns what stands in the fields of the measures.

    Signals:
        terms_wanted: What costs are worked out with is to be edited.
        wanted: ``open``, ``remove``, ``up`` or ``down``, and the id of the step.
        chosen: Another measure is chosen.
    """

    terms_wanted = Signal()
    wanted = Signal(str, str)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._is_narrow = False
        self._with_events = False
        self._reason = ""
        self.fields_of: Callable[[], Sheet] = Sheet
        self.table = PlanTable()
        self.years = LinesTable("planYears")
        self.terms = OneLine(self, "pencil")
        self.terms.setObjectName("planTerms")
        self._sums = Label("", "second", wrap=False)
        self._looks = Segments((), small=True)
        self._legend = TimeLegend()
        self._told = Label("", "second", "tx2")
        self._wrong = IconLabel("circle-alert", "er")
        self._wrong.hide()
        self._events = KeyButton(kind="link", small=True)
        self._events.setObjectName("planEvents")
        self._empty = Label("", "body", "tx2")
        self._empty.setMargin(12)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._curves, self._area = QVBoxLayout(), QScrollArea()
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self._offer()

    @property
    def look(self) -> str:
        """What is shown of the plan, such as ``TABLE`` or ``FIELDS``."""
        return self._looks.value() or TABLE

    def show_plan(self, plan: Plan, scenario: Scenario, lines: Sequence[Line], today: date) -> None:
        """Show the measures of a scenario."""
        is_lacking = not plan_scene.is_complete(plan.terms)
        said = plan_scene.terms_words(plan.terms)
        self.terms.show_link("circle-alert" if is_lacking else "pencil", said)
        self._sums.setText(
            "   ".join(f"{name} {figure}" for name, figure in scenario_sums(scenario))
        )
        self.table.show_measures(lines, today, self.fields_of() if self.look == FIELDS else None)
        note = plan_pictures.curve_note(plan, scenario)
        self._show_curves(plan_pictures.curves(plan, scenario), note)
        self._empty.setText(_empty_words(plan, scenario))
        self._turn()
        self._tell()

    def show_years(self, years: Sequence[Year]) -> None:
        """Show the milestones."""
        heads = [_("Year"), _("Begin to work"), _("CAPEX"), _("Key events"), _("Indicators")]
        rows = [
            Row(
                cells=(
                    each.year,
                    _alike(each.starting),
                    each.capex,
                    _alike(each.events),
                    each.verdicts,
                ),
                item=each,
            )
            for each in years
        ]
        self.years.show_lines(heads, rows, (0.07, 0.32, 0.11, 0.32, 0.18), (2,))
        self.years.setAccessibleName(_("Milestones by year"))

    def choose(self, step: str) -> bool:
        """Choose a measure of the table; False if it is not shown."""
        if step not in (each.id for each in self.table.measures):
            return False
        self._looks.set_value(TABLE)
        self._turn()
        self.table.choose(step)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def set_narrow(self, *, narrow: bool) -> None:
        """Show figures and time one at a time in a narrow window."""
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._sums.setWordWrap(narrow)
            if narrow:
                self._foot.insertWidget(0, self._sums)
            else:
                self.add_action(self._sums)
                self.add_action(self._looks)
            self._offer()
            self._turn()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.set_title(_("Measures"))
        self._looks.setAccessibleName(_("What is shown of the plan"))
        self._area.setAccessibleName(_("Cost curve"))
        self._legend.retranslate()
        self._offer()
        self._turn()

    def _arrange(self) -> None:
        self.add_beside(self.terms)
        head = self.terms.parentWidget()
        row = head.layout() if head is not None else None
        if row is not None:
            row.setAlignment(self.terms, Qt.AlignmentFlag.AlignVCenter)
        self.add_action(self._sums)
        self.add_action(self._looks)
        inner = QWidget()
        inner.setLayout(self._curves)
        area = self._area
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        for page in (self.table, area, self.years, self._empty):
            self._pages.addWidget(page)
        foot = QFrame()
        foot.setObjectName("panelFoot")
        lines = self._foot = QVBoxLayout(foot)
        lines.setContentsMargins(12, 1, 12, 1)
        lines.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(12)
        lines.addLayout(row)
        row.addWidget(self._wrong)
        row.addWidget(self._told, 1)
        row.addWidget(self._legend)
        row.addWidget(self._events)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(foot)

    def _connect(self) -> None:
        self.terms.clicked.connect(self.terms_wanted)
        self._looks.chosen.connect(lambda _look: self._turn())
        self._events.clicked.connect(self._toggle_events)
        self.table.refused.connect(self._refuse)
        self.table.chosen.connect(lambda _step: self._choose())
        self.table.opened.connect(lambda step: self.wanted.emit("open", str(step)))
        self.table.wanted.connect(lambda act: self.wanted.emit(act, self.table.step()))

    def _choose(self) -> None:
        if self.table.typing.field is None:
            self._reason = ""
        self._tell()
        self.chosen.emit()

    def _tell(self) -> None:
        """Say what is to be told of the chosen measure, or why its cell was not taken."""
        found = self.table.chosen_measure()
        self._wrong.setVisible(bool(self._reason) and self.look in (TABLE, TIME, FIELDS))
        self._told.set_tone("er" if self._reason else "tx2")
        self._told.setText(self._reason or (self._said(found) if found else ""))

    def _said(self, found: Line) -> str:
        """Return what is to be told; beside fields with the name, which scrolls out of sight."""
        if self.look != FIELDS:
            return found.told
        return f"{found.number}. {found.name}. {found.told}".strip()

    def _refuse(self, reason: str) -> None:
        self._reason = reason
        self._tell()

    def _offer(self) -> None:
        """Offer the looks there is room for."""
        time = [(TIME, _("In time"))] if self._is_narrow else []
        kept = self._looks.value() or TABLE
        self._looks.set_options(
            (
                (TABLE, _("Table")),
                *time,
                (FIELDS, _("Fields")),
                (CURVE, _("Cost curve")),
                (YEARS, _("By year")),
            )
        )
        self._looks.set_value(kept if kept != TIME or self._is_narrow else TABLE)

    def _turn(self) -> None:
        look = self.look
        figures = FIGURES if self._is_narrow else WIDE
        mode = look if look in (TIME, FIELDS) else figures if look == TABLE else WIDE
        self.table.set_mode(mode, self.fields_of)
        has_measures = bool(self.table.measures)
        self._pages.setCurrentIndex(_PAGES[look] if has_measures else 3)
        shows_time = has_measures and (look == TIME or (look == TABLE and not self._is_narrow))
        self._legend.setVisible(shows_time)
        self._events.setVisible(shows_time)
        self._told.setVisible(look in (TABLE, TIME, FIELDS))
        text = _("Hide key events") if self._with_events else _("Show key events")
        self._events.set_text(text)
        self._tell()

    def _toggle_events(self) -> None:
        self._with_events = not self._with_events
        self.table.show_events(shown=self._with_events)
        self._legend.show_events(shown=self._with_events)
        self._turn()

    def _show_curves(self, curves: Sequence[tuple[str, Figure]], note: str) -> None:
        while (item := self._curves.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for name, figure in curves:
            view = FigureView()
            view.show_figure(figure)
            self._curves.addWidget(Label(name, "strong"))
            self._curves.addWidget(view)
        if not curves:
            said = _(
                "No cost of abatement can be worked out yet. It takes costs, discount rate,"
                " lifetime and the amount abated a year."
            )
            self._curves.addWidget(Label(said, "body", "tx2"))
        if note:
            self._curves.addWidget(Label(note, "second", "tx2"))
        self._curves.addStretch(1)


def scenario_sums(scenario: Scenario) -> Sequence[tuple[str, str]]:
    """Return the sums that stand in the head."""
    return plan_scene.sums(scenario)[:2]


def _empty_words(plan: Plan, scenario: Scenario) -> str:
    if scenario.id == plan_scene.BASELINE and plan.steps:
        return _("The baseline: nothing is done, and indicators stay as they are.")
    if plan.steps:
        return _("No measure belongs to this scenario.")
    return _(
        "There is no measure yet. Press Ins to enter one, or Ctrl+M at a bottleneck; a plan made in"
        " Excel is taken in by Ctrl+Shift+X."
    )


def _alike(text: str) -> str:
    """Return the lines of a list without a title among them: all stand in one size."""
    return f"\n{text}" if "\n" in text else text
