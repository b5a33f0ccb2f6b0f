"""The Sankey picture of a balance as a figure: bands, nodes and the words that find room.

Measured streams are full, estimated ones have a dashed outline; what is led back is hatched one
way, the gap the other way; a stream without a figure is a thin dashed line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kta_desktop import formatting
from kta_desktop.assessment.balance import Balance, Balanced
from kta_desktop.assessment.sankey import WIDTH, Band, Kind, Sankey, sankey
from kta_desktop.i18n import N_, _
from kta_desktop.reports.balance_labels import BESIDE, OUT, SIZE, Labels, risen, told, wide
from kta_desktop.reports.figures import (
    Anchor,
    Area,
    Figure,
    Hatch,
    Item,
    Line,
    Margins,
    Mark,
    Patch,
    Point,
    Role,
    Shape,
    Words,
)

SUMMARY = N_("{what}: {inflow} comes in, {outflow} goes out, {gap} is not found.")
SUMMARY_OPEN = N_("{what}: {inflow} comes in, {outflow} goes out; the gap cannot be told.")
TITLES = {
    Balanced.WATER: N_("Water"),
    Balanced.ENERGY: N_("Energy"),
    Balanced.MATERIALS: N_("Materials"),
    Balanced.ELEMENT: N_("Substance {name}"),
}
_ESTIMATED = "estimated"
_LOOKS = (
    (str(Kind.FLOW), N_("measured")),
    (_ESTIMATED, N_("estimated or calculated")),
    (str(Kind.UNKNOWN), N_("no figure")),
    (str(Kind.LOOP), N_("led back")),
    (str(Kind.GAP), N_("not found")),
)
_STEPS = 14  # of a curve
_DASH = (3.0, 2.0)
_LEGEND = 15.0  # height of a line of the legend beneath
_SWATCH = 16.0
_SLACK = 1.2  # of the legend: on a narrow screen its letters take more of the width
_MARGINS = Margins(left=2, right=2, top=4, bottom=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture and what it could not say.

    Attributes:
        figure: The picture.
        omitted: Streams whose words found no room, with their amounts, in the order of entry.
    """

    figure: Figure
    omitted: tuple[str, ...] = ()


def balance_figure(
    balance: Balance, lang: str, *, of_stages: bool = False, width: float = WIDTH
) -> Drawn | None:
    """Return the picture of a balance in one language; None if it has no streams.

    Args:
        balance: What is shown.
        lang: ``ru``, ``kk`` or ``en``.
        of_stages: Whether the stages of the process are shown, not the totals of the plant.
        width: The least it will be painted at, in points: the words fit at this width.
    """
    if not balance.streams:
        return None
    layout = sankey(balance, of_stages=of_stages, width=width)
    sheet = Labels(layout, lang)
    legend, room = _legend(layout, lang)
    items = (*_bands(layout), *_nodes(layout), *sheet.words(), *legend)
    figure = Figure(
        x=(0.0, width),
        y=(-room, layout.height),
        items=items,
        height=layout.height + room + _MARGINS.top + _MARGINS.bottom,
        margins=_MARGINS,
        summary=_summary(balance, lang),
    )
    return Drawn(figure=figure, omitted=tuple(sheet.omitted))


def _summary(balance: Balance, lang: str) -> str:
    name = _(TITLES[balance.of], lang).format(name=balance.substance)
    if not balance.stages:
        return name
    plant = balance.stages[0]
    said = {
        "what": name,
        "inflow": told(plant.inflow, lang),
        "outflow": told(plant.outflow, lang),
    }
    if plant.gap.value is None:
        return _(SUMMARY_OPEN, lang).format(**said)
    return _(SUMMARY, lang).format(**said, gap=told(plant.gap, lang))


def _bands(layout: Sankey) -> Iterator[Item]:
    order = {Kind.FLOW: 0, Kind.LOOP: 1, Kind.UNKNOWN: 2, Kind.GAP: 3}
    for band in sorted(layout.bands, key=lambda each: (order[each.kind], -each.width)):
        yield from _looped(band) if band.lane else _straight(band)


