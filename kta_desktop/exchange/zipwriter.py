"""The one way in which the ZIP file of a bundle is written; ``container`` reads it.

What is stored as it is has a place that is known before it is read. The threads that read such
files write them there themselves, while their bytes are still in the processor's own memory.
"""

import errno
import hashlib
import io
import os
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from typing import BinaryIO

from kta_desktop.exchange.ahead import ahead
from kta_desktop.exchange.layout import Member, is_stored
from kta_desktop.exchange.ziplayout import (
    DEFLATED,
    STORED,
    Entry,
    Stamp,
    local_header,
    tail,
)

_LEVEL = 6
_TOLD = 4 << 20  # bytes; telling of each chunk would take turns with reading the next
_COUNTS = 16  # of what was written and not yet told: the disk may take its time


def write(
    members: Iterable[Member], out: BinaryIO, stamp: Stamp, step: Callable[[int], None]
) -> None:
    """Write a container of ``members`` in their order; memory does not grow with their size.

    Args:
        members: What goes in.
        out: Empty file, open for writing.
        stamp: Time of every file.
        step: Told the bytes of every few chunks; may raise to stop.
    """
    writer = _Writer(out, stamp, step)
    for method, alike in groupby(members, lambda member: method_of(member.name)):
        if method == STORED:
            writer.add_stored(alike)
        else:
            writer.add_deflated(alike)
    writer.end()


def method_of(name: str) -> int:
    """Return how the file of this name lies in a container."""
    return STORED if is_stored(name) else DEFLATED


def deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes deflated, as every container has them."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    for chunk in chunks:
        yield packer.compress(chunk)
    yield packer.flush()


def _system_file(out: BinaryIO) -> int | None:
    """Return the number of a file in which threads can write at once; None if they take turns."""
    try:
        return out.fileno() if hasattr(os, "pwrite") else None
    except io.UnsupportedOperation:  # it lies in memory
        return None


def _put_at(file: int, position: int, data: bytes) -> int:
    """Write at a place of a file as other threads do at theirs; return where it ends."""
    rest = memoryview(data)
    while rest:  # a disk that fills up takes a part first, and tells the next time
        count = os.pwrite(file, rest, position)
        if not count:  # it would be asked for ever
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest, position = rest[count:], position + count
    return position


class _Writer:
    """A container that is being written, and the digest of what no hash of a file covers."""

    def __init__(self, out: BinaryIO, stamp: Stamp, step: Callable[[int], None]) -> None:
        self._out, self._stamp, self._step = out, stamp, step
        self._entries: list[Entry] = []
        self._seal = hashlib.sha256()
        self._writing = threading.Lock()
        self._file = _system_file(out)

    def add_deflated(self, members: Iterable[Member]) -> None:
        """Write files one after the other; the bytes of the next are read meanwhile."""
        wanted = tuple(_Summed(self._next(member, DEFLATED), member) for member in members)
        with closing(ahead(summed.open for summed in wanted)) as contents:
            for summed, chunks in zip(wanted, contents, strict=True):
                place = replace(summed.entry, offset=self._end)
                position = place.data
                for part in deflated(self._counted(chunks)):
                    self._seal.update(part)
                    position = self._put(position, part)
                self._done(replace(place, crc=summed.crc, packed=position - place.data))

    def add_stored(self, members: Iterable[Member]) -> None:
        """Write files whose places are known, several at once."""
        wanted, end = [], self._end
        for member in members:
            entry = replace(self._next(member, STORED), offset=end, packed=member.size)
            wanted.append(_Summed(entry, member))
            end = entry.end
        with closing(ahead(map(self._placing, wanted), depth=_COUNTS)) as counted:
            for summed, counts in zip(wanted, counted, strict=True):
                for count in counts:
                    self._step(count)
                self._done(replace(summed.entry, crc=summed.crc))

    def end(self) -> None:
        """Write the directory and the digest."""
        last = tail(self._entries, self._stamp)
        self._seal.update(last)
        self._put(self._end, last + self._seal.hexdigest().encode())

    def _placing(self, summed: "_Summed") -> Callable[[], Iterator[int]]:
        def place() -> Iterator[int]:
            position, end, untold = summed.entry.data, summed.entry.end, 0
            for chunk in summed.open():
                # More than announced would lie over the next file; reading back tells of it.
                position = self._put(position, chunk[: end - position])
                untold += len(chunk)
                if untold >= _TOLD:
                    yield untold
                    untold = 0
            if untold:
                yield untold

        return place

    def _put(self, position: int, data: bytes) -> int:
        """Write at a place; return where it ends."""
        if self._file is not None:
            return _put_at(self._file, position, data)
        with self._writing:
            self._out.seek(position)
            self._out.write(data)
        return position + len(data)

    @property
    def _end(self) -> int:
        return self._entries[-1].end if self._entries else 0

    def _next(self, member: Member, method: int) -> Entry:
        return Entry(name=member.name, method=method, crc=0, packed=0, size=member.size, offset=0)

    def _done(self, entry: Entry) -> None:
        """Write the header of a file, now that it is known what it came to."""
        self._put(entry.offset, local_header(entry, self._stamp))
        self._entries.append(entry)

    def _counted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            yield chunk
            self._step(len(chunk))


@dataclass(slots=True)
class _Summed:
    """A file whose check sum is taken by the thread that reads it.

    Attributes:
        entry: What is known of it before.
        member: The file.
        crc: CRC-32 of what was read so far.
    """

    entry: Entry
    member: Member
    crc: int = 0

    def open(self) -> Iterator[bytes]:
        """Yield its bytes."""
        for chunk in self.member.open():
            self.crc = zlib.crc32(chunk, self.crc)
            yield chunk
