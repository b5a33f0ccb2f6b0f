"""The container of a workbook: nothing in it is believed before it was measured."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kta_desktop.packs.workbook_errors import (
    NotAWorkbookError,
    WorkbookBombError,
    WorkbookDamagedError,
    WorkbookError,
    WorkbookLockedError,
    WorkbookMacrosError,
    WorkbookMissingError,
    WorkbookOldError,
    WorkbookTooLargeError,
)

_MB = 1 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls and of encrypted .xlsx
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 16
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20  # of archives beyond 4 GB
_TAIL = _END_SIZE + 0xFFFF  # bytes; the end record with the longest comment
_DIRECTORY = 4 * _MB
_FAMILIES = {"xl/workbook.bin": ".xlsb", "content.xml": ".ods"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be.

    Attributes:
        packed: Bytes of the file.
        unpacked: Bytes of all its parts together; the largest pack has 20 MB.
        parts: How many files its container may list.
        ratio: How many times larger a part may be than it is packed, from one MB on; XML of
            empty rows reaches 30.
    """

    packed: int = 40 * _MB
    unpacked: int = 200 * _MB
    parts: int = 2000
    ratio: int = 200


LIMITS = Limits()


class Container:
    """An open workbook file whose directory is sound. Use as a context manager.

    Attributes:
        path: The file.
        names: Its parts.
    """

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        """Open ``path``; nothing is unpacked.

        Raises:
            WorkbookError: If it is too large, locked, of another kind or no workbook.
        """
        self.path = path
        self._limits = limits
        self._left = limits.unpacked
        _demand(path, limits)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise NotAWorkbookError(path=path) from error
        self.names = frozenset(self._zip.namelist())
        try:
            self._judge()
        except WorkbookError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._zip.close()

    def _judge(self) -> None:
        """Raise if what the directory promises is too much or of the wrong kind."""
        parts = self._zip.infolist()
        limits = self._limits
        if len(parts) > limits.parts or len(parts) != len(self.names):
            raise WorkbookBombError(path=self.path)
        if any(part.flag_bits & 1 for part in parts):
            raise WorkbookLockedError(path=self.path)
        if any(_is_bulk(part, limits) for part in parts):
            raise WorkbookBombError(path=self.path)
        if sum(part.file_size for part in parts) > limits.unpacked:
            raise WorkbookTooLargeError(path=self.path, limit=limits.unpacked // _MB)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; what it really unpacks to is counted.

        Raises:
            WorkbookDamagedError: If it is missing or its bytes are not what was packed.
            WorkbookBombError: If it is longer than the directory says.
        """
        try:
            part = self._zip.getinfo(name)
            with self._zip.open(part) as file:
                while chunk := file.read(_CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise WorkbookDamagedError(path=self.path, part=name) from error
        except (NotImplementedError, RuntimeError, ValueError) as error:  # method, encryption
            raise WorkbookDamagedError(path=self.path, part=name) from error

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise WorkbookBombError(path=self.path)


def demand_workbook(container: Container) -> None:
    """Raise unless the parts of a container are those of a workbook without macros.

    Raises:
        WorkbookError: If it is of another kind, carries macros or is no workbook.
    """
    for name, kind in _FAMILIES.items():
        if name in container.names:
            raise WorkbookOldError(path=container.path, kind=kind)
    if any(name.lower().endswith("vbaproject.bin") for name in container.names):
        raise WorkbookMacrosError(path=container.path)
    if "[Content_Types].xml" not in container.names:
        raise NotAWorkbookError(path=container.path)


def _is_bulk(part: zipfile.ZipInfo, limits: Limits) -> bool:
    is_large = part.file_size > _MB
    return is_large and part.file_size > limits.ratio * max(part.compress_size, 1)


def _demand(path: Path, limits: Limits) -> None:
    """Raise if ``path`` had better not be opened as a container."""
    try:
        if not path.is_file():  # a pipe would be waited for
            raise WorkbookMissingError(path=path)
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(_OLE))
            if size > limits.packed:
                raise WorkbookTooLargeError(path=path, limit=limits.packed // _MB)
            if start == _OLE:
                raise _locked_or_old(path, file.read())
            file.seek(max(size - _TAIL, 0))
            tail = file.read()
    except (OSError, ValueError) as error:
        raise WorkbookMissingError(path=path) from error
    if not start.startswith(b"PK\x03\x04"):
        raise NotAWorkbookError(path=path)
    _demand_directory(path, tail, limits)


def _demand_directory(path: Path, tail: bytes, limits: Limits) -> None:
    """Raise if the list of parts is longer than it may be, before it is read."""
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_SIZE:
        raise NotAWorkbookError(path=path)
    count, size = struct.unpack_from("<HL", tail, place + 10)
    is_zip64 = tail[max(place - _LOCATOR_SIZE, 0) : place].startswith(_LOCATOR)
    if is_zip64 or count > limits.parts or size > _DIRECTORY:
        raise WorkbookBombError(path=path)


def _locked_or_old(path: Path, content: bytes) -> WorkbookError:
    if _LOCKED in content:
        return WorkbookLockedError(path=path)
    return WorkbookOldError(path=path, kind=".xls")
