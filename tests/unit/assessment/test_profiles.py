"""Named plants on the packs that come with the program: the verdicts that the cited tables give."""

from decimal import Decimal

import pytest

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


def dairy(maximum, u="5", abatement=None, discharge="direct_water_body"):
    """Return a dairy whose worst day was ``maximum`` mg/l of COD (Table 1 of 2019/2031)."""
    answers = {
        "gen_01": many("dairy"),
        "gen_06": many(discharge),
        "citric_acid_or_yeast": one("no"),
        "core_ref_year": num("2025"),
    }
    if abatement is not None:
        answers["cod_abatement_pct"] = num(abatement)
    answers |= rows("wwt_05", {"param": words("ХПК"), "max": num(maximum, u), "n": num("52")})
    return known(pack("food"), answers)


@pytest.mark.parametrize(
    ("maximum", "abatement", "expected"),
    [
        # 100 mg/l; 125 mg/l for dairies whose abatement is 95 % or more: X3 of AEL-W-COD
        ("115", "96", ("meets", None, "AEL-W-COD-X3")),  # 115 + 5 ≤ 125
        ("115", "95", ("meets", None, "AEL-W-COD-X3")),  # 95 itself is enough
        ("115", "94.9", ("exceeds", None, "AEL-W-COD")),  # 115 − 5 > 100
        ("122", "96", ("not_distinguishable", None, "AEL-W-COD-X3")),  # 117 … 127 around 125
        ("131", "96", ("exceeds", None, "AEL-W-COD-X3")),  # 131 − 5 > 125
        ("95", "50", ("meets", None, "AEL-W-COD")),  # 95 + 5 ≤ 100
        ("115", None, ("not_compared", "undecided", "AEL-W-COD")),  # nobody knows which holds
        ("90", None, ("meets", None, "AEL-W-COD")),  # whichever holds
        ("140", None, ("exceeds", None, "AEL-W-COD")),  # whichever holds
    ],
)
def test_a_dairy_that_discharges_directly(maximum, abatement, expected):
    found = by_key(dairy(maximum, abatement=abatement))["figure.wwt_05/r1/max"]
    assert verdict(found) == expected
    assert (found.figure.value, found.figure.uncertainty) == (Decimal(maximum), 5)
    assert (found.substance, found.year) == ("cod", 2025)


def test_that_the_grounds_of_a_dairy_name_its_exception():
    told = by_key(dairy("115", abatement="96"))["figure.wwt_05/r1/max"].grounds
    assert ("replaced", "AEL-W-COD-X3") in [(str(each.kind), each.level) for each in told]
    open_ = by_key(dairy("115"))["figure.wwt_05/r1/max"]
    assert open_.judgement.missing == ("cod_abatement_pct",)


def test_that_a_dairy_on_a_sewer_is_not_asked_for_direct_discharge():
    assert "figure.wwt_05/r1/max" not in by_key(dairy("115", discharge="sewer"))


MILK = {
    "gen_01": many("dairy"),
    "gen_04": one("market_milk"),
    "main_product_share_pct": num("90"),
    "core_base_kind": one("raw"),
    "core_base_amount": num("20000", "100"),
    "core_el_purchased": num("3000", "30"),
    "core_heat_purchased": num("1000", "20"),
    **rows(
        "core_rep_fuel",
        {
            "core_fuel_kind": one("natural-gas"),
            "core_fuel_qty": num("500", "5"),
            "core_fuel_ncv": num("33.5", "0.3"),
        },
    ),
    **rows("core_rep_outlet", {"core_out_flow": num("50000", "1000")}),
}


def test_that_a_dairy_is_held_to_its_own_specific_levels():
    found = by_key(known(pack("food"), MILK))
    # (3000·3.6 + 1000·4.1868 + 500·33.5) / 20000 = 31736.8 / 20000 = 1.58684 GJ/t raw milk
    # U = √((3.6·30)² + (4.1868·20)² + (33.5·5)² + (500·0.3)² + (1.58684·100)²) / 20000 = 0.015363
    energy = found["specific.energy"]
    assert energy.figure.value == Decimal("1.58684")
    assert round(energy.figure.uncertainty, 6) == Decimal("0.015363")
    assert energy.figure.formula == "(E1 × 3.6 + Q + F1 × H1) / P"
    assert verdict(energy) == ("meets", None, "SEC-DAIRY-MILK")  # 0.44 MWh/t, up to 0.6
    # 50000 / 20000 = 2.5 m³/t;  U = 2.5·√((1000/50000)² + (100/20000)²) = 0.051539
    effluent = found["specific.effluent"]
    assert (effluent.figure.value, round(effluent.figure.uncertainty, 6)) == (
        Decimal("2.5"),
        Decimal("0.051539"),
    )
    assert verdict(effluent) == ("meets", None, "SWWD-DAIRY-MILK")  # up to 3.0


