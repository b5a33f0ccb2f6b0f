"""What was said of versions, audits handed out, and bundles that are held: documents as signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A review of a version, made here or heard of.

    Attributes:
        id: UUIDv7; the order of reviews is that of their ids.
        audit: Id of the audit.
        revision: Number of the version.
        sha256: Name of its bundle.
        fingerprint: Who signed.
        document: The signed document.
    """

    id: str
    audit: str
    revision: int
    sha256: str
    fingerprint: str
    document: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """An audit handed out, by this workspace or to its user.

    Attributes:
        id: UUIDv7.
        auditor: Id of the auditor it was given to.
        fingerprint: Who signed.
        document: The signed document.
        state: ``given``, ``started`` or ``declined``.
    """

    id: str
    auditor: str
    fingerprint: str
    document: bytes
    state: str = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A bundle that waits at a place for a decision about the key that signed it.

    Attributes:
        place: Address of the place.
        name: Name of the manifest or file there.
        audit: Id of the audit.
        revision: Number.
        fingerprint: Who signed.
        reason: Why it is held, as an error is printed.
        state: ``held``, ``released`` (taken at the next intake all the same) or ``taken``.
        at: ISO time (UTC) at which it was first seen.
    """

    place: str
    name: str
    audit: str
    revision: int
    fingerprint: str
    reason: Mapping[str, object]
    state: str
    at: str


def add_review(connection: "Connection", row: ReviewRow) -> bool:
    """Keep a review and return whether it is kept; a known one of its id is left as it is."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO reviews (id, audit, revision, sha256, fingerprint, json, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            row.id,
            row.audit,
            row.revision,
            row.sha256,
            row.fingerprint,
            row.document.decode(),
            now(),
        ),
    )
    known = connection.exec_driver_sql("SELECT json FROM reviews WHERE id = ?", (row.id,))
    return bool(known.scalar_one() == row.document.decode())


def reviews(connection: "Connection", audit: str | None = None) -> list[ReviewRow]:
    """Return the reviews of an audit, or of all, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, audit, revision, sha256, fingerprint, json FROM reviews "
        "WHERE audit = ? OR ? IS NULL ORDER BY id",
        (audit, audit),
    )
    return [
        ReviewRow(
            id=key, audit=of, revision=number, sha256=sha, fingerprint=by, document=text.encode()
        )
        for key, of, number, sha, by, text in rows
    ]


def add_assignment(connection: "Connection", row: AssignmentRow) -> None:
    """Keep an assignment; a known one is left as it is."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO assignments (id, auditor, fingerprint, json, state, at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (row.id, row.auditor, row.fingerprint, row.document.decode(), row.state, now()),
    )


def set_assignment(connection: "Connection", identifier: str, state: str) -> None:
    """Write down what became of an assignment."""
    connection.exec_driver_sql("UPDATE assignments SET state = ? WHERE id = ?", (state, identifier))


def assignments(connection: "Connection") -> list[AssignmentRow]:
    """Return the assignments, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, auditor, fingerprint, json, state FROM assignments ORDER BY id"
    )
    return [
        AssignmentRow(id=key, auditor=whose, fingerprint=by, document=text.encode(), state=state)
        for key, whose, by, text, state in rows
    ]


def hold(connection: "Connection", row: HeldRow, reason: Mapping[str, JsonValue]) -> None:
    """List a bundle that is held; one that is listed keeps its state and its first time."""
    connection.exec_driver_sql(
        "INSERT INTO held (place, name, audit, revision, fingerprint, reason_json, state, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (place, name) DO UPDATE SET "
        "reason_json = excluded.reason_json",
        (
            row.place,
            row.name,
            row.audit,
            row.revision,
            row.fingerprint,
            canonical_json(reason).decode(),
            row.state,
            now(),
        ),
    )


def set_held(connection: "Connection", place: str, name: str, state: str) -> None:
    """Write down what was decided about a held bundle."""
    connection.exec_driver_sql(
        "UPDATE held SET state = ? WHERE place = ? AND name = ?", (state, place, name)
    )


def held(connection: "Connection") -> list[HeldRow]:
    """Return the bundles that are or were held, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT place, name, audit, revision, fingerprint, reason_json, state, at FROM held "
        "ORDER BY at DESC, place, name"
    )
    return [
        HeldRow(
            place=place,
            name=name,
            audit=audit,
            revision=number,
            fingerprint=by,
            reason=json.loads(text),
            state=state,
            at=at,
        )
        for place, name, audit, number, by, text, state, at in rows
    ]
