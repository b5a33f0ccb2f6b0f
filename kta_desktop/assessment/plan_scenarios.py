"""Scenarios of a plan beside the baseline: sums, what is met, milestones by calendar year.

Where the auditor states no scenario, the program proposes two: everything, and only what pays
back. They are computed, never stored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kta_desktop.assessment import curve, plan_effects, plan_names, plan_order, plan_rivals
from kta_desktop.assessment.known import Known
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Milestone, Scenario, Standing, Status, Step, Turn
from kta_desktop.assessment.plan_costs import MONEY
from kta_desktop.assessment.plan_effects import Outcome
from kta_desktop.assessment.plan_names import said
from kta_desktop.assessment.plan_records import BASELINE_ID, name_of, stated
from kta_desktop.assessment.plan_standing import counts, since_of
from kta_desktop.assessment.steps import Event
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Draft:
    """A scenario before it is worked out: ``pays_only`` of the one that the program proposes."""

    id: str
    name: Text
    is_proposed: bool = False
    pays_only: bool = False

    def holds(self, step: Step) -> bool:
        """Whether a measure is in it."""
        if step.status is Status.DROPPED:
            return False
        return _pays(step) if self.pays_only else self.is_proposed or self.id in step.scenarios


def proposed() -> tuple[Draft, ...]:
    """Return what the program proposes where no scenario is stated: all, and what pays back."""
    return (
        Draft("a", said(plan_names.FULL), is_proposed=True),
        Draft("b", said(plan_names.PAYING), is_proposed=True, pays_only=True),
    )


def drafts(known: Known) -> tuple[Draft, ...]:
    """Return the scenarios that are stated; the proposed ones if none is."""
    own = tuple(Draft(each.id, name_of(each.name)) for each in stated(known))
    return own or proposed()


def scenarios(
    chosen: Sequence[Draft],
    steps: Sequence[Step],
    indicators: Sequence[Indicator],
    since: date | None,
) -> tuple[Scenario, ...]:
    """Return the baseline, then each scenario; without measures the baseline alone.

    Args:
        chosen: Which scenarios there are.
        steps: All measures.
        indicators: On which they have effects.
        since: First day of the year that yearly amounts of today are of; None if not stated.
    """
    today = _today(indicators)
    base = today.verdicts
    nothing = _sum((), lambda step: step.capex)
    baseline = Scenario(
        id=BASELINE_ID,
        name=said(plan_names.BASELINE),
        steps=(),
        capex=nothing,
        cost_change=nothing,
        npv=nothing,
        verdicts=base,
        is_proposed=True,
    )
    if not steps:
        return (baseline,)
    outcomes = plan_effects.expected(steps, {each.key: each for each in indicators})
    return (baseline, *(_scenario(each, steps, outcomes, today, since) for each in chosen))


@dataclass(frozen=True, slots=True)
class _Today:
    """Indicators if nothing is done: what they come to, and the year that their figure begins."""

    verdicts: Mapping[str, Verdict]
    years: Mapping[str, int]

    def until(self, year: int, now: Mapping[str, Verdict]) -> dict[str, Verdict]:
        """Return verdicts at the end of a year, of the indicators that there were figures of."""
        return {key: each for key, each in now.items() if self.years.get(key, year) <= year}


def _today(indicators: Sequence[Indicator]) -> _Today:
    begun = {each.key: day for each in indicators if (day := since_of(each)) is not None}
    years = {key: day.year for key, day in begun.items()}
    return _Today(plan_effects.today(indicators), years)


def _pays(step: Step) -> bool:
    """Whether a measure earns back what it costs before it is worn out."""
    years = step.payback.value
    return years is not None and (step.lifetime is None or years <= step.lifetime)


def _scenario(
    draft: Draft,
    steps: Sequence[Step],
    outcomes: Mapping[str, Sequence[Outcome]],
    today: _Today,
    since: date | None,
) -> Scenario:
    chosen = [step for step in steps if draft.holds(step)]
    taken, rivals = plan_rivals.counted(chosen)
    mine, circle = plan_order.ordered(taken)
    base = today.verdicts
    turned = plan_effects.turns(mine, outcomes, base)
    left_out = {step.id for step in steps} - {step.id for step in chosen}
    return Scenario(
        id=draft.id,
        name=draft.name,
        steps=tuple(step.id for step in mine),
        capex=_sum(mine, lambda step: step.capex),
        cost_change=_sum(mine, lambda step: step.cost_change),
        npv=_sum(mine, lambda step: step.npv),
        curve=curve.curves(step for step in mine if counts(step, since)),
        verdicts={**base, **{turn.effect.indicator: turn.after for turn in turned}},
        milestones=_milestones(mine, turned, today),
        circle=circle,
        turns=turned,
        met_after=plan_effects.met_after(turned, base),
        rivals=rivals,
        lacking=tuple((step.id, each) for step in mine for each in step.after if each in left_out),
        is_proposed=draft.is_proposed,
    )


def _sum(steps: Sequence[Step], figure: Callable[[Step], Figured]) -> Figured:
    """Return the sum of what is known, of how many; without measures it is zero."""
    figures = [figure(step) for step in steps]
    known = [each.value for each in figures if each.value is not None]
    lacks = dict.fromkeys(missing for each in figures for missing in each.missing)
    return Figured(
        value=sum(known, Decimal(0)) if known or not figures else None,
        unit=MONEY,
        formula="Σ",
        missing=tuple(lacks),
        known=len(known),
        of=len(figures),
    )


def _milestones(
    steps: Sequence[Step], turned: Sequence[Turn], today: _Today
) -> tuple[Milestone, ...]:
    """Return the years in which something is to happen.

    A measure without a day of start-up begins to work in none of them.
    """
    begun: dict[int, list[Step]] = {}
    for step in steps:
        day = plan_order.finish(step)
        if day is not None:
            begun.setdefault(day.year, []).append(step)
    events: dict[int, list[tuple[date, str, Event]]] = {}
    for step in steps:
        for event, day in step.measure.events:
            events.setdefault(day.year, []).append((day, step.id, event))
    now, found = dict(today.verdicts), []
    brought = _brought(turned)
    for year in sorted({*begun, *events}):
        starting = begun.get(year, ())
        for step in starting:
            now.update(brought.get(step.id, {}))
        found.append(
            Milestone(
                year=year,
                starting=tuple(step.id for step in starting),
                capex=_sum(starting, lambda step: step.capex),
                events=tuple(sorted(events.get(year, ()))),
                verdicts=today.until(year, now),
            )
        )
    return tuple(found)


def _brought(turned: Iterable[Turn]) -> Mapping[str, Mapping[str, Verdict]]:
    """Return id of a measure to what it makes of indicators on top of today's figures."""
    found: dict[str, dict[str, Verdict]] = {}
    for turn in turned:
        if turn.standing is Standing.AHEAD:
            found.setdefault(turn.step, {})[turn.effect.indicator] = turn.after
    return found
