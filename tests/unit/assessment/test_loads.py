"""The load of a plant, worked out by hand beside each test."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.load import LoadKind
from kta_desktop.assessment.loads import load
from kta_desktop.assessment.terms import Lack
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.measurement import Channel, Sample, Session
from tests.unit.assessment.flows import Plant


def source(plant, hours=None, **pollutant):
    path = plant.row("core_rep_source", **({"core_src_hours": hours} if hours else {}))
    return path, plant.row(f"{path}/core_src_pollutants", **pollutant)


def only(plant, kind=LoadKind.AIR, **more):
    (line,) = (each for each in load(plant.known(**more)).lines if each.kind is kind)
    return line


def test_that_a_mass_on_record_stands_beside_a_computed_one():
    plant = Plant()
    source(plant, hours="1000", substance="nox", t_year="7.9", g_s="9", limit_t_year="10")
    line = only(plant)
    assert (line.figure.value, line.permitted, line.share) == (Decimal("7.9"), 10, 100)


def test_that_grams_a_second_are_multiplied_by_the_hours_of_the_source():
    # 0.32 ± 0.03 g/s · 6900 ± 50 h · 0.0036 = 7.9488 t
    # U = 0.0036 · √((0.03 · 6900)² + (0.32 · 50)²) = 0.7474
    plant = Plant()
    source(plant, hours=("6900", "50"), substance="nox", g_s=("0.32", "0.03"))
    line = only(plant)
    assert line.figure.value == Decimal("7.9488")
    assert line.figure.uncertainty == pytest.approx(Decimal("0.7474"), abs=Decimal("0.0001"))
    assert line.figure.formula == "M · h · 0.0036"
    assert line.path.endswith("g_s")


def test_that_without_hours_a_rate_is_no_mass():
    plant = Plant()
    source(plant, substance="nox", g_s="0.32")
    assert [each.lack for each in only(plant).figure.missing] == [Lack.NOT_ENTERED]
    assert only(plant).figure.missing[0].path.endswith("core_src_hours")


@pytest.mark.parametrize(("basis", "mass"), [("kz-dry", "8.28"), ("eu-dry", None)])
def test_that_concentration_is_multiplied_by_a_flow_at_the_same_conditions_only(basis, mass):
    # 150 mg/Nm3 · 8000 Nm3/h · 6900 h / 10⁹ = 8.28 t
    plant = Plant()
    path, _row = source(plant, hours="6900", substance="nox", conc="150", basis="kz-dry")
    plant.row(f"{path}/core_src_gas", flow_nm3_h="8000", basis=basis)
    figure = only(plant).figure
    assert figure.value == (Decimal(mass) if mass else None)
    assert [each.lack for each in figure.missing] == ([] if mass else [Lack.CONDITIONS])


def session(place, *, simulated=False):
    sample = Sample(
        number=1,
        start="2026-01-01T00:00:00Z",
        end="2026-01-01T00:30:00Z",
        conditions=GasConditions(),
        mean_raw=150.0,
        mean=150.0,
        uncertainty=15.0,
        capture_pct=100.0,
    )
    return Session(
        id="s1",
        source="0001",
        point="",
        parameter={"ru": "NOx"},
        channel="nox",
        level=None,
        basis="kz-dry",
        started_at="2026-01-01T00:00:00Z",
        channels=(Channel(id="nox", label={}, unit="mg/m3", substance="NOX"),),
        samples=(sample,),
        place=place,
        simulated=simulated,
    )


@pytest.mark.parametrize(("simulated", "mass"), [(False, "8.28"), (True, None)])
def test_that_a_session_stands_in_for_a_concentration_unless_it_was_simulated(simulated, mass):
    plant = Plant()
    path, _row = source(plant, hours="6900", substance="nox")
    plant.row(f"{path}/core_src_gas", flow_nm3_h="8000", basis="kz-dry")
    line = only(plant, sessions=(session(path, simulated=simulated),))
    assert line.figure.value == (Decimal(mass) if mass else None)
    assert (line.path == "@session/s1") is bool(mass)


def test_that_only_masses_of_one_substance_are_added():
    plant = Plant()
    for amount, substance in (("6", "nox"), ("2", "nox"), ("100", "co")):
        source(plant, substance=substance, t_year=amount)
    found = load(plant.known())
    sums = {each.substance: each.figure.value for each in found.totals}
    assert sums == {"nox": 8, "co": 100}
    assert [(each.substance, each.share) for each in found.lines] == [
        ("nox", 75),
        ("nox", 25),
        ("co", 100),
    ]


def test_that_a_sum_with_a_missing_part_says_so_and_gives_no_shares():
    plant = Plant()
    source(plant, substance="nox", t_year="6")
    source(plant, substance="nox")
    found = load(plant.known())
    assert (found.totals[0].figure.known, found.totals[0].figure.of) == (1, 2)
    assert [each.share for each in found.lines] == [None, None]
    assert found.lines[-1].figure.value is None, "what has no figure stands last"


@pytest.mark.parametrize("bad", ["-3", "95.5"])
def test_that_bad_input_gives_no_number(bad):
    plant = Plant()
    path, _row = source(plant, substance="nox", t_year=bad if bad == "-3" else "1")
    plant.answer(f"{path}/core_src_lat", bad).answer(f"{path}/core_src_lon", "76")
    line = only(plant)
    assert (line.figure.value is None) is (bad == "-3")
    assert (line.latitude is None) is (bad == "95.5")


def test_that_a_water_load_is_concentration_by_flow():
    # 131 ± 9 mg/l · 114 400 ± 2000 m3 / 10⁶ = 14.9864 t
    # U = √((9 · 114400)² + (131 · 2000)²) / 10⁶ = 1.0625
    plant = Plant()
    outlet = plant.row("core_rep_outlet", core_out_flow=("114400", "2000"))
    table = f"{outlet}/core_out_params"
    plant.row(table, substance="cod", unit="mg/l", mean="131", uncertainty="9")
    plant.row(table, substance="ph", unit="pH", mean="7.4")
    line = only(plant, LoadKind.WATER)
    assert line.figure.value == Decimal("14.9864")
    assert line.figure.uncertainty == pytest.approx(Decimal("1.0625"), abs=Decimal("0.0001"))


def test_that_waste_is_added_over_its_kinds():
    plant = Plant()
    plant.row("core_rep_waste", core_waste_kind="packaging", core_waste_amount="60")
    oil = plant.row("core_rep_waste", core_waste_kind="used-oil")
    plant.answer(f"{oil}/core_waste_amount", "900", unit="kg/year")
    (total,) = load(plant.known()).totals
    assert (total.kind, total.figure.value) == (LoadKind.WASTE, Decimal("60.9"))


def fuel(kind, unit="t", **more):
    plant = Plant()
    plant.row(
        "core_rep_fuel", core_fuel_kind=kind, core_fuel_unit=unit, core_fuel_qty="100", **more
    )
    return only(plant, LoadKind.GREENHOUSE).figure


def test_that_carbon_dioxide_is_fuel_by_its_calorific_value_and_sourced_factor():
    # 100 · 33.5 GJ · 56.1 kg/GJ / 1000 = 187.935 t
    figure = fuel("natural-gas", "thousand-m3", core_fuel_ncv="33.5")
    assert figure.value == Decimal("187.935")
    assert "IPCC" in figure.terms[-1].source


def test_that_a_default_calorific_value_is_of_a_tonne_only_and_names_its_source():
    # 100 t · 43.0 GJ/t · 74.1 kg/GJ / 1000 = 318.63 t
    figure = fuel("diesel")
    assert figure.value == Decimal("318.63")
    assert all("IPCC" in term.source for term in figure.terms[1:])
    assert fuel("natural-gas", "thousand-m3").missing[0].lack is Lack.NOT_ENTERED


def test_that_biomass_counts_no_fossil_carbon_and_an_unknown_fuel_no_factor():
    assert fuel("wood", core_fuel_ncv="15").value == 0
    assert fuel("other", core_fuel_ncv="15").value is None
    assert fuel("other", core_fuel_ncv="15", core_fuel_ef="80").value == 120


def test_that_a_refrigerant_without_a_sourced_factor_has_no_figure():
    plant = Plant()
    plant.row("core_refrigerants", refrigerant="R404A", topup_kg="11")
    found = load(plant.known())
    assert found.lines[0].figure.missing[0].lack is Lack.FACTOR
    assert found.totals[0].figure.value is None


def test_that_nothing_entered_is_no_load():
    found = load(Plant().known())
    assert (found.lines, found.totals, found.year) == ((), (), None)
