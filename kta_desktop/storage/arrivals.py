"""Versions that arrived at the centre or at a lead auditor: which, from where, when."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.storage import identity

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREFIX = "arrival/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One version that was taken in.

    Attributes:
        audit: Id of the audit.
        revision: Number of the version.
        sha256: Name of its bundle.
        device: Fingerprint of the key that signed it.
        place: Name of the place it came from, or its address where it has no name.
        name: Name of the manifest or file there.
        at: ISO time (UTC) at which it was taken in.
    """

    audit: str
    revision: int
    sha256: str
    device: str
    place: str
    name: str
    at: str


def add(connection: "Connection", arrival: Arrival) -> None:
    """Write an arrival down; a known one keeps its first time and place."""
    key = f"{_PREFIX}{arrival.audit}/{arrival.sha256}"
    if identity.get_meta(connection, key) is None:
        identity.set_meta(connection, key, canonical_json(asdict(arrival)).decode())


def get(connection: "Connection", audit: str, sha256: str) -> Arrival | None:
    """Return the arrival of a bundle; None if it never came."""
    text = identity.get_meta(connection, f"{_PREFIX}{audit}/{sha256}")
    return None if text is None else Arrival(**json.loads(text))


def arrivals(connection: "Connection", audit: str | None = None) -> list[Arrival]:
    """Return what arrived of an audit, or of all, oldest first."""
    found = identity.meta_under(connection, _PREFIX if audit is None else f"{_PREFIX}{audit}/")
    rows = [Arrival(**json.loads(text)) for text in found.values()]
    return sorted(rows, key=lambda row: (row.at, row.revision, row.sha256))
