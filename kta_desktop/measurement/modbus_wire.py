"""One Modbus connection: made over TCP or a serial port, asked, and what goes wrong in words.

pymodbus makes the frames and looks after transaction numbers and checksums. What it leaves open is
closed here: an answer to another question is refused, a cut connection is known at once instead of
after the time-out, and silence is told from garbage.
"""

import asyncio
import logging
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kta_desktop.errors import KtaError
from kta_desktop.measurement.errors import (
    InstrumentClosedError,
    InstrumentRefusedError,
    InstrumentSilentError,
    InstrumentUnreachableError,
    InstrumentWrongUnitError,
)
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import (
    AnswerGarbledError,
    PortLostError,
    RequestRefusedError,
    UnitSilentError,
)
from kta_desktop.measurement.profile import Protocol, ReadBlock, RegisterTable
from kta_desktop.measurement.serial_port import settings_of, why_not

if TYPE_CHECKING:
    from pymodbus.client import AsyncModbusSerialClient, AsyncModbusTcpClient
    from pymodbus.pdu import ModbusPDU

_log = logging.getLogger(__name__)

_NO_SUCH_DEVICE = (0x0A, 0x0B)  # exception codes of gateways: path unavailable, no response
_FUNCTIONS = {
    RegisterTable.COILS: 1,
    RegisterTable.DISCRETE: 2,
    RegisterTable.HOLDING: 3,
    RegisterTable.INPUT: 4,
}
_CHARACTERS = 3.5  # silence between two frames on a serial line, in characters of 11 bits
_SHORTEST_SILENCE_S = 0.00175  # the same above 19200 bits a second
_AFTER_SILENCE_S = 0.2  # for an answer that comes a little too late


