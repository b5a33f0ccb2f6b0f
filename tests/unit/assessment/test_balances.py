"""Balances of the plant from its totals, worked out by hand beside each test."""

from decimal import Decimal

import pytest

from kta_desktop.assessment.balance import Balanced, Closure
from kta_desktop.assessment.balances import balances
from kta_desktop.assessment.balances_nodes import EFFLUENT, ELECTRICITY, HEAT, NETWORK
from kta_desktop.assessment.terms import Lack
from kta_desktop.domain.answers import Answer
from tests.unit.assessment.flows import Plant, near, of, stage


def water(intake, outlet, **more):
    plant = Plant()
    plant.row("core_water_in", source="own-well", m3_year=intake, **more)
    plant.row("core_rep_outlet", core_out_flow=outlet)
    return plant


def test_that_a_gap_within_its_uncertainty_closes():
    # gap = 1000 − 980 = 20; U = √(50² + 20²) = 53.85; 50² / (50² + 20²) = 86.2 %
    whole = stage(of(water(("1000", "50"), ("980", "20")).known(), Balanced.WATER))
    near(whole.gap.value, "20")
    near(whole.gap.uncertainty, "53.85")
    near(whole.gap_percent, "2")
    assert whole.closure is Closure.CLOSED
    assert whole.doubt.endswith("m3_year")
    near(whole.doubt_share, "86.21")
    assert whole.suggestions == ()


def test_that_a_gap_beyond_its_uncertainty_is_open_and_names_the_expired_meter():
    # gap = 1000 − 900 = 100 > 53.85
    plant = water(("1000", "50"), ("900", "20"), verified_to="2026-03-01")
    whole = stage(of(plant.known(), Balanced.WATER))
    assert whole.closure is Closure.OPEN
    assert "Собственная скважина" in whole.suggestions[0].ru
    assert "01.03.2026" in whole.suggestions[0].ru
    assert all(text.ru and text.kk and text.en for text in whole.suggestions)


def test_that_a_meter_whose_verification_holds_is_not_blamed():
    plant = water(("1000", "50"), ("900", "20"), verified_to="2026-11-23")
    whole = stage(of(plant.known(), Balanced.WATER))
    assert not any("поверка" in text.ru for text in whole.suggestions)


def test_that_without_any_uncertainty_the_gap_is_told_and_nothing_is_claimed():
    whole = stage(of(water("1000", "900").known(), Balanced.WATER))
    assert (whole.gap.value, whole.gap.uncertainty) == (100, None)
    assert whole.closure is Closure.UNKNOWN
    assert whole.doubt.endswith("m3_year"), "the largest stream without U"
    assert whole.doubt_share is None


def test_that_the_uncertainties_that_are_known_can_close_but_never_open_a_balance():
    closes = stage(of(water(("1000", "50"), "980").known(), Balanced.WATER))
    undecided = stage(of(water(("1000", "50"), "900").known(), Balanced.WATER))
    assert (closes.closure, undecided.closure) == (Closure.CLOSED, Closure.UNKNOWN)


def test_that_a_stream_without_a_figure_leaves_the_gap_open_and_is_named():
    plant = water("1000", "900")
    plant.row("core_rep_outlet", core_out_receiver="sewer")
    whole = stage(of(plant.known(), Balanced.WATER))
    assert whole.gap.value is None
    assert [each.lack for each in whole.gap.missing] == [Lack.NOT_ENTERED]
    assert whole.gap.missing[0].path.endswith("core_out_flow")
    assert (whole.outflow.value, whole.outflow.known, whole.outflow.of) == (900, 1, 2)


def test_that_nothing_is_balanced_where_nothing_was_entered():
    for each in balances(Plant().known()):
        assert (each.streams, each.stages) == ((), ())
        assert each.missing[0].lack is Lack.NOT_ENTERED


def test_that_reuse_crosses_no_border_and_uses_that_leave_are_counted_once():
    # supply: 1000 + 60 (own effluent) = 1060; uses 700 + 200 + 50 = 950; outlets 800
    # plant: 1000 − (800 + 50 into the product) = 150; supply: 1060 − 950 = 110
    # waste water: 900 − (800 + 60) = 40; 110 + 40 = 150
    plant = water("1000", "800")
    plant.row("core_water_in", source="reuse-own-effluent", m3_year="60")
    plant.row("core_water_in", source="recirculation", m3_year="9000")
    for use, amount in (("cleaning", "700"), ("cooling", "200"), ("product", "50")):
        plant.row("core_water_use", use=use, m3_year=amount)
    found = of(plant.known(), Balanced.WATER)
    gaps = [stage(found, name).gap.value for name in ("", NETWORK, EFFLUENT)]
    assert gaps == [150, 110, 40]


