"""БИН and ИИН are recognised by their check digit, their kind and their date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.identity import NumberFault, NumberKind, check_number

VALID = ("950440001346", "250340000107", "250340000010", "250340012341", "250340123452")


@pytest.mark.parametrize("number", [*VALID, "250340000120"])
def test_that_known_numbers_of_organisations_are_valid(number):
    check = check_number(number)
    assert (check.valid, check.kind, check.fault) == (True, NumberKind.BIN, None)


@pytest.mark.parametrize("number", VALID)
@given(step=st.integers(1, 9))
def test_that_any_other_last_digit_is_a_wrong_check_digit(number, step):
    other = number[:-1] + str((int(number[-1]) + step) % 10)
    assert check_number(other).fault is NumberFault.CHECK_DIGIT


def test_that_spaces_and_hyphens_are_not_part_of_the_number():
    assert check_number(" 9504 4000-1346 ").number == "950440001346"
    assert check_number("9504 4000 1346").valid


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("95044000134", NumberFault.LENGTH),
        ("", NumberFault.NOT_DIGITS),
        ("95044000134б", NumberFault.NOT_DIGITS),
        ("٩٥٠٤٤٠٠٠١٣٤٦", NumberFault.NOT_DIGITS),
        ("951340001346", NumberFault.DATE),
        ("950480001346", NumberFault.KIND),
    ],
)
def test_that_the_first_fault_is_named(text, fault):
    assert check_number(text).fault is fault


def test_that_a_number_whose_two_sums_leave_ten_is_never_given_out():
    # serials are tried until both weighted sums leave 10
    for serial in range(100_000):
        base = f"250340{serial:05d}"
        checks = {check_number(base + str(digit)).fault for digit in range(10)}
        if NumberFault.UNUSED in checks:
            assert checks == {NumberFault.UNUSED}
            return
    pytest.fail("no such serial")


def test_that_a_person_is_told_from_an_organisation_by_the_day_of_birth():
    assert check_number("800101300007").kind is NumberKind.IIN
    assert check_number("803901300007").fault is NumberFault.DATE


@given(st.text(max_size=30))
def test_that_any_text_gets_an_answer(text):
    check = check_number(text)
    assert check.valid is (check.fault is None)
