"""Further signatures of closed versions, and what keeps such a version the same to the byte.

A signature is over the names and hashes of all files of a bundle. Sheets are made by the program
and its next release may set them otherwise, so those of a version that somebody signs are kept.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.storage import identity
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

_VERSIONS = "signing/"  # facts of the workspace: ``signing/<audit>/<sha256>``
CMS = "cms"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSignature:
    """A signature of a person over a version.

    Attributes:
        n: Its number in the bundle, from 2.
        kind: ``cms``.
        role: As what it was given: ``auditor``, ``plant``, ``other``; empty if not known.
        data: Detached CMS.
        at: ISO time (UTC) at which it was stored.
    """

    n: int
    kind: str
    role: str
    data: bytes
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedVersion:
    """A version that somebody signs, or was asked to sign.

    Attributes:
        audit: Id of the audit.
        revision: Number.
        sha256: Name of its bundle.
        device: Fingerprint of the device that closed it.
        listing: ``tagmanifest-sha256.txt``: what is signed.
        assessment: Hash of what the figures came to, kept as a content; empty if not kept.
        sheets: Name of a sheet to the hash under which it is kept.
    """

    audit: str
    revision: int
    sha256: str
    device: str
    listing: bytes
    assessment: str
    sheets: Mapping[str, str]


def of(connection: "Connection", sha256: str) -> list[StoredSignature]:
    """Return the signatures over a bundle in the order they were given."""
    rows = connection.exec_driver_sql(
        "SELECT n, kind, role, data, at FROM signatures WHERE sha256 = ? ORDER BY n", (sha256,)
    )
    return [
        StoredSignature(n=n, kind=kind, role=role, data=data, at=at)
        for n, kind, role, data, at in rows
    ]


def add(connection: "Connection", sha256: str, role: str, data: bytes) -> int:
    """Store a signature over a bundle; return its number. One that is there stays what it is."""
    known = of(connection, sha256)
    for one in known:
        if one.data == data:
            return one.n
    number = known[-1].n + 1 if known else 2
    connection.exec_driver_sql(
        "INSERT INTO signatures (sha256, n, kind, role, data, at) VALUES (?, ?, ?, ?, ?, ?)",
        (sha256, number, CMS, role, data, now()),
    )
    return number


def keep_version(connection: "Connection", version: SignedVersion) -> None:
    """Remember what a version is made of; what was remembered of it first stays."""
    key = f"{_VERSIONS}{version.audit}/{version.sha256}"
    if identity.get_meta(connection, key) is not None:
        return
    told: dict[str, JsonValue] = {
        "revision": version.revision,
        "device": version.device,
        "listing": version.listing.decode(),
        "assessment": version.assessment,
        "sheets": dict(version.sheets),
    }
    identity.set_meta(connection, key, canonical_json(told).decode())


def versions(connection: "Connection", audit: str) -> list[SignedVersion]:
    """Return the versions of an audit that somebody signs, by revision."""
    prefix = f"{_VERSIONS}{audit}/"
    rows = connection.exec_driver_sql(
        "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?", (len(prefix), prefix)
    )
    found = [_version(audit, str(key).removeprefix(prefix), str(value)) for key, value in rows]
    return sorted(found, key=lambda one: (one.revision, one.sha256))


def is_signed(connection: "Connection", audit: str, revision: int) -> bool:
    """Whether a person signed a version; the device signs every bundle and is not asked for."""
    return any(
        of(connection, version.sha256)
        for version in versions(connection, audit)
        if version.revision == revision
    )


def forget(connection: "Connection", audit: str) -> set[str]:
    """Take away the signatures of an audit; return the contents that were kept for them.

    Only ever done to a demonstration.
    """
    kept: set[str] = set()
    for version in versions(connection, audit):
        kept |= {version.assessment, *version.sheets.values()} - {""}
        connection.exec_driver_sql("DELETE FROM signatures WHERE sha256 = ?", (version.sha256,))
        identity.drop_meta(connection, f"{_VERSIONS}{audit}/{version.sha256}")
    return kept


def _version(audit: str, sha256: str, value: str) -> SignedVersion:
    told = json.loads(value)
    return SignedVersion(
        audit=audit,
        revision=told["revision"],
        sha256=sha256,
        device=told["device"],
        listing=told["listing"].encode(),
        assessment=told["assessment"],
        sheets=told["sheets"],
    )
