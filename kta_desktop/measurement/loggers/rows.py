"""Rows of readings by column, many at a time: lines that are alike are parted all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers.lines import CUT

_UNLIKE = ('"', "\0", CUT)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows that have as many fields as readings.

    Attributes:
        numbers: Numbers of their lines, from 1.
        lines: As they stand.
        columns: Their fields, column by column.
        plain: The same with decimal points, where that is all that numbers need; else None.
    """

    numbers: NDArray[np.int64]
    lines: Sequence[str]
    columns: Sequence[Sequence[str]]
    plain: Sequence[Sequence[str]] | None = None

    @classmethod
    def of(cls, items: Sequence[tuple[int, str, Sequence[str]]], width: int) -> "Rows":
        """Return rows from line number, line and fields of each."""
        numbers = np.array([number for number, _, _ in items], np.int64)
        columns = list(zip(*(fields for _, _, fields in items), strict=True))
        return cls(numbers, [line for _, line, _ in items], columns or [()] * width)

    def joined(self, other: "Rows") -> "Rows":
        """Return these and other rows in the order of their lines."""
        if not len(other.numbers):
            return self
        order = np.argsort(np.concatenate([self.numbers, other.numbers]), kind="stable")
        places = order.tolist()
        columns = [
            _taken([*mine, *theirs], places)
            for mine, theirs in zip(self.columns, other.columns, strict=True)
        ]
        numbers = np.concatenate([self.numbers, other.numbers])[order]
        return Rows(numbers, _taken([*self.lines, *other.lines], places), columns)


def _taken(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places]


def alike(
    first: int, lines: Sequence[str], delimiter: str, width: int, *, is_comma: bool
) -> tuple[Rows, list[tuple[int, str]]]:
    """Return the rows of lines with ``width - 1`` delimiters, and all other lines by number.

    Args:
        first: Number of the first line.
        lines: Lines of a text.
        delimiter: One character, no blank.
        width: Fields of a row.
        is_comma: Whether numbers have a decimal comma.
    """
    text = delimiter.join(lines)
    numbers = np.arange(first, first + len(lines), dtype=np.int64)
    counts = list(map(str.count, lines, repeat(delimiter)))
    others: list[tuple[int, str]] = []
    is_mixed = any(sign in text for sign in _UNLIKE)
    if is_mixed or set(counts) != {width - 1}:
        fits = np.array(counts) == width - 1
        if is_mixed:
            fits &= [not any(sign in line for sign in _UNLIKE) for line in lines]
        others = list(compress(zip(numbers.tolist(), lines, strict=True), ~fits))
        lines, numbers = list(compress(lines, fits)), numbers[fits]
        text = delimiter.join(lines)
    if not lines:
        return Rows(numbers, lines, [()] * width), others
    return _parted(numbers, lines, text, (delimiter, width), is_comma=is_comma), others


def _parted(
    numbers: NDArray[np.int64],
    lines: Sequence[str],
    text: str,
    shape: tuple[str, int],
    *,
    is_comma: bool,
) -> Rows:
    delimiter, width = shape
    cells = text.split(delimiter)
    columns = [cells[at::width] for at in range(width)]
    plain = None
    if "_" not in text:  # float() would take 1_000
        plain = columns
        if is_comma:
            ready = text.replace(",", ".").split(delimiter)
            plain = [ready[at::width] for at in range(width)]
    return Rows(numbers, lines, columns, plain)


def has_points(columns: Sequence[Sequence[str]]) -> bool:
    """Whether a cell of these columns has a point."""
    return "." in "".join(chain.from_iterable(columns))
