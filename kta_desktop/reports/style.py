"""Measures, paragraph styles and table styles of printed sheets (A4, black on white).

Body 9 pt, title 14 pt, nothing below 7.5 pt; lines at 1.35 of the size because of the
descenders of қ ң ғ.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from kta_desktop.reports.sentence import Sentence, sentence
from kta_desktop.reports.typefaces import BOLD, REGULAR, register

MM = 72 / 25.4
PAGE = (210 * MM, 297 * MM)
LEFT, RIGHT, TOP, BOTTOM = 16 * MM, 10 * MM, 9 * MM, 9 * MM
WIDTH = PAGE[0] - LEFT - RIGHT
SMALLEST = 7.5
PAD = 4.5
THIN, HEAVY = 0.6, 1.4
GREY = 0.93  # header cells; stays lighter than any copier's noise
SECOND = 0.25  # second language and labels


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    bold: bool = False
    grey: float = 0.0
    align: int = 0
    after: float = 0.0


_STYLES = {
    "title": _Style(14, bold=True),
    "subtitle": _Style(10, grey=SECOND),
    "heading": _Style(11, bold=True, after=1),
    "body": _Style(9),
    "strong": _Style(9, bold=True),
    "value": _Style(10.5, bold=True),
    "second": _Style(8, grey=SECOND),
    "small": _Style(8),
    "label": _Style(8, grey=SECOND),
    "head": _Style(8, bold=True),
    "headright": _Style(8, bold=True, align=2),
    "right": _Style(9, align=2),
    "rightstrong": _Style(9, bold=True, align=2),
    "tiny": _Style(SMALLEST),
    "tinyright": _Style(SMALLEST, align=2),
    "headvalue": _Style(8.5, bold=True),
    "chip": _Style(8, bold=True),
    "chipwhite": _Style(8, bold=True, grey=1.0),
    "code": _Style(8.5, bold=True, align=1),
    "huge": _Style(26, bold=True),
    "lead": _Style(11),
    "leadstrong": _Style(11, bold=True),
    "leadhead": _Style(13, bold=True, after=2),
}


@lru_cache
def style(name: str) -> Any:
    """Return a paragraph style by its role, such as ``body``, ``second`` or ``head``."""
    register()
    look = _STYLES[name]
    face = BOLD if look.bold else REGULAR
    return ParagraphStyle(
        name,
        fontName=face,
        bulletFontName=face,
        fontSize=look.size,
        leading=look.size * 1.35,
        textColor=Color(look.grey, look.grey, look.grey),
        alignment=look.align,
        spaceAfter=look.after,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


def para(text: str, name: str = "body") -> Paragraph:
    """Return ``text`` as a paragraph that wraps and never cuts; markup in it is shown as typed."""
    return sentence(text, style(name))


def rich(marked: str, name: str = "body") -> Paragraph:
    """Return a paragraph of text that was already passed through ``markup``."""
    return Sentence(marked, style(name))


def grid(*more: tuple[Any, ...], head_rows: int = 0) -> Any:
    """Return the style of a ruled table with grey head rows; ``more`` are further commands."""
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), THIN, black),
        *flush(PAD, PAD),
    ]
    if head_rows:
        commands.append(("BACKGROUND", (0, 0), (-1, head_rows - 1), Color(GREY, GREY, GREY)))
        commands.append(("VALIGN", (0, 0), (-1, head_rows - 1), "BOTTOM"))
    return TableStyle([*commands, *more])


def plain(*more: tuple[Any, ...], side: float = 0, rise: float = 1.5) -> Any:
    """Return the style of a table without rules, for laying things side by side."""
    return TableStyle([*flush(side, rise), *more])


def dense(side: float = PAD, rise: float = 2.0) -> list[tuple[Any, ...]]:
    """Return the commands that set closer padding in a ruled table."""
    return flush(side, rise)[1:5]


def flush(side: float, rise: float) -> list[tuple[Any, ...]]:
    """Return the commands that set cell padding in points and align cells at their top."""
    whole = ((0, 0), (-1, -1))
    return [
        ("VALIGN", *whole, "TOP"),
        ("LEFTPADDING", *whole, side),
        ("RIGHTPADDING", *whole, side),
        ("TOPPADDING", *whole, rise),
        ("BOTTOMPADDING", *whole, rise),
        ("FONTNAME", *whole, REGULAR),
    ]


def table(
    rows: list[list[Any]],
    widths: list[float],
    look: Any,
    repeat: int = 0,
    heights: list[float] | None = None,
) -> Flowable:
    """Return a table at the left edge whose first ``repeat`` rows return on every page.

    Args:
        rows: Its cells.
        widths: Of the columns with their padding.
        look: Its style.
        repeat: How many rows return.
        heights: Of the rows with their padding where they are known: reportlab would measure those
            that are left anew on every page, which takes very long tables very long.
    """
    register()
    return Table(
        rows,
        colWidths=widths,
        rowHeights=heights,
        style=look,
        repeatRows=repeat,
        hAlign="LEFT",
    )


def gap(height: float) -> Flowable:
    """Return empty space of ``height`` points, dropped at the top of a page."""
    return Spacer(0, height)
