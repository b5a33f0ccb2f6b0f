"""Claims about making the common checklist from its data: nothing is lost, reasons are given."""

import csv
import itertools
import json
import textwrap
import tomllib
from pathlib import Path

import pytest
import yaml

from kta_desktop.forms.parser import parse
from kta_desktop.packs.core_yaml import convert
from kta_desktop.packs.core_yaml_amend import OverlayError, amended
from kta_desktop.packs.core_yaml_names import expression
from kta_desktop.packs.layout import SURVEY
from kta_desktop.packs.load import load
from kta_desktop.packs.outline import outline
from kta_desktop.packs.rows import read_toml
from kta_desktop.paths import RESOURCES

PACK = RESOURCES / "packs" / "core"
STUDY = Path(__file__).parents[4] / "shared" / "domain" / "core" / "core.yaml"
beside = pytest.mark.skipif(not STUDY.exists(), reason="the domain study is not at hand")


def rows(name, folder=PACK):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def more(row):
    return json.loads(row.get("bind::kta:more") or "{}")


@pytest.fixture(scope="module")
def study():
    return yaml.safe_load(STUDY.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def survey():
    return rows("survey.csv")


@pytest.fixture(scope="module")
def overlay():
    return read_toml(PACK / "overlay.toml")


@pytest.fixture(scope="module")
def asked(survey):
    """Return rows by the id that the study gives them, with the rows of their columns."""
    found, inside = {}, None
    for row in survey:
        if row["type"] == "end_repeat":
            inside = None
        elif identifier := more(row).get("id"):
            found[identifier] = (row, [])
            is_table = row["appearance"] == "table-list"
            inside = identifier if is_table else None
        elif inside:
            found[inside][1].append(row)
    return found


@beside
def test_that_making_it_again_gives_the_same_bytes(tmp_path):
    (tmp_path / "overlay.toml").write_bytes((PACK / "overlay.toml").read_bytes())
    for path in convert(STUDY, tmp_path):
        ours = PACK / path.relative_to(tmp_path)
        assert path.read_bytes() == ours.read_bytes(), path.name


@beside
def test_that_no_section_repeat_or_question_is_dropped(study, asked, survey):
    for kind in ("sections", "repeats", "questions"):
        assert {row["id"] for row in study[kind]} <= set(asked), kind
    numbers = [more(row).get("id") for row in survey if more(row).get("id", "").startswith("core-")]
    kept = [row["id"] for row in study["questions"]]
    assert [name for name in numbers if name in kept] == kept


@beside
def test_that_questions_keep_their_fields(study, asked, overlay):
    changed = overlay["questions"]
    for question in study["questions"]:
        row, _columns = asked[question["id"]]
        mended = changed.get(question["id"], {})
        assert row["bind::kta:number"] == question["number"]
        assert row["bind::kta:concept"] == mended.get("concept", question["concept"])
        assert row["bind::kta:blank_reasons"].split() == question["blank_reasons"]
        level, *kinds = row["bind::kta:evidence"].split()
        assert (level, kinds) == (
            question["evidence"]["level"], question["evidence"].get("kinds", [])
        )  # fmt: skip
        assert more(row)["statutory_group"] == question["statutory_group"]
        assert (row["bind::kta:confidential"] == "yes") is question["confidential"]
        if question["legal_ref"]:
            place = question["legal_ref"]
            for mark, source in overlay["sources"].items():
                place = place.replace(mark, source.get("cited", mark))
            assert row["bind::kta:locus"] == place
            assert row["bind::kta:confidence"] == question["legal_confidence"]
        for lang, words in (mended.get("text") or question["text"]).items():
            assert words in [row[name] for name in row if name.startswith("label::")], lang


@beside
def test_that_no_column_option_or_rule_is_dropped(study, asked):
    options = {}
    for row in rows("choices.csv"):
        options.setdefault(row["list_name"], set()).add(row["name"])
    for question in study["questions"]:
        row, columns = asked[question["id"]]
        names = [column["name"] for column in columns]
        wanted = [column["id"].replace("-", "_") for column in question.get("columns", ())]
        assert [name for name in names if name in wanted] == wanted, question["id"]
        kept = {option["id"] for option in question.get("options", ())}
        assert kept <= options.get(row["name"], set()), question["id"]
        rules = sum(bool(row[name]) for name in ("constraint", "bind::kta:warn"))
        rules += len(more(row).get("rules", ()))
        assert rules >= len(question.get("constraint", ())), question["id"]
        assert bool(row["calculation"]) is ("formula" in question)
        assert more(row).get("exclusive_options") == question.get("exclusive_options")
        assert more(row).get("precision") == question.get("precision")
    for name, found in study["option_sets"].items():
        assert {option["id"] for option in found} <= options[f"core_{name}"], name


@beside
def test_that_columns_keep_their_rules_formulas_and_lists(study, asked, overlay):
    for question in study["questions"]:
        columns = {row["name"]: row for row in asked[question["id"]][1]}
        for column in question.get("columns", ()):
            row = columns[column["id"].replace("-", "_")]
            mended = column | overlay["columns"].get(f"{question['id']}.{column['id']}", {})
            assert row["bind::kta:concept"] == mended["concept"]
            assert row["calculation"] == (expression(mended.get("formula")) or "")
            assert row["constraint"] == (expression(mended.get("constraint")) or "")
            assert (row["required"] == "yes") is mended.get("required", False)
            assert (row["bind::kta:unit"] or "1") == (mended.get("unit") or "1")


@beside
def test_that_a_repeat_holds_the_questions_that_the_study_gives_it(study, overlay):
    entries = outline(load(PACK).rows(SURVEY)).entries
    for repeat in study["repeats"]:
        name = repeat["id"].replace("-", "_")
        (head,) = (more(entry.row.cells) for entry in entries if entry.row.get("name") == name)
        assert head["key"] == repeat["key_question"].replace("-", "_")
        assert head["min"] == repeat["min"]
        inside = [more(entry.row.cells)["id"] for entry in entries if entry.parent == name]
        added = [
            identifier
            for identifier in inside
            if "number" in overlay["questions"].get(identifier, {})
        ]
        assert [identifier for identifier in inside if identifier not in added] == repeat[
            "questions"
        ]


def test_that_every_rule_of_a_cell_says_what_is_wrong(survey):
    ruled = [row for row in survey if row["constraint"]]
    assert len(ruled) > 120
    for row in ruled:
        for lang in ("Русский (ru)", "Қазақша (kk)", "English (en)"):
            assert row[f"constraint_message::{lang}"], (row["name"], lang)


def test_that_every_expression_is_renamed_and_can_be_read(survey):
    count = 0
    for row, name in itertools.product(
        survey, ("relevant", "constraint", "calculation", "bind::kta:warn", "choice_filter")
    ):
        if text := row[name]:
            parse(text, bare_names=name == "choice_filter")
            assert "core-" not in text
            count += 1
    assert count > 220


def test_that_ids_are_renamed_and_words_between_quotes_are_not():
    assert expression("${core-src-no} = 'core-x' or ./core-prod-role = \"core-y\"") == (
        "${core_src_no} = 'core-x' or ./core_prod_role = \"core-y\""
    )
    assert expression(None) is None


def test_that_every_question_cites_a_document_that_is_listed(survey):
    listed = {row["id"] for row in rows("sources.csv")}
    for row in survey:
        if more(row).get("statutory_group"):
            assert row["bind::kta:source"] in listed, row["name"]
            assert row["bind::kta:locus"], row["name"]
            assert row["bind::kta:confidence"] in {"verified", "memory"}, row["name"]
            assert set(more(row).get("sources", ())) <= listed, row["name"]


def test_that_what_no_act_demands_never_passes_as_verified(survey):
    for row in survey:
        if row["bind::kta:source"] == "CORE-STUDY":
            assert row["bind::kta:confidence"] == "memory", row["name"]


def test_that_every_text_has_kazakh_words_and_they_are_marked_as_drafts(survey):
    worded = [row for row in survey if row["label::Русский (ru)"]]
    assert len(worded) > 500
    for row in worded:
        assert row["label::Қазақша (kk)"], row["name"]
        assert row["label::English (en)"], row["name"]
        assert row["bind::kta:kk_state"] == "draft", row["name"]


def test_that_concepts_are_never_shared(survey):
    concepts = [row["bind::kta:concept"] for row in survey if row["bind::kta:concept"]]
    assert len(concepts) == len(set(concepts))


def test_that_the_four_statutory_groups_and_all_sections_are_asked(survey):
    groups = {more(row).get("statutory_group") for row in survey} - {None}
    assert groups == {"process", "environment", "economics", "energy", "none"}
    sections = [row["bind::kta:number"] for row in survey if row["type"] == "begin_group"]
    assert sections == list("ABCDEFGHIJKLMNOPQ")


@pytest.mark.parametrize("field", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
def test_that_every_field_of_the_application_for_the_permit_is_asked(survey, field):
    def fields(locus):
        """Return the numbered fields of art. 114(1) that a place in the Code names."""
        _before, mark, rest = locus.partition("114 п. 1 пп. ")
        words = rest.split(";")[0].replace(",", " ").split() if mark else []
        return {int(word) for word in words if word.isdigit()}

    assert any(field in fields(row["bind::kta:locus"]) for row in survey)


def test_that_every_amendment_says_why_and_by_which_document(overlay):
    for kind in ("questions", "columns", "options", "sets"):
        for name, entry in overlay[kind].items():
            assert len(entry["why"]) > 20, name
            assert entry["by"], name


CORE = """
option_sets: {yes_no: [{id: 'yes', ru: Да, kk: Иә, en: 'Yes'}]}
repeats: []
questions:
- {id: core-a, type: text, unit: t, text: {ru: 'см. notes/a.md'}}
- {id: core-b, type: single, options: [{id: x, ru: X}]}
- {id: core-t, type: table, columns: [{id: one}]}
"""


def mended(overlay):
    told = 'why = "because"\nby = "the law"\n'
    return amended(
        yaml.safe_load(CORE), tomllib.loads(textwrap.dedent(overlay).replace("TOLD", told))
    )


def test_that_an_entry_changes_takes_away_and_adds():
    found = mended(
        """
        [words]
        "a.md" = "study"
        [questions.core-a]
        TOLD
        unit = ""
        type = "integer"
        [questions.core-new]
        after = "core-a"
        TOLD
        type = "text"
        [columns."core-t.two"]
        after = "one"
        TOLD
        [options."yes_no.no"]
        after = "yes"
        TOLD
        [options."core-b.y"]
        after = "x"
        TOLD
        [sets.more]
        TOLD
        options = [{ id = "z" }]
        """
    )
    first, second, third, table = found["questions"]
    assert first == {
        "id": "core-a",
        "type": "integer",
        "text": {"ru": "см. study"},
        "amended": {"why": "because", "by": "the law"},
    }
    assert second["id"] == "core-new"
    assert [option["id"] for option in third["options"]] == ["x", "y"]
    assert [column["id"] for column in table["columns"]] == ["one", "two"]
    assert [option["id"] for option in found["option_sets"]["yes_no"]] == ["yes", "no"]
    assert found["option_sets"]["more"] == [{"id": "z"}]


@pytest.mark.parametrize(
    "entry",
    [
        "[questions.core-x]\nTOLD",
        '[questions.core-x]\nafter = "core-nothing"\nTOLD',
        '[questions.core-a]\nwhy = "because"',
        '[questions.core-a]\nby = "the law"',
        '[columns."core-t.two"]\nTOLD',
    ],
)
def test_that_an_entry_without_reason_or_object_is_refused(entry):
    with pytest.raises(OverlayError):
        mended(entry)
