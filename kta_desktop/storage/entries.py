"""What the change log amounts to, path by path: kept beside it so that opening is fast."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.changes import Change, replay
from kta_desktop.storage.engine import driver

if TYPE_CHECKING:
    from sqlalchemy import Connection

NULL = "null"  # JSON of a value that was taken away
_UPSERT = (
    "INSERT INTO entries (audit, path, value, change_ids, at) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (audit, path) DO UPDATE SET "
    "value = excluded.value, change_ids = excluded.change_ids, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """The current value at one path.

    Attributes:
        value: Its canonical JSON; ``null`` if there is none.
        heads: Ids of the changes that the next edit is built on; two or more may conflict.
    """

    value: str = NULL
    heads: tuple[str, ...] = ()


NOTHING = Entry()


def get(connection: "Connection", audit: str, path: str) -> Entry:
    """Return the entry at ``path``; one without value and heads if nothing was ever there."""
    query = "SELECT value, change_ids FROM entries WHERE audit = ? AND path = ?"
    row = driver(connection).execute(query, (audit, path)).fetchone()
    return NOTHING if row is None else Entry(row[0], tuple(json.loads(row[1])))


def text(connection: "Connection", audit: str, path: str) -> str:
    """Return the text at ``path``; empty if there is none or it is no text."""
    query = "SELECT value FROM entries WHERE audit = ? AND path = ?"
    try:
        value = json.loads(connection.exec_driver_sql(query, (audit, path)).scalar() or NULL)
    except ValueError:  # damaged: whoever lists it says so
        return ""
    return value if isinstance(value, str) else ""


def put(connection: "Connection", change: Change, after: str) -> None:
    """Let ``change`` be the only head of its path; ``after`` is its value in canonical JSON."""
    heads = f'["{change.id}"]'
    driver(connection).execute(_UPSERT, (change.audit, change.path, after, heads, change.at))


def load(
    connection: "Connection", audit: str
) -> tuple[dict[str, JsonValue], dict[str, tuple[str, ...]]]:
    """Return path to value, without values taken away, and path to heads.

    Raises:
        ValueError: If what is stored is not JSON.
    """
    rows = connection.exec_driver_sql(
        "SELECT path, value, change_ids FROM entries WHERE audit = ? ORDER BY path", (audit,)
    )
    values: dict[str, JsonValue] = {}
    heads: dict[str, tuple[str, ...]] = {}
    for path, value, ids in rows:
        heads[path] = tuple(json.loads(ids))
        if value != NULL:
            values[path] = json.loads(value)
    return values, heads


def rebuild(connection: "Connection", audit: str, log: Iterable[Change]) -> None:
    """Make the entries of the paths in ``log`` what ``log`` amounts to.

    Args:
        connection: In a write transaction.
        audit: Whose entries.
        log: Every change of each path it touches, in any order; other paths stay as they are.
    """
    changes = list(log)
    state = replay(changes)
    latest: dict[str, str] = {}
    for change in changes:
        latest[change.path] = max(latest.get(change.path, ""), change.at)
    rows = [
        (audit, path, _json(state.entries, path), canonical_json(heads).decode(), latest[path])
        for path, heads in state.heads.items()
    ]
    if rows:
        connection.exec_driver_sql(_UPSERT, rows)


def _json(values: Mapping[str, JsonValue], path: str) -> str:
    return canonical_json(values.get(path)).decode()
