"""Techniques of a reference book beside the plant: what is proposed, confirmed, and comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from kta_desktop.assessment.techniques import Applied, State
from kta_desktop.domain.levels import Technique
from kta_desktop.domain.texts import NO_TEXT, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One answer from which a state is proposed.

    Attributes:
        path: Address of the answer.
        number: Number of the question, such as ``3.2``.
        words: What it says of the technique.
    """

    path: str
    number: str
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A state that follows from answers by a rule.

    Attributes:
        state: What is proposed; None if the answers do not say.
        rule: The rule, in words.
        reasons: The answers it rests on.
    """

    state: State | None
    rule: Text = NO_TEXT
    reasons: tuple[Reason, ...] = ()


class Trouble(StrEnum):
    """What is wrong with a confirmed row of the register."""

    UNREADABLE = "unreadable"  # its state was typed without a meaning
    UNSTATED = "unstated"  # it says nothing of a state
    TWICE = "twice"  # another row speaks of the same technique at the same unit
    NOT_IN_BOOK = "not_in_book"  # it names no technique of the checklist
    NO_REASON = "no_reason"  # its state asks for a reason, and none is given


@dataclass(frozen=True, slots=True, kw_only=True)
class TechniqueLine:
    """One technique at one unit.

    Attributes:
        key: ``<technique id>`` or ``<technique id>@<unit>``; stable. Of a second row for the same
            ``#<row id>`` is behind it.
        technique: Of the definition.
        unit: The unit it is at; empty = the whole plant.
        row: The confirmed row of the register; None as long as nobody confirmed.
        row_id: Id of that row, or the one it will have: two auditors who confirm meet in one row.
        proposal: What the answers propose.
        evidence: How many attachments it has: at the row's question and at the answers.
        questions: Addresses of the questions that speak of it.
        criteria: How many of the 13 criteria of Code art. 113(3) are scored with grounds.
        score: Sum of their scores (0–3 each); None if none is.
        troubles: What is wrong with the row; empty if nothing is, or there is none.
    """

    key: str
    technique: Technique
    unit: str = ""
    row: Applied | None = None
    row_id: str = ""
    proposal: Proposal = Proposal(state=None)
    evidence: int = 0
    questions: tuple[str, ...] = ()
    criteria: int = 0
    score: int | None = None
    troubles: tuple[Trouble, ...] = ()

    @property
    def state(self) -> State | None:
        """Return the confirmed state; None as long as nobody confirmed one."""
        return self.row.state if self.row else None


class Fulfilment(StrEnum):
    """Whether a conclusion of a book is met by the techniques applied."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"  # states are missing, or the rule is in words only
    NOT_FOR_PLANT = "not_for_plant"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatLine:
    """One conclusion (НДТ 7) with its techniques.

    Attributes:
        technique: The conclusion.
        lines: Its techniques, in the order of the book. Before them the conclusion itself where it
            has none, where counting them cannot decide, or where a row speaks of it.
        rule: How many of them are asked for, in words of the book.
        needed: The same as a rule, such as ``a and one of b–k``; empty if it is in words only.
        fulfilment: What the states come to by the rule.
        lacking: Codes of the techniques that would fulfil it.
        levels: Ids of the levels it names.
    """

    technique: Technique
    lines: tuple[TechniqueLine, ...]
    rule: Text = NO_TEXT
    needed: str = ""
    fulfilment: Fulfilment = Fulfilment.UNDECIDED
    lacking: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
