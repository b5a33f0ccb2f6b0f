"""The rows of a workbook (.xlsx) as a stream of texts: memory does not grow with the sheet.

Our own reader on expat: python-calamine lays a sheet out as one block from the first cell to the
last, and two cells far apart end the process; openpyxl takes twice as long and answers damaged
files with many kinds of exceptions. Nothing of a workbook is run or followed: of a formula only
the value counts that was stored beside it, a declaration of entities is refused.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from typing_extensions import override

from kta_desktop.measurement.loggers.errors import LoggerSheetMissingError, LoggerWorkbookError
from kta_desktop.measurement.loggers.sheet_parts import (
    LONGEST,
    PARTS,
    Attributes,
    Index,
    Reader,
    Relations,
    StringReader,
    StyleReader,
)
from kta_desktop.measurement.loggers.sheet_values import Styles, text_of

Row = tuple[int, list[str]]
_MB = 1 << 20
_UNPACKED = 2048 * _MB
_RATIO = 500  # how many times larger a part may be than it is packed, from one MB on
_CHUNK = 1 << 16
_WIDEST = 1024  # columns that are read
_ROWS = 1_048_576
_R = TypeVar("_R", bound=Reader)


class Book:
    """A workbook whose list of sheets was read.

    Attributes:
        path: The file.
        names: Its sheets in the order of their tabs, hidden ones last.
    """

    def __init__(self, path: Path) -> None:
        """Read what sheets there are.

        Raises:
            LoggerWorkbookError: If it is damaged, locked, has macros, or unpacks to far too much.
        """
        self.path = path
        with self._opened() as archive:
            self._judge(archive)
            kinds = self._relations(archive, "")
            main = next((part for kind, part in kinds.values() if kind == "officeDocument"), "")
            parts = self._relations(archive, main)
            index = Index(path)
            self._parse(archive, main, index)
            by_kind = dict(parts.values())
            self._strings_part = by_kind.get("sharedStrings", "")
            styles = by_kind.get("styles", "")
            codes = self._part(archive, styles, StyleReader(path)).codes()
        self._styles = Styles(codes, is_1904=index.is_1904)
        worksheets = {key: part for key, (kind, part) in parts.items() if kind == "worksheet"}
        self._sheets = {name: worksheets[key] for name, key in index.sheets if key in worksheets}
        self._strings: list[str] | None = None
        self.names = tuple(self._sheets)

    def demand(self, name: str) -> str:
        """Return the name of a sheet that is there.

        Raises:
            LoggerSheetMissingError: If it is not.
        """
        if name not in self._sheets:
            raise LoggerSheetMissingError(path=self.path, sheet=name)
        return name

    def beginning(self, name: str, count: int) -> list[Row]:
        """Return the first rows of a sheet that hold something, at most ``count``."""
        return list(islice((row for rows in self.rows(name) for row in rows), count))

    def rows(self, name: str) -> Iterator[list[Row]]:
        """Yield the rows of a sheet that hold something, some at a time.

        Raises:
            LoggerWorkbookError: If the part is damaged; what came before it was yielded.
        """
        with self._opened() as archive:
            if self._strings is None:
                strings = self._strings_part
                self._strings = self._part(archive, strings, StringReader(self.path)).found
            reader = _SheetReader(self.path, self._strings, self._styles)
            for chunk in self._chunks(archive, self._sheets[name]):
                reader.feed(chunk)
                if reader.rows:
                    yield reader.rows
                    reader.rows = []
            reader.close()
            yield reader.rows

    def _part(self, archive: zipfile.ZipFile, part: str, reader: _R) -> _R:
        """Return a reader of a part, fed with it if there is one."""
        if part in archive.namelist():
            self._parse(archive, part, reader)
        return reader

    def _parse(self, archive: zipfile.ZipFile, part: str, reader: Reader) -> None:
        for chunk in self._chunks(archive, part):
            reader.feed(chunk)
        reader.close()

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError) as error:
            raise LoggerWorkbookError(path=self.path, reason="damaged") from error
        except (NotImplementedError, RuntimeError, ValueError) as error:  # method, encryption
            raise LoggerWorkbookError(path=self.path, reason="damaged") from error

    def _judge(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        names = {part.filename for part in parts}
        reason = ""
        if any(part.flag_bits & 1 for part in parts):
            reason = "locked"
        elif "xl/workbook.bin" in names:
            reason = "old"
        elif any(name.lower().endswith("vbaproject.bin") for name in names):
            reason = "macros"
        elif len(parts) > PARTS or size > _UNPACKED or any(map(_is_bulk, parts)):
            reason = "large"
        if reason:
            raise LoggerWorkbookError(path=self.path, reason=reason)

    def _chunks(self, archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
        left = archive.getinfo(part).file_size
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise LoggerWorkbookError(path=self.path, reason="large")
                yield chunk

    def _relations(self, archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id to kind and part."""
        folder, name = posixpath.split(part)
        reader = Relations(self.path)
        self._parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), reader)
        return {
            key: (kind, target[1:] if target[:1] == "/" else posixpath.join(folder, target))
            for key, (kind, target) in reader.found.items()
        }


def _is_bulk(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _MB and part.file_size > _RATIO * max(part.compress_size, 1)


class _SheetReader(Reader):
    """The rows of one sheet.

    Attributes:
        rows: Those complete and not yet taken.
    """

    def __init__(self, path: Path, strings: list[str], styles: Styles) -> None:
        super().__init__(path)
        self.rows: list[Row] = []
        self._strings, self._styles = strings, styles
        self._row = self._column = 0
        self._cells: list[str] = []
        self._cell: Attributes = {}
        self._value: list[str] = []

    @override
    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell_begins(attributes)
        elif name == "v" or name == "t":  # noqa: PLR1714 - a set takes twice as long, per cell
            self._is_wanted = True
        elif name == "row":
            self._row_begins(attributes)
        elif ":" in name:
            self._start(name.rpartition(":")[2], attributes)

    @override
    def _end(self, name: str) -> None:
        if name == "c":
            if self._text:
                self._cell_ends()
        elif name == "v" or name == "t":  # noqa: PLR1714 - see above
            self._is_wanted = False
        elif name == "row":
            self._row_ends()
        elif ":" in name:
            self._end(name.rpartition(":")[2])

    def _row_begins(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= _ROWS:
            raise self.damaged()
        self._row, self._column, self._cells = number, 0, []

    def _cell_begins(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._text.clear()
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._column = _letters(reference.rstrip("0123456789"))

    def _cell_ends(self) -> None:
        value = "".join(self._text)[:LONGEST]
        self._text.clear()
        at = self._column - 1
        gap = at - len(self._cells)
        if gap < 0 or at >= _WIDEST:
            return
        kind = self._cell.get("t", "n")
        if kind == "s":
            number = int(value)
            value = self._strings[number] if number < len(self._strings) else ""
        if gap:
            self._cells += [""] * gap
        self._cells.append(text_of(kind, value, self._cell.get("s", "0"), self._styles))

    def _row_ends(self) -> None:
        if any(self._cells):
            self.rows.append((self._row, self._cells))
        self._cells = []


@lru_cache(maxsize=65_536)
def _letters(text: str) -> int:
    """Return the number of a column of letters, from 1."""
    found = 0
    for letter in text[:3]:
        found = found * 26 + ord(letter) - 64
    return found
