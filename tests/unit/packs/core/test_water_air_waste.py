"""Claims about water, air and waste on the common checklist: figures worked out by hand."""

from decimal import Decimal

import pytest

from kta_desktop.forms.state import QuestionStatus


def test_that_water_used_again_is_not_taken_in(sheet):
    sheet.instance("core_water_in", "well", source="own-well", m3_year="118400")
    sheet.instance("core_water_in", "town", source="municipal", m3_year="21300")
    sheet.instance("core_water_in", "again", source="reuse-condensate", m3_year="6100")
    sheet.put("core_base_amount", "36400", "t/year")
    assert sheet.figure("core_water_intake") == 139700
    assert sheet.figure("core_water_specific") == pytest.approx(139700 / 36400)


@pytest.mark.parametrize(("used", "is_told"), [("135000", False), ("125200", True)])
def test_that_a_gap_of_water_over_a_tenth_is_questioned(sheet, used, is_told):
    sheet.instance("core_water_in", "well", source="own-well", m3_year="139700")
    sheet.instance("core_water_use", "all", use="cleaning", m3_year=used)
    expected = ["Невязка больше 10 %. Проверьте водомеры."] if is_told else []
    assert sheet.told("core_water_use") == expected
    assert sheet.figure("core_water_use/all/share") == pytest.approx(float(used) / 1397)


def test_that_an_intake_above_its_limit_is_questioned(sheet):
    sheet.instance("core_water_in", "well", source="own-well", m3_year="130000", limit_m3="125000")
    assert sheet.told("core_water_in")
    sheet.put("core_water_in/well/limit_m3", "0")
    assert not sheet.told("core_water_in")


def parameter(sheet, outlet_row, row, **answers):
    return sheet.instance(f"core_rep_outlet/{outlet_row}/core_out_params", row, **answers)


@pytest.mark.parametrize(
    ("unit", "mean", "tonnes"),
    [
        ("mg/l", "131", 131 * 114400 / 1e6),
        ("ug/l", "131", 131 * 114400 / 1e9),
        ("g/l", "0.131", 131 * 114400 / 1e6),
        ("pH", "7.4", None),
    ],
)
def test_that_the_mass_of_an_effluent_is_that_of_its_own_outlet_and_unit(sheet, unit, mean, tonnes):
    sheet.part("outlet", "one", flow="114400")
    sheet.part("outlet", "two", flow="3800")
    parameter(sheet, "one", "p", substance="cod", unit=unit, mean=mean)
    parameter(sheet, "two", "p", substance="cod", unit="mg/l", mean="430")
    address = "core_rep_outlet/one/core_out_params/p/load_t"
    assert sheet.figure(address) == (None if tonnes is None else pytest.approx(tonnes))
    other = "core_rep_outlet/two/core_out_params/p/load_t"
    assert sheet.figure(other) == pytest.approx(430 * 3800 / 1e6)
    assert sheet.figure("core_ww_total") == 118200


def test_that_no_more_water_leaves_than_came_without_a_question(sheet):
    sheet.instance("core_water_in", "well", source="own-well", m3_year="100000")
    sheet.part("outlet", "one", flow="114400")
    assert len(sheet.told("core_ww_total")) == 1


def test_that_the_treatment_plant_is_asked_unless_no_outlet_has_any(sheet):
    assert not sheet.state.is_relevant("core_wwtp")
    sheet.part("outlet", "one", flow="10")
    assert sheet.state.is_relevant("core_wwtp")  # not answered yet: not hidden
    sheet.put("core_rep_outlet/one/core_out_treatment", ["none"])
    assert not sheet.state.is_relevant("core_wwtp")
    sheet.part("outlet", "two", treatment=["aerobic"])
    assert sheet.state.is_relevant("core_wwtp")


def test_that_efficiency_of_treatment_is_what_it_takes_away(sheet):
    sheet.part("outlet", "one", treatment=["aerobic"])
    sheet.instance("core_wwtp", "tank", stage="Аэротенк", in_mg_l="2000", out_mg_l="125")
    sheet.instance("core_wwtp", "empty", stage="Отстойник", in_mg_l="0", out_mg_l="0")
    assert sheet.figure("core_wwtp/tank/efficiency") == 93.75
    assert sheet.figure("core_wwtp/empty/efficiency") is None


def pollutant(sheet, source_row, row, **answers):
    return sheet.instance(f"core_rep_source/{source_row}/core_src_pollutants", row, **answers)


