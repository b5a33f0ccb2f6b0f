"""Several instruments and quantities in one session, sessions that go on, clocks that jump."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Instrument, Quantity
from kta_desktop.measurement import evaluation_running, readers
from kta_desktop.measurement.clock import SystemClock
from kta_desktop.measurement.errors import ProfileUnfitError, SessionNotFoundError
from kta_desktop.measurement.evaluation import seconds_of
from kta_desktop.measurement.link import Address, Link
from kta_desktop.measurement.link_errors import EntryOutOfTimeError
from kta_desktop.measurement.profile import InstrumentProfile
from kta_desktop.measurement.reading import Connection
from kta_desktop.measurement.series import Series
from kta_desktop.services import judging, measuring, measuring_curves
from kta_desktop.services.auditing import load
from kta_desktop.services.measuring import ChannelState, LinkState, LiveMeasurement, SessionPlan
from kta_desktop.services.measuring_records import read_recording
from kta_desktop.storage.errors import DiskFullError

START = 1_800_000_000.0


class Clock:
    """Shows what it is set to."""

    def __init__(self, at=START):
        self.at = at

    def now(self):
        return self.at


class Fed:
    """A reader that hands on what a test gives it."""

    def __init__(self, link, clock, sink):
        self.link, self.sink = link, sink
        self.connection = Connection(up=True, since=clock.now())

    def start(self):
        pass

    def stop(self):
        pass

    def reconnect(self):
        self.connection = Connection(up=True, since=START)


def profile(name, channels, **more):
    registers = [
        {
            "channel": own,
            "label": {"en": own, "ru": own},
            "unit": unit,
            "address": 2 * place,
            **rest,
        }
        for place, (own, unit, rest) in enumerate(channels)
    ]
    data = {"id": name, "name": {"en": name, "ru": name}, "registers": registers, **more}
    return InstrumentProfile.model_validate(data)


GAS = profile(
    "analyser",
    [
        ("nox", "ppm", {"substance": "nox", "is_dry": True, "saturated_at": 2000.0}),
        ("so2", "ppm", {"substance": "so2", "is_dry": True}),
        ("o2", "vol%", {}),
    ],
)
PITOT = profile(
    "pitot",
    [("velocity", "m/s", {}), ("t_gas", "degC", {}), ("o2", "vol%", {}), ("p_baro", "kPa", {})],
)
EYE = InstrumentProfile.model_validate(
    {
        "id": "eye",
        "name": {"en": "eye", "ru": "eye"},
        "protocol": "manual",
        "period_s": 600.0,
        "version": 2,
        "entries": [{"channel": "moisture", "label": {"en": "m", "ru": "m"}, "unit": "vol%"}],
    }
)


def link(identifier, of):
    at = Address(host="10.0.0.7", port=502) if of.protocol.value == "modbus-tcp" else Address()
    return Link(
        id=identifier, profile=of, address=at, instrument=Instrument(name=of.id, serial="1")
    )


def quantity(channel, **more):
    fields = {"parameter": {"en": channel}, "basis": "eu-dry-o2-8", "minutes": 1.0, **more}
    return Quantity(channel=channel, **fields)


PLAN = SessionPlan(
    source="0003",
    point="stack",
    links=(link("i1", GAS), link("i2", PITOT), link("i3", EYE)),
    quantities=(quantity("nox", limit="400"), quantity("so2")),
    given={"p_static": Given(value=-120.0)},
    diameter_m=1.1,
)
VALUES = {"nox": 250.0, "so2": 40.0, "o2": 10.4, "velocity": 14.0, "t_gas": 160.0, "p_baro": 92.0}


class Session:
    """A measurement that a test feeds."""

    def __init__(self, live, clock, fed):
        self.live, self.clock, self.fed = live, clock, fed

    def feed(self, seconds, rate=1, flags=None, **values):
        """Let all instruments deliver for some time from now on."""
        times = np.round(self.clock.at + np.arange(seconds * rate) / rate, 3)
        self.clock.at += seconds
        for reader in self.fed:
            worth = np.zeros(len(times), np.uint8) if flags is None else np.full(len(times), flags)
            batch = {
                each.channel: Series.of(
                    times, np.full(len(times), {**VALUES, **values}[each.channel]), worth
                )
                for each in reader.link.profile.told
            }
            reader.sink(batch)
        self.settle()

    def settle(self):
        assert self.live.settle(60.0)

    def view(self, channel=None):
        self.settle()
        return self.live.view(channel)


@pytest.fixture
def begin(ws, audit, monkeypatch):
    """Return a function that begins a session whose readings a test feeds."""
    real, running = readers.open_reader, []

    def opened(at, clock, sink):
        if at.profile.protocol.value == "manual":
            return real(at, clock, sink)
        running[-1].fed.append(Fed(at, clock, sink))
        return running[-1].fed[-1]

    monkeypatch.setattr(readers, "open_reader", opened)

    def begun(plan=PLAN, clock=None, again=None):
        running.append(Session(None, clock or Clock(), []))
        made = (ws, audit, plan, running[-1].clock)
        if again is None:
            running[-1].live = LiveMeasurement(*made)
        else:
            running[-1].live = LiveMeasurement.resume_of(ws, audit, again, *made[2:])
        running[-1].live.start()
        return running[-1]

    yield begun
    for session in running:
        if session.live is not None:
            session.live.leave()


def test_that_one_session_judges_what_several_instruments_tell(ws, begin):
    session = begin()
    session.live.enter("moisture", 8.0)
    session.feed(150)
    view = session.view("so2")
    assert view.main == "so2"
    assert [item.channel for item in view.quantities] == ["nox", "so2"]
    assert [item.samples_done for item in view.quantities] == [2, 2]
    assert all(item.mass_flow > 0 and item.capture_pct > 95 for item in view.quantities)
    assert [at.state for at in view.links] == [LinkState.UP, LinkState.UP, LinkState.MANUAL]
    assert view.links[1].channels == ("velocity", "t_gas", "o2_i2", "p_baro")  # o2 was taken
    assert view.links[0].instrument.connection == "10.0.0.7:502, Modbus TCP 1"
    assert view.points == 150 * 7 + 1
    kept = session.live.finish()
    assert [len(part.samples) for part in kept.each()] == [2, 2]
    assert {channel.instrument for channel in kept.channels} == {"i1", "i2", "i3"}
    assert len(read_recording(ws, kept.id)["o2_i2"].times) == 150


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_that_no_value_stays_live_when_nothing_is_worked_out_any_more(begin, monkeypatch):
    session = begin()
    session.feed(3)
    assert session.view().channels[0].state is ChannelState.GOOD

    def broken(*_anything):
        raise RuntimeError

    monkeypatch.setattr(session.live._engine, "_look", broken)
    session.live.add_event("?")
    session.live._engine._thread.join(60)
    session.clock.at += 10
    late = session.live.view()
    assert {each.state for each in late.channels if not each.is_manual} == {ChannelState.STALE}
    assert all(each.value is None for each in late.channels)
    monkeypatch.undo()


def test_that_no_two_channels_of_a_session_have_one_id():
    first = profile("a", [("nox", "mg/m3", {}), ("nox_i2", "mg/m3", {})])
    second = profile("b", [("nox", "mg/m3", {})])
    links = tuple(
        replace(PLAN.links[0], id=name, profile=each)
        for name, each in (("i1", first), ("i2", second))
    )
    names = [each.id for each in replace(PLAN, links=links).channels()]
    assert names == ["nox", "nox_i2", "nox_i2_i2"]


def test_that_what_a_quantity_lacks_is_told_for_it_alone(begin):
    analyser = profile("a", [("nox", "mg/m3", {"substance": "nox"}), ("speed", "m/s", {})])
    plan = replace(
        PLAN,
        links=(link("i1", analyser),),
        quantities=(quantity("nox", basis="eu-dry"), quantity("speed")),
    )
    session = begin(plan)
    VALUES["speed"] = 3.0
    session.feed(70)
    nox, speed = session.view().quantities
    assert nox.reason.details == {"quantity": "temperature"}
    assert speed.reason.code == "unit-unfit"
    assert (nox.samples_done, speed.samples_done) == (0, 0)
    assert session.live.series("raw", 100, quantity="speed")[1].max() == 3.0
    assert [len(part.samples) for part in session.live.finish().each()] == [0, 0]


def test_that_typed_readings_fall_due_and_then_no_longer_hold(begin):
    session = begin()
    session.live.enter("moisture", 8.0)
    session.feed(10)
    states = [session.view().channels[-1].state]
    for wait in (595, 600):
        session.clock.at += wait
        session.feed(1)
        states.append(session.view().channels[-1].state)
    assert states == [ChannelState.GOOD, ChannelState.DUE, ChannelState.STALE]
    with pytest.raises(EntryOutOfTimeError):
        session.live.enter("moisture", 9.0, session.clock.at + 60)
    with pytest.raises(KeyError):
        session.live.enter("nox", 9.0)


def test_that_purge_and_fault_are_states_and_stretches(begin):
    session = begin()
    session.feed(20)
    session.feed(10, flags=Flag.PURGE)
    assert session.view().channels[0].state is ChannelState.PURGE
    session.feed(20)
    session.feed(5, flags=Flag.FAULT)
    view = session.view()
    assert view.channels[0].state is ChannelState.FAULT
    found = [(at.start - START, at.end - START, at.flag) for at in view.stretches]
    assert found == [(20.0, 30.0, Flag.PURGE), (50.0, 55.0, Flag.FAULT)]
    assert view.excluded_s == 15.0
    assert np.isnan(session.live.series("normalised", 200)[1]).any()


def test_that_half_hours_are_held_against_the_limit(begin):
    session = begin()  # NOx 250 ppm: 478 mg/m3 at 293.15 K, 400 is the limit
    session.clock.at = START + 600.0
    session.feed(4000, rate=1)
    nox, so2 = session.view().quantities
    assert (nox.half_hours, nox.half_hours_above, nox.half_hours_twice) == (2, 2, 0)
    assert so2.half_hours == 0


def test_that_an_exclusion_of_the_far_past_is_worked_out_from_the_disk(begin, monkeypatch):
    monkeypatch.setattr(evaluation_running, "KEEP_S", 30.0)
    session = begin()
    session.live.enter("moisture", 8.0)
    for _minute in range(10):
        session.feed(60)
    before = session.view()
    assert before.samples_done == 10
    session.live.exclude(START + 65, START + 95, "rapping")
    after = session.view()
    assert after.samples_done == 9
    assert after.samples[1].end == before.samples[1].end + 30
    assert after.points == before.points
    times, _values = session.live.series("mean", 5000)
    assert (np.diff(times) > 0).all()
    kept = session.live.finish()
    assert seconds_of(kept.samples[1].end) == after.samples[1].end


def test_that_the_far_past_is_worked_out_as_soon_as_the_disk_takes_readings(
    begin, monkeypatch, until
):
    from kta_desktop.services import measuring_records

    monkeypatch.setattr(evaluation_running, "KEEP_S", 30.0)
    monkeypatch.setattr(measuring_records, "RETRY_S", 0.05)
    session = begin()
    for _minute in range(5):
        session.feed(60)
    real = measuring_records.samples.append

    def full(*_arguments):
        raise DiskFullError(path="w.ktadb")

    monkeypatch.setattr(measuring_records.samples, "append", full)
    session.feed(60)
    until(lambda: session.live.view().save_error is not None)
    session.live.exclude(START + 65, START + 95, "rapping")
    session.feed(60)
    assert session.view().points == 420 * 7
    monkeypatch.setattr(measuring_records.samples, "append", real)
    until(lambda: session.live.view().samples_done == 6)


def test_that_a_session_goes_on_after_a_crash(ws, audit, begin):
    first = begin()
    first.live.enter("moisture", 8.0)
    first.feed(90)
    first.live.pause("purge")
    first.feed(10)
    first.live.leave()
    assert measuring.running_plan(ws, first.live.session_id) == PLAN
    plan = measuring.running_plan(ws, first.live.session_id)
    again = begin(plan, Clock(START + 400.0), first.live.session_id)
    again.feed(60)
    view = again.view()
    assert view.session_id == first.live.session_id
    assert (view.points, view.samples_done) == (160 * 7 + 1, 2)
    assert len(again.live.series("raw", 500)[0]) == 161  # with the hole between
    kept = again.live.finish()
    assert [item.reason for item in kept.exclusions][:2] == ["purge", kept.exclusions[1].reason]
    assert seconds_of(kept.exclusions[1].end) == START + 400.0
    assert len(kept.samples) == 2
    assert [item.id for item in judging.sessions(load(ws, audit))] == [kept.id]
    with pytest.raises(SessionNotFoundError):
        LiveMeasurement.resume_of(ws, audit, kept.id, PLAN)


def test_that_a_pause_that_a_crash_cut_off_ends_with_the_session(ws, audit, begin):
    session = begin()
    session.feed(70)
    session.live.pause("purge")
    session.feed(10)
    session.live.leave()
    kept = measuring.recover(ws, audit, session.live.session_id)
    assert kept.exclusions[0].end == kept.ended_at


def test_that_time_goes_on_behind_the_last_reading_if_the_machine_was_set_back(begin):
    first = begin()
    first.feed(90)
    first.live.leave()
    again = begin(PLAN, Clock(START - 5000.0), first.live.session_id)
    view = again.view()
    assert view.now == pytest.approx(START + 89, abs=0.01)
    assert [event.at for event in view.events] == ["2027-01-15T08:01:29.001Z"]
    assert "24" in view.events[0].text  # an hour and 24 minutes
    kept = again.live.finish()
    assert kept.ended_at > kept.started_at


def test_that_what_an_instrument_tells_in_addition_is_recorded_when_a_session_goes_on(ws, begin):
    first = begin()
    first.feed(5)
    first.live.leave()
    with pytest.raises(ProfileUnfitError):
        begin(replace(PLAN, links=PLAN.links[1:]), Clock(), first.live.session_id)
    more = profile("more", [("dust", "mg/m3", {"substance": "dust"})])
    plan = replace(PLAN, links=(*PLAN.links, link("i4", more)))
    again = begin(plan, Clock(START + 60.0), first.live.session_id)
    VALUES["dust"] = 5.0
    again.feed(5)
    kept = again.live.finish()
    assert kept.channels[-1].id == "dust"
    assert len(read_recording(ws, kept.id)["dust"].times) == 5


def test_that_recording_goes_on_if_working_out_fails(ws, begin, monkeypatch, until):
    told = []
    monkeypatch.setattr(threading, "excepthook", lambda failed: told.append(failed.exc_type))
    session = begin()
    session.feed(5)
    monkeypatch.setattr(session.live._engine, "_work", lambda: 1 / 0)
    session.feed(50_000, rate=1)
    session.feed(50_000, rate=1)
    until(lambda: told == [ZeroDivisionError])
    session.live.leave()
    assert len(read_recording(ws, session.live.session_id)["nox"].times) == 100_005


def test_that_memory_is_bounded_while_a_judged_instrument_is_lost(begin, monkeypatch):
    monkeypatch.setattr(evaluation_running, "KEEP_S", 60.0)
    session = begin()
    session.feed(100)
    gone, *session.fed = session.fed
    for _part in range(5):
        session.feed(1000)
    held = session.live._engine._memory.recording()
    assert len(held["t_gas"].times) < 1200
    session.fed = [gone, *session.fed]
    session.feed(100)
    view = session.view()
    assert view.gaps == ((START + 100, START + 5100),)
    assert view.samples_done == 3


def test_that_what_a_person_decides_is_seen_at_once(begin):
    live = begin().live
    live.pause("purge")
    live.add_event("reversal", kind="reversal")
    view = live.view()
    assert view.paused
    assert [event.kind for event in view.events] == ["reversal"]
    live.resume()
    assert not live.view().paused
    assert [item.reason for item in live.view().exclusions] == ["purge"]


def test_that_a_sample_waits_for_its_firing_reversals(begin):
    session = begin(replace(PLAN, reversals=1))
    session.feed(100)
    assert session.view().samples_done == 0
    session.live.add_event("", START + 80, "reversal")
    assert session.view().samples_done == 1
    assert session.view().samples[0].end == START + 81


def test_that_the_whole_session_is_drawn_in_bounded_memory(begin, monkeypatch):
    monkeypatch.setattr(measuring_curves, "FINE", 2000)
    session = begin()
    session.feed(1, nox=900.0)
    for _part in range(10):
        session.feed(1000)
    times, values = session.live.series("raw", 400)
    assert len(times) <= 400
    assert (times[0], values.max()) == (START, 900.0)
    assert session.clock.at - 60 < times[-1] < session.clock.at
    assert (np.diff(times) > 0).all()


def test_that_a_clock_that_jumps_is_noted_and_never_goes_back(monkeypatch):
    real, offset, jumps = time.time, [0.0], []
    monkeypatch.setattr(time, "time", lambda: real() + offset[0])
    clock = SystemClock(lambda at, seconds: jumps.append((at, seconds)))
    shown = [clock.now()]
    for wanted in (3600.0, 3600.0, 0.0, 0.0, 7200.0):
        offset[0] = wanted
        shown.append(clock.now())
    assert shown == sorted(shown)
    assert [round(seconds, 1) for _at, seconds in jumps] == [3600.0, -3600.0, 3600.0]
    assert jumps[0][0] - shown[0] < 1


def test_that_a_jump_of_the_clock_is_an_event_of_the_session(ws, audit, monkeypatch, until):
    typed = replace(PLAN, links=(link("i1", EYE),), quantities=(quantity("moisture"),))
    live = LiveMeasurement(ws, audit, typed)
    live.start()
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    until(lambda: live.view().events)
    monkeypatch.setattr(time, "time", real)
    until(lambda: len(live.view().events) == 2)
    ahead, _back = live.finish().events
    assert abs(seconds_of(ahead.at) - real()) < 10
