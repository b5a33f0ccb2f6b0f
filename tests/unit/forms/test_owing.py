"""Claims about what the form itself has to store: defaults, first values, rows."""

from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.forms.state import FormState


def _stored(state):
    """Store what is owed until nothing is."""
    for _round in range(5):
        for path, value in state.owed().items():
            state.apply(path, value)
    return state


def test_that_a_default_is_owed_until_it_is_stored_and_never_again(making):
    q = making.question
    state = FormState(
        making.definition(
            q("year", "integer", default="2026"),
            q("volume", "decimal", default="1.5 * 2", unit="t"),
            q("day", "date", default="date('2026-11-22')"),
            q("kind", "select_one", choices=making.choices("a", "b"), default="'b'"),
            q("kinds", "select_multiple", choices=making.choices("a", "b"), default="'a b'"),
            q("copy", "text", default="${kind}"),
        ),
        {},
    )
    owed = state.owed()
    assert owed["volume"] == {"text": "3,0", "value": "3.0", "unit": "t"}
    assert owed["kinds"] == {"value": ["a", "b"]}
    assert "copy" not in owed
    _stored(state)
    assert state.owed() == {}
    assert state.value("day") == date(2026, 11, 22)
    assert state.value("copy") == "b"
    state.apply("kind", {"value": "a"})
    state.apply("year", None)
    assert state.owed() == {}
    assert state.value("copy") == "b"


def test_that_the_default_of_a_place_that_is_hidden_or_undecided_waits(making):
    q = making.question
    state = FormState(
        making.definition(
            q("gate", "select_one", choices=making.choices("yes", "no")),
            q("inside", "text", default="'x'", relevant="${gate} = 'yes'"),
        ),
        {},
    )
    assert state.owed() == {}
    state.apply("gate", {"value": "no"})
    assert state.owed() == {}
    state.apply("gate", {"value": "yes"})
    assert list(state.owed()) == ["inside"]


def test_that_once_keeps_its_first_value(making):
    q = making.question
    state = FormState(
        making.definition(
            q("now_is", "decimal"),
            q("first", "calculate", calculation="once(${now_is} * 2)"),
            q("was_big", "calculate", calculation="once(${now_is} > 5)"),
            q("after", "calculate", calculation="${first} + 1"),
        ),
        {},
    )
    assert state.owed() == {}
    state.apply("now_is", {"text": "4", "value": "4"})
    assert state.value("after") == Decimal(9)
    assert state.owed() == {"first": {"value": "8"}, "was_big": {"value": "false"}}
    _stored(state)
    state.apply("now_is", {"text": "100", "value": "100"})
    assert state.value("first") == Decimal(8)
    assert state.value("was_big") is False
    assert state.owed() == {}


def test_that_a_repeat_owes_the_rows_that_a_count_demands_and_never_takes_one_away(making):
    q = making.question
    state = FormState(
        making.definition(
            q("n", "integer"),
            q("source", "repeat", repeat_count="${n}"),
            q("height", "decimal", parent="source", default="position(..) * 10"),
        ),
        {"source/mine": {"order": 4.0}},
    )
    assert state.owed() == {"source/mine/height": {"text": "10", "value": "10"}}
    state.apply("n", {"value": "3"})
    assert state.owed()["source/n1"] == {"order": 5.0}
    _stored(state)
    assert [row.id for row in state.rows("source")] == ["mine", "n1", "n2"]
    assert state.value("source/n2/height") == Decimal(30)
    state.apply("n", {"value": "1"})
    assert len(state.rows("source")) == 3
    state.apply("n", {"value": "1000000"})
    assert len(state.owed()) < 1000


def test_that_a_repeat_begins_with_its_least_number_of_rows_once(making):
    q = making.question
    table = q("t", "table", columns=(making.column("a", "text", default="'x'"),), more={"min": 2})
    state = _stored(FormState(making.definition(table), {}))
    assert [row.cells["a"].value for row in state.rows("t")] == ["x", "x"]
    state.apply("t/n1", None)
    state.apply("t/n2", None)
    assert state.owed() == {}


def test_that_two_devices_owe_the_same_rows(making):
    table = making.question("t", "table", columns=(making.column("a", "text"),), more={"min": 3})
    definition = making.definition(table)
    assert FormState(definition, {}).owed() == FormState(definition, {}).owed()


@pytest.mark.parametrize("default", ["1 div 0", "${blank}", "''", "'text' + 1", "${zzz}", "1 +"])
def test_that_a_default_without_a_value_owes_nothing(making, default):
    q = making.question
    state = FormState(making.definition(q("blank", "text"), q("a", "decimal", default=default)), {})
    assert state.owed() == {}
