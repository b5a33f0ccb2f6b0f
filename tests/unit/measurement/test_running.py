"""The incremental evaluation says what the evaluation of the whole recording says."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Given
from kta_desktop.domain.measurement import Channel, Event, Exclusion, Session
from kta_desktop.measurement import evaluation_running
from kta_desktop.measurement.evaluation import evaluate, iso_of
from kta_desktop.measurement.evaluation_running import Memory, PastNeededError, RunningEvaluation
from kta_desktop.measurement.reference import basis
from kta_desktop.measurement.series import Series

START = 1_800_000_000.0
PERIODS = {"nox": 1.0, "o2": 1.0, "t_gas": 2.0, "p_baro": 30.0}


def session(**more):
    units = {"nox": "mg/m3", "o2": "vol%", "t_gas": "degC", "p_baro": "kPa"}
    channels = tuple(
        Channel(id=name, label={}, unit=unit, period_s=PERIODS[name], u_pct=2.0, u_abs=0.1)
        for name, unit in units.items()
    )
    fields = {
        "id": "s",
        "source": "",
        "point": "",
        "parameter": {},
        "channel": "nox",
        "level": None,
        "basis": "eu-dry-o2-8",
        "started_at": iso_of(START),
        "channels": channels,
        "given": {"moisture": Given(value=8.0, u=1.0), "p_static": Given(value=-120.0)},
        "sample_minutes": 0.5,
        **more,
    }
    return Session(**fields)


@st.composite
def recordings(draw, most=120):
    """Readings with gaps, flags, jitter and values that no gas has."""
    found = {}
    for name, period in PERIODS.items():
        rng = np.random.default_rng(draw(st.integers(0, 2**32)))
        count = max(int(most / period), 1)
        steps = rng.choice([1.0, 1.0, 1.0, 1.0, 0.4, 1.9, 2.6, 9.0], count) * period
        times = START + np.round(np.cumsum(steps) - steps[0], 3)
        base = {"nox": 250.0, "o2": 11.0, "t_gas": 160.0, "p_baro": 92.0}[name]
        values = base * rng.uniform(0.8, 1.2, count)
        values[rng.random(count) < draw(st.sampled_from([0.0, 0.05]))] = math.nan
        worth = rng.choice([Flag.PURGE, Flag.SATURATED, Flag.FAULT], count)
        flags = np.where(rng.random(count) < draw(st.sampled_from([0.0, 0.1])), worth, Flag.GOOD)
        found[name] = Series(times, values, flags.astype(np.uint8))
    return found


def part(record, start, end):
    def within(series):
        keep = (series.times >= start) & (series.times < end)
        return Series(series.times[keep], series.values[keep], series.flags[keep])

    return {name: within(series) for name, series in record.items()}


def told(standing):
    """Return all that a standing says, to the last bit; NaN is alike."""
    return repr(
        replace(standing, conversion=None, newest=repr(standing.newest)),
    )


def whole(what, record, until, paused=None):
    return told(evaluate(what, basis(what.basis), part(record, 0, until), until, paused).standing())


class Twin:
    """The incremental evaluation, begun anew from the whole record when it asks for the past."""

    def __init__(self, what, record):
        self.record, self.memory = record, Memory()
        self.running = RunningEvaluation(what, basis(what.basis))
        self.fed = -math.inf
        self.again = 0

    def at(self, until, batches=None):
        parts = batches or [part(self.record, self.fed, until)]
        self.fed = until
        try:
            earliest = min([self.memory.add(batch) for batch in parts])
            self.running.advance(self.memory, earliest, until)
        except PastNeededError:
            self.again += 1
            session_now, paused = self.running.session, self.running._paused_since
            self.running = RunningEvaluation(session_now, basis(session_now.basis))
            self.running.amend(session_now, paused)
            self.memory = Memory()
            earliest = self.memory.add(part(self.record, 0, until))
            self.running.advance(self.memory, earliest, until)
        standing = told(self.running.standing(until))
        index, before = self.running.let_go()
        self.memory.let_go(before, {"nox": index})
        return standing


@settings(max_examples=60, deadline=None)
@given(
    record=recordings(),
    steps=st.lists(st.floats(0.2, 40.0), min_size=1, max_size=12),
    averaging=st.sampled_from(["", "halfhour"]),
    reversals=st.sampled_from([0, 1]),
    data=st.data(),
)
def test_that_both_evaluations_agree_to_the_bit(record, steps, averaging, reversals, data):
    minutes = 30.0 if averaging else 0.5
    what = session(averaging=averaging, sample_minutes=minutes, reversals=reversals)
    twin = Twin(what, record)
    until, paused = START, None
    for step in steps:
        until = round(until + step, 3)
        act = data.draw(st.sampled_from(["", "", "exclude", "reverse", "pause", "resume"]))
        at = round(data.draw(st.floats(START - 5, until)), 3)
        if act == "exclude":
            spans = (*what.exclusions, Exclusion(start=iso_of(at), end=iso_of(at + 7), reason=""))
            what = replace(what, exclusions=spans)
        elif act == "reverse":
            event = Event(at=iso_of(at), text="", kind="reversal")
            what = replace(what, events=(*what.events, event))
        elif act:
            paused = at if act == "pause" else None
        twin.running.amend(what, paused)
        assert twin.at(until) == whole(what, record, until, paused)


@settings(max_examples=30, deadline=None)
@given(record=recordings(), cuts=st.lists(st.floats(1, 110), min_size=1, max_size=6))
def test_that_readings_may_come_in_any_order_of_channels(record, cuts):
    what = session()
    twin = Twin(what, record)
    edges = [START, *sorted(START + cut for cut in cuts), START + 2000]
    for start, end in pairwise(edges):
        batch = part(record, start, end)
        twin.at(end, [{name: batch[name]} for name in ("nox", "p_baro", "o2", "t_gas")])
    assert twin.at(START + 2001, [{}]) == whole(what, record, START + 2001)


def test_that_memory_does_not_grow_with_the_recording(monkeypatch):
    monkeypatch.setattr(evaluation_running, "KEEP_S", 60.0)
    what, memory = session(), Memory()
    running = RunningEvaluation(what, basis(what.basis))
    held = []
    for minute in range(60):
        times = START + minute * 60 + np.arange(600) / 10
        batch = {
            name: Series.of(times, np.full(600, value))
            for name, value in {"nox": 250.0, "o2": 11.0, "t_gas": 160.0, "p_baro": 92.0}.items()
        }
        running.advance(memory, memory.add(batch), times[-1])
        running.standing(times[-1])
        index, before = running.let_go()
        memory.let_go(before, {"nox": index})
        held.append(sum(len(series.times) for series in memory.recording().values()))
    assert running.count == 36_000
    assert max(held[10:]) == held[10]
    late = {"t_gas": Series.of([START + 5], [160.0])}
    with pytest.raises(PastNeededError):
        running.advance(memory, memory.add(late), START + 3600)
