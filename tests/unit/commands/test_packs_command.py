"""``kta packs`` lists, shows and checks sector packs."""

import json
import shutil

from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.paths import RESOURCES


def kta(*words):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_that_the_food_pack_is_listed_with_its_hash():
    rows = json.loads(kta("packs", "list", "--json").stdout)
    food = next(row for row in rows if row["id"] == "food")
    assert len(food["sha256"]) == 64
    assert food["questions"] >= 100


def test_that_showing_a_pack_gives_the_definition_its_hash_names():
    from kta_desktop.domain.canonical import json_hash

    shown = json.loads(kta("packs", "show", "food", "--json").stdout)
    assert json_hash(shown["definition"]) == shown["sha256"]


def test_that_an_unknown_pack_is_a_sentence_and_exit_code_1():
    run = kta("packs", "show", "shoes", "--json")
    assert run.exit_code == 1
    assert json.loads(run.stdout)["errors"][0]["code"]


def test_that_the_shipped_pack_has_no_mistakes():
    run = kta("packs", "check", str(RESOURCES / "packs" / "food"), "--json")
    assert (run.exit_code, json.loads(run.stdout)) == (0, {"errors": [], "warnings": []})


def test_that_mistakes_are_named_by_sheet_row_and_column(tmp_path):
    folder = tmp_path / "food"
    shutil.copytree(RESOURCES / "packs" / "food", folder)
    survey = folder / "survey.csv"
    survey.write_text(survey.read_text("utf-8").replace("${has_dryer}", "${has_drier}"), "utf-8")
    run = kta("packs", "check", str(folder), "--json")
    errors = json.loads(run.stdout)["errors"]
    assert run.exit_code == 1
    assert {error["sheet"] for error in errors} == {"survey"}
    assert all(error["row"] and error["column"] and error["message"] for error in errors)
