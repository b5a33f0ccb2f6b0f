"""The centre's side of the exchange: takes in what was delivered and signs for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.errors import KtaError
from kta_desktop.exchange.address import open_remote
from kta_desktop.exchange.errors import REPEATING, CancelledError
from kta_desktop.exchange.findings import Verified
from kta_desktop.exchange.opening import Merged, take_in
from kta_desktop.exchange.outbox import (
    DeliveredSource,
    Manifest,
    read_manifest,
    read_receipt,
    receipt,
)
from kta_desktop.exchange.remote import Access, Remote, receipt_name
from kta_desktop.exchange.verify import verify
from kta_desktop.i18n import N_, _
from kta_desktop.services import packing, quarantine
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import outbox
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import WorkspaceError

TAKING = N_("Taking in {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One bundle that was taken in and signed for.

    Attributes:
        audit: Id of the audit.
        revision: Number.
        sha256: Name of the bundle.
        new: Whether the audit was not known before.
        merged_changes: Changes that were not known before.
        conflicts: Paths of the audit that wait for a decision.
    """

    audit: str
    revision: int
    sha256: str
    new: bool
    merged_changes: int
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One manifest that was refused; listed in quarantine, nothing of it was taken.

    Attributes:
        name: Its name at the remote.
        error: Why, as errors are printed.
    """

    name: str
    error: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """What one intake came to.

    Attributes:
        received: What was taken in now.
        refused: What was refused.
        known: How many manifests had a receipt already.
        stopped: Whether the user stopped it; what was taken in until then stays.
    """

    received: tuple[Taken, ...] = ()
    refused: tuple[Refused, ...] = ()
    known: int = 0
    stopped: bool = False


@dataclass
class _Intake:
    """An intake under way."""

    ws: Workspace
    place: Remote
    received: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    known: int = 0


def intake(
    ws: Workspace,
    url: str,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> IntakeReport:
    """Take in every bundle at a remote that has no receipt yet, and write the receipts.

    What is refused is quarantined and listed; the others go on. Doing it twice changes nothing.

    Raises:
        RemoteAddressError, PlaceGoneError, PlaceFullError, PlaceReadOnlyError, RemoteTooNewError,
            RemoteNotOursError: If the place cannot be used.
        KtaError: If the workspace cannot be written.
    """
    work = _Intake(ws, open_remote(url, Access(owner=ws.device)))
    work.place.check_layout()
    names = work.place.names("bundles")
    stopped = False
    for number, name in enumerate(names):
        if cancelled():
            stopped = True
            break
        report(number / len(names), _(TAKING).format(name=name))
        _take_one(work, name)
    report(1.0, "")
    return IntakeReport(
        received=tuple(work.received),
        refused=tuple(work.refused),
        known=work.known,
        stopped=stopped,
    )


def _take_one(work: _Intake, name: str) -> None:
    if _is_done(work, name):
        work.known += 1
        return
    try:
        work.received.append(_take(work, name))
    except (*REPEATING, CancelledError, WorkspaceError):
        raise
    except KtaError as error:
        data = work.place.read(name) or b""
        quarantine.keep_document(work.ws, name, data, error)
        work.refused.append(Refused(name=name, error=quarantine.reason_of(error)))


def _is_done(work: _Intake, name: str) -> bool:
    """Whether the bundle under ``name`` is here, and its receipt there."""
    _folder, audit, last = name.split("/")
    _revision, _dash, sha256 = last.removesuffix(".json").partition("-")
    with work.ws.store.connect() as connection:
        document = outbox.receipt(connection, audit, sha256)
    return document is not None and work.place.read(receipt_name(audit, sha256)) == document


def _take(work: _Intake, name: str) -> Taken:
    """Verify one delivered bundle, merge it, and only then sign for it."""
    delivered = read_manifest(work.place, name)
    source = DeliveredSource(work.place, name, delivered.manifest.files)
    verification = verify(source)
    verified = verification.verified
    if verified is None:
        raise verification.fault or AssertionError(name)
    source.check(delivered, verified)
    ws = work.ws
    merged = take_in(ws.store, verified, source, author=ws.profile.id, device=ws.device)
    _sign_for(work, delivered.manifest, verified)
    return _taken(merged, verified)


def _sign_for(work: _Intake, sent: Manifest, verified: Verified) -> None:
    """Write the receipt; one that is here or there already, and fits, stays the receipt."""
    ws, audit, sha256 = work.ws, sent.audit, sent.sha256
    with ws.store.connect() as connection:
        document = outbox.receipt(connection, audit, sha256)
    if document is None:
        there = read_receipt(work.place, sent, None)
        document = receipt(verified, now(), packing.signer(ws)) if there is None else there.document
        with ws.store.begin() as connection:
            outbox.add_receipt(connection, audit, sha256, sent.revision, document)
    work.place.put(receipt_name(audit, sha256), document)


def _taken(merged: Merged, verified: Verified) -> Taken:
    return Taken(
        audit=merged.audit,
        revision=merged.revision,
        sha256=verified.sha256,
        new=merged.new,
        merged_changes=merged.changes,
        conflicts=merged.conflicts,
    )
