"""Headings with line breaks inside quoted fields, as spreadsheets export them."""

import csv
from collections.abc import Sequence

from kta_desktop.measurement.loggers.model import SPACES
from kta_desktop.measurement.loggers.splitting import QuoteOpenError, split, split_loosely

Lines = tuple[int, ...]
"""Numbers of the lines that make one row."""
_MOST = 6  # lines of one row


def folded(
    lines: Sequence[tuple[int, str]], delimiter: str
) -> tuple[list[tuple[int, list[str]]], dict[int, Lines]]:
    """Return rows of fields, and the lines of those that take several, by the first one.

    A row goes on in the next line where a quoted field is open; if it does not close soon, the
    lines stand for themselves.
    """
    rows: list[tuple[int, list[str]]] = []
    several: dict[int, Lines] = {}
    skip = 0
    for place, (number, line) in enumerate(lines):
        if skip:
            skip -= 1
            continue
        fields, count = _row([text for _, text in lines[place : place + _MOST]], delimiter)
        rows.append((number, fields if count else split_loosely(line, delimiter)))
        if count > 1:
            several[number] = tuple(other for other, _ in lines[place : place + count])
            skip = count - 1
    return rows, several


def _row(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """Return the fields of the row that begins these lines, and how many of them it takes."""
    try:
        return split(lines[0], delimiter), 1
    except QuoteOpenError:
        pass  # looked for in the next lines
    for count in range(2, len(lines) + 1) if delimiter not in {" ", SPACES} else ():
        try:
            (fields,) = csv.reader(
                ["\n".join(lines[:count])], delimiter=delimiter, strict=True, skipinitialspace=True
            )
        except (csv.Error, ValueError):
            continue
        return [" ".join(field.split()) for field in fields], count
    return [], 0
