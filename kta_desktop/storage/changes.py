"""The change log: appended to, never altered."""

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kta_desktop.domain.canonical import JsonValue, canonical_json
from kta_desktop.domain.changes import (
    ROOT,
    Change,
    ChangeKind,
    Conflict,
    heads_of,
    is_conflict,
    seal,
)
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.domain.ids import new_id, rise_above
from kta_desktop.storage import audits, entries
from kta_desktop.storage.engine import driver
from kta_desktop.storage.errors import AuditNotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SELECT = (
    "SELECT audit, device, seq, id, path, before, after, based_on, author, at, group_id, kind, "
    "of, prev, hash FROM changes"
)
_INSERT = (
    "INSERT INTO changes (audit, device, seq, id, path, before, after, based_on, author, at, "
    "group_id, kind, of, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of a user, which may change several paths.

    Attributes:
        audit: Id of the audit.
        author: Id of the auditor.
        device: Fingerprint of the device.
        at: ISO time (UTC).
        group: Id that its changes share.
        kind: Why.
        of: For an undo or redo: the group it takes back or brings back.
    """

    audit: str
    author: str
    device: str
    at: str
    group: str
    kind: ChangeKind = ChangeKind.EDIT
    of: str | None = None


def write(
    connection: "Connection", act: Act, edits: Iterable[tuple[str, JsonValue]]
) -> tuple[Change, ...]:
    """Append a change for each edit that changes something and make it the current value.

    Args:
        connection: In a write transaction.
        act: Who does it, and why.
        edits: Paths and the values they are to have; None takes a value away.

    Raises:
        AuditNotFoundError: If there is no such audit.
        ValueError: If a path is none.
        TypeError: If a value is not JSON.
    """
    prev, seq = _head(connection, act)
    written = []
    for path, value in edits:
        parse_path(path)
        after = canonical_json(value).decode()
        entry = entries.get(connection, act.audit, path)
        if after == entry.value and len(entry.heads) < 2 and act.of is None:
            continue  # but an edit over a conflict decides it, and an undo is always told
        change = seal(_change(act, path, value, entry), prev, seq + 1)
        driver(connection).execute(_INSERT, _row(change, entry.value, after))
        entries.put(connection, change, after)
        prev, seq = change.hash, change.seq
        written.append(change)
    return tuple(written)


def stand_against(connection: "Connection", act: Act, removal: Change) -> Change:
    """Append a change built on the same ones as ``removal`` that keeps what it takes away.

    So a person decides between the two. The caller calls ``entries.rebuild`` for the path.
    """
    prev, seq = _head(connection, act)
    kept = entries.Entry(_json(removal.before), removal.based_on)
    change = seal(_change(act, removal.path, removal.before, kept), prev, seq + 1)
    row = _row(change, _json(change.before), _json(change.after))
    driver(connection).execute(_INSERT, row)
    return change


def add(connection: "Connection", log: Iterable[Change]) -> int:
    """Append changes made elsewhere, as they were written; return how many were new.

    The caller has verified them, and calls ``entries.rebuild`` for the paths they touch.
    """
    known: dict[str, set[str]] = {}
    added = 0
    for change in log:
        if change.audit not in known:
            known[change.audit] = ids(connection, change.audit)
        if change.id not in known[change.audit]:
            known[change.audit].add(change.id)
            row = _row(change, _json(change.before), _json(change.after))
            connection.exec_driver_sql(_INSERT, row)
            added += 1
    return added


def ids(connection: "Connection", audit: str) -> set[str]:
    """Return the ids of all changes of an audit."""
    rows = connection.exec_driver_sql("SELECT id FROM changes WHERE audit = ?", (audit,))
    return set(rows.scalars())


def of_audit(connection: "Connection", audit: str) -> Iterator[Change]:
    """Yield the log of an audit in order of id, which is the order of time."""
    rows = connection.exec_driver_sql(f"{_SELECT} WHERE audit = ? ORDER BY id", (audit,))
    return map(_load, rows)


def of_path(connection: "Connection", audit: str, path: str) -> tuple[Change, ...]:
    """Return the history of one path in order of id."""
    query = f"{_SELECT} WHERE audit = ? AND path = ? ORDER BY id"
    return tuple(map(_load, connection.exec_driver_sql(query, (audit, path))))


def of_place(connection: "Connection", audit: str, place: str, most: int) -> tuple[Change, ...]:
    """Return the newest changes of a path and of everything at it or inside it, newest first.

    At an answer are its note and its attachments; inside a repeat its instances and their answers.
    """
    # Ranges, not LIKE: names hold «_», and a range is read from the index.
    inside = "path = ? OR (path >= ? AND path < ?) OR (path >= ? AND path < ?)"
    query = f"{_SELECT} WHERE audit = ? AND ({inside}) ORDER BY id DESC LIMIT ?"
    bounds = (place, f"{place}#", f"{place}$", f"{place}/", f"{place}0")
    return tuple(map(_load, connection.exec_driver_sql(query, (audit, *bounds, most))))


def of_paths(connection: "Connection", audit: str, paths: Container[str]) -> Iterator[Change]:
    """Yield the changes of an audit at any of ``paths``, in order of id."""
    rows = connection.exec_driver_sql(f"{_SELECT} WHERE audit = ? ORDER BY id", (audit,))
    return (_load(row) for row in rows if row.path in paths)


def of_records(connection: "Connection", audit: str, prefixes: Iterable[str]) -> Iterator[Change]:
    """Yield the changes of records whose paths begin with one of ``prefixes``, by id."""
    texts = tuple(prefixes)
    where = " OR ".join("substr(path, 1, ?) = ?" for _ in texts)
    query = f"{_SELECT} WHERE audit = ? AND ({where}) ORDER BY id"
    values = [value for text in texts for value in (len(text), text)]
    for row in connection.exec_driver_sql(query, (audit, *values)):
        yield _load(row)


def device_of(connection: "Connection", audit: str, identifier: str) -> str:
    """Return the device that made a change.

    Raises:
        LookupError: If it is not in the log.
    """
    query = "SELECT device FROM changes WHERE audit = ? AND id = ?"
    row = connection.exec_driver_sql(query, (audit, identifier)).first()
    if row is None:
        raise LookupError(identifier)
    return str(row[0])


def backwards(connection: "Connection", audit: str, device: str) -> Iterator[Change]:
    """Yield the chain of one device in an audit, newest first, reading no more than is asked."""
    query = f"{_SELECT} WHERE audit = ? AND device = ? ORDER BY seq DESC"
    return map(_load, connection.exec_driver_sql(query, (audit, device)))


def newest(connection: "Connection", audit: str) -> Change | None:
    """Return the newest change of an audit by id, the order of time; None if there is none.

    Ids ascend along the chain of a device, so it is the end of one of them.
    """
    ends = connection.exec_driver_sql(
        "SELECT device, MAX(seq) FROM changes WHERE audit = ? GROUP BY device", (audit,)
    ).all()
    query = f"{_SELECT} WHERE audit = ? AND device = ? AND seq = ?"
    last = (
        _load(row)
        for device, seq in ends
        for row in connection.exec_driver_sql(query, (audit, device, seq))
    )
    return max(last, key=lambda change: change.id, default=None)


def newest_answer(connection: "Connection", audit: str, author: str) -> Change | None:
    """Return the newest change an author made to something a question asks; None if none.

    What was written as the audit began is nobody's work. Read backwards from the end of the log,
    where it nearly always is.
    """
    begun = "SELECT group_id FROM changes WHERE audit = ? ORDER BY n LIMIT 1"
    others = f"AND path NOT LIKE '@%' AND group_id != ({begun})"
    query = f"{_SELECT} WHERE audit = ? AND author = ? {others} ORDER BY n DESC LIMIT 1"
    row = connection.exec_driver_sql(query, (audit, author, audit)).first()
    return _load(row) if row is not None else None


def conflicts(
    connection: "Connection", audit: str, heads: dict[str, tuple[str, ...]]
) -> tuple[Conflict, ...]:
    """Return the paths of ``heads`` whose heads differ in value, the one shown first."""
    found = []
    for path, ids in heads.items():
        if len(ids) > 1:
            ends = heads_of(of_path(connection, audit, path))
            if is_conflict(path, ends):
                found.append(Conflict(path, ends))
    return tuple(found)


def _head(connection: "Connection", act: Act) -> tuple[str, int]:
    """Return hash and number of the device's last change in the audit."""
    query = (
        "SELECT hash, seq, id FROM changes WHERE audit = ? AND device = ? ORDER BY seq DESC LIMIT 1"
    )
    row = driver(connection).execute(query, (act.audit, act.device)).fetchone()
    if row is not None:
        rise_above(str(row[2]))
        return str(row[0]), int(row[1])
    if audits.get(connection, act.audit) is None:
        raise AuditNotFoundError(audit=act.audit)
    return ROOT, 0


def _change(act: Act, path: str, value: JsonValue, entry: entries.Entry) -> Change:
    for head in entry.heads:
        rise_above(head)
    return Change(
        id=new_id(),
        audit=act.audit,
        path=path,
        before=json.loads(entry.value),
        after=value,
        author=act.author,
        device=act.device,
        at=act.at,
        seq=0,
        based_on=entry.heads,
        group=act.group,
        kind=act.kind,
        of=act.of,
    )


def _row(change: Change, before: str, after: str) -> tuple[object, ...]:
    return (
        change.audit,
        change.device,
        change.seq,
        change.id,
        change.path,
        before,
        after,
        json.dumps(change.based_on),
        change.author,
        change.at,
        change.group,
        str(change.kind),
        change.of,
        change.prev,
        change.hash,
    )


def _load(row: Sequence[Any]) -> Change:
    audit, device, seq, identifier, path, before, after, based_on, *rest = row
    author, at, group, kind, of, prev, hash_ = rest
    return Change(
        id=identifier,
        audit=audit,
        path=path,
        before=json.loads(before),
        after=json.loads(after),
        author=author,
        device=device,
        at=at,
        seq=seq,
        based_on=tuple(json.loads(based_on)),
        group=group,
        kind=ChangeKind(kind),
        of=of,
        prev=prev,
        hash=hash_,
    )


def _json(value: JsonValue) -> str:
    return canonical_json(value).decode()
