"""The load of a plant on its environment in a year: lines, shares and the sums that may be made.

Masses of one substance are added over the sources, never masses of different substances: NOx and
its NO2 would count twice, and a tonne of dust is no tonne of carbon monoxide. Waste is added as
waste, carbon dioxide as its equivalent. A sum tells of how many lines it is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kta_desktop.assessment.balances_amounts import TONNES, reference_year
from kta_desktop.assessment.balances_closing import of_figure
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.load import Load, LoadKind, LoadLine, LoadTotal
from kta_desktop.assessment.loads_air import air
from kta_desktop.assessment.loads_rest import EQUIVALENT, greenhouse, waste, water_loads
from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.assessment.uncertainty import total
from kta_desktop.domain.texts import Text

_ALL_OF = {
    LoadKind.WASTE: Text(ru="Отходы", kk="Қалдықтар", en="Waste"),
    LoadKind.GREENHOUSE: Text(
        ru="Парниковые газы: CO₂ из ископаемого топлива",
        kk="Парниктік газдар: қазба отынның CO₂",
        en="Greenhouse gases: CO₂ of fossil fuel",
    ),
}
_HUNDRED = Decimal(100)


def load(known: Known) -> Load:
    """Return what the plant emits, discharges and throws away in the reference year."""
    every = (*air(known), *water_loads(known), *waste(known), *greenhouse(known))
    lines: list[LoadLine] = []
    totals: list[LoadTotal] = []
    for group in _groups(every):
        found = _total(group)
        totals.append(found)
        lines += _ordered(_shared(group, found))
    return Load(lines=tuple(lines), totals=tuple(totals), year=reference_year(known))


def _groups(lines: Iterable[LoadLine]) -> Iterable[Sequence[LoadLine]]:
    """Return the lines that may be added, in the order in which their first appears."""
    found: dict[tuple[LoadKind, str], list[LoadLine]] = {}
    for line in lines:
        of = "" if line.kind in _ALL_OF else (line.substance or line.path)
        found.setdefault((line.kind, of), []).append(line)
    return found.values()


def _total(group: Sequence[LoadLine]) -> LoadTotal:
    first = group[0]
    permits = [line.permitted for line in group if line.permitted is not None]
    is_permitted = len(permits) == len(group)
    return LoadTotal(
        kind=first.kind,
        substance="" if first.kind in _ALL_OF else first.substance,
        name=_ALL_OF.get(first.kind, first.name),
        figure=_sum(group),
        permitted=sum(permits, Decimal(0)) if is_permitted else None,
    )


def _sum(group: Sequence[LoadLine]) -> Figured:
    unit = EQUIVALENT if group[0].kind is LoadKind.GREENHOUSE else TONNES
    known = [line for line in group if line.figure.value is not None]
    if not known:
        lacks = tuple(dict.fromkeys(lack for line in group for lack in line.figure.missing))
        return Figured(value=None, unit=unit, missing=lacks, known=0, of=len(group))
    found = total(of_figure(line.figure) for line in known)
    terms = tuple(_term(number, line) for number, line in enumerate(known, start=1))
    return Figured(
        value=found.value,
        unit=unit,
        uncertainty=found.uncertainty,
        formula=" + ".join(term.symbol for term in terms),
        terms=terms,
        known=len(known),
        of=len(group),
    )


def _term(number: int, line: LoadLine) -> Term:
    return Term(
        symbol=f"m{number}",
        name=line.name,
        value=line.figure.value,
        uncertainty=line.figure.uncertainty,
        unit=line.figure.unit,
        path=line.path,
    )


def _shared(group: Sequence[LoadLine], found: LoadTotal) -> list[LoadLine]:
    """Return the lines with their share of a sum; none has one while a part is missing."""
    whole = found.figure.value
    if not whole or found.figure.known < found.figure.of:
        return list(group)
    return [
        replace(line, share=(line.figure.value or Decimal(0)) / whole * _HUNDRED) for line in group
    ]


def _ordered(lines: Iterable[LoadLine]) -> list[LoadLine]:
    """Return the lines, the largest first, those without a figure last."""
    return sorted(
        lines, key=lambda line: (line.figure.value is None, -(line.figure.value or Decimal(0)))
    )
