"""What a methodologist may get wrong in a workbook is told with sheet, row and column."""

import datetime as dt

import openpyxl
import pytest

from kta_desktop.packs import workbook
from kta_desktop.packs.workbook_errors import WorkbookFaultyError

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
