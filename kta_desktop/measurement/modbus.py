"""Reading a Modbus TCP instrument, in a thread of its own with a loop of its own.

The poller reads what is due, puts it into the rings at once and hands it on once a second. It
connects again by itself, waiting longer each time; what went wrong last stays readable in words.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.errors import (
    InstrumentClosedError,
    InstrumentRefusedError,
    InstrumentRefusesRegisterError,
    InstrumentSilentError,
    InstrumentUnreachableError,
    InstrumentWrongUnitError,
)
from kta_desktop.measurement.profile import InstrumentProfile, ReadBlock, RegisterTable
from kta_desktop.measurement.ring import Ring

if TYPE_CHECKING:
    from pymodbus.client import AsyncModbusTcpClient
    from pymodbus.pdu import ModbusPDU

Batch = Mapping[str, tuple[list[float], list[float]]]  # channel → times (Unix s), values
Sink = Callable[[Batch], None]

BACKOFF_S = (0.5, 1.0, 2.0, 5.0)  # waits between attempts; the last one repeats
FLUSH_S = 1.0
_EARLY_S = 0.05  # wake-ups are not exact: without it every second flush would be missed
_NO_SUCH_DEVICE = (0x0A, 0x0B)  # exception codes of gateways: path unavailable, no response


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """How the connection stands.

    Attributes:
        up: Whether the instrument is connected.
        since: Unix seconds since when it is so.
        error: What went wrong last; None if nothing did since it came up.
        attempts: Attempts to connect since it was lost.
    """

    up: bool
    since: float
    error: KtaError | None = None
    attempts: int = 0


class ModbusPoller:
    """Reads an instrument from ``start()`` to ``stop()``."""

    def __init__(
        self,
        profile: InstrumentProfile,
        address: tuple[str, int],
        clock: Clock,
        rings: Mapping[str, Ring],
        sink: Sink,
    ) -> None:
        """Prepare for reading.

        Args:
            profile: What to read.
            address: Host and port.
            clock: Time to stamp and to wait by.
            rings: Where each channel's readings go at once.
            sink: Called once a second, in the poller's thread, with what was read since.
        """
        self._profile = profile
        self._host, self._port = address
        self._clock = clock
        self._rings = rings
        self._sink = sink
        self._batch: dict[str, tuple[list[float], list[float]]] = {}
        self._flushed = clock.now()
        self._connection = Connection(up=False, since=clock.now())
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    @property
    def connection(self) -> Connection:
        """Return how the connection stands now."""
        return self._connection

    def start(self) -> None:
        """Begin to read."""
        quiet()
        self._loop = asyncio.new_event_loop()
        self._main = self._loop.create_task(self._keep_reading())
        self._thread = threading.Thread(
            target=self._run, args=(self._loop, self._main), name="modbus", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End reading, hand on what was read, and return when that is done."""
        if self._main is not None and self._tell(self._main.cancel):
            self._thread.join()

    def reconnect(self) -> None:
        """Try to connect now instead of waiting."""
        self._tell(self._wake.set)

    def _tell(self, call: Callable[[], object]) -> bool:
        """Call something in the loop; False if it does not run (any more)."""
        if self._loop is None or self._loop.is_closed():
            return False
        self._loop.call_soon_threadsafe(call)
        return True

    def _run(self, loop: asyncio.AbstractEventLoop, main: "asyncio.Task[None]") -> None:
        try:
            loop.run_until_complete(asyncio.wait([main]))
            self._flush()
        finally:
            loop.close()
        if not main.cancelled():
            main.result()  # a bug: let it surface

    async def _keep_reading(self) -> None:
        while True:
            try:
                await self._connect_and_read()
            except KtaError as error:
                attempts = 0 if self._connection.up else self._connection.attempts + 1
                since = self._clock.now() if self._connection.up else self._connection.since
                self._connection = Connection(up=False, since=since, error=error, attempts=attempts)
                self._flush()
            await self._wait_before_next_attempt()

    async def _wait_before_next_attempt(self) -> None:
        wait_s = BACKOFF_S[min(self._connection.attempts, len(BACKOFF_S) - 1)]
        waking = asyncio.ensure_future(self._wake.wait())
        sleeping = asyncio.ensure_future(self._clock.sleep_until(self._clock.now() + wait_s))
        await _first_of(waking, sleeping)
        self._wake.clear()

    async def _connect_and_read(self) -> None:
        """Connect, then read until something fails with a ``KtaError``."""
        from pymodbus.client import AsyncModbusTcpClient

        cut = asyncio.Event()
        client = AsyncModbusTcpClient(
            self._host,
            port=self._port,
            timeout=self._profile.timeout_s,
            retries=0,
            reconnect_delay=0,
            trace_connect=lambda connected: None if connected else cut.set(),
        )
        try:
            if not await self._connects(client):
                raise await self._reason()
            await self._read(client, cut)
        finally:
            client.close()

    async def _connects(self, client: "AsyncModbusTcpClient") -> bool:
        """Whether the instrument takes the connection.

        Raises:
            InstrumentUnreachableError: If host and port can be no address at all.
        """
        try:
            return await client.connect()
        except (UnicodeError, OverflowError) as error:
            raise InstrumentUnreachableError(host=self._host, port=self._port) from error

    async def _reason(self) -> KtaError:
        """Return why connecting failed; the client itself does not tell."""
        where = {"host": self._host, "port": self._port}
        try:
            connecting = asyncio.open_connection(self._host, self._port)
            _reader, writer = await asyncio.wait_for(connecting, self._profile.timeout_s)
        except ConnectionRefusedError:
            return InstrumentRefusedError(**where)
        except OSError:  # includes the timeout and names that cannot be resolved
            return InstrumentUnreachableError(**where)
        writer.close()
        return InstrumentClosedError(**where)

    async def _read(self, client: "AsyncModbusTcpClient", cut: asyncio.Event) -> None:
        due = dict.fromkeys(self._profile.blocks(), self._clock.now())
        while True:
            await self._clock.sleep_until(min(due.values()))
            now = self._clock.now()
            for block in [block for block, at in due.items() if at <= now]:
                await self._read_block(client, cut, block)
                missed = (self._clock.now() - due[block]) // block.period_s
                due[block] += (missed + 1) * block.period_s
            if min(due.values()) - self._flushed > FLUSH_S - _EARLY_S:
                self._flush()  # the next reading would come too late to hand these on in time

    async def _read_block(
        self, client: "AsyncModbusTcpClient", cut: asyncio.Event, block: ReadBlock
    ) -> None:
        response = await self._ask(client, cut, block)
        if response.isError() or len(response.registers) < block.count:
            self._refused(block, response.exception_code)
            return
        at = round(self._clock.now(), 3)  # storage keeps milliseconds; the ring shows the same
        for register in block.registers:
            place = register.address - block.address
            value = register.decode(response.registers[place : place + register.size])
            self._rings[register.channel].append([at], [value])
            times, values = self._batch.setdefault(register.channel, ([], []))
            times.append(at)
            values.append(value)
        if not self._connection.up:
            self._connection = Connection(up=True, since=at)

    async def _ask(
        self, client: "AsyncModbusTcpClient", cut: asyncio.Event, block: ReadBlock
    ) -> "ModbusPDU":
        from pymodbus.exceptions import ConnectionException, ModbusException

        holding = block.table is RegisterTable.HOLDING
        read = client.read_holding_registers if holding else client.read_input_registers
        where = {"host": self._host, "port": self._port}
        if cut.is_set() or not client.connected:  # it was cut while nothing was due
            raise InstrumentClosedError(**where)
        request = read(block.address, count=block.count, device_id=self._profile.unit_id)
        asking = asyncio.ensure_future(request)
        cutting = asyncio.ensure_future(cut.wait())
        try:
            await _first_of(asking, cutting)
            if not asking.done() or asking.cancelled():
                raise InstrumentClosedError(**where)
            return asking.result()
        except ConnectionException as error:
            raise InstrumentClosedError(**where) from error
        except ModbusException as error:  # no answer, or none that can be understood
            raise InstrumentSilentError(unit=self._profile.unit_id, **where) from error

    def _refused(self, block: ReadBlock, code: int) -> None:
        """Take note that the instrument refuses a request; give up if there is no such device."""
        if code in _NO_SUCH_DEVICE:
            unit = self._profile.unit_id
            raise InstrumentWrongUnitError(host=self._host, port=self._port, unit=unit)
        error = InstrumentRefusesRegisterError(address=block.address, number=code)
        self._connection = Connection(up=True, since=self._connection.since, error=error)

    def _flush(self) -> None:
        self._flushed = self._clock.now()
        batch, self._batch = self._batch, {}
        if batch:
            self._sink(batch)


async def _first_of(*tasks: "asyncio.Future[Any]") -> None:
    """Wait until one of ``tasks`` is done; none is left behind running."""
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting = [task for task in tasks if not task.done()]
        for task in waiting:
            task.cancel()
        if waiting:
            await asyncio.wait(waiting)


def quiet() -> None:
    """Keep pymodbus from writing to stderr; what matters is told by ``Connection.error``."""
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
