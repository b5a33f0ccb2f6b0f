"""Cells of the workbook: text stays text, numbers are numbers, nothing is lost."""

import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from kta_desktop.reports.workbook.leaf import Column, Front, Leaf
from kta_desktop.reports.workbook.names import Names
from kta_desktop.reports.workbook.write import LONGEST, Going, write_book

TEXT = (Column("Текст"),)
MADE = datetime(2026, 11, 22, 14, 32, 8)  # noqa: DTZ001 - a workbook knows no zones
FRONT = Front(
    name="О книге",
    title="Книга",
    facts=(("Аудит", "KTA-2026-014"),),
    listed=("Лист", "Что на нём", "Строк"),
    legend=(("Пустая ячейка", "Не ноль."),),
)


def quiet(_rows):
    return


def written(path, rows, columns=TEXT, told=quiet, **more):
    """Write one sheet and return the file."""
    leaf = Leaf(name="Лист", about="проба", columns=columns, rows=rows, **more)
    going = Going(on="дальше ниже", from_above="начало выше", told=told)
    write_book([leaf], FRONT, path, made=MADE, going=going)
    return path


def cells(path, sheet="Лист"):
    """Return the rows of a sheet as they are read back."""
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book[sheet].iter_rows()]


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+7 727 123",
        "-5",
        "@SUM(A1)",
        "\tс табуляцией",
        '=HYPERLINK("http://x")',
        "http://example.org/страница",
        "_x000D_ как текст",
        "<r><t>разметка</t></r>",
        "  пробелы по краям  ",
        "строка\nи ещё",
        "0012",
        "ә ғ қ ң ө ұ ү һ і ₸ 🙂",
    ],
)
def test_that_text_comes_back_as_it_was_typed(tmp_path, typed):
    cell = cells(written(tmp_path / "b.xlsx", [(typed,)]))[1][0]
    assert cell.data_type == "s"
    assert openpyxl.utils.escape.unescape(cell.value) == typed
    assert cell.hyperlink is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("нуль\0", "нуль[U+0000]"),
        ("звонок\x07", "звонок[U+0007]"),
        ("половина \ud83d", "половина [U+D83D]"),
        ("\uffff", "[U+FFFF]"),
        ("конец\r\nстроки\r", "конец\nстроки\n"),
    ],
)
def test_that_what_no_workbook_can_hold_is_replaced_in_sight(tmp_path, typed, shown):
    assert cells(written(tmp_path / "b.xlsx", [(typed,)]))[1][0].value == shown


@pytest.mark.parametrize(
    ("value", "look"),
    [
        (Decimal("3.250"), "0.000"),
        (Decimal(12), "0"),
        (7, "0"),
        (8.793011195631268, "0.000"),
        (0.0, "0.000"),
    ],
)
def test_that_numbers_are_numbers_with_the_places_they_are_known_with(tmp_path, value, look):
    cell = cells(written(tmp_path / "b.xlsx", [(value,)]))[1][0]
    assert cell.data_type == "n"
    assert cell.value == pytest.approx(float(value))
    assert cell.number_format == look


def test_that_a_number_with_more_digits_than_a_spreadsheet_keeps_stays_text(tmp_path):
    long = Decimal("1234567890.1234567890")
    cell = cells(written(tmp_path / "b.xlsx", [(long,)]))[1][0]
    assert (cell.data_type, cell.value) == ("s", str(long))


def test_that_days_and_moments_are_dates_and_those_before_excel_are_text(tmp_path):
    rows = [(date(2026, 11, 22),), (MADE,), (date(1899, 5, 1),)]
    found = [row[0] for row in cells(written(tmp_path / "b.xlsx", rows))[1:]]
    assert [cell.value for cell in found] == [datetime(2026, 11, 22), MADE, "1899-05-01"]  # noqa: DTZ001
    assert [cell.number_format for cell in found] == ["dd.mm.yyyy", "dd.mm.yyyy hh:mm:ss", "@"]


