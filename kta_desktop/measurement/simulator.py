"""A simulated Modbus instrument: a real server on a real socket or serial port, fed by a scenario.

The frames are pymodbus' own; what a scenario does to them is done to the bytes on their way out.
"""

import asyncio
import random
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.errors import PortTakenError
from kta_desktop.measurement.link_errors import PortMissingError
from kta_desktop.measurement.modbus_wire import quiet
from kta_desktop.measurement.profile import InstrumentProfile, RegisterTable
from kta_desktop.measurement.scenario import Harm, Scenario
from kta_desktop.measurement.simulated import SimulatedDevice

if TYPE_CHECKING:
    from pymodbus.constants import ExcCodes
    from pymodbus.server import ModbusSerialServer, ModbusTcpServer
    from pymodbus.simulator import SimData, SimDevice

_TABLES = {
    1: RegisterTable.COILS,
    2: RegisterTable.DISCRETE,
    3: RegisterTable.HOLDING,
    4: RegisterTable.INPUT,
}


class Simulator:
    """An instrument that listens until it is closed.

    Scenario time is the clock's time since the simulator started.

    Attributes:
        host: Where it listens; empty on a serial port.
        port: The port it got.
        device: Its serial port; empty over TCP.
    """

    def __init__(
        self,
        profile: InstrumentProfile,
        scenario: Scenario,
        clock: Clock,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        device: str = "",
    ) -> None:
        """Start listening.

        Args:
            profile: What it tells in which registers.
            scenario: What it shows.
            clock: Time of the scenario.
            host: Address to listen at.
            port: Port to listen at; 0 = any free one.
            device: Serial port to listen at with RTU instead.

        Raises:
            PortTakenError: If the port cannot be had.
            PortMissingError: If the serial port cannot be had.
        """
        quiet()
        self.host = "" if device else host
        self.device = device
        self._shown = SimulatedDevice(profile, scenario, clock, clock.now())
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._noise = random.Random(scenario.seed)  # noqa: S311 - noise, not a secret
        got: Future[int] = Future()
        self._thread = threading.Thread(
            target=self._serve, args=(port, got), name="simulator", daemon=True
        )
        self._thread.start()
        self.port = got.result()

    def close(self) -> None:
        """Stop listening, cut all connections and return when that is done."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _serve(self, port: int, got: "Future[int]") -> None:
        try:
            self._loop.run_until_complete(self._listen(port, got))
        finally:
            self._loop.close()

    async def _listen(self, port: int, got: "Future[int]") -> None:
        self._server = self._on_serial() if self.device else self._on_socket(port)
        try:
            await self._server.serve_forever(background=True)
        except RuntimeError:
            missing = PortMissingError(where=self.device)
            got.set_exception(missing if self.device else PortTakenError(port=port))
            return
        got.set_result(0 if self.device else _port_of(self._server))
        await self._stop.wait()
        await self._server.shutdown()  # type: ignore[no-untyped-call]  # untyped there
        await asyncio.sleep(0)  # lets the transports close before the loop does

    def _on_socket(self, port: int) -> "ModbusTcpServer":
        from pymodbus.server import ModbusTcpServer

        return ModbusTcpServer(
            self._devices(), address=(self.host, port), trace_packet=self._disturbed
        )

    def _on_serial(self) -> "ModbusSerialServer":
        import serial  # noqa: F401 - pymodbus looks whether it is there
        from pymodbus.server import ModbusSerialServer

        settings = self._shown.profile.port_settings
        return ModbusSerialServer(
            self._devices(),
            port=self.device,
            baudrate=settings.baud_rate,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            ignore_missing_devices=True,
            trace_packet=self._disturbed,
        )

    def _devices(self) -> "list[SimDevice]":
        from pymodbus.constants import ExcCodes
        from pymodbus.simulator import SimDevice

        async def refuse(*_request: object) -> ExcCodes:
            return ExcCodes.GATEWAY_NO_RESPONSE

        unit = self._shown.profile.unit_id
        ours = SimDevice(id=unit, simdata=self._tables(), action=self._answer)
        if unit == 0:
            return [ours]
        # Device 0 stands for every other number: a gateway says that nobody is there. On a serial
        # line nobody says anything: see ``_disturbed``.
        return [ours, SimDevice(id=0, simdata=self._tables(), action=refuse)]

    def _tables(self) -> "tuple[list[SimData], list[SimData], list[SimData], list[SimData]]":
        from pymodbus.simulator import DataType, SimData

        def table(which: RegisterTable) -> list[SimData]:
            size = max(self._shown.size(which), 1)
            if which.is_bits:
                return [SimData(address=0, count=-(-size // 16) * 16, datatype=DataType.BITS)]
            return [SimData(address=0, count=size, datatype=DataType.REGISTERS)]

        coils, discrete, holding, inputs = (table(_TABLES[function]) for function in (1, 2, 3, 4))
        return coils, discrete, holding, inputs

    async def _answer(
        self,
        function: int,
        start: int,
        _address: int,
        _count: int,
        registers: list[int],
        _set_values: list[int] | list[bool] | None,
    ) -> "ExcCodes | None":
        """Fill the registers with what the scenario shows now."""
        from pymodbus.constants import ExcCodes

        if self._shown.is_lost():
            self._cut()
            return None
        trouble = self._shown.trouble()
        if trouble is not None and trouble.harm is Harm.REFUSED:
            return ExcCodes(trouble.code)
        table = _TABLES.get(function, RegisterTable.HOLDING)
        for address, words in self._shown.words(table):
            if table.is_bits:
                place, bit = divmod(address, 16)
                registers[place] &= ~(1 << bit)
                registers[place] |= (words[0] & 1) << bit
            else:
                place = address - start
                registers[place : place + len(words)] = words
        return None

    def _cut(self) -> None:
        for connection in list(self._server.active_connections.values()):
            connection.close()

    def _disturbed(self, sending: bool, data: bytes) -> bytes:  # noqa: FBT001 - pymodbus calls it
        """Return the bytes of an answer as they go out."""
        if not sending:
            return data
        if self.device and data[0] != self._shown.profile.unit_id:
            return b""
        trouble = self._shown.trouble()
        return data if trouble is None else self._harmed(trouble.harm, data)

    def _harmed(self, harm: Harm, data: bytes) -> bytes:
        if harm is Harm.SILENT:
            return b""
        if harm is Harm.GARBAGE:
            return self._noise.randbytes(self._noise.randint(1, 300))
        if harm is Harm.HALF:
            return data[: len(data) // 2]
        if harm is Harm.OTHER_UNIT:
            place = 0 if self.device else 6  # of the number of the device in a frame
            return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]
        return data + data if harm is Harm.TWICE else data


def _port_of(server: "ModbusTcpServer | ModbusSerialServer") -> int:
    """Return the port that the system gave to a listening server."""
    sockets = server.transport.sockets  # type: ignore[attr-defined]  # of asyncio's own Server
    return int(sockets[0].getsockname()[1])
