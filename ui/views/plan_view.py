"""The page «План»: bottlenecks, measures and the way to the best available techniques."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import bottleneck_scene, plan_form, plan_scene, plan_sheet
from ui.assessment import AssessmentModel
from ui.models.layout import Layout
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.assessed_page import AssessedPage
from ui.widgets.bat_head import BEFORE_KEY
from ui.widgets.bottleneck_panel import BottleneckPanel
from ui.widgets.bottleneck_weights import Weights, WeightsPanel
from ui.widgets.plan_head import BOTTLENECKS, EXCEL_KEY, MEASURE_KEY, MEASURES, PlanHead
from ui.widgets.plan_panel import PlanPanel
from ui.widgets.shortcuts import PAGE, bind

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment
    from kta_desktop.services.plan_form import Known
    from ui.dialogs.plan_acts import PlanActs
    from ui.undo import AuditEditor

_WEIGHTS_WIDTH = 272
_FILE = "plan.json"
"""Which scenario of each audit was shown last, on this computer and nowhere in the audit."""


class PlanView(AssessedPage):
    """Bottlenecks by weight, and the measures that remove them.

    Args:
        editor: The open audit.
        model: Its assessment; None takes the one that all pages share.
    """

    def __init__(
        self,
        editor: "AuditEditor",
        parent: QWidget | None = None,
        *,
        model: AssessmentModel | None = None,
    ) -> None:
        super().__init__("planView", editor, parent, model=model)
        self.head = PlanHead()
        self.bottlenecks, self.weights, self.measures = (
            BottleneckPanel(),
            WeightsPanel(),
            PlanPanel(),
        )
        self._kept = Layout(_FILE)
        self._scenario = str(self._kept.value(editor.record.id) or "")
        self._is_first = False
        self._part = BOTTLENECKS
        self._acts: PlanActs | None = None
        self._arrange()
        self._connect()
        self.retranslate()

    @property
    def acts(self) -> "PlanActs":
        """What is done to the plan; made when it is first wanted."""
        from ui.dialogs.plan_acts import PlanActs

        if self._acts is None:
            self._acts = PlanActs(self.editor, self.model, self)
            self._acts.jump.connect(self.jump)
            self._acts.said.connect(self.said)
            self._acts.failed.connect(self.say_failed)
            self._acts.added.connect(self.wait_for)
        return self._acts

    def title(self) -> str:
        """Return the name of the page."""
        return _("Bottlenecks and the plan of the transition")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the focused widget and what they do, most used first."""
        if self.bottlenecks.isAncestorOf(self.focusWidget() or self):
            own = [
                ("Enter", _("details")),
                ("Ctrl+Enter", _("take over")),
                ("Ctrl+M", _("measure against it")),
                ("Del", _("reject")),
            ]
            return [*own, (MEASURE_KEY, _("measure")), ("Ctrl+Z", _("undo"))]
        if self.measures.table.typing.field is not None:
            return [("Enter", _("keep")), ("Tab", _("next cell")), ("Esc", _("as it was"))]
        own = [("F2", _("change")), ("Enter", _("all fields")), (MEASURE_KEY, _("measure"))]
        return [
            *own,
            ("Alt+↑↓", _("order")),
            ("Del", _("remove")),
            (EXCEL_KEY, _("workbook")),
            (BEFORE_KEY, _("audit before")),
            ("Ctrl+Z", _("undo")),
        ]

    def here(self) -> Target:
        """Return the place of the page: what is chosen where the focus is."""
        inside = self.measures.isAncestorOf(self.focusWidget() or self)
        key = self.measures.table.step() if inside else self.bottlenecks.list.key()
        return Target(Where.PLAN, key)

    def focus_first(self) -> None:
        """Put the focus into the bottlenecks, or into the measures where there are none."""
        self._is_first = not self._is_filled  # nothing is listed yet
        first = self.bottlenecks.list if self.bottlenecks.list.key() else self.measures.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def commit(self) -> None:
        self.weights.commit()
        self.measures.table.typing.commit()

    def next_pane(self) -> None:
        """Take the focus to the next of bottlenecks, weights and measures."""
        panes = [self.bottlenecks.list, next(iter(self.weights.sliders.values()))]
        panes.append(self.measures.table)
        shown = [pane for pane in panes if pane.isVisible()]
        focused = self.focusWidget()
        at = next((i for i, each in enumerate(shown) if each is focused), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(self.title())
        for part in (self.head, self.bottlenecks, self.weights, self.measures, self.banner):
            part.retranslate()
        self.refresh()
        self.keys_changed.emit()

    @override
    def fill(self, found: "Assessment") -> None:
        self.weights.show_weights(bottleneck_scene.weights_of(found.known))
        self._show_bottlenecks(found, self.weights.weights)
        self._show_plan(found)
        if self._is_first and self.measures.table.hasFocus():
            self.focus_first()
        self.choose_awaited()

    @override
    def choose(self, key: str) -> bool:
        if self.bottlenecks.choose(key):
            self._show_part(BOTTLENECKS)
        elif self.measures.choose(key):
            self._show_part(MEASURES)
        else:
            return False
        return True

    @override
    def follow_width(self) -> None:
        narrow = self.is_narrow
        self.head.set_narrow(narrow=narrow)
        self.head.show_part(self._part)
        self._upper.setVisible(not narrow or self._part == BOTTLENECKS)
        self.measures.setVisible(not narrow or self._part == MEASURES)
        self.bottlenecks.set_narrow(narrow=narrow)
        self.measures.set_narrow(narrow=narrow)

    def _show_before(self) -> None:
        from ui.dialogs.repeat_audit import show_beside

        self.commit()
        show_beside(self)

    def _arrange(self) -> None:
        self._upper = QWidget()
        row = QHBoxLayout(self._upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.bottlenecks, 1)
        row.addWidget(self.weights)
        self.weights.setFixedWidth(_WEIGHTS_WIDTH)
        self._panes = QSplitter(Qt.Orientation.Vertical)
        self._panes.setHandleWidth(GAP)
        self._panes.setChildrenCollapsible(False)
        self._panes.setProperty("look", "bare")
        self._panes.addWidget(self._upper)
        self._panes.addWidget(self.measures)
        self._panes.setSizes([310, 300])
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(self._panes, 1)

    def _connect(self) -> None:
        table = self.measures.table
        table.typed, table.typing.keep = self._typed, self._keep
        table.typing.turned.connect(self.keys_changed)
        self.measures.fields_of = self._fields
        self.editor.changed.connect(self._follow_weights)
        self.head.scenario.connect(self._take_scenario)
        self.head.part.connect(self._show_part)
        self.head.excel.connect(partial(self._act, "workbook"))
        self.head.measure.connect(partial(self._act, "add_measure"))
        self.head.own.connect(partial(self._act, "scenarios"))
        self.head.director.connect(partial(self._act, "director"))
        self.bottlenecks.wanted.connect(partial(self._act, "with_bottleneck"))
        self.bottlenecks.chosen.connect(lambda _key: self.keys_changed.emit())
        self.weights.moved.connect(self._rank)
        self.weights.settled.connect(partial(self._act, "weigh"))
        self.measures.terms_wanted.connect(partial(self._act, "terms"))
        self.measures.wanted.connect(partial(self._act, "with_measure"))
        self.measures.chosen.connect(self.keys_changed)
        for keys, act in (
            (MEASURE_KEY, self.head.measure.emit),
            (EXCEL_KEY, self.head.excel.emit),
            (BEFORE_KEY, self._show_before),
            ("F6", self.next_pane),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
        ):
            bind(self, keys, act, PAGE)

    def _act(self, name: str, *told: object) -> None:
        """Do an act by its name; acts are imported when the first is wanted."""
        if self.model.found is not None:
            getattr(self.acts, name)(*told)

    def _show_bottlenecks(self, found: "Assessment", weights: Weights) -> None:
        rows = bottleneck_scene.rows(found.candidates, weights, bottleneck_scene.codes(found.bats))
        self.bottlenecks.show_rows(rows)
        self.weights.show_swaps(bottleneck_scene.swap_words(found.candidates, weights))

    def _show_plan(self, found: "Assessment") -> None:
        scenario = plan_scene.shown_scenario(found.plan, self._scenario)
        if scenario is None:
            return
        options = [(each.id, each.name.get(language())) for each in found.plan.scenarios]
        self.head.show_scenarios(options[1:] + options[:1], scenario.id)
        lines = plan_scene.lines(
            found.plan, scenario, found.indicators, bottleneck_scene.codes(found.bats)
        )
        self.measures.show_plan(found.plan, scenario, lines, found.known.today)
        self.measures.show_years(plan_scene.years(found.plan, scenario, found.indicators))

    def _known(self) -> "Known":
        """Return what is known now, for what stands in cells."""
        return plan_form.fresh(self.model.finish().known, self.editor.state)

    def _fields(self) -> plan_sheet.Sheet:
        found = self.model.finish()
        return plan_sheet.sheet(self._known(), [step.id for step in found.plan.steps])

    def _typed(self, step: str, field: str) -> str:
        return plan_sheet.typed(self._known(), step, field)

    def _keep(self, step: str, field: str, text: str) -> str:
        """Store what was typed into a cell as one step of undo; return why not, or nothing."""
        try:
            edits = plan_sheet.enter(self._known(), step, field, text)
        except KtaError as error:
            return error.sentence()
        if edits:
            self.editor.submit(edits)
        return ""

    def _rank(self, weights: Weights) -> None:
        """Show the order that other weights would give; nothing is stored."""
        found = self.model.found
        if found is None:
            return
        ranked = bottleneck_scene.ranked(found.candidates, weights)
        rows = bottleneck_scene.rows(ranked, weights, bottleneck_scene.codes(found.bats))
        self.bottlenecks.show_rows(rows)
        self.weights.show_swaps(bottleneck_scene.swap_words(ranked, weights))

    def _follow_weights(self, _touched: object) -> None:
        """Show weights that were stored or undone, also where they change no assessment."""
        found = self.model.found
        if found is not None:
            known = plan_form.fresh(found.known, self.editor.state)
            self.weights.show_weights(bottleneck_scene.weights_of(known))

    def _take_scenario(self, key: str) -> None:
        self._scenario = key
        self._kept.keep(self.editor.record.id, key)
        if self.model.found is not None:
            self._show_plan(self.model.found)

    def _show_part(self, part: str) -> None:
        self._part = part
        self.follow_width()
