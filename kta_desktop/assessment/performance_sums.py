"""What the common part of the checklist adds up: energy, water, effluent, waste, materials.

Each sum is a formula with its terms. What was not begun is no term; a row that was begun and lacks
its number is missing, so that no total is told that leaves something out.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from kta_desktop.assessment.addresses import instances, question_of, rows
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.loads_rest import fuel_carbon
from kta_desktop.assessment.performance_terms import Entered, entered
from kta_desktop.assessment.registers import Line
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.definition import QuestionType, Text

_OWN_WATER = ("recirculation", "reuse-own-effluent", "reuse-condensate")
_MATERIALS = ("raw", "secondary")
_INTAKE = ("core_water_in", "water.intake.sources")
_RAW = ("core_raw", "material.raw")


@dataclass(slots=True)
class Sum:
    """A sum that is being put together.

    Attributes:
        pieces: Of the formula, with their signs: ``+ E1 × 3.6``.
        terms: What stands in them.
        parts: How many parts it ought to have.
        known: Of how many of them every number is there.
        missing: What is missing beside terms that lack their number.
    """

    pieces: list[str] = field(default_factory=list)
    terms: list[Entered] = field(default_factory=list)
    parts: int = 0
    known: int = 0
    missing: list[Missing] = field(default_factory=list)

    def add(self, piece: str, *terms: Entered) -> None:
        """Add a part with its terms."""
        self.pieces.append(piece)
        self.terms += terms
        self.parts += 1
        self.known += all(term.missing is None for term in terms)

    def add_known(self, piece: str, term: Entered | None) -> None:
        """Add a part unless nothing was entered for it."""
        if term is not None and not term.is_blank:
            self.add(piece, term)

    def need(self, known: Known, name: str, concept: str) -> None:
        """Miss a question if the sum has no part at all."""
        if not self.pieces:
            asked = question_of(known, name, concept)
            label = asked.title if asked else Text()
            self.missing.append(Missing(Lack.NOT_ENTERED, asked.name if asked else "", label))

    def counted(self, figure: Figured) -> Figured:
        """Return a figure with n of N: of how many parts it is made, and ought to be."""
        return replace(figure, known=self.known, of=self.parts)

    @property
    def formula(self) -> str:
        """Its parts one behind the other."""
        return " ".join(self.pieces).removeprefix("+ ")


def scalar(known: Known, name: str, concept: str, symbol: str, unit: str) -> Entered | None:
    """Return the number of a question that is asked once; None if the checklist has none."""
    asked = question_of(known, name, concept)
    return None if asked is None else entered(known.state, asked.name, asked, symbol, unit)


def electricity(known: Known, factor: str = "") -> Sum:
    """Return the electricity that was used; ``factor`` such as `` × 3.6`` goes to each part."""
    found = Sum()
    bought = scalar(known, "core_el_purchased", "energy.electricity.purchased", "E1", "MWh/year")
    if bought is not None:
        found.add(f"+ E1{factor}", bought)
    own = scalar(known, "core_el_own", "energy.electricity.own", "E2", "MWh/year")
    found.add_known(f"+ E2{factor}", own)
    return found


def heat(known: Known) -> Sum:
    """Return the heat that was bought and the energy of the fuels, in GJ a year."""
    found = Sum()
    bought = scalar(known, "core_heat_purchased", "energy.heat.purchased", "Q", "GJ/year")
    found.add_known("+ Q", bought)
    for number, row in enumerate(instances(known, "core_rep_fuel", "fuel"), start=1):
        amount = inside(known, row, "core_fuel_qty", "fuel.quantity", f"F{number}", "1")
        value = inside(known, row, "core_fuel_ncv", "fuel.ncv", f"H{number}", "1")
        if amount is not None and value is not None:
            found.add(f"+ F{number} × H{number}", amount, value)
    return found


def energy(known: Known) -> Sum:
    """Return the energy that the plant used itself, in GJ a year, without what it sold."""
    found, of_heat = electricity(known, " × 3.6"), heat(known)
    found.pieces += of_heat.pieces
    found.terms += of_heat.terms
    found.parts, found.known = found.parts + of_heat.parts, found.known + of_heat.known
    sold = scalar(known, "core_energy_sold", "energy.sold", "S", "GJ/year")
    found.add_known("− S", sold)
    return found


def intake(known: Known) -> Sum:
    """Return the water taken in, in m³ a year, without what goes round inside the plant."""
    found = Sum()
    for line in rows(known, *_INTAKE):
        if line.choice("source") not in _OWN_WATER:
            symbol = f"V{len(found.pieces) + 1}"
            found.add(f"+ {symbol}", cell(line, "m3_year", symbol, "m3/year"))
    found.need(known, *_INTAKE)
    return found


def effluent(known: Known) -> Sum:
    """Return the waste water of all outlets, in m³ a year."""
    return _each(known, ("core_rep_outlet", "outlet"), ("core_out_flow", "outlet.flow"), "m3/year")


def waste(known: Known) -> Sum:
    """Return the waste that came about, in t a year."""
    each = ("core_waste_amount", "waste.generated")
    return _each(known, ("core_rep_waste", "waste"), each, "t/year")


def materials(known: Known) -> Sum:
    """Return the main and secondary raw materials, in t a year."""
    found = Sum()
    for line in rows(known, *_RAW):
        if line.choice("kind") in _MATERIALS:
            symbol = f"M{len(found.pieces) + 1}"
            found.add(f"+ {symbol}", cell(line, "qty_t", symbol, "t/year"))
    found.need(known, *_RAW)
    return found


def carbon(known: Known) -> Sum:
    """Return the carbon dioxide of the fossil fuels, in t a year; biogenic carbon counts as none.

    By the calorific values entered and the factors of ``fuels.csv``, as the load of the plant.
    """
    found = Sum()
    for number, line in enumerate(fuel_carbon(known), start=1):
        figure, symbol = line.figure, f"m{number}"
        term = Term(
            symbol=symbol,
            name=line.name,
            value=figure.value,
            uncertainty=figure.uncertainty,
            unit=figure.unit,
            path=line.path,
        )
        lack = next(iter(figure.missing), None)
        origin = known.state.answer(line.path).origin
        found.add(f"+ {symbol}", Entered(term=term, missing=lack, origin=origin))
    return found


def cell(
    line: Line,
    column: str,
    symbol: str,
    unit: str,
    *,
    spread: Decimal | None = None,
    own_unit: str | None = None,
) -> Entered:
    """Return the number of a cell, named by what its row is about; the rest as in ``entered``."""
    asked = line.column(column)
    if asked is None:
        empty = Term(symbol=symbol, name=Text(), value=None, unit=unit, path=line.address)
        return Entered(term=empty, missing=Missing(Lack.NOT_ENTERED, line.address))
    path, name = line.path(column), row_name(line)
    return entered(
        line.state, path, asked, symbol, unit, name=name, spread=spread, own_unit=own_unit
    )


def row_name(line: Line) -> Text | None:
    """Return what a row is about: its first words, or the option chosen first; None if neither."""
    for column in line.table.columns:
        words = line.text(column.name)
        option = column.choice(words) if words else None
        if option is not None:
            return option.label
        if words and column.type is QuestionType.TEXT:
            return Text(words, words, words)
    return None


def inside(
    known: Known, instance: str, name: str, concept: str, symbol: str, unit: str
) -> Entered | None:
    """Return the number of a question of an instance; None if the checklist has none."""
    asked = question_of(known, name, concept)
    if asked is None:
        return None
    return entered(known.state, f"{instance}/{asked.name}", asked, symbol, unit)


def _each(known: Known, repeat: tuple[str, str], number: tuple[str, str], unit: str) -> Sum:
    found = Sum()
    letter = {"m3/year": "V"}.get(unit, "M")
    for count, row in enumerate(instances(known, *repeat), start=1):
        term = inside(known, row, *number, f"{letter}{count}", unit)
        if term is not None:
            found.add(f"+ {letter}{count}", term)
    found.need(known, *number)
    return found
