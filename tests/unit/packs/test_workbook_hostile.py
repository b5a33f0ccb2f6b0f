"""Whatever calls itself a workbook: read, or refused with a code, and never slowly."""

import datetime as dt
import re
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.packs import workbook
from kta_desktop.packs.workbook_book import read_book
from kta_desktop.packs.workbook_errors import (
    NotAWorkbookError,
    WorkbookBombError,
    WorkbookDamagedError,
    WorkbookEntitiesError,
    WorkbookError,
    WorkbookFaultyError,
    WorkbookLockedError,
    WorkbookMacrosError,
    WorkbookMissingError,
    WorkbookOldError,
    WorkbookTooLargeError,
)
from kta_desktop.packs.workbook_zip import Limits

PACK = b'id = "mini"\nversion = "1"\n\n[title]\nru = "M"\n'
FILES = {
    "pack.toml": PACK,
    "survey.csv": "type,name,label::Русский (ru),relevant,bind::kta:number\n"
    "text,one,Первый,,1.1\ntext,two,Второй,${one} = 'a',1.2\n".encode(),
    "levels.csv": b"id,upper,checked_on\nL1,5,\nL2,6,\n",
}


@pytest.fixture
def book(tmp_path):
    """The path of a workbook without mistakes."""
    workbook.write(FILES, tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def changed(book, act):
    """Let another program change the workbook."""
    opened = openpyxl.load_workbook(book)
    act(opened)
    opened.save(book)
    return workbook.read(book)


def told(read):
    return [(fault.code, fault.sheet, fault.row, fault.column) for fault in read.faults]


def parts_of(book):
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(book, parts):
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


# What stands in cells.


def test_that_a_formula_is_told_with_its_place_and_its_value_is_not_believed(book):
    read = changed(book, lambda b: b["kta_ael"].__setitem__("B3", "=2*3"))
    assert told(read) == [("formula", "kta_ael", 3, "B (upper)")]
    assert read.faults[0].question == "L2"
    assert b"L2,,\n" in read.files["levels.csv"]
    with pytest.raises(WorkbookFaultyError):
        read.demand_sound()


def test_that_an_error_cell_is_told_with_its_place(book):
    read = changed(book, lambda b: b["kta_ael"].__setitem__("B2", "#REF!"))
    assert told(read) == [("error-cell", "kta_ael", 2, "B (upper)")]
    assert "#REF!" in read.faults[0].sentence("ru")


def test_that_merged_cells_are_told_with_their_range(book):
    read = changed(book, lambda b: b["survey"].merge_cells("A2:B3"))
    assert ("merged", "survey", 2, "A2:B3") in told(read)
    assert any(fault.is_error for fault in read.faults)


def test_that_hidden_things_are_read_and_told(book):
    def hide(opened):
        opened["survey"].row_dimensions[3].hidden = True
        opened["survey"].column_dimensions["C"].hidden = True
        opened["kta_ael"].sheet_state = "veryHidden"

    read = changed(book, hide)
    codes = {fault.code: fault.is_error for fault in read.faults}
    assert codes == dict.fromkeys(["rows-hidden", "columns-hidden", "sheet-hidden"], False)
    assert read.files["survey.csv"] == FILES["survey.csv"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (5, "General", "5"),
        (0.1, "General", "0.1"),
        (0.1 + 0.2, "General", "0.3"),
        (1e-7, "General", "0.0000001"),
        (1e20, "0", "100000000000000000000"),
        (-2.50, "0.00", "-2.5"),
        (True, "General", "true"),
        (False, "General", "false"),
        ("  x ", "@", "  x "),
    ],
)
def test_that_typed_values_become_texts(book, value, number_format, text):
    def put(opened):
        opened["kta_ael"]["B2"] = value
        opened["kta_ael"]["B2"].number_format = number_format

    read = changed(book, put)
    assert f"L1,{text},".encode() in read.files["levels.csv"]
    assert not [fault for fault in read.faults if fault.is_error]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "number_format", "column"),
    [
        ("survey", "E2", 1.1, "General", "E (bind::kta:number)"),
        ("kta_ael", "B2", 0.05, "0%", "B (upper)"),
        ("kta_ael", "B2", 7, "000", "B (upper)"),
        ("kta_ael", "B2", 1234567890123456, "0", "B (upper)"),
    ],
)
def test_that_a_doubtful_number_is_said(book, sheet, cell, value, number_format, column):
    def put(opened):
        opened[sheet][cell] = value
        opened[sheet][cell].number_format = number_format

    read = changed(book, put)
    assert told(read) == [("number-typed", sheet, 2, column)]
    assert not read.faults[0].is_error


