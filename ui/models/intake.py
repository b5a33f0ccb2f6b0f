"""What the centre's page shows: versions that came in, what changed in one, the review of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kta_desktop.services.comments import Comment
from kta_desktop.services.review_drafts import Draft, Remark
from kta_desktop.services.revisions import Revised


class Standing(StrEnum):
    """Where a version that came in stands.

    WAITING: it was taken in and waits for a review. HELD: nobody decided about the key that signed
    it. REFUSED: it could not be taken in. RETURNED and ACCEPTED: it was reviewed.
    """

    WAITING = "waiting"
    HELD = "held"
    REFUSED = "refused"
    RETURNED = "returned"
    ACCEPTED = "accepted"


REVIEWABLE = (Standing.WAITING, Standing.RETURNED, Standing.ACCEPTED)
"""Versions that lie here whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One line of the queue.

    Attributes:
        key: What tells it from the others.
        standing: Where it stands.
        audit: Id of the audit; of what was refused it may be unknown and empty.
        number: Of the audit; the name of the file where the audit is not known.
        revision: Number of the version; 0 if not known.
        plant: Name of the enterprise; empty if not known.
        by: Who closed, or reviewed, or signed it; empty if not known.
        at: ISO time (UTC) of what is said of it.
        round: Which review it is, from 1.
        beside: Versions of other computers that wait with it and get the same verdict.
        lead: What the lead auditor said of it: ``accepted``, ``returned`` or empty.
        comments: How many comments on it are not resolved.
        has_draft: Whether a review of it was begun.
        reason: Of what is held or refused: the error, as errors are printed.
        fingerprint: Of what is held: the key that signed it.
        place: Of what is held: address of the place.
        name: Of what is held: its name there.
        is_released: Whether the next look takes it whatever its key.
        is_freed: Whether the key it was held for is accepted by now: the next look takes it.
    """

    key: str
    standing: Standing
    audit: str = ""
    number: str = ""
    revision: int = 0
    plant: str = ""
    by: str = ""
    at: str = ""
    round: int = 1
    beside: tuple[int, ...] = ()
    lead: str = ""
    comments: int = 0
    has_draft: bool = False
    reason: Mapping[str, object] = field(default_factory=dict, hash=False)
    fingerprint: str = ""
    place: str = ""
    name: str = ""
    is_released: bool = False
    is_freed: bool = False

    @property
    def is_reviewable(self) -> bool:
        """Whether it lies here whole."""
        return self.standing in REVIEWABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the checklist, to anchor a comment at.

    Attributes:
        path: Its address.
        number: On screen and paper.
        title: What is asked.
        answer: What was answered, in words; empty for nothing.
        section: Title of its section.
    """

    path: str
    number: str
    title: str
    answer: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a version in figures.

    Attributes:
        answered: Questions that are answered, or blank with a reason.
        total: Questions that apply.
        conflicts: Different answers that nobody has decided between.
        beyond: Figures that exceed their level.
        unclear: Figures of which that cannot be told.
        unproven: Answers that lack proof which the checklist demands.
    """

    answered: int = 0
    total: int = 0
    conflicts: int = 0
    beyond: int = 0
    unclear: int = 0
    unproven: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A version in full.

    Attributes:
        version: Which one.
        against: Number of the version it is compared with; 0 for none before.
        others: Numbers of the versions it can be compared with, newest first.
        facts: In figures.
        changed: What differs, in the order of the paper.
        asked: The questions that apply, in the order of the paper.
        comments: Earlier comments with what became of them.
        draft: The review that was begun.
    """

    version: Version
    against: int = 0
    others: tuple[int, ...] = ()
    facts: Facts = Facts()
    changed: tuple[Revised, ...] = ()
    asked: tuple[Asked, ...] = ()
    comments: tuple[Comment, ...] = ()
    draft: Draft = field(default_factory=Draft)


def remark_of(draft: Draft, identifier: object) -> Remark | None:
    """Return a new comment of a draft; None if there is none of that id."""
    return next((one for one in draft.remarks if one.id == identifier), None)


def with_remark(draft: Draft, remark: Remark) -> Draft:
    """Return a draft with a comment added, or in place of the one of its id."""
    if remark_of(draft, remark.id) is None:
        return replace(draft, remarks=(*draft.remarks, remark))
    kept = tuple(remark if one.id == remark.id else one for one in draft.remarks)
    return replace(draft, remarks=kept)


def without_remark(draft: Draft, identifier: str) -> Draft:
    """Return a draft without a comment."""
    return replace(draft, remarks=tuple(one for one in draft.remarks if one.id != identifier))


def judged(draft: Draft, identifier: str, *, is_resolved: bool) -> Draft:
    """Return a draft with an earlier comment resolved or reopened; twice takes it back."""
    resolved = tuple(one for one in draft.resolved if one != identifier)
    reopened = tuple(one for one in draft.reopened if one != identifier)
    if is_resolved and identifier not in draft.resolved:
        resolved = (*resolved, identifier)
    elif not is_resolved and identifier not in draft.reopened:
        reopened = (*reopened, identifier)
    return replace(draft, resolved=resolved, reopened=reopened)
