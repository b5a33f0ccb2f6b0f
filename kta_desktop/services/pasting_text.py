"""Cells on the clipboard as spreadsheets write them: tabs, lines, quotes around both."""

import re
from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from kta_desktop.domain.signs import writable

Cells: TypeAlias = tuple[tuple[str, ...], ...]

_SPECIAL = re.compile(r'[\t\n]|""')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|$)')
_PLAIN = re.compile(r"[^\t\n]*")


def cells_of(text: str) -> Cells:
    """Return the cells of copied text, row by row.

    A cell in quotes may hold tabs, line breaks and doubled quotes, as Excel and Calc write it;
    quotes that protect nothing are part of the text, as in ``"Сүт"``. Signs that hide are left
    out as in typed text; the line break after the last row begins no row.
    """
    clean = writable(text).removesuffix("\n")
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        found, at = _cell(clean, at)
        rows[-1].append(found)
        if at >= len(clean):
            return tuple(tuple(row) for row in rows)
        if clean[at] == "\n":
            rows.append([])
        at += 1


def trimmed(cells: Cells) -> Cells:
    """Return cells without the empty columns at the right and the empty rows at the end."""
    rows = list(cells)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((_used(row) for row in rows), default=0)
    return tuple((*row[:width], *[""] * (width - len(row))) for row in rows)


def written(cells: Sequence[Sequence[str]]) -> str:
    """Return cells as spreadsheets take them from the clipboard; ``cells_of`` reads them back."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\n" for row in cells)


def as_html(cells: Sequence[Sequence[str]]) -> str:
    """Return cells as a table for letters and documents."""
    rows = (
        "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in row)
        for row in cells
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(text: str, at: int) -> tuple[str, int]:
    """Return the cell that begins at a place, and where it ends."""
    quoted = _QUOTED.match(text, at)
    if quoted is not None and _SPECIAL.search(quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    end = at if plain is None else plain.end()
    return text[at:end], end


def _quoted(cell: str) -> str:
    clean = writable(cell)
    if not re.search(r'[\t\n]|^"', clean):
        return clean
    doubled = clean.replace('"', '""')
    return f'"{doubled}"'


def _used(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)
