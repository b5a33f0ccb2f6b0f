"""Which editor a question gets."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import Place
from kta_desktop.i18n import _
from ui.undo import AuditEditor
from ui.widgets.answer_base import AnswerEditor
from ui.widgets.answer_choice import ChoiceEditor, LikertEditor
from ui.widgets.answer_number import NumberEditor
from ui.widgets.answer_range import AcknowledgeEditor, RangeEditor
from ui.widgets.answer_rank import RankEditor
from ui.widgets.answer_search import SearchEditor
from ui.widgets.answer_table import TableEditor
from ui.widgets.answer_typed import DateEditor, MomentEditor, TextEditor
from ui.widgets.checklist_keys import has_digits
from ui.widgets.label import Label


class FilesEditor(AnswerEditor):
    """A question that pictures or files answer: the strip below the answer holds them."""

    def __init__(self, editor: AuditEditor, place: Place, parent: QWidget) -> None:
        super().__init__(editor, place, parent)
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
        count = len(self.editor.state.evidence(self.address))
        text = _("Files: {count}").format(count=count)
        self._words.setText(text if count else _("Attach files with F8 or drop them here."))


def answer_editor(editor: AuditEditor, place: Place, parent: QWidget) -> AnswerEditor:
    """Return the editor for the type of a question.

    Raises:
        ValueError: If nobody answers questions of this type.
    """
    question, kind = place.question, place.question.type
    if kind is QuestionType.SELECT_MULTIPLE:
        return ChoiceEditor(editor, place, parent, several=True)
    if kind is QuestionType.SELECT_ONE:
        if question.appearance == "likert":
            return LikertEditor(editor, place, parent)
        if has_digits(question):
            return ChoiceEditor(editor, place, parent, several=False)
        return SearchEditor(editor, place, parent)
    if kind not in _EDITORS:
        raise ValueError(kind)
    return _EDITORS[kind](editor, place, parent)


_EDITORS: Mapping[QuestionType, Callable[[AuditEditor, Place, QWidget], AnswerEditor]] = {
    QuestionType.DECIMAL: NumberEditor,
    QuestionType.INTEGER: NumberEditor,
    QuestionType.TEXT: TextEditor,
    QuestionType.DATE: DateEditor,
    QuestionType.TIME: MomentEditor,
    QuestionType.DATETIME: MomentEditor,
    QuestionType.RANGE: RangeEditor,
    QuestionType.RANK: RankEditor,
    QuestionType.ACKNOWLEDGE: AcknowledgeEditor,
    QuestionType.TABLE: TableEditor,
    QuestionType.IMAGE: FilesEditor,
    QuestionType.FILE: FilesEditor,
}
