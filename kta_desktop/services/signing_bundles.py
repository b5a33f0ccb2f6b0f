"""Signing a version of an audit with the keys of persons: the auditor's, and the plant's.

The device signs every bundle by itself. A person signs the same list of names and hashes with a
key of their own, here or with another program; both travel in the bundle. A version that was sent
is signed no more: signing closes a new one.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kta_desktop.domain.audit import Delivery
from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.exchange import layout
from kta_desktop.exchange.errors import PlaceUnusableError
from kta_desktop.exchange.findings import SignatureFound, SignatureState
from kta_desktop.exchange.holders import Holder, Term
from kta_desktop.exchange.places import make_durable, reached
from kta_desktop.exchange.signature_errors import SignatureOtherBytesError
from kta_desktop.exchange.signatures import MOST
from kta_desktop.exchange.snapshot import closing_of, within
from kta_desktop.services import joining, packing, signed_versions
from kta_desktop.services.bundle_signing_errors import (
    BundleKeyKindError,
    NothingToSignError,
    SignatureFileError,
    SignatureLateError,
    SignatureOlderError,
    SignaturesFullError,
)
from kta_desktop.services.key_files import Key, demand_term, open_key
from kta_desktop.services.signed_versions import SignedVersionError
from kta_desktop.services.signing_errors import KeyKindError
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import changes, entries, outbox, signatures
from kta_desktop.storage.signatures import SignedVersion, StoredSignature

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = [
    "BundleSignature",
    "Role",
    "SignatureState",
    "Standing",
    "Term",
    "export_manifest",
    "import_file",
    "import_signature",
    "key_for_signing",
    "of_bundle",
    "of_version",
    "sign",
    "standing",
]

_LARGEST = 2 << 20  # bytes of a signature as text


class Role(StrEnum):
    """As what a person signs."""

    AUDITOR = "auditor"
    PLANT = "plant"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSignature:
    """A signature over a version.

    Attributes:
        n: Its number in the bundle; 1 is the device's.
        state: Whether it fits, or is there and cannot be checked here.
        fingerprint: Of the device; empty for a person's.
        holder: Whom the certificate names; None for a device's. Nobody checked the issuer.
        role: One of ``Role``; empty if not known.
        at: ISO time (UTC) as the signature tells it, by the clock of that computer; or empty.
        term: How the certificate stood to that time; None if the signature tells none.
        algorithm: Object identifier of the algorithm; empty for a device's (Ed25519).
    """

    n: int
    state: SignatureState
    fingerprint: str
    holder: Holder | None
    role: str
    at: str
    term: Term | None
    algorithm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the signing of an audit is.

    Attributes:
        audit: Id of the audit.
        number: Its number.
        revision: The last closed version; 0 if there is none.
        is_sent: Whether that version was sent, or is being sent.
        is_changed: Whether the audit was changed since; True if nothing was closed.
        signatures: Over that version. Without those of persons the device's is not listed either.
    """

    audit: str
    number: str
    revision: int
    is_sent: bool
    is_changed: bool
    signatures: tuple[BundleSignature, ...]

    @property
    def signs(self) -> int:
        """Return the number of the version that signing now would sign."""
        return self.revision + 1 if self.is_sent or self.is_changed else self.revision


def key_for_signing(path: Path, passphrase: str) -> Key:
    """Return the key in a PKCS#12 file.

    Raises:
        BundleKeyKindError: If it signs by an algorithm that is not there, such as GOST.
        SigningError: If it cannot be opened.
    """
    try:
        return open_key(path, passphrase)
    except KeyKindError as error:
        raise BundleKeyKindError(path=path.name) from error


