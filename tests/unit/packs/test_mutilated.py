"""A mutilated pack is told about at once and in bounded time, whatever was done to it."""

import csv
import os
import time

import pytest

from kta_desktop.packs import check, check_survey, load, tentative
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.services import authoring, packs


def _cells(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _codes(path):
    return [(fault.sheet, fault.code) for fault in packs.check(path)]


def test_that_all_unreadable_files_are_told_at_once(book):
    (book.path / "survey.csv").unlink()
    (book.path / "levels.csv").write_bytes("id\nУровень\n".encode("cp1251"))
    (book.path / "pack.toml").write_text("id = [")
    (book.path / "extra.json").write_text("[" * 100_000)
    (book.path / "ranges.csv").unlink()
    os.mkfifo(book.path / "ranges.csv")
    (book.path / "sources.csv").write_text('id;name\n1;"a"\n')
    (book.path / "choices.csv").write_text("list_name,name\n" + "a" * 200_000 + ",b\n")
    assert sorted(_codes(book.path)) == [
        (name, "file-unreadable")
        for name in sorted(
            (
                "choices.csv",
                "extra.json",
                "levels.csv",
                "pack.toml",
                "ranges.csv",
                "sources.csv",
                "survey.csv",
            )
        )
    ]


def test_that_no_reason_is_in_the_words_of_the_system(book):
    (book.path / "survey.csv").unlink()
    (fault,) = packs.check(book.path)
    assert "No such file" not in fault.sentence("ru")


@pytest.mark.parametrize("name", ["", "survey.csv", "x" * 5000])
def test_that_something_else_than_a_folder_is_one_sentence(book, name):
    path = book.path / name if name else book.path / "none"
    with pytest.raises(PackUnreadableError):
        packs.check(path)


def test_that_a_heading_that_is_there_twice_is_named(book):
    rows = _cells(book.path / "levels.csv")
    rows[0][1] = rows[0][0]
    _write(book.path / "levels.csv", rows)
    assert ("levels", "column-twice") in _codes(book.path)


def test_that_a_condition_nobody_reads_is_told(book):
    rows = _cells(book.path / "survey.csv")
    inside = next(i for i, row in enumerate(rows) if row[0] == "begin_repeat") + 1
    rows[inside][rows[0].index("bind::kta:evidence")] = "photo"
    _write(book.path / "survey.csv", rows)
    assert ("survey", "column-idle") in _codes(book.path)


@pytest.mark.parametrize("expression", ["(" * 10_000, "not(" * 10_000, "-" * 90_000 + "1"])
def test_that_a_deep_expression_is_told_in_bounded_time(book, expression):
    rows = _cells(book.path / "survey.csv")
    asked = next(i for i, row in enumerate(rows) if row[1] == "milk")
    rows[asked][rows[0].index("relevant")] = expression
    _write(book.path / "survey.csv", rows)
    began = time.thread_time()
    assert ("survey", "expression") in _codes(book.path)
    assert time.thread_time() - began < 5


def test_that_media_conditions_of_another_shape_are_told(book):
    text = (book.path / "pack.toml").read_text("utf-8")
    kept = text.partition("[")[0]
    (book.path / "pack.toml").write_text(f"media_when = 3\n{kept}", "utf-8")
    assert ("pack.toml", "more-wrong") in _codes(book.path)


def test_that_a_survey_too_long_for_anyone_is_refused_and_not_tried(book, monkeypatch):
    monkeypatch.setattr(check_survey, "MAX_ROWS", 9)
    monkeypatch.setattr(tentative, "form", None)
    (fault,) = packs.check(book.path)
    assert (fault.sheet, fault.code, fault.details["right"]) == ("survey", "rows-many", 9)


@pytest.mark.parametrize(
    ("limit", "code"), [("MAX_CHARACTERS", "expressions-long"), ("MAX_OPTIONS", "options-many")]
)
def test_that_more_than_anyone_can_need_is_refused_and_not_tried(book, monkeypatch, limit, code):
    monkeypatch.setattr(check_survey, limit, 1)
    monkeypatch.setattr(tentative, "form", None)
    (fault,) = packs.check(book.path)
    assert (fault.sheet, fault.code, fault.details["right"]) == ("survey", code, 1)


@pytest.mark.parametrize("kind", ["begin_repeat", "begin_group"])
def test_that_nesting_without_end_is_told_in_bounded_time(book, kind):
    rows = _cells(book.path / "survey.csv")
    opened = [[kind, f"n{number}"] for number in range(3000)]
    _write(book.path / "survey.csv", [rows[0], *opened])
    began = time.thread_time()
    assert ("survey", "too-deep") in _codes(book.path)
    assert time.thread_time() - began < 10


def test_that_thousands_of_wrong_names_are_told_in_bounded_time(book):
    rows = _cells(book.path / "survey.csv")
    relevant = rows[0].index("relevant")
    wrong = []
    for number in range(3000):
        cells = [""] * len(rows[0])
        cells[:2], cells[relevant] = ["text", f"question_{number}"], f"${{queston_{number}}} = 1"
        wrong.append(cells)
    _write(book.path / "survey.csv", [*rows[:3], *wrong, *rows[3:]])
    began = time.thread_time()
    assert _codes(book.path).count(("survey", "name-unknown")) == 3000
    assert time.thread_time() - began < 20


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title = 5", "setting-wrong"),
        ('languages = "ru"', "setting-wrong"),
        ("version = []", "setting-wrong"),
        ("notes = {}", "setting-wrong"),
        ("notes = [nan]", "value-wrong"),
        ("notes = [2026-01-01]", "value-wrong"),
        (f"notes = {'[' * 60}{']' * 60}", "value-wrong"),
        (f"units.{'.'.join('a' * 3_000)} = 1", "value-wrong"),
        ('id = "con"', "pack-id-wrong"),
        (f'id = "x{"y" * 500}"', "pack-id-wrong"),
        ("includes = 5", "includes-wrong"),
        (f"notes = [{'1,' * 600_000}]", "file-unreadable"),
    ],
)
def test_that_settings_of_a_wrong_form_are_told(book, text, code):
    name = text.partition(" ")[0].partition(".")[0]
    plain = {"id": '"small"', "version": '"1"', "title": '{ru = "a", kk = "a", en = "a"}'}
    plain.pop(name, None)
    lines = [text, *(f"{key} = {value}" for key, value in plain.items())]
    (book.path / "pack.toml").write_text("\n".join(lines), "utf-8")
    assert code in {code for _sheet, code in _codes(book.path)}
    authoring.inspect(book.path)


