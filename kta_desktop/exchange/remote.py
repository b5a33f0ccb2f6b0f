"""Places results are delivered to. All have one layout; every name is written once.

``kta.json`` · ``objects/<aa>/<sha256>`` · ``bundles/<audit>/<revision>-<sha256>.json`` ·
``receipts/<audit>/<sha256>.json``. A folder, a stick and a network share are the same here.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import unquote, urlsplit

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.exchange.errors import (
    PlaceGoneError,
    RemoteAddressError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
    RemoteTooNewError,
)
from kta_desktop.exchange.places import forget_cached, make_durable, reached
from kta_desktop.paths import sync_folder

LAYOUT = 1
LAYOUT_FILE = "kta.json"
DOCUMENT_LIMIT = 16 << 20  # bytes of a manifest or receipt: 20 000 files at some 300 each
CHUNK = 1 << 20
PART = 16 << 20  # bytes between two points from which sending continues after a power cut

Step = Callable[[int], None]
"""Told the bytes that are newly at the remote; may raise to stop."""


class Remote(Protocol):
    """A place of delivery. Every method raises a ``KtaError`` if the place fails."""

    @property
    def url(self) -> str:
        """The address, as sentences name it."""

    def check_layout(self) -> None:
        """Raise if the place is not ours or of a later version."""

    def names(self, folder: str) -> list[str]:
        """Return the names of finished documents below ``folder``, sorted."""

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none."""

    def read(self, name: str) -> bytes | None:
        """Return a document of at most ``DOCUMENT_LIMIT`` bytes; None if there is none."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file, read from the place and not from memory."""

    def put(self, name: str, data: bytes) -> None:
        """Write a document once: at once whole, or not there."""

    def put_object(self, sha256: str, chunks: Iterator[bytes], step: Step) -> None:
        """Bring an object, continuing where an earlier try stopped."""

    def set_aside(self, name: str) -> None:
        """Give a damaged file another name, so that it can be brought again."""


def object_name(sha256: str) -> str:
    """Return where the bytes with this hash lie."""
    return f"objects/{sha256[:2]}/{sha256}"


def bundle_name(audit: str, revision: int, sha256: str) -> str:
    """Return where the manifest of a bundle lies."""
    return f"bundles/{audit}/{revision}-{sha256}.json"


def receipt_name(audit: str, sha256: str) -> str:
    """Return where the receipt for a bundle lies."""
    return f"receipts/{audit}/{sha256}.json"


def hash_at(remote: Remote, name: str) -> str:
    """Return the SHA-256 of a file as it is read back from ``remote``."""
    digest = hashlib.sha256()
    for chunk in remote.chunks(name):
        digest.update(chunk)
    return digest.hexdigest()


def open_remote(url: str, owner: str) -> "FolderRemote":
    """Return the remote at an address.

    Args:
        url: A folder, or a ``file://`` address of one.
        owner: Fingerprint of this device; keeps its unfinished files apart from those of others.

    Raises:
        RemoteAddressError: If it is an address of another kind.
    """
    return FolderRemote(folder_of(url), owner)


def folder_of(url: str) -> Path:
    """Return the folder that an address means.

    Raises:
        RemoteAddressError: If it means none.
    """
    if not url.strip() or "\0" in url:
        raise RemoteAddressError(url=url)
    try:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", url) is None:
            return Path(url).expanduser().absolute()
        parts = urlsplit(url)
    except (ValueError, RuntimeError) as error:  # a broken host; a home that nobody has
        raise RemoteAddressError(url=url) from error
    if parts.scheme != "file" or not parts.path.strip("/"):
        raise RemoteAddressError(url=url)
    path = unquote(parts.path)
    if parts.netloc not in ("", "localhost"):
        return Path(f"//{parts.netloc}{path}")  # a Windows share
    drive = re.match(r"/[A-Za-z]:/", path)
    return Path(path[1:] if drive else path)


