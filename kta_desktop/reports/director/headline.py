"""The figures that a director asks for first, taken from an assessment; nothing is worded here.

Sums say of how many they are. Nothing that is missing counts as zero: a payback is worked out only
where every measure has both its cost and its change of yearly costs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.balance import Closure
from kta_desktop.assessment.bottlenecks import Candidate
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Standing, Status, Step
from kta_desktop.assessment.plan_order import finish
from kta_desktop.assessment.plan_standing import among
from kta_desktop.assessment.statements import Apart, apart, counted, standing
from kta_desktop.assessment.weighing import Total, total
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.reports.assessed import Assessed

_SHOWN = 3  # bottlenecks


class Pays(StrEnum):
    """What the plan as a whole comes to."""

    BACK = "back"
    NEVER = "never"
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """What is not known."""

    UNCHECKED = "unchecked"  # held to a level that nobody read in its source
    NO_DATA = "no_data"  # to compare a figure with its level
    NOT_COMPARABLE = "not_comparable"  # conditions, averaging, unit or origin
    CONFIRMED = "confirmed"  # bottlenecks that no auditor took over
    COST = "cost"  # of measures
    CHANGE = "change"  # of yearly costs
    DAY = "day"
    TERMS = "terms"  # price year, currency, rate, lifetime
    BALANCE = "balance"  # what does not close
    UNBALANCED = "unbalanced"  # what cannot be said to close
    GAPS = "gaps"  # data that could not be obtained


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """A bottleneck with what removes it.

    Attributes:
        candidate: The bottleneck.
        steps: Measures against it that are not dropped, and not in today's figures already.
        capex: What they cost.
        until: Day on which the last of them begins to work; None unless each has one.
        is_done: Whether there are measures, all of them done and none on top of today's figures.
    """

    candidate: Candidate
    steps: tuple[Step, ...]
    capex: Total
    until: date | None
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the audit comes to.

    Attributes:
        counts: How many statements have which verdict.
        apart: How many of those that are not compared are so for which reason.
        hindrances: The weightiest bottlenecks, at most three.
        others: How many bottlenecks there are beside these.
        is_proposed: Whether the program found them and no auditor confirmed any.
        steps: Measures of the plan, as its first scenario has them.
        capex: What they cost.
        change: Change of yearly costs; below zero = saved.
        pays: Whether the plan pays back.
        years: After how many years; None unless it does.
        until: The last start-up that has a day; None if none has.
        met: Year to the indicators that begin to meet their level in it.
        left: Indicators that exceed or cannot be told apart now and still do when all is done;
            empty where the plan names no effect.
        unknown: What is not known to how many there are of it, none without any.
    """

    counts: Mapping[Verdict, int]
    apart: Mapping[Apart, int]
    hindrances: tuple[Hindrance, ...]
    others: int
    is_proposed: bool
    steps: tuple[Step, ...]
    capex: Total
    change: Total
    pays: Pays
    years: Decimal | None
    until: date | None
    met: tuple[tuple[int, tuple[Indicator, ...]], ...]
    left: tuple[Indicator, ...]
    unknown: Mapping[Unknown, int]

    @property
    def is_empty(self) -> bool:
        """Whether the audit came to nothing that could be shown."""
        return not (sum(self.counts.values()) or self.hindrances or self.steps)


def headline(found: Assessed, gaps: int = 0, kept: Sequence[Judgement] = ()) -> Headline:
    """Return what an assessment comes to.

    Args:
        found: The assessment.
        gaps: How many data could not be obtained.
        kept: Judgements of figures that are kept back from the reader.
    """
    judged = (*(each.judgement for each in found.statements), *kept)
    reasons = apart(judged)
    steps = _steps(found)
    taken = tuple(each for each in found.ranked if each.row is not None)
    shown = taken or found.ranked
    capex, change = _capex(steps), total(each.cost_change.value for each in steps)
    met = tuple(_met(found))
    return Headline(
        counts=counted(judged),
        apart=reasons,
        hindrances=tuple(_hindrance(found, each, steps) for each in shown[:_SHOWN]),
        others=max(0, len(shown) - _SHOWN),
        is_proposed=bool(shown) and not taken,
        steps=steps,
        capex=capex,
        change=change,
        pays=_pays(capex, change),
        years=_years(capex, change),
        until=max((day for each in steps if (day := finish(each))), default=None),
        met=met,
        left=_left(found),
        unknown=dict(_unknown(found, steps, reasons, gaps)),
    )


