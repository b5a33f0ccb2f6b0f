"""Rows of pack tables, written to CSV and read back; JSON and TOML beside them."""

import csv
import io
import json
import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from kta_desktop.packs.layout import LANGUAGES, MORE, TableLayout, text_column

Fields = Mapping[str, Any]
MAX_ROWS = 200_000  # of one table; the largest list of options in use has 20,000
MAX_COLUMNS = 400
MAX_CELLS = 2_000_000  # of one table that are filled in; each takes a hundred bytes of memory
_DEEPEST = 50  # tables and lists inside each other; those of the packs have four
_KEPT = (str, int, float, dict, list, type(None))  # what JSON has
_LONGEST_CELL = 131_072  # characters; the longest cell of a real pack has 4,000


class TooLargeError(ValueError):
    """A table has more rows, columns or cells than any that people keep.

    Arguments: found, most.
    """


def as_cell(value: Any) -> str:
    """Return ``value`` as a cell: numbers plain, lists of ids by spaces, objects as JSON."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        return " ".join(str(item) for item in value)
    if isinstance(value, Mapping):
        return json_text(value) if value else ""
    return str(value)


def json_text(value: Any) -> str:
    """Return ``value`` as JSON on one line with sorted keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_number)


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return int(value) if value == value.to_integral_value() else float(value)


