"""Claims about converting sector data to a pack folder: nothing is lost, nothing is added."""

import subprocess
import sys
import textwrap

import pytest

from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms.state import FormState
from kta_desktop.packs.check import check
from kta_desktop.packs.compile import compile_pack
from kta_desktop.packs.load import load
from kta_desktop.packs.sector_yaml import convert

SECTOR = """
pack:
  id: small
  version: draft-1
  status: draft
  languages: {ru: checked, en: checked, kk: draft}
  title: {ru: Пакет, en: Pack}
  sector: {code: S, ru: Отрасль, en: Sector}
  checklist_title: {ru: Чек-лист, en: Checklist}
  basis: [LAW]
  includes: []
  confidence_legend: {verified: read}
  notes: [A note.]
  known_gaps: [{ru: Нет чисел, en: No figures}]
  media_when: {water_direct: "selected(${discharge}, 'river')"}
sources:
- {id: LAW, title: The law, oj: null, url: null, read: full, confidence: verified, note: null,
   other_urls: [https://example.org], quality: good}
scope:
  activities: [{id: A1, ru: Молоко, en: Milk, threshold: {value: 200}, source: LAW, locus: {},
    confidence: verified}]
  exclusions: []
  subsectors: [{id: dairy, ru: Молочная, en: Dairy, techniques: [T-1], tables: [Table 8],
    source: LAW, locus: {}, confidence: verified}]
facts:
- {id: discharge, type: multi, label: {ru: Куда, en: Where}, set_by: GEN-01,
   values: [{id: river, ru: река, en: river}, {id: sewer, ru: сеть, en: sewer}]}
- {id: has_Dryer, type: bool, label: {ru: Сушилка, en: Dryer}, set_by: GEN-02,
   derive: "${GEN-02} > 0", derive_text: GEN-02 > 0}
- {id: size, type: single, label: {ru: Размер, en: Size}, set_by: GEN-02,
   values: [{id: small, ru: малый, en: small, when: "${GEN-02} < 100"},
            {id: large, ru: большой, en: large, when: "${GEN-02} >= 100"}]}
- {id: lines, type: multi, label: {ru: Линии, en: Lines}, set_by: null,
   values: [{id: one, ru: одна, en: one, when: "${GEN-02} > 0"},
            {id: two, ru: две, en: two, when: "${GEN-02} > 10"}]}
- {id: seasonal, type: bool, label: {ru: Сезон, en: Season}, set_by: GEN-03, column: season}
- {id: yearly_t, type: number, label: {ru: Выпуск, en: Output}, unit: t/day, set_by: null,
   formula: F-1}
bases:
- {id: dry, text: {ru: сухой, en: dry}, gas: dry, T_K: 273.15, p_kPa: 101.3, o2_pct: null,
   o2_rule: none}
averaging:
- {id: sampling, ru: три пробы, en: three samples}
techniques:
- {id: T-1, parent: null, kind: bat, number: '1', code: null, title: {ru: Метод, en: Technique},
   rule: null, applicability: null, aspects: [water], subsectors: [dairy], source: LAW,
   locus: {text: BAT 1}, confidence: verified}
- {id: T-1.a, parent: T-1, kind: sub, number: null, code: a, title: {ru: Часть, en: Part},
   rule: {ru: все, en: all}, applicability: null, aspects: [], subsectors: [], source: LAW,
   locus: {parent: T-1}, confidence: memory}
levels:
- {id: L-1, kind: AEL, kind_text: BAT-AEL, medium: water_direct, parameter: {ru: ХПК, en: COD},
   substance: COD, subsectors: [], process: null, plant_status: any, when: "${has_Dryer} = true()",
   lower: 2.50, lower_op: "<", upper: 100, upper_op: "<=", unit: mg/l, direction: lower,
   averaging: [sampling], basis: [dry], techniques: [T-1], monitoring: [M-1],
   notes: [{mark: "3", ru: Сноска, en: Footnote, confidence: memory}], source: LAW,
   locus: {table: 'Table 1', page: 74}, confidence: verified}
- {id: L-1-X, kind: AEL, kind_text: BAT-AEL, medium: water_direct, parameter: {ru: ХПК, en: COD},
   substance: COD, subsectors: [], process: null, plant_status: any, when: "true()",
   lower: 2.50, lower_op: "<", upper: 0.00001, upper_op: "<", unit: mg/l, direction: lower,
   averaging: [sampling], basis: [dry], techniques: [T-1], monitoring: [], overrides: L-1,
   effect: limit, mark: "5", inherits: [lower], requires: "${yearly_t} >= 95", source: LAW,
   locus: {}, confidence: unsure}
monitoring:
- {id: M-1, medium: water, parameter: {ru: ХПК, en: COD}, substance: COD, subsectors: [],
   process: null, standards: [EN 1484], frequency: {ru: ежедневно, en: daily},
   when: "${has_Dryer} = true()", techniques: [T-1], source: LAW, locus: {}, confidence: memory,
   state: current}
ranges:
- {id: R-1, subsectors: [], process: null, parameter: {ru: ХПК, en: COD}, lower: 500.0, upper: null,
   mean: 0.05, unit: kg/day, label: {ru: null, en: literature}, source: LAW, locus: {},
   confidence: verified}
formulas:
- {id: F-1, name: {ru: Расчёт, en: Formula}, expression: a = b, variables: {b: t}, units_text: t,
   use: null, example: null, source: LAW, locus: {}, confidence: memory}
sections:
- {id: GEN, order: 1, title: {ru: Общее, en: General, kk: Жалпы}}
questions:
- {id: GEN-01, section: GEN, order: 1, text: {ru: Куда, en: Where, kk: Қайда}, type: multi,
   unit: null, options: [{id: river, ru: река, en: river, kk: өзен},
     {id: sewer, ru: сеть, en: sewer, kk: желі}],
   maps_to: {techniques: [T-1], ranges: [R-1]}, show_if: "true()",
   evidence: [{kind: document, what: {ru: договор, en: contract}}],
   hint: {ru: Смотреть, en: null, kk: Қараңыз}, hint_confidence: memory, source: LAW,
   locus: {text: Scope}, confidence: verified}
- {id: GEN-02, section: GEN, order: 2, text: {ru: Мощность, en: Capacity, kk: Қуат}, type: number,
   unit: t/day, unit_options: [t/day, kg/h], maps_to: {levels: [L-1]}, evidence: [],
   show_if: "selected(${discharge}, 'river')", hint: null, source: null, locus: {},
   confidence: memory, computes: [F-1], calculation_text: sum, extension: true}
- {id: GEN-03, section: GEN, order: 3, text: {ru: Режим, en: Regime, kk: Режим}, type: table,
   unit: null, columns: [{id: days, ru: Дней, en: Days, kk: Күн, type: number, unit: d},
     {id: season, ru: Сезон, en: Season, kk: Маусым, type: bool, unit: null}],
   maps_to: {}, show_if: "true()", evidence: [{kind: photo}], hint: null, source: LAW, locus: {},
   confidence: verified}
- {id: GEN-04, section: GEN, order: 4, text: {ru: Есть план, en: Plan, kk: Жоспар},
   type: yes_no_partial_na, unit: null, maps_to: {}, show_if: "true()", evidence: [], hint: null,
   source: LAW, locus: {}, confidence: verified}
- {id: GEN-05, section: GEN, order: 5, text: {ru: Снимок, en: Photo, kk: Сурет}, type: photo,
   unit: null, maps_to: {}, show_if: "true()", evidence: [], hint: null, source: LAW, locus: {},
   confidence: verified}
extra:
  definitions: [{id: D1, ru: Слово, en: Word}]
"""
OVERLAY = """
bases = { dry = "eu-dry" }
units = { "t/day" = "t/d", "kg/day" = { id = "kg/d", per = { ru = "жира" } } }
short = { GEN = { ru = "Общее", kk = "Жалпы" } }
short_questions = { GEN-02 = { ru = "Мощность", kk = "Қуат" }, yearly_t = { ru = "За год" } }
facts = { size = { label = "Көлемі", values = { small = "шағын", large = "үлкен" } } }

choices = { GEN-01 = { sewer = "кәріз желісі" } }
sources = { LAW = { title = "Закон" } }
loci = { Scope = "Область" }

[pack.checklist]
kk = "Тексеру парағы"

[averaging.sampling]
id = "spot3x30min"
kk = "үш сынама"

[warn.GEN-02]
rule = ". < 500"
message = { ru = "Много.", kk = "Көп.", en = "Much." }
"""

