"""What is typed into a cell as a number, a date or a yes, as the text that a pack has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from kta_desktop.packs.workbook_cells import Cell, Kind

_QUIET = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.')  # what a format only shows
_DATE = re.compile(r"[ymdhsг]", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_CALENDAR = re.compile(r"[yd]|m(?!m?:)", re.IGNORECASE)
_PADDED = re.compile(r"0{2,}(?:[.;]|$)")
_DIGITS = 15  # Excel keeps no more
_LONGEST = 64  # characters of a number in the file
_DAY = timedelta(days=1)
_DATED = re.compile(r"(?:^|_)(?:on|date|read|day)$")
_NAMING = re.compile(r"(?:^|[:_])(?:number|version|name|id|code|locus|title)$")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as a text.

    Attributes:
        text: The text.
        fault: Code of what is wrong with it; empty if nothing is.
        is_error: Whether the fault keeps the workbook from being taken over.
    """

    text: str
    fault: str = ""
    is_error: bool = False


def value_of(cell: Cell, column: str, formats: Sequence[str], *, is_1904: bool) -> Value:
    """Return the text of a cell in the column ``column``."""
    if cell.kind is Kind.TEXT:
        return Value(cell.text)
    if cell.kind is Kind.FORMULA:
        return Value("", "formula", is_error=True)
    if cell.kind is Kind.BOOLEAN:
        return Value("true" if cell.text in ("1", "true") else "false")
    if cell.kind is Kind.DATE:
        return _dated(cell.text.removesuffix("T00:00:00"), column)
    if cell.kind is Kind.NUMBER:
        code = _QUIET.sub("", formats[cell.style]) if cell.style < len(formats) else ""
        return _number(cell.text, column, code, is_1904=is_1904)
    return Value(cell.text[:20], "error-cell", is_error=True)


def _number(text: str, column: str, code: str, *, is_1904: bool) -> Value:
    try:
        number = Decimal(text if len(text) <= _LONGEST else "nan")
        if not number.is_finite() or abs(number.adjusted()) > 308:
            raise InvalidOperation  # noqa: TRY301 - one answer to whatever is no number
    except InvalidOperation:
        return Value(text[:20], "error-cell", is_error=True)
    if code not in ("", "@") and _DATE.search(code.partition(";")[0].replace("General", "")):
        return _day(number, column, code, is_1904=is_1904)
    plain = _plain(number)
    return Value(plain, "number-typed" if _is_doubtful(number, plain, column, code) else "")


def _plain(number: Decimal) -> str:
    """Return the digits that Excel shows: at most 15, without an exponent."""
    shown = Decimal(format(float(number), f".{_DIGITS}g")) if number else Decimal(0)
    return format(shown.normalize() if "." in str(shown) else shown, "f")


def _is_doubtful(number: Decimal, plain: str, column: str, code: str) -> bool:
    """Whether what was typed may have looked otherwise: 1.10, 007, 5 %, 16 digits."""
    is_cut = abs(number) >= 10**_DIGITS
    is_named = _NAMING.search(column) is not None and "." in plain
    return is_cut or is_named or "%" in code or _PADDED.match(code) is not None


def _day(number: Decimal, column: str, code: str, *, is_1904: bool) -> Value:
    days = number + 1462 if is_1904 else number
    if not 0 <= days < 2_958_466:  # up to the end of 9999
        return Value(_plain(number), "error-cell", is_error=True)
    start = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)  # noqa: DTZ001
    moment = start + timedelta(seconds=round(float(days) * _DAY.total_seconds()))
    if not _CALENDAR.search(code):
        return _dated(moment.time().isoformat(), column)
    has_clock = _CLOCK.search(code) is not None or moment.time() != datetime.min.time()
    return _dated(moment.isoformat() if has_clock else moment.date().isoformat(), column)


def _dated(text: str, column: str) -> Value:
    """Return a date; where no date belongs it is one that Excel made of something else."""
    if _DATED.search(column):
        return Value(text)
    return Value(text, "date-typed", is_error=True)
