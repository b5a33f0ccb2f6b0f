"""A number as it was typed, with unit, uncertainty and origin."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import QuestionType
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import unit_text
from kta_desktop.i18n import N_, _, language
from kta_desktop.services.drafts import Part, part_path
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor, TypedField
from ui.widgets.answer_origin import OriginPicker
from ui.widgets.answer_readings import ReadingsRow
from ui.widgets.answer_shown_unit import ShownUnit
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Label, restyle

_VALUE_WIDTH = 112
_UNCERTAINTY_WIDTH = 68
NOT_A_NUMBER = N_(
    "«{text}» is not a number. What was typed is kept. Correct it, for example: {example}"
)


class NumberEditor(AnswerEditor):
    """The number, its unit, ± U and its origin, in this order of the Tab key.

    Unit, U and origin that are chosen before there is a number wait in ``editor.drafts``.
    """

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._value = self._field("value", self._typed, _VALUE_WIDTH)
        self._value.setProperty("role", "input")
        self._unit = QComboBox(self)
        self._unit.setObjectName("unit")
        self._unit.activated.connect(self._choose_unit)
        self._one_unit = Label("", tone="tx2", wrap=False, parent=self)
        self._sign = Label("±", wrap=False, parent=self)
        self._uncertainty = self._field("uncertainty", self._typed_u, _UNCERTAINTY_WIDTH)
        self.keep_typed(self._value)
        self.keep_typed(self._uncertainty, self._u_path)
        self._shown = ShownUnit(editor.shown_units, self.question.unit, self)
        self._origin = OriginPicker(self)
        self._origin.chosen.connect(self._choose_origin)
        self._readings = ReadingsRow(self)
        self._readings.chosen.connect(self._choose_reading)
        self._u_readings = ReadingsRow(self)
        self._u_readings.chosen.connect(self._choosehalf_width)
        self._u_fault = Label("", tone="er", parent=self)
        self._arrange()
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        wanted: list[QWidget] = [self._value, *self._readings.buttons()]
        wanted += [self._unit, self._shown, self._uncertainty, *self._u_readings.buttons()]
        wanted += [self._origin.segments, self._origin.more]
        absent = {self._unit: len(self.units) < 2, self._uncertainty: not self._is_measured()}
        return [widget for widget in wanted if not absent.get(widget, False)]

    def _is_measured(self) -> bool:
        """Whether the number may have an uncertainty: years, people and shifts are counted."""
        return self.question.type is not QuestionType.INTEGER or bool(self._base().uncertainty)

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units the number may be typed in, the usual one first."""
        offered = (self.question.unit, *self.question.units)
        return tuple(dict.fromkeys(unit for unit in offered if unit is not None))

    @override
    def commit(self) -> None:
        self._value.commit()
        self._uncertainty.commit()

    @override
    def refresh(self) -> None:
        answer, waiting = self.answer, self._base()
        self._value.show_text(answer.text or "")
        self._mark(self._value, wrong=answer.is_unreadable)
        self._show_units(waiting.unit)
        shown = waiting.uncertainty or ""
        is_wrong = bool(shown) and half_width(shown) is None
        self._u_readings.show_readings(Answer(text=shown if is_wrong else None))
        asks = not self._u_readings.isHidden()
        self._uncertainty.show_text(
            shown if is_wrong else shown.replace(".", formatting.mark(language()))
        )
        self._mark(self._uncertainty, wrong=is_wrong)
        for widget in (self._sign, self._uncertainty):
            widget.setVisible(self._is_measured())
        self._u_fault.setText(
            _(NOT_A_NUMBER).format(text=shown, example="0,25") if is_wrong and not asks else ""
        )
        self._u_fault.setVisible(is_wrong and not asks)
        self._shown.show_answer(answer)
        self._origin.show_choice(waiting.origin)
        self._readings.show_readings(answer)
        label = self.question.label.get(language())
        self._value.setAccessibleName(label)
        self._unit.setAccessibleName(_("Unit"))
        self._uncertainty.setAccessibleName(_("Uncertainty U (k = 2)"))
        self._uncertainty.setPlaceholderText("U")
        self._uncertainty.setToolTip(_("Uncertainty U (k = 2), in the unit of the number"))

    @override
    def press_digit(self, digit: int) -> bool:
        # two readings come first: until one is chosen there is no number to tell the origin of
        if self._readings.press(digit) or self._u_readings.press(digit):
            return True
        self.commit()
        return self._origin.press(digit)

    @override
    def show_in_unit(self) -> bool:
        self.commit()
        return self._shown.ask()

    def _field(self, name: str, slot: Callable[[str], None], width: int) -> TypedField:
        field = TypedField(self)
        field.setObjectName(name)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(width)
        field.committed.connect(slot)
        return field

    def _arrange(self) -> None:
        line = FlowLayout()
        for widget in (self._value, self._unit, self._one_unit, self._shown):
            line.addWidget(widget)
        line.addWidget(self._sign)
        line.addWidget(self._uncertainty)
        line.addWidget(self._origin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self._readings)
        column.addWidget(self._u_readings)
        column.addWidget(self._u_fault)

    def _base(self) -> Answer:
        """Return the answer that the next edit starts from: what is stored, or what waits."""
        draft, answer = self.editor.drafts.get(self.address), self.answer
        if draft is None:
            return answer
        if answer.is_empty:
            return replace(draft, text=None, value=None)
        return replace(answer, uncertainty=draft.uncertainty)

    def _submit(self, wanted: Answer) -> None:
        half = half_width(wanted.uncertainty or "")
        clean = replace(wanted, uncertainty=half, unit=wanted.unit or self._usual_unit())
        drafts = self.editor.drafts
        if clean.is_empty or (wanted.uncertainty and half is None):
            drafts[self.address] = wanted
        elif drafts.pop(self.address, None) is not None:
            self.editor.drafting.settled(self._u_path)
        self.give(clean)
        self.refresh()

    @property
    def _u_path(self) -> str:
        return part_path(self.address, Part.UNCERTAINTY)

    def _typed(self, text: str) -> None:
        base = self._base()
        kept = entry.typed(self.question.type, text, base)
        self._submit(replace(kept, uncertainty=base.uncertainty))

    def _typed_u(self, text: str) -> None:
        self._submit(replace(self._base(), uncertainty=text.strip() or None))
        if self.address in self.editor.drafts:  # it waits for a number, or is none itself
            self.editor.drafting.typing(self._u_path, text)

    def _choose_unit(self, place: int) -> None:
        self._submit(replace(self._base(), unit=self.units[place]))

    def _choose_origin(self, origin: str | None) -> None:
        self._submit(replace(self._base(), origin=origin))

    def _choose_reading(self, place: int) -> None:
        offered = entry.readings(self.answer)
        if place < len(offered):
            self._submit(entry.resolved(self._base(), offered[place]))

    def _choosehalf_width(self, place: int) -> None:
        offered = entry.readings(Answer(text=self._base().uncertainty))
        if place < len(offered):
            self._submit(replace(self._base(), uncertainty=plain(offered[place])))

    def _usual_unit(self) -> str | None:
        """Return the unit this plant's figures of the kind were typed in last, or the default."""
        state = self.editor.state
        for other in reversed(state.visible(self.question.section)):
            if other.question.units and set(other.question.units) == set(self.question.units):
                unit = state.answer(other.address).unit
                if unit in self.units:
                    return unit
        return self.question.unit

    def _told_unit(self) -> list[str]:
        """Return the unit that another answer tells, or where it is asked; nothing without one."""
        told = unit_text(self.editor.state, self.address, self.question, language())
        return [told] if told else []

    def _show_units(self, chosen: str | None) -> None:
        names = [formatting.unit(unit, language()) for unit in self.units] or self._told_unit()
        self._unit.setVisible(len(names) > 1)
        self._one_unit.setVisible(len(names) == 1)
        self._one_unit.setText(names[0] if names else "")
        if [self._unit.itemText(i) for i in range(self._unit.count())] != names:
            self._unit.clear()
            self._unit.addItems(names)
        unit = chosen or self._usual_unit()
        self._unit.setCurrentIndex(self.units.index(unit) if unit in self.units else -1)

    @staticmethod
    def _mark(field: TypedField, *, wrong: bool) -> None:
        restyle(field, "state", "error" if wrong else "")


def half_width(text: str) -> str | None:
    """Return a typed U as a decimal string; None if it is no number or negative."""
    value = parse_number(text).value
    return None if value is None or value < 0 else plain(value)
