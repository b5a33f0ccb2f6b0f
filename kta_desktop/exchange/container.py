"""The ZIP file of a bundle: a reader that takes nothing but what ``zipwriter`` writes.

It lays the directory out again and compares (see ``ziplayout``), so links, hidden files
and overlapping entries cannot occur. The archive comment holds a SHA-256 that covers what no hash
of a file does: the directory, and what deflate leaves open, such as the bits after its last block.
"""

import hashlib
import threading
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kta_desktop.exchange.errors import (
    BundleAlteredError,
    BundleError,
    BundleMissingError,
    BundleTooLargeError,
    BundleUnreadableError,
)
from kta_desktop.exchange.layout import LIMITS, Limits, Listed, printable
from kta_desktop.exchange.ziplayout import (
    COMMENT,
    DEFLATED,
    STORED,
    WHOLE,
    Entry,
    NotOursError,
    Stamp,
    directory_line,
    local_header,
    read_directory,
    read_end,
    tail,
)
from kta_desktop.exchange.zipwriter import deflated, method_of

CHUNK = 1 << 20
_PIECE = CHUNK >> 2  # bytes read at once: several threads hold two each
_TAIL = 256  # bytes; holds every end record with its comment
_DIRECTORY = 8 << 20  # bytes; 20 000 names of 200 letters need less


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
        self._reading = threading.Lock()
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise BundleMissingError(where=path.name)
        try:
            self._file = path.open("rb")
        except FileNotFoundError as error:
            raise BundleMissingError(where=path.name) from error
        try:
            self._size = self._file.seek(0, 2)
            self.entries, self.stamp = self._read(limits)
        except BaseException as error:  # also where the stick is pulled while this reads
            self._file.close()
            if isinstance(error, NotOursError):
                raise BundleUnreadableError(where=path.name) from error
            raise
        self._by_name = {entry.name: entry for entry in self.entries}

    def _read(self, limits: Limits) -> tuple[tuple[Entry, ...], Stamp]:
        if self._size > limits.bundle:
            raise BundleTooLargeError(where=self.path.name, limit=limits.bundle)
        last = self._at(max(self._size - _TAIL, 0), _TAIL)
        count, start, length, self._mark = read_end(last[:-64], self._size - 64)
        if count > limits.files or length > _DIRECTORY:
            raise BundleTooLargeError(where=self.path.name, limit=limits.files)
        directory = self._at(start, self._size - 64 - start)
        entries, stamp = read_directory(directory[:length], count)
        if (entries[-1].end if entries else 0) != start or not entries:
            raise NotOursError
        if tail(entries, stamp, self._mark) != directory:
            raise BundleAlteredError(where=self._first_strange(entries, stamp, directory))
        for entry in entries:
            if entry.method != method_of(entry.name):
                raise BundleAlteredError(where=printable(entry.name))
            if self._at(entry.offset, entry.data - entry.offset) != local_header(entry, stamp):
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
        yield from self._between(entry.data, entry.end)

    def _between(self, position: int, end: int) -> Iterator[bytes]:
        while position < end:
            chunk = self._at(position, min(_PIECE, end - position))
            if not chunk:
                raise BundleUnreadableError(where=self.path.name)
            position += len(chunk)
            yield chunk

    def _at(self, position: int, length: int) -> bytes:
        """Return the bytes at a place, fewer at the end; threads take turns at the disk."""
        with self._reading:
            self._file.seek(position)
            return self._file.read(length)

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
        deflated = [entry for entry in self.entries if entry.method == DEFLATED]
        if self._digest(deflated).encode() == self._at(self._size - 64, 64):
            return None
        strange = [entry.name for entry in deflated if not self._deflates_alike(entry)]
        return BundleAlteredError(where=strange[0] if len(strange) == 1 else self.path.name)

    def _digest(self, deflated: Iterable[Entry]) -> str:
        """Return what the comment has to say."""
        if self._mark == WHOLE:
            return _sha256(self._between(0, self._size - COMMENT))
        packed = (chunk for entry in deflated for chunk in self._packed(entry))
        return _sha256(chain(packed, [tail(self.entries, self.stamp, self._mark)]))

    def _deflates_alike(self, entry: Entry) -> bool:
        again = deflated(self._unpacked(entry))
        return _sha256(again) == _sha256(self._packed(entry))


def _sha256(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
