"""Opening a reader for a connection, whatever its protocol.

This module loads what the protocols need; import it only where something is measured.
"""

import asyncio

from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.link import Link
from kta_desktop.measurement.manual import ManualReader
from kta_desktop.measurement.profile import Protocol
from kta_desktop.measurement.reading import Connection, Reader, Reading, Sink

__all__ = [
    "Connection",
    "ManualReader",
    "Reader",
    "Reading",
    "Sink",
    "open_reader",
    "read_once",
]


def open_reader(link: Link, clock: Clock, sink: Sink) -> Reader:
    """Return the reader of a link; it does nothing before its ``start()``.

    Readings carry the ids of the profile's channels. That of a manual profile is a
    ``ManualReader``, which is fed by its ``enter``.

    Args:
        link: What is read, and where it is.
        clock: Time to stamp and to wait by.
        sink: Takes what was read, in the reader's thread, at most twenty times a second.
    """
    if link.profile.protocol is Protocol.MANUAL:
        return ManualReader(link, clock, sink)
    if link.profile.protocol is Protocol.SERIAL_ASCII:
        from kta_desktop.measurement.serial_lines import LineReader

        return LineReader(link, clock, sink)
    if link.profile.protocol is Protocol.REPLAY:
        from kta_desktop.measurement.replay import ReplayReader

        return ReplayReader(link, clock, sink)
    from kta_desktop.measurement.modbus_reader import ModbusReader

    return ModbusReader(link, clock, sink)


def read_once(link: Link) -> tuple[Reading, ...]:
    """Return each channel of an instrument as it is now; blocks for some seconds at most.

    Raises:
        KtaError: If the instrument cannot be reached or does not answer at all.
    """
    protocol = link.profile.protocol
    if protocol is Protocol.MANUAL:
        return tuple(Reading(channel=entry.channel, value=None) for entry in link.profile.told)
    if protocol is Protocol.REPLAY:
        from kta_desktop.measurement.replay import read_file_once

        return read_file_once(link)
    if protocol is Protocol.SERIAL_ASCII:
        from kta_desktop.measurement.serial_lines import read_line_once

        return asyncio.run(read_line_once(link))
    from kta_desktop.measurement.modbus_reader import read_modbus_once

    return asyncio.run(read_modbus_once(link))
