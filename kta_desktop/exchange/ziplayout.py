"""Every byte of a bundle's ZIP file outside the files' own, as fixed by names, sizes and sums.

No gaps, no extra fields but those of ZIP64, no comments on files, one time for all, plain files
only (APPNOTE.TXT 6.3). The writer and the reader both lay out by these functions, so what the
reader takes is what the writer makes, whatever zip library a machine has.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

STORED = 0
DEFLATED = 8
MARK = b"kta-sealed/2 sha256:"
WHOLE = b"kta-bundle/1 sha256:"
"""What stands before the digest in the comment: over which bytes it is. Under ``MARK`` over the
deflated bytes in order and all behind the last file; under ``WHOLE``, which is not written any
more, over all bytes."""
COMMENT = len(MARK) + 64

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_FULL = 0xFFFFFFFF
_LONG = 4_000_000_000  # bytes; 7 % below 2^32, deflate adds 0.03 % at most
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3 << 8
_VERSION, _VERSION64 = 20, 45

Stamp = tuple[int, int]
"""MS-DOS time and date words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file in the container.

    Attributes:
        name: Place in the bundle, ASCII.
        method: ``STORED`` or ``DEFLATED``.
        crc: CRC-32 of the unpacked bytes.
        packed: Bytes in the container.
        size: Unpacked bytes.
        offset: Where its header begins.
    """

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def is_long(self) -> bool:
        """Whether its sizes are written in 64 bits."""
        return self.size > _LONG

    @property
    def data(self) -> int:
        """Return where its bytes begin."""
        return self.offset + _LOCAL.size + len(self.name) + (20 if self.is_long else 0)

    @property
    def end(self) -> int:
        """Return where its bytes end and the next header begins."""
        return self.data + self.packed


class NotOursError(Exception):
    """The bytes are not laid out as here."""


def stamp_of(moment: tuple[int, int, int, int, int, int]) -> Stamp:
    """Return the time and date words of year, month, day, hour, minute, second (1980–2107)."""
    year, month, day, hour, minute, second = moment
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def local_header(entry: Entry, stamp: Stamp) -> bytes:
    """Return what stands before the bytes of a file."""
    version = _VERSION64 if entry.is_long else _VERSION
    packed, size = (_FULL, _FULL) if entry.is_long else (entry.packed, entry.size)
    extra = struct.pack("<2H2Q", 1, 16, entry.size, entry.packed) if entry.is_long else b""
    name = entry.name.encode("ascii")
    fixed = _LOCAL.pack(
        *(b"PK\x03\x04", version, 0, entry.method, *stamp),
        *(entry.crc, packed, size, len(name), len(extra)),
    )
    return fixed + name + extra


def directory_line(entry: Entry, stamp: Stamp) -> bytes:
    """Return the entry of a file in the central directory."""
    long = (entry.size, entry.packed) if entry.is_long else ()
    far = (entry.offset,) if entry.offset >= _FULL else ()
    values = (*long, *far)
    extra = struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values) if values else b""
    version = _VERSION64 if values else _VERSION
    packed, size = (_FULL, _FULL) if long else (entry.packed, entry.size)
    name = entry.name.encode("ascii")
    fixed = _CENTRAL.pack(
        *(b"PK\x01\x02", _UNIX | version, version, 0, entry.method, *stamp),
        *(entry.crc, packed, size, len(name), len(extra), 0, 0, 0),
        *(_PLAIN_FILE, _FULL if far else entry.offset),
    )
    return fixed + name + extra


def end_record(count: int, start: int, length: int, mark: bytes = MARK) -> bytes:
    """Return what stands behind the directory, up to the digest in the comment."""
    long = b""
    if start >= _FULL:
        version = (_UNIX | _VERSION64, _VERSION64)
        long = _END64.pack(b"PK\x06\x06", 44, *version, 0, 0, count, count, length, start)
        long += _LOCATOR.pack(b"PK\x06\x07", 0, start + length, 1)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, length, min(start, _FULL), COMMENT)
    return long + end + mark


def tail(entries: Sequence[Entry], stamp: Stamp, mark: bytes = MARK) -> bytes:
    """Return everything behind the last file, up to the digest in the comment."""
    directory = b"".join(directory_line(entry, stamp) for entry in entries)
    start = entries[-1].end if entries else 0
    return directory + end_record(len(entries), start, len(directory), mark)


def read_end(tail_bytes: bytes, size: int) -> tuple[int, int, int, bytes]:
    """Return the number of files, where the directory starts, its length, and the mark.

    Args:
        tail_bytes: The end of the container, without the 64 letters of the digest.
        size: Bytes of the container, without those as well.

    Raises:
        NotOursError: If it does not end as ``end_record`` has it.
    """
    at = len(tail_bytes) - len(MARK) - _END.size
    if at < 0:
        raise NotOursError
    fields = _END.unpack_from(tail_bytes, at)
    count, length, start = fields[4], fields[5], fields[6]
    if start == _FULL:
        at -= _END64.size + _LOCATOR.size
        if at < 0:
            raise NotOursError
        start = _END64.unpack_from(tail_bytes, at)[9]
    if start + length > size:
        raise NotOursError
    for mark in (MARK, WHOLE):
        record = end_record(count, start, length, mark)
        if start + length + len(record) == size and tail_bytes.endswith(record):
            return count, start, length, mark
    raise NotOursError


def read_directory(data: bytes, count: int) -> tuple[tuple[Entry, ...], Stamp]:
    """Return the files that a directory names, each placed right behind the one before.

    Nothing is believed: the caller lays the directory out again and compares.

    Raises:
        NotOursError: If it is too short or a name is not ASCII.
    """
    entries: list[Entry] = []
    stamp, position, offset = (0, 0), 0, 0
    for _number in range(count):
        entry, length, own = _read_line(data, position, offset)
        stamp = stamp if entries else own
        entries.append(entry)
        position, offset = position + length, entry.end
    return tuple(entries), stamp


def _read_line(data: bytes, position: int, offset: int) -> tuple[Entry, int, Stamp]:
    """Return the file that a line of the directory names, the length of the line, and its stamp."""
    try:
        fields = _CENTRAL.unpack_from(data, position)
        behind = position + _CENTRAL.size + fields[10]
        name = data[behind - fields[10] : behind].decode("ascii")
        packed, size = fields[8], fields[9]
        if _FULL in (packed, size):
            size, packed = struct.unpack_from("<2Q", data, behind + 4)
    except (struct.error, UnicodeDecodeError) as error:
        raise NotOursError from error
    entry = Entry(
        name=name, method=fields[4], crc=fields[7], packed=packed, size=size, offset=offset
    )
    return entry, behind + fields[11] - position, (fields[5], fields[6])


def directory_size(file: BinaryIO) -> int:
    """Return how many bytes the directory of any ZIP file claims to have, before it is read.

    Raises:
        NotOursError: If no end record is in the last 64 KiB.
    """
    size = file.seek(0, 2)
    start = max(size - _END.size - 0xFFFF, 0)
    file.seek(start)
    last = file.read()
    at = last.rfind(b"PK\x05\x06")
    if at < 0 or len(last) - at < _END.size:
        raise NotOursError
    length: int = _END.unpack_from(last, at)[5]
    locator = at - _LOCATOR.size
    if locator >= 0 and last.startswith(b"PK\x06\x07", locator):
        return size  # of ZIP64: no more than all of it
    return length
