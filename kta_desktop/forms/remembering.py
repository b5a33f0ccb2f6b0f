"""Totals that many rows ask for, worked out once.

The share of each of a thousand rows in the total of all of them would otherwise add up a million
figures. A total is remembered for the outer instance that it is about, and forgotten when
anything that it reads has come to something else.
"""

from collections.abc import Callable
from dataclasses import replace

from kta_desktop.forms.nodes import Call, Cells, Name, Node
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.site import Closure, Site
from kta_desktop.forms.values import Value

_TOTALS = frozenset({"sum", "min", "max", "count", "count-non-empty", "kta:mean", "kta:n-present"})
_MOST = 50_000  # totals that one form remembers


def is_total(node: Node) -> bool:
    """Whether an expression puts plain names together, so that it is the same for many rows."""
    return (
        isinstance(node, Call)
        and node.function in _TOTALS
        and all(isinstance(each, Name | Cells) for each in node.arguments)
    )


def remembered(node: Call, site: Site, make: Callable[[Call, Site], Closure]) -> Closure:
    """Return a total ready to run, remembered where several instances ask for the same one."""
    inner = replace(site, reads={})
    run = make(node, inner)
    for key, shared in inner.reads.items():
        site.read(key, shared)
    shared = min(inner.reads.values(), default=0)
    if shared == len(site.origin.repeats) and site.here.is_own:
        return run  # nobody else asks for it
    keys, token = tuple(inner.reads), object()

    def total(scope: Scope) -> Value:
        world = scope.world
        place = (token, scope.rows[:shared])
        now = [world.versions.get(key, 0) for key in keys]
        known = world.totals.get(place)
        if known is not None and known[0] == now:
            return known[1]
        value = run(scope)
        if len(world.totals) >= _MOST:
            world.totals.clear()
        world.totals[place] = (now, value)
        return value

    return total