def test_that_per_tonne_of_product_is_not_per_tonne_of_raw_material():
    found = by_key(known(pack("food"), MILK | {"core_base_kind": one("product")}))
    told = ("not_compared", "unit_differs", "SEC-DAIRY-MILK")
    assert verdict(found["specific.energy"]) == told
    unstated = {name: value for name, value in MILK.items() if name != "core_base_kind"}
    assert verdict(by_key(known(pack("food"), unstated))["specific.energy"]) == told


CONTAINER = {
    "sector": one("glass"),
    "subsector": one("container"),
    "sec_nox": many("none"),
    "fuel": many("gas"),
    "firing": one("air"),
}


AS_TABLE_7 = {"special_oxidising": one("no"), "q_a04": many("sulphates")}
AS_TABLE_8 = {"q_a04": many("nitrates"), "melter_capacity_t_d": num("80")}


def furnace(level, mean, u=20.0, **more):
    """Return a container glass furnace measured three times at 8 % O₂ (2012/134/EU)."""
    means = [mean - 10, mean, mean + 10]
    measured = session(level, "eu-dry-o2-8", means, u=u)
    return by_key(known(pack("glass-ceramics"), CONTAINER | AS_TABLE_7 | more, (measured,)))


@pytest.mark.parametrize(
    ("level", "mean", "fuel", "expected"),
    [
        ("GLS-T07-CM", 640.0, "gas", "meets"),  # NOx, combustion modifications: up to 800
        ("GLS-T07-CM", 790.0, "gas", "not_distinguishable"),  # 770 … 810
        ("GLS-T07-CM", 900.0, "gas", "exceeds"),
        ("GLS-T09-GAS", 640.0, "gas", "exceeds"),  # SOx of natural gas: up to 500
        ("GLS-T09-OIL", 640.0, "oil", "meets"),  # SOx of fuel oil: up to 1200
    ],
)
def test_container_glass_with_gas_and_oil(level, mean, fuel, expected):
    found = furnace(level, mean, fuel=many(fuel))
    assert verdict(found["session.s1.c"]) == (expected, None, level)
    assert found["session.s1.c"].figure.known == 3


def test_that_kilograms_per_tonne_come_by_the_conversion_factor():
    # L = CF · C = 0.0015 · 640 = 0.96 kg/t;  U = 0.0015 · 20 = 0.03;  level up to 1.2 kg/t
    found = furnace("GLS-T07-CM", 640.0)["session.s1.c.per_tonne"]
    assert (found.figure.value, found.figure.uncertainty) == (Decimal("0.96"), Decimal("0.03"))
    assert found.figure.formula == "CF × C"
    factor = found.figure.terms[0]
    assert (factor.value, factor.path) == (Decimal("0.0015"), "")
    assert "GLS-BATC-2012" in factor.source
    assert verdict(found) == ("meets", None, "GLS-T07-CM-KGT")
    beyond = furnace("GLS-T09-GAS", 640.0)["session.s1.c.per_tonne"]
    assert verdict(beyond) == ("exceeds", None, "GLS-T09-GAS-KGT")  # 0.96 against 0.75


def test_that_table_8_has_a_conversion_factor_of_its_own():
    # nitrates, 80 t/day: L = 0.003 · 900 = 2.7 kg/t, U = 0.003 · 20 = 0.06; below 1000 and below 3
    found = furnace("GLS-T07-CM", 900.0, **AS_TABLE_8)
    assert verdict(found["session.s1.c"]) == ("meets", None, "GLS-T07-CM-X8")
    load = found["session.s1.c.per_tonne"]
    assert (load.figure.value, load.figure.uncertainty) == (Decimal("2.7"), Decimal("0.06"))
    assert verdict(load) == ("meets", None, "GLS-T07-CM-KGT-X8")


def test_that_of_two_conversion_factors_nobody_chooses():
    found = furnace("GLS-T06-DUST", 15.0, 1.0)["session.s1.c.per_tonne"]
    assert found.figure.value is None
    assert [str(each.lack) for each in found.figure.missing] == ["factor"]
    assert found.judgement.verdict is Verdict.NOT_COMPARED


def test_that_a_concentration_forbidden_forbids_the_load_made_of_it():
    measured = session("GLS-T07-CM", "eu-dry", [900.0] * 3)
    found = by_key(known(pack("glass-ceramics"), CONTAINER, (measured,)))
    for key in ("session.s1.c", "session.s1.c.per_tonne"):
        assert found[key].judgement.reason is NotCompared.BASIS_DIFFERS


