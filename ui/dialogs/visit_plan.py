"""The plan of the visit: for each day what is done, and which sections are filled in."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.fieldpath import record as path_of
from kta_desktop.formatting import date
from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import _, language
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview_people import days_between, plans_of
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
        self._record = record
        self.first = self._date(_("First day on site"), record.text("@audit/starts_on"))
        self.first.field.setObjectName("visitFirst")
        self.last = self._date(_("Last day on site"), record.text("@audit/ends_on"))
        self.last.field.setObjectName("visitLast")
        self.days: tuple[_Day, ...] = ()
        self._keep = KeyButton(_("Keep the plan"), "Enter", kind="primary")
        self._keep.setObjectName("keepPlan")
        self._keep.setDefault(True)
        leave = KeyButton(_("Leave as it is"), "Esc")
        dates = QHBoxLayout()
        dates.setSpacing(GAP)
        dates.addWidget(self.first)
        dates.addWidget(self.last)
        dates.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(12)
        self._column.addLayout(dates)
        self._listed = QWidget()
        self._column.addWidget(self._listed, 1)
        self._column.addLayout(dialog_buttons(leave, self._keep))
        self._keep.clicked.connect(self._finish)
        leave.clicked.connect(self.reject)
        self.resize(_WIDTH, _HEIGHT)
        self._list_days()
        for field in (self.first, self.last):
            field.field.textChanged.connect(lambda _text: self._list_days())
        (self.days[0].text if self.days else self.first).field.setFocus()

    def edits(self) -> list[Edit]:
        """Return what the plan is to be; a day without words and sections has none."""
        first, last = self._typed_days()
        dates = [
            Edit(path_of("audit", name), day)
            for name, day in (("starts_on", first), ("ends_on", last))
            if day is not None
        ]
        return [*dates, *(Edit(path_of("visit", day.day), _value(day)) for day in self.days)]

    def _date(self, label: str, day: str) -> Labelled[QLineEdit]:
        made = Labelled(QLineEdit(), label)
        made.field.setText(date(day, language()) if day else "")
        return made

    def _typed_days(self) -> tuple[str | None, str | None]:
        """Return the ISO dates of the first and the last day; None where there is none."""
        first, last = (iso_date(f.field.text().strip()) for f in (self.first, self.last))
        return first, last if last is not None else first

    def _list_days(self) -> None:
        """Show a row for each day of the visit, with what was planned or typed for it."""
        first, last = self._typed_days()
        plans = plans_of(self._record) | {day.day: _plan(day) for day in self.days}
        days = days_between(first or "", last or "")
        wanted = sorted({*days, *(day for day, plan in plans.items() if any(plan.values()))})
        if tuple(wanted) != tuple(day.day for day in self.days) or not self.days:
            self.days = tuple(self._day(self._record, day, plans.get(day, {})) for day in wanted)
            nothing = Label(
                _("Enter the first and the last day, for example 22.11.2026."), tone="tx2"
            )
            shown = column_of([self._row(day) for day in self.days] or [nothing], gap=GAP)
            self._column.replaceWidget(self._listed, shown)
            self._listed.deleteLater()
            self._listed = shown
        self._review()

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
        first, last = self._typed_days()
        typed = self.last.field.text().strip()
        is_day = iso_date(typed) is not None and bool(days_between(first or "", last or ""))
        wrong = bool(typed) and not is_day
        said = _("The last day is no day, or lies before the first. Write it like 22.11.2026.")
        self.last.say(said if wrong else "", "er")
        understood = all(day.sections.is_understood for day in self.days)
        self._keep.setEnabled(bool(self.days) and understood and not wrong)

    def _finish(self) -> None:
        self.edited.emit(self.edits())
        self.accept()


def _plan(day: _Day) -> dict[str, JsonValue]:
    """Return what stands in the fields of a day."""
    return {"text": day.text.field.text(), "sections": [*day.sections.names]}


def _value(day: _Day) -> JsonValue:
    text, names = day.text.field.text().strip(), list(day.sections.names)
    return {"text": text, "sections": [*names]} if text or names else None
