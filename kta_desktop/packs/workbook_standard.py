"""Expressions of packs as phones understand them: only what every XLSForm engine runs.

What no phone can run has an equivalent where there is one; where there is none, ``standard``
says so, and the form leaves the condition out: a question is then shown rather than hidden.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kta_desktop.forms.nodes import (
    Bare,
    Binary,
    Call,
    Cells,
    Chain,
    Current,
    Name,
    Negative,
    Node,
    Number,
    Path,
    Step,
    String,
)

_BLANK = String("")
_ROW = Current()
_ZERO = Decimal(0)


class NoStandardError(Exception):
    """There is no equivalent; never leaves the packs package."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of a survey mean.

    Attributes:
        known: Everything that ``${…}`` finds.
        children: Name of a repeat to the names directly in it.
        renamed: Repeat and column to the name that is unique in the whole form.
    """

    known: frozenset[str] = frozenset()
    children: Mapping[str, frozenset[str]] = field(default_factory=dict)
    renamed: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, repeat: str | None, name: str) -> str:
        """Return the name that a child of ``repeat`` has in the form."""
        return name if repeat is None else self.renamed.get((repeat, name), name)


def standard(node: Node, names: Names, inside: str | None = None) -> Node:
    """Return an expression that every XLSForm engine runs.

    Args:
        node: The expression.
        names: What its names mean.
        inside: The repeat it stands in; None = in none.

    Raises:
        NoStandardError: If there is no equivalent.
    """
    return _Translation(names, inside).of(node, inside)


class _Translation:
    """Translates one expression; ``row`` is the repeat whose instance ``.`` belongs to."""

    def __init__(self, names: Names, inside: str | None) -> None:
        self.names = names
        self.inside = inside

    def of(self, node: Node, row: str | None) -> Node:
        """Return the equivalent of a part of the expression."""
        match node:
            case Negative() | Binary() | Chain():
                return self._operation(node, row)
            case Path():
                return self._path(node, row)
            case Call():
                return self._call(node, row)
            case _:
                return self._leaf(node, row)

    def _operation(self, node: Negative | Binary | Chain, row: str | None) -> Node:
        match node:
            case Negative(operand):
                return Negative(self.of(operand, row))
            case Binary(operator, left, right):
                return Binary(operator, self.of(left, row), self.of(right, row))
            case Chain(operator, operands):
                return Chain(operator, tuple(self.of(each, row) for each in operands))

    def _leaf(self, node: Node, row: str | None) -> Node:
        match node:
            case Name(name):
                return self._name(name)
            case Bare(name):
                return Bare(self.names.of(row, name))
            case Cells(table, column):
                return self._cells(table, column)
            case _:
                return node

    def _name(self, name: str) -> Node:
        if name in self.names.children.get(self.inside or "", ()):
            return Name(self.names.of(self.inside, name))
        return Name(name) if name in self.names.known else _BLANK

    def _cells(self, table: str, column: str) -> Node:
        if table not in self.names.known:
            return _BLANK
        return Cells(table, self.names.of(table, column))

    def _path(self, path: Path, row: str | None) -> Node:
        start, row = self._start(path, row)
        if start == _BLANK:
            return _BLANK
        filters = tuple(self.of(each, row) for each in path.filters)
        steps = []
        for step in path.steps:
            name, row = self._step(step.name, row)
            steps.append(Step(name, tuple(self.of(each, row) for each in step.filters)))
        return Path(start, filters, tuple(steps))  # type: ignore[arg-type] # blanks returned above

    def _start(self, path: Path, row: str | None) -> tuple[Node, str | None]:
        """Return where a path begins, and the repeat whose children its next step names."""
        start = path.start
        if isinstance(start, Name):
            found = Name(start.name) if start.name in self.names.known else _BLANK
            return found, start.name
        if isinstance(start, Call):
            return self.of(start, row), self.inside if start.function == "current" else None
        if isinstance(start, Bare):
            return Bare(self.names.of(row, start.name)), start.name
        return start, row

    def _step(self, name: str, row: str | None) -> tuple[str, str | None]:
        if name in (".", ".."):
            return name, row
        return self.names.of(row, name), name if name in self.names.children else None

    def _call(self, call: Call, row: str | None) -> Node:
        if call.function == "selected" and _is_set(call.arguments[0]):
            return self._selected(call, row)
        if call.function.startswith("kta:"):
            return self._ours(call, row)
        if call.function == "regex":
            return self._anchored(call, row)
        return Call(call.function, tuple(self.of(each, row) for each in call.arguments))

    def _anchored(self, call: Call, row: str | None) -> Node:
        """Return a match of the whole text for engines that look for one anywhere in it."""
        text, pattern = (self.of(each, row) for each in call.arguments)
        if isinstance(pattern, String) and not re.fullmatch(r"\^.*\$", pattern.value, re.DOTALL):
            pattern = String(f"^(?:{pattern.value})$")
        return Call("regex", (text, pattern))

    def _selected(self, call: Call, row: str | None) -> Node:
        """Return whether any row has the option: phones refuse a set where one value belongs."""
        rows, column = _parted(call.arguments[0])
        chosen = Call("selected", (Path(_ROW, (), (Step(column),)), call.arguments[1]))
        last = rows.steps[-1] if rows.steps else None
        if last is None:
            kept = replace(rows, filters=(*rows.filters, chosen))
        else:
            filtered = replace(last, filters=(*last.filters, chosen))
            kept = replace(rows, steps=(*rows.steps[:-1], filtered))
        return Binary(">", Call("count", (self.of(kept, row),)), Number(_ZERO))

    def _ours(self, call: Call, row: str | None) -> Node:
        maker = _OURS.get(call.function)
        if maker is None:
            raise NoStandardError(call.function)
        return maker(tuple(self.of(each, row) for each in call.arguments))


def _is_set(node: Node) -> bool:
    """Whether a node stands for the values of several rows."""
    if isinstance(node, Cells):
        return True
    return isinstance(node, Path) and isinstance(node.start, Name) and bool(node.steps)


def _parted(node: Node) -> tuple[Path, str]:
    """Return the rows and the column of a set."""
    if isinstance(node, Cells):
        return Path(Name(node.table)), node.column
    if not isinstance(node, Path) or node.steps[-1].filters:
        raise NoStandardError("selected")
    return replace(node, steps=node.steps[:-1]), node.steps[-1].name


def _values(arguments: tuple[Node, ...]) -> Node:
    """``kta:values('a', test, …)``: the options whose test holds, parted by spaces."""
    pairs = zip(arguments[::2], arguments[1::2], strict=False)
    texts = tuple(
        Call("if", (test, Call("concat", (option, String(" "))), _BLANK)) for option, test in pairs
    )
    return Call("normalize-space", (Call("concat", texts),))


def _mean(arguments: tuple[Node, ...]) -> Node:
    if len(arguments) != 1:
        raise NoStandardError("kta:mean")
    return Binary("div", Call("sum", arguments), Call("count-non-empty", arguments))


def _n_present(arguments: tuple[Node, ...]) -> Node:
    found: Node = Call("count-non-empty", arguments[:1])
    for argument in arguments[1:]:
        found = Binary("+", found, Call("count-non-empty", (argument,)))
    return found


_OURS: Mapping[str, Callable[[tuple[Node, ...]], Node]] = {
    "kta:values": _values,
    "kta:mean": _mean,
    "kta:n-present": _n_present,
}
