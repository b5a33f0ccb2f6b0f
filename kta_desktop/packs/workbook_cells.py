"""The sheets of a workbook as they stand: every cell with its kind, nothing believed yet.

The parts are read as a stream by expat. A general reader would hide what has to be told here:
merged cells, hidden rows, formulas behind values, and texts such as ``_x000D_`` to the letter.
"""

import posixpath
import re
import xml.parsers.expat
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, field
from enum import StrEnum

from kta_desktop.packs.rows import MAX_ROWS
from kta_desktop.packs.workbook_errors import (
    WorkbookDamagedError,
    WorkbookEntitiesError,
    WorkbookTooLargeError,
)
from kta_desktop.packs.workbook_zip import Container

ROWS, COLUMNS = 1_048_576, 16_384
_TEXTS = 64 << 20  # characters of all cells of a workbook together
_CELLS = 1_500_000  # cells with something in them; each takes a quarter of a kilobyte of memory
_LONGEST = 1 << 20  # characters of one text; Excel writes at most 32 767
_TOKEN = 1 << 20  # bytes of one tag or comment
_MENTIONS = 20  # hidden rows, merged ranges and so on that are told
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_Attributes = Mapping[str, str]


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty.

    Attributes:
        text: What it holds, as the file has it.
        kind: What that is.
        style: Number of its format.
    """

    text: str
    kind: Kind
    style: int = 0


@dataclass(slots=True)
class RawSheet:
    """A sheet as read.

    Attributes:
        name: As on its tab.
        is_hidden: Whether its tab is hidden.
        rows: Number of the row to number of the column to cell, both from 1, ascending.
        merged: Ranges of merged cells.
        hidden_rows: Numbers of hidden rows that hold something.
        hidden_columns: Numbers of hidden columns.
    """

    name: str
    is_hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Budget:
    """How much of a workbook may still be read."""

    cells: int = _CELLS
    signs: int = _TEXTS

    def covers(self, text: str) -> bool:
        """Whether another text may be read."""
        self.cells -= 1
        self.signs -= len(text)
        return self.cells >= 0 and self.signs >= 0


def letters(column: int) -> str:
    """Return the letters of a column, 1 = A."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def number_of(column: str) -> int:
    """Return the number of a column of letters."""
    found = 0
    for letter in column:
        found = found * 26 + ord(letter) - 64
    return found


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold, written ``_x000D_``, put back.

    Halves of characters (``_xD800_``) are none: they stay as they are written.
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return found[0] if "\ud800" <= character <= "\udfff" else character


