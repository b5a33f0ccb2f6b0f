"""Where questions and rows of tables stand, found without looking through the whole form.

What reads little of a form is computed again seldom: only the repeats around a question are asked.
"""

from collections.abc import Iterator

from kta_desktop.assessment.index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, standing
from kta_desktop.domain.definition import Question, QuestionType


def question_of(known: Known, name: str, concept: str) -> Question | None:
    """Return a question by its name, else by its concept; None if the checklist has none."""
    return index_of(known.definition).named(name, concept)


def addresses(known: Known, question: Question) -> Iterator[str]:
    """Yield where a question stands: once, or in each instance of the repeats around it."""
    yield from standing(known.state, question)


def instances(known: Known, name: str, concept: str) -> Iterator[str]:
    """Yield the addresses of the instances of a repeat; nothing if it is not asked."""
    asked = question_of(known, name, concept)
    if asked is not None and known.state.is_relevant(asked.name):
        for row in known.state.rows(asked.name):
            yield f"{asked.name}/{row.id}"


def rows(known: Known, name: str, concept: str) -> Iterator[Line]:
    """Yield the rows of a table in which something was entered, wherever it is asked."""
    table = question_of(known, name, concept)
    if table is None or table.type is not QuestionType.TABLE:
        return
    for address in addresses(known, table):
        if known.state.is_relevant(address):
            yield from rows_at(known, table, address)


def rows_at(known: Known, table: Question, address: str) -> Iterator[Line]:
    """Yield the rows of a table at one address in which something was entered."""
    for number, row in enumerate(known.state.rows(address), start=1):
        if any(not answer.is_empty for answer in row.cells.values()):
            yield Line(row.id, number, table, address, row, known.state)
