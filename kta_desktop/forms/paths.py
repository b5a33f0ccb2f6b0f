"""Names and paths of expressions, made ready to run.

Where a path leads is known from the structure of the form, before there is any answer: only the
instances are found while it runs. So an unknown name, and a repeat where one value is needed, are
said when the expression is read.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from kta_desktop.forms.errors import SeveralValuesError, TooMuchWorkError, UnknownNameError
from kta_desktop.forms.functions_kit import condition
from kta_desktop.forms.nodes import (
    Bare,
    Call,
    Cells,
    Current,
    Name,
    Node,
    Parent,
    Path,
    Step,
    walk,
)
from kta_desktop.forms.scope import NOWHERE, Rows, Scope
from kta_desktop.forms.site import Closure, Nodes, One, Site, own, own_rows
from kta_desktop.forms.structure import Item
from kta_desktop.forms.values import ABSENT, Single, Value

MAX_TRIED = 250_000  # instances that the predicates of one evaluation may try
_PLAIN = 16  # parts of a condition, or values read, that count as one try


def nodes(node: Node, site: Site) -> Nodes:
    """Return where a name or path leads.

    Raises:
        UnknownNameError: If there is no such question, group, repeat or column.
    """
    match node:
        case Name(name):
            return _named(name, site, node.at)
        case Cells(table, column):
            return _step(_named(table, site, node.at), Step(column, (), node.at), site)
        case Path():
            return _walked(node, site)
        case Bare(name):
            return _step(site.here, Step(name, (), node.at), site)
        case _:
            return _relative(node, site)


def _relative(node: Node, site: Site) -> Nodes:
    match node:
        case Call("current"):
            return own(site.origin)
        case Parent():
            return _up(site.here, node.at)
        case Current():
            return site.here
        case _:
            raise TypeError(node)


def _walked(path: Path, site: Site) -> Nodes:
    found = _filtered(nodes(path.start, site), path.filters, site)
    for step in path.steps:
        found = _filtered(_step(found, step, site), step.filters, site)
    return found


def is_list(node: Node) -> bool:
    """Whether a path begins with ``instance(…)``: it leads into a list, not into the form."""
    return (
        isinstance(node, Path)
        and isinstance(node.start, Call)
        and node.start.function != ("current")
    )


def name_of(node: Node) -> str:
    """Return the name by which messages call a path."""
    match node:
        case Name(name) | Bare(name):
            return name
        case Cells(table, column):
            return f"{table}/{column}"
        case Path(start, _, steps):
            return "/".join((name_of(start), *(step.name for step in steps)))
        case Parent():
            return ".."
        case _:
            return "."


def _named(name: str, site: Site, at: int) -> Nodes:
    item = site.structure.find(name, site.origin)
    if item is None:
        raise UnknownNameError(at=at, name=name)
    shared = _shared(site.origin, item)
    found = Nodes(item=item, shared=shared, one=_outer(site.origin, shared))
    for key in item.repeats[shared:]:
        found = _expanded(replace(found, item=site.structure.items[key]), site)
    if found.is_instance:
        found = replace(found, item=item, is_instance=False)
    return _expanded(found, site) if item.is_repeat else found


def _shared(origin: Item, item: Item) -> int:
    count = 0
    for one, two in zip(origin.inside, item.repeats, strict=False):
        if one != two:
            break
        count += 1
    return min(count, len(origin.repeats))


def _outer(origin: Item, shared: int) -> One:
    """Return how the first ``shared`` instances around the expression are found."""
    if shared == 0:
        return lambda _scope: NOWHERE
    if shared == len(origin.repeats):
        return own_rows
    return lambda scope: scope.rows[:shared]


def _expanded(found: Nodes, site: Site) -> Nodes:
    """Return the instances of the repeat ``found.item`` at all places of ``found``."""
    key, every, one = found.item.key, found.every(), found.one
    site.read(key, found.shared)

    def find(scope: Scope) -> list[Rows | None]:
        cells = scope.world.cells[key]
        places: list[Rows | None] = []
        for rows in every(scope):
            if rows is None:
                places.append(None)
                continue
            value = cells[rows].value
            if isinstance(value, tuple):
                places += [(*rows, str(each)) for each in value]
        return places

    asked = found.asked
    if one is not None:
        start = one

        def asked(scope: Scope) -> bool:
            return scope.world.cells[key][start(scope)].value is not ABSENT

    return replace(found, one=None, find=find, is_instance=True, is_own=False, asked=asked)


def _step(found: Nodes, step: Step, site: Site) -> Nodes:
    if step.name == ".":
        return found
    if step.name == "..":
        return _up(found, step.at)
    if found.item.is_repeat and not found.is_instance:
        found = _expanded(found, site)
    box = found.item if not found.item.is_leaf else found.item.parent
    child = None if box is None else box.child(step.name)
    if child is None:
        name = found.item.name
        raise UnknownNameError(at=step.at, name=f"{name}/{step.name}" if name else step.name)
    reached = replace(found, item=child, is_instance=False, is_own=False)
    return _expanded(reached, site) if child.is_repeat else reached


def _up(found: Nodes, at: int) -> Nodes:
    """Return what the places of ``found`` stand in."""
    above = found.item.parent
    if above is None:
        raise UnknownNameError(at=at, name="..")
    depth = len(found.item.repeats)
    moved = replace(
        found,
        item=above,
        is_instance=above.is_repeat,
        is_own=False,
        shared=min(found.shared, depth),
    )
    if not found.is_instance:
        return moved
    if found.one is not None:
        one = found.one
        return replace(moved, one=lambda scope: one(scope)[:depth])
    every = found.every()
    return replace(
        moved,
        find=lambda scope: _distinct(None if r is None else r[:depth] for r in every(scope)),
    )


def _distinct(places: "Iterable[Rows | None]") -> list[Rows | None]:
    return list(dict.fromkeys(places))


def _filtered(found: Nodes, filters: tuple[Node, ...], site: Site) -> Nodes:
    for each in filters:
        found = _filter(found, each, site)
    return found


def here_rows(scope: Scope) -> Rows:
    """Return the instance that a predicate tries."""
    return scope.here


def _filter(found: Nodes, test: Node, site: Site) -> Nodes:
    """Return the places where ``test`` holds; where it is undecided, None stands for the place."""
    every, at, cost = found.every(), test.at, weight(test)
    tried = replace(found, one=here_rows, find=None, is_own=False, asked=None)
    inner = replace(site, here=tried, options=False)
    holds = site.compiled(test, inner)
    own_value = value(tried, inner) if _has_value(tried) else _nothing

    def find(scope: Scope) -> list[Rows | None]:
        candidates = every(scope)
        work(scope, len(candidates) * cost, at)
        kept: list[Rows | None] = []
        for rows in candidates:
            if rows is None:
                kept.append(None)
                continue
            inside = Scope(scope.world, scope.rows, rows, None, scope.option)
            inside.own = own_value(inside)
            decided = condition(holds(inside), at)
            if decided is not False:
                kept.append(rows if decided else None)
        return kept

    return replace(found, one=None, find=find, is_filtered=True, is_own=False)


def weight(node: Node) -> int:
    """Return how many tries of a plain condition one try of ``node`` costs."""
    return 1 + sum(1 for _each in walk(node)) // _PLAIN


def work(scope: Scope, count: int, at: int) -> None:
    """Count what the predicates of an evaluation try.

    Raises:
        TooMuchWorkError: If it is more than a person would wait for.
    """
    scope.world.tried += count
    if scope.world.tried > MAX_TRIED:
        raise TooMuchWorkError(at=at)


def _has_value(found: Nodes) -> bool:
    return found.is_instance or found.item.is_leaf


def _nothing(_scope: Scope) -> Value:
    return None


def value(found: Nodes, site: Site, at: int = 1) -> Closure:
    """Return how the value of one place, or the tuple of the values of all, is read.

    Raises:
        UnknownNameError: If a section or group stands where a value is needed.
    """
    if found.is_own:
        return lambda scope: scope.own
    if not _has_value(found):
        raise UnknownNameError(at=at, name=found.item.name or "..")
    if not found.is_instance:
        site.read(found.item.key, found.shared)
    if found.one is not None:
        return _value_of_one(found, found.one, raw=site.raw)
    return _values(found, at, raw=site.raw)


def _value_of_one(found: Nodes, one: One, *, raw: bool) -> Closure:
    key = found.item.key
    if found.is_instance:
        return lambda scope: one(scope)[-1]
    if raw:
        return lambda scope: scope.world.cells[key][one(scope)].raw
    if found.shared == 0 and not found.item.repeats:
        return lambda scope: scope.world.cells[key][NOWHERE].value
    if one is own_rows:
        return lambda scope: scope.world.cells[key][scope.rows].value
    return lambda scope: scope.world.cells[key][one(scope)].value


def _values(found: Nodes, at: int, *, raw: bool) -> Closure:
    each = _one_of_many(found, raw=raw)
    every, asked = found.every(), found.asked
    flatten = found.item.holds_many and not found.is_instance

    def values(scope: Scope) -> Value:
        places = every(scope)
        work(scope, len(places) // _PLAIN, at)
        if not places and asked is not None and not asked(scope):
            return ABSENT
        read = each(scope, places)
        return flat(read) if flatten else tuple(read)  # type: ignore[arg-type]  # leaves are single

    return values


def _one_of_many(found: Nodes, *, raw: bool) -> "Callable[[Scope, list[Rows | None]], list[Value]]":
    key = found.item.key
    if found.is_instance:
        return lambda _scope, places: [None if rows is None else rows[-1] for rows in places]
    if raw:

        def raws(scope: Scope, places: "list[Rows | None]") -> list[Value]:
            cells = scope.world.cells[key]
            return [None if rows is None else cells[rows].raw for rows in places]

        return raws

    def seen(scope: Scope, places: "list[Rows | None]") -> list[Value]:
        cells = scope.world.cells[key]
        return [None if rows is None else cells[rows].value for rows in places]

    return seen


def flat(values: Iterable[Value]) -> tuple[Single, ...]:
    """Return values of which some are lists as one list."""
    found: list[Single] = []
    for each in values:
        if isinstance(each, tuple):
            found += each
        elif each is None or isinstance(each, str) or each is ABSENT:
            found.append(each)
    return tuple(found)


def only(values: Value, at: int) -> Value:
    """Return the value of a set of at most one; blanks of undecided places do not count.

    Raises:
        SeveralValuesError: If several places fit.
    """
    if not isinstance(values, tuple):
        return values
    known = [each for each in values if each is not None]
    if len(known) > 1:
        raise SeveralValuesError(at=at)
    return known[0] if known else None
