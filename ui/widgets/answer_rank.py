"""Putting options in an order: a list whose rows move by Alt with the arrows."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Choice
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.theme import theme
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.answer_choice import chosen
from ui.widgets.label import Label

_ALT = Qt.KeyboardModifier.AltModifier


class _RankList(QListWidget):
    """The options from the first place down.

    Signals: ``moved``, with the row and where it goes (-1 up, 1 down).
    """

    moved = Signal(int, int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & _ALT:
            self.moved.emit(self.currentRow(), step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class RankEditor(AnswerEditor):
    """All options in their order; until one is moved there is no answer."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._list = _RankList(self)
        self._list.setObjectName("rank")
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setWordWrap(True)
        self._list.moved.connect(self._move)
        self._words = Label("", "second", "tx2", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._list)
        column.addWidget(self._words)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._list]

    @override
    def refresh(self) -> None:
        lang, row = language(), max(self._list.currentRow(), 0)
        options = self._ordered()
        texts = [f"{n}.  {option.label.get(lang)}" for n, option in enumerate(options, start=1)]
        if [self._list.item(n).text() for n in range(self._list.count())] != texts:
            self._list.clear()
            self._list.addItems(texts)
        self._list.setCurrentRow(min(row, len(texts) - 1))
        self._list.setAccessibleName(self.question.label.get(lang))
        self._list.setFixedHeight(len(texts) * theme.sizes.row + 4)
        for place in range(self._list.count()):
            self._list.item(place).setSizeHint(QSize(0, theme.sizes.row))
        told = _("The order is given.") if self.answer.is_answered else _("No order is given yet.")
        keys = _("Alt+↑ and Alt+↓ move an option, 1 takes the order as it is.")
        self._words.setText(f"{told} {keys}")

    @override
    def press_digit(self, digit: int) -> bool:
        if digit != 1:
            return False
        self._give(self._ordered())
        return True

    def _ordered(self) -> list[Choice]:
        """Return the options as they are ordered, those that have no place yet behind."""
        value, offered = self.answer.value, list(self.editor.state.choices(self.address))
        order = list(value) if isinstance(value, tuple) else []
        kept = [choice for name in order if (choice := self.question.choice(name)) is not None]
        return kept + [choice for choice in offered if choice not in kept]

    def _move(self, row: int, by: int) -> None:
        options = self._ordered()
        if not (0 <= row < len(options) and 0 <= row + by < len(options)):
            return
        options[row], options[row + by] = options[row + by], options[row]
        self._give(options)
        self._list.setCurrentRow(row + by)

    def _give(self, options: list[Choice]) -> None:
        self.give(chosen(self.answer, tuple(option.name for option in options)))
