"""In which order the dates of a file have day, month and year."""

from collections import Counter
from collections.abc import Sequence

from kta_desktop.measurement.loggers import moments
from kta_desktop.measurement.loggers.model import Order, Question

_RARE = 20
"""One in so many dates may be damaged."""
_OPTIONS = (Order.DMY.value, Order.MDY.value, Order.YMD.value)


def order_of(cells: Sequence[str]) -> tuple[Order, Question | None]:
    """Return the order of dates, from cells in the order of the file; asked where it is open.

    The data decide where a number is too great for a month, or where only one of two numbers
    changes from day to day. Points are written by those who put the day first.
    """
    found = [(cell, moments.parts_of(cell)) for cell in cells]
    parts = [numbers for _, numbers in found if numbers is not None]
    if not parts:
        return Order.DMY, None
    sure = _by_size(parts) or _by_change(parts)
    if sure is not None:
        return sure, None
    dates = [cell for cell, numbers in found if numbers is not None]
    if "." in dates[0].split()[0]:
        return Order.DMY, None
    is_american = any(cell.rstrip(" .")[-1:] in "mM" for cell in dates[:3])
    chosen = Order.MDY if is_american else Order.DMY
    return chosen, Question("order", _OPTIONS, chosen)


def _by_size(parts: Sequence[tuple[int, int, int]]) -> Order | None:
    """Return the order that numbers too great for a month say; single damaged ones say none."""
    great = [sum(1 for numbers in parts if numbers[place] > 12) for place in range(2)]
    if max(great) * _RARE < len(parts):
        return None
    if great[1] > great[0]:
        return Order.MDY
    return Order.YMD if _is_year_first(parts) else Order.DMY


def _is_year_first(parts: Sequence[tuple[int, int, int]]) -> bool:
    """Whether ``26/03/12`` begins with its year: it stays while the last number runs."""
    first, _, last = (Counter(numbers[place] for numbers in parts) for place in range(3))
    year, rows = first.most_common(1)[0]
    if max(last) > 31 or (len(parts) - rows) * _RARE > len(parts):
        return False
    return year > 31 or len(last) > 1 or max(last) < 16 <= year <= 40


def _by_change(parts: Sequence[tuple[int, int, int]]) -> Order | None:
    """Return the order in which the number that runs is the day."""
    counts = [Counter(numbers[place] for numbers in parts) for place in range(2)]
    runs = [
        len(own) > 1 and (own.total() - own.most_common(1)[0][1]) * _RARE >= len(parts)
        for own in counts
    ]
    if runs[0] == runs[1]:
        return None
    return Order.DMY if runs[0] else Order.MDY
