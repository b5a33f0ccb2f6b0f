"""A column of dates and times at once: what one cell shows of places, the others are held to.

Cells of one length whose digits stand where those of the first do are read by arithmetic on their
characters; what differs is read cell by cell.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers import moments
from kta_desktop.measurement.loggers.model import Order
from kta_desktop.measurement.loggers.moments import DAY, Moment

Floats = NDArray[np.float64]
_FEW = 16  # cells for which looking at each is as quick
_LONGEST = 48  # characters of a time
_MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def stamps(cells: Sequence[str], order: Order) -> tuple[Floats, Floats]:
    """Return local seconds and offsets of dates with times; NaN where there is none."""
    return _by_length(cells, lambda cell: moments.stamp(cell, order), order)


def days(cells: Sequence[str], order: Order) -> Floats:
    """Return the days since 1970 of dates; NaN where there is none."""
    known: dict[str, float] = {}
    found = np.empty(len(cells))
    for place, cell in enumerate(cells):
        value = known.get(cell)
        if value is None:
            value = known[cell] = _day(cell, order)
        found[place] = value
    return found


def _day(cell: str, order: Order) -> float:
    """Return the day of a date, also of one with a midnight that says nothing."""
    number = moments.day(cell, order)
    if number is not None:
        return float(number)
    found = moments.stamp(cell, order)
    return float("nan") if found is None or found.seconds % DAY else found.seconds / DAY


def clocks(cells: Sequence[str]) -> tuple[Floats, Floats]:
    """Return seconds since midnight and offsets of times of day; NaN where there is none."""
    return _by_length(cells, moments.clock, None)


def elapsed(cells: Sequence[str]) -> Floats:
    """Return the seconds of ``hh:mm:ss`` with any number of hours; NaN where there are none."""
    values = (moments.elapsed(cell) for cell in cells)
    return np.array([float("nan") if value is None else value for value in values])


def _by_length(
    cells: Sequence[str], one: Callable[[str], Moment | None], order: Order | None
) -> tuple[Floats, Floats]:
    seconds = np.full(len(cells), np.nan)
    offsets = np.full(len(cells), np.nan)
    cells = [cell.strip() for cell in cells] if cells and cells[0] != cells[0].strip() else cells
    groups: dict[int, list[int]] = {}
    if len(set(map(len, cells))) == 1:
        groups[len(cells[0])] = list(range(len(cells)))
    else:
        for place, cell in enumerate(cells):
            groups.setdefault(len(cell), []).append(place)
    for length, places in groups.items():
        slow = places
        if len(places) > _FEW and 0 < length <= _LONGEST:
            own = cells if len(places) == len(cells) else [cells[place] for place in places]
            slow = _fast(own, places, order, seconds)
        for place in slow:
            found = one(cells[place])
            if found is not None:
                seconds[place] = found.seconds
                offsets[place] = np.nan if found.offset is None else found.offset
    return seconds, offsets


def _fast(
    cells: Sequence[str], places: list[int], order: Order | None, seconds: Floats
) -> list[int]:
    """Fill in what can be read at once; return the places that have to be looked at."""
    pattern = moments.CLOCK if order is None else moments.STAMP
    found = pattern.fullmatch(cells[0])
    if found is None or found["z"] or not _is_plain(found):
        return places
    codes = np.array(cells).view(np.uint32).reshape(len(cells), -1)
    fits = _fits(codes, cells[0])
    spans = {name: found.span(name) for name, text in found.groupdict().items() if text}
    values = _clock(codes, spans)
    fits &= values < DAY
    if order is not None:
        number, is_day = _days(codes, spans, found, order)
        fits &= is_day
        values += number * DAY
    where = np.asarray(places)
    seconds[where[fits]] = values[fits]
    return [int(place) for place in where[~fits]]


def _is_plain(found: re.Match[str]) -> bool:
    """Whether a match has figures only: no names of months, no halves of a day."""
    parts = found.groupdict()
    named = parts.get("word") or (parts.get("b") or "0").isalpha() or parts.get("p")
    return not named


def _fits(codes: NDArray[np.uint32], first: str) -> NDArray[np.bool_]:
    """Whether rows have digits where the first has them, and else the same characters."""
    template = np.array([ord(sign) for sign in first], np.uint32)
    is_digit = (template >= 48) & (template <= 57)
    digits = codes[:, is_digit]
    inside = ((digits >= 48) & (digits <= 57)).all(axis=1)
    same: NDArray[np.bool_] = inside & (codes[:, ~is_digit] == template[~is_digit]).all(axis=1)
    return same


def _number(codes: NDArray[np.uint32], span: tuple[int, int]) -> Floats:
    total = np.zeros(len(codes))
    for place in range(*span):
        total = total * 10 + (codes[:, place].astype(np.float64) - 48)
    return total


def _clock(codes: NDArray[np.uint32], spans: dict[str, tuple[int, int]]) -> Floats:
    """Return seconds since midnight; NaN where there is no such time."""
    hour = _number(codes, spans.get("H") or spans["H2"])
    minute = _number(codes, spans.get("M") or spans["M2"])
    second_span = spans.get("S") or spans.get("S2")
    second = _number(codes, second_span) if second_span else np.zeros(len(codes))
    whole = hour * 3600 + minute * 60 + second
    whole[(hour > 23) | (minute > 59) | (second > 59)] = np.nan
    if "f" in spans:
        start, end = spans["f"]
        whole += _number(codes, spans["f"]) / 10.0 ** (end - start)
    return whole


def _days(
    codes: NDArray[np.uint32],
    spans: dict[str, tuple[int, int]],
    found: re.Match[str],
    order: Order,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return days since 1970, and whether there is such a day."""
    year, month, day = _calendar(codes, spans, found, order)
    ok = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1)
    months = np.where(ok, month, 1).astype(np.int64)
    years = np.where(ok, year, 1970).astype(np.int64)
    is_leap = ((years % 4 == 0) & (years % 100 != 0)) | (years % 400 == 0)
    ok &= day <= np.where((months == 2) & ~is_leap, 28, _MONTH_DAYS[months])
    first = ((years - 1970) * 12 + months - 1).astype("datetime64[M]").astype("datetime64[D]")
    numbers: Floats = first.astype(np.float64) + np.where(ok, day, 1) - 1.0
    return numbers, np.asarray(ok, np.bool_)


def _calendar(
    codes: NDArray[np.uint32],
    spans: dict[str, tuple[int, int]],
    found: re.Match[str],
    order: Order,
) -> tuple[Floats, Floats, Floats]:
    if found["compact"]:
        start = spans["compact"][0]
        ends = ((start, start + 4), (start + 4, start + 6), (start + 6, start + 8))
        year, month, day = (_number(codes, span) for span in ends)
        return year, month, day
    names = {Order.DMY: "cba", Order.MDY: "cab", Order.YMD: "abc"}[order]
    if len(found["a"]) > 2:
        names = "abc"
    elif order is Order.YMD and len(found["c"]) > 2:
        names = "cba"
    year, month, day = (_number(codes, spans[name]) for name in names)
    start, end = spans[names[0]]
    return year + (2000 if end - start <= 2 else 0), month, day
