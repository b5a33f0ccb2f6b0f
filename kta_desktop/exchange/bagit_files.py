"""The files of a bag where it lies: in a folder, or in a ZIP file. Links are not followed."""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kta_desktop.exchange.bagit_errors import BagAbsentError, BagNameError, BagTooLargeError
from kta_desktop.exchange.bagit_tags import DECLARATION, is_inside
from kta_desktop.exchange.ziplayout import NotOursError, directory_size

CHUNK = 1 << 20
FILES = 1_000_000  # that are read; a list of more takes gigabytes
_TEXT = 256 << 20  # bytes of a tag file
_DIRECTORY = 256 << 20  # bytes of that of a ZIP file
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Files(Protocol):
    """What is in a bag."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Name from the top of the bag to bytes, of every file."""

    @property
    def has_payload(self) -> bool:
        """Whether there is a folder for the payload, be it empty."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file; raises ``BagError`` or ``OSError``."""


def text(files: Files, name: str) -> bytes:
    """Return the bytes of a tag file.

    Raises:
        BagTooLargeError: If there are too many.
    """
    if files.sizes[name] > _TEXT:
        raise BagTooLargeError(where=name)
    return b"".join(files.chunks(name))


@contextmanager
def opened(path: Path) -> Iterator[Files]:
    """Give the files of the bag at ``path``.

    Raises:
        BagError: If it is no folder or ZIP file with ``bagit.txt`` at its top, or names of it
            lead elsewhere.
    """
    try:
        if path.is_dir():
            yield _Folder(path)
            return
        with path.open("rb") as file:
            if directory_size(file) > _DIRECTORY:
                raise BagTooLargeError(where=path.name)
            with _understood(path.name):
                archive = zipfile.ZipFile(file)
                listed = _Archive(archive, path.name)
            with archive:
                yield listed
    except (NotOursError, OSError) as error:
        raise BagAbsentError(where=path.name) from error


@contextmanager
def _understood(where: str) -> Iterator[None]:
    """Tell what a library says of a broken ZIP file as one that cannot be read."""
    try:
        yield
    except _FAULTS as error:
        raise BagAbsentError(where=where) from error


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.has_payload = (path / "data").is_dir()
        if not (path / DECLARATION).is_file():
            raise BagAbsentError(where=path.name)
        self.sizes = dict(self._found(path))

    def _found(self, folder: Path) -> Iterator[tuple[str, int]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._found(Path(entry.path))
                    continue
                name = Path(entry.path).relative_to(self._path).as_posix()
                if not entry.is_file(follow_symlinks=False):
                    raise BagNameError(where=name)
                yield name, entry.stat(follow_symlinks=False).st_size

    def chunks(self, name: str) -> Iterator[bytes]:
        with (self._path / name).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive = archive
        listed = archive.infolist()
        if len(listed) > FILES:
            raise BagTooLargeError(where=where)
        self._top = _top(archive.namelist(), where)
        self._infos = {info.filename: info for info in listed}
        if len(self._infos) != len(listed):
            raise BagNameError(where=where)
        for info in listed:
            if not is_inside(info.filename.removesuffix("/")) or _is_link(info):
                raise BagNameError(where=ascii(info.filename)[1:-1][:200])
        inside = [name for name in self._infos if name.startswith(self._top)]
        self.has_payload = any(name.startswith(f"{self._top}data/") for name in inside)
        self.sizes = {
            name.removeprefix(self._top): self._infos[name].file_size
            for name in inside
            if not name.endswith("/")
        }

    def chunks(self, name: str) -> Iterator[bytes]:
        with _understood(name), self._archive.open(self._infos[self._top + name]) as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _top(names: list[str], where: str) -> str:
    """Return the one folder in which the bag lies, with a slash; empty if it lies at the top."""
    if DECLARATION in names:
        return ""
    tops = {name.partition("/")[0] for name in names}
    top = f"{tops.pop()}/" if len(tops) == 1 else ""
    if top + DECLARATION not in names:
        raise BagAbsentError(where=where)
    return top


def _is_link(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in {0, stat.S_IFREG, stat.S_IFDIR}
