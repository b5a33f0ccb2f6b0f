"""The functions of the expression language: a table, so that a new one is a new row.

A function is given its arguments unevaluated and evaluates those it needs: ``if`` and
``coalesce`` stop early. Names without a prefix mean what they mean in XLSForm; ours begin with
``kta:``.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kta_desktop.forms.errors import EvaluationError, NotATextError
from kta_desktop.forms.functions_kit import ANY, Argument, Function, condition, items, numbers
from kta_desktop.forms.values import (
    ABSENT,
    CONTEXT,
    Selection,
    Value,
    bounded,
    date_of,
    number_of,
    readable_number,
    rounded,
    shown,
)

_MAX_DIGITS = 30  # decimals that round() takes


def _not(arguments: Sequence[Argument], at: int) -> Value:
    value = condition(arguments[0](), at)
    return None if value is None else not value


def _if(arguments: Sequence[Argument], at: int) -> Value:
    value = condition(arguments[0](), at)
    return None if value is None else arguments[1 if value else 2]()


def _coalesce(arguments: Sequence[Argument], _at: int) -> Value:
    for each in arguments:
        value = each()
        if value not in (None, ABSENT, "", ()):
            return value
    return None


def _selected(arguments: Sequence[Argument], at: int) -> Value:
    value, option = arguments[0](), arguments[1]()
    if not isinstance(option, str):
        raise NotATextError(at=at, found=shown(option))
    if value is None or value == ():
        return None
    if value is ABSENT:
        return False
    if isinstance(value, str):
        return value == option
    return _among(value, option, at)


def _among(value: Value, option: str, at: int) -> bool | None:
    """Return whether ``option`` is in a list; unknown while an item of the list is missing."""
    match value:
        case Selection(chosen, undecided):
            return option in chosen or (None if option in undecided else False)
        case tuple():
            return option in value or (None if None in value else False)
        case _:
            raise NotATextError(at=at, found=shown(value))


def _count(arguments: Sequence[Argument], _at: int) -> Value:
    value = arguments[0]()
    return None if value is None else Decimal(sum(1 for _item in items(value)))


def _sum(arguments: Sequence[Argument], at: int) -> Value:
    found = numbers(arguments, at)
    total = Decimal(0)
    for number in found:
        total = _added(total, number, at)
    return total if found else None


def _added(one: Decimal, two: Decimal, at: int) -> Decimal:
    return bounded(lambda: CONTEXT.add(one, two), at)


def _min(arguments: Sequence[Argument], at: int) -> Value:
    return min(numbers(arguments, at), default=None)


def _max(arguments: Sequence[Argument], at: int) -> Value:
    return max(numbers(arguments, at), default=None)


def _number(arguments: Sequence[Argument], at: int) -> Value:
    value = arguments[0]()
    if isinstance(value, bool):
        return Decimal(int(value))
    return readable_number(value) if isinstance(value, str) else number_of(value, at)


def _round(arguments: Sequence[Argument], at: int) -> Value:
    number = number_of(arguments[0](), at)
    digits = number_of(arguments[1](), at) if len(arguments) > 1 else Decimal(0)
    if number is None or digits is None:
        return None
    limited = max(-_MAX_DIGITS, min(_MAX_DIGITS, int(digits)))
    return rounded(number, limited, at)


def _date(arguments: Sequence[Argument], at: int) -> Value:
    value = arguments[0]()
    return date_of(value, at) if isinstance(value, str) and value else None


def _values(arguments: Sequence[Argument], at: int) -> Value:
    """Return the options whose condition holds: ``kta:values('a', expr, 'b', expr, …)``."""
    chosen: list[str] = []
    undecided: set[str] = set()
    for option, test in zip(arguments[::2], arguments[1::2], strict=True):
        name = str(option())
        try:
            holds = condition(test(), at)
        except EvaluationError:
            holds = None
        if holds:
            chosen.append(name)
        elif holds is None:
            undecided.add(name)
    return Selection(tuple(chosen), frozenset(undecided))


__all__ = ["FUNCTIONS", "Argument", "Function", "condition"]

FUNCTIONS: Mapping[str, Function] = {
    "true": Function(0, 0, lambda _arguments, _at: True),
    "false": Function(0, 0, lambda _arguments, _at: False),
    "not": Function(1, 1, _not),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, ANY, _coalesce, of_many=True),
    "selected": Function(2, 2, _selected, of_many=True),
    "count": Function(1, 1, _count, of_many=True),
    "count-selected": Function(1, 1, _count, of_many=True),
    "sum": Function(1, ANY, _sum, of_many=True),
    "min": Function(1, ANY, _min, of_many=True),
    "max": Function(1, ANY, _max, of_many=True),
    "number": Function(1, 1, _number),
    "round": Function(1, 2, _round),
    "date": Function(1, 1, _date),
    "kta:values": Function(2, ANY, _values, in_pairs=True),
}
