"""A long fast session: nothing lost, the window never waits, memory does not grow.

Twice: twelve simulated hours of ten channels at 10 Hz from a reader without a socket, as fast as
it goes; then a quarter of an hour of the same through Modbus TCP. And how many reads a second our
reader makes, beside a bare pymodbus loop on the same server.
"""

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from kta_desktop.domain.audit import Auditor
from kta_desktop.domain.definition import Definition, Text
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.measurement import readers
from kta_desktop.measurement.clock import SteppedClock, SystemClock
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reading import Connection, Sink
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.measurement.series import Series
from kta_desktop.measurement.simulator import Simulator
from kta_desktop.services import workspace
from kta_desktop.services.measuring import LiveMeasurement, SessionPlan
from kta_desktop.services.workspace import Workspace
from kta_desktop.storage import audits, definitions, samples

HOURS = 12.0
RATE_HZ = 10
MODBUS_S = 900.0
READS_S = 1.5
TURNS = 3
SHORTEST_S = 0.01  # between two readings that a profile may ask for
SCATTERED = 64  # channels in requests of their own: 6,400 due a second, so that all always is
LATENCY_GOAL_MS = 50.0
SHARE_GOAL = 0.6
_START = 1_800_000_000.0
_LOOKS_S = 0.02  # between two looks of the window's thread
_POINTS = 2000
_CHANNELS = {
    "nox": ("ppm", "nox", 250.0),
    "so2": ("ppm", "so2", 90.0),
    "co": ("ppm", "co", 40.0),
    "dust": ("mg/m3", "dust", 12.0),
    "o2": ("vol%", None, 10.4),
    "t_gas": ("degC", None, 160.0),
    "p_static": ("Pa", None, -120.0),
    "p_baro": ("kPa", None, 92.0),
    "moisture": ("vol%", None, 8.0),
    "velocity": ("m/s", None, 14.0),
}
_JUDGED = ("nox", "so2", "co", "dust")


def run() -> list[tuple[str, float, str]]:
    """Return name, figure and unit of each measurement."""
    return [*_long(), *_over_sockets(), *_reads()]


class _Clock:
    """A clock that shows what it is set to."""

    def __init__(self) -> None:
        self.at = _START

    def now(self) -> float:
        return self.at

    async def sleep_until(self, at: float) -> None:
        raise AssertionError(at)  # nobody here waits for it


