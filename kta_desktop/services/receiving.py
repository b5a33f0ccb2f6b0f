"""The centre's side of the exchange: takes in what was delivered and signs for it.

A lead auditor's workspace takes in the same way and signs for nothing. Each bundle is asked first
whose key signed it, and one of an unknown or revoked key is held, unread, until a person decides.
"""

from dataclasses import replace
from pathlib import Path

from kta_desktop.errors import KtaError
from kta_desktop.exchange.errors import CancelledError
from kta_desktop.exchange.outbox import (
    Delivered,
    DeliveredSource,
    read_manifest,
)
from kta_desktop.exchange.remote import LAYOUT_FILE, Remote, receipt_name
from kta_desktop.exchange.spool import spooled
from kta_desktop.exchange.verify import verify
from kta_desktop.i18n import N_, _
from kta_desktop.services import (
    centre_posts,
    quarantine,
    receiving_keys,
    receiving_loose,
    receiving_refusals,
    register,
    remotes,
)
from kta_desktop.services.centre_errors import HeldError, NotHeldError
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.receiving_rows import Held, IntakeReport, Refused, Taken
from kta_desktop.services.receiving_work import FATAL, Intake, hold, merge
from kta_desktop.services.remotes import RemoteInfo
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import arrivals, outbox, reviews
from kta_desktop.storage.clock import now
from kta_desktop.storage.reviews import HeldRow

__all__ = ["Held", "HeldRow", "IntakeReport", "Refused", "Taken", "held", "intake", "release"]

TAKING = N_("Taking in {name}")
LISTENING = N_("Reading what is there")