def test_that_a_date_is_taken_where_one_belongs(book):
    day = dt.date(2026, 11, 20)
    read = changed(book, lambda b: b["kta_ael"].__setitem__("C2", day))
    assert b"L1,5,2026-11-20\n" in read.files["levels.csv"]
    assert read.faults == ()


def test_that_days_counted_from_1904_are_the_same_days(book):
    def put(opened):
        opened.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        opened["kta_ael"]["C2"] = dt.date(2026, 11, 20)

    assert b"L1,5,2026-11-20\n" in changed(book, put).files["levels.csv"]


def test_that_what_excel_made_a_date_of_is_refused_with_its_place(book):
    day = dt.date(2026, 10, 1)
    read = changed(book, lambda b: b["survey"].__setitem__("E2", day))
    assert told(read) == [("date-typed", "survey", 2, "E (bind::kta:number)")]
    assert read.faults[0].is_error


@pytest.mark.parametrize("quotes", ["“a”", "«a»", "‘a’", "„a“"])
def test_that_typographic_quotes_in_an_expression_are_told(book, quotes):
    read = changed(book, lambda b: b["survey"].__setitem__("D3", "${one} = " + quotes))
    assert told(read) == [("smart-quotes", "survey", 3, "D (relevant)")]


def test_that_typographic_quotes_inside_a_text_are_nobodys_business(book):
    read = changed(book, lambda b: b["survey"].__setitem__("D3", "${one} = '«a»'"))
    assert read.faults == ()


# Sheets and headings.


def test_that_a_missing_survey_is_told(book):
    assert told(changed(book, lambda b: b.remove(b["survey"]))) == [
        ("sheet-missing", "survey", 0, "")
    ]


def test_that_a_missing_pack_sheet_is_made_up_for_by_settings(book):
    read = changed(book, lambda b: b.remove(b["kta_pack"]))
    assert read.faults == ()
    assert b'id = "mini"' in read.files["pack.toml"]


def test_that_settings_that_contradict_the_pack_are_told(book):
    read = changed(book, lambda b: b["settings"].__setitem__("C2", "2"))
    assert told(read) == [("settings-differ", "settings", 2, "C (version)")]
    assert read.files["pack.toml"] == PACK


def test_that_foreign_sheets_are_told_and_private_ones_are_not(book):
    def add(opened):
        opened.create_sheet("Черновик").append(["a"])
        opened.create_sheet("_notes").append(["=1+1"])
        opened.create_sheet("Лист1")
        opened.create_sheet("entities").append(["a"])

    found = told(changed(book, add))
    assert found == [
        ("sheet-foreign", "Черновик", 0, ""),
        ("sheet-unsupported", "entities", 0, ""),
    ]


def test_that_two_sheets_of_one_table_are_told(book):
    read = changed(book, lambda b: b.create_sheet("kta_levels").append(["id"]))
    assert told(read) == [("sheet-twice", "kta_levels", 0, "")]