def _straight(band: Band) -> Iterator[Item]:
    if band.kind is Kind.UNKNOWN:
        points = tuple(_curve(band.start, band.end))
        yield Line(points=points, width=1.0, dash=_DASH, role=Role.SECOND)
        return
    half = band.width / 2
    upper = _curve(_moved(band.start, half), _moved(band.end, half))
    lower = _curve(_moved(band.end, -half), _moved(band.start, -half))
    yield _patch((*upper, *lower), _look(band))


def _looped(band: Band) -> Iterator[Item]:
    """Yield a band that is led back beneath: out, down, back, up and in."""
    half = band.width / 2
    (x1, y1), (x2, y2), lane, out = band.start, band.end, band.lane, OUT + half
    if band.kind is Kind.UNKNOWN:
        points = ((x1, y1), (x1 + out, y1), (x1 + out, lane), (x2 - out, lane), (x2 - out, y2))
        yield Line(points=(*points, (x2, y2)), width=1.0, dash=_DASH, role=Role.SECOND)
        return
    corners = [
        (
            (x1, y1 + side),
            (x1 + out + side, y1 + side),
            (x1 + out + side, lane - side),
            (x2 - out - side, lane - side),
            (x2 - out - side, y2 + side),
            (x2, y2 + side),
        )
        for side in (half, -half)
    ]
    yield _patch((*corners[0], *reversed(corners[1])), Kind.LOOP)
    yield Mark(at=(x2, y2), shape=Shape.RIGHT, size=5.0)


def _nodes(layout: Sankey) -> Iterator[Item]:
    for node in layout.nodes:
        if not node.is_end:
            start, end = (node.left, node.low), (node.right, node.high)
            yield Area(start=start, end=end, fill=Role.INK, edge=0.6)


def _legend(layout: Sankey, lang: str) -> tuple[list[Item], float]:
    """Return what the outlines and hatches mean, of those that are there, the unit, and its height.

    What has no room in a line goes to the next.
    """
    unit = formatting.unit(layout.balance.unit, lang)
    items: list[Item] = []
    x, low = 0.0, 2.0 - _LEGEND
    for look, message in _LOOKS:
        if any(_look(band) == look for band in layout.bands):
            words = _(message, lang)
            room = _SWATCH + BESIDE + wide(words) * _SLACK
            if x and x + room > layout.width:
                x, low = 0.0, low - _LEGEND
            items += _swatch(look, x, low)
            start = x + _SWATCH + BESIDE
            items.append(Words(at=(start, low), text=words, anchor=Anchor.START, size=SIZE))
            x += room + 2 * BESIDE
    if x + wide(unit) * _SLACK > layout.width:
        low -= _LEGEND
    items.append(Words(at=(layout.width, low), text=unit, anchor=Anchor.END, size=SIZE))
    return items, 2.0 - low


def _swatch(look: str, x: float, low: float) -> Iterator[Item]:
    high = low + 7.0
    box = ((x, low), (x + _SWATCH, low), (x + _SWATCH, high), (x, high))
    middle = (low + high) / 2
    if look == Kind.UNKNOWN:
        points = ((x, middle), (x + _SWATCH, middle))
        yield Line(points=points, width=1.0, dash=_DASH, role=Role.SECOND)
    else:
        yield _patch(box, look)


def _look(band: Band) -> str:
    """Return how a band is drawn: its kind, or ``estimated``."""
    if band.kind is Kind.FLOW and band.stream is not None and band.stream.is_estimated:
        return _ESTIMATED
    return band.kind


def _patch(points: Sequence[Point], look: str) -> Patch:
    is_gap, is_loop = look == Kind.GAP, look == Kind.LOOP
    return Patch(
        points=tuple(points),
        hatch=Hatch.RISING if is_gap else Hatch.FALLING if is_loop else None,
        fill=None if is_gap or is_loop else Role.GRID,
        edge=0.6,
        dash=_DASH if is_gap or look == _ESTIMATED else (),
        role=Role.BOUND if is_gap else Role.SECOND,
    )


def _curve(start: Point, end: Point) -> Iterator[Point]:
    """Yield a line that begins and ends level, from left to right or back."""
    for step in range(_STEPS + 1):
        part = step / _STEPS
        up = (end[1] - start[1]) * risen(part)
        yield start[0] + (end[0] - start[0]) * part, start[1] + up


def _moved(point: Point, up: float) -> Point:
    return point[0], point[1] + up
