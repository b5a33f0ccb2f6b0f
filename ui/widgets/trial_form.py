"""A checklist tried out beside the pack: sections, questions, answers that go nowhere."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import _
from ui.tasks import TaskRunner
from ui.widgets.label import Label
from ui.widgets.question_list import QuestionList
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.trial_context import TrialContext
from ui.widgets.trial_editor import TrialEditor
from ui.widgets.trial_panes import TrialPanes

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace


class TrialForm(QWidget):
    """Sections and questions of a checklist, live, and what each answer does.

    In a narrow place the tree of sections drops down (F6). The same checklist, corrected, keeps
    what was tried in it.

    Signals:
        said: what was taken back, or why something cannot be tried.
        level_wanted: id of a level to be shown in full.
    """

    said = Signal(str)
    level_wanted = Signal(str)

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._sha256 = ""
        self._parts: TrialPanes | None = None
        self._nothing = Label("", "body", "tx2")
        self._nothing.setContentsMargins(12, 8, 12, 8)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._nothing)
        self._bind()

    @property
    def editor(self) -> TrialEditor | None:
        """The tried answers; None if there is no form."""
        return self._parts.editor if self._parts else None

    @property
    def context(self) -> TrialContext | None:
        """What stands beside the questions; None if there is no form."""
        return self._parts.context if self._parts else None

    @property
    def questions(self) -> QuestionList | None:
        """The questions of the open section; None if there is no form."""
        return self._parts.questions if self._parts else None

    def show_definition(self, definition: Definition | None, sha256: str) -> None:
        """Show another checklist, empty; another version of the same one keeps what was tried."""
        if sha256 == self._sha256:
            return
        self._sha256 = sha256
        tried = self._tried(definition)
        if self._parts is not None:
            self._parts.hide()
            self._parts.deleteLater()
            self._parts = None
        if definition is not None and definition.sections:
            editor = TrialEditor(self._workspace, definition, sha256, self._runner, tried, self)
            self._parts = TrialPanes(editor, self)
            self._parts.context.level_wanted.connect(self.level_wanted)
            editor.undone.connect(self.said)
            self._column.addWidget(self._parts, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Show texts of program and checklist in the interface language."""
        self._nothing.setText(_("There is no form to show until the mistakes are corrected."))
        self._nothing.setVisible(self._parts is None)
        if self._parts is not None:
            self._parts.retranslate()

    def show_question(self, name: str) -> bool:
        """Go to a question, or say why it is not asked; False if the form has none of that name."""
        return self._parts is not None and self._parts.show_question(name)

    def undo(self) -> None:
        """Take the newest tried answer back, what is being typed included."""
        if self._parts is not None:
            self._parts.questions.commit()
            self._parts.editor.undo()

    def redo(self) -> None:
        """Bring back the answer that was taken back last."""
        if self._parts is not None:
            self._parts.questions.commit()
            self._parts.editor.redo()

    def focus_first(self) -> None:
        """Give the keyboard to the open question."""
        if self._parts is not None:
            self._parts.focus_question()

    def close_overlays(self) -> bool:
        """Take away what lies over the questions; False if nothing does."""
        return self._parts is not None and self._parts.close_overlays()

    def next_pane(self) -> bool:
        """Go from the questions to the sections; False where the way leads out of the form."""
        return self._parts is not None and self._parts.next_pane()

    def _tried(self, definition: Definition | None) -> Mapping[str, JsonValue]:
        """Return what was tried in another version of the same checklist."""
        before = self.editor
        if before is None or definition is None or before.state.definition.pack != definition.pack:
            return {}
        return {path: value for path, value in before.state.entries.items() if value is not None}

    def _bind(self) -> None:
        for keys, act in (
            ("F4", TrialPanes.toggle_context),
            ("F7", TrialPanes.next_unanswered),
            ("Ctrl+PgDown", lambda parts: parts.step_section(1)),
            ("Ctrl+PgUp", lambda parts: parts.step_section(-1)),
            ("Alt+Ins", lambda parts: parts.questions.add_instance()),
        ):
            bind(self, keys, partial(self._act, act), PAGE)
        bind(self, "Ctrl+Z", self.undo, PAGE)
        bind(self, "Ctrl+Y", self.redo, PAGE)

    def _act(self, act: Callable[[TrialPanes], object]) -> None:
        if self._parts is not None:
            act(self._parts)