def test_that_values_without_a_heading_are_told_with_their_place(book):
    def put(opened):
        opened["kta_ael"]["B1"] = None
        opened["kta_ael"]["F3"] = "lost"

    assert told(changed(book, put)) == [
        ("header-missing", "kta_ael", 2, "B"),
        ("header-missing", "kta_ael", 3, "B"),
        ("cells-beyond", "kta_ael", 3, "F"),
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("A2", "id]["), ("A2", "a.b[2]"), ("C2", "what"), ("A3", "id")],
    ids=["path", "gap", "kind", "twice"],
)
def test_that_a_setting_that_is_none_is_told_with_its_row(book, cell, value):
    read = changed(book, lambda b: b["kta_pack"].__setitem__(cell, value))
    code, sheet, row, _column = told(read)[0]
    assert (code, sheet, row) == ("setting-row", "kta_pack", int(cell[1:]))
    assert "pack.toml" not in read.files


def test_that_an_edit_of_the_plain_condition_alone_is_told(tmp_path):
    survey = b"type,name,calculation\ncalculate,all,\"kta:values('a', 1 = 1)\"\n"
    workbook.write(FILES | {"survey.csv": survey}, tmp_path / "book.xlsx")
    read = changed(tmp_path / "book.xlsx", lambda b: b["survey"].__setitem__("C2", "'b'"))
    assert told(read) == [("own-expression", "survey", 2, "C (calculation)")]
    assert read.files["survey.csv"] == survey


def test_that_links_to_other_files_are_told_and_not_followed(book):
    parts = parts_of(book)
    rezipped(book, parts | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    read = workbook.read(book)
    assert told(read) == [("external-links", "", 0, "")]
    assert dict(read.files) == FILES


# The container.


def test_that_200_megabytes_are_refused_before_they_are_opened(tmp_path):
    with (tmp_path / "book.xlsx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 << 20)
    start = time.monotonic()
    with pytest.raises(WorkbookTooLargeError):
        workbook.read(tmp_path / "book.xlsx")
    assert time.monotonic() - start < 1


def test_that_parts_that_unpack_to_bulk_are_refused_before_they_are_unpacked(book):
    rezipped(book, parts_of(book) | {"xl/sharedStrings.xml": b"\0" * (30 << 20)})
    tracemalloc.start()
    with pytest.raises(WorkbookBombError):
        workbook.read(book)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20


def test_that_more_than_a_pack_can_need_is_refused(book):
    with pytest.raises(WorkbookTooLargeError):
        read_book(book, limits=Limits(unpacked=10_000))


def test_that_a_part_that_is_longer_than_it_says_is_refused(book):
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    lie = bytes(data).replace(struct.pack("<L", size), struct.pack("<L", size - 100))
    book.write_bytes(lie)
    with pytest.raises(WorkbookDamagedError):
        workbook.read(book)


def test_that_thousands_of_parts_are_refused(book):
    rezipped(book, parts_of(book) | {f"xl/media/{n}.png": b"" for n in range(3000)})
    with pytest.raises(WorkbookBombError):
        workbook.read(book)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "XL/VBAPROJECT.BIN"])
def test_that_macros_are_refused(book, part):
    rezipped(book, parts_of(book) | {part: b"x"})
    with pytest.raises(WorkbookMacrosError):
        workbook.read(book)


def test_that_a_macro_workbook_without_macros_is_refused_too(book):
    parts = parts_of(book)
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    rezipped(book, parts | {"[Content_Types].xml": types})
    with pytest.raises(WorkbookMacrosError):
        workbook.read(book)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (OLE + "Workbook".encode("utf-16-le"), WorkbookOldError),
        (OLE + "EncryptedPackage".encode("utf-16-le"), WorkbookLockedError),
        ("type;name\nтекст;а\n".encode("cp1251"), NotAWorkbookError),
        (b"", NotAWorkbookError),
        (b"PK\x03\x04", NotAWorkbookError),
        (b"PK\x03\x04" + b"\0" * 4000, NotAWorkbookError),
        (b"%PDF-1.7", NotAWorkbookError),
    ],
    ids=["xls", "password", "csv", "empty", "start", "zeros", "pdf"],
)
def test_that_other_files_are_refused_by_what_they_are(tmp_path, content, refusal):
    (tmp_path / "book.xlsx").write_bytes(content)
    with pytest.raises(refusal):
        workbook.read(tmp_path / "book.xlsx")


