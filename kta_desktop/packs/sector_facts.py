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
        _without(_part(parse(text), name), unset)
        for text in _conditions(sector, names)
        if f"${{{name}}}" in text
    ]
    if not found:
        return None
    return str(own) if own else written(_joined("or", found))


def by_hand(fact: Fields) -> list[Fields]:
    """Return a fact whose every value has a condition, after the facts that this takes.

    Beside values that follow from answers one without a condition can only be set by hand: it
    becomes a fact of its own, yes or no.
    """
    values = fact.get("values") or ()
    unset = [value for value in values if not value.get("when")]
    if not unset or len(unset) == len(values):
        return [fact]
    asked = [
        {
            "id": f"{fact['id']}-{value['id']}",
            "type": "bool",
            "label": {lang: value[lang] for lang in ("ru", "kk", "en") if lang in value},
            "set_by": None,
        }
        for value in unset
    ]
    conditions = {
        value["id"]: f"${{{one['id']}}} = true()" for value, one in zip(unset, asked, strict=True)
    }
    told = [{**value, "when": value.get("when") or conditions[value["id"]]} for value in values]
    return [*asked, {**fact, "values": told}]


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
    values = [value for fact in sector["facts"] for value in fact.get("values") or ()]
    shown = ((sector["questions"], "show_if"), (sector["monitoring"], "when"), (values, "when"))
    for rows, key in shown:
        yield from (str(names.expression(row[key])) for row in rows if row.get(key))


def _part(node: Node, name: str) -> Node:
    """Return what of a condition hangs on a fact: where another alternative holds it does not."""
    match node:
        case Chain("or", operands) if any(_names(each, name) for each in operands):
            return _joined("or", [_part(each, name) for each in operands if _names(each, name)])
        case Chain(operator, operands) if operator != "or":
            return Chain(operator, tuple(_part(each, name) for each in operands))
        case _:
            return node


def _names(node: Node, name: str) -> bool:
    return _speaks_of(node, frozenset((name,)))


def _without(node: Node, unset: frozenset[str]) -> Node:
    """Return ``node`` with everything that is said of the facts ``unset`` taken as true."""
    match node:
        case Chain(operator, operands):
            return _joined(operator, [_without(each, unset) for each in operands])
        case Call() | Binary() if _is_condition(node) and _speaks_of(node, unset):
            return _TRUE
        case _:
            return node


def _is_condition(node: Call | Binary) -> bool:
    """Whether it is a call or comparison; ``not(…)`` of what may hold may hold as well."""
    return isinstance(node, Call) or node.operator in _COMPARISONS


def _speaks_of(node: Node, facts: frozenset[str]) -> bool:
    """Whether a node names one of the facts."""
    return any(isinstance(each, Name) and each.name in facts for each in walk(node))


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
    kept = [each for each in flat if not _absorbed(each, operator, flat)]
    if len(kept) == 1:
        return kept[0]
    return Chain(operator, tuple(kept)) if kept else idle


def _absorbed(node: Node, operator: str, others: list[Node]) -> bool:
    """Whether others decide alone: ``a or (a and b)`` is ``a``, ``a and (a or b)`` too.

    A chain inside a flat chain has the other operator; a part of it can have the same again:
    ``a or b or ((a or b) and c)`` is ``a or b``.
    """
    if not isinstance(node, Chain):
        return False
    rest = [each for each in others if each != node]
    return any(frozenset(node.operands) > _parts(each, node.operator) for each in rest) or any(
        _parts(each, operator) <= frozenset(rest) for each in node.operands
    )


def _parts(node: Node, operator: str) -> frozenset[Node]:
    """Return the operands of a chain of one operator; anything else is a chain of itself."""
    same = isinstance(node, Chain) and node.operator == operator
    return frozenset(node.operands if isinstance(node, Chain) and same else (node,))
