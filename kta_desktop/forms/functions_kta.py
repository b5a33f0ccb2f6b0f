"""Our own functions; their names begin with ``kta:``."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.functions_kit import (
    ANY,
    Argument,
    Function,
    calculated,
    condition,
    items,
    numbers,
    operand,
)
from kta_desktop.forms.functions_numbers import total
from kta_desktop.forms.values import CONTEXT, Selection, Value


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


def _n_present(arguments: Sequence[Argument], _at: int) -> Value:
    return Decimal(sum(1 for each in arguments for _item in items(each())))


def _mean(arguments: Sequence[Argument], at: int) -> Value:
    found = numbers(arguments, at)
    added = total(found)
    return None if added is None else calculated(lambda: CONTEXT.divide(added, Decimal(len(found))))


def _percentile(arguments: Sequence[Argument], at: int) -> Value:
    """Return the percentile of a list: ``kta:pctl(values, 95)``; blanks are skipped.

    Linear interpolation between the order statistics around (n − 1)·p: definition 7 of Hyndman
    and Fan, «Sample quantiles in statistical packages», The American Statistician 50 (1996) 4,
    pp. 361–365; the one that R, NumPy and PERCENTILE.INC of spreadsheets use unless told else.
    """
    found, percent = sorted(numbers(arguments[:1], at)), operand(arguments[1](), at)
    if not found or percent is None or not 0 <= percent <= 100:
        return None

    def between() -> Decimal:
        place = CONTEXT.divide(CONTEXT.multiply(Decimal(len(found) - 1), percent), Decimal(100))
        below = int(place)
        first, second = found[below], found[min(below + 1, len(found) - 1)]
        step = CONTEXT.multiply(CONTEXT.subtract(second, first), CONTEXT.subtract(place, below))
        return CONTEXT.add(first, step)

    return calculated(between)


KTA: Mapping[str, Function] = {
    "kta:values": Function(2, ANY, _values, in_pairs=True),
    "kta:n-present": Function(1, ANY, _n_present, of_many=True),
    "kta:mean": Function(1, ANY, _mean, of_many=True),
    "kta:pctl": Function(2, 2, _percentile, of_many=True),
}
