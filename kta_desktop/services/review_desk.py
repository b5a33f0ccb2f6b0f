"""Reviewing what arrived: accept a version, or return it with comments, and say so to its auditor.

A lead auditor and the centre review alike; the level stands in what they sign. What checks
documents (pydantic) is imported where it is used: windows import this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.ids import new_id, rise_above
from kta_desktop.services import centre_posts, comments, register, review_places, versions
from kta_desktop.services.centre_errors import (
    CommentPlaceError,
    CommentUnknownError,
    NothingToReviewError,
    ReviewCommentsLeftError,
    ReviewEmptyError,
    ReviewUntilError,
)
from kta_desktop.services.comments import CommentState
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.review_drafts import KEY, Draft, Remark, draft, drafted, set_draft
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import arrivals, entries, identity, reviews
from kta_desktop.storage.arrivals import Arrival
from kta_desktop.storage.clock import now
from kta_desktop.storage.reviews import ReviewRow

if TYPE_CHECKING:
    from kta_desktop.exchange.documents import Review

__all__ = ["Draft", "Published", "Remark", "Verdict", "Waiting", "draft", "publish", "reviews_of",
           "set_draft", "store", "waiting"]  # fmt: skip

Verdict = Literal["accepted", "returned"]
_VERDICTS = ("accepted", "returned")
_LINE, _WORDS = 500, 20_000  # characters that a document takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that arrived and waits for a review of our level.

    Attributes:
        audit: Id of the audit.
        revision: Number of the version.
        number: Of the audit, such as ``KTA-2026-014``.
        plant: Name of the enterprise.
        received_at: ISO time (UTC) at which it was taken in.
        by: Name of who closed the version; empty if the audit knows no such person.
        round: Which review of our level it would be, from 1.
        comments_open: Comments of earlier reviews that are not resolved.
        sha256: Name of its bundle.
        device: Fingerprint of the computer that closed it.
        beside: Numbers of versions of other computers that wait with it and get the same verdict.
        has_draft: Whether a review of it was begun.
        lead: What the lead auditor said of this version, for the centre: a verdict, or empty.
    """

    audit: str
    revision: int
    number: str
    plant: str
    received_at: str
    by: str
    round: int
    comments_open: int
    sha256: str
    device: str
    beside: tuple[int, ...] = ()
    has_draft: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A review that was signed, and where it is by now.

    Attributes:
        review: What was said.
        reached: Names, or addresses, of the places that have it.
        missed: Errors of those that could not be reached; they get it at the next intake.
    """

    review: "Review"
    reached: tuple[str, ...] = ()
    missed: tuple[Mapping[str, JsonValue], ...] = ()


def waiting(ws: Workspace) -> tuple[Waiting, ...]:
    """Return the versions that wait for a review of our level, those longest here first.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    own = register.level(ws)
    if own is None:
        return ()
    begun = drafted(ws)
    with ws.store.connect() as connection:
        audits = dict.fromkeys(row.audit for row in arrivals.arrivals(connection))
    found = (_waiting(ws, audit, own, audit in begun) for audit in audits)
    rows = [row for row in found if row is not None]
    return tuple(sorted(rows, key=lambda row: (row.received_at, row.audit)))


def _waiting(ws: Workspace, audit: str, own: str, begun: bool) -> Waiting | None:  # noqa: FBT001
    made = reviews_of(ws, audit)
    pending = _pending(ws, audit, own, made)
    if not pending:
        return None
    newest = pending[-1]
    with ws.store.connect() as connection:
        number = entries.text(connection, audit, "@audit/number")
        plant = entries.text(connection, audit, "@plant/name")
    return Waiting(
        audit=audit,
        revision=newest.revision,
        number=number,
        plant=plant,
        received_at=newest.at,
        by=versions.closed_by(ws, audit, newest.revision, newest.device),
        round=1 + sum(one.level == own and one.verdict in _VERDICTS for one in made),
        comments_open=len(_unresolved(ws, audit)),
        sha256=newest.sha256,
        device=newest.device,
        beside=tuple(one.revision for one in pending[:-1]),
        has_draft=begun,
        lead=_said_by_lead(made, newest),
    )


def _said_by_lead(made: Iterable["Review"], arrival: Arrival) -> str:
    found = [one for one in made if (one.level, one.sha256) == ("lead", arrival.sha256)]
    return found[-1].verdict if found else ""


