"""The workbook says what the sheets say, in typed cells, and nothing that its layout keeps back."""

import zipfile
from datetime import datetime

import openpyxl
import pytest

from kta_desktop.domain.answers import Answer
from kta_desktop.domain.flag import Flag
from kta_desktop.domain.measurement import Sent
from kta_desktop.reports.order import Order
from kta_desktop.reports.sheet import context_of
from kta_desktop.reports.source import Known, Source
from kta_desktop.reports.workbook.book import workbook_file
from kta_desktop.reports.workbook.sessions import FULL, Reading, minutes
from tests.unit.reports.conftest import Paper
from tests.unit.reports.material import session

COURSE = (
    Reading("2026-11-22T08:50:00.500Z", "dust", 6.5, Flag.GOOD),
    Reading("2026-11-22T08:50:01.500Z", "dust", 99.0, Flag.SATURATED),
)


def quiet(_rows):
    return


def written(paper, path, readings=lambda _session: (2, iter(COURSE)), **order):
    """Write the workbook of an audit and return it read back."""
    known = Known(judgements=paper.judgements, authorship=paper.authorship)
    source = Source(
        record=paper.audit(), images=paper.image, printed_at=paper.printed_at, known=known
    )
    context = context_of(Order(languages=paper.languages, **order), source)
    workbook_file(context, readings, path, quiet)
    return openpyxl.load_workbook(path)


