"""Conversion to reference conditions, against the worked example of the domain study."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement.errors import (
    BasesDifferError,
    BasisUnknownError,
    ConditionImpossibleError,
    ConditionMissingError,
    OxygenNearAirError,
    SubstanceUnknownError,
    UnitUnfitError,
)
from kta_desktop.measurement.normalise import GasState, mass_flow, normalise
from kta_desktop.measurement.reference import EU, KZ, basis, molar_mass

NOX = molar_mass("NO2")
DRYER = GasState(temperature_c=82.3, pressure_kpa=91.8, moisture_pct=11.2)
KILN = GasState(temperature_c=140.0, pressure_kpa=99.1, moisture_pct=9.0, o2_pct=10.4)
gases = st.builds(
    GasState,
    temperature_c=st.floats(-30, 900),
    pressure_kpa=st.floats(70, 120),
    moisture_pct=st.floats(0, 60),
    o2_pct=st.floats(0, 19.5),
)


def nox(target, **more):
    return normalise(250, "ppm", KILN, basis(target), wet=False, molar_mass=NOX, **more)


@pytest.mark.parametrize(
    ("target", "expected"),
    [(EU, 513.1), (KZ, 478.1), ("eu-dry-o2-8", 629.3), ("kz-dry-o2-8", 586.4)],
)
def test_that_the_worked_example_comes_out(target, expected):
    assert nox(target).value == pytest.approx(expected, abs=0.05)


def test_that_the_oxygen_of_air_is_a_matter_of_the_basis():
    from dataclasses import replace

    analyser = replace(basis("eu-dry-o2-8"), o2_air_pct=20.9)
    found = normalise(250, "ppm", KILN, analyser, wet=False, molar_mass=NOX)
    assert found.value == pytest.approx(630.4, abs=0.05)


@pytest.mark.parametrize(("target", "expected"), [(EU, 7.357), (KZ, 7.896)])
def test_that_a_flow_goes_against_the_concentration(target, expected):
    flow = normalise(12.5, "m3/s", KILN, basis(target), wet=True)
    assert flow.value == pytest.approx(expected, abs=0.0005)
    assert mass_flow(nox(target), flow).value == pytest.approx(3.775, abs=0.0005)
    hourly = normalise(45000, "m3/h", KILN, basis(target), wet=True)
    assert hourly.value == pytest.approx(flow.value)


def test_that_every_step_tells_its_numbers():
    found = normalise(6.1, "mg/m3", DRYER, basis(EU), wet=True)
    assert [step.formula for step in found.steps] == [
        "6.1",
        "6.1 · 355.45 ÷ 273.15",
        "7.93793 · 101.3 ÷ 91.8",
        "8.75939 ÷ (1 − 0.112)",
    ]
    assert [step.kind for step in found.steps] == ["start", "temperature", "pressure", "dry"]
    assert found.steps[-1].value == found.value == pytest.approx(9.864, abs=0.001)
    assert found.steps[-1].unit == found.unit == "mg/Nm3"


@given(value=st.floats(1e-3, 1e6), gas=gases)
def test_that_eu_and_kz_lead_back_to_each_other(value, gas):
    there = normalise(value, "mg/Nm3", gas, basis(KZ), wet=False, from_basis=basis(EU))
    back = normalise(there.value, "mg/Nm3", gas, basis(EU), wet=False, from_basis=basis(KZ))
    assert back.value == pytest.approx(value)
    assert value / there.value == pytest.approx(293.15 / 273.15)


@given(value=st.floats(1e-3, 1e6), volume=st.floats(1e-3, 1e4), gas=gases)
def test_that_the_mass_flow_is_the_same_at_any_conditions(value, volume, gas):
    flows = []
    for target in (EU, KZ, "eu-dry-o2-8", "kz-dry-o2-15", "eu-wet", "kz-wet-o2-3"):
        there = basis(target)
        concentration = normalise(value, "mg/m3", gas, there, wet=True)
        flows.append(
            mass_flow(concentration, normalise(volume, "m3/s", gas, there, wet=True)).value
        )
    assert flows == pytest.approx([value * volume / 1000] * len(flows))


@given(value=st.floats(1e-3, 1e6), gas=gases)
def test_that_reference_oxygen_can_be_changed_without_knowing_the_measured(value, gas):
    direct = normalise(value, "mg/m3", gas, basis("eu-dry-o2-3"), wet=True)
    first = normalise(value, "mg/m3", gas, basis("eu-dry-o2-15"), wet=True)
    second = normalise(
        first.value,
        "mg/Nm3",
        GasState(),
        basis("eu-dry-o2-3"),
        wet=False,
        from_basis=basis("eu-dry-o2-15"),
    )
    assert second.value == pytest.approx(direct.value)


@pytest.mark.parametrize("unit", ["ug/m3", "g/m3", "ng/m3"])
def test_that_other_masses_are_the_same_figure(unit):
    factor = {"ug": 1e3, "g": 1e-3, "ng": 1e6, "kg": 1e-6}[unit.partition("/")[0]]
    other = normalise(6.1 * factor, unit, DRYER, basis(EU), wet=True)
    assert other.value == pytest.approx(normalise(6.1, "mg/m3", DRYER, basis(EU), wet=True).value)


@pytest.mark.parametrize("o2", [20.01, 20.5, 20.9, 21.0, 21.5])
def test_that_oxygen_near_that_of_air_is_refused(o2):
    gas = GasState(temperature_c=100, pressure_kpa=100, moisture_pct=5, o2_pct=o2)
    with pytest.raises(OxygenNearAirError) as refused:
        normalise(10, "mg/m3", gas, basis("eu-dry-o2-8"), wet=True)
    assert refused.value.code == "oxygen-near-air"
    assert f"{o2:g}" in refused.value.sentence("en")
    assert normalise(10, "mg/m3", gas, basis(EU), wet=True).value > 0


def test_that_the_ceramics_reference_of_18_percent_still_works_near_it():
    gas = GasState(temperature_c=100, pressure_kpa=100, moisture_pct=5, o2_pct=19.5)
    assert normalise(10, "mg/m3", gas, basis("eu-dry-o2-18"), wet=True).value > 0


@pytest.mark.parametrize(
    ("gas", "quantity"),
    [
        (GasState(pressure_kpa=100, moisture_pct=5), "temperature"),
        (GasState(temperature_c=20, moisture_pct=5), "pressure"),
        (GasState(temperature_c=20, pressure_kpa=100), "moisture"),
        (GasState(temperature_c=20, pressure_kpa=100, moisture_pct=math.nan), "moisture"),
        (GasState(temperature_c=20, pressure_kpa=100, moisture_pct=5), "oxygen"),
    ],
)
def test_that_a_missing_condition_is_named(gas, quantity):
    with pytest.raises(ConditionMissingError) as missing:
        normalise(10, "mg/m3", gas, basis("eu-dry-o2-8"), wet=True)
    assert missing.value.details["quantity"] == quantity
    assert quantity not in missing.value.sentence("ru")


@pytest.mark.parametrize(
    "gas",
    [
        GasState(temperature_c=-300, pressure_kpa=100, moisture_pct=5, o2_pct=5),
        GasState(temperature_c=20, pressure_kpa=0, moisture_pct=5, o2_pct=5),
        GasState(temperature_c=20, pressure_kpa=100, moisture_pct=100, o2_pct=5),
        GasState(temperature_c=20, pressure_kpa=100, moisture_pct=-1, o2_pct=5),
        GasState(temperature_c=20, pressure_kpa=100, moisture_pct=5, o2_pct=-0.1),
    ],
)
def test_that_impossible_conditions_are_refused(gas):
    with pytest.raises(ConditionImpossibleError):
        normalise(10, "mg/m3", gas, basis("eu-dry-o2-8"), wet=True)


def test_that_what_is_no_gas_figure_is_refused():
    with pytest.raises(UnitUnfitError):
        normalise(10, "kWh", DRYER, basis(EU), wet=True)
    with pytest.raises(SubstanceUnknownError):
        normalise(10, "ppm", DRYER, basis(EU), wet=False)
    with pytest.raises(BasisUnknownError):
        normalise(10, "mg/Nm3", DRYER, basis(EU), wet=False)
    with pytest.raises(BasisUnknownError):
        basis("mars-dry")
    with pytest.raises(SubstanceUnknownError):
        molar_mass("dust")


def test_that_concentration_and_flow_at_different_conditions_make_no_mass_flow():
    flow = normalise(12.5, "m3/s", KILN, basis(KZ), wet=True)
    with pytest.raises(BasesDifferError):
        mass_flow(nox(EU), flow)


def test_that_relative_uncertainty_is_carried_and_grows_with_what_is_uncertain():
    assert nox(EU, u_rel=0.1).u_rel == pytest.approx(0.1)
    assert nox(EU, u_rel=0.1).uncertainty == pytest.approx(51.31, abs=0.01)
    gas = GasState(
        temperature_c=82.3,
        pressure_kpa=91.8,
        moisture_pct=11.2,
        o2_pct=15.0,
        u_temperature=3.5545,
        u_pressure=0.918,
        u_moisture=0.888,
        u_o2=0.06,
    )
    found = normalise(6.1, "mg/m3", gas, basis("eu-dry-o2-3"), wet=True, u_rel=0.1)
    assert found.u_rel == pytest.approx(math.sqrt(0.1**2 + 4 * 0.01**2))


def test_that_a_share_in_wet_gas_is_dried():
    gas = GasState(moisture_pct=10.0)
    wet = normalise(100, "ppm", gas, basis(EU), wet=True, molar_mass=28.01)
    dry = normalise(100, "ppm", gas, basis(EU), wet=False, molar_mass=28.01)
    assert wet.value == pytest.approx(dry.value / 0.9)
    assert normalise(
        0.01, "vol%", gas, basis(EU), wet=False, molar_mass=28.01
    ).value == pytest.approx(dry.value)


def test_that_conditions_of_a_pack_are_found_beside_ours():
    own = {"bases": [{"id": "wet16", "gas": "wet", "T_K": 273.15, "p_kPa": 101.3, "o2_pct": 16}]}
    found = basis("wet16", own)
    assert (found.dry, found.o2_ref_pct, found.temperature_k) == (False, 16.0, 273.15)
