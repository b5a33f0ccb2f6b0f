"""Legends: small samples with their words, in columns that hold the longest of them."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from kta_desktop.reports.figures import Figure
from kta_desktop.reports.paint import Drawing
from kta_desktop.reports.style import WIDTH, para, plain, style, table
from kta_desktop.reports.typefaces import printable
from kta_desktop.reports.typefaces import width as text_width

_SIDE = 14.0
_GAP = 7.0


def legend(entries: Sequence[tuple[Figure, str]], columns: int, width: float = WIDTH) -> Flowable:
    """Return samples with their words, ``columns`` of them beside each other.

    Args:
        entries: Sample and words; at least one.
        columns: How many stand beside each other at most.
        width: Of the whole.
    """
    count = min(columns, len(entries))
    widths = _widths([text for _figure, text in entries], count, width)
    rows: list[list[Any]] = []
    for start in range(0, len(entries), count):
        row: list[Any] = []
        for figure, text in entries[start : start + count]:
            row += [Drawing(figure, _SIDE - 2), para(text, "small"), ""]
        rows.append(row + [""] * (3 * count - len(row)))
    sides = [("TOPPADDING", (n, 0), (n, -1), 2.2) for n in range(0, 3 * count, 3)]
    columns_ = [part for words in widths for part in (_SIDE, words, _GAP)]
    return table(rows, columns_, plain(*sides, rise=0.5))


def _widths(texts: Sequence[str], count: int, width: float) -> list[float]:
    """Return the room for the words of each column: as they need, else the same for all."""
    room = width - count * (_SIDE + _GAP)
    size = style("small").fontSize
    needs = [
        max(text_width(printable(text), size) for text in texts[column::count]) + 2
        for column in range(count)
    ]
    if sum(needs) > room:
        return [room / count] * count
    spare = (room - sum(needs)) / count
    return [need + spare for need in needs]
