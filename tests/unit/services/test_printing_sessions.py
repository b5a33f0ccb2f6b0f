"""What a protocol takes from the stored readings: courses with their flags, emission standards."""

import math

import numpy as np
import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import Given
from kta_desktop.domain.ids import new_id
from kta_desktop.domain.measurement import Channel, Quantity, Session
from kta_desktop.domain.verdict import Verdict
from kta_desktop.measurement.evaluation import iso_of
from kta_desktop.measurement.series import Series
from kta_desktop.services import auditing, printing_sessions
from kta_desktop.services.measuring_records import write_session
from kta_desktop.storage import samples

START = 1_795_320_000.0  # 16:00 by the clock of the plant
HOURS = 2
PERIOD = 10.0
BAD = slice(30, 110)  # readings of a calibration: 13 min 20 s
WRONG = 400  # a reading that is none


def session(**changes):
    """Return two hours of NOx and of dust in a gas whose conditions were entered."""
    channels = (
        Channel(id="nox", label={}, unit="ppm", substance="nox", period_s=PERIOD, is_dry=True),
        Channel(id="dust", label={}, unit="mg/m3", substance="dust", period_s=PERIOD),
    )
    fields = {
        "id": new_id(),
        "source": "0014",
        "point": "1",
        "parameter": {"ru": "NOx"},
        "channel": "nox",
        "level": None,
        "basis": "eu-dry",
        "started_at": iso_of(START),
        "ended_at": iso_of(START + HOURS * 3600),
        "channels": channels,
        "others": (Quantity(channel="dust", parameter={"ru": "Пыль"}, basis="eu-dry"),),
        "limit": "100",
        "limit_g_s": "1",
        "diameter_m": 1.2,
        "given": {
            "t_gas": Given(value=182),
            "pressure": Given(value=91.8),
            "moisture": Given(value=9.4),
            "velocity": Given(value=11.6, u=0.3),
        },
    }
    return Session(**fields | changes)


def recording():
    """Return 250 ppm of NOx, but for what is flagged, and 5 mg/m³ of dust."""
    times = START + PERIOD * np.arange(HOURS * 360 + 1)
    values, flags = np.full(len(times), 250.0), np.zeros(len(times), np.uint8)
    values[BAD], flags[BAD] = 900.0, Flag.CALIBRATION
    values[WRONG], flags[WRONG] = 1e38, Flag.IMPOSSIBLE
    good = np.zeros(len(times), np.uint8)
    return {
        "nox": Series(times, values, flags),
        "dust": Series(times, np.full(len(times), 5.0), good),
    }


@pytest.fixture
def stored(ws, audit):
    """Store a session with its readings and return it."""

    def store(made):
        with ws.store.begin() as connection:
            for name, series in recording().items():
                milliseconds = np.rint(series.times * 1000).astype(np.int64)
                batch = samples.Readings(milliseconds, series.values, series.flags)
                samples.append(connection, made.id, name, batch)
        write_session(ws, audit, made)
        return made

    return store


def test_that_each_quantity_has_its_course_and_its_flags(ws, audit, stored):
    made = stored(session())
    path = f"@session/{made.id}"
    traces, standards = printing_sessions.measured(ws, auditing.load(ws, audit))
    assert set(traces) == {path, f"{path}/dust"}
    assert set(standards) == {path}
    found = [(item.flag, item.end - item.start) for item in traces[path].flagged]
    assert found == [(Flag.CALIBRATION, 800.0), (Flag.IMPOSSIBLE, PERIOD)]
    assert traces[f"{path}/dust"].flagged == ()


def test_that_what_is_no_reading_of_the_gas_is_not_drawn(ws, audit, stored):
    made = stored(session())
    trace = printing_sessions.course(ws, auditing.load(ws, audit), made)
    drawn = [value for value in trace.values if math.isfinite(value)]
    assert max(drawn) == pytest.approx(513.1, abs=0.1)
    assert any(math.isnan(value) for value in trace.values)


def test_that_half_hours_and_hours_are_held_against_the_limits():
    article = printing_sessions.standard(session(), recording())
    assert (article.halves.bound, article.halves.complete) == (200.0, 3)
    assert len(article.halves.above) == 3  # that of the calibration has too little good time
    assert article.days.complete == 0
    assert article.halves.above[0].mean == pytest.approx(478.1, abs=0.1)
    assert [period.mean for period in article.hours.above] == pytest.approx([3.317] * 2, abs=0.005)
    assert article.hours.above[0].uncertainty == pytest.approx(3.317 * 0.3 / 11.6, rel=0.02)
    assert article.verdict is Verdict.EXCEEDS


@pytest.mark.parametrize(
    "changes",
    [{"limit": None, "limit_g_s": None}, {"channel": "so2"}, {"given": {}, "ended_at": None}],
)
def test_that_there_is_no_standard_without_limit_readings_or_end(changes):
    assert printing_sessions.standard(session(**changes), recording()) is None


def test_that_a_session_that_still_runs_has_neither(ws, audit, stored):
    stored(session(ended_at=None))
    assert printing_sessions.measured(ws, auditing.load(ws, audit)) == ({}, {})


def test_that_reference_conditions_nobody_knows_leave_the_course_out(ws, audit, stored):
    made = stored(session(basis="mars"))
    assert printing_sessions.course(ws, auditing.load(ws, audit), made) is None
