"""The way to the best available techniques: bottlenecks, measures, what they cost and when.

Read from the tables of the common part of the checklist. Nothing is filled in: a number that is
not there is None, a sum says of how many it is, and a payback is worked out only from two
numbers that are.
"""

from dataclasses import dataclass

from kta_desktop.assessment.registers import Line, Named, chosen, lines, words
from kta_desktop.assessment.steps import Bottleneck, Event, Gap, Grade, Measure, Norm
from kta_desktop.assessment.weighing import ranked
from kta_desktop.forms.state import FormState

BOTTLENECKS = Named(name="core_bottlenecks", concept="bottleneck.register")
MEASURES = Named(name="core_measures", concept="plan.measures")
NORMS = Named(name="core_tech_norms", concept="technique.standards")
GAPS = Named(name="core_gaps", concept="conclusion.data_gaps")
POTENTIAL = Named(name="core_potential", concept="plan.potential")
CONCLUSION = Named(name="core_conclusion", concept="conclusion.text")
PLAN_COST = Named(name="core_plan_cost", concept="plan.cost_total")


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
        bottlenecks=bottlenecks(state),
        measures=tuple(measure_of(line) for line in lines(state, MEASURES)),
        norms=tuple(_norm(line) for line in lines(state, NORMS)),
        gaps=tuple(_gap(line) for line in lines(state, GAPS)),
        potential=chosen(state, POTENTIAL),
        conclusion=words(state, CONCLUSION),
    )


def bottlenecks(state: FormState) -> tuple[Bottleneck, ...]:
    """Return the bottlenecks that were entered, the weightiest first, see ``ranked``."""
    return ranked(_bottleneck(line) for line in lines(state, BOTTLENECKS))


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


def measure_of(line: Line) -> Measure:
    """Return the measure of a row of the table of measures."""
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
