"""Claims about figures of a session that ended: courses, statistics, comparison, changes."""

from dataclasses import replace
from datetime import timedelta, timezone

import numpy as np
import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Definition, Level, Text
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Event, Exclusion, Instrument, Sample, Session
from kta_desktop.services import analysing_changes, analysing_compare
from kta_desktop.services.analysing_compare import Differs
from kta_desktop.services.analysing_course import Course
from kta_desktop.services.analysing_errors import StretchOutsideError, TimeUnreadableError
from kta_desktop.services.analysing_statistics import histogram, profile, statistics

START = 1_795_330_800.0  # 22.11.2026 12:00 by the plant's clock
LEVEL = Level(
    id="L", kind="AEL", medium="air", parameter=Text(ru="Пыль"), upper="10", unit="mg/Nm3"
)
DUST = Channel(id="dust", label={"ru": "Пыль"}, unit="mg/m3", substance="dust")
DEFINITION = Definition(pack="small", version="1.0", title=Text(ru="Молоко"))
RECORD = AuditRecord(id="a", definition=DEFINITION, definition_sha256="", entries={})


def _sample(mean, uncertainty, number=1):
    gas = GasConditions(temperature_c=80.0, pressure_kpa=92.0, moisture_pct=11.0)
    return Sample(
        number=number,
        start="2026-11-22T07:00:00.000Z",
        end="2026-11-22T07:30:00.000Z",
        conditions=gas,
        mean_raw=mean,
        mean=mean,
        uncertainty=uncertainty,
        capture_pct=100.0,
    )


SESSION = Session(
    id="01a20431-f5fb-7000-a014-2e66d8201494",
    source="0014 сушилка",
    point="труба",
    parameter={"ru": "Пыль"},
    channel="dust",
    level="L",
    basis="eu-dry",
    started_at="2026-11-22T07:00:00.000Z",
    ended_at="2026-11-22T10:00:00.000Z",
    load_pct=92.0,
    channels=(DUST,),
    instruments=(Instrument(name="Пылемер", serial="1"),),
    samples=(_sample(9.2, 1.2),),
)


def _course(values, seconds=None, *, period=60.0, start=START):
    found = np.asarray(values, np.float64)
    times = start + period * np.arange(len(found))
    weights = np.full(len(found), period) if seconds is None else np.asarray(seconds, np.float64)
    return Course(
        session=SESSION,
        channel=DUST,
        unit="mg/Nm3",
        times=times,
        raw=found,
        values=found,
        mean=found,
        flags=np.zeros(len(found), np.uint8),
        seconds=weights,
        gaps=(),
        flagged=(),
        until=START + 10_800,
    )


def test_that_every_reading_counts_by_the_time_it_stands_for():
    found = statistics(_course([4.0, 16.0], [90.0, 30.0]), LEVEL)
    assert found.mean == pytest.approx(7.0)
    assert found.above == pytest.approx(0.25)
    assert found.median == 4.0
    assert found.deviation == pytest.approx(np.sqrt(0.75 * 9 + 0.25 * 81))


def test_that_what_is_left_out_is_in_no_figure():
    found = statistics(_course([5.0, 500.0, np.nan, 7.0], [60.0, 0.0, 60.0, 60.0]), LEVEL)
    assert (found.count, found.lowest, found.highest) == (2, 5.0, 7.0)
    assert found.good_s == 120.0
    assert found.capture_pct == pytest.approx(100 * 120 / 10_800)


def test_that_a_course_without_good_time_has_no_figures():
    silent = _course([5.0, 6.0], [0.0, 0.0])
    assert statistics(silent, LEVEL) is None
    assert histogram(silent) is None
    assert profile(silent) == ()


def test_that_a_level_of_another_quantity_says_nothing_of_the_time_above_it():
    assert statistics(_course([5.0]), replace(LEVEL, unit="kg/t")).above is None


def test_that_percentiles_are_values_that_so_much_of_the_time_lies_below():
    found = statistics(_course(np.arange(1.0, 101.0)))
    assert found.percentiles == (5.0, 25.0, 50.0, 75.0, 95.0)


def test_that_bins_have_round_edges_and_hold_all_the_time():
    values = np.random.default_rng(3).normal(9.3, 1.1, 5000)
    found = histogram(_course(values))
    widths = np.diff(found.edges)
    assert np.allclose(widths, widths[0])
    assert f"{widths[0]:.0e}"[0] in "125"
    assert sum(found.shares) == pytest.approx(1.0)
    assert found.edges[0] <= values.min()
    assert values.max() <= found.edges[-1]
    assert 5 <= len(found.shares) <= 41


def test_that_a_value_at_an_edge_belongs_above_it():
    found = histogram(_course([1.0, 2.0, 2.5]), 1.0)
    assert found.edges == (1.0, 2.0, 3.0)
    assert found.shares == pytest.approx((1 / 3, 2 / 3))


def test_that_values_that_never_change_make_one_bin():
    found = histogram(_course([6.0, 6.0, 6.0]))
    assert found.shares == (1.0,)


