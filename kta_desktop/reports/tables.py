"""Answers of table questions, printed inside the answer cell or over the whole width."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.domain import fieldpath
from kta_desktop.domain.answers import EMPTY, Answer
from kta_desktop.domain.definition import Column, Definition, QuestionType
from kta_desktop.forms.guarded import GuardedState
from kta_desktop.forms.state import FormState, Place, Row
from kta_desktop.forms.wording import unit_text, value_text
from kta_desktop.i18n import N_
from kta_desktop.reports.layout import (
    LONGEST_HEAD,
    TALLEST,
    Cells,
    brief,
    fit_widths,
    height_of,
    paged_rows,
)
from kta_desktop.reports.pulse import beat
from kta_desktop.reports.secrecy import NO_SECRETS, holds_anything
from kta_desktop.reports.style import grid, para, style, table
from kta_desktop.reports.tongue import Tongue
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.typefaces import width as text_width
from kta_desktop.reports.values import why_blank, worded

SUM = N_("Sum")
OF = N_("{done} of {total}")
UNKNOWN = N_("no data")
ROW = N_("Row {number}")
REST = N_("The other rows have nothing in these columns.")

_ADDED_UP = re.compile(r"sum\(\s*\$\{(\w+)\}/(\w+)\s*\)")
_WORDS = re.compile(r"[ \n]+")  # no-break spaces hold a figure and its unit together
_SLASHED = 14  # letters from which words joined by strokes may break behind them
_SIDE, _RISE = 3.0, 2.0
_CRAMPED = 2.5  # times the width of its column that a text inside the answer may have
_LEAST_ROW = 120.0  # points that a row may have below the tallest head
_GAP = 4.0
_EQUAL = f"{formatting.NBSP}={formatting.NBSP}"  # «k = 2» is read as one
_SPARED = 3  # rows without anything in a part below that are worth a sentence instead
Numbered = Sequence[tuple[int, Row]]
_NUMERIC = (QuestionType.DECIMAL, QuestionType.INTEGER, QuestionType.RANGE)


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


@dataclass(frozen=True)
class Grid:
    """A table question with its rows, on its way to paper.

    Rows and the widths of columns are found once: with thousands of rows each look costs.

    Attributes:
        state: The form.
        place: The question.
        tongue: Language or languages.
        sums: Columns that end in their sum over how many of the rows.
    """

    state: FormState
    place: Place
    tongue: Tongue
    sums: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the question."""
        return self.place.question.columns

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows that were filled in."""
        return self.state.rows(self.place.address)

    def narrow(self, width: float) -> list[Flowable]:
        """Return the table in ``width`` points; nothing if it is easier to read over a page."""
        widths = self._narrow(width)
        return [] if widths is None else [self._table(self.columns, widths, self._numbered())]

    def is_narrow(self, width: float) -> bool:
        """Whether the table stands in ``width`` points, see ``narrow``."""
        return self._narrow(width) is not None

    def _narrow(self, width: float) -> list[float] | None:
        """Return widths of columns in which no text stands word below word; None if none do."""
        room = width - self._number_width()
        least, wanted = self._needs(self.columns, room)
        widths = fit_widths(least, wanted, room)
        if widths is None:
            return None
        pairs = zip(wanted, widths, strict=True)
        is_cramped = any(want > _CRAMPED * room for want, room in pairs)
        return None if is_cramped else widths

    def wide(self, width: float) -> list[Flowable]:
        """Return the table over the whole width of a page.

        What does not fit side by side is continued below: number and first column of a row stand
        in each part, so that it can be followed. No word is cut; where not even two columns fit,
        each row is lines of heading and value.
        """
        parts = list(self._parts(width))
        if any(widths is None for _columns, widths in parts):
            return self._blocks()
        shown: list[Flowable] = []
        for columns, widths in parts:
            if widths is not None:
                shown += self._part(columns, widths, is_first=not shown)
        return shown

    def _part(
        self, columns: Sequence[Column], widths: list[float], *, is_first: bool
    ) -> list[Flowable]:
        """Return some columns of all rows; below the first, without the rows that are empty."""
        rows = self._numbered()
        if is_first:
            return [self._table(columns, widths, rows)]
        held = [(number, row) for number, row in rows if self._holds(columns[1:], row)]
        is_sparse = bool(held) and len(rows) - len(held) >= _SPARED
        part = self._table(columns, widths, held if is_sparse else rows)
        part.spaceBefore = _GAP
        return [part, para(self.tongue.word(REST), "small")] if is_sparse else [part]

    def _holds(self, columns: Sequence[Column], row: Row) -> bool:
        return any(self._text(column, row) != formatting.NOTHING for column in columns)

    def _numbered(self) -> Numbered:
        return list(enumerate(self.rows, start=1))

    def _number_width(self) -> float:
        """Return the width of the column of row numbers; a single row has none."""
        count = len(self.rows)
        return _widest(["№", str(count)], "head") + 2 * _SIDE + 1 if count > 1 else 0.0

    def _led(self, words: str, look: str, cells: Cells) -> Cells:
        """Return the cells of a row behind its number."""
        return [[para(words, look)], *cells] if len(self.rows) > 1 else cells

    def _parts(self, width: float) -> list[tuple[Sequence[Column], list[float] | None]]:
        """Return the columns of each part with their widths: as few parts as fit, of one length."""
        greedy = list(self._taken(width, len(self.columns)))
        even = list(self._taken(width, -(-(len(self.columns) - 1) // max(len(greedy), 1))))
        parts = even if len(even) == len(greedy) else greedy
        return [(columns, self._widths(columns, width)) for columns in parts]

    def _taken(self, width: float, most: int) -> Iterator[Sequence[Column]]:
        """Yield the columns of each part: the first of all, and at most ``most`` that fit."""
        waiting = list(self.columns[1:])
        while True:
            taken = [self.columns[0]]
            while waiting and len(taken) <= most and self._fits([*taken, waiting[0]], width):
                taken.append(waiting.pop(0))
            if waiting and len(taken) == 1:
                yield self.columns  # not even two fit
                return
            yield taken
            if not waiting:
                return

    def _fits(self, columns: Sequence[Column], width: float) -> bool:
        return self._widths(columns, width) is not None

    def _table(self, columns: Sequence[Column], widths: list[float], rows: Numbered) -> Flowable:
        heads = self._led("№", "head", [self._head(column) for column in columns])
        widths = [self._number_width(), *widths] if len(self.rows) > 1 else widths
        pairs = zip(heads, widths, strict=True)
        high = max(height_of(head, width - 2 * _SIDE) for head, width in pairs)
        tallest = max(TALLEST - high, _LEAST_ROW)
        body = [
            piece
            for number, row in rows
            for piece in paged_rows(self._cells(number, row, columns), widths, tallest)
        ]
        look = grid(head_rows=1)
        for name in ("LEFTPADDING", "RIGHTPADDING"):
            look.add(name, (0, 0), (-1, -1), _SIDE)
        for name in ("TOPPADDING", "BOTTOMPADDING"):
            look.add(name, (0, 0), (-1, -1), _RISE)
        whole = [heads, *body, *self._totals(columns)]
        heights = [_row_height(row, widths) for row in whole]
        return table(whole, widths, look, repeat=1, heights=heights)

    def _cells(self, number: int, row: Row, columns: Sequence[Column]) -> Cells:
        return self._led(str(number), "small", [self._cell(column, row) for column in columns])

    def _head(self, column: Column) -> list[Flowable]:
        return [para(self._heading(column), "headright" if _is_number(column) else "head")]

    def _heading(self, column: Column) -> str:
        symbol = formatting.unit(column.unit, self.tongue.first)
        told = brief(printable(self.tongue.line(column.label)), LONGEST_HEAD)
        told = told.replace(" = ", _EQUAL)
        words = told.split(" ")
        label = " ".join(w.replace("/", "/ ") if len(w) > _SLASHED else w for w in words)
        return f"{label}, {symbol}" if symbol else label

    def _text(self, column: Column, row: Row) -> str:
        beat()
        if self._is_kept_back(column, row):
            return self.tongue.word(NO_SECRETS)
        if column.type is QuestionType.CALCULATE:
            value = value_text(column, self._value(column, row), self.tongue.first)
            return value or formatting.NOTHING
        answer = row.cells.get(column.name, EMPTY)
        if answer.blank is not None and not answer.is_answered:
            return f"{self.tongue.word(UNKNOWN)}: {why_blank(answer, self.tongue)}"
        said = worded(column, answer, self.tongue) or formatting.NOTHING
        address = fieldpath.cell(self.place.address, row.id, column.name)
        if answer.is_answered and self.state.told_unit(address) is not None:
            said += f"{formatting.NBSP}{unit_text(self.state, address, column, self.tongue.first)}"
        return said.replace(f"{formatting.NBSP}±", " ±")  # a narrow column breaks before the U

    def _is_kept_back(self, column: Column, row: Row) -> bool:
        """Whether the layout keeps back what is in a cell."""
        if not isinstance(self.state, GuardedState):
            return False
        address = fieldpath.cell(self.place.address, row.id, column.name)
        return self.state.keeps(address) and holds_anything(self.state.form, address)

    def _value(self, column: Column, row: Row) -> object:
        return self.state.value(fieldpath.cell(self.place.address, row.id, column.name))

    def _cell(self, column: Column, row: Row) -> list[Flowable]:
        is_worked_out = column.type is QuestionType.CALCULATE
        is_figure = is_worked_out or row.cells.get(column.name, EMPTY).is_answered
        look = "body"
        if _is_number(column):
            look = "rightstrong" if is_figure else "right"
        return [para(self._text(column, row), look)]

    def _widths(self, columns: Sequence[Column], width: float) -> list[float] | None:
        room = width - self._number_width()
        return fit_widths(*self._needs(columns, room), room)

    def _needs(self, columns: Sequence[Column], width: float) -> tuple[list[float], list[float]]:
        """Return the least and the wanted width of each column."""
        pad = 2 * _SIDE + 1
        extents = [self._extents[column.name] for column in columns]
        # A word longer than a third of the answer breaks inside; else one web address spoils all.
        least = [min(need, width / 3) + pad for need, _want in extents]
        return least, [want + pad for _need, want in extents]

    @cached_property
    def _extents(self) -> Mapping[str, tuple[float, float]]:
        """Width of the longest word and of the longest line of each column, by its name."""
        first = self.columns[0].name
        ends = {first: [self.tongue.word(SUM)]}
        return {
            column.name: self._extent(column, ends.get(column.name, [])) for column in self.columns
        }

    def _extent(self, column: Column, more: Sequence[str]) -> tuple[float, float]:
        head = self._heading(column)
        texts = dict.fromkeys([*(self._text(column, row) for row in self.rows), *more])
        words = dict.fromkeys(word for text in texts for word in _WORDS.split(text))
        lines = dict.fromkeys(line for text in texts for line in text.splitlines())
        least = max(_widest(_WORDS.split(head), "head"), _widest(list(words)))
        return least, max(_widest([head], "head"), _widest(list(lines)))

    def _totals(self, columns: Sequence[Column]) -> list[Cells]:
        if len(self.rows) < 2 or not any(column.name in self.sums for column in columns):
            return []
        cells: Cells = [[]]  # under the numbers
        for place, column in enumerate(columns):
            if column.name in self.sums:
                cells.append(self._sum(column))
            else:
                cells.append([para(self.tongue.word(SUM), "strong")] if place == 0 else [])
        return [cells]

    def _sum(self, column: Column) -> list[Flowable]:
        found = (self._figure(column, row) for row in self.rows)
        figures = [figure for figure in found if figure is not None]
        if not figures:
            return [para(formatting.NOTHING, "right")]
        counted = self.tongue.say(OF, done=str(len(figures)), total=str(len(self.rows)))
        total = formatting.significant(sum(figures, Decimal(0)), digits=12)
        shown = formatting.number(total, self.tongue.first)
        return [para(shown, "rightstrong"), para(counted, "tinyright")]

    def _figure(self, column: Column, row: Row) -> Decimal | None:
        """Return a cell's number if it is in the unit of its column; others are not added."""
        if column.type is QuestionType.CALCULATE:
            value = self._value(column, row)
            return value if isinstance(value, Decimal) else None
        answer: Answer = row.cells.get(column.name, EMPTY)
        if not isinstance(answer.value, str) or answer.unit not in (None, column.unit):
            return None
        try:
            return Decimal(answer.value)
        except InvalidOperation:
            return None

    def _blocks(self) -> list[Flowable]:
        """Return each row as lines of heading and value."""
        parts: list[Flowable] = []
        for number, row in enumerate(self.rows, start=1):
            parts.append(para(self.tongue.say(ROW, number=str(number)), "head"))
            parts += [para(f"{self._heading(c)}: {self._text(c, row)}") for c in self.columns]
        return parts


def _row_height(row: Sequence[Sequence[Flowable]], widths: Sequence[float]) -> float:
    """Return the height of a row with its padding."""
    pairs = zip(row, widths, strict=True)
    return max(height_of(cell, width - 2 * _SIDE) for cell, width in pairs) + 2 * _RISE


def _is_number(column: Column) -> bool:
    is_figure = column.type is QuestionType.CALCULATE and column.unit is not None
    return column.type in _NUMERIC or is_figure


def _widest(pieces: list[str], look: str = "body") -> float:
    size = style(look).fontSize
    return max((text_width(printable(piece), size, bold=True) for piece in pieces), default=0.0)
