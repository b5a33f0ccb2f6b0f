"""What every reader of an instrument has: a connection, readings on their way, a thread of its own.

This module loads numpy; import it only where something is measured.
"""

import asyncio
import logging
import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

from kta_desktop.domain.flag import Flag
from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.errors import InstrumentTooFastError
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.series import Series
from kta_desktop.measurement.worth import Worth

_log = logging.getLogger(__name__)

Sink: TypeAlias = Callable[[Mapping[str, Series]], None]
"""Takes readings by the id of the profile's channel, in the thread of the reader."""

BACKOFF_S = (0.5, 1.0, 2.0, 5.0)  # waits between attempts; the last one repeats
HAND_ON_S = 0.05  # at most twenty times a second
MOST_PER_S = 100.0  # readings of one channel that are taken, unless the profile expects more
_TOLD_S = 5.0  # how long it stays told that readings were left out
_STOP_S = 0.1  # between two attempts to stop
_STOPS = 100
_EARLY = 0.999  # a clock that is a rounding error short of a pause has waited for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How the connection to an instrument stands.

    Attributes:
        up: Whether the instrument is connected and answers.
        since: Unix seconds since when it is so.
        error: What went wrong last, also while it is up; None if nothing did since it came up.
        attempts: Attempts to connect since it was lost.
        dropped: Readings that came faster than they are taken, all channels, since the start.
        garbled: Answers or lines that could not be understood, since the start.
    """

    up: bool
    since: float
    error: KtaError | None = None
    attempts: int = 0
    dropped: int = 0
    garbled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One channel as read once, to see whether a profile fits its instrument.

    Attributes:
        channel: Id in the profile.
        value: In the unit of the channel; None if nothing came.
        flag: What it is worth.
        raw: As it came: registers in hexadecimal, or the text of a line.
        error: Why nothing came; None if something did.
    """

    channel: str
    value: float | None
    flag: Flag = Flag.GOOD
    raw: str = ""
    error: KtaError | None = None


class Reader(Protocol):
    """Reads an instrument from ``start()`` to ``stop()``; its sink is called in its own thread."""

    @property
    def connection(self) -> Connection:
        """Return how the connection stands now; cheap, from any thread."""
        ...

    def start(self) -> None:
        """Begin to read."""
        ...

    def stop(self) -> None:
        """End reading, hand on what was read, and return when that is done."""
        ...

    def reconnect(self) -> None:
        """Try to connect now instead of waiting; nothing happens while it is connected."""
        ...


class Gathered:
    """Readings on their way to the sink: judged, bounded in number, in order of time."""

    def __init__(self, link: Link, sink: Sink, now: float, *, bounded: bool = True) -> None:
        """Begin with nothing.

        Args:
            link: Whose readings.
            sink: Where they go.
            now: Unix seconds.
            bounded: Whether readings that come too fast are left out.
        """
        self._sink = sink
        self._worth = {entry.channel: Worth(entry) for entry in link.profile.told}
        self._rate = {
            entry.channel: max(MOST_PER_S, 2 / link.profile.period_of(entry))
            if bounded
            else math.inf
            for entry in link.profile.told
        }
        self._room = dict(self._rate)
        self._refilled = dict.fromkeys(self._rate, now)
        self._last = dict.fromkeys(self._rate, -math.inf)
        self._lists: dict[str, tuple[list[float], list[float], list[int]]] = {}
        self._handed_on = now - HAND_ON_S
        self.dropped = 0

    def add(self, channel: str, at: float, value: float, said: int = Flag.GOOD) -> bool:
        """Take a reading; False if it came too fast and is only counted.

        Args:
            channel: Id in the profile.
            at: Unix seconds; a reading gets at least a millisecond more than the one before it.
            value: In the unit of the channel.
            said: What the instrument says of it; goes before what the value shows.
        """
        at = round(at, 3)  # the store keeps milliseconds
        if not self.has_room(channel, at):
            self.dropped += 1
            return False
        self._room[channel] -= 1.0
        at = max(at, round(self._last[channel] + 0.001, 3))
        self._last[channel] = at
        times, values, flags = self._lists.setdefault(channel, ([], [], []))
        times.append(at)
        values.append(value)
        flags.append(said or self._worth[channel].of(value))
        return True

    def has_room(self, channel: str, at: float) -> bool:
        """Whether a reading of ``channel`` at ``at`` would be taken."""
        rate = self._rate[channel]
        passed = at - self._refilled[channel]
        if passed > 0:
            self._refilled[channel] = at
            self._room[channel] = min(rate, self._room[channel] + passed * rate)
        return self._room[channel] >= 1.0

    def drop(self, count: int) -> None:
        """Count readings that came too fast and were not looked at."""
        self.dropped += count

    @property
    def newest(self) -> float:
        """Return the Unix seconds of the newest reading; minus infinity before the first."""
        return max(self._last.values(), default=-math.inf)

    @property
    def is_waiting(self) -> bool:
        """Whether something waits to be handed on."""
        return bool(self._lists)

    def hand_on(self, now: float, next_at: float = math.inf) -> None:
        """Give the sink what has gathered, unless that was just done and soon will be again.

        Args:
            now: Unix seconds.
            next_at: When this will be asked next.
        """
        if self._lists and (
            now - self._handed_on >= HAND_ON_S * _EARLY or next_at - now > HAND_ON_S
        ):
            self._handed_on = now
            lists, self._lists = self._lists, {}
            self._sink({channel: Series.of(*each) for channel, each in lists.items()})