def sheet_text(layout: TableLayout, rows: Iterable[Fields], further: Sequence[str] = ()) -> str:
    """Return a table as CSV. ``rows`` hold texts as mappings and what has no column besides.

    Optional columns that no row fills in are left out. Fields named in ``further`` get columns of
    their own (attributes that choice filters read); other fields without a column go to ``more``.
    """
    known = (*layout.header()[:-1], *further, layout.more)
    cells = [_cells(layout, known, row) for row in rows]
    used = {name for row in cells for name, cell in row.items() if cell}
    header = [name for name in known if name in used or name not in layout.may_lack()]
    file = io.StringIO()
    writer = csv.DictWriter(file, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(cells)
    return file.getvalue()


def _cells(layout: TableLayout, header: tuple[str, ...], row: Fields) -> dict[str, str]:
    cells: dict[str, str] = {}
    rest: dict[str, Any] = {}
    for name, value in row.items():
        if name in layout.texts:
            texts = value or {}
            cells |= {text_column(name, lang): texts.get(lang) or "" for lang in LANGUAGES}
        elif name == layout.more:
            rest |= value or {}
        elif name in header:
            cells[name] = as_cell(value)
        elif value not in (None, "", [], {}):
            rest[name] = value
    cells[layout.more] = as_cell(rest)
    return cells


@lru_cache(maxsize=256)
def _spread(name: str) -> tuple[tuple[str, str], ...]:
    """Return the languages with their columns of a text."""
    return tuple((lang, text_column(name, lang)) for lang in LANGUAGES)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it stands in the file; ``number`` counts from 1, the header is row 1.

    ``cells`` holds what is filled in, without outer white space.
    """

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """Return a cell; empty if the column is missing."""
        return self.cells.get(column, "")

    def text(self, name: str) -> dict[str, str]:
        """Return a text as a mapping of the languages that have one."""
        return {lang: cell for lang, column in _spread(name) if (cell := self.get(column))}

    def ids(self, column: str) -> tuple[str, ...]:
        """Return the ids of a list column."""
        return tuple(self.get(column).split())

    def more(self, column: str = MORE) -> dict[str, Any]:
        """Return the JSON object of ``more``.

        Raises:
            ValueError: If the cell holds none.
        """
        cell = self.get(column)
        try:
            value = json.loads(cell) if cell else {}
        except RecursionError as error:  # nested deeper than anyone writes
            raise ValueError(cell[:80]) from error
        if not isinstance(value, dict) or not can_be_kept(value):
            raise ValueError(cell[:80])
        return value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read."""

    name: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(path: Path) -> Sheet:
    """Return a CSV file as rows; cells beyond the header get the column name ``""``.

    Raises:
        OSError: If it cannot be read.
        UnicodeDecodeError: If it is not UTF-8.
        csv.Error: If a cell is too long, or a quotation mark is not closed.
        TooLargeError: If it has more rows, columns or cells than a table may have.
    """
    text = path.read_text(encoding="utf-8-sig")
    return sheet_of(path.stem, csv.reader(io.StringIO(text, newline=""), strict=True))


def sheet_of(name: str, lines: Iterable[Sequence[str]]) -> Sheet:
    """Return lines of cells as a table, the first as its header; empty lines only count.

    Raises:
        csv.Error: If a cell is too long.
        TooLargeError: If it has more rows or columns than a table may have.
    """
    numbered = enumerate(lines, 1)
    _number, first = next(numbered, (0, ()))
    header = tuple(first)
    if len(header) > MAX_COLUMNS:
        raise TooLargeError(len(header), MAX_COLUMNS)
    rows: list[SheetRow] = []
    filled = 0
    for number, cells in numbered:
        if number > MAX_ROWS:
            raise TooLargeError(number, MAX_ROWS)
        if max(map(len, cells), default=0) > _LONGEST_CELL:  # the reader's limit may be raised
            raise csv.Error(number)
        if any(cell.strip() for cell in cells):
            rows.append(SheetRow(number, _cells_of(header, cells)))
            filled += len(rows[-1].cells)
        if filled > MAX_CELLS:
            raise TooLargeError(filled, MAX_CELLS)
    return Sheet(name, header, tuple(rows))


def _cells_of(header: tuple[str, ...], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(header, cells, strict=False)
    found = {name: text for name, cell in pairs if (text := cell.strip())}
    if len(cells) > len(header) and (rest := " ".join(cells[len(header) :]).strip()):
        found[""] = rest
    return found


def can_be_kept(value: Any) -> bool:
    """Whether a definition can hold a value: texts, numbers, lists and tables of them."""
    waiting = [(value, 1)]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, float) and not math.isfinite(found):
            return False
        if depth > _DEEPEST or not isinstance(found, _KEPT):
            return False
        if isinstance(found, dict | list):
            below = found.values() if isinstance(found, dict) else found
            waiting += ((each, depth + 1) for each in below)
    return True


def carried(layout: TableLayout, row: SheetRow) -> dict[str, Any]:
    """Return a row as the object that ``Definition.more`` carries; empty cells are left out."""
    texts = {name: row.text(name) for name in layout.texts}
    lists = {name: list(row.ids(name)) for name in layout.lists}
    columns = [*layout.leading, *layout.plain]
    plain = {name: row.get(name) for name in columns if name not in layout.texts}
    found = {**plain, **texts, **lists, **row.more(layout.more)}
    return {name: value for name, value in found.items() if value not in ("", {}, [])}


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file.

    Raises:
        OSError: If it cannot be read.
        tomllib.TOMLDecodeError, UnicodeDecodeError: If it is not TOML.
    """
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def toml_text(data: Fields) -> str:
    """Return ``data`` as TOML: plain values first, then tables, in the order given."""
    return "\n".join(_toml_lines(data, ())) + "\n"


def _toml_lines(data: Fields, path: tuple[str, ...]) -> Iterable[str]:
    tables = {name: value for name, value in data.items() if isinstance(value, Mapping)}
    plain = {
        name: value for name, value in data.items() if name not in tables and value is not None
    }
    if path and (plain or not tables):
        yield f"\n[{'.'.join(_toml_key(part) for part in path)}]"
    for name, value in plain.items():
        yield f"{_toml_key(name)} = {_toml_value(value)}"
    for name, value in tables.items():
        yield from _toml_lines(value, (*path, name))


def _toml_key(name: str) -> str:
    is_bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if is_bare else json.dumps(name, ensure_ascii=False)


def _toml_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        items = "".join(f"\n  {_toml_value(item)}," for item in value)
        return f"[{items}\n]" if value else "[]"
    if isinstance(value, Mapping):
        pairs = (f"{_toml_key(name)} = {_toml_value(item)}" for name, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    return json.dumps(str(value), ensure_ascii=False)
