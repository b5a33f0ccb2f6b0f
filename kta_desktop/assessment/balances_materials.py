"""Materials of the whole plant from its totals: raw materials, products, waste, dust and vapours.

Of the emissions only dust and organic vapours are material of the process: gases of combustion
come of fuel and air. Waste that only goes back into the own process is a circle.
"""

from collections.abc import Iterator, Sequence

from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Stream
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
)
from kta_desktop.assessment.balances_nodes import PLANT
from kta_desktop.assessment.balances_totals import of_entered, of_row, stream
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import LoadLine
from kta_desktop.assessment.loads_air import air
from kta_desktop.assessment.registers import Named
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.texts import Text
from kta_desktop.packs.reference import substances

RAW = Named(name="core_raw", concept="material.raw")
CHEMICALS = Named(name="core_chem", concept="material.chemicals")
PRODUCTS = Named(name="core_rep_product", concept="product")
_PRODUCT_NAME = Named(name="core_prod_name", concept="product.name")
_PRODUCT_UNIT = Named(name="core_prod_unit", concept="product.unit")
_PRODUCT_MASS = Named(name="core_prod_mass", concept="product.mass_per_unit")
OUTPUT = Named(name="core_prod_output", concept="product.output")
WASTE = Named(name="core_rep_waste", concept="waste")
WASTE_KIND = Named(name="core_waste_kind", concept="waste.kind")
WASTE_AMOUNT = Named(name="core_waste_amount", concept="waste.generated")
_WASTE_ROUTE = Named(name="core_waste_route", concept="waste.route")
_ENERGY_UNITS = ("MWh", "Gcal")  # of a product that is energy
_RETURNED = ("own-process",)
_MATERIAL = ("dust", "voc")  # groups in substances.csv that are no gases of combustion


def materials(known: Known) -> tuple[Stream, ...]:
    """Return the streams of the plant's balance of materials, in tonnes a year."""
    return (*_bought(known), *_products(known), *_waste(known), *_emitted(known))


def _bought(known: Known) -> Iterator[Stream]:
    for named in (RAW, CHEMICALS):
        for line in registers.lines(known.state, named):
            name = same(line.text("name"))
            yield from of_row(known, line, "qty_t", name, ("", PLANT), TONNES)


def _products(known: Known) -> Iterator[Stream]:
    for instance in instances(known, PRODUCTS):
        unit = next(iter(chosen(known, _PRODUCT_UNIT, instance)), "")
        if unit in _ENERGY_UNITS:
            continue
        path, _none, title = at(known, OUTPUT, instance)
        found = entered(known.state, path, unit or None)
        told = words(known, _PRODUCT_NAME, instance)
        name = same(told) if told else title
        if not found.is_absent:
            yield stream(found, name, (PLANT, ""), _output(known, instance, found, unit, name))


def _output(known: Known, instance: str, found: Entered, unit: str, name: Text) -> Figured:
    """Return the output in tonnes: as recorded, or by the mass of one recorded unit."""
    if not unit:
        lack = Missing(Lack.UNIT, found.path, name)
        return Figured(value=None, unit=TONNES, formula="N", missing=(lack,))
    term, missing = converted(found, unit, "N", name)
    if unit == "t":
        return figured("N", (term,), TONNES, missing=(missing,) if missing else ())
    path, mass_unit, mass_name = at(known, _PRODUCT_MASS, instance)
    mass = entered(known.state, path, mass_unit)
    per, no_mass = converted(mass, "t", "m", mass_name)
    lacks = tuple(each for each in (missing, no_mass) if each)
    return figured("N · m", (term, per), TONNES, missing=lacks)


def _waste(known: Known) -> Iterator[Stream]:
    for instance in instances(known, WASTE):
        path, unit, title = at(known, WASTE_AMOUNT, instance)
        found = entered(known.state, path, unit)
        kind = next(iter(chosen(known, WASTE_KIND, instance)), "")
        name = label(known, WASTE_KIND, kind) if kind else title
        is_returned = chosen(known, _WASTE_ROUTE, instance) == _RETURNED
        ends = (PLANT, PLANT if is_returned else "")
        yield from of_entered(known, found, name, ends, TONNES)


def _emitted(known: Known) -> Iterator[Stream]:
    """Yield dust and organic vapours, each substance as the sum of its sources."""
    matter = {row.id for row in substances().values() if row.group in _MATERIAL}
    by_substance: dict[str, list[LoadLine]] = {}
    for line in air(known, matter):
        by_substance.setdefault(line.substance, []).append(line)
    for lines in by_substance.values():
        path = lines[0].path
        yield Stream(
            key=path,
            name=lines[0].name,
            source=PLANT,
            target="",
            figure=_summed(lines),
            path=path,
            is_estimated=not all(
                entered(known.state, line.path, None).is_measured for line in lines
            ),
        )


def _summed(lines: Sequence[LoadLine]) -> Figured:
    """Return the sum of what sources emit; it lacks what any of them lacks."""
    terms = [
        Term(
            symbol=f"m{number}",
            name=same(line.source),
            value=line.figure.value,
            uncertainty=line.figure.uncertainty,
            unit=TONNES,
            path=line.path,
        )
        for number, line in enumerate(lines, start=1)
    ]
    lacks = tuple(lack for line in lines for lack in line.figure.missing)
    return figured(" + ".join(term.symbol for term in terms), terms, TONNES, missing=lacks)
