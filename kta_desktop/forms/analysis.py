"""What is wrong with expressions before there is any answer: for those who write packs.

All mistakes of an expression are found at once, as far as one does not hide another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from kta_desktop.domain.definition import Definition, QuestionType
from kta_desktop.forms import structure as structures
from kta_desktop.forms.errors import CycleError, ExpressionError
from kta_desktop.forms.evaluate import compiled, scalar
from kta_desktop.forms.lists import column_of, list_path
from kta_desktop.forms.lookups import file_name
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
    Parent,
    Path,
    String,
    children,
    walk,
)
from kta_desktop.forms.parser import parse
from kta_desktop.forms.paths import is_list, name_of, nodes
from kta_desktop.forms.program import make
from kta_desktop.forms.signatures import SIGNATURES, SPECIAL
from kta_desktop.forms.site import Closure, Site, own
from kta_desktop.forms.structure import Item, Kind

TEXT_FUNCTIONS = frozenset(
    {
        "string", "concat", "join", "substr", "substring", "substring-before", "substring-after",
        "normalize-space", "translate", "jr:choice-name", "format-date", "format-date-time",
        "pulldata", "selected-at",
    }
)  # fmt: skip
_FACTS = ("bool", "yes_no")
_TEXTS = (
    QuestionType.TEXT,
    QuestionType.SELECT_ONE,
    QuestionType.SELECT_MULTIPLE,
    QuestionType.RANK,
    QuestionType.DATE,
    QuestionType.TIME,
    QuestionType.DATETIME,
)


Maker: TypeAlias = Callable[[Node, Site], Closure]


class Use(Enum):
    """What an expression is for.

    ``CONDITION``: relevant, required, readonly, conditions of levels. ``RULE``: constraint and
    warning, a condition in which ``.`` is the answer. ``FILTER``: a choice filter, a condition in
    which bare names are columns of the list. ``VALUE``: calculation, default, repeat_count.
    """

    CONDITION = "condition"
    RULE = "rule"
    FILTER = "filter"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mistake of an expression.

    Attributes:
        code: ``not-condition``, ``option-unknown``, ``column-unknown``, or the code of ``error``:
            ``expression-syntax``, ``unknown-name``, ``expression-bare``, ``expression-pattern``, …
        at: Its character, counted from 1.
        found: What was written.
        place: The question or list that lacks what was written; empty where it says nothing.
        known: What would be right: options, or columns of the list.
        error: The error that says it in a sentence; None for the first three codes.
    """

    code: str
    at: int
    found: str
    place: str = ""
    known: tuple[str, ...] = ()
    error: ExpressionError | None = None


class Analysis:
    """The expressions of one definition; it may be full of mistakes."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._structure = structures.of_definition(definition)
        self._files = definition.files or {}

    def findings(
        self, expression: str, place: str = "", use: Use = Use.CONDITION
    ) -> tuple[Finding, ...]:
        """Return all mistakes of an expression.

        Args:
            expression: Its text.
            place: Where it stands: name of a question, group, section or repeat, or
                ``table/column``; empty for what belongs to the whole form, such as a level.
            use: What it is for.

        Raises:
            KeyError: If the definition has no such place.
        """
        item = self._place(place)
        try:
            node = parse(expression, bare_names=use is Use.FILTER)
        except ExpressionError as error:
            return (_finding(error),)
        site = Site(
            structure=self._structure,
            origin=item,
            here=own(item),
            compiled=compiled,
            raw=use is Use.RULE,
            options=use is Use.FILTER,
            files=frozenset(self._files),
        )
        found = [
            *_errors(node, site),
            *self._options(node, site),
            *self._columns(node, site),
            *(_texts(node, site) if use is not Use.VALUE else _texts_within(node, site)),
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda each: each.at))

    def circle(self) -> tuple[str, ...]:
        """Return the names that depend on each other in a circle, the first also at the end.

        Empty if there is no circle.
        """
        try:
            make(self._definition)
        except CycleError as error:
            return error.names
        return ()

    def _place(self, place: str) -> Item:
        if not place:
            return self._structure.root
        items = self._structure.items
        return items[place] if place in items else items[f"#{place}"]

    def _options(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield options that the question they are asked of does not have."""
        for asked, option in _asked_options(node):
            item = _item(asked, site)
            if item is None or item.asked is None or not item.asked.choices:
                continue
            known = tuple(choice.name for choice in item.asked.choices)
            if option.value and option.value not in known:
                yield Finding(
                    code="option-unknown",
                    at=option.at,
                    found=option.value,
                    place=item.name,
                    known=known,
                )

    def _columns(self, node: Node, site: Site) -> Iterator[Finding]:
        """Yield columns that a list, or a table of the pack, does not have."""
        if site.options and site.origin.asked is not None:
            choices = site.origin.asked.choices
            known = {"name", "label", *(name for c in choices for name in c.more or ())}
            for each in _outside_paths(node):
                column = column_of(each)
                if column is not None and choices and column not in known:
                    yield _no_column(each.at, column, site.origin.name, known)
        for each in walk(node):
            yield from self._of_tables(each)

    def _of_tables(self, node: Node) -> Iterator[Finding]:
        match node:
            case Call("pulldata", (String(file), column, key, _)):
                wanted = [each for each in (column, key) if isinstance(each, String)]
                yield from self._of_file(
                    file_name(file), [(each.value, each.at) for each in wanted]
                )
            case Path() if is_list(node):
                try:
                    parts = list_path(node)
                except ExpressionError:
                    return  # told by _errors
                bare = [
                    (b.name, b.at) for f in parts.filters for b in walk(f) if isinstance(b, Bare)
                ]
                own_column = [(parts.column, parts.at)] if parts.column else []
                yield from self._of_file(parts.file, [*bare, *own_column])

    def _of_file(self, file: str, columns: Sequence[tuple[str, int]]) -> Iterator[Finding]:
        rows = self._files.get(file)
        if rows is None:
            known = tuple(self._files)
            yield Finding(
                code="list-unknown", at=columns[0][1] if columns else 1, found=file, known=known
            )
            return
        known_columns = {name for row in rows for name in row}
        for column, at in columns:
            if rows and column not in known_columns:
                yield _no_column(at, column, file, known_columns)


