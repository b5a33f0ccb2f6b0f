"""The list of audits and where their results are."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import Delivery
from kta_desktop.storage import signatures
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What is stored of an audit beside its log.

    Attributes:
        id: UUIDv7.
        definition_sha256: Version of what it asks.
        created_at: ISO time (UTC).
    """

    id: str
    definition_sha256: str
    created_at: str


def add(connection: "Connection", identifier: str, definition_sha256: str) -> None:
    """Add an audit; one that is there already is left as it is."""
    connection.exec_driver_sql(
        "INSERT INTO audits (id, definition_sha256, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (identifier, definition_sha256, now()),
    )


def get(connection: "Connection", identifier: str) -> AuditRow | None:
    """Return what is stored of an audit; None if there is none."""
    row = connection.exec_driver_sql(
        "SELECT id, definition_sha256, created_at FROM audits WHERE id = ?", (identifier,)
    ).first()
    return None if row is None else AuditRow(*row)


def all_rows(connection: "Connection") -> list[AuditRow]:
    """Return the audits, newest first."""
    rows = connection.exec_driver_sql(
        "SELECT id, definition_sha256, created_at FROM audits ORDER BY id DESC"
    )
    return [AuditRow(*row) for row in rows]


def numbers(connection: "Connection") -> dict[str, str]:
    """Return the number of each audit that has one, such as ``KTA-2026-014``, to its id."""
    rows = connection.exec_driver_sql(
        "SELECT e.value, e.audit FROM audits a "
        "JOIN entries e ON e.audit = a.id AND e.path = '@audit/number'"
    )
    return {str(json.loads(value)): audit for value, audit in rows}


def delivery(connection: "Connection", audit: str, newest_path: str) -> Delivery:
    """Return where the results of an audit are.

    Whatever changed after the last closed revision makes it a draft again: that much of it is
    nowhere but here. A closed one is ready, and signed once a person did; then its deliveries tell.

    Args:
        connection: To read from.
        audit: Id of the audit.
        newest_path: Path of its newest change, empty if it has none.
    """
    if not newest_path.startswith("@revision/"):
        return Delivery.DRAFT
    revision = int(newest_path.removeprefix("@revision/"))
    found = connection.exec_driver_sql(
        "SELECT state FROM outbox WHERE audit = ? AND revision = ? "
        "ORDER BY updated_at DESC, id DESC",
        (audit, revision),
    )
    states = [Delivery(str(state)) for state in found.scalars()]
    for last_word in (Delivery.ACCEPTED, Delivery.RETURNED):  # over whichever place it came
        if last_word in states:
            return last_word
    if _is_received(connection, audit, revision):
        return Delivery.RECEIVED
    if states:
        return states[0]
    is_signed = signatures.is_signed(connection, audit, revision)
    return Delivery.SIGNED if is_signed else Delivery.READY


def _is_received(connection: "Connection", audit: str, revision: int) -> bool:
    query = "SELECT 1 FROM receipts WHERE audit = ? AND revision = ?"
    return connection.exec_driver_sql(query, (audit, revision)).first() is not None
