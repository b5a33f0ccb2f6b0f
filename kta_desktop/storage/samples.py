"""Readings of instruments: small appends that are durable at once, rolled into chunks.

What comes lies in the tail first (``sample_tail``: a batch a row) and is rolled into full chunks
with a pyramid of extremes above them (``samples_tree``) after ``TAIL_ROWS`` batches, or at once
if it is much. Whoever reads sees both as one, so a tail that a crash left behind is read like the
rest; opening the workspace rolls it.

A batch in the tail is zstd over three arrays one after another: int32 milliseconds since
``start_ms``, float64 values in the unit of the channel, uint8 flags (the caller's; 0 = good).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kta_desktop.storage.engine import driver

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from kta_desktop.storage.samples_pack import Columns
    from kta_desktop.storage.samples_tree import Series

TAIL_ROWS = 120  # batches: a minute of them at two a second
_TAIL_READINGS = 4096  # a full chunk
_RECORD = 4 + 8 + 1  # bytes of time, value and flag in the tail
_MAX_SPAN_MS = 2**31 - 1  # 24 days in one batch of the tail
_MAX_MS = 2**53  # milliseconds that a float holds: 285,000 years
_LEVEL = 3  # zstd's default


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings of one channel.

    Attributes:
        times_ms: Unix milliseconds, int64.
        values: In the unit of the channel, float64.
        flags: What the caller says of each, uint8; 0 = good.
    """

    times_ms: "NDArray[np.int64]"
    values: "NDArray[np.float64]"
    flags: "NDArray[np.uint8]"


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """What a channel did in a window, as a chart shows it: points in order of time.

    A point is a reading where the window holds no more than were asked for, otherwise a stretch
    of ``step_ms``; stretches without readings are left out.

    Attributes:
        times_ms: When each point begins, Unix milliseconds, int64.
        lowest: Least value of each point, float64; NaN if none of its readings is a number.
        highest: Greatest value of each point.
        seen: Flags of its readings: bit n for flag n (15 and above share bit 15), uint16.
        counts: How many readings each point stands for, int64; a reading counts once.
        step_ms: Milliseconds of a stretch; 0 if the points are readings.
    """

    times_ms: "NDArray[np.int64]"
    lowest: "NDArray[np.float64]"
    highest: "NDArray[np.float64]"
    seen: "NDArray[np.uint16]"
    counts: "NDArray[np.int64]"
    step_ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """What is recorded of a channel: number of readings, first and last time (Unix ms)."""

    count: int
    first_ms: int
    last_ms: int


def append(connection: "Connection", session: str, channel: str, readings: Readings) -> None:
    """Append a batch behind what is there; an empty batch appends nothing.

    Args:
        connection: In a write transaction.
        session: Id of the session.
        channel: Id of the channel.
        readings: In any order of time; they are kept in the order in which they come.

    Raises:
        ValueError: If the arrays differ in length, or a time is none.
    """
    times = readings.times_ms
    if not len(times) == len(readings.values) == len(readings.flags):
        raise ValueError((len(times), len(readings.values), len(readings.flags)))
    if not len(times):
        return
    first, last = int(times.min()), int(times.max())
    if first < -_MAX_MS or last > _MAX_MS:
        raise ValueError(first, last)
    rows, waiting = _waiting(connection, session, channel)
    is_much = rows + 1 >= TAIL_ROWS or waiting + len(times) >= _TAIL_READINGS
    if is_much or last - first > _MAX_SPAN_MS:
        _roll(connection, session, channel, readings)
    else:
        _put(connection, session, channel, readings)


def roll(connection: "Connection", session: str | None = None) -> None:
    """Put what lies in the tail of a session, or of all, into chunks.

    Args:
        connection: In a write transaction.
        session: Id; None = all sessions.

    Raises:
        ValueError: If a batch or a chunk is not what was written.
    """
    where, of = ("WHERE session = ?", (session,)) if session is not None else ("", ())
    query = f"SELECT DISTINCT session, channel FROM sample_tail {where}"  # noqa: S608 - above
    for owner, channel in connection.exec_driver_sql(query, of).all():
        _roll(connection, owner, channel, None)


