"""Dates and times in expressions: read from ISO texts, counted in days, written by a pattern.

Values carry no zone: they are dates and times of the place where the audit is, whatever device
looks at them. Of a text that names its zone the clock of that place is taken. Days are counted
from 1 January 1970, 00:00.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import TypeAlias

from kta_desktop.forms.errors import NotAPatternOfDatesError

Moment: TypeAlias = date | datetime | time

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time has no zone here
_DAY_US = 86_400_000_000  # microseconds
_CONTEXT = Context(prec=34)
_LAST_DAY = 2_932_896  # 31 December 9999

_DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
_TIME = (
    r"(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(?P<zone>Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?"
)
_DATE_TIME = re.compile(rf"{_DAY}(?:[T ]{_TIME})?", re.ASCII)
_ONLY_TIME = re.compile(_TIME, re.ASCII)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# None = nothing is held; an empty list = held, but nobody has looked yet.
_clock: ContextVar[list[datetime] | None] = ContextVar("clock", default=None)


@contextmanager
def one_clock(moment: datetime | None = None) -> Iterator[None]:
    """Hold ``now()`` still: at ``moment``, else at the first look; inner calls keep it.

    One recompute runs inside one such block, so that ``today()`` means one day all through it.
    """
    if moment is None and _clock.get() is not None:
        yield
        return
    token = _clock.set([] if moment is None else [moment])
    try:
        yield
    finally:
        _clock.reset(token)


def present() -> datetime:
    """Return what ``now()`` is: the clock that is held, else that of the device; local time."""
    held = _clock.get()
    if held is None:
        return _local_now()
    if not held:
        held.append(_local_now())
    return held[0]


def _local_now() -> datetime:
    found = datetime.now(UTC).astimezone().replace(tzinfo=None)
    return found.replace(microsecond=found.microsecond // 1000 * 1000)


def moment_of(text: str) -> Moment | None:
    """Return the date, date-time or time that an ISO text means; None if it is none."""
    stripped = text.strip()
    found = _DATE_TIME.fullmatch(stripped) or _ONLY_TIME.fullmatch(stripped)
    if found is None:
        return None
    parts = found.groupdict()
    with suppress(ValueError, OverflowError):
        if parts["time"] is None:
            return date.fromisoformat(str(parts.get("day")))
        hour = time.fromisoformat(parts["time"])
        day = parts.get("day")
        return hour if day is None else datetime.combine(date.fromisoformat(day), hour)
    return None


def ahead(text: str) -> timedelta:
    """Return how far the clock of a text that names its zone is ahead of UTC; nothing if none."""
    found = _DATE_TIME.fullmatch(text.strip())
    zone = None if found is None else found["zone"]
    if zone in (None, "Z"):
        return timedelta(0)
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def with_time(moment: date) -> datetime:
    """Return a date as its first moment; a date-time as it is."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def days(moment: Moment) -> Decimal:
    """Return the days from the epoch to a date or date-time; of a time its share of the day."""
    if isinstance(moment, time):
        moment = datetime.combine(EPOCH.date(), moment)
    passed = with_time(moment) - EPOCH
    whole = Decimal(passed // timedelta(microseconds=1))
    return _CONTEXT.divide(whole, Decimal(_DAY_US))


def from_days(count: Decimal) -> datetime | None:
    """Return the moment that many days after the epoch; None if the calendar has none."""
    if abs(count) > _LAST_DAY:
        return None
    with suppress(OverflowError):
        milliseconds = int(_CONTEXT.multiply(count, Decimal(_DAY_US // 1000)).to_integral_value())
        return EPOCH + timedelta(milliseconds=milliseconds)
    return None


def iso(moment: Moment) -> str:
    """Return the ISO form: ``2026-11-22``, ``2026-11-22T10:30:00.000``, ``10:30:00.000``."""
    if isinstance(moment, datetime | time):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


_SIGNS: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda moment: f"{moment.year:04d}",
    "y": lambda moment: f"{moment.year % 100:02d}",
    "m": lambda moment: f"{moment.month:02d}",
    "n": lambda moment: str(moment.month),
    "b": lambda moment: _MONTHS[moment.month - 1],
    "d": lambda moment: f"{moment.day:02d}",
    "e": lambda moment: str(moment.day),
    "H": lambda moment: f"{moment.hour:02d}",
    "h": lambda moment: str(moment.hour),
    "M": lambda moment: f"{moment.minute:02d}",
    "S": lambda moment: f"{moment.second:02d}",
    "3": lambda moment: f"{moment.microsecond // 1000:03d}",
    "a": lambda moment: _DAYS[moment.weekday()],
    "%": lambda _moment: "%",
}


def formatted(moment: date, pattern: str, at: int) -> str:
    """Return ``moment`` written by ``pattern``, whose signs are those of XLSForm.

    Names of months and days are English wherever it runs: a value must not depend on the device.

    Raises:
        NotAPatternOfDatesError: If a sign has no meaning.
    """
    moment = with_time(moment)

    def written(found: re.Match[str]) -> str:
        sign = _SIGNS.get(found[1])
        if sign is None:
            raise NotAPatternOfDatesError(at=at, found=found[0], example="%d.%m.%Y")
        return sign(moment)

    return re.sub("%(.?)", written, pattern, flags=re.DOTALL)