def intake(
    ws: Workspace,
    place: str,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> IntakeReport:
    """Take in every bundle at a place that was not taken in yet, and write the receipts.

    What is refused is quarantined, listed, and told to its auditor once; what is signed by an
    unknown or revoked key is held; the others go on. What was said here meanwhile (reviews, keys,
    assignments) is brought to the place. Doing it twice changes nothing.

    Args:
        ws: The workspace of the centre, or of a lead auditor.
        place: Name or address.
        report: Told the share that is done.
        cancelled: Asked whether to stop, also in the middle of a bundle.

    Raises:
        NotCentreError: If the workspace is neither.
        KtaError: If the place cannot be used, or the workspace cannot be written; what was taken
            in until then stays.
    """
    signs = register.demand_level(ws) == "centre"
    info = remotes.at(ws, place)

    def pace(_count: int) -> None:
        if cancelled():
            raise CancelledError

    work: Intake | None = None
    try:
        with remotes.opened(ws, info, pace) as remote:
            report(0.0, _(LISTENING))
            work = _begun(ws, remote, info, signs)
            _visit(work, report, cancelled)
    except CancelledError:
        stopped = True
    else:
        stopped = False
        report(1.0, "")
    return IntakeReport(stopped=True) if work is None else _report(work, stopped)


def _begun(ws: Workspace, remote: Remote, info: RemoteInfo, signs: bool) -> Intake:  # noqa: FBT001
    """Return an intake from a place that was looked at; the place is remembered."""
    if receiving_loose.found(remote) and remote.read(LAYOUT_FILE) is None:
        remote.set_up()  # a stick with nothing but bundles on it: the receipts go there
    remote.check_layout()
    centre_posts.remember(ws, info.name or remote.url)
    return Intake(ws, remote, info, signs, frozenset(remote.names("receipts")))


def _report(work: Intake, stopped: bool) -> IntakeReport:  # noqa: FBT001 - both are asked for
    return IntakeReport(
        received=tuple(work.received),
        refused=tuple(work.refused),
        held=tuple(work.held),
        known=work.known,
        stopped=stopped,
    )


def _visit(work: Intake, report: Report, cancelled: Cancelled) -> None:
    """Go through all that lies at the place."""
    mark = f"intake/{work.came_from}"
    centre_key = None if work.signs else work.info.centre_key
    keys = receiving_keys.learn(work.ws, work.place, mark, centre_key)
    lying: list[str | Path] = [*work.place.names("bundles"), *receiving_loose.found(work.place)]
    for number, name in enumerate(lying):
        if cancelled():
            raise CancelledError
        report(number / len(lying), _(TAKING).format(name=name))
        if isinstance(name, str):
            _take_one(work, name)
        else:
            receiving_loose.take_one(work, name)
    reviewed = receiving_keys.hear_reviews(work.ws, work.place, mark)
    centre_posts.post_to(work.ws, work.place, {"keys": keys, "reviews": reviewed})


def _take_one(work: Intake, name: str) -> None:
    """Take in, hold or refuse what lies under one name."""
    if _is_done(work, name):
        work.known += 1
        return
    lasting = receiving_refusals.lasting(work.ws, work.came_from, name)
    if lasting is not None:
        work.refused.append(Refused(name=name, error=lasting))
        return
    delivered = None
    try:
        delivered = read_manifest(work.place, name)
        receiving_keys.admit(work.ws, delivered.public_key, work.place.url, name)
        work.received.append(_take(work, name, delivered))
        quarantine.settled(work.ws, name)
    except FATAL:
        raise
    except HeldError as error:
        if delivered is not None:
            _hold(work, name, delivered, error)
    except KtaError as error:
        _refuse(work, name, delivered, error)


def _is_done(work: Intake, name: str) -> bool:
    """Whether the bundle under ``name`` is here, and its receipt there; that is put if it lacks."""
    _folder, audit, last = name.split("/")
    _revision, _dash, sha256 = last.removesuffix(".json").partition("-")
    with work.ws.store.connect() as connection:
        arrived = arrivals.get(connection, audit, sha256) is not None
        document = outbox.receipt(connection, audit, sha256)
    if not arrived or (work.signs and document is None):
        return False
    there = receipt_name(audit, sha256)
    if work.signs and document is not None and there not in work.receipts:
        work.place.put(there, document)
    return True


def _take(work: Intake, name: str, delivered: Delivered) -> Taken:
    """Verify one delivered bundle, merge it, and only then sign for it."""
    far = DeliveredSource(work.place, name, delivered.manifest.files)
    with spooled(far, work.ws.path) as source:
        verification = verify(source)
        verified = verification.verified
        if verified is None:
            raise verification.fault or AssertionError(name)
        far.check(delivered, verified)
        receiving_keys.demand_author(work.ws, verified, work.place.url, name)
        return merge(work, name, source, verified)


def _hold(work: Intake, name: str, delivered: Delivered, error: HeldError) -> None:
    """List a bundle whose key waits for a decision; nothing else is done with it."""
    said = delivered.manifest
    row = HeldRow(
        place=work.place.url,
        name=name,
        audit=said.audit,
        revision=said.revision,
        fingerprint=delivered.device,
        reason={},
        state="held",
        at=now(),
    )
    hold(work, row, error)


def _refuse(work: Intake, name: str, delivered: Delivered | None, error: KtaError) -> None:
    """Keep the manifest in quarantine; tell its auditor once, who can bring again what lacks."""
    data = work.place.read(name) or b""
    quarantine.keep_document(work.ws, name, data, error)
    refused = Refused(name=name, error=quarantine.reason_of(error))
    if work.signs and delivered is not None:
        told = receiving_refusals.tell(work.ws, work.place, name, delivered.manifest, error)
        refused = replace(refused, told=told)
        receiving_refusals.remember(work.ws, work.came_from, name, error)
    work.refused.append(refused)


def held(ws: Workspace) -> tuple[HeldRow, ...]:
    """Return the bundles that wait for a decision, and those released for the next intake."""
    with ws.store.connect() as connection:
        return tuple(row for row in reviews.held(connection) if row.state != "taken")


def release(ws: Workspace, place: str, name: str) -> None:
    """Let the next intake take one held bundle, whatever is thought of its key.

    Args:
        ws: The workspace.
        place: Address of the place, as ``held`` gives it.
        name: Its name there.

    Raises:
        NotHeldError: If no such bundle waits.
    """
    if not any((row.place, row.name) == (place, name) for row in held(ws)):
        raise NotHeldError(where=name)
    with ws.store.begin() as connection:
        reviews.set_held(connection, place, name, "released")
