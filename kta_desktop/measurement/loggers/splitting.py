"""From a line to its fields."""

import csv
import re
from collections.abc import Sequence

from kta_desktop.measurement.loggers.model import SPACES

_WIDE = re.compile(r"(?: {2,}|\t)\s*")


class QuoteOpenError(ValueError):
    """A quotation mark opens a field and none closes it in this line."""


def split(line: str, delimiter: str) -> list[str]:
    """Return the fields of a line, without blanks around them.

    Raises:
        QuoteOpenError: If a quoted field does not end.
    """
    if '"' in line and delimiter not in {" ", SPACES}:
        return _quoted(line, delimiter)
    if delimiter == SPACES:
        return _WIDE.split(line.strip())
    if delimiter == " ":
        return line.split()
    return [field.strip() for field in line.split(delimiter)]


def _quoted(line: str, delimiter: str) -> list[str]:
    try:
        (fields,) = csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise QuoteOpenError(line) from error
        return [field.strip().strip('"') for field in line.split(delimiter)]
    return [field.strip() for field in fields]


def split_loosely(line: str, delimiter: str) -> list[str]:
    """Return the fields of a line of which nothing is expected, such as a heading."""
    try:
        return split(line, delimiter)
    except QuoteOpenError:
        return [field.strip().strip('"') for field in line.split(delimiter)]


def without_tail(fields: Sequence[str]) -> list[str]:
    """Return the fields without empty ones at the end, as a delimiter at the end makes them."""
    found = list(fields)
    while found and not found[-1]:
        found.pop()
    return found
