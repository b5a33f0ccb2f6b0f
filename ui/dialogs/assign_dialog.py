"""Handing an audit out: to whom, which plant, which checklist, when."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from kta_desktop.domain.audit import Auditor, NewAudit
from kta_desktop.i18n import N_, _
from ui.dialogs.new_audit import NewAuditDialog
from ui.widgets.labelled import Labelled
from ui.widgets.panel import Panel
from ui.widgets.word_combo import WordCombo

if TYPE_CHECKING:
    from kta_desktop.services.assigning import Person

_NOTE_PX = 58


class AssignDialog(NewAuditDialog):
    """Asks what a new audit needs, for somebody else.

    Signals: ``assigned`` with the NewAudit and the note; answer by ``accept`` or ``refuse``.

    Args:
        persons: Holders of accepted keys.
    """

    assigned = Signal(object, str)

    def __init__(self, persons: Sequence["Person"], parent: QWidget | None = None) -> None:
        self._persons = tuple(persons)
        self.person, self.note = Labelled(WordCombo()), Labelled(QPlainTextEdit())
        nobody = Auditor(id="", name="")
        super().__init__(nobody, parent, above=self._to_whom())
        self.setObjectName("assignDialog")
        self.wanted.connect(lambda new: self.assigned.emit(new, self._noted()))
        self.person.field.setFocus()

    @override
    def new_audit(self) -> NewAudit:
        place = self.person.field.currentIndex()
        self._profile = self._persons[place].auditor
        return super().new_audit()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.person.field.setPlaceholderText(_("Choose a person"))

    @override
    def _name_it(self) -> None:
        self._texts.add(self.setWindowTitle, N_("Hand out an audit"))
        self._texts.add(self._start.set_text, N_("Sign and hand out"))
        self._texts.add(self._cancel.set_text, N_("Do not hand out"))

    @override
    def _is_complete(self) -> bool:
        if self.person.field.currentIndex() < 0:
            self.person.say(
                _("Choose who is to audit. Only holders of accepted keys are here."), "wr"
            )
            self.person.field.setFocus()
            return False
        return True

    def _noted(self) -> str:
        return self.note.field.toPlainText().strip()

    def _to_whom(self) -> Panel:
        """Return the panel above the others."""
        self.person.field.setObjectName("assignTo")
        self.note.field.setObjectName("assignNote")
        self.note.field.setTabChangesFocus(True)
        self.note.field.setFixedHeight(_NOTE_PX)
        for one in self._persons:
            about = ", ".join(part for part in (one.auditor.name, one.auditor.organisation) if part)
            self.person.field.addItem(about, one.auditor.id)
        self.person.field.setCurrentIndex(0 if len(self._persons) == 1 else -1)
        self.person.field.currentIndexChanged.connect(lambda _place: self.person.say(""))
        panel = Panel(_("To whom"))
        self.person.set_name(_("Who leads the audit"))
        self.note.set_name(_("Note to the auditor"))
        panel.body.addWidget(self.person)
        panel.body.addWidget(self.note)
        return panel
