"""Instrument profiles: what an instrument tells, and how it is asked.

A profile is a file, checked before it is believed; the shipped ones lie in
``resources/instruments``. One format serves every protocol; a profile has the parts that its
protocol needs and no others. The ids of the gas conditions are fixed (``CONDITIONS``), so that the
conversion to reference conditions finds them in any instrument.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from kta_desktop.domain.measurement import Channel
from kta_desktop.measurement.profile_check import check
from kta_desktop.measurement.profile_parts import (
    STRICT,
    ChannelEntry,
    LineField,
    LineFormat,
    ManualEntry,
    NumberType,
    Order,
    Period,
    Register,
    RegisterTable,
    ReplayColumn,
    SerialSettings,
    Share,
    StatusField,
    StatusRegister,
    Words,
)
from kta_desktop.paths import RESOURCES

__all__ = [
    "CONDITIONS",
    "DEMO",
    "FOLDER",
    "VERSION",
    "InstrumentProfile",
    "NumberType",
    "Order",
    "Protocol",
    "ReadBlock",
    "Register",
    "RegisterTable",
    "demo_profile",
    "load",
    "shipped",
]

FOLDER = RESOURCES / "instruments"
DEMO = "demo-dust-monitor"
VERSION = 2  # of the format; 1 knew Modbus TCP alone and did not say so

# Channels with a meaning of their own, and the only unit each may have: absolute pressure, or
# static pressure against the outside and barometric pressure; water in % of the wet gas, oxygen in
# % of the dry gas.
CONDITIONS = {
    "t_gas": "degC",
    "pressure": "kPa",
    "p_static": "Pa",
    "p_baro": "kPa",
    "moisture": "vol%",
    "o2": "vol%",
    "velocity": "m/s",
}
MAX_BLOCK = 120  # registers in one request; Modbus allows 125
MAX_HOLE = 8  # unused registers that are cheaper to read than a second request
MAX_CHANNELS = 128


class Protocol(StrEnum):
    """How an instrument is reached."""

    MODBUS_TCP = "modbus-tcp"
    MODBUS_RTU = "modbus-rtu"
    SERIAL_ASCII = "serial-ascii"
    REPLAY = "replay"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, eq=False)
class ReadBlock:
    """What is read with one request.

    Attributes:
        table: Of all that is read.
        address: Of the first register or bit.
        count: How many.
        period_s: Seconds between two requests.
        registers: Quantities that lie there.
        statuses: Statuses that lie there.
    """

    table: RegisterTable
    address: int
    count: int
    period_s: float
    registers: tuple[Register, ...]
    statuses: tuple[StatusRegister, ...] = ()


class InstrumentProfile(BaseModel):
    """How to read one kind of instrument.

    Attributes:
        version: Of the format.
        id: Name of the file without its ending.
        name: Name by language.
        note: What a person should know before using it, by language.
        protocol: How it is reached.
        unit_id: Modbus: number of the device behind the address.
        port: Modbus TCP: usual port.
        serial: Serial protocols: how the port is set.
        lines: Serial lines: what they look like.
        timeout_s: Longest wait for an answer.
        period_s: Seconds between two readings.
        sampling_u_pct: U (k = 2) of place and extraction, in % of the figure.
        simulated: Whether it is no instrument but a simulator.
        is_example: Whether it is a pattern to be adapted and no instrument.
        registers: Modbus: what it tells.
        statuses: Modbus: what it says of itself.
        fields: Serial lines: what it tells.
        status_fields: Serial lines: what it says of itself.
        columns: Replay: what the file tells; the bundle's own raw form has the channels' ids.
        entries: Manual: what a person types.
    """

    model_config = STRICT

    version: Annotated[int, Field(ge=1, le=VERSION)] = 1
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    name: Words
    note: Words = Field(default_factory=dict)
    protocol: Protocol = Protocol.MODBUS_TCP
    unit_id: Annotated[int, Field(ge=0, le=255)] = 1
    port: Annotated[int, Field(ge=0, le=65535)] = 502
    serial: SerialSettings | None = None
    lines: LineFormat | None = None
    timeout_s: Annotated[float, Field(ge=0.02, le=60)] = 2.0
    period_s: Period = 1.0
    sampling_u_pct: Share = 0.0
    simulated: bool = False
    is_example: bool = False
    registers: Annotated[tuple[Register, ...], Field(max_length=MAX_CHANNELS)] = ()
    statuses: Annotated[tuple[StatusRegister, ...], Field(max_length=32)] = ()
    fields: Annotated[tuple[LineField, ...], Field(max_length=MAX_CHANNELS)] = ()
    status_fields: Annotated[tuple[StatusField, ...], Field(max_length=32)] = ()
    columns: Annotated[tuple[ReplayColumn, ...], Field(max_length=MAX_CHANNELS)] = ()
    entries: Annotated[tuple[ManualEntry, ...], Field(max_length=MAX_CHANNELS)] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        check(self, CONDITIONS)
        return self

    @property
    def told(self) -> Sequence[ChannelEntry]:
        """Return what it tells, whatever the protocol."""
        kinds: dict[Protocol, Sequence[ChannelEntry]] = {
            Protocol.SERIAL_ASCII: self.fields,
            Protocol.REPLAY: self.columns,
            Protocol.MANUAL: self.entries,
        }
        return kinds.get(self.protocol, self.registers)

    @property
    def port_settings(self) -> SerialSettings:
        """Return how its serial port is set; what it does not say is 9600 8N1."""
        return self.serial or SerialSettings()

    def channels(self) -> tuple[Channel, ...]:
        """Return what is recorded, as a session keeps it."""
        return tuple(
            Channel(
                id=entry.channel,
                label=dict(entry.label),
                unit=entry.unit,
                substance=entry.substance,
                period_s=self.period_of(entry),
                saturated_at=entry.saturated_at,
                lowest=entry.lowest,
                u_pct=entry.u_pct,
                u_abs=entry.u_abs,
                is_dry=entry.is_dry,
                is_manual=self.protocol is Protocol.MANUAL,
            )
            for entry in self.told
        )

    def period_of(self, entry: ChannelEntry) -> float:
        """Return the seconds between two readings of a quantity."""
        return entry.period_s or self.period_s

    def blocks(self) -> tuple[ReadBlock, ...]:
        """Return the requests that read everything: neighbours of one period share one.

        A status is read as often as the fastest quantity that it is about, and before it.
        """
        places = [
            *(_Place(item.table, self._status_period(item), item.address, 1, None, item)
              for item in self.statuses),
            *(_Place(item.table, self.period_of(item), item.address, item.size, item)
              for item in self.registers),
        ]  # fmt: skip
        groups: list[list[_Place]] = []
        for place in sorted(places, key=lambda item: (item.table, item.period_s, item.address)):
            if groups and _shares(groups[-1], place):
                groups[-1].append(place)
            else:
                groups.append([place])
        blocks = [_block(group) for group in groups]
        return tuple(sorted(blocks, key=lambda block: not block.statuses))

    def _status_period(self, status: StatusRegister) -> float:
        about = {channel for rule in status.rules for channel in rule.channels}
        everything = any(not rule.channels for rule in status.rules)
        return min(
            self.period_of(item) for item in self.told if everything or item.channel in about
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something lies in the tables of an instrument."""

    table: RegisterTable
    period_s: float
    address: int
    size: int
    register: Register | None
    status: StatusRegister | None = None

    @property
    def end(self) -> int:
        return self.address + self.size


