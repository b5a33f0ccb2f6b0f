"""Figures and codes as SVG, for the libraries that take vector pictures in that form."""

import io
from xml.sax.saxutils import escape

import segno

from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Cap,
    Figure,
    Hatch,
    Item,
    Line,
    Mark,
    Point,
    Role,
    Shape,
    Words,
)

GREYS = {Role.GRID: 0.78, Role.SECOND: 0.25, Role.EXCLUDED: 0.35, Role.PAPER: 1.0}
_ANCHORS = {Anchor.START: "start", Anchor.MIDDLE: "middle", Anchor.END: "end"}


def code(text: str) -> str:
    """Return the code of a page."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()


def figure(drawn: Figure, width: float) -> str:
    """Return a figure, ``width`` points wide."""
    height = drawn.height
    body = "".join(_item(drawn, item, width, height) for item in drawn.items)
    box = f'width="{width:.2f}pt" height="{height:.2f}pt" viewBox="0 0 {width:.2f} {height:.2f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{body}</svg>'


def hatched(area: Area, box: tuple[float, float, float, float]) -> list[tuple[Point, Point]]:
    """Return the lines of an area's hatch, to be clipped to ``box`` (left, low, width, height)."""
    left, low, width, height = box
    step = 3.2 if height < 30 or area.hatch is Hatch.FALLING else 6.5
    lines = []
    start = left - height
    while start < left + width:
        ends = (low, low + height) if area.hatch is Hatch.RISING else (low + height, low)
        lines.append(((start, ends[0]), (start + height, ends[1])))
        start += step
    return lines


def corners(mark: Mark, at: Point) -> list[Point]:
    """Return the corners of a mark at a place."""
    x, y, half = at[0], at[1] + mark.dy, mark.size / 2
    if mark.shape is Shape.DIAMOND:
        return [(x, y + half), (x + half, y), (x, y - half), (x - half, y)]
    return [(x - half, y + half), (x + half, y + half), (x, y - half)]


def _grey(role: Role) -> str:
    shade = round(255 * GREYS.get(role, 0.0))
    return f"rgb({shade},{shade},{shade})"


def _pen(width: float, dash: tuple[float, ...], role: Role) -> str:
    dashes = f' stroke-dasharray="{",".join(map(str, dash))}"' if dash else ""
    return f'fill="none" stroke="{_grey(role)}" stroke-width="{width}"{dashes}'


def _item(drawn: Figure, item: Item, width: float, height: float) -> str:
    def place(at: Point) -> Point:
        x, y = drawn.place(at, width, height)
        return x, height - y

    match item:
        case Line():
            points = " ".join(f"{x:.2f},{y:.2f}" for x, y in map(place, item.points))
            return f'<polyline points="{points}" {_pen(item.width, item.dash, item.role)}/>'
        case Area():
            return _area(item, place(item.start), place(item.end))
        case Mark():
            x, y = place(item.at)
            points = " ".join(f"{a:.2f},{2 * y - b:.2f}" for a, b in corners(item, (x, y)))
            fill = "white" if item.is_open else _grey(item.role)
            return f'<polygon points="{points}" fill="{fill}" stroke="{_grey(item.role)}"/>'
        case Cap():
            x, y = place(item.at)
            ends = f'x1="{x:.2f}" x2="{x:.2f}" y1="{y - item.size / 2}" y2="{y + item.size / 2}"'
            return f"<line {ends} {_pen(item.width, (), item.role)}/>"
        case Words():
            return _words(item, place(item.at))


def _area(item: Area, start: Point, end: Point) -> str:
    box = (start[0], end[1], end[0] - start[0], start[1] - end[1])
    shape = 'x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"'.format(*box)
    parts = []
    if item.fill is not None:
        parts.append(f'<rect {shape} fill="{_grey(item.fill)}"/>')
    if item.hatch is not None:
        lines = "".join(
            f"M{a:.2f} {b:.2f}L{c:.2f} {d:.2f}" for (a, b), (c, d) in hatched(item, box)
        )
        frame = f"M{box[0]:.2f} {box[1]:.2f}h{box[2]:.2f}v{box[3]:.2f}h{-box[2]:.2f}z"
        name = f"c{abs(hash(shape))}"
        parts.append(
            f'<clipPath id="{name}"><path d="{frame}"/></clipPath>'
            f'<path d="{lines}" stroke="gray" stroke-width="0.35" clip-path="url(#{name})"/>'
        )
    if item.edge:
        parts.append(f"<rect {shape} {_pen(item.edge, item.dash, item.role)}/>")
    return "".join(parts)


def _words(item: Words, at: Point) -> str:
    x, y = at[0] + item.dx, at[1] - item.dy
    weight = ' font-weight="bold"' if item.bold else ""
    look = f'font-family="PT Sans" font-size="{item.size}"{weight} fill="{_grey(item.role)}"'
    anchor = f'text-anchor="{_ANCHORS[item.anchor]}"'
    return f'<text x="{x:.2f}" y="{y:.2f}" {look} {anchor}>{escape(item.text)}</text>'
