"""One measure with all its fields, and beside them what they come to."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import bottleneck_links, plan_desk, plan_form
from ui.dialogs.page_parts import action_bar, open_at, pinned, scrolled
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.links_panel import LinksPanel
from ui.widgets.measure_form import MeasureForm
from ui.widgets.measure_results import MeasureResults
from ui.widgets.measure_ties import TIES, EffectsPanel, TiesPanel, tie_words
from ui.widgets.tab_chain import chain, reading_order

if TYPE_CHECKING:
    from kta_desktop.services.plan_form import Edit, Known, Option
    from kta_desktop.services.plan_scene import Step
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor

_WIDTH, _HEIGHT = 860, 700


class MeasureDialog(QDialog):
    """Stores each field when it is left, as everywhere; every change can be undone.

    Signals:
        jump: ``Target`` of a bottleneck or technique; the window is closed then.

    Args:
        editor: The open audit.
        model: Its assessment.
        row: Id of the measure.
        parent: The window it belongs to.

    Attributes:
        form: Its fields.
        results: What they come to.
        ties: What it is tied to.
        effects: What it does to indicators.
        links: Where all of that is.
    """

    jump = Signal(object)

    def __init__(
        self,
        editor: "AuditEditor",
        model: "AssessmentModel",
        row: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("measureDialog")
        self.setWindowTitle(_("Measure"))
        self._editor, self._model, self._row = editor, model, row
        self.form = MeasureForm(self.known, row)
        self.results = MeasureResults()
        self.ties = TiesPanel()
        self.effects = EffectsPanel(self.known, row)
        self.links = LinksPanel(_("Go to"))
        self.banner = Banner()
        self._close = KeyButton(_("Close"), "Esc")
        self._close.clicked.connect(self.accept)
        self._go = KeyButton(_("In the checklist"), icon="list-checks")
        self._go.clicked.connect(self._to_checklist)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled((self.form, self.ties, self.effects, self.links)), 1)
        column.addWidget(self.banner)
        column.addWidget(pinned(self.results))
        column.addWidget(action_bar((self._go,), (self._close,)))
        self._connect()
        self._show()
        self.form.focus_first()
        open_at(self, _WIDTH, _HEIGHT)

    def known(self) -> "Known":
        """Return what is known now, for an edit."""
        return plan_form.fresh(self._model.finish().known, self._editor.state)

    def commit(self) -> None:
        """Hand over what is being typed."""
        self.form.commit()
        self.effects.commit()

    def choose(self, field: str) -> None:
        """Ask what of a field of ``TIES`` is meant."""
        from ui.dialogs.pick_many import PickMany

        step = self._step()
        if step is None:
            return
        dialog = PickMany(
            _(TIES[field]),
            self._options(field),
            plan_form.chosen(step, self._model.finish().candidates, field),
            lambda chosen: self._tie(field, chosen),
            self,
        )
        dialog.open()

    def choose_indicators(self) -> None:
        """Ask on which indicators the measure has an effect."""
        from ui.dialogs.pick_many import PickMany

        step = self._step()
        if step is None:
            return
        options = plan_form.indicator_options(self._model.finish().indicators)
        has = [each.indicator for each in step.effects]
        PickMany(_("Effect on indicators"), options, has, self._expect, self).open()

    @override
    def done(self, result: int) -> None:
        self.commit()
        super().done(result)

    def _connect(self) -> None:
        self.form.wanted.connect(self._submit)
        self.effects.wanted.connect(self._submit)
        self.ties.wanted.connect(self.choose)
        self.links.followed.connect(self._follow)
        self.effects.more.connect(self.choose_indicators)
        self._model.changed.connect(self._show)

    def _step(self) -> "Step | None":
        steps = self._model.finish().plan.steps
        return next((each for each in steps if each.id == self._row), None)

    def _show(self) -> None:
        """Show what the assessment says of the measure; close once it is gone."""
        step = self._step()
        if step is None:
            self._model.changed.disconnect(self._show)
            super().done(QDialog.DialogCode.Rejected)
            return
        found = self._model.finish()
        self.form.show_texts()
        self.form.show_standing(step)
        self.results.show_results(plan_form.results(step, found.plan.terms.currency))
        self.ties.show_ties({name: self._tie_words(step, name) for name in TIES})
        self.links.show_links(bottleneck_links.of_measure(found, step))
        self.effects.show_effects(plan_form.effects(step, found.indicators))
        layout = self.layout()
        if layout is not None:
            chain(list(reading_order(layout)))

    def _tie_words(self, step: "Step", field: str) -> list[str]:
        chosen = plan_form.chosen(step, self._model.finish().candidates, field)
        is_meant = field == "bottlenecks" and not step.is_tied
        return tie_words(self._options(field), chosen, is_meant=is_meant)

    def _options(self, field: str) -> "Sequence[Option]":
        found = self._model.finish()
        ways: dict[str, Callable[[], Sequence[Option]]] = {
            "bottlenecks": lambda: plan_form.bottleneck_options(found.candidates),
            "techniques": lambda: plan_form.technique_options(found.known),
            "scenarios": lambda: [
                (each.id, each.name.get(language())) for each in found.plan.scenarios[1:]
            ],
        }
        way = ways.get(field)
        return way() if way is not None else plan_form.step_options(found.plan, self._row)

    def _tie(self, field: str, chosen: tuple[str, ...]) -> None:
        """Store a choice.

        Raises:
            KtaError: If measures would wait for each other, or one would be in no scenario.
        """
        known, step = self.known(), self._step()
        if step is None:
            return
        self._editor.submit(plan_form.tied(known, self._model.finish().plan, step, field, chosen))

    def _expect(self, chosen: tuple[str, ...]) -> None:
        """Add lines for indicators that were chosen, take off those that were not."""
        step = self._step()
        has = {each.indicator for each in step.effects} if step is not None else set()
        for key in has - set(chosen):
            self._editor.submit(plan_desk.no_effect(self.known(), self._row, key))
        names = dict(plan_form.indicator_options(self._model.finish().indicators))
        for key in chosen:
            if key not in has:
                self.effects.expect(key, names[key])

    def _submit(self, edits: "list[Edit]") -> None:
        try:
            self._editor.submit(edits)
        except KtaError as error:
            self.banner.show_error(error)

    def _to_checklist(self) -> None:
        self._follow(Target(Where.QUESTION, plan_form.table_address(self.known())))

    def _follow(self, target: Target) -> None:
        self.accept()
        self.jump.emit(target)
