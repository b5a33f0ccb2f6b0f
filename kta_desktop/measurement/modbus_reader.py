"""Reading a Modbus instrument over TCP or a serial port, block by block, each when it is due."""

import math
import time
from collections.abc import Sequence

from typing_extensions import override

from kta_desktop.domain.flag import Flag
from kta_desktop.errors import KtaError
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.errors import InstrumentSilentError
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import (
    AnswerGarbledError,
    RequestRefusedError,
    UnitSilentError,
)
from kta_desktop.measurement.modbus_block import BlockReader, Statuses
from kta_desktop.measurement.modbus_wire import Wire
from kta_desktop.measurement.profile import ReadBlock
from kta_desktop.measurement.reading import LoopReader, Reading, Sink
from kta_desktop.measurement.worth import Worth

_ONCE_S = 10.0  # longest wait of a test reading
_TRIES = 2  # an answer may get lost; if the next one does as well, the connection is made anew
_MAY_PASS = (AnswerGarbledError, InstrumentSilentError, UnitSilentError)


class ModbusReader(LoopReader):
    """Reads an instrument over Modbus TCP or RTU from ``start()`` to ``stop()``."""

    def __init__(self, link: Link, clock: Clock, sink: Sink) -> None:
        """Prepare for reading; see ``LoopReader``."""
        super().__init__(link, clock, sink)
        self._blocks = [BlockReader(block) for block in link.profile.blocks()]
        self._statuses = Statuses(link.profile)
        self._refused: dict[ReadBlock, KtaError] = {}
        kinds = {(each.block.table, each.block.count) for each in self._blocks}
        self._are_alike = len(kinds) < len(self._blocks)

    @override
    async def connect_and_read(self) -> None:
        wire = Wire(self.link)
        self._refused.clear()
        try:
            await wire.connect()
            await self._read(wire)
        finally:
            wire.close()

    async def _read(self, wire: Wire) -> None:
        clock = self.clock
        due = [clock.now()] * len(self._blocks)
        while True:
            at, now = min(due), clock.now()
            if at > now:
                await clock.sleep_until(at)
                now = clock.now()
            for place, reader in enumerate(self._blocks):
                if due[place] > now:
                    continue
                await self._read_block(wire, reader)
                period = reader.block.period_s
                missed = (clock.now() - due[place]) // period
                due[place] += (missed + 1) * period
            self.gathered.hand_on(clock.now(), min(due))

    async def _read_block(self, wire: Wire, reader: BlockReader) -> None:
        try:
            found = await self._ask(wire, reader.block)
        except RequestRefusedError as error:  # the instrument is there; other blocks go on
            self._refused[reader.block] = error
            self.came_up(self.clock.now())
            self.note(error)
            return
        at = self.clock.now()
        self.came_up(at)
        if self._refused.pop(reader.block, None) is not None or self.connection.error is not None:
            self.note(next(iter(self._refused.values()), None))
        self._statuses.take(reader.words(found))
        said = self._statuses.of
        for channel, value in reader.values(found):
            self.gathered.add(channel, at, value, said[channel])

    async def _ask(self, wire: Wire, block: ReadBlock) -> Sequence[int]:
        for _attempt in range(_TRIES - 1):
            try:
                return await wire.ask(block)
            except _MAY_PASS as error:
                self.note(error, garbled=isinstance(error, AnswerGarbledError))
        found = await wire.ask(block)
        if self._are_alike:  # this may be the first answer; the second must not be another block's
            await wire.settle()
        return found


async def read_modbus_once(link: Link) -> tuple[Reading, ...]:
    """Return each channel as the instrument tells it now, with its registers as they came.

    Raises:
        KtaError: If the instrument cannot be reached, or does not answer to the first request.
    """
    wire = Wire(link)
    statuses = Statuses(link.profile)
    found: dict[str, Reading] = {}
    try:
        await wire.connect()
        until = time.monotonic() + _ONCE_S
        answered = False
        for reader in map(BlockReader, link.profile.blocks()):
            try:
                registers = await wire.ask(reader.block)
            except RequestRefusedError as error:
                found |= _unread(reader.block, error)
            except _MAY_PASS as error:
                if not answered or time.monotonic() > until:
                    raise  # nobody is there; asking for the rest would only take its time
                found |= _unread(reader.block, error)
                await wire.settle()
                continue
            else:
                statuses.take(reader.words(registers))
                found |= _readings(reader, registers)
            answered = True
    finally:
        wire.close()
    return tuple(_with_status(found[entry.channel], statuses) for entry in link.profile.registers)


def _unread(block: ReadBlock, error: KtaError) -> dict[str, Reading]:
    return {
        register.channel: Reading(channel=register.channel, value=None, error=error)
        for register in block.registers
    }


def _readings(reader: BlockReader, registers: Sequence[int]) -> dict[str, Reading]:
    values = dict(reader.values(registers))
    found = {}
    for register in reader.block.registers:
        place = register.address - reader.block.address
        words = registers[place : place + register.size]
        value = values[register.channel]
        found[register.channel] = Reading(
            channel=register.channel,
            value=None if math.isnan(value) else value,
            flag=Worth(register).of(value),
            raw=" ".join(f"{word:04X}" for word in words),
        )
    return found


def _with_status(reading: Reading, statuses: Statuses) -> Reading:
    said = Flag(statuses.of[reading.channel])
    if said is Flag.GOOD or reading.error is not None:
        return reading
    return Reading(channel=reading.channel, value=reading.value, flag=said, raw=reading.raw)
