"""The ZIP file of a bundle: one way to write it, and a reader that takes nothing else.

The reader lays the directory out again and compares (see ``ziplayout``), so links, hidden files
and overlapping entries cannot occur. The archive comment holds the SHA-256 of all bytes before
it: that covers what deflate leaves open, such as the bits after its last block.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleError,
    BundleMissingError,
    BundleTooLargeError,
    BundleUnreadableError,
)
from kta_desktop.exchange.layout import LIMITS, Limits, Listed, Member, is_stored, printable
from kta_desktop.exchange.ziplayout import (
    COMMENT,
    DEFLATED,
    MARK,
    STORED,
    Entry,
    NotOursError,
    Stamp,
    directory_line,
    local_header,
    read_directory,
    read_end,
    tail,
)

CHUNK = 1 << 20
_TAIL = 256  # bytes; holds every end record with its comment
_DIRECTORY = 8 << 20  # bytes; 20 000 names of 200 letters need less
_LEVEL = 6


def write(
    members: Iterable[Member], out: BinaryIO, stamp: Stamp, step: Callable[[int], None]
) -> None:
    """Write a container of ``members`` in their order; memory does not grow with their size.

    Args:
        members: What goes in.
        out: Empty file, open for reading and writing.
        stamp: Time of every file.
        step: Told the bytes of each chunk; may raise to stop.
    """
    entries: list[Entry] = []
    for member in members:
        entries.append(_write_one(member, out, stamp, entries[-1].end if entries else 0, step))
    out.write(tail(entries, stamp))
    digest = _digest(out, out.tell() - len(MARK))
    out.seek(0, 2)
    out.write(digest.encode())


def _write_one(
    member: Member, out: BinaryIO, stamp: Stamp, offset: int, step: Callable[[int], None]
) -> Entry:
    method = _method(member.name)
    entry = Entry(name=member.name, method=method, crc=0, packed=0, size=member.size, offset=offset)
    out.write(local_header(entry, stamp))
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    crc = 0
    for chunk in member.open():
        crc = zlib.crc32(chunk, crc)
        out.write(chunk if method == STORED else packer.compress(chunk))
        step(len(chunk))
    if method == DEFLATED:
        out.write(packer.flush())
    entry = replace(entry, crc=crc, packed=out.tell() - entry.data)
    out.seek(offset)
    out.write(local_header(entry, stamp))
    out.seek(entry.end)
    return entry


def _method(name: str) -> int:
    return STORED if is_stored(name) else DEFLATED


def _digest(file: BinaryIO, length: int) -> str:
    """Return the SHA-256 of the first ``length`` bytes."""
    digest = hashlib.sha256()
    file.seek(0)
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return digest.hexdigest()


class Container:
    """A bundle file whose directory was laid out again and found to be ours.

    Attributes:
        path: The file.
        entries: The files in it.
        stamp: Time of all of them.
    """

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        """Open ``path`` and read its directory; nothing is unpacked.

        Raises:
            BundleError: If it is not a container as ``write`` makes it.
            OSError: If it cannot be read.
        """
        self.path = path
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise BundleMissingError(where=path.name)
        try:
            self._file = path.open("rb")
        except FileNotFoundError as error:
            raise BundleMissingError(where=path.name) from error
        try:
            self._size = self._file.seek(0, 2)
            if self._size > limits.bundle:
                raise BundleTooLargeError(where=path.name, limit=limits.bundle)
            self.entries, self.stamp = self._read(limits)
        except NotOursError as error:
            self._file.close()
            raise BundleUnreadableError(where=path.name) from error
        except BundleError:
            self._file.close()
            raise
        self._by_name = {entry.name: entry for entry in self.entries}

    def _read(self, limits: Limits) -> tuple[tuple[Entry, ...], Stamp]:
        self._file.seek(max(self._size - _TAIL, 0))
        last = self._file.read(_TAIL)
        count, start, length = read_end(last[:-64], self._size - 64)
        if count > limits.files or length > _DIRECTORY:
            raise BundleTooLargeError(where=self.path.name, limit=limits.files)
        self._file.seek(start)
        directory = self._file.read(self._size - 64 - start)
        entries, stamp = read_directory(directory[:length], count)
        if (entries[-1].end if entries else 0) != start or not entries:
            raise NotOursError
        if tail(entries, stamp) != directory:
            raise BundleAlteredError(where=self._first_strange(entries, stamp, directory))
        for entry in entries:
            if entry.method != _method(entry.name):
                raise BundleAlteredError(where=printable(entry.name))
            self._file.seek(entry.offset)
            if self._file.read(entry.data - entry.offset) != local_header(entry, stamp):
                raise BundleAlteredError(where=printable(entry.name))
        return entries, stamp

    def _first_strange(self, entries: tuple[Entry, ...], stamp: Stamp, directory: bytes) -> str:
        """Return which file's line in the directory is not as laid out again."""
        position = 0
        for entry in entries:
            line = directory_line(entry, stamp)
            if directory[position : position + len(line)] != line:
                return printable(entry.name)
            position += len(line)
        return self.path.name

    @property
    def name(self) -> str:
        """Return the name of the file, as sentences call the bundle."""
        return self.path.name

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def listed(self) -> tuple[Listed, ...]:
        """Return the files as announced."""
        return tuple(Listed(name=e.name, size=e.size, packed=e.packed) for e in self.entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the unpacked bytes of a file, never more than announced.

        Raises:
            BundleAlteredError: If they do not unpack to what was announced.
        """
        entry = self._by_name[name]
        size, crc = 0, 0
        for chunk in self._unpacked(entry):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
            if size > entry.size:
                break
            yield chunk
        if (size, crc) != (entry.size, entry.crc):
            raise BundleAlteredError(where=printable(name))

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        position = entry.data
        while position < entry.end:
            self._file.seek(position)
            chunk = self._file.read(min(CHUNK, entry.end - position))
            if not chunk:
                raise BundleUnreadableError(where=self.path.name)
            position += len(chunk)
            yield chunk

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED:
            yield from self._packed(entry)
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(entry):
                rest = packed
                while rest and not unpacker.eof:
                    yield unpacker.decompress(rest, CHUNK)
                    rest = unpacker.unconsumed_tail
                if rest or unpacker.unused_data:
                    raise BundleAlteredError(where=printable(entry.name))
        except zlib.error as error:
            raise BundleAlteredError(where=printable(entry.name)) from error
        if not unpacker.eof:
            raise BundleAlteredError(where=printable(entry.name))

    def fault(self) -> BundleError | None:
        """Return what shows that other bytes than written are in the file, if anything does.

        Called when every file unpacked to what was announced: then only bytes that deflate
        leaves open can differ. Deflating again tells in which file, on a machine whose zlib
        makes the same bytes as the writer's; on another the bundle itself is named.
        """
        self._file.seek(self._size - 64)
        announced = self._file.read(64)
        if _digest(self._file, self._size - COMMENT).encode() == announced:
            return None
        deflated = [entry for entry in self.entries if entry.method == DEFLATED]
        strange = [entry.name for entry in deflated if not self._deflates_alike(entry)]
        return BundleAlteredError(where=strange[0] if len(strange) == 1 else self.path.name)

    def _deflates_alike(self, entry: Entry) -> bool:
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        ours, theirs = hashlib.sha256(), hashlib.sha256()
        for chunk in self._unpacked(entry):
            ours.update(packer.compress(chunk))
        ours.update(packer.flush())
        for chunk in self._packed(entry):
            theirs.update(chunk)
        return ours.digest() == theirs.digest()
