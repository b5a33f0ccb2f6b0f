"""Claims about the rest of the common checklist: categories, techniques, costs, what lacks."""

import pytest

from kta_desktop.forms.state import QuestionStatus
from kta_desktop.services import filling, packs

FOR_CATEGORIES = ("core_ppee", "core_pek", "core_air_permit", "core_tech_norms")


@pytest.mark.parametrize("category", ["I", "II", "unknown", None])
def test_that_what_the_first_two_categories_owe_is_asked_until_another_is_told(sheet, category):
    if category is not None:
        sheet.put("core_category", category)
    assert all(sheet.state.is_relevant(name) for name in FOR_CATEGORIES)


@pytest.mark.parametrize("category", ["III", "IV"])
def test_that_small_objects_are_not_asked_for_permits_of_large_ones(sheet, category):
    sheet.put("core_category", category)
    assert not any(sheet.state.is_relevant(name) for name in FOR_CATEGORIES)


@pytest.mark.parametrize(
    ("name", "one", "more"),
    [
        ("core_access", ["none"], ["none", "roof"]),
        ("core_chem_groups", ["none"], ["none", "ammonia"]),
        ("core_soil", ["unknown"], ["unknown", "stains"]),
        ("core_ems", ["none"], ["none", "iso9001"]),
        ("core_data_missing", ["complete"], ["complete", "o2"]),
    ],
)
def test_that_an_answer_that_excludes_the_others_stands_alone(sheet, name, one, more):
    assert not sheet.put(name, one).told(name)
    assert sheet.put(name, more).state.status(name) is QuestionStatus.ERROR


@pytest.mark.parametrize(
    ("number", "count"),
    [("950440001346", 0), ("250340000107", 0), ("250340000108", 1), ("12345", 1), ("", 0)],
)
def test_that_the_control_digit_of_the_number_warns(sheet, number, count):
    sheet.put("core_ent_bin", number)
    state = sheet.state
    assert len(sheet.told("core_ent_bin")) == count
    assert state.status("core_ent_bin") is not QuestionStatus.ERROR


def test_that_required_answers_lack_until_they_are_given_or_refused(sheet):
    def lacking():
        return {place.address for place in sheet.state.lacking()}

    assert {"core_book", "core_category", "core_costs", "core_base_amount"} <= lacking()
    assert "core_staff" not in lacking()
    sheet.put("core_book", "food").blank("core_costs", "confidential")
    assert not {"core_book", "core_costs"} & lacking()


def test_that_questions_of_a_repeat_lack_once_for_every_instance(sheet):
    sheet.part("product", "milk", role="main", unit="t")
    sheet.part("product", "power", role="by-product", unit="MWh")
    lacking = {place.address for place in sheet.state.lacking()}
    assert "core_rep_product/milk/core_prod_name" in lacking
    assert "core_rep_product/milk/core_prod_cap_day" in lacking
    assert "core_rep_product/power/core_prod_name" in lacking
    assert "core_rep_product/power/core_prod_cap_day" not in lacking


def test_that_a_load_needs_one_unit_and_no_conversion(sheet):
    sheet.instance(
        "core_rep_unit", "pump", core_unit_measure="m3/h", core_unit_capacity="10",
        core_unit_rate="7.6",
    )  # fmt: skip
    assert sheet.figure("core_rep_unit/pump/core_unit_load") == 76


def test_that_a_state_other_than_applied_needs_a_reason(sheet):
    sheet.instance("core_techniques", "one", bat="НДТ 7", state="applied")
    assert not sheet.told("core_techniques")
    sheet.instance("core_techniques", "two", bat="НДТ 21", state="not_applied")
    assert len(sheet.told("core_techniques")) == 1
    sheet.put("core_techniques/two/reason", "не рассчитано")
    assert not sheet.told("core_techniques")


def test_that_the_share_of_techniques_counts_partly_as_half_and_leaves_out_what_does_not_apply(
    sheet,
):
    for row, state in enumerate(("applied", "applied", "partly", "not_applied", "not_applicable")):
        sheet.instance("core_techniques", f"r{row}", bat="НДТ", state=state, reason="причина")
    assert sheet.figure("core_bat_share") == 62.5  # (2 + 0.5) of 4


