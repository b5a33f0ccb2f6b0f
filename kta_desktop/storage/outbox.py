"""What leaves and what comes in: places of delivery, the queue, receipts, quarantine, journal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.ids import new_id
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SELECT = (
    "SELECT id, audit, revision, remote, state, sha256, bytes_total, bytes_done, error_json, "
    "updated_at, priority FROM outbox WHERE remote = ? OR ? IS NULL ORDER BY id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRow:
    """A place to which results are delivered.

    Attributes:
        name: What the user calls it.
        url: Where it is.
        centre_key: Ed25519 key (32 bytes) of the centre, from its first receipt; None before.
    """

    name: str
    url: str
    centre_key: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One audit at one revision on its way to one remote.

    Attributes:
        id: UUIDv7.
        audit: Id of the audit.
        revision: Number.
        remote: Name of the remote.
        state: ``QUEUED``, ``SENDING``, ``DELIVERED``, ``RECEIVED`` or what the centre says after.
        sha256: Name of the bundle; None until it was first laid out.
        bytes_total: Bytes of all its files.
        bytes_done: Of these, how many are at the remote.
        error: What stopped it last, as an error is printed; None if nothing did.
        updated_at: ISO time (UTC).
        priority: The higher is sent first.
    """

    id: str
    audit: str
    revision: int
    remote: str
    state: Delivery
    sha256: str | None
    bytes_total: int
    bytes_done: int
    error: Mapping[str, object] | None
    updated_at: str
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """Something that came in and was refused.

    Attributes:
        id: Hash of what was refused.
        name: What it was called.
        code: Why, as a code.
        reason: Why, as an error is printed.
        data_path: Where the bytes are kept; empty if they stayed where they came from.
        at: ISO time (UTC) at which it was first refused.
    """

    id: str
    name: str
    code: str
    reason: Mapping[str, object]
    data_path: str
    at: str


def remotes(connection: "Connection") -> list[RemoteRow]:
    """Return the remotes by name, without those that were removed."""
    rows = connection.exec_driver_sql(
        "SELECT name, url, centre_key FROM remotes "
        "WHERE json_extract(options, '$.removed') IS NULL ORDER BY name"
    )
    return [RemoteRow(name=name, url=url, centre_key=key) for name, url, key in rows]


def pin(connection: "Connection", remote: str, centre_key: bytes) -> None:
    """Remember the key of the centre behind a remote, once."""
    connection.exec_driver_sql(
        "UPDATE remotes SET centre_key = ? WHERE name = ? AND centre_key IS NULL",
        (centre_key, remote),
    )


def enqueue(connection: "Connection", audit: str, revision: int, remote: str) -> OutboxRow:
    """Queue an audit at a revision for a remote; one that is queued already stays as it is."""
    for row in rows(connection, remote):
        if (row.audit, row.revision) == (audit, revision):
            return row
    identifier = new_id()
    connection.exec_driver_sql(
        "INSERT INTO outbox (id, audit, revision, remote, state, bytes_total, bytes_done, "
        "updated_at) VALUES (?, ?, ?, ?, ?, 0, 0, ?)",
        (identifier, audit, revision, remote, str(Delivery.QUEUED), now()),
    )
    return next(row for row in rows(connection, remote) if row.id == identifier)


def rows(connection: "Connection", remote: str | None = None) -> list[OutboxRow]:
    """Return the queue of one remote, or of all, oldest first."""
    found = connection.exec_driver_sql(_SELECT, (remote, remote))
    return [_row(*values) for values in found]


def _row(*values: Any) -> OutboxRow:
    identifier, audit, revision, remote, state, sha256, total, done, error, at, priority = values
    return OutboxRow(
        id=identifier,
        audit=audit,
        revision=revision,
        remote=remote,
        state=Delivery(state),
        sha256=sha256,
        bytes_total=total,
        bytes_done=done,
        error=None if error is None else json.loads(error),
        updated_at=at,
        priority=priority,
    )


def begin_sending(connection: "Connection", row: str, sha256: str, total: int) -> None:
    """Write down that a delivery is under way, and of what."""
    connection.exec_driver_sql(
        "UPDATE outbox SET state = ?, sha256 = ?, bytes_total = ?, error_code = NULL, "
        "error_json = NULL, updated_at = ? WHERE id = ?",
        (str(Delivery.SENDING), sha256, total, now(), row),
    )


