"""Who audits: name, role, organisation, qualification."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.ids import new_id
from kta_desktop.i18n import N_, _
from ui.widgets.labelled import Labelled
from ui.widgets.team_words import ROLES
from ui.widgets.texts import Texts


class ProfileForm(QWidget):
    """Fields of an ``Auditor``.

    Signals: ``edited`` after any field changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = new_id()
        self._texts = Texts()
        self.name = self._line("profile_name", N_("Surname, first name, patronymic"))
        self.role = Labelled(QComboBox())
        self.role.field.setObjectName("profile_role")
        self.organisation = self._line("profile_organisation", N_("Organisation"))
        self.qualification = self._line(
            "profile_qualification", N_("Qualification: number and term")
        )
        self._texts.add(self.role.set_name, N_("Role"))
        for code in ROLES:
            self.role.field.addItem("", code)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 3)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.role, 0, 1)
        grid.addWidget(self.organisation, 1, 0)
        grid.addWidget(self.qualification, 1, 1)
        self.retranslate()

    def fill(self, profile: Auditor) -> None:
        """Show a profile; ``auditor`` then returns it with its id and what was corrected."""
        self._id = profile.id
        self.name.field.setText(profile.name)
        self.role.field.setCurrentIndex(max(0, self.role.field.findData(profile.role)))
        self.organisation.field.setText(profile.organisation)
        self.qualification.field.setText(profile.qualification)

    def auditor(self) -> Auditor:
        """Return what is filled in."""
        return Auditor(
            id=self._id,
            name=self.name.field.text().strip(),
            role=str(self.role.field.currentData()),
            organisation=self.organisation.field.text().strip(),
            qualification=self.qualification.field.text().strip(),
        )

    def is_complete(self) -> bool:
        """Whether the name, which every change and sheet carries, is there."""
        return bool(self.name.field.text().strip())

    def retranslate(self) -> None:
        """Say everything in the interface language of now."""
        self._texts.retranslate()
        for place, text in enumerate(ROLES.values()):
            self.role.field.setItemText(place, _(text))

    def _line(self, name: str, label: str) -> Labelled[QLineEdit]:
        made = Labelled(QLineEdit())
        made.field.setObjectName(name)
        made.field.setMaxLength(200)
        made.field.textChanged.connect(self.edited)
        self._texts.add(made.set_name, label)
        return made
