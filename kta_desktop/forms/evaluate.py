"""Evaluation of expressions in three-valued logic.

A missing answer makes what depends on it unknown (``None``); unknown passes through ``and``,
``or`` and ``not``, but a known false settles ``and`` and a known true settles ``or``, also when
another operand cannot be evaluated at all. So the order of operands never matters.
"""

from functools import partial
from typing import Protocol

from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.functions import FUNCTIONS, condition
from kta_desktop.forms.nodes import (
    Binary,
    Call,
    Cells,
    Chain,
    Current,
    Name,
    Negative,
    Node,
    Number,
    String,
)
from kta_desktop.forms.values import CONTEXT, Value, bounded, calculate, compare, number_of

_ARITHMETIC = ("+", "-", "*", "div", "mod")


class Scope(Protocol):
    """What an expression can see."""

    def value_of(self, name: str, at: int) -> Value:
        """Return the value of a question; UnknownNameError if there is none."""

    def cells_of(self, table: str, column: str, at: int) -> Value:
        """Return the cells of a column, row by row; UnknownNameError if there is none."""

    def current(self) -> Value:
        """Return the answer that the expression is about."""


def evaluate(node: Node, scope: Scope) -> Value:
    """Return the value of ``node``; None where an answer is missing.

    Raises:
        EvaluationError: If it has no value, such as a comparison of a text with a date.
    """
    match node:
        case Chain():
            return _chain(node, scope)
        case Binary():
            return _binary(node, scope)
        case Call():
            arguments = [partial(evaluate, each, scope) for each in node.arguments]
            return FUNCTIONS[node.function].run(arguments, node.at)
        case Negative():
            return _negative(node, scope)
        case _:
            return _leaf(node, scope)


def holds(node: Node, scope: Scope) -> bool | None:
    """Return whether the condition ``node`` holds; None if it is undecided.

    Raises:
        EvaluationError: If it cannot be evaluated or is no condition.
    """
    return condition(evaluate(node, scope), node.at)


def _leaf(node: Node, scope: Scope) -> Value:
    match node:
        case Number(value) | String(value):
            return value
        case Name(name):
            return scope.value_of(name, node.at)
        case Cells(table, column):
            return scope.cells_of(table, column, node.at)
        case Current():
            return scope.current()
        case _:
            raise TypeError(node)


def _chain(node: Chain, scope: Scope) -> bool | None:
    settles = node.operator == "or"
    is_unknown = False
    failure: EvaluationError | None = None
    for operand in node.operands:
        try:
            value = holds(operand, scope)
        except EvaluationError as error:
            failure = error
            continue
        if value is settles:
            return settles
        is_unknown = is_unknown or value is None
    if failure is not None:
        raise failure
    return None if is_unknown else not settles


def _binary(node: Binary, scope: Scope) -> Value:
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    if node.operator in _ARITHMETIC:
        return calculate(node.operator, left, right, node.at)
    return compare(node.operator, left, right, node.at)


def _negative(node: Negative, scope: Scope) -> Value:
    number = number_of(evaluate(node.operand, scope), node.at)
    return None if number is None else bounded(partial(CONTEXT.minus, number), node.at)
