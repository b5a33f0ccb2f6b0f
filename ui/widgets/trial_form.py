"""A checklist tried out beside the pack: sections, questions, answers that go nowhere."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.i18n import _
from kta_desktop.services import trial
from kta_desktop.services.answering import Edit
from ui.models.folds import Folds
from ui.tasks import TaskRunner
from ui.undo import AuditEditor
from ui.widgets.label import Label
from ui.widgets.question_list import QuestionList
from ui.widgets.section_tree import SectionTree

if TYPE_CHECKING:
    from kta_desktop.services.workspace import Workspace

_TREE_WIDTH = 240


class TrialEditor(AuditEditor):
    """An editor whose edits are shown and taken back, and stored nowhere."""

    def __init__(
        self,
        workspace: "Workspace",
        definition: Definition,
        sha256: str,
        runner: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(workspace, trial.record_of(definition, sha256), runner, parent)
        self._acts: list[dict[str, tuple[JsonValue, JsonValue]]] = []
        self._done = 0
        self._show(self.state.owed().items())

    @override
    def submit(self, edits: Sequence[Edit]) -> None:
        entries = self.state.entries
        act = {
            edit.path: (entries.get(edit.path), edit.after)
            for edit in edits
            if entries.get(edit.path) != edit.after
        }
        if not act:
            return
        del self._acts[self._done :]
        self._acts.append(act)
        self._done += 1
        self._show((path, after) for path, (_before, after) in act.items())
        self._show(self.state.owed().items())
        self._tell_time()

    @override
    def undo(self) -> None:
        if self._done:
            self._done -= 1
            self._go(0, _("Undone: {what}"))

    @override
    def redo(self) -> None:
        if self._done < len(self._acts):
            self._done += 1
            self._go(1, _("Brought back: {what}"), self._done - 1)

    @override
    def retry(self) -> None:
        return  # nothing is stored, so nothing fails to be

    @override
    def reload(self) -> None:
        return  # nobody else edits what is tried out

    @override
    def attach(self, address: str, files: Sequence[Path]) -> None:
        return  # proof belongs to an audit

    def _go(self, side: int, text: str, place: int | None = None) -> None:
        act = self._acts[self._done if place is None else place]
        self._show((path, pair[side]) for path, pair in act.items())
        self.undone.emit(text.format(what="; ".join(self.name_of(path) for path in act)))
        self._tell_time()

    def _tell_time(self) -> None:
        self.saved_at = datetime.now(UTC).isoformat()
        self.saved.emit(self.saved_at)


class TrialForm(QWidget):
    """Sections and questions of a checklist, live."""

    def __init__(
        self, workspace: "Workspace", runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._runner = workspace, runner
        self._sha256 = ""
        self.editor: TrialEditor | None = None
        self.tree: SectionTree | None = None
        self.questions: QuestionList | None = None
        self._note = Label("", "second", "tx2")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._note)
        self._panes: QSplitter | None = None

    def show_definition(self, definition: Definition | None, sha256: str) -> None:
        """Show another checklist, empty; the same one keeps what was tried."""
        if sha256 == self._sha256:
            return
        self._sha256 = sha256
        self._forget()
        if definition is not None and definition.sections:
            self._build(definition, sha256)
        self.retranslate()

    def retranslate(self) -> None:
        """Show texts of program and checklist in the interface language."""
        self._note.setText(
            _("Answers are tried out here and stored nowhere.")
            if self.editor is not None
            else _("There is no form to show until the mistakes are corrected.")
        )
        for part in (self.tree, self.questions):
            if part is not None:
                part.retranslate()

    def undo(self) -> None:
        """Take the newest tried answer back."""
        if self.editor is not None:
            self.editor.undo()

    def focus_first(self) -> None:
        """Give the keyboard to the open question."""
        card = self.questions.current if self.questions is not None else None
        if card is not None:
            card.unfold()

    def _forget(self) -> None:
        if self._panes is not None:
            self._panes.hide()
            self._panes.deleteLater()
        if self.editor is not None:
            self.editor.deleteLater()
        self._panes = self.editor = self.tree = self.questions = None

    def _build(self, definition: Definition, sha256: str) -> None:
        editor = TrialEditor(self._workspace, definition, sha256, self._runner, self)
        folds = Folds(editor.state)
        tree, questions = SectionTree(editor.state, folds, self), QuestionList(editor, folds, self)
        self.editor, self.tree, self.questions = editor, tree, questions
        self._panes = QSplitter(Qt.Orientation.Horizontal, self)
        self._panes.addWidget(tree)
        self._panes.addWidget(questions)
        self._panes.setStretchFactor(1, 1)
        self._panes.setSizes([_TREE_WIDTH, 600])
        self._column.addWidget(self._panes, 1)
        editor.changed.connect(questions.refresh)
        editor.changed.connect(tree.refresh)
        questions.folded.connect(tree.follow_folds)
        tree.section_chosen.connect(self._show_section)
        tree.question_chosen.connect(questions.open)
        questions.opened.connect(tree.show_question)
        self._show_section(definition.sections[0].name)

    def _show_section(self, name: str) -> None:
        if self.questions is not None and self.tree is not None:
            self.questions.show_section(name)
            self.tree.show_section(name)
