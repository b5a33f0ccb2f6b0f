"""Raw readings of a session as the CSV file in a bundle: ``time_utc,channel,value,flag``.

Sessions that were recorded before readings had flags have the three columns before it.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kta_desktop.storage.samples import Readings

HEADER = b"time_utc,channel,value,flag"
OLD_HEADER = b"time_utc,channel,value"
_READING = (
    rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{3})Z,([A-Za-z0-9_.-]{1,64}),"
    rb"(-?\d+(?:\.\d+)?|nan|-?inf)"
)
_FLAG = rb",(0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])"
_FORMS = {HEADER: re.compile(_READING + _FLAG), OLD_HEADER: re.compile(_READING + rb"()")}
_LONGEST = 2000  # bytes of a line: the longest float without an exponent has some 770 digits
_BATCH = 50_000  # readings that are handed on at once

Row = tuple[str, int, float, int]
"""Channel, Unix milliseconds, value, flag."""


def rows(chunks: Iterable[bytes]) -> Iterator[Row]:
    """Yield the readings of a CSV file, whatever pieces it comes in.

    Raises:
        ValueError: If a line is not what the program writes; the number of the line.
    """
    lines = _lines(chunks)
    form = _FORMS.get(next(lines, b""))
    if form is None:
        raise ValueError(1)
    for number, line in enumerate(lines, start=2):
        match = form.fullmatch(line)
        if match is None:
            raise ValueError(number)
        second, part, channel, value, flag = match.groups()
        at = _milliseconds(second) + int(part)
        yield channel.decode(), at, float(value), int(flag or 0)


@lru_cache(maxsize=8)  # the channels of a session are read in the same seconds
def _milliseconds(second: bytes) -> int:
    return int(datetime.fromisoformat(second.decode()).replace(tzinfo=UTC).timestamp()) * 1000


def batches(found: Iterable[Row]) -> Iterator[tuple[str, "Readings"]]:
    """Yield the readings of each channel in batches fit for the workspace, in order of time."""
    waiting: dict[str, list[tuple[int, float, int]]] = {}
    for channel, at, value, flag in found:
        own = waiting.setdefault(channel, [])
        own.append((at, value, flag))
        if len(own) >= _BATCH:
            yield channel, _readings(waiting.pop(channel))
    for channel, own in sorted(waiting.items()):
        yield channel, _readings(own)


def _readings(found: list[tuple[int, float, int]]) -> "Readings":
    import numpy as np

    from kta_desktop.storage.samples import Readings

    times, values, flags = zip(*found, strict=True)
    return Readings(
        np.array(times, np.int64), np.array(values, np.float64), np.array(flags, np.uint8)
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
