"""Flows, masses, specific loads: the worked examples of the domain study and of the pack file."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.measurement import cautions, flows
from kta_desktop.measurement.errors import (
    BasesDifferError,
    ConditionImpossibleError,
    UnitUnfitError,
)
from kta_desktop.measurement.normalise import (
    Figure,
    GasState,
    at_basis,
    dry_oxygen,
    mass_flow,
    normalise,
    to_actual,
    to_share,
)
from kta_desktop.measurement.reference import EU, KZ, basis, molar_mass
from kta_desktop.measurement.steps import RULES
from kta_desktop.services.converting_gas import rules

NO2 = molar_mass("NO2")
DUCT_GAS = GasState(temperature_c=140.0, pressure_kpa=99.1, moisture_pct=9.0, o2_pct=10.4)
gases = st.builds(
    GasState,
    temperature_c=st.floats(-30, 900),
    pressure_kpa=st.floats(70, 120),
    moisture_pct=st.floats(0, 60),
    o2_pct=st.floats(0, 19.5),
    u_temperature=st.floats(0, 20),
    u_pressure=st.floats(0, 5),
    u_moisture=st.floats(0, 5),
    u_o2=st.floats(0, 0.5),
)


def at_eu(value, unit, gas=DUCT_GAS, o2_ref=None, **more):
    return normalise(value, unit, gas, replace(basis(EU), o2_ref_pct=o2_ref), **more)


def nox(target, value=250):
    return normalise(value, "ppm", DUCT_GAS, basis(target), wet=False, molar_mass=NO2)


def flow_of(target):
    return normalise(12.5, "m3/s", DUCT_GAS, basis(target), wet=True)


@pytest.mark.parametrize(
    ("em", "om", "reference", "printed"), [(640.0, 10.4, 8.0, "784.9"), (6.5, 16.2, 18, "4.06")]
)
def test_that_f_o2_comes_out(em, om, reference, printed):
    gas = GasState(o2_pct=om)
    found = at_eu(em, "mg/Nm3", gas, reference, wet=False, from_basis=basis(EU))
    assert f"{found.value:.{len(printed.partition('.')[2])}f}" == printed
    assert found.steps[-1].rule == "F-O2"


def test_that_f_ppm_f_dry_and_f_norm_come_out():
    assert f"{nox(EU, 312.0).value:.1f}" == "640.4"
    wet = replace(basis(EU), dry=False)
    gas = GasState(moisture_pct=14.0)
    dried = normalise(520.0, "mg/Nm3", gas, basis(EU), wet=True, from_basis=wet)
    assert f"{dried.value:.1f}" == "604.7"
    hot = GasState(temperature_c=235.0, pressure_kpa=95.2)
    assert f"{at_eu(210.0, 'mg/m3', hot, wet=False).value:.1f}" == "415.7"


@pytest.mark.parametrize(
    ("substance", "factor"),
    [("NO2", 2.053), ("NO", 1.339), ("SO2", 2.858), ("CO", 1.250), ("HCl", 1.627), ("HF", 0.893),
     ("NH3", 0.760), ("H2S", 1.520)],
)  # fmt: skip
def test_that_a_share_of_one_ppm_weighs_what_the_pack_says(substance, factor):
    found = at_eu(1, "ppm", wet=False, molar_mass=molar_mass(substance))
    assert round(found.value, 3) == factor


def test_that_f_kgt_is_the_same_at_both_oxygen_contents():
    per_hour = {"Q": 21500.0, "at_8": 17531.0}
    gas = GasState(o2_pct=10.4)
    concentration = at_eu(640.0, "mg/Nm3", gas, wet=False, from_basis=basis(EU))
    flow = at_eu(per_hour["Q"], "Nm3/h", gas, wet=False, from_basis=basis(EU))
    load = flows.specific_load(mass_flow(concentration, flow), 300 / 24)
    assert f"{load.value:.3f}" == "1.101"
    assert (load.unit, load.steps[-1].rule) == ("kg/t", "F-KGT")
    at_8 = [
        at_eu(value, unit, gas, 8.0, wet=False, from_basis=basis(EU))
        for value, unit in ((640.0, "mg/Nm3"), (per_hour["Q"], "Nm3/h"))
    ]
    assert round(at_8[1].value * 3600) == per_hour["at_8"]
    assert flows.specific_load(mass_flow(*at_8), 12.5).value == pytest.approx(load.value)


@pytest.mark.parametrize(("target", "printed"), [(EU, "7.357"), (KZ, "7.896")])
def test_that_grams_a_second_and_tonnes_come_out_from_either_basis(target, printed):
    assert f"{flow_of(target).value:.3f}" == printed
    carried = mass_flow(nox(target), flow_of(target))
    assert f"{carried.value:.3f}" == "3.775"
    tonnes = flows.mass_over(carried, 330 * 24)
    assert (f"{tonnes.value:.1f}", tonnes.unit) == ("107.6", "t")
    assert flows.in_unit(carried, "kg/h").value == pytest.approx(carried.value * 3.6)


def test_that_a_velocity_and_a_duct_make_a_flow():
    round_ = flows.duct_flow(10.0, flows.Duct(diameter_m=0.8), 0.5)
    assert round_.value == pytest.approx(10 * math.pi * 0.16)
    assert round_.uncertainty == pytest.approx(0.05 * round_.value)
    assert round_.steps[-1].formula == "10 · π · 0.8² ÷ 4"
    flat = flows.duct_flow(10.0, flows.Duct(width_m=0.5, height_m=1.2))
    assert flat.value == pytest.approx(6.0)


@pytest.mark.parametrize(
    ("velocity", "duct"),
    [
        (-1.0, flows.Duct(diameter_m=1.0)),
        (math.nan, flows.Duct(diameter_m=1.0)),
        (1.0, flows.Duct(diameter_m=0.0)),
        (1.0, flows.Duct(width_m=1.0)),
        (1.0, flows.Duct()),
    ],
)
def test_that_a_duct_without_a_section_is_refused(velocity, duct):
    with pytest.raises(ConditionImpossibleError):
        flows.duct_flow(velocity, duct)


def test_that_mixing_weighs_by_flow_and_keeps_the_mass():
    furnace = (nox(EU), flow_of(EU))
    air = (nox(EU, 0.0), flow_of(EU))
    both = flows.mixed([furnace, air])
    assert both.value == pytest.approx(nox(EU).value / 2)
    assert both.steps[-1].rule == "F-MIX"
    with pytest.raises(BasesDifferError):
        flows.mixed([furnace, (nox(KZ), flow_of(KZ))])
    still = replace(flow_of(EU), value=0.0)
    with pytest.raises(ConditionImpossibleError):
        flows.mixed([(nox(EU), still)])


def test_that_the_mean_of_three_samples_keeps_their_uncertainty():
    three = [replace(nox(EU, value), parts={"figure": 6.0}) for value in (240, 250, 260)]
    mean = flows.mean_of(three)
    assert mean.value == pytest.approx(nox(EU).value)
    assert mean.uncertainty == pytest.approx(6.0)
    assert mean.steps[-1].formula.endswith("÷ 3")
    with pytest.raises(BasesDifferError):
        flows.mean_of([nox(EU), nox(KZ)])


def test_that_half_a_detection_limit_counts_for_a_load():
    assert flows.for_load(nox(EU)).value == pytest.approx(nox(EU).value / 2)


def test_that_no_is_counted_as_no2():
    no = at_eu(100, "mg/Nm3", wet=False, from_basis=basis(EU))
    counted = flows.counted_as(no, molar_mass("NO"), NO2)
    assert counted.value == pytest.approx(153.3, abs=0.05)


def test_that_masses_come_of_mass_flows_alone():
    for refused in (flows.mass_over, flows.specific_load):
        with pytest.raises(UnitUnfitError):
            refused(nox(EU), 1.0)
    carried = mass_flow(nox(EU), flow_of(EU))
    with pytest.raises(ConditionImpossibleError):
        flows.specific_load(carried, 0.0)
    with pytest.raises(ConditionImpossibleError):
        flows.mass_over(carried, -1.0)


def test_that_a_wet_probe_tells_the_oxygen_of_dry_gas():
    assert dry_oxygen(9.0, 10.0) == pytest.approx(10.0)
    with pytest.raises(ConditionImpossibleError):
        dry_oxygen(60.0, 50.0)


@given(value=st.floats(1e-3, 1e6), volume=st.floats(1e-3, 1e4), gas=gases, share=st.floats(0, 0.3))
def test_that_the_mass_flow_and_its_uncertainty_are_the_same_at_any_conditions(
    value, volume, gas, share
):
    found = []
    for target in (EU, KZ, "eu-dry-o2-8", "kz-dry-o2-15", "eu-wet", "kz-wet-o2-3"):
        there = basis(target)
        concentration = normalise(value, "mg/m3", gas, there, wet=True, u_rel=share)
        found.append(mass_flow(concentration, normalise(volume, "m3/s", gas, there, wet=True)))
    plain = value * volume / 1000
    assert [each.value for each in found] == pytest.approx([plain] * len(found))
    assert [each.uncertainty for each in found] == pytest.approx(
        [plain * share] * len(found), abs=1e-9 * plain
    )


@given(value=st.floats(1e-3, 1e6), gas=gases, target=st.sampled_from([EU, KZ, "eu-dry-o2-8"]))
def test_that_a_figure_finds_back_into_the_duct(value, gas, target):
    for unit in ("mg/m3", "m3/s"):
        there = normalise(value, unit, gas, basis(target), wet=True)
        back = to_actual(there, gas, wet=True)
        assert (back.value, back.unit) == (pytest.approx(value), unit)
        assert back.uncertainty == pytest.approx(0.0, abs=1e-9 * value)


@given(value=st.floats(1e-3, 1e6), target=st.sampled_from([EU, KZ]))
def test_that_a_mass_finds_back_to_its_share(value, target):
    there = normalise(value, "ppm", DUCT_GAS, basis(target), wet=False, molar_mass=NO2)
    assert to_share(there, NO2).value == pytest.approx(value)


@given(gas=gases, more=st.floats(0.01, 5), share=st.floats(0, 0.3))
def test_that_what_is_less_certain_never_makes_a_figure_more_certain(gas, more, share):
    def u(changed, rel=share):
        return normalise(
            50.0, "mg/m3", changed, basis("eu-dry-o2-8"), wet=True, u_rel=rel
        ).uncertainty

    least = u(gas)
    assert u(gas, share + more) > least
    for name in ("u_temperature", "u_pressure", "u_moisture", "u_o2"):
        assert u(replace(gas, **{name: getattr(gas, name) + more})) >= least


def test_that_a_figure_of_zero_keeps_its_uncertainty():
    figure = Figure(value=0.0, unit="ppm", wet=False, molar_mass=NO2, u=2.0)
    found = at_basis(figure, DUCT_GAS, basis(EU))
    assert found.value == 0
    assert found.uncertainty == pytest.approx(2 * NO2 / 22.414)
    assert found.u_rel == 0


@pytest.mark.parametrize(
    ("o2", "reference", "warned"),
    [(16.1, 8, True), (16.0, 8, False), (19.6, 18, True), (19.5, 18, False), (19.9, 13, False)],
)
def test_that_false_air_is_warned_of_by_the_rule_of_melters_and_of_kilns(o2, reference, warned):
    found = cautions.of_oxygen(o2, reference)
    assert (found is not None) is warned
    if found is not None:
        assert f"{o2:g}".replace(".", ",") in found.sentence("ru")


def test_that_every_step_names_a_rule_with_a_source():
    assert set(RULES.values()) == set(rules())
    for rule in rules().values():
        assert rule.source
        assert all(rule.names[lang] for lang in ("ru", "kk", "en"))
