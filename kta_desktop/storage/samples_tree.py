"""The chunks of one series of readings and the min/max pyramid above them.

Readings keep the order in which they came. Level 0 holds them, level 1 one entry for 16 of them,
level 2 one for 16 of those, up to the level that fits into one chunk. Whatever is asked is found
from the top down: as many rows are read as the answer has points, however long the recording is,
and in whatever order its times are.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kta_desktop.storage.engine import driver
from kta_desktop.storage.samples_pack import (
    COUNT,
    FACTOR,
    FIRST,
    LAST,
    Columns,
    cut,
    entries,
    items_of,
    joined,
    packed,
    size_of,
    top_of,
    unpacked,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AT_ONCE = 1 << 20  # readings for which entries are made at a time: some 100 MB


class Series(NamedTuple):
    """What is stored of one channel of a session.

    Attributes:
        id: Number of the series.
        total: Readings in its chunks.
        first_ms: Earliest of their times; 0 without readings.
        last_ms: Latest of their times; 0 without readings.
    """

    id: int
    total: int
    first_ms: int
    last_ms: int


class Window(NamedTuple):
    """Unix milliseconds from the first to the last, both within."""

    since: int
    until: int


class Found(NamedTuple):
    """Items of a window: level 0 are readings, others entries that lie within it."""

    level: int
    columns: Columns


def extend(connection: "Connection", series: Series, readings: Columns) -> None:
    """Append readings behind those in the chunks, and bring the pyramid up to them."""
    for start in range(0, len(readings[0]), _AT_ONCE):
        part = cut(readings, start, start + _AT_ONCE)
        series = _extended(connection, series, part)


def _extended(connection: "Connection", series: Series, readings: Columns) -> Series:
    total = series.total + len(readings[0])
    top, known = top_of(total), top_of(series.total)
    # Position and items of what changes in the level that was written last.
    changed, start, block = series.total, 0, readings
    for level in range(top + 1):
        items = readings
        if level:
            changed = 0 if level > known else changed // FACTOR
            items = entries(cut(block, changed * FACTOR - start), level - 1)
        row, offset = divmod(changed, size_of(level))
        if offset:
            ((count, data),) = _rows(connection, series.id, level, row, row)
            items = joined((cut(unpacked([(count, data)], level), 0, offset), items))
        start, block = row * size_of(level), items
        _write(connection, series.id, level, row, items)
    times = readings[0]
    first, last = int(times.min()), int(times.max())
    if series.total:
        first, last = min(first, series.first_ms), max(last, series.last_ms)
    driver(connection).execute(
        "UPDATE sample_series SET count = ?, first_ms = ?, last_ms = ? WHERE id = ?",
        (total, first, last, series.id),
    )
    return Series(series.id, total, first, last)


def _write(connection: "Connection", series: int, level: int, row: int, items: Columns) -> None:
    size = size_of(level)
    found = (
        (series, level, row + number, len(part[0]), packed(part, level))
        for number, part in enumerate(
            cut(items, at, at + size) for at in range(0, len(items[0]), size)
        )
    )
    driver(connection).executemany("INSERT OR REPLACE INTO sample_chunks VALUES (?,?,?,?,?)", found)


def _rows(
    connection: "Connection", series: int, level: int, first: int, last: int
) -> list[tuple[int, bytes]]:
    query = (
        "SELECT count, data FROM sample_chunks "
        "WHERE series = ? AND level = ? AND n BETWEEN ? AND ? ORDER BY n"
    )
    rows: list[tuple[int, bytes]]  # bare: the caller's look for the series began the transaction
    rows = driver(connection).execute(query, (series, level, first, last)).fetchall()
    if len(rows) != last - first + 1:
        raise ValueError(series, level, first, last)
    return rows


def whole(connection: "Connection", series: Series) -> Columns:
    """Return all readings of the chunks.

    Raises:
        ValueError: If a chunk is missing or not what was written.
    """
    last = (series.total - 1) // size_of(0)
    return unpacked(_rows(connection, series.id, 0, 0, last) if series.total else [], 0)


def is_sound(connection: "Connection", series: Series) -> bool:
    """Whether every chunk is there and the pyramid is what the readings amount to; reads all."""
    try:
        items = whole(connection, series)
        if len(items[0]) != series.total:
            return False
        for level in range(1, top_of(series.total) + 1):
            items = entries(items, level - 1)
            last = (len(items[0]) - 1) // size_of(level)
            stored = unpacked(_rows(connection, series.id, level, 0, last), level)
            if not all(map(_same, items, stored)):
                return False
    except ValueError:
        return False
    return True


def descend(
    connection: "Connection", series: Series, window: Window, longest: int | None
) -> Iterator[Found]:
    """Yield what lies in a window: first entries, from the top down, at last readings.

    An entry is yielded as it is if it lies within the window and spans at most ``longest``
    milliseconds, otherwise what it stands for: so a hole in the recording, or a clock that was set
    back, is resolved down to the readings beside it.

    Args:
        connection: For reading.
        series: Whose.
        window: Which.
        longest: Longest span of an entry; None if nothing but readings is wanted.

    Raises:
        ValueError: If a chunk is missing or not what was written.
    """
    level = top_of(series.total)
    wanted = np.arange(items_of(series.total, level))
    while len(wanted):
        columns = _at(connection, series.id, level, wanted)
        first, last = columns[FIRST], columns[LAST if level else FIRST]
        overlaps = (last >= window.since) & (first <= window.until)
        if not level:
            yield Found(0, tuple(column[overlaps] for column in columns))
            return
        fits = np.zeros(len(wanted), np.bool_)
        if longest is not None:
            within = (first >= window.since) & (last <= window.until)
            fits = within & (last - first <= longest)
        yield Found(level, tuple(column[fits] for column in columns))
        level -= 1
        wanted = _below(wanted[overlaps & ~fits], items_of(series.total, level))


def count(connection: "Connection", series: Series, window: Window) -> int:
    """Return how many readings of the chunks lie in a window.

    Raises:
        ValueError: If a chunk is missing or not what was written.
    """
    span = window.until - window.since
    found = descend(connection, series, window, span)
    return sum(int(c[COUNT].sum()) if level else len(c[0]) for level, c in found)


def _same(ours: NDArray[Any], theirs: NDArray[Any]) -> bool:
    return np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f")


def _below(positions: NDArray[np.int64], items: int) -> NDArray[np.int64]:
    """Return the positions, one level further down, of what entries stand for."""
    children = (positions[:, None] * FACTOR + np.arange(FACTOR)).ravel()
    return children[children < items]


def _at(connection: "Connection", series: int, level: int, positions: NDArray[np.int64]) -> Columns:
    """Return the items at positions, which are in order."""
    size = size_of(level)
    rows = np.unique(positions // size)
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    found = [
        row for run in runs for row in _rows(connection, series, level, int(run[0]), int(run[-1]))
    ]
    columns = unpacked(found, level)
    places = np.searchsorted(rows, positions // size) * size + positions % size
    if len(places) == len(columns[0]):
        return columns
    return tuple(column[places] for column in columns)