class LoopReader(ABC):
    """A reader in a thread of its own with a loop of its own; it connects again by itself."""

    def __init__(self, link: Link, clock: Clock, sink: Sink, *, bounded: bool = True) -> None:
        """Prepare for reading.

        Args:
            link: What is read, and where it is.
            clock: Time to stamp and to wait by.
            sink: Called at most twenty times a second with what was read since.
            bounded: Whether readings that come too fast are left out.
        """
        self.link = link
        self.clock = clock
        self.gathered = Gathered(link, sink, clock.now(), bounded=bounded)
        self._connection = Connection(up=False, since=clock.now())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None
        self._wake = asyncio.Event()
        self._dropped_at = -math.inf

    @abstractmethod
    async def connect_and_read(self) -> None:
        """Connect and read until something fails with a ``KtaError``."""

    @property
    def connection(self) -> Connection:
        """Return how the connection stands now."""
        return self._connection

    def start(self) -> None:
        """Begin to read."""
        self._loop = asyncio.new_event_loop()
        self._main = self._loop.create_task(self._keep_reading())
        self._thread = threading.Thread(
            target=self._run, args=(self._loop, self._main), name=f"reader-{self.link.id}",
            daemon=True,
        )  # fmt: skip
        self._thread.start()

    def stop(self) -> None:
        """End reading, hand on what was read, and return when that is done."""
        if self._main is None or self._thread is None:
            return
        # Again and again: Python 3.11 forgets a cancellation that meets an answer on its way. Not
        # for ever: opening a port may block in the driver, and nothing is read then.
        for _attempt in range(_STOPS):
            if not self._tell(self._main.cancel):
                return
            self._thread.join(_STOP_S)
        _log.warning("the reader of %s has not come to its end", self.link.id)

    def reconnect(self) -> None:
        """Try to connect now instead of waiting."""
        self._tell(self._wake.set)

    def came_up(self, at: float) -> None:
        """Note that the instrument answers again; what went wrong is over."""
        if not self._connection.up:
            kept = self._connection
            self._connection = Connection(
                up=True, since=at, dropped=kept.dropped, garbled=kept.garbled
            )

    def note(self, error: KtaError | None, *, garbled: int = 0) -> None:
        """Note what went wrong, or that it is over, while the connection stands."""
        kept = self._connection
        if error is None and self.clock.now() - self._dropped_at < _TOLD_S:
            return  # a person has the time to read it
        if error is not kept.error or garbled:
            self._connection = replace(kept, error=error, garbled=kept.garbled + garbled)

    def note_dropped(self) -> None:
        """Say how many readings came too fast, if some did."""
        if self.gathered.dropped != self._connection.dropped:
            self._dropped_at = self.clock.now()
            dropped = self.gathered.dropped
            error = InstrumentTooFastError(dropped=dropped, most=round(MOST_PER_S))
            self._connection = replace(self._connection, error=error, dropped=dropped)

    def _tell(self, call: Callable[[], object]) -> bool:
        """Call something in the loop; False if it does not run (any more)."""
        if self._loop is None:
            return False
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:  # it is closed
            return False
        return True

    def _run(self, loop: asyncio.AbstractEventLoop, main: "asyncio.Task[None]") -> None:
        try:
            loop.run_until_complete(asyncio.wait([main]))
            self.gathered.hand_on(math.inf)
        finally:
            loop.close()
        if not main.cancelled():
            main.result()  # a bug: let it surface

    async def _keep_reading(self) -> None:
        while True:
            try:
                await self.connect_and_read()
            except KtaError as error:
                self.went_down(error)
            await self.wait_before_next_attempt()

    def went_down(self, error: KtaError) -> None:
        """Note that the instrument is not reached or does not answer, and hand on what came."""
        was = self._connection
        now = self.clock.now()
        self._connection = replace(
            was,
            up=False,
            since=now if was.up else was.since,
            error=error,
            attempts=0 if was.up else was.attempts + 1,
        )
        self.gathered.hand_on(now, math.inf)

    async def wait_before_next_attempt(self) -> None:
        """Wait, longer after each attempt, or until ``reconnect``."""
        wait_s = BACKOFF_S[min(self._connection.attempts, len(BACKOFF_S) - 1)]
        waking = asyncio.ensure_future(self._wake.wait())
        sleeping = asyncio.ensure_future(self.clock.sleep_until(self.clock.now() + wait_s))
        await first_of(waking, sleeping)
        self._wake.clear()

    async def wait_for_reconnect(self) -> None:
        """Wait until ``reconnect``."""
        await self._wake.wait()
        self._wake.clear()


async def first_of(*tasks: "asyncio.Future[Any]") -> None:
    """Wait until one of ``tasks`` is done; none is left behind running."""
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting = [task for task in tasks if not task.done()]
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)
