"""Emission standards by the Environmental Code, art. 202(5)-(6).

The concentration limit holds for the mean of a calendar day of normal operation, the mass flow
limit (g/s) for the mean of an hour. An emission is above the standard if a daily mean is above the
limit, or a half-hourly mean is at twice the limit or more. Concentrations stand at 293.15 K,
101.3 kPa, dry. The Code says nothing of uncertainty: a figure whose U reaches across the bound is
told as not distinguishable, and the bare means stand beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.verdict import Verdict

if TYPE_CHECKING:
    from kta_desktop.measurement.periods import Period

HALF_HOUR_FACTOR = 2.0  # art. 202(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the article and what the complete means say of it.

    Attributes:
        bound: What is held against: the limit, twice the limit, or the limit of the mass flow.
        inclusive: Whether a mean at the bound itself is above the standard.
        above: The complete means beyond the bound by their bare value.
        unclear: The complete means whose U reaches across the bound.
        complete: How many complete means there are.
        begun: How many means there are at all, incomplete ones included.
        verdict: What they come to; ``NOT_COMPARED`` without a complete mean.
    """

    bound: float
    inclusive: bool
    above: "tuple[Period, ...]"
    unclear: "tuple[Period, ...]"
    complete: int
    begun: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Article202:
    """A quantity held against its emission standard.

    Attributes:
        days: Daily means against the limit; None without a limit of the concentration.
        halves: Half-hourly means against twice the limit; None likewise.
        hours: Hourly mass flows against their limit; None without one.
        verdict: Of all rules together: exceeded if one is, met only if none is open.
    """

    days: Rule | None
    halves: Rule | None
    hours: Rule | None
    verdict: Verdict


def article_202(
    days: "Sequence[Period]",
    halves: "Sequence[Period]",
    limit: float | None,
    *,
    hours: "Sequence[Period]" = (),
    limit_g_s: float | None = None,
) -> Article202:
    """Return what means say of an emission standard.

    Args:
        days: Daily means in mg/m³ at the Kazakh basis.
        halves: Half-hourly means in mg/m³ at the Kazakh basis.
        limit: In mg/m³ at the Kazakh basis; None if there is none.
        hours: Hourly means of the mass flow in g/s.
        limit_g_s: In g/s; None if there is none.
    """
    by_day = None if limit is None else _rule(days, limit, inclusive=False)
    by_half = None if limit is None else _rule(halves, HALF_HOUR_FACTOR * limit, inclusive=True)
    by_hour = None if limit_g_s is None else _rule(hours, limit_g_s, inclusive=False)
    told = [rule.verdict for rule in (by_day, by_half, by_hour) if rule is not None]
    order = (Verdict.EXCEEDS, Verdict.NOT_COMPARED, Verdict.NOT_DISTINGUISHABLE, Verdict.MEETS)
    verdict = next((each for each in order if each in told), Verdict.NOT_COMPARED)
    return Article202(days=by_day, halves=by_half, hours=by_hour, verdict=verdict)


def _rule(found: "Sequence[Period]", bound: float, *, inclusive: bool) -> Rule:
    complete = [period for period in found if period.complete]

    def is_beyond(value: float) -> bool:
        return value >= bound if inclusive else value > bound

    above = tuple(period for period in complete if is_beyond(period.mean))
    sure = [period for period in complete if is_beyond(period.mean - period.uncertainty)]
    unclear = tuple(
        period
        for period in complete
        if is_beyond(period.mean + period.uncertainty) and period not in sure
    )
    if sure:
        verdict = Verdict.EXCEEDS
    elif unclear:
        verdict = Verdict.NOT_DISTINGUISHABLE
    else:
        verdict = Verdict.MEETS if complete else Verdict.NOT_COMPARED
    return Rule(
        bound=bound,
        inclusive=inclusive,
        above=above,
        unclear=unclear,
        complete=len(complete),
        begun=len(found),
        verdict=verdict,
    )
