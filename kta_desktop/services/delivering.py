"""Delivering audits to the centre, and hearing from it. Nothing here is deleted after sending.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

from kta_desktop.domain.audit import Delivery
from kta_desktop.exchange.errors import RemoteKnownError, RemoteUnknownError
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
from kta_desktop.services.remotes import RemoteInfo, add_remote, remotes
from kta_desktop.services.sending import exchange
from kta_desktop.services.sending_course import Course
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage.outbox import RemoteRow

__all__ = ["DeliveryRow", "ReceiptRow", "RemoteKnownError", "RemoteRow", "RemoteUnknownError",
           "SyncReport", "add_remote", "deliveries", "move_first", "queue", "receipts",
           "remotes", "resend", "sync", "waiting"]  # fmt: skip


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


def _targets(ws: Workspace, remote: str | None) -> tuple[RemoteInfo, ...]:
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
    limit: int | None = None,
    automatic: bool = False,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> SyncReport:
    """Send what is queued, then read what the centre answers.

    An error of one audit lets the others pass. One that every audit would meet (place gone, full,
    read-only, of a later version, credentials) stops that place and is reported once. What was
    stopped in any way goes on from there next time. A place that somebody else visits already is
    left to them: who sends there takes along what is queued meanwhile.

    Args:
        ws: The workspace.
        remote: Name of the only place to visit; None for all.
        network: What is known of the network now.
        limit: Most bytes in a second for this time; None for that of the channel, 0 for none.
        automatic: Whether nobody asked for it: then only places that are due are visited.
        report: Told how far it is.
        cancelled: Asked whether to stop.

    Raises:
        RemoteUnknownError: If there is no remote called ``remote``.
        KtaError: If the workspace itself cannot be written.
    """
    targets = _targets(ws, remote) if remote else remotes(ws)
    course = Course(ws, network, limit, report, cancelled, automatic)
    for target in targets:
        exchange(course, target)
    return _report(course, _waiting(ws, remote))


def _report(course: Course, waiting_for: tuple[str, ...]) -> SyncReport:
    return SyncReport(
        delivered=tuple(course.delivered),
        received=tuple(course.received),
        waiting=waiting_for,
        errors=tuple(course.errors),
        stopped=course.stopped,
        refused=tuple(dict.fromkeys(course.refused)),
        reviews=tuple(course.reviews),
        assignments=tuple(course.assignments),
        packs=tuple(course.packs),
        keys=tuple(course.keys),
        waits_for=tuple(course.waits),
        bytes_sent=course.bytes_sent,
        under_way=course.met_others,
    )


def _waiting(ws: Workspace, remote: str | None) -> tuple[str, ...]:
    """Return the audits that are queued, under way, or without a receipt."""
    with ws.store.connect() as connection:
        rows = outbox.rows(connection, remote)
    return tuple(sorted({row.audit for row in rows if row.state in (*TO_SEND, Delivery.DELIVERED)}))
