"""Simulated instruments for demonstrations and trials: real connections, invented readings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kta_desktop.errors import KtaError
from kta_desktop.measurement import profile as profiles
from kta_desktop.measurement.clock import Clock, SystemClock
from kta_desktop.measurement.errors import ProfileNotSimulatedError
from kta_desktop.measurement.link import Address
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.services.measuring_plan import SessionPlan

if TYPE_CHECKING:
    from kta_desktop.measurement.scenario import Scenario

# What a simulated instrument shows if nobody says; the one of the demonstration is the default.
_SCENARIOS = {
    "demo-gas-analyser": "glass-furnace-gas",
    "example-serial-lines": "glass-furnace-gas",
}


class SimulatedInstrument(Protocol):
    """An instrument that answers, or writes, until it is closed.

    Attributes:
        host: Where it listens; empty on a serial port.
        port: Where it listens; 0 on a serial port.
        device: Its serial port; empty over TCP.
    """

    host: str
    port: int
    device: str

    def close(self) -> None:
        """End it."""
        ...


@dataclass(slots=True)
class Simulation:
    """The simulated instruments of a session; there is at least one."""

    instruments: Sequence[SimulatedInstrument]

    @property
    def port(self) -> int:
        """Return where the first one listens."""
        return self.instruments[0].port

    def close(self) -> None:
        """End them all."""
        for instrument in self.instruments:
            instrument.close()


def simulate(
    profile: InstrumentProfile | None = None,
    *,
    port: int = 0,
    device: str = "",
    scenario: Path | None = None,
    clock: Clock | None = None,
) -> SimulatedInstrument:
    """Start a simulated instrument; it goes on until its ``close()``.

    Args:
        profile: What it tells, and how; by default the dust monitor of the demonstration.
        port: Modbus TCP: where to listen on 127.0.0.1; 0 = any free port.
        device: Serial protocols: its serial port.
        scenario: File that says what it shows; by default the one that belongs to the profile.
        clock: Time of its scenario; by default the real one.

    Raises:
        PortTakenError: If the port cannot be had.
        PortMissingError, PortBusyError, PortDeniedError: If the serial port cannot be had.
        ProfileWrongError: If the file is no scenario.
        ProfileNotSimulatedError: If there is nothing to connect to: a replay, typed readings.
    """
    from kta_desktop.measurement.simulated_lines import LineSimulator
    from kta_desktop.measurement.simulator import Simulator

    told = profile or profiles.demo_profile()
    shown, time = _scenario(told, scenario), clock or SystemClock()
    if told.protocol == "serial-ascii":
        return LineSimulator(told, shown, time, device=device)
    if told.protocol == "modbus-rtu":
        return Simulator(told, shown, time, device=device)
    if told.protocol == "modbus-tcp":
        return Simulator(told, shown, time, port=port)
    raise ProfileNotSimulatedError(id=told.id)


def place(plan: SessionPlan, clock: Clock | None = None) -> tuple[SessionPlan, Simulation | None]:
    """Start the simulated instruments of a plan and return it with their addresses.

    Raises:
        PortTakenError: If no port can be had; none is left running.
    """
    started: list[SimulatedInstrument] = []
    links = []
    try:
        for link in plan.links:
            if link.profile.simulated and link.profile.protocol == "modbus-tcp":
                instrument = simulate(link.profile, clock=clock)
                started.append(instrument)
                address = Address(host=instrument.host, port=instrument.port)
                links.append(replace(link, address=address))
            else:
                links.append(link)
    except KtaError:
        for instrument in started:
            instrument.close()
        raise
    return replace(plan, links=tuple(links)), Simulation(started) if started else None


def _scenario(profile: InstrumentProfile, path: Path | None) -> "Scenario":
    from kta_desktop.measurement import scenario

    if path is not None:
        return scenario.load(path)
    name = _SCENARIOS.get(profile.id, scenario.DEMO)
    return scenario.load(scenario.FOLDER / f"{name}.json")
