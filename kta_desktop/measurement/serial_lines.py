"""Reading an instrument that writes lines of text to a serial port, by itself or when asked.

The port is opened, read and closed in a thread of its own, so that nothing ever waits for a port:
some block for seconds, and some for ever once their plug was pulled.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from typing_extensions import override

from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.line_parser import LineParser, LineSplitter, ParsedLine, request_bytes
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import (
    DeviceSilentError,
    LineEndlessError,
    LineGarbledError,
    PortLostError,
)
from kta_desktop.measurement.profile_parts import LineFormat
from kta_desktop.measurement.reading import HAND_ON_S, LoopReader, Reading, Sink
from kta_desktop.measurement.serial_port import open_port
from kta_desktop.measurement.worth import Worth

_READ_S = 0.05  # longest wait of one read, and thus of closing
_CHUNKS = 64  # of what was read and not yet looked at
_CHUNK = 4096
_LULL_S = 0.1  # no character of one line comes so long after another
_CLOSE_S = 1.0  # longest wait for a port to close, so that it can be opened again at once
_ONCE_S = 10.0  # longest wait of a test reading


class Pump(threading.Thread):
    """Opens a port, posts what comes to a loop, and closes it again."""

    def __init__(self, link: Link, loop: asyncio.AbstractEventLoop) -> None:
        """Prepare; ``start()`` opens the port.

        Args:
            link: With the port.
            loop: Where ``chunks`` are taken.
        """
        super().__init__(name=f"port-{link.id}", daemon=True)
        self.chunks: asyncio.Queue[bytes | KtaError | None] = asyncio.Queue()
        self._link = link
        self._loop = loop
        self._room = threading.Semaphore(_CHUNKS)
        self._closing = threading.Event()
        self._write: Callable[[bytes], object] | None = None

    @override
    def run(self) -> None:
        try:
            with open_port(self._link, timeout_s=_READ_S) as port:
                self._write = port.write
                self._post(None)
                while not self._closing.is_set():
                    if data := port.read(min(port.in_waiting, _CHUNK) or 1):
                        self._post(data)
        except KtaError as error:
            self._post(error)
        except (OSError, TypeError) as error:  # a TypeError where the port vanishes under pyserial
            lost = PortLostError(where=self._link.address.device)
            lost.__cause__ = error
            self._post(lost)

    def send(self, data: bytes) -> None:
        """Write to the port.

        Raises:
            PortLostError: If it does not take it.
        """
        try:
            if self._write is not None:
                self._write(data)
        except (OSError, TypeError) as error:
            raise PortLostError(where=self._link.address.device) from error

    async def take(self, timeout_s: float) -> bytes | None:
        """Return what came; None once the port is open.

        Raises:
            TimeoutError: If nothing came.
            KtaError: If the port cannot be opened or is lost.
        """
        chunk = await asyncio.wait_for(self.chunks.get(), timeout_s)
        self._room.release()
        if isinstance(chunk, KtaError):
            raise chunk
        return chunk

    def close(self) -> None:
        """Let the port be closed; it happens in its own thread and is not waited for."""
        self._closing.set()

    def _post(self, chunk: bytes | KtaError | None) -> None:
        while not self._room.acquire(timeout=_READ_S):
            if self._closing.is_set():
                return
        if not self._closing.is_set():
            with suppress(RuntimeError):  # the loop was closed this very moment: nobody listens
                self._loop.call_soon_threadsafe(self.chunks.put_nowait, chunk)


class LineReader(LoopReader):
    """Reads lines from a serial port from ``start()`` to ``stop()``."""

    def __init__(self, link: Link, clock: Clock, sink: Sink) -> None:
        """Prepare for reading; see ``LoopReader``."""
        super().__init__(link, clock, sink)
        self._form = link.profile.lines or LineFormat()
        self._parser = LineParser(link.profile)
        self._channels = [entry.channel for entry in link.profile.fields]
        period = min(link.profile.period_of(entry) for entry in link.profile.fields)
        self._period_s = period
        self._patience_s = max(link.profile.timeout_s, 3 * period)
        self._pump: Pump | None = None

    @override
    def stop(self) -> None:
        super().stop()
        if self._pump is not None:
            self._pump.join(_CLOSE_S)

    @override
    async def connect_and_read(self) -> None:
        pump = self._pump = Pump(self.link, asyncio.get_running_loop())
        pump.start()
        try:
            await _opened(pump)
            if self._form.request:
                await self._ask_and_read(pump)
            else:
                await self._listen(pump)
        finally:
            pump.close()

    async def _listen(self, pump: Pump) -> None:
        """Take lines as they come."""
        opened = time.monotonic()
        splitter: LineSplitter | None = None
        while True:
            wait_s = HAND_ON_S if self.gathered.is_waiting else self._patience_s
            try:
                data = await pump.take(wait_s)
            except TimeoutError:
                self._lull()
                continue
            if splitter is None:
                at_once = time.monotonic() - opened < _LULL_S
                splitter = LineSplitter(self._form.end, begins_within=at_once)
            self._take(splitter, data or b"")
            now = self.clock.now()
            self.gathered.hand_on(now, now)

    async def _ask_and_read(self, pump: Pump) -> None:
        """Send the request when it is due, and take the line that answers."""
        splitter = LineSplitter(self._form.end, begins_within=False)
        due = self.clock.now()
        while True:
            await self.clock.sleep_until(due)
            while not pump.chunks.empty():  # of an earlier request: too late to be of use
                await pump.take(0)
            splitter.forget()
            pump.send(request_bytes(self._form))
            await self._answer(pump, splitter)
            due += ((self.clock.now() - due) // self._period_s + 1) * self._period_s
            self.gathered.hand_on(self.clock.now(), due)

    async def _answer(self, pump: Pump, splitter: LineSplitter) -> None:
        until = time.monotonic() + self.link.profile.timeout_s
        try:
            while not self._take(splitter, await pump.take(until - time.monotonic()) or b""):
                pass
        except TimeoutError:
            self._silent()

    def _lull(self) -> None:
        """Hand on what waits; if nothing does, the instrument is silent."""
        if self.gathered.is_waiting:
            self.gathered.hand_on(self.clock.now() + HAND_ON_S)
        else:
            self._silent()

    def _silent(self) -> None:
        if self.connection.up or not isinstance(self.connection.error, DeviceSilentError):
            self.went_down(DeviceSilentError(where=self.link.address.device))

    def _take(self, splitter: LineSplitter, data: bytes) -> int:
        """Take the lines that are complete with ``data``; return how many there were."""
        at = self.clock.now()
        lines = splitter.feed(data)
        if splitter.endless:
            self.note(LineEndlessError(count=splitter.endless), garbled=1)
        for line in lines:
            if self.gathered.has_room(self._channels[0], at):
                self._take_line(line, at)
            else:
                self.gathered.drop(len(self._channels))
        self.note_dropped()
        return len(lines)

    def _take_line(self, line: bytes, at: float) -> None:
        try:
            parsed = self._parser.parse(line)
        except (LineGarbledError, LineEndlessError) as error:
            self.note(error, garbled=1)
            return
        self.came_up(at)
        self.note(next(iter(parsed.errors.values()), None), garbled=len(parsed.errors))
        for channel, value in parsed.values.items():
            self.gathered.add(channel, at, value, parsed.said[channel])


async def _opened(pump: Pump) -> None:
    """Wait until the port is open; opening itself tells if it cannot be."""
    while await pump.take(60.0) is not None:
        pass


async def read_line_once(link: Link) -> tuple[Reading, ...]:
    """Return each channel of the next line that can be understood.

    Raises:
        KtaError: If the port cannot be opened, nothing comes, or nothing can be understood.
    """
    form = link.profile.lines or LineFormat()
    parser, splitter = LineParser(link.profile), LineSplitter(form.end, begins_within=False)
    pump = Pump(link, asyncio.get_running_loop())
    pump.start()
    error: KtaError = DeviceSilentError(where=link.address.device)
    try:
        await _opened(pump)
        pump.send(request_bytes(form) if form.request else b"")
        until = time.monotonic() + _ONCE_S
        while True:
            for line in splitter.feed(await pump.take(until - time.monotonic()) or b""):
                try:
                    return _readings(link, parser.parse(line), line)
                except LineGarbledError as garbled:
                    error = garbled
            if splitter.endless:
                error = LineEndlessError(count=splitter.endless)
    except TimeoutError:
        raise error from None
    finally:
        pump.close()
        await asyncio.to_thread(pump.join, _ONCE_S)  # the port is free for what comes next


def _readings(link: Link, parsed: ParsedLine, line: bytes) -> tuple[Reading, ...]:
    raw = line.decode("ascii", "backslashreplace")
    found = []
    for entry in link.profile.fields:
        value = parsed.values.get(entry.channel)
        found.append(
            Reading(
                channel=entry.channel,
                value=None if value is None or value != value else value,  # noqa: PLR0124 - NaN
                flag=Worth(entry).judged(value, parsed.said[entry.channel]),
                raw=raw,
                error=parsed.errors.get(entry.channel),
            )
        )
    return tuple(found)