class _Source:
    """A reader without an instrument: it hands on a simulated second at a time, at full speed."""

    def __init__(self, link: Link, clock: _Clock, sink: Sink, seconds: int) -> None:
        self._channels = [entry.channel for entry in link.profile.told]
        self._clock, self._sink, self._seconds = clock, sink, seconds
        self.connection = Connection(up=True, since=clock.now())
        self.sizes: list[float] = []  # megabytes, ten times an hour
        self.done = threading.Event()

    def start(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Wait until everything was handed on."""
        self.done.wait()

    def reconnect(self) -> None:
        """Nothing to do: it is always there."""

    def _run(self) -> None:
        rng = np.random.default_rng(1)
        steps = np.arange(RATE_HZ) / RATE_HZ
        flags = np.zeros(RATE_HZ, np.uint8)
        for second in range(self._seconds):
            times = np.round(_START + second + steps, 3)
            noise = rng.uniform(0.95, 1.05, (len(self._channels), RATE_HZ))
            batch = {
                name: Series(times, _CHANNELS[name][2] * noise[place], flags)
                for place, name in enumerate(self._channels)
            }
            self._clock.at = _START + second + 1
            self._sink(batch)
            if second % 360 == 0:
                self.sizes.append(_megabytes())
        self.done.set()


def _long() -> Iterator[tuple[str, float, str]]:
    seconds = int(HOURS * 3600)
    made: list[_Source] = []

    def opened(link: Link, clock: _Clock, sink: Sink) -> _Source:
        made.append(_Source(link, clock, sink, seconds))
        return made[-1]

    with _workspace() as (ws, audit), _opening(opened):
        live = LiveMeasurement(ws, audit, _plan(Address()), _Clock())
        begun = time.monotonic()
        live.start()
        looks = _looked(live, made[0].done.is_set)
        live.leave()
        took = time.monotonic() - begun
        lost = seconds * RATE_HZ * len(_CHANNELS) - _stored(ws, live.session_id)
    sizes = made[0].sizes[len(made[0].sizes) // 2 :]
    yield "12 h of 10 channels, 10 Hz: readings lost", float(lost), "must be 0"
    yield from _latency("12 h", looks)
    yield "12 h: memory grows in the second half by", sizes[-1] - sizes[0], "MB"
    yield "12 h: memory in the end", sizes[-1], "MB"
    yield "12 h: faster than it was", seconds / took, "times"


def _over_sockets() -> Iterator[tuple[str, float, str]]:
    """The same over Modbus TCP; the clock is stepped, the sockets are real."""
    clock = SteppedClock(_START, _START + MODBUS_S)
    simulator = Simulator(_profile(), _scenario(), clock)
    try:
        with _workspace() as (ws, audit):
            at = Address(host=simulator.host, port=simulator.port)
            live = LiveMeasurement(ws, audit, _plan(at), clock)
            begun = time.monotonic()
            live.start()
            looks = _looked(live, lambda: clock.wait_for_end(0.0))
            live.leave()
            took = time.monotonic() - begun
            count = _stored(ws, live.session_id)
            lost = live.view().points - count
    finally:
        simulator.close()
    wanted = (int(MODBUS_S * RATE_HZ) + 1) * len(_CHANNELS)
    yield "Modbus TCP: readings lost of those read", float(lost), "must be 0"
    yield "Modbus TCP: readings of those due", 100 * count / wanted, "%"
    yield from _latency("Modbus TCP", looks)
    yield "Modbus TCP: faster than it was", MODBUS_S / took, "times"


def _reads() -> Iterator[tuple[str, float, str]]:
    """How many requests a second: a bare pymodbus loop, and our reader when all is always due.

    Turn by turn at one server, so that whatever else the machine does slows both alike.
    """
    profile = _scattered()
    values = {entry.channel: {"base": 5.0} for entry in profile.told}
    shown = Scenario.model_validate({"channels": values})
    simulator = Simulator(profile, shown, SystemClock())
    bare = ours = 0.0
    try:
        for _turn in range(TURNS):
            bare += asyncio.run(_bare_reads(simulator.host, simulator.port, profile)) / TURNS
            ours += _our_reads(simulator.host, simulator.port, profile) / TURNS
    finally:
        simulator.close()
    yield "Modbus TCP: reads a second, bare pymodbus", bare, "reads/s"
    yield "Modbus TCP: reads a second, our reader", ours, "reads/s"
    yield f"Modbus TCP: share of bare (goal ≥ {SHARE_GOAL})", ours / bare, "×"


async def _bare_reads(host: str, port: int, profile: InstrumentProfile) -> float:
    from pymodbus.client import AsyncModbusTcpClient

    blocks = profile.blocks()
    client = AsyncModbusTcpClient(host, port=port)
    await client.connect()
    begun, reads = time.monotonic(), 0
    while time.monotonic() - begun < READS_S:
        block = blocks[reads % len(blocks)]
        response = await client.read_holding_registers(block.address, count=block.count)
        if response.isError():
            raise RuntimeError(response)
        reads += 1
    client.close()
    return reads / (time.monotonic() - begun)


def _our_reads(host: str, port: int, profile: InstrumentProfile) -> float:
    counts: list[int] = []

    def sink(batch: Mapping[str, Series]) -> None:
        counts.append(sum(len(series.times) for series in batch.values()))

    at = Address(host=host, port=port)
    gas = Instrument(id="i1", name="Bench", serial="1")
    link = Link(id="i1", profile=profile, address=at, instrument=gas)
    reader = readers.open_reader(link, SystemClock(), sink)
    begun = time.monotonic()
    reader.start()
    threading.Event().wait(READS_S)
    reader.stop()
    return sum(counts) / (time.monotonic() - begun)


def _looked(live: LiveMeasurement, is_over: Callable[[], bool]) -> list[float]:
    """Look at a measurement as a window does, again and again; return what each look took, ms."""
    found = []
    pause = threading.Event()
    while not is_over():
        begun = time.perf_counter()
        view = live.view()
        for quantity in view.quantities:
            live.series("normalised", _POINTS, quantity=quantity.channel)
        live.series("mean", _POINTS)
        for name in ("t_gas", "o2", "velocity"):
            live.series("raw", _POINTS, view.now - 7200, channel=name)
        found.append((time.perf_counter() - begun) * 1000)
        pause.wait(_LOOKS_S)
    return found


def _latency(name: str, looks: list[float]) -> Iterator[tuple[str, float, str]]:
    looks.sort()
    yield f"{name}: view and 8 curves, p50 of {len(looks)}", looks[len(looks) // 2], "ms"
    goal = f"ms (goal < {LATENCY_GOAL_MS:.0f})"
    yield f"{name}: view and 8 curves, p99", looks[int(len(looks) * 0.99)], goal


def _plan(address: Address) -> SessionPlan:
    gas = Instrument(id="i1", name="Bench", serial="1")
    link = Link(id="i1", profile=_profile(), address=address, instrument=gas)
    return SessionPlan(
        source="bench",
        point="bench",
        links=(link,),
        quantities=tuple(
            Quantity(channel=name, parameter={"en": name}, basis="eu-dry-o2-8", limit="400")
            for name in _JUDGED
        ),
        diameter_m=1.1,
        simulated=True,
    )


def _scattered() -> InstrumentProfile:
    """Return an instrument whose channels take a request each, more than can be made in time."""
    registers = [
        {
            "channel": f"c{place}",
            "label": {"en": "c", "ru": "c"},
            "unit": "mg/m3",
            "address": 20 * place,
            "type": "float32",
        }
        for place in range(SCATTERED)
    ]
    return InstrumentProfile.model_validate(
        {
            "id": "scattered",
            "name": {"en": "scattered", "ru": "scattered"},
            "period_s": SHORTEST_S,
            "simulated": True,
            "registers": registers,
        }
    )


def _profile() -> InstrumentProfile:
    registers: list[dict[str, Any]] = [
        {
            "channel": name,
            "label": {"en": name, "ru": name},
            "unit": unit,
            "substance": substance,
            "address": 2 * place,
            "type": "float32",
        }
        for place, (name, (unit, substance, _value)) in enumerate(_CHANNELS.items())
    ]
    return InstrumentProfile.model_validate(
        {
            "id": "bench",
            "name": {"en": "bench", "ru": "bench"},
            "period_s": 1 / RATE_HZ,
            "simulated": True,
            "registers": registers,
        }
    )


def _scenario() -> Scenario:
    channels = {name: {"base": value} for name, (_unit, _of, value) in _CHANNELS.items()}
    return Scenario.model_validate({"channels": channels})


@contextmanager
def _opening(make: Callable[..., Any]) -> Iterator[None]:
    """Let every link be read by what ``make`` returns."""
    real = readers.open_reader
    readers.open_reader = make
    try:
        yield
    finally:
        readers.open_reader = real


@contextmanager
def _workspace() -> Iterator[tuple[Workspace, str]]:
    """Yield a new workspace with an audit that has no levels."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Auditor(id=new_id(), name="Bench")
        ws, _code = workspace.create(Path(folder) / "bench.ktadb", "bench", profile)
        audit = new_id()
        with ws.store.begin() as connection:
            empty = Definition(pack="bench", version="1", title=Text(ru="Замер"))
            audits.add(connection, audit, definitions.put(connection, empty))
        try:
            yield ws, audit
        finally:
            ws.close()


def _stored(ws: Workspace, session: str) -> int:
    with ws.store.connect() as connection:
        return sum(samples.channels(connection, session).values())


def _megabytes() -> float:
    """Return the memory that this process has in use."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