def _finding(error: ExpressionError) -> Finding:
    found = error.details.get("name", error.details.get("found", ""))
    return Finding(code=error.code, at=error.at, found=str(found), error=error)


def _no_column(at: int, column: str, place: str, known: "set[str]") -> Finding:
    names = tuple(sorted(known))
    return Finding(code="column-unknown", at=at, found=column, place=place, known=names)


def _errors(node: Node, site: Site) -> Iterator[Finding]:
    """Yield what keeps an expression, or a part of it, from being made ready to run."""
    seen: set[tuple[str, int]] = set()
    for part, make_ready in _attempts(node):
        try:
            make_ready(part, replace(site, reads={}))
        except ExpressionError as error:
            if (error.code, error.at) not in seen:
                seen.add((error.code, error.at))
                yield _finding(error)


def _attempts(node: Node) -> Iterator[tuple[Node, Maker]]:
    """Yield the parts of an expression with what makes them ready where they stand.

    What only holds others is left out: it fails only where they do, and trying it again for each
    of them would take a long expression's length squared.
    """
    if not _only_holds(node):
        yield node, scalar
    for part in _outside_paths(node):
        if not _only_holds(part):
            yield part, compiled
        elif not (isinstance(part, Call) and SIGNATURES[part.function].of_many):
            yield from ((child, scalar) for child in children(part) if not _only_holds(child))


def _only_holds(node: Node) -> bool:
    if isinstance(node, Call):
        return node.function not in SPECIAL
    return isinstance(node, Binary | Chain | Negative)


def _outside_paths(node: Node) -> Iterator[Node]:
    """Yield the parts of an expression, not those of the predicates in it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if not isinstance(current, Path):
            waiting += reversed(children(current))


def _texts(node: Node, site: Site) -> Iterator[Finding]:
    """Yield texts that stand where a condition is needed: the whole, or an operand."""
    yield from _text_as_condition(node, site)
    yield from _texts_within(node, site)


def _texts_within(node: Node, site: Site) -> Iterator[Finding]:
    for part in _outside_paths(node):
        match part:
            case Chain(_, operands):
                conditions: Sequence[Node] = operands
            case Call("not" | "if", (first, *_)):
                conditions = (first,)
            case _:
                continue
        for each in conditions:
            yield from _text_as_condition(each, site)


def _text_as_condition(node: Node, site: Site) -> Iterator[Finding]:
    match node:
        case String(text):
            yield Finding(code="not-condition", at=node.at, found=text)
        case Call(function) if function in TEXT_FUNCTIONS:
            yield Finding(code="not-condition", at=node.at, found=f"{function}()")
        case Name() | Cells() | Path():
            item = _item(node, site)
            if item is not None and _is_text(item):
                yield Finding(code="not-condition", at=node.at, found=name_of(node))


def _is_text(item: Item) -> bool:
    asked = item.asked
    if asked is None or item.kind is Kind.REPEAT:
        return False
    is_fact = (asked.more or {}).get("fact_type") in _FACTS
    return asked.type in _TEXTS and not is_fact and asked.calculation is None


def _asked_options(node: Node) -> Iterator[tuple[Node, String]]:
    """Yield what options are asked of, as far as the name is seen from the whole expression."""
    for part in walk(node):
        match part:
            case Call("selected", (asked, String() as option)):
                yield asked, option
            case Binary("=" | "!=", String() as option, asked) | Binary(
                "=" | "!=", asked, String() as option
            ):
                yield asked, option


def _item(node: Node, site: Site) -> Item | None:
    """Return what a name or path leads to; None if that is not known outside of a predicate."""
    is_relative = isinstance(node, Current | Parent | Bare) or (
        isinstance(node, Path) and not isinstance(node.start, Name)
    )
    if is_relative and not (isinstance(node, Current) and site.origin.is_leaf):
        return None
    if not isinstance(node, Name | Cells | Current | Path):
        return None
    try:
        return nodes(node, replace(site, reads={})).item
    except ExpressionError:
        return None
