"""How far a question is filled in, and what is wrong with the cells of a table."""

from collections.abc import Iterator
from dataclasses import replace

from kta_desktop.domain.answers import EMPTY
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms import problems
from kta_desktop.forms.answers import Filled, Row
from kta_desktop.forms.problems import Problem


def of_cells(question: Question, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Yield what makes cells of a table unreadable, row by row, with their place."""
    for number, row in enumerate(rows, 1):
        for column in question.columns:
            for problem in problems.of_answer(column, row.cells.get(column.name, EMPTY)):
                yield replace(
                    problem,
                    row=row.id,
                    row_number=number,
                    column=column.name,
                    column_label=column.label,
                )


def filling(question: Question, filled: Filled) -> str:
    """Return ``answered``, ``blank`` (a reason was given), ``begun`` or ``empty``."""
    if question.type is QuestionType.TABLE and filled.orders:
        complete = all(_is_complete(question, row) for row in filled.rows())
        return "answered" if complete else "begun"
    is_proof = question.type in (QuestionType.IMAGE, QuestionType.FILE) and filled.evidence
    if filled.answer.is_answered or is_proof:
        return "answered"
    if filled.answer.blank is not None:
        return "blank"
    return "begun" if filled.note or filled.evidence else "empty"


def _is_complete(question: Question, row: Row) -> bool:
    """Whether a row says something, and every cell but free texts is filled or has a reason."""
    cells = [row.cells.get(column.name, EMPTY) for column in question.columns]
    if not any(cell.is_answered or cell.text for cell in cells):
        return False
    return all(
        column.type is QuestionType.TEXT or cell.is_answered or cell.blank is not None
        for column, cell in zip(question.columns, cells, strict=True)
    )
