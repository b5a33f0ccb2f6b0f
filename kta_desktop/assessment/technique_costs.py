"""What a technique costs, as the table of the costs of techniques says: each sum with its year.

A sum without the year of its prices is told, not used. Rows of one year are added; rows of
different years are not, since nothing here brings prices of one year to another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kta_desktop.assessment.bat_index import index_of
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.registers import Line, Named, lines
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.domain.definition import Technique

COSTS = Named(name="core_capex", concept="economics.technique_costs")
_T = TypeVar("_T")
_MONEY = "million-KZT"  # of columns that state no unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a technique costs.

    Attributes:
        technique: Id of the technique.
        year: Of the prices; None if it is not stated, or rows state several.
        capex: Investment, million KZT.
        opex: Yearly costs, million KZT.
        saving: Yearly saving, million KZT.
        lifetime: Years; None if it is not stated, or rows state several.
        rows: Ids of the rows it comes from, in their order; empty if the table has none.
    """

    technique: str
    year: int | None
    capex: Figured
    opex: Figured
    saving: Figured
    lifetime: Decimal | None
    rows: tuple[str, ...]


def cost_of(known: Known, technique: Technique) -> Cost:
    """Return what a technique costs; sums that cannot be told say what they lack."""
    index = index_of(known.definition)
    rows = [
        line
        for line in lines(known.state, COSTS)
        if (found := index.found(line.text("technique"))) and found.id == technique.id
    ]
    return Cost(
        technique=technique.id,
        year=_one([line.whole("year") for line in rows]),
        capex=_sum(rows, "capex", "C"),
        opex=_sum(rows, "opex", "O"),
        saving=_sum(rows, "saving", "S"),
        lifetime=_one([line.number_of("life") for line in rows]),
        rows=tuple(line.id for line in rows),
    )


def _one(values: Sequence[_T | None]) -> _T | None:
    """Return what all say that say anything; None if none does, or they differ."""
    said = {value for value in values if value is not None}
    return said.pop() if len(said) == 1 else None


def _sum(rows: Sequence[Line], name: str, symbol: str) -> Figured:
    """Return the sum of a column over rows of one price year, with what stands against it."""
    unit = next((found for line in rows if (found := line.unit_of(name))), _MONEY)
    terms = tuple(_term(line, name, f"{symbol}{place}") for place, line in enumerate(rows, 1))
    missing = tuple(_missing(rows, name)) if rows else (Missing(Lack.NOT_ENTERED, ""),)
    values = [term.value for term in terms if term.value is not None]
    return Figured(
        value=sum(values, Decimal(0)) if not missing else None,
        unit=unit,
        formula=" + ".join(term.symbol for term in terms),
        terms=terms,
        missing=missing,
        known=len(values),
        of=max(len(rows), 1),
    )


def _term(line: Line, name: str, symbol: str) -> Term:
    column = line.column(name)
    return Term(
        symbol=symbol,
        name=column.label if column else line.table.label,
        value=line.number_of(name),
        uncertainty=line.spread_of(name),
        unit=line.unit_of(name) or _MONEY,
        path=line.path(name),
    )


def _missing(rows: Sequence[Line], name: str) -> Iterator[Missing]:
    years = {line.whole("year") for line in rows}
    for line in rows:
        column, year = line.column(name), line.column("year")
        value = line.number_of(name)
        if value is None:
            is_typed = not line.answer(name).is_empty
            lack = Lack.UNREADABLE if is_typed else Lack.NOT_ENTERED
            yield Missing(lack, line.path(name), column.label if column else line.table.label)
        elif value < 0:
            yield Missing(
                Lack.NEGATIVE, line.path(name), column.label if column else line.table.label
            )
        if line.whole("year") is None or len(years) > 1:
            label = year.label if year else line.table.label
            yield Missing(Lack.PRICE_YEAR, line.path("year"), label)
