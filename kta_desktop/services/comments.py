"""Comments of the lead auditor and the centre on an audit, and how far each of them is.

A comment stands in a signed review and never changes. The auditor's answer is a value of the audit,
``@reply/<comment>``, so it has an author and a time and leaves with the next version; a later
review says whether the answer was enough.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, heads_of
from kta_desktop.domain.target import Target, Where
from kta_desktop.exchange.snapshot import PREFIX, within
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes, outbox, reviews

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Comment as Said
    from kta_desktop.exchange.documents import Review

REPLY = "@reply/"
_ARRIVED = (Delivery.DELIVERED, Delivery.RECEIVED, Delivery.ACCEPTED, Delivery.RETURNED)


class CommentState(StrEnum):
    """How far a comment is.

    OPEN: nobody answered. ANSWERED: the answer leaves with the next version. SENT: it left.
    RESOLVED: a later review is content with it. REOPENED: a later review is not.
    """

    OPEN = "open"
    ANSWERED = "answered"
    SENT = "sent"
    RESOLVED = "resolved"
    REOPENED = "reopened"


WAITING = (CommentState.OPEN, CommentState.REOPENED)
"""States in which the auditor has something to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One thing a reviewer asks for, with what became of it.

    Attributes:
        id: UUIDv7.
        audit: Id of the audit.
        path: What it is about, see ``domain.fieldpath``; empty for the audit as a whole.
        text: What is asked for.
        by: Name of the reviewer.
        at: ISO time (UTC).
        level: ``lead`` or ``centre``.
        round: Which review of that level with comments it was, from 1.
        revision: The version that was reviewed.
        review: Id of the review.
        until: ISO date by which an answer is asked for; empty for none.
        state: How far it is.
        reply: The auditor's answer; empty for none.
        reply_at: ISO time (UTC) of the answer; empty for none.
        sent_in: The version the answer left with, or will leave with if it is closed; 0 for none.
        resolved_in: The version that settled it; 0 if none did.
    """

    id: str
    audit: str
    path: str
    text: str
    by: str
    at: str
    level: str
    round: int
    revision: int
    review: str
    until: str = ""
    state: CommentState = CommentState.OPEN
    reply: str = ""
    reply_at: str = ""
    sent_in: int = 0
    resolved_in: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether the auditor has something to do about it."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the newest review of an audit came to.

    Attributes:
        verdict: ``accepted``, ``returned`` or ``refused``.
        level: ``lead`` or ``centre``.
        round: How many times that level returned it so far.
        revision: The version it speaks of.
        by: Name of who speaks.
        at: ISO time (UTC).
        until: ISO date by which an answer is asked for; empty for none.
        note: To the auditor, about the whole.
    """

    verdict: str
    level: str
    round: int
    revision: int
    by: str
    at: str
    until: str
    note: str


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer of the auditor: its text, when, in which version, and whether that arrived."""

    text: str
    at: str
    revision: int
    arrived: bool


def comments(ws: Workspace, audit: str) -> tuple[Comment, ...]:
    """Return all comments on an audit, oldest review first, in the order they were written.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    answers, read = _replies(ws, audit), _Read()
    for review in _reviews(ws, audit):
        read.take(audit, review)
    return tuple(
        _answered(one, answers.get(one.id), read.doubted.get(one.id, ""))
        for one in read.found.values()
    )


@dataclass
class _Read:
    """The comments of the reviews read so far.

    Attributes:
        found: By id, as far as reviews alone tell.
        doubted: ISO time (UTC) of the review that was not content with the answer, by id.
        rounds: How many reviews with comments each level made.
    """

    found: dict[str, Comment] = field(default_factory=dict)
    doubted: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, int] = field(default_factory=dict)

    def take(self, audit: str, review: "Review") -> None:
        """Go on with the next review."""
        own = {  # the lead auditor does not answer for the centre
            one.id for one in self.found.values() if review.level in ("centre", one.level)
        }
        settled = own if review.verdict == "accepted" else own & set(review.resolved)
        for identifier in settled:
            self._settle(identifier, CommentState.RESOLVED, review.revision)
        for identifier in own & set(review.reopened):
            self._settle(identifier, CommentState.REOPENED, 0)
            self.doubted[identifier] = review.at
        if review.comments:
            self.rounds[review.level] = self.rounds.get(review.level, 0) + 1
        for said in review.comments:
            self.found.setdefault(said.id, self._comment(audit, review, said))

    def _settle(self, identifier: str, state: CommentState, revision: int) -> None:
        known = self.found[identifier]
        if known.state is not state:
            self.found[identifier] = replace(known, state=state, resolved_in=revision)

    def _comment(self, audit: str, review: "Review", said: "Said") -> Comment:
        return Comment(
            id=said.id,
            audit=audit,
            path=said.path,
            text=said.text,
            by=review.by,
            at=review.at,
            level=review.level,
            round=self.rounds[review.level],
            revision=review.revision,
            review=review.id,
            until=review.until,
        )