def test_that_a_text_too_long_for_a_cell_goes_on_below_and_says_so(tmp_path):
    typed = "ж🙂" * 30_000
    rows = cells(
        written(tmp_path / "b.xlsx", [("1", typed), ("2", "б")], (Column("№"), Column("Т")))
    )
    parts = [row[1].value for row in rows[1:]]
    assert all(len(part.encode("utf-16-le")) // 2 <= LONGEST for part in parts)
    assert parts[0].endswith(" [дальше ниже]")
    assert parts[1].startswith("[начало выше] ")
    plain = [part.replace(" [дальше ниже]", "").replace("[начало выше] ", "") for part in parts]
    assert "".join(plain[:-1]) == typed
    assert [row[0].value for row in rows[1:]] == ["1", *[None] * (len(parts) - 2), "2"]


def test_that_headings_are_fixed_filtered_and_carry_units(tmp_path):
    columns = (Column("Расход", "м³/т"), Column("Слова"))
    path = written(tmp_path / "b.xlsx", [(Decimal("3.2"), "а")], columns)
    sheet = openpyxl.load_workbook(path)["Лист"]
    assert [cell.value for cell in sheet[1]] == ["Расход, м³/т", "Слова"]
    assert [cell.value for cell in sheet[2]] == ["м³/т", ""]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:B3"


def test_that_the_first_sheet_lists_the_others_with_their_rows(tmp_path):
    path = written(tmp_path / "b.xlsx", [("а",), ("б",)])
    found = [[cell.value for cell in row] for row in cells(path, "О книге")]
    assert ["Лист", "проба", 2] in found
    assert ["Пустая ячейка", "Не ноль.", None] in found


def test_that_the_same_rows_give_the_same_bytes(tmp_path):
    files = [
        written(tmp_path / f"{n}.xlsx", [("а", 1.5)], (Column("А"), Column("Б"))) for n in "12"
    ]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_that_twenty_thousand_rows_take_no_memory(tmp_path):
    rows = ([f"строка {n}", Decimal(n)] for n in range(20_000))
    tracemalloc.start()
    written(tmp_path / "b.xlsx", rows, (Column("А"), Column("Б", "т")))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert archive.read("xl/worksheets/sheet2.xml").count(b"<row ") == 20_002


def test_that_rows_beyond_the_end_of_a_sheet_go_on_another_one(tmp_path, monkeypatch):
    monkeypatch.setattr("kta_desktop.reports.workbook.write.ROWS", 4)
    path = written(tmp_path / "b.xlsx", ((str(n),) for n in range(5)))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["О книге", "Лист", "Лист 2"]
    assert [row[0].value for row in book["Лист 2"].iter_rows()] == ["Текст", "3", "4"]


def test_that_what_is_told_can_stop_the_writing_and_leaves_nothing_beside_the_file(tmp_path):
    def told(_rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(tmp_path / "b.xlsx", ((str(n),) for n in range(600)), told=told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (["Меры", "меры"], ["Меры", "меры 2"]),
        (["а/б[в]:*?\\"], ["а-б-в-----"]),
        (["'Кавычки'"], ["Кавычки"]),
        (["History"], ["History 2"]),
        (["", " "], ["-", "- 2"]),
        (["Ж" * 40, "Ж" * 40], ["Ж" * 30 + "…", "Ж" * 28 + "… 2"]),
    ],
)
def test_that_names_of_sheets_are_legal_and_each_once(wanted, taken):
    names = Names()
    found = [names.take(name) for name in wanted]
    assert found == taken
    assert all(0 < len(name) <= 31 for name in found)


def test_that_parts_left_by_a_program_that_was_killed_go_with_the_next_book(tmp_path):
    seen = []

    def rows():
        seen.extend(each for each in tmp_path.iterdir() if each.is_dir())
        yield ("а",)

    written(tmp_path / "b.xlsx", rows())
    seen[0].mkdir()
    (seen[0] / "part").write_bytes(b"left")
    path = written(tmp_path / "b.xlsx", iter([("б",)]))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
