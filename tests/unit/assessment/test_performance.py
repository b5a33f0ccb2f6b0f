"""Indicators of the common checklist: by hand, beside permits, and out of bad input."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment import performance_figures
from kta_desktop.assessment.performance import IndicatorKind, Medium
from kta_desktop.assessment.terms import Lack
from kta_desktop.domain.gas import GasConditions
from kta_desktop.domain.verdict import NotCompared, Verdict
from tests.unit.assessment.plants import (
    by_key,
    known,
    many,
    num,
    one,
    pack,
    rows,
    session,
    verdict,
    words,
)

BASE = {
    "core_ref_year": num("2025"),
    "core_base_kind": one("product"),
    "core_base_amount": num("20000", "100"),
}
SOURCE = rows(
    "core_rep_source", {"core_src_no": words("0014"), "core_src_hours": num("8000", "80")}
)
DUST = "core_rep_source/r1/core_src_pollutants"
COD = "core_rep_outlet/r1/core_out_params"


def plant(answers, sessions=(), of="food"):
    return by_key(known(pack(of), BASE | answers, sessions))


def outlet(receiver, **cells):
    """Return a plant with one outlet and one row of COD."""
    given = {"core_out_name": words("Выпуск 1"), "core_out_flow": num("50000", "1000")}
    given["core_out_receiver"] = one(receiver)
    row = {"substance": one("cod"), "unit": one("mg/l"), "origin": one("measured_accredited")}
    direct = {"gen_01": many("meat"), "gen_06": many("direct_water_body")}
    direct["citric_acid_or_yeast"] = one("no")
    return plant(direct | rows("core_rep_outlet", given) | rows(COD, row | cells))


def lacks(indicator):
    return [(str(each.lack), each.path) for each in indicator.figure.missing]


def test_that_water_waste_and_materials_are_referred_to_a_tonne():
    answers = rows(
        "core_water_in",
        {"source": one("municipal"), "m3_year": num("60000", "600")},
        {"source": one("recirculation"), "m3_year": num("90000")},  # goes round: no intake
    )
    answers |= rows("core_rep_waste", {"core_waste_amount": num("60", "6")})
    answers |= rows(
        "core_raw",
        {"name": words("Молоко"), "kind": one("raw"), "qty_t": num("24000", "240")},
        {"name": words("Плёнка"), "kind": one("packaging"), "qty_t": num("100")},
    )
    found = plant(answers)
    water = found["specific.water"].figure  # 60000 / 20000; 3·√((600/60000)² + (100/20000)²)
    assert (water.value, round(water.uncertainty, 6)) == (3, Decimal("0.033541"))
    waste = found["specific.waste"].figure  # 60·1000 / 20000; 3·√((6/60)² + (100/20000)²)
    assert (waste.value, round(waste.uncertainty, 6)) == (3, Decimal("0.300375"))
    material = found["specific.materials"].figure  # 24000·1000 / 20000
    assert (material.value, material.unit, material.of) == (1200, "kg/t", 1)
    assert found["specific.water"].path == "core_water_in/r1/m3_year"
    assert found["specific.water"].year == 2025


def test_that_a_source_stands_beside_its_permit():
    row = {"substance": one("dust"), "conc": num("18"), "uncertainty": num("2")}
    row |= {"g_s": num("0.5", "0.05"), "limit_g_s": num("0.6"), "limit_t_year": num("20")}
    found = plant(SOURCE | rows(DUST, row) | {"core_air_permit": num("10")})
    flow = found[f"figure.{DUST}/r1/g_s"]
    # 0.5 / 0.6 · 100 = 83.33 %;  U = 0.05 / 0.6 · 100 = 8.33 %: a limit has no uncertainty
    assert round(flow.permit.used.value, 2) == Decimal("83.33")
    assert round(flow.permit.used.uncertainty, 2) == Decimal("8.33")
    assert (flow.permit.limit.value, flow.permit.path) == (Decimal("0.6"), f"{DUST}/r1/limit_g_s")
    assert (flow.kind, flow.medium, flow.where) == (IndicatorKind.MASS_FLOW, Medium.AIR, "0014")
    # 0.5 g/s · 8000 h · 0.0036 = 14.4 t;  U = 14.4·√((0.05/0.5)² + (80/8000)²) = 1.447182
    year = found[f"specific.{DUST}/r1/t_year"]
    assert year.figure.value == Decimal("14.4")
    assert round(year.figure.uncertainty, 6) == Decimal("1.447182")
    assert year.permit.used.value == 72
    assert found["specific.air_total"].permit.used.value == 144
    # 14.4 t · 1000 / 20000 t = 0.72 kg/t
    assert found["specific.air.dust"].figure.value == Decimal("0.72")
    concentration = found[f"figure.{DUST}/r1/conc"]
    assert (concentration.figure.value, concentration.figure.uncertainty) == (18, 2)
    for each in found.values():  # a permit is no level of a book
        assert each.judgement.reason is NotCompared.NO_LEVEL


def test_that_accounted_tonnes_go_before_computed_ones():
    row = {"substance": one("dust"), "g_s": num("0.5"), "t_year": num("12", "1")}
    found = plant(SOURCE | rows(DUST, row))["specific.air.dust"].figure
    assert (found.value, found.formula) == (Decimal("0.6"), "M1 × 1000 / P")


@pytest.mark.parametrize(
    ("receiver", "sample", "column", "expected"),
    [
        ("surface", "composite-24h", "max", ("exceeds", None, "AEL-W-COD")),  # 115 − 5 > 100
        ("surface", "spot", "max", ("not_compared", "averaging_differs", "AEL-W-COD")),
        ("surface", "composite-24h", "mean", ("not_compared", "averaging_differs", "AEL-W-COD")),
        ("sewer", "composite-24h", "max", ("not_compared", "sewer_contract", None)),
        ("pond", "composite-24h", "max", ("not_compared", "no_level", None)),
    ],
)
def test_that_an_outlet_is_judged_where_it_leads_to_water(receiver, sample, column, expected):
    cells = {"mean": num("90"), "max": num("115"), "uncertainty": num("5"), "n": num("52")}
    found = outlet(receiver, **cells, sample=one(sample), limit=num("125"))
    told = found[f"figure.{COD}/r1/{column}"]
    assert verdict(told) == expected
    assert (told.where, told.substance, told.figure.known) == ("Выпуск 1", "cod", 52)
    # 115 / 125 · 100 = 92 %, 90 / 125 · 100 = 72 %
    assert told.permit.used.value == {"max": 92, "mean": 72}[column]


def test_that_a_load_per_tonne_comes_of_flow_and_mean():
    # 90 mg/l · 50000 m³ / 1000 / 20000 t = 0.225 kg/t
    # U = 0.225·√((5/90)² + (1000/50000)² + (100/20000)²) = 0.013333
    found = outlet("sewer", mean=num("90"), uncertainty=num("5"))["specific.outlet.cod"].figure
    assert (found.value, round(found.uncertainty, 6)) == (Decimal("0.225"), Decimal("0.013333"))
    assert found.formula == "C1 × V1 / 1000 / P"


def test_that_intake_and_waste_are_beside_their_limits():
    answers = rows("core_water_in", {"m3_year": num("60000", "600"), "limit_m3": num("50000")})
    limited = {"core_waste_amount": num("60", "6"), "core_waste_limit": num("80")}
    found = plant(answers | rows("core_rep_waste", limited))
    assert found["figure.core_water_in/r1/m3_year"].permit.used.value == 120
    assert found["figure.core_rep_waste/r1/core_waste_amount"].permit.used.value == 75


ELECTRICITY = {"core_el_purchased": num("3000", "30")}


@pytest.mark.parametrize(
    ("base", "lack"),
    [
        (num("0"), "zero"),
        (num("-5"), "negative"),
        (None, "not_entered"),
        ({"text": "двадцать"}, "unreadable"),
        (num("20000", unit="m3"), "unit"),
        (num("20000", unit="t/d-of-the-moon"), "unit"),
    ],
)
def test_that_no_figure_is_made_without_production(base, lack):
    found = by_key(known(pack("food"), BASE | ELECTRICITY | {"core_base_amount": base}))
    told = found["specific.electricity"]
    assert told.figure.value is None
    assert told.figure.uncertainty is None
    assert lacks(told) == [(lack, "core_base_amount")]
    assert told.judgement.verdict is Verdict.NOT_COMPARED


def test_that_a_level_beside_a_missing_figure_names_what_would_decide():
    dairy = {"gen_01": many("dairy"), "gen_04": one("market_milk")}
    dairy |= {"main_product_share_pct": num("90"), "core_base_amount": num("0")}
    told = plant(ELECTRICITY | dairy)["specific.energy"]
    assert verdict(told) == ("not_compared", "undecided", "SEC-DAIRY-MILK")
    assert told.judgement.missing == ("core_base_amount",)


def test_that_negative_flows_are_told_and_not_added():
    answers = rows("core_water_in", {"m3_year": num("60000")}, {"m3_year": num("-100")})
    told = plant(answers)["specific.water"]
    assert lacks(told) == [("negative", "core_water_in/r2/m3_year")]
    flow = rows("core_rep_outlet", {"core_out_flow": num("-1")})
    assert lacks(plant(flow)["specific.effluent"])[0][0] == "negative"


def test_that_a_sum_without_one_of_its_parts_is_none():
    answers = rows(
        "core_water_in",
        {"source": one("municipal"), "m3_year": num("60000")},
        {"source": one("own-well")},
    )
    told = plant(answers)["specific.water"]
    assert told.figure.value is None
    assert (told.figure.known, told.figure.of) == (1, 2)
    assert lacks(told) == [("not_entered", "core_water_in/r2/m3_year")]


def test_that_units_that_do_not_fit_are_told():
    told = plant({"core_el_purchased": num("3000", unit="t/year")})["specific.electricity"]
    assert lacks(told) == [("unit", "core_el_purchased")]
    found = outlet("surface", mean=num("90"), unit=one("g/s"))
    assert verdict(found[f"figure.{COD}/r1/mean"])[:2] == ("not_compared", "unit_differs")
    assert "specific.outlet.cod" not in found


def test_that_a_unit_that_fits_is_converted_with_its_spread():
    told = plant({"core_el_purchased": num("3", "0.03", unit="GWh/year")})["specific.electricity"]
    assert told.figure.value == 150  # 3000 MWh · 1000 / 20000 t
    assert told.figure.terms[0].uncertainty == 30


def test_that_a_limit_of_zero_has_no_share():
    limited = {"core_waste_amount": num("60"), "core_waste_limit": num("0")}
    found = plant(rows("core_rep_waste", limited))
    used = found["figure.core_rep_waste/r1/core_waste_amount"].permit.used
    assert used.value is None
    assert [each.lack for each in used.missing] == [Lack.ZERO]


def test_that_a_figure_of_weak_origin_is_not_judged():
    answers = {
        "gen_01": many("dairy"),
        "gen_04": one("market_milk"),
        "main_product_share_pct": num("90"),
        "core_base_kind": one("raw"),
        "core_el_purchased": num("9000", "30", origin="declared"),
    }
    told = plant(answers)["specific.energy"]
    assert verdict(told) == ("not_compared", "origin_weak", "SEC-DAIRY-MILK")


def test_that_u_that_nobody_stated_is_not_told_as_zero():
    asked = {"gen_01": many("dairy"), "gen_04": one("market_milk")}
    asked |= {"main_product_share_pct": num("90"), "wat_03": num("2.5", unit="m3/t")}
    told = plant(asked)["figure.wat_03"]
    assert told.figure.uncertainty is None
    assert told.judgement.verdict is Verdict.MEETS  # the rule of the checklist stands


def test_that_u_beyond_the_value_decides_nothing():
    asked = {"gen_01": many("dairy"), "gen_04": one("market_milk")}
    asked |= {"main_product_share_pct": num("90"), "wat_03": num("2.5", "4", unit="m3/t")}
    told = plant(asked)["figure.wat_03"]
    assert (told.figure.value, told.figure.uncertainty) == (Decimal("2.5"), 4)
    assert told.judgement.verdict is Verdict.NOT_DISTINGUISHABLE


def test_that_a_level_without_conditions_is_not_held_against_a_session(make, new_level):
    given = {"unit": "mg/Nm3", "averaging": ("spot3x30min",), "medium": "air"}
    bare, stated = new_level("BARE", **given), new_level("AT", basis=("eu-dry",), **given)
    definition = make([bare, stated])
    for level, expected in (
        ("BARE", ("not_compared", "basis_differs", "BARE")),
        ("AT", ("exceeds", None, "AT")),
    ):
        measured = session(level, "eu-dry", [140.0] * 3)
        assert verdict(by_key(known(definition, {}, (measured,)))["session.s1.c"]) == expected


def test_that_a_session_without_samples_is_there_and_says_so():
    measured = session("GLS-T07-CM", "eu-dry-o2-8", [], sample_count=3)
    works = {"sector": one("glass"), "subsector": one("container"), "firing": one("air")}
    told = plant(works, (measured,), of="glass-ceramics")["session.s1.c"]
    assert told.figure.value is None
    assert (told.figure.known, told.figure.of) == (0, 3)
    assert lacks(told) == [("not_entered", "@session/s1")]
    assert told.judgement.verdict is Verdict.NOT_COMPARED


def test_that_a_session_without_a_level_has_no_verdict_and_its_own_limit():
    measured = session(None, "kz-dry", [100.0, 110.0, 120.0], u=5.0, limit="150")
    told = plant({}, (measured,))["session.s1.c"]
    assert verdict(told) == ("not_compared", "no_level", None)
    assert (told.figure.value, told.figure.formula) == (110, "(C1 + C2 + C3) / 3")
    assert told.permit.limit.value == 150
    # 110 / 150 · 100 = 73.33 %;  U = 5 / 150 · 100 = 3.33 %
    assert round(told.permit.used.value, 2) == Decimal("73.33")
    assert round(told.permit.used.uncertainty, 2) == Decimal("3.33")
    other = plant({}, (replace(measured, basis="eu-dry"),))["session.s1.c"].permit.used
    assert (other.value, other.missing[0].lack) == (None, Lack.CONDITIONS)
    typed = plant({}, (replace(measured, limit="сто"),))["session.s1.c"].permit
    assert [each.lack for each in typed.used.missing] == [Lack.UNREADABLE]
    assert typed.limit.value is None


def in_a_duct(limit, velocity=10.0):
    """Return a session of 20 mg/m³ in a round duct of 1 m at 100 °C."""
    gas = GasConditions(
        temperature_c=100.0,
        pressure_kpa=101.3,
        moisture_pct=0.0,
        velocity_m_s=velocity,
        diameter_m=1.0,
    )
    measured = session(None, "eu-dry", [20.0] * 3, limit_g_s=limit, diameter_m=1.0)
    samples = tuple(replace(sample, conditions=gas) for sample in measured.samples)
    return replace(measured, samples=samples, sampling_u_pct=4.0)


def test_that_the_mass_flow_of_a_session_is_held_against_its_limit():
    # Q = π · 1² / 4 · 10 = 7.853982 m³/s; at 0 °C 7.853982 · 273.15 / 373.15 = 5.749203 Nm³/s
    # C = 20 · 373.15 / 273.15 = 27.321984 mg/Nm³; G = C · Q / 1000 = 0.157080 g/s; U: 4 %
    found = plant({}, (in_a_duct("0.2"),))["session.s1.c.mass_flow"]
    assert (found.kind, found.figure.unit) == (IndicatorKind.MASS_FLOW, "g/s")
    assert round(found.figure.value, 6) == Decimal("0.157080")
    assert round(found.figure.uncertainty, 6) == Decimal("0.006283")  # 0.157080 · 0.04
    assert (found.figure.formula, found.figure.known) == ("(G1 + G2 + G3) / 3", 3)
    # 0.157080 / 0.2 · 100 = 78.54 %;  U = 0.006283 / 0.2 · 100 = 3.14 %
    assert round(found.permit.used.value, 2) == Decimal("78.54")
    assert round(found.permit.used.uncertainty, 2) == Decimal("3.14")
    assert found.judgement.reason is NotCompared.NO_LEVEL  # a permit is no level of a book


@pytest.mark.parametrize(
    ("measured", "lack"),
    [
        (in_a_duct("0.2", velocity=None), Lack.CONDITIONS),  # what carries the gas is not known
        (session(None, "eu-dry", [20.0] * 3, limit_g_s="0.2"), Lack.NOT_ENTERED),
        (session(None, "eu-dry", [], limit_g_s="0.2"), Lack.NOT_ENTERED),
        (in_a_duct("ноль"), Lack.UNREADABLE),
        (in_a_duct("0"), Lack.ZERO),
    ],
)
def test_that_a_limit_of_the_mass_flow_without_its_half_says_what_it_lacks(measured, lack):
    used = plant({}, (measured,))["session.s1.c.mass_flow"].permit.used
    assert (used.value, used.missing[0].lack) == (None, lack)


def test_that_a_session_without_flow_and_limit_has_no_mass_flow():
    assert "session.s1.c.mass_flow" not in plant({}, (session(None, "eu-dry", [20.0] * 3),))
    assert "session.s1.c.mass_flow" in plant({}, (in_a_duct(None),))


GAS = {"core_fuel_kind": one("natural-gas"), "core_fuel_unit": one("thousand-m3")}
GAS |= {"core_fuel_qty": num("500", "5"), "core_fuel_ncv": num("33.5", "0.3")}


def test_that_carbon_dioxide_of_fuel_is_referred_to_a_tonne():
    # 500 · 33.5 · 56.1 / 1000 = 939.675 t;  wood: biogenic, none;  939.675 / 20000 = 0.04698375
    wood = {"core_fuel_kind": one("wood"), "core_fuel_qty": num("10")}
    found = plant(rows("core_rep_fuel", GAS, wood))["specific.co2"]
    assert found.figure.value == Decimal("0.04698375")
    assert (found.figure.unit, found.figure.formula) == ("tCO2/t", "(m1 + m2) / P")
    assert (found.substance, found.medium, found.kind) == (
        "co2",
        Medium.AIR,
        IndicatorKind.SPECIFIC_EMISSION,
    )
    # U = 0.04698375 · √((5/500)² + (0.3/33.5)² + (100/20000)²) = 0.04698375 · 0.0143247 = 0.000673
    assert round(found.figure.uncertainty, 6) == Decimal("0.000673")
    assert found.path == "core_rep_fuel/r1/core_fuel_qty"
    half = plant(rows("core_rep_fuel", GAS, {"core_fuel_kind": one("bituminous-coal")}))
    assert half["specific.co2"].figure.value is None  # no total leaves out a fuel
    assert "specific.co2" not in plant({})


def test_that_a_dairy_that_also_makes_drinks_keeps_its_level_per_tonne():
    makes = {"gen_01": many("dairy", "soft_drinks"), "gen_04": one("market_milk")}
    makes |= {"main_product_share_pct": num("90"), "core_base_kind": one("raw")}
    makes |= rows("core_rep_outlet", {"core_out_flow": num("64946", "1000")})
    told = plant(makes)["specific.effluent"]
    assert verdict(told) == ("exceeds", None, "SWWD-DAIRY-MILK")  # 3.2473 ± 0.0526 against 3


def test_that_groups_come_to_all_indicators():
    answers = SOURCE | rows(DUST, {"substance": one("dust"), "g_s": num("0.5")}) | ELECTRICITY
    measured = session(None, "kz-dry", [100.0])
    seen = known(pack("food"), BASE | answers, (measured,))
    groups = performance_figures.groups(seen)
    assert len(set(groups)) == len(groups)
    found = [each for group in groups for each in performance_figures.of_group(seen, group)]
    assert performance_figures.settled(found) == performance_figures.indicators(seen)
    keys = [each.key for each in found]
    assert len(set(keys)) == len(keys)


def test_that_an_empty_checklist_has_no_indicators():
    assert by_key(known(pack("food"), {})) == {}
