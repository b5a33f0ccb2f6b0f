"""From actual to reference conditions and back, in steps that a person can follow.

Formulae: domain study KZ-KTA §5.4. A concentration goes with the gas volume, a flow against it:

* volume share:     C = ppm · M ÷ 22.414, at 273.15 K (101.325 kPa taken as the 101.3 kPa of the
  reference conditions: 0.02 %)
* temperature:      C · T_a ÷ T_s
* pressure:         C · P_s ÷ P_a
* dry gas:          C ÷ (1 − x)
* reference oxygen: C · (21 − O2_ref) ÷ (21 − O2)
* mass flow:        C · Q ÷ 1000 in g/s, both at the same conditions; the same from any of them

Numbers are floats of full precision; nothing is rounded here. Uncertainty: see ``steps``.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kta_desktop.domain.gas import Basis
from kta_desktop.measurement.errors import (
    BasesDifferError,
    BasisUnknownError,
    SubstanceUnknownError,
    UnitUnfitError,
)
from kta_desktop.measurement.gas import (
    MIN_OXYGEN_GAP_PCT,
    ZERO_C,
    GasState,
    absolute_pressure,
    dry_oxygen,
    oxygen_gap,
)
from kta_desktop.measurement.steps import FIGURE, FLOW, Normalised, Step, Way, numeral
from kta_desktop.measurement.units import convert, quantity_of

__all__ = [
    "MIN_OXYGEN_GAP_PCT",
    "MOLAR_VOLUME",
    "ZERO_C",
    "Figure",
    "GasState",
    "Normalised",
    "Step",
    "absolute_pressure",
    "at_basis",
    "combined",
    "dry_oxygen",
    "mass_flow",
    "normalise",
    "oxygen_gap",
    "to_actual",
    "to_share",
    "unit_step",
]

MOLAR_VOLUME = 22.414  # l/mol, ideal gas at 273.15 K and 101.325 kPa

_SHARE = "volume_fraction"
_PLAIN = {"mass_concentration": "mg/m3", "volume_flow": "m3/s"}
_NORMAL = {"normal_mass_concentration": "mg/Nm3", "normal_volume_flow": "Nm3/s"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A concentration or a volume flow as somebody measured it.

    Attributes:
        value: In ``unit``.
        unit: ``ppm``, ``ppb``, ``vol%``: share of the volume. ``mg/m3`` and the like, ``m3/s``,
            ``m3/h``: in the gas as it is. ``mg/Nm3``, ``Nm3/s`` and the like: at ``from_basis``.
        wet: Whether it is for wet gas. A figure in ``Nm3`` goes by ``from_basis`` instead.
        molar_mass: In g/mol, for volume shares.
        from_basis: Conditions of a figure in ``Nm3``.
        u: U (k = 2) in ``unit``, which a figure of 0 has, too.
    """

    value: float
    unit: str
    wet: bool
    molar_mass: float | None = None
    from_basis: Basis | None = None
    u: float = 0.0


def normalise(
    value: float,
    unit: str,
    gas: GasState,
    basis: Basis,
    *,
    wet: bool,
    molar_mass: float | None = None,
    from_basis: Basis | None = None,
    u_rel: float = 0.0,
) -> Normalised:
    """Return a concentration or a volume flow at the conditions of ``basis``.

    Args:
        value: See ``Figure``, as for ``unit``, ``wet``, ``molar_mass`` and ``from_basis``.
        unit: See there.
        gas: State of the gas; only what a step needs must be known.
        basis: Where to.
        wet: See there.
        molar_mass: See there.
        from_basis: See there.
        u_rel: U (k = 2) of the figure as a share of it.

    Raises:
        KtaError: As ``at_basis``.
    """
    figure = Figure(
        value=value,
        unit=unit,
        wet=wet,
        molar_mass=molar_mass,
        from_basis=from_basis,
        u=abs(value) * u_rel,
    )
    return at_basis(figure, gas, basis)


