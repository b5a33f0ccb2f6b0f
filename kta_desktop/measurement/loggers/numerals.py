"""Numbers as instruments write them: either decimal mark, thousands, words for no reading.

A mark that is not the one of the file is taken as decimal, too, where it can be nothing else:
``13.4`` in a file of commas is 13.4; ``1.340`` there may be either, and is not read.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kta_desktop.measurement.loggers import names
from kta_desktop.measurement.loggers.model import ABSENT, IMPOSSIBLE, SATURATED, NumberForm

MISSING = frozenset({
    "", "-", "--", "---", "----", "-----", "–", "—", "n/a", "na", "n.a.", "n.a", "#n/a", "#н/д",
    "nan", "null", "none", "nodata", "no data", "нет данных", "н/д", "нд", "err", "error",
    "#div/0!", "#дел/0!", "#value!", "#знач!", "...", "?", "invalid", "-.-", "--.-", "---.-",
    "--.--", "*", "**", "***", "****", "*****", "******", "###", "####", "#####", "######", "off",
    "not available", "open", "bad", "деректер жоқ", "жоқ", "x", "off-line",
    "offline",
})  # fmt: skip
"""Words, in lower case, that stand for no reading."""
OVER = frozenset({
    "ol", "o.l", "o.l.", "over", "overload", "overrange", "over range", "ovr", "ovrng", "ovfl",
    "+ol", "hi", "high", "+++", "++++", ">>>", ">>>>", ">>>>>",
    "inf", "+inf", "infinity", "sat", "saturated", "перегр.", "перегрузка",
    "выше диап.", "вне диапазона", "^^^^", "^^^", "max.", "ovf",
})  # fmt: skip
"""Words for beyond the end of the range."""
SENTINELS = (-999.0, -9999.0, -99999.0, -999.9, -9999.9, -999.99, -99.99, -9999.99)
"""Numbers that loggers write where there is no reading."""
_NUMBER = re.compile(r"([+-]?)(\d*)((?:[.,]\d*)*)((?:[eE][+-]?\d{1,3})?)")
_LONGEST = 64  # characters of a number
_GAPS = re.compile(r"[ \u00a0\u202f\u2009']")
_MINUS = str.maketrans({"−": "-", "–": "-"})


@dataclass(slots=True)
class Cells:
    """A column of a batch as numbers.

    Attributes:
        values: NaN where there is none.
        flags: A ``Flag`` of each, or ``ABSENT``.
        missing: Cells that say that there is no reading.
        below: Cells such as ``<0.1``.
        unread: Places of the cells that are no number and no known word.
    """

    values: NDArray[np.float64]
    flags: NDArray[np.uint8]
    missing: int
    below: int
    unread: list[int]


def numbers(cells: Sequence[str], form: NumberForm, plain: Sequence[str] | None = None) -> Cells:
    """Return a column of cells as numbers.

    Args:
        cells: As they stand.
        form: How numbers are written.
        plain: The same with decimal points and nothing that would be mistaken, if it is known.
    """
    values = _floats(_plain(cells, form) if plain is None else plain)
    if values is None:
        return _each(cells, form)
    flags = np.zeros(len(values), np.uint8)
    missing = 0
    if float(values.min(initial=0.0)) < -99:
        absent = np.isin(values, SENTINELS)
        flags[absent] = ABSENT
        values[absent] = math.nan
        missing = int(absent.sum())
    return Cells(values, flags, missing, 0, [])


def _plain(cells: Sequence[str], form: NumberForm) -> Sequence[str]:
    """Return the cells with decimal points; none if they have to be looked at one by one."""
    text = "\n".join(cells)
    if "_" in text or (form.decimal == "," and "." in text):
        return ("",)  # float() would take 1_000
    return text.replace(",", ".").split("\n") if form.decimal == "," else cells


def _floats(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers if every cell is a plain one; None if one of them is none."""
    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
    if not np.isfinite(values).all():
        return None  # written as words: they say more than the number
    return values


