"""One connection of a session: an instrument, how it is read and where it is found."""

from dataclasses import dataclass

from kta_desktop.domain.measurement import Instrument
from kta_desktop.measurement.profile import InstrumentProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an instrument is; only what its protocol needs is set.

    Attributes:
        host: Modbus TCP: name or IP address.
        port: Modbus TCP: port.
        device: Serial protocols: ``COM4``, ``/dev/ttyUSB0``.
        unit_id: Modbus: number of the device; None = that of the profile.
        baud_rate: Serial: bits a second; None = that of the profile, so are the next three.
        data_bits: Serial: 7 or 8.
        parity: Serial: ``N``, ``E`` or ``O``.
        stop_bits: Serial: 1 or 2.
        path: Replay: the recorded file.
        speed: Replay: how many times faster than it was recorded.
    """

    host: str = ""
    port: int = 0
    device: str = ""
    unit_id: int | None = None
    baud_rate: int | None = None
    data_bits: int | None = None
    parity: str | None = None
    stop_bits: int | None = None
    path: str = ""
    speed: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One connection of a session.

    Attributes:
        id: Unique in the session: that of its instrument, such as ``i1``.
        profile: How the instrument is read and what it tells.
        address: Where it is.
        instrument: As it is written in the protocol.
    """

    id: str
    profile: InstrumentProfile
    address: Address
    instrument: Instrument