def standing(ws: Workspace, audit: str) -> Standing:
    """Return how far the signing of an audit is; nothing is closed or packed.

    Raises:
        KtaError: If it cannot be read.
    """
    with ws.store.connect() as connection:
        log = tuple(changes.of_audit(connection, audit))
        number = entries.text(connection, audit, "@audit/number")
        last = packing.last_revision(log)
        is_sent = _is_sent(connection, audit, last)
        versions = signatures.versions(connection, audit)
    closing = closing_of(log, last, ws.device)
    is_own = closing is not None and closing.device == ws.device
    is_changed = closing is None or not is_own or not all(within(one, closing) for one in log)
    device = "" if closing is None else closing.device
    version = next((one for one in versions if (one.revision, one.device) == (last, device)), None)
    return Standing(
        audit=audit,
        number=number,
        revision=last,
        is_sent=is_sent,
        is_changed=is_changed,
        signatures=() if version is None else _all_of(ws, version),
    )


def of_version(ws: Workspace, audit: str, sha256: str) -> tuple[BundleSignature, ...]:
    """Return the signatures over the bundle ``sha256``, also one that was taken in; or none.

    Raises:
        KtaError: If it cannot be read.
    """
    with ws.store.connect() as connection:
        versions = signatures.versions(connection, audit)
    return next((_all_of(ws, one) for one in versions if one.sha256 == sha256), ())


def of_bundle(found: SignatureFound) -> BundleSignature:
    """Return a signature that was found in a bundle as it is shown."""
    number = int(found.name.partition("/")[2].partition(".")[0])
    return _shown(number, found, "")


def sign(
    ws: Workspace, audit: str, key: Key, role: Role, *, despite_term: bool = False
) -> BundleSignature:
    """Sign the audit as it is; a version is closed if needed. The signature is verified.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        key: Who signs.
        role: As what; stands in the signature.
        despite_term: Whether a certificate that is not in force may sign.

    Raises:
        KeyTermError: If it is not in force and ``despite_term`` was not said.
        BundleKeyKindError: If the key cannot sign.
        SignaturesFullError: If there are as many as a bundle can hold.
        KtaError: If the version cannot be packed, or the signature stored.
    """
    from kta_desktop.exchange import cms

    demand_term(key, despite_term=despite_term)
    version = _to_sign(ws, audit)
    try:
        data = cms.made(version.listing, key.container, key.secret, role)
    except ValueError as error:
        raise BundleKeyKindError(path=key.path.name) from error
    return _store(ws, version, data, role)


def export_manifest(ws: Workspace, audit: str, out: Path) -> SignedVersion:
    """Write what has to be signed into the file ``out``; a version is closed if needed.

    The program with which it is signed may make an attached or a detached signature (CMS).

    Raises:
        PlaceFullError, PlaceReadOnlyError, PlaceUnusableError: If it cannot be written.
        KtaError: If the version cannot be packed.
    """
    version = _to_sign(ws, audit)
    with reached(out, PlaceUnusableError):
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("wb") as file:
            file.write(version.listing)
            make_durable(file)
    return version


def import_file(ws: Workspace, audit: str, path: Path, role: Role) -> BundleSignature:
    """Take a signature that another program made from a file.

    Raises:
        SignatureFileError: If the file cannot be read.
        KtaError: As ``import_signature``.
    """
    try:
        if not path.is_file():  # a pipe would be waited for
            raise SignatureFileError(path=path.name)
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise SignatureFileError(path=path.name) from error
    return import_signature(ws, audit, data, role, path.name)


def import_signature(
    ws: Workspace, audit: str, data: bytes, role: Role, where: str
) -> BundleSignature:
    """Take a signature that another program made over the exported list.

    Args:
        ws: The workspace.
        audit: Id of the audit.
        data: CMS, attached or detached, as bytes, PEM or base64 text.
        role: As what the holder signed.
        where: What it is called in sentences, such as the name of its file.

    Raises:
        NothingToSignError: If no list was exported.
        SignatureError: If it is no signature, of other bytes, or does not fit.
        SignatureOlderError: If it is of a version before the last.
        SignatureLateError: If that version was sent meanwhile.
        SignaturesFullError: If there are as many as a bundle can hold.
    """
    from kta_desktop.exchange import cms

    own = _own_versions(ws, audit)
    if not own:
        raise NothingToSignError
    bare = cms.decoded(data[:_LARGEST])
    version = own[-1]
    try:
        bare = cms.detached(bare, version.listing, where)
        cms.found(bare, version.listing, where)
    except SignatureOtherBytesError:
        older = next((one for one in own[:-1] if _is_over(bare, one, where)), None)
        if older is None:
            raise
        raise SignatureOlderError(revision=older.revision, newest=version.revision) from None
    return _store(ws, version, bare, role)