def table(book, name):
    """Return the rows of a sheet as mappings of heading to value."""
    rows = list(book[name].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    paper = Paper()
    paper.languages = ("ru",)
    paper.entries["wat_04#note"] = "=1+1"
    paper.entries["wwt_06"] = Answer(text="31000", value="31000", unit="ug/l").to_json()
    return written(paper, tmp_path_factory.mktemp("book") / "b.xlsx")


@pytest.fixture(scope="module")
def answers(book):
    return {row["Путь"]: row for row in table(book, "Ответы")}


def test_that_the_sheets_stand_in_their_order(book):
    assert book.sheetnames == [
        "О книге",
        "Ответы",
        "8.1 Источник и годовой забор в…",
        "Показатели и уровни",
        "Техники",
        "Измерения",
        "Ход измерений",
        "Доказательства",
        "Источники",
    ]


def test_that_a_figure_stands_as_typed_and_as_a_number_with_all_that_is_known_of_it(answers):
    row = answers["wat_02"]
    assert row["Как введено"] == "3,25"
    assert row["Значение"] == 3.25
    assert row["Единица измерения"] == "м³/т"
    assert row["U (k = 2)"] == 0.16
    assert row["Происхождение"] == "Рассчитано"
    assert row["Сравнение с уровнем"] == "ПРЕВЫШАЕТ"
    assert row["Автор"] == "А. М. Жумабаева"
    assert row["Когда введено"] == datetime(2026, 11, 22, 14, 32, 8)  # noqa: DTZ001
    assert row["Почему подтверждено"] == "Пересчитано по журналу водомеров"


def test_that_a_figure_in_another_unit_is_converted_beside_what_was_entered(answers):
    row = answers["wwt_06"]
    assert (row["Значение"], row["Единица измерения"]) == (31000, "мкг/л")
    assert (row["Значение в единице чек-листа"], row["Единица чек-листа"]) == (31, "мг/л")


def test_that_a_blank_says_why_and_is_no_zero(answers):
    row = answers["wat_04"]
    assert "цех закрыт" in row["Почему нет ответа"]
    assert row["Значение"] is None
    assert row["Состояние"] == "пропущено с причиной"


def test_that_what_has_no_meaning_is_kept_as_typed_and_is_no_number(answers):
    row = answers["wat_01/r3/m3"]
    assert (row["Как введено"], row["Значение"], row["Состояние"]) == ("12.5.0", None, "ошибка")


def test_that_options_stand_in_words_and_as_codes(answers):
    row = answers["wwt_01"]
    assert row["Как введено"] == "в городскую канализацию; в водный объект"
    assert row["Коды вариантов"] == "sewer river"


def test_that_a_note_that_looks_like_a_formula_is_text(book, answers):
    assert answers["wat_04"]["Примечание"] == "=1+1"
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_that_evidence_is_named_as_on_the_sheets_with_its_hash(book, answers):
    assert answers["wwt_04"]["Доказательство"] == "Ф-1, Ф-2, Ф-3, Ф-4"
    files = {row["Номер на листах"]: row for row in table(book, "Доказательства")[1:]}
    assert files["Ф-2"]["SHA-256"] == "2" * 64
    assert files["Ф-2"]["Размер, Б"] == 1_200_000
    assert files["Д-1"]["Файл"] == "протокол.pdf"


def test_that_a_table_is_a_sheet_with_units_in_its_heads_and_numbers_in_its_cells(book):
    units, first, _second, third = table(book, "8.1 Источник и годовой забор в…")
    assert units["Забор, м³/год"] == "м³/год"
    assert (first["№"], first["Забор, м³/год"], first["Температура, °C"]) == (1, 118400, 8.5)
    assert first["Водомер"] == "Да"
    assert third["Забор, м³/год"] == "12.5.0"


def test_that_a_level_stands_with_its_ends_its_source_and_whether_it_was_checked(book):
    rows = {row["Путь"]: row for row in table(book, "Показатели и уровни")}
    water, noise = rows["wat_02"], rows["wwt_05"]
    assert (water["Значение"], water["Нижняя граница"], water["Верхняя граница"]) == (3.25, 0.3, 3)
    assert (water["Вывод"], water["Сверено"]) == ("ПРЕВЫШАЕТ", "сверено с источником")
    assert noise["Сверено"] == "не сверено с источником"
    assert noise["Вывод"] == "Не сравнивается"
    assert noise["Почему нет сравнения"]
    dust = rows[f"@session/{session().id}"]
    assert dust["Показатель"].endswith("Пыль")


def test_that_a_judged_cell_names_its_row_and_column(tmp_path):
    paper = Paper()
    paper.languages = ("ru",)
    paper.judgements = {"wat_01/r2/m3": paper.judgements["wat_02"]}
    (row,) = table(written(paper, tmp_path / "b.xlsx"), "Показатели и уровни")
    assert row["Показатель"].startswith("8.1 ")
    assert row["Показатель"].endswith(", строка 2, Забор")


def test_that_every_sample_stands_with_the_conditions_of_its_gas(book):
    rows = table(book, "Измерения")[1:]
    assert [row["Проба"] for row in rows] == [1, 2, 3]
    assert rows[0]["Начало"] == datetime(2026, 11, 22, 13, 50)  # noqa: DTZ001
    assert (rows[0]["Среднее"], rows[0]["U (k = 2)"]) == (10.0, 1.2)
    assert rows[0]["Температура газа, °C"] == 82.3
    assert "пылемер DM-2 № 48213, поверен до 14.03.2027" in rows[0]["Приборы"]


def test_that_the_course_holds_every_reading_with_what_it_is_worth(book):
    rows = table(book, "Ход измерений")
    assert [row["Показание"] for row in rows] == [6.5, 99]
    assert [row["Годность показания"] for row in rows] == ["годно", "насыщение"]


def test_that_long_courses_are_means_of_minutes(tmp_path):
    paper = Paper()
    many = (
        Reading(f"2026-11-22T08:{n // 60:02}:{n % 60:02}.000Z", "dust", float(n), Flag.GOOD)
        for n in range(120)
    )
    book = written(paper, tmp_path / "b.xlsx", lambda _session: (FULL + 1, many))
    rows = list(book["Ход измерений"].iter_rows(values_only=True))[1:]
    assert [(row[3], row[6]) for row in rows] == [(29.5, 60), (89.5, 60)]


def test_that_a_minute_without_good_readings_tells_why():
    at = "2026-11-22T08:50:0{}.000Z"
    found = list(minutes(Reading(at.format(n), "dust", 5.0, Flag.PURGE) for n in range(3)))
    assert [(each.flag, each.count, each.value == each.value) for each in found] == [
        (Flag.PURGE, 3, False)
    ]


def test_that_the_first_sheet_names_audit_record_and_checklist(book):
    facts = {row[0]: row[1] for row in book["О книге"].iter_rows(values_only=True)}
    assert facts["Аудит"] == "KTA-2026-014"
    assert facts["Предприятие"] == "ТОО «Ақбұлақ Сүт»"
    assert facts["Отпечаток записи"] == "c7f291ab44de03c8" * 4
    assert facts["Отпечаток чек-листа"] == "8e41" * 16
    assert facts["Часовой пояс"] == "UTC+05:00"
    assert facts["Ответы"].startswith("Каждый применимый вопрос")


@pytest.mark.parametrize("languages", [("ru", "kk"), ("kk",), ("en",)])
def test_that_every_language_gives_a_whole_book_with_the_same_values(tmp_path, languages):
    paper = Paper()
    paper.languages = languages
    book = written(paper, tmp_path / "b.xlsx")
    rows = list(book[book.sheetnames[1]].iter_rows(values_only=True))
    assert [row[7] for row in rows if row[-1] == "wat_02"] == [3.25]
    for _name, sheet in zip(book.sheetnames, book, strict=True):
        heads = [cell.value for cell in sheet[1]]
        assert sheet.title == book.sheetnames[0] or all(heads), sheet.title


def test_that_the_same_audit_gives_the_same_bytes(tmp_path):
    for name in "12":
        written(Paper(), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_that_what_is_secret_is_nowhere_in_the_book_of_the_ministry(tmp_path):
    paper = Paper()
    secret = {"is": True, "grounds": "договор"}
    paper.entries["wat_02#confidential"] = secret
    paper.entries["wat_02#note"] = "рецепт 4711"
    paper.entries["wat_04"] = Answer(text="ТАЙНА-8", value="ТАЙНА-8").to_json()
    paper.entries["wat_04#confidential"] = secret
    for layout, is_there in (("bureau", True), ("ministry", False)):
        path = tmp_path / f"{layout}.xlsx"
        written(paper, path, layout=layout)
        with zipfile.ZipFile(path) as archive:
            whole = "".join(archive.read(name).decode() for name in archive.namelist())
        for told in ("рецепт 4711", "ТАЙНА-8", "3,25", ">3.25<"):
            assert (told in whole) is is_there, (layout, told)
    assert "Не печатается: коммерческая тайна" in whole


def test_that_a_secret_table_its_files_and_what_measured_it_are_nowhere_either(tmp_path):
    paper = Paper()
    secret = {"is": True, "grounds": ""}
    sent = Sent(
        channel="dust", address="wwt_02", value="9.6", unit="mg/l", at="2026-11-22T10:31:00Z"
    )
    measured = session(sent=(sent,))
    paper.entries[f"@session/{measured.id}"] = measured.to_json()
    for path in ("wat_01", "wwt_02", "wwt_04"):
        paper.entries[f"{path}#confidential"] = secret
    told = (
        "Скважина",
        "118400",
        "протокол.pdf",
        "IMG_2",
        "Колодец",
        "пылемер",
        "насыщение",
        "13:50",
    )
    for layout in ("bureau", "ministry"):
        whole = everything(written(paper, tmp_path / f"{layout}.xlsx", layout=layout))
        found = [word for word in told if word in whole]
        assert found == (list(told) if layout == "bureau" else [])


def test_that_a_secret_that_is_printed_is_marked(tmp_path):
    paper = Paper()
    paper.languages = ("ru",)
    paper.entries["wwt_04#confidential"] = {"is": True, "grounds": ""}
    book = written(paper, tmp_path / "b.xlsx")
    marked = [row["Путь"] for row in table(book, "Ответы") if row["Коммерческая тайна"] == "да"]
    files = [row["Файл"] for row in table(book, "Доказательства") if row["Коммерческая тайна"]]
    assert marked == ["wwt_04"]
    assert files == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "IMG_4.jpg"]


def everything(book):
    """Return all that stands in the cells of a workbook and on its tabs, as one text."""
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join([*book.sheetnames, *(str(cell) for cell in cells)])


def test_that_columns_follow_each_other_as_the_rows_do(book):
    """Every row of every sheet is as long as its headings."""
    for sheet in book.worksheets[1:]:
        widths = {len(row) for row in sheet.iter_rows(values_only=True)}
        assert len(widths) == 1


def test_that_an_uncertainty_without_a_meaning_leaves_its_cell_empty(paper, tmp_path):
    answer = Answer(text="4", value="4", uncertainty="около 1")
    paper.entries["wwt_06"] = answer.to_json()
    book = written(paper, tmp_path / "b.xlsx")
    (row,) = (r for r in table(book, book.sheetnames[1]) if "wwt_06" in r.values())
    assert 4 in row.values()
    assert "около 1" not in row.values()
