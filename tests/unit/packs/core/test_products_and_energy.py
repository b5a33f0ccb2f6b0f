"""Claims about products and energy on the common checklist: figures worked out by hand."""

import pytest


def test_that_a_product_recorded_in_tonnes_needs_no_mass(sheet):
    sheet.part("product", "milk", role="main", unit="t", output="28518", cap_year="41500")
    state = sheet.state
    assert not state.is_relevant("core_rep_product/milk/core_prod_mass")
    assert sheet.figure("core_rep_product/milk/core_prod_output_t") == 28518
    assert sheet.figure("core_rep_product/milk/core_prod_load") == pytest.approx(
        28518 / 41500 * 100
    )


def test_that_hectolitres_become_tonnes_by_the_mass_of_one(sheet):
    sheet.part("product", "drink", role="co-product", unit="hl", output="21500", mass="0.101")
    assert sheet.figure("core_rep_product/drink/core_prod_output_t") == pytest.approx(2171.5)


def test_that_electricity_has_no_mass_and_no_tonnes(sheet):
    sheet.part("product", "power", role="by-product", unit="MWh", output="310")
    state = sheet.state
    assert not state.is_relevant("core_rep_product/power/core_prod_mass")
    assert sheet.figure("core_rep_product/power/core_prod_output_t") is None
    assert not state.is_required("core_rep_product/power/core_prod_cap_day")


def test_that_an_output_far_above_the_capacity_is_questioned(sheet):
    sheet.part("product", "milk", role="main", unit="t", output="50000", cap_year="41500")
    assert sheet.told("core_rep_product/milk/core_prod_load") == [
        "Больше 105 % мощности: проверьте мощность или выпуск."
    ]


def test_that_a_capacity_that_is_missing_or_zero_gives_no_load(sheet):
    sheet.part("product", "milk", role="main", unit="t", output="28518")
    sheet.part("product", "cream", role="main", unit="t", output="3582", cap_year="0")
    assert sheet.figure("core_rep_product/milk/core_prod_load") is None
    assert sheet.figure("core_rep_product/cream/core_prod_load") is None


@pytest.mark.parametrize(("base", "is_told"), [("30200", False), ("33000", True)])
def test_that_the_base_is_compared_with_main_products_only(sheet, base, is_told):
    sheet.part("product", "milk", role="main", unit="t", output="28518")
    sheet.part("product", "juice", role="main", unit="hl", output="15000", mass="0.1")
    sheet.part("product", "cream", role="co-product", unit="t", output="9999")
    sheet.put("core_base_kind", "product").put("core_base_amount", base)
    assert bool(sheet.told("core_base_amount")) is is_told  # main: 30,018 t


def test_that_gas_gives_energy_and_carbon_dioxide_by_the_table_of_fuels(sheet):
    sheet.part("fuel", "gas", kind="natural-gas", unit="thousand-m3", qty="1486", ncv="33.5")
    state = sheet.state
    assert sheet.figure("core_rep_fuel/gas/core_fuel_gj") == 49781
    assert sheet.figure("core_rep_fuel/gas/core_fuel_co2") == pytest.approx(49781 * 56.1 / 1000)
    assert not state.is_relevant("core_rep_fuel/gas/core_fuel_ef")


def test_that_biogas_gives_energy_and_no_fossil_carbon_dioxide(sheet):
    sheet.part("fuel", "biogas", kind="biogas", unit="thousand-m3", qty="58", ncv="21.5")
    assert sheet.figure("core_rep_fuel/biogas/core_fuel_gj") == 1247
    assert sheet.figure("core_rep_fuel/biogas/core_fuel_co2") == 0


def test_that_another_fuel_takes_the_factor_of_the_auditor(sheet):
    sheet.part("fuel", "tyres", kind="other", unit="t", qty="100", ncv="30", ef="85")
    state = sheet.state
    assert state.is_relevant("core_rep_fuel/tyres/core_fuel_ef")
    assert sheet.figure("core_rep_fuel/tyres/core_fuel_co2") == 255
    assert sheet.told("core_rep_fuel/tyres/core_fuel_ncv") == []


@pytest.mark.parametrize(("ncv", "is_told"), [("43", False), ("53.7", False), ("20", True)])
def test_that_a_calorific_value_far_from_the_typical_one_is_questioned(sheet, ncv, is_told):
    sheet.part("fuel", "diesel", kind="diesel", unit="t", qty="6", ncv=ncv)  # typical 43.0, ± 25 %
    assert bool(sheet.told("core_rep_fuel/diesel/core_fuel_ncv")) is is_told


def test_that_all_energy_comes_to_one_total_and_its_equivalents(sheet):
    sheet.put("core_el_purchased", "5940", "MWh/year").put(
        "core_heat_purchased", "100", "Gcal/year"
    )
    sheet.put("core_energy_sold", "50", "GJ/year").put("core_base_amount", "36400", "t/year")
    sheet.part("fuel", "gas", kind="natural-gas", unit="thousand-m3", qty="1486", ncv="33.5")
    sheet.part("fuel", "diesel", kind="diesel", unit="t", qty="6.2", ncv="43")
    total = 5940 * 3.6 + 100 * 4.1868 + 49781 + 266.6 - 50
    assert sheet.figure("core_energy_total") == pytest.approx(total)
    assert sheet.figure("core_energy_tce") == pytest.approx(total / 29.3076)
    assert sheet.figure("core_energy_toe") == pytest.approx(total / 41.868)
    assert sheet.figure("core_energy_specific") == pytest.approx(total / 36400)
    assert sheet.figure("core_el_specific") == pytest.approx(5940 * 1000 / 36400)
    assert sheet.figure("core_heat_specific") == pytest.approx(
        (49781 + 266.6 + 100 * 4.1868) / 36400
    )
    assert sheet.figure("core_ghg") == pytest.approx((49781 * 56.1 + 266.6 * 74.1) / 1000)


def test_that_gigawatt_hours_count_as_what_they_are(sheet):
    sheet.put("core_el_purchased", "5.94", "GWh/year").put("core_el_own", "60", "MWh/year")
    assert sheet.figure("core_el_total") == pytest.approx(6000)


def test_that_a_plant_without_fuel_has_a_total_and_one_without_bills_has_none(sheet):
    assert sheet.figure("core_energy_total") is None
    sheet.put("core_el_purchased", "1000", "MWh/year").blank(
        "core_heat_purchased", "not_applicable"
    )
    assert sheet.figure("core_energy_total") == 3600


@pytest.mark.parametrize(("known", "is_told"), [("900", False), ("800", True), ("1100", True)])
def test_that_a_balance_of_energy_that_does_not_close_is_questioned(sheet, known, is_told):
    sheet.put("core_el_purchased", "1000", "MWh/year")
    sheet.instance("core_energy_users", "line", user="Линия", carrier="electricity", mwh=known)
    assert bool(sheet.told("core_energy_users")) is is_told
    assert sheet.figure("core_energy_users/line/share") == pytest.approx(float(known) / 10)
