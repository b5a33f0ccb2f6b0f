"""The two faces of a pack: its folder and its Excel workbook, each made from the other.

``write`` and ``read`` undo each other to the byte, for files in the writing of packs: CSV as
``rows.sheet_text`` has it. Other CSV files come back in that writing, cell by cell the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.faults import PackFault
from kta_desktop.packs.layout import EXTRA, PACK
from kta_desktop.packs.workbook_book import Book, keep_on, read_book
from kta_desktop.packs.workbook_cells import RawSheet
from kta_desktop.packs.workbook_errors import WorkbookFaultyError
from kta_desktop.packs.workbook_files import csv_of, is_file_name, table_of
from kta_desktop.packs.workbook_flat import LINES, SETTINGS, SettingError, rows_of, text_of
from kta_desktop.packs.workbook_form import (
    pack_of_settings,
    settings_faults,
    settings_page,
    xlsform_faults,
)
from kta_desktop.packs.workbook_sheets import (
    CHOICES,
    FILES_SHEET,
    PACK_SHEET,
    SURVEY,
    UNSUPPORTED,
    file_of,
    needs_index,
    sheets_of,
)
from kta_desktop.packs.workbook_sheets import SETTINGS as SETTINGS_SHEET
from kta_desktop.packs.workbook_spread import joined, own_column, spread
from kta_desktop.packs.workbook_tables import Table, table_of_sheet
from kta_desktop.packs.workbook_write import Page, write_pages

_DOCUMENTS = (PACK, EXTRA)
_INDEX = ("sheet", "file")


@dataclass(frozen=True, slots=True)
class FromWorkbook:
    """A pack folder as a workbook gives it.

    Attributes:
        path: The workbook.
        files: Name of each file to its content; what mistakes are about may be missing.
        faults: Mistakes of the workbook itself; those of the pack are for ``check``.
    """

    path: Path
    files: Mapping[str, bytes]
    faults: tuple[PackFault, ...]
    _tables: Mapping[str, Table] = field(repr=False)

    def demand_sound(self) -> None:
        """Raise unless everything in the workbook could be taken over.

        Raises:
            WorkbookFaultyError: With all its mistakes.
        """
        errors = tuple(fault for fault in self.faults if fault.is_error)
        if errors:
            raise WorkbookFaultyError(path=self.path, faults=errors)

    def in_workbook(self, fault: PackFault) -> PackFault:
        """Return a mistake of the folder in the place of the workbook where it is mended."""
        table = self._tables.get(f"{fault.sheet}.csv") or self._tables.get(fault.sheet)
        if table is None:
            return fault
        place = fault.row - 2
        if not 0 <= place < len(table.numbers):
            return replace(fault, sheet=table.sheet, column=table.column(fault.column))
        own = own_column(fault.column)
        is_ours = bool(table.cell(place, own))
        column = table.column(own if is_ours else fault.column)
        return replace(fault, sheet=table.sheet, row=table.numbers[place], column=column)


def write(files: Mapping[str, bytes], out: Path) -> None:
    """Write the workbook of a pack; the same files give the same bytes.

    Args:
        files: The files of the pack, as ``workbook_files.pack_files`` gives them.
        out: The file, replaced if it is there.

    Raises:
        PackUnreadableError: If a file of the pack is not in its format.
        CellTooLongError, TableTooLargeError: If something does not fit into a sheet.
        OSError: If it cannot be written.
    """
    sheets = sheets_of(files)
    pages = {name: _page(name, sheet, files[name]) for name, sheet in sheets.items()}
    survey = pages.get(f"{SURVEY}.csv")
    if survey is not None:
        pages[f"{SURVEY}.csv"] = Page(SURVEY, *spread(survey.header, survey.rows))
    found = list(pages.values())
    place = 1 + max(
        (n for n, page in enumerate(found) if page.name in (SURVEY, CHOICES)), default=-1
    )
    found.insert(place, settings_page(files[PACK]))
    if needs_index(sheets):
        rows = [(sheet, name) for name, sheet in sheets.items() if file_of(sheet) != name]
        found.append(Page(FILES_SHEET, _INDEX, rows))
    write_pages(found, out)


def _page(name: str, sheet: str, content: bytes) -> Page:
    if name not in _DOCUMENTS:
        return Page(sheet, *table_of(name, content))
    try:
        return Page(sheet, *rows_of(name, content.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise PackUnreadableError(path=name, reason="UTF-8") from error


def read(path: Path, cancelled: Callable[[], None] = keep_on) -> FromWorkbook:
    """Return the pack folder of the workbook ``path``, with all mistakes of the workbook.

    Args:
        path: An ``.xlsx`` file.
        cancelled: Called while it is read; may raise to stop.

    Raises:
        WorkbookError: If it is no workbook that can be read; see the subclasses.
    """
    return _Taking(read_book(path, cancelled=cancelled)).result()


class _Taking:
    """Takes a workbook over, sheet by sheet."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.faults: list[PackFault] = []
        self.tables: dict[str, Table] = {}
        self.settings: Table | None = None

    def result(self) -> FromWorkbook:
        """Return what the workbook gives."""
        if self.book.has_links:
            self._note("", "external-links", severity="warning")
        for sheet in self.book.sheets:
            if not sheet.name.startswith("_"):
                self._take(sheet)
        self._rename()
        if f"{SURVEY}.csv" not in self.tables:
            self._note(SURVEY, "sheet-missing")
        files = dict(sorted(self._files().items()))
        return FromWorkbook(self.book.path, files, tuple(self.faults), self.tables)

    def _note(self, sheet: str, code: str, severity: str = "error", **details: object) -> None:
        self.faults.append(
            PackFault(
                sheet=sheet,
                row=0,
                column="",
                question="",
                code=code,
                severity=severity,
                details=details,
            )
        )

    def _take(self, sheet: RawSheet) -> None:
        name = sheet.name.strip().lower()
        if not sheet.rows and file_of(sheet.name) is None and name != SETTINGS_SHEET:
            return
        if name in UNSUPPORTED:
            self._note(sheet.name, "sheet-unsupported")
            return
        file = FILES_SHEET if name == FILES_SHEET else file_of(sheet.name)
        if file is None and name != SETTINGS_SHEET:
            self._note(sheet.name, "sheet-foreign", severity="warning")
            return
        table, faults = table_of_sheet(sheet, self.book)
        self.faults += faults
        if name == SETTINGS_SHEET:
            self.settings = table
        elif file in self.tables:
            self._note(sheet.name, "sheet-twice", found=self.tables[file].sheet)
        elif file is not None:
            self.tables[file] = table

    def _rename(self) -> None:
        """Give the tables that ``kta_files`` lists the names it says."""
        index = self.tables.pop(FILES_SHEET, None)
        if index is None:
            return
        if index.header[:2] != _INDEX:
            self.faults.append(index.fault("sheet-header", right=", ".join(_INDEX)))
            return
        by_sheet = {table.sheet: file for file, table in self.tables.items()}
        for place, (sheet, file, *_rest) in enumerate(index.rows):
            found = by_sheet.get(sheet)
            if found is None or not is_file_name(file) or file in self.tables:
                self.faults.append(index.fault("setting-row", place, "file"))
            else:
                self.tables[file] = self.tables.pop(found)

    def _files(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for file, table in self.tables.items():
            if file in _DOCUMENTS:
                text = self._document(file, table)
                found |= {file: text.encode()} if text is not None else {}
            elif not is_file_name(file):
                self._note(table.sheet, "sheet-foreign", severity="warning")
            else:
                found[file] = self._csv(file, table)
        if PACK not in self.tables:
            self._pack(found)
        elif self.settings is not None:
            self.faults += settings_faults(self.settings, found.get(PACK, b""))
        return found

    def _pack(self, found: dict[str, bytes]) -> None:
        """Make ``pack.toml`` of the settings of a plain XLSForm."""
        if self.settings is None or not self.settings.rows:
            self._note(PACK_SHEET, "sheet-missing")
        else:
            found[PACK] = pack_of_settings(self.settings)

    def _document(self, file: str, table: Table) -> str | None:
        if table.header[:3] != SETTINGS and table.header != LINES:
            self.faults.append(table.fault("sheet-header", right=", ".join(SETTINGS)))
            return None
        width = len(LINES) if table.header == LINES else len(SETTINGS)
        try:
            return text_of(file, table.header[:width], [row[:width] for row in table.rows])
        except SettingError as error:
            self.faults.append(table.fault("setting-row", error.place, error.column))
            return None

    def _csv(self, file: str, table: Table) -> bytes:
        if file == f"{SURVEY}.csv":
            self.faults += xlsform_faults(table)
            plain, faults = joined(table)
            self.faults += faults
            return csv_of(plain.header, plain.rows)
        return csv_of(table.header, table.rows)