def test_that_energy_is_counted_in_one_unit_with_its_uncertainty():
    # 100 ± 2 t · 43 ± 0.5 GJ/t = 4300 GJ = 1194.44 MWh
    # U = √((2 · 43)² + (100 · 0.5)²) / 3.6 = 27.63; 100 Gcal = 116.3 MWh
    plant = Plant().answer("core_el_purchased", "500", "5")
    plant.answer("core_heat_purchased", "100", "1")
    plant.row(
        "core_rep_fuel",
        core_fuel_kind="diesel",
        core_fuel_unit="t",
        core_fuel_qty=("100", "2"),
        core_fuel_ncv=("43", "0.5"),
    )
    plant.row("core_energy_users", user="lines", carrier="electricity", mwh=("480", "10"))
    plant.row("core_energy_users", user="dryer", carrier="fuel", mwh=("1300", "20"))
    found = of(plant.known(), Balanced.ENERGY)
    heat = stage(found, HEAT)
    near(heat.inflow.value, "1310.74")  # 1194.44 + 116.3
    near(heat.inflow.uncertainty, "27.66")  # √(27.63² + 1.163²)
    near(stage(found, ELECTRICITY).gap.value, "20")
    assert stage(found, ELECTRICITY).closure is Closure.OPEN  # U = √(5² + 10²) = 11.2
    assert heat.closure is Closure.CLOSED  # 10.74 within √(27.66² + 20²) = 34.1
    near(stage(found).gap.value, "30.74")


def test_that_cold_and_air_are_not_counted_beside_their_electricity():
    plant = Plant().answer("core_el_purchased", "500")
    plant.row("core_energy_users", user="lines", carrier="electricity", mwh="480")
    plant.row("core_energy_users", user="chiller", carrier="cold", mwh="900")
    whole = stage(of(plant.known(), Balanced.ENERGY))
    assert whole.outflow.value == 480
    assert "chiller" in whole.suggestions[0].ru


def test_that_sold_energy_is_of_no_carrier():
    plant = Plant().answer("core_el_purchased", "500").answer("core_energy_sold", "360")
    plant.row("core_energy_users", user="lines", carrier="electricity", mwh="380")
    found = of(plant.known(), Balanced.ENERGY)
    near(stage(found).outflow.value, "480")  # 380 + 360 GJ / 3.6
    assert [each.name for each in found.stages] == [""]


def test_that_materials_are_weighed_in_tonnes():
    # in: 100 raw + 2 chemicals; out: 900 hl · 0.1 t = 90, waste 500 kg = 0.5; gap 11.5
    plant = Plant()
    plant.row("core_raw", name="malt", qty_t="100")
    plant.row("core_chem", name="acid", qty_t="2")
    plant.row("core_rep_product", core_prod_unit="hl", core_prod_mass="0.1", core_prod_output="900")
    waste = plant.row("core_rep_waste", core_waste_kind="packaging")
    plant.answer(f"{waste}/core_waste_amount", "500", unit="kg/year")
    again = plant.row("core_rep_waste", core_waste_kind="organic-residue", core_waste_amount="7")
    plant.answer(f"{again}/core_waste_route", ("own-process",))
    whole = stage(of(plant.known(), Balanced.MATERIALS))
    assert (whole.inflow.value, whole.outflow.value) == (102, Decimal("90.5"))
    assert whole.gap.value == Decimal("11.5")


def test_that_an_output_without_the_mass_of_its_unit_is_missing_not_guessed():
    plant = Plant()
    plant.row("core_raw", name="malt", qty_t="100")
    plant.row("core_rep_product", core_prod_unit="hl", core_prod_output="900")
    whole = stage(of(plant.known(), Balanced.MATERIALS))
    assert whole.gap.value is None
    assert whole.gap.missing[0].path.endswith("core_prod_mass")


def test_that_a_chosen_substance_is_balanced_by_its_loads_and_streams():
    # out: 200 mg/l · 10 000 m3 / 10⁶ = 2 t; in: 5 t of chromium
    plant = Plant()
    outlet = plant.row("core_rep_outlet", core_out_flow="10000")
    plant.row(f"{outlet}/core_out_params", substance="cr", unit="mg/l", mean="200")
    plant.stream("Дубление", "in", "material", "5", "t/year", what="хром общий")
    found = of(plant.known({"@balance/elements": ["cr"]}), Balanced.ELEMENT)
    whole = stage(found)
    assert (found.substance, whole.inflow.value, whole.outflow.value) == ("cr", 5, 2)
    assert len(balances(plant.known({"@balance/elements": "cr"}))) == 3, "a text is no list"


@pytest.mark.parametrize(
    ("answer", "lack"),
    [
        (Answer(text="-5", value="-5"), Lack.NEGATIVE),
        (Answer(text="12.5.0"), Lack.UNREADABLE),
        (Answer(text="5", value="5", unit="MWh/year"), Lack.UNIT),
    ],
)
def test_that_bad_input_is_named_and_the_rest_works(answer, lack):
    plant = water("1000", "900")
    plant.raw("core_rep_outlet/bad/core_out_flow", answer)
    plant.entries["core_rep_outlet/bad"] = {"order": 9.0}
    whole = stage(of(plant.known(), Balanced.WATER))
    assert whole.gap.missing[0].lack is lack
    assert (whole.inflow.value, whole.outflow.value) == (1000, 900)


def test_that_every_node_balances_to_the_same_gap_as_the_plant():
    plant = water("1000", "800")
    plant.row("core_water_use", use="cleaning", m3_year="700")
    plant.row("core_water_use", use="losses", m3_year="120")
    found = of(plant.known(), Balanced.WATER)
    parts = sum(stage(found, name).gap.value for name in (NETWORK, EFFLUENT))
    assert parts == stage(found).gap.value
