"""The questions of one section, one of which is open."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kta_desktop.domain.verdict import Judgement
from kta_desktop.forms.state import QuestionStatus
from kta_desktop.i18n import _
from ui.undo import AuditEditor
from ui.widgets.label import Label
from ui.widgets.question_card import QuestionCard

_GAP = 8
_UNDONE = (QuestionStatus.EMPTY, QuestionStatus.BEGUN, QuestionStatus.ERROR)


class QuestionList(QScrollArea):
    """Cards in paper order.

    Signals:
        opened: Name of the question that is open now.
        ended: 1 when the way goes on behind the last card, -1 before the first.
    """

    opened = Signal(str)
    ended = Signal(int)

    def __init__(self, editor: AuditEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._section = ""
        self._current: QuestionCard | None = None
        self.cards: list[QuestionCard] = []
        self._inside = QWidget()
        self._inside.setProperty("ground", "bg")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._nothing = Label("", tone="tx2", parent=self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(12, 2, 12, 12)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def current(self) -> QuestionCard | None:
        """Return the open card."""
        return self._current

    def show_section(self, name: str) -> None:
        """Show the cards of a section, all folded."""
        if name == self._section:
            return
        self._forget()
        self._section = name
        self._follow()
        self.verticalScrollBar().setValue(0)

    def refresh(self, names: frozenset[str]) -> None:
        """Follow changes of questions; cards come and go where relevance did."""
        self._follow()
        for card in self.cards:
            if card.question.name in names:
                card.refresh()

    def open(
        self, name: str, *, backwards: bool = False, focus: bool = True, still: bool = False
    ) -> None:
        """Unfold a card and fold the one that was open.

        Args:
            name: Name of the question.
            backwards: Whether the focus goes to the last place of the card.
            focus: Whether the focus goes there at all.
            still: Whether the card stays where it is on screen, as under the mouse.
        """
        card = self.card(name)
        if card is None:
            return
        before, top = self._current, self._top(card)
        self._current = card
        card.unfold(backwards=backwards, focus=focus)
        if before is not None and before is not card:
            before.fold()
        self._settle()
        if still:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._top(card) - top)
        self._reveal()
        if before is not card:
            self.opened.emit(name)

    def card(self, name: str) -> QuestionCard | None:
        """Return the card of a question; None if it is not in this section or does not apply."""
        return next((card for card in self.cards if card.question.name == name), None)

    def step(self, by: int, *, focus: bool = True) -> None:
        """Open the next (1) or previous (-1) card, or say that there is none."""
        if self._current is None:
            place = 0 if by > 0 else len(self.cards) - 1
        else:
            place = self.cards.index(self._current) + by
        if 0 <= place < len(self.cards):
            self.open(self.cards[place].question.name, focus=focus)
        else:
            self.commit()
            self.ended.emit(by)

    def open_edge(self, by: int) -> None:
        """Open the first card (1) or the last one (-1)."""
        if self.cards:
            self.open(self.cards[0 if by > 0 else -1].question.name)

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self._current is not None:
            self._current.commit()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show the verdict on the open card."""
        if self._current is not None:
            self._current.show_judgement(judgement)

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._nothing.setText(
            _("No question of this section applies. What was answered elsewhere decides it.")
        )
        for card in self.cards:
            card.retranslate()

    def _follow(self) -> None:
        """Add and remove cards until they are the questions that apply."""
        wanted = self._editor.state.visible(self._section)
        names = [question.name for question in wanted]
        for card in [card for card in self.cards if card.question.name not in names]:
            self._remove(card)
        for place, question in enumerate(wanted):
            if place >= len(self.cards) or self.cards[place].question.name != question.name:
                card = QuestionCard(self._editor, question, self._inside)
                card.wanted.connect(self._wanted)
                card.left.connect(self.step)
                card.grown.connect(lambda: QTimer.singleShot(0, self, self._reveal))
                self.cards.insert(place, card)
                self._column.insertWidget(place + 1, card)
                card.show()
        self._order_tabs()
        self._nothing.setVisible(not self.cards)

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for card in self.cards:
            if before is not None and not card.is_open:
                QWidget.setTabOrder(before, card)
            before = card
            if card.form is not None:
                before = card.form.tab_widgets()[-1]

    def _remove(self, card: QuestionCard) -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        self._column.removeWidget(card)
        if card is self._current:
            card.commit()
            self._current = None
            if self.cards:
                self.open(self.cards[min(place, len(self.cards) - 1)].question.name)
        card.hide()
        card.deleteLater()

    def _forget(self) -> None:
        self.commit()
        gone, self.cards = self.cards, []  # first: a card that goes hands the focus to the next
        self._current = None
        for card in gone:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _wanted(self, name: str, backwards: bool) -> None:
        card = self.card(name)
        if card is not None and card.is_open:
            if not card.isAncestorOf(self.focusWidget() or self):
                card.unfold()
            return
        self.open(name, backwards=backwards, still=True)

    def _top(self, card: QuestionCard) -> int:
        return card.mapTo(self.viewport(), QPoint(0, 0)).y()

    def _settle(self) -> None:
        """Work the layout out now, so that places can be compared."""
        self._column.activate()
        self._inside.adjustSize()

    def _reveal(self) -> None:
        """Bring the open card into view; of a card higher than the view, its head."""
        card = self._current
        if card is None:
            return
        top, height, room = self._top(card), card.height(), self.viewport().height()
        bar = self.verticalScrollBar()
        if top < 0 or height > room:
            bar.setValue(bar.value() + min(top - _GAP, 0) if height <= room else bar.value() + top)
        elif top + height > room:
            bar.setValue(bar.value() + top + height - room + _GAP)


def next_undone(editor: AuditEditor, after: str | None) -> str | None:
    """Return the next question without an answer or asked-for evidence, going round once."""
    state = editor.state
    asked = [q for q in state.definition.questions if q.is_asked and state.is_relevant(q.name)]
    names = [question.name for question in asked]
    start = names.index(after) + 1 if after in names else 0
    for question in asked[start:] + asked[:start]:
        if state.status(question.name) in _UNDONE or _lacks_evidence(editor, question.name):
            return question.name
    return None


def _lacks_evidence(editor: AuditEditor, name: str) -> bool:
    """Whether proof is asked for an answer that has none."""
    state = editor.state
    wants = set(state.definition.question(name).evidence) & {"photo", "document"}
    is_answered = state.status(name) in (QuestionStatus.ANSWERED, QuestionStatus.WARNING)
    return bool(wants) and is_answered and not state.evidence(name)
