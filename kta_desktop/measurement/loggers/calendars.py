"""In which order the dates of a file have day, month and year."""

from collections.abc import Sequence

from kta_desktop.measurement.loggers import moments
from kta_desktop.measurement.loggers.model import Order, Question

_OPTIONS = (Order.DMY.value, Order.MDY.value, Order.YMD.value)


def order_of(cells: Sequence[str]) -> tuple[Order, Question | None]:
    """Return the order of dates, from cells in the order of the file; asked where it is open.

    The data decide where a number is too great for a month, or where only one of two numbers
    changes from day to day. Points are written by those who put the day first.
    """
    parts = [found for found in (moments.parts_of(cell) for cell in cells) if found is not None]
    if not parts:
        return Order.DMY, None
    first, middle, last = ({part[place] for part in parts} for place in range(3))
    sure = _by_size(first, middle, last) or _by_change(first, middle)
    if sure is not None:
        return sure, None
    if "." in cells[0].split()[0]:
        return Order.DMY, None
    is_american = any(cell.rstrip(" .")[-1:] in "mM" for cell in cells[:3])
    chosen = Order.MDY if is_american else Order.DMY
    return chosen, Question("order", _OPTIONS, chosen)


def _by_size(first: set[int], middle: set[int], last: set[int]) -> Order | None:
    if max(middle) > 12:
        return Order.MDY
    if max(first) > 31 or (max(first) > 12 and _is_year_first(first, last)):
        return Order.YMD
    return Order.DMY if max(first) > 12 else None


def _is_year_first(first: set[int], last: set[int]) -> bool:
    """Whether ``26/03/12`` begins with its year: it stays while the last number runs."""
    if max(last) > 31:
        return False
    return len(first) == 1 and (len(last) > 1 or max(last) < 16 <= min(first) <= 40)


def _by_change(first: set[int], middle: set[int]) -> Order | None:
    if len(first) > 1 and len(middle) == 1:
        return Order.DMY
    return Order.MDY if len(middle) > 1 and len(first) == 1 else None