def _is_over(data: bytes, version: SignedVersion, where: str) -> bool:
    from kta_desktop.exchange import cms

    try:
        cms.found(cms.detached(data, version.listing, where), version.listing, where)
    except SignatureOtherBytesError:
        return False
    return True


def _own_versions(ws: Workspace, audit: str) -> list[SignedVersion]:
    with ws.store.connect() as connection:
        found = signatures.versions(connection, audit)
    return [one for one in found if one.device == ws.device]


def _to_sign(ws: Workspace, audit: str) -> SignedVersion:
    """Return the version that is signed now: the last, unless it was sent or does not fit."""
    joining.introduce(ws, audit)  # as packing does: else what is sent would be a later version
    with ws.store.connect() as connection:
        last = packing.last_revision(tuple(changes.of_audit(connection, audit)))
        is_sent = _is_sent(connection, audit, last)
    revision = packing.close_revision(ws, audit, force=is_sent)
    try:
        packed = packing.assemble(ws, audit, revision)
    except SignedVersionError:
        packed = packing.assemble(ws, audit, packing.close_revision(ws, audit, force=True))
    return signed_versions.keep(ws, packed)


def _is_sent(connection: "Connection", audit: str, revision: int) -> bool:
    """Whether a version is at a place, or partly there: names are written once."""
    return any(
        row.state is not Delivery.QUEUED or row.bytes_done > 0
        for row in outbox.rows(connection)
        if (row.audit, row.revision) == (audit, revision)
    )


def _store(ws: Workspace, version: SignedVersion, data: bytes, role: Role) -> BundleSignature:
    """Keep a signature that fits, if the version was not sent meanwhile."""
    from kta_desktop.exchange import cms

    first = cms.found(data, version.listing, layout.FURTHER.format(number=2))[0]
    with ws.store.begin() as connection:
        if _is_sent(connection, version.audit, version.revision):
            raise SignatureLateError(revision=version.revision)
        if len(signatures.of(connection, version.sha256)) + 1 >= MOST:
            raise SignaturesFullError(most=MOST - 1)
        number = signatures.add(connection, version.sha256, role, data)
        detail: dict[str, Any] = {
            "revision": version.revision,
            "sha256": version.sha256,
            "signature": sha256_hex(data),
        }
        outbox.note(connection, "signature", version.audit, detail)
    return _shown(number, first, role)


def _all_of(ws: Workspace, version: SignedVersion) -> tuple[BundleSignature, ...]:
    """Return the signatures over a version, that of its device first; none without a person's."""
    with ws.store.connect() as connection:
        stored = signatures.of(connection, version.sha256)
    if not stored:
        return ()
    device = BundleSignature(
        n=1,
        state=SignatureState.FITS,
        fingerprint=version.device,
        holder=None,
        role="",
        at="",
        term=None,
        algorithm="",
    )
    return (device, *(one for row in stored for one in _of_row(row, version.listing)))


def _of_row(row: StoredSignature, listing: bytes) -> list[BundleSignature]:
    from kta_desktop.exchange import cms

    found = cms.found(row.data, listing, layout.FURTHER.format(number=row.n))
    return [_shown(row.n, one, row.role) for one in found]


def _shown(number: int, found: SignatureFound, role: str) -> BundleSignature:
    timed = found.holder is not None and bool(found.at)
    return BundleSignature(
        n=number,
        state=found.state,
        fingerprint=found.fingerprint,
        holder=found.holder,
        role=found.role or role,
        at=found.at,
        term=found.holder.term(found.at) if timed and found.holder is not None else None,
        algorithm=found.algorithm,
    )
