"""A simulated instrument that writes lines to a serial port, by itself or when asked."""

import random
import threading
from typing import TYPE_CHECKING

from kta_desktop.domain.measurement import Instrument
from kta_desktop.measurement.clock import Clock
from kta_desktop.measurement.line_parser import request_bytes
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.profile_parts import LineFormat
from kta_desktop.measurement.scenario import Harm, Scenario
from kta_desktop.measurement.serial_port import open_port
from kta_desktop.measurement.simulated import SimulatedDevice

if TYPE_CHECKING:
    from serial import Serial

_READ_S = 0.05


class LineSimulator:
    """An instrument that writes until it is closed.

    Attributes:
        host: Empty: it is on no network.
        port: 0, as above.
        device: Its serial port.
    """

    def __init__(
        self, profile: InstrumentProfile, scenario: Scenario, clock: Clock, *, device: str
    ) -> None:
        """Open the port and begin to write.

        Args:
            profile: What its lines look like.
            scenario: What it shows.
            clock: Time of the scenario.
            device: Serial port.

        Raises:
            PortMissingError, PortBusyError, PortDeniedError, PortUnusableError: If the port cannot
                be had.
        """
        self.host, self.port, self.device = "", 0, device
        self._shown = SimulatedDevice(profile, scenario, clock, clock.now())
        self._form = profile.lines or LineFormat()
        self._noise = random.Random(scenario.seed)  # noqa: S311 - noise, not a secret
        self._stop = threading.Event()
        link = Link(
            id="simulated",
            profile=profile,
            address=Address(device=device),
            instrument=Instrument(name=profile.id, serial=""),
        )
        self._port = open_port(link, timeout_s=_READ_S)
        run = self._answer if self._form.request else self._write
        self._thread = threading.Thread(target=run, name="simulator", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop writing and close the port."""
        self._stop.set()
        self._thread.join()
        self._port.close()

    def _write(self) -> None:
        while not self._stop.wait(self._shown.profile.period_s):
            if not self._sent(self._port):
                return

    def _answer(self) -> None:
        asked, heard = request_bytes(self._form), b""
        while not self._stop.is_set():
            try:
                heard = (heard + self._port.read(64))[-len(asked) :]
            except OSError:  # the other end of the line is gone
                return
            if heard == asked:
                heard = b""
                if not self._sent(self._port):
                    return

    def _sent(self, port: "Serial") -> bool:
        """Write a line as the scenario disturbs it; False if the port is gone."""
        line, trouble = self._shown.line(), self._shown.trouble()
        harm = None if trouble is None else trouble.harm
        if self._shown.is_lost() or harm in (Harm.LOST, Harm.SILENT):
            return True
        if harm is Harm.GARBAGE:
            line = self._noise.randbytes(self._noise.randint(1, 300))
        elif harm is Harm.HALF:
            line = line[: len(line) // 2]
        elif harm is Harm.TWICE:
            line += line
        try:
            port.write(line)
        except OSError:
            return False
        return True
