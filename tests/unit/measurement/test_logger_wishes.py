"""What a person corrects is done; what cannot be done is told; sizes stay bounded."""

import tracemalloc

import pytest
import xlsxwriter

from kta_desktop.measurement.loggers import read, sheet_parts, understand
from kta_desktop.measurement.loggers.errors import (
    LoggerNoTimeError,
    LoggerSheetMissingError,
    LoggerStoppedError,
    LoggerWishError,
    LoggerWorkbookError,
)
from kta_desktop.measurement.loggers.model import ColumnWish, Order, Reason, Role, Wishes
from kta_desktop.measurement.loggers.profiles import FileProfile

TABLE = (
    "Заголовок;;\n"
    "Время;A;B\n"
    "03/04/2026 10:00:00;1,234;5\n"
    "03/04/2026 10:00:10;2,345;6\n"
    "03/04/2026 10:00:20;нет пробы;7\n"
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(TABLE.encode("cp1251"))
    return path


def taken(path, wishes=None):
    understood = understand(path, wishes)
    rows = read(path, understood)
    return understood, list(rows), rows.account


def test_that_the_order_of_dates_is_asked_and_taken_as_wished(table):
    understood, _, account = taken(table)
    assert [question.code for question in understood.questions] == ["decimal", "order"]
    _, _, other = taken(table, Wishes(order=Order.MDY))
    assert account.first - other.first == 30 * 86_400


def test_that_the_decimal_mark_is_taken_as_wished(table):
    _, batches, _ = taken(table, Wishes(decimal=","))
    assert batches[0].values[1][:2].tolist() == [1.234, 2.345]
    _, batches, _ = taken(table, Wishes(decimal=".", thousands=","))
    assert batches[0].values[1][:2].tolist() == [1234.0, 2345.0]


def test_that_further_words_for_no_reading_are_taken(table):
    _, _, account = taken(table)
    assert (account.columns[1].unread, account.columns[1].missing) == (1, 0)
    assert account.columns[1].first_unread == 5
    _, _, account = taken(table, Wishes(missing=("Нет пробы",)))
    assert (account.columns[1].unread, account.columns[1].missing) == (0, 1)


def test_that_columns_are_what_a_person_says(table):
    columns = {
        1: ColumnWish(name="Пыль", unit="мг/м³", meaning="dust"),
        2: ColumnWish(role=Role.IGNORED),
    }
    understood, batches, _ = taken(table, Wishes(columns=columns))
    (dust,) = understood.values
    assert (dust.name, dust.unit, dust.meaning) == ("Пыль", "mg/m3", "dust")
    assert set(batches[0].values) == {1}


def test_that_heading_and_first_line_are_where_a_person_says(table):
    understood, _, account = taken(table, Wishes(header_lines=(), first_line=4))
    assert [column.name for column in understood.columns] == ["", "", ""]
    assert (account.read, account.preamble, account.lines) == (2, 3, 5)


def test_that_a_zone_is_taken_as_wished(table):
    _, _, here = taken(table)
    understood, _, there = taken(table, Wishes(zone="Europe/Berlin"))
    assert understood.time.zone_said_by == "person"
    assert there.first - here.first == 3 * 3600


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(encoding="utf-99"),
        Wishes(encoding="rot13"),
        Wishes(delimiter="x"),
        Wishes(zone="Asia/Nowhere"),
        Wishes(zone="+99:00"),
        Wishes(zone="../../etc/passwd"),
    ],
)
def test_that_a_wish_that_cannot_be_done_is_told(table, wishes):
    with pytest.raises(LoggerWishError):
        understand(table, wishes)


def test_that_rows_without_a_time_take_start_and_interval(tmp_path):
    path = tmp_path / "counted.csv"
    path.write_text("A;B\n1,5;2\n2,5;3\n3,5;4\n", "utf-8")
    with pytest.raises(LoggerNoTimeError):
        read(path, understand(path))
    wishes = Wishes(start="2026-03-12T10:00:00", interval_s=0.5, zone="UTC")
    _, batches, account = taken(path, wishes)
    assert (account.first, account.last) == (1_773_309_600.0, 1_773_309_601.0)
    assert batches[0].values[0].tolist() == [1.5, 2.5, 3.5]


