"""An audit as it was at one of its closed versions."""

import json

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange.snapshot import Snapshot, closing_of, snapshot
from kta_desktop.forms.state import FormState
from kta_desktop.services import filling
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes, definitions, entries
from kta_desktop.storage.errors import AuditNotFoundError


def at(ws: Workspace, audit: str, revision: int, device: str = "") -> tuple[Snapshot, AuditRecord]:
    """Return an audit at a version: its log up to there, and what that amounts to.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        revision: Number of the version.
        device: Whose version is meant where two computers closed one of the same number.

    Raises:
        AuditNotFoundError, NothingToPackError: If there is no such audit or version.
    """
    with ws.store.connect() as connection:
        row = audits.get(connection, audit)
        if row is None:
            raise AuditNotFoundError(audit=audit)
        log = tuple(changes.of_audit(connection, audit))
        data = definitions.stored_bytes(connection, row.definition_sha256)
        definition = ws.definition(connection, row.definition_sha256)
    snap = snapshot(audit, log, revision, data, device or ws.device)
    return snap, snap.record(definition)


def state(ws: Workspace, audit: str, revision: int, device: str = "") -> FormState:
    """Return the form of an audit at a version.

    Raises:
        KtaError: As ``at``.
    """
    return filling.of_audit(at(ws, audit, revision, device)[1])


def closed_by(ws: Workspace, audit: str, revision: int, device: str) -> str:
    """Return the name of who closed a version; empty if the audit knows no such person."""
    path = f"@revision/{revision}"
    with ws.store.connect() as connection:
        closing = closing_of(changes.of_path(connection, audit, path), revision, device)
        if closing is None:
            return ""
        told = entries.get(connection, audit, f"@team/{closing.author}").value
    person: JsonValue = json.loads(told)
    return str(person.get("name", "")) if isinstance(person, dict) else ""
