"""How far a question is filled in, and what is wrong with the cells of a table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kta_desktop.domain.answers import EMPTY
from kta_desktop.domain.definition import Question, QuestionType
from kta_desktop.forms import problems
from kta_desktop.forms.answers import Filled, Row
from kta_desktop.forms.problems import Problem


def of_cells(question: Question, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the cells of a table, row by row, with their place."""
    required = _required(question)
    for number, row in enumerate(rows, 1):
        for column in question.columns:
            answer = row.cells.get(column.name, EMPTY)
            found = list(problems.of_answer(column, answer))
            if column.name in required and answer.is_empty and _is_begun(row):
                found.append(problems.needed())
            for problem in found:
                yield replace(
                    problem,
                    row=row.id,
                    row_number=number,
                    column=column.name,
                    column_label=column.label,
                )


def _required(question: Question) -> frozenset[str]:
    """Return the columns that must be filled in every row (``more['columns']``)."""
    columns = (question.more or {}).get("columns")
    if not isinstance(columns, Mapping):
        return frozenset()
    return frozenset(
        name
        for name, more in columns.items()
        if isinstance(more, Mapping) and more.get("required") is True
    )


def _is_begun(row: Row) -> bool:
    return any(not cell.is_empty for cell in row.cells.values())


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
