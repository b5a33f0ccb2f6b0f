"""Bundles that lie in a folder as files, plain or encrypted to us: carried there by hand.

They are taken in like what was delivered, and signed for in the layout of the place.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.errors import KtaError
from kta_desktop.exchange import layout
from kta_desktop.exchange.container import Container
from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleIncompleteError,
    BundleSignatureError,
    BundleTooLargeError,
    BundleUnreadableError,
)
from kta_desktop.exchange.folder import FolderRemote
from kta_desktop.exchange.places import reached
from kta_desktop.exchange.remote import Remote, receipt_name
from kta_desktop.exchange.signing import fingerprint, is_signed, read_detached
from kta_desktop.exchange.verify import verify
from kta_desktop.services import quarantine, receiving_keys
from kta_desktop.services.centre_errors import HeldError
from kta_desktop.services.receiving_rows import Refused, Taken
from kta_desktop.services.receiving_work import FATAL, Intake, hold, merge
from kta_desktop.storage import arrivals, outbox, transfers
from kta_desktop.storage.clock import now
from kta_desktop.storage.reviews import HeldRow

SEALED_FOLDER = "sealed"
_SUFFIXES = (".kta", ".kta.age")
_TEXT = 16 << 20  # bytes: the tag files of the largest bundle need less
_SAID = re.compile(
    r"^External-Identifier: ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/([1-9]\d{0,8})$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Label:
    """What a bundle says of itself before it is verified: good for a list, and for no more.

    Attributes:
        sha256: Name of the bundle: hash of its list of lists.
        key: Who signed that list, 32 raw bytes.
        audit: Id of the audit; empty if it says none.
        revision: Number; 0 if it says none.
    """

    sha256: str
    key: bytes
    audit: str
    revision: int


def found(remote: Remote) -> tuple[Path, ...]:
    """Return the bundles that lie as files in a folder or in its ``sealed``; none elsewhere.

    Raises:
        KtaError: If the folder cannot be read.
    """
    if not isinstance(remote, FolderRemote):
        return ()
    with reached(remote.root):
        folders = (remote.root, remote.root / SEALED_FOLDER)
        return tuple(
            path
            for folder in folders
            if folder.is_dir()
            for path in sorted(folder.iterdir())
            if path.name.endswith(_SUFFIXES) and _is_plain(path)
        )


def _is_plain(path: Path) -> bool:
    """Whether a path is that of a file, and not of a link that leads to one elsewhere."""
    return not path.name.startswith(".") and path.is_file() and not path.is_symlink()


def take_one(work: Intake, path: Path) -> None:
    """Take in, hold or refuse one file; the file itself stays as it is."""
    name = _name(work, path)
    mark, seen = f"loose/{work.place.url}", _seen(path, name)
    with work.ws.store.connect() as connection:
        if transfers.is_heard(connection, mark, seen):
            work.known += 1
            return
    try:
        is_new = _take(work, path, name)
    except FATAL:
        raise
    except HeldError:
        return  # listed where the label was at hand
    except KtaError as error:
        quarantine.keep_file(work.ws, path, error)
        work.refused.append(Refused(name=name, error=quarantine.reason_of(error)))
        return
    work.known += not is_new
    with work.ws.store.begin() as connection:
        transfers.hear(connection, mark, seen)


def _name(work: Intake, path: Path) -> str:
    """Return the name in the folder; a sign that is no text, of another system, as its number."""
    name = path.relative_to(work.place.url).as_posix()
    return name.encode(errors="backslashreplace").decode()


def _seen(path: Path, name: str) -> str:
    """Return under what a file is remembered once it was taken in: another file is another."""
    with reached(path):
        told = path.stat()
    return f"{name}/{told.st_size}/{told.st_mtime_ns}"


def _take(work: Intake, path: Path, name: str) -> bool:
    """Take a file in; return whether it was not known before."""
    with _container(work, path) as container:
        label = _label(container)
        if _is_known(work, label):
            return False
        try:
            work.received.append(_admitted(work, name, container, label))
        except HeldError as error:
            _hold(work, name, label, error)
            raise
    return True


def _admitted(work: Intake, name: str, container: Container, label: _Label) -> Taken:
    """Take a bundle in if its key and its authors are those of a person we know.

    Raises:
        HeldError: If somebody has to decide about it first.
    """
    receiving_keys.admit(work.ws, label.key, work.place.url, name)
    verification = verify(container)
    if verification.verified is None:
        raise verification.fault or AssertionError(name)
    receiving_keys.demand_author(work.ws, verification.verified, work.place.url, name)
    return merge(work, name, container, verification.verified)


@contextmanager
def _container(work: Intake, path: Path) -> Iterator[Container]:
    from kta_desktop.services import sealing

    with sealing.plain(work.ws, path) as plain:
        try:
            container = Container(plain)
        except OSError as error:  # this one file; the others may be read
            raise BundleUnreadableError(where=path.name) from error
        try:
            yield container
        finally:
            container.close()


def _label(container: Container) -> _Label:
    """Return what a bundle says of itself, after the signature over it.

    Raises:
        BundleError: If a part of the label is missing or larger than it can be, or the signature
            does not hold.
    """
    tags = _text(container, layout.TAGMANIFEST)
    try:
        key, signature = read_detached(_text(container, layout.SIGNATURE))
    except ValueError as error:
        raise BundleSignatureError(where=layout.SIGNATURE) from error
    if not is_signed(tags, key, signature):
        raise BundleSignatureError(where=layout.SIGNATURE)
    said = _SAID.search(_text(container, layout.INFO).decode("utf-8", "replace"))
    audit, revision = (said[1], int(said[2])) if said else ("", 0)
    return _Label(sha256_hex(tags), key, audit, revision)


def _text(container: Container, name: str) -> bytes:
    size = next((file.size for file in container.listed() if file.name == name), None)
    if size is None:
        raise BundleIncompleteError(where=name)
    if size > _TEXT:
        raise BundleTooLargeError(where=name, limit=_TEXT)
    data = b"".join(container.chunks(name))
    if len(data) != size:
        raise BundleAlteredError(where=name)
    return data


def _is_known(work: Intake, label: _Label) -> bool:
    """Whether the bundle is here; its receipt is put there if it lacks."""
    with work.ws.store.connect() as connection:
        arrived = arrivals.get(connection, label.audit, label.sha256) is not None
        document = outbox.receipt(connection, label.audit, label.sha256)
    if not arrived or (work.signs and document is None):
        return False
    there = receipt_name(label.audit, label.sha256)
    if work.signs and document is not None and work.place.read(there) is None:
        work.place.put(there, document)
    return True


def _hold(work: Intake, name: str, label: _Label, error: HeldError) -> None:
    row = HeldRow(
        place=work.place.url,
        name=name,
        audit=label.audit,
        revision=label.revision,
        fingerprint=fingerprint(label.key),
        reason={},
        state="held",
        at=now(),
    )
    hold(work, row, error)
