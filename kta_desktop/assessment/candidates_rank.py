"""Ranking bottlenecks by weights, and how much of the order hangs on the weights.

score = Σ weight(part) × part: weights in % that add up to 100, parts from 0 to 1, so the score is
from 0 to 100. Worked example with the weights 40/25/15/20: excess 1, load 0.88, confidence 0.9,
feasibility 0.6 give 40 + 22 + 13.5 + 12 = 87.5. A part that is not known counts 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Part
from kta_desktop.assessment.known import Known
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.numbers import kept

RECORD = "@weights/bottleneck"
"""Path of the record that holds the weights of an audit."""
SWING = Decimal(10)  # points by which each weight is changed to see whether a place stands
_ALL = Decimal(100)
_ZERO = Decimal(0)
_PLACES = 12  # of scores that are the same
_PARTS = tuple(Part)
Weights = Mapping[Part, Decimal]
_Order = Sequence[int]  # places in the order in which candidates were given
_Row = tuple[Decimal, ...]  # one candidate's parts, in the order of ``Part``


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A weight at which two neighbours change places, the other weights keeping their ratio.

    Attributes:
        part: Whose weight.
        weight: At which both have the same score, %.
        is_above: Whether they change places when the weight is more than that; else when less.
        rises: Key of the candidate that then comes before the other.
        falls: Key of the other.
    """

    part: Part
    weight: Decimal
    is_above: bool
    rises: str
    falls: str


def weights_of(known: Known) -> Weights:
    """Return the weights of an audit, adding up to 100.

    Those that a record holds are scaled if they add up to something else; what is no number, or
    below zero, counts 0. With nothing usable the weights are those that the program proposes.
    """
    held = known.record("weights", "bottleneck")
    if not isinstance(held, Mapping):
        return DEFAULT_WEIGHTS
    return in_all({part: _read(held.get(part)) for part in Part}) or DEFAULT_WEIGHTS


def in_all(weights: Weights) -> Weights:
    """Return weights scaled so that they add up to 100; nothing if none is above zero."""
    whole = sum(weights.values(), _ZERO)
    if whole <= 0:
        return {}
    if whole == _ALL:
        return weights
    return {part: weight * _ALL / whole for part, weight in weights.items()}


def changed(weights: Weights, part: Part, weight: Decimal) -> Weights:
    """Return weights with one of them set (kept within 0..100), the others in their ratio.

    Where the others are all 0 they share what is left alike.
    """
    mine = min(max(weight, _ZERO), _ALL)
    others = {each: weights.get(each, _ZERO) for each in Part if each is not part}
    before, left = sum(others.values(), _ZERO), _ALL - mine
    if before > 0:
        shared = {each: value * left / before for each, value in others.items()}
    else:
        shared = {each: left / len(others) for each in others}
    return {each: mine if each is part else shared[each] for each in Part}


def rounded(weights: Weights) -> Weights:
    """Return weights in whole % that still add up to 100, by the largest remainder."""
    floors = {part: value.to_integral_value(ROUND_FLOOR) for part, value in weights.items()}
    short = int(_ALL - sum(floors.values(), _ZERO))
    by_rest = sorted(_PARTS, key=lambda part: floors[part] - weights[part])
    return {part: floors[part] + (1 if part in by_rest[:short] else 0) for part in Part}


def score_of(candidate: Candidate, weights: Weights) -> Decimal:
    """Return Σ weight × part, 0 to 100."""
    return _score(_row(candidate), _vector(weights))


def ranked(candidates: Iterable[Candidate], weights: Weights) -> tuple[Candidate, ...]:
    """Return candidates by score, the weightiest first, with place and sensitivity.

    Equal scores stand in the order of title and key, so that every computer shows one order.
    Those that were rejected, or merged into another, have place 0 and come last.
    """
    found = sorted(candidates, key=_standing)
    count = sum(1 for each in found if not _is_aside(each))
    rows, mine = [_row(each) for each in found], in_all(weights) or DEFAULT_WEIGHTS
    order = _order(rows[:count], _vector(mine))
    spans = _spans(rows[:count], mine, order)
    scores = [_score(row, _vector(mine)) for row in rows]
    live = [
        replace(
            found[index],
            score=scores[index],
            place=place,
            best=spans[index][0],
            worst=spans[index][1],
        )
        for place, index in enumerate(order, start=1)
    ]
    aside = [
        replace(each, score=score, place=0, best=0, worst=0)
        for each, score in zip(found[count:], scores[count:], strict=True)
    ]
    return (*live, *aside)


