"""The way to the best available techniques: bottlenecks, measures, what they cost and when.

Read from the tables of the common part of the checklist. Nothing is filled in: a number that is
not there is None, a sum says of how many it is, and a payback is worked out only from two
numbers that are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.registers import Line, Named, chosen, lines, words
from kta_desktop.forms.state import FormState

BOTTLENECKS = Named(name="core_bottlenecks", concept="bottleneck.register")
MEASURES = Named(name="core_measures", concept="plan.measures")
NORMS = Named(name="core_tech_norms", concept="technique.standards")
GAPS = Named(name="core_gaps", concept="conclusion.data_gaps")
POTENTIAL = Named(name="core_potential", concept="plan.potential")
CONCLUSION = Named(name="core_conclusion", concept="conclusion.text")
PLAN_COST = Named(name="core_plan_cost", concept="plan.cost_total")
_SHORTEST = 5  # letters of a name that may be part of another, so that «вода» ties nothing


class Grade(StrEnum):
    """How weighty a bottleneck is, or how sure what is known of it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Event(StrEnum):
    """Key events of a measure, in their order (Environmental Code art. 119(2))."""

    DELIVERY = "delivery"
    CONSTRUCTION = "construction"
    COMMISSIONING = "commissioning"
    STARTUP = "startup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """What keeps the plant from the level of the best available techniques.

    Attributes:
        id: Of the row.
        number: Its place in the table, from 1.
        what: What it is.
        where: Unit or stage.
        cause: Id of the cause; None if not stated.
        effect: What follows for the environment and for costs.
        indicator: The figure that suffers.
        excess: How many times the level is exceeded; None if not known.
        confidence: How sure the figures behind it are; None if not stated.
        priority: How weighty it is; None if not stated.
        confirmed: Whether the auditor confirms it; None if not stated.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    number: int
    what: str
    where: str = ""
    cause: str | None = None
    effect: str = ""
    indicator: str = ""
    excess: Decimal | None = None
    confidence: Grade | None = None
    priority: Grade | None = None
    confirmed: bool | None = None
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A step towards the best available techniques.

    Attributes:
        id: Of the row.
        number: Its place in the table, from 1.
        measure: What is done.
        bat: Techniques it belongs to, as entered.
        bottleneck: Bottleneck it removes, as entered.
        effect: What is expected of it.
        target: Figure to be reached, in ``target_unit``; None if none is set.
        target_unit: Id of its unit; None if not stated.
        capex: What it costs, in ``money``; None if not known.
        saving: What it saves in a year, in ``money``; None if not known.
        money: Id of the unit of both.
        finance: Id of where the money comes from; None if not stated.
        events: Key events that have a day, in the order of ``Event``.
        owner: Who answers for it.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    number: int
    measure: str
    bat: str = ""
    bottleneck: str = ""
    effect: str = ""
    target: Decimal | None = None
    target_unit: str | None = None
    capex: Decimal | None = None
    saving: Decimal | None = None
    money: str | None = None
    finance: str | None = None
    events: tuple[tuple[Event, date], ...] = ()
    owner: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)

    @property
    def startup(self) -> date | None:
        """Return the day it begins to work; None if none is set."""
        return dict(self.events).get(Event.STARTUP)

    @property
    def payback_years(self) -> Decimal | None:
        """Return cost by yearly saving; None unless both are there and above zero."""
        if self.capex is None or self.saving is None or self.capex <= 0 or self.saving <= 0:
            return None
        return self.capex / self.saving

    @property
    def disordered(self) -> tuple[Event, ...]:
        """Return the events that come before one that has to precede them."""
        found: list[Event] = []
        latest: date | None = None
        for event, day in self.events:
            if latest is not None and day < latest:
                found.append(event)
            latest = day if latest is None else max(latest, day)
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A technological standard, set or proposed (Environmental Code art. 40).

    Attributes:
        id: Of the row.
        kind: Id of its kind; None if not stated.
        indicator: What is limited.
        unit_name: The unit of the plant it is for.
        value: In ``unit``; None if not known.
        unit: Id of its unit; None if not stated.
        is_set: Whether a permit sets it; None if not stated.
        grounds: Calculation and grounds.
        unread: Column to what was typed in it without a meaning.
    """

    id: str
    kind: str | None
    indicator: str
    unit_name: str = ""
    value: Decimal | None = None
    unit: str | None = None
    is_set: bool | None = None
    grounds: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What could not be obtained.

    Attributes:
        id: Of the row.
        what: What is missing.
        reason: Id of the reason (``blank_reasons.csv``); None if not stated.
        effect: What could not be assessed without it.
        who: Who will give it.
        until: By which day; None if none is set.
    """

    id: str
    what: str
    reason: str | None = None
    effect: str = ""
    who: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that says how much of it is known.

    Attributes:
        value: Sum of the numbers that are there; None if none is.
        known: How many numbers it is of.
        of: How many there ought to be.
    """

    value: Decimal | None
    known: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Everything that the checklist holds of the way to the best available techniques.

    Attributes:
        bottlenecks: The weightiest first, see ``ranked``.
        measures: In the order of their table.
        norms: Technological standards.
        gaps: What could not be obtained.
        potential: Id of the potential of the plant; None if not stated.
        conclusion: Conclusions and recommendations in words; may be empty.
    """

    bottlenecks: tuple[Bottleneck, ...] = ()
    measures: tuple[Measure, ...] = ()
    norms: tuple[Norm, ...] = ()
    gaps: tuple[Gap, ...] = ()
    potential: str | None = None
    conclusion: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it was entered."""
        return not (
            self.bottlenecks
            or self.measures
            or self.norms
            or self.gaps
            or self.potential
            or self.conclusion
        )


def transition(state: FormState) -> Transition:
    """Return what was entered of the way to the best available techniques."""
    return Transition(
        bottlenecks=ranked(_bottleneck(line) for line in lines(state, BOTTLENECKS)),
        measures=tuple(_measure(line) for line in lines(state, MEASURES)),
        norms=tuple(_norm(line) for line in lines(state, NORMS)),
        gaps=tuple(_gap(line) for line in lines(state, GAPS)),
        potential=chosen(state, POTENTIAL),
        conclusion=words(state, CONCLUSION),
    )


def ranked(found: Iterable[Bottleneck]) -> tuple[Bottleneck, ...]:
    """Return bottlenecks, the weightiest first.

    By priority; among equals what the auditor confirms first, then what exceeds its level most,
    then what is known most surely, then as entered. What was not stated comes behind what was.
    """
    grades = list(Grade)

    def place(each: Bottleneck) -> tuple[int, bool, Decimal, int]:
        weight = len(grades) if each.priority is None else grades.index(each.priority)
        sureness = len(grades) if each.confidence is None else grades.index(each.confidence)
        return weight, each.confirmed is not True, -(each.excess or Decimal(0)), sureness

    return tuple(sorted(found, key=place))


def linked(
    bottlenecks: Sequence[Bottleneck], measures: Sequence[Measure]
) -> Mapping[str, tuple[Measure, ...]]:
    """Return the measures of each bottleneck, by the id of its row; an empty tuple for none.

    A measure belongs to the bottleneck that it names in the same words; else by its number in the
    table alone; else to the only one at the unit that it names; else to the only one of whose
    name it says a part, or the other way round. Letter case and spaces do not matter. One that
    fits several belongs to none of them: nobody guesses.
    """
    found: dict[str, list[Measure]] = {each.id: [] for each in bottlenecks}
    for measure in measures:
        owner = _meant(measure, bottlenecks)
        if owner is not None:
            found[owner.id].append(measure)
    return {row: tuple(owned) for row, owned in found.items()}


def total(found: Iterable[Decimal | None]) -> Total:
    """Return the sum of the numbers that are there, with how many of all they are."""
    numbers = list(found)
    known = [number for number in numbers if number is not None]
    return Total(sum(known, Decimal(0)) if known else None, len(known), len(numbers))


def by_year(measures: Sequence[Measure]) -> tuple[tuple[int | None, Total], ...]:
    """Return what measures cost by the year in which they begin to work; None = no day is set.

    Years ascend; those without a day come last.
    """
    years = {_year(each) for each in measures}
    ordered = sorted(years, key=lambda year: (year is None, year or 0))
    return tuple(
        (year, total(each.capex for each in measures if _year(each) == year)) for year in ordered
    )


def _year(measure: Measure) -> int | None:
    return measure.startup.year if measure.startup else None


def _meant(measure: Measure, bottlenecks: Sequence[Bottleneck]) -> Bottleneck | None:
    said = _plain(measure.bottleneck)
    if not said:
        return None
    ways = (
        [each for each in bottlenecks if _plain(each.what) == said],
        [each for each in bottlenecks if said.strip("№ ") == str(each.number)],
        [each for each in bottlenecks if _plain(each.where) == said],
        [each for each in bottlenecks if _overlap(said, _plain(each.what))],
    )
    fitting = next((found for found in ways if found), [])
    return fitting[0] if len(fitting) == 1 else None


def _overlap(said: str, name: str) -> bool:
    is_long = min(len(said), len(name)) >= _SHORTEST
    return is_long and (said in name or name in said)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _bottleneck(line: Line) -> Bottleneck:
    return Bottleneck(
        id=line.id,
        number=line.number,
        what=line.text("what"),
        where=line.text("where"),
        cause=line.choice("cause"),
        effect=line.text("effect"),
        indicator=line.text("indicator"),
        excess=line.number_of("excess"),
        confidence=_grade(line.choice("confidence")),
        priority=_grade(line.choice("priority")),
        confirmed=line.yes("confirmed"),
        unread=line.unread(),
    )


def _measure(line: Line) -> Measure:
    days = ((event, line.day(event)) for event in Event)
    return Measure(
        id=line.id,
        number=line.number,
        measure=line.text("measure"),
        bat=line.text("bat"),
        bottleneck=line.text("bottleneck"),
        effect=line.text("effect"),
        target=line.number_of("target"),
        target_unit=line.unit_of("target", "target_unit"),
        capex=line.number_of("capex"),
        saving=line.number_of("saving"),
        money=line.unit_of("capex"),
        finance=line.choice("finance"),
        events=tuple((event, day) for event, day in days if day is not None),
        owner=line.text("owner"),
        unread=line.unread(),
    )


def _norm(line: Line) -> Norm:
    return Norm(
        id=line.id,
        kind=line.choice("kind"),
        indicator=line.text("indicator"),
        unit_name=line.text("unit_name"),
        value=line.number_of("value"),
        unit=line.unit_of("value", "unit"),
        is_set=line.yes("state"),
        grounds=line.text("grounds"),
        unread=line.unread(),
    )


def _gap(line: Line) -> Gap:
    return Gap(
        id=line.id,
        what=line.text("what"),
        reason=line.choice("reason"),
        effect=line.text("effect"),
        who=line.text("who"),
        until=line.day("until"),
    )


def _grade(identifier: str | None) -> Grade | None:
    return Grade(identifier) if identifier in set(Grade) else None
