"""Claims about the chain from an answer to what rests on it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.bottlenecks import Candidate, Cause
from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.plan import Effect
from kta_desktop.assessment.steps import Bottleneck
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Figured, Term
from kta_desktop.domain.definition import Text
from kta_desktop.domain.target import Where
from kta_desktop.domain.verdict import Judgement, Verdict
from kta_desktop.services.assessing import assess
from kta_desktop.services.where_used import UsedBy, where_used
from tests.unit.assessment import techniques_given as given

ASKED = (given.likert("q1", "B12.a", "B12.b"), given.likert("q2", "B12.c"))


@pytest.fixture(scope="module")
def found():
    """A plant without 12b, and a measure that introduces it."""
    audit = given.audit(
        given.book(*ASKED),
        [("r1", "НДТ 12b", {"unit": "Цех", "state": "not_applied", "reason": "нет"})],
        [("core_measures", "m1", {"measure": "Усреднитель"})],
        {"@measure/m1.techniques": ["B12.b"]},
        q1="yes",
    )
    return assess(audit)


def indicator(key, path, *terms):
    figure = Figured(
        value=Decimal(1),
        unit="mg/l",
        terms=tuple(Term(symbol="t", name=Text(), value=Decimal(1), path=at) for at in terms),
    )
    return Indicator(
        key=key,
        name=Text(ru="Азот"),
        kind=IndicatorKind.CONCENTRATION,
        medium=Medium.WATER,
        figure=figure,
        judgement=Judgement(verdict=Verdict.EXCEEDS),
        path=path,
    )


def told(found, address):
    return [(each.kind, each.target.key) for each in where_used(found, address)]


def test_that_techniques_of_a_question_are_named_the_confirmed_ones_first(found):
    first, second = (each for each in where_used(found, "q1") if each.kind is UsedBy.TECHNIQUE)
    assert (first.target.where, first.target.key) == (Where.BAT, "B12.b@Цех")
    assert (first.state, first.where) == (State.NOT_APPLIED, "Цех")
    assert (second.target.key, second.state, second.proposed) == ("B12.a", None, State.APPLIED)


def test_that_the_measure_that_introduces_a_technique_is_named(found):
    (step,) = (each for each in where_used(found, "q1") if each.kind is UsedBy.MEASURE)
    assert (step.target.where, step.target.key) == (Where.PLAN, "m1")
    assert step.title.kk == "Усреднитель"
    assert not [each for each in where_used(found, "q2") if each.kind is UsedBy.MEASURE]


def test_that_an_indicator_leads_on_from_its_answer_and_from_each_of_its_terms(found):
    with_it = replace(found, indicators=(indicator("i1", "q9", "wat/r1/m3", "q8"),))
    (used,) = where_used(with_it, "q9")
    assert (used.kind, used.target.key, used.verdict) == (
        UsedBy.INDICATOR,
        "i1",
        Verdict.EXCEEDS,
    )
    for address in ("q8", "wat", "wat/r1", "wat/r1/m3"):
        assert told(with_it, address) == [(UsedBy.INDICATOR, "i1")]
    for address in ("q", "wa", "wat/r2", "q88"):
        assert told(with_it, address) == []


def test_that_bottlenecks_and_measures_follow_an_indicator(found):
    neck = Candidate(key="n", row_id="r", cause=Cause.EXCEEDS, title=Text(ru="Азот"))
    necks = (
        replace(neck, key="n1", indicators=("i1",), techniques=(), paths=()),
        replace(neck, key="n2", indicators=("i1",), rejected="не наш"),
        replace(neck, key="n3", indicators=("i1",), merged_into="n1"),
        replace(neck, key="n4", indicators=(), techniques=(), paths=("q9",)),
        replace(neck, key="n5", indicators=("i2",), techniques=(), paths=()),
    )
    step = replace(found.plan.steps[0], techniques=(), bottlenecks=())
    steps = (
        replace(step, id="s1", bottlenecks=("n1",)),
        replace(step, id="s2", effects=(Effect(indicator="i1", value=Decimal(1)),)),
        replace(step, id="s3"),
    )
    chain = replace(
        found,
        indicators=(indicator("i1", "q9"),),
        candidates=necks,
        plan=replace(found.plan, steps=steps),
    )
    assert told(chain, "q9") == [
        (UsedBy.INDICATOR, "i1"),
        (UsedBy.BOTTLENECK, "n1"),
        (UsedBy.BOTTLENECK, "n4"),
        (UsedBy.MEASURE, "s1"),
        (UsedBy.MEASURE, "s2"),
    ]


def test_that_a_question_on_which_nothing_rests_says_nothing(found):
    assert told(found, "subsector") == []


def test_that_the_rows_of_a_register_lead_to_what_they_are_in_the_assessment(found):
    assert told(found, "core_techniques") == [(UsedBy.TECHNIQUE, "B12.b@Цех")]
    assert told(found, "core_measures") == [(UsedBy.MEASURE, "m1")]
    row = Bottleneck(id="r", number=1, what="Нет усреднителя")
    neck = Candidate(key="row.r", row_id="r", cause=Cause.ADDED, title=Text(ru="?"), row=row)
    with_it = replace(found, candidates=(neck, replace(neck, key="n", row=None)))
    (used,) = where_used(with_it, "core_bottlenecks")
    assert (used.target.key, used.title.en) == ("row.r", "Нет усреднителя")
