"""The desk of the plan: what each act comes to, and what is refused with which sentence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.assessment.bottlenecks import Candidate, Cause
from kta_desktop.assessment.plan import Status
from kta_desktop.assessment.plan_steps import plan
from kta_desktop.assessment.steps import Event
from kta_desktop.domain.definition import Text
from kta_desktop.services import plan_desk as desk
from kta_desktop.services import plan_errors as errors
from kta_desktop.services import plan_typed
from kta_desktop.services.plan_table import table_of
from tests.unit.assessment import plans

HELD = plans.entries(
    {
        "a": {"capex": "10", "saving": "5", "note": {"opex": "1", "lifetime": "8"}},
        "b": {"capex": "20", "saving": "0", "note": {"opex": "2", "after": ["a"]}},
        "c": {"note": {"instead_of": ["a", "b"], "after": ["b"], "status": "running"}},
    }
)


def audit(held=HELD):
    return plans.audit(held)


def drawn(held=HELD):
    return plan(audit(held), ())


def step(held, row):
    return next(each for each in drawn(held).steps if each.id == row)


def after(edits, held=HELD):
    return plans.edited(held, edits)


def test_that_an_added_measure_stands_last_and_can_be_filled():
    added = desk.add(audit(), "  Новый   насос ")
    held = after(added.edits)
    found = drawn(held).steps[-1]
    assert (found.id, found.measure.measure) == (added.row, "Новый насос")
    held = after(desk.change(audit(held), added.row, "capex", "12,5"), held)
    assert step(held, added.row).measure.capex == Decimal("12.5")


@pytest.mark.parametrize(
    ("field", "typed", "path", "value"),
    [
        ("opex", "1,50", "@measure/a.opex", "1.50"),
        ("opex", "", "@measure/a.opex", None),
        ("lifetime", "12", "@measure/a.lifetime", "12"),
        ("price_year", "2024", "@measure/a.price_year", "2024"),
        ("currency", "eur", "@measure/a.currency", "EUR"),
        ("currency", "₸", "@measure/a.currency", "KZT"),
        ("abated", "1 400", "@measure/a.abated", "1400"),
        ("abated_unit", "м³", "@measure/a.abated_unit", "m3"),
        ("abated_unit", "t/year", "@measure/a.abated_unit", "t/year"),
        ("abated_name", " общий  азот ", "@measure/a.abated_name", "общий азот"),
        ("finance", "own", "core_measures/a/finance", {"value": "own"}),
        ("owner", "Главный инженер", "core_measures/a/owner", None),
    ],
)
def test_that_a_field_takes_what_was_typed(field, typed, path, value):
    (edit,) = desk.change(audit(), "a", field, typed)
    assert edit.path == path
    if field != "owner":
        assert edit.after == value
    else:
        assert edit.after == {"text": typed, "value": typed}


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("capex", "много", errors.PlanNumberError),
        ("capex", "-1", errors.PlanNegativeError),
        ("capex", "1,234", errors.PlanAmbiguousError),
        ("opex", "12.5.0", errors.PlanNumberError),
        ("opex", "−3", errors.PlanNegativeError),
        ("lifetime", "0", errors.PlanZeroError),
        ("abated", "-2", errors.PlanZeroError),
        ("price_year", "26", errors.PlanYearError),
        ("currency", "рубли", errors.PlanCurrencyError),
        ("abated_unit", "вёдра", errors.PlanUnitError),
        ("finance", "клад", errors.PlanOptionError),
        ("startup", "5 кв. 2027", errors.PlanDayError),
        ("startup", "31.02.2027", errors.PlanDayError),
    ],
)
def test_that_what_cannot_be_read_is_refused_with_its_name(field, typed, error):
    with pytest.raises(error) as refused:
        desk.change(audit(), "a", field, typed)
    assert typed in refused.value.sentence("ru")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30.09.2027", date(2027, 9, 30)),
        ("III кв. 2027", date(2027, 9, 30)),
        ("4 квартал 2028 г.", date(2028, 12, 31)),
        ("2027 ж. II тоқсан", date(2027, 6, 30)),
        ("Q1 2028", date(2028, 3, 31)),
        ("02.2028", date(2028, 2, 29)),
        ("2029", date(2029, 12, 31)),
    ],
)
def test_that_a_quarter_is_its_last_day_and_stays_as_typed(typed, day):
    held = after(desk.change(audit(), "a", "startup", typed))
    assert step(held, "a").measure.events == ((Event.STARTUP, day),)
    assert held["core_measures/a/startup"]["text"] == typed


def test_that_a_cost_in_another_unit_is_typed_anew_in_that_of_the_table():
    cell = {"text": "10000", "value": "10000", "unit": "thousand-KZT", "uncertainty": "500"}
    held = {**HELD, "core_measures/a/capex": cell}
    (edit,) = desk.change(audit(held), "a", "capex", "12")
    assert edit.after == {"text": "12", "value": "12", "unit": "million-KZT"}


def test_that_terms_are_set_and_what_is_the_same_is_no_edit():
    assert [each.after for each in desk.set_terms(audit(), "rate", "12,5")] == ["12.5"]
    assert desk.set_terms(audit(), "rate", "12") == []
    with pytest.raises(errors.PlanNegativeError):
        desk.set_terms(audit(), "rate", "-1")


def test_that_effects_are_stated_replaced_and_taken_away():
    held = after(desk.set_effect(audit(), "a", "TN", "14,0", "3"))
    held = after(desk.set_effect(audit(held), "a", "COD", "90"), held)
    held = after(desk.set_effect(audit(held), "a", "TN", "12"), held)
    found = {each.indicator: (each.value, each.uncertainty) for each in step(held, "a").effects}
    assert found == {"TN": (Decimal(12), None), "COD": (Decimal(90), None)}
    held = after(desk.no_effect(audit(held), "a", "TN"), held)
    held = after(desk.no_effect(audit(held), "a", "COD"), held)
    assert "@measure/a.effects" not in held


def test_that_only_what_is_done_has_a_day():
    held = after(desk.set_status(audit(), "a", Status.DONE, "01.06.2027"))
    assert (step(held, "a").status, step(held, "a").done_on) == (Status.DONE, date(2027, 6, 1))
    held = after(desk.set_status(audit(held), "a", Status.RUNNING, "01.06.2027"), held)
    assert (step(held, "a").status, step(held, "a").done_on) == (Status.RUNNING, None)


def test_that_a_copy_stands_below_with_all_that_is_planned():
    added = desk.duplicate(audit(), "b")
    held = after(added.edits)
    assert [each.id for each in drawn(held).steps] == ["a", "b", added.row, "c"]
    copy, original = step(held, added.row), step(held, "b")
    assert (copy.after, copy.opex, copy.capex.value) == (("a",), original.opex, Decimal(20))
    assert step(after(desk.duplicate(audit(), "c").edits), "c").status is Status.RUNNING
    last = desk.duplicate(audit(), "c")
    assert step(after(last.edits), last.row).status is Status.PLANNED


def test_that_a_removed_measure_leaves_nothing_that_names_it():
    held = after(desk.remove(audit(), "a"))
    assert [each.id for each in drawn(held).steps] == ["b", "c"]
    assert not [path for path in held if path.startswith("@measure/a.")]
    assert step(held, "b").after == ()
    assert step(held, "c").instead_of == ("b",)
    with pytest.raises(errors.PlanGoneError):
        desk.change(audit(held), "a", "opex", "1")


def test_that_measures_change_places():
    held = after(desk.move(audit(), "c", -1))
    assert [each.id for each in drawn(held).steps] == ["a", "c", "b"]
    assert desk.move(audit(), "a", -1) == []
    assert desk.move(audit(), "c", 1) == []


def test_that_rows_with_the_same_place_change_places_all_the_same():
    held = {**HELD, **{f"core_measures/{row}": {"order": 1.0} for row in "abc"}}
    held = after(desk.move(audit(held), "b", -1), held)
    assert [each.id for each in drawn(held).steps] == ["b", "a", "c"]


def test_that_a_circle_is_refused_with_the_names_of_its_measures():
    with pytest.raises(errors.PlanCircleError) as refused:
        desk.after(audit(), "a", "c")
    assert all(f"«Мера {row}»" in refused.value.sentence("ru") for row in "abc")
    with pytest.raises(errors.PlanCircleError):
        desk.after(audit(), "a", "a")
    with pytest.raises(errors.PlanGoneError):
        desk.after(audit(), "a", "gone")
    assert desk.after(audit(), "c", "b") == []


def test_that_links_are_made_and_taken_away():
    held = after(desk.after(audit(), "c", "a"))
    assert step(held, "c").after == ("b", "a")
    held = after(desk.not_after(audit(held), "c", "b"), held)
    assert step(held, "c").after == ("a",)
    held = after(desk.not_instead_of(audit(held), "c", "a"), held)
    held = after(desk.instead_of(audit(held), "a", "b"), held)
    assert (step(held, "c").instead_of, step(held, "a").instead_of) == (("b",), ("b",))
    with pytest.raises(errors.PlanSelfError):
        desk.instead_of(audit(), "a", "a")


def test_that_a_bottleneck_and_its_technique_become_a_measure_that_two_auditors_share():
    found = Candidate(
        key="exceeds|TN",
        row_id="x",
        cause=Cause.EXCEEDS,
        title=Text(ru="Азот выше уровня"),
        techniques=("7.a", "12"),
    )
    added = desk.add_from(audit(), found)
    made = step(after(added.edits), added.row)
    assert made.measure.bat == "НДТ 7a, НДТ 12"
    assert (made.measure.bottleneck, made.bottlenecks) == ("Азот выше уровня", ("exceeds|TN",))
    assert made.techniques == ("7.a", "12")
    assert made.capex.value is None
    assert desk.add_from(audit(), found).row == added.row
    assert desk.add_from(audit(after(added.edits)), found).row != added.row


def test_that_a_measure_taken_up_again_has_nothing_of_the_one_that_was_removed():
    technique = audit().definition.techniques[0]
    added = desk.add_from(audit(), technique)
    held = after(added.edits)
    held = after(desk.change(audit(held), added.row, "capex", "77"), held)
    held = after(desk.remove(audit(held), added.row), held)
    again = desk.add_from(audit(held), technique)
    assert again.row == added.row
    assert step(after(again.edits, held), again.row).measure.capex is None


def test_that_a_technique_of_another_book_is_refused():
    stranger = replace(audit().definition.techniques[0], id="other-99")
    with pytest.raises(errors.PlanTechniqueError):
        desk.add_from(audit(), stranger)


def test_that_proposed_scenarios_are_stored_as_they_were_when_one_is_changed():
    held = after(desk.rename_scenario(audit(), drawn(), "b", "Окупаемые"))
    assert [(each.id, each.steps) for each in drawn(held).scenarios[1:]] == [
        (each.id, each.steps) for each in drawn().scenarios[1:]
    ]
    assert not any(each.is_proposed for each in drawn(held).scenarios[1:])


def test_that_a_new_scenario_begins_with_all_measures():
    held = after(desk.add_scenario(audit(), drawn(), "В"))
    found = plans.scenario(drawn(held), "c")
    assert (found.name.ru, {*found.steps, *found.replaced}) == ("В", {"a", "b", "c"})
    assert plans.scenario(drawn(held), "b").steps == ("a",)


def test_that_scenarios_need_names_of_their_own():
    for name in ("", " ", "а: полный"):
        with pytest.raises(errors.ScenarioNameError):
            desk.add_scenario(audit(), drawn(), name)
    with pytest.raises(errors.ScenarioGoneError):
        desk.rename_scenario(audit(), drawn(), "zz", "Имя")


def test_that_a_measure_is_assigned_and_never_left_without_a_scenario():
    held = after(desk.assign(audit(), drawn(), "c", ["a", "b"]))
    assert "c" in plans.scenario(drawn(held), "b").steps
    held = after(desk.assign(audit(held), drawn(held), "c", ["b"]), held)
    assert "c" not in plans.scenario(drawn(held), "a").steps
    with pytest.raises(errors.ScenarioLastError):
        desk.assign(audit(held), drawn(held), "c", [])
    with pytest.raises(errors.ScenarioLastError) as refused:
        desk.remove_scenario(audit(held), drawn(held), "b")
    assert "«Мера c»" in refused.value.sentence("ru")


def test_that_with_the_last_scenario_the_proposed_ones_are_back():
    held = plans.edited(HELD, desk.remove_scenario(audit(), drawn(), "b"))
    assert [each.id for each in drawn(held).scenarios] == ["baseline", "a"]
    held = after(desk.remove_scenario(audit(held), drawn(held), "a"), held)
    assert [each.is_proposed for each in drawn(held).scenarios] == [True, True, True]


def test_that_a_symbol_that_several_units_share_whatever_its_case_is_not_guessed():
    assert plan_typed.unit("МВт·ч", "") == "MWh"
    assert plan_typed.unit("Т", "") == "t"


def test_that_a_cost_in_another_unit_stands_in_that_of_the_table():
    cell = {"text": "10 000", "value": "10000", "unit": "thousand-KZT"}
    table = table_of(audit({**HELD, "core_measures/a/capex": cell}))
    assert Decimal(table.typed("a", "capex")) == 10
    assert table.typed("b", "capex") == "20"
    assert table.typed("a", "measure") == "Мера a"
