"""Whether a balance closes: sums, the gap and its uncertainty, and which stream makes the doubt.

The gap is closed if it lies within U (k = 2) of it, propagated to first order; what enters the two
sums twice, such as hours, counts once. Where some streams state no U, the U of the others is the
least that the gap can have: a gap within it is closed, of a larger one nothing is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.balance import Closure, Stage, Stream
from kta_desktop.assessment.terms import Figured, Lack, Missing, Term
from kta_desktop.assessment.uncertainty import Quantity, quantity, total, worked_out
from kta_desktop.domain.texts import Text

INFLOW = Text(ru="Приход", kk="Кіріс", en="Inflow")
OUTFLOW = Text(ru="Расход", kk="Шығыс", en="Outflow")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What comes into a stage, or the plant, and what leaves it."""

    name: str
    inflow: tuple[Stream, ...]
    outflow: tuple[Stream, ...]


def around(name: str, streams: Iterable[Stream]) -> Sides:
    """Return what crosses the border of a node; what leaves it and comes back does not."""
    crossing = [each for each in streams if each.source != each.target]
    return Sides(
        name=name,
        inflow=tuple(each for each in crossing if each.target == name),
        outflow=tuple(each for each in crossing if each.source == name),
    )


def closed(sides: Sides, unit: str) -> Stage:
    """Return the balance of a stage or of the plant, in ``unit``, without suggestions."""
    coming, leaving = _quantity(sides.inflow), _quantity(sides.outflow)
    inflow = _sum(sides.inflow, coming, unit, INFLOW)
    outflow = _sum(sides.outflow, leaving, unit, OUTFLOW)
    missing = _missing(sides)
    if missing:
        gap = Figured(value=None, unit=unit, formula="Σ₊ − Σ₋", missing=missing)
        return _stage(sides, inflow, outflow, gap, Closure.UNKNOWN)
    found = coming - leaving
    gap = Figured(
        value=found.value,
        unit=unit,
        uncertainty=found.uncertainty,
        formula="Σ₊ − Σ₋",
        terms=(_term("Σ₊", INFLOW, inflow), _term("Σ₋", OUTFLOW, outflow)),
    )
    doubt, share = _doubt(sides, found)
    return _stage(sides, inflow, outflow, gap, _closure(found), doubt, share)


def amount(stream: Stream) -> Quantity | None:
    """Return a stream with what its terms add to its doubt; None if it has no figure."""
    return None if stream.figure.value is None else of_figure(stream.figure)


def of_figure(figure: Figured) -> Quantity:
    """Return a figure that has a value with what its terms add to its doubt."""
    if len(figure.terms) == 1 and figure.formula == figure.terms[0].symbol:
        return quantity(figure.terms[0])
    return worked_out(figure.formula, {each.symbol: quantity(each) for each in figure.terms})


def _stage(
    sides: Sides,
    inflow: Figured,
    outflow: Figured,
    gap: Figured,
    closure: Closure,
    doubt: str = "",
    share: Decimal | None = None,
) -> Stage:
    percent = None
    if gap.value is not None and inflow.value:
        percent = gap.value / inflow.value * _HUNDRED
    return Stage(
        name=sides.name,
        inflow=inflow,
        outflow=outflow,
        gap=gap,
        gap_percent=percent,
        closure=closure,
        doubt=doubt,
        doubt_share=share,
    )


def _sum(streams: Sequence[Stream], found: Quantity, unit: str, name: Text) -> Figured:
    """Return the sum of what is known, with n of N; no value if nothing is."""
    known = [each for each in streams if each.figure.value is not None]
    if not known:
        lacks = tuple(lack for each in streams for lack in _lacks(each))
        lacks = lacks or (Missing(Lack.NOT_ENTERED, "", name),)
        return Figured(value=None, unit=unit, missing=lacks, known=0, of=len(streams))
    terms = tuple(
        Term(
            symbol=f"q{number}",
            name=each.name,
            value=each.figure.value,
            uncertainty=each.figure.uncertainty,
            unit=unit,
            path=each.path,
        )
        for number, each in enumerate(known, start=1)
    )
    return Figured(
        value=found.value,
        unit=unit,
        uncertainty=found.uncertainty,
        formula=" + ".join(term.symbol for term in terms),
        terms=terms,
        known=len(known),
        of=len(streams),
    )


def _quantity(streams: Iterable[Stream]) -> Quantity:
    return total(found for found in map(amount, streams) if found is not None)


def _missing(sides: Sides) -> tuple[Missing, ...]:
    """Return what the gap lacks: streams without a figure, or a side without a stream."""
    pairs = ((sides.inflow, INFLOW), (sides.outflow, OUTFLOW))
    empty = [Missing(Lack.NOT_ENTERED, "", name) for streams, name in pairs if not streams]
    both = (*sides.inflow, *sides.outflow)
    lacks = [lack for each in both if each.figure.value is None for lack in _lacks(each)]
    return tuple(dict.fromkeys((*lacks, *empty)))


def _lacks(stream: Stream) -> tuple[Missing, ...]:
    return stream.figure.missing or (Missing(Lack.NOT_ENTERED, stream.path, stream.name),)


def _closure(gap: Quantity) -> Closure:
    if gap.parts and abs(gap.value) <= gap.known_uncertainty:
        return Closure.CLOSED
    return Closure.UNKNOWN if gap.unknown or not gap.parts else Closure.OPEN


def _doubt(sides: Sides, gap: Quantity) -> tuple[str, Decimal | None]:
    """Return the stream that makes most of the gap's doubt, with its share of the variance in %.

    Where streams state no U, the largest of them, without a share.
    """
    both = (*sides.inflow, *sides.outflow)
    if gap.unknown:
        silent = [each for each in both if each.figure.uncertainty is None]
        largest = max(silent, key=lambda each: (each.figure.value or 0, each.key), default=None)
        return (largest.key if largest else ""), None
    shares = _shares(both, gap.shares)
    if not shares:
        return "", None
    key = max(shares, key=lambda each: (shares[each], each))
    return key, shares[key] * _HUNDRED


def _shares(streams: Sequence[Stream], of_source: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the share of each stream; a source of several, such as hours, is of the largest."""
    found: dict[str, Decimal] = {}
    ordered = sorted(streams, key=lambda each: (-(each.figure.value or 0), each.key))
    left = dict(of_source)
    for stream in ordered:
        part = sum((left.pop(term.path, Decimal(0)) for term in stream.figure.terms), Decimal(0))
        if part:
            found[stream.key] = part
    return found


def _term(symbol: str, name: Text, figure: Figured) -> Term:
    return Term(
        symbol=symbol,
        name=name,
        value=figure.value,
        uncertainty=figure.uncertainty,
        unit=figure.unit,
    )
