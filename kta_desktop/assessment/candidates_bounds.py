"""How far a figure lies beyond a bound, from 0 to 1: the part ``excess`` of a bottleneck.

``CAP`` is the product's own choice: a figure that is twice as bad as its bound counts whole. It
does not change the order of two exceedances, only how much they weigh beside the other parts.
"""

from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.candidates_words import between, said
from kta_desktop.domain.levels import Level
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.i18n import N_

CAP = Decimal(2)
_ZERO, _ONE, _HALF = Decimal(0), Decimal(1), Decimal("0.5")

BEYOND = N_("{ratio} times the bound {bound}: ({ratio} − 1) ÷ ({cap} − 1)")
SHORT = N_("{ratio} of the bound {bound}: (1 − {ratio}) ÷ (1 − 1 ÷ {cap})")
MAYBE = N_("{share} of the interval lies beyond the bound {bound}, half of its reach counts")
WITHIN = N_("not beyond the bound {bound}")
LOST = N_("gap ÷ inflow: {part}")
NO_INFLOW = N_("what comes in is not known")
NO_BOUND = N_("no bound above zero that a figure could be beyond")


@dataclass(frozen=True, slots=True)
class Worth:
    """A part of the score with what it was worked out from.

    Attributes:
        value: 0 to 1; None if it is not known.
        told: In words.
    """

    value: Decimal | None
    told: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Ends of a level or of a typical range.

    Attributes:
        lower: None if there is none.
        upper: None if there is none.
        direction: Better side: ``lower``, ``higher`` or ``within``.
        unit: Id of the unit of both.
        is_checked: Whether a person read it in its source.
        note: What it is, if it is no level.
    """

    lower: Decimal | None
    upper: Decimal | None
    direction: str
    unit: str
    is_checked: bool
    note: Text = NO_TEXT

    @classmethod
    def of(cls, level: Level) -> "Bound":
        """Return the ends of a level."""
        ends = [None if end is None else Decimal(end) for end in (level.lower, level.upper)]
        return cls(
            lower=ends[0],
            upper=ends[1],
            direction=level.direction,
            unit=level.unit,
            is_checked=level.may_yield_verdict,
        )

    def is_beyond(self, value: Decimal) -> bool:
        """Whether a value lies on the wrong side of an end that binds."""
        return self._is_over(value) or self._is_under(value)

    def told(self) -> Text:
        """Return the ends for reading, such as ``2–20``."""
        return between(self.lower, self.upper)

    def _is_over(self, value: Decimal) -> bool:
        return self.direction != "higher" and self.upper is not None and value > self.upper

    def _is_under(self, value: Decimal) -> bool:
        return self.direction != "lower" and self.lower is not None and value < self.lower

    def end(self, value: Decimal) -> tuple[Decimal, bool] | None:
        """Return the end that a value is beyond, or is nearest to, and whether it is the upper.

        None if no end binds, or the one that does is not above zero: then nothing can be said to
        be so many times of it.
        """
        if self.direction == "within" and self.lower is not None and self.upper is not None:
            is_upper = value - self.upper >= self.lower - value
        else:
            is_upper = self.direction != "higher" and self.upper is not None
        found = self.upper if is_upper else self.lower
        if found is None or found <= 0 or (self.direction == "lower" and not is_upper):
            return None
        return found, is_upper


def excess(bound: Bound, value: Decimal, uncertainty: Decimal | None, *, surely: bool) -> Worth:
    """Return how far a value is beyond a bound.

    Where lower is better: min(1, (value ÷ bound − 1) ÷ (CAP − 1)); 24.5 at 20 gives 0.225. Where
    higher is better: min(1, (1 − value ÷ bound) ÷ (1 − 1 ÷ CAP)); 86 at 90 gives 0.0889. A value
    of which U does not say on which side it is counts ``_maybe``.

    Args:
        bound: Of the level or range.
        value: In its unit.
        uncertainty: U (k = 2), same unit; None if it is not known.
        surely: Whether the whole interval is beyond.
    """
    end = bound.end(value)
    if end is None:
        return Worth(None, said(NO_BOUND))
    if not surely and uncertainty:
        return _maybe(end[0], value if end[1] else 2 * end[0] - value, uncertainty)
    if not bound.is_beyond(value):
        return Worth(_ZERO, said(WITHIN, bound=end[0]))
    ratio = value / end[0]
    if end[1]:
        return Worth(_capped(ratio - 1, CAP - 1), said(BEYOND, ratio=ratio, bound=end[0], cap=CAP))
    part = _capped(_ONE - ratio, _ONE - _ONE / CAP)
    return Worth(part, said(SHORT, ratio=ratio, bound=end[0], cap=CAP))


def _maybe(bound: Decimal, value: Decimal, uncertainty: Decimal) -> Worth:
    """Return what an interval counts that a bound cuts: share beyond × half of its reach.

    It is the mean excess over the interval. 9.6 ± 1.2 at 10: reaches to 10.8; 0.8 ÷ 2.4 = 0.333 of
    it is beyond, 8 % far at most: 0.333 × 0.08 ÷ 2 ÷ (CAP − 1) = 0.0133.
    """
    top = value + uncertainty
    share = min(max((top - bound) / (2 * uncertainty), _ZERO), _ONE)
    reach = max(top / bound - 1, _ZERO)
    return Worth(_capped(share * reach * _HALF, CAP - 1), said(MAYBE, share=share, bound=bound))


def gap_excess(gap: Decimal, inflow: Decimal | None) -> Worth:
    """Return what the gap of a balance counts that is greater than its U: |gap| ÷ inflow.

    A gap of 1,500 m³ of 100,000 that come in gives 0.015. None without anything that comes in.
    """
    if inflow is None or inflow <= 0:
        return Worth(None, said(NO_INFLOW))
    part = min(abs(gap) / inflow, _ONE)
    return Worth(part, said(LOST, part=part))


def row_excess(times: Decimal) -> Worth:
    """Return what «times above the level» counts as the auditor entered it."""
    if times <= 1:
        return Worth(_ZERO, said(WITHIN, bound=1))
    return Worth(_capped(times - 1, CAP - 1), said(BEYOND, ratio=times, bound=1, cap=CAP))


def _capped(value: Decimal, whole: Decimal) -> Decimal:
    return min(value / whole, _ONE)