def _answered(comment: Comment, reply: _Reply | None, doubted_at: str) -> Comment:
    """Return a comment with its answer, which counts unless a review came after it."""
    if reply is None:
        return comment
    told = replace(comment, reply=reply.text, reply_at=reply.at, sent_in=reply.revision)
    outdated = comment.state is CommentState.REOPENED and reply.at <= doubted_at
    if comment.state is CommentState.RESOLVED or outdated or not reply.text.strip():
        return told
    return replace(told, state=CommentState.SENT if reply.arrived else CommentState.ANSWERED)


def _replies(ws: Workspace, audit: str) -> dict[str, _Reply]:
    """Return the answers by id of the comment."""
    with ws.store.connect() as connection:
        log = tuple(changes.of_records(connection, audit, (REPLY, PREFIX)))
        rows = [row for row in outbox.rows(connection) if row.audit == audit]
    there = {row.revision for row in rows if row.state in _ARRIVED}
    closings = sorted(
        (one for one in log if one.path.startswith(PREFIX)),
        key=lambda one: int(one.path.removeprefix(PREFIX)),
    )
    by_path: dict[str, list[Change]] = {}
    for one in log:
        if one.path.startswith(REPLY):
            by_path.setdefault(one.path, []).append(one)
    return {
        path.removeprefix(REPLY): _reply(ws, members, closings, there)
        for path, members in by_path.items()
    }


def _reply(ws: Workspace, members: list[Change], closings: list[Change], there: set[int]) -> _Reply:
    newest = max(heads_of(members), key=lambda one: (one.at, one.id))
    text = newest.after.get("text") if isinstance(newest.after, Mapping) else ""
    numbers = [int(one.path.removeprefix(PREFIX)) for one in closings if within(newest, one)]
    sent = [number for number in numbers if number in there]
    arrived = bool(sent) or newest.device != ws.device
    revision = min(sent or numbers, default=0)
    return _Reply(str(text or ""), newest.at, revision, arrived)


def standing(ws: Workspace, audit: str) -> Standing | None:
    """Return what the newest review came to; None if there was none."""
    found = _reviews(ws, audit)
    if not found:
        return None
    last = found[-1]
    again = sum(one.level == last.level and one.verdict == "returned" for one in found)
    return Standing(
        verdict=last.verdict,
        level=last.level,
        round=again,
        revision=last.revision,
        by=last.by,
        at=last.at,
        until=last.until,
        note=last.note,
    )


def _reviews(ws: Workspace, audit: str) -> list["Review"]:
    from kta_desktop.exchange.documents import Review, read

    with ws.store.connect() as connection:
        rows = reviews.reviews(connection, audit)
    return [read(Review, row.document, row.id).payload for row in rows]


def open_of(found: Iterable[Comment]) -> tuple[Comment, ...]:
    """Return those about which the auditor has something to do."""
    return tuple(one for one in found if one.is_waiting)


def of_path(found: Iterable[Comment], address: str) -> tuple[Comment, ...]:
    """Return those about a question or a place inside it, by the address of the question."""
    return tuple(
        one
        for one in found
        if one.path.partition("#")[0] == address or one.path.startswith(f"{address}/")
    )


def reply_edit(comment: Comment, text: str) -> Edit:
    """Return the edit that answers a comment; empty text takes the answer back."""
    value: dict[str, JsonValue] | None = {"text": text} if text.strip() else None
    return Edit(f"{REPLY}{comment.id}", value)


def aim(comment: Comment) -> Target:
    """Return where a comment is answered: at its question, else where all comments stand."""
    found = target(comment)
    if found.where is Where.QUESTION:
        return Target(Where.QUESTION, found.key, comment.id)
    return Target(Where.COMMENT, comment.id)


def target(comment: Comment) -> Target:
    """Return where a comment leads."""
    try:
        path = fieldpath.parse_path(comment.path)
    except ValueError:
        return Target(Where.OVERVIEW)
    if path.record is None:
        return Target(Where.QUESTION, path.address)
    if path.record == "session":
        return Target(Where.MEASURE, path.key or "")
    return Target(Where.PLANT if path.record in ("plant", "fact") else Where.OVERVIEW)
