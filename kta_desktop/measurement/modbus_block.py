"""What the registers of one request mean: numbers, missing values, and statuses."""

import math
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.profile import InstrumentProfile, ReadBlock
from kta_desktop.measurement.profile_parts import (
    NumberType,
    Order,
    Register,
    RegisterTable,
    StatusRule,
)

_Place: TypeAlias = tuple[RegisterTable, int]

_CODES = {
    NumberType.INT16: "h",
    NumberType.UINT16: "H",
    NumberType.INT32: "i",
    NumberType.UINT32: "I",
    NumberType.FLOAT32: "f",
    NumberType.FLOAT64: "d",
}


class BlockReader:
    """Understands the answers to one request, in one pass."""

    def __init__(self, block: ReadBlock) -> None:
        """Prepare for the registers of ``block``."""
        self.block = block
        self._pack = None if block.table.is_bits else struct.Struct(f">{block.count}H").pack
        self._parts = [(register, _numbers(register, block)) for register in block.registers]
        self._statuses = [
            ((status.table, status.address), status.address - block.address)
            for status in block.statuses
        ]

    def values(self, registers: Sequence[int]) -> list[tuple[str, float]]:
        """Return the values by channel; a missing one is NaN."""
        if self._pack is None or not self._parts:
            return []
        data = self._pack(*registers)
        return [(register.channel, number(data)) for register, number in self._parts]

    def words(self, registers: Sequence[int]) -> list[tuple[_Place, int]]:
        """Return the statuses that lie there, by where."""
        return [(where, int(registers[place])) for where, place in self._statuses]


def _numbers(register: Register, block: ReadBlock) -> Callable[[bytes], float]:
    """Return what makes the value of a register from the bytes of its block."""
    place = (register.address - block.address) * 2
    number = _unpacking(register, place)
    missing = frozenset(register.no_value)
    scaled = register.scaled

    def value(data: bytes) -> float:
        found = number(data)
        return math.nan if found in missing else scaled(found)

    return value


def _unpacking(register: Register, place: int) -> Callable[[bytes], float]:
    if register.byte_order is not register.word_order and register.size > 1:
        end = place + 2 * register.size

        def mixed(data: bytes) -> float:
            return register.number(struct.unpack(f">{register.size}H", data[place:end]))

        return mixed
    # Within one register only the order of its bytes is left; if all is turned round, so is that.
    mark = ">" if register.byte_order is Order.BIG else "<"
    unpack = struct.Struct(f"{mark}{_CODES[register.type]}").unpack_from
    return lambda data: float(unpack(data, place)[0])


class Statuses:
    """What an instrument says of itself now, by channel."""

    def __init__(self, profile: InstrumentProfile) -> None:
        """Begin with nothing said."""
        self._channels = [entry.channel for entry in profile.told]
        self._order = [((status.table, status.address), status) for status in profile.statuses]
        self._words: dict[_Place, int] = {}
        self.of: Mapping[str, int] = dict.fromkeys(self._channels, int(Flag.GOOD))

    def take(self, words: Iterable[tuple[_Place, int]]) -> None:
        """Take what was read of statuses."""
        for where, word in words:
            if self._words.get(where) != word:
                self._words[where] = word
                holding = [
                    rule
                    for place, status in self._order
                    if place in self._words
                    for rule in status.rules
                    if rule.holds(self._words[place])
                ]
                self.of = said_by(holding, self._channels)


def said_by(rules: Sequence[StatusRule], channels: Sequence[str]) -> dict[str, int]:
    """Return the flag of each channel by the rules that hold; the first for a channel counts."""
    said = dict.fromkeys(channels, int(Flag.GOOD))
    for rule in reversed(rules):
        for channel in rule.channels or channels:
            said[channel] = int(rule.says.flag)
    return said
