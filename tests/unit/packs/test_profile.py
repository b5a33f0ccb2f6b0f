"""Claims about what of XLSForm packs use, and what is refused with what to use instead."""

import pytest

from kta_desktop.packs import layout
from kta_desktop.packs.check import check
from kta_desktop.packs.load import load
from kta_desktop.packs.rows import sheet_text, toml_text

LABEL = {"ru": "Вопрос", "kk": "Сұрақ", "en": "Question"}
KTA = layout.KTA
_BASE = [
    {"type": "begin_group", "name": "gen", "label": LABEL},
    {"type": "select_multiple kinds", "name": "kind", "label": LABEL},
    {"type": "hidden", "name": "season"},
    {"type": "hidden", "name": "total"},
]
_ROW = len(_BASE) + 2  # row of the first question in the file


def row(kind, name="", **cells):
    return {"type": kind, "name": name, "label": LABEL, **cells}


@pytest.fixture
def told(book):
    """Return a function that gives the pack other questions and returns the mistakes."""

    def faults(*rows, choices=None, **files):
        text = sheet_text(layout.SURVEY, [*_BASE, *rows, {"type": "end_group"}])
        (book.path / "survey.csv").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (book.path / layout.FILES).mkdir(exist_ok=True)
            (book.path / layout.FILES / f"{name}.csv").write_text(content, encoding="utf-8")
        found = check(load(book.path))
        return [fault for fault in found if fault.code != "concept-missing"]

    return faults


