"""Parts of an instrument profile: how one quantity lies in registers, lines, files or by hand."""

import functools
import operator
import struct
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from kta_desktop.domain.flag import Flag

STRICT = ConfigDict(extra="forbid", frozen=True)
ChannelId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Period = Annotated[float, Field(ge=0.01, le=86400)]
Words = Mapping[Annotated[str, Field(max_length=8)], Annotated[str, Field(max_length=600)]]
Share = Annotated[float, Field(ge=0, le=1000)]
Factor = Annotated[FiniteFloat, Field(ge=-1e12, le=1e12)]


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
    """Which table: function 3 (holding), 4 (input), 1 (coils) or 2 (discrete inputs)."""

    HOLDING = "holding"
    INPUT = "input"
    COILS = "coils"
    DISCRETE = "discrete"

    @property
    def is_bits(self) -> bool:
        """Whether it holds single bits instead of registers."""
        return self in (RegisterTable.COILS, RegisterTable.DISCRETE)


_FORMATS = {
    NumberType.INT16: "h",
    NumberType.UINT16: "H",
    NumberType.INT32: "i",
    NumberType.UINT32: "I",
    NumberType.FLOAT32: "f",
    NumberType.FLOAT64: "d",
}
_FLOATS = (NumberType.FLOAT32, NumberType.FLOAT64)
_RANGES = {
    "h": (-(2**15), 2**15 - 1),
    "H": (0, 2**16 - 1),
    "i": (-(2**31), 2**31 - 1),
    "I": (0, 2**32 - 1),
}


class ChannelEntry(BaseModel):
    """What is known of one quantity, however it comes.

    Attributes:
        channel: Id, such as ``dust``; gas conditions have ids of their own.
        label: Name by language.
        unit: Id of the unit of the value.
        substance: Short code of the substance; None for gas conditions.
        period_s: Seconds between two readings; None = that of the profile.
        saturated_at: Value from which the instrument is at the end of its range.
        lowest: Value below which it is at the lower end of its range.
        possible: Lowest and highest value that this quantity can have here; None = that which
            its unit allows.
        u_pct: U (k = 2) in % of the reading.
        u_abs: U (k = 2) in ``unit`` that does not depend on the reading.
        is_dry: Whether it sees dried gas.
    """

    model_config = STRICT

    channel: ChannelId
    label: Words
    unit: Annotated[str, Field(min_length=1, max_length=40)]
    substance: Annotated[str, Field(max_length=40)] | None = None
    period_s: Period | None = None
    saturated_at: FiniteFloat | None = None
    lowest: FiniteFloat | None = None
    possible: tuple[FiniteFloat, FiniteFloat] | None = None
    u_pct: Share = 0.0
    u_abs: Annotated[FiniteFloat, Field(ge=0)] = 0.0
    is_dry: bool = False


class Register(ChannelEntry):
    """A quantity in the registers of a Modbus instrument.

    Attributes:
        address: Of the first register, from 0 as in the request.
        table: Which registers.
        type: How the number lies there.
        byte_order: Within a register.
        word_order: Between registers.
        scale: Value = number · ``scale`` + ``offset``.
        offset: See ``scale``.
        no_value: Numbers, before scaling, by which the instrument says that it has no value, such
            as 32767.
    """

    address: Annotated[int, Field(ge=0, le=65535)]
    table: Literal[RegisterTable.HOLDING, RegisterTable.INPUT] = RegisterTable.HOLDING
    type: NumberType = NumberType.FLOAT32
    byte_order: Order = Order.BIG
    word_order: Order = Order.BIG
    scale: Factor = 1.0
    offset: Factor = 0.0
    no_value: Annotated[tuple[FiniteFloat, ...], Field(max_length=16)] = ()

    @property
    def size(self) -> int:
        """Return how many registers the number takes."""
        return struct.calcsize(f">{_FORMATS[self.type]}") // 2

    def decode(self, registers: Sequence[int]) -> float:
        """Return the value in ``unit`` that registers of ``size`` hold."""
        return self.scaled(self.number(registers))

    def number(self, registers: Sequence[int]) -> float:
        """Return the number that registers of ``size`` hold, before scaling."""
        words = [struct.pack(f"{_mark(self.byte_order)}H", word) for word in registers]
        if self.word_order is Order.LITTLE:
            words.reverse()
        (number,) = struct.unpack(f">{_FORMATS[self.type]}", b"".join(words))
        return float(number)

    def scaled(self, number: float) -> float:
        """Return the value in ``unit`` of a number."""
        value = number * self.scale + self.offset
        # 1112 · 0.01 is 11.12, not 11.120000000000001: the noise of the product is not a reading.
        return value if self.type in _FLOATS else round(value, 9)

    def encode(self, value: float) -> list[int]:
        """Return the registers that an instrument holds for ``value``, clipped to what they can."""
        number = (value - self.offset) / self.scale
        code = _FORMATS[self.type]
        if code in _RANGES:
            low, high = _RANGES[code]
            number = min(max(round(number), low), high)
        data = struct.pack(f">{code}", number)
        words = [data[n : n + 2] for n in range(0, len(data), 2)]
        if self.word_order is Order.LITTLE:
            words.reverse()
        return [struct.unpack(f"{_mark(self.byte_order)}H", word)[0] for word in words]


def _mark(order: Order) -> str:
    return ">" if order is Order.BIG else "<"


