"""Answers of table questions, printed inside the answer cell."""

from decimal import Decimal, InvalidOperation

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Column, Question, QuestionType
from kta_desktop.forms.state import Row
from kta_desktop.i18n import N_
from kta_desktop.packs.reference import units
from kta_desktop.reports.layout import fit_widths, paged_rows
from kta_desktop.reports.style import grid, para, style, table
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import width as text_width
from kta_desktop.reports.values import why_blank, worded

SUM = N_("Sum")
OF = N_("{done} of {total}")
UNKNOWN = N_("no data")
ROW = N_("Row {number}")

# Sums of these mean something; a sum of temperatures, shares or concentrations does not.
_ADDITIVE = frozenset(
    [
        "mass",
        "mass_flow",
        "volume",
        "volume_flow",
        "normal_volume",
        "normal_volume_flow",
        "energy",
        "power",
        "power_avg",
        "apparent_power",
        "area",
        "length",
        "count",
        "count_rate",
        "money_kzt",
        "money_eur",
        "money_usd",
    ]
)
_SIDE = 3.0
_NUMERIC = (QuestionType.DECIMAL, QuestionType.INTEGER)
_TALLEST = 640.0  # of one row inside an answer, in points; a page holds about 700


def answer_table(
    question: Question, rows: tuple[Row, ...], tongue: Tongue, width: float
) -> list[Flowable]:
    """Return the rows of a table question, or one block for each row where columns do not fit.

    Columns of quantities that add up end in their sum, which says over how many rows it goes.
    """
    if not rows:
        return []
    columns = question.columns
    widths = _widths(columns, rows, tongue, width)
    if widths is None:
        return _blocks(columns, rows, tongue)
    body = [
        piece
        for row in rows
        for piece in paged_rows([_cell(c, row, tongue) for c in columns], widths, _TALLEST)
    ]
    total = _totals(columns, rows, tongue)
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
    label = tongue.line(column.label)
    return f"{label}, {symbol}" if symbol else label


def _is_number(column: Column) -> bool:
    return column.type in _NUMERIC


def _text(column: Column, answer: Answer, tongue: Tongue) -> str:
    if answer.blank is not None and not answer.is_answered:
        return f"{tongue.word(UNKNOWN)}: {why_blank(answer, tongue)}"
    return worded(column, answer, tongue) or formatting.NOTHING


def _cell(column: Column, row: Row, tongue: Tongue) -> list[Flowable]:
    answer = row.cells.get(column.name, Answer())
    is_figure = _is_number(column) and answer.is_answered
    look = "rightstrong" if is_figure else "right" if _is_number(column) else "body"
    return [para(_text(column, answer, tongue), look)]


def _widths(
    columns: tuple[Column, ...], rows: tuple[Row, ...], tongue: Tongue, width: float
) -> list[float] | None:
    texts = [
        [_heading(column, tongue)]
        + [_text(column, row.cells.get(column.name, Answer()), tongue) for row in rows]
        for column in columns
    ]
    least = [max(_widest(text.split()) for text in column) for column in texts]
    wanted = [max(_widest(text.splitlines()) for text in column) for column in texts]
    pad = 2 * _SIDE + 1
    # A word longer than a third of the answer breaks inside; else one web address spoils all.
    least = [min(need, width / 3) + pad for need in least]
    return fit_widths(least, [want + pad for want in wanted], width)


def _widest(pieces: list[str]) -> float:
    size = style("body").fontSize
    return max((text_width(piece, size, bold=True) for piece in pieces), default=0.0)


def _totals(
    columns: tuple[Column, ...], rows: tuple[Row, ...], tongue: Tongue
) -> list[list[list[Flowable]]]:
    if len(rows) < 2 or not any(_adds_up(column) for column in columns):
        return []
    cells: list[list[Flowable]] = []
    for place, column in enumerate(columns):
        if _adds_up(column):
            cells.append(_sum(column, rows, tongue))
        else:
            cells.append([para(tongue.word(SUM), "strong")] if place == 0 else [])
    return [cells]


def _adds_up(column: Column) -> bool:
    unit = units().get(column.unit or "")
    return _is_number(column) and unit is not None and unit.quantity in _ADDITIVE


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