def test_that_payback_and_cost_of_a_tonne_are_those_of_the_row(sheet):
    sheet.instance(
        "core_capex", "tank", technique="Усреднитель", capex="46", opex="1.2", saving="4.8",
        life="20", avoided_t="6.1",
    )  # fmt: skip
    sheet.instance("core_capex", "never", technique="Фильтр", capex="5", opex="1", saving="1")
    assert sheet.figure("core_capex/tank/payback") == pytest.approx(46 / 3.6)
    assert sheet.figure("core_capex/tank/cost_t") == pytest.approx((2.3 + 1.2 - 4.8) * 1e6 / 6.1)
    assert sheet.figure("core_capex/never/payback") is None


def test_that_shares_of_costs_leave_the_revenue_out(sheet):
    sheet.instance("core_costs", "in", kind="revenue", amount="900")
    sheet.instance("core_costs", "raw", kind="raw", amount="300")
    sheet.instance("core_costs", "energy", kind="electricity", amount="100")
    assert sheet.figure("core_costs/energy/share") == 25


def test_that_specific_consumption_of_materials_is_per_tonne_of_the_base(sheet):
    sheet.put("core_base_amount", "36400", "t/year")
    sheet.instance("core_raw", "sugar", name="Сахар", kind="auxiliary", qty_t="410")
    sheet.instance("core_raw", "milk", name="Молоко", kind="raw", qty_t="36400")
    sheet.instance("core_chem", "acid", name="Кислота", qty_t="18.6")
    assert sheet.figure("core_raw/sugar/specific") == pytest.approx(410000 / 36400)
    assert sheet.figure("core_raw_specific") == 1000
    assert sheet.figure("core_chem/acid/specific") == pytest.approx(18.6e6 / 36400)


def test_that_a_blank_sheet_has_no_figure_at_all(definition):
    state = filling.form(definition, {})
    totals = [question.name for question in definition.questions if question.calculation]
    known = {name for name in totals if "/" not in name and _outside(definition, name)}
    assert all(state.value(name) in (None, "") for name in known)


def _outside(definition, name):
    return definition.question(name).parent is None


def test_that_a_table_is_done_when_what_it_requires_is_filled_in_every_row(sheet):
    sheet.instance("core_permits", "one", kind="impact", number="14")
    assert sheet.state.status("core_permits") is QuestionStatus.ANSWERED
    sheet.instance("core_permits", "two", kind="sewer")
    state = sheet.state
    assert state.status("core_permits") is QuestionStatus.ERROR
    assert [problem.column for problem in state.problems("core_permits")] == ["number"]


def test_that_a_figure_that_was_questioned_can_be_confirmed(sheet):
    sheet.part("product", "milk", role="main", unit="t", output="50000", cap_year="41500")
    address = "core_rep_product/milk/core_prod_load"
    assert sheet.state.status(address) is QuestionStatus.WARNING
    sheet.entries[f"{address}#confirm"] = "третья смена весь год"
    assert sheet.state.status(address) is not QuestionStatus.WARNING


def test_that_a_sector_carries_what_the_checklist_says_beside_its_questions():
    food = packs.compiled("food")[0]
    extra = food.more["included"]["core"]
    groups = {group["id"]: group["ru"] for group in extra["statutory_groups"]}
    assert list(groups) == ["process", "environment", "economics", "energy", "none"]
    assert groups["energy"] == "Данные об энергоэффективности"
    assert {row["id"] for row in extra["value_attributes"]} >= {"unit", "period", "origin"}
    told = {(question.more or {}).get("statutory_group") for question in food.questions} - {None}
    assert told == set(groups)
    assert food.sections[0].pack == "core"
    assert food.files["fuels"][0]["id"] == "natural-gas"


def test_that_every_calculated_share_says_how_many_places_it_is_read_with(definition):
    asked = [*definition.questions, *(c for q in definition.questions for c in q.columns)]
    shares = [each for each in asked if each.type == "calculate" and each.unit == "%"]
    assert len(shares) >= 9
    assert [each.name for each in shares if (each.more or {}).get("precision") is None] == []
