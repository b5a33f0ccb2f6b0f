"""An audit at one revision: the part of its change log that belongs to it, and what that says.

A revision is closed by a change ``@revision/<n>`` whose value names, for every other device, up
to where its chain was known then (``upto``). So the revision stays the same set of changes when
older changes of other devices arrive later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue, sha256_hex
from kta_desktop.domain.changes import Change, Replay, replay
from kta_desktop.domain.definition import Definition
from kta_desktop.exchange.errors import NothingToPackError

STATE_FORMAT = "kta-audit/1"
PREFIX = "@revision/"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """An audit at a revision.

    Attributes:
        audit: Id.
        revision: Number.
        closing: The change that closed it.
        changes: The log up to and including ``closing``, by id.
        definition: The compiled definition as canonical JSON, whose hash is its version.
    """

    audit: str
    revision: int
    closing: Change
    changes: tuple[Change, ...]
    definition: bytes

    @cached_property
    def state(self) -> Replay:
        """Return what the log amounts to."""
        return replay(self.changes)

    @cached_property
    def definition_sha256(self) -> str:
        """Return the version of the definition."""
        return sha256_hex(self.definition)

    @property
    def closed_at(self) -> str:
        """Return the ISO time (UTC) of the closing."""
        return self.closing.at

    def record(self, definition: Definition) -> AuditRecord:
        """Return the audit as reports take it; the sheet of a revision is printed from this."""
        newest = max(self.changes, key=lambda change: (change.at, change.id))
        return AuditRecord(
            id=self.audit,
            definition=definition,
            definition_sha256=self.definition_sha256,
            entries=self.state.entries,
            conflicts=self.state.conflicts,
            last_change_hash=self.closing.hash,
            saved_at=newest.at,
            heads=self.state.heads,
        )


def closing_value(at: str, by: str, log: Iterable[Change], device: str) -> dict[str, JsonValue]:
    """Return the value of a change that closes a revision of ``log`` on ``device``.

    Args:
        at: ISO time (UTC).
        by: Id of the auditor.
        log: Everything known of the audit.
        device: The device that closes; its own chain is bounded by the change itself.
    """
    upto: dict[str, int] = {}
    for change in log:
        if change.device != device:
            upto[change.device] = max(upto.get(change.device, 0), change.seq)
    return {"at": at, "by": by, "upto": dict(sorted(upto.items()))}


def within(change: Change, closing: Change) -> bool:
    """Whether ``change`` belongs to the revision that ``closing`` closed."""
    if change.device == closing.device:
        return change.seq <= closing.seq
    upto = closing.after.get("upto") if isinstance(closing.after, Mapping) else None
    bound = upto.get(change.device, 0) if isinstance(upto, Mapping) else 0
    return isinstance(bound, int) and change.seq <= bound


def closing_of(log: Iterable[Change], revision: int, device: str) -> Change | None:
    """Return the change that closed ``revision``; of two devices' closings, that of ``device``."""
    found = [change for change in log if change.path == f"{PREFIX}{revision}"]
    own = [change for change in found if change.device == device]
    return max(own or found, key=lambda change: (change.at, change.id), default=None)


def snapshot(
    audit: str, log: Iterable[Change], revision: int, definition: bytes, device: str
) -> Snapshot:
    """Return the audit at a revision.

    Args:
        audit: Id.
        log: Everything known of the audit, in any order.
        revision: Number.
        definition: Canonical JSON.
        device: Whose closing is meant where two devices closed the same number.

    Raises:
        NothingToPackError: If it was not closed.
    """
    changes = tuple(log)
    closing = closing_of(changes, revision, device)
    if closing is None:
        raise NothingToPackError(audit=audit, revision=revision)
    members = [change for change in changes if within(change, closing)]
    return Snapshot(
        audit=audit,
        revision=revision,
        closing=closing,
        changes=tuple(sorted(members, key=lambda change: change.id)),
        definition=definition,
    )


def state_json(
    snap: Snapshot, definition: Mapping[str, JsonValue], assessment: JsonValue
) -> dict[str, JsonValue]:
    """Return what ``data/audit.json`` holds.

    Args:
        snap: The audit at a revision.
        definition: The compiled definition, parsed.
        assessment: What the figures come to; all else follows from the change log.
    """
    entries = snap.state.entries
    return {
        "format": STATE_FORMAT,
        "id": snap.audit,
        "revision": snap.revision,
        "closed": {
            "at": snap.closing.at,
            "by": snap.closing.author,
            "change": snap.closing.id,
            "device": snap.closing.device,
        },
        "definition": {
            "sha256": snap.definition_sha256,
            "pack": definition.get("pack"),
            "version": definition.get("version"),
        },
        "enterprise": {
            path.removeprefix("@plant/"): value
            for path, value in entries.items()
            if path.startswith("@plant/")
        },
        "sources": _sources(entries),
        "answers": dict(entries),
        "conflicts": [conflict.path for conflict in snap.state.conflicts],
        "assessment": assessment,
    }


def _sources(entries: Mapping[str, JsonValue]) -> list[JsonValue]:
    """Return the emission sources and points that were measured, each once."""
    found = {
        (str(value.get("source", "")), str(value.get("point", "")))
        for path, value in entries.items()
        if path.startswith("@session/") and isinstance(value, Mapping)
    }
    return [{"source": source, "point": point} for source, point in sorted(found)]
