"""Readings of instruments, in compressed chunks: about 10 bytes a reading before compression.

A chunk is zstd over three arrays one after another: int32 milliseconds since ``start_ms``, float64
values in the unit of the channel, uint8 flags (the caller's; 0 = good). Little-endian.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

_LEVEL = 3  # zstd's default: 4 to 14 million readings a second
_RECORD = 4 + 8 + 1  # bytes of time, value and flag
_MAX_SPAN_MS = 2**31 - 1  # 24 days in one chunk


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings of one channel in order of time.

    Attributes:
        times_ms: Unix milliseconds, int64.
        values: In the unit of the channel, float64.
        flags: What the caller says of each, uint8; 0 = good.
    """

    times_ms: "NDArray[np.int64]"
    values: "NDArray[np.float64]"
    flags: "NDArray[np.uint8]"


def append(connection: "Connection", session: str, channel: str, readings: Readings) -> None:
    """Append a batch as one chunk; an empty batch appends nothing.

    Args:
        connection: In a write transaction.
        session: Id of the session.
        channel: Id of the channel.
        readings: In order of time, behind those already there.

    Raises:
        ValueError: If the arrays differ in length, or one batch spans more than 24 days.
    """
    import zstandard

    times, values, flags = readings.times_ms, readings.values, readings.flags
    if not len(times) == len(values) == len(flags):
        raise ValueError((len(times), len(values), len(flags)))
    if not len(times):
        return
    start = int(times[0])
    if int(times[-1]) - start > _MAX_SPAN_MS:
        raise ValueError(int(times[-1]) - start)
    raw = (times - start).astype("<i4").tobytes()
    raw += values.astype("<f8").tobytes() + flags.astype("u1").tobytes()
    data = zstandard.ZstdCompressor(level=_LEVEL).compress(raw)
    connection.exec_driver_sql(
        "INSERT INTO sample_chunks (session, channel, seq, start_ms, count, data) "
        "SELECT ?, ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM sample_chunks "
        "WHERE session = ? AND channel = ?",
        (session, channel, start, len(times), data, session, channel),
    )


def read(connection: "Connection", session: str, channel: str) -> Readings:
    """Return all readings of a channel; empty arrays if there are none.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    import numpy as np

    chunks = list(chunks_of(connection, session, channel))
    if not chunks:
        return Readings(np.empty(0, np.int64), np.empty(0), np.empty(0, np.uint8))
    return Readings(
        np.concatenate([chunk.times_ms for chunk in chunks]),
        np.concatenate([chunk.values for chunk in chunks]),
        np.concatenate([chunk.flags for chunk in chunks]),
    )


def chunks_of(connection: "Connection", session: str, channel: str) -> Iterator[Readings]:
    """Yield the readings of a channel chunk by chunk, for those who need not hold them all.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    rows = connection.exec_driver_sql(
        "SELECT start_ms, count, data FROM sample_chunks WHERE session = ? AND channel = ? "
        "ORDER BY seq",
        (session, channel),
    )
    for start, count, data in rows:
        yield _unpacked(start, count, data)


def channels(connection: "Connection", session: str) -> dict[str, int]:
    """Return the channels recorded in a session to the number of their readings."""
    rows = connection.exec_driver_sql(
        "SELECT channel, SUM(count) FROM sample_chunks WHERE session = ? "
        "GROUP BY channel ORDER BY channel",
        (session,),
    )
    return {channel: int(count) for channel, count in rows}


def _unpacked(start: int, count: int, data: bytes) -> Readings:
    import numpy as np
    import zstandard

    try:
        raw = zstandard.ZstdDecompressor().decompress(data, max_output_size=count * _RECORD)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if len(raw) != count * _RECORD:
        raise ValueError(len(raw))
    times = np.frombuffer(raw, "<i4", count).astype(np.int64) + start
    values = np.frombuffer(raw, "<f8", count, offset=4 * count).astype(np.float64)
    flags = np.frombuffer(raw, "u1", count, offset=12 * count).astype(np.uint8)
    return Readings(times, values, flags)
