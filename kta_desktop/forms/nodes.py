"""Expressions as trees. Two trees are equal when they mean the same text, wherever it stood."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class String:
    """A text between quotes; it cannot hold both kinds of quotes."""

    value: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """``${name}``: the value of a question or calculation; a table stands for its rows."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Cells:
    """``${table}/column``: the cells of a column, row by row."""

    table: str
    column: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Current:
    """``.``: the answer that a constraint is about; in a predicate, what is tried."""

    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Parent:
    """``..``: what the place is in."""

    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Bare:
    """A name without dollar sign: a child in a predicate, a column in a choice filter."""

    name: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """``/name[filter]…`` of a path; the name may be ``.`` or ``..``."""

    name: str
    filters: "tuple[Node, ...]" = ()
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """A start with its filters, and steps from there. ``Cells`` is the plainest of them."""

    start: "Name | Current | Parent | Bare | Call"
    filters: "tuple[Node, ...]" = ()
    steps: "tuple[Step, ...]" = ()
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """``-operand``."""

    operand: "Node"
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands of a comparison or of arithmetic; ``at`` is the operator."""

    operator: str
    left: "Node"
    right: "Node"
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """``and`` or ``or`` over two or more operands."""

    operator: str
    operands: "tuple[Node, ...]"
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: "tuple[Node, ...]" = ()
    at: int = field(default=1, compare=False)


Located: TypeAlias = Name | Cells | Current | Parent | Bare | Path
Node: TypeAlias = Number | String | Located | Negative | Binary | Chain | Call

PRECEDENCE = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_UNARY = 7
_ATOM = 8


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands or arguments of ``node``."""
    match node:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Chain(_, operands):
            return operands
        case Call(_, arguments):
            return arguments
        case Path(start, filters, steps):
            return (start, *filters, *(each for step in steps for each in step.filters))
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Return ``node`` and everything below it, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def height(node: Node) -> int:
    """Return how many levels the tree has, without recursion."""
    deepest = 0
    waiting = [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((child, level + 1) for child in children(current))
    return deepest


def written(node: Node) -> str:
    """Return the expression that reads back as ``node``."""
    return _written(node, 0)


def _written(node: Node, outside: int) -> str:
    """Return the text of ``node`` in parentheses if it binds weaker than ``outside``."""
    strength, text = _parts(node)
    return f"({text})" if strength < outside else text


def _parts(node: Node) -> tuple[int, str]:
    match node:
        case Negative(operand):
            return _UNARY, f"-{_written(operand, _UNARY)}"
        case Binary(operator, left, right):
            own = PRECEDENCE[operator]
            return own, f"{_written(left, own)} {operator} {_written(right, own + 1)}"
        case Chain(operator, operands):
            own = PRECEDENCE[operator]
            return own, f" {operator} ".join(_written(each, own + 1) for each in operands)
        case Call(function, arguments):
            return _ATOM, f"{function}({', '.join(written(each) for each in arguments)})"
        case _:
            return _ATOM, _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Number(value):
            return format(value, "f")
        case String(value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        case _:
            return _located(node)


def _located(node: Node) -> str:
    match node:
        case Name(name):
            return f"${{{name}}}"
        case Cells(table, column):
            return f"${{{table}}}/{column}"
        case Path():
            return _path(node)
        case Bare(name):
            return name
        case _:
            return ".." if isinstance(node, Parent) else "."


def _path(path: Path) -> str:
    steps = "".join(f"/{step.name}{_filters(step.filters)}" for step in path.steps)
    return f"{written(path.start)}{_filters(path.filters)}{steps}"


def _filters(filters: tuple[Node, ...]) -> str:
    return "".join(f"[{written(each)}]" for each in filters)
