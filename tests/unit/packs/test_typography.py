"""Claims about how the words of a pack are set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.packs.typography import capital, row_set_well, set_well


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Пыль, CO2 и SO2 печи", "Пыль, CO₂ и SO₂ печи"),
        ("мг/Нм3, м3/т, 4 м3", "мг/Нм³, м³/т, 4 м³"),
        ("для стекла - сваренная масса", "для стекла — сваренная масса"),
        ("на 90-99 % при 0,5-1,5", "на 90–99 % при 0,5–1,5"),
        ("Граница 1300 C.", "Граница 1300 °C."),
        ("60 C-та", "60 °C-та"),
    ],
)
def test_that_what_a_keyboard_has_is_set_as_it_is_printed(typed, shown):
    assert set_well(typed, "ru") == shown


@pytest.mark.parametrize(
    "text", ["7697-37-2", "ISO 14001-2015 и 2019/2031", "ИТС 4-2", "FeO2x", "см3000", "NOx", "-5 C"]
)
def test_that_numbers_of_other_things_stay(text):
    assert set_well(text, "ru") == text


@given(st.text(alphabet="CO2SNH м3Нм-–—0123456789,. °абв", max_size=30))
def test_that_what_is_set_well_stays(text):
    once = set_well(text, "ru")
    assert set_well(once, "ru") == once


def test_that_only_texts_of_languages_are_touched():
    row = {"name": "co2", "calculation": "${a} - ${b}", "label": {"ru": "CO2", "en": "a - b"}}
    assert row_set_well(row) == {**row, "label": {"ru": "CO₂", "en": "a – b"}}


def test_that_an_option_begins_with_a_capital():
    assert [capital(text) for text in ("да", "pH", "", "СНКВ")] == ["Да", "pH", "", "СНКВ"]
