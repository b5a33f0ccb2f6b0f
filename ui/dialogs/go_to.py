"""Going to a question by its number on paper."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.definition import Question
from kta_desktop.forms.state import FormState
from kta_desktop.i18n import _, language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class GoToDialog(QDialog):
    """Asks for a number such as ``8.3``; stays open with a sentence until it finds the question.

    While a number is typed, the title of its question stands below.

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
        self._number.textChanged.connect(self._show_title)
        self._title = Label("", tone="tx2")
        self._title.setObjectName("title")
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
        column = self._column = QVBoxLayout(self)
        column.addWidget(Label(_("Number of the question on the screen and on paper"), "strong"))
        column.addWidget(self._number)
        column.addWidget(self._title)
        column.addWidget(self._fault)
        column.addLayout(buttons)

    def _wanted(self) -> str:
        return self._number.text().strip().replace(",", ".").rstrip(".")

    def _question(self) -> Question | None:
        """Return the asked question of the number typed so far; None while there is none."""
        wanted, questions = self._wanted(), self._state.definition.questions
        return next((q for q in questions if q.is_asked and q.number == wanted), None)

    def _show_title(self) -> None:
        question = self._question()
        title = question.title.get(language()) if question else ""
        self._title.setText(title)
        self._number.setAccessibleDescription(title)
        self._say("")

    def _look(self) -> None:
        question, wanted = self._question(), self._wanted()
        if question is None:
            self._say(_("There is no question {number}.").format(number=wanted))
        elif not self._state.is_relevant(question.name):
            text = _("Question {number} does not apply: this follows from other answers.")
            self._say(text.format(number=wanted))
        else:
            self.found = question.name
            self.accept()

    def _say(self, fault: str) -> None:
        """Show a sentence in as many lines as it needs."""
        self._fault.setText(fault)
        needed = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(needed, self.height()))


def ask_question(state: FormState, parent: QWidget) -> str:
    """Ask for the number of a question and return its name; empty if nobody wants to go."""
    dialog = GoToDialog(state, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.found
