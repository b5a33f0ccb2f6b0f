"""Places where two people answered differently: both values stay until a person decides.

The decision is a change built on all that it decides between, so it is merged, undone and looked
back at like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.domain.fieldpath import parse_path
from kta_desktop.services import answering
from kta_desktop.services.answering import Edit
from kta_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the values that stand against each other.

    Attributes:
        change: Id of the change that left it.
        value: The value; None if it took the value away.
        author: Name of who entered it; empty if the audit does not know.
        device: Fingerprint of the device it was entered on.
        at: ISO time (UTC).
        is_here: Whether it was entered on this device.
    """

    change: str
    value: JsonValue
    author: str
    device: str
    at: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A path that holds more than one value.

    Attributes:
        path: Where, see ``domain.fieldpath``.
        sides: Its values; the first is the one shown meanwhile, the latest.
    """

    path: str
    sides: tuple[Side, ...]

    @property
    def address(self) -> str:
        """Address of the question it belongs to; empty for a record."""
        return parse_path(self.path).address


def disputes(record: AuditRecord, device: str) -> tuple[Dispute, ...]:
    """Return what waits for a decision, in the order of the paths.

    Args:
        record: The audit.
        device: Fingerprint of this device.
    """
    names = {auditor.id: auditor.name for auditor in record.team}
    return tuple(
        Dispute(
            path=conflict.path,
            sides=tuple(_side(head, names, device) for head in conflict.heads),
        )
        for conflict in record.conflicts
    )


def decide(ws: Workspace, audit_id: str, path: str, value: JsonValue) -> tuple[Change, ...]:
    """Let ``value`` be what ``path`` holds; the other values stay in the history.

    Raises:
        AuditNotFoundError: If there is no such audit.
        UnfitTextError: If a text is too long or not writable.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written; then
            it waits for a decision as before.
    """
    return answering.store(ws, audit_id, [Edit(path, value)], ChangeKind.RESOLVE)


def _side(head: Change, names: Mapping[str, str], device: str) -> Side:
    return Side(
        change=head.id,
        value=head.after,
        author=names.get(head.author, ""),
        device=head.device,
        at=head.at,
        is_here=head.device == device,
    )
