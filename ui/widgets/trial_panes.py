"""The panes of a tried checklist: sections, questions, and what each answer does."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from ui.models.folds import Folds
from ui.models.undone import next_undone
from ui.theme import theme
from ui.widgets.pane_edge import PaneEdge
from ui.widgets.question_list import QuestionList
from ui.widgets.section_tree import SectionTree
from ui.widgets.trial_context import TrialContext
from ui.widgets.trial_editor import TrialEditor
from ui.widgets.trial_head import TrialHead

_LEAST = 360
_TREE_WIDTH, _CONTEXT_WIDTH = 240, 300
_NARROW = 1100  # px below which the sections drop down
_TIGHT = 860  # px below which the context lies over the questions while it is asked for (F4)


class TrialPanes(QWidget):
    """Sections, questions and context of one tried checklist; narrow, the sections drop down."""

    def __init__(self, editor: TrialEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = editor
        self._is_narrow = self._is_tight = False
        state = editor.state
        self._section = state.definition.sections[0]
        folds = Folds(state)
        self.tree = SectionTree(state, folds, self)
        self.head = TrialHead(state, self)
        self.questions = QuestionList(editor, folds, self)
        self.context = TrialContext(state, self)
        self._edges: dict[QWidget, PaneEdge] = {
            pane: PaneEdge(self) for pane in (self.tree, self.context)
        }
        self._arrange()
        self._connect()
        self.show_section(self._section.name)

    def show_section(self, name: str) -> None:
        """Show the questions of a section, the first one open."""
        self._enter_section(name)
        if self.questions.cards:
            self.questions.open_edge(1, focus=self.questions.isAncestorOf(self._focused()))

    def show_question(self, name: str) -> bool:
        """Go to a question or its repeat, or say why it is not asked."""
        state = self.editor.state
        known = {question.name for question in state.definition.questions}
        if name not in known:
            return False
        place = next((p for p in state.places() if p.question.name == name), None)
        if place is None:
            self.context.show()
            self._place_overlays()
            self.context.show_hidden(name)
        else:
            self._enter_section(place.question.section)
            self.questions.open(place.address)
        return True

    def next_unanswered(self) -> None:
        """Go to the next question without an answer."""
        self.questions.commit()
        card = self.questions.current
        address = next_undone(self.editor.state, card.address if card else None)
        if address is not None:
            self._enter_section(self.editor.state.question(address).section)
            self.questions.open(address)

    def step_section(self, by: int) -> None:
        """Go to the next (1) or previous (-1) section that has questions."""
        sections = self.editor.state.definition.sections
        place = sections.index(self._section) + by
        while 0 <= place < len(sections) and not self.editor.state.places(sections[place].name):
            place += by
        if 0 <= place < len(sections):
            self._enter_section(sections[place].name)
            self.questions.open_edge(by)

    def toggle_context(self) -> None:
        """Show or fold what stands beside the questions."""
        self.context.setVisible(self.context.isHidden())
        self._place_overlays()

    def toggle_sections(self) -> None:
        """In a narrow place: drop the sections down, or take them away."""
        self._drop(is_shown=self.tree.isHidden())
        if self.tree.isHidden():
            self.focus_question()
        else:
            self.tree.show_section(self._section.name)
            self.tree.tree.setFocus()

    def next_pane(self) -> bool:
        """Go from the questions to the sections; False from there."""
        if self.tree.isAncestorOf(self._focused()):
            self._drop(is_shown=False)
            return False
        self.questions.commit()
        self._drop(is_shown=True)
        self.tree.tree.setFocus()
        return True

    def close_overlays(self) -> bool:
        """Take away what lies over the questions; False if nothing does."""
        lying = [
            pane
            for pane, is_over in ((self.tree, self._is_narrow), (self.context, self._is_tight))
            if is_over and not pane.isHidden()
        ]
        for pane in lying:
            pane.hide()
        self._place_overlays()
        return bool(lying)

    def focus_question(self) -> None:
        """Give the keyboard to the open question."""
        if self.questions.current is not None:
            self.questions.current.unfold()

    def retranslate(self) -> None:
        """Show texts of program and checklist in the interface language."""
        for part in (self.tree, self.questions, self.context):
            part.retranslate()
        self._show_head()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, tight = self.width() < _NARROW, self.width() < _TIGHT
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self._take(self.tree, 0, is_out=narrow)
        if tight != self._is_tight:
            self._is_tight = tight
            self._take(self.context, self._panes.count(), is_out=tight)
        self._place_overlays()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.close_overlays():
            self.focus_question()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        middle = QWidget(self)
        middle.setProperty("ground", "bg")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.questions, 1)
        self._panes = QSplitter(Qt.Orientation.Horizontal, self)
        for pane in (self.tree, middle, self.context):
            self._panes.addWidget(pane)
        self._panes.setStretchFactor(1, 1)
        self._panes.setCollapsible(1, False)
        self._panes.setSizes([_TREE_WIDTH, 600, _CONTEXT_WIDTH])
        theme.changed.connect(self._size_handles)
        self._size_handles()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._panes)
        self.setMinimumWidth(_LEAST)  # panes that lie over others must not hold it wide

    def _connect(self) -> None:
        self.editor.changed.connect(self._follow)
        self.questions.folded.connect(self.tree.follow_folds)
        self.questions.opened.connect(self._opened)
        self.questions.ended.connect(self.step_section)
        self.tree.section_chosen.connect(self._choose_section)
        self.tree.question_chosen.connect(self._choose_question)
        self.head.sections_wanted.connect(self.toggle_sections)
        self.head.unanswered_wanted.connect(self.next_unanswered)
        self.head.stepped.connect(self.step_section)
        self.head.context_wanted.connect(self.toggle_context)

    def _follow(self, addresses: frozenset[str]) -> None:
        self.questions.refresh(addresses)
        self.tree.refresh(addresses)
        self.context.refresh()
        self._show_head()

    def _opened(self, key: str) -> None:
        self.tree.show_question(key)
        card = self.questions.card(key)
        if card is not None:
            self.context.show_place(card.address)

    def _choose_section(self, name: str) -> None:
        self._drop(is_shown=False)
        self.show_section(name)
        self.focus_question()

    def _choose_question(self, key: str) -> None:
        self._drop(is_shown=False)
        self.questions.open(key)

    def _enter_section(self, name: str) -> None:
        sections = self.editor.state.definition.sections
        self._section = next(section for section in sections if section.name == name)
        self.questions.show_section(name)
        self.tree.show_section(name)
        self._show_head()

    def _show_head(self) -> None:
        self.head.show_section(self._section)

    def _take(self, pane: QWidget, place: int, *, is_out: bool) -> None:
        """Take a pane out of the row, to lie over the questions, or put it back."""
        if is_out:
            pane.setParent(self)
            pane.hide()
            return
        self._edges[pane].hide()
        self._panes.insertWidget(place, pane)
        pane.show()
        sizes = [_TREE_WIDTH, 600, _CONTEXT_WIDTH]
        self._panes.setSizes(sizes[1:] if self._is_narrow else sizes)

    def _drop(self, *, is_shown: bool) -> None:
        if self._is_narrow:
            self.tree.setVisible(is_shown)
            self._place_overlays()

    def _place_overlays(self) -> None:
        top = self.head.mapTo(self, QPoint(0, self.head.height())).y()
        room = self.height() - top
        if self._is_narrow:
            self.tree.setGeometry(8, top, min(340, self.width() - 16), room)
            self._edges[self.tree].follow(self.tree)
        if self._is_tight:
            width = min(_CONTEXT_WIDTH + 40, self.width() - 16)
            self.context.setGeometry(self.width() - width, top, width, room)
            self._edges[self.context].follow(self.context)

    def _focused(self) -> QWidget:
        return self.window().focusWidget() or self

    def _size_handles(self) -> None:
        self._panes.setHandleWidth(theme.sizes.handle if theme.is_glove else 1)
