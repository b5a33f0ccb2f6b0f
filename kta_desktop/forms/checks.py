"""What is wrong with an answer or with the cells of a table, and how far they are filled in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.forms import problems
from kta_desktop.forms.answers import Filled, Row
from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.problems import ERROR, Problem
from kta_desktop.forms.program import Plan
from kta_desktop.forms.rules import Check
from kta_desktop.forms.scope import Rows, Scope, World
from kta_desktop.forms.values import Value


def of_place(plan: Plan, filled: Filled, world: World, rows: Rows) -> tuple[Problem, ...]:
    """Return what is wrong with what was entered at one place: unreadable, or against a rule.

    A blank answer satisfies every rule; warnings wait until there is no error.
    """
    asked, answer = plan.item.asked, filled.answer
    if asked is None:
        return ()
    unreadable = tuple(problems.of_answer(asked, answer, plan.names))
    if unreadable:
        return unreadable
    if not (answer.is_answered or plan.item.is_repeat or asked.type is QuestionType.CALCULATE):
        return ()
    return (*_excluded(plan, answer, world, rows), *_broken(plan, filled, world, rows))


def _excluded(plan: Plan, answer: Answer, world: World, rows: Rows) -> Iterator[Problem]:
    """Yield the options that are chosen and not offered."""
    if plan.options is None or plan.item.asked is None:
        return
    for option in _chosen(answer):
        if offers(plan, option, world, rows) is False:
            yield problems.not_offered(plan.item.asked, option)


def _chosen(answer: Answer) -> Sequence[str]:
    value = answer.value
    return value if isinstance(value, tuple) else (value,) if value else ()


def offers(plan: Plan, option: str, world: World, rows: Rows) -> bool | None:
    """Return whether an option is offered at one place; None if that is undecided."""
    if plan.options is None:
        return True
    world.tried = 0
    try:
        return plan.options.offers(option, Scope(world, rows, rows))
    except EvaluationError:
        return None


def _broken(plan: Plan, filled: Filled, world: World, rows: Rows) -> tuple[Problem, ...]:
    if not plan.checks:
        return ()
    known = world.cells[plan.item.key][rows]
    if known.raw in (None, (), ""):
        return ()
    found = [
        problems.broken(
            check.severity, check.message, filled.answer, confirmed=bool(filled.confirmed)
        )
        for check in plan.checks
        if is_broken(check, world, rows, known.raw)
    ]
    errors = tuple(problem for problem in found if problem.severity == ERROR)
    return errors or tuple(found)


def is_broken(check: Check, world: World, rows: Rows, value: Value) -> bool:
    """Whether a rule certainly does not hold; unknown and broken rules accuse nobody."""
    if check.rule.run is None:
        return False
    world.tried = 0
    try:
        return check.rule.run(Scope(world, rows, rows, value)) is False
    except EvaluationError:
        return False


def is_shut(plan: Plan, filled: Filled, world: World, rows: Rows, raw: Value) -> bool:
    """Whether a value is in error, so that other expressions do not see it."""
    if any(is_broken(check, world, rows, raw) for check in plan.gates):
        return True
    if plan.options is None:
        return False
    return any(offers(plan, option, world, rows) is False for option in _chosen(filled.answer))


def in_row(problem: Problem, row: Row, number: int, column: Column) -> Problem:
    """Return the problem of a cell with its place."""
    return replace(
        problem,
        row=row.id,
        row_number=number,
        column=column.name,
        column_label=column.label,
    )


def required_columns(question: Question) -> frozenset[str]:
    """Return the columns that must be filled in every row that was begun.

    Older definitions say so in ``more['columns']``.
    """
    found = {column.name for column in question.columns if column.required}
    columns = (question.more or {}).get("columns")
    for name, more in columns.items() if isinstance(columns, Mapping) else ():
        if isinstance(more, Mapping) and more.get("required") is True:
            found.add(name)
    return frozenset(found)


def is_begun(row: Row) -> bool:
    """Whether anything was entered in a row."""
    return any(not cell.is_empty for cell in row.cells.values())


def filling(question: Question | Column, filled: Filled) -> str:
    """Return ``copied``, ``answered``, ``blank`` (with a reason), ``begun`` or ``empty``."""
    is_proof = question.type in (QuestionType.IMAGE, QuestionType.FILE) and filled.evidence
    if filled.answer.is_answered or is_proof:
        return "copied" if filled.answer.copied_from else "answered"
    if filled.answer.blank is not None:
        return "blank"
    return "begun" if filled.note or filled.evidence else "empty"


def filling_of_rows(question: Question, rows: Sequence[Row], hidden: Mapping[str, set[str]]) -> str:
    """Return how far the rows of a table are filled in; cells that are not asked do not count."""
    if any(cell.copied_from for row in rows for cell in row.cells.values()):
        return "copied"
    nothing: set[str] = set()
    asked = [column for column in question.columns if column.calculation is None]
    names = [column.name for column in asked]
    wordy = {column.name for column in asked if column.type is QuestionType.TEXT}
    needs = required_columns(question) or frozenset(names) - wordy
    complete = all(_is_complete(names, needs, row, hidden.get(row.id, nothing)) for row in rows)
    return "answered" if complete else "begun"


def _is_complete(names: Sequence[str], needs: frozenset[str], row: Row, hidden: set[str]) -> bool:
    """Whether a row says something, and every cell that it needs is filled or has a reason.

    It needs what the table requires; where the table requires nothing, all but free texts.
    """
    cells = {name: row.cells.get(name, EMPTY) for name in names if name not in hidden}
    if not any(cell.is_answered or cell.text for cell in cells.values()):
        return False
    return all(
        cell.is_answered or cell.blank is not None for name, cell in cells.items() if name in needs
    )
