"""One figure converted: to reference conditions, with a flow to masses, each step with its rule.

The one way for the command line, the dialog and batches; what was given is never changed.
"""

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kta_desktop.domain.gas import Basis
from kta_desktop.measurement import cautions, flows
from kta_desktop.measurement.cautions import Caution
from kta_desktop.measurement.errors import (
    ConditionImpossibleError,
    ConditionMissingError,
    FigureTooLargeError,
    OxygenNotForHeatingError,
    SubstanceUnknownError,
    UnitUnfitError,
)
from kta_desktop.measurement.normalise import (
    Figure,
    Normalised,
    Step,
    at_basis,
    mass_flow,
    to_actual,
    to_share,
)
from kta_desktop.measurement.reference import EU, KZ, basis, molar_mass
from kta_desktop.measurement.steps import Way
from kta_desktop.measurement.units import convert, quantity_of
from kta_desktop.paths import RESOURCES
from kta_desktop.services.converting_gas_fields import (
    FlowGiven,
    Question,
    molar_mass_or_none,
    question,
)

__all__ = [
    "Answer",
    "Normalised",
    "Question",
    "Rule",
    "Step",
    "answer",
    "both",
    "question",
    "readable",
    "rules",
    "wanted_basis",
]

_DIGITS = 4
_WHOLE = 100  # % by volume
_MASS_FLOW = "mass_flow"
_CONCENTRATIONS = ("mass_concentration", "normal_mass_concentration", "volume_fraction")
_VOLUMES = ("volume_flow", "normal_volume_flow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a figure comes to.

    Attributes:
        asked: The question.
        result: In the unit that was asked for, else at the basis.
        figure: The figure at the basis; of a mass flow, itself.
        flow: The gas flow at the same basis; None if none was given.
        mass_flow: In g/s; None without a flow.
        mass: In t over the operating hours; None if they were not given.
        load: In kg/t of product; None if the throughput was not given.
        cautions: What should be known about it.
    """

    asked: Question
    result: Normalised
    figure: Normalised
    flow: Normalised | None
    mass_flow: Normalised | None
    mass: Normalised | None
    load: Normalised | None
    cautions: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that a step goes by: its name by language, its formula, where it is from."""

    names: Mapping[str, str]
    expression: str
    source: str


@lru_cache
def rules() -> Mapping[str, Rule]:
    """Return the rules of conversions by id (``formulas.csv``)."""
    with (RESOURCES / "reference" / "formulas.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: Rule(
                {lang: row[f"name_{lang}"] for lang in ("ru", "kk", "en")},
                row["expression"],
                row["source"],
            )
            for row in csv.DictReader(file)
        }


def answer(asked: Question) -> Answer:
    """Return what a figure comes to.

    Raises:
        KtaError: If it cannot be converted: a condition is missing or impossible, the oxygen is
            too near that of air, the unit does not fit.
    """
    if asked.basis.o2_ref_pct is not None and asked.heating != "air":
        raise OxygenNotForHeatingError
    quantity = quantity_of(asked.unit)
    if quantity == _MASS_FLOW:
        figure = _mean(asked, _own_mass_flow)
        found = _masses(asked, figure, None, figure)
    elif quantity in (*_CONCENTRATIONS, *_VOLUMES):
        figure = _mean(asked, _at_basis)
        with_flow = asked.flow is not None and quantity in _CONCENTRATIONS
        flow = _flow(asked) if with_flow else None
        found = _masses(asked, figure, flow, None if flow is None else mass_flow(figure, flow))
    else:
        raise UnitUnfitError(unit=asked.unit, target="mg/Nm3")
    found = replace(found, result=_result(found), cautions=tuple(_cautions(found)))
    _check_finite(found)
    return found


def both(asked: Question) -> tuple[Answer, Answer]:
    """Return the answers at 273.15 K and at 293.15 K, with the moisture and oxygen asked for.

    Raises:
        KtaError: See ``answer``.
    """
    eu, kz = (
        replace(
            asked.basis,
            id=name if asked.basis.o2_ref_pct is None else f"{name}-o2",
            temperature_k=basis(name).temperature_k,
        )
        for name in (EU, KZ)
    )
    return answer(replace(asked, basis=eu)), answer(replace(asked, basis=kz))


