"""``kta log`` tells what a logger file holds, and puts it into a session."""

import json
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.commands import logs
from kta_desktop.measurement.loggers.model import Wishes
from kta_desktop.services import logger_profiles

FOLDER = Path(__file__).parents[2] / "files" / "loggers"


def kta(*words):
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_that_a_preview_tells_what_was_understood():
    run = kta("log", "preview", FOLDER / "emission-ru.csv", "--json")
    found = json.loads(run.stdout)
    assert run.exit_code == 0
    names = ("encoding", "delimiter", "decimal", "header_row", "time_column", "rows")
    assert [found[name] for name in names] == ["cp1251", ";", ",", 5, "Дата Время", 12]
    assert found["columns"][0] | {"min": 0, "max": 0} == {
        "index": 2,
        "name": "O2",
        "unit": "vol%",
        "raw_unit": "%",
        "meaning": "o2",
        "count": 12,
        "good": 12,
        "missing": 0,
        "unread": 0,
        "min": 0,
        "max": 0,
    }
    assert (found["first"], found["last"]) == (
        "2026-03-12T05:15:00.000Z",
        "2026-03-12T05:16:50.000Z",
    )


def test_that_rejected_lines_have_number_and_reason():
    found = json.loads(kta("log", "preview", FOLDER / "odd-lines.csv", "--json").stdout)
    assert found["rejected"][0] == {
        "line": 3,
        "reason": "too-few",
        "text": "03.10.2026 10:00:10;1",
    }
    account = found["account"]
    kinds = ("preamble", "header", "blank", "footer", "read", "rejected")
    assert sum(account[kind] for kind in kinds) == account["lines"]


def test_that_a_refused_file_exits_with_1_and_its_code():
    run = kta("log", "preview", FOLDER / "pdf-renamed.csv", "--json")
    assert run.exit_code == 1
    assert json.loads(run.stdout)["errors"][0]["code"] == "logger-binary"


def test_that_several_files_give_a_list():
    run = kta("log", "preview", FOLDER / "iso-z.csv", FOLDER / "excel-ru.xlsx", "--json")
    assert [item["kind"] for item in json.loads(run.stdout)] == ["text", "sheet"]


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_that_a_person_is_told_the_same_in_words(lang):
    run = kta("log", "preview", FOLDER / "odd-lines.csv", "--lang", lang)
    assert run.exit_code == 0
    assert "5/5" in run.stdout
    assert "too-few" not in run.stdout


def test_that_a_saved_way_of_reading_is_used_by_its_name():
    logger_profiles.save("Москва", "0", Wishes(zone="+03:00"))
    run = kta("log", "preview", FOLDER / "emission-ru.csv", "--profile", "Москва", "--json")
    assert json.loads(run.stdout)["first"] == "2026-03-12T07:15:00.000Z"
    assert kta("log", "preview", FOLDER / "iso-z.csv", "--profile", "нет").exit_code == 2


@contextmanager
def closed_workspace(_path):
    yield "ws"


def test_that_an_import_names_session_and_readings(monkeypatch):
    taken = []

    def taking(ws, audit, found, session, _report):
        taken.append((ws, audit, [file.path.name for file in found.files], session))
        ended = SimpleNamespace(id=session, quantities=())
        return logs.logger_files.Imported(
            session=ended, readings={"nox": 12}, repeated=0, files=("ab",)
        )

    monkeypatch.setattr(logs, "opened", closed_workspace)
    monkeypatch.setattr(logs.logger_files, "audit_of", lambda _ws, _session: "audit")
    monkeypatch.setattr(logs.logger_files, "import_files", taking)
    run = kta("log", "import", FOLDER / "emission-ru.csv", "--session", "s1", "--json")
    assert taken == [("ws", "audit", ["emission-ru.csv"], "s1")]
    assert json.loads(run.stdout)["readings"] == {"nox": 12}


def test_that_a_refused_file_is_not_imported(monkeypatch):
    monkeypatch.setattr(logs, "opened", closed_workspace)
    run = kta("log", "import", FOLDER / "empty.csv", "--session", "s1", "--json")
    assert run.exit_code == 1
    assert json.loads(run.stdout)["errors"][0]["code"] == "logger-empty"
