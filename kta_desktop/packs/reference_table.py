"""How a table of ``resources/reference`` is read: cells of text, one typed row for each."""

import csv
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from kta_desktop.domain.definition import Text
from kta_desktop.paths import RESOURCES

Row = TypeVar("Row")
Cells = Mapping[str, str]


def read(table: str, make: Callable[[Cells], Row]) -> tuple[Row, ...]:
    """Return the rows of a reference table in the order of its file."""
    path = RESOURCES / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(make(cells) for cells in csv.DictReader(file))


def text(cells: Cells, prefix: str = "") -> Text:
    """Return the wording in the columns ``ru``, ``kk``, ``en`` behind a prefix."""
    ru, kk, en = (cells.get(f"{prefix}{lang}", "") for lang in ("ru", "kk", "en"))
    return Text(ru=ru, kk=kk, en=en)


def decimal(cell: str) -> Decimal | None:
    """Return a figure; None for an empty cell, which is never zero."""
    return Decimal(cell) if cell else None
