"""Instrument profiles: what a Modbus instrument tells, in which registers.

A profile is a file, checked before it is believed; the shipped ones lie in
``resources/instruments``. The ids of the gas conditions are fixed (``CONDITIONS``), so that the
conversion to reference conditions finds them in any instrument.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kta_desktop.domain.measurement import Channel
from kta_desktop.measurement.errors import ProfileWrongError
from kta_desktop.paths import RESOURCES

FOLDER = RESOURCES / "instruments"
DEMO = "demo-dust-monitor"

# Channels with a meaning of their own, and the only unit each may have: absolute pressure, water
# in % of the wet gas, oxygen in % of the dry gas.
CONDITIONS = {
    "t_gas": "degC",
    "pressure": "kPa",
    "moisture": "vol%",
    "o2": "vol%",
    "velocity": "m/s",
}
MAX_BLOCK = 120  # registers in one request; Modbus allows 125
MAX_HOLE = 8  # unused registers that are cheaper to read than a second request


class NumberType(StrEnum):
    """How a value lies in its registers."""

    INT16 = "int16"
    UINT16 = "uint16"
    INT32 = "int32"
    UINT32 = "uint32"
    FLOAT32 = "float32"
    FLOAT64 = "float64"


class Order(StrEnum):
    """Which part comes first. Modbus itself says ``BIG`` for bytes and nothing for words."""

    BIG = "big"
    LITTLE = "little"


class RegisterTable(StrEnum):
    """Which registers: function 3 (holding) or 4 (input)."""

    HOLDING = "holding"
    INPUT = "input"


_FORMATS = {
    NumberType.INT16: "h",
    NumberType.UINT16: "H",
    NumberType.INT32: "i",
    NumberType.UINT32: "I",
    NumberType.FLOAT32: "f",
    NumberType.FLOAT64: "d",
}
_FLOATS = (NumberType.FLOAT32, NumberType.FLOAT64)
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Register(BaseModel):
    """One quantity of an instrument.

    Attributes:
        channel: Id, such as ``dust``; gas conditions have the ids of ``CONDITIONS``.
        label: Name by language.
        unit: Id of the unit of the scaled value.
        substance: Short code of the substance; None for gas conditions.
        address: Of the first register, from 0 as in the request.
        table: Which registers.
        type: How the number lies there.
        byte_order: Within a register.
        word_order: Between registers.
        scale: Value = number · ``scale`` + ``offset``.
        offset: See ``scale``.
        period_s: Seconds between two readings; None = that of the profile.
        saturated_at: Value from which the instrument is at the end of its range.
        u_pct: U (k = 2) in % of the reading.
        u_abs: U (k = 2) in ``unit`` that does not depend on the reading.
        is_dry: Whether it sees dried gas.
    """

    model_config = _STRICT

    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    label: Mapping[str, str]
    unit: str
    substance: str | None = None
    address: Annotated[int, Field(ge=0, le=65535)]
    table: RegisterTable = RegisterTable.HOLDING
    type: NumberType = NumberType.FLOAT32
    byte_order: Order = Order.BIG
    word_order: Order = Order.BIG
    scale: float = 1.0
    offset: float = 0.0
    period_s: Annotated[float | None, Field(gt=0, le=3600)] = None
    saturated_at: float | None = None
    u_pct: Annotated[float, Field(ge=0)] = 0.0
    u_abs: Annotated[float, Field(ge=0)] = 0.0
    is_dry: bool = False

    @property
    def size(self) -> int:
        """Return how many registers the number takes."""
        return struct.calcsize(f">{_FORMATS[self.type]}") // 2

    def decode(self, registers: Sequence[int]) -> float:
        """Return the value in ``unit`` that registers of ``size`` hold."""
        words = [struct.pack(f"{_mark(self.byte_order)}H", word) for word in registers]
        if self.word_order is Order.LITTLE:
            words.reverse()
        (number,) = struct.unpack(f">{_FORMATS[self.type]}", b"".join(words))
        value = float(number) * self.scale + self.offset
        # 1112 · 0.01 is 11.12, not 11.120000000000001: the noise of the product is not a reading.
        return value if self.type in _FLOATS else round(value, 9)

    def encode(self, value: float) -> list[int]:
        """Return the registers that an instrument holds for ``value``, clipped to what they can."""
        number = (value - self.offset) / self.scale
        code = _FORMATS[self.type]
        if code.lower() in "hi":
            low, high = _RANGES[code]
            number = min(max(round(number), low), high)
        data = struct.pack(f">{code}", number)
        words = [data[n : n + 2] for n in range(0, len(data), 2)]
        if self.word_order is Order.LITTLE:
            words.reverse()
        return [struct.unpack(f"{_mark(self.byte_order)}H", word)[0] for word in words]


_RANGES = {"h": (-(2**15), 2**15 - 1), "H": (0, 2**16 - 1), "i": (-(2**31), 2**31 - 1)}
_RANGES["I"] = (0, 2**32 - 1)


def _mark(order: Order) -> str:
    return ">" if order is Order.BIG else "<"


@dataclass(frozen=True, slots=True, eq=False)
class ReadBlock:
    """Registers that are read with one request: a table, an address, a count and a period."""

    table: RegisterTable
    address: int
    count: int
    period_s: float
    registers: tuple[Register, ...]


class InstrumentProfile(BaseModel):
    """How to read one kind of instrument over Modbus TCP.

    Attributes:
        id: Name of the file without its ending.
        name: Name by language.
        protocol: ``modbus-tcp``.
        unit_id: Number of the device behind the address.
        port: Usual port.
        timeout_s: Longest wait for an answer.
        period_s: Seconds between two readings.
        sampling_u_pct: U (k = 2) of place and extraction, in % of the figure.
        simulated: Whether it is no instrument but a simulator.
        registers: What it tells.
    """

    model_config = _STRICT

    id: str
    name: Mapping[str, str]
    protocol: Annotated[str, Field(pattern=r"^modbus-tcp$")] = "modbus-tcp"
    unit_id: Annotated[int, Field(ge=0, le=255)] = 1
    port: Annotated[int, Field(ge=0, le=65535)] = 502
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 2.0
    period_s: Annotated[float, Field(gt=0, le=3600)] = 1.0
    sampling_u_pct: Annotated[float, Field(ge=0)] = 0.0
    simulated: bool = False
    registers: Annotated[tuple[Register, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _channels_differ(self) -> Self:
        names = [register.channel for register in self.registers]
        if len(set(names)) != len(names):
            raise ValueError(f"two registers of one channel: {sorted(names)}")
        for register in self.registers:
            if CONDITIONS.get(register.channel, register.unit) != register.unit:
                raise ValueError(f"{register.channel} must be in {CONDITIONS[register.channel]}")
        return self

    def channels(self) -> tuple[Channel, ...]:
        """Return what is recorded, as a session keeps it."""
        return tuple(
            Channel(
                id=register.channel,
                label=dict(register.label),
                unit=register.unit,
                substance=register.substance,
                period_s=register.period_s or self.period_s,
                saturated_at=register.saturated_at,
                u_pct=register.u_pct,
                u_abs=register.u_abs,
                is_dry=register.is_dry,
            )
            for register in self.registers
        )

    def blocks(self) -> tuple[ReadBlock, ...]:
        """Return the requests that read everything: neighbours of one period share one."""
        found: list[list[Register]] = []
        ordered = sorted(self.registers, key=lambda r: (r.table, self._period(r), r.address))
        for register in ordered:
            if found and self._shares(found[-1], register):
                found[-1].append(register)
            else:
                found.append([register])
        return tuple(self._block(group) for group in found)

    def _period(self, register: Register) -> float:
        return register.period_s or self.period_s

    def _shares(self, group: Sequence[Register], register: Register) -> bool:
        first, last = group[0], group[-1]
        alike = first.table is register.table and self._period(first) == self._period(register)
        hole = register.address - (last.address + last.size)
        return alike and hole <= MAX_HOLE and self._span(first, register) <= MAX_BLOCK

    @staticmethod
    def _span(first: Register, last: Register) -> int:
        return last.address + last.size - first.address

    def _block(self, group: Sequence[Register]) -> ReadBlock:
        first = group[0]
        count = max(self._span(first, register) for register in group)
        return ReadBlock(first.table, first.address, count, self._period(first), tuple(group))


def load(path: Path) -> InstrumentProfile:
    """Return the profile of a JSON file.

    Raises:
        ProfileWrongError: If it cannot be read or is not a profile; says where.
    """
    try:
        return InstrumentProfile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProfileWrongError(path=path.name, reason=f"{where}: {first['msg']}") from error
    except OSError as error:
        raise ProfileWrongError(path=path.name, reason=error.strerror or str(error)) from error


def shipped() -> tuple[InstrumentProfile, ...]:
    """Return the profiles that come with the program, by name of file."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.json")))


def demo_profile() -> InstrumentProfile:
    """Return the profile of the simulated dust monitor."""
    return load(FOLDER / f"{DEMO}.json")
