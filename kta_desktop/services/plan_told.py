"""What a person has to be told of a scenario: what contradicts itself, comes too late, or lacks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kta_desktop.assessment.plan import Plan, Scenario, Standing, Step
from kta_desktop.assessment.plan_standing import standing
from kta_desktop.i18n import N_, _

CIRCLE = N_("Measures wait for each other: {names}. Take one of the dependencies away.")
RIVALS = N_(
    "“{name}” replaces “{other}”: of the two only “{name}” is counted in the scenario. If both are "
    "to be built, take the tie between them away."
)
LACKING = N_("“{name}” waits for “{other}”, which is not in the scenario.")
DISORDERED = N_(
    "“{name}”: key events are not in their order, or it begins before what it waits for."
)
BEYOND_TERM = N_(
    "“{name}” begins to work more than four years ahead; the programme of an object of category I "
    "takes four years at most (Code art. 119(5))."
)
UNCOUNTED: Mapping[Standing, str] = {
    Standing.NO_DAY: N_(
        "“{name}” is done, but the day since which it works is not stated: what it brings is not "
        "counted. State the day."
    ),
    Standing.NO_PERIOD: N_(
        "“{name}” is done, but the reference year of the audit is not stated: whether its effect is"
        " in today's figures is not known, and it is not counted. State the year."
    ),
}
LATE = N_("“{name}”: its day has passed. State how far it is, or another day.")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to be told.

    Attributes:
        steps: Ids of the measures it is about.
        sentence: In the interface language.
    """

    steps: tuple[str, ...]
    sentence: str


def of_measures(plan: Plan, scenario: Scenario) -> Mapping[str, str]:
    """Return id of a measure to all that has to be told of it."""
    found: dict[str, list[str]] = {}
    for each in told(plan, scenario):
        for step in dict.fromkeys(each.steps):
            found.setdefault(step, []).append(each.sentence)
    return {step: " ".join(sentences) for step, sentences in found.items()}


def told(plan: Plan, scenario: Scenario) -> tuple[Told, ...]:
    """Return what has to be told of a scenario, the gravest first."""
    by_id = {step.id: step for step in plan.steps}
    names = {step.id: _name(step) for step in plan.steps}
    mine = [by_id[each] for each in scenario.steps]
    return (
        *_contradicting(scenario, names),
        *_uncounted(plan, mine),
        *(_of(step, DISORDERED) for step in mine if step.disordered),
        *(_of(step, BEYOND_TERM) for step in mine if step.is_beyond_term),
        *(_of(step, LATE) for step in mine if step.is_late),
    )


def _uncounted(plan: Plan, steps: Sequence[Step]) -> Iterator[Told]:
    """Yield the measures that are done of which nobody can say whether they are in the figures."""
    for step in steps:
        stands = standing(step, plan.since)
        if stands in UNCOUNTED:
            yield _of(step, UNCOUNTED[stands])


def _contradicting(scenario: Scenario, names: dict[str, str]) -> Iterator[Told]:
    yield from _circle(scenario, names)
    yield from _pairs(scenario.rivals, RIVALS, names)
    yield from _pairs(scenario.lacking, LACKING, names)


def _circle(scenario: Scenario, names: dict[str, str]) -> Iterator[Told]:
    if scenario.circle:
        said = ", ".join(f"«{names[each]}»" for each in scenario.circle)
        yield Told(scenario.circle, _(CIRCLE).format(names=said))


def _pairs(pairs: Sequence[tuple[str, str]], message: str, names: dict[str, str]) -> Iterator[Told]:
    for pair in pairs:
        name, other = (names[each] for each in pair)
        yield Told(pair, _(message).format(name=name, other=other))


def _of(step: Step, message: str) -> Told:
    return Told((step.id,), _(message).format(name=_name(step)))


def _name(step: Step) -> str:
    return step.measure.measure or f"№ {step.measure.number}"
