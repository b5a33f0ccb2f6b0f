"""Functions over dates and times."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

from kta_desktop.forms.errors import NotADateError
from kta_desktop.forms.functions_kit import Argument, Function, is_blank, single, text_of
from kta_desktop.forms.moments import (
    Moment,
    ahead,
    days,
    formatted,
    from_days,
    moment_of,
    present,
    with_time,
)
from kta_desktop.forms.values import Value, shown


def _moment(value: Value, at: int) -> Moment | None:
    """Return what a date, an ISO text or a number of days means; None if it is blank.

    Raises:
        NotADateError: If it is something else.
    """
    value = single(value, at)
    if is_blank(value):
        return None
    found: Moment | None = None
    if isinstance(value, date | time):
        return value
    if isinstance(value, str):
        found = moment_of(value)
    elif isinstance(value, Decimal):
        found = from_days(value)
    if found is None:
        raise NotADateError(at=at, found=shown(value))
    return found


def _dated(value: Value, at: int) -> date | None:
    """Return a date or date-time; NotADateError for a time without a day."""
    found = _moment(value, at)
    if isinstance(found, time):
        raise NotADateError(at=at, found=shown(value))
    return found


def _date(arguments: Sequence[Argument], at: int) -> Value:
    found = _dated(arguments[0](), at)
    return found.date() if isinstance(found, datetime) else found


def _date_time(arguments: Sequence[Argument], at: int) -> Value:
    found = _dated(arguments[0](), at)
    return None if found is None else with_time(found)


def _today(_arguments: Sequence[Argument], _at: int) -> Value:
    return present().date()


def _now(_arguments: Sequence[Argument], _at: int) -> Value:
    return present()


def _format(arguments: Sequence[Argument], at: int) -> Value:
    found, pattern = _dated(arguments[0](), at), text_of(arguments[1](), at)
    return "" if found is None else formatted(found, pattern, at)


def _decimal_date_time(arguments: Sequence[Argument], at: int) -> Value:
    """A text that names its zone is counted in UTC: it is the same moment everywhere."""
    value = single(arguments[0](), at)
    found = _dated(value, at)
    if found is None:
        return None
    if not isinstance(value, str):
        return days(found)
    with suppress(OverflowError):  # the first or last day that the calendar has
        return days(with_time(found) - ahead(value))
    return None


def _decimal_time(arguments: Sequence[Argument], at: int) -> Value:
    found = _moment(arguments[0](), at)
    if isinstance(found, datetime):
        return days(found.time())
    return days(found) if isinstance(found, time) else None if found is None else Decimal(0)


DATES: Mapping[str, Function] = {
    "today": Function(0, 0, _today),
    "now": Function(0, 0, _now),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "format-date": Function(2, 2, _format),
    "format-date-time": Function(2, 2, _format),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
}
