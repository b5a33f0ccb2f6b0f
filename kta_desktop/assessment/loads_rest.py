"""Water loads by outlet, waste by kind, and carbon dioxide of fuel, in tonnes a year.

Factors of fuels are those of the checklist's own table with their source; where it has none, such
as for refrigerants, the figure is missing and no factor is made up. Carbon dioxide of biomass is
biogenic and counts as none, as in the checklist.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kta_desktop.assessment import registers
from kta_desktop.assessment.balances_amounts import (
    TONNES,
    Entered,
    at,
    chosen,
    converted,
    entered,
    instances,
    label,
    same,
    words,
    yearly,
)
from kta_desktop.assessment.balances_energy import (
    FUEL_AMOUNT,
    FUEL_KIND,
    FUEL_NCV,
    FUEL_UNIT,
    FUELS,
)
from kta_desktop.assessment.balances_materials import WASTE, WASTE_AMOUNT, WASTE_KIND
from kta_desktop.assessment.balances_water import OUTLET_FLOW, OUTLET_NAME, OUTLETS
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import LoadKind, LoadLine
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.texts import Text
from kta_desktop.measurement.units import are_of_one_quantity

CO2 = "tCO2/year"
EQUIVALENT = "tCO2e/year"
PARAMETERS = Named(name="core_out_params", concept="outlet.parameters")
_WASTE_LIMIT = Named(name="core_waste_limit", concept="waste.limit")
_FACTOR = Named(name="core_fuel_ef", concept="fuel.co2_factor")
_REFRIGERANTS = Named(name="core_refrigerants", concept="air.refrigerants")
_OWN = "other"  # a fuel whose factor the auditor enters
_BY_FLOW = "C · V / 1000000"  # mg/l · m3/year; a mg/l is a g/m3
_OF_FUEL = "B · Q · k / 1000"  # kg of CO2 per GJ
_NCV = Text(ru="Низшая теплота сгорания", kk="Төменгі жану жылуы", en="Net calorific value")
_EMISSION_FACTOR = Text(
    ru="Коэффициент выбросов CO₂", kk="CO₂ шығарындыларының коэффициенті", en="CO₂ emission factor"
)


def water_loads(known: Known) -> tuple[LoadLine, ...]:
    """Return what each outlet discharges of each parameter that is a concentration of mass."""
    rows = registers.lines(known.state, PARAMETERS)
    return tuple(
        line
        for outlet in instances(known, OUTLETS)
        for row in rows
        if row.address.startswith(f"{outlet}/")
        for line in _water_load(known, outlet, row)
    )


def waste(known: Known) -> tuple[LoadLine, ...]:
    """Return each waste with its limit."""
    return tuple(_waste(known, instance) for instance in instances(known, WASTE))


def greenhouse(known: Known) -> tuple[LoadLine, ...]:
    """Return carbon dioxide of each fuel, and refrigerants, of which no factor is known."""
    return (*fuel_carbon(known), *_refrigerants(known))


def fuel_carbon(known: Known) -> tuple[LoadLine, ...]:
    """Return the fossil carbon dioxide of each fuel, without that of carbonates."""
    return tuple(_fuel(known, instance) for instance in instances(known, FUELS))


def _water_load(known: Known, outlet: str, row: Line) -> Iterator[LoadLine]:
    unit = row.unit_of("mean", "unit") or ""
    if unit and not are_of_one_quantity(unit, "mg/l"):
        return  # such as pH: of it there is no mass
    substance = row.choice("substance") or ""
    column = row.column("substance")
    choice = column.choice(substance) if column else None
    name = choice.label if choice else same(substance)
    share, no_share = converted(_mean(known, row, unit), "mg/l", "C", name)
    path, flow_unit, flow_name = at(known, OUTLET_FLOW, outlet)
    flow, no_flow = converted(entered(known.state, path, flow_unit), "m3/year", "V", flow_name)
    lacks = tuple(each for each in (no_share, no_flow) if each)
    yield LoadLine(
        kind=LoadKind.WATER,
        source=words(known, OUTLET_NAME, outlet) or outlet.rpartition("/")[2],
        substance=substance,
        name=name,
        figure=figured(_BY_FLOW, (share, flow), TONNES, missing=lacks),
        path=row.path("mean"),
    )


def _mean(known: Known, row: Line, unit: str) -> Entered:
    """Return a mean with the U of its own column, if none was entered beside the number."""
    found = entered(known.state, row.path("mean"), unit)
    if found.uncertainty is not None:
        return found
    return Entered(
        path=found.path,
        value=found.value,
        uncertainty=row.number_of("uncertainty"),
        unit=found.unit,
        lack=found.lack,
    )


def _waste(known: Known, instance: str) -> LoadLine:
    path, unit, title = at(known, WASTE_AMOUNT, instance)
    kind = next(iter(chosen(known, WASTE_KIND, instance)), "")
    name = label(known, WASTE_KIND, kind) if kind else title
    found = entered(known.state, path, unit)
    limit_path, limit_unit, _name = at(known, _WASTE_LIMIT, instance)
    limit, _lack = converted(entered(known.state, limit_path, limit_unit), TONNES, "L", name)
    return LoadLine(
        kind=LoadKind.WASTE,
        source="",
        substance=kind,
        name=name,
        figure=yearly(known, found, TONNES, name, "m"),
        permitted=limit.value,
        path=path,
    )


def _fuel(known: Known, instance: str) -> LoadLine:
    path, _unit, _title = at(known, FUEL_AMOUNT, instance)
    kind = next(iter(chosen(known, FUEL_KIND, instance)), "")
    name = label(known, FUEL_KIND, kind) if kind else Text()
    row = _factors(known).get(kind, {})
    is_biogenic = row.get("biogenic") == "1"
    figure = _none(name) if is_biogenic else _burnt(known, instance, kind, row)
    return LoadLine(
        kind=LoadKind.GREENHOUSE, source="", substance=kind, name=name, figure=figure, path=path
    )


def _none(name: Text) -> Figured:
    """Return no fossil carbon dioxide: it is biogenic."""
    term = Term(symbol="m", name=name, value=Decimal(0), unit=CO2)
    return figured("m", (term,), CO2)


def _burnt(known: Known, instance: str, kind: str, row: Mapping[str, str]) -> Figured:
    unit = next(iter(chosen(known, FUEL_UNIT, instance)), "")
    path, _none_unit, title = at(known, FUEL_AMOUNT, instance)
    amount, no_amount = converted(entered(known.state, path, unit), unit or "t", "B", title)
    value, no_value = _calorific(known, instance, unit, row)
    factor, no_factor = _emission_factor(known, instance, kind, row)
    lacks = tuple(each for each in (no_amount, no_value, no_factor) if each)
    return figured(_OF_FUEL, (amount, value, factor), CO2, missing=lacks)


def _calorific(
    known: Known, instance: str, unit: str, row: Mapping[str, str]
) -> tuple[Term, Missing | None]:
    """Return the calorific value as entered; of a tonne else the default with its source."""
    path, _unit, title = at(known, FUEL_NCV, instance)
    found = entered(known.state, path, "GJ")
    default = kept(row.get("ncv_gj_t"))
    is_silent = found.value is None and found.lack is Lack.NOT_ENTERED
    if is_silent and unit == "t" and default is not None and row.get("source"):
        return Term(symbol="Q", name=_NCV, value=default, unit="GJ/t", source=row["source"]), None
    return converted(found, "GJ", "Q", title)


def _emission_factor(
    known: Known, instance: str, kind: str, row: Mapping[str, str]
) -> tuple[Term, Missing | None]:
    if kind == _OWN:
        path, unit, title = at(known, _FACTOR, instance)
        return converted(entered(known.state, path, unit), "kgCO2/GJ", "k", title)
    value = kept(row.get("co2_kg_gj"))
    source = row.get("source", "")
    term = Term(
        symbol="k",
        name=_EMISSION_FACTOR,
        value=value if source else None,
        unit="kgCO2/GJ",
        source=source,
    )
    if term.value is not None:
        return term, None
    return term, Missing(Lack.FACTOR, at(known, FUEL_KIND, instance)[0], _EMISSION_FACTOR)


def _refrigerants(known: Known) -> Iterator[LoadLine]:
    for row in registers.lines(known.state, _REFRIGERANTS):
        path = row.path("topup_kg")
        name = same(row.text("refrigerant"))
        lack = Missing(Lack.FACTOR, path, name)
        yield LoadLine(
            kind=LoadKind.GREENHOUSE,
            source=row.text("unit"),
            substance=row.text("refrigerant"),
            name=name,
            figure=Figured(value=None, unit=EQUIVALENT, missing=(lack,)),
            path=path,
        )


def _factors(known: Known) -> Mapping[str, Mapping[str, str]]:
    rows = (known.definition.files or {}).get("fuels", ())
    return {row.get("id", ""): row for row in rows}
