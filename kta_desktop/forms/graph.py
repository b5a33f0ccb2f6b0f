"""Who depends on whom, and in which order things are calculated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.forms.errors import CycleError
from kta_desktop.forms.nodes import Cells, Name, Node, walk


def references(node: Node) -> frozenset[str]:
    """Return the names of the questions and repeats that an expression names."""
    return frozenset(
        each.name if isinstance(each, Name) else each.table
        for each in walk(node)
        if isinstance(each, Name | Cells)
    )


@dataclass(frozen=True, slots=True)
class Graph:
    """An order in which everything comes after what it depends on.

    Attributes:
        order: All names.
        place: Name to its place in ``order``.
        dependents: Name to the names that read it directly.
    """

    order: tuple[str, ...]
    place: Mapping[str, int]
    dependents: Mapping[str, tuple[str, ...]]


def build(needs: Mapping[str, Iterable[str]]) -> Graph:
    """Return the graph of ``needs``: name to the names it reads; strangers are left out.

    Raises:
        CycleError: If names depend on each other in a circle; names the shortest stretch found.
    """
    known = {
        name: tuple(sorted(other for other in wanted if other in needs))
        for name, wanted in needs.items()
    }
    order = _sorted(known)
    dependents: dict[str, list[str]] = {name: [] for name in known}
    for name in order:
        for other in known[name]:
            dependents[other].append(name)
    return Graph(
        order=tuple(order),
        place={name: index for index, name in enumerate(order)},
        dependents={name: tuple(names) for name, names in dependents.items()},
    )


def circles(needs: Mapping[str, Iterable[str]]) -> Mapping[str, int]:
    """Return for every name the number of its circle; names in one circle share it."""
    known = {name: [o for o in wanted if o in needs] for name, wanted in needs.items()}
    backwards: dict[str, list[str]] = {name: [] for name in known}
    for name, wanted in known.items():
        for other in wanted:
            backwards[other].append(name)
    found: dict[str, int] = {}
    for start in reversed(_postorder(known)):
        if start not in found:
            _mark(start, backwards, found, len(found))
    return found


def _mark(
    start: str, backwards: Mapping[str, Sequence[str]], found: dict[str, int], number: int
) -> None:
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = number
            waiting += backwards[name]


def _postorder(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names, each after what it needs as far as circles allow."""
    seen: set[str] = set()
    order: list[str] = []
    for start in needs:
        if start in seen:
            continue
        seen.add(start)
        path, waiting = [start], [iter(needs[start])]
        while path:
            following = next((name for name in waiting[-1] if name not in seen), None)
            if following is None:
                order.append(path.pop())
                waiting.pop()
            else:
                seen.add(following)
                path.append(following)
                waiting.append(iter(needs[following]))
    return order


def _sorted(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names, each after what it needs: depth first, with a stack of our own."""
    done: dict[str, None] = {}
    for start in needs:
        path: dict[str, None] = {start: None}
        waiting = [iter(needs[start])]
        while path and start not in done:
            following = next((name for name in waiting[-1] if name not in done), None)
            if following is None:
                done[path.popitem()[0]] = None
                waiting.pop()
            elif following in path:
                stretch = list(path)
                circle = [*stretch[stretch.index(following) :], following]
                raise CycleError(chain=" → ".join(circle))
            else:
                path[following] = None
                waiting.append(iter(needs[following]))
    return list(done)
