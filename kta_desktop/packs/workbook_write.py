"""A pack as an Excel workbook that a methodologist likes to work in: every cell is text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kta_desktop.packs.layout import KTA
from kta_desktop.packs.workbook_cells import COLUMNS, ROWS, letters
from kta_desktop.packs.workbook_errors import CellTooLongError, TableTooLargeError
from kta_desktop.packs.workbook_flat import LONGEST

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same pack, the same bytes
_TALL = 30  # points of the heading row: two lines
_WIDEST, _NARROWEST = 60, 8  # letters
_SAMPLE = 200  # rows that the width of a column is judged by
_HEAD, _LINE = "#E8EEF0", "#9AA8AD"
_FORM_TAB, _OWN_TAB = "#3E7CB1", "#5B8C5A"  # sheets of every XLSForm, sheets of ours
# Words of columns that know no others; the sheet offers them.
_WORDS: Mapping[str, Sequence[str]] = {
    "confidence": ("verified", "memory", "unsure"),
    "severity": ("error", "warning"),
}
_TRICKY = re.compile(r"_x[0-9A-Fa-f]{4}_|^<r>|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write.

    Attributes:
        name: Name on its tab.
        header: First row.
        rows: The others; each as long as the header.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_pages(pages: Sequence[Page], out: Path) -> None:
    """Write a workbook; the same pages give the same bytes.

    Raises:
        CellTooLongError, TableTooLargeError: If a page does not fit into a sheet.
        OSError: If it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    for page in pages:
        _demand_room(page)
    book = xlsxwriter.Workbook(str(out), {"strings_to_urls": False})
    book.set_properties({"created": _MADE})
    styles = _styles(book)
    for page in pages:
        _write_page(book.add_worksheet(page.name), page, styles)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


def _styles(book: "Workbook") -> Mapping[str, "Format"]:
    cell = {"num_format": "@", "text_wrap": True, "valign": "top"}
    head = {**cell, "bold": True, "bg_color": _HEAD, "bottom": 1, "bottom_color": _LINE}
    return {"cell": book.add_format(cell), "head": book.add_format(head)}


def _demand_room(page: Page) -> None:
    if len(page.rows) >= ROWS or len(page.header) > COLUMNS:
        raise TableTooLargeError(where=page.name)
    for number, row in enumerate([page.header, *page.rows], 1):
        for column, text in enumerate(row, 1):
            if len(text) > LONGEST // 2 and _length(text) > LONGEST:
                where = f"{page.name}!{letters(column)}{number}"
                raise CellTooLongError(where=where, count=_length(text), limit=LONGEST)


def _length(text: str) -> int:
    """Return the length of a text as Excel counts it, in the escaped form that is stored."""
    return len(_in_xml(text).encode("utf-16-le")) // 2


def _write_page(sheet: "Worksheet", page: Page, styles: Mapping[str, "Format"]) -> None:
    for column, name in enumerate(page.header):
        cells = [row[column] for row in page.rows[:_SAMPLE]]
        sheet.set_column(column, column, _width(name, cells), styles["cell"])
    sheet.set_row(0, _TALL)
    _write_row(sheet, 0, page.header, styles["head"])
    for number, row in enumerate(page.rows, 1):
        _write_row(sheet, number, row, styles["cell"])
    sheet.freeze_panes(1, _frozen(page.header))
    sheet.set_tab_color(_OWN_TAB if page.name.startswith("kta_") else _FORM_TAB)
    _offer_words(sheet, page.header)
    if page.header:
        sheet.autofilter(0, 0, len(page.rows), len(page.header) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(len(page.header))}{ROWS}"})


def _offer_words(sheet: "Worksheet", header: Sequence[str]) -> None:
    """Offer the words of closed columns; another word is warned of, and left to the check."""
    for column, name in enumerate(header):
        words = _WORDS.get(name.removeprefix(KTA))
        if words is not None:
            rule = {"validate": "list", "source": list(words), "error_type": "warning"}
            sheet.data_validation(1, column, ROWS - 1, column, rule)


def _frozen(header: Sequence[str]) -> int:
    """Return how many columns stay in sight: up to the one that names the row."""
    names = [place for place, name in enumerate(header[:3], 1) if name in ("name", "id", "key")]
    return max(names, default=0)


def _width(name: str, cells: Sequence[str]) -> float:
    longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
    wanted = max(min(longest, _WIDEST), min(len(name), 24))
    return max(_NARROWEST, wanted + 2)


def _write_row(sheet: "Worksheet", number: int, row: Sequence[str], style: "Format") -> None:
    for column, text in enumerate(row):
        if text and sheet.write_string(number, column, exact_text(text), style):
            where = f"{sheet.get_name()}!{letters(column + 1)}{number + 1}"
            raise CellTooLongError(where=where, count=len(text), limit=LONGEST)


def exact_text(text: str) -> str:
    """Return a text so that the writer stores exactly it.

    The writer takes ``<r>…</r>`` for mark-up of its own and mends ``_x000D_`` only where no two
    overlap; such texts are given to it as the mark-up of one run, its underscores as entities.
    """
    if not _TRICKY.search(text):
        return text
    run = escape(_in_xml(text)).replace("_", "&#95;")
    return f'<r><t xml:space="preserve">{run}</t></r>'


def _in_xml(text: str) -> str:
    """Return a text as the cells of a workbook hold it: ``_x000D_`` for what XML cannot hold."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
