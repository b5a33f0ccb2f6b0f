"""The checklist of an audit: sections, the questions of one, and what helps to answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Section
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _
from kta_desktop.services import judging
from ui.dialogs.evidence_desk import EvidenceDesk
from ui.dialogs.go_to import ask_question
from ui.models.folds import Folds
from ui.models.layout import Layout
from ui.models.outline import NEW
from ui.models.way import Way
from ui.undo import AuditEditor
from ui.widgets.answer_shown_unit import KEY as UNIT_KEY
from ui.widgets.card_base import ListCard
from ui.widgets.card_secret import KEY as SECRET_KEY
from ui.widgets.checklist_keys import keys_of
from ui.widgets.checklist_panes import ChecklistPanes
from ui.widgets.comment_ways import CommentWays
from ui.widgets.context_pane import ContextPane
from ui.widgets.dispute_line import KEY as DISPUTE_KEY
from ui.widgets.draft_offer import KEY as DRAFTS_KEY
from ui.widgets.draft_offer import DraftOffer
from ui.widgets.earlier_answers import EarlierAnswers
from ui.widgets.earlier_offer import KEY as EARLIER_KEY
from ui.widgets.earlier_offer import EarlierOffer
from ui.widgets.edited_page import EditedPage
from ui.widgets.new_pictures_bar import KEY as NEW_KEY
from ui.widgets.question_head import QuestionHead
from ui.widgets.question_list import QuestionList
from ui.widgets.section_tree import MINE_KEY, SectionTree
from ui.widgets.shortcuts import PAGE, bind
from ui.widgets.undo_names import UndoNames

if TYPE_CHECKING:
    from kta_desktop.services.pasting import Sheet
    from kta_desktop.services.pasting_text import Cells
    from kta_desktop.services.workspace import Workspace
    from ui.tasks import TaskRunner
    from ui.widgets.grid_clipboard import Take


class ChecklistView(EditedPage):
    """Three panes; in a narrow window the tree drops down and the context lies over the rest.

    Signals:
        title_changed: The title may have changed.
        leaving: The open question is about to be left by a jump.
    """

    title_changed = Signal()
    leaving = Signal()

    def __init__(
        self,
        editor: AuditEditor,
        workspace: "Workspace",
        runner: "TaskRunner",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("checklist", editor, parent)
        self.workspace, self.runner = workspace, runner
        self._section: Section = editor.state.definition.sections[0]
        self._way = Way(editor.state)
        folds = Folds(editor.state)
        self.tree = SectionTree(editor.state, folds, self)
        self.head = QuestionHead(editor.state, self._way, self)
        self.drafts = DraftOffer(editor, self)
        self.earlier = EarlierOffer(editor, workspace, runner, self)
        self.questions = QuestionList(editor, folds, self)
        self.desk = EvidenceDesk(editor, runner, self)
        self.answers = EarlierAnswers(editor, workspace, runner, self)
        layout = Layout()
        self.context = ContextPane(editor, self.answers, layout, self)
        self._panes = ChecklistPanes(self.tree, self.context, layout, self)
        self._undo_names = UndoNames(editor, runner, self)
        ways = (editor.commenting, self.tree, self.questions, self.show_question)
        self._asked = CommentWays(self, *ways)
        self._arrange()
        self._connect()
        self._bind()
        self.retranslate()
        self.show_section(self._way.first())

    def title(self) -> str:
        """Return the name of the page."""
        return _("Checklist")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the focused widget and what they do, most used first."""
        card = self.questions.current
        return keys_of(card.question if card else None, inside=self.questions.takes_instances())

    def keys_now(self) -> dict[str, str]:
        """Return what some keys would do at this moment, such as what Ctrl+Z takes back."""
        return self._undo_names.texts()

    def focus_first(self) -> None:
        """Put the focus where the open question is answered."""
        card = self.questions.current
        if card is not None:
            card.unfold()

    def show_section(self, name: str) -> None:
        """Show the questions of a section, the first one open."""
        self._enter_section(name)
        if self.questions.cards:
            self.questions.open_edge(1, focus=self._has_focus_inside())
        else:
            self._follow_place(None)

    def show_question(self, key: str) -> None:
        """Go to the place of a key; one that does not apply stays where it is, unseen."""
        address = self.editor.state.owner(key.rstrip(NEW))
        self._enter_section(self.editor.state.question(address).section)
        self.questions.open(key)

    def here(self) -> Target | None:
        """Return the place of the open question."""
        card = self.questions.current
        return Target(Where.QUESTION, card.address) if card is not None else None

    def show_target(self, target: Target) -> None:
        """Go to a question or a section."""
        ask = self._asked.open if target.comment else self.show_question
        show = self.show_section if target.where is Where.SECTION else ask
        show(target.key)

    def next_unanswered(self) -> None:
        """Go to the next question without an answer or without evidence."""
        self.commit()
        card = self.questions.current
        after = card.address if card else None
        address = self._way.undone_after(after)
        if address is None:
            self.said.emit(_("Every question that applies is answered."))
        else:
            self.show_question(address)

    def step_section(self, by: int) -> None:
        """Go to the next (1) or previous (-1) section that has questions."""
        section = self._way.beside(self._section.name, by)
        if section is not None:
            self._enter_section(section)
            self.questions.open_edge(by)

    def toggle_mine(self) -> None:
        """Show the sections that the auditor of this workspace answers alone, or all again."""
        if not self._way.turn(self.workspace.profile.id):
            self.said.emit(_("No section is assigned to you."))
        self.tree.show_only(self._way.only)
        self._show_head()
        if not self._way.has(self._section.name):
            self.show_section(self._way.first())

    def toggle_context(self) -> None:
        """Show or fold the context pane."""
        self._panes.toggle_context()

    def toggle_sections(self) -> None:
        """In a narrow window: drop the sections down, or take them away."""
        if self._panes.toggle_tree():
            self.tree.show_section(self._section.name)
            self.tree.tree.setFocus()
        else:
            self.focus_first()

    def next_pane(self) -> None:
        """Take the focus to the next pane: sections, questions, context."""
        if self._panes.is_narrow:
            self.toggle_sections()
        elif self.tree.isAncestorOf(self.focusWidget() or self):
            self.focus_first()
        elif self.context.has_focus() or not self._panes.has_context():
            self._panes.show_tree()
            self.tree.tree.setFocus()
        else:
            self.commit()
            self.context.setFocus()

    def take_earlier(self) -> None:
        """Take what an earlier audit answered: all of it while it is offered, else this one."""
        card = self.questions.current
        if self.earlier.has_offer():
            self.earlier.take_over()
        elif card is not None:
            self.commit()
            if not self.answers.take(card.address):
                self.said.emit(_("No earlier audit of this plant answers this question."))

    @override
    def commit(self) -> None:
        self.questions.commit()

    def show_history(self) -> None:
        """Show who changed the open answer, when and from what to what."""
        from ui.dialogs.history_dialog import HistoryDialog

        self.commit()
        card = self.questions.current
        if card is not None:
            place = card.entry.key.partition(NEW)[0]
            HistoryDialog(self.editor, place, self.runner, self).open()

    def preview_paste(self, cells: "Cells", sheet: "Sheet", table: QWidget, take: "Take") -> None:
        """Show what is pasted into a table before it is written."""
        from ui.dialogs.paste_preview import show_preview

        show_preview(cells, sheet, table, take)

    def retranslate(self) -> None:
        """Show the texts of program and checklist in the interface language."""
        self.setAccessibleName(self.title())
        self.tree.retranslate()
        self.questions.retranslate()
        self.context.retranslate()
        self.earlier.retranslate()
        self.desk.bar.refresh()
        self.drafts.retranslate()
        self._show_head()
        self.title_changed.emit()
        self.keys_changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._panes.is_narrow:
            self._panes.close_overlays()
            self.focus_first()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        for widget in (self.head, self.banner, self.drafts, self.earlier):
            self._panes.column.addWidget(widget)
        self._panes.column.addWidget(self.questions, 1)
        self._panes.column.addWidget(self.desk.bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._panes)

    def _connect(self) -> None:
        self.editor.changed.connect(self._follow)
        self.tree.section_chosen.connect(self._choose_section)
        self.tree.question_chosen.connect(self._choose_question)
        self.tree.mine_wanted.connect(self.toggle_mine)
        self.head.sections_wanted.connect(self.toggle_sections)
        self.head.unanswered_wanted.connect(self.next_unanswered)
        self.head.stepped.connect(self.step_section)
        self.head.context_wanted.connect(self.toggle_context)
        self.questions.opened.connect(self._opened)
        self.questions.folded.connect(self.tree.follow_folds)
        self.questions.ended.connect(self.step_section)
        for part in (self.earlier, self.drafts, self._asked):
            part.said.connect(self.said)
        self.drafts.jump.connect(self.show_question)
        self.answers.failed.connect(self.say_failed)
        self.context.followed.connect(self._go)
        self._asked.jump.connect(self.jump)
        self._panes.narrowed.connect(lambda _narrow: self._show_head())

    def _bind(self) -> None:
        for keys, act in (
            ("F4", self.toggle_context),
            ("F6", self.next_pane),
            ("F7", self.next_unanswered),
            ("F8", self._on_card(lambda card: card.add_evidence())),
            (NEW_KEY, self.desk.take_new),
            ("F9", self._on_card(lambda card: card.open_note())),
            ("Alt+Y", self._on_card(lambda card: card.ask_reason())),
            (SECRET_KEY, self._on_card(lambda card: card.toggle_secret())),
            (DISPUTE_KEY, self._on_card(lambda card: card.decide())),
            (UNIT_KEY, self._on_card(lambda card: card.show_in_unit())),
            (MINE_KEY, self.toggle_mine),
            ("Ctrl+PgDown", lambda: self.step_section(1)),
            ("Ctrl+PgUp", lambda: self.step_section(-1)),
            ("Ctrl+G", self._go_to),
            ("Ctrl+H", self.show_history),
            ("Alt+Ins", self.questions.add_instance),
            (EARLIER_KEY, self.take_earlier),
            (DRAFTS_KEY, self.drafts.take_all),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
        ):
            bind(self, keys, act, PAGE)

    def _enter_section(self, name: str) -> None:
        self._section = next(s for s in self.editor.state.definition.sections if s.name == name)
        self.questions.show_section(name)
        self.tree.show_section(name)
        self._show_head()

    def _choose_section(self, name: str) -> None:
        self._panes.close_tree()
        self.show_section(name)
        self.focus_first()

    def _choose_question(self, key: str) -> None:
        self._panes.close_tree()
        self.show_question(key)

    def _opened(self, key: str) -> None:
        self.tree.show_question(key)
        card = self.questions.card(key)
        self._follow_place(card.entry.place if card else None)
        self.keys_changed.emit()

    def _follow(self, addresses: frozenset[str]) -> None:
        """Show what changed."""
        self.questions.refresh(addresses)
        self.tree.refresh(addresses)
        card = self.questions.current
        self._follow_place(card.entry.place if card else None)
        self._show_head()

    def _follow_place(self, place: Place | None) -> None:
        judgement = self._judgement(place) if place is not None else None
        self.questions.show_judgement(judgement)
        self.context.previous.show_key(works=not self.earlier.has_offer())
        self.context.show_place(place, judgement)
        self.desk.show_place(place)

    def _judgement(self, place: Place) -> Judgement | None:
        if not place.question.levels:
            return None
        return judging.judge_answer(self.editor.record, self.editor.state, place.address)

    def _show_head(self) -> None:
        self.head.show_section(self._section, narrow=self._panes.is_narrow)

    def _on_card(self, act: Callable[[ListCard], object]) -> Callable[[], None]:
        """Return what does something with the open card, if one is."""

        def done() -> None:
            if self.questions.current is not None:
                act(self.questions.current)

        return done

    def _go(self, target: Target) -> None:
        """Follow a link: to a question here, to anything else in the program."""
        self.commit()
        if target.where in (Where.QUESTION, Where.SECTION):
            self.show_target(target)
        else:
            self.jump.emit(target)

    def _go_to(self) -> None:
        card = self.questions.current
        address = ask_question(
            self.editor.state, card.address if card else "", self, self.editor.record
        )
        if address:
            self.leaving.emit()
            self.show_question(address)

    def _has_focus_inside(self) -> bool:
        focused = self.window().focusWidget()
        return focused is None or self.isAncestorOf(focused)
