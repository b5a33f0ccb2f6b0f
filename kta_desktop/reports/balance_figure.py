"""The Sankey picture of a balance as a figure: bands, nodes and the words that find room.

Measured streams are full, estimated ones have a dashed outline; what is led back is hatched one
way, the gap the other way; a stream without a figure is a thin dashed line. Words never lie on
each other: the widest bands have theirs first, and what finds no room is listed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kta_desktop import formatting
from kta_desktop.assessment.balance import Balance, Balanced
from kta_desktop.assessment.balances_nodes import title
from kta_desktop.assessment.sankey import SIDE, WIDTH, Band, Kind, Node, Sankey, sankey
from kta_desktop.assessment.terms import Figured
from kta_desktop.i18n import N_, _
from kta_desktop.reports import typefaces
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
_SIZE, _LEADING = 8.25, 9.6  # the least that a screen shows
_AIR = 1.5  # between words and whatever else
_WIDER = 1.06  # letters on screen are a little wider than on paper
_STEPS = 14  # of a curve
_OUT = 7.0  # how far a band that is led back goes out before it turns
_DASH = (3.0, 2.0)
_SIDE_WORDS = SIDE - 16  # narrower screens still hold them
_NODE_WORDS = (150.0, 90.0, 60.0)
_BESIDE, _ABOVE = 4.0, 4.0
_LEGEND = 15.0  # height of the legend beneath
_SWATCH = 16.0
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


def balance_figure(balance: Balance, lang: str, *, of_stages: bool = False) -> Drawn | None:
    """Return the picture of a balance in one language; None if it has no streams."""
    if not balance.streams:
        return None
    layout = sankey(balance, of_stages=of_stages)
    sheet = _Sheet(layout, lang)
    items = (*_bands(layout), *_nodes(layout), *sheet.words(), *_legend(layout, lang))
    figure = Figure(
        x=(0.0, WIDTH),
        y=(-_LEGEND, layout.height),
        items=items,
        height=layout.height + _LEGEND + _MARGINS.top + _MARGINS.bottom,
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
        "inflow": _amount(plant.inflow, lang),
        "outflow": _amount(plant.outflow, lang),
    }
    if plant.gap.value is None:
        return _(SUMMARY_OPEN, lang).format(**said)
    return _(SUMMARY, lang).format(**said, gap=_amount(plant.gap, lang))


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
    (x1, y1), (x2, y2), lane, out = band.start, band.end, band.lane, _OUT + half
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


def _legend(layout: Sankey, lang: str) -> Iterator[Item]:
    """Yield what the outlines and hatches mean, of those that are there."""
    x = 0.0
    for look, message in _LOOKS:
        if any(_look(band) == look for band in layout.bands):
            yield from _swatch(look, x)
            words = _(message, lang)
            start = x + _SWATCH + _BESIDE
            yield Words(at=(start, 2.0 - _LEGEND), text=words, anchor=Anchor.START, size=_SIZE)
            x = start + _wide(words) + 2 * _BESIDE


def _swatch(look: str, x: float) -> Iterator[Item]:
    low, high = 2.0 - _LEGEND, 9.0 - _LEGEND
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
        risen = part * part * (3 - 2 * part)
        yield start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * risen


def _moved(point: Point, up: float) -> Point:
    return point[0], point[1] + up


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something lies: left, low, right, high."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )


@dataclass(slots=True)
class _Sheet:
    """Words that are put where there is room."""

    layout: Sankey
    lang: str
    omitted: list[str] = field(default_factory=list)
    _taken: list[_Box] = field(default_factory=list)

    def words(self) -> list[Words]:
        """Return the words of nodes and bands; what has no room goes to ``omitted``."""
        inner = [node for node in self.layout.nodes if not node.is_end]
        self._taken = [_Box(each.left, each.low, each.right, each.high) for each in inner]
        found: list[Words] = []
        for node in inner:
            found += self._of_node(node)
        silent = set()
        for band in sorted(self.layout.bands, key=lambda each: -each.width):
            said = self._of_band(band)
            found += said
            if not said:
                silent.add(band.key)
        for band in self.layout.bands:
            if band.key in silent:
                self.omitted.append(" ".join(filter(None, self._said(band))))
        return found

    def _of_node(self, node: Node) -> list[Words]:
        name = title(node.name).get(self.lang)
        middle = (node.left + node.right) / 2
        for limit in _NODE_WORDS:
            lines = _wrapped(name, limit, 2)
            below = node.low - len(lines) * _LEADING - _ABOVE
            for low in (node.high + _ABOVE, below) if lines else ():
                room = self._room(lines, middle, low, Anchor.MIDDLE)
                if room:
                    return _set(lines, room, Anchor.MIDDLE, middle, is_node=True)
        self.omitted.append(name)
        return []

    def _of_band(self, band: Band) -> list[Words]:
        name, amount = self._said(band)
        short = name.partition(": ")[0]
        for x, middle, anchor, limit in self._places(band):
            most = band.width if anchor is Anchor.MIDDLE else self.layout.height
            for lines in (*_ways(name, amount, limit), *_ways(short, amount, limit)):
                height = len(lines) * _LEADING
                room = height <= most and self._room(lines, x, middle - height / 2, anchor)
                if room:
                    return _set(lines, room, anchor, x)
        return []

    def _places(self, band: Band) -> Iterator[tuple[float, float, Anchor, float]]:
        """Yield where the words of a band may stand: x, middle, anchor and width."""
        (x1, y1), (x2, y2) = band.start, band.end
        if band.lane:
            yield x1 + 2 * _OUT + band.width, band.lane, Anchor.START, _SIDE_WORDS
            return
        if band.is_entering:
            yield x1 - _BESIDE, y1, Anchor.END, _SIDE_WORDS
        elif band.is_leaving:
            yield x2 + _BESIDE, y2, Anchor.START, _SIDE_WORDS
        yield (x1 + x2) / 2, (y1 + y2) / 2, Anchor.MIDDLE, abs(x2 - x1) - _BESIDE

    def _said(self, band: Band) -> tuple[str, str]:
        """Return name and amount of a band."""
        if band.stage is not None:
            gap = _amount(band.stage.gap, self.lang, signed=False)
            share = band.stage.gap_percent
            if share is None:
                return band.name.get(self.lang), gap
            percent = formatting.percent(abs(share), self.lang, 1)
            return band.name.get(self.lang), f"{gap} ({percent})"
        figure = band.stream.figure if band.stream else None
        amount = _amount(figure, self.lang, unit=False) if figure else ""
        return band.name.get(self.lang), amount

    def _room(self, lines: Sequence[str], x: float, low: float, anchor: Anchor) -> _Box | None:
        """Return where lines would lie, and take it; None if something lies there."""
        width = max(map(_wide, lines))
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[anchor]
        left = x - shift
        box = _Box(left, low, left + width, low + len(lines) * _LEADING)
        if left < 0 or box.right > WIDTH or low < 0 or box.high > self.layout.height:
            return None
        grown = _Box(box.left - _AIR, box.low, box.right + _AIR, box.high)
        if any(grown.meets(each) for each in self._taken):
            return None
        self._taken.append(grown)
        return box


def _ways(name: str, amount: str, limit: float) -> Iterator[list[str]]:
    """Yield how name and amount may be set, the fullest first; the amount is always there."""
    for count in (2, 1):
        lines = _wrapped(name, limit, count)
        if lines and amount:
            yield [*lines, amount]
        elif lines:
            yield lines
    joined = f"{name} {amount}"
    if _wide(joined) <= limit:
        yield [joined]


def _wrapped(text: str, limit: float, most: int) -> list[str]:
    """Return a text in lines no wider than ``limit``; nothing if it needs more than ``most``."""
    lines: list[str] = []
    for word in text.split():
        if lines and _wide(f"{lines[-1]} {word}") <= limit:
            lines[-1] = f"{lines[-1]} {word}"
        elif _wide(word) <= limit and len(lines) < most:
            lines.append(word)
        else:
            return []
    return lines


def _wide(text: str) -> float:
    return typefaces.width(typefaces.printable(text), _SIZE, bold=False) * _WIDER


def _set(
    lines: Sequence[str], room: _Box, anchor: Anchor, x: float, *, is_node: bool = False
) -> list[Words]:
    """Return lines in their room, from the top; those of a node are bold and on paper."""
    return [
        Words(
            at=(x, room.high - (number + 1) * _LEADING + 2.2),
            text=line,
            anchor=anchor,
            size=_SIZE,
            bold=is_node,
            boxed=is_node and len(lines) == 1,
        )
        for number, line in enumerate(lines)
    ]


def _amount(figure: Figured, lang: str, *, unit: bool = True, signed: bool = True) -> str:
    """Return a figure as read; a dash if there is none."""
    if figure.value is None:
        return "?"
    value = figure.value if signed else abs(figure.value)
    spread = figure.uncertainty
    shown = formatting.number(_short(value, spread), lang)
    if spread:
        shown = f"{shown}{formatting.NBSP}±{formatting.NBSP}{formatting.number(_own(spread), lang)}"
    symbol = formatting.unit(figure.unit, lang) if unit else ""
    return f"{shown}{formatting.NBSP}{symbol}" if symbol else shown


def _short(value: Decimal, spread: Decimal | None) -> Decimal:
    """Return a figure with the places of its U, or four digits where it has decimal places."""
    if spread:
        return round(value, max(0, 1 - spread.adjusted()))
    rounded = round(value, max(0, 3 - value.adjusted())) if value else Decimal(0)
    return value.normalize() if rounded == value else rounded


def _own(spread: Decimal) -> Decimal:
    return round(spread, max(0, 1 - spread.adjusted()))
