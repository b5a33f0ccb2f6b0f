"""A balance as a Sankey picture, laid out without ink: nodes in columns, bands as wide as amounts.

Pure geometry in points of a picture of a given width, y upwards. Each stream that comes from
outside or leaves has an end of its own in the column before or after its node; so has the gap. A
stream that would close a circle is led back beneath the columns. A stream without a figure is a
thin line. The same balance gives the same picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.assessment.balance import Balance, Stage, Stream
from kta_desktop.assessment.balances_nodes import is_total
from kta_desktop.assessment.sankey_graph import Edge, Graph, arranged
from kta_desktop.domain.texts import Text

WIDTH = 500.0
_SIDE, _SIDE_SHARE = 132.0, 0.28  # room for the words of the ends at both sides, at most
_HIGHEST = 300.0  # of the bands of the fullest column together
_THICK = 10.0  # of a node
_THIN = 2.0  # of a stream without a figure, and the least of one that has a figure
_PITCH, _TIGHT = 19.0, 5.0  # between ends: for two lines of words, and where there are very many
_TALLEST = 560.0
_NODE_GAP = 26.0  # between nodes of a column: the name of the lower one stands there
_GREATEST = 10**100  # an amount beyond it is a slip of the pen, and no picture has room for it
_LANE = 7.0  # between bands that are led back
NOT_FOUND = Text(ru="не найдено", kk="табылмады", en="not found")


class Kind(StrEnum):
    """What a band is."""

    FLOW = "flow"
    LOOP = "loop"  # led back
    GAP = "gap"  # not found
    UNKNOWN = "unknown"  # has no figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node, or the end of a stream outside it.

    Attributes:
        name: Of the stage or total; of an end the key of its stream, or of the gap.
        left: x of its left side.
        right: x of its right side; the same for an end.
        low: y of its lower side.
        high: y of its upper side.
        is_end: Whether it is only the end of a stream.
    """

    name: str
    left: float
    right: float
    low: float
    high: float
    is_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stream between two nodes.

    Attributes:
        key: Of the stream; of a gap ``gap:`` and the node.
        kind: How it is drawn.
        name: What it is.
        stage: Of a gap: the balance it belongs to.
        stream: Of any other: the stream.
        width: Its thickness.
        start: Middle of the side it leaves.
        end: Middle of the side it comes to.
        lane: y of the lane beneath, of a loop; 0 otherwise.
        is_entering: Whether it begins at an end outside.
        is_leaving: Whether it stops at an end outside.
    """

    key: str
    kind: Kind
    name: Text
    width: float
    start: tuple[float, float]
    end: tuple[float, float]
    stage: Stage | None = None
    stream: Stream | None = None
    lane: float = 0.0
    is_entering: bool = False
    is_leaving: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """A picture without ink.

    Attributes:
        balance: What it shows.
        nodes: Nodes and ends; no two of them overlap.
        bands: Streams and gaps.
        height: Of the picture; nothing lies below 0 or above it.
        width: Of the picture.
        side: Room at either side of it for words.
    """

    balance: Balance
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    height: float
    width: float
    side: float


def sankey(balance: Balance, *, of_stages: bool = False, width: float = WIDTH) -> Sankey:
    """Return the picture of a balance: of the plant's totals, or of the stages of the process.

    Where only the other one has streams, that one is shown.

    Args:
        balance: What is shown.
        of_stages: Whether the stages are.
        width: Of the picture in points.
    """
    chosen = [each for each in balance.streams if _is_of_plant(each) is not of_stages]
    streams = chosen or list(balance.streams)
    own = _own(balance.stages, streams)
    edges = [*map(_edge, streams), *_gaps(own)]
    by_key = {each.key: each for each in streams}
    return _Layout(balance, arranged(edges), by_key, own, width).picture()


def _is_of_plant(stream: Stream) -> bool:
    return is_total(stream.source) or is_total(stream.target)


def _edge(stream: Stream) -> Edge:
    value = stream.figure.value
    is_drawn = value is not None and 0 <= value < _GREATEST
    return Edge(
        key=stream.key,
        source=stream.source,
        target=stream.target,
        amount=float(value) if value is not None and is_drawn else None,
    )


def _gaps(own: Mapping[str, Stage]) -> list[Edge]:
    """Return the gap of each node: what is not found leaves it, or comes to it."""
    return [
        Edge(
            key=f"gap:{node}",
            source=node if gap > 0 else "",
            target=node if gap < 0 else "",
            amount=abs(float(gap)),
        )
        for node, stage in own.items()
        for gap in (stage.gap.value,)
        if gap and abs(gap) < _GREATEST
    ]


def _own(stages: Sequence[Stage], streams: Sequence[Stream]) -> Mapping[str, Stage]:
    """Return the balance of each node that is shown; a single total is the whole plant."""
    shown = dict.fromkeys(node for each in streams for node in (each.source, each.target) if node)
    of_name = {stage.name: stage for stage in stages}
    found = {node: of_name[node] for node in shown if node in of_name}
    plant = of_name.get("")
    if not found and len(shown) == 1 and plant is not None and _is_of(plant, streams):
        return dict.fromkeys(shown, plant)
    return found


def _is_of(stage: Stage, streams: Sequence[Stream]) -> bool:
    """Whether a balance is made of these streams alone."""
    paths = {each.path for each in streams}
    terms = (*stage.inflow.terms, *stage.outflow.terms)
    return all(term.path in paths for term in terms)


@dataclass(slots=True)
class _Layout:
    """A graph on its way to a picture."""

    balance: Balance
    graph: Graph
    streams: Mapping[str, Stream]
    stages: Mapping[str, Stage]
    width: float

    @property
    def side(self) -> float:
        return min(_SIDE, self.width * _SIDE_SHARE)

    def picture(self) -> Sankey:
        scale = self._scale()
        widths = {each.key: _width(each, scale) for each in self.graph.edges}
        lanes = self._lanes(widths)
        nodes, top = self._nodes(widths, max(lanes.values(), default=0.0) + _LANE)
        bands = self._bands(nodes, widths, lanes)
        return Sankey(
            balance=self.balance,
            nodes=tuple(nodes.values()),
            bands=bands,
            height=top,
            width=self.width,
            side=self.side,
        )

    def _scale(self) -> float:
        """Return points for one unit: the fullest column is as high as it may be."""
        sums = [sum(self._load(name) for name in column) for column in self.graph.columns]
        fullest = max(sums, default=0.0)
        return _HIGHEST / fullest if fullest > 0 else 0.0

    def _load(self, name: str) -> float:
        coming = sum(each.amount or 0.0 for each in self.graph.edges if each.head == name)
        leaving = sum(each.amount or 0.0 for each in self.graph.edges if each.tail == name)
        return max(coming, leaving)

    def _lanes(self, widths: Mapping[str, float]) -> dict[str, float]:
        """Return the middle of the lane of each stream that is led back, from the bottom."""
        found, used = {}, _LANE
        for each in self.graph.edges:
            if each.key in self.graph.loops:
                found[each.key] = used + widths[each.key] / 2
                used += widths[each.key] + _LANE
        return found

    def _nodes(self, widths: Mapping[str, float], low: float) -> tuple[dict[str, Node], float]:
        """Return the nodes by name, and the height of the picture."""
        heights = {
            name: self._height(name, widths) for column in self.graph.columns for name in column
        }
        slots = [self._slots(column, heights) for column in self.graph.columns]
        tallest = max((sum(column) for column in slots), default=0.0)
        found: dict[str, Node] = {}
        for index, column in enumerate(self.graph.columns):
            x, y = self._x(index), low + tallest - (tallest - sum(slots[index])) / 2
            for name, slot in zip(column, slots[index], strict=True):
                found[name] = self._node(name, x, y - slot, slot, heights[name])
                y -= slot
        return found, low + tallest

    def _node(self, name: str, x: float, low: float, slot: float, height: float) -> Node:
        """Return a node in its slot: an end in the middle of it, a node below its name."""
        if name in self.graph.nodes:
            half = _THICK / 2
            return Node(name=name, left=x - half, right=x + half, low=low, high=low + height)
        middle = low + slot / 2
        return Node(
            name=name,
            left=x,
            right=x,
            low=middle - height / 2,
            high=middle + height / 2,
            is_end=True,
        )

    def _x(self, index: int) -> float:
        steps = len(self.graph.columns) - 1
        side = self.side
        return self.width / 2 if not steps else side + index * (self.width - 2 * side) / steps

    def _slots(self, column: Sequence[str], heights: Mapping[str, float]) -> list[float]:
        """Return the room of each name of a column; very many ends stand closer."""
        ends = [name for name in column if name not in self.graph.nodes]
        room = _TALLEST - sum(heights[name] for name in column)
        pitch = min(_PITCH, max(_TIGHT, room / len(ends))) if ends else 0.0
        return [
            heights[name] + _NODE_GAP
            if name in self.graph.nodes
            else max(heights[name] + _TIGHT, pitch)
            for name in column
        ]

    def _height(self, name: str, widths: Mapping[str, float]) -> float:
        coming = sum(widths[each.key] for each in self.graph.edges if each.head == name)
        leaving = sum(widths[each.key] for each in self.graph.edges if each.tail == name)
        return max(coming, leaving, _THIN)

    def _bands(
        self, nodes: Mapping[str, Node], widths: Mapping[str, float], lanes: Mapping[str, float]
    ) -> tuple[Band, ...]:
        starts = self._ports(nodes, widths, lanes, is_start=True)
        ends = self._ports(nodes, widths, lanes, is_start=False)
        return tuple(
            self._band(each, widths[each.key], (starts[each.key], ends[each.key]), lanes)
            for each in self.graph.edges
        )

    def _ports(
        self,
        nodes: Mapping[str, Node],
        widths: Mapping[str, float],
        lanes: Mapping[str, float],
        *,
        is_start: bool,
    ) -> dict[str, tuple[float, float]]:
        """Return where each stream touches the side of its node: from the top, by where it goes."""
        found: dict[str, tuple[float, float]] = {}
        for name, node in nodes.items():
            own = [e for e in self.graph.edges if (e.tail if is_start else e.head) == name]
            own.sort(key=lambda e: (e.key in lanes, -nodes[e.head if is_start else e.tail].high))
            y = node.high
            for each in own:
                found[each.key] = (node.right if is_start else node.left, y - widths[each.key] / 2)
                y -= widths[each.key]
        return found

    def _band(
        self,
        edge: Edge,
        width: float,
        ends: tuple[tuple[float, float], tuple[float, float]],
        lanes: Mapping[str, float],
    ) -> Band:
        stream = self.streams.get(edge.key)
        node = edge.source or edge.target
        return Band(
            key=edge.key,
            kind=_kind(edge, is_gap=stream is None, is_loop=edge.key in lanes),
            name=stream.name if stream else NOT_FOUND,
            width=width,
            start=ends[0],
            end=ends[1],
            stage=None if stream else self.stages.get(node),
            stream=stream,
            lane=lanes.get(edge.key, 0.0),
            is_entering=not edge.source,
            is_leaving=not edge.target,
        )


def _width(edge: Edge, scale: float) -> float:
    return _THIN if edge.amount is None else max(edge.amount * scale, _THIN)


def _kind(edge: Edge, *, is_gap: bool, is_loop: bool) -> Kind:
    if is_gap:
        return Kind.GAP
    if edge.amount is None:
        return Kind.UNKNOWN
    return Kind.LOOP if is_loop else Kind.FLOW
