"""Measuring: sessions with a live instrument, recorded as they run and finished as evidence.

A session is written when it begins (``@session/<id>`` without an end) and its readings follow once
a second, so that a crash loses at most a second; ``unfinished`` finds such a session and
``recover`` finishes it from what is on disk. An auditor's own measurement is indicative: its class
is ``measured_auditor``. A simulated instrument is marked in the session, for ever.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kta_desktop.domain.fieldpath import record
from kta_desktop.domain.measurement import Instrument, Quantity, Session
from kta_desktop.measurement import profile as profiles
from kta_desktop.measurement.clock import Clock, SteppedClock, SystemClock
from kta_desktop.measurement.errors import SessionNotFoundError
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reference import EU
from kta_desktop.services import answering, auditing, judging
from kta_desktop.services.measuring_csv import raw_csv
from kta_desktop.services.measuring_live import LiveMeasurement, is_running
from kta_desktop.services.measuring_marks import closed
from kta_desktop.services.measuring_memory import last_plan, remember, running_plan
from kta_desktop.services.measuring_plan import SessionPlan
from kta_desktop.services.measuring_records import complete
from kta_desktop.services.measuring_view import (
    ChannelState,
    ChannelView,
    DerivedView,
    LinkState,
    LinkView,
    LiveView,
    QuantityView,
    SampleView,
    StretchView,
)
from kta_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from kta_desktop.measurement.simulator import Simulator

__all__ = [
    "Address",
    "ChannelState",
    "ChannelView",
    "DerivedView",
    "InstrumentProfile",
    "Link",
    "LinkState",
    "LinkView",
    "LiveMeasurement",
    "LiveView",
    "QuantityView",
    "SampleView",
    "SessionNotFoundError",
    "SessionPlan",
    "StretchView",
    "demo_plan",
    "demonstrate",
    "last_plan",
    "placed",
    "profile_of",
    "profiles_at_hand",
    "raw_csv",
    "recover",
    "remember",
    "running_plan",
    "start_simulator",
    "unfinished",
]

_MARGIN_S = 30.0  # a demonstration runs a little longer than its samples need
_PATIENCE_S = 120.0  # real seconds after which a demonstration has not come to its end


def profiles_at_hand() -> tuple[InstrumentProfile, ...]:
    """Return the instrument profiles that come with the program."""
    return profiles.shipped()


def profile_of(path: Path) -> InstrumentProfile:
    """Return the instrument profile of a file, checked before it is believed.

    Raises:
        ProfileWrongError: If it cannot be read or is not a profile; says where.
    """
    return profiles.load(path)


def unfinished(ws: Workspace, audit_id: str) -> tuple[Session, ...]:
    """Return the sessions that this device began, that never ended and do not record now."""
    found = judging.sessions(auditing.load(ws, audit_id))
    left = [item for item in found if item.ended_at is None and not is_running(item.id)]
    return tuple(item for item in left if _is_ours(ws, audit_id, item.id))


def _is_ours(ws: Workspace, audit_id: str, session_id: str) -> bool:
    """Whether a session was recorded here; the readings of others' are not on this disk."""
    changes = answering.history(ws, audit_id, record("session", session_id))
    return all(change.device == ws.device for change in changes)


def recover(ws: Workspace, audit_id: str, session_id: str) -> Session:
    """Finish a session that a crash left open, from what is on disk; it ends with its last reading.

    Raises:
        SessionNotFoundError: If there is no such unfinished session.
        DiskFullError, ReadOnlyError, InUseError, DiskFailedError: If it cannot be written.
    """
    from kta_desktop.measurement.evaluation import seconds_of
    from kta_desktop.services.measuring_past import last_moment

    audit = auditing.load(ws, audit_id)
    session = next((item for item in unfinished(ws, audit_id) if item.id == session_id), None)
    if session is None:
        raise SessionNotFoundError(session=session_id)
    last = last_moment(ws, session_id)
    ended = seconds_of(session.started_at) if last is None else last
    return complete(ws, audit_id, closed(session, ended), audit.definition.more, ended)


def start_simulator(
    port: int = 0, clock: Clock | None = None, scenario: Path | None = None
) -> "Simulator":
    """Start the simulated dust monitor on 127.0.0.1; it listens until its ``close()``.

    Args:
        port: Where to listen; 0 = any free port, told by ``port`` of the result.
        clock: Time of its scenario; by default the real one.
        scenario: File that says what it shows; by default the dust of a dairy dryer.

    Raises:
        PortTakenError: If the port cannot be had.
        ProfileWrongError: If the file is no scenario.
    """
    from kta_desktop.measurement.scenario import demo_scenario, load
    from kta_desktop.measurement.simulator import Simulator

    shown = demo_scenario() if scenario is None else load(scenario)
    return Simulator(profiles.demo_profile(), shown, clock or SystemClock(), port=port)


