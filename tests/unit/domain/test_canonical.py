"""Texts that may be stored, and those that may not."""

import pytest

from kta_desktop.domain.canonical import LONGEST_TEXT, unfit_text


@pytest.mark.parametrize("value", [None, 1, "ә" * LONGEST_TEXT, {"a": ["b", {"c": "d"}]}])
def test_that_ordinary_values_are_fit(value):
    assert unfit_text(value) is None


@pytest.mark.parametrize("text", ["a" * (LONGEST_TEXT + 1), "half \ud83d pair"])
def test_that_an_unfit_text_is_found_wherever_it_stands(text):
    for value in (text, [1, text], {"a": {"b": text}}, {text: 1}):
        assert unfit_text(value) == text