def _mean(asked: Question, way: Callable[[Question, float], Normalised]) -> Normalised:
    """Return the figure, or the mean of the samples, each of which is converted by itself."""
    first = way(asked, asked.value)
    if not asked.more:
        return first
    return flows.mean_of([first, *(way(asked, value) for value in asked.more)])


def _u(asked: Question, value: float) -> float:
    return math.hypot(asked.u, abs(value) * asked.u_rel)


def _at_basis(asked: Question, value: float) -> Normalised:
    """Return a figure at the basis, counted as the substance that was asked for.

    Raises:
        ConditionImpossibleError: If it is more of the gas than there is.
    """
    quantity = quantity_of(asked.unit)
    if quantity == "volume_fraction" and convert(Decimal(repr(value)), asked.unit, "vol%") > _WHOLE:
        raise ConditionImpossibleError(quantity="value", value=f"{value:g} {asked.unit}")
    counted = asked.counted_as or asked.substance
    origin = asked.from_basis or basis(EU)
    figure = Figure(
        value=value,
        unit=asked.unit,
        wet=asked.wet,
        molar_mass=_mass_of(counted) if quantity == "volume_fraction" else None,
        from_basis=replace(origin, dry=not asked.wet, o2_air_pct=asked.basis.o2_air_pct),
        u=_u(asked, value),
    )
    found = at_basis(figure, asked.gas, asked.basis)
    if asked.counted_as and quantity in _CONCENTRATIONS and quantity != "volume_fraction":
        found = flows.counted_as(found, _mass_of(asked.substance), _mass_of(asked.counted_as))
    return found


def _mass_of(substance: str) -> float:
    found = molar_mass_or_none(substance) if substance else None
    if found is None:
        raise SubstanceUnknownError(substance=substance)
    return found


def _own_mass_flow(asked: Question, value: float) -> Normalised:
    begun = Way.begun(value, asked.unit, _u(asked, value)).end(None)
    found = flows.in_unit(begun, "g/s")
    if asked.counted_as:
        found = flows.counted_as(found, _mass_of(asked.substance), _mass_of(asked.counted_as))
    return found


def _flow(asked: Question) -> Normalised:
    given = asked.flow
    if given is None:
        raise ConditionMissingError(quantity="flow")
    return _flow_at_basis(asked, given)


def _flow_at_basis(asked: Question, given: FlowGiven) -> Normalised:
    """Return the gas flow at the basis; a velocity goes through the duct before."""
    if given.unit != "m/s" and quantity_of(given.unit) not in _VOLUMES:
        raise UnitUnfitError(unit=given.unit, target="m3/s")
    first = None
    value, unit, u = given.value, given.unit, given.u
    if unit == "m/s":
        if given.duct is None:
            raise ConditionMissingError(quantity="diameter")
        first = flows.duct_flow(value, given.duct, u)
        value, unit, u = first.value, first.unit, first.uncertainty
    is_wet = not given.dry and quantity_of(unit) == "volume_flow"  # in Nm3 it is dry by custom
    origin = replace(asked.from_basis or basis(EU), o2_air_pct=asked.basis.o2_air_pct)
    figure = Figure(value=value, unit=unit, wet=is_wet, from_basis=origin, u=u)
    found = at_basis(figure, asked.gas, asked.basis)
    return found if first is None else flows.following(first, found)


def _masses(
    asked: Question, figure: Normalised, flow: Normalised | None, carried: Normalised | None
) -> Answer:
    """Return the answer with what a mass flow makes; below a detection limit, half of it counts."""
    if carried is not None and asked.below_lod:
        carried = flows.for_load(carried)
    mass = load = None
    if carried is not None and asked.hours is not None:
        mass = flows.mass_over(carried, asked.hours)
    if carried is not None and asked.throughput_t_h is not None:
        load = flows.specific_load(carried, asked.throughput_t_h)
    return Answer(
        asked=asked,
        result=figure,
        figure=figure,
        flow=flow,
        mass_flow=carried,
        mass=mass,
        load=load,
        cautions=(),
    )


