"""QR codes as black squares, so that they stay sharp at any resolution of a printer."""

from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import segno
from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override


class QrSquare(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A code among the words of a page.

    Args:
        text: What it says; the more, the larger the code.
        module: Width of one of its squares in points.
    """

    def __init__(self, text: str, module: float) -> None:
        super().__init__()
        self.width = self.height = module * (len(_squares(text)) + 2)
        self._text = text

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    @override
    def draw(self) -> None:
        draw_qr(self.canv, self._text, 0, self.height, self.width)


def draw_qr(canvas: Canvas, text: str, left: float, top: float, side: float) -> None:
    """Draw a code.

    Args:
        canvas: The page.
        text: What it says; some 2 000 bytes at most.
        left: Left edge in points, with one module of quiet zone; white paper is the rest of it.
        top: Upper edge in points.
        side: Width and height in points, the quiet zone included.
    """
    rows = _squares(text)
    module = side / (len(rows) + 2)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for line, row in enumerate(rows, start=2):
        for dark, run in groupby(enumerate(row), key=lambda cell: bool(cell[1])):
            places = list(map(itemgetter(0), run))
            if dark:
                start = left + (places[0] + 1) * module
                path.rect(start, top - line * module, len(places) * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=8)  # the parts of a document begin their pages with the same code
def _squares(text: str) -> tuple[bytearray, ...]:
    """Return the rows of a code; a square is dark where the number is not zero."""
    found: tuple[bytearray, ...] = segno.make(text, error="m", micro=False).matrix
    return found