INCLUDED = 'includes = [\n  "core",\n]'


@pytest.fixture
def folder(tmp_path):
    source, target = tmp_path / "sector.yaml", tmp_path / "small"
    target.mkdir()
    source.write_text(SECTOR, encoding="utf-8")
    (target / "overlay.toml").write_text(textwrap.dedent(OVERLAY), encoding="utf-8")
    convert(source, target)
    return target


@pytest.fixture
def definition(folder):
    allowed = {"text-missing"}  # some facts of the sample have no Kazakh wording
    faults = [fault for fault in check(load(folder)) if fault.code not in allowed]
    assert faults == []
    text = (folder / "choices.csv").read_text(encoding="utf-8")
    filled = text.replace("Река,,", "Река,Өзен,").replace("Сеть,,", "Сеть,Желі,")
    filled = filled.replace("Одна,,", "Одна,Бір,").replace("Две,,", "Две,Екі,")
    (folder / "choices.csv").write_text(filled, encoding="utf-8")
    survey = (folder / "survey.csv").read_text(encoding="utf-8")
    survey = survey.replace("yearly_t,Выпуск,,", "yearly_t,Выпуск,Шығарылым,")
    (folder / "survey.csv").write_text(survey, encoding="utf-8")
    pack = (folder / "pack.toml").read_text(encoding="utf-8")
    alone = pack.replace(INCLUDED, "includes = []")  # what the checklist adds is claimed elsewhere
    (folder / "pack.toml").write_text(alone, encoding="utf-8")
    return compile_pack(load(folder)).definition


