"""The plan in Excel and back: nothing lost, exactly what was changed, nothing taken in part."""

import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kta_desktop.assessment.plan_steps import plan
from kta_desktop.packs import workbook_errors
from kta_desktop.services import plan_errors as errors
from kta_desktop.services import plan_workbook as book
from tests.unit.assessment import plans

AUDIT = "audit-1"
HELD = plans.entries(
    {
        "a": {
            "capex": "18,40",
            "saving": "12",
            "bat": "НДТ 7a",
            "finance": "own",
            "target_unit": "m3/t",
            "startup": ("III кв. 2027", "2027-09-30"),
            "note": {
                "opex": "0.80",
                "abated": "14600",
                "abated_unit": "m3",
                "abated_name": "вода",
                "scenarios": ["x"],
                "techniques": ["7.a", "12"],
                "bottlenecks": ["exceeds|TN;1"],
                "effects": [*plans.reaching("14.0", "3"), *plans.reaching("90", key="COD")],
            },
        },
        "b": {
            "capex": ("много", None),
            "delivery": ("скоро", None),
            "owner": "=1+1",
            "note": {"opex": "не знаю", "after": ["a", "removed"], "status": "done"},
        },
        "c": {"note": {"instead_of": ["a", "b"], "done_on": "2026-05-01", "status": "odd"}},
    },
    scenarios=[{"id": "x", "name": "А; полный"}, {"id": "y", "name": "Б"}],
)
INDICATORS = (plans.indicator("TN"), plans.indicator("COD"), plans.indicator("BOD"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "plan.xlsx"


def written(file, held=HELD, lang="ru"):
    book.export(plans.audit(held), AUDIT, INDICATORS, file, lang)
    return openpyxl.load_workbook(file)


def looked(file, held=HELD, audit=AUDIT):
    return book.look(plans.audit(held), audit, INDICATORS, file)


def saved(made, file):
    made.save(file)
    return looked(file)


def edits(found, remove=()):
    return {each.path: each.after for each in found.edits(remove)}


def column(sheet, title):
    return next(cell.column for cell in sheet[1] if str(cell.value).startswith(title))


def put(sheet, row, title, value):
    sheet.cell(row, column(sheet, title)).value = value


@pytest.mark.parametrize("lang", ["ru", "kk", "en"])
def test_that_written_and_read_again_it_comes_to_no_edit(file, lang):
    written(file, lang=lang)
    assert looked(file).is_none


def test_that_what_excel_makes_of_the_file_comes_to_no_edit(file):
    made = written(file)
    assert saved(made, file).is_none


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "capex": st.decimals("0", "1000000", places=4).map(str),
        "saving": st.sampled_from(["0", "0,10", "1e3", "12345678901234567890,5", "abc"]),
        "bat": st.text("НДТ7a;, \n=+-@_x000D_<r>&\"'", max_size=20),
        "startup": st.dates().map(lambda day: day.isoformat()),
        "owner": st.text(max_size=20).filter(lambda text: text.strip() and text.isprintable()),
    },
)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        "opex": st.decimals("0", "1000", places=3).map(str) | st.just("?"),
        "abated_name": st.sampled_from(["N", "общий азот", "=A1"]),
        "after": st.lists(st.sampled_from("abc"), max_size=3, unique=True),
        "status": st.sampled_from(["planned", "running", "done", "dropped", "?"]),
        "scenarios": st.lists(st.sampled_from("xyz"), max_size=3, unique=True),
        "effects": st.sampled_from([[], plans.reaching("1.50", "0.3"), plans.reaching("7")]),
    },
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cells=st.lists(FIELDS, min_size=3, max_size=3), notes=st.lists(NOTES, min_size=3, max_size=3)
)
def test_that_any_plan_comes_back_without_loss(file, cells, notes):
    rows = {
        row: {**cell, "note": note} for row, cell, note in zip("abc", cells, notes, strict=True)
    }
    held = plans.entries(rows, scenarios=[{"id": "x", "name": "X"}])
    book.export(plans.audit(held), AUDIT, INDICATORS, file, "ru")
    assert looked(file, held).is_none


