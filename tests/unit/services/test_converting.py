"""A number is shown in another unit of its quantity, and only there."""

from decimal import Decimal

import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.services.converting import in_unit, shown_units


def test_that_only_units_of_the_same_quantity_are_offered():
    offered = shown_units("m3/h")
    assert {"m3/s", "l/s", "m3/d"} <= set(offered)
    assert not {"m3/h", "kg/h", "Nm3/h"} & set(offered)


@pytest.mark.parametrize("unit", [None, "no-such-unit", "m3/t raw materials"])
def test_that_nothing_is_offered_where_the_unit_says_more_than_a_unit(unit):
    assert shown_units(unit) == ()


@pytest.mark.parametrize(
    ("value", "unit", "target", "shown"),
    [
        ("1.25", "g/s", "kg/h", "4.5"),
        ("36", "m3/h", "m3/s", "0.01"),
        ("1", "m3/h", "m3/s", "0.000277778"),
        ("0", "kg", "g", "0"),
        ("123456789", "kg", "t", "123457"),
        ("20", "degC", "kg", None),
    ],
)
def test_that_a_number_is_converted_to_six_digits(value, unit, target, shown):
    found = in_unit(Answer(text=value, value=value, unit=unit), target)
    assert found == (None if shown is None else Decimal(shown))


def test_that_what_is_no_number_is_not_converted():
    assert in_unit(Answer(text="12.5.0", unit="kg"), "g") is None
    assert in_unit(Answer(text="5", value="5"), "g") is None
