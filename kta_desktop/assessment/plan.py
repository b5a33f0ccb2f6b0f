"""The plan of the transition: what measures cost, save and abate, and what is met after which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.steps import Event, Measure
from kta_desktop.assessment.terms import Figured, Missing
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.domain.verdict import Verdict


class Status(StrEnum):
    """How far a measure is."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


class Standing(StrEnum):
    """How a measure stands to a figure of today; see ``plan_standing``."""

    AHEAD = "ahead"  # what it brings is not in the figure yet
    HELD = "held"  # the figure holds it already
    NO_DAY = "no_day"  # it is done, and nobody states since when
    NO_PERIOD = "no_period"  # it is done, and nobody states what time the figure is of


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What all costs of a plan are worked out with; None where nobody stated it.

    Attributes:
        price_year: Year of the prices.
        currency: ISO 4217, such as ``KZT``.
        rate: Discount rate, % a year.
        lifetime: Years, of measures that state none.
    """

    price_year: int | None = None
    currency: str = ""
    rate: Decimal | None = None
    lifetime: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a measure does to one indicator.

    Attributes:
        indicator: Key of the indicator.
        value: Expected afterwards, in the unit of the indicator's level or figure.
        uncertainty: U (k = 2); None if not stated.
    """

    indicator: str
    value: Decimal
    uncertainty: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One measure of the plan with what was worked out of it.

    Attributes:
        id: Row of the table of measures.
        measure: That row.
        status: How far it is.
        done_on: Day since which it works; None if it is not done, or nobody states the day.
        scenarios: Ids of the scenarios it is in.
        after: Ids of the steps that have to be done before.
        instead_of: Ids of the steps it would replace.
        bottlenecks: Keys of the candidates it removes, as they were chosen.
        is_tied: Whether anybody ever chose them; none may be chosen.
        rows: Ids of the rows of bottlenecks it is against: those that were chosen, or, where nobody
            ever chose, the one that the words of its row mean.
        techniques: Ids of the techniques it introduces: those that are stated, else cited.
        effects: On which indicators.
        opex: Further yearly costs, million KZT; None if not stated.
        lifetime: Years; None if neither it nor the plan states them.
        capex: What it costs; there only if its money is that of the plan.
        cost_change: Change of yearly costs: OPEX less saving.
        npv: Net present value over the lifetime.
        payback: Years; ``value`` None with nothing missing = it never pays back.
        abatement: Cost of a unit abated: annualised CAPEX + OPEX − saving, by what is abated.
        abated: Amount a year, with its unit.
        abated_name: What is abated.
        disordered: Key events in the wrong order, or begun before a step it depends on.
        is_late: Whether its next event has passed and it is not done.
        is_beyond_term: Whether it begins to work after the four years of the programme of an
            object of category I (Code art. 119(5)), counted from the day of the assessment.
    """

    id: str
    measure: Measure
    status: Status = Status.PLANNED
    done_on: date | None = None
    scenarios: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    bottlenecks: tuple[str, ...] = ()
    is_tied: bool = False
    rows: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    opex: Decimal | None = None
    lifetime: Decimal | None = None
    capex: Figured
    cost_change: Figured
    npv: Figured
    payback: Figured
    abatement: Figured
    abated: Figured
    abated_name: Text = NO_TEXT
    disordered: tuple[Event, ...] = ()
    is_late: bool = False
    is_beyond_term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A year of the plan (Code art. 119(2)): what begins to work, is paid, and is met by then.

    Attributes:
        year: Calendar year.
        starting: Ids of the steps that begin to work.
        capex: Million KZT that begin to work, with n of N.
        events: Key events of the year: day, step, event.
        verdicts: Key of an indicator to what it comes to at the end of the year; without those
            whose figure is of a later time.
    """

    year: int
    starting: tuple[str, ...]
    capex: Figured
    events: tuple[tuple[date, str, Event], ...]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveStep:
    """One block of a marginal abatement cost curve, the cheapest first.

    Attributes:
        step: Id of the measure.
        from_: Sum abated before it, in ``unit`` of the curve.
        abated: Width of the block.
        cost: Height: cost of a unit abated.
    """

    step: str
    from_: Decimal
    abated: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one measure makes of one indicator, after all that begin to work before it.

    Attributes:
        step: Id of the measure.
        effect: What is expected.
        before: What the indicator came to before.
        after: What it comes to then; ``before`` where the effect does not count.
        standing: Whether it counts on top of today's figure, or why it does not.
    """

    step: str
    effect: Effect
    before: Verdict
    after: Verdict
    standing: Standing = Standing.AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A choice of measures beside the baseline.

    Attributes:
        id: ``a``, ``b``, …; ``baseline`` = nothing is done.
        name: What it is called.
        steps: Ids of its measures, each after what it depends on; without those that another of
            them replaces.
        capex: Sum, n of N.
        cost_change: Sum of the change of yearly costs.
        npv: Sum.
        curve: What is abated to its blocks, cheapest first; see ``curve.key_of``. Of measures
            whose amounts come on top of those of today alone.
        verdicts: Key of an indicator to what it comes to when all is done.
        milestones: By year.
        circle: Ids of measures that wait for each other; empty if none do.
        turns: What becomes of indicators, in the order in which measures begin to work.
        met_after: Key of an indicator that is met in the end, and is not today, to the id of the
            measure from which on it is.
        rivals: Pairs of a measure that counts and one that it replaces, see ``plan_rivals``.
        lacking: Pairs of a measure and one that it waits for and that is not in the scenario.
        is_proposed: Whether the program proposes it, because none is stated.
    """

    id: str
    name: Text
    steps: tuple[str, ...]
    capex: Figured
    cost_change: Figured
    npv: Figured
    curve: Mapping[str, tuple[CurveStep, ...]] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()
    circle: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    met_after: Mapping[str, str] = field(default_factory=dict)
    rivals: tuple[tuple[str, str], ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()
    is_proposed: bool = False

    @property
    def replaced(self) -> frozenset[str]:
        """Return ids of measures that were put into it and do not count: another replaces them."""
        return frozenset(other for _one, other in self.rivals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan as a whole.

    Attributes:
        terms: What costs are worked out with.
        steps: In the order of the table.
        scenarios: The baseline first.
        missing: What keeps costs from being worked out at all.
        since: First day of the year that yearly amounts of today are of; None if not stated.
    """

    terms: Terms
    steps: tuple[Step, ...]
    scenarios: tuple[Scenario, ...]
    missing: tuple[Missing, ...] = ()
    since: date | None = None
