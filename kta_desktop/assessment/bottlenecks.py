"""Bottlenecks: what keeps a plant from the level of the book, ranked by a formula one can see.

score = Σ weight(part) × part, each part from 0 to 1, weights in % that add up to 100. A part that
is not known counts nothing and is told: the score then says of how many parts it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kta_desktop.assessment.steps import Bottleneck
from kta_desktop.domain.texts import NO_TEXT, Text


class Part(StrEnum):
    """What the score is made of."""

    EXCESS = "excess"  # how far beyond the level
    LOAD = "load"  # share of the plant's load of a year
    CONFIDENCE = "confidence"  # how sure the figures are
    FEASIBILITY = "feasibility"  # how well it can be removed


DEFAULT_WEIGHTS: Mapping[Part, Decimal] = {
    Part.EXCESS: Decimal(40),
    Part.LOAD: Decimal(25),
    Part.CONFIDENCE: Decimal(15),
    Part.FEASIBILITY: Decimal(20),
}
"""Weights as the program proposes them (mockup 06); the auditor may change them."""


class Cause(StrEnum):
    """What a candidate was found by."""

    EXCEEDS = "exceeds"
    INDISTINCT = "indistinct"
    TECHNIQUE = "technique"  # missing, though it applies
    BALANCE = "balance"  # does not close
    RANGE = "range"  # specific consumption beyond what is usual
    ADDED = "added"  # by the auditor


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A bottleneck that the program proposes, or that the auditor entered.

    Attributes:
        key: Stable name: what it was found by and of what; ``row.<id>`` for one entered.
        row_id: Row of the register it is or will be in.
        row: That row; None as long as the auditor did not take it over.
        cause: What it was found by.
        title: What it is.
        sign: The figure that shows it, such as «24,5 мг/л при 2–20».
        indicators: Keys of the indicators behind it.
        techniques: Ids of the techniques that would remove it.
        balance: Balance and stage that do not close, ``water/CIP``; empty if none.
        parts: Part to its value from 0 to 1; None where it is not known.
        told: Part to what it was worked out from, in words.
        score: 0 to 100.
        place: From 1, by score; 0 for one that was rejected or merged.
        best: Best place when each weight changes by ±10 points.
        worst: Worst place then.
        rejected: Why the auditor rejected it; empty if not.
        merged_into: Key of the candidate it was merged with; empty if not.
        paths: Where its figures were entered.
    """

    key: str
    row_id: str
    cause: Cause
    title: Text
    row: Bottleneck | None = None
    sign: Text = NO_TEXT
    indicators: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    balance: str = ""
    parts: Mapping[Part, Decimal | None] = field(default_factory=dict)
    told: Mapping[Part, Text] = field(default_factory=dict)
    score: Decimal = Decimal(0)
    place: int = 0
    best: int = 0
    worst: int = 0
    rejected: str = ""
    merged_into: str = ""
    paths: tuple[str, ...] = ()
