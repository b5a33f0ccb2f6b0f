"""Claims about tables in CSV: what is written is read back, whatever it is; bounds are kept."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.packs import layout
from kta_desktop.packs.rows import (
    MAX_COLUMNS,
    MAX_ROWS,
    TooLargeError,
    carried,
    read_sheet,
    sheet_of,
    sheet_text,
)

_WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20).map(str.strip)
_ID = st.text("abcXYZ019-._", min_size=1, max_size=8)
_TABLES = st.sampled_from([table for table in layout.ALL if table.leading == ("id",)])


@st.composite
def tables(draw):
    """Return a table with rows of any content in its columns."""
    table = draw(_TABLES)
    plain = [name for name in (*table.leading, *table.plain) if name not in table.texts]
    row = st.fixed_dictionaries(
        {"id": _ID},
        optional={
            **dict.fromkeys(plain[1:], _WORD),
            **{name: st.lists(_ID, max_size=3) for name in table.lists},
            **{
                name: st.dictionaries(st.sampled_from(["ru", "kk", "en"]), _WORD)
                for name in table.texts
            },
        },
    )
    return table, draw(st.lists(row, max_size=5))


def _said(row):
    """Return what a row says: empty cells say nothing."""
    texts = {
        name: {lang: word for lang, word in value.items() if word} if name != "id" else value
        for name, value in row.items()
        if isinstance(value, dict)
    }
    return {name: value for name, value in (row | texts).items() if value not in ("", [], {})}


@given(tables())
def test_that_a_table_reads_back_as_it_was_written(tmp_path_factory, made):
    table, rows = made
    place = tmp_path_factory.mktemp("table") / f"{table.file}.csv"
    place.write_text(sheet_text(table, rows), encoding="utf-8", newline="")
    assert [carried(table, row) for row in read_sheet(place).rows] == [_said(row) for row in rows]


@given(tables())
def test_that_writing_what_was_read_changes_no_byte(tmp_path_factory, made):
    table, rows = made
    text = sheet_text(table, rows)
    place = tmp_path_factory.mktemp("table") / f"{table.file}.csv"
    place.write_text(text, encoding="utf-8", newline="")
    again = sheet_text(table, [carried(table, row) for row in read_sheet(place).rows])
    assert again == text


@given(st.lists(st.lists(_WORD, max_size=4), max_size=5))
def test_that_any_cells_are_read_without_a_fault(lines):
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    sheet = sheet_of("any", csv.reader(io.StringIO(file.getvalue(), newline="")))
    assert len(sheet.rows) <= max(0, len(lines) - 1)


def test_that_empty_rows_are_counted_and_left_out():
    sheet = sheet_of("any", [["id"], [""], ["", " "], ["a"]])
    assert [(row.number, row.get("id")) for row in sheet.rows] == [(4, "a")]


@pytest.mark.parametrize(
    "lines",
    [
        [["id"] * (MAX_COLUMNS + 1)],
        (["id"] for _number in range(MAX_ROWS + 1)),
        ([""] for _number in range(1 << 60)),
    ],
)
def test_that_a_table_too_large_for_people_is_refused_at_once(lines):
    with pytest.raises(TooLargeError):
        sheet_of("any", lines)
