"""Whatever is typed after ``kta``, the answer is a coded sentence and never a traceback."""

import io
import json
import sys

import pytest

from kta_desktop import cli
from kta_desktop.commands.output import visible
from kta_desktop.services import packs


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    for name in ("KTA_CONFIG_DIR", "KTA_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "none"))


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"],
        ["nonsense"],
        ["packs", "check"],
        ["id", "check"],
        ["instruments", "simulate", "--port", "70000"],
        ["sheet", "1", "--out", "x.pdf", "--lang", "ru+ru"],
        ["audit", "new", "--plant", " ", "--pack", "food"],
        ["audit", "new", "--plant", "p", "--pack", "food", "--year", "0"],
        ["audit", "show", "\udcff"],
        ["audit", "new", "--plant", "a\x1b[31mb", "--pack", "food"],
    ],
)
def test_that_wrong_use_is_one_coded_document_and_exit_code_2(words, capsys):
    assert cli.run([*words, "--json"]) == 2
    assert [e["code"] for e in json.loads(capsys.readouterr().out)["errors"]] == ["wrong-use"]


@pytest.mark.parametrize(
    ("lang", "word"), [("ru", "Ничего"), ("kk", "Ештеңе"), ("en", "Nothing"), ("=kk", "Ештеңе")]
)
def test_that_wrong_use_is_told_in_the_language_asked_for(lang, word, capsys):
    option = [f"--lang{lang}"] if lang.startswith("=") else ["--lang", lang]
    cli.run(["packs", "check", *option])
    assert word in capsys.readouterr().err


@pytest.mark.parametrize("name", ["x" * 300, "x" * 5000, "", "/dev/null"])
def test_that_no_name_of_a_workspace_is_a_traceback(name, capsys):
    assert cli.run(["audit", "list", "--workspace", name, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"][0]["code"] != "unexpected"


def test_that_a_bug_is_a_coded_sentence_and_its_text_is_written_nowhere(
    monkeypatch, tmp_path, capsys
):
    answer = "secret"

    def fail():
        raise ZeroDivisionError(answer)

    monkeypatch.setenv("KTA_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr(packs, "available", fail)
    assert cli.run(["packs", "list", "--json"]) == 1
    printed = capsys.readouterr()
    error = json.loads(printed.out)["errors"][0]
    assert (error["code"], error["details"]["kind"]) == ("unexpected", "ZeroDivisionError")
    log = (tmp_path / "logs" / "kta.log").read_text("utf-8")
    assert "ZeroDivisionError" in log
    assert answer not in log + printed.out + printed.err


@pytest.mark.parametrize("stream", [None, "full"])
def test_that_an_output_that_takes_nothing_is_a_sentence(stream, monkeypatch, capsys):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(28, "full")

    monkeypatch.setattr(sys, "stdout", Full() if stream else None)
    assert cli.run(["packs", "list"]) == 1
    assert "output-lost" in capsys.readouterr().err


def test_that_nothing_stored_can_steer_the_terminal():
    assert visible("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\\n"
    assert visible("Зауыт 1\u202f000 · қ") == "Зауыт 1\u202f000 · қ"


def test_that_a_batch_answers_every_line_whatever_its_bytes(tmp_path, capsys):
    file = tmp_path / "numbers.jsonl"
    file.write_bytes(b'\xff\xfe\n{"number": "950440001346"}\n' + b"[" * 100_000 + b"\n\n")
    assert cli.run(["id", "check", "--batch", str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [a.get("valid", a.get("error", {}).get("code")) for a in answers] == [
        "bad-line",
        True,
        "bad-line",
        "bad-line",
    ]