def oxygen_fired(kg_t, samples="yes", **more):
    """Return what ``kg_t`` of NOx comes to at an oxygen-fired container furnace."""
    answers = CONTAINER | {"firing": one("oxy"), "q_o03": one(samples)} | more
    answers |= rows("q_c11", {"parameter": words("NOx"), "kg_t": num(kg_t, "0.05")})
    measured = session("GLS-T07-CM", "eu-dry-o2-8", [640.0] * 3)
    found = by_key(known(pack("glass-ceramics"), answers, (measured,)))
    assert verdict(found["session.s1.c"]) == ("not_compared", "no_level", None)  # air-fired only
    assert found["session.s1.c"].grounds[0].level == "GLS-T07-CM"
    return found["figure.q_c11/r1/kg_t"]


@pytest.mark.parametrize(
    ("kg_t", "more", "expected"),
    [
        # Table 7: below 0.5 to 0.8 kg/t
        ("0.75", AS_TABLE_7, ("meets", None, "GLS-T07-OXY")),  # 0.75 + 0.05 = 0.8
        ("0.8", AS_TABLE_7, ("not_distinguishable", None, "GLS-T07-OXY")),  # 0.75 … 0.85
        ("0.9", AS_TABLE_7, ("exceeds", None, "GLS-T07-OXY")),  # 0.9 − 0.05 > 0.8
        # Table 8: below 3 kg/t with nitrates in a furnace below 100 t/day
        ("0.9", AS_TABLE_8, ("meets", None, "GLS-T07-OXY-X8")),
        ("2.95", AS_TABLE_8, ("not_distinguishable", None, "GLS-T07-OXY-X8")),  # < 3, not ≤ 3
        ("3.5", AS_TABLE_8, ("exceeds", None, "GLS-T07-OXY-X8")),
        # which of the tables it is depends on what nobody answered
        ("0.7", {}, ("meets", None, "GLS-T07-OXY")),
        ("0.9", {}, ("not_compared", "undecided", "GLS-T07-OXY")),
        ("3.5", {}, ("exceeds", None, "GLS-T07-OXY")),
    ],
)
def test_container_glass_with_oxygen(kg_t, more, expected):
    assert verdict(oxygen_fired(kg_t, **more)) == expected


def test_that_what_decides_between_two_tables_is_named():
    missing = oxygen_fired("0.9").judgement.missing
    assert set(missing) >= {"special_oxidising", "short_campaign", "melter_capacity_t_d"}


def test_that_kilograms_per_tonne_need_samples_as_the_level_asks_for():
    untold = oxygen_fired("0.9", samples="", **AS_TABLE_7)
    assert verdict(untold) == ("not_compared", "averaging_unstated", "GLS-T07-OXY")
    assert untold.judgement.missing == ("q_o03",)  # three samples of 30 minutes?
    assert (untold.judgement.value, untold.judgement.uncertainty) == (
        Decimal("0.9"),
        Decimal("0.05"),
    )
    other = oxygen_fired("0.9", samples="no", **AS_TABLE_7)
    assert verdict(other) == ("not_compared", "averaging_differs", "GLS-T07-OXY")
    assert other.judgement.missing == ()


def test_that_a_load_comes_from_flow_and_pull():
    # the example of the pack: 21500 Nm³/h · 640 mg/Nm³ / 12.5 t/h / 10⁶ = 1.1008 kg/t
    # U = 1.1008 · √((1075/21500)² + (32/640)² + (0.25/12.5)²) = 1.1008 · 0.0734847 = 0.080892
    answers = CONTAINER | rows(
        "q_c11",
        {
            "parameter": words("NOx"),
            "c_meas": num("640", "32"),
            "o2": num("10.4", "0.2"),
            "q": num("21500", "1075"),
            "pull_h": num("12.5", "0.25"),
        },
    )
    found = by_key(known(pack("glass-ceramics"), answers))
    load = found["specific.q_c11/r1.F-KGT"]
    assert load.figure.value == Decimal("1.1008")
    assert round(load.figure.uncertainty, 6) == Decimal("0.080892")
    assert verdict(load) == ("not_compared", "averaging_unstated", "GLS-T07-CM-KGT")
    assert load.judgement.missing == ("q_o03",)
    # E_R = (21 − 8) / (21 − 10.4) · 640 = 784.9 mg/Nm³, as in the pack
    at_8 = found["specific.q_c11/r1.F-O2"]
    assert round(at_8.figure.value, 1) == Decimal("784.9")
    assert verdict(at_8) == ("not_compared", "averaging_unstated", "GLS-T07-CM")


BRICKS = {"sector": one("ceramics"), "subsector": one("bricks")}


