"""What a workbook says to phones means the same; what is ours comes back unharmed."""

import csv
import io

import pytest

from kta_desktop.packs import workbook
from kta_desktop.packs.errors import PackUnreadableError
from kta_desktop.packs.workbook_files import csv_of
from kta_desktop.packs.workbook_spread import spread

HEADER = ["type", "name", "appearance", "relevant", "constraint", "calculation", "choice_filter"]
TABLE = [
    ["begin_repeat", "plants", "table-list w1", "", "", "", ""],
    ["select_one fuels", "fuel", "", "", "", "", ""],
    ["decimal", "mass", "", "${fuel} = 'gas'", "../mass > 0", "", "kind = ${fuel}"],
    ["end_repeat", "", "", "", "", "", ""],
]
FUEL = ["select_one fuels", "fuel", "", "", "", "", ""]


def told(expression, column="relevant", rows=(*TABLE, FUEL)):
    """Return how an expression outside of the tables reads on a phone."""
    row = dict.fromkeys(HEADER, "") | {"type": "calculate", "name": "x", column: expression}
    _header, found = spread(HEADER, [*rows, list(row.values())])
    return found[-1][HEADER.index(column)]


@pytest.mark.parametrize(
    ("ours", "plain"),
    [
        ("${fuel} = 'gas'", "${fuel} = 'gas'"),
        ("${fuel}  =  'gas'", "${fuel}  =  'gas'"),
        (
            "kta:values('a', ${fuel} = 'gas')",
            "normalize-space(concat(if(${fuel} = 'gas', concat('a', ' '), '')))",
        ),
        ("kta:n-present(${plants}/mass)", "count-non-empty(${plants}/mass)"),
        (
            "kta:mean(${plants}/mass)",
            "sum(${plants}/mass) div count-non-empty(${plants}/mass)",
        ),
        ("selected(${plants}/mass, 'a')", "count(${plants}[selected(./mass, 'a')]) > 0"),
        (
            "selected(${plants}[./mass > 1]/mass, 'a')",
            "count(${plants}[./mass > 1][selected(./mass, 'a')]) > 0",
        ),
        ("sum(${plants}/fuel)", "sum(${plants}/plants_fuel)"),
        ("count(${plants}[./fuel = 'a'])", "count(${plants}[./plants_fuel = 'a'])"),
        ("count(${plants}[fuel = 'a'])", "count(${plants}[plants_fuel = 'a'])"),
        ("count(${plants}[./fuel = ${fuel}])", "count(${plants}[./plants_fuel = ${fuel}])"),
        ("regex(${fuel}, '[0-9]+')", "regex(${fuel}, '^(?:[0-9]+)$')"),
        ("regex(${fuel}, '^[0-9]+$')", "regex(${fuel}, '^[0-9]+$')"),
        ("${of_another_pack} = 1", "'' = 1"),
        ("sum(${of_another_pack}/mass)", "sum('')"),
        ("kta:conv(${fuel}, 't', 'kg') > 1", ""),
        ("${fuel} = ", "${fuel} = "),
    ],
)
def test_that_an_expression_reads_on_a_phone(ours, plain):
    assert told(ours) == plain


def test_that_a_calculation_no_phone_can_make_is_blank_there():
    assert told("kta:norm(1, 'mg/m3', 5, 3, 0, 20, 101)", "calculation") == "''"


def test_that_a_column_whose_name_is_taken_gets_its_table_s_name_everywhere():
    _header, rows = spread(HEADER, [*TABLE, FUEL])
    assert [row[1] for row in rows] == ["plants", "plants_fuel", "mass", "", "fuel"]
    assert rows[2][3] == "${plants_fuel} = 'gas'"
    assert rows[2][6] == "kind = ${plants_fuel}"


def test_that_a_column_whose_name_is_its_own_keeps_it():
    _header, rows = spread(HEADER, TABLE)
    assert [row[1] for row in rows] == ["plants", "fuel", "mass", ""]


def test_that_a_grid_is_a_plain_repeat_on_a_phone():
    header, rows = spread(HEADER, TABLE)
    assert rows[0][2] == "w1"
    assert dict(zip(header, rows[0], strict=True))["bind::kta:own_appearance"] == "table-list w1"


def test_that_only_what_differs_gets_a_column_of_its_own():
    header, _rows = spread(HEADER, [FUEL])
    assert header == HEADER
    assert spread(HEADER, TABLE)[0] == [*HEADER, "bind::kta:own_appearance"]


def test_that_a_folder_cannot_use_the_columns_that_are_kept():
    with pytest.raises(PackUnreadableError):
        spread([*HEADER, "bind::kta:own_relevant"], [])


def test_that_a_survey_nobody_has_checked_survives(tmp_path):
    rows = [
        ["end_repeat", "", "", "(((", "kta:mean()", "kta:values('a')", ""],
        ["begin_repeat", "", "table-list", "${", "", "", ""],
        ["begin_repeat", "a", "table-list", "selected(${a}/b, )", "", "", ""],
        ["text", "a", "", "selected(${a}[1 = 1]/b[1 = 1], 'x')", "regex(., )", "kta:no()", "a b"],
        ["end_group", "", "", "${a}/../b", "", "", "current()/../a = 1"],
        ["", "", "", "instance('a')/root/item[b = 1]/c", "./a", "../a/b", ""],
    ]
    files = {
        "pack.toml": b'id = "mini"\nversion = "1"\n',
        "survey.csv": csv_of(HEADER, rows),
    }
    workbook.write(files, tmp_path / "book.xlsx")
    read = workbook.read(tmp_path / "book.xlsx")
    found = list(csv.reader(io.StringIO(read.files["survey.csv"].decode(), newline="")))
    assert found == [HEADER, *rows]
