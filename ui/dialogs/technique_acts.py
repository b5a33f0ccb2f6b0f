"""What is done on the page of techniques: edits of the desk, and the windows that ask first."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kta_desktop.errors import KtaError
from kta_desktop.i18n import _
from kta_desktop.services import bottleneck_links, technique_desk
from kta_desktop.services.answering import Edit
from ui.dialogs.plan_ask import PlanAsk
from ui.dialogs.technique_more import TechniqueMoreDialog
from ui.models import bat_rows
from ui.widgets.labelled import Labelled

if TYPE_CHECKING:
    from kta_desktop.assessment.bat import BatLine, TechniqueLine
    from kta_desktop.assessment.techniques import State
    from kta_desktop.services.assessing import Assessment
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor


class UnitDialog(PlanAsk):
    """Asks at which further unit of the plant a technique is looked at.

    Args:
        title: Code and name of the technique.
        take: Gets the unit; may refuse it.
        parent: The window it belongs to.
    """

    def __init__(
        self, title: str, take: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            _("Technique at another unit"),
            _("Add it"),
            lambda: take(self.unit.field.text()),
            _("«{title}» gets a line of its own there, with its own state.").format(title=title),
            parent,
        )
        self.setObjectName("techniqueUnit")
        self.unit = Labelled(QLineEdit(), _("Unit of the plant"))
        self.column.addWidget(self.unit)
        self.unit.field.setFocus()


class TechniqueActs(QObject):
    """Acts on techniques of the open audit; each is one step of undo.

    Signals:
        jump: ``Target`` on another page.
        path_wanted: Path of a question that is wanted.
        said: A short confirmation.
        failed: The ``KtaError`` that refused an act.
        awaited: Key of a line to be chosen when it is there.
    """

    jump = Signal(object)
    path_wanted = Signal(str)
    said = Signal(str)
    failed = Signal(object)
    awaited = Signal(str)

    def __init__(self, editor: "AuditEditor", model: "AssessmentModel", window: QWidget) -> None:
        super().__init__(window)
        self._editor, self._model, self._window = editor, model, window

    def set_state(self, line: "TechniqueLine", state: "State", **fields: str) -> bool:
        """Give a technique a state, confirmed by the auditor; False if that was refused."""
        known = self._found().known
        return self._submit(lambda: technique_desk.confirm(known, line, state, **fields))

    def accept_all(self, bats: "Sequence[BatLine]") -> None:
        """Confirm every proposal of some conclusions that is open, as one act."""
        count = len(technique_desk.open_proposals(bats))
        known = self._found().known
        if count and self._submit(lambda: technique_desk.accept_all(known, bats)):
            told = _("Techniques confirmed as proposed: {count}. Ctrl+Z takes that back.")
            self.said.emit(told.format(count=count))

    def add_unit(self, bat: "BatLine", line: "TechniqueLine") -> None:
        """Ask at which further unit a technique is looked at."""
        title = bat_rows.title_of(bat, line.technique)
        self._open(UnitDialog(title, lambda unit: self._add(line, unit), self._window))

    def show_more(self, bat: "BatLine", line: "TechniqueLine") -> None:
        """Ask for unit, effect, costs and criteria of a technique; lead on from it."""
        found, title = self._found(), bat_rows.line_title(bat, line)
        leads = bottleneck_links.of_technique(found, line.technique.id)
        dialog = TechniqueMoreDialog(self._editor, found.known, line, title, self._window, leads)
        dialog.path_wanted.connect(self.path_wanted)
        dialog.stored.connect(self.awaited)
        dialog.followed.connect(self.jump)
        self._open(dialog)

    def lead_on(self, _bat: "BatLine", line: "TechniqueLine") -> None:
        """Go to the first bottleneck that a technique would remove, else to its first measure."""
        leads = bottleneck_links.of_technique(self._found(), line.technique.id)
        if leads:
            self.jump.emit(leads[0].target)

    def _add(self, line: "TechniqueLine", unit: str) -> None:
        """Add a line.

        Raises:
            KtaError: If the unit has no name, or the technique a line there already.
        """
        key, edits = technique_desk.add_unit(self._found().known, line.technique.id, unit)
        self._editor.submit(edits)
        self.awaited.emit(key)

    def _submit(self, make: "Callable[[], list[Edit]]") -> bool:
        try:
            edits = make()
        except KtaError as error:
            self.failed.emit(error)
            return False
        self._editor.submit(edits)
        return True

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _found(self) -> "Assessment":
        return self._model.finish()
