"""``kta eval`` says what an expression comes to, or where it is wrong."""

import json
import os
import time

import pytest

from kta_desktop import cli

ANSWERS = {
    "a": 4,
    "price": 2.50,
    "comma": "1,5",
    "with-hyphen": "да",
    "nothing": None,
    "day": "2026-11-22",
    "many": ["x", "y"],
    "flag": True,
    "source": [
        {"height": 10, "pollutants": [{"mass": 1}, {"mass": None}]},
        {"height": None, "pollutants": [{"mass": 2.5}]},
    ],
}


@pytest.fixture
def data(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(ANSWERS), "utf-8")
    return str(file)


def kta(capsys, *words):
    code = cli.run(list(words))
    return code, capsys.readouterr()


def value(capsys, expression, *more):
    code, said = kta(capsys, "eval", expression, "--json", *more)
    assert code == 0, said.err
    return json.loads(said.out)


@pytest.mark.parametrize(
    ("expression", "kind", "expected"),
    [
        ("1 + 2", "number", 3),
        ("-5", "number", -5),
        ("0.1 + 0.2", "number", 0.3),
        ("10 div 4", "number", 2.5),
        ("'a'", "string", "a"),
        ("''", "string", ""),
        ("1 < 2", "boolean", True),
        ("date('2026-01-31') + 1", "date", "2026-02-01"),
        ("1 div 0", "blank", None),
        ("${nothing}", "blank", None),
        ("${nothing} * 2", "blank", None),
        ("${a} * ${price}", "number", 10),
        ("${comma} + 1", "number", 2.5),
        ("${with-hyphen}", "string", "да"),
        ("${flag}", "boolean", True),
        ("${day} > '2026-11-01'", "boolean", True),
        ("${day} - date('2026-11-01')", "number", 21),
        ("selected(${many}, 'y')", "boolean", True),
        ("${many}", "list", ["x", "y"]),
        ("${height}", "list", [10, None]),
        ("sum(${mass})", "number", 3.5),
        ("count(${source})", "number", 2),
        ("sum(${source}/pollutants/mass)", "number", 3.5),
        ("kta:conv(1500, 'kg', 't')", "number", 1.5),
        ("kta:norm(100, 'mg/Nm3', 10, 8, '', '', '')", "number", 118.18181818181819),
    ],
)
def test_that_an_expression_has_a_type_and_a_value(capsys, data, expression, kind, expected):
    found = value(capsys, expression, "--data", data)
    assert found == {"type": kind, "value": expected}
    assert type(found["value"]) is type(expected)


def test_that_numbers_are_written_without_an_exponent(capsys):
    _code, said = kta(capsys, "eval", "pow(10, 20) + 0.00000001", "--json")
    assert said.out.strip() == '{"type": "number", "value": 100000000000000000000.00000001}'


@pytest.mark.parametrize(
    ("expression", "code", "where"),
    [
        ("1 +", "expression-end", "4"),
        ("1 + )", "expression-syntax", "5"),
        ("1 + “a”", "expression-character", "5"),
        ("1 + nofunc(2)", "expression-function", "5"),
        ("1 + random()", "expression-not-in-subset", "5"),
        ("regex('a', '(?=a)')", "expression-pattern", "1"),
        ("${stranger} = 1", "unknown-name", "1"),
        ("${source} = 1", "expression-bare", "1"),
        ("(" * 200 + "1" + ")" * 200, "expression-size", None),
        ("1 + 'a'", "evaluation-number", None),
    ],
)
def test_that_a_wrong_expression_exits_with_2_and_says_where(capsys, data, expression, code, where):
    exit_code, said = kta(capsys, "eval", expression, "--data", data, "--json")
    (error,) = json.loads(said.out)["errors"]
    assert (exit_code, error["code"]) == (2, code)
    assert where in (None, error["where"])
    assert error["message"] in said.err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[1]", "answers-unreadable"),
        (b"{", "answers-unreadable"),
        (b'{"a": NaN}', "answers-unreadable"),
        (b"\xff\xfe", "answers-unreadable"),
        (b'{"a":' * 100_000, "answers-unreadable"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "data-shape"),
        (b'{"a": 1e999999999}', "data-shape"),
        (b'{"a": [' + b"{}," * 400_000 + b"1]}", "many-values"),
    ],
)
def test_that_answers_that_cannot_be_used_are_told(capsys, tmp_path, content, code):
    file = tmp_path / "a.json"
    file.write_bytes(content)
    exit_code, said = kta(capsys, "eval", "1", "--data", str(file), "--json")
    assert (exit_code, json.loads(said.out)["errors"][0]["code"]) == (1, code)


def test_that_a_missing_file_and_a_folder_are_told(capsys, tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        exit_code, said = kta(capsys, "eval", "1", "--data", str(path), "--json")
        assert exit_code == 1
        assert json.loads(said.out)["errors"][0]["code"] == "file-unreadable"


def test_that_a_file_larger_than_any_audit_is_told_without_reading_it(capsys, tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as out:
        out.truncate(300 << 20)
    exit_code, said = kta(capsys, "eval", "1", "--data", str(file), "--json")
    assert exit_code == 1
    assert json.loads(said.out)["errors"][0]["code"] == "answers-too-large"


@pytest.mark.skipif(os.name != "posix", reason="only these systems have named pipes")
def test_that_a_pipe_that_nobody_writes_to_is_not_waited_for(capsys, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert kta(capsys, "eval", "1", "--data", str(pipe), "--json")[0] == 1
    assert kta(capsys, "eval", "--batch", str(pipe), "--json")[0] == 0


def test_that_a_batch_answers_every_line_in_order_and_never_stops(capsys, tmp_path):
    lines = [
        '{"expr": "${a} + 1", "data": {"a": 2}}',
        '{"expr": "1 +"}',
        "no json",
        '{"data": {}}',
        '{"expr": 5}',
        '{"expr": "${x}", "data": [1]}',
        "[" * 100_000,
        "\\ud800",
        "",
        '{"expr": "regex(\'' + "a" * 5000 + "!', '(a+)+$')\"}",
        '{"expr": "${a}", "data": {"a": null}}',
    ]
    file = tmp_path / "batch.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    began = time.thread_time()
    code, said = kta(capsys, "eval", "--batch", str(file), "--json")
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert time.thread_time() - began < 5
    assert (code, len(answers)) == (0, len(lines))
    assert answers[0] == {"type": "number", "value": 3}
    assert answers[1]["error"]["code"] == "expression-end"
    assert {answer["error"]["code"] for answer in answers[2:9]} == {"bad-line"}
    assert answers[9] == {"type": "boolean", "value": False}
    assert answers[10] == {"type": "blank", "value": None}


def test_that_a_line_of_a_batch_that_never_ends_is_told_and_passed_by(capsys, tmp_path):
    file = tmp_path / "batch.jsonl"
    with file.open("wb") as out:
        out.write(b'{"expr": "1", "x": "' + b"x" * (40 << 20) + b'"}\n{"expr": "2"}\n')
    _code, said = kta(capsys, "eval", "--batch", str(file))
    first, second = map(json.loads, said.out.splitlines())
    assert first["error"]["code"] == "long-line"
    assert second == {"type": "number", "value": 2}


def test_that_without_an_expression_the_use_is_wrong(capsys):
    code, _said = kta(capsys, "eval", "--json")
    assert code == 2


def test_that_people_read_the_value_alone(capsys):
    assert kta(capsys, "eval", "1 + 2")[1].out == "3\n"
    assert kta(capsys, "eval", "1 div 0", "--lang", "en")[1].out == "blank\n"