def set_done(connection: "Connection", row: str, done: int) -> None:
    """Write down how many bytes of a delivery are at the remote."""
    connection.exec_driver_sql(
        "UPDATE outbox SET bytes_done = ?, updated_at = ? WHERE id = ?", (done, now(), row)
    )


def set_state(
    connection: "Connection",
    row: str,
    state: Delivery,
    error: Mapping[str, JsonValue] | None = None,
) -> None:
    """Write down where a delivery stands, and what stopped it."""
    code = None if error is None else str(error["code"])
    text = None if error is None else canonical_json(error).decode()
    connection.exec_driver_sql(
        "UPDATE outbox SET state = ?, error_code = ?, error_json = ?, updated_at = ? WHERE id = ?",
        (str(state), code, text, now(), row),
    )


def add_receipt(
    connection: "Connection", audit: str, sha256: str, revision: int, document: bytes
) -> None:
    """Keep a receipt; a known one is left as it is."""
    connection.exec_driver_sql(
        "INSERT INTO receipts (audit, sha256, revision, json, received_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (audit, sha256, revision, document.decode(), now()),
    )


def receipt(connection: "Connection", audit: str, sha256: str) -> bytes | None:
    """Return the receipt for a bundle; None if there is none."""
    text = connection.exec_driver_sql(
        "SELECT json FROM receipts WHERE audit = ? AND sha256 = ?", (audit, sha256)
    ).scalar()
    return None if text is None else str(text).encode()


def receipts(connection: "Connection") -> list[tuple[str, bytes]]:
    """Return name of the bundle and document of every receipt, newest first."""
    found = connection.exec_driver_sql(
        "SELECT sha256, json FROM receipts ORDER BY received_at DESC"
    )
    return [(sha256, text.encode()) for sha256, text in found]


def move_first(connection: "Connection", row: str) -> None:
    """Let a delivery be sent before all others to the same place."""
    connection.exec_driver_sql(
        "UPDATE outbox SET priority = 1 + (SELECT MAX(other.priority) FROM outbox AS other "
        "WHERE other.remote = outbox.remote) WHERE id = ?",
        (row,),
    )


def quarantine(
    connection: "Connection",
    identifier: str,
    name: str,
    reason: Mapping[str, JsonValue],
    data_path: str,
) -> None:
    """List what was refused; the same thing is listed once, with the newest reason."""
    connection.exec_driver_sql(
        "INSERT INTO quarantine (id, name, reason_code, reason_json, data_path, at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "reason_code = excluded.reason_code, reason_json = excluded.reason_json",
        (
            identifier,
            name,
            str(reason["code"]),
            canonical_json(reason).decode(),
            data_path,
            now(),
        ),
    )


def quarantined(connection: "Connection", name: str | None = None) -> list[Quarantined]:
    """Return what was refused, or what was refused under one name, newest first."""
    found = connection.exec_driver_sql(
        "SELECT id, name, reason_code, reason_json, data_path, at FROM quarantine "
        "WHERE name = ? OR ? IS NULL ORDER BY at DESC, id",
        (name, name),
    )
    return [
        Quarantined(id=key, name=name, code=code, reason=json.loads(text), data_path=path, at=at)
        for key, name, code, text, path, at in found
    ]


def unquarantine(connection: "Connection", name: str) -> list[str]:
    """Take what was refused under a name off the list; return where its copies lie."""
    found = connection.exec_driver_sql(
        "DELETE FROM quarantine WHERE name = ? RETURNING data_path", (name,)
    )
    return [str(path) for path in found.scalars() if path]


def note(
    connection: "Connection", kind: str, audit: str | None, detail: Mapping[str, JsonValue]
) -> None:
    """Write a line of the journal of exports, imports and deliveries."""
    connection.exec_driver_sql(
        "INSERT INTO operations (id, kind, audit, detail_json, at) VALUES (?, ?, ?, ?, ?)",
        (new_id(), kind, audit, canonical_json(detail).decode(), now()),
    )
