"""Which act an undo or redo is about, read from the log: so it outlives restarts and has no limit.

To be undone is what this device edited last and has not undone since. A new edit clears what
could be redone. Starting an audit, closing a revision and measuring are records of what
happened, not typing: they are never undone. What a person changes in a session that has ended is
an edit like any other.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import TYPE_CHECKING

from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.storage import changes, entries

if TYPE_CHECKING:
    from sqlalchemy import Connection

_RECORDS = ("@audit/pack", "@revision/")
_SESSION = "@session/"
Group = tuple[Change, ...]


def last_done(
    connection: "Connection", audit: str, device: str, passed_over: AbstractSet[str]
) -> Group:
    """Return the changes that an undo takes back, in their order; empty if there are none.

    Args:
        connection: To read from.
        audit: Id of the audit.
        device: Fingerprint of this device.
        passed_over: Groups that cannot be undone because others changed them since.
    """
    latest: dict[str, ChangeKind] = {}
    for group in _groups(connection, audit, device):
        first = group[0]
        if first.of is not None:
            latest.setdefault(first.of, first.kind)
        elif _is_undoable(group, latest) and first.group not in passed_over:
            return group
    return ()


def last_undone(
    connection: "Connection", audit: str, device: str, passed_over: AbstractSet[str]
) -> Group:
    """Return the changes of the undo that a redo takes back; empty if there is none.

    Args:
        connection: To read from.
        audit: Id of the audit.
        device: Fingerprint of this device.
        passed_over: Groups that cannot be redone because others changed them since.
    """
    redone: set[str] = set()
    for group in _groups(connection, audit, device):
        first = group[0]
        if first.of is None:
            return ()
        if first.kind is ChangeKind.UNDO and first.of not in redone | passed_over:
            return group
        redone.add(first.of)
    return ()


def is_overtaken(connection: "Connection", change: Change) -> bool:
    """Return whether the value that ``change`` left is no longer the last word at its path.

    It is while every change built on it came from the same device, which undid and redid it.
    """
    heads = entries.get(connection, change.audit, change.path).heads
    if len(heads) != 1:
        return True
    return changes.device_of(connection, change.audit, heads[0]) != change.device


def _groups(connection: "Connection", audit: str, device: str) -> Iterator[Group]:
    """Yield the acts of a device, newest first, the changes of each in their order."""
    chain = changes.backwards(connection, audit, device)
    for _group, members in groupby(chain, key=lambda change: change.group):
        yield tuple(members)[::-1]


def _is_undoable(group: Group, latest: dict[str, ChangeKind]) -> bool:
    if latest.get(group[0].group) is ChangeKind.UNDO:
        return False
    return not any(_is_record(change) for change in group)


def _is_record(change: Change) -> bool:
    """Whether a change says what happened: the recording of a session lasts until it has ended."""
    if not change.path.startswith(_SESSION):
        return change.path.startswith(_RECORDS)
    ends = [
        value.get("ended_at") if isinstance(value, Mapping) else None
        for value in (change.before, change.after)
    ]
    return None in ends
