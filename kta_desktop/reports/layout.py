"""Placing things that paper makes hard: rows taller than a page, columns too narrow for a word."""

import re
from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether
from typing_extensions import override

from kta_desktop.reports.style import PAD

Cells = list[list[Flowable]]
_ENDLESS = 1e6


def height_of(parts: Sequence[Flowable], width: float) -> float:
    """Return the height of flowables under each other, with the space between them."""
    total = 0.0
    for place, part in enumerate(parts):
        before = part.getSpaceBefore() if place else 0.0
        total += part.wrap(width, _ENDLESS)[1] + max(before, 0.0) + part.getSpaceAfter()
    return total


LONGEST_HEAD = 240  # letters of a heading of a column: a head of a table is never torn
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # between words: within a number blanks are kept
TALLEST = 480.0  # of one row of a table, in points; under the longest head a page holds 545


def brief(text: str, longest: int) -> str:
    """Return ``text`` on one line, ended by … where it is longer than a head has room for.

    It ends with a whole word where words are of usual length: half a number would be another one.
    For heads, codes and lines to sign only: the cover prints the same text in full.
    """
    line = _BLANKS.sub(" ", text.strip())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    end = cut.rfind(" ") if line[longest - 1] != " " else len(cut)
    return f"{cut[:end].rstrip(' ,;·')} …" if end > longest // 2 else f"{cut}…"


def paged_rows(cells: Cells, widths: Sequence[float], tallest: float) -> list[Cells]:
    """Return a table row as rows of at most ``tallest`` points, usually one.

    A row that fits is not touched, so that it moves to the next page whole. What is taller than
    a page goes on in further rows, column by column.

    Args:
        cells: One list of flowables for each column.
        widths: Widths of the columns with their padding.
        tallest: Greatest height of a row with its padding.
    """
    room = tallest - 2 * PAD
    columns = [
        _pieces(cell, width - 2 * PAD, room) for cell, width in zip(cells, widths, strict=True)
    ]
    count = max(1, *(len(column) for column in columns))
    return [[column[n] if n < len(column) else [] for column in columns] for n in range(count)]


def _pieces(parts: Sequence[Flowable], width: float, room: float) -> list[list[Flowable]]:
    """Return ``parts`` in stretches of at most ``room`` points; what cannot split stays whole."""
    if height_of(parts, width) <= room:
        return [list(parts)]
    pieces: list[list[Flowable]] = [[]]
    waiting = list(parts)
    while waiting:
        part = waiting.pop(0)
        left = room - height_of(pieces[-1], width)
        if pieces[-1]:
            left -= max(part.getSpaceBefore(), 0.0)  # above what comes below something
        if height_of([part], width) <= left:
            pieces[-1].append(part)
            continue
        torn = part.split(width, left) if left > 0 else []
        if len(torn) > 1:
            pieces[-1].append(torn[0])
            waiting[:0] = torn[1:]
            pieces.append([])
        elif pieces[-1]:
            pieces.append([])
            waiting.insert(0, part)
        else:
            pieces[-1].append(part)
    return [piece for piece in pieces if piece]


def _unbound(part: Flowable) -> list[Flowable]:
    """Return what a part keeps together: what is kept inside of something kept has no height."""
    return list(part._content) if isinstance(part, KeepTogether) else [part]  # noqa: SLF001


class Closing(KeepTogether):  # type: ignore[misc]  # reportlab has no types
    """The end of a sheet, kept whole: what is signed stands on the page of the signatures.

    Args:
        heads: What stands above the parts where they begin a page, such as the head of a table.
        parts: From the last row to the signatures.
    """

    def __init__(self, heads: Sequence[Flowable], parts: Sequence[Flowable]) -> None:
        super().__init__([each for part in parts for each in _unbound(part)])
        self._heads = list(heads)

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        parts: list[Flowable] = super().split(aW, aH)
        is_broken = bool(parts) and isinstance(parts[0], type(self.FrameBreak))
        if is_broken:
            parts[1:1] = self._heads
        elif getattr(getattr(self, "_frame", None), "_atTop", False):
            parts[:0] = self._heads
        return parts


def fit_widths(least: Sequence[float], wanted: Sequence[float], total: float) -> list[float] | None:
    """Return column widths that sum to ``total``; None if not even the longest words fit.

    Args:
        least: Width of the longest word of each column, with padding.
        wanted: Width at which nothing of the column would wrap, with padding.
        total: Width of the table.
    """
    if sum(least) > total:
        return None
    spare = total - sum(least)
    hunger = [max(want - need, 0.0) for need, want in zip(least, wanted, strict=True)]
    if sum(hunger) <= spare:
        extra = (spare - sum(hunger)) / len(least)
        return [need + more + extra for need, more in zip(least, hunger, strict=True)]
    share = spare / sum(hunger)
    return [need + more * share for need, more in zip(least, hunger, strict=True)]
