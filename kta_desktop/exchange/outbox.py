"""One audit at one revision on its way: objects that are missing, then the manifest, then proof."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal, Protocol

from pydantic import Field, ValidationError

from kta_desktop.domain.canonical import JsonValue
from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleError,
    BundleIncompleteError,
    BundleSchemaError,
    BundleSignatureError,
    ReceiptForeignError,
    ReceiptWrongError,
    RemoteDamagedError,
    RemoteMissingError,
)
from kta_desktop.exchange.findings import Verified
from kta_desktop.exchange.layout import Listed, Member
from kta_desktop.exchange.parts import Shipment
from kta_desktop.exchange.remote import (
    Remote,
    Step,
    bundle_name,
    hash_at,
    object_name,
    receipt_name,
)
from kta_desktop.exchange.schemas import Id, Moment, Number, Sha256, Strict
from kta_desktop.exchange.signing import Signer, envelope, fingerprint, read_envelope

MANIFEST_FORMAT = "kta-delivery/1"
RECEIPT_FORMAT = "kta-receipt/1"
_MOST_PARTS = 100_000


class Part(Strict):
    """One of the objects that make up a file."""

    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class File(Strict):
    """One file of a bundle in a manifest.

    Attributes:
        name: Its name in the bundle.
        sha256: Hash of the whole file.
        size: Bytes.
        parts: The objects that make it up, in order; empty if it is one object itself.
    """

    name: str
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]
    parts: Annotated[list[Part], Field(max_length=_MOST_PARTS)] = Field(default_factory=list)

    @property
    def objects(self) -> tuple[Part, ...]:
        """Return the objects that hold its bytes, in order."""
        return tuple(self.parts) or (Part(sha256=self.sha256, size=self.size),)


class Manifest(Strict):
    """``bundles/<audit>/<revision>-<sha256>.json``; signed by the device that sends."""

    format: Literal["kta-delivery/1"]
    audit: Id
    revision: Number
    sha256: Sha256
    files: list[File]

    def objects(self, name: str) -> tuple[Part, ...]:
        """Return the objects of the file called ``name``; none if it lists no such file."""
        return next((file.objects for file in self.files if file.name == name), ())


class Receipt(Strict):
    """``receipts/<audit>/<sha256>.json``; signed by the centre."""

    format: Literal["kta-receipt/1"]
    audit: Id
    revision: Number
    sha256: Sha256
    files: dict[str, Sha256]
    received_at: Moment
    by: Sha256


class Proofs(Protocol):
    """What is known to be at a place from earlier exchanges."""

    def is_known(self, member: Member) -> bool:
        """Whether an object was proven to be there, and nothing speaks against it since."""

    def prove(self, member: Member) -> None:
        """Write down that an object was proven to be there, whole."""


class NoProofs:
    """For a place of which nothing is known."""

    def is_known(self, _member: Member) -> bool:
        """Return False."""
        return False

    def prove(self, _member: Member) -> None:
        """Forget it."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a sending goes by.

    Attributes:
        step: Told the bytes that are newly known to be at the place; may raise to stop.
        proofs: What is known to be there.
        is_doubted: Whether the centre found objects missing or damaged: what is there then is
            read back to its last byte, whatever the place says of it.
    """

    step: Step
    proofs: Proofs = field(default_factory=NoProofs)
    is_doubted: bool = False


def send(remote: Remote, load: Shipment, signer: Signer, way: Way) -> None:
    """Bring a bundle to a remote and prove that it is there.

    Objects that are there already are not sent; the manifest is written last and is the commit.

    Args:
        remote: Where to.
        load: What.
        signer: Signs the manifest.
        way: What it goes by.

    Raises:
        KtaError: If the place fails or reads back other bytes; what is there stays there.
    """
    missing = []
    for member in load.objects.values():
        if way.proofs.is_known(member):
            way.step(member.size)
        else:
            missing.append(member)
    for member in missing:
        _bring(remote, member, way)
        way.proofs.prove(member)
    name = bundle_name(load.bag.audit, load.bag.revision, load.bag.sha256)
    document = manifest(load, signer)
    remote.put(name, document)
    if remote.read(name) != document:
        raise RemoteDamagedError(where=name)


def _bring(remote: Remote, member: Member, way: Way) -> None:
    """Let an object be at a remote, proven; a damaged one is set aside and brought once more."""
    name = object_name(member.sha256)
    if remote.size(name) == member.size:
        way.step(member.size)
        is_whole = _reads_back(remote, member) if way.is_doubted else remote.is_whole(member)
    else:
        remote.put_object(member, way.step)
        is_whole = remote.is_whole(member)
    if is_whole:
        return
    remote.set_aside(name)
    remote.put_object(member, lambda _count: None)
    if not remote.is_whole(member):
        raise RemoteDamagedError(where=name)


def _reads_back(remote: Remote, member: Member) -> bool:
    return hash_at(remote, object_name(member.sha256), member.size) == member.sha256


def manifest(load: Shipment, signer: Signer) -> bytes:
    """Return the signed manifest of a bundle; the same bundle gives the same bytes."""
    return envelope(_payload(load), signer)


def listing(load: Shipment) -> Manifest:
    """Return what the manifest of a bundle says."""
    return Manifest.model_validate(_payload(load))


def _payload(load: Shipment) -> dict[str, JsonValue]:
    files: list[JsonValue] = [_listed(member, load) for member in load.bag.members]
    return {
        "format": MANIFEST_FORMAT,
        "audit": load.bag.audit,
        "revision": load.bag.revision,
        "sha256": load.bag.sha256,
        "files": files,
    }


def _listed(member: Member, load: Shipment) -> dict[str, JsonValue]:
    """Return a file as a manifest lists it; one that is an object itself has no parts."""
    told: dict[str, JsonValue] = {
        "name": member.name,
        "sha256": member.sha256,
        "size": member.size,
    }
    made_of = load.files[member.name]
    if [part.sha256 for part in made_of] != [member.sha256]:
        told["parts"] = [{"sha256": part.sha256, "size": part.size} for part in made_of]
    return told


@dataclass(frozen=True, slots=True)
class Delivered:
    """A manifest at a remote, its signature checked.

    Attributes:
        manifest: What it says.
        device: Fingerprint of the device that signed it.
        public_key: Its key, 32 raw bytes.
    """

    manifest: Manifest
    device: str
    public_key: bytes


def read_manifest(remote: Remote, name: str) -> Delivered:
    """Return a manifest.

    Raises:
        BundleSignatureError: If its signature does not hold.
        BundleSchemaError: If it is not of this form, or does not belong under this name.
    """
    data = remote.read(name)
    if data is None:
        raise RemoteMissingError(where=name)
    try:
        signed = read_envelope(data)
    except ValueError as error:
        raise BundleSignatureError(where=name) from error
    try:
        found = Manifest.model_validate(signed.payload)
    except ValidationError as error:
        raise BundleSchemaError(where=name, reason=error.title) from error
    if bundle_name(found.audit, found.revision, found.sha256) != name:
        raise BundleSchemaError(where=name, reason="name")
    return Delivered(found, fingerprint(signed.public_key), signed.public_key)


class DeliveredSource:
    """The files of a bundle, read from the objects of a remote.

    Attributes:
        name: The name of the manifest, as sentences call the bundle.
        stamp: None: objects have no time.
    """

    stamp = None

    def __init__(self, remote: Remote, name: str, files: list[File]) -> None:
        """Read what the manifest called ``name`` lists as ``files``."""
        self.name = name
        self._remote = remote
        self._files = files
        self._by_name = {file.name: file for file in files}

    def listed(self) -> tuple[Listed, ...]:
        """Return the files as announced."""
        return tuple(Listed(name=f.name, size=f.size, packed=f.size) for f in self._files)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, never more than announced.

        Raises:
            BundleIncompleteError: If its object is not at the remote.
            BundleAlteredError: If it has another size.
        """
        file = self._by_name[name]
        if sum(part.size for part in file.objects) != file.size or not all(
            part.size
            for part in file.parts  # nobody cuts such; each would be asked for
        ):
            raise BundleAlteredError(where=name)
        for part in file.objects:
            size = self._remote.size(object_name(part.sha256))
            if size is None:
                raise BundleIncompleteError(where=name)
            if size != part.size:
                raise BundleAlteredError(where=name)
            yield from self._exactly(part, name)

    def _exactly(self, part: Part, name: str) -> Iterator[bytes]:
        """Yield the bytes of an object; a place may give others than it announced, without end."""
        left = part.size
        for chunk in self._remote.chunks(object_name(part.sha256)):
            left -= len(chunk)
            if left < 0:
                break
            yield chunk
        if left:
            raise BundleAlteredError(where=name)

    def fault(self) -> BundleError | None:
        """Return None: nothing lies between the objects."""
        return None

    def check(self, delivered: Delivered, verified: Verified) -> None:
        """Raise if the manifest names other things than the bundle that was verified.

        Raises:
            BundleSignatureError: If another device signed it.
            BundleAlteredError: If hashes, audit or revision differ.
        """
        said = delivered.manifest
        snap = verified.snapshot
        if delivered.device != verified.device:
            raise BundleSignatureError(where=self.name)
        hashes = {file.name: file.sha256 for file in said.files}
        same = (said.audit, said.revision, said.sha256) == (
            snap.audit,
            snap.revision,
            verified.sha256,
        )
        if not same or hashes != dict(verified.hashes):
            raise BundleAlteredError(where=self.name)


