"""Which conditions a figure needs."""

import pytest

from kta_desktop.domain.measurement import Channel
from kta_desktop.measurement.conditions import known, needed
from kta_desktop.measurement.reference import basis


@pytest.mark.parametrize(
    ("unit", "is_dry", "to", "mass_flow", "asked"),
    [
        ("mg/m3", False, "eu-dry", False, "t_gas pressure moisture"),
        ("mg/m3", False, "eu-dry-o2-8", False, "t_gas pressure moisture o2"),
        ("ppm", True, "eu-dry", False, ""),
        ("ppm", True, "eu-dry-o2-8", False, "o2"),
        ("ppm", False, "kz-dry", False, "moisture"),
        ("ppm", True, "eu-dry", True, "t_gas pressure moisture velocity"),
        ("mg/m3", False, "eu-wet", False, "t_gas pressure"),
    ],
)
def test_that_only_what_the_figure_rests_on_is_asked(unit, is_dry, to, mass_flow, asked):
    channel = Channel(id="x", label={}, unit=unit, is_dry=is_dry)
    assert needed(channel, basis(to), mass_flow=mass_flow) == tuple(asked.split())


def test_that_static_and_barometric_pressure_are_the_absolute_one_only_together():
    assert "pressure" in known(["p_static"], ["p_baro"])
    assert "pressure" not in known(["p_static"], [])
