"""The questions of one section, one of which is open, with their repeats and figures."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain import fieldpath
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.verdict import Judgement
from kta_desktop.i18n import _
from kta_desktop.services.answering import Edit
from ui.models.folds import Folds
from ui.models.outline import NEW, Entry, Kind, may_add
from ui.undo import AuditEditor
from ui.widgets.card_base import ListCard
from ui.widgets.card_figure import FigureCard, GroupCard, NoteCard
from ui.widgets.card_repeat import InstanceCard, MoreCard, RepeatCard
from ui.widgets.furnishing import Furnishing, dress
from ui.widgets.label import Label
from ui.widgets.question_card import QuestionCard

_GAP = 8
_CARDS: Mapping[Kind, type[ListCard]] = {
    Kind.QUESTION: QuestionCard,
    Kind.CALCULATION: FigureCard,
    Kind.NOTE: NoteCard,
    Kind.REPEAT: RepeatCard,
    Kind.INSTANCE: InstanceCard,
    Kind.MORE: MoreCard,
    Kind.GROUP: GroupCard,
}


class QuestionList(QScrollArea):
    """Cards in paper order. What is in a folded instance has none.

    Signals:
        opened: Key of the place that is open now.
        ended: 1 when the way goes on behind the last card, -1 before the first.
        folded: Instances were folded or unfolded.
    """

    opened = Signal(str)
    ended = Signal(int)
    folded = Signal()

    def __init__(self, editor: AuditEditor, folds: Folds, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor, self._folds = editor, folds
        self._section = ""
        self._current: ListCard | None = None
        self._is_following = self._is_opening = False
        self._lost: int | None = None  # where the open card stood that is not there any more
        self._followed: tuple[Entry, ...] = ()
        self.cards: list[ListCard] = []
        self._inside = QWidget()
        self._inside.setProperty("ground", "bg")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._nothing = Label("", tone="tx2", parent=self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(12, 2, 12, 12)
        self._column.setSpacing(_GAP)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        self._furnishing = Furnishing(self, lambda: self.cards, self._settle)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for signal in (editor.disputed, editor.commenting.changed):
            signal.connect(self._show_marks)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height():  # as by a strip that appears below
            QTimer.singleShot(0, self, self._reveal)

    @property
    def current(self) -> ListCard | None:
        """Return the open card."""
        return self._current

    def show_section(self, name: str) -> None:
        """Show the cards of a section, all folded."""
        if name == self._section:
            return
        self._forget()
        self._section = name
        self._follow()
        self._furnishing.near(0)
        self.verticalScrollBar().setValue(0)

    def refresh(self, addresses: frozenset[str]) -> None:
        """Follow changes of questions; cards come and go where relevance and instances did."""
        self._follow()
        for card in self.cards:
            if card.address in addresses or _is_around(card, addresses):
                card.refresh()
            else:
                card.follow_level()

    def open(
        self, key: str, *, backwards: bool = False, focus: bool = True, still: bool = False
    ) -> None:
        """Unfold a card, and the instances around it, and fold the one that was open.

        Args:
            key: Key of its place, see ``outline``.
            backwards: Whether the focus goes to the last place of the card.
            focus: Whether the focus goes there at all.
            still: Whether the card stays where it is on screen, as under the mouse.
        """
        before, top = self._current, self._top_of(key)
        card = self._gone_into(key)
        if card is None:
            self._find_lost()
            return
        self._furnishing.near(self.cards.index(card))
        self._current = card
        card.unfold(backwards=backwards, focus=focus)
        if before is not None and before is not card and before in self.cards:
            before.fold()
        self._order_tabs()
        self._settle()
        if still and top is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self._top(card) - top)
        self._reveal()
        if before is not card:
            self.opened.emit(key)

    def card(self, key: str) -> ListCard | None:
        """Return the card of a place; None if it is not in this section, or not to be seen."""
        return next((card for card in self.cards if card.key == key), None)

    def step(self, by: int, *, focus: bool = True) -> None:
        """Open the next (1) or previous (-1) question, or say that there is none.

        A folded instance on the way is unfolded.
        """
        place = self.cards.index(self._current) + by if self._current in self.cards else None
        if place is None:
            place = 0 if by > 0 else len(self.cards) - 1
        while 0 <= place < len(self.cards) and not self.cards[place].stops:
            place += by
        if not 0 <= place < len(self.cards):
            self.commit()
            self.ended.emit(by)
        elif isinstance(self.cards[place], InstanceCard):
            self._enter_instance(self.cards[place].key, by, focus=focus)
        else:
            self.open(self.cards[place].key, focus=focus)

    def open_edge(self, by: int, *, focus: bool = True) -> None:
        """Open the first question (1) or the last one (-1)."""
        if any(card.stops for card in self.cards):
            self.step(by, focus=focus)
        elif self.cards:
            self.open(self.cards[0 if by > 0 else -1].key, focus=focus)

    def add_instance(self, card: ListCard | None = None) -> bool:
        """Add an instance of the innermost repeat around a card; return whether there is one."""
        repeat = self._repeat_around(card or self._current)
        if repeat is None:
            return False
        self.commit()
        rows = self._editor.state.rows(repeat)
        order = rows[-1].order + 1.0 if rows else 1.0
        path = fieldpath.row(repeat, new_id())
        self._editor.submit([Edit(path, {"order": order})])
        self._enter_instance(path, 1)
        return True

    def takes_instances(self) -> bool:
        """Whether Alt+Ins adds an instance where one is now."""
        return self._repeat_around(self._current) is not None

    def commit(self) -> None:
        """Hand over what is being typed."""
        if self._current is not None:
            self._current.commit()

    def show_judgement(self, judgement: Judgement | None) -> None:
        """Show the verdict on the open card."""
        if self._current is not None:
            self._current.show_judgement(judgement)

    def _show_marks(self) -> None:
        for card in self.cards:
            if isinstance(card, QuestionCard):
                card.refresh()
        self._order_tabs()

    def retranslate(self) -> None:
        """Show the texts in the interface language."""
        self._nothing.setText(
            _("No question of this section applies. What was answered elsewhere decides it.")
        )
        for card in self.cards:
            card.retranslate()

    def _entries(self) -> tuple[Entry, ...]:
        return self._folds.outline(self._section)

    def _gone_into(self, key: str) -> ListCard | None:
        """Unfold what is around a place and return its card; None if it is not to be seen."""
        self._is_opening = True
        try:
            self.commit()
            before = [each.key for each in self.cards]
            self._folds.enter(key)
            self._follow()
        finally:
            self._is_opening = False
        if before != [each.key for each in self.cards]:
            self.folded.emit()
        card = self.card(key)
        self._lost = None if card is not None else self._lost
        return card

    def _enter_instance(self, path: str, by: int, *, focus: bool = True) -> None:
        """Unfold an instance and open its first question (1) or its last (-1)."""
        self._gone_into(f"{path}/{NEW}")
        inside = [card for card in self.cards if card.key.startswith(f"{path}/") and card.stops]
        if not inside:
            self.open(path, focus=focus)
        elif isinstance(wanted := inside[0 if by > 0 else -1], InstanceCard):
            self._enter_instance(wanted.key, by, focus=focus)
        else:
            self.open(wanted.key, focus=focus)

    def _fold(self, path: str, folded: bool) -> None:
        if self._current is not None and self._current.key.startswith(f"{path}/"):
            self.open(path)
        self._folds.fold(path, folded=folded)
        self._follow()
        self.folded.emit()
        self._settle()
        self._reveal()

    def _remove_instance(self, path: str) -> None:
        """Take an instance away and go to the one after it, else to the repeat; undo is enough."""
        heads = [c.key for c in self.cards if isinstance(c, InstanceCard)]
        repeat = path.rpartition("/")[0]
        beside = [key for key in heads if key.rpartition("/")[0] == repeat]
        place = beside.index(path)
        following = beside[place + 1 : place + 2] or beside[:place][-1:]
        self._editor.submit([Edit(path, None)])
        self.open(following[0] if following else repeat)

    def _repeat_around(self, card: ListCard | None) -> str | None:
        """Return the address of the innermost repeat around a card that takes instances."""
        if card is None:
            return None
        state = self._editor.state
        if card.entry.kind in (Kind.REPEAT, Kind.INSTANCE, Kind.MORE):
            return card.address if may_add(state, card.address) else None
        steps = card.address.split("/")
        for end in range(len(steps) - 2, 0, -2):
            repeat = "/".join(steps[:end])
            if may_add(state, repeat):
                return repeat
        return None

    def _follow(self) -> None:
        """Add and remove cards until they are the places of the section."""
        if self._is_following:
            return
        wanted = self._entries()
        if wanted is not self._followed:
            self._show_cards(wanted)
        if not self._is_opening:
            self._find_lost()

    def _show_cards(self, wanted: tuple[Entry, ...]) -> None:
        self._is_following = True
        try:
            keys = {entry.key for entry in wanted}
            for card in [card for card in self.cards if card.key not in keys]:
                self._remove(card)
            for place, entry in enumerate(wanted):
                if place >= len(self.cards) or self.cards[place].key != entry.key:
                    self._place(place, entry)
                elif self.cards[place].entry != entry:
                    self.cards[place].show_entry(entry)
        finally:
            self._is_following = False
        self._followed = wanted
        self._order_tabs()
        self._furnishing.rest()
        self._nothing.setVisible(not self.cards)

    def _find_lost(self) -> None:
        """Open what stands where the open card was that is not there any more."""
        place, self._lost = self._lost, None
        if place is not None and self._current is None and self.cards:
            near = self.cards[min(place, len(self.cards) - 1)]
            self.open(near.key)

    def _place(self, place: int, entry: Entry) -> None:
        """Put the card of an entry at its place; it may stand further below already."""
        card = self.card(entry.key)
        if card is not None:
            self.cards.remove(card)
            self._column.removeWidget(card)
            card.show_entry(entry)
        else:
            card = self._made(entry)
        self.cards.insert(place, card)
        self._column.insertWidget(place + 1, card)
        card.show()

    def _made(self, entry: Entry) -> ListCard:
        card = _CARDS[entry.kind](self._editor, entry, self._inside)
        card.wanted.connect(self._wanted)
        card.left.connect(self.step)
        card.grown.connect(lambda: QTimer.singleShot(0, self, self._reveal))
        card.adding.connect(lambda: self.add_instance(card))
        if isinstance(card, InstanceCard):
            card.folding.connect(self._fold)
            card.entering.connect(lambda path: self._enter_instance(path, 1))
            card.removing.connect(self._remove_instance)
        return card

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for card in self.cards:
            for widget in card.tab_widgets():
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def _remove(self, card: ListCard) -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        self._column.removeWidget(card)
        if card is self._current:
            card.commit()
            self._current, self._lost = None, place
        card.hide()
        card.deleteLater()

    def _forget(self) -> None:
        self.commit()
        gone, self.cards = self.cards, []  # first: a card that goes hands the focus to the next
        self._current, self._followed = None, ()
        for card in gone:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _wanted(self, key: str, backwards: bool) -> None:
        card = self.card(key)
        if card is None or self._is_following:  # Qt handed on the focus of a card that goes
            return
        if card is self._current:
            if not card.isAncestorOf(self.focusWidget() or self):
                card.unfold()
            return
        self.open(key, backwards=backwards, still=True)

    def _top_of(self, key: str) -> int | None:
        card = self.card(key)
        return self._top(card) if card is not None else None

    def _top(self, card: ListCard) -> int:
        return card.mapTo(self.viewport(), QPoint(0, 0)).y()

    def _settle(self) -> None:
        """Work the layout out now, so that places can be compared."""
        if self._current is not None:
            dress(self._current)
        self._column.activate()
        room = self.viewport().size()
        height = self._column.totalHeightForWidth(room.width())
        self._inside.resize(room.width(), max(height, room.height()))

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


def _is_around(card: ListCard, addresses: frozenset[str]) -> bool:
    """Whether a card is the head of an instance in which something changed."""
    if card.entry.kind is not Kind.INSTANCE:
        return False
    return any(address.startswith(f"{card.key}/") for address in addresses)
