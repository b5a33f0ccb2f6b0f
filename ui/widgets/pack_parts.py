"""One sector pack in full: mistakes, form to try, blank sheet, what differs, levels."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kta_desktop.i18n import _
from kta_desktop.services.authoring import Inspection
from kta_desktop.services.blank import Checklist
from ui.models import pack_lines
from ui.tasks import TaskRunner
from ui.widgets.blank_paper import BlankPaper
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.lines_table import LinesTable
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.trial_form import TrialForm

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

FORM, FAULTS, PAPER, CHANGES, LEVELS = "form", "faults", "paper", "changes", "levels"
_PARTS = (FORM, FAULTS, PAPER, CHANGES, LEVELS)


class PackParts(Panel):
    """The parts of the pack that is shown; each is filled when it is first looked at.

    Signals:
        mark_wanted: the ``Level`` that a person wants to mark as checked.
        failed: the KtaError of a sheet that could not be set.
    """

    mark_wanted = Signal(object)
    failed = Signal(object)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._inspection: Inspection | None = None
        self._filled: set[str] = set()
        self._segments = Segments([(part, "") for part in _PARTS], small=True)
        self._mark = KeyButton("", "Enter", "file-check", small=True)
        self._note = Label("", "second", "tx2")
        self.faults, self.changes = LinesTable("packFaults"), LinesTable("packChanges")
        self.levels = LinesTable("packLevels")
        self.form = TrialForm(workspace, runner)
        self.paper = BlankPaper(runner)
        self._pages: dict[str, QWidget] = {
            FORM: self.form,
            FAULTS: self.faults,
            PAPER: self.paper,
            CHANGES: self.changes,
            LEVELS: self.levels,
        }
        self._arrange()
        self._connect()
        self._segments.set_value(FORM)
        self.show_part(FORM)

    @property
    def part(self) -> str:
        """Which part is shown."""
        return self._segments.value() or FORM

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show another pack; one with mistakes shows them first."""
        self._inspection = inspection
        self._filled.clear()
        self._name_parts()
        has_errors = inspection is not None and inspection.definition is None
        self.show_part(FAULTS if has_errors else self.part)

    def show_part(self, part: str) -> None:
        """Show one of the parts."""
        self._segments.set_value(part)
        self._stack.setCurrentWidget(self._pages[part])
        self._mark.setVisible(part == LEVELS)
        self._fill(part)

    def focus_part(self) -> None:
        """Give the keyboard to the part that is shown."""
        page = self._pages[self.part]
        if page is self.form:
            self.form.focus_first()
        else:
            (self.paper.preview if page is self.paper else page).setFocus()

    def undo(self) -> None:
        """Take the newest tried answer back."""
        if self.part == FORM:
            self.form.undo()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(_("Pack"))
        self._mark.set_text(_("Mark as checked…"))
        self.form.retranslate()
        self.paper.retranslate()
        self._filled.clear()
        self._name_parts()
        self._fill(self.part)

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.addWidget(self._segments)
        bar.addStretch(1)
        bar.addWidget(self._mark)
        self._note.setContentsMargins(8, 0, 8, 6)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(bar)
        self.body.addWidget(self._note)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._segments.chosen.connect(lambda part: self.show_part(str(part)))
        self._mark.clicked.connect(lambda: self._want_mark(self.levels.item()))
        self.levels.opened.connect(self._want_mark)
        self.levels.chosen.connect(lambda item: self._mark.setEnabled(item is not None))
        self.paper.failed.connect(self.failed)
        bind(self, "Ctrl+Z", self.undo, PAGE)
        for number, part in enumerate(_PARTS, 1):
            bind(self, f"Alt+{number}", partial(self.show_part, part), PAGE)

    def _want_mark(self, level: object) -> None:
        if level is not None:
            self.mark_wanted.emit(level)

    def _name_parts(self) -> None:
        shown = self._inspection
        faults = len(shown.faults) if shown else 0
        compared = shown.comparison if shown else None
        changes = 0 if compared is None else sum(map(len, pack_lines.parts_of(compared)))
        levels = len(shown.definition.levels) if shown and shown.definition else 0
        self._segments.set_options(
            [
                (FORM, _("Form")),
                (FAULTS, _("Mistakes: {count}").format(count=faults)),
                (PAPER, _("Sheet")),
                (CHANGES, _("Differences: {count}").format(count=changes)),
                (LEVELS, _("Levels: {count}").format(count=levels)),
            ]
        )

    def _fill(self, part: str) -> None:
        """Show the pack in a part that was not looked at since it was chosen."""
        fillers: dict[str, Callable[[], None]] = {
            FORM: self._fill_form,
            FAULTS: self._fill_faults,
            PAPER: self._fill_paper,
            CHANGES: self._fill_changes,
            LEVELS: self._fill_levels,
        }
        self._note.setText(self._words(part))
        self._note.setVisible(bool(self._note.text()))
        if part not in self._filled:
            self._filled.add(part)
            fillers[part]()

    def _words(self, part: str) -> str:
        shown = self._inspection
        if shown is None:
            return ""
        if part == FAULTS and not shown.faults:
            return _("There are no mistakes.")
        if part == CHANGES and shown.comparison is None:
            return _("Open a workbook to compare it with the pack in use.")
        if part == CHANGES and shown.comparison and shown.comparison.is_same:
            return _("Nothing differs from the pack in use.")
        return ""

    def _fill_form(self) -> None:
        shown = self._inspection
        if shown is None or shown.definition is None:
            self.form.show_definition(None, "")
        else:
            self.form.show_definition(shown.definition, shown.sha256)

    def _fill_faults(self) -> None:
        faults = self._inspection.faults if self._inspection else ()
        lines = [pack_lines.fault_line(fault) for fault in faults]
        shares = (0.14, 0.09, 0.2, 0.15, 0.42)
        self.faults.show_lines(pack_lines.fault_heads(), lines, shares, numbers=(1,))

    def _fill_paper(self) -> None:
        shown = self._inspection
        if shown is None or shown.definition is None:
            self.paper.show_checklist(None)
        else:
            checklist = Checklist(definition=shown.definition, sha256=shown.sha256)
            self.paper.show_checklist(checklist)

    def _fill_changes(self) -> None:
        compared = self._inspection.comparison if self._inspection else None
        lines = pack_lines.change_lines(compared) if compared else []
        self.changes.show_lines(pack_lines.change_heads(), lines, (0.17, 0.2, 0.38, 0.25))

    def _fill_levels(self) -> None:
        definition = self._inspection.definition if self._inspection else None
        lines = (
            [pack_lines.level_line(e, definition) for e in definition.levels] if definition else []
        )
        self.levels.show_lines(pack_lines.level_heads(), lines, (0.34, 0.2, 0.28, 0.18))
        self._mark.setEnabled(bool(lines))
