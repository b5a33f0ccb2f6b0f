"""What is written on by hand: tick boxes, digit cells, lines, a field of dots.

Sizes are those of the design language: digit cells 6 × 7 mm with the comma printed, boxes 4 mm.
"""

from dataclasses import dataclass

from reportlab.lib.colors import Color, black
from reportlab.platypus import Flowable, Paragraph
from typing_extensions import override

from kta_desktop.reports.blank.digits import Cells
from kta_desktop.reports.style import MM, SMALLEST, THIN, para, rich
from kta_desktop.reports.typefaces import draw, markup, printable
from kta_desktop.reports.typefaces import width as text_width

_BOX = 4 * MM
_DIGIT = (6 * MM, 7 * MM)
_BESIDE = 1.6 * MM  # between a box and its words
_APART = 4.5 * MM  # between one box and the next
_COMMA = 2.6 * MM
_PRINTED = 12  # points of what is printed between cells
_LINE = 8 * MM  # height of a line to write on
_DOTS = 6 * MM
_SKETCH = (16 * MM, 72 * MM)  # least and greatest height of the field
_TO_SIGN = 11 * MM
_ENDLESS = 1e5  # points: who asks with more only measures
_FAINT = Color(0.55, 0.55, 0.55)


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick: its words in the first and, smaller, in the second language."""

    label: str
    second: str = ""


class Ticks(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Boxes to tick beside each other, on as many lines as they need; no words are cut.

    Attributes:
        ticks: The boxes.
        lead: Bold words before the first one.
        look: Paragraph style of the words.
    """

    def __init__(self, ticks: list[Tick], *, lead: str = "", look: str = "body") -> None:
        super().__init__()
        self.ticks, self.lead, self.look = ticks, lead, look
        self.spaceBefore = 3

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        self._placed: list[tuple[float, float, Paragraph, Paragraph | None, bool]] = []
        x = y = tallest = 0.0
        for words, second, has_box in self._items():
            first = (
                para(words, self.look) if has_box else rich(f"<b>{markup(words)}</b>", self.look)
            )
            under = para(second, "tiny") if second else None
            beside = _BOX + _BESIDE if has_box else 0.0
            wide = max(_widest(first, aW - beside), _widest(under, aW - beside)) + beside
            if x and x + wide > aW:
                x, y, tallest = 0.0, y + tallest + 2, 0.0
            high = first.wrap(min(wide, aW) - beside + 1, 1e6)[1]
            high += under.wrap(min(wide, aW) - beside + 1, 1e6)[1] if under else 0.0
            self._placed.append((x, y, first, under, has_box))
            x, tallest = x + wide + _APART, max(tallest, high, _BOX + 1)
        self.width, self.height = aW, y + tallest
        return self.width, self.height

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        for count in range(len(self.ticks) - 1, 0, -1):
            first = Ticks(self.ticks[:count], lead=self.lead, look=self.look)
            if first.wrap(aW, aH)[1] <= aH:
                return [first, Ticks(self.ticks[count:], look=self.look)]
        return []

    @override
    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.9)
        canvas.setStrokeColor(black)
        for x, y, first, under, has_box in self._placed:
            top = self.height - y
            if has_box:
                canvas.rect(x, top - _BOX - 0.5, _BOX, _BOX)
            beside = x + (_BOX + _BESIDE if has_box else 0.0)
            first.drawOn(canvas, beside, top - first.height)
            if under is not None:
                under.drawOn(canvas, beside, top - first.height - under.height)

    def _items(self) -> list[tuple[str, str, bool]]:
        lead = [(self.lead, "", False)] if self.lead else []
        return [*lead, *((tick.label, tick.second, True) for tick in self.ticks)]


def _widest(words: Paragraph | None, room: float) -> float:
    """Return the width that words take, at most ``room``."""
    if words is None:
        return 0.0
    words.wrap(room, 1e6)
    used = float(max(words.getActualLineWidths0() or [0.0]))
    return min(used + 1, room)


