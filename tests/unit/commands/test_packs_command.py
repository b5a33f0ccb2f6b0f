"""``kta packs`` lists, shows and checks sector packs."""

import json
import shutil

import openpyxl
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


def test_that_an_exported_workbook_imports_to_the_same_folder(tmp_path):
    book, folder = tmp_path / "book.xlsx", tmp_path / "new"
    assert json.loads(kta("packs", "export", "food", str(book), "--json").stdout)["pack"] == "food"
    run = kta("packs", "import", str(book), str(folder), "--json")
    assert (run.exit_code, json.loads(run.stdout)["mistakes"]) == (0, [])
    survey = (RESOURCES / "packs" / "food" / "survey.csv").read_bytes()
    assert (folder / "survey.csv").read_bytes() == survey


def test_that_an_import_refuses_with_sheet_row_and_column(tmp_path):
    kta("packs", "export", "food", str(tmp_path / "book.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    book["kta_ael"]["A3"] = "=B3"
    book.save(tmp_path / "book.xlsx")
    run = kta("packs", "import", str(tmp_path / "book.xlsx"), str(tmp_path / "new"), "--json")
    (error,) = json.loads(run.stdout)["errors"]
    assert run.exit_code == 1
    assert (error["code"], error["sheet"], error["row"]) == ("formula", "kta_ael", 3)
    assert error["column"] == "A (id)"
    assert not (tmp_path / "new").exists()


def test_that_an_import_into_a_foreign_folder_is_refused(tmp_path):
    kta("packs", "export", "food", str(tmp_path / "book.xlsx"))
    run = kta("packs", "import", str(tmp_path / "book.xlsx"), str(tmp_path), "--json")
    assert run.exit_code == 1
    assert json.loads(run.stdout)["errors"][0]["code"] == "folder-foreign"


def test_that_the_list_says_which_installed_pack_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("KTA_DATA_DIR", str(tmp_path))
    shutil.copytree(RESOURCES / "packs" / "food", tmp_path / "packs" / "food")
    run = kta("packs", "list", "--json")
    assert "«food»" in run.stderr
    assert json.loads(run.stdout)