def _only(faults):
    return [(fault.row, fault.column, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("question", "column", "code", "words"),
    [
        (row("audio", "a"), "type", "type-refused", "приложите файл"),
        (row("geopoint", "a"), "type", "type-refused", "координаты"),
        (row("begin_loop", "a"), "type", "type-refused", "begin_repeat"),
        (row("select_one kinds or_other", "a"), "type", "or-other", "other"),
        (row("select_one_from_file towns.csv", "a"), "type", "table-unknown", "towns"),
        (row("rank", "a"), "type", "list-empty", "список"),
        (row("text", "a", appearance="ex:other.app"), "appearance", "appearance-refused", "file"),
        (row("text", "a", appearance="draw"), "appearance", "appearance-refused", "image"),
        (row("range", "a", parameters="start=10 end=1 step=1"), "parameters", "range-wrong", ""),
        (row("text", "a", parameters="rows:5"), "parameters", "parameters-wrong", ""),
        (row("integer", "a", default="many"), "default", "number-wrong", "many"),
        (row("date", "a", default="22.11.2026"), "default", "date-wrong", "2026-11-22"),
        (row("select_one kinds", "a", default="wine"), "default", "option-unknown", "dairy"),
        (row("text", "a", calculation="1 + 1"), "calculation", "calculation-idle", "calculate"),
        (row("text", "a", choice_filter="x = 1"), "choice_filter", "column-idle", ""),
        (row("text", "a", repeat_count="3"), "repeat_count", "column-idle", ""),
        (row("text", "a", **{f"{KTA}severity": "fatal"}), f"{KTA}severity", "word-unknown", ""),
        (row("text", "a", **{f"{KTA}weight": "heavy"}), f"{KTA}weight", "number-wrong", ""),
        (
            row("text", "a", **{f"{KTA}blank_reasons": "lazy"}),
            f"{KTA}blank_reasons",
            "reference-unknown",
            "blank_reasons",
        ),
        (
            row("text", "a", **{f"{KTA}more": {"rules": [{"expression": ". > 1"}]}}),
            f"{KTA}more",
            "rules-wrong",
            "severity",
        ),
        (
            row("text", "a", constraint=". != ''", constraint_message={"ru": "Пусто"}),
            "constraint_message::Қазақша (kk)",
            "text-missing",
            "Қазақша",
        ),
        (row("text", "a", relevant="${kind} = “dairy”"), "relevant", "quotes-smart", "Знак 11"),
        (row("text", "a", relevant="uuid() = 'x'"), "relevant", "expression", "uuid"),
        (row("text", "a", relevant="random() > 0"), "relevant", "expression", "random"),
        (row("text", "a", relevant="'yes'"), "relevant", "not-condition", "yes"),
        (row("text", "a", relevant=f"{'(' * 99}1 = 1{')' * 99}"), "relevant", "expression", ""),
        (row("text", "a", required="${b} = 1"), "required", "name-unknown", "«b»"),
        (row("text", "a", readonly="${b} = 1"), "readonly", "name-unknown", "«b»"),
        (row("text", "a", default="${b}"), "default", "name-unknown", "«b»"),
        (
            row("text", "a", constraint="regex(., '(?=x)')"),
            "constraint",
            "expression-unfit",
            "(?=x)",
        ),
        (
            row("calculate", "a", calculation="pulldata('towns', 'pop', 'code', ${kind})"),
            "calculation",
            "table-unknown",
            "towns",
        ),
    ],
)
def test_that_a_mistake_is_told_in_its_cell(told, question, column, code, words):
    (fault,) = told(question)
    assert (fault.row, fault.column, fault.code) == (_ROW, column, code)
    assert words in fault.sentence("ru")
    assert fault.sentence("kk") != fault.sentence("en")


@pytest.mark.parametrize("name", ["save_to", "trigger", "body::class", "instance::x"])
def test_that_columns_that_packs_have_no_use_for_are_refused(book, name):
    place = book.path / "survey.csv"
    lines = place.read_text("utf-8").splitlines()
    lines[0] += f",{name}"
    lines[2] += ",x"
    place.write_text("\n".join(lines) + "\n", "utf-8")
    (fault,) = check(load(book.path))
    assert (fault.column, fault.code, fault.is_error) == (name, "column-refused", True)


def test_that_a_column_nobody_reads_is_a_warning_with_what_was_meant(book):
    place = book.path / "levels.csv"
    text = place.read_text("utf-8")
    place.write_text(text.replace("direction", "directoin", 1).replace("true", "true", 1), "utf-8")
    book.put("levels", 2, "directoin", "lower")
    (fault,) = check(load(book.path))
    assert (fault.code, fault.is_error) == ("heading-unknown", False)
    assert "direction" in fault.sentence("ru")


@pytest.mark.parametrize(
    ("name", "code"), [("entities", "sheet-refused"), ("levles", "sheet-unknown")]
)
def test_that_tables_nobody_reads_are_told(book, name, code):
    (book.path / f"{name}.csv").write_text("id\n", "utf-8")
    (fault,) = check(load(book.path))
    assert (fault.sheet, fault.code) == (name, code)


def test_that_a_table_of_options_needs_its_columns(told):
    faults = told(row("select_one_from_file towns.csv", "a"), towns="code,title\nA,Алматы\n")
    assert _only(faults) == [(_ROW, "type", "column-unknown")] * 2


def test_that_columns_of_looked_up_tables_must_be_there(told):
    faults = told(
        row("calculate", "a", calculation="pulldata('towns', 'pop', 'code', ${kind})"),
        row("calculate", "b", calculation="count(instance('towns')/root/item[zone = 1])"),
        towns="code,title\nA,Алматы\n",
    )
    assert {fault.code for fault in faults} == {"column-unknown"}
    assert {fault.details["found"] for fault in faults} == {"pop", "zone"}


def test_that_a_filter_reads_the_columns_of_its_options(told, book):
    rows = [{"list_name": "kinds", "name": "dairy", "label": LABEL, "branch": "food"}]
    text = sheet_text(layout.CHOICES, rows, further=("branch",))
    (book.path / "choices.csv").write_text(text, encoding="utf-8")
    assert told(row("select_one kinds", "a", choice_filter="branch = ${season}")) == []
    faults = told(row("select_one kinds", "a", choice_filter="brnch = ${season}"))
    assert _only(faults) == [(_ROW, "choice_filter", "column-unknown")]


def test_that_a_circle_through_ten_questions_is_named(told):
    rows = [row("calculate", f"q{i}", calculation=f"${{q{(i + 1) % 10}}} + 1") for i in range(10)]
    (fault,) = told(*rows)
    assert fault.code == "cycle"
    assert all(f"q{i}" in fault.sentence("ru") for i in range(10))


def test_that_groups_repeats_and_questions_share_their_names(told):
    faults = told(
        row("begin_repeat", "source"),
        row("begin_group", "kind"),
        row("text", "source"),
        {"type": "end_group"},
        {"type": "end_repeat"},
    )
    assert _only(faults) == [
        (_ROW + 1, "name", "id-twice"),
        (_ROW + 2, "name", "id-twice"),
    ]


def test_that_repeats_hold_something_and_know_their_key(told):
    empty = row("begin_repeat", "source")
    keyed = row("begin_repeat", "stack", **{f"{KTA}more": {"key": "cod", "min": -1}})
    faults = told(
        empty,
        {"type": "end_repeat"},
        keyed,
        row("text", "code"),
        {"type": "end_repeat"},
    )
    codes = [(fault.row - _ROW, fault.code) for fault in faults]
    assert sorted(codes) == [(0, "repeat-empty"), (2, "key-unknown"), (2, "whole-wrong")]


def test_that_nine_repeats_inside_each_other_are_too_many(told):
    opening = [row("begin_repeat", f"r{i}") for i in range(9)]
    faults = told(*opening, row("text", "a"), *[{"type": "end_repeat"}] * 9)
    assert _only(faults) == [(_ROW + 8, "type", "too-deep")]


def test_that_a_question_outside_of_sections_is_told(book):
    text = sheet_text(layout.SURVEY, [*_BASE, {"type": "end_group"}, row("text", "a")])
    (book.path / "survey.csv").write_text(text, encoding="utf-8")
    assert "outside-section" in {fault.code for fault in check(load(book.path))}


def test_that_texts_name_the_same_questions_in_every_language(told):
    label = {"ru": "Почему ${kind}?", "kk": "Неге ${knd}?", "en": "Why?"}
    faults = told(row("text", "a", label=label))
    codes = sorted((fault.column.partition("::")[2], fault.code) for fault in faults)
    assert codes == [
        ("English (en)", "placeholder-differs"),
        ("Русский (ru)", "placeholder-differs"),
        ("Қазақша (kk)", "name-unknown"),
        ("Қазақша (kk)", "placeholder-differs"),
    ]


@pytest.mark.parametrize(
    ("declared", "missing"),
    [
        ({"ru": "checked"}, []),
        ({"ru": "checked", "kk": "draft"}, ["Қазақша (kk)"]),
        ({"ru": "checked", "kk": "absent", "en": "draft"}, ["English (en)"]),
    ],
)
def test_that_texts_are_demanded_in_declared_languages(book, declared, missing):
    settings = {"id": "small", "version": "1", "title": LABEL, "languages": declared}
    (book.path / layout.PACK).write_text(toml_text(settings), "utf-8")
    for language in ("Қазақша (kk)", "English (en)"):
        book.put("survey", 4, f"label::{language}", "")
    faults = check(load(book.path))
    assert [fault.details["language"] for fault in faults] == missing


@pytest.mark.parametrize(
    ("sheet", "line", "column", "text", "code"),
    [
        ("levels", 2, "lower", "11", "bounds-crossed"),
        ("levels", 2, "overrides", "L1", "overrides-circle"),
        ("levels", 2, "overrides", "L1-X", "overrides-circle"),
        ("levels", 2, "checked_by", "А. Ахметова", "checked-half"),
        ("levels", 2, "checked_on", "22.11.2026", "date-wrong"),
        ("choices", 2, "name", "with space", "option-wrong"),
        ("survey", 4, "hint::Русский (ru)", "я" * 20_001, "text-long"),
        ("survey", 4, "hint::Русский (ru)", "я" * 1_001, "text-long"),
    ],
)
def test_that_a_wrong_row_is_told(book, sheet, line, column, text, code):
    book.put(sheet, line, column, text)
    assert code in {fault.code for fault in check(load(book.path))}