def has_tail(connection: "Connection") -> bool:
    """Whether any readings wait to be rolled."""
    return connection.exec_driver_sql("SELECT 1 FROM sample_tail LIMIT 1").first() is not None


def read(
    connection: "Connection",
    session: str,
    channel: str,
    since_ms: int | None = None,
    until_ms: int | None = None,
) -> Readings:
    """Return the readings of a channel in order of time; equal times as they came.

    Args:
        connection: For reading.
        session: Id of the session.
        channel: Id of the channel.
        since_ms: First Unix millisecond; None = from the beginning.
        until_ms: Last Unix millisecond, within; None = to the end.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    from kta_desktop.storage import samples_view

    tail = _tail(connection, session, channel)
    series = _series(connection, session, channel)
    return samples_view.readings(connection, series, tail, (since_ms, until_ms))


def overview(
    connection: "Connection",
    session: str,
    channel: str,
    since_ms: int | None = None,
    until_ms: int | None = None,
    max_points: int = 2000,
    *,
    good: bool = False,
) -> Envelope:
    """Return what a channel did in a window in at most ``max_points`` points.

    Every reading of the window lies within the point that its time belongs to. As many rows are
    read as there are points, however long the window is.

    Args:
        connection: For reading.
        session: Id of the session.
        channel: Id of the channel.
        since_ms: First Unix millisecond; None = from the beginning.
        until_ms: Last Unix millisecond, within; None = to the end.
        max_points: At least 1.
        good: Whether ``lowest`` and ``highest`` are of readings with flag 0 alone.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    from kta_desktop.storage import samples_view

    tail = _tail(connection, session, channel)
    series = _series(connection, session, channel)
    window = (since_ms, until_ms)
    return samples_view.envelope(connection, series, tail, window, (max_points, good))


def count(
    connection: "Connection", session: str, channel: str, since_ms: int, until_ms: int
) -> int:
    """Return how many readings lie in a window, without reading them all.

    Raises:
        ValueError: If a chunk is not what was written.
    """
    from kta_desktop.storage import samples_tree

    window = samples_tree.Window(since_ms, until_ms)
    times = _tail(connection, session, channel)[0]
    waiting = int(((times >= since_ms) & (times <= until_ms)).sum())
    return waiting + samples_tree.count(connection, _series(connection, session, channel), window)


def channels(connection: "Connection", session: str) -> dict[str, int]:
    """Return the channels recorded in a session, by id, to the number of their readings."""
    rows = connection.exec_driver_sql(
        "SELECT channel, SUM(count) FROM (SELECT channel, count FROM sample_series "
        "WHERE session = :session UNION ALL SELECT channel, count FROM sample_tail "
        "WHERE session = :session) GROUP BY channel ORDER BY channel",
        {"session": session},
    )
    return {channel: int(count) for channel, count in rows}


def spans(connection: "Connection", session: str) -> dict[str, Span]:
    """Return from when to when each channel of a session was recorded, by id.

    Raises:
        ValueError: If a batch of the tail is not what was written.
    """
    found: dict[str, Span] = {}
    for channel in channels(connection, session):
        series = _series(connection, session, channel)
        edges = [series.first_ms, series.last_ms] if series.total else []
        times = _tail(connection, session, channel)[0]
        if len(times):
            edges += [int(times.min()), int(times.max())]
        found[channel] = Span(series.total + len(times), min(edges), max(edges))
    return found


def remove(connection: "Connection", session: str) -> None:
    """Take all readings of a session away."""
    connection.exec_driver_sql("DELETE FROM sample_tail WHERE session = ?", (session,))
    connection.exec_driver_sql("DELETE FROM sample_series WHERE session = ?", (session,))