class Wire:
    """A connection to one Modbus device."""

    def __init__(self, link: Link) -> None:
        """Prepare for a connection."""
        quiet()
        profile, address = link.profile, link.address
        self._link = link
        self._timeout_s = profile.timeout_s
        self._is_tcp = profile.protocol is Protocol.MODBUS_TCP
        self.unit = profile.unit_id if address.unit_id is None else address.unit_id
        self.where = f"{address.host}:{address.port}" if self._is_tcp else address.device
        self._client = self._tcp() if self._is_tcp else self._rtu()
        self._silence_s = 0.0 if self._is_tcp else _silence(link)
        self._pause_s = min(_AFTER_SILENCE_S, self._timeout_s)
        self._is_cut = False
        self._heard = 0

    async def connect(self) -> None:
        """Make the connection.

        Raises:
            KtaError: Why it cannot be made.
        """
        asyncio.get_running_loop().set_exception_handler(self._misunderstood)
        try:
            connected = await self._client.connect()
        except (UnicodeError, OverflowError, ValueError) as error:  # no address at all
            raise self._nowhere() from error
        if not connected:
            raise await self._reason()

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    async def ask(self, block: ReadBlock) -> Sequence[int]:
        """Return the registers or bits of a block, as many as it has, bits up to a whole byte.

        Raises:
            RequestRefusedError: The instrument refuses; others may be asked.
            AnswerGarbledError: What came was no answer to this; may be tried again.
            InstrumentSilentError, UnitSilentError: Nothing came; may be tried again.
            InstrumentWrongUnitError: A gateway says that there is no such device.
            InstrumentClosedError, PortLostError: The connection is cut.
        """
        response = await self._response(block)
        if response.isError():
            raise self._refusal(block, response.exception_code)
        found = response.bits if block.table.is_bits else response.registers
        # An answer to another question: without a transaction number, of another function, or of
        # another length than was asked. Bits come in whole bytes.
        wanted = -(-block.count // 8) * 8 if block.table.is_bits else block.count
        if (
            response.function_code != _FUNCTIONS[block.table]
            or len(found) != wanted
            or (self._is_tcp and not response.transaction_id)
        ):
            raise self._garbled()
        return found

    async def settle(self) -> None:
        """Let answers pass by that come too late to be of use; a serial line numbers none.

        An answer that was taken at the second try came at most two waits and a pause after its
        request; the next one of a device as slow as that comes as long after this.
        """
        if not self._is_tcp:
            await asyncio.sleep(2 * self._timeout_s + self._pause_s)

    async def _response(self, block: ReadBlock) -> "ModbusPDU":
        from pymodbus.exceptions import ConnectionException, ModbusException

        client = self._client
        if self._is_cut or not client.connected:  # it was cut while nothing was due
            raise self._cut()
        if self._silence_s:
            await asyncio.sleep(self._silence_s)
        self._heard = 0
        try:
            response: ModbusPDU = await _READERS[block.table](
                client, block.address, count=block.count, device_id=self.unit
            )
        except ConnectionException as error:
            raise self._cut() from error
        except ModbusException as error:  # no answer, or none that can be understood
            if self._is_cut:
                raise self._cut() from error
            if not self._is_tcp:
                await asyncio.sleep(self._pause_s)
            raise (self._garbled() if self._heard else self._silent()) from error
        return response

    def _tcp(self) -> "AsyncModbusTcpClient":
        from pymodbus.client import AsyncModbusTcpClient

        return AsyncModbusTcpClient(
            self._link.address.host, port=self._link.address.port, **self._usual()
        )

    def _rtu(self) -> "AsyncModbusSerialClient":
        import serial  # noqa: F401 - pymodbus looks whether it is there
        from pymodbus.client import AsyncModbusSerialClient

        settings = settings_of(self._link)
        return AsyncModbusSerialClient(
            self._link.address.device,
            baudrate=settings.baud_rate,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            **self._usual(),
        )

    def _usual(self) -> dict[str, Any]:
        return {
            "timeout": self._timeout_s,
            "retries": 0,
            "reconnect_delay": 0,
            "trace_connect": self._traced,
            "trace_packet": self._listened,
        }

    def _traced(self, connected: bool) -> None:  # noqa: FBT001 - pymodbus calls it so
        """Let the request under way fail at once when the connection is cut."""
        if connected:
            return
        from pymodbus.exceptions import ConnectionException

        self._is_cut = True
        waiting = self._client.ctx.response_future
        if not waiting.done():
            waiting.set_exception(ConnectionException("cut"))
            waiting.exception()  # nobody may be waiting for it

    def _listened(self, sending: bool, data: bytes) -> bytes:  # noqa: FBT001 - as above
        if not sending:
            self._heard += len(data)
        return data

    def _misunderstood(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take note of frames that pymodbus fails on; everything else is a bug of ours."""
        from pymodbus.exceptions import ModbusException

        error = context.get("exception")
        if isinstance(error, ModbusException | struct.error | IndexError | ValueError):
            _log.debug("a frame from %s cannot be understood: %r", self.where, error)
            return
        loop.default_exception_handler(context)

    async def _reason(self) -> KtaError:
        """Return why connecting failed; the client itself does not tell."""
        if not self._is_tcp:
            return await asyncio.to_thread(why_not, self._link)
        where = self._details()
        try:
            connecting = asyncio.open_connection(where["host"], where["port"])
            _reader, writer = await asyncio.wait_for(connecting, self._timeout_s)
        except ConnectionRefusedError:
            return InstrumentRefusedError(**where)
        except OSError:  # includes the timeout and names that cannot be resolved
            return InstrumentUnreachableError(**where)
        writer.close()
        return InstrumentClosedError(**where)

    def _details(self) -> dict[str, Any]:
        return {"host": self._link.address.host, "port": self._link.address.port}

    def _nowhere(self) -> KtaError:
        return (
            InstrumentUnreachableError(**self._details()) if self._is_tcp else why_not(self._link)
        )

    def _cut(self) -> KtaError:
        if self._is_tcp:
            return InstrumentClosedError(**self._details())
        return PortLostError(where=self.where)

    def _silent(self) -> KtaError:
        if self._is_tcp:
            return InstrumentSilentError(unit=self.unit, **self._details())
        return UnitSilentError(where=self.where, unit=self.unit)

    def _garbled(self) -> KtaError:
        return AnswerGarbledError(where=self.where, unit=self.unit)

    def _refusal(self, block: ReadBlock, code: int) -> KtaError:
        if code in _NO_SUCH_DEVICE and self._is_tcp:
            return InstrumentWrongUnitError(unit=self.unit, **self._details())
        return RequestRefusedError(address=block.address, number=code)


def _readers() -> dict[RegisterTable, Any]:
    from pymodbus.client.mixin import ModbusClientMixin as Client

    return {
        RegisterTable.COILS: Client.read_coils,
        RegisterTable.DISCRETE: Client.read_discrete_inputs,
        RegisterTable.HOLDING: Client.read_holding_registers,
        RegisterTable.INPUT: Client.read_input_registers,
    }


_READERS = _readers()


def _silence(link: Link) -> float:
    """Return the silence between two frames in s, as Modbus over serial line asks."""
    return max(_CHARACTERS * 11 / settings_of(link).baud_rate, _SHORTEST_SILENCE_S)


def quiet() -> None:
    """Keep pymodbus from writing to stderr; what matters is told by ``Connection.error``."""
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
