"""The plan in Excel and back with a Kazakh interface, played as people change workbooks."""

from datetime import date, datetime

import openpyxl
import pytest

from kta_desktop import i18n
from kta_desktop.assessment.plan import Status
from kta_desktop.assessment.plan_steps import plan
from kta_desktop.services import plan_errors as errors
from kta_desktop.services import plan_workbook as book
from tests.unit.assessment import plans

AUDIT = "audit-1"
HELD = plans.entries(
    {
        "a": {
            "measure": "CIP шаю суын қайтару",
            "capex": "18,40",
            "saving": "12",
            "finance": "own",
            "startup": ("III тоқсан 2027", "2027-09-30"),
            "owner": "Сейтова Д. К.",
            "note": {
                "opex": "0.80",
                "abated": "14600",
                "abated_unit": "m3",
                "effects": plans.reaching("14", "3"),
            },
        },
        "b": {"measure": "Денитрификатор", "owner": "Оспанов Е. Т.", "note": {"after": ["a"]}},
        "c": {"measure": "Су өлшегіш", "note": {"status": "running"}},
    }
)
INDICATORS = (plans.indicator("TN"),)


@pytest.fixture(autouse=True)
def _kazakh():
    before = i18n.language()
    i18n.set_language("kk")
    yield
    i18n.set_language(before)


@pytest.fixture
def made(tmp_path):
    """The workbook as Excel opens it, and where it lies."""
    place = tmp_path / "жоспар.xlsx"
    book.export(plans.audit(HELD), AUDIT, INDICATORS, place)
    return openpyxl.load_workbook(place), place


def looked(made):
    workbook, place = made
    workbook.save(place)
    return book.look(plans.audit(HELD), AUDIT, INDICATORS, place)


def cell(sheet, row, title):
    at = next(each.column for each in sheet[1] if str(each.value).startswith(title))
    return sheet.cell(row, at)


def test_that_headings_words_and_sheets_are_kazakh_and_nothing_differs(made):
    workbook, _place = made
    assert workbook.sheetnames == ["Шаралар", "Әсерлер", "Сценарийлер", "Жоспар шарттары"]
    assert cell(workbook.worksheets[0], 2, "finance бағаны").value == "Өз қаражаты"
    assert cell(workbook.worksheets[0], 4, "Күйі").value == "орындалуда"
    assert looked(made).is_none


def test_that_what_excel_does_to_cells_by_itself_is_no_change(made):
    workbook, _place = made
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for each in row:
            if isinstance(each.value, int):
                each.value = float(each.value)
    day = cell(sheet, 2, "startup бағаны")
    day.value = datetime.combine(day.value.date(), datetime.min.time())
    cell(sheet, 2, "capex бағаны").value = "18,4"  # a number that became a text
    for place, each in enumerate(workbook.worksheets):
        each.title = f"Парақ {place}"
    sheet.insert_cols(3)
    sheet.cell(1, 3, "Ескертпе")
    sheet.merge_cells("C2:C4")  # a column of one's own
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1, "2027 жылғы жоспар")
    assert looked(made).is_none


def test_that_all_that_is_changed_by_hand_comes_back_and_nothing_else(made):
    workbook, _place = made
    sheet, effects = workbook.worksheets[:2]
    cell(sheet, 2, "capex бағаны").value = 20.5
    cell(sheet, 2, "startup бағаны").value = datetime.fromisoformat("2028-03-31")
    cell(sheet, 4, "Күйі").value = "орындалды"
    cell(sheet, 4, "Жұмыс істей бастаған күні").value = datetime.fromisoformat("2025-01-01")
    cell(effects, 2, "Күтілетін мән").value = 12
    sheet.append([None, "Жаңа шара"])
    sheet.delete_rows(3)
    found = looked(made)
    assert [each.name for each in found.gone] == ["Денитрификатор"]
    assert found.added == ("Жаңа шара",)
    held = plans.edited(HELD, found.edits(remove=["b"]))
    steps = plan(plans.audit(held), INDICATORS).steps
    names = [step.measure.measure for step in steps]
    assert names == ["CIP шаю суын қайтару", "Су өлшегіш", "Жаңа шара"]
    assert str(steps[0].measure.capex) == "20.5"
    assert steps[0].measure.startup == date(2028, 3, 31)
    assert str(steps[0].effects[0].value) == "12"
    assert (steps[1].status, steps[1].done_on) == (Status.DONE, date(2025, 1, 1))
    changed = {(each.measure, each.name) for each in found.changed}
    assert len(changed) == len(found.changed) == 5


def test_that_other_cells_may_still_speak_of_a_measure_whose_row_was_deleted(made):
    made[0].worksheets[0].delete_rows(2)  # its effect, and what waits for it, are still there
    found = looked(made)
    assert [each.name for each in found.gone] == ["CIP шаю суын қайтару"]
    assert not found.edits()
    held = plans.edited(HELD, found.edits(remove=["a"]))
    assert "@measure/b.after" not in held
    assert "@measure/a.effects" not in held


def test_that_a_column_that_is_called_otherwise_is_told_and_left_alone(made):
    cell(made[0].worksheets[0], 1, "capex бағаны").value = "Ақша"
    found = looked(made)
    assert found.is_none
    assert found.unread == ("capex бағаны",)


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [
        ("capex бағаны", "көп", "«көп» — сан емес"),
        ("capex бағаны", -5, "нөлден кіші"),
        ("capex бағаны", True, "сан емес"),
        ("capex бағаны", "=1+2", "формула"),
        ("capex бағаны", "#DIV/0!", "«#DIV/0!»"),
        ("capex бағаны", datetime.fromisoformat("2027-05-01"), "«01.05.2027» оқылмайды"),
        ("startup бағаны", "күзде", "«күзде» — күн емес"),
        ("Күйі", "дайын", "«дайын» тізімде жоқ"),
        ("Қай шаралардан кейін", "99", "«99» жоқ"),
    ],
)
def test_that_a_refused_cell_says_why_in_kazakh_with_its_place(made, title, value, words):
    cell(made[0].worksheets[0], 2, title).value = value
    with pytest.raises(errors.PlanBookFaultyError) as refused:
        looked(made)
    (fault,) = refused.value.faults
    assert words in fault
    assert fault.startswith("Шаралар!")


def test_that_merged_cells_are_refused_instead_of_emptying_what_stood_in_them(made):
    sheet = made[0].worksheets[0]
    at = cell(sheet, 2, "owner бағаны").coordinate
    sheet.merge_cells(f"{at}:{cell(sheet, 4, 'owner бағаны').coordinate}")
    with pytest.raises(errors.PlanBookFaultyError) as refused:
        looked(made)
    assert "біріктірілген" in refused.value.faults[0]