def unsound(connection: "Connection") -> Iterator[str]:
    """Yield ``session/channel`` of every recording that is not what was written; reads all."""
    from kta_desktop.storage import samples_tree

    sessions = connection.exec_driver_sql(
        "SELECT session FROM sample_series UNION SELECT session FROM sample_tail ORDER BY 1"
    )
    for session in sessions.scalars().all():
        for channel in channels(connection, session):
            series = _series(connection, session, channel)
            try:
                _tail(connection, session, channel)
                is_sound = samples_tree.is_sound(connection, series)
            except ValueError:
                is_sound = False
            if not is_sound:
                yield f"{session}/{channel}"


def _put(connection: "Connection", session: str, channel: str, readings: Readings) -> None:
    import zstandard

    start = int(readings.times_ms.min())
    raw = (readings.times_ms - start).astype("<i4").tobytes()
    raw += readings.values.astype("<f8").tobytes() + readings.flags.astype("u1").tobytes()
    data = zstandard.ZstdCompressor(level=_LEVEL).compress(raw)
    driver(connection).execute(
        "INSERT INTO sample_tail (session, channel, seq, start_ms, count, data) "
        "SELECT ?, ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ? FROM sample_tail "
        "WHERE session = ? AND channel = ?",
        (session, channel, start, len(readings.times_ms), data, session, channel),
    )


def _waiting(connection: "Connection", session: str, channel: str) -> tuple[int, int]:
    """Return how many batches and readings lie in the tail."""
    query = (
        "SELECT COUNT(*), COALESCE(SUM(count), 0) FROM sample_tail "
        "WHERE session = ? AND channel = ?"
    )
    rows, readings = driver(connection).execute(query, (session, channel)).fetchone()
    return int(rows), int(readings)


def _tail(connection: "Connection", session: str, channel: str) -> "Columns":
    """Return what lies in the tail, in the order in which it came.

    Raises:
        ValueError: If a batch is not what was written.
    """
    import numpy as np

    found = connection.exec_driver_sql(
        "SELECT start_ms, count, data FROM sample_tail WHERE session = ? AND channel = ? "
        "ORDER BY seq",
        (session, channel),
    ).all()
    rows = [(count, raw) for (_start, count, _data), raw in zip(found, _raw(found), strict=True)]
    starts = np.repeat([int(row[0]) for row in found], [count for count, _raw in rows])
    times = np.frombuffer(b"".join(raw[: 4 * n] for n, raw in rows), "<i4")
    values = np.frombuffer(b"".join(raw[4 * n : 12 * n] for n, raw in rows), "<f8")
    flags = np.frombuffer(b"".join(raw[12 * n :] for n, raw in rows), "u1")
    return starts.astype(np.int64) + times, values.astype(np.float64), flags.astype(np.uint8)


def _raw(rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield the bytes of batches, decompressed."""
    import zstandard

    reader = zstandard.ZstdDecompressor()
    for _start, count, data in rows:
        try:
            raw = reader.decompress(data, max_output_size=count * _RECORD)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
        if len(raw) != count * _RECORD:
            raise ValueError(len(raw))
        yield raw


def _roll(connection: "Connection", session: str, channel: str, more: Readings | None) -> None:
    """Put the tail of a channel, and ``more`` behind it, into chunks."""
    from kta_desktop.storage import samples_pack, samples_tree

    readings, of = _tail(connection, session, channel), (session, channel)
    if more is not None:
        readings = samples_pack.joined((readings, _columns(more)))
    connection.exec_driver_sql(
        "INSERT INTO sample_series (session, channel, count, first_ms, last_ms) "
        "VALUES (?, ?, 0, 0, 0) ON CONFLICT DO NOTHING",
        of,
    )
    samples_tree.extend(connection, _series(connection, session, channel), readings)
    connection.exec_driver_sql("DELETE FROM sample_tail WHERE session = ? AND channel = ?", of)


def _series(connection: "Connection", session: str, channel: str) -> "Series":
    from kta_desktop.storage.samples_tree import Series

    row = connection.exec_driver_sql(
        "SELECT id, count, first_ms, last_ms FROM sample_series WHERE session = ? AND channel = ?",
        (session, channel),
    ).first()
    return Series(0, 0, 0, 0) if row is None else Series(*row)


def _columns(readings: Readings) -> "Columns":
    return readings.times_ms, readings.values, readings.flags
