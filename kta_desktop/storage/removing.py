"""Taking a whole audit out of the workspace. Only ever done to a demonstration."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.storage import samples, signatures

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OF_AUDIT = ("drafts", "outbox", "receipts", "entries", "changes")
_SESSION = "@session/"
_NAMING = ("sha256", "raw_sha256")  # evidence, the file of raw readings; ``files`` names logs


def remove(connection: "Connection", audit: str) -> None:
    """Take away everything of an audit: its log, its readings, and files that only it names."""
    rows = connection.exec_driver_sql(
        "SELECT path, value FROM entries WHERE audit = ?", (audit,)
    ).all()
    for path, _value in rows:
        if path.startswith(_SESSION):
            samples.remove(connection, path.removeprefix(_SESSION))
    files = {name for _path, value in rows for name in _hashes(json.loads(value))}
    for table in _OF_AUDIT:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE audit = ?", (audit,))  # noqa: S608 - names above
    files |= signatures.forget(connection, audit)
    connection.exec_driver_sql("DELETE FROM audits WHERE id = ?", (audit,))
    for name in files:
        _drop_unnamed(connection, name)


def _drop_unnamed(connection: "Connection", sha256: str) -> None:
    """Take a file away unless another audit, now or in its history, names it."""
    pattern = f"%{sha256}%"
    for table, column in (("entries", "value"), ("changes", "after")):
        query = f"SELECT 1 FROM {table} WHERE {column} LIKE ? LIMIT 1"  # noqa: S608 - names above
        if connection.exec_driver_sql(query, (pattern,)).first() is not None:
            return
    connection.exec_driver_sql("DELETE FROM content_parts WHERE sha256 = ?", (sha256,))
    connection.exec_driver_sql("DELETE FROM contents WHERE sha256 = ?", (sha256,))


def _hashes(value: JsonValue) -> Iterator[str]:
    """Yield the names of files that an entry speaks of, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _NAMING and isinstance(item, str):
                yield item
            elif key == "files" and isinstance(item, list):
                yield from (name for name in item if isinstance(name, str))
            else:
                yield from _hashes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _hashes(item)
