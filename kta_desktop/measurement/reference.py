"""Tables that measuring goes by: reference conditions and molar masses."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kta_desktop.domain.gas import Basis
from kta_desktop.measurement.errors import BasisUnknownError, SubstanceUnknownError
from kta_desktop.paths import RESOURCES

EU = "eu-dry"  # 273.15 K, 101.3 kPa, dry: levels of the EU conclusions
KZ = "kz-dry"  # 293.15 K, 101.3 kPa, dry: emission standards, Environmental Code art. 202(5)


@lru_cache
def bases() -> Mapping[str, Basis]:
    """Return the reference conditions of ``bases.csv`` that have a temperature, by id."""
    with (RESOURCES / "reference" / "bases.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: _basis(row) for row in csv.DictReader(file) if row["t_k"]}


def _basis(row: Mapping[str, str]) -> Basis:
    return Basis(
        id=row["id"],
        temperature_k=float(row["t_k"]),
        pressure_kpa=float(row["p_kpa"]),
        dry=row["moisture"] == "dry",
        o2_ref_pct=float(row["o2_ref_pct"]) if row["o2_ref_pct"] else None,
        o2_air_pct=float(row["o2_air_pct"]),
    )


def basis(identifier: str, own: Mapping[str, Any] | None = None) -> Basis:
    """Return reference conditions by their id.

    Args:
        identifier: Id in ``bases.csv`` or in the tables of a pack.
        own: The further tables of a definition (``Definition.more``); its ``bases`` are rows with
            ``id``, ``T_K``, ``p_kPa``, ``gas`` and ``o2_pct``.

    Raises:
        BasisUnknownError: If it is in neither, or is no fixed condition.
    """
    found = bases().get(identifier)
    if found is not None:
        return found
    for row in (own or {}).get("bases", ()):
        if row.get("id") == identifier and row.get("T_K") and row.get("p_kPa"):
            return Basis(
                id=identifier,
                temperature_k=float(row["T_K"]),
                pressure_kpa=float(row["p_kPa"]),
                dry=row.get("gas") == "dry",
                o2_ref_pct=None if row.get("o2_pct") is None else float(row["o2_pct"]),
            )
    raise BasisUnknownError(basis=identifier)


def same_conditions(first: Basis, second: Basis) -> bool:
    """Whether two names stand for the same conditions; what the air is taken for must agree too."""
    ours = (first.temperature_k, first.pressure_kpa, first.dry, first.o2_ref_pct)
    theirs = (second.temperature_k, second.pressure_kpa, second.dry, second.o2_ref_pct)
    return ours == theirs and (first.o2_ref_pct is None or first.o2_air_pct == second.o2_air_pct)


@lru_cache
def _molar_masses() -> Mapping[str, float]:
    with (RESOURCES / "reference" / "substances.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["molar_mass"]]
    masses = {row["id"].casefold(): float(row["molar_mass"]) for row in rows}
    # A formula names what it is the formula of, unless an id already does (NO is nitric-oxide).
    return {row["formula"].casefold(): float(row["molar_mass"]) for row in rows} | masses


@lru_cache
def _substances() -> frozenset[str]:
    with (RESOURCES / "reference" / "substances.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row[name].casefold() for row in rows for name in ("id", "formula") if row[name]}
    return frozenset(names)


def is_substance(name: str) -> bool:
    """Whether a substance is in the list by its id or formula, in any case."""
    return name.strip().casefold() in _substances()


def molar_mass(substance: str) -> float:
    """Return the molar mass of a substance in g/mol; NOx counts as NO2, SOx as SO2.

    Args:
        substance: Id or formula, in any case: ``nox``, ``NO2``, ``co``.

    Raises:
        SubstanceUnknownError: If the substance is not in the list or has no molar mass (dust).
    """
    mass = _molar_masses().get(substance.strip().casefold())
    if mass is None:
        raise SubstanceUnknownError(substance=substance)
    return mass