def reviews_of(ws: Workspace, audit: str) -> tuple["Review", ...]:
    """Return what was said of an audit, oldest first: made here, by a lead auditor, by the centre.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    from kta_desktop.exchange.documents import Review, read

    with ws.store.connect() as connection:
        rows = reviews.reviews(connection, audit)
    return tuple(read(Review, row.document, row.id).payload for row in rows)


def _pending(ws: Workspace, audit: str, own: str, made: Sequence["Review"]) -> tuple[Arrival, ...]:
    """Return what arrived since our last word: of each computer the newest, the newest last.

    The audit here holds what all of them say, so one review speaks of them together.
    """
    with ws.store.connect() as connection:
        came = arrivals.arrivals(connection, audit)
    done = {one.sha256 for one in made if one.level == own and one.verdict in _VERDICTS}
    newest: dict[str, Arrival] = {}
    for arrival in came:
        known = newest.get(arrival.device)
        if known is None or known.revision <= arrival.revision:
            newest[arrival.device] = arrival
    left = [arrival for arrival in newest.values() if arrival.sha256 not in done]
    return tuple(sorted(left, key=lambda one: (one.at, one.revision)))


def _unresolved(ws: Workspace, audit: str) -> frozenset[str]:
    found = comments.comments(ws, audit)
    return frozenset(one.id for one in found if one.state is not CommentState.RESOLVED)


def publish(
    ws: Workspace,
    audit: str,
    verdict: Verdict,
    written: Draft | None = None,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> Published:
    """Sign a review of what arrived last of an audit and bring it to every place known.

    A place that cannot be reached gets it at the next intake.

    Args:
        ws: The workspace of the centre or of a lead auditor.
        audit: Id of the audit.
        verdict: ``accepted``, which closes all earlier comments of our level, or ``returned``.
        written: What to say; the kept draft where it is not given.
        report: Told how far it is.
        cancelled: Asked whether to leave the remaining places to the next intake.

    Raises:
        KtaError: As ``store``; nothing was published then and the draft is kept.
    """
    review = store(ws, audit, verdict, written)
    with ws.store.connect() as connection:
        arrival = arrivals.get(connection, audit, review.sha256)
    origin = "" if arrival is None else arrival.place
    posted = centre_posts.post(ws, origin, report=report, cancelled=cancelled)
    return Published(review=review, reached=posted.reached, missed=posted.missed)


def store(ws: Workspace, audit: str, verdict: Verdict, written: Draft | None = None) -> "Review":
    """Sign and keep a review; nothing is sent. The draft of it is forgotten.

    Raises:
        NotCentreError: If the workspace reviews nothing.
        NothingToReviewError: If no version waits.
        ReviewEmptyError: If it is returned without a comment, new or reopened, and without a note.
        ReviewCommentsLeftError: If it is accepted with comments in the draft.
        ReviewUntilError, CommentPlaceError, CommentUnknownError: If the draft does not fit.
    """
    own = register.demand_level(ws)
    earlier = reviews_of(ws, audit)
    pending = _pending(ws, audit, own, earlier)
    if not pending:
        raise NothingToReviewError(audit=audit)
    said = draft(ws, audit) if written is None else written
    _check(ws, pending[-1], verdict, said)
    for one in earlier:  # reviews hold in the order of their ids, whatever the clock says
        rise_above(one.id)
    made = [_review(ws, own, pending[-1], verdict, said)]
    beside = Draft(until=said.until, note=said.note)
    made += [_review(ws, own, arrival, verdict, beside) for arrival in pending[:-1]]
    rows = _signed(ws, made)
    with ws.store.begin() as connection:
        for row in rows:
            reviews.add_review(connection, row)
        identity.drop_meta(connection, f"{KEY}{audit}")
    return made[0]


def _review(
    ws: Workspace, own: Literal["centre", "lead"], arrival: Arrival, verdict: Verdict, said: Draft
) -> "Review":
    from kta_desktop.exchange.documents import Comment, Review

    return Review(
        id=new_id(),
        audit=arrival.audit,
        revision=arrival.revision,
        sha256=arrival.sha256,
        level=own,
        verdict=verdict,
        comments=[
            Comment(id=one.id, path=one.path, text=one.text.strip()[:_WORDS])
            for one in said.written
        ],
        resolved=list(said.resolved),
        reopened=list(said.reopened),
        until=said.until.strip() if verdict == "returned" else "",
        note=said.note.strip()[:_WORDS],
        by=ws.profile.name[:_LINE],
        at=now(),
    )


def _signed(ws: Workspace, made: Iterable["Review"]) -> list[ReviewRow]:
    from kta_desktop.exchange.documents import written

    signer = register.signer(ws)
    return [
        ReviewRow(
            id=one.id,
            audit=one.audit,
            revision=one.revision,
            sha256=one.sha256,
            fingerprint=signer.fingerprint,
            document=written(one, signer),
        )
        for one in made
    ]


def _check(ws: Workspace, arrival: Arrival, verdict: Verdict, said: Draft) -> None:
    """Raise if a draft does not fit its verdict or the version."""
    if verdict == "accepted" and (said.written or said.reopened):
        raise ReviewCommentsLeftError(count=len(said.written) + len(said.reopened))
    if verdict == "returned" and not (said.written or said.reopened or said.note.strip()):
        raise ReviewEmptyError
    _check_day(said.until.strip())
    known = {one.id for one in comments.comments(ws, arrival.audit)}
    for identifier in (*said.resolved, *said.reopened):
        if identifier not in known:
            raise CommentUnknownError(comment=identifier)
    paths = [one.path for one in said.written if one.path]
    if paths:
        state = versions.state(ws, arrival.audit, arrival.revision, arrival.device)
        for path in paths:
            if not review_places.exists(state, path):
                raise CommentPlaceError(path=path)


def _check_day(text: str) -> None:
    try:
        if text and date.fromisoformat(text).isoformat() != text:
            raise ReviewUntilError(until=text)
    except ValueError as error:
        raise ReviewUntilError(until=text) from error
