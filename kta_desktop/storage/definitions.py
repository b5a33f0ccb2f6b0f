"""Compiled definitions, kept for ever under their hash."""

from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.domain.definition import Definition

if TYPE_CHECKING:
    from sqlalchemy import Connection


def put(connection: "Connection", definition: Definition) -> str:
    """Keep ``definition``; return its hash. A known one is left as it is."""
    data = canonical_json(definition.to_json())
    sha256 = sha256_hex(data)
    connection.exec_driver_sql(
        "INSERT INTO definitions (sha256, json) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (sha256, data.decode()),
    )
    return sha256


def get(connection: "Connection", sha256: str) -> Definition:
    """Return the definition with this hash.

    Raises:
        LookupError: If it is not kept here.
        ValueError: If it is not of a format this program reads.
    """
    row = connection.exec_driver_sql(
        "SELECT json FROM definitions WHERE sha256 = ?", (sha256,)
    ).first()
    if row is None:
        raise LookupError(sha256)
    return Definition.parse(row[0])


def stored_bytes(connection: "Connection", sha256: str) -> bytes:
    """Return the canonical JSON whose hash is ``sha256``, as bundles carry it.

    Raises:
        LookupError: If it is not kept here.
    """
    row = connection.exec_driver_sql(
        "SELECT json FROM definitions WHERE sha256 = ?", (sha256,)
    ).first()
    if row is None:
        raise LookupError(sha256)
    return str(row[0]).encode()
