"""Serial ports: how one is set, which there are, and why one cannot be opened."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from kta_desktop.errors import KtaError
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.link_errors import (
    PortBusyError,
    PortDeniedError,
    PortLostError,
    PortMissingError,
    PortUnusableError,
)
from kta_desktop.measurement.profile_faults import faults_of
from kta_desktop.measurement.profile_parts import SerialSettings

if TYPE_CHECKING:
    from serial import Serial

_BUSY = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)
_MISSING = (errno.ENOENT, errno.ENXIO, errno.ENODEV)


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialPort:
    """A serial port that this computer has now.

    Attributes:
        device: What is written into an address, such as ``COM4``.
        label: What the system calls it, such as ``USB Serial Port``; may be empty.
    """

    device: str
    label: str = ""


def ports() -> tuple[SerialPort, ...]:
    """Return the serial ports of this computer, USB adapters first."""
    from serial.tools import list_ports

    found = sorted(list_ports.comports(), key=lambda port: (port.vid is None, port.device))
    unknown = ("n/a", None)
    return tuple(
        SerialPort(
            device=port.device, label="" if port.description in unknown else str(port.description)
        )
        for port in found
    )


def settings_of(link: Link) -> SerialSettings:
    """Return how the port of a link is set: by its address, else by its profile.

    Raises:
        PortUnusableError: If no port can be set so.
    """
    usual, address = link.profile.port_settings, link.address
    asked = {
        "baud_rate": address.baud_rate or usual.baud_rate,
        "data_bits": address.data_bits or usual.data_bits,
        "parity": address.parity or usual.parity,
        "stop_bits": address.stop_bits or usual.stop_bits,
    }
    try:
        return SerialSettings.model_validate(asked)
    except ValidationError as error:
        raise PortUnusableError(where=address.device, reason=str(faults_of(error))) from error


def open_port(link: Link, *, timeout_s: float) -> "Serial":
    """Return the open port of a link, for us alone.

    Raises:
        PortMissingError, PortBusyError, PortDeniedError, PortUnusableError: If it cannot be had.
    """
    import serial

    settings = settings_of(link)
    try:
        return serial.Serial(
            link.address.device,
            baudrate=settings.baud_rate,
            bytesize=settings.data_bits,
            parity=settings.parity,
            stopbits=settings.stop_bits,
            timeout=timeout_s,
            write_timeout=timeout_s,
            exclusive=True,
        )
    except (OSError, ValueError, OverflowError) as error:
        raise _refusal(link.address.device, error) from error


def why_not(link: Link) -> KtaError:
    """Return why the port of a link could not be opened; that it is lost if it now can be."""
    try:
        open_port(link, timeout_s=0).close()
    except KtaError as error:
        return error
    return PortLostError(where=link.address.device)


def _refusal(device: str, error: Exception) -> KtaError:
    """Return what the system means; on Windows pyserial only quotes it."""
    number, said = getattr(error, "errno", None), str(error)
    if not device or number in _MISSING or "FileNotFoundError" in said:
        return PortMissingError(where=device or "—")
    if number in _BUSY or "PermissionError" in said:
        return PortBusyError(where=device)
    if number in (errno.EACCES, errno.EPERM):
        return PortDeniedError(where=device)
    return PortUnusableError(where=device, reason=_cause(error))


def _cause(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
