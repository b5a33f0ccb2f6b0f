"""Claims about what an overlay may add when a pack is made from sector data."""

import csv
import textwrap

import pytest

from kta_desktop.packs.sector_anchors import anchored
from kta_desktop.packs.sector_levels import completed, narrowed
from kta_desktop.packs.sector_names import Names
from kta_desktop.packs.sector_yaml import convert, translated

SECTOR = """
pack:
  id: small
  version: draft-1
  status: draft
  languages: {ru: checked, en: checked, kk: draft}
  title: {ru: Пакет, en: Pack, kk: Топтама}
  sector: {code: S, ru: Отрасль, en: Sector, kk: Сала}
  checklist_title: null
  basis: [LAW]
  includes: []
  confidence_legend: {verified: read}
  notes: []
  known_gaps: []
  media_when: {}
sources:
- {id: LAW, title: The law, oj: null, url: null, read: full, confidence: verified, note: null}
scope:
  activities: []
  exclusions: []
  subsectors:
  - {id: jars, ru: Банки, en: Jars, kk: Банкілер, group: glass, source: LAW, locus: {},
     confidence: verified}
  - {id: bricks, ru: Кирпич, en: Bricks, kk: Кірпіш, group: ceramics, source: LAW, locus: {},
     confidence: verified}
facts:
- {id: sector, type: single, label: {ru: Отрасль, en: Sector}, set_by: null,
   values: [{id: glass, ru: стекло, en: glass}, {id: ceramics, ru: керамика, en: ceramics}]}
- {id: subsector, type: single, label: {ru: Подотрасль, en: Sub-sector}, set_by: null,
   values: [{id: jars, ru: банки, en: jars}, {id: bricks, ru: кирпич, en: bricks}]}
- {id: boron, type: bool, label: {ru: Бор, en: Boron}, set_by: null}
- {id: coating, type: bool, label: {ru: Покрытие, en: Coating}, set_by: null}
- {id: own_stack, type: bool, label: {ru: Своя труба, en: Own stack}, set_by: null}
bases:
- {id: STD, text: {ru: сухой газ, en: dry gas}, gas: dry, T_K: 273.15, p_kPa: 101.3, o2_pct: null,
   o2_rule: null}
- {id: R8, text: {ru: 8 % O2, en: 8 % O2}, gas: null, T_K: null, p_kPa: null, o2_pct: 8,
   o2_rule: fixed}
- {id: OUT, text: {ru: на выходе, en: at the outlet}, gas: null, T_K: null, p_kPa: null,
   o2_pct: null, o2_rule: null}
averaging: []
techniques:
- {id: B-1, parent: null, kind: bat, number: "1", code: null, title: {ru: Меры, en: Measures},
   rule: null, applicability: {ru: Не для всех, en: Not for all}, aspects: [], subsectors: [],
   source: LAW, locus: {text: LAW 1}, confidence: verified}
levels:
- {id: L-1, kind: AEL, kind_text: null, medium: air, parameter: {ru: Пыль, en: Dust},
   substance: dust, subsectors: [jars], process: null, plant_status: any,
   when: "${subsector} = 'jars' and (${coating} = true() and ${own_stack} = true())",
   lower: null, lower_op: null, upper: 10, upper_op: "<=", unit: mg/Nm3, direction: lower,
   averaging: [], basis: [STD, R8], techniques: [B-1], monitoring: [], source: LAW,
   locus: {text: "LAW Table 1"}, confidence: verified}
- {id: L-2, kind: AEL, kind_text: null, medium: air, parameter: {ru: Пыль, en: Dust},
   substance: dust, subsectors: [bricks], process: null, plant_status: any, when: null,
   when_text: {ru: Редко, en: Seldom}, lower: null, lower_op: null, upper: 20, upper_op: "<=",
   unit: mg/Nm3, direction: lower, averaging: [], basis: [OUT], techniques: [], monitoring: [],
   source: LAW, locus: {text: "LAW Table 2"}, confidence: verified}
monitoring: []
ranges: []
formulas: []
sections:
- {id: Sector, order: 1, title: {ru: Объект, en: Plant, kk: Объект}}
questions:
- {id: Q-1, section: Sector, order: 1, text: {ru: Печи, en: Furnaces, kk: Пештер}, type: table,
   unit: null, maps_to: {levels: [L-1]}, show_if: "${sector} = 'glass'", evidence: [], hint: null,
   source: null, confidence: verified, locus: {text: "own question; anchors: B-1, L-1, L-2"},
   columns: [{id: sector, ru: Отрасль, en: Sector, kk: Сала, type: text, unit: null},
             {id: year, ru: Год, en: Year, kk: Жыл, type: number, unit: null}]}
- {id: Q-2, section: Sector, order: 2, text: {ru: Состав, en: Batch, kk: Құрам}, type: multi,
   unit: null, options: [{id: boron, ru: бор, en: boron, kk: бор}], maps_to: {}, show_if: "true()",
   evidence: [], hint: null, source: LAW, confidence: verified, locus: {text: "LAW 3"}}
extra: {}
"""
OVERLAY = """
anchored_questions = true

[facts_section]
place = "first"
title = { ru = "Профиль", kk = "Бейін", en = "Profile" }

[facts.boron]
calculation = "selected(${Q-2}, 'boron')"

[facts.subsector]
choice_filter = "group = ${sector}"

[bases]
STD = "eu-dry"
R8 = "eu-dry-o2-8"
OUT = ""
"STD R8" = "eu-dry-o2-8"

[question_levels.Q-2]
patterns = ["L-*"]
substances = ["dust"]

[loci]
"LAW" = "Закон"

[levels.L-1]
also = "${boron} = true()"
"""
EMPTY = {"questions": [], "facts": [], "levels": [], "monitoring": []}
KAZAKH = '[kk]\n"Не для всех" = "Бәріне емес"\n"Отрасль" = "Сала"\n"сухой газ" = "құрғақ газ"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pack")
    (path / "small.yaml").write_text(textwrap.dedent(SECTOR), encoding="utf-8")
    (path / "overlay.toml").write_text(OVERLAY, encoding="utf-8")
    (path / "kazakh.toml").write_text(KAZAKH, encoding="utf-8")
    convert(path / "small.yaml", path)
    return path


