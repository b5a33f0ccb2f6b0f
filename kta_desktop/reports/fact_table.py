"""A ruled table of names and values, two pairs to a row; long values take the whole row."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from kta_desktop import formatting
from kta_desktop.reports.layout import Cells, paged_rows
from kta_desktop.reports.style import MM, WIDTH, dense, grid, para, table

_WIDTHS = (34 * MM, 66 * MM, 32 * MM, WIDTH - 132 * MM)
_WIDE = (_WIDTHS[0], WIDTH - _WIDTHS[0])


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value: words, or what is drawn; an empty text is a dash."""

    name: str
    value: str | Sequence[Flowable]

    def cells(self, look: str) -> Cells:
        """Return the two cells."""
        shown = self.value
        if isinstance(shown, str):
            return [[para(self.name, "label")], [para(shown or formatting.NOTHING, look)]]
        return [[para(self.name, "label")], list(shown)]


def fact_table(
    pairs: Sequence[tuple[Fact, Fact]], wide: Sequence[Fact], tallest: float
) -> Flowable:
    """Return facts in pairs and below them those that take a row each.

    Args:
        pairs: Two to a row; the first is set bold.
        wide: One to a row.
        tallest: Greatest height of a row in points; a taller one goes on in further rows.
    """
    rows: list[Cells] = []
    spans: list[tuple[object, ...]] = []
    for first, second in pairs:
        cells = [*first.cells("strong"), *second.cells("body")]
        rows += paged_rows(cells, _WIDTHS, tallest)
    for fact in wide:
        for left, right in paged_rows(fact.cells("body"), _WIDE, tallest):
            spans.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            rows.append([left, right, [], []])
    return table(rows, list(_WIDTHS), grid(*dense(), *spans))
