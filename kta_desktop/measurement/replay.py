"""Replaying a recorded file as if its instrument were read now.

The file has the form in which a bundle keeps raw readings (``time_utc,channel,value,flag``; the
flag may be missing), or is a logger file as its instrument wrote it. The distances between the
readings stay, divided by the speed; the times are those of the replay.
"""

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TextIO

from typing_extensions import override

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import (
    LineGarbledError,
    ReplayEndedError,
    ReplayNothingError,
    ReplayUnreadableError,
)
from kta_desktop.measurement.profile_parts import ReplayColumn
from kta_desktop.measurement.reading import LoopReader, Reading, Sink
from kta_desktop.measurement.units import convert
from kta_desktop.measurement.worth import Worth

_LONGEST = 10_000  # characters of a line
_TIME, _CHANNEL, _VALUE, _FLAG = "time_utc", "channel", "value", "flag"
_SPEEDS = (0.01, 1000.0)
_AT_ONCE = 500  # rows between two looks at the clock


@dataclass(frozen=True, slots=True)
class Recorded:
    """A reading of a file; ``at`` in Unix seconds."""

    at: float
    channel: str
    value: float
    flag: int = Flag.GOOD


class ReplayReader(LoopReader):
    """Replays a file once from ``start()``; ``reconnect()`` begins anew after its end."""

    def __init__(self, link: Link, clock: Clock, sink: Sink) -> None:
        """Prepare for reading; see ``LoopReader``."""
        super().__init__(link, clock, sink, bounded=False)

    @override
    async def connect_and_read(self) -> None:
        start, first = self.clock.now(), math.nan
        speed = min(max(self.link.address.speed, _SPEEDS[0]), _SPEEDS[1])
        for place, item in enumerate(recorded(self.link, self._misread), start=1):
            if place % _AT_ONCE == 0:
                await self._breathe()
            if item is None:
                continue
            if math.isnan(first):
                first = item.at
                self.came_up(start)
            at = start + max(item.at - first, 0.0) / speed
            if at > self.clock.now():
                self.gathered.hand_on(self.clock.now(), at)
                await self.clock.sleep_until(at)
            self.gathered.add(item.channel, at, item.value, item.flag)
        if math.isnan(first):
            raise ReplayNothingError(path=Path(self.link.address.path).name)
        raise ReplayEndedError(path=Path(self.link.address.path).name)

    async def _breathe(self) -> None:
        """Let the reader be stopped, and keep it from running ahead of the clock.

        Readings of one moment get a millisecond each, and a file may have a million of them.
        """
        now = self.clock.now()
        until = max(self.gathered.newest, now)
        self.gathered.hand_on(now, until)
        await self.clock.sleep_until(until)

    @override
    async def wait_before_next_attempt(self) -> None:
        await self.wait_for_reconnect()  # a file does not mend itself

    def _misread(self, line: str) -> None:
        self.note(LineGarbledError(line=line[:60]), garbled=1)


def recorded(link: Link, misread: Callable[[str], None]) -> Iterator[Recorded | None]:
    """Yield the readings of a link's file that its profile knows, in the order of the file.

    Where a stretch of the file has none, None comes: nobody waits for its end.

    Args:
        link: With path and profile.
        misread: Called with every line that cannot be understood.

    Raises:
        ReplayUnreadableError: If the file cannot be read.
        ReplayNothingError: If it has none of the profile's channels.
        KtaError: If it is no logger file either; see ``loggers.understand``.
    """
    path = Path(link.address.path)
    columns = {entry.column or entry.channel: entry for entry in link.profile.columns}
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            head = [name.strip() for name in file.readline(_LONGEST).split(",")]
            if {_TIME, _CHANNEL, _VALUE} <= set(head):
                yield from _raw(file, head, columns, misread)
                return
    except (OSError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReplayUnreadableError(path=path.name, reason=reason) from error
    yield from _logged(path, columns)


def _raw(
    file: TextIO,
    head: Sequence[str],
    columns: Mapping[str, ReplayColumn],
    misread: Callable[[str], None],
) -> Iterator[Recorded | None]:
    """Yield the readings of the bundle's own form; None for any other row."""
    # Never a line longer than any of readings: a file may have no ends of lines at all.
    for row in csv.reader(iter(partial(file.readline, _LONGEST), "")):
        cells = dict(zip(head, row, strict=False))
        try:
            at, value = _seconds(cells[_TIME]), float(cells[_VALUE])
            column, flag = columns.get(cells[_CHANNEL]), Flag(int(cells.get(_FLAG) or 0))
        except (ValueError, KeyError):
            misread(",".join(row))
            column = None
        yield None if column is None else Recorded(at, column.channel, value, flag)


def _logged(path: Path, columns: Mapping[str, ReplayColumn]) -> Iterator[Recorded | None]:
    """Yield the readings of a logger file, of its columns that the profile names; None between."""
    from kta_desktop.measurement import loggers
    from kta_desktop.measurement.loggers.model import ABSENT

    understood = loggers.understand(path)
    wanted = {
        column.index: (entry.channel, _conversion(column.unit, entry.unit))
        for column in understood.values
        if (entry := columns.get(column.name) or columns.get(column.meaning or "")) is not None
    }
    if not wanted:
        raise ReplayNothingError(path=path.name)
    for batch in loggers.read(path, understood):
        yield None
        for place, at in enumerate(batch.times.tolist()):
            for index, (channel, (factor, addend)) in wanted.items():
                flag = int(batch.flags[index][place])
                if flag != ABSENT:
                    value = float(batch.values[index][place])
                    yield Recorded(at, channel, value * factor + addend, flag)


def _conversion(unit: str | None, target: str) -> tuple[float, float]:
    """Return factor and addend between units; a column without a known one has that of the profile.

    Raises:
        UnitUnfitError: If they are units of different quantities.
    """
    if unit is None or unit == target:
        return 1.0, 0.0
    addend = convert(Decimal(0), unit, target)
    return float(convert(Decimal(1), unit, target) - addend), float(addend)


def _seconds(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def read_file_once(link: Link) -> tuple[Reading, ...]:
    """Return the first reading of each channel of a recorded file.

    Raises:
        ReplayUnreadableError, ReplayNothingError: If it cannot be read or has none.
    """
    found: dict[str, Reading] = {}
    entries = {entry.channel: entry for entry in link.profile.columns}
    for item in recorded(link, lambda _line: None):
        if item is not None and item.channel not in found:
            found[item.channel] = Reading(
                channel=item.channel,
                value=None if math.isnan(item.value) else item.value,
                flag=Worth(entries[item.channel]).judged(item.value, item.flag),
                raw=datetime.fromtimestamp(item.at, UTC).isoformat(),
            )
        if len(found) == len(entries):
            break
    if not found:
        raise ReplayNothingError(path=Path(link.address.path).name)
    missing = ReplayNothingError(path=Path(link.address.path).name)
    return tuple(
        found.get(channel, Reading(channel=channel, value=None, error=missing))
        for channel in entries
    )
