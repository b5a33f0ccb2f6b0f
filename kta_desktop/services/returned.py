"""Audits that came back with comments, and what each comment is about, in words of the audit."""

from dataclasses import dataclass

from kta_desktop.domain import fieldpath
from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.target import Target
from kta_desktop.forms.wording import record_title
from kta_desktop.i18n import N_, _
from kta_desktop.services import auditing
from kta_desktop.services.comments import (
    Comment,
    CommentState,
    Standing,
    aim,
    comments,
    open_of,
    standing,
)
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import reviews

WHOLE = N_("The audit as a whole")
_TURN = (
    CommentState.REOPENED,
    CommentState.OPEN,
    CommentState.ANSWERED,
    CommentState.SENT,
    CommentState.RESOLVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A comment with the place it is about.

    Attributes:
        comment: The comment.
        number: Number of the question; empty for anything else.
        title: By language: question, session, field of the plant.
        target: Where it is answered.
    """

    comment: Comment
    number: str
    title: "dict[str, str]"
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An audit of which something is asked, or was until its version is accepted.

    Attributes:
        audit: Id of the audit.
        number: Its number.
        plant: Name of the enterprise.
        standing: What the newest review came to.
        comments: Those that wait for the auditor first.
    """

    audit: str
    number: str
    plant: str
    standing: Standing
    comments: tuple[Placed, ...]

    @property
    def waiting(self) -> tuple[Placed, ...]:
        """Return those about which the auditor has something to do."""
        return tuple(one for one in self.comments if one.comment.is_waiting)


def returned(ws: Workspace) -> tuple[Returned, ...]:
    """Return the audits that came back, the one with most to do first.

    An audit leaves the list when a version of it was accepted and nothing is left to do.

    Raises:
        KtaError: If the workspace cannot be read.
    """
    with ws.store.connect() as connection:
        audits = dict.fromkeys(row.audit for row in reviews.reviews(connection))
    found = [one for audit in audits if (one := _returned(ws, audit)) is not None]
    return tuple(sorted(found, key=lambda one: -len(one.waiting)))


def first_open(ws: Workspace, audit: str) -> Target | None:
    """Return where the first comment leads that waits for the auditor; None if none does."""
    with ws.store.connect() as connection:
        if not reviews.reviews(connection, audit):
            return None
    waiting = open_of(comments(ws, audit))
    return aim(waiting[0]) if waiting else None


def _returned(ws: Workspace, audit: str) -> Returned | None:
    said, found = standing(ws, audit), comments(ws, audit)
    if said is None or not found or (said.verdict == "accepted" and not open_of(found)):
        return None
    record = auditing.load(ws, audit)
    placed = (_placed(record, one) for one in found)
    return Returned(
        audit=audit,
        number=record.number,
        plant=record.plant.name,
        standing=said,
        comments=tuple(sorted(placed, key=lambda one: _TURN.index(one.comment.state))),
    )


def _placed(record: AuditRecord, comment: Comment) -> Placed:
    number, title = _words(record, comment.path)
    return Placed(comment=comment, number=number, title=title, target=aim(comment))


def _words(record: AuditRecord, path: str) -> tuple[str, dict[str, str]]:
    """Return number and title, by language, of what a path leads to."""
    langs = ("ru", "kk", "en")
    try:
        parsed = fieldpath.parse_path(path)
    except ValueError:
        return "", {lang: _(WHOLE, lang) for lang in langs}
    if parsed.record is not None:
        return "", {lang: record_title(path, lang) for lang in langs}
    for name in reversed(parsed.names):  # a column has no number, the table around it has
        try:
            question = record.definition.question(name)
        except KeyError:
            continue
        return question.number, {lang: question.title.get(lang) for lang in langs}
    return "", dict.fromkeys(langs, path)
