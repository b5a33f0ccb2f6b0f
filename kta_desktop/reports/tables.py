"""Answers of table questions, printed inside the answer cell."""

import re
from decimal import Decimal, InvalidOperation

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType
from kta_desktop.forms.state import Row
from kta_desktop.i18n import N_
from kta_desktop.reports.layout import TALLEST, fit_widths, paged_rows
from kta_desktop.reports.style import grid, para, style, table
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.typefaces import width as text_width
from kta_desktop.reports.values import why_blank, worded

SUM = N_("Sum")
OF = N_("{done} of {total}")
UNKNOWN = N_("no data")
ROW = N_("Row {number}")

_ADDED_UP = re.compile(r"sum\(\s*\$\{(\w+)\}/(\w+)\s*\)")
_WORDS = re.compile(r"[ \n]+")  # no-break spaces hold a figure and its unit together
_SLASHED = 14  # letters from which words joined by strokes may break behind them
_SIDE = 3.0
_NUMERIC = (QuestionType.DECIMAL, QuestionType.INTEGER)


def summed_columns(definition: Definition) -> frozenset[tuple[str, str]]:
    """Return table and column of every sum that the checklist itself takes.

    Whether figures may be added is known to the checklist alone: litres from two wells may, the
    design load of two treatment steps or the output of two years may not.
    """
    expressions = (
        expression
        for question in definition.questions
        for expression in (question.calculation, question.constraint, question.relevant)
        if expression
    )
    return frozenset(
        (found[1], found[2])
        for expression in expressions
        for found in _ADDED_UP.finditer(expression)
    )


def answer_table(
    question: Question,
    rows: tuple[Row, ...],
    tongue: Tongue,
    width: float,
    sums: frozenset[tuple[str, str]] = frozenset(),
) -> list[Flowable]:
    """Return the rows of a table question, or one block for each row where columns do not fit.

    Columns of ``sums``, see ``summed_columns``, end in their sum over how many of the rows.
    """
    if not rows:
        return []
    columns = question.columns
    added = frozenset(name for table, name in sums if table == question.name)
    widths = _widths(columns, rows, tongue, width)
    if widths is None:
        return _blocks(columns, rows, tongue)
    body = [
        piece
        for row in rows
        for piece in paged_rows([_cell(c, row, tongue) for c in columns], widths, TALLEST)
    ]
    total = _totals(columns, rows, tongue, added)
    look = grid(head_rows=1)
    for name in ("LEFTPADDING", "RIGHTPADDING"):
        look.add(name, (0, 0), (-1, -1), _SIDE)
    for name in ("TOPPADDING", "BOTTOMPADDING"):
        look.add(name, (0, 0), (-1, -1), 2)
    heads = [_head(column, tongue) for column in columns]
    return [table([heads, *body, *total], widths, look, repeat=1)]


def _head(column: Column, tongue: Tongue) -> list[Flowable]:
    return [para(_heading(column, tongue), "headright" if _is_number(column) else "head")]


def _heading(column: Column, tongue: Tongue) -> str:
    symbol = formatting.unit(column.unit, tongue.first)
    words = tongue.line(column.label).split(" ")
    label = " ".join(w.replace("/", "/ ") if len(w) > _SLASHED else w for w in words)
    return f"{label}, {symbol}" if symbol else label


def _is_number(column: Column) -> bool:
    return column.type in _NUMERIC


def _text(column: Column, answer: Answer, tongue: Tongue) -> str:
    if answer.blank is not None and not answer.is_answered:
        return f"{tongue.word(UNKNOWN)}: {why_blank(answer, tongue)}"
    said = worded(column, answer, tongue) or formatting.NOTHING
    return said.replace(f"{formatting.NBSP}±", " ±")  # a narrow column breaks before the U


def _cell(column: Column, row: Row, tongue: Tongue) -> list[Flowable]:
    answer = row.cells.get(column.name, Answer())
    is_figure = _is_number(column) and answer.is_answered
    look = "rightstrong" if is_figure else "right" if _is_number(column) else "body"
    return [para(_text(column, answer, tongue), look)]


def _widths(
    columns: tuple[Column, ...], rows: tuple[Row, ...], tongue: Tongue, width: float
) -> list[float] | None:
    texts = [
        [_text(column, row.cells.get(column.name, Answer()), tongue) for row in rows]
        for column in columns
    ]
    texts[0].append(tongue.word(SUM))
    heads = [_heading(column, tongue) for column in columns]
    least = [
        max(_widest(_WORDS.split(head), "head"), *(_widest(_WORDS.split(t)) for t in column))
        for head, column in zip(heads, texts, strict=True)
    ]
    wanted = [
        max(_widest([head], "head"), *(_widest(text.splitlines()) for text in column))
        for head, column in zip(heads, texts, strict=True)
    ]
    pad = 2 * _SIDE + 1
    # A word longer than a third of the answer breaks inside; else one web address spoils all.
    least = [min(need, width / 3) + pad for need in least]
    return fit_widths(least, [want + pad for want in wanted], width)


def _widest(pieces: list[str], look: str = "body") -> float:
    size = style(look).fontSize
    return max((text_width(printable(piece), size, bold=True) for piece in pieces), default=0.0)


def _totals(
    columns: tuple[Column, ...], rows: tuple[Row, ...], tongue: Tongue, added: frozenset[str]
) -> list[list[list[Flowable]]]:
    if len(rows) < 2 or not added:
        return []
    cells: list[list[Flowable]] = []
    for place, column in enumerate(columns):
        if column.name in added:
            cells.append(_sum(column, rows, tongue))
        else:
            cells.append([para(tongue.word(SUM), "strong")] if place == 0 else [])
    return [cells]


def _sum(column: Column, rows: tuple[Row, ...], tongue: Tongue) -> list[Flowable]:
    figures = [
        figure
        for row in rows
        if (figure := _figure(column, row.cells.get(column.name, Answer()))) is not None
    ]
    if not figures:
        return [para(formatting.NOTHING, "right")]
    counted = tongue.say(OF, done=str(len(figures)), total=str(len(rows)))
    total = formatting.number(sum(figures, Decimal(0)), tongue.first)
    return [para(total, "rightstrong"), para(counted, "tinyright")]


def _figure(column: Column, answer: Answer) -> Decimal | None:
    """Return a cell's number if it is in the unit of its column; others are not added."""
    if not isinstance(answer.value, str) or answer.unit not in (None, column.unit):
        return None
    try:
        return Decimal(answer.value)
    except InvalidOperation:
        return None


def _blocks(columns: tuple[Column, ...], rows: tuple[Row, ...], tongue: Tongue) -> list[Flowable]:
    """Return each row as lines of heading and value, for tables too wide for the cell."""
    parts: list[Flowable] = []
    for number, row in enumerate(rows, start=1):
        parts.append(para(tongue.say(ROW, number=str(number)), "head"))
        for column in columns:
            answer = row.cells.get(column.name, Answer())
            parts.append(para(f"{_heading(column, tongue)}: {_text(column, answer, tongue)}"))
    return parts