def changes_if(candidates: Iterable[Candidate], weights: Weights) -> tuple[Swap, ...]:
    """Return at which weights neighbours change places, the smallest change of a weight first.

    With weight t of one part and the others in their ratio, the score of a candidate is
    t·x + (100 − t)·r, where r = Σ others weight × part ÷ Σ others weight. Two are equal at
    t = 100·Δr ÷ (Δr − Δx). Worked example: x 1 and 0.5, r 0.2 and 0.6: Δx = 0.5, Δr = −0.4,
    t = −40 ÷ −0.9 = 44.4 %.
    """
    mine = in_all(weights) or DEFAULT_WEIGHTS
    found = [each for each in ranked(candidates, mine) if each.place]
    swaps = [
        swap
        for part in Part
        for first, second in pairwise(_lines(found, part, mine))
        if (swap := _swap(first, second, part)) is not None
    ]
    return tuple(sorted(swaps, key=lambda each: (abs(each.weight - mine[each.part]), each.part)))


@dataclass(frozen=True, slots=True)
class _Line:
    """The score of a candidate over one weight t: t·own + (100 − t)·rest."""

    key: str
    own: Decimal
    rest: Decimal


def _lines(found: Sequence[Candidate], part: Part, weights: Weights) -> list[_Line]:
    """Return candidates over the weight of a part, in their order."""
    bare = _vector(changed(weights, part, _ZERO))  # the others' ratio, as if they were all
    return [
        _Line(each.key, each.parts.get(part) or _ZERO, _score(_row(each), bare) / _ALL)
        for each in found
    ]


def _swap(first: _Line, second: _Line, part: Part) -> Swap | None:
    """Return where ``second`` passes ``first``, which comes before it; None if nowhere."""
    rest, own = first.rest - second.rest, first.own - second.own
    if rest == own:
        return None
    at = _ALL * rest / (rest - own)
    if not 0 <= at <= _ALL:
        return None
    is_above = own < rest  # the lead shrinks as the weight grows
    if at == (_ALL if is_above else _ZERO):
        return None  # nothing is beyond it
    return Swap(part=part, weight=at, is_above=is_above, rises=second.key, falls=first.key)


def _spans(rows: Sequence[_Row], weights: Weights, order: _Order) -> list[tuple[int, int]]:
    """Return best and worst place of each candidate when each weight changes by ``SWING``."""
    spans = [(0, 0)] * len(rows)
    for place, index in enumerate(order, start=1):
        spans[index] = (place, place)
    for varied in _varied(weights):
        for place, index in enumerate(_order(rows, _vector(varied)), start=1):
            best, worst = spans[index]
            if place < best or place > worst:
                spans[index] = (min(best, place), max(worst, place))
    return spans


def _varied(weights: Weights) -> Iterator[Weights]:
    for part in Part:
        for step in (SWING, -SWING):
            yield changed(weights, part, weights.get(part, _ZERO) + step)


def _order(rows: Sequence[_Row], weights: _Row) -> list[int]:
    """Return the places of rows, the greatest score first; equal ones as they come.

    Weights such as 33.3… are cut somewhere: what differs by less than that is equal.
    """
    scores = [round(_score(row, weights), _PLACES) for row in rows]
    return sorted(range(len(rows)), key=scores.__getitem__, reverse=True)


def _score(row: _Row, weights: _Row) -> Decimal:
    excess, load, confidence, feasibility = row
    first, second, third, fourth = weights
    return excess * first + load * second + confidence * third + feasibility * fourth


def _row(candidate: Candidate) -> _Row:
    return tuple(candidate.parts.get(part) or _ZERO for part in _PARTS)


def _vector(weights: Weights) -> _Row:
    return tuple(weights.get(part, _ZERO) for part in _PARTS)


def _is_aside(candidate: Candidate) -> bool:
    return bool(candidate.rejected or candidate.merged_into)


def _standing(candidate: Candidate) -> tuple[bool, str, str]:
    return _is_aside(candidate), candidate.title.get("ru"), candidate.key


def _read(value: JsonValue) -> Decimal:
    """Return a weight of a record; 0 for what is none."""
    return max(kept(value) or _ZERO, _ZERO)
