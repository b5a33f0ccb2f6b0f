"""Two audits beside each other for readers who may not know everything of them.

A figure that is worked out of a secret is a secret, the earlier one of the same indicator too: who
knows one of them and the change, in units or in per cent, knows the other. So a pair is told only
if both its figures come out the same without the secrets of both audits; else neither the earlier
figure, nor the change, nor what it means is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.repeat import Changed, Done, Repeat, Shift
from kta_desktop.assessment.repeating import Assessed, beside
from kta_desktop.assessment.repeating_pairs import pairs
from kta_desktop.assessment.terms import Figured


@dataclass(frozen=True, slots=True)
class Sides:
    """One audit as it is and as it is told.

    Attributes:
        whole: With everything in it.
        told: Without what is kept back.
    """

    whole: Assessed
    told: Assessed


def told(before: Sides, after: Sides) -> Repeat:
    """Return two audits beside each other, as far as both may be told; the earlier one first.

    Techniques, degrees and measures are those of what is told. Indicators of which nothing is told
    now are left out.
    """
    whole, left = beside(before.whole, after.whole), beside(before.told, after.told)
    earlier = pairs(before.whole.indicators, after.whole.indicators)
    then, now = _by_key(before.told), _by_key(after.told)
    of_now = _by_key(after.whole)
    indicators = tuple(
        each
        if _is_same(of_now[each.key], now) and _is_same(earlier[each.key], then)
        else _kept(each, now[each.key])
        for each in whole.indicators
        if each.key in now
    )
    shown = {each.key for each in indicators if not each.is_kept}
    return replace(
        left,
        indicators=indicators,
        measures=tuple(_reached(each, shown) for each in left.measures),
    )


def _by_key(found: Assessed) -> Mapping[str, Indicator]:
    return {each.key: each for each in found.indicators}


def _is_same(whole: Indicator, told_ones: Mapping[str, Indicator]) -> bool:
    """Whether a figure comes out the same, to the last digit, of what is told."""
    left = told_ones.get(whole.key)
    return left is not None and _sign(left.figure) == _sign(whole.figure)


def _sign(figure: Figured) -> tuple[object, ...]:
    return figure.value, figure.uncertainty, figure.unit, figure.known, figure.of


def _kept(each: Changed, now: Indicator) -> Changed:
    nothing = Figured(value=None, unit=each.after.unit)
    return Changed(
        key=each.key,
        before=nothing,
        after=now.figure,
        difference=nothing,
        percent=None,
        shift=Shift.UNKNOWN,
        is_kept=True,
    )


def _reached(each: Done, shown: set[str]) -> Done:
    """Return a measure with its effects on indicators that are told."""
    return replace(each, reached=tuple(found for found in each.reached if found[0] in shown))
