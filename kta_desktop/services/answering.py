"""Entering, undoing and looking back: every edit is a change in one transaction with its value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kta_desktop.domain.canonical import LONGEST_TEXT, JsonValue, unfit_text
from kta_desktop.domain.changes import Change, ChangeKind
from kta_desktop.domain.ids import new_id
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes, drafts
from kta_desktop.storage import undo as undoing
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import ChangedByOtherError, UnfitTextError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kta_desktop.forms.state import FormState

_MOST_ROUNDS = 10  # repeats nest no deeper


@dataclass(frozen=True, slots=True)
class Edit:
    """What a path is to hold.

    Attributes:
        path: Where, see ``domain.fieldpath``.
        after: The value; None takes it away.
    """

    path: str
    after: JsonValue


def store(
    ws: Workspace,
    audit_id: str,
    edits: Sequence[Edit],
    kind: ChangeKind = ChangeKind.EDIT,
    *,
    typed: Iterable[str] = (),
) -> tuple[Change, ...]:
    """Store edits as one act, durably, before returning; those that change nothing are left out.

    Drafts of their paths, and of the fields ``typed`` that they came from, go with it.

    Raises:
        AuditNotFoundError: If there is no such audit.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If they cannot be written; then
            none of them is.
        UnfitTextError: If a text is too long or not writable; then none of them is.
        ValueError: If a path is none.
    """
    for edit in edits:
        if unfit_text(edit.after) is not None:
            raise UnfitTextError(where=edit.path, limit=LONGEST_TEXT)
    act = _act(ws, audit_id, kind)
    with ws.store.begin() as connection:
        drafts.drop(connection, audit_id, (*(edit.path for edit in edits), *typed))
        return changes.write(connection, act, ((edit.path, edit.after) for edit in edits))


def owed(form: "FormState") -> Iterator[Edit]:
    """Yield what a form must store by itself now: defaults, first values, demanded rows.

    Whoever asks applies each edit to ``form`` before asking for the next: a demanded row may bring
    defaults and rows of its own.
    """
    for _round in range(_MOST_ROUNDS):
        found = dict(form.owed())
        if not found:
            return
        for path, after in found.items():
            yield Edit(path, after)


def undo(ws: Workspace, audit_id: str) -> tuple[Change, ...]:
    """Take back the last act of this device that is not undone; empty if there is none.

    Raises:
        ChangedByOtherError: If someone else changed it since. Nothing is changed, and the next
            call takes back the act before it.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    act = _act(ws, audit_id, ChangeKind.UNDO)
    with ws.store.begin() as connection:
        group = undoing.last_done(connection, audit_id, ws.device, ws.passed_over)
        return _reverse(ws, connection, act, group, group[0].group) if group else ()


def redo(ws: Workspace, audit_id: str) -> tuple[Change, ...]:
    """Bring back what the last undo took away; empty if nothing was undone since the last edit.

    Raises:
        ChangedByOtherError: If someone else changed it since. Nothing is changed.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    act = _act(ws, audit_id, ChangeKind.REDO)
    with ws.store.begin() as connection:
        group = undoing.last_undone(connection, audit_id, ws.device, ws.passed_over)
        return _reverse(ws, connection, act, group, group[0].of or "") if group else ()


def undoable(ws: Workspace, audit_id: str) -> tuple[Change, ...]:
    """Return the changes that ``undo`` would take back, in their order."""
    with ws.store.connect() as connection:
        return undoing.last_done(connection, audit_id, ws.device, ws.passed_over)


def redoable(ws: Workspace, audit_id: str) -> tuple[Change, ...]:
    """Return the changes of the undo that ``redo`` would take back, in their order."""
    with ws.store.connect() as connection:
        return undoing.last_undone(connection, audit_id, ws.device, ws.passed_over)


def history(ws: Workspace, audit_id: str, path: str) -> tuple[Change, ...]:
    """Return every change of one path, oldest first."""
    with ws.store.connect() as connection:
        return changes.of_path(connection, audit_id, path)


def log(ws: Workspace, audit_id: str) -> Iterator[Change]:
    """Yield every change of an audit in order of id, as the log was when the first was asked."""
    with ws.store.connect() as connection:
        yield from changes.of_audit(connection, audit_id)


def _reverse(
    ws: Workspace, connection: "Connection", act: changes.Act, group: undoing.Group, of: str
) -> tuple[Change, ...]:
    """Write what ``group`` replaced, the last of its changes first."""
    for change in group:
        if undoing.is_overtaken(connection, change):
            ws.passed_over.add(of)
            raise ChangedByOtherError(where=change.path)
    edits = ((change.path, change.before) for change in reversed(group))
    return changes.write(connection, replace(act, of=of), edits)


def _act(ws: Workspace, audit: str, kind: ChangeKind) -> changes.Act:
    return changes.Act(
        audit=audit,
        author=ws.profile.id,
        device=ws.device,
        at=now(),
        group=new_id(),
        kind=kind,
    )
