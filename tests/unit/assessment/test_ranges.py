"""Typical ranges of consumption and efficiency beside figures: matched word by word, no verdict."""

import csv

import pytest

from kta_desktop.assessment.candidates_ranges import typical
from kta_desktop.assessment.performance import IndicatorKind, Medium
from kta_desktop.assessment.ranges import Beside, ranges
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.packs.reference_figures import range_figures, range_names
from kta_desktop.paths import RESOURCES
from tests.unit.assessment.plants import by_key, known, many, num, one, pack, rows

GLASS = {"sector": one("glass"), "subsector": one("container"), "firing": one("air")}
TILES = {"sector": one("ceramics"), "subsector": one("tiles"), "kiln_type": one("roller")}


def beside(identifier, answers):
    """Return the indicators of a plant, and its ranges by id without the name of the pack."""
    plant = known(pack(identifier), answers)
    found = by_key(plant)
    told = {each.id.split(".")[1]: each for each in ranges(plant, tuple(found.values()))}
    return plant, found, told


def test_that_a_figure_of_which_no_level_speaks_is_held_beside_its_range():
    plant, found, told = beside("al", rows("al_15", {"kwh": num("16000", "100")}))
    figure = found["figure.al_15/r1/kwh"]
    assert (figure.kind, figure.medium) == (IndicatorKind.SPECIFIC_CONSUMPTION, Medium.ENERGY)
    assert (figure.figure.value, figure.figure.uncertainty) == (16000, 100)
    assert figure.judgement.reason is NotCompared.NO_LEVEL
    # 12900 to 15500 kWh/t Al from memory: beyond it, and nobody checked it
    assert (told["AL-TYP-DC"].state, told["AL-TYP-DC"].is_beyond) == (Beside.UNCHECKED, True)
    value, bound = typical(plant, figure)
    assert (value, bound.is_checked) == (16000, False)
    assert "не" in bound.note.ru
    assert (told["AL-TYP-DC"].value, told["AL-TYP-DC"].question) == (16000, "al_15")
    assert (told["AL-TYP-DC"].source, told["AL-TYP-DC"].locus != "") == ("PRACTICE", True)
    assert told["AL-TYP-ALU-EN"].question == "al_06"
    assert (told["AL-TYP-ANODE"].state, told["AL-TYP-ANODE"].question) == (Beside.UNFED, "")
    assert told["AL-TYP-ANODE"].why.ru
    assert told["AL-TYP-ALU-EN"].state is Beside.NO_FIGURE


@pytest.mark.parametrize(
    ("gj", "state"),
    [("4.8", Beside.WITHIN), ("4.801", Beside.BEYOND), ("1.9", Beside.WITHIN)],
)
def test_that_only_the_range_of_the_product_and_kiln_counts(gj, state):
    # tiles in a roller kiln, single firing: 1900 to 4800 kJ/kg, and 1 kJ/kg is 0.001 GJ/t
    plant, found, told = beside("glass-ceramics", TILES | {"q_d01": num(gj)})
    assert told["TYP-40"].state is state
    assert told["TYP-40"].indicator == "figure.q_d01"
    assert told["TYP-49"].state is Beside.FOR_OTHERS  # tunnel kiln
    assert told["TYP-44"].state is Beside.FOR_OTHERS  # sanitaryware
    # TYP-41, double firing in the same kiln, reaches to 4620: single firing does not exceed it all
    beyond_all = typical(plant, found["figure.q_d01"])
    assert (beyond_all is not None) is (state is Beside.BEYOND)


def test_that_a_range_is_open_until_its_product_is_known():
    _plant, _found, told = beside("glass-ceramics", {"sector": one("ceramics"), "q_d01": num("3")})
    assert told["TYP-40"].state is Beside.OPEN


def test_that_a_range_per_melted_glass_is_not_held_beside_water_per_tonne_of_product():
    intake = rows("core_water_in", {"source": one("surface"), "m3_year": num("150000")})
    base = {"core_base_amount": num("10000"), "core_ref_year": num("2025")}
    for kind, state in (("melted", Beside.UNCHECKED), ("product", Beside.NO_FIGURE)):
        answers = GLASS | intake | base | {"core_base_kind": one(kind)}
        _plant, found, told = beside("glass-ceramics", answers)
        assert found["specific.water"].figure.value == 15  # 150000 / 10000 m³/t
        assert told["TYP-11"].state is state
        assert told["TYP-11"].is_beyond is (kind == "melted")  # 0.3 to 10


def test_that_efficiency_is_unusual_below_its_range_and_food_has_one():
    plant, found, told = beside("food", {"gen_01": many("dairy"), "blr_04": num("60")})
    assert found["figure.blr_04"].kind is IndicatorKind.EFFICIENCY
    assert (told["PR-COND"].state, told["PR-COND"].is_beyond) == (Beside.UNCHECKED, True)
    assert typical(plant, found["figure.blr_04"]) is not None  # 70 to 90 % of condensate
    _plant, _found, better = beside("food", {"gen_01": many("dairy"), "blr_04": num("95")})
    assert better["PR-COND"].is_beyond is False
    for name in ("B06-MILK-W", "BREW-WATER-2012", "OIL-NAOH"):
        assert told[name].state is Beside.UNFED
        assert told[name].why.kk


def test_that_every_range_has_one_row_that_names_a_number_of_its_pack():
    kinds, known_ranges = {}, {}
    for path in (RESOURCES / "packs").glob("*/survey.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            kinds |= {row["bind::kta:concept"]: row["type"] for row in csv.DictReader(file)}
    for path in (RESOURCES / "packs").glob("*/ranges.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                known_ranges[f"{path.parent.name}.{row['id']}"] = row
    for identifier, told in range_figures().items():
        assert identifier in known_ranges
        assert bool(told.feed) is not bool(told.label.ru and told.label.kk and told.label.en)
        if told.feed and not told.feed.startswith("specific."):
            assert kinds[told.feed] == "decimal", identifier
            assert told.feed.split(".")[0] == identifier.split(".")[0]
        assert told.better in {"lower", "higher"}
        assert told.medium in set(Medium)


def test_that_what_packs_name_in_english_alone_has_a_name_in_every_language():
    nameless = set()
    for path in (RESOURCES / "packs").glob("*/ranges.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows_ = list(csv.DictReader(file))
        nameless |= {
            row["parameter::English (en)"] for row in rows_ if not row["parameter::Русский (ru)"]
        }
    assert range_names().keys() == nameless
    assert all(each.ru and each.kk for each in range_names().values())
    told = {each.id: each.name.ru for each in ranges(known(pack("food"), {}), ())}
    assert told["food.B06-ICE-E"] == "мороженое, расход энергии"
