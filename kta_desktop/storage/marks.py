"""The change log as marks: which states an audit went through, without what was entered."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from kta_desktop.storage.engine import driver

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ALL = "SELECT hash, audit, id FROM changes"
_OF_ONE = "SELECT hash, audit, id FROM changes WHERE audit = ?"


class Mark(NamedTuple):
    """One change without its values.

    Attributes:
        n: Place in the order in which changes came into this workspace.
        id: UUIDv7; ids ascend with time.
        device: Fingerprint of the computer it was made at.
        path: What it changed.
        at: ISO time (UTC).
    """

    n: int
    id: str
    device: str
    path: str
    at: str


def bearing(
    connection: "Connection", fits: Callable[[str], bool], audit: str | None = None
) -> list[tuple[str, str]]:
    """Return audit and id of every change whose hash ``fits``, in the order they came in.

    Args:
        connection: A connection to the workspace.
        fits: Told each hash, 64 hexadecimal letters.
        audit: Id of the only audit to look at; None = all.
    """
    rows = driver(connection).execute(*((_ALL, ()) if audit is None else (_OF_ONE, (audit,))))
    return [(owner, identifier) for hash_, owner, identifier in rows if fits(hash_)]


def of_audit(connection: "Connection", audit: str) -> list[Mark]:
    """Return the log of an audit in order of id."""
    query = "SELECT n, id, device, path, at FROM changes WHERE audit = ? ORDER BY id"
    return [Mark(*row) for row in driver(connection).execute(query, (audit,))]
