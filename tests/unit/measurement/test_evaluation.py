"""From raw readings to samples at reference conditions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.flag import Flag
from kta_desktop.domain.gas import GasConditions, Given
from kta_desktop.domain.measurement import Channel, Exclusion, Session
from kta_desktop.measurement.errors import UnitUnfitError
from kta_desktop.measurement.evaluation import evaluate, iso_of, seconds_of
from kta_desktop.measurement.normalise import GasState, normalise
from kta_desktop.measurement.reference import basis
from kta_desktop.measurement.series import Series

START = 1_800_000_000.0
GAS = {"t_gas": ("degC", 82.3, 2.0), "pressure": ("kPa", 91.8, 0.3), "moisture": ("vol%", 11.2, 0)}


def channel(identifier, unit, **more):
    return Channel(id=identifier, label={"en": identifier}, unit=unit, **more)


def session(main=None, exclusions=(), **more):
    gas = [channel(name, unit, u_abs=u) for name, (unit, _value, u) in GAS.items()]
    fields = {"sample_minutes": 1.0, **more}
    return Session(
        id="s",
        source="0014",
        point="top",
        parameter={"en": "Dust"},
        channel="dust",
        level=None,
        basis="eu-dry",
        started_at=iso_of(START),
        channels=(
            main or channel("dust", "mg/m3", substance="dust", saturated_at=50.0),
            *gas,
            channel("o2", "vol%"),
        ),
        exclusions=tuple(exclusions),
        **fields,
    )


def series(times, values, flags=None):
    return Series.of(times, values, np.zeros(len(times), np.uint8) if flags is None else flags)


def recording(seconds, dust=6.1, **gas):
    times = START + np.arange(float(seconds))
    values = np.full(seconds, dust) if isinstance(dust, float) else np.asarray(dust)
    found = {"dust": series(times, values)}
    for name, (_unit, value, _u) in GAS.items():
        found[name] = series(times, np.full(seconds, gas.get(name, value)))
    if "o2" in gas:
        found["o2"] = series(times, np.full(seconds, gas["o2"]))
    return found


def part(own, keep):
    return Series(own.times[keep], own.values[keep], own.flags[keep])


def evaluated(what, record, target="eu-dry", until=None):
    end = float(record["dust"].times[-1]) + 1 if until is None else until
    return evaluate(what, basis(target), record, end)


def test_that_the_mean_of_a_sample_is_that_of_the_formula():
    sample = evaluated(session(), recording(60)).samples[0]
    gas = GasState(temperature_c=82.3, pressure_kpa=91.8, moisture_pct=11.2)
    expected = normalise(6.1, "mg/m3", gas, basis("eu-dry"), wet=True).value
    assert sample.mean == pytest.approx(expected)
    assert sample.mean_raw == pytest.approx(6.1)
    assert sample.conditions.temperature_c == pytest.approx(82.3)
    assert sample.conditions.o2_pct is None
    assert (sample.start, sample.end) == (iso_of(START), iso_of(START + 60))
    assert sample.capture_pct == 100.0


@given(
    dust=st.floats(0.1, 40),
    temperature=st.floats(0, 400),
    pressure=st.floats(80, 110),
    moisture=st.floats(0, 50),
    o2=st.floats(0, 19.9),
    target=st.sampled_from(["eu-dry", "kz-dry", "eu-wet", "eu-dry-o2-8", "kz-wet-o2-3"]),
    unit=st.sampled_from(["mg/m3", "ug/m3", "ppm"]),
    is_dry=st.booleans(),
)
def test_that_series_and_single_figures_go_by_one_formula(
    dust, temperature, pressure, moisture, o2, target, unit, is_dry
):
    main = channel("dust", unit, substance="co", is_dry=is_dry)
    record = recording(3, dust, t_gas=temperature, pressure=pressure, moisture=moisture, o2=o2)
    found = evaluated(session(main), record, target)
    raw, gas = found.latest()
    assert found.normalised == pytest.approx([found.convert(raw, gas).value] * 3)


@pytest.mark.parametrize(
    "gas",
    [
        {"t_gas": math.nan},
        {"pressure": 0.0},
        {"moisture": 100.0},
        {"moisture": -1.0},
        {"t_gas": -300.0},
    ],
)
def test_that_a_reading_without_possible_conditions_is_in_no_mean(gas):
    found = evaluated(session(), recording(120, **gas))
    assert np.isnan(found.normalised).all()
    assert found.blocks == ()


def test_that_reference_oxygen_needs_oxygen_away_from_that_of_air():
    assert evaluated(session(), recording(60), "eu-dry-o2-8").samples == ()
    assert evaluated(session(), recording(60, o2=20.5), "eu-dry-o2-8").samples == ()
    assert len(evaluated(session(), recording(60, o2=10.4), "eu-dry-o2-8").samples) == 1


def test_that_only_conditions_that_a_basis_needs_are_asked_for():
    found = evaluated(session(), recording(120, moisture=math.nan), "eu-wet")
    assert [sample.conditions.moisture_pct for sample in found.samples] == [None, None]
    cooled = channel("dust", "ppm", substance="co", is_dry=True)
    alone = {"dust": recording(60)["dust"]}
    (sample,) = evaluated(session(cooled), alone).samples
    assert sample.conditions == GasConditions()
    assert sample.mean == pytest.approx(6.1 * 28.010 / 22.414, rel=1e-4)


def test_that_what_was_entered_once_holds_where_no_channel_tells():
    what = session(given={"moisture": Given(value=11.2, u=1.5), "t_gas": Given(value=10.0)})
    what = replace(what, channels=tuple(c for c in what.channels if c.id != "moisture"))
    found = evaluated(what, recording(60))
    assert found.samples[0].mean == evaluated(session(), recording(60)).samples[0].mean
    gas = found.samples[0].conditions
    assert (gas.temperature_c, gas.moisture_pct) == (pytest.approx(82.3), pytest.approx(11.2))
    assert found.samples[0].uncertainty > evaluated(session(), recording(60)).samples[0].uncertainty


def test_that_absolute_pressure_is_that_outside_and_that_against_it():
    what = session(given={"p_baro": Given(value=93.2, u=0.3), "p_static": Given(value=-1400.0)})
    what = replace(what, channels=tuple(c for c in what.channels if c.id != "pressure"))
    (sample,) = evaluated(what, recording(60)).samples
    assert sample.conditions.pressure_kpa == pytest.approx(91.8)
    assert sample.conditions.barometric_kpa == pytest.approx(93.2)
    plain = evaluated(session(), recording(60)).samples[0]
    assert sample.uncertainty == pytest.approx(plain.uncertainty)
    none = replace(what, given={"p_baro": Given(value=93.2)})
    assert evaluated(none, recording(60)).samples == ()


def test_that_the_oxygen_of_air_is_that_of_the_session():
    record = recording(60, o2=10.4)
    at = {
        air: evaluated(session(o2_air_pct=air), record, "eu-dry-o2-8").samples[0].mean
        for air in (21.0, 20.9)
    }
    assert at[20.9] / at[21.0] == pytest.approx((12.9 / 10.5) / (13.0 / 10.6))


def test_that_a_typed_reading_holds_until_two_of_its_periods_have_passed():
    typed = channel("moisture", "vol%", period_s=60.0, is_manual=True)
    what = session()
    what = replace(what, channels=(*(c for c in what.channels if c.id != "moisture"), typed))
    record = {**recording(300), "moisture": series([START], [11.2])}
    found = evaluated(what, record)
    assert np.isfinite(found.normalised).sum() == 121
    assert len(found.samples) == 2


def test_that_flagged_readings_are_in_no_mean_and_are_stretches():
    record = recording(100)
    flags = np.zeros(100, np.uint8)
    flags[20:30], flags[30:40] = Flag.PURGE, Flag.CALIBRATION
    record["dust"] = series(record["dust"].times, np.full(100, 6.1), flags)
    record["dust"].values[50] = math.nan
    found = evaluated(session(), record)
    assert found.stretches == (
        (START + 20, START + 30, Flag.PURGE),
        (START + 30, START + 40, Flag.CALIBRATION),
        (START + 50, START + 51, Flag.IMPOSSIBLE),
    )
    assert found.samples[0].end == iso_of(START + 81)


def test_that_a_flagged_condition_converts_nothing():
    record = recording(100)
    record["t_gas"].flags[10:20] = Flag.FAULT
    found = evaluated(session(), record)
    assert np.isnan(found.normalised).sum() == 10
    assert found.stretches == ()


def test_that_blocks_of_the_calendar_are_those_of_the_level():
    found = evaluated(session(averaging="halfhour", sample_minutes=30.0), recording(4000))
    assert [block.complete for block in found.blocks] == [True, True, False]


def test_that_a_unit_that_is_no_concentration_is_refused():
    with pytest.raises(UnitUnfitError):
        evaluated(session(channel("dust", "m/s")), recording(60))


def test_that_oxygen_known_for_a_part_is_the_mean_of_that_part():
    record = recording(60, o2=15.0)
    record["o2"] = part(record["o2"], np.s_[30:])
    assert evaluated(session(), record).samples[0].conditions.o2_pct == 15.0


def test_that_stale_conditions_convert_nothing():
    record = recording(60)
    record["t_gas"] = part(record["t_gas"], np.s_[:10])
    found = evaluated(session(), record)
    assert np.isfinite(found.normalised[:12]).all()  # up to two periods old
    assert np.isnan(found.normalised[12:]).all()


def test_that_saturated_readings_never_enter():
    dust = np.full(70, 6.1)
    dust[20:30] = 50.0
    found = evaluated(session(), recording(70, dust))
    assert found.samples[0].mean_raw == pytest.approx(6.1)
    assert found.samples[0].capture_pct == pytest.approx(100 * 60 / 70)
    assert found.raw[25] == 50.0  # still shown


def test_that_excluded_time_never_enters_and_prolongs_the_sample():
    dust = np.full(80, 6.1)
    dust[20:40] = 40.0
    purge = Exclusion(start=iso_of(START + 20), end=iso_of(START + 40), reason="purge")
    found = evaluated(session(exclusions=[purge]), recording(80, dust))
    assert found.samples[0].mean_raw == pytest.approx(6.1)
    assert found.samples[0].end == iso_of(START + 80)


def test_that_a_gap_is_found_and_in_no_mean():
    record = recording(100)
    keep = np.r_[0:30, 60:100]
    record["dust"] = part(record["dust"], keep)
    found = evaluated(session(), record)
    assert found.gaps == ((START + 30, START + 60),)
    assert found.samples[0].capture_pct == pytest.approx(100 * 60 / 90)


def test_that_readings_that_never_began_or_stopped_are_gaps_too():
    record = recording(60)
    late = {name: part(own, np.s_[20:]) for name, own in record.items()}
    found = evaluated(session(), late, until=START + 90)
    assert found.gaps == ((START, START + 20), (START + 60, START + 90))
    never = evaluate(session(), basis("eu-dry"), {}, START + 30)
    assert never.gaps == ((START, START + 30),)


def test_that_the_running_sample_is_not_among_the_complete():
    found = evaluated(session(), recording(90))
    assert len(found.samples) == 1
    assert found.running.good_s == pytest.approx(30)
    assert found.sample(found.running).mean > 0


def test_that_uncertainty_adds_instrument_sampling_and_conditions():
    plain = evaluated(session(channel("dust", "mg/m3")), recording(60)).samples[0]
    assert plain.uncertainty / plain.mean == pytest.approx(
        math.hypot(2.0 / 355.45, 0.3 / 91.8), rel=1e-6
    )
    main = channel("dust", "mg/m3", u_pct=10.0, u_abs=0.061)
    full = evaluated(session(main, sampling_u_pct=8.0), recording(60)).samples[0]
    parts = (0.11, 0.08, 2.0 / 355.45, 0.3 / 91.8)
    assert full.uncertainty / full.mean == pytest.approx(math.hypot(*parts), rel=1e-6)


def test_that_nothing_recorded_is_nothing_evaluated():
    found = evaluate(session(), basis("eu-dry"), {}, START)
    assert (found.samples, found.blocks, found.gaps, found.latest()) == ((), (), (), None)
    assert len(found.rolling) == 0


@given(st.floats(0, 4e9))
def test_that_times_survive_to_the_millisecond(seconds):
    assert seconds_of(iso_of(seconds)) == pytest.approx(seconds, abs=0.00051)
