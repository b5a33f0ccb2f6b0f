"""Specific consumption and emission of the whole plant, per tonne of its base, from the answers.

The base is what the auditor refers specific figures to: product, raw material, melted glass,
treated textile (``production.base_kind``). A level of the pack is held beside a figure if it names
the very same quantity of the whole plant; levels of single processes are not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kta_desktop.assessment import performance_sums as sums
from kta_desktop.assessment.addresses import question_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.performance_answers import reference_year
from kta_desktop.assessment.performance_held import Held, held
from kta_desktop.assessment.performance_sums import Sum, scalar
from kta_desktop.assessment.performance_terms import Entered, told, verdict_origins, weakest
from kta_desktop.assessment.terms import Figured, Lack, Missing
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.definition import Level, Text
from kta_desktop.i18n import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a specific figure is put together.

    Attributes:
        sum: What is divided by the base.
        unit: Id of the unit of the result.
        factor: From the unit of the sum per tonne to ``unit``; empty for one.
        medium: Where it goes, or what is used.
        kind: Consumption or emission.
        title: Name and concept of the question that is called so; its wording is the name.
        name: Its name where no question is called so.
        media: Media of the levels that speak of it.
        parameters: What those levels call it, in English.
        substance: Id of ``substances.csv``; empty if none.
    """

    sum: Callable[[Known], Sum]
    unit: str
    medium: Medium
    kind: IndicatorKind
    factor: str = ""
    title: tuple[str, str] = ("", "")
    name: str = ""
    media: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    substance: str = ""


_USE, _GOES = IndicatorKind.SPECIFIC_CONSUMPTION, IndicatorKind.SPECIFIC_EMISSION
RECIPES: Mapping[str, Recipe] = {
    "energy": Recipe(
        sum=sums.energy,
        unit="GJ/t",
        medium=Medium.ENERGY,
        kind=_USE,
        title=("core_energy_specific", "energy.total.specific"),
        media=("energy",),
        parameters=("specific energy consumption",),
    ),
    "electricity": Recipe(
        sum=sums.electricity,
        unit="kWh/t",
        factor=" × 1000",
        medium=Medium.ENERGY,
        kind=_USE,
        title=("core_el_specific", "energy.electricity.specific"),
    ),
    "heat": Recipe(
        sum=sums.heat,
        unit="GJ/t",
        medium=Medium.ENERGY,
        kind=_USE,
        title=("core_heat_specific", "energy.heat.specific"),
    ),
    "water": Recipe(
        sum=sums.intake,
        unit="m3/t",
        medium=Medium.WATER_USE,
        kind=_USE,
        title=("core_water_specific", "water.intake.specific"),
        media=("water_consumption",),
        parameters=("specific water consumption",),
    ),
    "effluent": Recipe(
        sum=sums.effluent,
        unit="m3/t",
        medium=Medium.WATER,
        kind=_GOES,
        name=N_("Specific waste water discharge"),
        media=("waste_water_volume",),
        parameters=("specific waste water discharge",),
    ),
    "co2": Recipe(
        sum=sums.carbon,
        unit="tCO2/t",
        medium=Medium.AIR,
        kind=_GOES,
        name=N_("Specific CO₂ of fossil fuel"),
        substance="co2",
    ),
    "waste": Recipe(
        sum=sums.waste,
        unit="kg/t",
        factor=" × 1000",
        medium=Medium.WASTE,
        kind=_GOES,
        title=("core_waste_specific", "waste.specific"),
    ),
    "materials": Recipe(
        sum=sums.materials,
        unit="kg/t",
        factor=" × 1000",
        medium=Medium.MATERIALS,
        kind=_USE,
        title=("core_raw_specific", "material.raw.specific_total"),
    ),
}


def of_recipe(known: Known, identifier: str) -> tuple[Indicator, ...]:
    """Return the specific figure called ``identifier``; nothing if nothing was entered for it.

    Raises:
        KeyError: If there is no such recipe.
    """
    recipe = RECIPES[identifier]
    found = recipe.sum(known)
    if all(term.is_blank for term in found.terms):
        return ()
    figure = per_base(known, found, recipe.unit, recipe.factor)
    told_as = question_of(known, *recipe.title) if recipe.title[0] else None
    beside = _held(known, recipe, found, figure)
    level = beside.judgement.level
    return (
        Indicator(
            key=f"specific.{identifier}",
            name=told_as.label if told_as else told(recipe.name),
            kind=recipe.kind,
            medium=recipe.medium,
            figure=figure,
            judgement=beside.judgement,
            substance=recipe.substance,
            year=reference_year(known),
            grounds=beside.grounds,
            path=mainly(figure),
            techniques=level.techniques if level else (),
        ),
    )


def per_base(known: Known, found: Sum, unit: str, factor: str = "") -> Figured:
    """Return a sum per tonne of the base in ``unit``; ``factor`` is as in ``Recipe``."""
    base = base_of(known)
    inner = f"({found.formula})" if len(found.pieces) > 1 else found.formula
    terms = [*found.terms, *([base] if base else [])]
    lacks = [*found.missing, *(term.missing for term in terms if term.missing)]
    if base is None:
        lacks.append(Missing(Lack.NOT_ENTERED, ""))
    if not found.pieces or base is None:
        return Figured(value=None, unit=unit, missing=tuple(lacks))
    result = figured(
        f"{inner}{factor} / P",
        [term.term for term in terms],
        unit,
        missing=lacks,
    )
    return found.counted(result)


def base_of(known: Known) -> Entered | None:
    """Return the tonnes a year that specific figures are per; None if it is not asked."""
    return scalar(known, "core_base_amount", "production.base_amount", "P", "t/year")


def base_kind(known: Known) -> str:
    """Return what the base is; empty if it is not stated."""
    asked = question_of(known, "core_base_kind", "production.base_kind")
    value = None if asked is None else known.state.value(asked.name)
    return value if isinstance(value, str) else ""


def _held(known: Known, recipe: Recipe, found: Sum, figure: Figured) -> Held:
    base = base_of(known)
    terms = [*found.terms, *([base] if base else [])]
    return held(
        known,
        [level for level in known.definition.levels if _speaks_of(level, recipe)],
        figure,
        origin=weakest(terms, verdict_origins()),
        per=base_kind(known),
    )


def _speaks_of(level: Level, recipe: Recipe) -> bool:
    named = level.parameter.en.casefold().strip()
    return level.overrides is None and level.medium in recipe.media and named in recipe.parameters


def mainly(figure: Figured) -> str:
    """Return where a figure mainly comes from: its greatest term that is no base."""
    found = [
        (abs(term.value), term.path)
        for term in figure.terms
        if term.symbol != "P" and term.value is not None
    ]
    if found:
        return max(found)[1]
    return next((each.path for each in figure.missing if each.path), "")


def specific_name(what: Text, title: str) -> Text:
    """Return the name of a specific figure of one substance."""
    head = told(title)
    return Text(*(f"{getattr(head, one)}: {what.get(one)}" for one in ("ru", "kk", "en")))
