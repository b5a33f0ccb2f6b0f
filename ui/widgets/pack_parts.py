"""One sector pack in full: mistakes, form to try, blank sheet, what differs, levels."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kta_desktop.i18n import _
from kta_desktop.services import packs
from kta_desktop.services.authoring import Inspection
from kta_desktop.services.blank import Checklist
from kta_desktop.services.packs import PackFault
from ui.models import pack_lines
from ui.tasks import TaskRunner
from ui.widgets.blank_paper import BlankPaper
from ui.widgets.fault_list import FaultList
from ui.widgets.flow import FlowLayout
from ui.widgets.level_list import LevelList
from ui.widgets.lines_filter import FilteredLines
from ui.widgets.panel import Panel
from ui.widgets.segments import Segments
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.trial_form import TrialForm

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

FORM, FAULTS, PAPER, CHANGES, LEVELS = "form", "faults", "paper", "changes", "levels"
_PARTS = (FORM, FAULTS, PAPER, CHANGES, LEVELS)
ALL, QUESTIONS, RULES, TECHNIQUES = "all", "questions", "levels", "techniques"


class PackParts(Panel):
    """The parts of the pack that is shown; each is filled when it is first looked at.

    Signals:
        mark_wanted: the ``Level`` that a person wants to mark as checked.
        failed: the KtaError of what could not be set or checked.
        said: a short confirmation.
    """

    mark_wanted = Signal(object)
    failed = Signal(object)
    said = Signal(str)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._runner = runner
        self._inspection: Inspection | None = None
        self._filled: set[str] = set()
        self._checked: tuple[PackFault, ...] | None = None
        self._segments = Segments([(part, "") for part in _PARTS], small=True)
        self.faults, self.levels = FaultList(), LevelList()
        self.changes = FilteredLines("packChanges", (ALL, QUESTIONS, RULES, TECHNIQUES))
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
        self._checked = None
        self._filled.clear()
        self._name_parts()
        has_errors = inspection is not None and inspection.definition is None
        self.show_part(FAULTS if has_errors else self.part)

    def show_part(self, part: str) -> None:
        """Show one of the parts."""
        self._segments.set_value(part)
        self._stack.setCurrentWidget(self._pages[part])
        self._fill(part)

    def step_part(self, by: int) -> None:
        """Show the next (1) or previous (-1) part, round and round."""
        self.show_part(_PARTS[(_PARTS.index(self.part) + by) % len(_PARTS)])
        self.focus_part()

    def show_question(self, name: str) -> None:
        """Show a question in the form; the text of its mistake is copied if there is no form."""
        if name and self._has_form():
            self.show_part(FORM)
            if self.form.show_question(name):
                return
            self.show_part(FAULTS)
        row = self.faults.table.currentIndex().row()
        QGuiApplication.clipboard().setText(self.faults.table.as_text(row))
        self.said.emit(_("The mistake is copied with its place."))

    def focus_part(self) -> None:
        """Give the keyboard to the part that is shown."""
        page = self._pages[self.part]
        if page is self.form:
            self.form.focus_first()
        else:
            (self.paper.preview if page is self.paper else page).setFocus()

    def next_pane(self) -> bool:
        """Go to the next pane inside the part; False if the way leads out of it."""
        return self.part == FORM and self.form.next_pane()

    def close_overlays(self) -> bool:
        """Take away what lies over the part; False if nothing does."""
        return self.part == FORM and self.form.close_overlays()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.setAccessibleName(_("Pack"))
        self._segments.setAccessibleName(_("Part that is shown"))
        self.changes.table.setAccessibleName(_("Differences"))
        for part in (self.form, self.paper, self.faults, self.levels):
            part.retranslate()
        self._filled.clear()
        self._name_parts()
        self._fill(self.part)

    def _arrange(self) -> None:
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        bar = FlowLayout()
        bar.addWidget(self._segments)
        top = QVBoxLayout()
        top.setContentsMargins(8, 6, 8, 6)
        top.addLayout(bar)
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._segments.chosen.connect(lambda part: self.show_part(str(part)))
        self.faults.question_wanted.connect(self.show_question)
        self.faults.said.connect(self.said)
        self.changes.filtered.connect(lambda _name: self._fill_changes())
        self.levels.mark_wanted.connect(self.mark_wanted)
        self.form.said.connect(self.said)
        self.form.level_wanted.connect(self._show_level)
        self.paper.failed.connect(self.failed)
        bind(self, "Ctrl+Tab", partial(self.step_part, 1), PAGE)
        bind(self, "Ctrl+Shift+Tab", partial(self.step_part, -1), PAGE)

    def _has_form(self) -> bool:
        return self._inspection is not None and self._inspection.definition is not None

    def _show_level(self, identifier: str) -> None:
        self.show_part(LEVELS)
        self.levels.show_level(identifier)
        self.levels.setFocus()

    def _name_parts(self) -> None:
        shown = self._inspection
        compared = shown.comparison if shown else None
        changes = 0 if compared is None else sum(map(len, pack_lines.parts_of(compared)))
        definition = shown.definition if shown else None
        levels = _("Levels: {count}").format(count=len(definition.levels)) if definition else ""
        faults = self._faults()
        mistakes = _("Mistakes: {count}").format(count=len(faults)) if faults else _("Mistakes")
        differences = _("Differences: {count}").format(count=changes)
        self._segments.set_options(
            [
                (FORM, _("Form")),
                (FAULTS, mistakes),
                (PAPER, _("Sheet")),
                (CHANGES, differences if compared else _("Differences")),
                (LEVELS, levels or _("Levels")),
            ]
        )

    def _faults(self) -> tuple[PackFault, ...]:
        own = self._inspection.faults if self._inspection else ()
        return self._checked if self._checked is not None else own

    def _fill(self, part: str) -> None:
        """Show the pack in a part that was not looked at since it was chosen.

        What levels come to hangs on the tried answers: they are looked at anew each time.
        """
        fillers: dict[str, Callable[[], None]] = {
            FORM: self._fill_form,
            FAULTS: self._fill_faults,
            PAPER: self._fill_paper,
            CHANGES: self._fill_changes,
            LEVELS: self._fill_levels,
        }
        if part not in self._filled or part == LEVELS:
            self._filled.add(part)
            fillers[part]()

    def _fill_form(self) -> None:
        shown = self._inspection
        if shown is None or shown.definition is None:
            self.form.show_definition(None, "")
        else:
            self.form.show_definition(shown.definition, shown.sha256)

    def _fill_faults(self) -> None:
        """Show what was found on opening; a pack in use is checked now: it may have warnings."""
        shown = self._inspection
        if shown is None or shown.files or shown.definition is None or self._checked is not None:
            self.faults.show_faults(self._faults())
            return
        self.faults.show_faults(None)
        self._runner.run_pool(
            lambda _report, _cancelled: packs.check(shown.path),
            self,
            partial(self._show_checked, shown),
            self.failed.emit,
        )

    def _show_checked(self, of: Inspection, faults: tuple[PackFault, ...]) -> None:
        if of is self._inspection:
            self._checked = faults
            self._name_parts()
            self.faults.show_faults(faults)

    def _fill_paper(self) -> None:
        shown = self._inspection
        if shown is None or shown.definition is None:
            self.paper.show_checklist(None)
        else:
            checklist = Checklist(definition=shown.definition, sha256=shown.sha256)
            self.paper.show_checklist(checklist)

    def _fill_changes(self) -> None:
        compared = self._inspection.comparison if self._inspection else None
        parts = pack_lines.parts_of(compared) if compared else ()
        counts = [len(part) for part in parts] or [0, 0, 0]
        words = (
            _("All: {count}"),
            _("Questions: {count}"),
            _("Levels: {count}"),
            _("Techniques: {count}"),
        )
        numbers = zip(words, (sum(counts), *counts), strict=True)
        self.changes.name_filters([text.format(count=count) for text, count in numbers])
        lines = pack_lines.change_lines(compared, self.changes.chosen) if compared else []
        note = ""
        if compared is None:
            note = _("Open a workbook to compare it with the pack in use.")
        elif compared.is_same:
            note = _("Nothing differs from the pack in use.")
        heads = pack_lines.change_heads()
        self.changes.show_lines(heads, lines, (0.16, 0.36, 0.48), note=note)

    def _fill_levels(self) -> None:
        self._fill_form()
        definition = self._inspection.definition if self._inspection else None
        editor = self.form.editor
        self.levels.show_levels(definition, editor.state if editor and definition else None)
