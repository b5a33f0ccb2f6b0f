"""A number shown in another unit: worked out beside what was entered, never in its place."""

import csv
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Level
from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.measurement.units import convert, parse_unit
from kta_desktop.paths import RESOURCES

_DIGITS = 6  # of a converted number: more than any instrument of an audit gives


@lru_cache
def _of_one_quantity() -> Mapping[str, tuple[str, ...]]:
    """Return id of a unit to all units of its quantity, in the order of the table."""
    with (RESOURCES / "reference" / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["quantity"]) for row in csv.DictReader(file) if row["pint"]]
    groups: dict[str, list[str]] = {}
    for identifier, quantity in rows:
        groups.setdefault(quantity, []).append(identifier)
    return {identifier: tuple(groups[quantity]) for identifier, quantity in rows}


def shown_units(unit: str | None) -> tuple[str, ...]:
    """Return the other units that a number in ``unit`` can be shown in."""
    if unit is None:
        return ()
    try:
        own = parse_unit(unit)
    except UnitUnknownError:
        return ()
    if own.qualifier:
        return ()  # «per tonne of raw material» has no other unit that says of what
    return tuple(each for each in _of_one_quantity().get(own.id, ()) if each != own.id)


def in_unit(answer: Answer, unit: str) -> Decimal | None:
    """Return the number of ``answer`` in ``unit``; None if it is none, or does not convert."""
    if not isinstance(answer.value, str) or answer.unit is None:
        return None
    try:
        number = Decimal(answer.value)
        converted = convert(number, answer.unit, unit)
    except (InvalidOperation, UnitUnfitError, UnitUnknownError):
        return None
    places = max(_DIGITS - 1 - converted.adjusted(), 0) if converted else 0
    return Decimal(format(round(converted, places).normalize(), "f"))


def ends_in(level: Level, unit: str) -> tuple[Decimal | None, Decimal | None] | None:
    """Return the lower and upper end of a level in ``unit``; None if it does not convert."""
    try:
        lower, upper = (
            None if end is None else convert(Decimal(end), level.unit, unit)
            for end in (level.lower, level.upper)
        )
    except (UnitUnfitError, UnitUnknownError):
        return None
    return lower, upper
