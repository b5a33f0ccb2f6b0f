"""What the overview of an audit is made of: values without a language, words come later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Level
from kta_desktop.domain.target import Target
from kta_desktop.domain.texts import NO_TEXT, Text
from kta_desktop.domain.verdict import Verdict


class Severity(StrEnum):
    """What a line of the leaving list means for the day of leaving."""

    BLOCKS = "blocks"
    WANTED = "wanted"
    LATER = "later"


class Kind(StrEnum):
    """What is missing."""

    CONFLICT = "conflict"
    COMMENT = "comment"
    ERROR = "error"
    UNFINISHED = "unfinished"
    EXPIRED = "expired"
    GAS = "gas"
    PLAN = "plan"
    MARKER = "marker"
    REQUIRED = "required"
    DUE = "due"
    WARNING = "warning"
    CONTRADICTION = "contradiction"
    EXCESS = "excess"
    LOAD = "load"
    UNSENT = "unsent"
    COPIED = "copied"
    PHOTO = "photo"
    PROOF = "proof"
    PROMISED = "promised"
    DOCUMENT = "document"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list «before leaving the site».

    Attributes:
        kind: What is missing.
        severity: Whether it blocks leaving, is wanted, or may follow later.
        target: Where it is put right.
        places: Addresses of the questions it speaks of, in paper order; several in a grouped line.
        section: Name of the section they stand in; empty if they stand in several, or in none.
        name: What a person called it: a source, an instrument.
        label: What the checklist calls it: a substance. Of a comment: its text.
        date: ISO date that belongs to it.
        parts: Ids of the conditions that are missing, see ``CONDITIONS``.
        keys: One id for each thing that has to be done; they tell what was closed since.
    """

    kind: Kind
    severity: Severity
    target: Target
    places: tuple[str, ...] = ()
    section: str = ""
    name: str = ""
    label: Text = NO_TEXT
    date: str = ""
    parts: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """Return how many things it speaks of."""
        return max(len(self.places), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """One section of the checklist.

    Attributes:
        name: Name of the section.
        number: As on paper.
        title: Short title.
        pack: Id of the pack it was taken in from; empty = the checklist's own.
        answered: Questions that are done, of ``total`` that apply.
        required: Required ones that are done, of ``required_total``.
        errors: Questions with an error.
        warnings: Questions whose value waits to be confirmed.
        assigned: Id of the auditor who answers it; empty if nobody was named.
    """

    name: str
    number: str
    title: Text
    pack: str
    answered: int
    total: int
    required: int
    required_total: int
    errors: int
    warnings: int
    assigned: str = ""

    @property
    def share(self) -> float:
        """Return the share that is done, 0 to 1."""
        return self.answered / self.total if self.total else 0.0

    @property
    def is_done(self) -> bool:
        """Whether every question that applies is answered, or blank with a reason."""
        return self.total > 0 and self.answered == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One of the groups of data that a rule obliges an audit to collect.

    Attributes:
        id: Id of the group in the checklist.
        title: Its title.
        ref: Where the rule says so.
        answered: Questions that are done, of ``total`` that apply.
        target: First question of it that is not done; the first one where all are.
    """

    id: str
    title: Text
    ref: str
    answered: int
    total: int
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """A statement that does not meet its level, or of which that cannot be told.

    Attributes:
        path: Of the figure it is told by; of a measurement, that of its session.
        verdict: ``EXCEEDS`` or ``NOT_DISTINGUISHABLE``.
        title: What was measured.
        where: What a person called the source or outlet; empty if nobody says.
        value: In the unit of the level.
        uncertainty: U (k = 2), same unit.
        level: What holds for the plant.
        target: Where the figure stands.
        is_typed: Whether its value is as a person typed it.
        contradicted: Whether the same stands elsewhere with another value.
    """

    path: str
    verdict: Verdict
    title: Text
    where: str
    value: Decimal
    uncertainty: Decimal
    level: Level
    target: Target
    is_typed: bool = True
    contradicted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone who takes part: an auditor with the sections that were given to them."""

    auditor: Auditor
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDay:
    """One day of the visit plan.

    Attributes:
        day: ISO date.
        text: What is planned.
        sections: Names of the sections that are to be filled in on it.
        answered: Questions of these sections that are done, of ``total``.
        is_today: Whether it is the day of the overview.
    """

    day: str
    text: str
    sections: tuple[str, ...]
    answered: int
    total: int
    is_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The one place whose work closes the most lines: a section, or an instance of a repeat.

    Attributes:
        count: How many lines.
        target: Where to begin.
        section: Name of the section.
        place: Address of something in the instance; empty for a whole section.
    """

    count: int
    target: Target
    section: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The figures of the cards at the top.

    Attributes:
        answered: Questions that are done, of ``total`` that apply.
        required: Required ones that are done, of ``required_total``.
        blocking: Lines that block leaving.
        wanted: Lines that are wanted.
        later: Lines that may follow.
        exceeding: Figures that exceed their level.
        unclear: Figures of which that cannot be told.
        files: Attachments.
        unproven: Answers that lack proof which the checklist demands, or which is got here only.
    """

    answered: int
    total: int
    required: int
    required_total: int
    blocking: int
    wanted: int
    later: int
    exceeding: int
    unclear: int
    files: int
    unproven: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An audit at a glance.

    Attributes:
        counters: The figures of the cards.
        sections: In paper order, those that ask something now.
        groups: Groups of data that a rule asks for; empty if the checklist names none.
        leaving: What is to be done before leaving, what blocks first.
        best: Where the most lines are closed; None if no place closes two.
        excesses: Figures out of their level, the worst first.
        team: Auditors.
        visit: Days of the visit.
        keys: Ids of everything that is open, see ``Line.keys``.
    """

    counters: Counters
    sections: tuple[SectionLine, ...]
    groups: tuple[GroupLine, ...]
    leaving: tuple[Line, ...]
    best: Best | None
    excesses: tuple[Excess, ...]
    team: tuple[Member, ...]
    visit: tuple[VisitDay, ...]
    keys: frozenset[str] = field(default_factory=frozenset)

    def section(self, name: str) -> SectionLine | None:
        """Return a section by its name."""
        return next((section for section in self.sections if section.name == name), None)


CONDITIONS: Mapping[str, str] = {
    "temperature": "temp_c",
    "pressure": "pressure_kpa",
    "moisture": "moisture",
    "oxygen": "o2",
    "velocity": "velocity",
}
"""Conditions of a gas to the columns of the table that asks for them."""