@pytest.fixture
def sources(sheet):
    sheet.part("source", "boiler", kind="stack", hours="6900")
    sheet.part("source", "dryer", kind="stack", hours="3400")
    pollutant(sheet, "boiler", "nox", substance="nox", g_s="0.32", t_year="7.9")
    pollutant(sheet, "boiler", "co2", substance="co2", g_s="90", t_year="2800")
    pollutant(sheet, "dryer", "dust", substance="dust-milk", g_s="0.047")
    return sheet


def test_that_a_mass_is_worked_out_with_the_hours_of_its_own_source(sources):
    path = "core_rep_source/{}/core_src_pollutants/{}/t_year_calc"
    assert sources.figure(path.format("boiler", "nox")) == pytest.approx(0.32 * 6900 * 0.0036)
    assert sources.figure(path.format("dryer", "dust")) == pytest.approx(0.047 * 3400 * 0.0036)


def test_that_the_total_takes_records_before_calculations_and_no_carbon_dioxide(sources):
    assert sources.figure("core_air_total") == pytest.approx(7.9 + 0.047 * 3400 * 0.0036)


def test_that_the_total_is_held_against_the_permit(sources):
    sources.put("core_category", "II").put("core_air_permit", "8", "t/year")
    assert len(sources.told("core_air_permit")) == 1
    assert sources.figure("core_permit_use") == pytest.approx((7.9 + 0.57528) / 8 * 100)


def test_that_an_emission_above_its_limit_is_questioned_at_its_own_source(sources):
    sources.put("core_rep_source/boiler/core_src_pollutants/nox/limit_g_s", "0.3")
    sources.put("core_rep_source/dryer/core_src_pollutants/dust/limit_g_s", "0.09")
    assert sources.told("core_rep_source/boiler/core_src_pollutants")
    assert not sources.told("core_rep_source/dryer/core_src_pollutants")


def test_that_a_vent_is_asked_what_a_stack_is_and_a_leak_is_not(sources):
    sources.part("source", "vent", kind="fan")
    sources.part("source", "leak", kind="diffuse")
    state = sources.state
    for name in ("height", "sampling", "asm", "gas"):
        assert state.is_relevant(f"core_rep_source/vent/core_src_{name}"), name
        assert not state.is_relevant(f"core_rep_source/leak/core_src_{name}"), name


def test_that_pollutants_of_the_air_are_offered_for_a_source_and_none_of_water(sources):
    address = "core_rep_source/dryer/core_src_pollutants/dust/substance"
    offered = {choice.name for choice in sources.state.choices(address)}
    assert {"nox", "dust-milk", "nh3", "zn"} <= offered
    assert not offered & {"cod", "bod5", "ph"}


def test_that_a_leak_of_a_refrigerant_is_its_share_of_the_charge(sheet):
    sheet.instance("core_refrigerants", "cold", refrigerant="R404A", charge_kg="38", topup_kg="11")
    sheet.instance("core_refrigerants", "none", refrigerant="R717", charge_kg="0", topup_kg="0")
    assert sheet.figure("core_refrigerants/cold/leak_pct") == pytest.approx(1100 / 38)
    assert sheet.figure("core_refrigerants/none/leak_pct") is None


def test_that_waste_is_summed_in_tonnes_whatever_it_was_weighed_in(sheet):
    sheet.put("core_base_amount", "36400", "t/year")
    for row, amount, unit in (("sludge", "410", "t/year"), ("oil", "900", "kg/year")):
        sheet.instance("core_rep_waste", row)
        sheet.put(f"core_rep_waste/{row}/core_waste_amount", amount, unit)
    assert sheet.figure("core_waste_total") == pytest.approx(410.9)
    assert sheet.figure("core_waste_specific") == pytest.approx(410.9 * 1000 / 36400)
    assert sheet.figure("core_rep_waste/oil/core_waste_unit") == pytest.approx(900 / 36400)


@pytest.mark.parametrize(("months", "count"), [("6", 0), ("7", 1)])
def test_that_waste_kept_over_six_months_is_questioned_and_counts(sheet, months, count):
    sheet.instance("core_rep_waste", "sludge", core_waste_months=months)
    state = sheet.state
    address = "core_rep_waste/sludge/core_waste_months"
    assert len(sheet.told(address)) == count
    assert state.value(address) == Decimal(months)


def test_that_a_negative_amount_is_kept_and_not_counted(sheet):
    sheet.instance("core_rep_waste", "sludge", core_waste_amount="-5")
    sheet.instance("core_rep_waste", "oil", core_waste_amount="2")
    state = sheet.state
    assert sheet.figure("core_waste_total") == 2
    assert state.status("core_rep_waste/sludge/core_waste_amount") is QuestionStatus.ERROR