class LineField(ChannelEntry):
    """A quantity in the lines that an instrument writes.

    Attributes:
        field: Name of a group of the pattern, or the number of a column from 1.
        scale: Value = number · ``scale`` + ``offset``.
        offset: See ``scale``.
        no_value: Texts by which the instrument says that it has no value, such as ``----``.
    """

    field: Annotated[str, Field(min_length=1, max_length=40)]
    scale: Factor = 1.0
    offset: Factor = 0.0
    no_value: Annotated[tuple[Annotated[str, Field(max_length=20)], ...], Field(max_length=16)] = ()


class ReplayColumn(ChannelEntry):
    """A quantity of a recorded file.

    Attributes:
        column: Its name in the file; empty = the id of the channel.
    """

    column: Annotated[str, Field(max_length=120)] = ""


class ManualEntry(ChannelEntry):
    """A quantity that a person reads off and types; the period says how often one is due."""


class Saying(StrEnum):
    """What an instrument says of itself in a status, as the profile writes it."""

    PURGE = "purge"
    WARM_UP = "warm_up"
    CALIBRATION = "calibration"
    FAULT = "fault"
    SATURATED = "saturated"

    @property
    def flag(self) -> Flag:
        """Return what readings are worth meanwhile."""
        return Flag[self.name]


class StatusRule(BaseModel):
    """One thing that a status can say, and of which channels.

    Attributes:
        says: What it means.
        mask: Bits that are looked at; None = all.
        value: What these bits must be; None = not all of them zero.
        text: Lines: the word that says it, instead of ``mask`` and ``value``.
        channels: Of which channels; empty = all.
    """

    model_config = STRICT

    says: Saying
    mask: Annotated[int, Field(ge=1, le=0xFFFFFFFF)] | None = None
    value: Annotated[int, Field(ge=0, le=0xFFFFFFFF)] | None = None
    text: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    channels: Annotated[tuple[ChannelId, ...], Field(max_length=64)] = ()

    def holds(self, word: int) -> bool:
        """Whether a status word says it."""
        seen = word if self.mask is None else word & self.mask
        return seen != 0 if self.value is None else seen == self.value


class StatusRegister(BaseModel):
    """A status in a register or a single bit.

    Attributes:
        address: Of the register or bit, from 0.
        table: Which table.
        rules: What it can say; where several hold, the first for a channel counts.
    """

    model_config = STRICT

    address: Annotated[int, Field(ge=0, le=65535)]
    table: RegisterTable = RegisterTable.HOLDING
    rules: Annotated[tuple[StatusRule, ...], Field(min_length=1, max_length=64)]


class StatusField(BaseModel):
    """A status in the lines that an instrument writes.

    Attributes:
        field: Name of a group of the pattern, or the number of a column from 1.
        base: Of the number that it is, 2, 10 or 16; unused where rules name texts.
        rules: What it can say; where several hold, the first for a channel counts.
    """

    model_config = STRICT

    field: Annotated[str, Field(min_length=1, max_length=40)]
    base: Literal[2, 10, 16] = 10
    rules: Annotated[tuple[StatusRule, ...], Field(min_length=1, max_length=64)]


class SerialSettings(BaseModel):
    """How a serial port is set.

    Attributes:
        baud_rate: Bits a second.
        data_bits: 7 or 8.
        parity: ``N`` none, ``E`` even, ``O`` odd.
        stop_bits: 1 or 2.
    """

    model_config = STRICT

    baud_rate: Annotated[int, Field(ge=50, le=4_000_000)] = 9600
    data_bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1


class Checksum(StrEnum):
    """How a line is checked: two hexadecimal digits at its end, over the bytes before them."""

    NONE = "none"
    XOR = "xor"
    SUM = "sum"

    def over(self, data: bytes) -> bytes:
        """Return the digits for ``data``."""
        add = operator.xor if self is Checksum.XOR else operator.add
        return b"%02X" % (functools.reduce(add, data, 0) & 0xFF)


class LineFormat(BaseModel):
    """What the lines of an instrument look like.

    Attributes:
        pattern: Regular expression (RE2) with named groups that a line holds; empty = columns.
        separator: Between columns; empty = any stretch of white space.
        end: What ends a line.
        decimal_comma: Whether numbers are written with a comma.
        encoding: Of the text.
        checksum: How a line is checked.
        checksum_mark: What stands between the line and its checksum, such as ``*``.
        checksum_skip: Characters at the beginning that the checksum leaves out, such as a ``$``.
        example: A line as the instrument writes it, for the person who checks the profile.
        request: What is sent to be answered with a line; empty = it writes by itself. Ends
            as lines do.
    """

    model_config = STRICT

    pattern: Annotated[str, Field(max_length=500)] = ""
    separator: Annotated[str, Field(max_length=4)] = ""
    end: Literal["\n", "\r\n", "\r"] = "\n"
    decimal_comma: bool = False
    encoding: Literal["ascii", "utf-8", "cp1251", "cp866"] = "ascii"
    checksum: Checksum = Checksum.NONE
    checksum_mark: Annotated[str, Field(max_length=2)] = ""
    checksum_skip: Annotated[int, Field(ge=0, le=8)] = 0
    request: Annotated[str, Field(max_length=100)] = ""
    example: Annotated[str, Field(max_length=1000)] = ""
