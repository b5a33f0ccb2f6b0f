"""Places of delivery: how each is reached, when it moves, and when it leaves the list."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.storage.clock import now

if TYPE_CHECKING:
    from sqlalchemy import Connection

_REMOVED = "removed"
_FORGET = (
    "DELETE FROM uploads WHERE remote = ?",
    "DELETE FROM confirmed WHERE remote = ?",
    "DELETE FROM heard WHERE remote = ?",
)


def options(connection: "Connection", name: str) -> dict[str, JsonValue]:
    """Return what is kept about a place beside its address; empty if there is no such place."""
    text = connection.exec_driver_sql(
        "SELECT options FROM remotes WHERE name = ?", (name,)
    ).scalar()
    found: dict[str, JsonValue] = json.loads(text or "{}")
    return found


def set_options(connection: "Connection", name: str, changed: Mapping[str, JsonValue]) -> None:
    """Keep what ``changed`` says about a place; None takes an option away, others stay."""
    kept = {**options(connection, name), **changed}
    text = canonical_json({key: value for key, value in kept.items() if value is not None})
    connection.exec_driver_sql(
        "UPDATE remotes SET options = ? WHERE name = ?", (text.decode(), name)
    )


def put(connection: "Connection", name: str, url: str) -> None:
    """List a place; a known one keeps what it has, one that was removed is listed again."""
    connection.exec_driver_sql(
        "INSERT INTO remotes (name, url, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (name, url, now()),
    )
    set_options(connection, name, {_REMOVED: None})


def move(connection: "Connection", name: str, url: str) -> None:
    """Give a place another address, where nothing is known to be yet.

    What was sent but has no receipt is queued again: it is looked for there, and sent if missing.
    """
    connection.exec_driver_sql("UPDATE remotes SET url = ? WHERE name = ?", (url, name))
    for statement in _FORGET:
        connection.exec_driver_sql(statement, (name,))
    connection.exec_driver_sql(
        "UPDATE outbox SET state = ?, bytes_done = 0, updated_at = ? "
        "WHERE remote = ? AND state IN (?, ?)",
        (str(Delivery.QUEUED), now(), name, str(Delivery.SENDING), str(Delivery.DELIVERED)),
    )


def forget_key(connection: "Connection", name: str) -> None:
    """Let the next receipt say who the centre behind a place is."""
    connection.exec_driver_sql("UPDATE remotes SET centre_key = NULL WHERE name = ?", (name,))


def is_listed(connection: "Connection", name: str) -> bool:
    """Whether there is such a place that was not removed."""
    found = connection.exec_driver_sql("SELECT 1 FROM remotes WHERE name = ?", (name,)).first()
    return found is not None and not options(connection, name).get(_REMOVED)


def removed_url(connection: "Connection", name: str) -> str | None:
    """Return the address that a removed place of that name had; None if there was none."""
    if not options(connection, name).get(_REMOVED):
        return None
    url = connection.exec_driver_sql("SELECT url FROM remotes WHERE name = ?", (name,)).scalar()
    return None if url is None else str(url)


def take_away(connection: "Connection", name: str) -> None:
    """Take a place off the list with what waits for it; what was delivered there is remembered."""
    connection.exec_driver_sql(
        "DELETE FROM outbox WHERE remote = ? AND state IN (?, ?)",
        (name, str(Delivery.QUEUED), str(Delivery.SENDING)),
    )
    connection.exec_driver_sql("DELETE FROM uploads WHERE remote = ?", (name,))
    set_options(connection, name, {_REMOVED: True})
