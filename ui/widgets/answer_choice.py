"""Answers that are chosen: yes/partly/no/n.a., one option of a list, several options."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Question
from kta_desktop.i18n import language
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.answer_options import Option, OptionGrid
from ui.widgets.segments import Segments

_ICONS = {
    "yes": "check",
    "partial": "circle-dot",
    "partly": "circle-dot",
    "no": "x",
    "na": "circle-slash",
}
_MOST_DIGITS = 9


def options_of(question: Question) -> list[Option]:
    """Return the options of a question in the interface language, the first nine with digits."""
    return [
        Option(
            choice.name,
            choice.label.get(language()),
            key=str(place) if place <= _MOST_DIGITS else "",
        )
        for place, choice in enumerate(question.choices, 1)
    ]


class LikertEditor(AnswerEditor):
    """Yes, partly, no, not applicable: joined segments with the digits 1 to 4."""

    def __init__(self, editor: AuditEditor, question: Question, parent: QWidget) -> None:
        super().__init__(editor, question, parent)
        icons = {choice.name: _ICONS.get(choice.name, "check") for choice in question.choices}
        self._segments = Segments([], icons=icons, digits=True, clearable=True, parent=self)
        self._segments.setObjectName("segments")
        self._segments.chosen.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segments)
        row.addStretch(1)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._segments]

    @override
    def refresh(self) -> None:
        self._segments.setAccessibleName(self.question.label.get(language()))
        self._segments.set_options([(o.id, o.text) for o in options_of(self.question)])
        value = self.answer.value
        self._segments.set_value(value if isinstance(value, str) else None)

    @override
    def press_digit(self, digit: int) -> bool:
        return self._segments.choose_number(digit)

    def _choose(self, choice: str | None) -> None:
        self.give(chosen(self.answer, choice))


class ChoiceEditor(AnswerEditor):
    """One option or several options of a list; choosing again takes an option back."""

    def __init__(
        self, editor: AuditEditor, question: Question, parent: QWidget, *, several: bool
    ) -> None:
        super().__init__(editor, question, parent)
        self._several = several
        self._grid = OptionGrid(self, several=several)
        self._grid.setObjectName("options")
        self._grid.toggled.connect(self._toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return self._grid.buttons()

    @override
    def refresh(self) -> None:
        self._grid.show_options(options_of(self.question))
        self._grid.show_choice(self._chosen())

    @override
    def press_digit(self, digit: int) -> bool:
        return self._grid.press(digit)

    def _chosen(self) -> tuple[str, ...]:
        value = self.answer.value
        return (value,) if isinstance(value, str) else value or ()

    def _toggle(self, option: str) -> None:
        before = self._chosen()
        if not self._several:
            self.give(chosen(self.answer, None if option in before else option))
        else:
            wanted = set(before) ^ {option}
            order = tuple(c.name for c in self.question.choices if c.name in wanted)
            self.give(chosen(self.answer, order or None))
        self._grid.show_choice(self._chosen())


def chosen(before: Answer, value: str | tuple[str, ...] | None) -> Answer:
    """Return the answer with this choice; a reason for a blank gives way, clearing empties."""
    if value is None:
        return EMPTY
    return replace(before, value=value, blank=None, blank_note=None, blank_until=None)
