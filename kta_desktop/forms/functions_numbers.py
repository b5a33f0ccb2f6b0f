"""Functions over numbers. Where the result is no number, it is blank: never an exception."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import partial

from kta_desktop.forms.functions_kit import (
    ANY,
    Argument,
    Function,
    items,
    numbers,
    operand,
    single,
)
from kta_desktop.forms.moments import days
from kta_desktop.forms.values import CONTEXT, Value, bounded, number_of

_MAX_DECIMALS = 30  # more, or fewer than -30, and JavaRosa too gives no number


def _number(arguments: Sequence[Argument], at: int) -> Value:
    """Dates are whole days from 1970-01-01; a text in e-notation is none, as in XForms."""
    value = single(arguments[0](), at)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, date):
        return days(value).to_integral_value(ROUND_FLOOR)
    if isinstance(value, str) and "e" in value.lower():
        return None
    return operand(value, at)


def _round(arguments: Sequence[Argument], at: int) -> Value:
    """Halves go away from zero."""
    number = operand(arguments[0](), at)
    decimals = operand(arguments[1](), at) if len(arguments) > 1 else Decimal(0)
    if number is None or decimals is None or abs(decimals) > _MAX_DECIMALS:
        return None
    return rounded(number, int(decimals))


def rounded(number: Decimal, decimals: int) -> Decimal | None:
    """Return ``number`` with at most ``decimals`` decimals, halves away from zero."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -decimals:
        return number  # also one with more digits than the context has
    last = Decimal(1).scaleb(-decimals)
    return bounded(lambda: number.quantize(last, ROUND_HALF_UP, CONTEXT))


def _whole(rounding: str) -> Callable[[Sequence[Argument], int], Value]:
    def run(arguments: Sequence[Argument], at: int) -> Value:
        number = operand(arguments[0](), at)
        return None if number is None else number.to_integral_value(rounding)

    return run


def _of_one(work: Callable[[Decimal], Decimal]) -> Callable[[Sequence[Argument], int], Value]:
    def run(arguments: Sequence[Argument], at: int) -> Value:
        number = operand(arguments[0](), at)
        return None if number is None else bounded(lambda: work(number))

    return run


def _pow(arguments: Sequence[Argument], at: int) -> Value:
    base, exponent = operand(arguments[0](), at), operand(arguments[1](), at)
    if base is None or exponent is None:
        return None
    if not exponent:
        return Decimal(1)  # also of zero, as in IEEE 754
    return bounded(lambda: CONTEXT.power(base, exponent))


def total(found: Sequence[Decimal]) -> Decimal | None:
    """Return the sum; None if there is nothing to add, or the sum is too large."""
    result: Decimal | None = Decimal(0)
    for number in found:
        before = result
        if before is None:
            return None
        result = bounded(partial(CONTEXT.add, before, number))
    return result if found else None


def _sum(arguments: Sequence[Argument], at: int) -> Value:
    return total(numbers(arguments, at))


def _extreme(choose: Callable[..., Decimal | date]) -> Callable[[Sequence[Argument], int], Value]:
    """Return min or max; of dates the first or last."""

    def run(arguments: Sequence[Argument], at: int) -> Value:
        found = [item for each in arguments for item in items(each())]
        if found and all(isinstance(item, date) for item in found):
            return choose(item for item in found if isinstance(item, date))
        known = [number for item in found if (number := number_of(item, at)) is not None]
        return choose(known) if known else None

    return run


NUMBERS: Mapping[str, Function] = {
    "number": Function(1, 1, _number),
    "round": Function(1, 2, _round),
    "int": Function(1, 1, _whole(ROUND_DOWN)),
    "floor": Function(1, 1, _whole(ROUND_FLOOR)),
    "ceiling": Function(1, 1, _whole(ROUND_CEILING)),
    "abs": Function(1, 1, _of_one(abs)),
    "sqrt": Function(1, 1, _of_one(CONTEXT.sqrt)),
    "exp": Function(1, 1, _of_one(CONTEXT.exp)),
    "log": Function(1, 1, _of_one(CONTEXT.ln)),
    "log10": Function(1, 1, _of_one(CONTEXT.log10)),
    "pow": Function(2, 2, _pow),
    "sum": Function(1, ANY, _sum, of_many=True),
    "min": Function(1, ANY, _extreme(min), of_many=True),
    "max": Function(1, ANY, _extreme(max), of_many=True),
}