def rows(folder, table, key="id"):
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[key]: row for row in csv.DictReader(file) if row[key]}


def test_that_facts_can_be_asked_before_everything_else(folder):
    survey = rows(folder, "survey", "name")
    numbers = {name: row["bind::kta:number"] for name, row in survey.items()}
    assert (numbers["facts"], numbers["sector"], numbers["subsector"]) == ("1", "1.1", "1.2")
    assert (numbers["sector_section"], numbers["q_1"]) == ("2", "2.1")
    assert survey["facts"]["label::Қазақша (kk)"] == "Бейін"


def test_that_a_fact_is_asked_only_where_the_facts_before_it_call_for_it(folder):
    survey = rows(folder, "survey", "name")
    assert survey["sector"]["relevant"] == ""
    assert survey["coating"]["relevant"] == "${subsector} = 'jars' and ${boron} = true()"
    assert survey["own_stack"]["relevant"] == (
        "${subsector} = 'jars' and ${coating} = true() and ${boron} = true()"
    )


def test_that_a_fact_that_a_question_answers_is_not_asked(folder):
    boron = rows(folder, "survey", "name")["boron"]
    assert (boron["type"], boron["calculation"]) == ("calculate", "selected(${q_2}, 'boron')")


def test_that_options_of_a_fact_follow_the_fact_before_it(folder):
    assert rows(folder, "survey", "name")["subsector"]["choice_filter"] == "group = ${sector}"
    jars = rows(folder, "choices", "name")["jars"]
    assert jars["more"] == '{"group": "glass"}'


def test_that_one_name_means_one_thing(folder):
    survey = rows(folder, "survey", "name")
    assert {"sector", "sector_section", "q_1_sector", "year"} <= set(survey)


def test_that_kazakh_drafts_stand_beside_the_russian_texts(folder):
    assert rows(folder, "techniques")["B-1"]["applicability::Қазақша (kk)"] == "Бәріне емес"
    assert rows(folder, "survey", "name")["sector"]["label::Қазақша (kk)"] == "Сала"
    assert rows(folder, "bases")["STD"]["text::Қазақша (kk)"] == "құрғақ газ"