@pytest.mark.parametrize("name", ["xl/workbook.bin", "content.xml"])
def test_that_other_kinds_of_spreadsheet_are_refused(tmp_path, name):
    rezipped(tmp_path / "book.xlsx", {name: b"x"})
    with pytest.raises(WorkbookOldError):
        workbook.read(tmp_path / "book.xlsx")


def test_that_a_zip_of_something_else_is_refused(tmp_path):
    rezipped(tmp_path / "book.xlsx", {"letter.txt": b"x"})
    with pytest.raises(NotAWorkbookError):
        workbook.read(tmp_path / "book.xlsx")


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(WorkbookMissingError):
            workbook.read(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_that_declarations_are_refused_before_they_grow(book, part):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()
    parts = parts_of(book)
    bad = re.sub(rb"(<\?xml[^>]*>)", rb"\1" + doctype, parts[part])
    rezipped(book, parts | {part: bad})
    with pytest.raises(WorkbookEntitiesError):
        workbook.read(book)


def sheet_of(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_that_a_million_empty_formatted_rows_are_read_in_seconds(book):
    empty = "".join(f'<row r="{n}" s="1" customFormat="1" ht="15"/>' for n in range(4, 1_000_001))
    parts = parts_of(book)
    survey = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"</sheetData >")
    rows = survey.replace(b"</sheetData >", empty.encode() + b"</sheetData>")
    rezipped(book, parts | {"xl/worksheets/sheet1.xml": rows})
    start = time.process_time()
    read = workbook.read(book)
    assert dict(read.files) == FILES
    assert time.process_time() - start < 20


def test_that_one_long_text_in_a_million_cells_is_refused(book):
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9000))
    parts = parts_of(book)
    strings = parts["xl/sharedStrings.xml"]
    long = re.sub(rb"<si><t>", b"<si><t>" + b"y" * 30_000, strings, count=1)
    sheet = {"xl/worksheets/sheet1.xml": sheet_of(cells), "xl/sharedStrings.xml": long}
    rezipped(book, parts | sheet)
    with pytest.raises(WorkbookTooLargeError):
        workbook.read(book)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="2"/><row r="2"/>',
        '<row r="99999999999999999999"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1" t="s"><v>99999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="?"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="x"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
    ],
)
def test_that_cells_that_contradict_themselves_are_refused(book, rows):
    rezipped(book, parts_of(book) | {"xl/worksheets/sheet1.xml": sheet_of(rows)})
    with pytest.raises(WorkbookDamagedError):
        workbook.read(book)


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "abc", "9" * 400, ""])
def test_that_numbers_that_are_none_never_end_in_a_traceback(book, value):
    rows = f'<row r="1"><c r="A1"><v>{value}</v></c><c r="B1"><v>1</v></c></row>'
    rezipped(book, parts_of(book) | {"xl/worksheets/sheet1.xml": sheet_of(rows)})
    workbook.read(book)


FUZZED = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "book.xlsx"
    workbook.write(FILES, path)
    return path.read_bytes()


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_that_a_workbook_with_flipped_bytes_is_read_or_refused(made, data, tmp_path):
    content = bytearray(made)
    for _time in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "book.xlsx").write_bytes(content[: data.draw(st.integers(1, len(content)))])
    read_or_refused(tmp_path / "book.xlsx")


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_that_a_workbook_with_torn_parts_is_read_or_refused(made, data, tmp_path):
    book = tmp_path / "book.xlsx"
    book.write_bytes(made)
    parts = parts_of(book)
    name = data.draw(st.sampled_from(sorted(parts)))
    text = bytearray(parts[name])
    at = data.draw(st.integers(0, len(text) - 1))
    piece = data.draw(st.sampled_from([b"", b"<", b">", b'"', b"0", b"-1", b"\xff", b"<f>1</f>"]))
    text[at : at + data.draw(st.integers(0, 20))] = piece
    rezipped(book, parts | {name: bytes(text)})
    read_or_refused(book)


def read_or_refused(path):
    with suppress(WorkbookError):
        workbook.read(path)