def _result(found: Answer) -> Normalised:
    """Return the figure in the unit that was asked for."""
    target = found.asked.to
    if not target:
        return found.figure
    quantity = quantity_of(target)
    if quantity == _MASS_FLOW:
        if found.mass is not None and target.endswith("/year"):  # of the hours that were given
            return flows.in_unit(found.mass, target.removesuffix("/year"))
        return flows.in_unit(_needed(found.mass_flow, "flow"), target)
    if quantity == "mass":
        _needed(found.mass_flow, "flow")
        return flows.in_unit(_needed(found.mass, "hours"), target)
    if quantity == "specific_mass":
        _needed(found.mass_flow, "flow")
        return flows.in_unit(_needed(found.load, "throughput"), target)
    return _other_gas_unit(found, quantity)


def _other_gas_unit(found: Answer, quantity: str) -> Normalised:
    asked, target = found.asked, found.asked.to
    if quantity == "volume_fraction":
        mass = _mass_of(asked.counted_as or asked.substance)
        return flows.in_unit(to_share(found.figure, mass), target)
    if quantity in ("mass_concentration", "volume_flow"):
        is_wet = asked.gas.moisture_pct is not None
        return flows.in_unit(to_actual(found.figure, asked.gas, wet=is_wet), target)
    return flows.in_unit(found.figure, target)


def _needed(found: Normalised | None, quantity: str) -> Normalised:
    if found is None:
        raise ConditionMissingError(quantity=quantity)
    return found


def _cautions(found: Answer) -> Iterator[Caution]:
    asked = found.asked
    yield from cautions.of_gas(asked.gas)
    kinds = {step.kind for step in _steps(found)}
    reference, measured = asked.basis.o2_ref_pct, asked.gas.o2_pct
    if "oxygen" in kinds and reference is not None and measured is not None:
        false_air = cautions.of_oxygen(measured, reference)
        if false_air is not None:
            yield false_air
    if _is_no(asked.substance) and not asked.counted_as:
        yield Caution("no-as-no2")
    if asked.gas.moisture_pct is not None and not asked.wet and "dry" not in kinds:
        yield Caution("moisture-unused")
    if quantity_of(asked.unit).startswith("normal_") and asked.from_basis is None:
        yield Caution("basis-assumed", {"kelvin": f"{basis(EU).temperature_k:g}"})
    if asked.to.endswith("/year") and asked.hours is None:
        yield Caution("hours-assumed")
    if asked.below_lod:
        yield Caution("below-lod")


def _is_no(substance: str) -> bool:
    return bool(substance) and molar_mass_or_none(substance) == molar_mass("NO")


def _all(found: Answer) -> Iterable[Normalised]:
    every = (found.result, found.figure, found.flow, found.mass_flow, found.mass, found.load)
    return (each for each in every if each is not None)


def _steps(found: Answer) -> Iterator[Step]:
    for each in _all(found):
        yield from each.steps


def _check_finite(found: Answer) -> None:
    for each in _all(found):
        figures = (each.uncertainty, *(step.value for step in each.steps))
        if not all(math.isfinite(figure) for figure in figures):
            raise FigureTooLargeError


def readable(value: float) -> float:
    """Return a figure with four significant digits for reading; digits before the mark stay."""
    whole = len(f"{abs(value):.0f}") if abs(value) < 1e15 else 0
    return float(f"{value:.{max(_DIGITS, whole)}g}")


def wanted_basis(found: Basis) -> str:
    """Return ``eu`` or ``kz`` for conditions at 273.15 or 293.15 K, else their id."""
    known = {basis(EU).temperature_k: "eu", basis(KZ).temperature_k: "kz"}
    return known.get(found.temperature_k, found.id)