def test_that_changes_in_excel_are_exactly_the_edits(file):
    made = written(file)
    sheet = made.worksheets[0]
    put(sheet, 2, "Столбец capex", 20.5)
    put(sheet, 2, "Дополнительные", "1,25")
    put(sheet, 2, "Столбец startup", date(2028, 3, 31))
    put(sheet, 3, "Столбец delivery", "IV кв. 2027")
    put(sheet, 3, "Состояние", "Запланировано")
    put(sheet, 4, "Работает с", None)
    put(sheet, 4, "Столбец finance", "loan")
    found = saved(made, file)
    assert edits(found) == {
        "core_measures/a/capex": {"text": "20.5", "value": "20.5", "unit": "million-KZT"},
        "@measure/a.opex": "1.25",
        "core_measures/a/startup": {"text": "2028-03-31", "value": "2028-03-31"},
        "core_measures/b/delivery": {"text": "IV кв. 2027", "value": "2027-12-31"},
        "@measure/b.status": "planned",
        "@measure/c.done_on": None,
        "core_measures/c/finance": {"value": "loan"},
    }
    assert len(found.changed) == 7
    assert (found.changed[0].before, found.changed[0].after) == ("18.4", "20.5")


CHANGES = {
    "Столбец capex": ("core_measures/{row}/capex", "7,25"),
    "Столбец bat": ("core_measures/{row}/bat", "НДТ 12; новое"),
    "Столбец commissioning": ("core_measures/{row}/commissioning", "02.2030"),
    "Дополнительные": ("@measure/{row}.opex", "3,5"),
    "Срок службы": ("@measure/{row}.lifetime", 7),
    "Что снижается": ("@measure/{row}.abated_name", "фосфор"),
    "После мер": ("@measure/{row}.after", "3"),
    "Сценарии": ("@measure/{row}.scenarios", "Б"),
    "Состояние": ("@measure/{row}.status", "planned"),
}


@settings(max_examples=5, deadline=None)
@given(
    chosen=st.sets(st.tuples(st.sampled_from("ab"), st.sampled_from(sorted(CHANGES))), max_size=6)
)
def test_that_whatever_is_changed_is_exactly_what_is_edited(tmp_path_factory, chosen):
    file = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    made = written(file)
    for row, title in chosen:
        put(made.worksheets[0], "ab".index(row) + 2, title, CHANGES[title][1])
    found = saved(made, file)
    assert set(edits(found)) == {CHANGES[title][0].format(row=row) for row, title in chosen}
    held = plans.edited(HELD, found.edits())
    assert looked(file, held).is_none


def test_that_numbers_as_text_and_days_as_text_are_the_same(file):
    made = written(file)
    sheet = made.worksheets[0]
    put(sheet, 2, "Столбец capex", "18,4")
    put(sheet, 2, "Столбец startup", "30.09.2027")
    put(sheet, 2, "Снижение в год", "14 600")
    assert saved(made, file).is_none


def test_that_names_of_sheets_and_places_of_columns_do_not_matter(file, tmp_path):
    made = written(file)
    other = tmp_path / "other.xlsx"
    fresh = xlsxwriter.Workbook(str(other))
    for number, sheet in enumerate(reversed(made.worksheets)):
        leaf = fresh.add_worksheet(f"Лист{number}")
        leaf.write_string(0, 0, "Заметка директора")
        for row, cells in enumerate(sheet.iter_rows(values_only=True), 2):
            for place, value in enumerate(reversed(cells)):
                if isinstance(value, datetime):
                    leaf.write_string(row, place, value.strftime("%d.%m.%Y"))
                elif isinstance(value, str):
                    leaf.write_string(row, place, value)
                elif value is not None:
                    leaf.write_number(row, place, value)
    fresh.close()
    assert looked(other).is_none


def test_that_own_columns_sheets_and_their_formulas_are_passed_over(file):
    made = written(file)
    sheet = made.worksheets[0]
    sheet.cell(1, 60).value, sheet.cell(2, 60).value = "Моя сумма", "=SUM(A1:A3)"
    made.create_sheet("Заметки")["A1"] = "=1+1"
    assert saved(made, file).is_none


