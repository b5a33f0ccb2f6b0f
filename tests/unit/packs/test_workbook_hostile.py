"""Whatever calls itself a workbook: read, or refused with a code, and never slowly."""

import re
import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress

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
    WorkbookLockedError,
    WorkbookMacrosError,
    WorkbookMissingError,
    WorkbookOldError,
    WorkbookTooLargeError,
)
from kta_desktop.packs.workbook_zip import Limits

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


def parts_of(book):
    with zipfile.ZipFile(book) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(book, parts):
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_that_links_to_other_files_are_told_and_not_followed(book):
    parts = parts_of(book)
    rezipped(book, parts | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})
    read = workbook.read(book)
    found = [(fault.code, fault.sheet, fault.is_error) for fault in read.faults]
    assert found == [("external-links", "", False)]
    assert dict(read.files) == FILES


# The container.


def test_that_200_megabytes_are_refused_before_they_are_opened(tmp_path):
    with (tmp_path / "book.xlsx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 << 20)
    start = time.thread_time()
    with pytest.raises(WorkbookTooLargeError):
        workbook.read(tmp_path / "book.xlsx")
    assert time.thread_time() - start < 1


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
    return f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_that_a_million_empty_formatted_rows_are_read_in_seconds(book):
    empty = "".join(f'<row r="{n}" s="1" customFormat="1" ht="15"/>' for n in range(4, 1_000_001))
    parts = parts_of(book)
    survey = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"</sheetData >")
    rows = survey.replace(b"</sheetData >", empty.encode() + b"</sheetData>")
    rezipped(book, parts | {"xl/worksheets/sheet1.xml": rows})
    start = time.thread_time()
    read = workbook.read(book)
    assert dict(read.files) == FILES
    assert time.thread_time() - start < 20


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
    ("part", "begin", "piece", "end"),
    [
        ("xl/worksheets/sheet1.xml", "<worksheet><!--", "{n:09}", "--></worksheet>"),
        ("xl/worksheets/sheet1.xml", '<worksheet a="', "{n:09}", '"/>'),
        ("xl/worksheets/sheet1.xml", "<a>", '<col hidden="1" min="{n}" max="{n}"/>', "</a>"),
        ("xl/sharedStrings.xml", "<sst><si><t>", "{n:09}", "</t></si></sst>"),
        ("xl/styles.xml", "<a><cellXfs>", '<xf numFmtId="{n}"/>', "</cellXfs></a>"),
        ("xl/styles.xml", "<a>", '<numFmt numFmtId="{n}" formatCode="0"/>', "</a>"),
        ("xl/workbook.xml", "<a>", '<sheet name="{n}"/>', "</a>"),
        ("xl/_rels/workbook.xml.rels", "<a>", '<Relationship Id="{n}"/>', "</a>"),
    ],
)
def test_that_bulk_of_any_kind_is_refused_in_bounded_time(book, part, begin, piece, end):
    bulk = begin + "".join(piece.format(n=n) for n in range(200_000)) + end
    rezipped(book, parts_of(book) | {part: bulk.encode()})
    start = time.thread_time()
    with pytest.raises(WorkbookError):
        workbook.read(book)
    assert time.thread_time() - start < 10


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


def test_that_halves_of_characters_stay_as_they_are_written(book):
    rows = """<row r="1"><c r="A1" t="inlineStr"><is><t>a_xD800_b_x000D_</t></is></c></row>"""
    rezipped(book, parts_of(book) | {"xl/worksheets/sheet1.xml": sheet_of(rows)})
    assert read_book(book).sheets[0].rows[1][1].text == "a_xD800_b\r"
    workbook.read(book)


def test_that_a_sheet_of_a_million_filled_rows_is_refused_in_seconds(book):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 400_000))
    rezipped(book, parts_of(book) | {"xl/worksheets/sheet1.xml": sheet_of(rows)})
    began = time.thread_time()
    with pytest.raises(WorkbookTooLargeError):
        read_book(book)
    assert time.thread_time() - began < 10


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