def at_basis(figure: Figure, gas: GasState, basis: Basis) -> Normalised:
    """Return a figure at the conditions of ``basis``.

    Raises:
        ConditionMissingError: A condition that a step needs is not known.
        ConditionImpossibleError: A condition is none that a gas can have.
        OxygenNearAirError: The oxygen is too close to that of air, see ``MIN_OXYGEN_GAP_PCT``.
        BasisUnknownError: A figure in ``Nm3`` came without ``from_basis``.
        SubstanceUnknownError: A volume share came without a molar mass.
        UnitUnknownError: The unit is not in the list.
        UnitUnfitError: The unit is neither a concentration in gas nor a volume flow.
    """
    way = Way.begun(figure.value, figure.unit, figure.u)
    origin = _to_base_unit(way, figure)
    if origin is None:
        _to_normal(way, gas, basis)
    else:
        _between(way, origin, basis)
    is_wet = figure.wet if origin is None else not origin.dry
    _moisture(way, gas, basis, is_wet=is_wet)
    _oxygen(way, gas, basis, done=None if origin is None else origin.o2_ref_pct)
    return way.end(basis)


def to_actual(found: Normalised, gas: GasState, *, wet: bool) -> Normalised:
    """Return a figure in ``mg/Nm3`` or ``Nm3/s`` as it is in the duct: the way back.

    Args:
        found: At the conditions of its basis.
        gas: State of the gas; only what a step needs must be known.
        wet: Whether the gas in the duct is meant with its water vapour.

    Raises:
        ConditionMissingError, ConditionImpossibleError, OxygenNearAirError: See ``normalise``.
        UnitUnfitError: If it is neither.
    """
    if found.basis is None or found.unit not in _NORMAL.values():
        raise UnitUnfitError(unit=found.unit, target="mg/m3")
    way = Way.onward(found)
    way.is_flow = found.unit == "Nm3/s"
    as_it_is = replace(found.basis, id="actual", dry=not wet, o2_ref_pct=None)
    _oxygen(way, gas, as_it_is, done=found.basis.o2_ref_pct)
    _moisture(way, gas, as_it_is, is_wet=not found.basis.dry)
    way.ratio("temperature", found.basis.temperature_k, gas.kelvin)
    way.blur("temperature", -gas.u_temperature / gas.kelvin)
    way.unit = way.unit.replace("Nm3", "m3")
    way.ratio("pressure", gas.absolute_kpa, found.basis.pressure_kpa)
    way.blur("pressure", gas.u_pressure / gas.absolute_kpa)
    there = replace(as_it_is, temperature_k=gas.kelvin, pressure_kpa=gas.absolute_kpa)
    return way.end(there)


def to_share(found: Normalised, molar_mass: float) -> Normalised:
    """Return a concentration in ``mg/Nm3`` as a volume share in ``ppm``.

    Raises:
        UnitUnfitError: If it is no such concentration.
    """
    if found.unit != "mg/Nm3" or found.basis is None:
        raise UnitUnfitError(unit=found.unit, target="ppm")
    way = Way.onward(found)
    normal = replace(found.basis, temperature_k=ZERO_C)
    _between(way, found.basis, normal)
    words = f"· {numeral(MOLAR_VOLUME)} ÷ {numeral(molar_mass)}"
    way.go("to_share", MOLAR_VOLUME / molar_mass, words, "ppm")
    return way.end(normal)


def mass_flow(concentration: Normalised, flow: Normalised) -> Normalised:
    """Return C · Q ÷ 1000 in g/s, from mg/Nm3 and Nm3/s at the same conditions.

    Both are taken to be for the same gas at the same time: what its conditions contribute to the
    uncertainty of one, they take from that of the other.

    Raises:
        BasesDifferError: If they stand at different conditions.
    """
    if concentration.basis is None or concentration.basis != flow.basis:
        first, second = concentration.basis, flow.basis
        raise BasesDifferError(
            first=first.id if first else "—", second=second.id if second else "—"
        )
    way = Way.onward(concentration)
    way.go("mass_flow", flow.value / 1000, f"· {numeral(flow.value)} ÷ 1000", "g/s")
    for cause, part in flow.parts.items():
        name = FLOW if cause == FIGURE else cause
        way.parts[name] = way.parts.get(name, 0.0) + part * concentration.value / 1000
    return way.end(None)


