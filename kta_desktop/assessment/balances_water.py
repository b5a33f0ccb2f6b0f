"""Water of the whole plant from its totals: intake, uses, reuse and outlets.

Water for uses goes from the supply to the waste water; what is built into the product, watered,
passed on or evaporated leaves the plant on the way. Treated effluent that is used again goes back
from the waste water to the supply; condensate and a recirculating system are circles at the
supply. Neither crosses the border of the plant. Where no use was entered, supply and waste water
are one node.
"""

from collections.abc import Iterator

from kta_desktop.assessment import registers
from kta_desktop.assessment.balance import Stream
from kta_desktop.assessment.balances_amounts import (
    M3,
    at,
    entered,
    instances,
    same,
    words,
)
from kta_desktop.assessment.balances_nodes import EFFLUENT, NETWORK, PLANT
from kta_desktop.assessment.balances_totals import of_entered, of_row
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named
from kta_desktop.domain.texts import Text

INTAKE = Named(name="core_water_in", concept="water.intake.sources")
USES = Named(name="core_water_use", concept="water.use.by_purpose")
OUTLETS = Named(name="core_rep_outlet", concept="outlet")
OUTLET_FLOW = Named(name="core_out_flow", concept="outlet.flow")
OUTLET_NAME = Named(name="core_out_name", concept="outlet.name")
_REUSE = Named(name="core_water_reuse", concept="water.reuse")
_OWN_EFFLUENT = "reuse-own-effluent"
RECIRCULATION = "recirculation"
REUSED = (_OWN_EFFLUENT, "reuse-condensate", RECIRCULATION)  # sources inside the plant
LEAVING = ("product", "irrigation", "third-party", "losses")  # uses that end in no outlet
_REUSE_NAME = Text(
    ru="Оборотное и повторное использование",
    kk="Айналымды және қайта пайдалану",
    en="Recirculated and reused",
)


def water(known: Known) -> tuple[Stream, ...]:
    """Return the streams of the plant's water balance, in m3 a year."""
    uses = registers.lines(known.state, USES)
    supply, waste = (NETWORK, EFFLUENT) if uses else (PLANT, PLANT)
    return (
        *_intake(known, supply, waste),
        *_uses(known, uses),
        *_outlets(known, waste),
    )


def _intake(known: Known, supply: str, waste: str) -> Iterator[Stream]:
    is_returned = False
    for line in registers.lines(known.state, INTAKE):
        source = line.choice("source") or ""
        is_returned = is_returned or source in REUSED
        start = "" if source not in REUSED else waste if source == _OWN_EFFLUENT else supply
        ends = (start, supply)
        yield from of_row(known, line, "m3_year", _option(line, "source"), ends, M3)
    if not is_returned:
        yield from _returned(known, supply)


def _returned(known: Known, supply: str) -> Iterator[Stream]:
    """Yield the reuse as one figure; it is taken only where no row of the intake tells of it."""
    path, unit, _name = at(known, _REUSE)
    found = entered(known.state, path, unit)
    if found.value is not None:
        yield from of_entered(known, found, _REUSE_NAME, (supply, supply), M3)


def _uses(known: Known, uses: tuple[Line, ...]) -> Iterator[Stream]:
    for line in uses:
        target = "" if line.choice("use") in LEAVING else EFFLUENT
        name = _option(line, "use")
        where = line.text("where")
        yield from of_row(known, line, "m3_year", _and(name, where), (NETWORK, target), M3)


def _outlets(known: Known, waste: str) -> Iterator[Stream]:
    for instance in instances(known, OUTLETS):
        path, unit, name = at(known, OUTLET_FLOW, instance)
        found = entered(known.state, path, unit)
        told = words(known, OUTLET_NAME, instance)
        yield from of_entered(known, found, same(told) if told else name, (waste, ""), M3)


def _option(line: Line, column: str) -> Text:
    chosen, asked = line.choice(column), line.column(column)
    choice = asked.choice(chosen) if asked and chosen else None
    return choice.label if choice else same(chosen or "")


def _and(name: Text, where: str) -> Text:
    if not where:
        return name
    if name.is_empty:
        return same(where)
    return Text(*(f"{name.get(lang)}: {where}" for lang in ("ru", "kk", "en")))