def test_that_columns_and_sheets_that_were_deleted_change_nothing(file):
    made = written(file)
    sheet = made.worksheets[0]
    sheet.delete_cols(column(sheet, "Столбец capex"))
    made.remove(made.worksheets[1])
    made.remove(made.worksheets[1])
    assert saved(made, file).is_none


def test_that_sorting_in_excel_is_no_edit(file):
    made = written(file)
    sheet = made.worksheets[0]
    put(sheet, 3, "Столбец owner", None)  # openpyxl would write its text as a formula
    held = {path: value for path, value in HELD.items() if path != "core_measures/b/owner"}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, cells in enumerate(reversed(rows), 2):
        for place, value in enumerate(cells, 1):
            sheet.cell(number, place).value = value
    made.save(file)
    assert looked(file, held).is_none


def test_that_a_new_row_is_a_new_measure_that_others_may_name(file):
    made = written(file)
    sheet, effects = made.worksheets[0], made.worksheets[1]
    sheet.cell(5, 1).value = 9
    put(sheet, 5, "Столбец measure", "Новая")
    put(sheet, 5, "Столбец capex", 3)
    put(sheet, 5, "После мер", "1; 2")
    put(sheet, 4, "После мер", "Новая")
    effects.append([9, None, "BOD", 5, None])
    found = saved(made, file)
    assert found.added == ("Новая",)
    held = plans.edited(HELD, found.edits())
    steps = plan(plans.audit(held), INDICATORS).steps
    assert [each.measure.measure for each in steps] == ["Мера a", "Мера b", "Мера c", "Новая"]
    assert steps[3].capex.value == Decimal(3)
    assert steps[3].after == ("a", "b")
    assert steps[2].after == (steps[3].id,)
    assert [(each.indicator, each.value) for each in steps[3].effects] == [("BOD", Decimal(5))]
    assert looked(file, held).added == ("Новая",)


def test_that_a_copied_row_is_a_new_measure(file):
    made = written(file)
    sheet = made.worksheets[0]
    for cell in list(sheet[2]):
        sheet.cell(5, cell.column).value = cell.value
    found = saved(made, file)
    steps = plan(plans.audit(plans.edited(HELD, found.edits())), INDICATORS).steps
    assert [each.id for each in steps][:3] == ["a", "b", "c"]
    assert steps[3].techniques == ("7.a", "12")
    assert steps[3].capex.value == Decimal("18.4")


def test_that_what_is_gone_from_the_workbook_is_asked_for(file):
    made = written(file)
    made.worksheets[0].delete_rows(2)
    made.worksheets[1].delete_rows(2, 2)
    made.worksheets[2].delete_rows(3)
    put(made.worksheets[0], 2, "После мер", None)
    put(made.worksheets[0], 3, "Вместо мер", "2")
    found = saved(made, file)
    assert [(each.id, each.is_scenario) for each in found.gone] == [("a", False), ("y", True)]
    kept = plans.edited(HELD, found.edits())
    assert "core_measures/a" in kept
    held = plans.edited(HELD, found.edits(remove=["a", "y"]))
    assert [each.id for each in plan(plans.audit(held), ()).steps] == ["b", "c"]
    assert held["@plan/scenarios"] == [{"id": "x", "name": "А; полный"}]
    assert held["@measure/c.instead_of"] == ["b"]
    assert not [path for path in held if path.startswith("@measure/a.")]


def test_that_terms_scenarios_and_effects_come_back_changed(file):
    made = written(file)
    _measures, effects, scenarios, terms = made.worksheets
    put(effects, 2, "Ожидаемое", "12,5")
    effects.delete_rows(3)
    put(scenarios, 3, "Сценарий", "Позже")
    scenarios.append(["В"])
    put(terms, 4, "Значение", 14)
    put(made.worksheets[0], 2, "Сценарии", "В; Позже")
    assert edits(saved(made, file)) == {
        "@plan/rate": "14",
        "@plan/scenarios": [
            {"id": "x", "name": "А; полный"},
            {"id": "y", "name": "Позже"},
            {"id": "a", "name": "В"},
        ],
        "@measure/a.scenarios": ["a", "y"],
        "@measure/a.effects": [{"indicator": "TN", "value": "12.5", "uncertainty": "3"}],
    }