def test_that_a_column_chosen_as_elapsed_needs_a_start(tmp_path):
    path = tmp_path / "elapsed.csv"
    path.write_text("x;O2 [%]\n0;8,1\n2;8,2\n4;8,3\n", "utf-8")
    columns = {0: ColumnWish(role=Role.ELAPSED)}
    understood = understand(path, Wishes(columns=columns))
    assert [question.code for question in understood.questions] == ["start"]
    wishes = Wishes(columns=columns, start="2026-03-12T10:00:00", zone="UTC")
    _, _, account = taken(path, wishes)
    assert account.last == 1_773_309_604.0


def test_that_the_sheet_is_the_one_wished(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, value in (("Первый", 1.0), ("Второй", 2.0)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Время", "NOx, ppm"])
            for row in range(3):
                sheet.write_row(1 + row, 0, [f"12.03.2026 10:00:0{row}", value])
    understood, batches, _ = taken(path, Wishes(sheet="Второй"))
    assert understood.sheets == ("Первый", "Второй")
    assert batches[0].values[1].tolist() == [2.0] * 3
    with pytest.raises(LoggerSheetMissingError):
        understand(path, Wishes(sheet="Третий"))


def test_that_two_cells_far_apart_take_no_memory(tmp_path):
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Время", "A"])
        sheet.write_row(1, 0, ["12.03.2026 10:00:00", 1])
        sheet.write(1_048_575, 16_383, 2)
        sheet.write_row(1_048_575, 0, ["12.03.2026 10:00:01", 3])
    tracemalloc.start()
    _, _, account = taken(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (account.lines, account.read, account.is_complete) == (1_048_576, 2, True)
    assert peak < 8_000_000


def test_that_a_workbook_that_unpacks_to_bulk_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for row in range(80):
            sheet.write(row, 0, chr(33 + row) + "a" * 32_000)
    with pytest.raises(LoggerWorkbookError) as refused:
        understand(path)
    assert refused.value.details["reason"] == "large"


def test_that_a_workbook_of_countless_short_texts_is_refused_before_they_fill_the_memory(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(sheet_parts, "_STRINGS", 100_000)
    path = tmp_path / "texts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write(row, 0, f"{row:x}")
    with pytest.raises(LoggerWorkbookError) as refused:
        understand(path)
    assert refused.value.details["reason"] == "large"


def test_that_a_line_without_an_end_takes_no_memory(tmp_path):
    path = tmp_path / "endless.csv"
    head = "Время;A\n12.03.2026 10:00:00;1\n12.03.2026 10:00:01;2\n"
    path.write_bytes(head.encode() + b"x" * 20_000_000 + b"\n12.03.2026 10:00:02;3\n")
    tracemalloc.start()
    _, _, account = taken(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert account.reasons == {Reason.TOO_LONG: 1}
    assert (account.read, account.is_complete) == (3, True)
    assert peak < 12_000_000


def test_that_many_rejected_lines_are_counted_and_the_first_thousand_told(tmp_path):
    path = tmp_path / "bad.csv"
    bad = "12.03.2026 10:00:00\n" * 5000
    path.write_text(f"Время;A\n12.03.2026 10:00:00;1\n{bad}12.03.2026 10:00:01;2\n", "utf-8")
    _, _, account = taken(path)
    assert account.rejected == 5000
    assert [one.line for one in account.rejections] == list(range(3, 1003))
    assert account.is_complete


def test_that_one_damaged_letter_does_not_make_another_encoding(tmp_path):
    path = tmp_path / "damaged.csv"
    data = bytearray("Время;Темп. газа, °C;NOx, мг/м³\n".encode())
    data += b"12.03.2026 10:00:00;140,5;200\n12.03.2026 10:00:10;140,6;201\n"
    data[4] = 0xFF
    path.write_bytes(data)
    understood = understand(path)
    assert understood.encoding == "utf-8"
    assert [column.meaning for column in understood.values] == ["t_gas", "nox"]


def test_that_reading_can_be_stopped(table):
    with pytest.raises(LoggerStoppedError):
        list(read(table, understand(table), cancelled=lambda: True))


def test_that_a_way_of_reading_is_kept_without_what_is_of_one_file():
    wishes = Wishes(
        encoding="cp1251",
        order=Order.MDY,
        start="2026-03-12",
        first_line=4,
        missing=("нет",),
        columns={3: ColumnWish(role=Role.VALUE, unit="ppm", meaning="")},
    )
    kept = FileProfile.from_json(FileProfile(name="A", signature="b", wishes=wishes).to_json())
    assert kept.wishes == Wishes(
        encoding="cp1251", order=Order.MDY, missing=("нет",), columns=wishes.columns
    )
