"""Numbers, times and units as people read them in Kazakhstan.

Decimal comma in Russian and Kazakh, point in English; thin no-break spaces (U+202F) between
thousands; minus ``−``; a no-break space before ``%`` and units. Sizes count in 1024, as file
managers do. Times are shown in the zone of the machine unless a zone is given; a time without a
zone, such as a camera's, is shown as it was written.
"""

import csv
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeAlias

from kta_desktop.paths import RESOURCES

Number: TypeAlias = Decimal | float | str
THIN = "\u202f"
NBSP = "\u00a0"
MINUS = "−"
NOTHING = "—"
KAZAKHSTAN = timezone(timedelta(hours=5))  # the one zone of the country since 1 March 2024

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LONGEST = 18  # digits before or after the mark beyond which a power of ten reads better
_WIDE = Context(prec=400)  # room for every digit that is kept when a number is rounded
_CLOCK = re.compile(r"\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZES = {
    "ru": ("Б", "КБ", "МБ", "ГБ", "ТБ"),
    "kk": ("Б", "КБ", "МБ", "ГБ", "ТБ"),
    "en": ("B", "KB", "MB", "GB", "TB"),
}
_SPANS = {
    "ru": ("сут", "ч", "мин", "с"),
    "kk": ("тәул", "сағ", "мин", "с"),
    "en": ("d", "h", "min", "s"),
}


def number(value: Number, lang: str, digits: int | None = None) -> str:
    """Return a number for reading, such as ``1 234,5``.

    Args:
        value: A decimal or its text is shown with the digits it has; a float with at most six
            significant ones. A text that is no number is shown as it is; NaN as a dash.
        lang: ``ru``, ``kk`` or ``en``.
        digits: Places after the mark to round to, half to even; None, or more than a number
            is written out with, = as they are.
    """
    try:
        exact = _decimal(value)
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return NOTHING
    if digits is not None:
        exact = to_places(exact, digits)
    if exact and not -_LONGEST <= exact.adjusted() < _LONGEST:
        return _scientific(exact, lang)
    return _grouped(format(exact, "f"), lang)


def without_unit(value: Number, lang: str) -> str:
    """Return a number that has no unit: one of four digits that may be a year is not grouped."""
    return str(value) if _YEAR.fullmatch(str(value)) else number(value, lang)


_ALONE = 4  # significant digits of a computed figure without U


def with_uncertainty(value: Number, uncertainty: Number, lang: str) -> str:
    """Return ``118 ± 19``: the value and half the width of its 95 % interval.

    Computed figures (floats) are rounded so that the uncertainty keeps two significant digits; one
    without any is one whose uncertainty nobody knows, and stands alone with four. Typed figures
    (decimals and texts) are shown as they are.
    """
    if isinstance(value, float) and uncertainty == 0:
        size = Decimal(repr(abs(value)))
        alone = size.is_finite() and size != 0
        return number(value, lang, max(0, _ALONE - 1 - size.adjusted()) if alone else 0)
    if isinstance(value, float) and isinstance(uncertainty, float) and uncertainty > 0:
        digits = places_of(uncertainty)
        pair = number(value, lang, digits), number(uncertainty, lang, digits)
    else:
        pair = number(value, lang), number(uncertainty, lang)
    return f"{pair[0]}{NBSP}±{NBSP}{pair[1]}"


def places_of(uncertainty: float) -> int:
    """Return the places after the mark that leave two significant digits of an uncertainty.

    Zero and whole tens give 0: nothing before the mark is rounded away.
    """
    exact = Decimal(repr(abs(uncertainty)))
    return max(0, 1 - exact.adjusted()) if exact and exact.is_finite() else 0


def interval(lower: Number | None, upper: Number | None, lang: str) -> str:
    """Return ``0,3–3,0``, ``≤ 3,0`` or ``≥ 0,3``; a dash if there is neither end."""
    if lower is None:
        return NOTHING if upper is None else f"≤{NBSP}{number(upper, lang)}"
    if upper is None:
        return f"≥{NBSP}{number(lower, lang)}"
    return f"{number(lower, lang)}–{number(upper, lang)}"


def percent(value: Number, lang: str, digits: int | None = None) -> str:
    """Return ``68 %`` for 68."""
    return f"{number(value, lang, digits)}{NBSP}%"


def date(iso: str, lang: str, zone: tzinfo | None = None) -> str:
    """Return the day of an ISO date or time as ``22.11.2026``; other text as it is."""
    moment = _moment(iso, zone)
    return iso if moment is None else _day(moment, lang)


def time_(iso: str, lang: str, zone: tzinfo | None = None, *, seconds: bool = True) -> str:
    """Return the time of day of an ISO time as ``14:32:08``; other text as it is."""
    del lang  # the 24-hour clock is read in all three languages
    moment = _moment(iso, zone)
    return iso if moment is None else moment.strftime("%H:%M:%S" if seconds else "%H:%M")


def datetime_(iso: str, lang: str, zone: tzinfo | None = None, *, seconds: bool = True) -> str:
    """Return an ISO time as ``22.11.2026 14:32:08``; a date without time as its day."""
    if len(iso) <= len("2026-11-22"):
        return date(iso, lang, zone)
    day, clock = date(iso, lang, zone), time_(iso, lang, zone, seconds=seconds)
    return iso if day == iso else f"{day} {clock}"


