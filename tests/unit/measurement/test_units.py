"""Units of answers and levels."""

import csv
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement.errors import UnitUnfitError, UnitUnknownError
from kta_desktop.measurement.units import are_of_one_quantity, convert, parse_unit
from kta_desktop.paths import RESOURCES


def rows():
    with (RESOURCES / "reference" / "units.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["pint"] and row["factor_to_si"]]


def test_that_every_unit_of_the_table_agrees_with_its_factor():
    by_quantity = {}
    for row in rows():
        if row["quantity"] != "temperature":
            by_quantity.setdefault((row["quantity"], row["si_unit"]), []).append(row)
    assert len(by_quantity) > 20
    for group in by_quantity.values():
        first = group[0]
        for row in group[1:]:
            found = convert(Decimal(1), row["id"], first["id"])
            expected = float(row["factor_to_si"]) / float(first["factor_to_si"])
            assert float(found) == pytest.approx(expected), (row["id"], first["id"])


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("0.1", "mg/l", "mg/m3", "100"),
        ("1.5", "m3/t", "l/kg", "1.5"),
        ("20", "degC", "K", "293.15"),
        ("3.25", "m3/t", "m3/t raw materials", "3.25"),
        ("1", "thousand-m3/year", "m3/year", "1000"),
    ],
)
def test_that_figures_convert_exactly(value, unit, target, expected):
    assert convert(Decimal(value), unit, target) == Decimal(expected)


@given(st.decimals(-1000, 1000, places=3))
def test_that_a_unit_is_left_alone(value):
    assert convert(value, "mg/l", "mg/l") == value


@pytest.mark.parametrize(
    ("unit", "target"),
    [("m3/hl", "m3/t"), ("%", "ppm"), ("mg/Nm3", "mg/m3"), ("degC", "mg/l"), ("pH", "1")],
)
def test_that_units_of_different_quantities_do_not_convert(unit, target):
    assert not are_of_one_quantity(unit, target)
    with pytest.raises(UnitUnfitError):
        convert(Decimal(1), unit, target)


def test_that_persons_are_not_pieces():
    with pytest.raises(UnitUnfitError):
        convert(Decimal(1), "person", "pcs")


def test_that_an_unknown_unit_is_told():
    with pytest.raises(UnitUnknownError) as unknown:
        parse_unit("bucket/day")
    assert "bucket/day" in unknown.value.sentence("ru")
    assert not are_of_one_quantity("bucket", "mg/l")


def test_that_a_qualifier_is_told_from_its_unit():
    assert parse_unit("m3/t raw materials").id == "m3/t"
    assert parse_unit("m3/t raw materials").qualifier == "raw materials"
    assert parse_unit("m3/t").qualifier == ""
