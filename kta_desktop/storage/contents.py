"""Bytes under their hash: evidence, logger files, sheets. Streamed in and out in parts."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kta_desktop.storage.clock import now
from kta_desktop.storage.engine import driver
from kta_desktop.storage.errors import ContentChangedError, ContentMissingError

if TYPE_CHECKING:
    from sqlalchemy import Connection

PART_BYTES = 1024 * 1024
_CACHE_KIB = 512


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of stored bytes."""

    sha256: str
    media_type: str
    size: int


def put(connection: "Connection", sha256: str, media_type: str, data: Iterable[bytes]) -> Content:
    """Store the bytes of ``data``; those already stored are not read again.

    The caller stores bytes and the change that names them in this order, so that nothing ever
    names bytes that are not there.

    Args:
        connection: In a write transaction.
        sha256: The hash they must have.
        media_type: Such as ``image/jpeg``.
        data: The bytes in pieces of any length.

    Raises:
        ContentChangedError: If they have another hash; the transaction has to be given up.
    """
    known = get(connection, sha256)
    if known is not None:
        return known
    connection.exec_driver_sql(
        "INSERT INTO contents (sha256, media_type, size, created_at) VALUES (?, ?, 0, ?)",
        (sha256, media_type, now()),
    )
    digest, size = hashlib.sha256(), 0
    for number, part in enumerate(_parts(data)):
        digest.update(part)
        size += len(part)
        connection.exec_driver_sql(
            "INSERT INTO content_parts (sha256, n, data) VALUES (?, ?, ?)", (sha256, number, part)
        )
    if digest.hexdigest() != sha256:
        raise ContentChangedError(sha256=sha256)
    connection.exec_driver_sql("UPDATE contents SET size = ? WHERE sha256 = ?", (size, sha256))
    return Content(sha256, media_type, size)


def get(connection: "Connection", sha256: str) -> Content | None:
    """Return what is known of the bytes with this hash; None if they are not stored."""
    row = connection.exec_driver_sql(
        "SELECT sha256, media_type, size FROM contents WHERE sha256 = ?", (sha256,)
    ).first()
    return None if row is None else Content(*row)


def several(connection: "Connection", hashes: Iterable[str]) -> dict[str, Content]:
    """Return what is known of the bytes with these hashes, by hash; of some nothing may be."""
    rows = connection.exec_driver_sql(
        "SELECT sha256, media_type, size FROM contents"
        " WHERE sha256 IN (SELECT value FROM json_each(?))",
        (json.dumps(list(hashes)),),
    )
    return {row[0]: Content(*row) for row in rows}


def read(connection: "Connection", sha256: str) -> Iterator[bytes]:
    """Yield the bytes with this hash in parts of at most ``PART_BYTES``.

    Raises:
        ContentMissingError: If they are not stored.
        ContentChangedError: At the end, if they are no longer what was stored.
    """
    digest = hashlib.sha256()
    for part in _stored(connection, sha256):
        digest.update(part)
        yield part
    if digest.hexdigest() != sha256:
        raise ContentChangedError(sha256=sha256)


def read_unhashed(connection: "Connection", sha256: str) -> Iterator[bytes]:
    """Yield the bytes as they are stored, for a caller who hashes what comes of them.

    Raises:
        ContentMissingError: If they are not stored.
    """
    bare = driver(connection)  # asked for each file of a bundle
    rows = bare.execute(
        "SELECT rowid FROM content_parts WHERE sha256 = ? ORDER BY n", (sha256,)
    ).fetchall()
    if not rows:
        _demand(connection, sha256)
    with _little_cached(bare):
        for (row,) in rows:  # by handle: a query would hold each part twice
            with bare.open_blob("content_parts", "data", row, readonly=True) as part:
                yield part.read()


def _stored(connection: "Connection", sha256: str) -> Iterator[bytes]:
    _demand(connection, sha256)
    rows = connection.exec_driver_sql(
        "SELECT data FROM content_parts WHERE sha256 = ? ORDER BY n", (sha256,)
    )
    for (part,) in rows:
        yield part


def _demand(connection: "Connection", sha256: str) -> None:
    if get(connection, sha256) is None:
        raise ContentMissingError(sha256=sha256)


@contextmanager
def _little_cached(bare: Any) -> Iterator[None]:
    """Keep few pages in memory meanwhile: much is read once, on several connections."""
    (usual,) = bare.execute("PRAGMA cache_size").fetchone()
    bare.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        yield
    finally:
        bare.execute(f"PRAGMA cache_size = {usual}")


def hashes(connection: "Connection") -> list[str]:
    """Return the hashes of all stored bytes, in order."""
    rows = connection.exec_driver_sql("SELECT sha256 FROM contents ORDER BY sha256")
    return [row[0] for row in rows]


def _parts(data: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in parts of ``PART_BYTES``, the last one shorter."""
    held = bytearray()
    for piece in data:
        held += piece
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
