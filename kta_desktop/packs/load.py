"""A pack folder as it stands: its tables with file, row and column, nothing believed yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.layout import ALL, EXTRA, NEEDED, PACK, TableLayout
from kta_desktop.packs.rows import Sheet, SheetRow, read_sheet, read_toml


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A pack as read.

    Attributes:
        path: The folder.
        pack: Content of ``pack.toml``.
        sheets: Name of the table to its rows; tables without a file are empty.
        extra: Content of ``extra.json``.
    """

    path: Path
    pack: Mapping[str, Any]
    sheets: Mapping[str, Sheet]
    extra: Mapping[str, Any]

    def rows(self, table: TableLayout) -> tuple[SheetRow, ...]:
        """Return the rows of a table."""
        return self.sheets[table.file].rows


def load(path: Path) -> PackFolder:
    """Return the pack in the folder ``path``.

    Raises:
        PackUnreadableError: If a needed file is missing, or one is not in its format.
    """
    return PackFolder(
        path=path,
        pack=_toml(path / PACK),
        sheets={table.file: _sheet(path, table) for table in ALL},
        extra=_json(path / EXTRA),
    )


def _sheet(path: Path, table: TableLayout) -> Sheet:
    place = path / f"{table.file}.csv"
    if table.file not in NEEDED and not place.exists():
        return Sheet(table.file, table.header(), ())
    try:
        return read_sheet(place)
    except (OSError, UnicodeDecodeError) as error:
        raise PackUnreadableError(path=place, reason=_reason(error)) from error


def _toml(place: Path) -> Mapping[str, Any]:
    try:
        return read_toml(place)
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise PackUnreadableError(path=place, reason=_reason(error)) from error


def _json(place: Path) -> Mapping[str, Any]:
    if not place.exists():
        return {}
    try:
        value = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PackUnreadableError(path=place, reason=_reason(error)) from error
    return value if isinstance(value, dict) else {"extra": value}


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
