"""Claims about the tables that questions choose from and that answers are held against."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from kta_desktop.forms.parser import parse
from kta_desktop.packs import reference, reference_lists
from kta_desktop.paths import RESOURCES

FOLDER = RESOURCES / "reference"
STUDY = Path(__file__).parents[4] / "shared" / "domain" / "core"
TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not STUDY.exists(), reason="the domain study is not beside the checkout")
@pytest.mark.parametrize("table", sorted(path.stem for path in STUDY.glob("*.csv")))
def test_that_no_row_of_the_study_is_dropped(table):
    kept = {row["id"]: row for row in rows(FOLDER / f"{table}.csv")}
    for row in rows(STUDY / f"{table}.csv"):
        ours = kept[row["id"]]
        assert set(row) <= set(ours), table
        assert ours["confidence"] == row["confidence"], row["id"]


@pytest.mark.parametrize("table", TABLES)
def test_that_every_row_says_how_far_it_was_checked_and_where(table):
    for row in rows(FOLDER / f"{table}.csv"):
        assert row["confidence"] in {"verified", "memory", "unsure"}, row["id"]
        assert row["source"], row["id"]


@pytest.mark.parametrize("table", TABLES)
def test_that_kazakh_words_are_marked_as_drafts_until_an_ecologist_has_read_them(table):
    found = rows(FOLDER / f"{table}.csv")
    if "kk_state" not in found[0]:
        assert table in {"averaging", "bases", "substances"}  # no words of their own
        return
    assert {row["kk_state"] for row in found} <= {"draft", "official"}


def test_that_every_label_is_there_in_three_languages():
    labels = [row.label for row in reference_lists.categories()]
    labels += [row.label for row in reference_lists.category_facts().values()]
    labels += [row.label for row in reference_lists.criteria()]
    labels += [row.label for row in reference_lists.fuels().values()]
    labels += [row.label for row in reference_lists.protocol_fields()]
    labels += [row.section for row in reference_lists.protocol_fields()]
    labels += [row.label for row in reference_lists.technique_states()]
    labels += [row.label for row in reference_lists.waste_streams().values()]
    labels += [row.label for row in reference_lists.water_sources().values()]
    assert all(label.ru and label.kk and label.en for label in labels)


def test_that_the_code_has_thirteen_criteria_in_its_order():
    found = reference_lists.criteria()
    assert [row.number for row in found] == list(range(1, 14))
    assert {row.confidence for row in found} == {"verified"}


def test_that_fuels_have_both_typical_figures_or_neither():
    found = reference_lists.fuels()
    gas = found["natural-gas"]
    assert (gas.ncv_gj_t, gas.co2_kg_gj, gas.is_biogenic) == (
        Decimal("48.0"),
        Decimal("56.1"),
        False,
    )
    assert gas.units == ("t", "thousand-m3")
    assert found["wood"].is_biogenic
    assert [row.id for row in found.values() if row.ncv_gj_t is None] == ["other"]
    assert found["other"].co2_kg_gj is None


def test_that_conditions_of_categories_speak_of_known_facts_and_can_be_read():
    known = reference_lists.category_facts()
    for rule in reference_lists.categories():
        parse(rule.condition)
        asked = {part.split("}")[0] for part in rule.condition.split("${")[1:]}
        assert asked <= set(known), rule.id
    assert {rule.category for rule in reference_lists.categories()} == {"I", "II", "III", "IV"}


def test_that_units_of_facts_and_protocol_fields_are_known():
    units = [row.unit for row in reference_lists.category_facts().values()]
    units += [row.unit for row in reference_lists.protocol_fields()]
    assert {unit for unit in units if unit} <= set(reference.units())


def test_that_every_state_but_one_needs_a_reason():
    states = reference_lists.technique_states()
    assert [row.id for row in states if not row.needs_reason] == ["applied"]
    assert [row.id for row in states if row.is_introduced] == ["applied", "partly", "planned"]


def test_that_water_used_again_is_no_intake():
    again = {row.id for row in reference_lists.water_sources().values() if row.kind == "reuse"}
    assert again == {"reuse-own-effluent", "reuse-condensate", "recirculation"}


def test_that_codes_of_waste_are_left_to_its_owner():
    assert all(row["classifier_code"] == "" for row in rows(FOLDER / "waste_streams.csv"))
    assert len(reference_lists.waste_streams()) == 36


def test_that_an_act_of_sampling_asks_what_normalising_needs():
    fields = {row.id: row for row in reference_lists.protocol_fields() if row.form == "act"}
    for name in ("act-gas-t", "act-static-p", "act-moisture", "act-o2", "act-load-pct"):
        assert fields[name].unit, name


def test_that_the_act_has_its_fields_in_seven_sections_without_a_gap():
    fields = [row for row in reference_lists.protocol_fields() if row.form == "act"]
    assert [row.order for row in fields] == list(range(1, 48))
    sections = list(dict.fromkeys(row.section.ru for row in fields))
    assert len(sections) == 7
    assert sorted(fields, key=lambda row: sections.index(row.section.ru)) == fields
