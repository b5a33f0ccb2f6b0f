"""How readings, and the pyramid above them, are laid out in a chunk: zstd over whole columns.

A chunk of level 0 holds readings: time, value, flag. A chunk of a level above holds entries, each
of which says what ``FACTOR`` items of the level below amount to. Columns lie one after another,
little-endian; whole numbers of 8 bytes as differences, which regular times make nearly nothing.

This module loads numpy; it is imported where readings are stored or read.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import zstandard
from numpy.typing import NDArray

Columns: TypeAlias = tuple[NDArray[Any], ...]
"""Arrays of one length: of readings (level 0) or of entries."""

FACTOR = 16  # items of a level in one entry of the next
FIRST, LAST, LOWEST, HIGHEST, GOOD_LOWEST, GOOD_HIGHEST, SEEN, COUNT = range(8)
_READING = ("<i8", "<f8", "u1")
_ENTRY = ("<i8", "<i8", "<f8", "<f8", "<f8", "<f8", "<u2", "<i8")
_CHUNK = 4096  # readings of a full chunk
_ROW = 1024  # entries of a full one; both are multiples of the factor
_LEVEL = 3  # zstd's default: some 50 million readings a second
_LAST_BIT = 15  # of the flags that are seen in an entry; higher ones share it


def size_of(level: int) -> int:
    """Return how many items a full chunk of a level holds."""
    return _ROW if level else _CHUNK


def items_of(total: int, level: int) -> int:
    """Return how many items a level has above ``total`` readings."""
    return int(-(-total // FACTOR**level))


def top_of(total: int) -> int:
    """Return the highest level above ``total`` readings: the first with less than one chunk."""
    level = 0
    while items_of(total, level) >= size_of(level):
        level += 1
    return level


def packed(columns: Columns, level: int) -> bytes:
    """Return items as the bytes of a chunk."""
    parts = []
    for column, kind in zip(columns, _kinds(level), strict=True):
        whole = np.diff(column, prepend=np.int64(0)) if kind == "<i8" else column
        parts.append(whole.astype(kind, copy=False).tobytes())
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"".join(parts))


def unpacked(rows: Sequence[tuple[int, bytes]], level: int) -> Columns:
    """Return the items of chunks one after another.

    Args:
        rows: Number of items and bytes of each.
        level: Of all of them.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    kinds = _kinds(level)
    total = sum(count for count, _data in rows)
    columns = tuple(np.empty(total, np.dtype(kind).newbyteorder("=")) for kind in kinds)
    reader, place = zstandard.ZstdDecompressor(), 0
    for count, data in rows:
        raw, offset = _decompressed(reader, data, count * _width(level)), 0
        for column, kind in zip(columns, kinds, strict=True):
            found, part = np.frombuffer(raw, kind, count, offset), column[place : place + count]
            if kind == "<i8":
                np.cumsum(found, out=part)
            else:
                part[:] = found
            offset += found.nbytes
        place += count
    return columns


def cut(columns: Columns, first: int, stop: int | None = None) -> Columns:
    """Return a stretch of items."""
    return tuple(column[first:stop] for column in columns)


def joined(parts: Iterable[Columns]) -> Columns:
    """Return items one after another; at least one part is needed."""
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def entries(columns: Columns, level: int) -> Columns:
    """Return the entries above items of ``level``, of which the first begins an entry.

    Extremes are those of the readings that are numbers, and of the good ones among them (flag 0);
    NaN where there is none.
    """
    above = _as_entries(columns) if level == 0 else columns
    edges = np.arange(0, len(above[FIRST]), FACTOR)
    reducers = (
        np.minimum,
        np.maximum,
        np.fmin,
        np.fmax,
        np.fmin,
        np.fmax,
        np.bitwise_or,
        np.add,
    )
    return tuple(
        reduce.reduceat(column, edges) for reduce, column in zip(reducers, above, strict=True)
    )


def seen(flags: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return flags as bits: bit n of a reading with flag n."""
    return np.left_shift(np.uint16(1), np.minimum(flags, _LAST_BIT).astype(np.uint16))


def good(values: NDArray[np.float64], flags: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the values with NaN where the flag is not 0."""
    return np.where(flags == 0, values, np.nan)


def _as_entries(columns: Columns) -> Columns:
    times, values, flags = columns
    fair, ones = good(values, flags), np.ones(len(times), np.int64)
    return times, times, values, values, fair, fair, seen(flags), ones


def _kinds(level: int) -> tuple[str, ...]:
    return _ENTRY if level else _READING


def _width(level: int) -> int:
    return sum(np.dtype(kind).itemsize for kind in _kinds(level))


def _decompressed(reader: zstandard.ZstdDecompressor, data: bytes, size: int) -> bytes:
    try:
        raw = reader.decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if len(raw) != size:
        raise ValueError(len(raw), size)
    return raw
