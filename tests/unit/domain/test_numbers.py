"""Typed numbers mean one thing, or are asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.numbers import parse_number, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("12 345 678", "12345678"),
        (" 7 ", "7"),
        ("−3", "-3"),
        ("0,250", "0.250"),
        ("1.234", "1.234"),
        ("1e3", "1000"),
        (",5", "0.5"),
    ],
)
def test_that_one_reading_is_taken(text, value):
    parsed = parse_number(text)
    assert parsed.value == Decimal(value)
    assert not parsed.is_ambiguous


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,234", ("1.234", "1234")),
        ("1.234,5", ("1234.5", "12345")),
        ("1,234.5", ("1234.5", "12345")),
        ("1.234.567", ("1234567",)),
    ],
)
def test_that_two_readings_are_asked_and_never_guessed(text, readings):
    parsed = parse_number(text)
    assert parsed.value is None
    assert parsed.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize("text", ["", "12.5.0", "abc", "1 23", "--1", "1,2,3", "nan", "inf", "½"])
def test_that_what_is_no_number_has_no_value(text):
    parsed = parse_number(text)
    assert (parsed.value, parsed.readings) == (None, ())


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4
    )
)
def test_that_a_number_written_with_a_comma_or_a_point_is_the_same(number):
    text = plain(number)
    assert parse_number(text).value == number
    assert number in (
        *parse_number(text.replace(".", ",")).readings,
        parse_number(text.replace(".", ",")).value,
    )


@given(st.text(max_size=60))
def test_that_any_text_gets_an_answer(text):
    parsed = parse_number(text)
    assert parsed.value is None or not parsed.readings
