"""Lines of an act that are written on by hand."""

from reportlab.lib.colors import black
from reportlab.platypus import Flowable
from typing_extensions import override

from kta_desktop.reports.style import MM, SMALLEST, THIN
from kta_desktop.reports.typefaces import draw, printable
from kta_desktop.reports.typefaces import width as text_width

_HIGH = 7.5 * MM  # of a line to write on
_BETWEEN = 2 * MM
_NARROWEST = 9 * MM  # of one of several places on a line


class WriteLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line to write on with its unit behind it.

    Attributes:
        unit: Symbol of the unit; may be empty.
        places: How many readings are to be written beside each other, each on a line of its own.
        lines: How many lines lie under each other.
    """

    def __init__(self, unit: str = "", *, places: int = 1, lines: int = 1) -> None:
        super().__init__()
        self.unit, self.places, self.lines = printable(unit), places, lines

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        self._behind = text_width(self.unit, SMALLEST) + _BETWEEN / 2 if self.unit else 0.0
        room = aW - self._behind + _BETWEEN
        self._across = max(1, min(self.places, int(room // (_NARROWEST + _BETWEEN))))
        self._down = self.lines * -(-self.places // self._across)
        self.width, self.height = aW, self._down * _HIGH
        return self.width, self.height

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        fits = int(aH // _HIGH)
        if self.places > 1 or not 0 < fits < self.lines:
            return []
        return [
            WriteLine(self.unit, lines=fits),
            WriteLine(self.unit, lines=self.lines - fits),
        ]

    @override
    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(THIN)
        canvas.setStrokeColor(black)
        canvas.setFillColor(black)
        room = self.width - self._behind
        each = (room + _BETWEEN) / self._across
        for row in range(self._down):
            foot = self.height - (row + 1) * _HIGH + 1.2 * MM
            left = min(self._across, self.places - row * self._across)
            for place in range(max(left, 1) if self.places > 1 else 1):
                start = place * each
                canvas.line(start, foot, start + each - _BETWEEN, foot)
        if self.unit:
            start = self.width - text_width(self.unit, SMALLEST)
            draw(canvas, (start, self.height - _HIGH + 1.2 * MM), self.unit, SMALLEST)
