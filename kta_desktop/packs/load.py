"""A pack folder as it stands: its tables with file, row and column, nothing believed yet."""

import csv
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from kta_desktop.i18n import N_, _
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.layout import ALL, EXTRA, FILES, NEEDED, PACK, TableLayout
from kta_desktop.packs.rows import Sheet, SheetRow, TooLargeError, read_sheet, read_toml

_LARGEST = 32 << 20  # bytes; the food pack's largest table has a quarter of one megabyte
_LARGEST_SETTINGS = 1 << 20  # bytes of ``pack.toml``; those of the packs have ten thousand
_MOST_FILES = 200  # tables of the folder ``files``
_MOST_ROWS = 400_000  # of all tables together; each takes half a kilobyte of memory
_SMALL = 1 << 18  # bytes; most tables of real packs are smaller
_MOST_CELLS = 3_000_000  # of all tables together, empty ones too
_PLACE = re.compile(r"line (?P<line>\d+),? column (?P<column>\d+)")
_REASONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (  # the first that fits
    ((FileNotFoundError, NotADirectoryError), N_("there is no such file")),
    ((OSError,), N_("the system does not open it")),
    ((UnicodeDecodeError,), N_("it is not in UTF-8")),
    ((csv.Error,), N_("a cell is too long, or a quotation mark is not closed")),
)
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack as read.

    Attributes:
        path: The folder.
        pack: Content of ``pack.toml``.
        sheets: Name of the table to its rows; tables without a file are empty.
        extra: Content of ``extra.json``.
        files: Name to table of the folder ``files``: what expressions look things up in.
        strays: Names of further tables, which nothing reads.
    """

    path: Path
    pack: Mapping[str, Any]
    sheets: Mapping[str, Sheet]
    extra: Mapping[str, Any]
    files: Mapping[str, Sheet] = field(default_factory=dict)
    strays: tuple[str, ...] = ()

    def rows(self, table: TableLayout) -> tuple[SheetRow, ...]:
        """Return the rows of a table."""
        return self.sheets[table.file].rows


def load(path: Path) -> PackFolder:
    """Return the pack in the folder ``path``.

    Raises:
        PackUnreadableError: If a needed file is missing, or one is not in its format.
    """
    folder, faults = read(path)
    for fault in faults:
        raise fault
    return folder


def read(path: Path) -> tuple[PackFolder, tuple[PackUnreadableError, ...]]:
    """Return what can be read of the pack in the folder ``path``, and what cannot."""
    faults: list[PackUnreadableError] = []
    tables = _Tables()
    folder = PackFolder(
        path=path,
        pack=_guarded(faults, path / PACK, _toml, {}),
        sheets={table.file: _sheet(faults, path, table, tables) for table in ALL},
        extra=_guarded(faults, path / EXTRA, _json, {}),
        files=_files(faults, path / FILES),
        strays=_strays(path),
    )
    return folder, tuple(faults)


def _files(faults: list[PackUnreadableError], path: Path) -> dict[str, Sheet]:
    none: tuple[Path, ...] = ()
    places = _guarded(faults, path, _lookup_tables, none)
    look = _Tables().table
    return {
        place.stem: _guarded(faults, place, look, Sheet(place.stem, (), ())) for place in places
    }


class _Tables:
    """Reads tables as long as all of them together stay within bounds."""

    def __init__(self) -> None:
        self._rows, self._cells, self._bytes = _MOST_ROWS, _MOST_CELLS, _LARGEST
        self._is_full = False

    def table(self, place: Path) -> Sheet:
        """Return a table if there is room for it.

        Once there was none, only small ones are still read: they may have mistakes to tell.
        """
        _demand_file(place)
        size = place.stat().st_size
        self._bytes -= size
        sheet = (
            _table(place) if self._bytes >= 0 and not (self._is_full and size > _SMALL) else None
        )
        if sheet is None or not self._takes(len(sheet.rows), len(sheet.header)):
            sheet = None  # errors keep what their frames hold
            words = _("the tables together have more than {rows} rows, {cells} cells or {size} MB")
            most = {"rows": _MOST_ROWS, "cells": _MOST_CELLS, "size": _LARGEST >> 20}
            raise _FormatError(words.format(**most))
        return sheet

    def _takes(self, rows: int, columns: int) -> bool:
        """Whether there is room for a table; it is taken up."""
        cells = rows * columns
        if rows > self._rows or cells > self._cells:
            self._is_full = True
            return False
        self._rows, self._cells = self._rows - rows, self._cells - cells
        return True


def _strays(path: Path) -> tuple[str, ...]:
    known = {table.file for table in ALL}
    return tuple(sorted(place.stem for place in path.glob("*.csv") if place.stem not in known))


def _lookup_tables(path: Path) -> tuple[Path, ...]:
    if os.path.lexists(path) and not path.is_dir():
        raise _FormatError(_("it is not a folder"))
    places = tuple(sorted(path.glob("*.csv")))
    if len(places) > _MOST_FILES:
        raise _FormatError(_("it holds more tables than {most}").format(most=_MOST_FILES))
    return places


def _sheet(
    faults: list[PackUnreadableError], path: Path, table: TableLayout, tables: "_Tables"
) -> Sheet:
    place = path / f"{table.file}.csv"
    none = Sheet(table.file, table.header(), ())
    if table.file not in NEEDED and not os.path.lexists(place):
        return none
    return _guarded(faults, place, tables.table, none)


def _table(place: Path) -> Sheet:
    _demand_file(place)
    sheet = read_sheet(place)
    if len(sheet.header) == 1 and any(sign in sheet.header[0] for sign in ";\t|"):
        raise _FormatError(_("its columns are not parted by commas"))
    return sheet


def _toml(place: Path) -> Mapping[str, Any]:
    _demand_file(place, _LARGEST_SETTINGS)
    return read_toml(place)


def _json(place: Path) -> Mapping[str, Any]:
    if not os.path.lexists(place):
        return {}
    _demand_file(place)
    value = json.loads(place.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {"extra": value}


class _FormatError(Exception):
    """Carries a reason in the interface language; never leaves this module."""


def _guarded(
    faults: list[PackUnreadableError], place: Path, look: Callable[[Path], _Read], otherwise: _Read
) -> _Read:
    """Return what ``look`` reads; what it cannot read is noted and ``otherwise`` returned."""
    try:
        return look(place)
    except (OSError, ValueError, RecursionError, csv.Error, _FormatError) as error:
        fault = PackUnreadableError(path=place, reason=_reason(error))
        fault.__cause__ = error
        faults.append(fault)
        return otherwise


def _demand_file(place: Path, most: int = _LARGEST) -> None:
    """Raise if something is there that had better not be read."""
    if os.path.lexists(place) and not place.is_file():  # a pipe would be waited for
        raise _FormatError(_("it is not a file"))
    if place.exists() and place.stat().st_size > most:
        raise _FormatError(_("it is larger than any table"))


def _reason(error: Exception) -> str:
    """Return why a file cannot be read, in the interface language."""
    if isinstance(error, _FormatError):
        return str(error)
    if isinstance(error, TooLargeError):
        found, most = error.args
        words = _(
            "it has more rows, columns or cells than a table may have: {found}, at most {most}"
        )
        return words.format(found=found, most=most)
    for kinds, reason in _REASONS:
        if isinstance(error, kinds):
            return _(reason)
    place = _PLACE.search(str(error))  # both readers name the place in the same words
    if place is None:
        return _("it is not in its format")
    return _("it is not in its format at line {line}, column {column}").format(**place.groupdict())
