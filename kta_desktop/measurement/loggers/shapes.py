"""Which kind of thing a field is, so that rows of readings stand out among words."""

import re
from collections.abc import Sequence
from enum import StrEnum

from kta_desktop.measurement.loggers import moments, numerals
from kta_desktop.measurement.loggers.model import NumberForm, Order


class Shape(StrEnum):
    """What a field looks like."""

    STAMP = "T"
    DATE = "D"
    CLOCK = "C"
    NUMBER = "N"
    MISSING = "M"
    WORD = "S"
    EMPTY = "E"


_EITHER = NumberForm()
_ORDERS = (Order.DMY, Order.MDY, Order.YMD)
_MAYBE_TIME = re.compile(r"\d[-./:]\d|\d [^\W\d_]{3}|\d-[^\W\d_]{3}|\d{8}[ T_]\d{6}")
_DATE_LIKE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")


def shape_of(field: str) -> Shape:
    """Return what a field looks like."""
    if not field:
        return Shape.EMPTY
    if len(field) > moments.LONGEST:
        return Shape.WORD
    if _MAYBE_TIME.search(field):
        found = _time_shape(field)
        if found is not None:
            return found
    _value, _flag, kind = numerals.reading(field, _EITHER)
    if kind == "missing":
        return Shape.MISSING
    if kind != "unread" or _is_number(field):
        return Shape.NUMBER
    return Shape.WORD


def _is_number(field: str) -> bool:
    """Whether a field is a number under the other decimal mark."""
    return numerals.number(field, NumberForm(",")) is not None


def _time_shape(field: str) -> Shape | None:
    if moments.CLOCK.fullmatch(moments.cleaned(field)) or moments.elapsed(field) is not None:
        return Shape.CLOCK
    if any(moments.stamp(field, order) is not None for order in _ORDERS):
        return Shape.STAMP
    if any(moments.day(field, order) is not None for order in _ORDERS):
        return Shape.DATE
    return None


def shapes_of(fields: Sequence[str]) -> str:
    """Return the shapes of a row as letters, such as ``DCNNM``."""
    return "".join(shape_of(field) for field in fields)


def is_reading(shapes: str) -> bool:
    """Whether a row with these shapes may be one of readings: a time, and something measured."""
    has_time = "T" in shapes or "C" in shapes or "D" in shapes
    values = shapes.count("N")
    if has_time:
        return values + shapes.count("M") + shapes.count("E") >= 1 and _is_mostly_figures(shapes)
    return values >= 2 and _is_mostly_figures(shapes)


def _is_mostly_figures(shapes: str) -> bool:
    return shapes.count("S") <= max(1, (len(shapes) + 1) // 2)
