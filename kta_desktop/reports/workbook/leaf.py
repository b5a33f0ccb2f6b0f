"""A sheet of the workbook before it is written: columns with their units, rows of typed cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | Decimal | date | datetime | None
"""What a cell holds: text, a number, a day, a moment in the zone of the sheet, or nothing."""
Row = Sequence[Cell]

NARROW, MIDDLE, WIDE, WIDEST = 11.0, 18.0, 34.0, 56.0  # letters


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        head: Its heading, in all languages of the workbook.
        unit: What its numbers are in, as shown; empty if they have none.
        width: In letters; longer texts wrap.
    """

    head: str
    unit: str = ""
    width: float = MIDDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A sheet that is not written yet.

    Attributes:
        name: Wanted name on its tab; shortened and made unique when it is written.
        about: What it holds, for the first sheet.
        columns: At least one.
        rows: Each as long as ``columns``; read once, while the sheet is written.
        fixed: How many columns stay in sight.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    fixed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first sheet: of what audit the book is, what it holds, how to read it.

    Attributes:
        name: Name on its tab.
        title: The heading.
        facts: Label and value.
        listed: Headings of the list of sheets: sheet, what it holds, rows.
        legend: Label and explanation.
    """

    name: str
    title: str
    facts: tuple[tuple[str, Cell], ...]
    listed: tuple[str, str, str]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet that is written: its name, what it holds, how many rows of data."""

    name: str
    about: str
    rows: int
