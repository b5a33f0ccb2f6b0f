"""Words of a Sankey picture: of the gaps first, then of the widest bands, where there is room.

Words never lie on each other or on a node; what finds no room is listed. They keep clear of the
bands of others where they can, and have paper behind them where they cannot.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import partial

from kta_desktop import formatting
from kta_desktop.assessment.balances_nodes import title
from kta_desktop.assessment.sankey import Band, Kind, Node, Sankey
from kta_desktop.assessment.terms import Figured
from kta_desktop.reports import typefaces
from kta_desktop.reports.figures import Anchor, Words

SIZE = 8.25  # the least that a screen shows
BESIDE = 4.0
_LEADING = 9.6
_AIR = 1.5  # between words and whatever else
_WIDER = 1.1  # letters on screen are wider than on paper
_SIDE_SPARE = 10.0  # of the room at the sides that words leave free
_NODE_WORDS = (150.0, 90.0, 60.0)
_ABOVE = 4.0
_LONGEST = 20  # digits of a figure that is rounded
_MOST_LINES = 3  # of a name, where a band is high and short
_SAMPLES = 6  # along a line of words, where bands are looked for
OUT = 7.0  # how far a band that is led back goes out before it turns


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


class _Clear(Enum):
    """What words keep clear of, the best first."""

    OF_BANDS = "bands"
    OF_OUTLINES = "outlines"
    OF_NOTHING = "nothing"


@dataclass(slots=True)
class Labels:
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
        for band in sorted(self.layout.bands, key=lambda e: (e.kind is not Kind.GAP, -e.width)):
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
        for clear in _Clear:
            for x, middle, anchor, limit in self._places(band):
                if clear is _Clear.OF_NOTHING and anchor is Anchor.MIDDLE:
                    continue
                for lines in (*_ways(name, amount, limit), *_ways(short, amount, limit)):
                    low = middle - len(lines) * _LEADING / 2
                    room = self._room(lines, x, low, anchor, partial(self._is, clear, band))
                    if room:
                        is_clear = self._is(_Clear.OF_BANDS, band, room)
                        return _set(lines, room, anchor, x, is_plated=not is_clear)
        return []

    def _is(self, clear: "_Clear", own: Band, box: _Box) -> bool:
        """Whether a box is clear of what it has to be clear of, for the words of ``own``."""
        if clear is _Clear.OF_NOTHING:
            return True
        others = [band for band in self.layout.bands if band is not own or band.lane]
        if clear is _Clear.OF_BANDS and any(_covers(band, box) for band in others):
            return False
        return not any(_crosses(band, box) for band in self.layout.bands)

    @property
    def _side_words(self) -> float:
        return self.layout.side - _SIDE_SPARE

    def _places(self, band: Band) -> Iterator[tuple[float, float, Anchor, float]]:
        """Yield where the words of a band may stand: x, middle, anchor and width."""
        (x1, y1), (x2, y2) = band.start, band.end
        if band.lane:
            yield x1 + 2 * OUT + band.width, band.lane, Anchor.START, self._side_words
            return
        if band.is_entering:
            yield x1 - BESIDE, y1, Anchor.END, self._side_words
        elif band.is_leaving:
            yield x2 + BESIDE, y2, Anchor.START, self._side_words
        yield (x1 + x2) / 2, (y1 + y2) / 2, Anchor.MIDDLE, abs(x2 - x1) - BESIDE

    def _said(self, band: Band) -> tuple[str, str]:
        """Return name and amount of a band."""
        if band.stage is not None:
            gap = told(band.stage.gap, self.lang, unit=False, signed=False)
            share = band.stage.gap_percent
            if share is None:
                return band.name.get(self.lang), gap
            percent = formatting.percent(abs(share), self.lang, 1)
            return band.name.get(self.lang), f"{gap} ({percent})"
        figure = band.stream.figure if band.stream else None
        amount = told(figure, self.lang, unit=False) if figure else ""
        return band.name.get(self.lang), amount

    def _room(
        self,
        lines: Sequence[str],
        x: float,
        low: float,
        anchor: Anchor,
        is_clear: Callable[[_Box], bool] = lambda _box: True,
    ) -> _Box | None:
        """Return where lines would lie, and take it; None if words, a node or the edge do not let.

        ``is_clear``: whether bands let them lie there.
        """
        width = max(map(wide, lines))
        shift = {Anchor.START: 0.0, Anchor.MIDDLE: width / 2, Anchor.END: width}[anchor]
        left = x - shift
        box = _Box(left, low, left + width, low + len(lines) * _LEADING)
        if left < 0 or box.right > self.layout.width or low < 0 or box.high > self.layout.height:
            return None
        grown = _Box(box.left - _AIR, box.low, box.right + _AIR, box.high)
        if any(grown.meets(each) for each in self._taken):
            return None
        if not is_clear(box):
            return None
        self._taken.append(grown)
        return box


def _crosses(band: Band, box: _Box) -> bool:
    """Whether the upper or lower line of a band runs through a box."""
    half = band.width / 2
    return any(
        box.low < middle + side < box.high
        for middle in _middles(band, box)
        for side in (half, -half)
    )


def _covers(band: Band, box: _Box) -> bool:
    """Whether some of a band lies in a box."""
    half = band.width / 2
    if band.lane:
        return any(part.meets(box) for part in _led_back(band))
    return any(
        middle - half < box.high and box.low < middle + half for middle in _middles(band, box)
    )


def _middles(band: Band, box: _Box) -> Iterator[float]:
    """Yield how high the middle of a band lies over a box; of one that is led back nothing."""
    (x1, y1), (x2, y2) = band.start, band.end
    left, right = max(box.left, x1), min(box.right, x2)
    half = band.width / 2
    if band.lane or left >= right:
        return
    if max(y1, y2) + half < box.low or min(y1, y2) - half > box.high:
        return
    for step in range(_SAMPLES + 1):
        part = (left + (right - left) * step / _SAMPLES - x1) / (x2 - x1)
        yield y1 + (y2 - y1) * risen(part)


def _led_back(band: Band) -> tuple[_Box, _Box, _Box]:
    """Return what a band that is led back covers: down, back beneath, up."""
    (x1, y1), (x2, y2), half = band.start, band.end, band.width / 2
    low, out = band.lane - half, OUT + 2 * half
    return (
        _Box(x1, low, x1 + out, y1 + half),
        _Box(x2 - out, low, x1 + out, band.lane + half),
        _Box(x2 - out, low, x2, y2 + half),
    )


def risen(part: float) -> float:
    """Return how far a band has risen or fallen at a part of its way, 0 to 1: level at its ends."""
    return part * part * (3 - 2 * part)


def _ways(name: str, amount: str, limit: float) -> Iterator[list[str]]:
    """Yield how name and amount may be set, the fullest first; the amount is always there."""
    for count in (2, 1):
        lines = _wrapped(name, limit, count)
        if lines and amount:
            yield [*lines, amount]
        elif lines:
            yield lines
    joined = f"{name} {amount}"
    if wide(joined) <= limit:
        yield [joined]
    lines = _wrapped(name, limit, _MOST_LINES)
    if len(lines) == _MOST_LINES:
        yield [*lines, amount] if amount else lines


def _wrapped(text: str, limit: float, most: int) -> list[str]:
    """Return a text in lines no wider than ``limit``; nothing if it needs more than ``most``."""
    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}") <= limit:
            lines[-1] = f"{lines[-1]} {word}"
        elif wide(word) <= limit and len(lines) < most:
            lines.append(word)
        else:
            return []
    return lines


def wide(text: str) -> float:
    """Return how wide a line is at most, in points."""
    return typefaces.width(typefaces.printable(text), SIZE, bold=False) * _WIDER


def _set(
    lines: Sequence[str],
    room: _Box,
    anchor: Anchor,
    x: float,
    *,
    is_node: bool = False,
    is_plated: bool = False,
) -> list[Words]:
    """Return lines in their room, from the top; those of a node are bold and on paper."""
    return [
        Words(
            at=(x, room.high - (number + 1) * _LEADING + 2.2),
            text=line,
            anchor=anchor,
            size=SIZE,
            bold=is_node,
            boxed=is_node and len(lines) == 1,
            plated=is_plated or is_node,
        )
        for number, line in enumerate(lines)
    ]


def told(figure: Figured, lang: str, *, unit: bool = True, signed: bool = True) -> str:
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
    if value.adjusted() > _LONGEST:  # there is no room for its places
        return value
    if spread and abs(spread.adjusted()) < _LONGEST:
        return formatting.to_places(value, max(0, 1 - spread.adjusted()))
    rounded = round(value, max(0, 3 - value.adjusted())) if value else Decimal(0)
    return value.normalize() if rounded == value else rounded


def _own(spread: Decimal) -> Decimal:
    if abs(spread.adjusted()) > _LONGEST:
        return spread
    return formatting.to_places(spread, max(0, 1 - spread.adjusted()))
