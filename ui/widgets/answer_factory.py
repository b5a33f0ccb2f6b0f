"""Which editor a question gets."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.i18n import _
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.answer_choice import ChoiceEditor, LikertEditor
from ui.widgets.answer_number import NumberEditor
from ui.widgets.answer_table import TableEditor
from ui.widgets.answer_typed import DateEditor, TextEditor
from ui.widgets.label import Label


class FilesEditor(AnswerEditor):
    """A question that pictures or files answer: the strip below the answer holds them."""

    def __init__(self, editor: AuditEditor, question: Question, parent: QWidget) -> None:
        super().__init__(editor, question, parent)
        from PySide6.QtWidgets import QVBoxLayout

        self._words = Label("", tone="tx2", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        self.refresh()

    @override
    def tab_widgets(self) -> list[QWidget]:
        return []

    @override
    def refresh(self) -> None:
        count = len(self.editor.state.evidence(self.question.name))
        text = _("Files: {count}").format(count=count)
        self._words.setText(text if count else _("Attach files with F8 or drop them here."))


def answer_editor(editor: AuditEditor, question: Question, parent: QWidget) -> AnswerEditor:
    """Return the editor for the type of a question.

    Raises:
        ValueError: If nobody answers questions of this type.
    """
    match question.type:
        case QuestionType.SELECT_ONE if question.appearance == "likert":
            return LikertEditor(editor, question, parent)
        case QuestionType.SELECT_ONE | QuestionType.SELECT_MULTIPLE:
            several = question.type is QuestionType.SELECT_MULTIPLE
            return ChoiceEditor(editor, question, parent, several=several)
        case QuestionType.DECIMAL | QuestionType.INTEGER:
            return NumberEditor(editor, question, parent)
        case QuestionType.TEXT:
            return TextEditor(editor, question, parent)
        case QuestionType.DATE:
            return DateEditor(editor, question, parent)
        case QuestionType.TABLE:
            return TableEditor(editor, question, parent)
        case QuestionType.IMAGE | QuestionType.FILE:
            return FilesEditor(editor, question, parent)
        case _:
            raise ValueError(question.type)