def test_that_questions_keep_number_concept_hint_source_and_kinds(definition):
    first = definition.question("gen_01")
    assert (first.number, first.concept, first.section) == ("1.1", "small.gen-01", "gen")
    assert first.hint.kk == "Қараңыз"
    assert first.hint.en == ""
    assert (first.source, first.locus, first.confidence) == ("LAW", "Область", "verified")
    assert [source.title for source in definition.sources] == ["Закон"]
    kinds = [str(definition.question(f"gen_0{number}").type) for number in range(1, 6)]
    assert kinds == ["select_multiple", "decimal", "table", "select_one", "image"]
    graded = definition.question("gen_04")
    assert graded.appearance == "likert"
    assert [c.name for c in graded.choices] == ["yes", "partial", "no", "na"]


def test_that_questions_and_asked_facts_get_the_short_titles_of_the_overlay(definition):
    short = {question.name: question.short for question in definition.questions}
    assert (short["gen_02"].ru, short["gen_02"].kk, short["gen_02"].en) == ("Мощность", "Қуат", "")
    assert short["yearly_t"].ru == "За год"
    assert short["gen_01"].is_empty


def test_that_the_overlay_may_word_an_option_otherwise(definition):
    labels = [choice.label.kk for choice in definition.question("gen_01").choices]
    assert labels == ["Өзен", "Кәріз желісі"]


def test_that_what_has_no_column_is_kept_beside(definition):
    first, second = definition.question("gen_01").more, definition.question("gen_02").more
    assert first["maps_to"] == {"ranges": ["R-1"]}
    assert first["proofs"] == [{"kind": "document", "what": {"ru": "договор", "en": "contract"}}]
    assert first["hint_confidence"] == "memory"
    assert second["computes"] == ["F-1"]
    assert second["calculation_text"] == "sum"
    assert second["extension"] is True
    assert second["warn"] == ". < 500"


def test_that_units_bases_and_averaging_get_our_ids_and_keep_their_wording(definition):
    second = definition.question("gen_02")
    assert (second.unit, second.units) == ("t/d", ("t/d", "kg/h"))
    assert second.more["unit_text"] == "t/day"
    level = definition.level("L-1")
    assert (level.averaging, level.basis) == (("spot3x30min",), ("eu-dry",))
    assert definition.averaging["spot3x30min"].kk == "үш сынама"
    (row,) = definition.more["ranges"]
    assert (row["unit"], row["unit_text"], row["unit_per"]) == ("kg/d", "kg/day", {"ru": "жира"})


def test_that_columns_become_questions_of_the_table(definition):
    table = definition.question("gen_03")
    assert [(c.name, str(c.type), c.unit) for c in table.columns] == [
        ("days", "decimal", "d"),
        ("season", "select_one", None),
    ]
    assert [choice.name for choice in table.columns[1].choices] == ["yes", "no"]


