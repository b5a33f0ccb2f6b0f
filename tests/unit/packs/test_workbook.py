"""A pack folder and its workbook are two faces of one pack."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.rows import json_text, toml_text
from kta_desktop.packs.workbook import read, write
from kta_desktop.packs.workbook_errors import CellTooLongError
from kta_desktop.packs.workbook_files import csv_of, pack_files
from kta_desktop.paths import RESOURCES

PACKS = sorted(path.parent for path in (RESOURCES / "packs").glob("*/pack.toml"))
PACK = b'id = "mini"\nversion = "1"\n\n[title]\nru = "\xd0\x9c"\n'
AWKWARD = [
    "007",
    "1e5",
    "1.10",
    "2026-10-01",
    "01.10.2026",
    "=1+1",
    "+7",
    "-1",
    "@name",
    "'quoted",
    "TRUE",
    "#REF!",
    "_x000D_",
    "_x0041_x0042_",
    "_x005F_x0041_",
    "x005F_",
    "<r>a & b</r>",
    "<r><t>&</t></r>",
    "{=A1}",
    "http://example.org",
    " outer ",
    "\ttab\t",
    "two\nlines",
    "two\r\nlines",
    "\r",
    "«ёлочки» “лапки” 'прямые'",
    "ӘәҒғҚқҢңӨөҰұҮүҺһІі",
    "🌡️👩\u200d🔬",
    "\ufeff",
    "\ufffe",
    "\x00",
    "\x1b[0m",
    'a "b", c',
    "a" * 32_000,
]
SIGNS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(st.text(SIGNS, max_size=12), st.sampled_from(AWKWARD))
NAMES = st.text("abcdefghij_:", min_size=1, max_size=8)


def there_and_back(files, folder):
    book = folder / "book.xlsx"
    write(files, book)
    found = read(book)
    assert [fault for fault in found.faults if fault.is_error] == []
    return dict(found.files)


@st.composite
def tables(draw):
    header = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    row = st.lists(TEXTS, min_size=len(header), max_size=len(header)).filter(any)
    return csv_of(header, draw(st.lists(row, max_size=5)))


@settings(max_examples=150, deadline=None)
@given(table=tables())
def test_that_any_table_survives_the_workbook_to_the_byte(table, tmp_path_factory):
    files = {"pack.toml": PACK, "survey.csv": b"type,name\n", "notes.csv": table}
    assert there_and_back(files, tmp_path_factory.mktemp("book")) == files


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_that_awkward_texts_survive_in_every_kind_of_sheet(text, tmp_path):
    table = csv_of(["list_name", "name"], [["a", text], [text, "b"]])
    files = {
        "pack.toml": toml_text({"id": "mini", "note": text}).encode(),
        "extra.json": (json_text({"deep": [{"a": text}]}) + "\n").encode(),
        "survey.csv": csv_of(["type", "name", "label::Русский (ru)"], [["text", "q", text]]),
        "choices.csv": table,
        "files/plants.csv": table,
    }
    assert there_and_back(files, tmp_path) == files


VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.integers(-(10**15), 10**15), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(data=st.dictionaries(TEXTS, VALUES, max_size=3))
def test_that_any_document_survives_the_workbook_to_the_byte(data, tmp_path_factory):
    extra = (json_text(data) + "\n").encode()
    files = {"pack.toml": PACK, "extra.json": extra, "survey.csv": b"type,name\n"}
    assert there_and_back(files, tmp_path_factory.mktemp("book")) == files


@settings(max_examples=100, deadline=None)
@given(comment=st.text(SIGNS, max_size=30))
def test_that_settings_in_another_writing_survive_line_by_line(comment, tmp_path_factory):
    extra = f'{{\n  "a": {comment}\n\n'.encode()
    files = {"pack.toml": b"# why\n" + PACK, "extra.json": extra, "survey.csv": b"type,name\n"}
    assert there_and_back(files, tmp_path_factory.mktemp("book")) == files


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_that_every_pack_survives_the_workbook_to_the_byte(pack, tmp_path):
    files = pack_files(pack)
    assert there_and_back(files, tmp_path) == files


@pytest.mark.parametrize("pack", PACKS, ids=lambda path: path.name)
def test_that_another_reader_sees_the_same_texts(pack, tmp_path):
    write(pack_files(pack), tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    shown = [["" if c is None else c for c in row] for row in book["kta_ael"].values]
    text = (pack / "levels.csv").read_text(encoding="utf-8")
    assert shown == list(csv.reader(io.StringIO(text, newline="")))
    book.close()


@pytest.mark.parametrize("pack", PACKS[:5], ids=lambda path: path.name)
def test_that_a_pack_survives_another_program_that_saves_it(pack, tmp_path):
    write(pack_files(pack), tmp_path / "book.xlsx")
    openpyxl.load_workbook(tmp_path / "book.xlsx").save(tmp_path / "again.xlsx")
    assert dict(read(tmp_path / "again.xlsx").files) == pack_files(pack)


EXPRESSIONS = [
    "",
    " ",
    "${a} = 1",
    "sum(${t}/a)",
    "selected(${t}/a, 'x')",
    "count(${t}[./a = ${a}]) > 0",
    "kta:values('x', ${a} = 1)",
    "kta:conv(${a}, 't', 'kg')",
    "regex(., 'a+')",
    "${nobody}",
    "../a + ${b}",
    "(((",
]
ROWS = st.tuples(
    st.sampled_from(["text", "begin_repeat", "end_repeat", "begin_group", "end_group", "note", ""]),
    st.sampled_from(["a", "b", "t", ""]),
    st.sampled_from(["", "table-list", "w1 table-list", "likert"]),
    *[st.sampled_from(EXPRESSIONS)] * 3,
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(ROWS.filter(any), max_size=12))
def test_that_any_survey_comes_back_as_it_was_written(rows, tmp_path_factory):
    header = ["type", "name", "appearance", "relevant", "calculation", "constraint"]
    files = {"pack.toml": PACK, "survey.csv": csv_of(header, rows)}
    assert there_and_back(files, tmp_path_factory.mktemp("book")) == files


def test_that_the_same_pack_gives_the_same_workbook(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write(pack_files(PACKS[0]), tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_that_files_that_are_no_part_of_the_pack_stay_out():
    assert "overlay.toml" not in pack_files(RESOURCES / "packs" / "food")


def test_that_a_missing_table_and_an_empty_one_stay_apart(tmp_path):
    files = {"pack.toml": PACK, "survey.csv": b"type,name\n", "notes.csv": b"", "files/a.csv": b""}
    found = there_and_back(files, tmp_path)
    assert found == files
    assert "choices.csv" not in found


@pytest.mark.parametrize(
    "name",
    [
        "files/a_table_with_a_name_longer_than_a_sheet_takes.csv",
        "files/Заводы [2026].csv",
        "files/PLANTS.csv",
        "files.csv",
        "pack.csv",
        "Sources.csv",
        "file_plants.csv",
    ],
)
def test_that_a_table_keeps_a_name_that_no_sheet_can_have(name, tmp_path):
    table = b"a\n1\n"
    files = {
        "pack.toml": PACK,
        "survey.csv": b"type,name\n",
        name: table,
        "files/plants.csv": table,
    }
    assert there_and_back(files, tmp_path) == files


def test_that_other_writings_of_csv_come_back_in_ours_with_the_same_cells(tmp_path):
    survey = '\ufeff"type","name"\r\n"text","a"\r\n,\r\n'.encode()
    files = {"pack.toml": PACK, "survey.csv": survey}
    assert there_and_back(files, tmp_path)["survey.csv"] == b"type,name\ntext,a\n"


def test_that_a_text_longer_than_a_cell_is_refused_with_its_place(tmp_path):
    table = csv_of(["id", "note"], [["a", "🌡" * 16_384]])
    with pytest.raises(CellTooLongError) as refusal:
        write({"pack.toml": PACK, "notes.csv": table}, tmp_path / "book.xlsx")
    assert refusal.value.details == {"where": "kta_notes!B2", "count": 32_768, "limit": 32_767}
    assert not (tmp_path / "book.xlsx").exists()


def test_that_a_long_line_of_settings_goes_on_in_the_next_row(tmp_path):
    extra = ('{"a":   "' + "б" * 70_000 + '"}').encode()
    files = {"pack.toml": PACK, "extra.json": extra, "survey.csv": b"type,name\n"}
    assert there_and_back(files, tmp_path) == files


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b'a,"b\n', b"a,b\n1,2,3\n"], ids=["encoding", "quotes", "surplus"]
)
def test_that_a_table_that_cannot_be_read_is_refused(content, tmp_path):
    with pytest.raises(PackUnreadableError):
        write({"pack.toml": PACK, "notes.csv": content}, tmp_path / "book.xlsx")


def test_that_the_workbook_is_pleasant_to_work_in(tmp_path):
    write(pack_files(RESOURCES / "packs" / "food"), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["survey"]
    cells = [cell for row in sheet.iter_rows(max_row=20) for cell in row if cell.value]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.alignment.wrap_text for cell in cells)
    assert sheet.column_dimensions["C"].width > 30
    assert any("verified" in rule.formula1 for rule in sheet.data_validations.dataValidation)


def test_that_a_plain_xlsform_becomes_a_pack(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label::Русский (ru)"])
    book.active.append(["text", "a", "Вопрос"])
    book.create_sheet("settings").append(["form_id", "version", "form_title"])
    book["settings"].append(["mini", "2", "Мини"])
    book.save(tmp_path / "book.xlsx")
    files = read(Path(tmp_path / "book.xlsx")).files
    assert files["survey.csv"] == "type,name,label::Русский (ru)\ntext,a,Вопрос\n".encode()
    assert 'id = "mini"' in files["pack.toml"].decode()
    assert 'ru = "Мини"' in files["pack.toml"].decode()
