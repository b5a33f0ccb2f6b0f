"""What figures are made of: lines, areas, hatches, marks and words, described without ink.

A figure is described once in the coordinates of its data and painted twice: on paper by
``paint``, on screen by a painter of the user interface. Positions are data coordinates (x to the
right, y upwards); pen widths, mark sizes, text sizes and the offsets ``dx`` and ``dy`` are points
(1/72 inch) and do not grow with the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


class Role(StrEnum):
    """What a stroke or fill means; each painter knows its own colour for it."""

    INK = "ink"
    SECOND = "second"
    GRID = "grid"
    PAPER = "paper"
    BOUND = "bound"
    RAW = "raw"
    NORMALISED = "normalised"
    MEAN = "mean"
    EXCLUDED = "excluded"
    BAR = "bar"
    EDGE = "edge"
    DUE = "due"
    NOW = "now"


class Hatch(StrEnum):
    """What fills an area: lines in a direction, or dots."""

    RISING = "rising"
    FALLING = "falling"
    DOTS = "dots"


class Shape(StrEnum):
    """Shape of a mark."""

    DIAMOND = "diamond"
    DOWN = "down"
    SQUARE = "square"
    RIGHT = "right"  # its tip is at the point
    CIRCLE = "circle"


class Anchor(StrEnum):
    """Which end of a text stands at its position."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An open line through ``points``.

    Attributes:
        points: At least two.
        width: Of the pen.
        dash: Lengths of ink and gap in turn; empty = solid.
        role: What it means.
    """

    points: tuple[Point, ...]
    width: float = 0.8
    dash: tuple[float, ...] = ()
    role: Role = Role.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An upright rectangle between two corners.

    Attributes:
        start: Lower left corner.
        end: Upper right corner.
        hatch: Lines or dots inside it; None = none.
        fill: Role of the colour under the hatch; None = see-through.
        edge: Width of its outline; 0 = none.
        dash: Lengths of ink and gap of the outline.
        role: Meaning of outline and hatch.
    """

    start: Point
    end: Point
    hatch: Hatch | None = None
    fill: Role | None = None
    edge: float = 0.0
    dash: tuple[float, ...] = ()
    role: Role = Role.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A closed shape of any outline, such as a band of a Sankey picture.

    Attributes:
        points: Its corners, at least three.
        hatch: Lines or dots inside it; None = none.
        fill: Role of the colour under the hatch; None = see-through.
        edge: Width of its outline; 0 = none.
        dash: Lengths of ink and gap of the outline.
        role: Meaning of outline and hatch.
    """

    points: tuple[Point, ...]
    hatch: Hatch | None = None
    fill: Role | None = None
    edge: float = 0.0
    dash: tuple[float, ...] = ()
    role: Role = Role.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark at a point; ``size`` is its height, an open one has paper inside."""

    at: Point
    shape: Shape
    size: float = 7.0
    is_open: bool = False
    dy: float = 0.0
    role: Role = Role.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A short upright stroke, ``size`` high, as at the end of a whisker."""

    at: Point
    size: float = 8.0
    width: float = 1.2
    role: Role = Role.INK


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text at a point.

    Attributes:
        at: Where its anchor and base line are.
        text: One line.
        anchor: Which end stands at the point.
        size: Of the letters.
        bold: Whether it is set bold.
        dx: Offset to the right.
        dy: Offset upwards.
        boxed: Whether paper and a thin frame lie behind it.
        plated: Whether paper lies behind it, as it stands over lines or areas.
        role: What it means.
    """

    at: Point
    text: str
    anchor: Anchor = Anchor.MIDDLE
    size: float = 7.5
    bold: bool = False
    dx: float = 0.0
    dy: float = 0.0
    boxed: bool = False
    plated: bool = False
    role: Role = Role.INK


Item: TypeAlias = Line | Area | Patch | Mark | Cap | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Room around the plot in points, for words outside it."""

    left: float = 6.0
    right: float = 6.0
    top: float = 6.0
    bottom: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure, painted in the order of its items.

    Attributes:
        x: Least and greatest x of the plot.
        y: Least and greatest y of the plot.
        items: What is painted.
        height: Natural height in points; the width is the painter's choice.
        margins: Room around the plot.
        summary: One sentence that says the same, for readers who do not see it.
        is_plan: Whether a unit of x is as long as one of y, as on a plan; it stands in the middle.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    items: tuple[Item, ...]
    height: float
    margins: Margins = Margins()
    summary: str = ""
    is_plan: bool = False

    def place(self, at: Point, width: float, height: float) -> Point:
        """Return where a data point lies in a picture of ``width`` × ``height`` (y upwards)."""
        inner_width = width - self.margins.left - self.margins.right
        inner_height = height - self.margins.bottom - self.margins.top
        if self.is_plan:
            return self._on_plan(at, inner_width, inner_height)
        return (
            self.margins.left + inner_width * _part(at[0], self.x),
            self.margins.bottom + inner_height * _part(at[1], self.y),
        )

    def _on_plan(self, at: Point, width: float, height: float) -> Point:
        """Return where a point lies if both directions have one scale."""
        spans = self.x[1] - self.x[0], self.y[1] - self.y[0]
        scale = min(width / spans[0], height / spans[1])
        middle = (self.x[0] + self.x[1]) / 2, (self.y[0] + self.y[1]) / 2
        return (
            self.margins.left + width / 2 + (at[0] - middle[0]) * scale,
            self.margins.bottom + height / 2 + (at[1] - middle[1]) * scale,
        )


def _part(value: float, span: tuple[float, float]) -> float:
    width = span[1] - span[0]
    return 0.5 if width == 0 else (value - span[0]) / width


def padded(values: Sequence[float], share: float = 0.08) -> tuple[float, float]:
    """Return the span of ``values`` with ``share`` of it added at both ends, never empty."""
    low, high = min(values), max(values)
    room = (high - low) * share or abs(high) * share or 1.0
    return low - room, high + room


def ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Return round values (1, 2, 2.5 or 5 times a power of ten) that divide a span."""
    from math import ceil, floor, log10

    if high <= low:
        return (low,)
    rough = (high - low) / about
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))
