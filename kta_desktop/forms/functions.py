"""The functions of the expression language: a table, so that a new one is a new row.

A function is given its arguments unevaluated and evaluates those it needs: ``if`` and
``coalesce`` stop early. Names without a prefix mean what they mean in XLSForm; ours begin with
``kta:``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.forms.errors import EvaluationError, NotAConditionError, NotATextError
from kta_desktop.forms.values import (
    ABSENT,
    CONTEXT,
    Selection,
    Single,
    Value,
    bounded,
    date_of,
    number_of,
    readable_number,
    rounded,
    shown,
)

Argument: TypeAlias = Callable[[], Value]
_Run: TypeAlias = Callable[[Sequence[Argument], int], Value]
_MAX_DIGITS = 30  # decimals that round() takes
ANY = 10_000  # as many arguments as fit


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how many arguments it takes, and what it does with them and its place."""

    least: int
    most: int
    run: _Run
    in_pairs: bool = False

    def takes(self, count: int) -> bool:
        """Whether it may be called with ``count`` arguments."""
        return self.least <= count <= self.most and not (self.in_pairs and count % 2)


def condition(value: Value, at: int) -> bool | None:
    """Return ``value`` as a condition; None if it is unknown. A text is never a condition.

    Raises:
        NotAConditionError: If it is a text, number, date or list.
    """
    if value is None or isinstance(value, bool):
        return value
    if value is ABSENT:
        return False
    raise NotAConditionError(at=at, found=shown(value))


def _items(value: Value) -> Iterable[Single]:
    """Return what ``value`` holds; a single value is a list of one."""
    if isinstance(value, Selection):
        return value.chosen
    found = value if isinstance(value, tuple) else (value,)
    return (item for item in found if item is not None and item is not ABSENT)


def _numbers(arguments: Sequence[Argument], at: int) -> list[Decimal]:
    """Return the numbers of all arguments; blanks are skipped, never counted as zero."""
    found = (number_of(item, at) for each in arguments for item in _items(each()))
    return [number for number in found if number is not None]


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
    return None if value is None else Decimal(sum(1 for _item in _items(value)))


def _sum(arguments: Sequence[Argument], at: int) -> Value:
    numbers = _numbers(arguments, at)
    total = Decimal(0)
    for number in numbers:
        total = _added(total, number, at)
    return total if numbers else None


def _added(one: Decimal, two: Decimal, at: int) -> Decimal:
    return bounded(lambda: CONTEXT.add(one, two), at)


def _min(arguments: Sequence[Argument], at: int) -> Value:
    return min(_numbers(arguments, at), default=None)


def _max(arguments: Sequence[Argument], at: int) -> Value:
    return max(_numbers(arguments, at), default=None)


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


FUNCTIONS: Mapping[str, Function] = {
    "true": Function(0, 0, lambda _arguments, _at: True),
    "false": Function(0, 0, lambda _arguments, _at: False),
    "not": Function(1, 1, _not),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, ANY, _coalesce),
    "selected": Function(2, 2, _selected),
    "count": Function(1, 1, _count),
    "count-selected": Function(1, 1, _count),
    "sum": Function(1, ANY, _sum),
    "min": Function(1, ANY, _min),
    "max": Function(1, ANY, _max),
    "number": Function(1, 1, _number),
    "round": Function(1, 2, _round),
    "date": Function(1, 1, _date),
    "kta:values": Function(2, ANY, _values, in_pairs=True),
}
