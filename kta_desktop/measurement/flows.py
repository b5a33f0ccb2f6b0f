"""Volume flows and masses: duct, grams a second, tonnes a year, kilograms for a tonne of product.

Rules F-KGT, F-MIX, F-SPOT and F-LOD of the glass and ceramics pack; see ``formulas.csv``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kta_desktop.measurement.errors import (
    BasesDifferError,
    ConditionImpossibleError,
    UnitUnfitError,
)
from kta_desktop.measurement.normalise import unit_step
from kta_desktop.measurement.steps import FIGURE, Normalised, Way, numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class Duct:
    """The inside of a duct, in m: round by its diameter, else width times height.

    Attributes:
        diameter_m: Of a round duct; None for a rectangular one.
        width_m: Of a rectangular one.
        height_m: Of a rectangular one.
    """

    diameter_m: float | None = None
    width_m: float | None = None
    height_m: float | None = None

    @property
    def area_m2(self) -> float:
        """Return the section in m².

        Raises:
            ConditionImpossibleError: If a side is no length.
        """
        if self.diameter_m is not None:
            return math.pi * _side(self.diameter_m) * self.diameter_m / 4
        return _side(self.width_m or 0.0) * _side(self.height_m or 0.0)

    @property
    def formula(self) -> str:
        """Return the section with its numbers, such as ``π · 0.8² ÷ 4``."""
        if self.diameter_m is not None:
            return f"π · {numeral(self.diameter_m)}² ÷ 4"
        return f"{numeral(self.width_m or 0.0)} · {numeral(self.height_m or 0.0)}"


def duct_flow(velocity_m_s: float, duct: Duct, u_velocity: float = 0.0) -> Normalised:
    """Return the flow in ``m3/s`` of the gas as it is, from its mean velocity in the duct.

    Args:
        velocity_m_s: In m/s, mean over the section.
        duct: Its section.
        u_velocity: U (k = 2) in m/s.

    Raises:
        ConditionImpossibleError: If the velocity is negative or a side is no length.
    """
    if not velocity_m_s >= 0 or math.isinf(velocity_m_s):
        raise ConditionImpossibleError(quantity="velocity", value=numeral(velocity_m_s))
    way = Way.begun(velocity_m_s, "m/s", u_velocity)
    way.go("duct", duct.area_m2, f"· {duct.formula}", "m3/s")
    return way.end(None)


def following(first: Normalised, second: Normalised) -> Normalised:
    """Return ``second``, which went on from the value of ``first``, with the steps of both."""
    return replace(second, steps=(*first.steps, *second.steps[1:]))


def mass_over(flow: Normalised, hours: float) -> Normalised:
    """Return the tonnes that a mass flow in ``g/s`` makes in so many hours of operation.

    Raises:
        UnitUnfitError: If it is no mass flow in g/s.
        ConditionImpossibleError: If there is no such number of hours.
    """
    if flow.unit != "g/s":
        raise UnitUnfitError(unit=flow.unit, target="t")
    if not hours >= 0 or math.isinf(hours):
        raise ConditionImpossibleError(quantity="hours", value=numeral(hours))
    way = Way.onward(flow)
    way.go("hours", hours * 3600 / 1e6, f"· 3600 · {numeral(hours)} ÷ 1000000", "t")
    return way.end(None)


def specific_load(flow: Normalised, throughput_t_h: float) -> Normalised:
    """Return kg for a tonne of product, from a mass flow in ``g/s`` and the tonnes an hour.

    The throughput is that of the time of sampling, not the capacity; of several furnaces on one
    stack it is their sum.

    Raises:
        UnitUnfitError: If it is no mass flow in g/s.
        ConditionImpossibleError: If nothing is produced.
    """
    if flow.unit != "g/s":
        raise UnitUnfitError(unit=flow.unit, target="kg/t")
    if not throughput_t_h > 0 or math.isinf(throughput_t_h):
        raise ConditionImpossibleError(quantity="throughput", value=numeral(throughput_t_h))
    way = Way.onward(flow)
    way.go("throughput", 3.6 / throughput_t_h, f"· 3.6 ÷ {numeral(throughput_t_h)}", "kg/t")
    return way.end(None)


def mixed(parts: Sequence[tuple[Normalised, Normalised]]) -> Normalised:
    """Return the concentration of several flows in one stack: Σ C·Q ÷ Σ Q.

    Dilution with clean air lowers it and is no abatement: the mass flow stays.

    Args:
        parts: Concentration and flow of each, all at the same conditions.

    Raises:
        BasesDifferError: If they stand at different conditions.
        ConditionImpossibleError: If nothing flows.
    """
    bases = [each.basis for pair in parts for each in pair]
    for other in bases:
        if other is None or other != bases[0]:
            names = [each.id if each else "—" for each in (bases[0], other)]
            raise BasesDifferError(first=names[0], second=names[1])
    total = sum(flow.value for _, flow in parts)
    if not total > 0:
        raise ConditionImpossibleError(quantity="flow", value=numeral(total))
    value = sum(each.value * flow.value for each, flow in parts) / total
    above = " + ".join(f"{numeral(each.value)} · {numeral(flow.value)}" for each, flow in parts)
    below = " + ".join(numeral(flow.value) for _, flow in parts)
    way = Way.onward(parts[0][0])
    way.arrive("mix", value, f"({above}) ÷ ({below})", parts[0][0].unit)
    way.parts = {}
    for number, (each, flow) in enumerate(parts):  # measured apart from each other: independent
        way.parts[f"figure{number}"] = each.uncertainty * flow.value / total
        way.parts[f"flow{number}"] = flow.uncertainty * (each.value - value) / total
    return way.end(parts[0][0].basis)


def mean_of(figures: Sequence[Normalised]) -> Normalised:
    """Return the mean of samples, each of which was corrected before.

    They share instrument, place and calibration, so their errors are taken as one: U does not
    shrink with their number.

    Raises:
        BasesDifferError: If they stand at different conditions.
        ConditionImpossibleError: If there are none.
    """
    if not figures:
        raise ConditionImpossibleError(quantity="value", value="—")
    first = figures[0]
    for other in figures:
        if (other.basis, other.unit) != (first.basis, first.unit):
            names = [each.basis.id if each.basis else "—" for each in (first, other)]
            raise BasesDifferError(first=names[0], second=names[1])
    value = math.fsum(each.value for each in figures) / len(figures)
    above = " + ".join(numeral(each.value) for each in figures)
    way = Way.onward(first)
    way.arrive("mean", value, f"({above}) ÷ {len(figures)}", first.unit)
    way.parts = {FIGURE: math.fsum(each.uncertainty for each in figures) / len(figures)}
    return way.end(first.basis)


def for_load(found: Normalised) -> Normalised:
    """Return half of a detection limit: what a yearly load counts where nothing was detected.

    The level is checked with the whole limit (rule F-LOD).
    """
    way = Way.onward(found)
    way.go("below_lod", 0.5, "÷ 2")
    return way.end(found.basis)


def counted_as(found: Normalised, mass: float, counted: float) -> Normalised:
    """Return the mass of one substance as that of another with as many atoms: NO as NO2.

    Args:
        found: A mass of the one, in any unit of mass.
        mass: Molar mass of what was measured, in g/mol.
        counted: Molar mass of what it is counted as, in g/mol.
    """
    way = Way.onward(found)
    way.go("substance", counted / mass, f"· {numeral(counted)} ÷ {numeral(mass)}")
    return way.end(found.basis)


def in_unit(found: Normalised, target: str) -> Normalised:
    """Return a figure in another unit of the same quantity.

    Raises:
        UnitUnknownError, UnitUnfitError: If there is no way.
    """
    if found.unit == target:
        return found
    way = Way.onward(found)
    unit_step(way, target)
    return way.end(found.basis)


def _side(metres: float) -> float:
    if not metres > 0 or math.isinf(metres):
        raise ConditionImpossibleError(quantity="diameter", value=numeral(metres))
    return metres
