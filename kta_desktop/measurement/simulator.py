"""A simulated Modbus TCP instrument: a real server on a real socket, fed by a scenario."""

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.errors import PortTakenError
from kta_desktop.measurement.modbus_wire import quiet
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.scenario import Scenario

if TYPE_CHECKING:
    from pymodbus.constants import ExcCodes
    from pymodbus.server import ModbusTcpServer
    from pymodbus.simulator import SimDevice


class Simulator:
    """An instrument that listens until it is closed.

    Scenario time is the clock's time since the simulator started.

    Attributes:
        host: Where it listens.
        port: The port it got.
    """

    def __init__(
        self,
        profile: InstrumentProfile,
        scenario: Scenario,
        clock: Clock,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Start listening.

        Args:
            profile: What it tells in which registers.
            scenario: What it shows.
            clock: Time of the scenario.
            host: Address to listen at.
            port: Port to listen at; 0 = any free one.

        Raises:
            PortTakenError: If the port cannot be had.
        """
        quiet()
        self.host = host
        self._profile = profile
        self._scenario = scenario
        self._clock = clock
        self._started = clock.now()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
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
        from pymodbus.server import ModbusTcpServer

        self._server = ModbusTcpServer(self._devices(), address=(self.host, port))
        try:
            await self._server.serve_forever(background=True)
        except RuntimeError:
            got.set_exception(PortTakenError(port=port))
            return
        got.set_result(_port_of(self._server))
        await self._stop.wait()
        await self._server.shutdown()  # type: ignore[no-untyped-call]  # untyped there
        await asyncio.sleep(0)  # lets the transports close before the loop does

    def _devices(self) -> "list[SimDevice]":
        from pymodbus.constants import ExcCodes
        from pymodbus.simulator import DataType, SimData, SimDevice

        async def refuse(*_request: object) -> ExcCodes:
            return ExcCodes.GATEWAY_NO_RESPONSE

        last = max(register.address + register.size for register in self._profile.registers)
        data = SimData(address=0, count=last, datatype=DataType.REGISTERS)
        ours = SimDevice(id=self._profile.unit_id, simdata=[data], action=self._answer)
        # Device 0 stands for every other number: a gateway says that nobody is there.
        other = SimDevice(id=0, simdata=[data], action=refuse)
        return [ours] if self._profile.unit_id == 0 else [ours, other]

    async def _answer(
        self,
        _function: int,
        start: int,
        _address: int,
        _count: int,
        registers: list[int],
        _set_values: list[int] | list[bool] | None,
    ) -> "ExcCodes | None":
        """Fill the registers with what the scenario shows now."""
        time_s = self._clock.now() - self._started
        if self._scenario.is_lost(time_s):
            for connection in list(self._server.active_connections.values()):
                connection.close()
            return None
        for register in self._profile.registers:
            words = register.encode(self._scenario.value(register.channel, time_s))
            place = register.address - start
            registers[place : place + register.size] = words
        return None


def _port_of(server: "ModbusTcpServer") -> int:
    """Return the port that the system gave to a listening server."""
    sockets = server.transport.sockets  # type: ignore[attr-defined]  # of asyncio's own Server
    return int(sockets[0].getsockname()[1])
