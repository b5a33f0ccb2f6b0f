"""Numbers, times, zones and headings of logger files, each for itself."""

import math

import numpy as np
import pytest

from kta_desktop.domain.flag import Flag
from kta_desktop.measurement.loggers import names, zones
from kta_desktop.measurement.loggers.many_moments import clocks, stamps
from kta_desktop.measurement.loggers.model import ABSENT, NumberForm, Order
from kta_desktop.measurement.loggers.moments import stamp
from kta_desktop.measurement.loggers.numerals import numbers, reading
from kta_desktop.measurement.loggers.repeating import Spreading, regular
from kta_desktop.measurement.loggers.sheet_values import Styles, text_of

POINT, COMMA = NumberForm("."), NumberForm(",")


@pytest.mark.parametrize(
    ("text", "form", "value"),
    [
        ("12.5", POINT, 12.5),
        ("12,5", COMMA, 12.5),
        ("12,5", POINT, 12.5),
        ("12.5", COMMA, 12.5),
        ("1 234,5", COMMA, 1234.5),
        ("1\u202f234,5", COMMA, 1234.5),
        ("1'234.5", POINT, 1234.5),
        ("1,234.5", NumberForm(".", ","), 1234.5),
        ("1.234,5", NumberForm(",", "."), 1234.5),
        ("1,234", NumberForm(".", ","), 1234.0),
        ("1.234.567", COMMA, 1234567.0),
        ("0,125", POINT, 0.125),
        (",5", COMMA, 0.5),
        ("−3,5", COMMA, -3.5),
        ("+7", POINT, 7.0),
        ("1,5E-3", COMMA, 0.0015),
    ],
)
def test_that_a_number_is_read_in_the_way_of_its_file(text, form, value):
    assert reading(text, form) == (value, Flag.GOOD, "number")
    assert numbers([text, text], form).values.tolist() == [value, value]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1.234", COMMA),  # thousands or decimals: nothing says which
        ("1,234", POINT),
        ("1,2,3", COMMA),
        ("12 13", POINT),
        ("1_000", POINT),
        ("abc", POINT),
        ("²", POINT),
        ("9" * 5000, POINT),
    ],
)
def test_that_what_may_be_two_numbers_or_none_is_not_read(text, form):
    found = numbers([text], form)
    assert found.flags.tolist() == [ABSENT]
    assert found.unread == [0]


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("OL", Flag.SATURATED),
        (">>>>", Flag.SATURATED),
        ("1e999", Flag.IMPOSSIBLE),
        ("-inf", Flag.IMPOSSIBLE),
        ("Cal", Flag.CALIBRATION),
        ("продувка", Flag.PURGE),
        ("---", ABSENT),
        ("", ABSENT),
        ("-999", ABSENT),
        ("-9999,9", ABSENT),
        ("****", ABSENT),
    ],
)
def test_that_words_and_marks_in_place_of_numbers_have_their_worth(text, flag):
    found = numbers([text, "1,5"], COMMA)
    assert found.flags.tolist() == [flag, Flag.GOOD]
    assert math.isnan(found.values[0])
    assert found.unread == []


def test_that_ends_of_a_range_are_read_as_what_they_name():
    assert reading("<0,1", COMMA) == (0.1, Flag.GOOD, "below")
    assert reading("> 500", COMMA) == (500.0, Flag.SATURATED, "number")


def test_that_words_of_a_person_stand_for_no_reading_too():
    form = NumberForm(".", "", frozenset({"нет пробы", "777"}))
    assert reading("Нет пробы", form)[2] == "missing"
    assert reading("777", form)[2] == "missing"


MOMENT = 1_773_309_600.0 - 3600 * 10  # 2026-03-12 00:00 counted as if it were UTC


@pytest.mark.parametrize(
    ("text", "order", "hours"),
    [
        ("12.03.2026 10:00:00", Order.DMY, 10),
        ("12.03.26 10:00", Order.DMY, 10),
        ("03/12/2026 01:30:00 PM", Order.MDY, 13.5),
        ("3/12/2026 12:00 am", Order.MDY, 0),
        ("2026-03-12T10:00:00.500", Order.DMY, 10 + 0.5 / 3600),
        ("20260312 100000", Order.DMY, 10),
        ("26/03/12 10:00", Order.YMD, 10),
        ("12-Mar-2026 10:00:00", Order.MDY, 10),
        ("12 марта 2026 г. 10:00", Order.DMY, 10),
        ("Чт, 12.03.2026 10:00", Order.DMY, 10),
        ("12.03.2026 24:00", Order.DMY, 24),
        ("12.03.2026 10:00 - 10:30", Order.DMY, 10),
    ],
)
def test_that_a_time_is_read_however_it_is_written(text, order, hours):
    found = stamp(text, order)
    assert found is not None
    assert found.seconds == pytest.approx(MOMENT + hours * 3600)
    many, _ = stamps([text] * 40, order)
    assert many.tolist() == [found.seconds] * 40


@pytest.mark.parametrize(
    "text", ["31.02.2026 10:00", "12.03.2026 25:00", "12.03.2026 10:61", "00.01.2026 10:00", "12"]
)
def test_that_there_is_no_such_time(text):
    assert stamp(text, Order.DMY) is None
    assert np.isnan(stamps([text] * 40, Order.DMY)[0]).all()


