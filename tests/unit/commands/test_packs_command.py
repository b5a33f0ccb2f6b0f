"""``kta packs`` lists, shows and checks sector packs."""

import json
import os
import shutil
from dataclasses import replace

import openpyxl
import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.paths import RESOURCES
from kta_desktop.services import packs as service


def kta(*words):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_that_the_food_pack_is_listed_with_its_hash():
    rows = json.loads(kta("packs", "list", "--json").stdout)
    food = next(row for row in rows if row["id"] == "food")
    assert len(food["sha256"]) == 64
    assert food["questions"] >= 100


COUNTS = {
    "ru": ("    вопросы: 120, техники: 184, уровни: 85", "    вместе с core: вопросы: "),
    "kk": ("    сұрақтар: 120, техникалар: 184, деңгейлер: 85", "    core қосқанда: сұрақтар: "),
    "en": (
        "    questions: 120, techniques: 184, levels: 85",
        "    together with core: questions: ",
    ),
}
SAID = {
    "ru": ("сверено: 85", "ru — проверено, kk — черновик", "готовится", "заключение ЕС о НДТ 2019"),
    "kk": ("салыстырылған: 85", "ru — тексерілген, kk — жоба", "дайындалуда", "2019/2031"),
    "en": ("verified: 85", "ru — checked, kk — draft", "in preparation", "EU BAT conclusions 2019"),
}


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
@pytest.mark.parametrize("words", [("list",), ("show", "food")])
def test_that_a_pack_is_told_with_its_own_counts_and_those_with_its_includes(words, lang):
    lines = kta("packs", *words, "--lang", lang).stdout.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("food  "))
    assert lines[place + 1] == COUNTS[lang][0]
    assert lines[place + 2].startswith(COUNTS[lang][1])
    about = "\n".join(lines[place : place + 8])
    assert all(said in about for said in SAID[lang])


def test_that_languages_a_pack_lacks_are_told_as_absent():
    lines = kta("packs", "show", "waste", "--json").stdout
    assert json.loads(lines)["summary"]["languages"]["kk"] == "absent"


def test_that_counts_are_told_with_and_without_includes():
    rows = {row["id"]: row for row in json.loads(kta("packs", "list", "--json").stdout)}
    assert rows["food"]["own"]["questions"] == 120
    assert rows["food"]["questions"] == 120 + rows["core"]["questions"]
    shown = json.loads(kta("packs", "show", "food", "--json").stdout)
    assert shown["summary"] == rows["food"]


def test_that_a_newer_version_in_the_program_is_told(monkeypatch):
    installed = replace(service.info("food"), origin="installed", shipped_version="2.1")
    monkeypatch.setattr(service, "available", lambda: (installed,))
    assert "    в программе есть более новая: 2.1" in kta("packs", "list").stdout.splitlines()
    assert json.loads(kta("packs", "list", "--json").stdout)[0]["shipped_version"] == "2.1"


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


@pytest.mark.skipif(os.name != "posix", reason="only these systems have named pipes")
def test_that_an_export_never_takes_the_place_of_a_pipe_or_device(tmp_path):
    pipe = tmp_path / "book.xlsx"
    os.mkfifo(pipe)
    assert kta("packs", "export", "nfm-common", str(pipe)).exit_code == 1
    assert pipe.is_fifo()
