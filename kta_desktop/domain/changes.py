"""Changes: the unit of undo, autosave, audit trail, merge and sync.

Each change carries the hash of its predecessor by the same device in the same audit, so a log
from which something was taken, or in which something was altered, no longer verifies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from kta_desktop.domain.canonical import JsonValue, json_hash

ROOT = "0" * 64  # predecessor of a device's first change in an audit
FACTS = "@revision/"  # two devices may both have closed a version: nothing is to be decided there


class ChangeKind(StrEnum):
    """Why a change was made."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"
    RESOLVE = "resolve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of one audit went from ``before`` to ``after``.

    Attributes:
        id: UUIDv7.
        audit: Id of the audit.
        path: Where, in the written form of ``fieldpath``.
        before: The value it replaces; None if there was none.
        after: The value it leaves; None if it takes the value away.
        author: Id of the auditor, described by ``@team/<id>``.
        device: Fingerprint of the device's public key.
        at: ISO 8601 time, UTC, with milliseconds and ``Z``.
        seq: Number in the device's chain of this audit, from 1.
        based_on: Ids of the changes that ``before`` came from; two on the same one conflict.
        group: Id shared by changes that one act of the user made; they are undone together.
        kind: Why it was made.
        of: For an undo or redo: the group that it takes back or brings back.
        prev: Hash of the device's previous change in this audit, ``ROOT`` for the first.
        hash: SHA-256 of the canonical JSON of all other fields.
    """

    id: str
    audit: str
    path: str
    before: JsonValue
    after: JsonValue
    author: str
    device: str
    at: str
    seq: int
    based_on: tuple[str, ...] = ()
    group: str
    kind: ChangeKind = ChangeKind.EDIT
    of: str | None = None
    prev: str = ROOT
    hash: str = ""

    def to_json(self) -> dict[str, JsonValue]:
        """Return all fields."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        return data | {"based_on": list(self.based_on), "kind": str(self.kind)}

    @classmethod
    def from_json(cls, data: Mapping[str, JsonValue]) -> "Change":
        """Return a change as it was written.

        Raises:
            TypeError, ValueError, KeyError: If ``data`` is not a change.
        """
        parts = dict(data)
        parts["based_on"] = tuple(parts["based_on"])  # type: ignore[arg-type]  # raises TypeError
        parts["kind"] = ChangeKind(parts["kind"])  # type: ignore[arg-type]  # raises ValueError
        return cls(**parts)  # type: ignore[arg-type]  # raises TypeError

    def computed_hash(self) -> str:
        """Return what ``hash`` has to be."""
        data = self.to_json()
        del data["hash"]
        return json_hash(data)


def seal(change: Change, prev: str, seq: int) -> Change:
    """Return ``change`` as link ``seq`` behind the change whose hash is ``prev``."""
    linked = replace(change, prev=prev, seq=seq, hash="")
    return replace(linked, hash=linked.computed_hash())


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A change at which a chain does not verify.

    Attributes:
        change: Its id.
        reason: ``altered`` (hash differs), ``missing`` (predecessor absent) or ``forked``.
    """

    change: str
    reason: str


def broken_links(changes: Iterable[Change]) -> list[BrokenLink]:
    """Return every place where the chains of ``changes`` do not verify; empty if all do.

    Args:
        changes: The whole log of any number of audits and devices, in any order.
    """
    chains: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        chains.setdefault((change.audit, change.device), []).append(change)
    broken: list[BrokenLink] = []
    for chain in chains.values():
        prev, seq = ROOT, 1
        for change in sorted(chain, key=lambda link: link.seq):
            if change.computed_hash() != change.hash:
                broken.append(BrokenLink(change.id, "altered"))
            elif change.seq != seq:
                broken.append(BrokenLink(change.id, "missing" if change.seq > seq else "forked"))
            elif change.prev != prev:
                broken.append(BrokenLink(change.id, "missing"))
            prev, seq = change.hash, change.seq + 1
    return broken


@dataclass(frozen=True, slots=True)
class Conflict:
    """A path on which two or more changes were built on the same one.

    Attributes:
        path: Where.
        heads: The changes that no other is built on, the one shown first.
    """

    path: str
    heads: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What a log of changes amounts to.

    Attributes:
        entries: Path to value, without paths whose value was taken away.
        heads: Path to the ids of the changes that the next edit is built on.
        conflicts: Paths that wait for a person's decision.
    """

    entries: dict[str, JsonValue]
    heads: dict[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]


def replay(changes: Iterable[Change]) -> Replay:
    """Return the state that ``changes`` lead to, whatever order they come in.

    Of conflicting values the latest (by time, then id) is shown; both stay in the log.
    """
    by_path: dict[str, dict[str, Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, {})[change.id] = change
    entries: dict[str, JsonValue] = {}
    heads: dict[str, tuple[str, ...]] = {}
    conflicts: list[Conflict] = []
    for path, members in sorted(by_path.items()):
        ends = heads_of(members.values())
        heads[path] = tuple(end.id for end in ends)
        if is_conflict(path, ends):
            conflicts.append(Conflict(path, ends))
        if ends[0].after is not None:
            entries[path] = ends[0].after
    return Replay(entries, heads, tuple(conflicts))


def is_conflict(path: str, ends: Sequence[Change]) -> bool:
    """Whether the changes that no other is built on leave a person to decide between values."""
    differ = len({json_hash(end.after) for end in ends}) > 1
    return differ and not path.startswith(FACTS)


def heads_of(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes of one path that no other is built on, latest first."""
    members: Sequence[Change] = list(changes)
    built_on = {parent for change in members for parent in change.based_on}
    ends = [change for change in members if change.id not in built_on]
    return tuple(sorted(ends, key=lambda change: (change.at, change.id), reverse=True))