def _shares(group: Sequence[_Place], place: _Place) -> bool:
    first = group[0]
    end = max(item.end for item in group)
    alike = first.table is place.table and first.period_s == place.period_s
    return alike and place.address - end <= MAX_HOLE and place.end - first.address <= MAX_BLOCK


def _block(group: Sequence[_Place]) -> ReadBlock:
    first = group[0]
    return ReadBlock(
        first.table,
        first.address,
        max(item.end for item in group) - first.address,
        first.period_s,
        tuple(item.register for item in group if item.register is not None),
        tuple(item.status for item in group if item.status is not None),
    )


def load(path: Path) -> InstrumentProfile:
    """Return the profile of a JSON file.

    Raises:
        ProfileWrongError: If it cannot be read or is not a profile; says where.
    """
    from kta_desktop.measurement.profile_file import read

    return read(path, InstrumentProfile)


def shipped() -> tuple[InstrumentProfile, ...]:
    """Return the profiles that come with the program, by name of file."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.json")))


def demo_profile() -> InstrumentProfile:
    """Return the profile of the simulated dust monitor."""
    return load(FOLDER / f"{DEMO}.json")


def as_data(profile: InstrumentProfile) -> Mapping[str, object]:
    """Return a profile as its file has it: the newest version, without what is left at default."""
    data = profile.model_dump(mode="json", exclude_defaults=True)
    return {**data, "version": VERSION, "id": profile.id, "protocol": profile.protocol.value}
