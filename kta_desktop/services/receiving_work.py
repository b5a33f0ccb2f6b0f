"""One intake under way: what was taken in is merged, then signed for; what is held is listed."""

from contextlib import suppress
from dataclasses import dataclass, field

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import (
    CancelledError,
    ReceiptForeignError,
    ReceiptWrongError,
    RemoteTakenError,
)
from kta_desktop.exchange.findings import Source, Verified
from kta_desktop.exchange.network_errors import REPEATING, NetworkError
from kta_desktop.exchange.opening import Merged, take_in
from kta_desktop.exchange.outbox import File, Manifest, read_receipt, receipt
from kta_desktop.exchange.remote import Remote, receipt_name
from kta_desktop.exchange.signing import read_envelope
from kta_desktop.services import quarantine, register
from kta_desktop.services.centre_errors import HeldError
from kta_desktop.services.receiving_rows import Held, Refused, Taken
from kta_desktop.services.remotes import RemoteInfo
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import arrivals, outbox, reviews
from kta_desktop.storage.arrivals import Arrival
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import WorkspaceError
from kta_desktop.storage.reviews import HeldRow

FATAL: tuple[type[KtaError], ...] = (*REPEATING, NetworkError, CancelledError, WorkspaceError)
"""What every other bundle would meet, too."""


@dataclass
class Intake:
    """An intake under way.

    Attributes:
        ws: The workspace.
        place: Where from.
        info: The place as it is listed, or as it was given.
        signs: Whether receipts and refusals are signed: at the centre.
        receipts: Names of the receipts there.
    """

    ws: Workspace
    place: Remote
    info: RemoteInfo
    signs: bool
    receipts: frozenset[str]
    received: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    known: int = 0

    @property
    def came_from(self) -> str:
        """Return how the place is named in what is kept."""
        return self.info.name or self.place.url


def merge(work: Intake, name: str, source: Source, verified: Verified) -> Taken:
    """Merge a verified bundle and sign for it."""
    ws = work.ws
    merged = take_in(ws.store, verified, source, author=ws.profile.id, device=ws.device)
    document = _receipt(work, verified) if work.signs else None
    snap = verified.snapshot
    arrival = Arrival(
        audit=snap.audit,
        revision=snap.revision,
        sha256=verified.sha256,
        device=verified.device,
        place=work.came_from,
        name=name,
        at=now(),
    )
    with ws.store.begin() as connection:
        if document is not None:
            outbox.add_receipt(connection, snap.audit, verified.sha256, snap.revision, document)
        arrivals.add(connection, arrival)
        reviews.set_held(connection, work.place.url, name, "taken")
    if document is not None:
        _post(work, receipt_name(snap.audit, verified.sha256), document)
    return _taken(merged, verified)


def _post(work: Intake, name: str, document: bytes) -> None:
    """Put a receipt; what somebody else laid under its name is told, and set aside if it can be.

    The audit is taken in all the same: what lies there says nothing against it.
    """
    try:
        work.place.put(name, document)
    except RemoteTakenError as error:
        work.refused.append(Refused(name=name, error=quarantine.reason_of(error)))
        if _is_signed(work.place.read(name) or b""):
            return  # another centre's, who may have its reasons
        work.place.set_aside(name)
        with suppress(RemoteTakenError):  # where a copy is set aside, the name stays taken
            work.place.put(name, document)


def _is_signed(data: bytes) -> bool:
    try:
        read_envelope(data)
    except ValueError:
        return False
    return True


def _receipt(work: Intake, verified: Verified) -> bytes:
    """Return the receipt; one of ours that is here or there already stays the receipt."""
    snap = verified.snapshot
    with work.ws.store.connect() as connection:
        document = outbox.receipt(connection, snap.audit, verified.sha256)
    if document is not None:
        return document
    signer = register.signer(work.ws)
    try:
        there = read_receipt(work.place, _sent(verified), signer.public_key)
    except (ReceiptForeignError, ReceiptWrongError):
        there = None
    return receipt(verified, now(), signer) if there is None else there.document


def _sent(verified: Verified) -> Manifest:
    """Return what was sent, as its sender lists it."""
    snap = verified.snapshot
    files = [
        File(name=name, sha256=sha256, size=verified.sizes[name])
        for name, sha256 in verified.hashes.items()
    ]
    return Manifest(
        format="kta-delivery/1",
        audit=snap.audit,
        revision=snap.revision,
        sha256=verified.sha256,
        files=files,
    )


def hold(work: Intake, row: HeldRow, error: HeldError) -> None:
    """List a bundle that waits for a decision about its key; nothing of it is taken."""
    reason = quarantine.reason_of(error)
    with work.ws.store.begin() as connection:
        reviews.hold(connection, row, reason)
    work.held.append(
        Held(
            name=row.name,
            audit=row.audit,
            revision=row.revision,
            fingerprint=row.fingerprint,
            error=reason,
        )
    )


def _taken(merged: Merged, verified: Verified) -> Taken:
    return Taken(
        audit=merged.audit,
        revision=merged.revision,
        sha256=verified.sha256,
        new=merged.new,
        merged_changes=merged.changes,
        conflicts=merged.conflicts,
    )
