"""Units of answers and levels, converted by pint with our own definitions.

Ids are those of ``units.csv``. Only units of one quantity convert: a specific volume and a ratio
are both without dimension, and yet not the same. A unit may carry a qualifier behind a space that
says of what it is, such as ``m3/t raw materials``.
"""

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.paths import RESOURCES

_FOLDER = RESOURCES / "reference"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written.

    Attributes:
        id: Id in ``units.csv``.
        qualifier: Of what, such as ``raw materials``; empty if it does not say.
    """

    id: str
    qualifier: str = ""


@lru_cache
def _table() -> Mapping[str, tuple[str, str]]:
    """Return id to the expression for pint and the quantity."""
    with (_FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["pint"], row["quantity"]) for row in csv.DictReader(file)}


@lru_cache
def _registry() -> Any:
    """Return pint's registry with decimals, so that 0.1 stays 0.1."""
    import pint

    registry = pint.UnitRegistry(non_int_type=Decimal)
    lines = (_FOLDER / "units.defs.txt").read_text("utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            registry.define(line)
    return registry


def prepare() -> None:
    """Build the table of units now: the first conversion would have to, for a second."""
    _registry()


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit:
    """Return the parts of a written unit.

    Raises:
        UnitUnknownError: If it does not begin with the id of a unit.
    """
    name = text.strip()
    while name not in _table():
        name, _, _rest = name.rpartition(" ")
        if not name:
            raise UnitUnknownError(unit=text)
    return Unit(name, text.strip()[len(name) :].strip())


@lru_cache
def _spellings() -> Mapping[str, str]:
    """Return folded spelling to id: ids and the symbols of three languages; the first row wins."""
    found: dict[str, str] = {}
    with (_FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in ("id", "symbol_en", "symbol_ru", "symbol_kk"):
        for row in rows:
            found.setdefault(_folded(row[name]), row["id"])
    return found


def _folded(text: str) -> str:
    """Return a spelling without what hands write differently: spaces, raised digits, case."""
    plain = unicodedata.normalize("NFKC", text).casefold()  # ³ becomes 3, µ becomes μ
    return "".join(plain.replace("**", "").replace("^", "").split())


def written(text: str) -> str:
    """Return the id of a unit as a person or an instrument writes it: ``мг/м³``, ``mg/Nm3``.

    Raises:
        UnitUnknownError: If no unit is written so.
    """
    if text.strip() in _table():
        return text.strip()
    found = _spellings().get(_folded(text))
    if found is None:
        raise UnitUnknownError(unit=text)
    return found


def quantity_of(text: str) -> str:
    """Return what a written unit is a unit of, such as ``mass_concentration``.

    Raises:
        UnitUnknownError: If it does not begin with the id of a unit.
    """
    return _table()[parse_unit(text).id][1]


def are_of_one_quantity(first: str, second: str) -> bool:
    """Whether two written units can be converted; False if one of them is unknown."""
    try:
        ours, theirs = parse_unit(first), parse_unit(second)
    except UnitUnknownError:
        return False
    return _table()[ours.id][1] == _table()[theirs.id][1]


@lru_cache(maxsize=256)
def convert(value: Decimal, unit: str, target: str) -> Decimal:
    """Return ``value`` in another unit of the same quantity; qualifiers are not looked at.

    Raises:
        UnitUnknownError: If a unit is not in the list.
        UnitUnfitError: If they are units of different quantities, or pint cannot hold one.
    """
    ours, theirs = parse_unit(unit), parse_unit(target)
    if ours.id == theirs.id:
        return value
    (first, quantity), (second, other) = _table()[ours.id], _table()[theirs.id]
    if quantity != other or not first or not second:
        raise UnitUnfitError(unit=unit, target=target)
    from pint import DimensionalityError

    try:
        converted = _registry().Quantity(value, first).to(second).magnitude
    except DimensionalityError as error:  # persons and pieces are both counted
        raise UnitUnfitError(unit=unit, target=target) from error
    return Decimal(converted).normalize()
