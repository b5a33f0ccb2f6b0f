"""Sessions: recorded as they run, finished, interrupted, recovered, exported."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kta_desktop.domain.canonical import canonical_json, sha256_hex
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Instrument, Session
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.measurement.errors import (
    BasisUnknownError,
    ProfileUnfitError,
    SessionNotFoundError,
)
from kta_desktop.measurement.profile import InstrumentProfile, demo_profile
from kta_desktop.measurement.reading import Connection
from kta_desktop.measurement.scenario import Scenario
from kta_desktop.services import auditing, judging, measuring, workspace
from kta_desktop.services.measuring import ChannelState, LinkState, LiveMeasurement
from kta_desktop.services.measuring_channels import channel_view
from kta_desktop.storage.errors import DiskFullError

START = 1_800_000_000.0
STEADY = Scenario.model_validate(
    {
        "channels": {
            "dust": {"base": 6.1},
            "t_gas": {"base": 82.3},
            "pressure": {"base": 91.8},
            "moisture": {"base": 11.2},
            "velocity": {"base": 14.2},
            "o2": {"base": 20.2},
        }
    }
)


def plan(simulator, **more):
    made = measuring.demo_plan(simulator.host, simulator.port, "AEL-DUST")
    return asking(made, **{"minutes": 1.0, **more})


def asking(made, profile=None, **more):
    """Return a plan whose first quantity and instrument are other ones."""
    link = made.links[0]
    return replace(
        made,
        quantities=(replace(made.quantities[0], **more),),
        links=(replace(link, profile=profile or link.profile),),
    )


@pytest.fixture
def measure(ws, audit, simulate):
    """Return a function that runs a session to a time of its clock, with calls on the way."""
    running = []

    def run(seconds, scenario=STEADY, events=(), **more):
        calls = [(START + at, lambda do=do: do(running[-1])) for at, do in events]
        clock = SteppedClock(START, START + seconds, calls)
        simulator = simulate(demo_profile(), scenario, clock)
        measurement = LiveMeasurement(ws, audit, plan(simulator, **more), clock)
        running.append(measurement)
        measurement.start()
        assert clock.wait_for_end(60.0)
        assert measurement.settle(60.0)
        return measurement

    yield run
    for measurement in running:
        measurement.leave()


def stored(ws, audit, session_id):
    entry = auditing.load(ws, audit).entries[f"@session/{session_id}"]
    return Session.from_json(entry)


def test_that_a_session_is_written_when_it_begins_and_complete_when_it_ends(ws, audit, measure):
    measurement = measure(185)
    begun = stored(ws, audit, measurement.session_id)
    assert (begun.ended_at, begun.samples, begun.raw_sha256) == (None, (), None)
    session = measurement.finish()
    assert stored(ws, audit, session.id) == session
    assert len(session.samples) == 3
    assert session.mean == pytest.approx(9.864, abs=0.01)
    assert session.uncertainty / session.mean == pytest.approx(0.129, abs=0.002)
    assert session.ended_at == "2027-01-15T08:03:05.000Z"
    assert session.simulated
    assert session.evidence_class == "measured_auditor"
    assert session.raw_sha256 == sha256_hex(b"".join(measuring.raw_csv(ws, session.id)))
    assert canonical_json(session.to_json())


def test_that_raw_readings_are_exported_as_they_came(ws, measure):
    measurement = measure(3)
    measurement.finish()
    lines = b"".join(measuring.raw_csv(ws, measurement.session_id)).decode().splitlines()
    assert lines[0] == "time_utc,channel,value,flag"
    assert lines[1] == "2027-01-15T08:00:00.000Z,dust,6.099999904632568,0"
    assert "2027-01-15T08:00:00.000Z,t_gas,82.3,0" in lines
    assert lines[-1].startswith("2027-01-15T08:00:03.000Z,t_gas,")
    assert lines[1:] == sorted(lines[1:])
    assert len(lines) == 1 + 2 * 4 + 4 * 2
    assert list(measuring.raw_csv(ws, "none")) == [b"time_utc,channel,value,flag\n"]


def test_that_the_view_shows_values_samples_and_what_they_come_to(measure):
    measurement = measure(150)
    view = measurement.view()
    dust = view.channels[0]
    assert (dust.id, dust.state) == ("dust", ChannelState.GOOD)
    assert dust.value == pytest.approx(6.1, abs=1e-6)
    assert dust.age_s == 0.0
    derived = {item.id: item for item in view.derived}
    assert derived["normalised"].value == pytest.approx(9.864, abs=0.01)
    assert derived["mean"].value == pytest.approx(9.864, abs=0.01)
    assert derived["mass_flow"].value == pytest.approx(6.1 * 14.2 * np.pi * 0.9**2 / 4 / 1000)
    assert [step.kind for step in view.steps] == ["start", "temperature", "pressure", "dry"]
    assert (view.samples_done, view.samples_wanted, view.provisional) == (2, 3, True)
    assert [sample.complete for sample in view.samples] == [True, True, False]
    assert view.samples[2].good_s == pytest.approx(30.0)
    assert view.above == 0
    assert view.running
    assert [link.state for link in view.links] == [LinkState.UP, LinkState.NONE]
    assert view.points == 2 * 151 + 4 * 76
    assert view.elapsed_s == 150.0
    assert view.level.id == "AEL-DUST"
    assert view.judgement.reason is NotCompared.AVERAGING_DIFFERS  # samples of a minute


def test_that_the_judgement_is_provisional_until_the_samples_are_complete(measure):
    slow = demo_profile().model_dump() | {"period_s": 10.0}
    slow["registers"] = [{**item, "period_s": None} for item in slow["registers"]]
    profile = InstrumentProfile.model_validate(slow)
    measurement = measure(3700, minutes=30.0, profile=profile)
    view = measurement.view()
    assert view.provisional
    assert view.judgement.verdict is Verdict.NOT_DISTINGUISHABLE
    assert float(view.judgement.value) == pytest.approx(view.mean)


def test_that_a_pause_is_recorded_and_excluded(measure):
    measurement = measure(
        130,
        events=[(20.0, lambda m: m.pause("purge")), (50.0, lambda m: m.resume())],
    )
    view = measurement.view()
    assert view.excluded_s == pytest.approx(30.0)
    assert not view.paused
    assert measurement.series("raw", 1000)[0].size == 131  # still shown
    session = measurement.finish()
    assert [item.reason for item in session.exclusions] == ["purge"]
    assert session.samples[0].end == "2027-01-15T08:01:30.000Z"


def test_that_a_pause_that_runs_is_seen_and_ends_with_the_session(measure):
    measurement = measure(30, events=[(10.0, lambda m: m.pause())])
    view = measurement.view()
    assert view.paused
    assert view.excluded_s == pytest.approx(20.0, abs=0.1)
    assert view.samples[0].good_s == pytest.approx(10.0)
    session = measurement.finish()
    assert session.exclusions[0].end == session.ended_at


def test_that_events_and_exclusions_are_kept(measure):
    measurement = measure(70, events=[(10.0, lambda m: m.add_event("bags rapped"))])
    measurement.exclude(START + 5, START + 15, "rapping")
    assert measurement.settle(60.0)
    assert [(event.at, event.text) for event in measurement.view().events] == [
        ("2027-01-15T08:00:10.000Z", "bags rapped")
    ]
    session = measurement.finish()
    assert session.samples[0].end == "2027-01-15T08:01:10.000Z"
    assert session.events[0].text == "bags rapped"


def test_that_lost_readings_become_an_exclusion_with_a_reason(measure):
    lossy = STEADY.model_copy(update={"lost": ((20.0, 50.0),)})
    measurement = measure(100, scenario=lossy)
    view = measurement.view()
    assert len(view.gaps) == 1
    assert view.excluded_s == pytest.approx(30.0, abs=5.1)
    session = measurement.finish()
    assert len(session.exclusions) == 1
    assert session.exclusions[0].reason
    assert session.samples[0].capture_pct < 75


def test_that_a_value_that_is_no_number_is_not_shown():
    newest = (START, float("nan"), Flag.IMPOSSIBLE)
    up = Connection(up=True, since=START)
    view = channel_view(demo_profile().channels()[0], newest, up, START)
    assert (view.state, view.value, view.last) == (ChannelState.IMPOSSIBLE, None, None)


def test_that_an_instrument_that_is_lost_shows_no_values(measure):
    gone = STEADY.model_copy(update={"lost": ((30.0, 1e9),)})
    measurement = measure(60, scenario=gone)
    view = measurement.view()
    assert {channel.state for channel in view.channels} == {ChannelState.LOST}
    assert view.channels[0].value is None
    assert view.channels[0].last == pytest.approx(6.1, abs=1e-6)
    assert view.channels[0].age_s > 25
    assert view.lost[0].connection.error.sentence("ru")


def test_that_saturation_shows_and_counts_for_nothing(measure):
    full = Scenario.model_validate(
        {"channels": {**STEADY.model_dump()["channels"], "dust": {"base": 60.0}}}
    )
    view = measure(90, scenario=full).view()
    assert view.channels[0].state is ChannelState.SATURATED
    assert view.samples == ()


def test_that_curves_break_at_gaps_and_start_where_they_are_asked(measure):
    lossy = STEADY.model_copy(update={"lost": ((80.0, 120.0),)})
    measurement = measure(200, scenario=lossy)
    for kind in ("raw", "normalised", "mean"):
        times, values = measurement.series(kind, 60)
        assert len(times) <= 60
        assert np.isnan(values).any()
    times, _values = measurement.series("raw", 1000, since_s=START + 150)
    assert START + 149 <= times[0] < START + 151
    assert measurement.series("raw", 1000, channel="t_gas")[1][0] == pytest.approx(82.3)
    rolling = measurement.series("mean", 1000, since_s=START + 150)[1]
    assert rolling == pytest.approx(9.864, abs=0.01)


def test_that_a_crashed_session_is_found_and_finished_from_disk(ws, audit, measure):
    measurement = measure(185, events=[(10.0, lambda m: m.add_event("load 92 %"))])
    assert measuring.unfinished(ws, audit) == ()  # it still runs
    measurement.leave()
    (left,) = measuring.unfinished(ws, audit)
    assert left.id == measurement.session_id
    session = measuring.recover(ws, audit, left.id)
    assert len(session.samples) == 3
    assert [event.text for event in session.events] == ["load 92 %"]
    assert session.ended_at == "2027-01-15T08:03:05.000Z"
    assert measuring.unfinished(ws, audit) == ()
    with pytest.raises(SessionNotFoundError):
        measuring.recover(ws, audit, left.id)


def test_that_a_session_without_any_reading_can_be_recovered(ws, audit, simulate):
    clock = SteppedClock(START, START + 1)
    simulator = simulate(demo_profile(), STEADY, clock)
    simulator.close()
    measurement = LiveMeasurement(ws, audit, plan(simulator), clock)
    view = measurement.view()
    assert {channel.state for channel in view.channels} == {ChannelState.NEVER}
    assert not view.running
    measurement.start()
    measurement.leave()
    session = measuring.recover(ws, audit, measurement.session_id)
    assert (session.samples, session.ended_at) == ((), session.started_at)


def test_that_a_full_disk_loses_nothing_and_is_told(ws, audit, measure, until, monkeypatch):
    from kta_desktop.services import measuring_records

    real = measuring_records.samples.append

    def full(*_arguments):
        raise DiskFullError(path="w.ktadb")

    monkeypatch.setattr(measuring_records.samples, "append", full)
    measurement = measure(70)
    until(lambda: isinstance(measurement.view().save_error, DiskFullError))
    assert measurement.view().saved_points == 0
    with pytest.raises(DiskFullError):
        measurement.finish()
    monkeypatch.setattr(measuring_records.samples, "append", real)
    session = measurement.finish()
    assert len(session.samples) == 1
    assert measurement.view().save_error is None
    assert stored(ws, audit, session.id) == session


def test_that_a_plan_whose_quantity_no_instrument_tells_is_refused(ws, audit):
    wrong = measuring.demo_plan("127.0.0.1", 1)
    with pytest.raises(ProfileUnfitError) as refused:
        LiveMeasurement(ws, audit, asking(wrong, channel="nox"))
    assert refused.value.details == {"channel": "nox"}
    with pytest.raises(BasisUnknownError):
        LiveMeasurement(ws, audit, asking(wrong, basis="mars"))


def test_that_the_demonstration_measures_three_half_hours_in_seconds(ws, audit):
    session = measuring.demonstrate(
        ws,
        audit,
        source="0014",
        point="top",
        parameter={"en": "Dust"},
        channel="dust",
        level="AEL-DUST",
        instruments=[Instrument(name="Simulator", serial="1", verified_until="2099-01-01")],
        events=("load 92 %", "bags rapped"),
        ended=START,
    )
    assert len(session.samples) == 3
    assert session.simulated
    assert [event.text for event in session.events] == ["load 92 %", "bags rapped"]
    assert len(session.exclusions) == 1  # the lost stretch of its scenario
    record = auditing.load(ws, audit)
    judgement = judging.judge_session(record, session)
    assert judgement.verdict is Verdict.NOT_DISTINGUISHABLE
    assert judging.judgements(record) == ((f"@session/{session.id}", judgement),)
    old = Instrument(name="x", serial="1", verified_until="2020-01-01")
    expired = replace(session, instruments=(old,))
    assert judging.judge_session(record, expired).reason is NotCompared.INSTRUMENT_EXPIRED


def test_that_a_session_another_device_left_open_is_not_ours_to_finish(ws, audit, measure):
    measurement = measure(5)
    measurement.leave()
    ours, ws.device = ws.device, "another"
    assert measuring.unfinished(ws, audit) == ()
    ws.device = ours
    assert len(measuring.unfinished(ws, audit)) == 1


def test_that_a_simulator_takes_its_scenario_from_a_file(tmp_path):
    path = tmp_path / "steady.json"
    path.write_text(STEADY.model_dump_json(exclude_defaults=True), "utf-8")
    simulator = measuring.start_simulator(scenario=path)
    assert simulator.port > 0
    simulator.close()
    simulator.close()
    assert "demo-dust-monitor" in [profile.id for profile in measuring.profiles_at_hand()]


KILLED = """
import os, signal, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from kta_desktop.measurement.clock import SteppedClock
from kta_desktop.services import measuring, workspace
ws = workspace.open_workspace(Path(sys.argv[1]), sys.argv[2])
clock = SteppedClock(1.8e9, 1.8e9 + 1000)
simulator = measuring.start_simulator(clock=clock)
plan = measuring.demo_plan(simulator.host, simulator.port, "AEL-DUST")
live = measuring.LiveMeasurement(ws, sys.argv[3], plan, clock)
live.start()
assert clock.wait_for_end(60)
live.settle(60)  # what is shown may be behind what was read
while live.view().saved_points < max(4000, live.view().points) - 12:  # all but the last second
    threading.Event().wait(0.01)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_that_a_killed_program_loses_at_most_a_second(real_keys, ws, audit):
    ws.close()
    root = Path(measuring.__file__).parents[2]
    command = [sys.executable, "-c", KILLED, str(ws.path), "сыр и масло", audit, str(root)]
    killed = subprocess.run(command, check=False, capture_output=True, timeout=90)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    again = workspace.open_workspace(ws.path, "сыр и масло")
    try:
        (left,) = measuring.unfinished(again, audit)
        session = measuring.recover(again, audit, left.id)
        assert session.ended_at >= "2027-01-15T08:16:39.000Z"
        lines = b"".join(measuring.raw_csv(again, session.id)).splitlines()
        assert len(lines) >= 1 + 2 * 1000 + 4 * 500 - 12
    finally:
        again.close()
