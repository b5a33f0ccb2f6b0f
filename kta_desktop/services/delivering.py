"""Delivering audits to the centre, and hearing from it. Nothing here is deleted after sending.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.address import open_remote
from kta_desktop.exchange.errors import (
    REPEATING,
    CancelledError,
    ReceiptWrongError,
    RemoteKnownError,
    RemoteUnknownError,
)
from kta_desktop.exchange.remote import Access, Remote, bundle_name
from kta_desktop.i18n import N_, _
from kta_desktop.services import packing
from kta_desktop.services.channel import UNKNOWN, NetworkNow
from kta_desktop.services.delivering_rows import (
    TO_SEND,
    DeliveryRow,
    ReceiptRow,
    SyncReport,
    deliveries,
    receipts,
    waiting,
)
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.quarantine import reason_of
from kta_desktop.services.remotes import add_remote, remotes
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import entries, outbox
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.outbox import OutboxRow, RemoteRow

__all__ = ["DeliveryRow", "ReceiptRow", "RemoteKnownError", "RemoteRow", "RemoteUnknownError",
           "SyncReport", "add_remote", "deliveries", "move_first", "queue", "receipts", "remotes",
           "resend", "sync", "waiting"]  # fmt: skip

SENDING = N_("Sending {number}")
_NOTED = 4 << 20  # bytes between two notes of how far a delivery is


@dataclass
class _Course:
    """A sync under way: whom to tell, and what happened so far."""

    ws: Workspace
    report: Report
    cancelled: Cancelled
    delivered: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    errors: list[dict[str, JsonValue]] = field(default_factory=list)
    stopped: bool = False


def queue(ws: Workspace, audit_id: str, remote: str | None = None) -> tuple[DeliveryRow, ...]:
    """Queue an audit as it is for one remote, or for all; a version is closed if needed.

    Raises:
        RemoteUnknownError: If there is no such remote, or none at all.
        AuditNotFoundError: If there is no such audit.
    """
    targets = _targets(ws, remote)
    revision = packing.close_revision(ws, audit_id)
    with ws.store.begin() as connection:
        for target in targets:
            outbox.enqueue(connection, audit_id, revision, target.name)
    rows = deliveries(ws)
    return tuple(row for row in rows if (row.audit, row.revision) == (audit_id, revision))


def _targets(ws: Workspace, remote: str | None) -> tuple[RemoteRow, ...]:
    found = tuple(row for row in remotes(ws) if remote in (None, row.name))
    if not found:
        raise RemoteUnknownError(name=remote or "—")
    return found


def move_first(ws: Workspace, key: str) -> None:
    """Let a delivery be sent before all others to the same place, from the next one on."""
    with ws.store.begin() as connection:
        outbox.move_first(connection, key)


def resend(ws: Workspace, key: str) -> None:
    """Queue a delivery again that stopped or was refused; what the place has is not sent twice."""
    with ws.store.begin() as connection:
        outbox.set_state(connection, key, Delivery.QUEUED)


def sync(
    ws: Workspace,
    remote: str | None = None,
    *,
    network: NetworkNow = UNKNOWN,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SyncReport:
    """Send what is queued and read the receipts of what was sent.

    An error of one audit lets the others pass. One that every audit would meet (place gone, full,
    read-only, of a later version) stops that remote and is reported once. What was stopped in any
    way goes on from there next time.

    Raises:
        RemoteUnknownError: If there is no remote called ``remote``.
        KtaError: If the workspace itself cannot be written.
    """
    course = _Course(ws, report, cancelled)
    for target in _targets(ws, remote) if remote else remotes(ws):
        _exchange(course, target)
    waiting = {
        row.audit
        for row in deliveries(ws)
        if row.state in (*TO_SEND, Delivery.DELIVERED) and remote in (None, row.remote)
    }
    return SyncReport(
        delivered=tuple(course.delivered),
        received=tuple(course.received),
        waiting=tuple(sorted(waiting)),
        errors=tuple(course.errors),
        stopped=course.stopped,
    )


def _exchange(course: _Course, target: RemoteRow) -> None:
    """Send to and hear from one remote."""
    rows = _rows(course.ws, target)
    if not any(row.state in (*TO_SEND, Delivery.DELIVERED) for row in rows):
        return
    place = open_remote(target.url, Access(owner=course.ws.device))
    try:
        place.check_layout()
        for row in rows:
            if row.state in TO_SEND:
                with _on_its_own(course, row, Delivery.QUEUED):
                    _send(course, place, row)
        for row in _rows(course.ws, target):
            if row.state is Delivery.DELIVERED:
                with _on_its_own(course, row, Delivery.DELIVERED):
                    _hear(course, place, target.name, row)
    except CancelledError:
        course.stopped = True
    except REPEATING as error:
        course.stopped = True
        course.errors.append(reason_of(error))


def _rows(ws: Workspace, target: RemoteRow) -> list[OutboxRow]:
    with ws.store.connect() as connection:
        return outbox.rows(connection, target.name)


@contextmanager
def _on_its_own(course: _Course, row: OutboxRow, state: Delivery) -> Iterator[None]:
    """Write an error down at its row; only one that the others would meet too goes further."""
    try:
        yield
    except WorkspaceError:
        raise
    except KtaError as error:
        reason = None if isinstance(error, CancelledError) else reason_of(error)
        with course.ws.store.begin() as connection:
            outbox.set_state(connection, row.id, state, reason)
        if reason is None or isinstance(error, REPEATING):
            raise
        course.errors.append(reason)


def _send(course: _Course, place: Remote, row: OutboxRow) -> None:
    from kta_desktop.exchange.outbox import send, size_of

    ws = course.ws
    packed = packing.assemble(ws, row.audit, row.revision)
    total = size_of(packed)
    with ws.store.begin() as connection:
        outbox.begin_sending(connection, row.id, packed.sha256, total)
        number = entries.text(connection, row.audit, "@audit/number")
    meter = _Meter(course, row, total, _(SENDING).format(number=number))
    send(place, packed, packing.signer(ws), meter.step)
    with ws.store.begin() as connection:
        outbox.set_done(connection, row.id, total)
        outbox.set_state(connection, row.id, Delivery.DELIVERED)
        outbox.note(
            connection,
            "delivery",
            row.audit,
            {"remote": row.remote, "revision": row.revision, "sha256": packed.sha256},
        )
    course.delivered.append(row.audit)


@dataclass
class _Meter:
    """Counts bytes at the remote, tells the user, and writes them down now and then."""

    course: _Course
    row: OutboxRow
    total: int
    text: str
    done: int = 0
    noted: int = 0

    def step(self, count: int) -> None:
        """Count bytes that are newly at the remote.

        Raises:
            CancelledError: If the user stopped the sync.
        """
        if self.course.cancelled():
            raise CancelledError
        self.done += count
        self.course.report(self.done / max(self.total, 1), self.text)
        if self.done - self.noted >= _NOTED:
            with self.course.ws.store.begin() as connection:
                outbox.set_done(connection, self.row.id, self.done)
            self.noted = self.done


def _hear(course: _Course, place: Remote, remote: str, row: OutboxRow) -> None:
    """Read the receipt of a delivered audit, if there is one."""
    from kta_desktop.exchange.outbox import read_manifest, read_receipt

    ws = course.ws
    sent = read_manifest(place, bundle_name(row.audit, row.revision, row.sha256 or ""))
    if sent.device != ws.device:
        raise ReceiptWrongError(where=row.sha256)
    with ws.store.connect() as connection:
        keys = {known.name: known.centre_key for known in outbox.remotes(connection)}
    found = read_receipt(place, sent.manifest, keys[remote])
    if found is None:
        return
    with ws.store.begin() as connection:
        outbox.pin(connection, remote, found.centre_key)
        outbox.add_receipt(
            connection, row.audit, sent.manifest.sha256, row.revision, found.document
        )
        outbox.set_state(connection, row.id, Delivery.RECEIVED)
    course.received.append(row.audit)