def test_that_one_odd_cell_among_many_is_read_for_itself():
    cells = ["12.03.2026 10:00:00"] * 40
    cells[7], cells[9] = "12.03.2026 1x:00:00", "2026-03-12 10:00:00"
    found, _ = stamps(cells, Order.DMY)
    assert math.isnan(found[7])
    assert set(np.delete(found, 7).tolist()) == {MOMENT + 36_000}


def test_that_a_zone_in_the_cell_is_kept():
    _, offsets = stamps(["2026-03-12T10:00:00+05:00", "2026-03-12T10:00:00Z"], Order.DMY)
    assert offsets.tolist() == [18_000, 0]
    assert clocks(["10:00:00"])[0].tolist() == [36_000]


def test_that_almaty_changed_its_zone_in_march_2024():
    clock = zones.Clock("Asia/Almaty")
    local = np.array(
        [stamp(f"{day} 12:00", Order.DMY).seconds for day in ("28.02.2024", "02.03.2024")]
    )
    assert (local - clock.to_utc(local)).tolist() == [6 * 3600, 5 * 3600]


def seconds(*texts):
    return np.array([stamp(f"25.10.2026 {text}", Order.DMY).seconds for text in texts])


@pytest.mark.parametrize("cut", [0, 2, 3, 4, 5])
def test_that_the_hour_that_comes_twice_is_told_apart_by_the_jump_back(cut):
    local = seconds("01:30", "02:00", "02:30", "02:00", "02:30", "03:00")
    clock = zones.Clock("Europe/Berlin")
    found = np.concatenate([clock.to_utc(local[:cut]), clock.to_utc(local[cut:])])
    assert np.diff(found).tolist() == [1800] * 5


def test_that_an_hour_that_is_left_out_stops_no_clock():
    clock = zones.Clock("Europe/Berlin")
    local = np.array([stamp(f"29.03.2026 {t}", Order.DMY).seconds for t in ("01:59", "03:00")])
    assert np.diff(clock.to_utc(local)).tolist() == [60]


@pytest.mark.parametrize("cut", range(9))
def test_that_coarse_times_are_spread_alike_in_one_piece_and_in_two(cut):
    times = np.repeat([0.0, 60.0, 120.0], 3)
    spread_s, most = regular(times)
    assert (spread_s, most) == (20.0, 3)
    spreading = Spreading(spread_s, most)
    found = np.concatenate([spreading.spread(times[:cut]), spreading.spread(times[cut:])])
    assert found.tolist() == [20.0 * number for number in range(9)]


def test_that_single_repetitions_are_no_coarse_clock():
    assert regular(np.array([0.0, 10, 20, 20, 30, 40, 50])) == (0.0, 1)
    assert regular(np.array([5.0, 5, 5])) == (0.0, 1)
    assert regular(np.array([math.nan])) == (0.0, 1)


@pytest.mark.parametrize(
    ("text", "name", "unit", "meaning"),
    [
        ("NOx, ppm", "NOx", "ppm", "nox"),
        ("T [°C]", "T", "degC", None),
        ("Темп. газа, °С", "Темп. газа", "degC", "t_gas"),
        ("% O2", "O2", "%", "o2"),
        ("СО, мг/м³", "СО", "mg/m3", "co"),
        ("Азот оксидтері (мг/Нм³)", "Азот оксидтері", "mg/Nm3", "nox"),
        ("LAeq dB(A)", "LAeq", "dB(A)", None),
        ("Температура воздуха, °C", "Температура воздуха", "degC", None),
        ("NOx прив. к 3% O2, мг/м3", "NOx прив. к 3% O2", "mg/m3", None),
        ("Dissolved oxygen (mg/L)", "Dissolved oxygen", "mg/l", None),
        ("Скорость ветра, м/с", "Скорость ветра", "m/s", None),
        ("Velocity (ft/min)", "Velocity (ft/min)", None, None),
        ("Котёл №2 O2, %", "Котёл №2 O2", "%", "o2"),
        ("Boiler No 2 CO [ppm]", "Boiler No 2 CO", "ppm", "co"),
        ("Код НС", "Код НС", None, None),
        ("HC, ppm", "HC", "ppm", "tvoc"),
        ("NO2, мг/л", "NO2", "mg/l", None),
        ("Время со старта, с", "Время со старта", "s", None),
        ("NOx мин", "NOx мин", None, None),
        ("NOx средн.", "NOx средн.", None, "nox"),
        ("CO [mg/m³] 3% O2", "CO 3% O2", "mg/m3", None),
    ],
)
def test_that_a_heading_gives_name_unit_and_meaning(text, name, unit, meaning):
    found = names.heading(text)
    assert (found.name, found.unit) == (name, unit)
    assert names.meaning_of(found.name, found.unit) == meaning


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("46098.41666666666", "dd.mm.yyyy hh:mm:ss", "2026-03-17 10:00:00"),
        ("46098", "14", "2026-03-17"),
        ("46098", "22", "2026-03-17 00:00:00"),
        ("0.5", "hh:mm:ss", "12:00:00"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("12.5", "0.00", "12.5"),
        ("12.5", '0.0" мг/м3"', "12.5"),
        ("-1", "14", "-1"),
    ],
)
def test_that_a_cell_says_what_its_format_shows(value, code, text):
    assert text_of("n", value, "1", Styles(codes=("0", code))) == text
