"""Whether the workspace holds what it says: pages, chains, values, contents."""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kta_desktop.domain.changes import BrokenLink, broken_links, replay
from kta_desktop.storage import audits, changes, contents, entries, samples
from kta_desktop.storage.errors import ContentChangedError

if TYPE_CHECKING:
    from sqlalchemy import Connection


def all_faults(connection: "Connection") -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each check and what it found wrong; reads everything there is."""
    yield "pages", broken_pages(connection)
    yield "definitions", broken_definitions(connection)
    rows = audits.all_rows(connection)
    yield "chains", [where for row in rows for where in _chain_faults(connection, row.id)]
    yield "entries", [where for row in rows for where in _entry_faults(connection, row.id)]
    yield "contents", list(changed_contents(connection))
    yield "readings", list(samples.unsound(connection))


def broken_pages(connection: "Connection") -> list[str]:
    """Return what SQLCipher and SQLite find wrong with the file; empty if nothing."""
    pages = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
    tables = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    keys = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    faults = [str(fault) for fault in (*pages, *tables) if fault != "ok"]
    return faults + [f"{row[0]} → {row[2]}" for row in keys]


def broken_chains(connection: "Connection", audit: str) -> list[BrokenLink]:
    """Return where the log of an audit does not verify.

    Raises:
        ValueError: If a change is not even readable.
    """
    return broken_links(changes.of_audit(connection, audit))


def differing_paths(connection: "Connection", audit: str) -> list[str]:
    """Return the paths whose kept value or heads are not what the log amounts to.

    Raises:
        ValueError: If a change or an entry is not even readable.
    """
    values, heads = entries.load(connection, audit)
    state = replay(changes.of_audit(connection, audit))
    paths = sorted(set(heads) | set(state.heads))
    return [
        path
        for path in paths
        if values.get(path) != state.entries.get(path)
        or set(heads.get(path, ())) != set(state.heads.get(path, ()))
    ]


def changed_contents(connection: "Connection") -> Iterator[str]:
    """Yield the hashes of stored bytes that no longer have that hash, reading all of them."""
    for sha256 in contents.hashes(connection):
        try:
            for _part in contents.read(connection, sha256):
                pass
        except ContentChangedError:
            yield sha256


def broken_definitions(connection: "Connection") -> list[str]:
    """Return the hashes of kept definitions that no longer have that hash."""
    rows = connection.exec_driver_sql("SELECT sha256, json FROM definitions ORDER BY sha256")
    return [sha for sha, text in rows if hashlib.sha256(text.encode()).hexdigest() != sha]


def _chain_faults(connection: "Connection", audit: str) -> list[str]:
    try:
        broken = broken_chains(connection, audit)
    except (ValueError, TypeError):
        return [f"{audit}: unreadable"]
    return [f"{audit}/{link.change}: {link.reason}" for link in broken]


def _entry_faults(connection: "Connection", audit: str) -> list[str]:
    try:
        paths = differing_paths(connection, audit)
    except (ValueError, TypeError):
        return [f"{audit}: unreadable"]
    return [f"{audit}/{path}" for path in paths]
