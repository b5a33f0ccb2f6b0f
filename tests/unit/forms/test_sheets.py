"""A repeat as a sheet: its columns, and the sums that mean something."""

from decimal import Decimal

import pytest

from kta_desktop.domain.definition import QuestionType
from kta_desktop.forms import sheets
from kta_desktop.forms.state import FormState
from kta_desktop.services import filling, packs
from tests.widgets.checklist.plant import NESTED, POLLUTANTS

DECIMAL = QuestionType.DECIMAL


def names(repeat):
    return [asked.name for asked in sheets.columns_of(NESTED, NESTED.question(repeat))]


def test_that_a_table_has_its_own_columns():
    assert sheets.columns_of(NESTED, NESTED.question("pollutants")) == POLLUTANTS


def test_that_a_repeat_has_its_questions_those_of_groups_too_and_nested_lists():
    assert names("source") == [
        "src_no", "src_kind", "src_height", "src_hours", "pollutants", "unit", "src_mass",
    ]  # fmt: skip
    assert names("unit") == ["unit_name", "unit_year"]


@pytest.mark.parametrize(
    ("unit", "summed"),
    [
        ("t/year", True), ("m3/year", True), ("MWh/year", True), ("GJ/year", True),
        ("h/year", False), ("thousand-m3/year", True), ("tCO2/year", True),
        ("%", False), ("degC", False), ("mg/Nm3", False), ("kg/t", False), ("g/s", False),
        ("d/year", False), ("m/year", False), ("times/year", False), (None, False),
    ],
)  # fmt: skip
def test_that_amounts_per_year_are_summed_and_nothing_else(making, unit, summed):
    assert sheets.is_summed(making.column("x", "decimal", unit=unit)) is summed


def test_that_a_pack_decides_which_columns_are_summed(making):
    assert sheets.is_summed(making.column("x", "decimal", unit="kg", more={"sum": True}))
    assert not sheets.is_summed(making.column("x", "decimal", unit="t/year", more={"sum": False}))


def test_that_words_are_never_summed(making):
    assert not sheets.is_summed(making.column("x", "text", unit="t/year", more={"sum": True}))


def test_that_a_sum_says_of_how_many_rows_it_is(making):
    mass = making.column("m", "decimal", unit="t/year")
    table = making.question("t", "table", columns=(making.column("n", "text"), mass))
    entries = {f"t/r{n}": {"order": float(n)} for n in range(4)}
    entries |= {"t/r0/m": {"text": "1,5", "value": "1.5", "unit": "t/year"},
                "t/r1/m": {"text": "500", "value": "500", "unit": "kg/year"},
                "t/r2/m": {"text": "12.5.0", "unit": "t/year"}}  # fmt: skip
    state = filling.form(making.definition(table), entries)
    found = sheets.sum_of(state, "t", mass, ("r0", "r1", "r2", "r3"))
    assert (found.value, found.counted, found.rows) == (Decimal("2.0"), 2, 4)
    assert not found.is_complete


def test_that_cells_that_are_not_asked_are_not_missing_in_a_sum(making):
    mass = making.column("m", "decimal", unit="t/year", relevant="${n} = 'a'")
    table = making.question("t", "table", columns=(making.column("n", "text"), mass))
    entries = {"t/r0": {"order": 0.0}, "t/r1": {"order": 1.0},
               "t/r0/n": {"text": "a", "value": "a"}, "t/r1/n": {"text": "b", "value": "b"},
               "t/r0/m": {"text": "3", "value": "3"}}  # fmt: skip
    state = FormState(making.definition(table), entries)
    found = sheets.sum_of(state, "t", mass, ("r0", "r1"))
    assert (found.value, found.counted, found.rows) == (Decimal(3), 1, 1)


def test_that_the_general_checklist_sums_its_masses_and_no_share():
    definition, _hash = packs.compiled("core")
    found = {
        question.name: [c.name for c in sheets.columns_of(definition, question)
                        if sheets.is_summed(c)]
        for question in definition.questions if question.is_repeat
    }  # fmt: skip
    assert found["core_water_use"] == ["m3_year"]
    assert found["core_raw"] == ["qty_t"]
    assert found["core_history"] == []
    assert found["core_oked"] == []