def test_that_figures_are_written_as_printed(definition):
    level, exception = definition.level("L-1"), definition.level("L-1-X")
    assert (level.lower, level.upper) == ("2.50", "100")
    assert (level.lower_is_less_than, level.upper_is_less_than) == (True, False)
    assert (exception.lower, exception.upper) == ("2.50", "0.00001")
    assert exception.upper_is_less_than
    assert definition.more["ranges"][0]["mean"] == "0.05"
    assert "upper" not in definition.more["ranges"][0]


def test_that_levels_keep_footnotes_locus_and_the_condition_of_their_medium(definition):
    level, exception = definition.level("L-1"), definition.level("L-1-X")
    assert level.note.ru == "[3] Сноска"
    assert level.more["notes"][0]["confidence"] == "memory"
    assert level.locus == "Table 1, 74"
    assert level.more["place"] == {"table": "Table 1", "page": 74}
    assert level.when == "(selected(${discharge}, 'river')) and (${has_dryer} = true())"
    assert exception.when == "selected(${discharge}, 'river')"
    assert exception.requires == "${yearly_t} >= 95"
    assert (exception.overrides, exception.effect) == ("L-1", "limit")
    assert exception.more["mark"] == "5"


def test_that_a_sub_technique_has_the_place_of_its_parent(definition):
    sub = definition.techniques[1]
    assert (sub.parent, sub.locus, sub.rule.ru) == ("T-1", "BAT 1", "все")


def test_that_all_remaining_tables_are_carried(definition):
    more = definition.more
    assert more["extra"]["definitions"][0]["ru"] == "Слово"
    assert more["activities"][0]["threshold"] == {"value": 200}
    assert more["subsectors"][0]["tables"] == ["Table 8"]
    assert more["monitoring"][0]["standards"] == ["EN 1484"]
    assert more["formulas"][0]["variables"] == {"b": "t"}
    assert more["bases"][0]["reference"] == "eu-dry"
    assert more["sources"][0]["quality"] == "good"
    assert more["pack"]["known_gaps"][0]["ru"] == "Нет чисел"


def test_that_facts_follow_from_answers(definition):
    state = FormState(definition, {})
    assert state.value("has_dryer") is None
    assert state.is_flagged("gen_02")
    state.apply("gen_01", {"value": ["river"]})
    assert state.value("discharge") == ("river",)
    state.apply("gen_02", {"value": "7"})
    assert state.value("has_dryer") is True
    assert state.value("size") == "small"
    assert state.holds("selected(${lines}, 'one')") is True
    assert state.holds("selected(${lines}, 'two')") is False
    state.apply("gen_03/a", {"order": 1.0})
    assert state.value("seasonal") is None
    state.apply("gen_03/a/season", {"value": "yes"})
    assert state.value("seasonal") is True


def test_that_a_fact_nobody_answers_is_asked_where_a_level_needs_it(definition):
    fact = definition.question("yearly_t")
    assert (fact.section, fact.type) == ("facts", QuestionType.DECIMAL)
    assert fact.calculation is None
    assert fact.more["fact_type"] == "number"
    assert fact.more["formula"] == "F-1"
    assert fact.unit == "t/d"


def test_that_nothing_unverified_became_verified(definition):
    rated = {row.id: row.confidence for row in (*definition.levels, *definition.techniques)}
    assert rated == {"L-1": "verified", "L-1-X": "unsure", "T-1": "verified", "T-1.a": "memory"}
    assert definition.kk_state == "draft"


def test_that_every_pack_takes_in_the_checklist_of_every_audit(folder):
    assert INCLUDED in (folder / "pack.toml").read_text(encoding="utf-8")


def test_that_converting_twice_writes_the_same_bytes(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    convert(tmp_path / "sector.yaml", folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_that_the_converter_runs_from_the_command_line(tmp_path):
    source = tmp_path / "sector.yaml"
    source.write_text(SECTOR, encoding="utf-8")
    command = [sys.executable, "-m", "kta_desktop.packs.sector_yaml", source, tmp_path / "out"]
    subprocess.run(command, check=True)
    assert (tmp_path / "out" / "survey.csv").exists()
