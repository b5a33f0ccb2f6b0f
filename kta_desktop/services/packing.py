"""Closing a version of an audit and packing it into one signed file; opening such files.

What checks documents (pydantic) is imported where it is used: windows import this module.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.domain.changes import Change
from kta_desktop.domain.definition import Definition
from kta_desktop.domain.ids import new_id
from kta_desktop.errors import KtaError
from kta_desktop.exchange.bag import Bag, Parts, bag, pack
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.errors import (
    BundleError,
    BundleMissingError,
    CancelledError,
    NothingToPackError,
    PlaceUnusableError,
)
from kta_desktop.exchange.findings import Check, Verification, Verified
from kta_desktop.exchange.opening import Merged, take_in
from kta_desktop.exchange.places import (
    forget_cached,
    make_durable,
    place_error,
    reached,
    trailing,
)
from kta_desktop.exchange.sealed_errors import SealedNeedsKeyError
from kta_desktop.exchange.signing import Signer
from kta_desktop.exchange.snapshot import (
    PREFIX,
    Snapshot,
    closing_of,
    closing_value,
    snapshot,
    within,
)
from kta_desktop.i18n import N_, _
from kta_desktop.paths import sync_folder
from kta_desktop.services import contained, joining, quarantine, sealing, signed_versions
from kta_desktop.services.long_work import Cancelled, Report, never, silent
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, changes, definitions, outbox
from kta_desktop.storage.clock import now
from kta_desktop.storage.errors import AuditNotFoundError
from kta_desktop.storage.files import demand_file

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kta_desktop.exchange.bagit import BagReport

__all__ = ["BundleError", "BundleInfo", "Check", "OpenResult", "VerifyReport", "assemble", "build",
           "close_revision", "examined", "open_bundle", "signer", "verify"]  # fmt: skip

VerifyReport = Verification
GATHERING = N_("Gathering the files of the bundle")
PACKING = N_("Packing the bundle")
CHECKING = N_("Checking the bundle")
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleInfo:
    """A bundle that lies on disk and was read back.

    Attributes:
        path: The file.
        audit: Id of the audit.
        revision: Number of the revision in it.
        sha256: Name of the bundle: hash of its ``tagmanifest-sha256.txt``.
        size: Bytes of the file.
    """

    path: Path
    audit: str
    revision: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenResult:
    """What opening a bundle changed.

    Attributes:
        audit_id: Id of the audit.
        revision: Number of the revision that came in.
        new: Whether the audit was not known before.
        merged_changes: Changes that were not known before; 0 if it was opened already.
        conflicts: Paths of the audit that now wait for a decision.
    """

    audit_id: str
    revision: int
    new: bool
    merged_changes: int
    conflicts: tuple[str, ...]


def close_revision(ws: Workspace, audit_id: str, *, force: bool = False) -> int:
    """Close a version of the audit if something changed since the last one; return its number.

    A version closed by another device is closed again here, since whoever packs it signs it.

    Args:
        ws: The workspace.
        audit_id: Id of the audit.
        force: Whether to close one even if nothing changed: the last one was sent as it is.

    Raises:
        AuditNotFoundError: If there is no such audit.
        KtaError: If it cannot be written.
    """
    with ws.store.begin() as connection:
        if audits.get(connection, audit_id) is None:
            raise AuditNotFoundError(audit=audit_id)
        log = tuple(changes.of_audit(connection, audit_id))
        last = last_revision(log)
        closing = closing_of(log, last, ws.device)
        is_own = closing is not None and closing.device == ws.device
        if closing is not None and is_own and _covers(closing, log) and not force:
            return last
        _close(connection, ws, audit_id, log, last + 1)
        return last + 1


def last_revision(log: tuple[Change, ...]) -> int:
    """Return the highest number of a closed version; 0 before the first."""
    numbers = (int(one.path.removeprefix(PREFIX)) for one in log if one.path.startswith(PREFIX))
    return max(numbers, default=0)


def _covers(closing: Change, log: tuple[Change, ...]) -> bool:
    return all(within(change, closing) for change in log)


def _close(
    connection: "Connection", ws: Workspace, audit: str, log: tuple[Change, ...], number: int
) -> None:
    at = now()
    act = changes.Act(audit=audit, author=ws.profile.id, device=ws.device, at=at, group=new_id())
    value = closing_value(at, ws.profile.id, log, ws.device)
    changes.write(connection, act, [(f"{PREFIX}{number}", value)])


def assemble(ws: Workspace, audit_id: str, revision: int, *, hashed: bool = True) -> Bag:
    """Lay out the bag of a closed version with all its signatures; nothing is written.

    Args:
        ws: Where the audit is.
        audit_id: Which.
        revision: Number of the version.
        hashed: Whether evidence is hashed when it is read; False if what is made of it will be.

    Raises:
        NothingToPackError: If there is no such version.
        SignedVersionError: If somebody signed it and it would not be the same to the byte.
        KtaError: If evidence or readings that the audit names are missing or not what they were.
    """
    snap, definition = _snapshot(ws, audit_id, revision)
    record = snap.record(definition)
    kept = signed_versions.kept(ws, audit_id, revision)
    parts = Parts(
        definition={"pack": definition.pack, "version": definition.version},
        contents=contained.StoredContents(ws, snap.state.entries, hashed=hashed),
        assessment=kept.assessment if kept else contained.assessment(record),
        sheets=kept.sheets if kept else contained.sheets(ws, snap, record),
    )
    return signed_versions.with_signatures(ws, bag(snap, parts, signer(ws)), kept)


def signer(ws: Workspace) -> Signer:
    """Return this device as one that signs."""
    return Signer(ws.public_key, ws.sign)


def _snapshot(ws: Workspace, audit_id: str, revision: int) -> tuple[Snapshot, Definition]:
    with ws.store.connect() as connection:
        row = audits.get(connection, audit_id)
        if row is None:
            raise NothingToPackError(audit=audit_id, revision=revision)
        log = tuple(changes.of_audit(connection, audit_id))
        data = definitions.stored_bytes(connection, row.definition_sha256)
        definition = ws.definition(connection, row.definition_sha256)
    return snapshot(audit_id, log, revision, data, ws.device), definition


def build(
    ws: Workspace,
    audit_id: str,
    out: Path,
    *,
    report: Report = silent,
    cancelled: Cancelled = never,
) -> BundleInfo:
    """Pack the audit as it is into the file ``out``, which is replaced whole or not at all.

    A version is closed if something changed since the last one. The file is read back and
    checked before it gets its name.

    Raises:
        AuditNotFoundError: If there is no such audit.
        PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If it cannot be written.
        CancelledError: If it was stopped; an older file is kept.
        BundleError: If what was written does not read back.
        ContentChangedError: If evidence in the workspace is damaged.
    """
    report(0.0, _(GATHERING))
    with reached(out, PlaceUnusableError):
        demand_file(out)
    joining.introduce(ws, audit_id)  # whose work it is stands in the bundle, too
    revision = close_revision(ws, audit_id)
    packed = assemble(ws, audit_id, revision, hashed=False)  # reading back hashes them
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        with reached(out, PlaceUnusableError):
            out.parent.mkdir(parents=True, exist_ok=True)
            _write(packed, temporary, report, cancelled)
        report(0.8, _(CHECKING))
        _check(ws, packed, temporary)
        with reached(out, PlaceUnusableError):
            size = temporary.stat().st_size
            temporary.replace(out)
            sync_folder(out.parent)
    finally:
        _take_away(temporary)
    _note(ws, packed, out)
    report(1.0, _(CHECKING))
    return BundleInfo(path=out, audit=audit_id, revision=revision, sha256=packed.sha256, size=size)


def _write(packed: Bag, path: Path, report: Report, cancelled: Cancelled) -> None:
    done, whole = 0, max(packed.size, 1)

    def step(count: int) -> None:
        nonlocal done
        if cancelled():
            raise CancelledError
        done += count
        settle(count)
        report(0.2 + 0.6 * done / whole, _(PACKING))

    with path.open("wb") as file:
        with trailing(file) as settle:
            pack(packed, file, step)
        make_durable(file)
        forget_cached(file)  # a stick can lie: what is checked comes from it


def _check(ws: Workspace, packed: Bag, path: Path) -> None:
    """Read a file back; raise what is wrong with it, or with the workspace it was made from."""
    fault = verify(path).fault
    if fault is None:
        return
    for member in assemble(ws, packed.audit, packed.revision).members:
        if member.name == fault.as_json()["where"]:
            for _chunk in member.open():
                pass
    raise fault


def _take_away(temporary: Path) -> None:
    """Remove an unfinished file; one that cannot be removed is told to the log only."""
    try:
        temporary.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("unfinished bundle left: %s", place_error(error, temporary))


def _note(ws: Workspace, packed: Bag, out: Path) -> None:
    detail: dict[str, JsonValue] = {
        "path": str(out),
        "revision": packed.revision,
        "sha256": packed.sha256,
    }
    with ws.store.begin() as connection:
        outbox.note(connection, "export", packed.audit, detail)


def verify(path: Path, ws: Workspace | None = None) -> VerifyReport:
    """Return every check of the bundle at ``path`` with its result; nothing is unpacked to disk.

    Args:
        path: The bundle, or the encrypted file in which it is.
        ws: Whose key opens an encrypted one.

    Raises:
        SealedNeedsKeyError: If it is encrypted and no workspace was given.
        SealedForeignError, SealedAlteredError: If it does not decrypt.
    """
    from kta_desktop.exchange.verify import verify_file

    if ws is None and sealing.is_sealed(path):
        raise SealedNeedsKeyError(where=path.name)
    if ws is None:
        return verify_file(path)
    with sealing.plain(ws, path) as bundle:
        return verify_file(bundle)


def verify_bag(path: Path) -> "BagReport":
    """Return whether any BagIt bag, a folder or a ZIP file, is valid; whoever made it."""
    from kta_desktop.exchange.bagit import validate

    return validate(path)


def open_bundle(ws: Workspace, path: Path) -> OpenResult:
    """Take a bundle into the workspace: a new audit, or merged with the one that is known.

    Whom its team knows by name alone takes that place in it. The file may be encrypted to us.

    Raises:
        BundleError: The first check that failed; the file is kept in quarantine, nothing changed.
        KtaError: If it cannot be read or stored.
    """
    who = {"author": ws.profile.id, "device": ws.device}
    merged = _examine(ws, path, lambda found, bag: take_in(ws.store, found, bag, **who))
    joining.join(ws, merged.audit)
    return result_of(merged)


def examined(ws: Workspace, path: Path, look: Callable[[Verified, str], T]) -> T:
    """Return what ``look`` says of a bundle that passed every check, and of its file's name.

    Raises:
        BundleError: The first check that failed; the file is kept in quarantine.
        KtaError: If it cannot be read.
    """
    return _examine(ws, path, lambda found, bag: look(found, bag.name))


def _examine(ws: Workspace, path: Path, use: Callable[[Verified, Container], T]) -> T:
    try:
        with sealing.plain(ws, path) as bundle:
            return _used(bundle, use)
    except BundleMissingError:
        raise  # there is nothing to keep
    except BundleError as error:
        quarantine.keep_file(ws, path, error)
        raise


def _used(path: Path, use: Callable[[Verified, Container], T]) -> T:
    with reached(path, PlaceUnusableError):
        container = Container(path)
    try:
        return use(_verified(container), container)
    finally:
        container.close()


def _verified(container: Container) -> Verified:
    from kta_desktop.exchange.verify import verify as verify_source

    return _passed(verify_source(container))


def _passed(verification: Verification) -> Verified:
    fault: KtaError | None = verification.fault
    if fault is not None:
        raise fault
    if verification.verified is None:
        raise AssertionError(verification)
    return verification.verified


def result_of(merged: Merged) -> OpenResult:
    """Return what taking in a bundle changed, for screens and scripts."""
    return OpenResult(
        audit_id=merged.audit,
        revision=merged.revision,
        new=merged.new,
        merged_changes=merged.changes,
        conflicts=merged.conflicts,
    )
