"""Choosing from a list too long for buttons: type any part of an option."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Choice
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor, TypedField
from ui.widgets.key_button import KeyButton
from ui.widgets.label import restyle

_MOST_SHOWN = 12
_AROUND = 40  # edges and scroll bar of the list
_WIDEST = 460


def complete(field: QLineEdit, labels: Sequence[str]) -> QCompleter:
    """Let ``field`` offer the labels that contain what is typed, in either case."""
    completer = QCompleter(list(labels), field)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setMaxVisibleItems(_MOST_SHOWN)
    field.setCompleter(completer)
    _widen(completer, labels)
    return completer


def meant(labels: Sequence[str], typed: str) -> str:
    """Return the only label that contains what was typed; what was typed if there is no such one.

    The list shows that label then, and Enter takes it.
    """
    wanted = typed.strip().casefold()
    if not wanted or wanted in {label.casefold() for label in labels}:
        return typed
    found = [label for label in labels if wanted in label.casefold()]
    return found[0] if len(found) == 1 else typed


def _widen(completer: QCompleter, labels: Sequence[str]) -> None:
    """Let the list show its labels whole where its field is narrow, as in a table."""
    view = completer.popup()
    if view is None:
        return
    metrics = view.fontMetrics()
    widest = max((metrics.horizontalAdvance(label) for label in labels), default=0)
    view.setMinimumWidth(min(widest + _AROUND, _WIDEST))


class _SearchField(TypedField):
    """A field whose list opens with Down, so that one can also look through it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        completer = self.completer()
        if event.key() == Qt.Key.Key_Down and completer is not None:
            self.unfold(everything=not self.is_typing)
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            super().focusOutEvent(event)

    def unfold(self, *, everything: bool) -> None:
        """Open the list: all of it, or what contains the text."""
        completer = self.completer()
        if completer is not None:
            completer.setCompletionPrefix("" if everything else self.text())
            completer.complete()


class SearchEditor(AnswerEditor):
    """One option of a long list. What is typed and is no option stays as it was typed."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._labels: list[str] = []
        self._field = _SearchField(self)
        self._field.setObjectName("search")
        self._field.committed.connect(self._typed)
        self.keep_typed(self._field)
        self._list = KeyButton(icon="chevron-down", parent=self)
        self._list.setObjectName("unfold")
        self._list.clicked.connect(lambda: self._field.unfold(everything=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._field, 1)
        row.addWidget(self._list)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._field, self._list]

    @override
    def commit(self) -> None:
        self._field.commit()

    @override
    def refresh(self) -> None:
        labels = [choice.label.get(language()) for choice in self._choices()]
        if labels != self._labels:
            self._labels = labels
            complete(self._field, labels).activated.connect(self._chosen)
        answer, held = self.answer, self._held()
        self._field.show_text(held.label.get(language()) if held else answer.text or "")
        restyle(self._field, "state", "error" if answer.is_unreadable else "")
        self._field.setPlaceholderText(_("Type a part of the name, or press Down"))
        self._field.setAccessibleName(self.question.label.get(language()))
        self._list.set_tip(_("Show the whole list"))

    def _choices(self) -> tuple[Choice, ...]:
        return self.editor.state.choices(self.address)

    def _held(self) -> Choice | None:
        value = self.answer.value
        return self.question.choice(value) if isinstance(value, str) else None

    def _chosen(self, label: str) -> None:
        self._field.setText(label)
        self._field.drop_typed()
        self._typed(label)

    def _typed(self, text: str) -> None:
        wanted = meant(self._labels, text).strip()
        if not wanted:
            self.give(EMPTY)
            return
        folded = wanted.casefold()
        for choice in (*self._choices(), *self.question.choices):
            labels = (choice.name, choice.label.ru, choice.label.kk, choice.label.en)
            if folded in {label.casefold() for label in labels if label}:
                self.give(Answer(value=choice.name))
                return
        self.give(Answer(text=wanted))
