"""Whether what a measure brings comes on top of today's figure, or lies in it already.

The one rule, for verdicts, cost curves, bottlenecks and whatever is printed of them: a measure
that works since the first day of the time that a figure is of, or since an earlier one, is in that
figure; it is not counted again. One that works since a later day is not in it, or not for the whole
of its time, and counts as a planned one does. Where the day or the time of the figure is not
stated nobody guesses: nothing is counted, and it is told.

Worked example: a figure of 2025 is of the time from 01.01.2025. A measure that works since
01.01.2025 is in it; one that works since 02.01.2025 counts.
"""

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date

from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Plan, Scenario, Standing, Status, Step
from kta_desktop.i18n import N_

REASONS: Mapping[Standing, str] = {
    Standing.HELD: N_("in today's figure already"),
    Standing.NO_DAY: N_("not counted: the day since which it works is not stated"),
    Standing.NO_PERIOD: N_("not counted: the year of the figure is not stated"),
}
"""Why a measure that is done is not counted."""


def standing(step: Step, since: date | None) -> Standing:
    """Return how a measure stands to a figure.

    Args:
        step: The measure.
        since: First day of the time that the figure is of, see ``since_of``.
    """
    if step.status is not Status.DONE:
        return Standing.AHEAD
    if step.done_on is None:
        return Standing.NO_DAY
    if since is None:
        return Standing.NO_PERIOD
    return Standing.HELD if step.done_on <= since else Standing.AHEAD


def since_of(indicator: Indicator) -> date | None:
    """Return the first day of the time that an indicator is of; None if that is not stated."""
    return indicator.since or first_day(indicator.year)


def first_day(year: int | None) -> date | None:
    """Return the first day of a year; None if there is no such year."""
    return date(year, 1, 1) if year is not None and MINYEAR <= year <= MAXYEAR else None


def counts(step: Step, since: date | None) -> bool:
    """Whether what a measure brings comes on top of a figure."""
    return standing(step, since) is Standing.AHEAD


def among(step: Step, figures: Iterable[Indicator], since: date | None) -> Standing:
    """Return how a measure stands to several figures together: ahead of all if of one.

    Args:
        step: The measure.
        figures: Such as those of a bottleneck.
        since: First day of the year that the plan counts from; decides where there is no figure.
    """
    found = {standing(step, day) for day in {since_of(each) for each in figures} or {since}}
    return next(each for each in Standing if each in found)


def outside_curve(plan: Plan, scenario: Scenario) -> tuple[tuple[Step, Standing], ...]:
    """Return the measures whose cost of abatement is known and that no curve holds, with why."""
    mine = set(scenario.steps)
    found = (
        (step, standing(step, plan.since))
        for step in plan.steps
        if step.id in mine and step.abatement.value is not None
    )
    return tuple(pair for pair in found if pair[1] is not Standing.AHEAD)