def demo_plan(host: str, port: int, level: str | None = None) -> SessionPlan:
    """Return the plan of a dust measurement at the simulated instrument.

    Args:
        host: Of the simulator.
        port: Of the simulator.
        level: Id of the level it is held against; None if the pack has none.
    """
    dust = Quantity(
        channel="dust",
        parameter={"ru": "Пыль", "kk": "Шаң", "en": "Dust"},
        level=level,
        basis=EU,
    )
    monitor = Link(
        id="i1",
        profile=profiles.demo_profile(),
        address=Address(host=host, port=port),
        instrument=Instrument(
            id="i1", name="Пылемер (имитатор)", serial="48213", verified_until="2027-03-14"
        ),
    )
    return SessionPlan(
        source="0014 · сушилка РС-2, труба",
        point="Труба после рукавного фильтра, площадка +14 м",
        links=(monitor,),
        quantities=(dust,),
        load_pct=92.0,
        regime="Сухое молоко, установившийся режим",
        diameter_m=0.9,  # as the stack of the demonstration has it
        instruments=(Instrument(id="i2", name="Влагомер и барометр (имитатор)", serial="7714"),),
        simulated=True,
    )


def placed(plan: SessionPlan, host: str, port: int) -> SessionPlan:
    """Return a plan whose simulated instruments are at an address, such as that of a simulator."""
    address = Address(host=host, port=port)
    links = tuple(
        replace(link, address=address) if link.profile.simulated else link for link in plan.links
    )
    return replace(plan, links=links)


def demonstrate(  # noqa: PLR0913 - a plan without its address, by name
    ws: Workspace,
    audit_id: str,
    *,
    source: str,
    point: str,
    parameter: Mapping[str, str],
    channel: str,
    level: str | None,
    basis: str = EU,
    load_pct: float | None = None,
    regime: str = "",
    instruments: Sequence[Instrument] = (),
    sample_minutes: float = 30.0,
    samples: int = 3,
    events: Sequence[str] = (),
    ended: float | None = None,
) -> Session:
    """Measure at a simulated instrument by a clock that runs ahead, and return the session.

    It is the same way as at a plant: a Modbus TCP server, the poller, the records on disk. Only
    the clock does not wait. The session ends at ``ended`` (Unix seconds, by default now), so that
    it lies in the past; ``events`` are spread over it.
    """
    from kta_desktop.measurement.scenario import demo_scenario

    lost = sum(end - start for start, end in demo_scenario().lost)
    length = samples * sample_minutes * 60 + lost + _MARGIN_S
    start = math.floor((time.time() if ended is None else ended) - length)
    plan = demo_plan("", 0, level)
    first, *others = instruments or (plan.links[0].instrument,)
    judged = Quantity(channel=channel, parameter=parameter, level=level, basis=basis)
    plan = replace(
        plan,
        source=source,
        point=point,
        links=(replace(plan.links[0], instrument=first),),
        quantities=(replace(judged, minutes=sample_minutes, count=samples),),
        load_pct=load_pct,
        regime=regime,
        instruments=tuple(others),
    )
    return _run_ahead(ws, audit_id, plan, (start, start + length), events)


def _run_ahead(
    ws: Workspace,
    audit_id: str,
    plan: SessionPlan,
    span: tuple[float, float],
    events: Sequence[str],
) -> Session:
    start, end = span
    running: list[LiveMeasurement] = []
    step = (end - start) / (len(events) + 1)
    calls = [
        (start + step * (place + 1), lambda text=text: running[0].add_event(text))
        for place, text in enumerate(events)
    ]
    clock = SteppedClock(start, end, calls)
    simulator = start_simulator(clock=clock)
    try:
        ready = placed(plan, simulator.host, simulator.port)
        measurement = LiveMeasurement(ws, audit_id, ready, clock)
        running.append(measurement)
        measurement.start()
        if not clock.wait_for_end(_PATIENCE_S):
            measurement.leave()
            raise TimeoutError(_PATIENCE_S)  # the machine hangs: not a thing a user can mend
        return measurement.finish()
    finally:
        simulator.close()
