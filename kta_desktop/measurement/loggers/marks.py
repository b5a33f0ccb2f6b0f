"""Which decimal mark the numbers of a file have, and what stands between their thousands."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from kta_desktop.measurement.loggers.model import NumberForm, Question

_PLAIN = re.compile(r"[<>+-]?\s*\d+")
_ONE = re.compile(r"[<>+-]?\s*(\d*)([.,])(\d+)(?:[eE][+-]?\d+)?")
_BOTH = re.compile(r"[<>+-]?\s*\d{1,3}(?:([.,' \u00a0\u202f])\d{3})+([.,])\d+")
_GROUPS = re.compile(r"[<>+-]?\s*\d{1,3}([.,' \u00a0\u202f])\d{3}(?:\1\d{3})+")


def decide(columns: Iterable[Sequence[str]], delimiter: str) -> tuple[NumberForm, Question | None]:
    """Return how the numbers in columns are written, and a question where they leave it open.

    A mark before exactly three digits may stand for either; a column that has numbers without it,
    too, counts thousands by it, and one that has it in every number has three decimals.
    """
    sure: Counter[str] = Counter()
    doubtful: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for cells in columns:
        _count(cells, sure, doubtful, groups)
    thousands = groups.most_common(1)[0][0] if groups else ""
    if delimiter == "," and sure["."] >= sure[","]:
        return _form(".", thousands or ("," if doubtful[","] else "")), None
    if sure:
        decimal = sure.most_common(1)[0][0]
        asked = Question("decimal", (".", ","), decimal) if len(sure) > 1 else None
        return _form(decimal, thousands), asked
    if doubtful:
        decimal = doubtful.most_common(1)[0][0]
        return _form(decimal, thousands), Question("decimal", (".", ","), decimal)
    return _form("," if thousands == "." else ".", thousands), None


def _form(decimal: str, thousands: str) -> NumberForm:
    return NumberForm(decimal, "" if thousands == decimal else thousands)


def _count(
    cells: Sequence[str], sure: Counter[str], doubtful: Counter[str], groups: Counter[str]
) -> None:
    weak: Counter[str] = Counter()
    strong: Counter[str] = Counter()
    has_plain = False
    for cell in cells:
        one = _ONE.fullmatch(cell)
        if one is not None:
            is_open = len(one[3]) == 3 and 1 <= len(one[1]) <= 3 and one[1].lstrip("0") != ""
            (weak if is_open else strong)[one[2]] += 1
        elif _PLAIN.fullmatch(cell):
            has_plain = True
        elif both := _BOTH.fullmatch(cell):
            groups[both[1]] += 1
            strong[both[2]] += 1
        elif several := _GROUPS.fullmatch(cell):
            groups[several[1]] += 1
    sure.update(strong)
    (groups if has_plain and not strong else doubtful).update(weak)