class FolderRemote:
    """A folder, also on a USB stick or a network share.

    Attributes:
        root: The folder.
        url: Its path, as sentences name it.
    """

    def __init__(self, root: Path, owner: str) -> None:
        """Name the place; nothing is touched yet."""
        self.root = root
        self.url = str(root)
        self._owner = owner[:8]

    def set_up(self) -> None:
        """Make the folder a place of delivery; one that is already is checked.

        Raises:
            KtaError: If it cannot be written or is of a later version.
        """
        with reached(self.root):
            if self.root.parent.is_dir():
                self.root.mkdir(exist_ok=True)
        self._check_present()
        if self.read(LAYOUT_FILE) is None:
            self.put(LAYOUT_FILE, canonical_json({"layout": LAYOUT}))
        self.check_layout()

    def check_layout(self) -> None:
        """Raise if the folder is gone, not ours, or of a later version."""
        self._check_present()
        data = self.read(LAYOUT_FILE)
        try:
            layout = json.loads(data or b"")["layout"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise RemoteNotOursError(where=self.root / LAYOUT_FILE) from error
        if not isinstance(layout, int) or isinstance(layout, bool) or layout < 1:
            raise RemoteNotOursError(where=self.root / LAYOUT_FILE)
        if layout > LAYOUT:
            raise RemoteTooNewError(path=self.root, layout=layout)

    def names(self, folder: str) -> list[str]:
        """Return the names of finished documents two levels below ``folder``, sorted."""
        with reached(self.root):
            self._check_present()
            found = _documents(self.root / folder)
            return sorted(path.relative_to(self.root).as_posix() for path in found)

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none."""
        with reached(self.root):
            try:
                return (self.root / name).stat().st_size
            except FileNotFoundError:
                self._check_present()
                return None

    def read(self, name: str) -> bytes | None:
        """Return a small document; None if there is none.

        Raises:
            RemoteNotOursError: If it is larger than any document.
        """
        size = self.size(name)
        if size is None:
            return None
        if size > DOCUMENT_LIMIT:
            raise RemoteNotOursError(where=self.root / name)
        with reached(self.root):
            return (self.root / name).read_bytes()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file from the disk.

        Raises:
            RemoteMissingError: If it is not there.
        """
        if self.size(name) is None:
            raise RemoteMissingError(where=name)
        with reached(self.root), (self.root / name).open("rb") as file:
            forget_cached(file)
            while chunk := file.read(CHUNK):
                yield chunk

    def put(self, name: str, data: bytes) -> None:
        """Write a document once, durably; the same bytes again are fine.

        Raises:
            RemoteTakenError: If it is there with other bytes.
        """
        final = self.root / name
        if not self._is_free(name, data):
            return
        with reached(self.root):
            self._folder_for(final)
            temporary = final.with_name(f".{final.name}.{self._owner}.tmp")
            with temporary.open("wb") as file:
                file.write(data)
                make_durable(file)
            if not _named_first(temporary, final):
                self._is_free(name, data)
            sync_folder(final.parent)

    def _is_free(self, name: str, data: bytes) -> bool:
        held = self.read(name)
        if held is not None and held != data:
            raise RemoteTakenError(where=self.root / name)
        return held is None

    def put_object(self, sha256: str, chunks: Iterator[bytes], step: Step) -> None:
        """Bring an object in parts; what an unfinished file already holds is compared, not sent.

        The unfinished file is itself the journal: after a cut, a crash or a kill it holds a
        prefix of the object, and whatever else a failing disk put there is cut off.
        """
        final = self.root / object_name(sha256)
        part = final.with_name(f".{sha256}.{self._owner}.part")
        with reached(self.root):
            self._folder_for(final)
            with part.open("r+b" if part.exists() else "w+b") as file:
                _continue(file, chunks, step)
            part.replace(final)
            sync_folder(final.parent)

    def set_aside(self, name: str) -> None:
        """Rename a damaged file; it is kept for whoever wants to look at it."""
        path = self.root / name
        with reached(self.root):
            path.replace(path.with_name(f".{path.name}.{self._owner}.damaged"))

    def _folder_for(self, final: Path) -> None:
        """Make the folders of a name, but never the place itself: it may have been unplugged."""
        self._check_present()
        final.parent.mkdir(parents=True, exist_ok=True)

    def _check_present(self) -> None:
        """Raise if the place itself is not there, such as a stick that was pulled."""
        with reached(self.root):
            if not self.root.is_dir():
                raise PlaceGoneError(path=self.root)


def _documents(folder: Path) -> Iterator[Path]:
    """Yield the documents one level down; unlike ``glob``, a closed folder raises."""
    try:
        inner = [path for path in folder.iterdir() if path.is_dir()]
    except FileNotFoundError:
        return
    for below in inner:
        for path in below.iterdir():
            if _is_document(path):
                yield path


def _is_document(path: Path) -> bool:
    """Whether a file can be one of ours; folders, pipes and names that are no text cannot."""
    name = f"{path.parent.name}/{path.name}"
    is_text = name.isprintable() and name.encode(errors="replace").decode() == name
    is_hidden = path.name.startswith(".")
    return is_text and path.suffix == ".json" and not is_hidden and path.is_file()


def _named_first(temporary: Path, final: Path) -> bool:
    """Give a finished file its name unless another has it by now; return whether it was given."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        temporary.unlink()
        return False
    except OSError:  # FAT and some shares have no hard links
        if final.exists():
            temporary.unlink()
            return False
        temporary.rename(final)
        return True
    with suppress(FileNotFoundError):
        temporary.unlink()
    return True


def _continue(file: IO[bytes], chunks: Iterator[bytes], step: Step) -> None:
    """Make ``file`` hold exactly ``chunks``, writing only from where it differs."""
    held, position, unsafe = True, 0, 0
    for chunk in chunks:
        held = held and file.read(len(chunk)) == chunk
        if not held:
            file.seek(position)
            file.truncate()
            file.write(chunk)
            unsafe += len(chunk)
        position += len(chunk)
        if unsafe >= PART:
            make_durable(file)
            unsafe = 0
        step(len(chunk))
    file.seek(position)
    file.truncate()
    make_durable(file)
