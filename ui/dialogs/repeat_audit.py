"""The repeat audit: indicators, techniques and measures beside those of the audit before."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from kta_desktop import formatting
from kta_desktop.assessment.repeat_words import BESIDE, SIGNIFICANT
from kta_desktop.assessment.repeating_measures import said_of
from kta_desktop.domain.target import Target, Where
from kta_desktop.i18n import N_, _, language
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.dialogs.plan_ask import PlanAsk
from ui.models import repeat_rows
from ui.theme.tokens import MARGIN
from ui.widgets.assessed_page import AssessedPage
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.lines_filter import FilteredLines
from ui.widgets.segments import Segments

if TYPE_CHECKING:
    from kta_desktop.assessment.repeat import Done, Repeat
    from ui.assessment import AssessmentModel
    from ui.undo import AuditEditor

_INDICATORS, _TECHNIQUES, _MEASURES = "indicators", "techniques", "measures"
_PARTS = (_INDICATORS, _TECHNIQUES, _MEASURES)
_NAMES = {
    _INDICATORS: N_("Indicators {count}"),
    _TECHNIQUES: N_("Techniques {count}"),
    _MEASURES: N_("Measures of then {count}"),
}
_SHARES = {
    _INDICATORS: (0.31, 0.15, 0.15, 0.15, 0.24),
    _TECHNIQUES: (0.56, 0.22, 0.22),
    _MEASURES: (0.34, 0.16, 0.5),
}
_SIZE = (1100, 660)


def show_beside(page: AssessedPage) -> None:
    """Open the comparison over a page of the assessment; nothing if there was no audit before."""
    if page.model.finish().repeat is None:
        return
    dialog = RepeatAuditDialog(page.editor, page.model, page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.jump.connect(page.jump)
    dialog.open()


class RepeatAuditDialog(QDialog):
    """Three lists beside the audit before; Enter leads on, at a measure it asks what became of it.

    Args:
        editor: The open audit.
        model: Its assessment, which knows the audit before.
        parent: The window it belongs to.

    Signals: ``jump`` with the ``Target`` of an indicator or a technique.
    """

    jump = Signal(object)

    def __init__(
        self, editor: "AuditEditor", model: "AssessmentModel", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("repeatAudit")
        self._editor, self._model = editor, model
        self.lines = FilteredLines("repeated", _PARTS)
        self._head, self._sum = Label("", "panel"), Label("", "body", "tx2")
        self._close = KeyButton(_("Close the comparison"), "Esc")
        self._close.setObjectName("close_repeat")
        self._close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._sum)
        column.addWidget(self.lines, 1)
        column.addLayout(dialog_buttons(self._close))
        open_at(self, *_SIZE)
        self.lines.filtered.connect(lambda _name: self._show())
        self.lines.table.opened.connect(self._open)
        model.changed.connect(self._show)
        self._show()
        self.lines.table.setFocus()

    def _show(self) -> None:
        found, repeat = self._model.found, self._repeat()
        if found is None or repeat is None:
            self.reject()  # the audit before is gone
            return
        title = _(BESIDE).format(number=repeat.number)
        self.setWindowTitle(title)
        self.lines.table.setAccessibleName(title)
        day = formatting.date(repeat.day, language()) if repeat.day else ""
        self._head.setText(f"{title}, {day}" if day else title)
        self._sum.setText(repeat_rows.summary(repeat))
        lines = {
            _INDICATORS: repeat_rows.indicator_lines(repeat, found.indicators),
            _TECHNIQUES: repeat_rows.technique_lines(repeat, self._editor.state.definition),
            _MEASURES: repeat_rows.measure_lines(repeat, found.indicators),
        }
        self.lines.name_filters([_(_NAMES[each]).format(count=len(lines[each])) for each in _PARTS])
        part = self.lines.chosen
        self.lines.show_lines(
            _heads(part), lines[part], _SHARES[part], _numbers(part), note=_note(part)
        )

    def _repeat(self) -> "Repeat | None":
        found = self._model.found
        return found.repeat if found is not None else None

    def _open(self, item: object) -> None:
        if not isinstance(item, str) or not item:
            return
        if self.lines.chosen == _MEASURES:
            self._ask(item)
            return
        self.accept()
        self.jump.emit(Target(Where.BAT, item))

    def _ask(self, step: str) -> None:
        repeat = self._repeat()
        done = (
            next((each for each in repeat.measures if each.step == step), None) if repeat else None
        )
        if done is None:
            return
        dialog = BecameDialog(self._editor, done, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class BecameDialog(PlanAsk):
    """Asks what became of a measure of the earlier plan.

    Args:
        editor: The open audit.
        done: The measure, as it is told now.
        parent: The window it belongs to.
    """

    def __init__(self, editor: "AuditEditor", done: "Done", parent: QWidget | None = None) -> None:
        super().__init__(
            _("What became of the measure"),
            _("Keep it so"),
            self._submit,
            _(
                "«{measure}» stands in the earlier plan. Without a choice its state follows from "
                "the techniques and from the present plan."
            ).format(measure=done.measure),
            parent,
        )
        self.setObjectName("measureBecame")
        self._editor, self._step, self._measure = editor, done.step, done.measure
        self.state = Labelled(
            Segments(repeat_rows.state_words(), digits=True, clearable=True), _("State")
        )
        self.reason = Labelled(QLineEdit(), _("What is to be said of it"))
        said = editor.state.entries.get(repeat_rows.path_of(done.step))
        self.state.field.set_value(said_of(said)[0])
        self.reason.field.setText(done.reason)
        self.reason.field.setCursorPosition(0)
        self.column.addWidget(self.state)
        self.column.addWidget(self.reason)
        self.state.field.setFocus()

    def _submit(self) -> None:
        from kta_desktop.services import repeat_desk

        state = self.state.field.value() or ""
        edits = repeat_desk.became(self._step, state, self.reason.field.text(), self._measure)
        self._editor.submit(edits)


def _heads(part: str) -> tuple[str, ...]:
    if part == _INDICATORS:
        return _("Indicator"), _("Earlier"), _("Now"), _("Difference"), _("What it means")
    if part == _TECHNIQUES:
        return _("Technique"), _("Earlier"), _("Now")
    return _("Measure"), _("State"), _("Effects that were expected, and now")


def _numbers(part: str) -> tuple[int, ...]:
    return (1, 2, 3) if part == _INDICATORS else ()


def _note(part: str) -> str:
    if part == _INDICATORS:
        return _(SIGNIFICANT)
    return _("Enter says what became of a measure.") if part == _MEASURES else ""