@pytest.mark.parametrize(
    ("level", "mean", "more", "expected"),
    [
        ("CER-L-03", 15.0, {}, ("meets", None, "CER-L-03")),  # dust: up to 20 at 18 % O₂
        ("CER-L-03", 40.0, {}, ("exceeds", None, "CER-L-03")),
        ("CER-L-03c", 40.0, {"abatement": many("packed_bed")}, ("meets", None, "CER-L-03c")),
        ("CER-L-03c", 40.0, {"abatement": many("bag")}, ("not_compared", "no_level", None)),
        ("CER-L-11", 15.0, {}, ("exceeds", None, "CER-L-11")),  # HF: up to 10
        ("CER-L-08", 200.0, {"kiln_gas_temperature_c": num("1050")}, ("meets", None, "CER-L-08")),
        ("CER-L-08", 200.0, {}, ("not_compared", "undecided", "CER-L-08")),
        ("CER-L-09", 600.0, {"kiln_gas_temperature_c": num("1300")}, ("exceeds", None, "CER-L-09")),
    ],
)
def test_a_brick_works_at_18_percent_oxygen(level, mean, more, expected):
    measured = session(level, "eu-dry-o2-18", [mean], 2.0, averaging="daily", minutes=1440.0)
    found = by_key(known(pack("glass-ceramics"), BRICKS | more, (measured,)))
    assert verdict(found["session.s1.c"]) == expected


def test_that_a_brick_works_is_not_judged_at_other_oxygen_or_time():
    other = session("CER-L-03", "eu-dry-o2-8", [40.0], averaging="daily", minutes=1440.0)
    short = session("CER-L-03", "eu-dry-o2-18", [40.0] * 3)
    for measured, reason in ((other, "basis_differs"), (short, "averaging_differs")):
        found = by_key(known(pack("glass-ceramics"), BRICKS, (measured,)))
        assert verdict(found["session.s1.c"]) == ("not_compared", reason, "CER-L-03")


def test_that_a_kiln_is_told_at_its_reference_oxygen():
    # the example of the pack: E_R = (21 − 18) / (21 − 16.2) · 6.5 = 4.0625 mg/m³
    row = {"parameter": words("HF"), "c_meas": num("6.5", "0.4"), "o2": num("16.2", "0.2")}
    found = by_key(known(pack("glass-ceramics"), BRICKS | rows("q_d07", row)))
    told = found["specific.q_d07/r1.F-O2"]
    # U = √((3/4.8 · 0.4)² + (4.0625/4.8 · 0.2)²) = √(0.0625 + 0.028653) = 0.301915
    assert told.figure.value == Decimal("4.0625")
    assert round(told.figure.uncertainty, 6) == Decimal("0.301915")
    # temperature, pressure and moisture of the gas are not known
    assert verdict(told) == ("not_compared", "basis_differs", "CER-L-11")


def dyehouse(process, mass, water, reused, *running):
    answers = {"tx_prf_02": many(*running), "core_ref_year": num("2025")}
    row = {"proc": words(process), "mass": num(mass, "10")}
    row |= {"in": num(water, "500"), "reuse": num(reused, "100")}
    found = by_key(known(pack("textile"), answers | rows("tx_wat_01", row)))
    return found["specific.tx_wat_01/r1.DI-SWC"]


@pytest.mark.parametrize(
    ("process", "water", "running", "expected"),
    [
        # batch dyeing of fabric 10–150 m³/t: (150000 − 10000) / 1000 = 140, (180000 − …) = 170
        ("Периодическое крашение полотна", "150000", "dyeing_batch_fabric", "meets"),
        ("Периодическое крашение полотна", "180000", "dyeing_batch_fabric", "exceeds"),
        ("Batch dyeing of fabric", "180000", "dyeing_batch_fabric", "exceeds"),
        # batch bleaching 10–32 m³/t
        ("Отбеливание", "45000", "bleaching_batch", "exceeds"),
        ("Отбеливание", "40000", "bleaching_batch", "meets"),
    ],
)
def test_a_dyehouse_with_cubic_metres_per_tonne(process, water, running, expected):
    found = dyehouse(process, "1000", water, "10000", running)
    assert found.figure.value == (Decimal(water) - 10000) / 1000
    assert str(found.judgement.verdict) == expected
    assert found.judgement.level.id in ("LV-W-DYE-FABRIC", "LV-W-BLEACH-B")


def test_that_a_process_without_a_level_or_not_running_is_not_judged():
    told = verdict(dyehouse("Стирка", "1000", "180000", "0", "dyeing_batch_fabric"))
    assert told == ("not_compared", "no_level", None)
    told = verdict(dyehouse("Отбеливание", "1000", "180000", "0", "dyeing_batch_fabric"))
    assert told == ("not_compared", "no_level", None)


def test_that_an_unread_level_of_a_dyehouse_is_told_as_unchecked():
    told = dyehouse("Непрерывное крашение", "1000", "900000", "0", "dyeing_cont")
    assert told.judgement.verdict is Verdict.NOT_COMPARED
    assert told.judgement.level.id == "LV-W-DYE-CONT"
