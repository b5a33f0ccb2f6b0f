"""Raw readings of a session as the CSV file in a bundle: ``time_utc,channel,value``."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kta_desktop.storage.samples import Readings

HEADER = b"time_utc,channel,value"
_LINE = re.compile(
    rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3})Z,([A-Za-z0-9_.-]{1,64}),"
    rb"(-?\d+(?:\.\d+)?|nan|-?inf)"
)
_LONGEST = 2000  # bytes of a line: the longest float without an exponent has some 770 digits
_BATCH = 50_000  # readings of one chunk in the workspace

Row = tuple[str, int, float]
"""Channel, Unix milliseconds, value."""


def rows(chunks: Iterable[bytes]) -> Iterator[Row]:
    """Yield the readings of a CSV file, whatever pieces it comes in.

    Raises:
        ValueError: If a line is not what the program writes; the number of the line.
    """
    lines = _lines(chunks)
    if next(lines, None) != HEADER:
        raise ValueError(1)
    for number, line in enumerate(lines, start=2):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(number)
        second = datetime.fromisoformat(match[1].decode()).replace(tzinfo=UTC)
        at = int(second.timestamp()) * 1000 + int(match[2])
        yield match[3].decode(), at, float(match[4])


def batches(found: Iterable[Row]) -> Iterator[tuple[str, "Readings"]]:
    """Yield the readings of each channel in chunks fit for the workspace, in order of time."""
    waiting: dict[str, tuple[list[int], list[float]]] = {}
    for channel, at, value in found:
        times, values = waiting.setdefault(channel, ([], []))
        times.append(at)
        values.append(value)
        if len(times) >= _BATCH:
            yield channel, _readings(*waiting.pop(channel))
    for channel, (times, values) in sorted(waiting.items()):
        yield channel, _readings(times, values)


def _readings(times: list[int], values: list[float]) -> "Readings":
    import numpy as np

    from kta_desktop.storage.samples import Readings

    return Readings(
        np.asarray(times, np.int64), np.asarray(values, float), np.zeros(len(times), np.uint8)
    )


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n")
        if len(held) > _LONGEST:
            raise ValueError(held[:20])
        yield from whole
    if held:
        raise ValueError(held[:20])
