"""Techniques of a plant, read from their table."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.host import filled
from kta_desktop.assessment.techniques import (
    Applied,
    Cited,
    State,
    cited,
    conclusions,
    register,
    tally,
    whole_of,
)
from tests.unit.assessment import way


def row(state=None, bat="НДТ 7", **more):
    return Applied(id=more.pop("id", "r"), number=1, bat=bat, state=state, **more)


def test_that_a_row_is_read_with_its_types():
    entries = way.put(
        {},
        "core_techniques",
        "a",
        bat="2019/2031, НДТ 7",
        unit="CIP",
        state="partly",
        since="2016",
        reason="насос  в\nремонте",
        before="4,1",
        after="3,28",
        value_unit="m3/t",
    )
    (found,) = register(way.state(entries))
    assert (found.state, found.since, found.reason) == (State.PARTLY, 2016, "насос в ремонте")
    assert (found.before, found.after, found.value_unit) == (
        Decimal("4.1"),
        Decimal("3.28"),
        "m3/t",
    )
    assert found.change_percent == -20


def test_that_what_cannot_be_read_is_none_and_kept_as_typed():
    entries = way.put(
        {}, "core_techniques", "a", bat="НДТ 7", state="sometimes", before=("около 4", None)
    )
    (found,) = register(way.state(entries))
    assert (found.state, found.before, found.change_percent) == (None, None, None)
    assert found.unread == {"before": "около 4"}


def test_that_no_change_is_told_from_zero():
    entries = way.put({}, "core_techniques", "a", bat="НДТ 7", before="0", after="3")
    assert register(way.state(entries))[0].change_percent is None


def test_that_a_row_in_which_nothing_was_entered_is_none():
    entries = {"core_techniques/a": {"order": 1.0}}
    way.put(entries, "core_techniques", "b", bat="НДТ 7")
    assert [each.number for each in register(way.state(entries))] == [2]


def test_that_a_table_of_another_name_is_found_by_its_concept():
    entries = way.put({}, "own_techniques", "a", bat="НДТ 7", state="applied")
    assert register(way.state(entries, core_techniques="own_techniques"))[0].state is State.APPLIED


def test_that_a_checklist_without_the_table_has_no_techniques(make):
    assert register(filled(make(()), {})) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2019/2031, НДТ 7h", Cited("2019/2031", "7", "h")),
        ("НДТ 2.II", Cited("", "2", "II")),
        ("НДТ № 6.b10", Cited("", "6", "b10")),
        ("ЕҚТ 12", Cited("", "12", "")),
        ("BAT 7 of 2019/2031", Cited("of 2019/2031", "7", "")),
        ("НДТ 7 экономия воды", Cited("экономия воды", "7", "")),
        ("рукавный фильтр", Cited("рукавный фильтр", "", "")),
        ("", Cited("", "", "")),
    ],
)
def test_that_a_technique_is_known_by_the_number_that_is_named(text, told):
    assert cited(text) == told


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ((State.APPLIED, State.APPLIED), State.APPLIED),
        ((State.APPLIED, State.NOT_APPLICABLE), State.APPLIED),
        ((State.APPLIED, State.NOT_APPLIED), State.PARTLY),
        ((State.PARTLY,), State.PARTLY),
        ((State.PLANNED, State.NOT_APPLIED), State.PLANNED),
        ((State.NOT_APPLIED,), State.NOT_APPLIED),
        ((State.NOT_APPLICABLE,), State.NOT_APPLICABLE),
        ((None,), None),
        ((None, State.APPLIED), State.APPLIED),
        ((), None),
    ],
)
def test_that_a_conclusion_comes_to_what_its_techniques_come_to(states, whole):
    assert whole_of(row(state) for state in states) is whole


def test_that_rows_stand_together_by_document_and_number():
    rows = [
        row(State.APPLIED, "B, НДТ 12", id="1"),
        row(State.APPLIED, "A, НДТ 7a", id="2"),
        row(State.NOT_APPLIED, "B, НДТ 7", id="3"),
        row(State.PARTLY, "своё", id="4"),
        row(State.APPLIED, "A, НДТ 7", id="5"),
    ]
    found = conclusions(way.definition(), rows)
    assert [(each.document, each.number, [r.id for r in each.rows]) for each in found] == [
        ("B", "7", ["3"]),
        ("B", "12", ["1"]),
        ("A", "7", ["2", "5"]),
        ("своё", "", ["4"]),
    ]
    assert found[0].technique.id == "7"
    assert found[3].technique is None


def test_that_a_number_that_two_conclusions_have_names_neither():
    twice = replace(way.definition(), techniques=(*way.TECHNIQUES, *way.TECHNIQUES))
    assert conclusions(twice, [row()])[0].technique is None


def test_that_every_technique_is_counted_once():
    states = [State.APPLIED, State.APPLIED, State.NOT_APPLICABLE, State.PLANNED, None]
    count = tally(row(state) for state in states)
    assert (count.considered, count.applicable, count.unstated) == (5, 3, 1)
    assert sum(count.counts.values()) == 4
