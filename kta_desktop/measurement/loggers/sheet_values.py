"""What a cell of a workbook says, as the text that a logger would have written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

_QUIET = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.')  # what a format only shows
_DATE = re.compile(r"[ymdhsгдчс]", re.IGNORECASE)
_CALENDAR = re.compile(r"[ydгд]|m{3,}", re.IGNORECASE)
_HOURS = re.compile(r"[hsч]", re.IGNORECASE)
_BUILT_IN_DAYS = frozenset(str(n) for n in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)))
_BUILT_IN_CLOCKS = frozenset(str(n) for n in (*range(18, 22), *range(32, 36), 45, 46, 47))
_DAY_MS = 86_400_000
_1904 = 1462  # days from one calendar to the other
_LAST = 2_958_466  # day after the end of 9999


@dataclass(frozen=True)
class Styles:
    """Number formats of cells.

    Attributes:
        codes: Of each style: a format, or the number of one that is built in.
        is_1904: Whether days count from 1904.
    """

    codes: Sequence[str] = ()
    is_1904: bool = False

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Return ``day``, ``stamp`` or ``clock`` by the number of a style; others are left out."""
        found = {str(style): _kind(code) for style, code in enumerate(self.codes)}
        return {style: kind for style, kind in found.items() if kind}


@lru_cache(maxsize=1024)
def _kind(code: str) -> str:
    if code in _BUILT_IN_DAYS:
        return "stamp" if code == "22" else "day"
    if code in _BUILT_IN_CLOCKS:
        return "clock"
    plain = _QUIET.sub("", code).partition(";")[0].replace("General", "").replace("Основной", "")
    if code.isdigit() or not _DATE.search(plain):
        return ""
    if not _CALENDAR.search(plain):
        return "clock"
    return "stamp" if _HOURS.search(plain) else "day"


def text_of(kind: str, value: str, style: str, styles: Styles) -> str:
    """Return a cell as text: numbers with a point, days as ``2026-03-12 10:00:00.500``."""
    if kind == "n":
        shown = styles.kinds.get(style)
        return value if shown is None else _moment(value, shown, styles)
    if kind == "d":
        return value.replace("T", " ").removesuffix("Z").strip()
    return value.strip()


def _moment(value: str, shown: str, styles: Styles) -> str:
    try:
        days = float(value)
    except ValueError:
        return value
    if not 0 <= days < _LAST:
        return value
    milliseconds = round(days * _DAY_MS)
    if shown == "clock" or days < 1:
        return _clock(milliseconds)
    day, rest = divmod(milliseconds, _DAY_MS)
    day += _1904 if styles.is_1904 else 0
    start = datetime(1899, 12, 30) if day >= 61 else datetime(1899, 12, 31)  # noqa: DTZ001 - local
    date = (start + timedelta(days=day)).date().isoformat()
    return date if shown == "day" and not rest else f"{date} {_clock(rest)}"


def _clock(milliseconds: int) -> str:
    seconds, fraction = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{text}.{fraction:03d}" if fraction else text
