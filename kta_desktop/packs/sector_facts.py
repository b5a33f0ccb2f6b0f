"""Facts that nobody else sets: asked in a section of their own, when a condition needs them.

Such a fact is asked only where a level, an exception or a question whose other conditions may hold
depends on it; the condition for that is derived here.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from kta_desktop.forms.nodes import Binary, Call, Chain, Name, Node, walk, written
from kta_desktop.forms.parser import parse
from kta_desktop.packs.sector_names import Names

Fields = Mapping[str, Any]

_TRUE = Call("true")
_FALSE = Call("false")
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def needed_when(fact: Fields, unset: frozenset[str], sector: Fields, names: Names) -> str | None:
    """Return when a fact is needed: an expression, ``true()`` for always, None for never.

    Args:
        fact: The fact.
        unset: Names of it and of the facts that are asked after it. What a condition says of them
            may hold: otherwise two facts could wait for each other.
        sector: The sector data.
        names: The names of the pack.

    Raises:
        ExpressionError: If a condition that names the fact cannot be read.
    """
    own = names.overlay.get("facts", {}).get(fact["id"], {}).get("relevant")
    name = names.name(fact["id"])
    found = [
        _without(parse(text), unset)
        for text in _conditions(sector, names)
        if f"${{{name}}}" in text
    ]
    if not found:
        return None
    return str(own) if own else written(_joined("or", found))


def _conditions(sector: Fields, names: Names) -> Iterator[str]:
    """Yield every condition of the sector, in the names of the pack."""
    levels = {level["id"]: level for level in sector["levels"]}
    for level in sector["levels"]:
        base = levels.get(level.get("overrides") or "", {})
        media = sector["pack"]["media_when"].get(level["medium"])
        parts = (media, base.get("when"), level["when"], level.get("requires"))
        told = [f"({names.expression(part)})" for part in parts if part]
        if told:
            yield " and ".join(told)
    for rows, key in ((sector["questions"], "show_if"), (sector["monitoring"], "when")):
        yield from (str(names.expression(row[key])) for row in rows if row.get(key))


def _without(node: Node, unset: frozenset[str]) -> Node:
    """Return ``node`` with everything that is said of the facts ``unset`` taken as true."""
    match node:
        case Chain(operator, operands):
            return _joined(operator, [_without(each, unset) for each in operands])
        case Call() | Binary() if _speaks_of(node, unset):
            return _TRUE
        case _:
            return node


def _speaks_of(node: Call | Binary, unset: frozenset[str]) -> bool:
    """Whether a call or comparison names one of the facts; ``not(…)`` of it may be true as well."""
    if isinstance(node, Binary) and node.operator not in _COMPARISONS:
        return False
    return any(isinstance(each, Name) and each.name in unset for each in walk(node))


def _joined(operator: str, operands: list[Node]) -> Node:
    """Return a chain without what settles or says nothing, and without repetitions."""
    settling, idle = (_TRUE, _FALSE) if operator == "or" else (_FALSE, _TRUE)
    flat: list[Node] = []
    for operand in operands:
        same = isinstance(operand, Chain) and operand.operator == operator
        inner = operand.operands if isinstance(operand, Chain) and same else (operand,)
        flat += [each for each in inner if each not in (*flat, idle)]
    if settling in flat:
        return settling
    kept = [each for each in flat if not _absorbed(each, flat)]
    if len(kept) == 1:
        return kept[0]
    return Chain(operator, tuple(kept)) if kept else idle


def _absorbed(node: Node, others: list[Node]) -> bool:
    """Whether another operand decides alone: ``a or (a and b)`` and ``a and (a or b)`` are ``a``.

    A chain inside a flat chain has the other operator.
    """
    parts = _parts(node)
    return any(other != node and _parts(other) < parts for other in others)


def _parts(node: Node) -> frozenset[Node]:
    return frozenset(node.operands) if isinstance(node, Chain) else frozenset((node,))
