"""By when an answer is asked for, and a note to the auditor about the whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kta_desktop.forms.entry import iso_date
from kta_desktop.i18n import _
from ui.theme.tokens import PADDING
from ui.widgets.labelled import Labelled

_DAY_PX = 128
_NOTE_PX = 52


class Terms(QWidget):
    """Two fields of a review.

    Signals: ``typed`` with the day as typed and the note.
    """

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.until = Labelled(QLineEdit())
        self.until.field.setObjectName("reviewUntil")
        self.until.setFixedWidth(_DAY_PX)
        self.note = Labelled(QPlainTextEdit())
        self.note.field.setObjectName("reviewNote")
        self.note.field.setTabChangesFocus(True)
        self.note.field.setFixedHeight(_NOTE_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 6, PADDING, PADDING)
        row.setSpacing(PADDING)
        row.addWidget(self.until)
        row.addWidget(self.note, 1)
        self.until.field.textChanged.connect(lambda _text: self._tell())
        self.note.field.textChanged.connect(self._tell)

    def show_terms(self, until: str, note: str) -> None:
        """Show what was typed before."""
        for field in (self.until.field, self.note.field):
            field.blockSignals(True)
        self.until.field.setText(until)
        self.note.field.setPlainText(note)
        for field in (self.until.field, self.note.field):
            field.blockSignals(False)
        self._check()

    def retranslate(self) -> None:
        """Show every text in the interface language."""
        self.until.set_name(_("Answer until"))
        self.until.field.setPlaceholderText(_("day.month.year"))
        self.note.set_name(_("Note to the auditor"))
        self._check()

    def _tell(self) -> None:
        self._check()
        self.typed.emit(self.until.field.text().strip(), self.note.field.toPlainText())

    def _check(self) -> None:
        text = self.until.field.text().strip()
        wrong = bool(text) and not iso_date(text)
        self.until.say(_("Such as 05.12.2026") if wrong else "", "er")