def moment(iso: str, lang: str) -> str:
    """Return an ISO date, time of day, or both, as ``22.11.2026 14:30``; other text as it is.

    Seconds are shown where there are any.
    """
    day, mark_, clock = iso.partition("T")
    if mark_:
        return f"{date(day, lang)} {moment(clock, lang)}"
    if _CLOCK.fullmatch(day):
        return day.removesuffix(":00") if day.count(":") > 1 else day
    return date(day, lang)


def significant(value: Decimal, digits: int = 6) -> Decimal:
    """Return a worked out number without the digits after the mark that nobody measured.

    One that is too long for that stays as it is.
    """
    is_long = value.is_finite() and value.adjusted() >= _LONGEST
    if not value.is_finite() or is_long or value == value.to_integral_value():
        return value
    places = max(digits - 1 - value.adjusted(), 0)
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE).normalize(_WIDE)


def to_places(value: Decimal, places: int) -> Decimal:
    """Return a number with so many places after the mark, half to even.

    One that is too long for that, or would have more than are written out, stays as it is.
    """
    if not value.is_finite() or value.adjusted() >= _LONGEST or places > _LONGEST:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE)


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a number with so many places after the mark, half away from zero.

    One that is too long for that, or would have more than are written out, stays as it is.
    """
    if not value.is_finite() or value.adjusted() >= _LONGEST or places > _LONGEST:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def size(count: float, lang: str) -> str:
    """Return a number of bytes as ``54,4 МБ``; bytes and from 100 on without decimals."""
    amount, step, names = float(count), 0, _SIZES[lang]
    while amount >= 1024 and step < len(names) - 1:
        amount, step = amount / 1024, step + 1
    digits = 0 if step == 0 or amount >= 100 else 1
    return f"{number(amount, lang, digits)}{NBSP}{names[step]}"


def duration(seconds: float, lang: str) -> str:
    """Return a span of time by its two greatest units, such as ``2 ч 05 мин`` or ``14 с``."""
    total = max(0, round(seconds))
    days, hours = total // 86_400, total % 86_400 // 3600
    counts = (days, hours, total % 3600 // 60, total % 60)
    first = next((place for place, count in enumerate(counts) if count), 3)
    text = f"{number(str(counts[first]), lang)}{NBSP}{_SPANS[lang][first]}"
    if first == 3 or counts[first + 1] == 0:
        return text
    return f"{text} {counts[first + 1]:02d}{NBSP}{_SPANS[lang][first + 1]}"


def unit(identifier: str | None, lang: str) -> str:
    """Return the symbol of a unit, such as ``мг/Нм³`` for ``mg/Nm3``.

    An id that ``units.csv`` does not know is shown as it is, with raised exponents; None and
    the dimensionless ``1`` give an empty text.
    """
    if identifier is None or identifier == "1":
        return ""
    known = _units().get(identifier)
    return known[lang] if known else _raised(identifier)


def quantity(value: Number, unit_id: str | None, lang: str, digits: int | None = None) -> str:
    """Return a number with its unit, such as ``1 234,5 м³/год``."""
    symbol = unit(unit_id, lang)
    return f"{number(value, lang, digits)}{NBSP}{symbol}" if symbol else number(value, lang, digits)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return Decimal(format(value, ".6g")) if isinstance(value, float) else Decimal(value)
    return Decimal(value)


def _grouped(text: str, lang: str) -> str:
    whole, _point, fraction = text.removeprefix("-").partition(".")
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
    joined = THIN.join(reversed(groups))
    is_negative = text.startswith("-") and any(digit in "123456789" for digit in text)
    sign = MINUS if is_negative else ""
    return f"{sign}{joined}{mark(lang)}{fraction}" if fraction else f"{sign}{joined}"


def mark(lang: str) -> str:
    """Return the decimal mark of a language."""
    return "." if lang == "en" else ","


def _scientific(value: Decimal, lang: str) -> str:
    power = value.adjusted()
    sign, figures, _exponent = value.as_tuple()  # scaling fails where exponents are at their end
    digits = format(Decimal((sign, figures, 1 - len(figures))).normalize(_WIDE), "f")
    return f"{_grouped(digits, lang)}·10{str(power).translate(_SUPERSCRIPT)}"


def _moment(iso: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment in ``zone``; None if ``iso`` is no ISO 8601 text, or at the end of time."""
    try:
        moment = datetime.fromisoformat(iso)
        return moment if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _day(moment: datetime, lang: str) -> str:
    del lang  # day, month, year with points is read in all three languages
    return f"{moment.day:02d}.{moment.month:02d}.{moment.year:04d}"


def _raised(identifier: str) -> str:
    """Return an unknown id with the exponents of lengths and areas raised: ``m3`` → ``m³``."""
    return re.sub(r"(?<=m)([23])(?!\d)", lambda found: found[1].translate(_SUPERSCRIPT), identifier)


@lru_cache(maxsize=1)
def _units() -> Mapping[str, Mapping[str, str]]:
    """Return unit id → language → symbol; empty if the reference table is not shipped."""
    path = RESOURCES / "reference" / "units.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {
            row["id"]: {lang: row[f"symbol_{lang}"] for lang in ("ru", "kk", "en")}
            for row in csv.DictReader(lines)
        }


def short_name(name: str) -> str:
    """Return «Жумабаева А. М.» for a full name; one that is short already stays as it is."""
    if "." in name:
        return name
    family, *given = name.split() or [""]
    return NBSP.join([family, *(f"{each[0]}." for each in given)])
