"""Claims about numbers typed in another layout."""

import pytest

from kta_desktop.domain.numbering import latin


@pytest.mark.parametrize(
    ("typed", "number"),
    [("В4", "B4"), ("Г12", "G12"), ("с2.1", "C2.1"), ("Ф", "F"), ("8.3", "8.3")],
)
def test_that_a_number_is_known_in_any_layout(typed, number):
    assert latin(typed) == latin(number)


def test_that_letters_of_sections_stay_apart():
    assert len({latin(letter) for letter in "ABCDEFGHIJKLMNOPQ"}) == 17