@pytest.mark.parametrize("text", ['{"a": NaN}', "[1e999]", '{"a": ' + "[" * 99 + "]" * 99 + "}"])
def test_that_what_no_definition_can_hold_is_told(book, text):
    (book.path / "extra.json").write_text(text, "utf-8")
    assert ("extra.json", "value-wrong") in _codes(book.path)
    assert authoring.inspect(book.path).definition is None


def test_that_tables_are_read_within_bounds_all_together(book, monkeypatch):
    monkeypatch.setattr(load, "_MOST_ROWS", 30)
    (book.path / "files").mkdir()
    for name in ("a", "b", "c"):
        (book.path / "files" / f"{name}.csv").write_text("key\n" + "1\n" * 20, "utf-8")
    faults = [fault for fault in packs.check(book.path) if fault.code == "file-unreadable"]
    assert [fault.sheet for fault in faults] == ["b.csv", "c.csv"]
    assert "30" in faults[0].line()


def test_that_a_file_in_place_of_the_folder_of_tables_is_told(book):
    (book.path / "files").write_text("none", "utf-8")
    assert ("files", "file-unreadable") in _codes(book.path)


def test_that_thousands_of_missing_includes_are_told_in_bounded_time(book):
    names = ", ".join(f'"none{number}"' for number in range(3_000))
    text = (book.path / "pack.toml").read_text("utf-8")
    (book.path / "pack.toml").write_text(f"includes = [{names}]\n{text}", "utf-8")
    began = time.thread_time()
    assert ("pack.toml", "include-missing") in _codes(book.path)
    assert time.thread_time() - began < 10


def test_that_a_table_of_millions_of_cells_is_refused(book):
    lines = [",".join(f"c{number}" for number in range(399))] + [",".join("x" * 399)] * 5_100
    (book.path / "ranges.csv").write_text("\n".join(lines), "utf-8")
    assert ("ranges.csv", "file-unreadable") in _codes(book.path)


def test_that_no_more_mistakes_are_told_than_a_person_can_read(book, monkeypatch):
    monkeypatch.setattr(check, "MOST", 20)
    monkeypatch.setattr(check, "MOST_OF_A_KIND", 5)
    rows = _cells(book.path / "survey.csv")
    _write(book.path / "survey.csv", [*rows, *([f"wrong{n}", "a b"] for n in range(1_000))])
    codes = _codes(book.path)
    assert ("pack.toml", "faults-many") in codes
    assert len(codes) < 30


@pytest.mark.parametrize("more", ['{"a": NaN}', '{"a": 1e999}', '{"a":' * 60 + "1" + "}" * 60])
def test_that_further_fields_that_no_definition_can_hold_are_told(book, more):
    rows = _cells(book.path / "survey.csv")
    rows[0].append("bind::kta:more")
    rows[2] += [""] * (len(rows[0]) - len(rows[2]) - 1) + [more]
    _write(book.path / "survey.csv", rows)
    assert ("survey", "more-wrong") in _codes(book.path)
