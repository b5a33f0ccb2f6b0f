"""The list of what is missing, for the plant: what to bring, measure, correct, and boxes to tick.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from kta_desktop.i18n import N_, _
from kta_desktop.reports.context import Context, MissingLine
from kta_desktop.reports.layout import TALLEST, brief, height_of
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.style import MM, PAD, WIDTH, dense, gap, grid, para, table
from kta_desktop.reports.tongue import Tongue

TITLE = N_("Missing data")
HINT = N_("An empty box is not a zero. Write the answer or the reason why there is none.")
WHAT = N_("What is missing")
BY = N_("Who and by when")
SIGNED = N_("Received for the plant: ______________________  Date: ____________")
_LONGEST = 1_000  # characters of one title: what names it may be as long as an answer
_TICK, _WHO = 8 * MM, 42 * MM
_WIDTHS = [_TICK, WIDTH - _TICK - _WHO, _WHO]
_HEADING = 8 * MM  # of a heading with the space around it


def missing_parts(context: Context) -> list[Part]:
    """Return the list of what is missing; nothing if nothing is."""
    if not context.missing:
        return []
    return [
        Part(
            key="missing",
            titles=titles(context.tongue, TITLE),
            make=lambda _room: _story(context),
        )
    ]


def _story(context: Context) -> list[Flowable]:
    tongue = context.tongue
    hints = [para(_(HINT, lang), "second") for lang in tongue.languages]
    story: list[Flowable] = [*hints, gap(2 * MM)]
    for part in context.missing:
        body = _Rows(tongue)
        for line in part.lines:
            body.add(line)
        story += [CondPageBreak(body.begun()), para(part.heading, "heading")]
        story += [body.table(), gap(3 * MM)]
    signed = [para(_(SIGNED, lang), "body") for lang in tongue.languages]
    return [*story, KeepTogether([gap(4 * MM), *signed])]


class _Rows:
    """The rows of one table: a box to tick, what is missing, who brings it by when."""

    def __init__(self, tongue: Tongue) -> None:
        head = [para(tongue.word(words), "head") for words in (WHAT, BY)]
        self._rows: list[list[Any]] = [["", head[0], head[1]]]
        self._look: list[tuple[object, ...]] = []
        self._tongue = tongue

    def add(self, line: MissingLine) -> None:
        """Add a line; one that speaks of several questions heads a row for each of them."""
        second = line.second
        words = [*_said(line.headline, line.follows, "strong", "small")]
        if second is not None and second.headline != line.headline:
            words += _said(second.headline, second.follows, "second", "second")
        if len(line.titles) < 2:
            self._rows.append(["", words, ""])
            return
        row = len(self._rows)
        self._rows.append([words, "", ""])
        self._look += [("SPAN", (0, row), (-1, row)), ("NOSPLIT", (0, row), (-1, row + 1))]
        others = second.titles if second is not None else line.titles
        for title, other in zip(line.titles, others, strict=True):
            cell = [para(brief(title, _LONGEST), "small")]
            if other != title:
                cell.append(para(brief(other, _LONGEST), "second"))
            self._rows.append(["", cell, ""])

    def table(self) -> Flowable:
        """Return the table."""
        return table(self._rows, _WIDTHS, grid(*dense(), *self._look, head_rows=1), repeat=1)

    def begun(self) -> float:
        """Return the room for a heading, the head of the table and what must stand below it."""
        cells = [row[1] or row[0] for row in self._rows[1:3]]
        heights = (height_of(cell, _WIDTHS[1] - 2 * PAD) + 2 * PAD for cell in cells)
        return min(2 * _HEADING + sum(heights), TALLEST)


def _said(headline: str, follows: str, look: str, below: str) -> list[Flowable]:
    """Return what is missing and what follows from it, shortened where it would outgrow a page."""
    parts = [para(brief(headline, _LONGEST), look)]
    return [*parts, para(brief(follows, _LONGEST), below)] if follows else parts
