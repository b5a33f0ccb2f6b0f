"""Dates and times as instruments write them, one cell at a time.

Everything is local time as Unix-like seconds: a clock without a zone is counted as if it were
UTC, and ``zones`` moves it. ``many_moments`` does the same to a column at once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kta_desktop.measurement.loggers.model import Order

DAY = 86_400
LONGEST = 64
"""Characters of a cell that is looked at."""
EPOCH = date(1970, 1, 1).toordinal()
YEARS = range(1990, 2100)
"""Years that a measurement can have; a clock that was never set says others."""
_DATE = (
    r"(?:(?P<a>\d{1,4})(?P<sep>[./-])(?P<b>\d{1,2}|[^\W\d_]{3,9})\.?(?P=sep)(?P<c>\d{4}|\d{2})"
    r"|(?P<d>\d{1,2})\.? +(?P<word>[^\W\d_]{3,9})\.?,? +(?P<y>\d{4})"
    r"|(?P<compact>(?:19|20)\d{6}))"
)
_CLOCK = (
    r"(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?"
    r"(?: ?(?P<p>[AaPp])\.? ?[Mm]\.?)?"
)
_ZONE = r"(?: ?(?P<z>Z|(?:UTC|GMT)(?![+-])|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?))?"
_DAYNAME = r"(?:[^\W\d_]{2,3}[.,]{0,2} +)?"
_UNTIL = r"(?: ?[–—] ?| - )(?:[\d./-]+ )?\d{1,2}:\d{2}(?::\d{2})?"  # periods count from their start
_COMPACT_CLOCK = r"(?P<H2>\d{2})(?P<M2>\d{2})(?P<S2>\d{2})"
DATE = re.compile(_DAYNAME + _DATE + r"(?: г\.?)?")
CLOCK = re.compile(_CLOCK + _ZONE)
STAMP = re.compile(
    rf"{_DAYNAME}{_DATE}(?: г\.?)?(?:,? +|T|[_/]| - |-(?=\d\d:))"
    rf"(?:{_CLOCK}|{_COMPACT_CLOCK}){_ZONE}(?:{_UNTIL})?"
)
ELAPSED = re.compile(
    r"(?:(?P<d>\d+)[d. ] ?)?(?P<H>\d{1,5}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d+))?)?"
)
_MONTHS = (
    ("jan", "янв", "қаң"), ("feb", "фев", "ақп"), ("mar", "мар", "нау", "mär", "mrz"),
    ("apr", "апр", "сәу"), ("may", "май", "мая", "мам", "mai"), ("jun", "июн", "мау"),
    ("jul", "июл", "шіл"), ("aug", "авг", "там"), ("sep", "сен", "қыр"),
    ("oct", "окт", "қаз", "okt"), ("nov", "ноя", "қар"), ("dec", "дек", "жел", "dez"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that a cell says.

    Attributes:
        seconds: Local seconds since 1970, or since midnight for a clock alone.
        offset: Seconds that the zone in the cell is ahead of UTC; None if it names none.
    """

    seconds: float
    offset: int | None = None


def cleaned(text: str) -> str:
    """Return a cell with plain spaces and single ones, without quotation marks; no long one."""
    return " ".join(text[:LONGEST].strip().strip('"').split())


def stamp(text: str, order: Order) -> Moment | None:
    """Return the moment of a date with a time; None if it is none, or there is no such day."""
    found = STAMP.fullmatch(cleaned(text))
    if found is None:
        return None
    day, clock = _day(found, order), clock_seconds(found)
    if day is None or clock is None:
        return None
    return Moment(day * DAY + clock, offset_of(found["z"]))


def day(text: str, order: Order) -> int | None:
    """Return the day since 1970 of a date; None if it is none."""
    found = DATE.fullmatch(cleaned(text))
    return None if found is None else _day(found, order)


def clock(text: str) -> Moment | None:
    """Return the time of day; None if it is none."""
    found = CLOCK.fullmatch(cleaned(text))
    seconds = None if found is None else clock_seconds(found)
    if found is None or seconds is None:
        return None
    return Moment(seconds, offset_of(found["z"]))


def elapsed(text: str) -> float | None:
    """Return the seconds of ``hh:mm:ss`` with any number of hours, or of ``mm:ss``-less days."""
    found = ELAPSED.fullmatch(cleaned(text))
    if found is None:
        return None
    minute, second = int(found["M"]), int(found["S"] or 0)
    if minute > 59 or second > 59:
        return None
    whole = int(found["d"] or 0) * DAY + int(found["H"]) * 3600 + minute * 60 + second
    return whole + fraction(found["f"])


def fraction(digits: str | None) -> float:
    """Return the part of a second that digits behind its mark say."""
    return int(digits) / 10 ** len(digits) if digits else 0.0


def clock_seconds(found: re.Match[str]) -> float | None:
    """Return the seconds since midnight of a match with a clock; None if there is no such time."""
    parts = found.groupdict()
    if parts.get("H2"):
        hour, minute, second, half = int(parts["H2"]), int(parts["M2"]), int(parts["S2"]), None
    else:
        hour, minute = int(parts["H"]), int(parts["M"])
        second, half = int(parts["S"] or 0), parts["p"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        return None
    return hour * 3600 + minute * 60 + second + fraction(parts["f"])


def offset_of(zone: str | None) -> int | None:
    """Return the seconds that a written zone is ahead of UTC; None if none is written."""
    if not zone:
        return None
    if zone in {"Z", "UTC", "GMT"}:
        return 0
    found = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", zone)
    if found is None or int(found[2]) > 14:
        return None
    seconds = int(found[2]) * 3600 + int(found[3] or 0) * 60
    return -seconds if found[1] == "-" else seconds


def parts_of(text: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a date with a doubtful order; None if its order is plain."""
    plain = cleaned(text)
    found = STAMP.fullmatch(plain) or DATE.fullmatch(plain)
    if found is None or found["a"] is None or len(found["a"]) > 2 or not found["b"].isdecimal():
        return None
    return int(found["a"]), int(found["b"]), int(found["c"])


def _day(found: re.Match[str], order: Order) -> int | None:
    numbers = _numbers(found, order)
    return None if numbers is None else day_number(*numbers)


def _numbers(found: re.Match[str], order: Order) -> tuple[int, int, int] | None:
    """Return year, month and day of a match; None if a month has no known name."""
    if found["compact"]:
        text = found["compact"]
        return int(text[:4]), int(text[4:6]), int(text[6:])
    if found["word"]:
        month = MONTHS.get(found["word"][:3].lower())
        return None if month is None else (int(found["y"]), month, int(found["d"]))
    first, middle, last = found["a"], found["b"], found["c"]
    if not middle.isdecimal():
        month = MONTHS.get(middle[:3].lower())
        return None if month is None else (_year(last), month, int(first))
    return arranged((first, middle, last), order)


def arranged(parts: Sequence[str], order: Order) -> tuple[int, int, int]:
    """Return year, month and day of three written numbers; four digits in front are a year."""
    first, middle, last = parts
    if len(first) > 2:
        return int(first), int(middle), int(last)
    if order is Order.MDY:
        return _year(last), int(first), int(middle)
    if order is Order.YMD and len(last) <= 2:
        return _year(first), int(middle), int(last)
    return _year(last), int(middle), int(first)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) <= 2 else 0)


@lru_cache(maxsize=4096)
def day_number(year: int, month: int, day_of_month: int) -> int | None:
    """Return the day since 1970-01-01; None if there is no such day."""
    try:
        return date(year, month, day_of_month).toordinal() - EPOCH
    except ValueError:
        return None