class Digits(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Cells for one digit each, the comma printed between them, and the unit behind.

    Attributes:
        cells: How many; a sign has a cell of its own.
        unit: Symbol behind the cells.
    """

    def __init__(self, cells: Cells, unit: str) -> None:
        super().__init__()
        self.cells, self.unit = cells, printable(unit)
        self.spaceBefore = 3

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        comma = _COMMA if self.cells.parts else 0.0
        count = self.cells.whole + self.cells.parts + self.cells.is_signed
        wide = count * _DIGIT[0] + comma
        self.width = min(aW, wide + 3 * MM + text_width(self.unit, 9, bold=True))
        self.height = _DIGIT[1]
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas, (wide, high) = self.canv, _DIGIT
        canvas.setLineWidth(0.9)
        x = 0.0
        if self.cells.is_signed:
            draw(canvas, (wide / 2 - text_width("±", 9) / 2, high / 2 - 3), "±", 9)
            canvas.rect(0, 0, wide, high)
            x = wide
        for place in range(self.cells.whole + self.cells.parts):
            if self.cells.parts and place == self.cells.whole:
                draw(canvas, (x + 0.7 * MM, 0.8 * MM), ",", 14, bold=True)
                x += _COMMA
            canvas.rect(x, 0, wide, high)
            x += wide
        draw(canvas, (x + 2.5 * MM, high / 2 - 3), self.unit, 9, bold=True)


class Moment(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Cells of a date or a time of day with what is printed between them.

    Attributes:
        pattern: ``#`` for a cell; everything else is printed as it stands.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self.pattern = pattern
        self.spaceBefore = 3

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        self.width, self.height = sum(map(_sign_width, self.pattern)), _DIGIT[1]
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas, x = self.canv, 0.0
        canvas.setLineWidth(0.9)
        for sign in self.pattern:
            if sign == "#":
                canvas.rect(x, 0, *_DIGIT)
            else:
                draw(canvas, (x + 0.5 * MM, 1.6 * MM), sign, _PRINTED, bold=True)
            x += _sign_width(sign)


def _sign_width(sign: str) -> float:
    """Return the width of a cell, or of a printed sign with the space around it."""
    return _DIGIT[0] if sign == "#" else text_width(sign, _PRINTED, bold=True) + 1 * MM


class Example(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A box that is crossed, to show how it is done."""

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aW, aH
        self.width = self.height = _BOX
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas, inner = self.canv, 0.6 * MM
        canvas.setLineWidth(0.9)
        canvas.rect(0, 0, _BOX, _BOX)
        canvas.setLineWidth(1.6)
        canvas.line(inner, inner, _BOX - inner, _BOX - inner)
        canvas.line(inner, _BOX - inner, _BOX - inner, inner)


class Lines(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Dotted lines to write on, the first one behind a label."""

    def __init__(self, count: int, label: str = "") -> None:
        super().__init__()
        self.count, self.label = count, printable(label)
        self.spaceBefore = 2

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        del aH
        self.width, self.height = aW, self.count * _LINE
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas = self.canv
        draw(canvas, (0, self.height - _LINE + 2.2 * MM), self.label, SMALLEST)
        begin = text_width(self.label, SMALLEST) + 2 * MM if self.label else 0.0
        canvas.setLineWidth(THIN)
        canvas.setDash(0.6, 1.6)
        for line in range(self.count):
            y = self.height - (line + 1) * _LINE + 1.6 * MM
            canvas.line(begin if line == 0 else 0.0, y, self.width, y)
        canvas.setDash()


class Sketch(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A framed field of faint dots for notes and sketches, with the lines to sign below it.

    The field takes the room that the page has left, within limits.
    """

    def __init__(self, label: str, signed: Flowable) -> None:
        super().__init__()
        self.label, self._signed = printable(label), signed
        self.spaceBefore = 4

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        below = _TO_SIGN + self._signed.wrap(aW, aH)[1]
        room = aH - below - 1 if aH < _ENDLESS else 0.0
        self._field = min(max(room, _SKETCH[0]), _SKETCH[1])
        self.width, self.height = aW, self._field + below
        return self.width, self.height

    @override
    def draw(self) -> None:
        canvas, bottom = self.canv, self.height - self._field
        canvas.setLineWidth(THIN)
        canvas.rect(0, bottom, self.width, self._field)
        draw(canvas, (2 * MM, self.height - 4 * MM), self.label, SMALLEST)
        canvas.setFillColor(_FAINT)
        columns, rows = int(self.width / _DOTS), int((self._field - 5 * MM) / _DOTS)
        for row in range(rows):
            for column in range(1, columns):
                y = bottom + 3 * MM + row * _DOTS
                canvas.circle(column * _DOTS, y, 0.35, stroke=0, fill=1)
        canvas.setFillColor(black)
        self._signed.drawOn(canvas, 0, 0)
