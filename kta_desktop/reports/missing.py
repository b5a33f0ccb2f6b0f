"""The list of what is missing, for the plant: what to bring, measure, correct, and boxes to tick.

Importing this module loads reportlab; whoever starts the program imports it when it prints.
"""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from kta_desktop.i18n import N_, _
from kta_desktop.reports.context import Context, MissingLine
from kta_desktop.reports.layout import TALLEST, brief, height_of
from kta_desktop.reports.parts import Part, titles
from kta_desktop.reports.style import MM, PAD, WIDTH, gap, grid, para, table

TITLE = N_("Missing data")
HINT = N_("An empty box is not a zero. Write the answer or the reason why there is none.")
WHAT = N_("What is missing")
BY = N_("Who and by when")
MORE = N_("and {count} more, see the checklist")
SIGNED = N_("Received for the plant: ______________________  Date: ____________")
_TITLES = 200  # questions that one line names: a plant must see what it owes
_LONGEST = 1_000  # characters of one title: what names it may be as long as an answer
_SIGNS = 1_800  # characters of titles in one cell
_TICK, _WHO = 8 * MM, 42 * MM
_WIDTHS = [_TICK, WIDTH - _TICK - _WHO, _WHO]
_HEADING = 8 * MM  # of a heading with the space around it


def missing_parts(context: Context) -> list[Part]:
    """Return the list of what is missing, in the first language; nothing if nothing is."""
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
    lang = context.tongue.first
    story: list[Flowable] = [para(_(HINT, lang), "second"), gap(2 * MM)]
    for part in context.missing:
        rows = _rows(part.lines, lang)
        story += [CondPageBreak(_begun(rows)), para(part.heading, "heading")]
        story += [table(rows, _WIDTHS, grid(head_rows=1), repeat=1), gap(3 * MM)]
    return [*story, gap(4 * MM), para(_(SIGNED, lang), "body")]


def _rows(lines: Sequence[MissingLine], lang: str) -> list[list[list[Flowable]]]:
    head = [[], [para(_(WHAT, lang), "head")], [para(_(BY, lang), "head")]]
    return [head, *([[], cell, []] for line in lines for cell in _cells(line, lang))]


def _begun(rows: Sequence[Sequence[Sequence[Flowable]]]) -> float:
    """Return the room for a heading, the head of its table and the first row: none ends a page."""
    heights = (height_of(row[1], _WIDTHS[1] - 2 * PAD) + 2 * PAD for row in rows[:2])
    return min(_HEADING + sum(heights), TALLEST)


def _cells(line: MissingLine, lang: str) -> list[list[Flowable]]:
    """Return what is printed of a line, in as many cells as it needs: none may outgrow a page."""
    first: list[Flowable] = [para(brief(line.headline, _LONGEST), "strong")]
    if line.follows:
        first.append(para(brief(line.follows, _LONGEST), "small"))
    if len(line.titles) < 2:
        return [first]
    titles = [brief(title, _LONGEST) for title in line.titles[:_TITLES]]
    if len(line.titles) > _TITLES:
        titles.append(_(MORE, lang).format(count=len(line.titles) - _TITLES))
    parts = [para(text, "small") for text in _joined(titles)]
    return [[*first, parts[0]], *([part] for part in parts[1:])]


def _joined(titles: Sequence[str]) -> list[str]:
    """Return titles one behind the other, in texts of which each fits a page easily."""
    texts = [titles[0]]
    for title in titles[1:]:
        if len(texts[-1]) + len(title) > _SIGNS:
            texts[-1] += ";"
            texts.append(title)
        else:
            texts[-1] += f"; {title}"
    return texts