def test_that_the_profile_goes_by_the_clock_of_the_plant():
    hours = profile(_course([5.0] * 60 + [8.0] * 60))
    assert [(hour.hour, hour.mean) for hour in hours] == [(12, 5.0), (13, 8.0)]
    next_day = profile(_course([5.0] * 60 + [8.0] * 60, start=START + 86_400))
    assert [hour.hour for hour in next_day] == [12, 13]


def test_that_a_curve_keeps_its_extremes_and_one_reading_beyond_the_view():
    values = np.full(10_000, 5.0)
    values[4321] = 99.0
    course = _course(values, period=1.0)
    times, found = course.curve("raw", START + 4000, START + 5000, 60)
    assert found.max() == 99.0
    assert times[0] < START + 4000
    assert len(times) <= 60


def test_that_what_is_no_reading_of_the_gas_is_not_drawn():
    values = np.full(100, 5.0)
    values[40:50] = 1e38
    course = _course(values, period=1.0)
    course.flags[40:50] = Flag.IMPOSSIBLE
    course.flags[60:70] = Flag.SATURATED
    _times, found = course.curve("raw", START, START + 100, 400)
    assert np.nanmax(found) == 5.0
    assert np.isnan(found).sum() == 10


def test_that_a_difference_within_its_uncertainty_is_none_to_speak_of():
    near = replace(SESSION, samples=(_sample(10.4, 1.3),))
    far = replace(SESSION, samples=(_sample(14.0, 1.3),))
    _first, other, third = analysing_compare.compared((SESSION, near, far), RECORD)
    assert other.difference == pytest.approx(1.2)
    assert other.combined == pytest.approx(np.hypot(1.2, 1.3))
    assert other.is_beyond is False
    assert third.is_beyond is True


def test_that_other_reference_conditions_allow_no_difference():
    other = replace(SESSION, basis="kz-dry")
    _first, found = analysing_compare.compared((SESSION, other), RECORD)
    assert Differs.BASIS in found.differs
    assert found.difference is None
    assert found.is_beyond is None


def test_that_load_averaging_and_instrument_are_told_when_they_differ():
    other = replace(
        SESSION,
        load_pct=71.0,
        sample_minutes=60.0,
        instruments=(Instrument(name="Пылемер", serial="2"),),
    )
    _first, found = analysing_compare.compared((SESSION, other), RECORD)
    assert found.differs == (Differs.AVERAGING, Differs.LOAD, Differs.INSTRUMENT)
    assert found.difference == 0.0


def test_that_the_same_substance_is_found_in_another_session():
    nox = Channel(id="nox", label={"ru": "NOx"}, unit="ppm", substance="nox")
    dust = replace(DUST, id="dust2")
    other = replace(SESSION, channels=(nox, dust), channel="nox")
    both = other.with_quantities((*other.quantities, replace(other.quantities[0], channel="dust2")))
    assert analysing_compare.alike(both, SESSION).channel == "dust2"


def test_that_times_are_understood_as_they_are_typed():
    zone = timezone(timedelta(hours=5))
    for typed in ("12:30", "12.30", "12:30:00", "22.11.2026 12:30"):
        assert analysing_changes.moment_of(SESSION, typed, zone) == "2026-11-22T07:30:00.000Z"
    with pytest.raises(TimeUnreadableError):
        analysing_changes.moment_of(SESSION, "полдень", zone)
    with pytest.raises(StretchOutsideError):
        analysing_changes.moment_of(SESSION, "18:00", zone)


def test_that_a_time_after_midnight_is_of_the_day_on_which_the_session_had_it():
    zone = timezone(timedelta(hours=5))
    long = replace(SESSION, ended_at="2026-11-22T20:30:00.000Z")
    assert analysing_changes.moment_of(long, "00:10", zone) == "2026-11-22T19:10:00.000Z"


def test_that_a_stretch_outside_the_session_is_refused():
    late = Exclusion(start="2026-11-22T09:50:00Z", end="2026-11-22T10:05:00Z", reason="x")
    turned = Exclusion(start="2026-11-22T08:00:00Z", end="2026-11-22T07:50:00Z", reason="x")
    for wrong in (late, turned):
        with pytest.raises(StretchOutsideError):
            analysing_changes.without(None, RECORD, SESSION, wrong)


def test_that_an_event_is_kept_in_order_and_changes_no_mean():
    first = Event(at="2026-11-22T08:00:00Z", text="стряхивание")
    session = replace(SESSION, events=(first,))
    earlier = Event(at="2026-11-22T07:30:00Z", text="пуск")
    found = analysing_changes.noted(session, earlier)
    assert found.after.events == (earlier, first)
    assert found.after.samples == session.samples
    assert analysing_changes.unnoted(found.after, earlier).after == session
    with pytest.raises(StretchOutsideError):
        analysing_changes.noted(session, Event(at="2026-11-22T11:00:00Z", text="x"))
