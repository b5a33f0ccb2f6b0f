"""A number between two ends, and the one answer that says: seen."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from kta_desktop import formatting
from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms import entry
from kta_desktop.forms.state import Place
from kta_desktop.forms.wording import unit_text
from kta_desktop.i18n import _, language
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor, TypedField
from ui.widgets.answer_choice import chosen
from ui.widgets.label import Label, restyle
from ui.widgets.segments import Segments

SEEN = "OK"  # what XLSForm stores for an acknowledged question
_WIDTH = 128


class RangeEditor(AnswerEditor):
    """A typed number; Up and Down go by the step of its range."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._field = TypedField(self)
        self._field.setObjectName("value")
        self._field.setProperty("role", "input")
        self._field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._field.setFixedWidth(_WIDTH)
        self._field.committed.connect(self._typed)
        self.keep_typed(self._field)
        self._unit = Label("", tone="tx2", wrap=False, parent=self)
        self._ends = Label("", tone="tx2", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._field)
        row.addWidget(self._unit)
        row.addWidget(self._ends, 1)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._field]

    @override
    def commit(self) -> None:
        self._field.commit()

    @override
    def refresh(self) -> None:
        self._field.show_text(self.answer.text or "")
        restyle(self._field, "state", "error" if self.answer.is_unreadable else "")
        self._field.setAccessibleName(self.question.label.get(language()))
        symbol = unit_text(self.editor.state, self.address, self.question, language())
        self._unit.setText(symbol)
        self._unit.setVisible(bool(symbol))
        start, end, step = (self._parameter(name) for name in ("start", "end", "step"))
        ends = formatting.interval(start, end, language())
        shown = formatting.number(step, language()) if step else ""
        text = _("{ends}, in steps of {step}") if shown else "{ends}"
        self._ends.setText(text.format(ends=ends, step=shown))
        self._ends.setVisible(start is not None or end is not None)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        signs = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        sign = signs.get(Qt.Key(event.key()))
        if sign is None:
            super().keyPressEvent(event)
        else:
            self._step(sign)

    def _parameter(self, name: str) -> Decimal | None:
        parameters = (self.question.more or {}).get("parameters")
        value = parameters.get(name) if isinstance(parameters, dict) else None
        return None if value is None else parse_number(str(value)).value

    def _step(self, sign: int) -> None:
        """Go to the next place of the range, from its start where nothing is entered."""
        self.commit()
        now = parse_number(str(self.answer.value)).value if self.answer.is_answered else None
        start, end = self._parameter("start"), self._parameter("end")
        if now is None:
            wanted = start if start is not None else Decimal(0)
        else:
            wanted = now + sign * (self._parameter("step") or Decimal(1))
        if (start is not None and wanted < start) or (end is not None and wanted > end):
            return
        self._typed(plain(wanted).replace(".", formatting.mark(language())))

    def _typed(self, text: str) -> None:
        self.give(entry.typed(self.question.type, text, self.answer))
        self.refresh()


class AcknowledgeEditor(AnswerEditor):
    """One segment: it was seen, or not yet."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
        self._segment = Segments(
            [], icons={SEEN: "check"}, digits=True, clearable=True, parent=self
        )
        self._segment.setObjectName("acknowledge")
        self._segment.chosen.connect(lambda value: self.give(chosen(self.answer, value)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._segment)
        row.addStretch(1)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return [self._segment]

    @override
    def refresh(self) -> None:
        self._segment.setAccessibleName(self.question.label.get(language()))
        self._segment.set_options([(SEEN, _("Seen, confirmed"))])
        self._segment.set_value(SEEN if self.answer.is_answered else None)

    @override
    def press_digit(self, digit: int) -> bool:
        return self._segment.choose_number(digit)
