"""How well a bottleneck can be removed: by the measures of the plan, else by its techniques.

The part is the mean of what can be said, each from 0 to 1; the product's own choice. Worked
example: net present value above zero 1, payback of 2 in a lifetime of 10 years 1 − 0.2 = 0.8,
planned 0.5: (1 + 0.8 + 0.5) ÷ 3 = 0.767.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kta_desktop.assessment.bat import TechniqueLine
from kta_desktop.assessment.candidates_bounds import Worth
from kta_desktop.assessment.candidates_words import listed, said
from kta_desktop.assessment.plan import Standing, Status, Step
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.texts import Text
from kta_desktop.i18n import N_

_ZERO, _ONE = Decimal(0), Decimal(1)
_MOST = 3  # of one criterion

PAYS = N_("net present value not below zero: 1")
LOSES = N_("net present value below zero: 0")
PAYBACK = N_("1 − payback ÷ lifetime: {part}")
NEVER = N_("does not pay back: 0")
PLANNED = N_("measure planned: {part}")
RUNNING = N_("measure under way: {part}")
DONE = N_("measure done: {part}")
SCORED = N_("criteria of Code art. 113(3), score ÷ most: {part}")
APPLIES = N_("technique applies here and is not begun: {part}")
BEGUN = N_("technique is planned or partly applied: {part}")
NOTHING = N_("no measure and no technique is stated for it")

APART: Mapping[Standing, str] = {
    Standing.HELD: N_("its measure is done, and today's figure holds it already"),
    Standing.NO_DAY: N_("its measure is done; the day since which it works is not stated"),
    Standing.NO_PERIOD: N_("its measure is done; the year of the figure is not stated"),
}

_STATUSES: Mapping[Status, tuple[Decimal, str]] = {
    Status.PLANNED: (Decimal("0.5"), PLANNED),
    Status.RUNNING: (_ONE, RUNNING),
    Status.DONE: (_ONE, DONE),
}
_STATES: Mapping[State, tuple[Decimal, str]] = {
    State.NOT_APPLIED: (Decimal("0.5"), APPLIES),
    State.PLANNED: (Decimal("0.75"), BEGUN),
    State.PARTLY: (Decimal("0.75"), BEGUN),
}
_Said = tuple[Decimal, Text]


@dataclass(frozen=True, slots=True)
class Ahead:
    """The measures against a bottleneck.

    Attributes:
        steps: Those that can still remove it.
        apart: How those stand to its figures that are done and do not count.
    """

    steps: Sequence[Step] = ()
    apart: Sequence[Standing] = ()


def feasibility(lines: Sequence[TechniqueLine], measures: Ahead) -> Worth:
    """Return how well a bottleneck can be removed: by the best measure, else the best technique.

    Measures that were dropped do not count, nor those that today's figure holds: what is left of
    the bottleneck is left in spite of them. None if there is neither.
    """
    live = [step for step in measures.steps if step.status is not Status.DROPPED]
    worths = [_mean(list(_of_step(step))) for step in live]
    worths = worths or [_of_line(line) for line in lines]
    known = [each for each in worths if each.value is not None]
    none = said(APART[measures.apart[0]] if measures.apart and not lines else NOTHING)
    return max(known, key=lambda each: each.value or _ZERO, default=Worth(None, none))


def _of_step(step: Step) -> Iterator[_Said]:
    npv, payback = step.npv, step.payback
    if npv.value is not None:
        yield (_ONE, said(PAYS)) if npv.value >= 0 else (_ZERO, said(LOSES))
    if payback.value is not None and step.lifetime is not None and step.lifetime > 0:
        part = min(max(_ONE - payback.value / step.lifetime, _ZERO), _ONE)
        yield part, said(PAYBACK, part=part)
    elif payback.value is None and not payback.missing:
        yield _ZERO, said(NEVER)
    part, message = _STATUSES[step.status]
    yield part, said(message, part=part)


def _of_line(line: TechniqueLine) -> Worth:
    """Return the score of the criteria ÷ the most they can be; else what the state says."""
    if line.criteria and line.score is not None:
        part = min(Decimal(line.score) / (_MOST * line.criteria), _ONE)
        return Worth(part, said(SCORED, part=part))
    told = _STATES.get(line.state or line.proposal.state or State.NOT_APPLICABLE)
    return (
        Worth(None, said(NOTHING)) if told is None else Worth(told[0], said(told[1], part=told[0]))
    )


def _mean(told: Sequence[_Said]) -> Worth:
    whole = sum((part for part, _text in told), _ZERO)
    return Worth(whole / len(told), listed(text for _part, text in told))
