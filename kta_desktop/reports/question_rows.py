"""The rows of a section: № | question | answer | basis, headings across, what stays together.

reportlab looks at all that is left of a table each time it tears it at the end of a page, so a
section with thousands of rows would take the square of its length: it is set in stretches.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

from reportlab.platypus import Flowable
from typing_extensions import override

from kta_desktop.reports.layout import Cells, height_of
from kta_desktop.reports.style import GREY, MM, PAD, THIN, WIDTH, plain, table

WIDTHS = (12 * MM, 57 * MM, 83 * MM, WIDTH - 152 * MM)
_MOST = 60  # rows of a stretch: some six pages
_ENDLESS = 1e6
_GREY = (GREY, GREY, GREY)
_RULES = (("GRID", (0, 0), (-1, -1), THIN, (0, 0, 0)),)
_HEADING = (
    *_RULES,
    ("BACKGROUND", (0, 0), (-1, 0), _GREY),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
)
_Look: TypeAlias = tuple[Any, ...]
"""A command of a table: its name, the first and the last cell it holds for, what it takes."""


def row_height(cells: Cells) -> float:
    """Return the height of a row of four cells with its padding."""
    pairs = zip(cells, WIDTHS, strict=True)
    return max(height_of(cell, width - 2 * PAD) for cell, width in pairs) + 2 * PAD


@dataclass(slots=True)
class QuestionRows:
    """Rows below the head of their columns, with what a table must know of each.

    Attributes:
        head: Cells of the head; it returns on every page.
        rows: Cells of each row.
        look: Commands of the table for single rows, counted without the head.
        begun: Paths of the instances whose heading is there.
        tied: Places of the rows that are kept with the next one.
    """

    head: Cells
    rows: list[Cells] = field(default_factory=list)
    look: list[_Look] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)
    tied: set[int] = field(default_factory=set)

    def add(self, cells: Cells) -> None:
        """Add a row of four cells."""
        self.rows.append(cells)

    def span(self, parts: list[Flowable], *, start: int = 0, heading: bool = False) -> None:
        """Add a row of one cell from the column ``start`` on; a heading stays with what follows."""
        row = len(self.rows)
        cells: Cells = [[] for _width in WIDTHS]
        cells[start] = parts
        self.rows.append(cells)
        self.look.append(("SPAN", (start, row), (-1, row)))
        if heading:
            self.look.append(("BACKGROUND", (0, row), (-1, row), _GREY))
            self.keep_with_next()

    def keep_with_next(self) -> None:
        """Keep the row that was added last on one page with the row that is added next."""
        row = len(self.rows) - 1
        self.tied.add(row)
        self.look.append(("NOSPLIT", (0, row), (-1, row + 1)))

    def tied_height(self) -> float:
        """Return the height of the headings at the end, which the next row is kept with."""
        place, total = len(self.rows) - 1, 0.0
        while place in self.tied:
            total += height_of(self.rows[place][0], WIDTH - 2 * PAD) + 2 * PAD
            place -= 1
        return total

    def stretches(self) -> list[Flowable]:
        """Return all rows, to be set one stretch below the other."""
        ends, begun = [], 0
        for place in range(1, len(self.rows)):
            if place - begun >= _MOST and place - 1 not in self.tied:
                ends.append(place)
                begun = place
        first, *more = [
            self.between(start, end) for start, end in pairwise([0, *ends, len(self.rows)])
        ]
        return [first.headed(), *map(_Stretch, more)]

    def cut_end(self, tallest: float) -> "QuestionRows | None":
        """Take away the last row, with what it must not be parted from, and return it.

        None if that is everything, or taller than ``tallest`` points.
        """
        start = len(self.rows) - 1
        while start > 0 and start - 1 in self.tied:
            start -= 1
        if start <= 0:
            return None
        end = self.between(start, len(self.rows))
        if end.bare().wrap(WIDTH, _ENDLESS)[1] > tallest:
            return None
        rest = self.between(0, start)
        self.rows, self.look, self.tied = rest.rows, rest.look, rest.tied
        return end

    def between(self, start: int, end: int) -> "QuestionRows":
        """Return the rows from the place ``start`` to the one before ``end``."""
        return QuestionRows(
            self.head,
            self.rows[start:end],
            [_moved(each, -start) for each in self.look if start <= each[1][1] < end],
            tied={place - start for place in self.tied if start <= place < end},
        )

    def bare(self) -> Flowable:
        """Return a table without the head."""
        return table(self.rows, list(WIDTHS), plain(*_RULES, *self.look, side=PAD, rise=PAD))

    def headed(self) -> Flowable:
        """Return a table below the head, which returns on every page."""
        look = (*_HEADING, *(_moved(each, 1) for each in self.look))
        style = plain(*look, side=PAD, rise=PAD)
        return table([self.head, *self.rows], list(WIDTHS), style, repeat=1)


def _moved(command: _Look, rows: int) -> _Look:
    """Return a command for cells that stand so many rows further down."""
    name, (left, top), (right, bottom), *more = command
    return (name, (left, top + rows), (right, bottom + rows), *more)


class _Stretch(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Rows that go on from the stretch before; their head stands only where they begin a page."""

    def __init__(self, rows: QuestionRows) -> None:
        super().__init__()
        self._rows = rows
        self._made: dict[bool, Flowable] = {}
        self._shown: Flowable | None = None

    def _table(self) -> Flowable:
        begins = bool(getattr(getattr(self, "_frame", None), "_atTop", True))
        if begins not in self._made:
            self._made[begins] = self._rows.headed() if begins else self._rows.bare()
        self._shown = self._made[begins]
        return self._made[begins]

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        size: tuple[float, float] = self._table().wrapOn(getattr(self, "canv", None), aW, aH)
        return size

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        shown = self._table()
        parts: list[Flowable] = shown.splitOn(getattr(self, "canv", None), aW, aH)
        if len(parts) < 2 or shown is self._made.get(True):
            return parts
        set_rows = len(parts[0]._cellvalues)  # noqa: SLF001 - reportlab tells it nowhere else
        rest = self._rows.between(set_rows, len(self._rows.rows))
        return [parts[0], _Stretch(rest)]

    @override
    def draw(self) -> None:
        if self._shown is not None:
            self._shown.drawOn(self.canv, 0, 0)