def test_that_drafts_leave_what_the_data_have():
    told = translated({"ru": "да", "kk": "иә", "parts": [{"ru": "да"}]}, {"да": "ия"})
    assert told == {"ru": "да", "kk": "иә", "parts": [{"ru": "да", "kk": "ия"}]}


def test_that_conditions_that_hold_together_become_one_basis(folder):
    levels = rows(folder, "levels")
    assert levels["L-1"]["basis"] == "eu-dry-o2-8"
    assert '"basis_origin": ["STD", "R8"]' in levels["L-1"]["more"]
    assert levels["L-2"]["basis"] == ""
    assert '"basis_origin": ["OUT"]' in levels["L-2"]["more"]
    assert rows(folder, "bases")["OUT"]["reference"] == ""


def test_that_a_question_rests_on_the_places_of_its_anchors(folder):
    asked = rows(folder, "survey", "name")["q_1"]
    assert asked["bind::kta:locus"] == "Закон 1; Table 1; Table 2"
    assert asked["bind::kta:source"] == "LAW"
    assert '"anchors": "own question; anchors: B-1, L-1, L-2"' in asked["bind::kta:more"]


def test_that_a_place_that_names_no_row_stays(folder):
    assert rows(folder, "survey", "name")["q_2"]["bind::kta:locus"] == "Закон 3"
    question = {"locus": None, "source": None}
    empty = {"techniques": [], "levels": [], "monitoring": [], "ranges": [], "formulas": []}
    sector = {**empty, "averaging": [], "scope": {"activities": []}}
    assert anchored(question, sector) is question


def test_that_a_level_can_be_narrowed_and_keeps_its_condition(folder):
    level = rows(folder, "levels")["L-1"]
    assert level["when"].endswith("and ${boron} = true()")
    assert '"when_origin": "${subsector}' in level["more"]
    words = rows(folder, "levels")["L-2"]
    assert words["when"] == ""
    assert '"scope_when": "${subsector} = \'bricks\'"' in words["more"]


def test_that_a_question_may_be_held_against_all_levels_it_means(folder):
    survey = rows(folder, "survey", "name")
    assert survey["q_1"]["bind::kta:ael"] == "L-1"
    assert survey["q_2"]["bind::kta:ael"] == "L-1 L-2"


def test_that_a_medium_may_have_no_reference_conditions():
    names = Names({**EMPTY, "pack": {"id": "small"}}, {"bases": {"air_load": "", "STD": "eu-dry"}})
    assert names.bases(["STD"], "air_load") == []
    assert names.bases(["STD"], "air") == ["eu-dry"]


def test_that_words_without_known_sub_sectors_stay_words():
    level = {"id": "L", "when": None, "subsectors": ["elsewhere"]}
    assert narrowed(level, {"facts": []}, {}) is level
    fact = {"id": "subsector", "type": "multi", "values": [{"id": "here"}]}
    assert narrowed(level, {"facts": [fact]}, {}) is level
    here = narrowed({**level, "subsectors": ["here"]}, {"facts": [fact]}, {})
    assert here["scope_when"] == "selected(${subsector}, 'here')"


def test_that_a_condition_in_words_can_be_written_out_with_its_facts_and_its_exception():
    table_7 = {"id": "T7", "when": "true()", "upper": "0.8", "unit": "kg/t"}
    table_8 = {"id": "T8", "when": None, "upper": "3", "unit": "kg/t", "twin": "T8-C"}
    sector = {"levels": [table_7, table_8], "facts": [{"id": "a", "set_by": "Q"}]}
    overlay = {
        "facts_added": [{"id": "small", "type": "bool"}],
        "levels": {"T8": {"when": "${small} = true()"}, "T7": {"when": "false()"}},
        "exceptions": {"T7-X8": {"of": "T7", "by": "T8", "when": "${small} = true()"}},
    }
    found = completed(sector, overlay)
    assert found["facts"][1] == {"id": "small", "type": "bool", "set_by": None}
    first, second, exception = found["levels"]
    assert first == table_7  # a condition that the data have is not written over
    assert second == {**table_8, "when": "${small} = true()"}
    assert (exception["id"], exception["overrides"], exception["effect"]) == (
        "T7-X8",
        "T7",
        "replaces",
    )
    assert (exception["upper"], exception["when"]) == ("3", "${small} = true()")
    assert "twin" not in exception
    assert completed(sector, {})["levels"] == sector["levels"]
