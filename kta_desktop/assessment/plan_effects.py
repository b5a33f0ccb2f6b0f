"""What measures make of indicators: after each of them, in the order in which they begin to work.

A value that a measure is expected to reach is judged by the level of the indicator, never by one
that nobody has read in its source, that may not hold for the plant, or whose unit or conditions
the indicator does not share. Of two measures on one indicator the later value stands. What is in
today's figure already is not counted on top of it; see ``plan_standing``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Effect, Standing, Step, Turn
from kta_desktop.assessment.plan_standing import since_of, standing
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict, judge

_OF_THE_FIGURE = frozenset(
    {
        NotCompared.TOO_FEW_SAMPLES,
        NotCompared.NO_OXYGEN,
        NotCompared.INSTRUMENT_EXPIRED,
        NotCompared.ORIGIN_WEAK,
        NotCompared.NOT_NOC,
        NotCompared.LOW_LOAD,
    }
)
"""Reasons that lie in how the figure of today was got: they do not bind what is expected."""


def today(indicators: Iterable[Indicator]) -> dict[str, Verdict]:
    """Return what indicators come to if nothing is done."""
    return {each.key: each.judgement.verdict for each in indicators}


def judged(judgement: Judgement, effect: Effect) -> Verdict:
    """Return what an expected value comes to against the level of a judgement.

    A value whose U is not stated is judged as it stands, as answers without U are.
    """
    level = judgement.level
    if level is None or not level.may_yield_verdict:
        return Verdict.NOT_COMPARED
    if judgement.reason is not None and judgement.reason not in _OF_THE_FIGURE:
        return Verdict.NOT_COMPARED
    return judge(level, effect.value, effect.uncertainty or Decimal(0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a measure makes of one indicator, judged once for all scenarios.

    Attributes:
        effect: As it is stated.
        verdict: What the expected value comes to.
        standing: Whether it counts on top of today's figure.
        turns: By what the indicator came to before: scenarios share what is alike in them.
    """

    effect: Effect
    verdict: Verdict
    standing: Standing
    turns: dict[Verdict, Turn] = field(default_factory=dict, compare=False)

    def turn(self, step: str, before: Verdict) -> Turn:
        """Return what the measure ``step`` makes of the indicator."""
        found = self.turns.get(before)
        if found is None:
            after = self.verdict if self.standing is Standing.AHEAD else before
            found = self.turns[before] = Turn(
                step=step, effect=self.effect, before=before, after=after, standing=self.standing
            )
        return found


def expected(
    steps: Iterable[Step], indicators: Mapping[str, Indicator]
) -> Mapping[str, tuple[Outcome, ...]]:
    """Return id of a measure to what it makes of known indicators."""
    return {
        step.id: tuple(
            Outcome(effect, judged(found.judgement, effect), standing(step, since_of(found)))
            for effect in step.effects
            if (found := indicators.get(effect.indicator)) is not None
        )
        for step in steps
    }


def turns(
    steps: Iterable[Step],
    outcomes: Mapping[str, Sequence[Outcome]],
    baseline: Mapping[str, Verdict],
) -> tuple[Turn, ...]:
    """Return what becomes of indicators, measure by measure.

    Args:
        steps: In the order in which they begin to work.
        outcomes: Of each measure, see ``expected``.
        baseline: What indicators come to today.
    """
    return tuple(_turns(steps, outcomes, dict(baseline)))


def _turns(
    steps: Iterable[Step],
    outcomes: Mapping[str, Sequence[Outcome]],
    now: dict[str, Verdict],
) -> Iterator[Turn]:
    for step in steps:
        for each in outcomes[step.id]:
            key = each.effect.indicator
            turn = each.turn(step.id, now[key])
            now[key] = turn.after
            yield turn


def met_after(turned: Sequence[Turn], baseline: Mapping[str, Verdict]) -> dict[str, str]:
    """Return indicators that are met in the end and are not today, each with the measure.

    It is the first from which on the indicator stays met.
    """
    found: dict[str, str] = {}
    for turn in turned:
        key = turn.effect.indicator
        if turn.after is not Verdict.MEETS:
            found.pop(key, None)
        elif baseline.get(key) is not Verdict.MEETS:
            found.setdefault(key, turn.step)
    return found
