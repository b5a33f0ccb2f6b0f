"""The files of a pack folder as bytes: what workbooks, signatures and ZIPs are made of."""

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kta_desktop.i18n import _
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.layout import EXTRA, PACK
from kta_desktop.packs.workbook_sheets import FILES

_LARGEST = 32 << 20  # bytes of a file
_MANY = 500  # files
_LONGEST_NAME = 100  # letters
_SPECIAL = re.compile(r'[,"\r\n]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def pack_files(folder: Path) -> dict[str, bytes]:
    """Return the files of the pack in ``folder``: settings, tables, ``files/*.csv``; by name.

    What else lies in the folder, such as ``overlay.toml``, is no part of the pack.

    Raises:
        PackUnreadableError: If one cannot be read, or there is no ``pack.toml``.
    """
    names = [PACK, EXTRA, *_tables(folder, ""), *_tables(folder, FILES)]
    present = [name for name in names if name == PACK or os.path.lexists(folder / name)]
    if len(present) > _MANY:
        raise PackUnreadableError(path=folder, reason=_("it has more files than any pack"))
    return {name: _read(folder / name) for name in present}


def is_file_name(name: str) -> bool:
    """Whether ``name`` is that of a table of a pack on every system: no path, no device."""
    stem = name.removeprefix(FILES).removesuffix(".csv")
    is_table = name.endswith(".csv") and stem.isprintable() and 0 < len(stem) <= _LONGEST_NAME
    is_plain = not set(stem) & set('<>:"/\\|?*') and stem.strip(" .") == stem
    return is_table and is_plain and not is_device(stem)


def is_device(name: str) -> bool:
    """Whether Windows means a device by ``name``, in whatever folder."""
    return _DEVICE.fullmatch(name) is not None


def _tables(folder: Path, inside: str) -> list[str]:
    try:
        with os.scandir(folder / inside) as entries:
            return sorted(f"{inside}{e.name}" for e in entries if is_file_name(e.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        raise PackUnreadableError(path=folder, reason=_("the system does not open it")) from error


def _read(place: Path) -> bytes:
    try:
        if place.exists() and not place.is_file():  # a pipe would be waited for
            raise PackUnreadableError(path=place, reason=_("it is not a file"))
        if place.stat().st_size > _LARGEST:
            raise PackUnreadableError(path=place, reason=_("it is larger than any table"))
        return place.read_bytes()
    except FileNotFoundError as error:
        raise PackUnreadableError(path=place, reason=_("there is no such file")) from error
    except (OSError, ValueError) as error:
        raise PackUnreadableError(path=place, reason=_("the system does not open it")) from error


def table_of(name: str, content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of a CSV file; rows as long as the header, empty ones left out.

    Raises:
        PackUnreadableError: If it is no such file, or a row has cells beyond the header.
    """
    try:
        text = content.decode("utf-8-sig")
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = _trimmed(next(lines, []))
        rows = [_even(name, line, header, number) for number, line in enumerate(lines, 2)]
    except UnicodeDecodeError as error:
        raise PackUnreadableError(path=name, reason=_("it is not in UTF-8")) from error
    except csv.Error as error:
        reason = _("a cell is too long, or a quotation mark is not closed")
        raise PackUnreadableError(path=name, reason=reason) from error
    return header, [row for row in rows if any(row)]


def _trimmed(cells: list[str]) -> list[str]:
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _even(name: str, line: list[str], header: list[str], number: int) -> list[str]:
    cells = _trimmed(line)
    if len(cells) > len(header):
        reason = _("row {row} has more cells than the first row").format(row=number)
        raise PackUnreadableError(path=name, reason=reason)
    return cells + [""] * (len(header) - len(cells))


def csv_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file as packs have it: commas, quotes where needed, lines end with LF.

    The same as ``csv.writer`` gives, which leaves a lone carriage return unquoted and loses it.
    """
    if not header:
        return b""
    lines = (",".join(map(_cell, row)) or '""' for row in (header, *rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a pack into ``folder``, which may not exist yet.

    Raises:
        OSError: If they cannot be written.
    """
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
