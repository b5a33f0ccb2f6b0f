"""Widths of the columns of a table whose heads must not be broken within a word."""

from collections.abc import Sequence

from kta_desktop.reports.layout import fit_widths
from kta_desktop.reports.style import MM, WIDTH
from kta_desktop.reports.typefaces import width as text_width

HEAD = 8.0  # size of the letters of heads


def column_widths(heads: Sequence[str], wanted_mm: Sequence[float], side: float) -> list[float]:
    """Return the widths of columns over the whole width of a page, in points.

    Args:
        heads: Words of the heads; no column is narrower than the longest word of its head.
        wanted_mm: How wide the columns would be, in mm.
        side: Padding at each side, in points.
    """
    least = [
        max((text_width(word, HEAD, bold=True) for word in head.split()), default=0) + 2 * side
        for head in heads
    ]
    wanted = [max(width * MM, low) for width, low in zip(wanted_mm, least, strict=True)]
    even = [WIDTH / len(heads)] * len(heads)
    return fit_widths([low + 0.5 for low in least], wanted, WIDTH) or even
