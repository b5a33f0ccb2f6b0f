"""A repeat audit: what changed since the one before, and whether that is more than doubt."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured


class Shift(StrEnum):
    """What a change comes to, given both uncertainties."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"  # within U of the difference
    UNKNOWN = "unknown"  # a value or an uncertainty is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One indicator beside its earlier self.

    Attributes:
        key: Of the indicator.
        before: Earlier value, in the unit of the present one.
        after: Present value.
        difference: After less before, with its U.
        percent: Of the earlier value; None where that is zero or missing.
        shift: What it comes to.
        is_kept: Whether it is kept back from the reader, as worked out of a trade secret.
        shared: Serial numbers of instruments that measured both; U is then rather too great.
    """

    key: str
    before: Figured
    after: Figured
    difference: Figured
    percent: Decimal | None
    shift: Shift
    is_kept: bool = False
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """A technique beside its earlier state (R775 p. 59–60).

    Attributes:
        key: Of the technique line.
        technique: Id of the technique.
        unit: The unit it is at; empty = the whole plant.
        before: State then; None if it was not stated.
        after: State now.
    """

    key: str
    technique: str
    unit: str
    before: State | None
    after: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A measure of the earlier plan, and what became of it.

    Attributes:
        step: Id of its row in the earlier plan.
        measure: What was to be done.
        state: ``done``, ``running``, ``late``, ``planned``, ``dropped`` or ``unknown``.
        reached: Effects that were reached, by key of the indicator: expected and present value.
        reason: What the auditor says of it, such as why it was dropped; may be empty.
    """

    step: str
    measure: str
    state: str
    reached: tuple[tuple[str, Decimal, Decimal | None], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """The audit beside the one before.

    Attributes:
        number: Number of the earlier audit.
        day: Its first day, ISO date; empty if not stated.
        indicators: Those in both.
        techniques: Those whose state is known in one of them.
        degree_before: Share of applicable techniques introduced then, %, n of N.
        degree_after: The same now.
        measures: What became of the earlier plan.
        elsewhere: Address of the earlier audit, if it is another than that of this one.
    """

    number: str
    indicators: tuple[Changed, ...]
    techniques: tuple[Introduced, ...]
    degree_before: Figured
    degree_after: Figured
    measures: tuple[Done, ...] = ()
    day: str = ""
    elsewhere: str = ""