def combined(shares: Iterable[float]) -> float:
    """Return the root of the sum of squares: relative U of a product of independent factors."""
    return math.hypot(*shares)


def _to_base_unit(way: Way, figure: Figure) -> Basis | None:
    """Go to mg/m3, mg/Nm3, m3/s or Nm3/s; return its conditions, None for actual ones."""
    quantity = quantity_of(way.unit)
    if quantity == _SHARE:
        _from_share(way, figure.molar_mass)
        return Basis(id="share", temperature_k=ZERO_C, pressure_kpa=101.3, dry=not figure.wet)
    base = _PLAIN.get(quantity) or _NORMAL.get(quantity)
    if base is None:
        raise UnitUnfitError(unit=way.unit, target="mg/Nm3")
    way.is_flow = base.endswith("/s")
    if way.unit != base:
        unit_step(way, base)
    if quantity in _PLAIN:
        return None
    if figure.from_basis is None:
        raise BasisUnknownError(basis="")
    return figure.from_basis


def unit_step(way: Way, target: str) -> None:
    """Go to another unit of the same quantity.

    Raises:
        UnitUnknownError, UnitUnfitError: If there is no way.
    """
    factor = convert(Decimal(1), way.unit, target)
    if factor < 1:
        way.go("unit", float(factor), f"÷ {numeral(float(1 / factor))}", target)
    else:
        way.go("unit", float(factor), f"· {numeral(float(factor))}", target)


def _from_share(way: Way, molar_mass: float | None) -> None:
    if molar_mass is None:
        raise SubstanceUnknownError(substance="")
    parts = 1.0 if way.unit == "ppm" else float(convert(Decimal(1), way.unit, "ppm"))
    scale = "" if parts == 1 else f"· {numeral(parts)} "
    words = f"{scale}· {numeral(molar_mass)} ÷ {numeral(MOLAR_VOLUME)}"
    way.go("share", parts * molar_mass / MOLAR_VOLUME, words, "mg/Nm3")


def _to_normal(way: Way, gas: GasState, basis: Basis) -> None:
    """Go from the temperature and pressure of the gas to those of the basis."""
    way.ratio("temperature", gas.kelvin, basis.temperature_k)
    way.blur("temperature", gas.u_temperature / gas.kelvin)
    way.unit = way.unit.replace("m3", "Nm3")
    way.ratio("pressure", basis.pressure_kpa, gas.absolute_kpa)
    way.blur("pressure", -gas.u_pressure / gas.absolute_kpa)


def _between(way: Way, origin: Basis, basis: Basis) -> None:
    if origin.temperature_k != basis.temperature_k:
        way.ratio("basis", origin.temperature_k, basis.temperature_k)
    if origin.pressure_kpa != basis.pressure_kpa:
        way.ratio("basis", basis.pressure_kpa, origin.pressure_kpa)


def _moisture(way: Way, gas: GasState, basis: Basis, *, is_wet: bool) -> None:
    if is_wet is not basis.dry:
        return
    dry_share = gas.dry_share
    divides = is_wet is not way.is_flow
    words = f"{'÷' if divides else '·'} (1 − {numeral(1 - dry_share)})"
    way.go("dry", 1 / dry_share if divides else dry_share, words)
    share = gas.u_moisture / 100 / dry_share
    way.blur("moisture", share if is_wet else -share)


def _oxygen(way: Way, gas: GasState, basis: Basis, *, done: float | None) -> None:
    """Go from oxygen ``done`` (None: as measured) to that of the basis."""
    if done == basis.o2_ref_pct:
        return
    air = basis.o2_air_pct
    measured, share = 0.0, 0.0
    if done is None or basis.o2_ref_pct is None:
        measured = gas.oxygen
        share = gas.u_o2 / oxygen_gap(measured, air)
    here = measured if done is None else done
    there = measured if basis.o2_ref_pct is None else basis.o2_ref_pct
    first, second = (here, there) if way.is_flow else (there, here)
    words = f"· ({numeral(air)} − {numeral(first)}) ÷ ({numeral(air)} − {numeral(second)})"
    way.go("oxygen", (air - first) / (air - second), words)
    way.blur("oxygen", share if done is None else -share)
