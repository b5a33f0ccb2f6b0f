"""Workbooks on disk: whole or not at all, from an audit in a workspace."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.canonical import sha256_hex
from kta_desktop.reports.errors import (
    SheetCancelledError,
    SheetFolderMissingError,
    SheetReadOnlyError,
)
from kta_desktop.services import answering, workbooks
from kta_desktop.storage.errors import AuditNotFoundError

AT = "2026-11-22T14:32:08+05:00"


@pytest.fixture
def filled(ws, audit):
    """Return the id of an audit with an answer."""
    answer = Answer(text="3,25", value="3.25", uncertainty="0.16")
    answering.store(ws, audit, [answering.Edit("wat_03", answer.to_json())])
    return audit


def written(ws, audit, out, **more):
    return workbooks.workbook(ws, audit, ("ru",), "bureau", out, printed_at=AT, **more)


def test_that_the_workbook_of_a_stored_audit_holds_its_answer(ws, filled, tmp_path, profile):
    out = tmp_path / "аудит.xlsx"
    info = written(ws, filled, out)
    book = openpyxl.load_workbook(out)
    row = next(row for row in book["Ответы"].iter_rows(values_only=True) if row[-1] == "wat_03")
    assert (row[6], row[7], row[9]) == ("3,25", 3.25, 0.16)
    assert profile.name in row
    assert info.sha256 == sha256_hex(out.read_bytes())
    assert info.sheets == tuple(book.sheetnames[1:])
    assert info.rows >= 2


def test_that_the_same_record_gives_the_same_file_and_a_change_another(ws, filled, tmp_path):
    first, second = (written(ws, filled, tmp_path / f"{n}.xlsx") for n in "12")
    answering.store(ws, filled, [answering.Edit("wat_03#note", "сверено")])
    third = written(ws, filled, tmp_path / "3.xlsx")
    assert first.sha256 == second.sha256 != third.sha256


def test_that_an_older_workbook_is_kept_when_it_is_stopped(ws, filled, tmp_path):
    out = tmp_path / "b.xlsx"
    out.write_bytes(b"old")
    with pytest.raises(SheetCancelledError):
        written(ws, filled, out, cancelled=lambda: True)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["b.xlsx"]


@pytest.mark.parametrize(
    ("name", "error"),
    [("нет/b.xlsx", SheetFolderMissingError), (".", SheetReadOnlyError)],
)
def test_that_a_place_that_takes_no_file_is_told(ws, filled, tmp_path, name, error):
    with pytest.raises(error):
        written(ws, filled, Path(tmp_path / name))


def test_that_an_unknown_audit_or_layout_is_told(ws, filled, tmp_path):
    with pytest.raises(AuditNotFoundError):
        written(ws, "нет", tmp_path / "b.xlsx")
    with pytest.raises(ValueError, match="all"):
        workbooks.workbook(ws, filled, ("ru",), "all", tmp_path / "b.xlsx")


def test_that_the_share_that_is_done_only_grows(ws, filled, tmp_path):
    told = []
    written(
        ws, filled, tmp_path / "b.xlsx", report=lambda share, words: told.append((share, words))
    )
    shares = [share for share, _words in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(words for _share, words in told)


def test_that_the_command_writes_it_and_says_what_it_wrote(
    ws, filled, tmp_path, passphrase, monkeypatch
):
    file = ws.path
    ws.close()
    monkeypatch.setenv("KTA_PASSPHRASE", passphrase)
    out = tmp_path / "b.xlsx"
    words = ["workbook", filled, "--workspace", str(file), "--out", str(out), "--json"]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, found.output
    told = json.loads(found.stdout)
    assert told["sha256"] == sha256_hex(out.read_bytes())
    assert "Ответы" in told["sheets"]


@pytest.mark.parametrize("option", [["--layout", "friends"], ["--lang", "fr"]])
def test_that_the_command_refuses_unknown_layouts_and_languages(option, tmp_path):
    words = ["workbook", "id", "--out", str(tmp_path / "b.xlsx"), *option]
    assert CliRunner().invoke(app, words).exit_code == 2
