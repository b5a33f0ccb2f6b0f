"""The workbook of a plan as it comes back: sheets known by their hidden headings, cells as texts.

Nothing is run or followed: a formula is refused, whatever it says. Sheets and columns that are
somebody's own are passed over.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kta_desktop import formatting
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import LANGUAGES, language
from kta_desktop.packs.workbook_book import Book, read_book
from kta_desktop.packs.workbook_cells import Cell, RawSheet, letters, number_of
from kta_desktop.packs.workbook_cells import Kind as CellKind
from kta_desktop.packs.workbook_values import value_of
from kta_desktop.services.plan_book_fields import Kind
from kta_desktop.services.plan_errors import PlanCellError, PlanFormulaError, PlanTwiceError

_HEADINGS_WITHIN = 20  # rows that are looked through for headings
_RANGE = re.compile(
    r"(?P<left>[A-Z]{1,3})(?P<top>\d{1,7}):(?P<right>[A-Z]{1,3})(?P<bottom>\d{1,7})"
)
_MIDNIGHT = "T00:00:00"  # of a day that is shown with its time
_DATED = "on"  # what the reader of workbooks calls a column in which days belong


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet whose headings are known.

    Attributes:
        book: The workbook.
        sheet: The sheet.
        titles: Heading, folded, to the number of its column.
        first: Number of the first row of data.
    """

    book: Book
    sheet: RawSheet
    titles: Mapping[str, int]
    first: int

    @property
    def rows(self) -> Iterator[int]:
        """The numbers of rows below the headings in which something is."""
        return (number for number in self.sheet.rows if number >= self.first)

    def column(self, titles: Sequence[str]) -> int | None:
        """Return the number of the column with one of some headings; None if there is none."""
        found = (self.titles.get(folded(title)) for title in titles)
        return next((number for number in found if number is not None), None)

    def text(self, row: int, column: int | None, kind: Kind = Kind.TEXT) -> str:
        """Return a cell as a text: a number with a point, a day as ISO; empty if nothing is in it.

        Raises:
            PlanFormulaError: If it holds a formula.
            PlanCellError: If it holds an error of Excel, or a date where none belongs.
        """
        cell = None if column is None else self.sheet.rows[row].get(column)
        return "" if cell is None else self._text(cell, kind)

    def merged(self, columns: Container[int]) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and range of merged cells that lie among the data of ``columns``."""
        for found in self.sheet.merged:
            ends = _RANGE.fullmatch(found)
            if ends is None:
                continue
            left, right = (number_of(ends[part]) for part in ("left", "right"))
            top = max(int(ends["top"]), self.first)
            touched = [each for each in range(left, right + 1) if each in columns]
            if touched and int(ends["bottom"]) >= self.first:
                yield top, touched[0], found

    def place(self, row: int, column: int) -> str:
        """Return where a cell is, such as «Меры!D5»."""
        return f"{self.sheet.name}!{letters(column)}{row}"

    def _text(self, cell: Cell, kind: Kind) -> str:
        if cell.kind is CellKind.FORMULA:
            raise PlanFormulaError
        name = _DATED if kind is Kind.DAY else ""
        found = value_of(cell, name, self.book.formats, is_1904=self.book.is_1904)
        if found.is_error:
            told = found.text.removesuffix(_MIDNIGHT)
            raise PlanCellError(typed=formatting.moment(told, language()))
        return found.text.removesuffix(_MIDNIGHT).strip()


@dataclass(frozen=True, slots=True)
class Leaves:
    """The sheets of a workbook by the heading of their hidden column; others are left out."""

    found: Mapping[str, Leaf]

    def __getitem__(self, token: str) -> Leaf:
        """Return a sheet. KeyError if the workbook has none."""
        return self.found[token]

    def get(self, token: str) -> Leaf | None:
        """Return a sheet; None if the workbook has none."""
        return self.found.get(token)


def read(path: Path, tokens: Sequence[str]) -> Leaves:
    """Return the sheets that have one of the headings ``tokens``; of each the first.

    Raises:
        WorkbookError: If it is no workbook that can be read; see the subclasses.
        PlanTwiceError: If a heading stands twice in one of them.
    """
    book = read_book(path)
    found: dict[str, Leaf] = {}
    for sheet in book.sheets:
        leaf = _leaf(book, sheet, tokens)
        for token in tokens if leaf is not None else ():
            if leaf is not None and leaf.column((token,)) is not None:
                found.setdefault(token, leaf)
    return Leaves(found)


def titles_of(title: Text, unit: Text | None = None) -> tuple[str, ...]:
    """Return how a heading may read: in any language, with its unit in any, or without."""
    names = {title.get(lang) for lang in LANGUAGES}
    units = {unit.get(lang) for lang in LANGUAGES} - {""} if unit is not None else set()
    return (*names, *(f"{name}, {each}" for name in names for each in units))


def folded(title: str) -> str:
    """Return a heading so that letter case, spaces and marks at its ends do not matter."""
    return " ".join(title.split()).strip(" *:").casefold()


def _leaf(book: Book, sheet: RawSheet, tokens: Sequence[str]) -> Leaf | None:
    for number in list(sheet.rows)[:_HEADINGS_WITHIN]:
        cells = sheet.rows[number]
        texts = {place: folded(cell.text) for place, cell in cells.items() if cell.text.strip()}
        if not set(tokens) & set(texts.values()):
            continue
        titles: dict[str, int] = {}
        for place, title in texts.items():
            if title in titles:
                raise PlanTwiceError(name=cells[place].text)
            titles[title] = place
        return Leaf(book, sheet, titles, number + 1)
    return None
