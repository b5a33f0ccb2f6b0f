"""Claims about sections by their numbers, as people write them."""

import pytest

from kta_desktop.domain.definition import Definition, Section, Text
from kta_desktop.services.section_numbers import numbers_of, sections_named

DEFINITION = Definition(
    pack="p", version="1", title=Text(ru="т"),
    sections=tuple(
        Section(name=f"s_{number.lower()}", number=number, label=Text(ru=number))
        for number in ("A", "B", "C", "D", "1", "2", "3")
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A", ("s_a",)),
        ("a-c", ("s_a", "s_b", "s_c")),
        ("А – С, 2", ("s_a", "s_b", "s_c", "s_2")),
        ("D–2", ("s_d", "s_1", "s_2")),
        ("Д, в", ("s_b", "s_d")),
        ("3;1 2", ("s_1", "s_2", "s_3")),
        ("C-A", ("s_a", "s_b", "s_c")),
        ("", ()),
    ],
)
def test_that_numbers_and_ranges_are_understood_in_either_alphabet(text, names):
    assert sections_named(text, DEFINITION) == (names, ())


@pytest.mark.parametrize("text", ["Z", "1-9", "A-B-C", "12"])
def test_that_what_is_no_section_is_named(text):
    assert sections_named(text, DEFINITION) == ((), (text,))


def test_that_three_in_a_row_are_a_range_and_two_are_not():
    assert numbers_of(["s_a", "s_b", "s_c", "s_1", "s_2"], DEFINITION) == "A–C, 1, 2"
    assert numbers_of([], DEFINITION) == ""
