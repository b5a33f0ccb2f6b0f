"""What people read: numbers, times, sizes and units."""

from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop import formatting
from kta_desktop.domain.numbers import parse_number

ALMATY = timezone(timedelta(hours=5))


@pytest.mark.parametrize(
    ("value", "lang", "shown"),
    [
        ("1234.5", "ru", "1\u202f234,5"),
        ("1234.5", "kk", "1\u202f234,5"),
        ("1234.5", "en", "1\u202f234.5"),
        ("0", "ru", "0"),
        ("12.50", "ru", "12,50"),
        ("-1234567", "ru", "−1\u202f234\u202f567"),
        ("-0.0", "ru", "0,0"),
        (118.23456789, "ru", "118,235"),
        (2.0, "ru", "2"),
        (float("nan"), "ru", "—"),
        ("12.5.0", "ru", "12.5.0"),
        (Decimal("1e30"), "ru", "1·10³⁰"),
        ("1e-21", "en", "1·10⁻²¹"),
    ],
)
def test_that_numbers_read_as_the_language_writes_them(value, lang, shown):
    assert formatting.number(value, lang) == shown


def test_that_rounding_is_asked_for_and_half_to_even():
    assert formatting.number("2.5", "ru", 0) == "2"
    assert formatting.number("10.4449", "ru", 1) == "10,4"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_that_a_shown_number_can_be_typed_back(value):
    if abs(value) < 10**15:
        assert parse_number(formatting.number(value, "ru")).value == value


def test_that_computed_figures_keep_two_digits_of_the_uncertainty():
    assert formatting.with_uncertainty(118.234, 19.33, "ru") == "118\u00a0±\u00a019"
    assert formatting.with_uncertainty(3.25111, 0.1623, "ru") == "3,25\u00a0±\u00a00,16"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(75.2625123, "75,26"), (1000.5123, "1\u202f001"), (0.0312345, "0,03123"), (0.0, "0")],
)
def test_that_a_computed_figure_of_unknown_uncertainty_claims_none(value, shown):
    assert formatting.with_uncertainty(value, 0.0, "ru") == shown


def test_that_typed_figures_are_never_rounded():
    assert formatting.with_uncertainty("3.2511", "0.1", "ru") == "3,2511\u00a0±\u00a00,1"


@pytest.mark.parametrize(
    ("lower", "upper", "shown"),
    [
        ("0.3", "3.0", "0,3–3,0"),
        (None, "10", "≤\u00a010"),
        ("90", None, "≥\u00a090"),
        (None, None, "—"),
    ],
)
def test_that_ranges_use_a_dash(lower, upper, shown):
    assert formatting.interval(lower, upper, "ru") == shown


def test_that_per_cent_is_never_torn_off():
    assert formatting.percent("68", "ru") == "68\u00a0%"


def test_that_times_are_shown_in_the_zone_that_is_given():
    iso = "2026-11-22T20:32:08.123Z"
    assert formatting.date(iso, "ru", ALMATY) == "23.11.2026"
    assert formatting.time_(iso, "ru", ALMATY) == "01:32:08"
    assert formatting.datetime_(iso, "ru", ALMATY, seconds=False) == "23.11.2026 01:32"


def test_that_the_time_of_a_camera_is_not_moved():
    assert formatting.datetime_("2026-11-22T13:58:00", "ru", ALMATY) == "22.11.2026 13:58:00"


def test_that_a_day_has_no_time_of_day():
    assert formatting.datetime_("2026-11-22", "ru", ALMATY) == "22.11.2026"


def test_that_what_is_no_time_is_shown_as_it_is():
    assert formatting.datetime_("вчера после обеда", "ru") == "вчера после обеда"


@pytest.mark.parametrize(
    ("count", "lang", "shown"),
    [
        (0, "ru", "0\u00a0Б"),
        (1023, "ru", "1\u202f023\u00a0Б"),
        (57_000_000, "ru", "54,4\u00a0МБ"),
        (57_000_000, "en", "54.4\u00a0MB"),
        (300 * 1024, "kk", "300\u00a0КБ"),
    ],
)
def test_that_sizes_read_as_in_a_file_manager(count, lang, shown):
    assert formatting.size(count, lang) == shown


@pytest.mark.parametrize(
    ("seconds", "lang", "shown"),
    [
        (14, "ru", "14\u00a0с"),
        (200, "ru", "3\u00a0мин 20\u00a0с"),
        (7500, "kk", "2\u00a0сағ 05\u00a0мин"),
        (7200, "en", "2\u00a0h"),
        (0, "ru", "0\u00a0с"),
        (-5, "ru", "0\u00a0с"),
    ],
)
def test_that_spans_name_their_two_greatest_units(seconds, lang, shown):
    assert formatting.duration(seconds, lang) == shown


def test_that_an_unknown_unit_is_shown_and_its_exponent_raised():
    assert formatting.unit("kg/m3-unknown", "ru") == "kg/m³-unknown"
    assert formatting.unit("m20", "ru") == "m20"


def test_that_no_unit_is_no_text():
    assert formatting.unit(None, "ru") == ""
    assert formatting.unit("1", "ru") == ""
    assert formatting.quantity("5", None, "ru") == "5"


@pytest.mark.parametrize("text", ["1E+999999999", "-2.50E-999999999", "1e999999999999", "9" * 500])
@pytest.mark.parametrize("digits", [None, 0, 3])
def test_that_numbers_at_the_end_of_what_can_be_written_are_shown(text, digits):
    assert formatting.number(text, "ru", digits)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2012", "2012"), ("1987", "1987"), ("81500", "81\u202f500"), ("9.5", "9,5")],
)
def test_that_a_number_that_may_be_a_year_is_not_grouped(text, shown):
    assert formatting.without_unit(text, "ru") == shown


@pytest.mark.parametrize("iso", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+05:00"])
def test_that_a_time_that_a_zone_cannot_show_is_shown_as_it_is(iso):
    for zone in (ALMATY, timezone(-timedelta(hours=5))):
        assert iso[:4] in formatting.datetime_(iso, "ru", zone)


@pytest.mark.parametrize("text", ["9" * 40 + ".5", "-1" + "0" * 500 + ".25", "1E-999999", "NaN"])
def test_that_a_worked_out_number_of_any_length_keeps_what_counts(text):
    shown = formatting.significant(Decimal(text))
    assert shown.is_nan() or shown == Decimal(text)