class Reader:
    """Streams one XML part through handlers by local name.

    Subclasses set ``starts`` and ``ends``: local name to handler.
    """

    def __init__(self, container: Container, part: str) -> None:
        self.container = container
        self.part = part
        self.starts: dict[str, Callable[[_Attributes], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}
        self.text: list[str] = []
        self._wanted = self._length = 0

    def damaged(self) -> WorkbookDamagedError:
        """Return the error of this part."""
        return WorkbookDamagedError(path=self.container.path, part=self.part)

    def too_large(self) -> WorkbookTooLargeError:
        """Return the error of a workbook whose texts are more than any pack has."""
        return WorkbookTooLargeError(path=self.container.path, limit=_TEXTS >> 20)

    def demand_few(self, found: Sized, most: int) -> None:
        """Raise if ``found`` has more entries than any workbook."""
        if len(found) > most:
            raise self.too_large()

    def run(self, cancelled: Callable[[], None]) -> None:
        """Read the part.

        Args:
            cancelled: Called after each piece; may raise to stop.

        Raises:
            WorkbookError: If it is no XML, or declares a document type.
        """
        parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._signs
        parser.StartDoctypeDeclHandler = self._doctype
        fed = 0
        try:
            for chunk in self.container.chunks(self.part):
                parser.Parse(chunk, False)  # noqa: FBT003 - the interface of expat
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > _TOKEN:  # expat reads it anew every time
                    raise self.damaged()
                cancelled()
            parser.Parse(b"", True)  # noqa: FBT003
        except (xml.parsers.expat.ExpatError, LookupError) as error:
            raise self.damaged() from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self.starts.get(name.rpartition(" ")[2])
        if handler is not None:
            handler(attributes)

    def _end(self, name: str) -> None:
        handler = self.ends.get(name.rpartition(" ")[2])
        if handler is not None:
            handler()

    def _signs(self, text: str) -> None:
        if self._wanted:
            self.text.append(text)
            self._length += len(text)
            if self._length > _LONGEST:
                raise self.too_large()

    def _doctype(self, *_: object) -> None:
        raise WorkbookEntitiesError(path=self.container.path, part=self.part)

    def collect(self, _attributes: _Attributes) -> None:
        """Begin to collect text."""
        self._wanted += 1

    def collected(self) -> str:
        """Return the text collected since, and stop collecting."""
        self._wanted = max(self._wanted - 1, 0)
        text = "".join(self.text)
        self.text.clear()
        self._length = 0
        return text


class SharedStrings(Reader):
    """The texts that cells refer to by number."""

    def __init__(self, container: Container, part: str) -> None:
        super().__init__(container, part)
        self.found: list[str] = []
        self._budget = Budget()
        self._runs: list[str] = []
        self._phonetic = 0
        self.starts = {"t": self.collect, "rPh": self._phonetic_begins}
        self.ends = {"t": self._run, "si": self._item, "rPh": self._phonetic_ends}

    def _phonetic_begins(self, _attributes: _Attributes) -> None:
        self._phonetic += 1

    def _phonetic_ends(self) -> None:
        self._phonetic -= 1

    def _run(self) -> None:
        text = self.collected()
        if not self._phonetic:
            self._runs.append(text)

    def _item(self) -> None:
        text = unescaped("".join(self._runs))
        self._runs.clear()
        self.found.append(text)
        if not self._budget.covers(text):
            raise self.too_large()


class SheetReader(Reader):
    """The cells of one sheet."""

    def __init__(
        self, container: Container, part: str, sheet: RawSheet, strings: list[str], budget: Budget
    ) -> None:
        super().__init__(container, part)
        self.sheet = sheet
        self._strings = strings
        self._budget = budget
        self._row = self._column = 0
        self._is_hidden = False
        self._cell: _Attributes = {}
        self._value: str | None = None
        self._has_formula = False
        self._phonetic = 0
        self.starts = {
            "row": self._row_begins,
            "c": self._cell_begins,
            "v": self.collect,
            "t": self.collect,
            "f": self._formula,
            "rPh": self._phonetic_begins,
            "mergeCell": self._merged,
            "col": self._columns,
        }
        self.ends = {
            "v": self._value_ends,
            "t": self._run_ends,
            "c": self._cell_ends,
            "rPh": self._phonetic_ends,
        }

    def _phonetic_begins(self, _attributes: _Attributes) -> None:
        self._phonetic += 1

    def _phonetic_ends(self) -> None:
        self._phonetic -= 1

    def _row_begins(self, attributes: _Attributes) -> None:
        number = attributes.get("r", str(self._row + 1))
        if not number.isascii() or not number.isdigit() or len(number) > 7:
            raise self.damaged()
        if not self._row < int(number) <= ROWS:
            raise self.damaged()
        self._row, self._column = int(number), 0
        self._is_hidden = attributes.get("hidden") in ("1", "true")

    def _cell_begins(self, attributes: _Attributes) -> None:
        self._cell, self._value, self._has_formula = attributes, None, False
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        found = _REFERENCE.fullmatch(reference)
        column = number_of(found[1]) if found else 0
        if found is None or int(found[2]) != self._row or not self._column < column <= COLUMNS:
            raise self.damaged()
        self._column = column

    def _formula(self, _attributes: _Attributes) -> None:
        self._has_formula = True

    def _value_ends(self) -> None:
        self._value = self.collected()

    def _run_ends(self) -> None:
        text = self.collected()
        if not self._phonetic:
            self._value = (self._value or "") + text

    def _cell_ends(self) -> None:
        cell = self._read()
        if cell is None:
            return
        if not self._budget.covers(cell.text):
            raise self.too_large()
        row = self.sheet.rows.setdefault(self._row, {})
        self.demand_few(self.sheet.rows, MAX_ROWS)
        if not row and self._is_hidden:
            self.sheet.hidden_rows.append(self._row)
        row[self._column] = cell

    def _read(self) -> Cell | None:
        """Return the cell that ends here; None if it is empty."""
        style = self._number(self._cell.get("s", "0"))
        if self._has_formula:
            return Cell("", Kind.FORMULA, style)
        if self._value is None:
            return None
        text, kind = self._typed(self._cell.get("t", "n"), self._value)
        return Cell(text, kind, style) if text else None

    def _typed(self, kind: str, value: str) -> tuple[str, Kind]:
        if kind == "s":
            place = self._number(value)
            if place >= len(self._strings):
                raise self.damaged()
            return self._strings[place], Kind.TEXT
        if kind == "inlineStr" or kind == "str":  # noqa: PLR1714 - two kinds of text
            return unescaped(value), Kind.TEXT
        kinds = {"n": Kind.NUMBER, "b": Kind.BOOLEAN, "e": Kind.ERROR, "d": Kind.DATE}
        if kind not in kinds:
            raise self.damaged()
        return value.strip(), kinds[kind]

    def _number(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise self.damaged()
        return int(text)

    def _merged(self, attributes: _Attributes) -> None:
        if len(self.sheet.merged) < _MENTIONS:
            self.sheet.merged.append(attributes.get("ref", "")[:40])

    def _columns(self, attributes: _Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first = self._number(attributes.get("min", "1"))
            last = min(self._number(attributes.get("max", "1")), first + _MENTIONS)
            self.sheet.hidden_columns += range(first, last + 1)
            self.demand_few(self.sheet.hidden_columns, COLUMNS)


def part_beside(part: str, target: str) -> str:
    """Return the part that ``part`` means by ``target``."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def relations_of(part: str) -> str:
    """Return the part that lists what ``part`` refers to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
