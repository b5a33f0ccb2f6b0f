"""Going to a question by its number on paper."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class GoToDialog(QDialog):
    """Asks for a number such as ``8.3``; stays open with a sentence until it finds the question.

    Attributes:
        found: Name of the question; empty until there is one.
    """

    def __init__(self, state: FormState, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self.found = ""
        self.setObjectName("go_to")
        self.setWindowTitle(_("Go to question"))
        self._number = QLineEdit(self)
        self._number.setObjectName("number")
        self._number.setAccessibleName(_("Number of the question"))
        self._number.setPlaceholderText(_("Number, for example 8.3"))
        self._fault = Label("", tone="er")
        self._fault.setObjectName("fault")
        self._fault.setMinimumWidth(360)
        go = KeyButton(_("Go"), "Enter", kind="primary")
        go.setDefault(True)
        stay = KeyButton(_("Stay here"), "Esc")
        go.clicked.connect(self._look)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(stay)
        buttons.addWidget(go)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("Number of the question on the screen and on paper"), "strong"))
        column.addWidget(self._number)
        column.addWidget(self._fault)
        column.addLayout(buttons)

    def _look(self) -> None:
        wanted = self._number.text().strip().replace(",", ".").rstrip(".")
        asked = [q for q in self._state.definition.questions if q.is_asked]
        name = next((q.name for q in asked if q.number == wanted), None)
        if name is None:
            self._fault.setText(_("There is no question {number}.").format(number=wanted))
        elif not self._state.is_relevant(name):
            text = _("Question {number} does not apply: this follows from other answers.")
            self._fault.setText(text.format(number=wanted))
        else:
            self.found = name
            self.accept()


def ask_question(state: FormState, parent: QWidget) -> str:
    """Ask for the number of a question and return its name; empty if nobody wants to go."""
    dialog = GoToDialog(state, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.found
