"""Leaves as an Excel workbook, row by row: the same leaves give the same bytes.

What is text stays text, also ``=1+1``: a spreadsheet works nothing out that an auditor typed. What
no XML can hold is replaced by its number in sight. A text that is longer than a cell goes on in
further rows, which say so.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import floor, isfinite, log10
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kta_desktop.reports.unprintable import NO_TEXT, code
from kta_desktop.reports.workbook.leaf import Cell, Column, Front, Leaf, Row, Written
from kta_desktop.reports.workbook.names import Names

LONGEST = 32_767  # UTF-16 units in a cell
ROWS = 1_048_576
_PIECE = 32_000  # of a text that goes on: room for the words that say so
_DIGITS = 15  # significant ones that a spreadsheet keeps
_MOST_PLACES = 9
_HEAD, _UNIT, _LINE = "#E8EEF0", "#F5F8F9", "#9AA8AD"
_OLDEST = 1900  # before its March a spreadsheet counts days of its own
_BETWEEN = 500  # rows between two tellings
_TALL = 45  # points of the row of headings


@dataclass(frozen=True, slots=True)
class Going:
    """What the writer says in the book, and whom it tells how far it is.

    Attributes:
        on: Stands at the end of a text that goes on in the row below.
        from_above: Stands at the beginning of what goes on.
        told: Called with the rows of the book written so far; what it raises stops the writing.
    """

    on: str
    from_above: str
    told: Callable[[int], None]


def write_book(
    leaves: Iterable[Leaf], front: Front, out: Path, *, made: datetime, going: Going
) -> tuple[Written, ...]:
    """Write a workbook and return its sheets.

    Args:
        leaves: The sheets behind the first one; read one after the other, a row at a time.
        front: The first sheet; the list of the others is put in it.
        out: The file.
        made: Moment that the properties of the file name, without a zone.
        going: What is said on the way.

    Raises:
        OSError: If it cannot be written; what was begun lies at ``out``.
    """
    with _parts(out) as folder:
        settings = {"constant_memory": True, "strings_to_urls": False, "tmpdir": str(folder)}
        book = xlsxwriter.Workbook(str(out), settings)
        book.set_properties({"created": made, "title": front.title})
        try:
            writer = _Writer(book, going)
            first = book.add_worksheet(writer.names.take(front.name))
            written = tuple(sheet for leaf in leaves for sheet in writer.leaf(leaf))
            writer.front(first, front, written)
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()  # the folder they lie in goes away
    return written


@contextmanager
def _parts(out: Path) -> Iterator[Path]:
    """Give a folder for the parts of a file; what an ended program left there goes first."""
    folder = out.with_name(f".{out.name.removeprefix('.')}.parts")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Writer:
    """A workbook on its way to disk."""

    def __init__(self, book: xlsxwriter.Workbook, going: Going) -> None:
        self.names = Names()
        self._book, self._going = book, going
        self._rows = 0
        self._numbers: dict[str, Format] = {}
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        head = {**text, "bold": True, "bg_color": _HEAD}
        self._text = book.add_format(text)
        self._strong = book.add_format({**text, "bold": True})
        self._title = book.add_format({"bold": True, "font_size": 14, "num_format": "@"})
        self._head = book.add_format({**head, "bottom": 1, "bottom_color": _LINE})
        unit = {**text, "bg_color": _UNIT, "bottom": 1, "bottom_color": _LINE, "italic": True}
        self._unit = book.add_format(unit)
        self._link = book.add_format({**text, "font_color": "#1F5FA8", "underline": 1})

    def leaf(self, leaf: Leaf) -> Iterator[Written]:
        """Write a sheet, and further ones where one has not room for its rows."""
        rows = self._whole(leaf.rows)
        has_units = any(column.unit for column in leaf.columns)
        room = ROWS - 1 - has_units
        waiting = next(rows, None)
        while True:
            name = self.names.take(leaf.name)
            sheet = self._book.add_worksheet(name)
            first = self._heads(sheet, leaf, has_units=has_units)
            count = 0
            while waiting is not None and count < room:
                self._row(sheet, first + count, waiting)
                count, waiting = count + 1, next(rows, None)
            self._finish(sheet, leaf, first, count)
            yield Written(name, leaf.about, count)
            if waiting is None:
                return

    def _heads(self, sheet: Worksheet, leaf: Leaf, *, has_units: bool) -> int:
        """Write the headings and the row of units; return the number of the first row of data."""
        for place, column in enumerate(leaf.columns):
            sheet.set_column(place, place, column.width, self._text)
        sheet.set_row(0, _TALL)
        for place, column in enumerate(leaf.columns):
            sheet.write_string(0, place, _safe(_headed(column)), self._head)
        if not has_units:
            return 1
        for place, column in enumerate(leaf.columns):
            sheet.write_string(1, place, _safe(column.unit), self._unit)
        return 2

    def _finish(self, sheet: Worksheet, leaf: Leaf, first: int, count: int) -> None:
        last = len(leaf.columns) - 1
        sheet.freeze_panes(first, leaf.fixed)
        sheet.autofilter(first - 1, 0, max(first - 1 + count, first), last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, first - 1)

    def _row(self, sheet: Worksheet, number: int, row: Row) -> None:
        for place, cell in enumerate(row):
            self._cell(sheet, number, place, cell)
        self._rows += 1
        if self._rows % _BETWEEN == 0:
            self._going.told(self._rows)

    def _cell(self, sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
        match cell:
            case None | "":
                return
            case str():
                sheet.write_string(row, place, _safe(cell), self._text)
            case date() if cell.year > _OLDEST:
                is_moment = isinstance(cell, datetime)
                look = self._number("dd.mm.yyyy hh:mm:ss" if is_moment else "dd.mm.yyyy")
                sheet.write_datetime(row, place, cell, look)
            case date():
                sheet.write_string(row, place, cell.isoformat(), self._text)
            case _:
                look = _places(cell)
                if look is None:
                    sheet.write_string(row, place, str(cell), self._text)
                else:
                    sheet.write_number(row, place, float(cell), self._number(look))

    def _number(self, look: str) -> Format:
        if look not in self._numbers:
            kind = {"num_format": look, "valign": "top"}
            self._numbers[look] = self._book.add_format(kind)
        return self._numbers[look]

    def _whole(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows of which every text fits into its cell."""
        for row in rows:
            if any(isinstance(cell, str) and len(cell) > LONGEST // 8 for cell in row):
                yield from self._torn(row)
            else:
                yield row

    def _torn(self, row: Row) -> Iterator[Row]:
        pieces = [self._pieces(cell) if isinstance(cell, str) else [cell] for cell in row]
        for part in range(max(len(piece) for piece in pieces)):
            yield [piece[part] if part < len(piece) else None for piece in pieces]

    def _pieces(self, text: str) -> list[Cell]:
        shown = _spelt(text)
        if _length(shown) <= LONGEST:
            return [text]
        parts = list(_split(shown))
        on, above = f" [{self._going.on}]", f"[{self._going.from_above}] "
        last = len(parts) - 1
        return [
            f"{above if n else ''}{part}{on if n < last else ''}" for n, part in enumerate(parts)
        ]

    def front(self, sheet: Worksheet, front: Front, written: Sequence[Written]) -> None:
        """Write the first sheet."""
        for place, width in enumerate((36, 90, 12)):
            sheet.set_column(place, place, width, self._text)
        sheet.write_string(0, 0, _safe(front.title), self._title)
        row = 2
        for label, fact in front.facts:
            sheet.write_string(row, 0, _safe(label), self._strong)
            for number, piece in enumerate(self._pieces(fact) if isinstance(fact, str) else [fact]):
                self._cell(sheet, row + number, 1, piece)
                row += bool(number)
            row += 1
        row += 1
        for place, head in enumerate(front.listed):
            sheet.write_string(row, place, _safe(head), self._head)
        for number, leaf in enumerate(written, start=row + 1):
            quoted = leaf.name.replace("'", "''")
            sheet.write_url(number, 0, f"internal:'{quoted}'!A1", self._link, _safe(leaf.name))
            sheet.write_string(number, 1, _safe(leaf.about), self._text)
            sheet.write_number(number, 2, leaf.rows, self._number("0"))
        row += len(written) + 2
        for number, (label, words) in enumerate(front.legend, start=row):
            sheet.write_string(number, 0, _safe(label), self._strong)
            sheet.write_string(number, 1, _safe(words), self._text)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _headed(column: Column) -> str:
    return f"{column.head}, {column.unit}" if column.unit else column.head


def _places(number: float | Decimal) -> str | None:
    """Return the format of a number: as many places as it was written or is known with.

    None where a spreadsheet would not keep it: it stays as text then.
    """
    if isinstance(number, int):
        return "0" if abs(number) < 10**_DIGITS else None
    if isinstance(number, float):
        return _of_float(number)
    if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS:
        return None
    if number and not -300 < number.adjusted() < 300:
        return None
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return _with_places(places)


def _of_float(number: float) -> str | None:
    if not isfinite(number):
        return None
    size = floor(log10(abs(number))) if number else 0
    return _with_places(3 - size)


def _with_places(places: int) -> str:
    if places > _MOST_PLACES:
        return "General"
    return f"0.{'0' * places}" if places > 0 else "0"


def _spelt(text: str) -> str:
    """Return a text with what no XML can hold as its number, and with plain ends of lines."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return NO_TEXT.sub(lambda found: found[0] if found[0] in "\n\t" else code(found[0]), plain)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _split(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into cells, no character torn."""
    piece: list[str] = []
    size = 0
    for sign in text:
        wide = 2 if ord(sign) > 0xFFFF else 1
        if size + wide > _PIECE:
            yield "".join(piece)
            piece, size = [], 0
        piece.append(sign)
        size += wide
    yield "".join(piece)


_AS_TYPED = {"_": "&#95;"}  # the writer leaves alone what it does not know
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _safe(text: str) -> str:
    """Return a text so that the writer stores exactly it.

    The writer takes ``<r>…</r>`` for mark-up of its own, and a spreadsheet reads ``_x000D_`` as
    an end of line; such texts are given to it as the mark-up of one run.
    """
    shown = _spelt(text)
    if not shown.startswith("<r>") and "_x" not in shown:
        return shown
    run = escape(_ESCAPE.sub("_x005F_", shown), _AS_TYPED)
    return f'<r><t xml:space="preserve">{run}</t></r>'
