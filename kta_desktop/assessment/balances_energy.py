"""Energy of the whole plant from its totals: what is bought, made and burnt, and its users.

Electricity has a node of its own, fuel and heat have another. Cold and compressed air are made of
electricity inside the plant: counted beside it they would be counted twice, so they stay out and
are told. Energy that is sold is not said to be one or the other; with it there is one node.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Stream
from kta_desktop.assessment.balances_amounts import (
    MWH,
    Entered,
    at,
    chosen,
    converted,
    entered,
    instances,
    label,
    same,
    yearly,
)
from kta_desktop.assessment.balances_nodes import ELECTRICITY, HEAT, PLANT
from kta_desktop.assessment.balances_totals import of_row, stream
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.assessment.terms import Figured
from kta_desktop.assessment.uncertainty import figured
from kta_desktop.domain.texts import Text

BOUGHT = Named(name="core_el_purchased", concept="energy.electricity.purchased")
OWN = Named(name="core_el_own", concept="energy.electricity.own")
HEAT_BOUGHT = Named(name="core_heat_purchased", concept="energy.heat.purchased")
SOLD = Named(name="core_energy_sold", concept="energy.sold")
USERS = Named(name="core_energy_users", concept="energy.users")
FUELS = Named(name="core_rep_fuel", concept="fuel")
FUEL_KIND = Named(name="core_fuel_kind", concept="fuel.kind")
FUEL_UNIT = Named(name="core_fuel_unit", concept="fuel.unit")
FUEL_AMOUNT = Named(name="core_fuel_qty", concept="fuel.quantity")
FUEL_NCV = Named(name="core_fuel_ncv", concept="fuel.ncv")
SECONDARY = ("cold", "air")  # made of electricity inside the plant
_NODES = {"electricity": ELECTRICITY}
_GJ_IN_MWH = "3.6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """The energy of the plant.

    Attributes:
        streams: In MWh a year.
        left_out: Users of cold and compressed air, which are made of electricity.
    """

    streams: tuple[Stream, ...]
    left_out: tuple[Line, ...] = ()


def energy(known: Known) -> Energy:
    """Return the streams of the plant's energy balance."""
    users = registers.lines(known.state, USERS)
    sold = _asked(known, SOLD)
    is_sold = sold.value is not None and sold.value != 0
    electricity, heat = (PLANT, PLANT) if is_sold else (ELECTRICITY, HEAT)
    streams = [
        *_bought(known, OWN, electricity),
        *_bought(known, HEAT_BOUGHT, heat),
        *_fuels(known, heat),
        *_users(known, users, electricity, heat),
    ]
    streams = [*_bought(known, BOUGHT, electricity, is_owed=bool(streams)), *streams]
    if is_sold:
        streams.append(stream(sold, at(known, SOLD)[2], (PLANT, ""), _mwh(known, sold, SOLD)))
    left_out = tuple(line for line in users if line.choice("carrier") in SECONDARY)
    return Energy(streams=tuple(streams), left_out=left_out)


def fuel_energy(known: Known, instance: str) -> tuple[Figured, Text, bool]:
    """Return the energy of a fuel by its net calorific value in MWh a year, its name, and more.

    The last is whether its amount was measured.
    """
    path, _unit, amount_name = at(known, FUEL_AMOUNT, instance)
    unit = next(iter(chosen(known, FUEL_UNIT, instance)), "")
    found = entered(known.state, path, unit or None)
    ncv_path, _none, ncv_name = at(known, FUEL_NCV, instance)
    ncv = entered(known.state, ncv_path, "GJ")
    kind = next(iter(chosen(known, FUEL_KIND, instance)), "")
    # The value is that of one recorded unit, whichever it is: it cancels out, once it is stated.
    amount, no_amount = converted(found, unit or "t", "B", amount_name)
    per, no_ncv = converted(ncv, "GJ", "Q", ncv_name)
    lacks = tuple(each for each in (no_amount, no_ncv) if each)
    figure = figured(f"B · Q / {_GJ_IN_MWH}", (amount, per), MWH, missing=lacks)
    return figure, label(known, FUEL_KIND, kind), found.is_measured


def _bought(known: Known, named: Named, node: str, *, is_owed: bool = False) -> Iterator[Stream]:
    """Yield what is bought or made; without a figure only where one is owed."""
    found = _asked(known, named)
    if found.path and not found.is_absent and (found.value is not None or is_owed):
        name = at(known, named)[2]
        yield stream(found, name, ("", node), _mwh(known, found, named))


def _fuels(known: Known, node: str) -> Iterator[Stream]:
    for instance in instances(known, FUELS):
        figure, name, is_measured = fuel_energy(known, instance)
        path = at(known, FUEL_AMOUNT, instance)[0]
        found = Entered(path=path, is_measured=is_measured)
        yield stream(found, name, ("", node), figure)


def _users(known: Known, users: tuple[Line, ...], electricity: str, heat: str) -> Iterator[Stream]:
    for line in users:
        carrier = line.choice("carrier")
        if carrier in SECONDARY:
            continue
        node = electricity if carrier == "electricity" else heat
        yield from of_row(known, line, "mwh", same(line.text("user")), (node, ""), MWH)


def _asked(known: Known, named: Named) -> Entered:
    path, unit, _name = at(known, named)
    return entered(known.state, path, unit)


def _mwh(known: Known, found: Entered, named: Named) -> Figured:
    return yearly(known, found, MWH, at(known, named)[2])
