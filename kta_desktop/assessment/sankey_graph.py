"""Which column a node of a Sankey picture stands in, which streams are led back, and the order.

Columns follow the longest way from where streams begin. A stream that would close a circle, found
in the order of the nodes, is led back and moves no node. In a column what is joined to the same
nodes stands together: two sweeps of the barycentre rule, ties in the order of entry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Edge:
    """A stream between two nodes; an empty name is outside. ``amount`` None is not known."""

    key: str
    source: str
    target: str
    amount: float | None

    @property
    def tail(self) -> str:
        """Name of where it begins: a node, or an end of its own."""
        return self.source or f"<{self.key}"

    @property
    def head(self) -> str:
        """Name of where it stops: a node, or an end of its own."""
        return self.target or f">{self.key}"


@dataclass(frozen=True, slots=True)
class Graph:
    """Streams put in order.

    Attributes:
        edges: Streams in the order of entry.
        columns: Names of nodes and ends, column by column from the left, each from the top.
        loops: Keys of the streams that are led back.
        nodes: Names that are nodes, not ends.
    """

    edges: tuple[Edge, ...]
    columns: tuple[tuple[str, ...], ...]
    loops: frozenset[str]
    nodes: frozenset[str]


def arranged(edges: Sequence[Edge]) -> Graph:
    """Return streams in columns; one that neither begins nor stops at a node is left out."""
    kept = tuple(each for each in edges if each.source or each.target)
    nodes = tuple(dict.fromkeys(n for each in kept for n in (each.source, each.target) if n))
    inner = [each for each in kept if each.source and each.target]
    loops = _loops(nodes, inner)
    forward = [each for each in inner if each.key not in loops]
    levels = _levels(nodes, forward)
    for each in kept:
        if not each.source:
            levels[each.tail] = levels[each.target] - 1
        if not each.target:
            levels[each.head] = levels[each.source] + 1
    straight = [each for each in kept if each.key not in loops]
    return Graph(kept, _ordered(levels, straight), loops, frozenset(nodes))


def _loops(nodes: Iterable[str], edges: Sequence[Edge]) -> frozenset[str]:
    """Return the streams that close a circle."""
    leaving: dict[str, list[Edge]] = {}
    for each in edges:
        leaving.setdefault(each.source, []).append(each)
    done: set[str] = set()
    found: set[str] = set()
    for start in nodes:
        if start not in done:
            _walk(start, leaving, done, found)
    return frozenset(found)


def _walk(start: str, leaving: dict[str, list[Edge]], done: set[str], found: set[str]) -> None:
    open_ = {start}
    stack = [(start, iter(leaving.get(start, ())))]
    while stack:
        node, rest = stack[-1]
        edge = next(rest, None)
        if edge is None:
            stack.pop()
            open_.discard(node)
            done.add(node)
        elif edge.target in open_:
            found.add(edge.key)
        elif edge.target not in done:
            open_.add(edge.target)
            stack.append((edge.target, iter(leaving.get(edge.target, ()))))


def _levels(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the column of each node by the longest way; there is no circle among ``edges``."""
    waiting = dict.fromkeys(nodes, 0)
    leaving: dict[str, list[str]] = {}
    for each in edges:
        waiting[each.target] += 1
        leaving.setdefault(each.source, []).append(each.target)
    levels = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waiting[node]]
    for node in ready:  # grows while it is walked
        for target in leaving.get(node, ()):
            levels[target] = max(levels[target], levels[node] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return levels


def _ordered(levels: dict[str, int], edges: Sequence[Edge]) -> tuple[tuple[str, ...], ...]:
    columns: dict[int, list[str]] = {}
    for name, level in levels.items():
        columns.setdefault(level, []).append(name)
    ordered = [columns[level] for level in sorted(columns)]
    beside: dict[str, list[str]] = {}
    for each in edges:
        beside.setdefault(each.tail, []).append(each.head)
        beside.setdefault(each.head, []).append(each.tail)
    for sweep in range(_SWEEPS):
        for column in ordered if sweep % 2 == 0 else reversed(ordered):
            places = _places(ordered)
            column.sort(key=lambda name: _middle(name, beside, places))
    return tuple(map(tuple, ordered))


def _places(columns: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how far down its column each name stands, 0 to 1."""
    return {
        name: (index + 0.5) / len(column) for column in columns for index, name in enumerate(column)
    }


def _middle(name: str, beside: dict[str, list[str]], places: dict[str, float]) -> float:
    others = beside.get(name, ())
    return sum(places[other] for other in others) / len(others) if others else places[name]
