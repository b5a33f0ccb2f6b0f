"""Values of expressions, and how they are compared and counted with.

``None`` is a missing answer: what depends on it is unknown. ``ABSENT`` is a question that is
certainly not asked: it equals nothing, and what is selected in it is nothing.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
from kta_desktop.forms.errors import IncomparableError, NotANumberError
from kta_desktop.forms.moments import Moment, days, from_days, iso, moment_of, with_time


class Absent(Enum):
    """The value of a question that does not apply."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT

Single: TypeAlias = "bool | Decimal | str | date | time | Absent | None"
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
_NEAR = Decimal("1e-12")  # numbers that differ by less, relative to the larger, are equal


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
    if isinstance(value, date | time):
        return iso(value)
    return value if isinstance(value, str) else ""


def readable_number(text: str) -> Decimal | None:
    """Return the number that ``text`` means, with decimal comma or point; None if it is none."""
    return parse_number(text).value


def number_of(value: Value, at: int) -> Decimal | None:
    """Return ``value`` as an operand of arithmetic; None if it is missing. True counts as 1.

    Raises:
        NotANumberError: If it is something else than a number.
    """
    if isinstance(value, Decimal):
        return value
    if value is None or value is ABSENT or value == "":
        return None
    if isinstance(value, bool):
        return Decimal(int(value))
    number = readable_number(value) if isinstance(value, str) else None
    if number is None:
        raise NotANumberError(at=at, found=shown(value))
    return number


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
    """Return ``left sign right``; missing if one of them is, or where the result is no number.

    Dates differ by days, and days can be added to them.

    Raises:
        NotANumberError: If an operand is neither a number nor a fitting date.
    """
    if isinstance(left, date) or isinstance(right, date):
        return _dated(sign, left, right, at)
    one, two = number_of(left, at), number_of(right, at)
    if one is None or two is None:
        return None
    return bounded(lambda: _ARITHMETIC[sign](one, two))


def bounded(work: Callable[[], Decimal]) -> Decimal | None:
    """Return what ``work`` calculates; None where that is no number or too large."""
    try:
        found = work()
    except DecimalException:
        return None
    return found if found.is_finite() else None


def _dated(sign: str, left: Value, right: Value, at: int) -> Value:
    if sign == "-":
        one, two = _day(left), _day(right)
        if one is not None and two is not None:
            return bounded(lambda: CONTEXT.subtract(days(one), days(two)))
    if isinstance(left, date) and sign in ("+", "-"):
        count = number_of(right, at)
        return None if count is None else _moved(left, count if sign == "+" else -count)
    if isinstance(right, date) and sign == "+":
        count = number_of(left, at)
        return None if count is None else _moved(right, count)
    raise NotANumberError(at=at, found=shown(left if isinstance(left, date) else right))


def _day(value: Value) -> date | None:
    if isinstance(value, str):
        value = moment_of(value)
    return value if isinstance(value, date) else None


def _moved(start: date, count: Decimal) -> date | None:
    """Return a date so many whole days later, a date-time so many days; None past the calendar."""
    if abs(count) > _MAX_DAYS:
        return None
    if isinstance(start, datetime):
        return from_days(days(start) + count)
    try:
        return start + timedelta(days=int(count))
    except OverflowError:
        return None


def compare(sign: str, left: Value, right: Value, at: int) -> bool | None:
    """Return whether ``left sign right``; None if an answer it needs is missing.

    A comparison with the empty text asks whether there is an answer, and is always known.

    Raises:
        IncomparableError: If the two are not of comparable kinds.
    """
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _ORDER[sign](left, left if _is_near(left, right) else right)
    if "" in (left, right):
        return _blank(sign, right if left == "" else left, at)
    if left is None or right is None:
        return None
    if left is ABSENT or right is ABSENT:
        return sign == "!="
    pair = _common(sign, left, right)
    if pair is not None:
        return _ORDER[sign](*pair)
    if sign in ("=", "!=") and isinstance(left, str | Decimal) and isinstance(right, str | Decimal):
        return sign == "!="
    raise IncomparableError(at=at, left=shown(left), right=shown(right))


def _is_near(left: Decimal, right: Decimal) -> bool:
    if left == right:
        return True
    apart = bounded(lambda: CONTEXT.subtract(left, right))
    return apart is not None and abs(apart) <= _NEAR * max(abs(left), abs(right))


def _blank(sign: str, other: Value, at: int) -> bool:
    if sign not in ("=", "!="):
        raise IncomparableError(at=at, left=shown(other), right="")
    is_blank = other in (None, ABSENT, "", ())
    return is_blank if sign == "=" else not is_blank


def _common(sign: str, left: Value, right: Value) -> tuple[object, object] | None:
    """Return both values as one comparable kind; None if there is none."""
    if isinstance(left, bool) or isinstance(right, bool):
        return _truths(sign, left, right)
    if isinstance(left, date | time) or isinstance(right, date | time):
        return _moments(left, right)
    if isinstance(left, str) and isinstance(right, str):
        if sign in ("=", "!="):
            return left, right
        return _moments(left, right) or _numbers(left, right)  # texts as such have no order
    return _numbers(left, right)


def _truths(sign: str, left: Value, right: Value) -> tuple[object, object] | None:
    """Return two truths, or a truth and a number: equal if both hold, in order as 0 and 1."""
    if not (isinstance(left, bool | Decimal) and isinstance(right, bool | Decimal)):
        return None
    return (bool(left), bool(right)) if sign in ("=", "!=") else (Decimal(left), Decimal(right))


def _numbers(left: Value, right: Value) -> tuple[Decimal, Decimal] | None:
    one, two = (readable_number(each) if isinstance(each, str) else each for each in (left, right))
    if not isinstance(one, Decimal) or not isinstance(two, Decimal):
        return None
    return one, one if _is_near(one, two) else two


def _moments(left: Value, right: Value) -> tuple[Any, Any] | None:
    """Return two dates, date-times or times of day; ISO texts are read."""
    one, two = (_moment(left), _moment(right))
    if isinstance(one, date) and isinstance(two, date):
        return with_time(one), with_time(two)
    return (one, two) if isinstance(one, time) and isinstance(two, time) else None


def _moment(value: Value) -> Moment | None:
    if isinstance(value, str):
        return moment_of(value)
    return value if isinstance(value, date | time) else None
