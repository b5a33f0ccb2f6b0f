"""Values of expressions, and how they are compared and counted with.

``None`` is a missing answer: what depends on it is unknown. ``ABSENT`` is a question that is
certainly not asked: it equals nothing, and what is selected in it is nothing.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from enum import Enum
from typing import Any, Final, TypeAlias

from kta_desktop.domain.numbers import parse_number, plain
from kta_desktop.forms.errors import (
    IncomparableError,
    NotADateError,
    NotANumberError,
    NumberRangeError,
)


class Absent(Enum):
    """The value of a question that does not apply."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT

Single: TypeAlias = "bool | Decimal | str | date | Absent | None"
Value: TypeAlias = "Single | tuple[Single, ...] | Selection"

# 34 digits as in IEEE 754 decimal128; the exponent is bounded so that a result fits on paper.
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_UP,
    Emax=384,
    Emin=-383,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
_MAX_DAYS = 4_000_000  # more than the calendar has


@dataclass(frozen=True, slots=True)
class Selection:
    """Options chosen by conditions; those whose condition is unknown are ``undecided``."""

    chosen: tuple[str, ...]
    undecided: frozenset[str]


def shown(value: Value) -> str:
    """Return ``value`` for a message to the author of an expression."""
    if isinstance(value, Selection):
        return ", ".join(value.chosen)
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None or value is ABSENT else str(value)


def readable_number(text: str) -> Decimal | None:
    """Return the number that ``text`` means, with decimal comma or point; None if it is none."""
    return parse_number(text).value


def number_of(value: Value, at: int) -> Decimal | None:
    """Return ``value`` as an operand of arithmetic; None if it is missing.

    Raises:
        NotANumberError: If it is something else than a number.
    """
    if value is None or value is ABSENT or value == "":
        return None
    if isinstance(value, Decimal):
        return value
    number = readable_number(value) if isinstance(value, str) else None
    if number is None:
        raise NotANumberError(at=at, found=shown(value))
    return number


def date_of(text: str, at: int) -> date:
    """Return the date of an ISO text; the time of day of a date-time is left out.

    Raises:
        NotADateError: If it is none.
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise NotADateError(at=at, found=text) from error


def rounded(number: Decimal, digits: int, at: int) -> Decimal:
    """Return ``number`` with ``digits`` decimals, halves away from zero.

    Raises:
        NumberRangeError: If the result has more than 34 digits.
    """
    try:
        return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, CONTEXT)
    except DecimalException as error:
        raise NumberRangeError(at=at) from error


_ARITHMETIC: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "div": CONTEXT.divide,
    "mod": CONTEXT.remainder,
}
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def calculate(sign: str, left: Value, right: Value, at: int) -> Value:
    """Return ``left sign right``; missing if one of them is. Dates differ by days.

    Raises:
        NotANumberError: If an operand is neither a number nor a fitting date.
        NumberRangeError: If the result is no number.
    """
    if isinstance(left, date):
        return _from_date(sign, left, right, at)
    one, two = number_of(left, at), number_of(right, at)
    if one is None or two is None:
        return None
    return bounded(lambda: _ARITHMETIC[sign](one, two), at)


def bounded(work: Callable[[], Decimal], at: int) -> Decimal:
    """Return what ``work`` calculates.

    Raises:
        NumberRangeError: If it divides by zero or leaves the range of numbers.
    """
    try:
        return work()
    except DecimalException as error:
        raise NumberRangeError(at=at) from error


def _from_date(sign: str, left: date, right: Value, at: int) -> Value:
    if sign == "-" and isinstance(right, date):
        return Decimal((left - right).days)
    days = number_of(right, at)
    if sign not in ("+", "-"):
        raise NotANumberError(at=at, found=shown(left))
    if days is None:
        return None
    if abs(days) > _MAX_DAYS:
        raise NumberRangeError(at=at)
    try:
        return left + timedelta(days=int(days if sign == "+" else -days))
    except OverflowError as error:
        raise NumberRangeError(at=at) from error


def compare(sign: str, left: Value, right: Value, at: int) -> bool | None:
    """Return whether ``left sign right``; None if an answer it needs is missing.

    A comparison with the empty text asks whether there is an answer, and is always known.

    Raises:
        IncomparableError: If the two are not of comparable kinds.
    """
    if "" in (left, right):
        return _blank(sign, right if left == "" else left, at)
    if left is None or right is None:
        return None
    if left is ABSENT or right is ABSENT:
        return sign == "!="
    pair = _common(left, right)
    if pair is not None:
        return _ORDER[sign](*pair)
    if sign in ("=", "!=") and isinstance(left, str | Decimal) and isinstance(right, str | Decimal):
        return sign == "!="
    raise IncomparableError(at=at, left=shown(left), right=shown(right))


def _blank(sign: str, other: Value, at: int) -> bool:
    if sign not in ("=", "!="):
        raise IncomparableError(at=at, left=shown(other), right="")
    is_blank = other in (None, ABSENT, "", ())
    return is_blank if sign == "=" else not is_blank


def _common(left: Value, right: Value) -> tuple[object, object] | None:
    """Return both values as one comparable kind; None if there is none."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (left, right) if isinstance(left, bool) and isinstance(right, bool) else None
    if isinstance(left, date) or isinstance(right, date):
        return _both(left, right, date, _iso_or_none)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _both(left, right, Decimal, readable_number)
    return (left, right) if isinstance(left, str) and isinstance(right, str) else None


def _both(
    left: Value, right: Value, kind: type, read: Callable[[str], object | None]
) -> tuple[object, object] | None:
    pair = tuple(
        item if isinstance(item, kind) else read(item) if isinstance(item, str) else None
        for item in (left, right)
    )
    return None if None in pair else (pair[0], pair[1])


def _iso_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
