"""Answers that are chosen: yes/partly/no/n.a., one option of a list, several options."""

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.answers import EMPTY, Answer, Origin
from kta_desktop.domain.definition import Choice
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _, language
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


def options_of(editor: AuditEditor, place: Place) -> list[Option]:
    """Return the options of a question in the interface language, the first nine with digits.

    One that was chosen and that other answers rule out since stays, and says so.
    """
    offered = editor.state.choices(place.address)
    ruled_out = [choice for choice in _held(editor, place) if choice not in offered]
    texts = [choice.label.get(language()) for choice in offered]
    texts += [
        _("{option} (other answers rule it out)").format(option=choice.label.get(language()))
        for choice in ruled_out
    ]
    return [
        Option(choice.name, text, key=str(number) if number <= _MOST_DIGITS else "")
        for number, (choice, text) in enumerate(
            zip((*offered, *ruled_out), texts, strict=True), start=1
        )
    ]


def _held(editor: AuditEditor, place: Place) -> list[Choice]:
    """Return the options that the answer holds."""
    value = editor.state.answer(place.address).value
    names = (value,) if isinstance(value, str) else value or ()
    return [choice for choice in place.question.choices if choice.name in names]


class LikertEditor(AnswerEditor):
    """Yes, partly, no, not applicable: joined segments with the digits 1 to 4."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._place = place
        icons = {choice.name: _ICONS.get(choice.name, "check") for choice in self.question.choices}
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
        self._segments.set_options([(o.id, o.text) for o in options_of(self.editor, self._place)])
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
        self, editor: AuditEditor, place: Place, parent: QWidget, *, several: bool
    ) -> None:
        super().__init__(editor, place, parent)
        self._place, self._several = place, several
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
        self._grid.show_options(options_of(self.editor, self._place))
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
    """Return the answer with this choice; a reason for a blank gives way, clearing empties.

    What was taken over from an earlier audit is an answer of today's then.
    """
    if value is None:
        return EMPTY
    kept = entry.confirmed(before)
    origin = None if kept.origin == Origin.PREVIOUS_AUDIT else kept.origin
    blank = {"blank": None, "blank_note": None, "blank_until": None}
    return replace(kept, text=None, value=value, origin=origin, **blank)
