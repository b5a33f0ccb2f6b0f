"""Cells of a workbook: read from the clipboard, led to columns, turned into answers."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kta_desktop import i18n
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Column, QuestionType, Text
from kta_desktop.domain.signs import writable
from kta_desktop.forms import entry
from kta_desktop.services import pasting
from kta_desktop.services.pasting import (
    CellTooLongError,
    Fate,
    Present,
    RowFate,
    Sheet,
    TooManyCellsError,
)
from kta_desktop.services.pasting_text import cells_of, trimmed, written

YES_NO = (
    Choice(name="yes", label=Text(ru="да", kk="иә", en="yes")),
    Choice(name="no", label=Text(ru="нет", kk="жоқ", en="no")),
)
STREAM = Column(name="stream", type=QuestionType.TEXT, label=Text(ru="Поток", kk="Ағын"))
AMOUNT = Column(
    name="m3",
    type=QuestionType.DECIMAL,
    unit="m3/year",
    label=Text(ru="Объём", kk="Көлемі", en="Volume"),
)
METERED = Column(
    name="metered",
    type=QuestionType.SELECT_ONE,
    choices=YES_NO,
    label=Text(ru="Счётчик", kk="Есептегіш"),
)
DAY = Column(name="day", type=QuestionType.DATE, label=Text(ru="Поверка до"))
SHARE = Column(
    name="share", type=QuestionType.CALCULATE, unit="%", calculation="1", label=Text(ru="Доля")
)
COLUMNS = (STREAM, AMOUNT, METERED, DAY, SHARE)
SHEET = Sheet("wat", COLUMNS)  # fmt: skip

_cell = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters='\n\t"'),
                max_size=8)  # fmt: skip
_tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(_cell, min_size=width, max_size=width), min_size=1, max_size=4)
)


def plan(text, sheet=SHEET, **more):
    cells = pasting.read(text)
    return pasting.planned(cells, sheet, pasting.recognised(cells, sheet), **more)


def answers(plan_):
    return [{c.name: c.answer for c in row.cells if c.fate is Fate.VALUE} for row in plan_.rows]


@settings(deadline=None)
@given(_tables)
@example([['"']])
@example([["\u202e12\u2028б"]])
@example([['""', "a\tb"], ["", "\n"]])
@example([['ТОО "Сүт"', '"Сүт"']])
def test_that_what_is_copied_comes_back_when_it_is_pasted(table):
    seen = [[writable(cell) for cell in row] for row in table]
    assert [list(row) for row in cells_of(written(table))] == seen


@settings(deadline=None)
@given(st.text(max_size=60))
def test_that_any_text_is_cells_and_loses_no_letter(text):
    cells = cells_of(text)
    assert set("".join(map("".join, cells))) <= set(text) | {"\n"}
    kept = [c for c in text if c.isalnum()]
    assert kept == [c for c in "".join(map("".join, cells)) if c.isalnum()]


def test_that_quotes_and_line_breaks_of_excel_are_understood():
    text = '"Котёл\r\n№ 2"\t"12"" труба"\r\nТОО "Сүт"\t"Сүт"\t\r\n'
    assert cells_of(text) == (("Котёл\n№ 2", '12" труба'), ('ТОО "Сүт"', '"Сүт"', ""))


def test_that_empty_rows_and_columns_around_a_table_are_left_out():
    assert trimmed(cells_of("а\tб\t\t\n\t\t\t\nв\t\t\t\n\t\t\n")) == (
        ("а", "б"), ("", ""), ("в", ""),
    )  # fmt: skip


def test_that_each_cell_becomes_what_its_column_asks_for():
    (row,) = answers(plan("Скважина\t12 500,5\tиә\t22.11.2026"))
    assert row["stream"].value == "Скважина"
    assert (row["m3"].value, row["m3"].unit, row["m3"].text) == ("12500.5", "m3/year", "12 500,5")
    assert row["metered"].value == "yes"
    assert row["day"].value == "2026-11-22"


def test_that_what_cannot_be_read_is_kept_as_text_and_counted():
    found = plan("Скважина\t12.5.0\tвозможно\t31.02.2026")
    kept = [cell.answer for cell in found.rows[0].cells if cell.fate is Fate.TEXT]
    assert [answer.text for answer in kept] == ["12.5.0", "возможно", "31.02.2026"]
    assert all(answer.value is None for answer in kept)
    assert found.unreadable == 3


def test_that_a_number_with_two_readings_is_never_guessed():
    (row,) = plan("Скважина\t1,234").rows
    assert (row.cells[1].fate, row.cells[1].answer.value) == (Fate.TEXT, None)
    assert len(entry.readings(row.cells[1].answer)) == 2


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12,5 м³/год", "12.5", "m3/year"),
        ("12,5 тыс. м³/год", "12.5", "thousand-m3/year"),
        ("12,5м³/жыл", "12.5", "m3/year"),
        ("3 m³/h", "3", "m3/h"),
        ("12,5 попугаев", None, "m3/year"),
    ],
)
def test_that_a_unit_behind_a_number_is_read(text, value, unit):
    found = pasting.becomes(AMOUNT, text)
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "titles",
    [
        "Счётчик\tОбъём, м³/год\tПоток *",
        "Есептегіш\tКөлемі\tАғын",
        "счётчик\t volume \tПОТОК",
    ],
)
def test_that_titles_in_any_language_lead_their_columns(titles):
    found = plan(f"{titles}\nнет\t7\tВодопровод")
    assert found.layout.has_titles
    assert found.layout.names == ("metered", "m3", "stream")
    (row,) = answers(found)
    assert (row["stream"].value, row["m3"].value, row["metered"].value) == ("Водопровод", "7", "no")


def test_that_the_unit_of_a_title_is_that_of_its_column():
    (row,) = answers(plan("Поток\tОбъём, тыс. м³/год\nСкважина\t12,5"))
    assert (row["m3"].value, row["m3"].unit) == ("12.5", "thousand-m3/year")


def test_that_a_first_row_without_titles_is_pasted():
    found = plan("Скважина\t5\nВодопровод\t6")
    assert not found.layout.has_titles
    assert found.count(RowFate.ADDED) == 2


def test_that_every_pasted_row_is_added_changed_or_skipped_with_a_reason():
    there = tuple(
        Present(row, {"stream": entry.cell(STREAM, name), "m3": entry.cell(AMOUNT, amount)})
        for row, name, amount in (("r1", "Скважина", "5"), ("r2", "Река", "7"), ("r3", "Дождь", ""))
    )
    found = plan("Скважина\t5\nРека\t8\n\t\nВодопровод\t9", Sheet("wat", COLUMNS, rows=there))
    fates = [row.fate for row in found.rows]
    assert fates == [RowFate.SAME, RowFate.CHANGED, RowFate.EMPTY, RowFate.ADDED]
    paths = [edit.path for edit in found.edits()]
    assert paths[:2] == ["wat/r2/stream", "wat/r2/m3"]
    assert not any("r1" in path or "r3" in path for path in paths)


def test_that_appending_changes_no_row():
    there = (Present("r1", {"stream": entry.cell(STREAM, "Скважина")}),)
    found = plan("Река\t8", Sheet("wat", COLUMNS, rows=there, last=4.0), append=True)
    assert [row.fate for row in found.rows] == [RowFate.ADDED]
    assert found.edits()[0].after == {"order": 5.0}


def test_that_an_empty_cell_erases_nothing():
    there = (Present("r1", {"m3": entry.cell(AMOUNT, "5")}),)
    found = plan("Река\t", Sheet("wat", COLUMNS, rows=there))
    assert [edit.path for edit in found.edits()] == ["wat/r1/stream"]


def test_that_locked_and_calculated_cells_are_left_alone():
    there = (Present("r1", {}, shut=frozenset({"m3"})),)
    found = plan("Река\t8\tда\t\t50", Sheet("wat", COLUMNS, rows=there))
    assert [cell.fate for cell in found.rows[0].cells] == [
        Fate.VALUE, Fate.SHUT, Fate.VALUE, Fate.EMPTY, Fate.SHUT,
    ]  # fmt: skip


def test_that_no_row_is_added_where_other_answers_count_them():
    found = plan("Река\t8", Sheet("wat", COLUMNS, takes_rows=False))
    assert [row.fate for row in found.rows] == [RowFate.NOTHING]
    assert found.edits() == []


def test_that_pasting_replaces_the_value_and_keeps_where_it_came_from():
    before = Answer(text="5", value="5", unit="m3/year", origin="metered")
    found = plan("Река\t8", Sheet("wat", COLUMNS, rows=(Present("r1", {"m3": before}),)))
    after = found.rows[0].cells[1].answer
    assert (after.value, after.origin) == ("8", "metered")


def test_that_a_cell_longer_than_an_answer_is_refused_in_words():
    with pytest.raises(CellTooLongError, match="20000"):
        pasting.read("а\t" + "б" * 20_001)


def test_that_signs_that_hide_do_not_come_in_with_a_cell():
    assert pasting.read("\u202e12\t\x8530\ud800\u2028б") == (("12", "30\ufffd"), ("б", ""))


def test_that_too_much_is_refused_at_once_and_in_words():
    i18n.set_language("ru")
    text = "\n".join(["1\t" * 20] * 10_000)
    started = time.thread_time()
    with pytest.raises(TooManyCellsError) as caught:
        pasting.read(text)
    assert time.thread_time() - started < 1
    assert "2000" in caught.value.sentence()
    assert "Ничего не изменено" in caught.value.sentence()
