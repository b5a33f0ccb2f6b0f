"""Our own functions; their names begin with ``kta:``."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kta_desktop.forms.errors import EvaluationError
from kta_desktop.forms.functions_kit import (
    ANY,
    Argument,
    Function,
    condition,
    items,
    numbers,
    operand,
    text_of,
)
from kta_desktop.forms.functions_numbers import total
from kta_desktop.forms.scope import Scope
from kta_desktop.forms.values import CONTEXT, Selection, Value, bounded


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
    return None if added is None else bounded(lambda: CONTEXT.divide(added, Decimal(len(found))))


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

    return bounded(between)


def _converted(arguments: Sequence[Argument], scope: Scope, at: int) -> Value:
    """Return a figure in another unit of its quantity: ``kta:conv(value, 'kg/h', 'g/s')``."""
    value = operand(arguments[0](), at)
    unit, target = (text_of(each(), at) for each in arguments[1:])
    if value is None or scope.host is None:
        return None
    return scope.host.convert(value, unit, target)


def _normalised(arguments: Sequence[Argument], scope: Scope, at: int) -> Value:
    """Return a concentration at 273.15 K, 101.3 kPa, in dry gas, at the reference oxygen, mg/Nm3.

    ``kta:norm(value, unit, o2, o2ref, moisture, temperature, pressure)``: % by volume, °C and kPa.
    An empty text for the reference oxygen asks for none; a missing answer leaves the figure
    unknown. Formulae: domain study KZ-KTA §5.4.
    """
    value, unit = operand(arguments[0](), at), text_of(arguments[1](), at)
    given = [each() for each in arguments[2:]]
    o2, reference, moisture, temperature, pressure = (operand(each, at) for each in given)
    is_corrected = given[1] != ""
    if value is None or scope.host is None or (is_corrected and None in (o2, reference)):
        return None
    return scope.host.normalise(value, unit, o2, reference, moisture, temperature, pressure)


def _in_level(arguments: Sequence[Argument], scope: Scope, at: int) -> Value:
    """Return whether a figure keeps the level of a concept: ``kta:in-ael('water.specific', v)``."""
    concept, value = text_of(arguments[0](), at), operand(arguments[1](), at)
    if value is None or scope.host is None:
        return None
    return scope.host.in_level(concept, value, scope.world.facts)


KTA: Mapping[str, Function] = {
    "kta:values": Function(2, ANY, _values, in_pairs=True),
    "kta:n-present": Function(1, ANY, _n_present, of_many=True),
    "kta:mean": Function(1, ANY, _mean, of_many=True),
    "kta:conv": Function(3, 3, in_scope=_converted),
    "kta:norm": Function(7, 7, in_scope=_normalised),
    "kta:in-ael": Function(2, 2, in_scope=_in_level),
    "kta:pctl": Function(2, 2, _percentile, of_many=True),
}
