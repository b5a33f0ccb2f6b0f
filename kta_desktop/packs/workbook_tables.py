"""The sheets of a workbook as tables of texts, and everything in them that is no plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kta_desktop.packs.faults import WARNING, PackFault
from kta_desktop.packs.workbook_book import Book
from kta_desktop.packs.workbook_cells import Cell, RawSheet, letters
from kta_desktop.packs.workbook_values import value_of

_SHOWN = 40  # signs of a cell that a message repeats
_NAMES = ("name", "id", "key")
_MOST = 200  # mistakes of one kind in one sheet that are told


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet as texts.

    Attributes:
        sheet: Name of the sheet.
        header: Headings, without the empty ones at the end.
        rows: As long as the header; empty rows left out.
        numbers: Number of each row in the sheet.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def fault(
        self, code: str, place: int | None = None, heading: str = "", **details: object
    ) -> PackFault:
        """Return a mistake in a row of the table; None = in the sheet as a whole."""
        return PackFault(
            sheet=self.sheet,
            row=0 if place is None else self.numbers[place],
            column=self.column(heading),
            question="" if place is None else self.name(place),
            code=code,
            details=details,
        )

    def column(self, heading: str) -> str:
        """Return a column as people find it: its letters and its heading."""
        if heading not in self.header:
            return heading
        return f"{letters(self.header.index(heading) + 1)} ({heading})"

    def cell(self, place: int, heading: str) -> str:
        """Return a cell; empty if there is no such column."""
        return self.rows[place][self.header.index(heading)] if heading in self.header else ""

    def name(self, place: int) -> str:
        """Return what names a row."""
        found = dict(zip(self.header, self.rows[place], strict=True))
        return next((found[name] for name in _NAMES if found.get(name)), "")


def table_of_sheet(sheet: RawSheet, book: Book) -> tuple[Table, tuple[PackFault, ...]]:
    """Return a sheet as texts, and the mistakes in it."""
    return _Reading(sheet, book).table()


class _Reading:
    """Reads one sheet and notes what is wrong."""

    def __init__(self, sheet: RawSheet, book: Book) -> None:
        self.sheet = sheet
        self.book = book
        self.faults: list[PackFault] = []
        self.header: tuple[str, ...] = ()

    def table(self) -> tuple[Table, tuple[PackFault, ...]]:
        """Return the table and the mistakes."""
        rows = dict(self.sheet.rows)
        self.header = self._texts(1, rows.pop(1, {}), ())
        texts = {number: self._texts(number, cells, self.header) for number, cells in rows.items()}
        full = {number: row for number, row in texts.items() if any(row)}
        table = Table(self.sheet.name, self.header, tuple(full.values()), tuple(full))
        return table, (*self._whole(), *self.faults)

    def _texts(self, number: int, cells: dict[int, Cell], header: Sequence[str]) -> tuple[str, ...]:
        """Return a row as texts; the first one is as long as it is, the others as the header."""
        width = len(header) if number > 1 else max(cells, default=0)
        texts = [""] * width
        for column, cell in cells.items():
            text = self._text(number, column, cell)
            if column <= width:
                texts[column - 1] = text
            elif text:
                self._note("cells-beyond", number, column, found=text[:_SHOWN])
        while number == 1 and texts and not texts[-1]:
            texts.pop()
        return tuple(texts)

    def _text(self, number: int, column: int, cell: Cell) -> str:
        heading = self.header[column - 1] if column <= len(self.header) else ""
        value = value_of(cell, heading, self.book.formats, is_1904=self.book.is_1904)
        if value.fault:
            found = value.text[:_SHOWN]
            self._note(value.fault, number, column, is_error=value.is_error, found=found)
        elif number > 1 and not heading and column <= len(self.header) and value.text:
            self._note("header-missing", number, column)
        return value.text

    def _note(
        self, code: str, number: int, column: int, *, is_error: bool = True, **details: object
    ) -> None:
        if len(self.faults) >= _MOST:
            return
        heading = self.header[column - 1] if column <= len(self.header) else ""
        place = f"{letters(column)} ({heading})" if heading else letters(column)
        fault = self._fault(code, number, place, is_error=is_error, **details)
        self.faults.append(fault)

    def _fault(
        self, code: str, number: int, place: str, *, is_error: bool, **details: object
    ) -> PackFault:
        return PackFault(
            sheet=self.sheet.name,
            row=number,
            column=place,
            question=self._name(number),
            code=code,
            severity="error" if is_error else WARNING,
            details=details,
        )

    def _name(self, number: int) -> str:
        """Return what names a row of the sheet."""
        cells = self.sheet.rows.get(number, {}) if number > 1 else {}
        for column, heading in enumerate(self.header, 1):
            if heading in _NAMES and column in cells:
                return cells[column].text[:_SHOWN]
        return ""

    def _whole(self) -> Iterator[PackFault]:
        """Yield what is wrong with the sheet as a whole."""
        sheet = self.sheet
        for merged in sheet.merged:
            yield self._fault("merged", _row(merged), merged, is_error=True, found=merged)
        if sheet.is_hidden and sheet.rows:
            yield self._fault("sheet-hidden", 0, "", is_error=False)
        if sheet.hidden_rows:
            rows = _listed([str(row) for row in sheet.hidden_rows])
            yield self._fault("rows-hidden", sheet.hidden_rows[0], "", is_error=False, found=rows)
        columns = [column for column in sheet.hidden_columns if column <= len(self.header)]
        if columns:
            found = _listed([letters(column) for column in columns])
            yield self._fault("columns-hidden", 0, "", is_error=False, found=found)


def _row(merged: str) -> int:
    """Return the first row of a range such as ``A2:B3``."""
    digits = "".join(sign for sign in merged.partition(":")[0] if sign in "0123456789")
    return int(digits[:7] or "0")


def _listed(names: list[str]) -> str:
    more = " …" if len(names) > 10 else ""
    return ", ".join(names[:10]) + more
