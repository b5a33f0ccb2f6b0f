"""What is done on the page of the plan: edits of the services, and the windows that ask first."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kta_desktop.domain.target import Target, Where
from kta_desktop.errors import KtaError
from kta_desktop.i18n import _, language
from kta_desktop.services import bottleneck_desk, bottleneck_scene, plan_desk, plan_form
from kta_desktop.services.bottleneck_scene import Candidate

if TYPE_CHECKING:
    from kta_desktop.services.assessing import Assessment
    from kta_desktop.services.plan_form import Edit, Known
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor
    from ui.widgets.bottleneck_weights import Weights


class PlanActs(QObject):
    """Acts on the plan of the open audit; each is one step of undo.

    Signals:
        jump: ``Target`` on another page.
        said: A short confirmation.
        failed: The ``KtaError`` that refused an act.
        added: Key of a bottleneck or id of a measure to be chosen when it is there.
    """

    jump = Signal(object)
    said = Signal(str)
    failed = Signal(object)
    added = Signal(str)

    def __init__(self, editor: "AuditEditor", model: "AssessmentModel", window: QWidget) -> None:
        super().__init__(window)
        self._editor, self._model, self._window = editor, model, window

    def known(self) -> "Known":
        """Return what is known now, for an edit."""
        return plan_form.fresh(self._found().known, self._editor.state)

    def with_bottleneck(self, act: str, key: str) -> None:
        """Do what was asked for with a bottleneck; see ``bottleneck_panel.ACTS``."""
        if act == "add":
            self.add_bottleneck()
            return
        candidate = next((each for each in self._found().candidates if each.key == key), None)
        if candidate is None:
            return
        ways: Mapping[str, Callable[[Candidate], None]] = {
            "open": self.open_bottleneck,
            "take": self.take,
            "restore": self.restore,
            "reject": self.reject,
            "merge": self.merge,
            "measure": self.measure_against,
        }
        ways[act](candidate)

    def with_measure(self, act: str, step: str) -> None:
        """Do what was asked for: ``open``, ``remove``, ``up`` or ``down``."""
        if not step:
            return
        if act == "open":
            self.open_measure(step)
            return
        ways: Mapping[str, Callable[[], list[Edit]]] = {
            "remove": lambda: plan_desk.remove(self.known(), step),
            "up": lambda: plan_desk.move(self.known(), step, -1),
            "down": lambda: plan_desk.move(self.known(), step, 1),
        }
        done = self._submit(ways[act])
        if done and act == "remove":
            self.said.emit(_("The measure was taken away. Ctrl+Z brings it back."))

    def take(self, candidate: Candidate) -> None:
        """Take a bottleneck over into the register."""
        found = self._found()
        take = partial(
            bottleneck_desk.take, self._editor.state, candidate, language(), found.indicators
        )
        if self._submit(take):
            self.said.emit(_("The bottleneck is in the register."))

    def restore(self, candidate: Candidate) -> None:
        """Bring back a bottleneck that was put aside."""
        self._submit(partial(bottleneck_desk.take_back, self._editor.state, candidate))

    def reject(self, candidate: Candidate) -> None:
        """Ask why a bottleneck is none."""
        from ui.dialogs.bottleneck_ask import RejectDialog

        self._open(RejectDialog(self._editor, candidate, self._window))

    def merge(self, candidate: Candidate) -> None:
        """Ask with which other a bottleneck is one."""
        from ui.dialogs.bottleneck_ask import MergeDialog

        others = [e for e in self._found().candidates if e.place and e.key != candidate.key]
        self._open(MergeDialog(self._editor, candidate, others, self._window))

    def add_bottleneck(self) -> None:
        """Ask for a bottleneck of the auditor's own."""
        from ui.dialogs.bottleneck_ask import AddBottleneckDialog

        dialog = AddBottleneckDialog(self._editor, self._window)
        dialog.added.connect(self.added)
        self._open(dialog)

    def open_bottleneck(self, candidate: Candidate) -> None:
        """Show a bottleneck in full."""
        from ui.dialogs.bottleneck_dialog import BottleneckDialog

        found = self._found()
        weights = bottleneck_scene.weights_of(found.known)
        rows = bottleneck_scene.rows(found.candidates, weights, bottleneck_scene.codes(found.bats))
        row = next(each for each in rows if each.key == candidate.key)
        dialog = BottleneckDialog(found, row, self._window)
        dialog.wanted.connect(lambda act: self.with_bottleneck(act, candidate.key))
        dialog.jump.connect(self._go)
        self._open(dialog)

    def measure_against(self, candidate: Candidate) -> None:
        """Add a measure with what a bottleneck tells, and open it."""
        self._add(lambda: plan_desk.add_from(self.known(), candidate))

    def add_measure(self) -> None:
        """Add an empty measure and open it."""
        self._add(lambda: plan_desk.add(self.known()))

    def open_measure(self, step: str) -> None:
        """Open a measure with all its fields."""
        from ui.dialogs.measure_dialog import MeasureDialog

        dialog = MeasureDialog(self._editor, self._model, step, self._window)
        dialog.jump.connect(self._go)
        self._open(dialog)

    def terms(self) -> None:
        """Ask what costs are worked out with."""
        from ui.dialogs.plan_terms import TermsDialog

        self._open(TermsDialog(self._editor, self.known(), self._window))

    def scenarios(self) -> None:
        """Edit the scenarios."""
        from ui.dialogs.plan_scenarios import ScenariosDialog

        self._open(ScenariosDialog(self._editor, self._model, self._window))

    def workbook(self) -> None:
        """Save the plan as a workbook, or take one back."""
        from ui.dialogs.plan_excel import PlanExcelDialog

        self._open(PlanExcelDialog(self._editor, self._model, self._window))

    def director(self) -> None:
        """Show the page for the management."""
        from kta_desktop.services import director
        from ui.dialogs.director import DirectorDialog

        editor, found = self._editor, self._found()
        page = director.page_of(editor.record, editor.state, found, found.known.today)
        dialog = DirectorDialog(page, self._window)
        dialog.print_wanted.connect(lambda: self.jump.emit(Target(Where.PRINT)))
        self._open(dialog)

    def weigh(self, weights: "Weights") -> None:
        """Store weights."""
        self._editor.submit(bottleneck_scene.stored_weights(weights))

    def _found(self) -> "Assessment":
        return self._model.finish()

    def _add(self, make: Callable[[], plan_desk.Added]) -> None:
        try:
            added = make()
        except KtaError as error:
            self.failed.emit(error)
            return
        self._editor.submit(added.edits)
        self.added.emit(added.row)
        self.open_measure(added.row)

    def _submit(self, make: "Callable[[], list[Edit]]") -> bool:
        """Store the edits of an act; False if it was refused."""
        try:
            edits = make()
        except KtaError as error:
            self.failed.emit(error)
            return False
        self._editor.submit(edits)
        return True

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self, target: Target) -> None:
        if target.where is Where.PLAN:
            self.added.emit(target.key)
        else:
            self.jump.emit(target)
