"""Functions that mean a place in the form, not only values: each makes itself ready to run."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.domain.definition import Choice
from kta_desktop.forms.errors import (
    BareSetError,
    NotATextError,
    NotInRepeatError,
    UnexpectedTokenError,
    UnknownNameError,
)
from kta_desktop.forms.nodes import Call, Name, Node, String
from kta_desktop.forms.paths import name_of, nodes, work
from kta_desktop.forms.scope import Rows, Scope
from kta_desktop.forms.site import Closure, Nodes, Site, own
from kta_desktop.forms.structure import Item
from kta_desktop.forms.values import Value, number_of, shown
from kta_desktop.i18n import language

Scalar: TypeAlias = Callable[[Node, Site], Closure]
Maker: TypeAlias = Callable[[Call, Site, Scalar], Closure]

_PASSED = 256  # instances that are passed by while one is tried


def _position(call: Call, site: Site, _scalar: Scalar) -> Closure:
    """Return the place, from 1, of the repeat instance that something is in."""
    match call.arguments:
        case ():
            return _place(site.here, _around(site.here), site, call.at, ".")
        case (Name(name) as argument,):
            found, inside = own(site.origin), site.origin.repeats
            key = _item(argument, site).key
            depth = inside.index(key) + 1 if key in inside else 0
            return _place(found, inside[:depth], site, call.at, name)
        case (argument, *_):
            found = nodes(argument, site)
            return _place(found, _around(found), site, call.at, name_of(argument))
    raise TypeError(call)


def _around(found: Nodes) -> tuple[str, ...]:
    return found.item.inside if found.is_instance else found.item.repeats


def _place(found: Nodes, around: tuple[str, ...], site: Site, at: int, name: str) -> Closure:
    if not around:
        raise NotInRepeatError(at=at, name=name)
    key, depth = around[-1], len(around)
    site.read(key, min(found.shared, depth - 1))
    every = found.every()

    def place(scope: Scope) -> Value:
        places = [rows for rows in every(scope) if rows is not None]
        if not places:
            return None
        rows = places[0]
        ids = scope.world.cells[key][rows[: depth - 1]].value
        known = ids if isinstance(ids, tuple) else ()
        work(scope, len(known) // _PASSED, at)
        return Decimal(known.index(rows[depth - 1]) + 1) if rows[depth - 1] in known else None

    return place


def _indexed_repeat(call: Call, site: Site, scalar: Scalar) -> Closure:
    """Return the value of a question in the instances with given numbers."""
    item = _item(call.arguments[0], site)
    pairs = list(zip(call.arguments[1::2], call.arguments[2::2], strict=False))
    numbers = {_item(repeat, site).key: scalar(number, site) for repeat, number in pairs}
    strangers = [key for key in numbers if key not in item.repeats]
    if strangers or len(call.arguments) % 2 == 0:
        raise NotInRepeatError(at=call.at, name=item.name)
    common = _common(site.origin, item, numbers)
    open_ = [key for key in item.repeats[common:] if key not in numbers]
    if open_:
        raise BareSetError(at=call.at, name=item.name)
    site.read(item.key, common)
    for key in item.repeats[common:]:
        site.read(key, common)
    steps = [(key, numbers[key]) for key in item.repeats[common:]]
    return _indexed(item, common, steps, call.at, raw=site.raw)


def _common(origin: Item, item: Item, numbers: Mapping[str, Closure]) -> int:
    count = 0
    for one, two in zip(origin.repeats, item.repeats, strict=False):
        if one != two or one in numbers:
            break
        count += 1
    return count


def _indexed(
    item: Item, common: int, steps: Sequence[tuple[str, Closure]], at: int, *, raw: bool
) -> Closure:
    def run(scope: Scope) -> Value:
        rows: Rows = scope.rows[:common]
        for key, number in steps:
            wanted = number_of(number(scope), at)
            ids = scope.world.cells[key][rows].value
            place = _whole(wanted)
            if not isinstance(ids, tuple) or not 1 <= place <= len(ids):
                return None
            rows = (*rows, str(ids[place - 1]))
        known = scope.world.cells[item.key][rows]
        return known.raw if raw else known.value

    return run


def _whole(number: Decimal | None) -> int:
    """Return a place in a repeat; 0 for what is none."""
    return 0 if number is None or number != number.to_integral_value() else int(number)


def _item(node: Node, site: Site) -> Item:
    if not isinstance(node, Name):
        raise UnexpectedTokenError(at=node.at, found=name_of(node))
    item = site.structure.find(node.name, site.origin)
    if item is None:
        raise UnknownNameError(at=node.at, name=node.name)
    return item


def _current(call: Call, site: Site, _scalar: Scalar) -> Closure:
    """Return the value that the whole expression is about, also inside a predicate."""
    item = site.origin
    if site.here.is_own:
        return lambda scope: scope.own
    if not item.is_leaf:
        raise UnknownNameError(at=call.at, name="current()")
    return lambda scope: scope.world.cells[item.key][scope.rows].raw


def _once(call: Call, site: Site, scalar: Scalar) -> Closure:
    """Return the value that was kept; the present one while none is."""
    first = scalar(call.arguments[0], site)

    def once(scope: Scope) -> Value:
        kept = scope.kept
        return first(scope) if kept is None else kept

    return once


def _instance(call: Call, _site: Site, _scalar: Scalar) -> Closure:
    raise UnexpectedTokenError(at=call.at, found="instance")


def _choice_name(call: Call, site: Site, scalar: Scalar) -> Closure:
    """Return the label of an option, in the language of the program."""
    run = scalar(call.arguments[0], site)
    options = _options(call.arguments[1], site)

    def label(scope: Scope) -> Value:
        name = run(scope)
        if name is None or isinstance(name, tuple):
            return None
        if not isinstance(name, str):
            raise NotATextError(at=call.at, found=shown(name))
        choice = options.get(name)
        return None if choice is None else choice.label.get(language())

    return label


def _options(node: Node, site: Site) -> Mapping[str, Choice]:
    """Return the options of the question that a text such as ``'${name}'`` means."""
    name = node.value if isinstance(node, String) else name_of(node)
    bare = name.removeprefix("${").removesuffix("}").strip()
    item = site.structure.find(bare, site.origin)
    if item is None or item.asked is None:
        raise UnknownNameError(at=node.at, name=bare)
    return {choice.name: choice for choice in item.asked.choices}


MAKERS: Mapping[str, Maker] = {
    "position": _position,
    "indexed-repeat": _indexed_repeat,
    "current": _current,
    "once": _once,
    "instance": _instance,
    "jr:choice-name": _choice_name,
}
