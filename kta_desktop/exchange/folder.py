"""A place of delivery that is a folder: on this computer, a stick or a network share."""

import errno
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from kta_desktop.domain.canonical import canonical_json
from kta_desktop.exchange.errors import (
    PlaceFullError,
    PlaceGoneError,
    RemoteAddressError,
    RemoteMissingError,
    RemoteNotOursError,
    RemoteTakenError,
)
from kta_desktop.exchange.layout import Member
from kta_desktop.exchange.places import forget_cached, make_durable, reached
from kta_desktop.exchange.remote import (
    CHUNK,
    DOCUMENT_LIMIT,
    LAYOUT,
    LAYOUT_FILE,
    Pace,
    Step,
    at_once,
    check_layout,
    hash_at,
    object_name,
)
from kta_desktop.paths import sync_folder

PART = 16 << 20  # bytes between two points from which sending continues after a power cut
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


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


STICK_FOLDER = "KTA"
"""Folder of a stick in which its place lies, beside whatever else the stick carries."""


def place_in(folder: Path) -> Path:
    """Return where the place lies that a person means by ``folder``: a stick may be named whole."""
    inner = folder / STICK_FOLDER
    with suppress(OSError):  # whoever opens it says what is wrong
        if not (folder / LAYOUT_FILE).is_file() and (inner / LAYOUT_FILE).is_file():
            return inner
    return folder


class FolderRemote:
    """A folder, also on a USB stick or a network share.

    Attributes:
        root: The folder.
        url: Its path, as sentences name it.
    """

    def __init__(self, root: Path, owner: str, pace: Pace = at_once) -> None:
        """Name the place; nothing is touched yet."""
        self.root = root
        self.url = str(root)
        self._owner = owner[:8]
        self._pace = pace

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
        check_layout(self.read(LAYOUT_FILE), str(self.root / LAYOUT_FILE))

    def names(self, folder: str, suffix: str = ".json") -> list[str]:
        """Return the names of finished documents, sorted: see ``Remote.names``."""
        with reached(self.root):
            self._check_present()
            found = _documents(self.root / folder, suffix, 2 - folder.count("/"))
            return sorted(path.relative_to(self.root).as_posix() for path in found)

    def size(self, name: str) -> int | None:
        """Return the bytes of a finished file; None if there is none.

        A folder, a pipe or a device under its name is none: reading it could wait for ever.
        """
        with reached(self.root):
            try:
                found = (self.root / name).stat()
            except OSError as error:
                if error.errno not in _NOT_THERE:
                    raise
                self._check_present()
                return None
            return found.st_size if stat.S_ISREG(found.st_mode) else None

    def read(self, name: str) -> bytes | None:
        """Return a document, or the beginning of one too large; None if there is none."""
        if self.size(name) is None:
            return None
        with reached(self.root), (self.root / name).open("rb") as file:
            return file.read(DOCUMENT_LIMIT)

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
            temporary = _unlinked(final.with_name(f".{final.name}.{self._owner}.tmp"))
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

    def put_object(self, member: Member, step: Step) -> None:
        """Bring an object in parts; what an unfinished file already holds is compared, not sent.

        The unfinished file is itself the journal: after a cut, a crash or a kill it holds a
        prefix of the object, and whatever else a failing disk put there is cut off.
        """
        final = self.root / object_name(member.sha256)
        part = final.with_name(f".{member.sha256}.{self._owner}.part")
        with reached(self.root):
            self._folder_for(final)
            self._demand_room(_unlinked(part), member.size)
            with part.open("r+b" if part.exists() else "w+b") as file:
                _continue(file, self._paced(member), step)
            part.replace(final)
            sync_folder(final.parent)

    def _demand_room(self, part: Path, size: int) -> None:
        """Raise before a disk is filled with the beginning of what it cannot take.

        The centre would have no room left there for its receipts.
        """
        held = part.stat().st_size if part.exists() else 0
        if shutil.disk_usage(self.root).free < size - held:
            raise PlaceFullError(path=self.root)

    def _paced(self, member: Member) -> Iterator[bytes]:
        for chunk in member.open():
            self._pace(len(chunk))
            yield chunk

    def is_whole(self, member: Member) -> bool:
        """Whether the object that lies there, read back from the disk, has its hash."""
        return hash_at(self, object_name(member.sha256), member.size) == member.sha256

    def close(self) -> None:
        """Nothing is held open between two calls."""

    def set_aside(self, name: str) -> None:
        """Rename a damaged file; it is kept for whoever wants to look at it."""
        path = self.root / name
        with reached(self.root):
            path.replace(path.with_name(f".{path.name}.{self._owner}.damaged"))

    def _folder_for(self, final: Path) -> None:
        """Make the folders of a name, but never the place itself: it may have been unplugged.

        Raises:
            RemoteNotOursError: If a link there leads out of the place.
        """
        self._check_present()
        folder = final.parent
        if not folder.resolve().is_relative_to(self.root.resolve()):
            raise RemoteNotOursError(where=folder)
        folder.mkdir(parents=True, exist_ok=True)

    def _check_present(self) -> None:
        """Raise if the place itself is not there, such as a stick that was pulled."""
        with reached(self.root):
            if not self.root.is_dir():
                raise PlaceGoneError(path=self.root)


def _documents(folder: Path, suffix: str, depth: int) -> Iterator[Path]:
    """Yield the documents ``depth`` levels down; unlike ``glob``, a closed folder raises."""
    try:
        found = list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in found:
        if depth > 1:
            yield from _documents(path, suffix, depth - 1)
        elif _is_document(path, suffix):
            yield path


def _is_document(path: Path, suffix: str) -> bool:
    """Whether a file can be one of ours; folders, pipes and names that are no text cannot."""
    name = f"{path.parent.name}/{path.name}"
    is_text = name.isprintable() and name.encode(errors="replace").decode() == name
    is_hidden = path.name.startswith(".")
    return is_text and path.suffix == suffix and not is_hidden and path.is_file()


def _unlinked(path: Path) -> Path:
    """Return a name of ours that is free or a plain file: a link would let us write elsewhere."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.unlink()
    return path


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
