"""Who depends on whom, and in which order things are calculated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.forms.errors import CycleError
from kta_desktop.forms.nodes import Cells, Name, Node, walk


def references(node: Node) -> frozenset[str]:
    """Return the names of the questions that an expression reads."""
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


def _sorted(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the names, each after what it needs: depth first, with a stack of our own."""
    done: dict[str, None] = {}
    for start in needs:
        path: list[str] = [start]
        waiting = [iter(needs[start])]
        while path and start not in done:
            following = next((name for name in waiting[-1] if name not in done), None)
            if following is None:
                done[path.pop()] = None
                waiting.pop()
            elif following in path:
                circle = [*path[path.index(following) :], following]
                raise CycleError(chain=" → ".join(circle))
            else:
                path.append(following)
                waiting.append(iter(needs[following]))
    return list(done)