@pytest.mark.parametrize(
    ("title", "value", "words"),
    [
        ("Столбец capex", "дорого", "«дорого» — не число"),
        ("Столбец capex", -4, "меньше нуля"),
        ("Столбец capex", "=2+2", "формула"),
        ("Столбец startup", "5 кв. 2027", "не дата"),
        ("Столбец owner", date(2027, 1, 1), "не читается"),
        ("Единица снижения", "вёдра", "неизвестна"),
        ("После мер", "17", "«17» в этой книге нет"),
        ("Вместо мер", "1", "саму себя"),
        ("Сценарии", "Ъ", "«Ъ» в этой книге нет"),
        ("Состояние", "куплена", "нет в списке"),
    ],
)
def test_that_a_cell_that_cannot_be_read_refuses_all_with_its_place(file, title, value, words):
    made = written(file)
    put(made.worksheets[0], 2, title, value)
    put(made.worksheets[0], 3, "Столбец saving", 5)
    with pytest.raises(errors.PlanBookFaultyError) as refused:
        saved(made, file)
    sentence = refused.value.sentence("ru")
    assert words in sentence
    assert "Меры!" in sentence
    assert len(refused.value.faults) == 1


def test_that_all_faults_are_told_at_once(file):
    made = written(file)
    put(made.worksheets[0], 2, "Столбец capex", "x")
    put(made.worksheets[0], 3, "Столбец saving", "y")
    put(made.worksheets[1], 2, "Ожидаемое", "z")
    put(made.worksheets[3], 4, "Значение", "w")
    with pytest.raises(errors.PlanBookFaultyError) as refused:
        saved(made, file)
    assert len(refused.value.faults) == 4


def test_that_a_circle_made_in_excel_is_refused(file):
    made = written(file)
    put(made.worksheets[0], 2, "После мер", 2)
    with pytest.raises(errors.PlanCircleError) as refused:
        saved(made, file)
    assert "«Мера a»" in refused.value.sentence("ru")


def test_that_the_workbook_of_another_audit_is_refused(file):
    written(file)
    with pytest.raises(errors.PlanBookOtherError):
        looked(file, audit="audit-2")


def test_that_without_its_hidden_columns_it_is_refused(file):
    made = written(file)
    sheet = made.worksheets[0]
    sheet.delete_cols(column(sheet, "kta-measure"))
    with pytest.raises(errors.PlanBookForeignError):
        saved(made, file)


def test_that_a_heading_that_stands_twice_is_refused(file):
    made = written(file)
    made.worksheets[0].cell(1, 40).value = "Столбец capex, млн тг"
    with pytest.raises(errors.PlanTwiceError):
        saved(made, file)


def test_that_broken_files_are_refused_with_a_sentence(file):
    written(file)
    whole = file.read_bytes()
    for broken in (b"", b"not a workbook", whole[: len(whole) // 2]):
        file.write_bytes(broken)
        with pytest.raises(workbook_errors.WorkbookError):
            looked(file)


def test_that_a_workbook_with_macros_is_refused(file, tmp_path):
    written(file)
    other = tmp_path / "plan.xlsm"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(other, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"))
    with pytest.raises(workbook_errors.WorkbookMacrosError):
        looked(other)


def test_that_too_long_a_text_is_told_and_the_older_file_is_kept(file):
    written(file)
    before = file.read_bytes()
    held = {**HELD, "core_measures/a/effect": {"text": "я" * 33_000, "value": "я" * 33_000}}
    with pytest.raises(errors.PlanTextTooLongError):
        book.export(plans.audit(held), AUDIT, INDICATORS, file)
    assert file.read_bytes() == before


def test_that_the_same_plan_gives_the_same_bytes(file):
    written(file)
    first = file.read_bytes()
    written(file)
    assert file.read_bytes() == first
