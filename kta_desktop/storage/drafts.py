"""Text that is being typed and is not an answer yet: kept so that a crash does not take it.

A draft is no change: it is in no log, no package and no statistics. It goes with the transaction
that stores the answer of its path.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.storage.engine import driver

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UPSERT = (
    "INSERT INTO drafts (audit, path, text, at, device) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (audit, path) DO UPDATE SET "
    "text = excluded.text, at = excluded.at, device = excluded.device"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that was typed into a field and not handed over.

    Attributes:
        path: Of the field, see ``services.drafts``.
        text: As typed.
        at: ISO time (UTC) of its newest key, to the rhythm of writing.
    """

    path: str
    text: str
    at: str


def put(connection: "Connection", audit: str, draft: Draft, device: str) -> None:
    """Keep a draft in the place of the one that its path had."""
    row = (audit, draft.path, draft.text, draft.at, device)
    driver(connection).execute(_UPSERT, row)


def drop(connection: "Connection", audit: str, paths: Iterable[str]) -> None:
    """Take the drafts of ``paths`` away; those that have none are passed over."""
    query = "DELETE FROM drafts WHERE audit = ? AND path = ?"
    for path in paths:
        driver(connection).execute(query, (audit, path))


def of_audit(connection: "Connection", audit: str) -> tuple[Draft, ...]:
    """Return the drafts of an audit in the order they were typed."""
    query = "SELECT path, text, at FROM drafts WHERE audit = ? ORDER BY at, path"
    return tuple(Draft(*row) for row in connection.exec_driver_sql(query, (audit,)))
