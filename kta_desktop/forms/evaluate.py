"""Expressions made ready to run, in three-valued logic.

A missing answer makes what depends on it unknown (``None``); unknown passes through ``and``,
``or`` and ``not``, but a known false settles ``and`` and a known true settles ``or``, also when
another operand cannot be evaluated at all. So the order of operands never matters.

An expression becomes one Python function of a ``Scope``, made of one small function for each of
its parts: names are looked up once, and nothing is ever handed to ``eval``.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from kta_desktop.forms.errors import BareSetError, EvaluationError
from kta_desktop.forms.functions_kit import Function, condition
from kta_desktop.forms.lists import column_of, column_value, demand_filter, list_values
from kta_desktop.forms.nodes import (
    Bare,
    Binary,
    Call,
    Cells,
    Chain,
    Current,
    Located,
    Name,
    Negative,
    Node,
    Number,
    Parent,
    Path,
    String,
)
from kta_desktop.forms.paths import is_list, name_of, nodes, only, value
from kta_desktop.forms.remembering import is_total, remembered
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.signatures import SIGNATURES
from kta_desktop.forms.site import Closure, Site
from kta_desktop.forms.special import MAKERS
from kta_desktop.forms.values import CONTEXT, Value, bounded, calculate, compare, number_of

_ARITHMETIC = ("+", "-", "*", "div", "mod")
_LOCATED = (Name, Cells, Current, Parent, Bare, Path)


def compiled(node: Node, site: Site) -> Closure:
    """Return ``node`` ready to run; a set of places gives a tuple of their values.

    Raises:
        ExpressionError: If a name is unknown, or a set stands where one value is needed.
    """
    return _MAKERS[type(node)](node, site)


def scalar(node: Node, site: Site) -> Closure:
    """Return ``node`` ready to run where one value is needed.

    Raises:
        BareSetError: If it is a repeat, or a question in one that nothing chooses from.
        ExpressionError: As ``compiled``.
    """
    if not isinstance(node, _LOCATED):
        return compiled(node, site)
    if isinstance(node, Path) and is_list(node):
        demand_filter(node)
        many = list_values(node, site)
        return lambda scope: only(many(scope), node.at)
    if site.options and column_of(node) is not None:
        return compiled(node, site)
    found = nodes(node, site)
    run = value(found, site, node.at)
    if found.find is None or found.is_own:
        return run
    if not found.is_filtered:
        raise BareSetError(at=node.at, name=name_of(node))
    if found.item.holds_many:
        return run
    return lambda scope: only(run(scope), node.at)


def whole(node: Node, site: Site) -> Closure:
    """Return ``node`` ready to run for somebody who looks at it: one value, or a list of them.

    Raises:
        ExpressionError: As ``compiled``.
    """
    run = compiled(node, site)
    if not isinstance(node, Path) or not (node.filters or any(s.filters for s in node.steps)):
        return run

    def shown(scope: Scope) -> Value:
        found = run(scope)
        if not isinstance(found, tuple):
            return found
        known = tuple(each for each in found if each is not None)
        return known if len(known) > 1 else only(known, node.at)

    return shown


def truth(node: Node, site: Site) -> Callable[[Scope], bool | None]:
    """Return the condition ``node`` ready to run; it gives None while it is undecided.

    Raises:
        ExpressionError: As ``scalar``.
    """
    run, at = scalar(node, site), node.at
    return lambda scope: condition(run(scope), at)


def _constant(node: Number | String, _site: Site) -> Closure:
    constant = node.value
    return lambda _scope: constant


def _located(node: Located, site: Site) -> Closure:
    if isinstance(node, Path) and is_list(node):
        return list_values(node, site)
    column = column_of(node) if site.options else None
    if column is not None:
        return column_value(column)
    return value(nodes(node, site), site, node.at)


def _chain(node: Chain, site: Site) -> Closure:
    operands = [truth(each, site) for each in node.operands]
    settles = node.operator == "or"

    def run(scope: Scope) -> Value:
        is_unknown = False
        failure: EvaluationError | None = None
        for operand in operands:
            try:
                decided = operand(scope)
            except EvaluationError as error:
                failure = error
                continue
            if decided is settles:
                return settles
            is_unknown = is_unknown or decided is None
        if failure is not None:
            raise failure
        return None if is_unknown else not settles

    return run


def _binary(node: Binary, site: Site) -> Closure:
    left, right = scalar(node.left, site), scalar(node.right, site)
    operator, at = node.operator, node.at
    if operator in _ARITHMETIC:
        return lambda scope: calculate(operator, left(scope), right(scope), at)
    return lambda scope: compare(operator, left(scope), right(scope), at)


def _negative(node: Negative, site: Site) -> Closure:
    operand, at = scalar(node.operand, site), node.at

    def run(scope: Scope) -> Value:
        number = number_of(operand(scope), at)
        return None if number is None else bounded(partial(CONTEXT.minus, number))

    return run


def _call(node: Call, site: Site) -> Closure:
    maker = MAKERS.get(node.function)
    if maker is not None:
        return maker(node, site, scalar)
    return remembered(node, site, _function) if is_total(node) else _function(node, site)


def _function(node: Call, site: Site) -> Closure:
    function = SIGNATURES[node.function]
    make = compiled if function.of_many else scalar
    return _run(function, [make(each, site) for each in node.arguments], node.at)


def _run(function: Function, arguments: Sequence[Closure], at: int) -> Closure:
    run, in_scope = function.run, function.in_scope
    if in_scope is not None:
        return lambda scope: in_scope([partial(each, scope) for each in arguments], scope, at)
    if run is None:
        raise TypeError(function)
    return lambda scope: run([partial(each, scope) for each in arguments], at)


_MAKERS: Mapping[type, Callable[[Any, Site], Closure]] = {
    Number: _constant,
    String: _constant,
    Chain: _chain,
    Binary: _binary,
    Call: _call,
    Negative: _negative,
    **dict.fromkeys(_LOCATED, _located),
}