def _each(cells: Sequence[str], form: NumberForm) -> Cells:
    count = len(cells)
    found = Cells(np.full(count, math.nan), np.full(count, ABSENT, np.uint8), 0, 0, [])
    known: dict[str, tuple[float, int, str]] = {}
    for place, cell in enumerate(cells):
        said = known.get(cell) or _simple(cell, form)
        if said is None:
            said = known[cell] = reading(cell, form)
        value, flag, kind = said
        found.values[place], found.flags[place] = value, flag
        if kind == "missing":
            found.missing += 1
        elif kind == "below":
            found.below += 1
        elif kind == "unread":
            found.unread.append(place)
    return found


def _simple(cell: str, form: NumberForm) -> tuple[float, int, str] | None:
    """Return what a plain number is; None if the cell has to be looked at."""
    if "_" in cell or (form.decimal == "," and "." in cell):
        return None
    try:
        value = float(cell.replace(",", ".") if form.decimal == "," else cell)
    except ValueError:
        return None
    return (value, 0, "number") if -99 < value < math.inf else None


def reading(cell: str, form: NumberForm) -> tuple[float, int, str]:
    """Return value, flag and kind of a cell: ``number``, ``missing``, ``below``, ``unread``."""
    text = cell.strip().strip('"').strip()
    if len(text) > _LONGEST:
        return math.nan, ABSENT, "unread"
    low = text.lower()
    if low in MISSING or low in form.missing:
        return math.nan, ABSENT, "missing"
    if low in OVER:
        return math.nan, SATURATED, "number"
    mark = text[0] if text[0] in "<>≤≥" else ""
    value = number(text[len(mark) :].lstrip("= ") if mark else text, form)
    if value is None:
        return _word(low)
    if value in SENTINELS:
        return math.nan, ABSENT, "missing"
    return _marked(value, mark)


def _marked(value: float, mark: str) -> tuple[float, int, str]:
    if not math.isfinite(value):
        return math.nan, IMPOSSIBLE, "number"
    if not mark:
        return value, 0, "number"
    return (value, SATURATED, "number") if mark in ">≥" else (value, 0, "below")


def _word(word: str) -> tuple[float, int, str]:
    """Return what a word in place of a number says: of the state of the instrument, or nothing."""
    flag = names.flag_of(word)
    if word == "-inf" or flag:
        return math.nan, int(flag or IMPOSSIBLE), "number"
    return math.nan, ABSENT, "unread"


def number(text: str, form: NumberForm) -> float | None:
    """Return the number that a text is; None if it is none, or could be two."""
    plain = _bare(text.translate(_MINUS))
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign, whole, tail, power = found.groups()
    digits = _digits(whole, tail, form)
    return None if digits is None else float(f"{sign}{digits}{power}")


def _bare(text: str) -> str:
    """Return a text without spaces and apostrophes between groups of three digits."""
    if text.isascii() and " " not in text and "'" not in text:
        return text
    parts = _GAPS.split(text)
    is_grouped = all(len(part) == 3 for part in parts[1:-1]) and len(parts) > 1
    last = re.match(r"\d{3}(?!\d)", parts[-1])
    is_whole = parts[0].lstrip("+-").isdecimal() and len(parts[0].lstrip("+-")) <= 3
    return "".join(parts) if is_grouped and last and is_whole else text


def _digits(whole: str, tail: str, form: NumberForm) -> str | None:
    """Return digits with a decimal point, from those before and behind the first mark."""
    groups = re.split(r"[.,]", tail)[1:]
    marks = re.findall(r"[.,]", tail)
    if not marks:
        return whole or None
    if len(marks) > 1:
        return _grouped(whole, groups, marks)
    if marks[0] == form.thousands and len(groups[0]) == 3 and 1 <= len(whole) <= 3:
        return whole + groups[0]
    if marks[0] != form.decimal and len(groups[0]) == 3 and whole.lstrip("0"):
        return None  # thousands or decimals: nothing says which
    return f"{whole or '0'}.{groups[0] or '0'}" if whole or groups[0] else None


def _grouped(whole: str, groups: list[str], marks: list[str]) -> str | None:
    """Return the number of ``1.234.567`` or ``1.234,5``; None if groups are not of three."""
    inner = groups[:-1] if marks[-1] != marks[0] else groups
    if len(set(marks[: len(inner)])) != 1 or any(len(group) != 3 for group in inner):
        return None
    if not 1 <= len(whole) <= 3:
        return None
    rest = f".{groups[-1] or '0'}" if marks[-1] != marks[0] else ""
    return whole + "".join(inner) + rest