def receipt(verified: Verified, received_at: str, signer: Signer) -> bytes:
    """Return the centre's signed word that it has a bundle, with every hash.

    Args:
        verified: What was received.
        received_at: ISO time (UTC).
        signer: The centre.
    """
    payload: dict[str, JsonValue] = {
        "format": RECEIPT_FORMAT,
        "audit": verified.snapshot.audit,
        "revision": verified.snapshot.revision,
        "sha256": verified.sha256,
        "files": dict(verified.hashes),
        "received_at": received_at,
        "by": signer.fingerprint,
    }
    return envelope(payload, signer)


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt that was believed.

    Attributes:
        document: As it lies at the remote.
        centre_key: Who signed it, 32 raw bytes.
    """

    document: bytes
    centre_key: bytes


def read_receipt(remote: Remote, sent: Manifest, centre_key: bytes | None) -> Received | None:
    """Return the receipt for a bundle that was sent; None if there is none yet.

    Args:
        remote: Where it was sent to.
        sent: Our own manifest of it.
        centre_key: Key of the centre if it is known; otherwise the first one is believed.

    Raises:
        ReceiptForeignError: If another key signed it.
        ReceiptWrongError: If its signature does not hold or it does not fit what was sent.
    """
    name = receipt_name(sent.audit, sent.sha256)
    data = remote.read(name)
    if data is None:
        return None
    try:
        signed = read_envelope(data)
        found = Receipt.model_validate(signed.payload)
    except ValueError as error:  # pydantic's ValidationError is one
        raise ReceiptWrongError(where=name) from error
    if centre_key is not None and signed.public_key != centre_key:
        raise ReceiptForeignError(where=name)
    about = (found.audit, found.revision, found.sha256, found.by)
    expected = (sent.audit, sent.revision, sent.sha256, fingerprint(signed.public_key))
    if about != expected or found.files != {file.name: file.sha256 for file in sent.files}:
        raise ReceiptWrongError(where=name)
    return Received(data, signed.public_key)
