"""Uploads under way and objects proven to be at a remote: what sending goes on from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload in parts that was begun.

    Attributes:
        upload: What the server calls it.
        part_size: Bytes of each part but the last.
    """

    upload: str
    part_size: int


def upload(connection: "Connection", remote: str, sha256: str) -> Upload | None:
    """Return the upload of an object that was begun; None if none was."""
    row = connection.exec_driver_sql(
        "SELECT upload, part_size FROM uploads WHERE remote = ? AND sha256 = ?", (remote, sha256)
    ).first()
    return None if row is None else Upload(row[0], row[1])


def begin_upload(connection: "Connection", remote: str, sha256: str, begun: Upload) -> None:
    """Write down that an upload was begun; an older one of the same object is forgotten."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO uploads (remote, sha256, upload, part_size, started_at) "
        "VALUES (?, ?, ?, ?, ?)",
        (remote, sha256, begun.upload, begun.part_size, now()),
    )


def end_upload(connection: "Connection", remote: str, sha256: str) -> None:
    """Forget an upload that is complete, or that the server no longer knows."""
    connection.exec_driver_sql(
        "DELETE FROM uploads WHERE remote = ? AND sha256 = ?", (remote, sha256)
    )


def confirm(connection: "Connection", remote: str, sha256: str, size: int) -> None:
    """Write down that an object was proven to be at a remote, whole."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO confirmed (remote, sha256, size, at) VALUES (?, ?, ?, ?)",
        (remote, sha256, size, now()),
    )


def confirmed(connection: "Connection", remote: str) -> frozenset[str]:
    """Return the hashes of the objects that were proven to be at a remote."""
    rows = connection.exec_driver_sql("SELECT sha256 FROM confirmed WHERE remote = ?", (remote,))
    return frozenset(str(row[0]) for row in rows)


def doubt(connection: "Connection", remote: str, sha256: str) -> None:
    """Forget that an object was proven: the centre says that it is not there, or is another."""
    connection.exec_driver_sql(
        "DELETE FROM confirmed WHERE remote = ? AND sha256 = ?", (remote, sha256)
    )


def is_heard(connection: "Connection", remote: str, name: str) -> bool:
    """Whether a document of a remote was read already."""
    found = connection.exec_driver_sql(
        "SELECT 1 FROM heard WHERE remote = ? AND name = ?", (remote, name)
    ).first()
    return found is not None


def hear(connection: "Connection", remote: str, name: str) -> None:
    """Write down that a document of a remote was read."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO heard (remote, name, at) VALUES (?, ?, ?)", (remote, name, now())
    )
