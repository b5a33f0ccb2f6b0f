"""The plan of the visit: for each day what is done, and which sections are filled in."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.fieldpath import record as path_of
from kta_desktop.i18n import _, language
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview_people import days_of, plans_of
from kta_desktop.services.overview_words import day_name
from ui.dialogs.page_parts import dialog_buttons
from ui.theme.tokens import GAP, MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.overview_panel import column_of
from ui.widgets.section_field import SectionField

_WIDTH, _HEIGHT = 700, 420  # px


@dataclass(frozen=True, slots=True)
class _Day:
    """The fields of one day."""

    day: str
    text: Labelled[QLineEdit]
    sections: SectionField


class VisitPlanDialog(QDialog):
    """Asks for the plan, day by day.

    Signals: ``edited`` with the edits that make the plan; one act, taken back together.
    """

    edited = Signal(object)

    def __init__(self, record: AuditRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("visitPlan")
        self.setWindowTitle(_("Visit plan"))
        plans = plans_of(record)
        self.days = tuple(
            self._day(record, day, plans.get(day, {})) for day in sorted({*days_of(record), *plans})
        )
        self._keep = KeyButton(_("Keep the plan"), "Enter", kind="primary")
        self._keep.setObjectName("keepPlan")
        self._keep.setDefault(True)
        self._keep.setEnabled(bool(self.days))
        leave = KeyButton(_("Leave as it is"), "Esc")
        nothing = _("The first and the last day on site are not entered. Enter them in the plant.")
        parts = [self._row(day) for day in self.days] or [Label(nothing, "body", "tx2")]
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(column_of(parts, gap=GAP), 1)
        column.addLayout(dialog_buttons(leave, self._keep))
        self._keep.clicked.connect(self._finish)
        leave.clicked.connect(self.reject)
        self.resize(_WIDTH, _HEIGHT)
        if self.days:
            self.days[0].text.field.setFocus()

    def edits(self) -> list[Edit]:
        """Return what the plan is to be; a day without words and sections has none."""
        return [Edit(path_of("visit", day.day), _value(day)) for day in self.days]

    def _day(self, record: AuditRecord, day: str, plan: dict[str, JsonValue]) -> _Day:
        text = Labelled(QLineEdit(), _("{day}: what is done").format(
            day=day_name(day, language())))  # fmt: skip
        text.field.setObjectName(f"visit_{day}")
        text.field.setText(str(plan.get("text") or ""))
        sections = SectionField(record.definition)
        sections.field.setObjectName(f"visitSections_{day}")
        listed = plan.get("sections")
        if isinstance(listed, list | tuple):
            sections.show_sections(tuple(str(name) for name in listed))
        sections.field.textChanged.connect(lambda _text: self._review())
        return _Day(day, text, sections)

    def _row(self, day: _Day) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(day.text, 3)
        row.addWidget(day.sections, 2)
        return made

    def _review(self) -> None:
        self._keep.setEnabled(all(day.sections.is_understood for day in self.days))

    def _finish(self) -> None:
        self.edited.emit(self.edits())
        self.accept()


def _value(day: _Day) -> JsonValue:
    text, names = day.text.field.text().strip(), list(day.sections.names)
    return {"text": text, "sections": [*names]} if text or names else None
