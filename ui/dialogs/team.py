"""The team of an audit, and who answers which section."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.audit import Auditor, AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.fieldpath import record as path_of
from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import _
from kta_desktop.services.answering import Edit
from kta_desktop.services.overview import Member
from kta_desktop.services.section_numbers import numbers_of
from ui.dialogs.page_parts import dialog_buttons, open_at
from ui.theme.tokens import GAP, MARGIN, PADDING
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label
from ui.widgets.labelled import Labelled
from ui.widgets.overview_panel import column_of
from ui.widgets.panel import Panel
from ui.widgets.section_field import SectionField
from ui.widgets.shortcuts import bind
from ui.widgets.team_words import ROLES

_WIDTH, _HEIGHT = 760, 620  # px


class MemberForm(Panel):
    """The fields of one member.

    Signals: ``changed`` when something was typed, ``unwanted`` when the member is to be removed.
    """

    changed = Signal()
    unwanted = Signal()

    def __init__(self, member: Member, definition: Definition) -> None:
        super().__init__()
        self.id = member.auditor.id
        self.name = self._field(_("Surname, first name, patronymic"), member.auditor.name)
        self.organisation = self._field(_("Organisation"), member.auditor.organisation)
        self.qualification = self._field(_("Qualification"), member.auditor.qualification)
        self.role = Labelled(QComboBox(), _("Role"))
        for name, text in ROLES.items():
            self.role.field.addItem(_(text), name)
        self.role.field.setCurrentIndex(max(self.role.field.findData(member.auditor.role), 0))
        self.sections = SectionField(definition)
        self.sections.show_sections(member.sections)
        self.sections.field.textChanged.connect(lambda _text: self.changed.emit())
        self.remove = KeyButton(_("Remove"), "", "trash-2", small=True)
        self.remove.clicked.connect(self.unwanted)
        self.note = Label("", "second", "tx2")
        self.note.hide()
        self._arrange()

    def keep(self, reason: str) -> None:
        """Say why this member cannot be removed."""
        self.remove.setEnabled(False)
        self.note.setText(reason)
        self.note.show()

    def value(self, place: int) -> JsonValue:
        """Return what is stored of the member, who stands at ``place`` in the team."""
        return {
            "name": self.name.field.text().strip(),
            "role": str(self.role.field.currentData()),
            "organisation": self.organisation.field.text().strip(),
            "qualification": self.qualification.field.text().strip(),
            "place": place,
        }

    @property
    def is_complete(self) -> bool:
        """Whether there is a name, and every section is one."""
        return bool(self.name.field.text().strip()) and self.sections.is_understood

    def _field(self, label: str, text: str) -> Labelled[QLineEdit]:
        made = Labelled(QLineEdit(), label)
        made.field.setText(text)
        made.field.textChanged.connect(lambda _text: self.changed.emit())
        return made

    def _name_it(self, name: str) -> None:
        self.set_title(name.strip() or _("New member"))
        self.remove.setAccessibleName(_("Remove {name}").format(name=name))

    def _arrange(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(GAP)
        first.addWidget(self.name, 3)
        first.addWidget(self.role, 2)
        second.addWidget(self.organisation, 2)
        second.addWidget(self.qualification, 2)
        self.add_action(self.remove)
        self._name_it(self.name.field.text())
        self.name.field.textChanged.connect(self._name_it)
        self.body.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        for row in (first, second):
            self.body.addLayout(row)
        self.body.addWidget(self.sections)
        self.body.addWidget(self.note)


class TeamDialog(QDialog):
    """Asks for the team. A section is answered by one person at most.

    Signals: ``edited`` with the edits that make the team; one act, taken back together.

    Args:
        record: The audit.
        team: Its members with their sections.
        own: Id of the auditor who works here: they stay.
    """

    edited = Signal(object)

    def __init__(
        self,
        record: AuditRecord,
        team: Iterable[Member],
        own: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("teamDialog")
        self.setWindowTitle(_("Team and sections"))
        self._record, self._own = record, own
        self._before = tuple(team)
        self.forms: list[MemberForm] = []
        self._banner = Banner()
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self.add = KeyButton(_("Add a member"), "Ctrl+N", "plus")
        self.add.setObjectName("addMember")
        self._keep = KeyButton(_("Keep the team"), "Enter", kind="primary")
        self._keep.setObjectName("keepTeam")
        self._keep.setDefault(True)
        self._leave = KeyButton(_("Leave as it is"), "Esc")
        self._build()
        for member in self._before:
            self._add_form(member)
        self._review()
        if self.forms:
            self.forms[0].sections.field.setFocus()  # what the dialog is opened for most

    def keep_authors(self, authors: Iterable[str]) -> None:
        """Let nobody be removed who answered something: the history names them."""
        for form in self.forms:
            if form.id in set(authors) and form.id != self._own:
                form.keep(_("Answers of this member are kept: the history names them."))

    def add_member(self) -> None:
        """Offer the fields of one more member."""
        form = self._add_form(Member(auditor=Auditor(id=new_id(), name=""), sections=()))
        form.name.field.setFocus()
        self._review()

    def edits(self) -> list[Edit]:
        """Return what makes the team of what it was."""
        kept = {form.id for form in self.forms}
        gone = [member.auditor.id for member in self._before if member.auditor.id not in kept]
        edits = [Edit(path_of("team", name), None) for name in gone]
        edits += [
            Edit(path_of("team", form.id), form.value(place))
            for place, form in enumerate(self.forms, start=1)
        ]
        return edits + [Edit(path_of("assignment", name), auditor)
                        for name, auditor in self._assigned().items()]  # fmt: skip

    def _assigned(self) -> Mapping[str, str]:
        """Return who answers each section now; nobody for one that was taken from somebody."""
        before = {name: "" for member in self._before for name in member.sections}
        now = {name: form.id for form in self.forms for name in form.sections.names}
        return before | now

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(column_of((self._list,)), 1)
        column.addWidget(self._banner)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        row.addLayout(dialog_buttons(self._leave, self._keep))
        column.addLayout(row)
        self.add.clicked.connect(self.add_member)
        self._keep.clicked.connect(self._finish)
        self._leave.clicked.connect(self.reject)
        bind(self, "Ctrl+N", self.add_member)
        open_at(self, _WIDTH, _HEIGHT)

    def _add_form(self, member: Member) -> MemberForm:
        form = MemberForm(member, self._record.definition)
        form.changed.connect(self._review)
        form.unwanted.connect(lambda: self._remove(form))
        if member.auditor.id == self._own:
            form.keep(_("This is you."))
        self.forms.append(form)
        self._column.addWidget(form)
        return form

    def _remove(self, form: MemberForm) -> None:
        self.forms.remove(form)
        self._column.removeWidget(form)
        form.deleteLater()
        self._review()
        self.add.setFocus()

    def _review(self) -> None:
        """Say what keeps the team from being kept."""
        twice = self._twice()
        if twice:
            numbers = numbers_of(twice, self._record.definition)
            text = _("Sections {numbers} are given to two people. Leave each to one of them.")
            self._banner.show_message("warning", text.format(numbers=numbers))
        else:
            self._banner.clear()
        self._keep.setEnabled(not twice and all(form.is_complete for form in self.forms))

    def _twice(self) -> set[str]:
        seen: set[str] = set()
        twice: set[str] = set()
        for form in self.forms:
            names = set(form.sections.names)
            twice |= seen & names
            seen |= names
        return twice

    def _finish(self) -> None:
        self.edited.emit(self.edits())
        self.accept()
