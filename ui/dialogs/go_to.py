"""Going to a question by its number on paper."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.domain.numbering import latin
from kta_desktop.errors import KtaError
from kta_desktop.forms.state import FormState, Place
from kta_desktop.forms.wording import BETWEEN, instances_of
from kta_desktop.i18n import _, language
from ui.widgets.key_button import KeyButton
from ui.widgets.label import Label


class GoToDialog(QDialog):
    """Asks for a number such as ``8.3``; stays open with a sentence until it finds the question.

    The code of a page of a blank sheet leads to the first of its questions, if the audit is given.

    While a number is typed, the title of its question stands below. A number of a question in a
    repeat without instances leads to where the first one is added.

    Attributes:
        found: Address of the question; empty until there is one.
    """

    def __init__(
        self,
        state: FormState,
        parent: QWidget,
        here: str = "",
        record: AuditRecord | None = None,
    ) -> None:
        super().__init__(parent)
        self._state, self._record = state, record
        steps = here.split("/")
        self._from = {"/".join(steps[:end]) for end in range(2, len(steps) + 1, 2)}
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

    def _wanted(self) -> tuple[str, int]:
        """Return the number that was typed and, behind a stroke, which instance is meant."""
        number, _stroke, instance = self._number.text().strip().partition("/")
        wanted = latin(number.strip().replace(",", ".").rstrip("."))
        return wanted, int(instance) if instance.strip().isdecimal() else 0

    def _asked(self) -> bool:
        """Whether the checklist asks a question of this number at all."""
        questions, wanted = self._state.definition.questions, self._wanted()[0]
        return any(q.number.casefold() == wanted and _is_place(q) for q in questions)

    def _places(self) -> list[Place]:
        """Return where the number stands now, in paper order: once for each instance."""
        wanted, state = self._wanted()[0], self._state
        sections = {
            question.section
            for question in state.definition.questions
            if wanted and question.number.casefold() == wanted and _is_place(question)
        }
        places = [place for section in sections for place in state.places(section)]
        found = [place for place in places if place.question.number.casefold() == wanted]
        return found or self._empty_repeats(places)

    def _empty_repeats(self, places: list[Place]) -> list[Place]:
        """Return the outermost repeat without instances that the number stands in."""
        wanted = self._wanted()[0]
        questions = self._state.definition.questions
        around = {
            name
            for question in questions
            if wanted and question.number.casefold() == wanted
            for name in _around(self._state, question)
        }
        repeats = (place for place in places if place.question.name in around)
        return [place for place in repeats if not self._state.rows(place.address)][:1]

    def _place(self) -> Place | None:
        """Return the place meant: of the instance named, else of the one where one works."""
        places, instance = self._places(), self._wanted()[1]
        if instance:
            return next((p for p in places if p.numbers[-1:] == (instance,)), None)
        near = (p for p in places if p.rows and p.address.rpartition("/")[0] in self._from)
        return next(near, places[0] if places else None)

    def _coded(self) -> Place | KtaError | None:
        """Return the question that a page begins with whose code was typed, or why it has none.

        None for what is no code.
        """
        from kta_desktop.services import paper

        typed = self._number.text()
        if self._record is None or not paper.looks_like_code(typed):
            return None
        page = paper.read_code(typed, self._record)
        if isinstance(page, KtaError):
            return page
        address = paper.jump(self._state, page)
        return self._state.place(address) if self._state.is_relevant(address) else None

    def _meant(self) -> Place | KtaError | None:
        """Return where a number or a code leads."""
        return self._place() or self._coded()

    def _show_title(self) -> None:
        place = self._meant()
        title = ""
        if isinstance(place, Place):
            names = instances_of(self._state, place.address, language())
            title = BETWEEN.join((place.question.title.get(language()), *names))
        count = len(self._places())
        if count > 1:
            hint = _("{count} places; {number}/2 is the second.")
            number = self._wanted()[0].upper()
            title = f"{title}\n{hint.format(count=count, number=number)}"
        self._title.setText(title)
        self._number.setAccessibleDescription(title)
        self._say("")

    def _look(self) -> None:
        place, wanted = self._meant(), self._number.text().strip()
        if isinstance(place, Place):
            self.found = place.address
            self.accept()
        elif isinstance(place, KtaError):
            self._say(place.sentence())
        elif not self._asked():
            self._say(_("There is no question {number}.").format(number=wanted))
        elif self._places():
            self._say(_("There is no instance {number}.").format(number=wanted))
        else:
            text = _("Question {number} does not apply: this follows from other answers.")
            self._say(text.format(number=wanted))

    def _say(self, fault: str) -> None:
        """Show a sentence in as many lines as it needs."""
        self._fault.setText(fault)
        needed = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(needed, self.height()))


def _is_place(question: Question) -> bool:
    """Whether something stands under its number: figures that are worked out as well."""
    return bool(question.number) and question.type is not QuestionType.NOTE


def _around(state: FormState, question: Question) -> Iterator[str]:
    """Yield the names of the repeats around a question, from inside outwards."""
    definition, parent = state.definition, question.parent
    parents = {group.name: group.parent for group in definition.groups}
    repeats = {one.name: one.parent for one in definition.questions if one.is_repeat}
    while parent is not None:
        if parent in repeats:
            yield parent
        parent = repeats.get(parent, parents.get(parent))


def ask_question(
    state: FormState, here: str, parent: QWidget, record: AuditRecord | None = None
) -> str:
    """Ask for the number of a question and return its address; empty if nobody wants to go.

    Args:
        state: The form.
        here: Address of the open question: its instance is meant where a number stands in many.
        parent: Widget it belongs to.
        record: The audit, where codes of pages are understood as well.
    """
    dialog = GoToDialog(state, parent, here, record)
    dialog.exec()
    dialog.deleteLater()
    return dialog.found
