"""``kta id check`` says whose number it is, or why it cannot be one."""

import json

import pytest
from typer.testing import CliRunner

from kta_desktop.cli import app


def kta(*words):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_that_a_valid_number_exits_with_0_and_names_its_kind():
    run = kta("id", "check", "950440001346", "--json")
    assert run.exit_code == 0
    assert json.loads(run.stdout) == {
        "number": "950440001346",
        "valid": True,
        "kind": "bin",
        "reason": None,
    }


def test_that_a_wrong_digit_exits_with_1_and_a_reason():
    run = kta("id", "check", "950440001347", "--json")
    assert run.exit_code == 1
    assert json.loads(run.stdout)["valid"] is False
    assert "цифр" in json.loads(run.stdout)["reason"]


@pytest.mark.parametrize(("lang", "word"), [("ru", "подходит"), ("kk", "сәйкес"), ("en", "fits")])
def test_that_the_sentence_is_in_the_language_asked_for(lang, word):
    assert word in kta("id", "check", "950440001346", "--lang", lang).stdout


def test_that_several_numbers_give_a_list():
    run = kta("id", "check", "950440001346", "250340000107", "--json")
    assert [item["valid"] for item in json.loads(run.stdout)] == [True, True]


def test_that_a_batch_answers_line_by_line_and_keeps_the_order(tmp_path):
    file = tmp_path / "numbers.jsonl"
    file.write_text('{"number": "950440001346"}\nnot json\n{"number": 5}\n', "utf-8")
    run = kta("id", "check", "--batch", str(file))
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert answers[0]["valid"] is True
    assert answers[1]["error"]["code"] == "bad-line"
    assert answers[2]["valid"] is False
    assert run.exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("id", "check"), ("id", "check", "1", "--lang", "fr"), ("nonsense",), ("packs", "show")],
)
def test_that_wrong_use_exits_with_2(words):
    assert kta(*words).exit_code == 2
