"""The assessment of a plant as sheets print it: figured once for a sheet, and only if it is asked.

What a layout keeps back is no part of it: it is worked out of the form and the record that the
layout leaves, so that no figure tells a secret that it was made of.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from kta_desktop.assessment.balance import Balance
from kta_desktop.assessment.bat import BatLine
from kta_desktop.assessment.bottlenecks import DEFAULT_WEIGHTS, Candidate, Part
from kta_desktop.assessment.load import Load
from kta_desktop.assessment.performance import Indicator
from kta_desktop.assessment.plan import Plan, Scenario, Step, Terms
from kta_desktop.assessment.repeat import Repeat
from kta_desktop.assessment.statements import Statement, statements
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.forms.state import FormState

BASELINE = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the assessment of an audit came to.

    Attributes:
        indicators: What the plant uses and emits, held to levels.
        bats: Conclusions of the book with their techniques.
        balances: Water, energy, materials, elements.
        load: On the environment in a year.
        plan: Of the transition.
        candidates: Bottlenecks, the weightiest first.
        weights: Of the parts of their score in %, as they were ranked.
        repeat: The audit beside the one before; None if there was none.
    """

    indicators: tuple[Indicator, ...] = ()
    bats: tuple[BatLine, ...] = ()
    balances: tuple[Balance, ...] = ()
    load: Load = field(default_factory=Load)
    plan: Plan = field(default_factory=lambda: Plan(terms=Terms(), steps=(), scenarios=()))
    candidates: tuple[Candidate, ...] = ()
    weights: Mapping[Part, Decimal] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    repeat: Repeat | None = None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return what the indicators state: what is one thing is told and counted once."""
        return statements(self.indicators)

    @property
    def scenario(self) -> Scenario | None:
        """Return the first scenario beside the baseline, which is planned; None if none is."""
        return next((each for each in self.plan.scenarios if each.id != BASELINE), None)

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """Return the bottlenecks that have a place, in its order."""
        placed = (each for each in self.candidates if each.place > 0)
        return tuple(sorted(placed, key=lambda each: each.place))

    def step(self, identifier: str) -> Step | None:
        """Return a measure of the plan by its id; None if there is none."""
        return next((each for each in self.plan.steps if each.id == identifier), None)


NOTHING = Assessed()
Assess: TypeAlias = Callable[[AuditRecord, FormState], Assessed]
"""Returns the assessment of a record by its form, both as a layout leaves them."""


def nothing() -> Assessed:
    """Return what an audit comes to of which nothing is assessed."""
    return NOTHING


def nothing_of(_record: AuditRecord, _state: FormState) -> Assessed:
    """Return the same of any record."""
    return NOTHING
