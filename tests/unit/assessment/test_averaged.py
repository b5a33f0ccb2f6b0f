"""What a figure is an average of, and when that forbids to compare it."""

import csv
from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.averaged import Averaged, judge_averaged
from kta_desktop.assessment.compare import Figure
from kta_desktop.assessment.levels import InForce
from kta_desktop.packs.reference_figures import answer_averaging
from kta_desktop.paths import RESOURCES
from tests.unit.assessment.plants import by_key, known, many, num, one, pack, rows, verdict, words

DAIRY = {"gen_01": many("dairy"), "gen_04": one("market_milk"), "main_product_share_pct": num("90")}
POTATO = {"gen_01": many("fruit_veg"), "core_ref_year": num("2025")}
UNSTATED = ("not_compared", "averaging_unstated")


def figures(identifier, answers):
    return by_key(known(pack(identifier), answers))


def test_that_a_question_about_a_year_is_held_against_a_level_for_a_year():
    found = figures("food", DAIRY | {"wat_03": num("2.5", "0.1")})["figure.wat_03"]
    assert verdict(found) == ("meets", None, "SWWD-DAIRY-MILK")  # 2.5 + 0.1 ≤ 3.0 m³/t
    beyond = figures("food", DAIRY | {"wat_03": num("3.2", "0.1")})["figure.wat_03"]
    assert verdict(beyond) == ("exceeds", None, "SWWD-DAIRY-MILK")


def test_that_a_number_without_a_period_is_of_the_reference_year_if_that_is_stated():
    row = rows("sub_fv_02", {"prod": words("Картофель"), "swwd": num("7", "0.1")})
    found = figures("food", POTATO | row)["figure.sub_fv_02/r1/swwd"]
    unstated = {name: value for name, value in POTATO.items() if name != "core_ref_year"}
    untold = figures("food", unstated | row)["figure.sub_fv_02/r1/swwd"]
    assert verdict(found) == ("exceeds", None, "SWWD-FV-POT")  # 7 − 0.1 beyond 6, tomatoes: 10
    assert verdict(untold) == (*UNSTATED, "SWWD-FV-POT")
    assert untold.judgement.missing == ("core_ref_year",)


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("составная за 24 ч", ("exceeds", None)),
        ("Құрама, 2 сағат", ("exceeds", None)),
        ("composite, 24 h", ("exceeds", None)),
        ("составная за 8 ч", UNSTATED),
        ("составная", UNSTATED),
        ("разовая, 24.06", UNSTATED),
        ("", UNSTATED),
    ],
)
def test_that_a_row_says_what_sample_it_is_of(sample, expected):
    glass = {"sector": one("glass"), "subsector": one("container"), "water_out": one("surface")}
    row = {"parameter": words("ХПК"), "c": num("140", "5")}
    row |= {"sample": words(sample)} if sample else {}
    found = figures("glass-ceramics", glass | rows("q_k04", row))["figure.q_k04/r1/c"]
    assert verdict(found)[:2] == expected  # 140 − 5 beyond 130 mg/l


LIKE_A_DAY = ("daily", "composite_24h", "composite_24h_or_batch", "random_or_composite_24h")


@pytest.mark.parametrize(
    ("sample", "of", "not_of"),
    [
        (
            "composite-24h",
            (*LIKE_A_DAY, "composite-2h-24h"),
            ("composite_24h_percentile", "yearly"),
        ),
        ("composite-2h", ("composite-2h", "composite-2h-24h"), LIKE_A_DAY),
        ("spot", (), (*LIKE_A_DAY, "spot3x30min", "composite-2h-24h")),
        ("", (), (*LIKE_A_DAY, "yearly")),
    ],
)
def test_that_a_sample_is_what_levels_call_it_in_their_words(sample, of, not_of):
    plant, reason = known(pack("pb"), {}), "averaging_differs" if sample else UNSTATED[1]
    whole = {each.id: each for each in plant.definition.levels}["PB-AEL-W-AS"]
    beyond = Figure(value=Decimal(1), unit="mg/l", origin="measured_accredited")
    for ids, expected in ((of, ("exceeds", None)), (not_of, ("not_compared", reason))):
        for each in ids:
            holding = InForce(level=replace(whole, averaging=(each,)))
            time = Averaged(time=sample)
            found = judge_averaged(plant.definition, plant.state, holding, beyond, time)
            assert (found.verdict, found.reason) == expected, each


def test_that_water_leaving_for_a_river_stands_where_its_levels_are_for():
    answers = rows("core_rep_outlet", {"core_out_receiver": one("surface")})
    answers["direct_discharge"] = one("yes")
    row = {"substance": one("cd"), "max": num("0.5"), "uncertainty": num("0.05")}
    row |= {"sample": one("composite-24h"), "origin": one("measured_accredited")}
    row |= {"unit": one("mg/l")}
    found = figures("pb", answers | rows("core_rep_outlet/r1/core_out_params", row))
    told = found["figure.core_rep_outlet/r1/core_out_params/r1/max"]
    assert verdict(told) == ("exceeds", None, "PB-AEL-W-CD")  # 0.5 − 0.05 beyond 0.1 mg/l


def test_that_what_goes_into_treatment_is_no_figure_of_what_comes_out():
    row = {"p": words("ХПК"), "i": num("900"), "o": num("90"), "max": num("120")}
    found = figures("municipal-wastewater", rows("ter_02", row))
    assert "figure.ter_02/r1/i" not in found
    assert all(key.startswith(("figure.ter_02/r1/o", "figure.ter_02/r1/max")) for key in found)


def test_that_every_row_of_the_table_is_about_a_number_of_a_pack():
    kinds = {}
    for path in (RESOURCES / "packs").glob("*/survey.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            kinds |= {row["bind::kta:concept"]: row["type"] for row in csv.DictReader(file)}
    for concept, told in answer_averaging().items():
        assert kinds[concept] == "decimal", concept
        assert told.by in {"wording", "base_year", "cell"}, concept
        assert (told.by == "cell") == bool(told.cell and told.hours), concept
        cell = f"{concept.rpartition('.')[0]}.{told.cell}"
        assert not told.cell or kinds[cell] == "text", concept