def of_candidate(found: Assessed, candidate: Candidate) -> tuple[Step, ...]:
    """Return the measures against a bottleneck: by choice, else by the words of their row.

    Measures that were dropped are none.
    """
    keys = {candidate.key, *(c.key for c in found.candidates if c.merged_into == candidate.key)}
    going = [each for each in found.plan.steps if each.status is not Status.DROPPED]
    return tuple(
        each for each in going if keys & set(each.bottlenecks) or candidate.row_id in each.rows
    )


def _steps(found: Assessed) -> tuple[Step, ...]:
    scenario = found.scenario
    going = tuple(each for each in found.plan.steps if each.status is not Status.DROPPED)
    if scenario is None:
        return going
    return tuple(each for each in going if each.id in scenario.steps)


def _capex(steps: Sequence[Step]) -> Total:
    return total(each.capex.value for each in steps)


def _hindrance(found: Assessed, candidate: Candidate, planned: Sequence[Step]) -> Hindrance:
    ids = {each.id for each in planned}
    figures = [each for each in found.indicators if each.key in candidate.indicators]
    against = [
        (each, among(each, figures, found.plan.since))
        for each in of_candidate(found, candidate)
        if each.id in ids
    ]
    steps = tuple(step for step, stands in against if stands is Standing.AHEAD)
    days = [finish(each) for each in steps]
    known = [day for day in days if day is not None]
    return Hindrance(
        candidate=candidate,
        steps=steps,
        capex=_capex(steps),
        is_done=bool(against) and not steps,
        until=max(known) if known and len(known) == len(days) else None,
    )


def _is_whole(part: Total) -> bool:
    return part.value is not None and part.known == part.of


def _pays(capex: Total, change: Total) -> Pays:
    if not (_is_whole(capex) and _is_whole(change)):
        return Pays.UNKNOWN
    return Pays.BACK if _years(capex, change) is not None else Pays.NEVER


def _years(capex: Total, change: Total) -> Decimal | None:
    """Return CAPEX by what is saved a year; None where nothing is, or a part is not known."""
    if not (_is_whole(capex) and _is_whole(change)):
        return None
    cost, yearly = capex.value or Decimal(0), change.value or Decimal(0)
    return cost / -yearly if yearly < 0 else None


def _met(found: Assessed) -> Iterator[tuple[int, tuple[Indicator, ...]]]:
    """Yield the years with the indicators that begin to meet their level in them."""
    scenario, said = found.scenario, found.statements
    before = {each.key: each.verdict for each in said}
    for milestone in sorted(scenario.milestones, key=lambda m: m.year) if scenario else ():
        stands = {each.key: standing(each, milestone.verdicts) for each in said}
        now = {key: verdict for key, verdict in stands.items() if verdict is not None}
        keys = {key for key in now if now[key] is Verdict.MEETS is not before.get(key)}
        before = {**before, **now}
        if keys:
            yield milestone.year, tuple(each.lead for each in said if each.key in keys)


def _left(found: Assessed) -> tuple[Indicator, ...]:
    scenario = found.scenario
    if scenario is None or not scenario.verdicts:
        return ()
    bad = (Verdict.EXCEEDS, Verdict.NOT_DISTINGUISHABLE)
    return tuple(
        each.lead
        for each in found.statements
        if each.verdict in bad and standing(each, scenario.verdicts) is not Verdict.MEETS
    )


def _unknown(
    found: Assessed, steps: Sequence[Step], reasons: Mapping[Apart, int], gaps: int
) -> Iterator[tuple[Unknown, int]]:
    closures = [each.stages[0].closure for each in found.balances if each.stages]
    counts = {
        Unknown.UNCHECKED: reasons.get(Apart.UNCHECKED, 0),
        Unknown.NO_DATA: reasons.get(Apart.NO_DATA, 0),
        Unknown.NOT_COMPARABLE: reasons.get(Apart.NOT_COMPARABLE, 0),
        Unknown.CONFIRMED: sum(each.row is None for each in found.ranked),
        Unknown.COST: sum(each.capex.value is None for each in steps),
        Unknown.CHANGE: sum(each.cost_change.value is None for each in steps),
        Unknown.DAY: sum(finish(each) is None for each in steps),
        Unknown.TERMS: len(found.plan.missing) if steps else 0,
        Unknown.BALANCE: closures.count(Closure.OPEN),
        Unknown.UNBALANCED: closures.count(Closure.UNKNOWN),
        Unknown.GAPS: gaps,
    }
    return ((kind, count) for kind, count in counts.items() if count)
