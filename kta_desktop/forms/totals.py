"""The figures that an expression puts together: a total says of how many it is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from kta_desktop.forms.evaluate import compiled
from kta_desktop.forms.nodes import (
    Bare,
    Call,
    Cells,
    Current,
    Name,
    Node,
    Parent,
    Path,
    children,
)
from kta_desktop.forms.paths import is_list, nodes
from kta_desktop.forms.site import Closure, Find, Site

TOTALS = ("sum", "min", "max", "mean", "kta:mean", "kta:pctl")


@dataclass(frozen=True, slots=True)
class Total:
    """One argument of a total.

    Attributes:
        key: What the figures are; None if they are no answers, but calculated on the spot.
        find: Finds their instances; None for one whose predicate is undecided.
        value: Their value.
    """

    key: str | None
    find: Find
    value: Closure


def totals_of(node: Node, site: Site) -> tuple[Total, ...]:
    """Return the arguments of all totals of an expression, those of predicates left out."""
    return tuple(_total(each, site) for call in _calls(node) for each in call.arguments)


def _calls(node: Node) -> Iterator[Call]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Call) and current.function in TOTALS:
            yield current
        elif not isinstance(current, Path):
            waiting += children(current)


def _total(node: Node, site: Site) -> Total:
    value = compiled(node, site)
    is_place = isinstance(node, Name | Cells | Current | Parent | Bare | Path)
    if not is_place or (isinstance(node, Path) and is_list(node)) or site.options:
        return Total(None, lambda _scope: [], value)
    found = nodes(node, site)
    is_answer = found.item.asked is not None and not found.is_own
    return Total(found.item.key if is_answer else None, found.every(), value)
