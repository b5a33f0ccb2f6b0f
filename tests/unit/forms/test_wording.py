"""Claims about how worked out figures and told units are read on screen and on paper."""

from decimal import Decimal

import pytest

from kta_desktop.forms.state import FormState
from kta_desktop.forms.wording import sector_name, unit_text, value_text, version_name


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("90.8333333", 1, "90,8"),
        ("0.25", 1, "0,3"),
        ("0.35", 1, "0,4"),
        ("-0.25", 1, "−0,3"),
        ("-0.04", 1, "0,0"),
        ("2.5", 0, "3"),
        ("90", 1, "90,0"),
        ("1234567.891", 2, "1\u202f234\u202f567,89"),
        ("90.8333333", None, "90,8333"),
        ("90.8333333", "1", "90,8333"),
        ("90.8333333", -1, "90,8333"),
        ("90.8333333", 400, "90,8333"),
        ("1.5E+300", 1, "1,5·10³⁰⁰"),
        ("0", 2, "0,00"),
    ],
)
def test_that_a_figure_has_the_places_of_its_checklist_half_away_from_zero(
    making, value, places, shown
):
    asked = making.question("load", "calculate", more={"precision": places})
    assert value_text(asked, Decimal(value), "ru") == shown


def test_that_places_are_for_reading_and_the_value_is_never_rounded(making):
    q = making.question
    definition = making.definition(
        q("load", "calculate", calculation="2725 div 30", more={"precision": 1}),
        q("over", "calculate", calculation="${load} > 90.8"),
    )
    state = FormState(definition, {})
    assert value_text(definition.question("load"), state.value("load"), "en") == "90.8"
    assert state.value("over") is True


@pytest.fixture
def pumps(making):
    """Return a form of pumps whose throughput is in the unit that is told beside it."""
    q, units = making.question, making.choices("t/h", "m3/h")
    energy = {"unit_from": "fuel", "units_by": {"t": "GJ/t", "thousand-m3": "GJ/thousand-m3"}}
    columns = (
        making.column("measure", "select_one", choices=units),
        making.column("rate", "decimal", more={"unit_from": "measure"}),
        making.column("heat", "decimal", more=energy),
    )
    definition = making.definition(
        q("fuel", "select_one", choices=making.choices("t", "thousand-m3")),
        q("ncv", "decimal", more=energy),
        q("pump", "repeat"),
        q("unit", "select_one", parent="pump", choices=units, relevant="${fuel} != 'none'"),
        q("flow", "decimal", parent="pump", more={"unit_from": "unit"}),
        q("same", "calculate", parent="pump", calculation="${flow}", more={"unit_from": "unit"}),
        q("rows", "table", parent="pump", columns=columns),
        q("words", "text"),
        q("total", "decimal", unit="t", more={"unit_from": "words"}),
        q("all", "decimal", unit="t", more={"unit_from": "unit"}),
        q("none", "decimal", unit="t", more={"unit_from": "stranger"}),
        q("odd", "decimal", unit="t", more={"unit_from": "fuel} or ${unit"}),
    )
    rows = {f"pump/{row}": {"order": 1.0} for row in "ab"}
    cells = {f"pump/a/rows/{row}": {"order": 1.0} for row in "xy"}
    return FormState(definition, {**rows, **cells})


def _unit(state, address, column=None):
    asked = state.question(address)
    return unit_text(state, address, asked.column(column) if column else asked, "ru")


def test_that_the_unit_of_a_number_is_the_answer_of_the_question_that_tells_it(pumps):
    assert _unit(pumps, "pump/a/flow") == "единица — в 1"
    touched = pumps.apply("pump/a/unit", {"value": "m3/h"})
    assert {"pump/a/flow", "pump/a/same"} <= touched
    assert "pump/b/flow" not in touched
    assert _unit(pumps, "pump/a/flow") == "«m3/h»"
    assert _unit(pumps, "pump/b/flow") == "единица — в 1"
    pumps.apply("pump/a/flow", {"text": "5", "value": "5"})
    assert pumps.apply("pump/a/unit", {"value": "t/h"}) >= {"pump/a/flow"}
    assert _unit(pumps, "pump/a/flow") == "«t/h»"
    assert pumps.value("pump/a/flow") == Decimal(5)


def test_that_a_pack_may_say_which_unit_each_answer_means(pumps):
    pumps.apply("fuel", {"value": "thousand-m3"})
    assert _unit(pumps, "ncv") == "ГДж/тыс. м³"
    assert _unit(pumps, "pump/a/rows/y/heat", "heat") == "ГДж/тыс. м³"


def test_that_a_cell_tells_the_unit_of_its_own_row_only(pumps):
    touched = pumps.apply("pump/a/rows/x/measure", {"value": "t/h"})
    assert touched >= {"pump/a/rows"}
    assert _unit(pumps, "pump/a/rows/x/rate", "rate") == "«t/h»"
    assert _unit(pumps, "pump/a/rows/y/rate", "rate") == "единица — в measure"


def test_that_a_unit_may_be_told_in_words(pumps):
    pumps.apply("words", {"text": "вагонов", "value": "вагонов"})
    assert _unit(pumps, "total") == "вагонов"
    pumps.apply("words", {"text": "", "value": ""})
    assert _unit(pumps, "total") == "единица — в 1"


@pytest.mark.parametrize("name", ["all", "none", "odd"])
def test_that_what_tells_no_one_unit_leaves_a_number_its_own(pumps, name):
    pumps.apply("pump/a/unit", {"value": "t/h"})
    assert _unit(pumps, name) == "т"


def test_that_the_version_of_a_draft_is_said_in_words():
    assert version_name("draft-0.1", "ru") == "черновик 0.1"
    assert version_name("1.2", "ru") == "1.2"


def test_that_a_checklist_is_listed_by_its_sector():
    assert sector_name("Чек-лист: производство меди и золота (всё)") == "Производство меди и золота"
    assert sector_name("Стекло") == "Стекло"
