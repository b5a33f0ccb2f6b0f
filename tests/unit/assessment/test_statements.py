"""Which figures are one statement, by which of them it is told, and when they contradict."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.performance import Indicator, IndicatorKind, Medium
from kta_desktop.assessment.statements import (
    BY_HAND,
    Apart,
    agree,
    apart,
    counted,
    met,
    standing,
    statements,
)
from kta_desktop.assessment.terms import Figured
from kta_desktop.domain.levels import Level
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Judgement, NotCompared, Verdict, judge

COD = Level(
    id="cod",
    kind="AEL",
    medium="water_direct",
    parameter=Text(ru="ХПК"),
    lower="25",
    upper="100",
    unit="mg/l",
    confidence="verified",
)
TABLE, OUTLET = "figure.wwt_05/r1/max", "figure.outlet/o1/params/r1/max"
PLANT = {"kind": IndicatorKind.SPECIFIC_EMISSION}


def said(key, value, spread=None, level=COD, reason=None, where="", **more):
    """Return an indicator that is judged against a level."""
    value, spread = Decimal(value), None if spread is None else Decimal(spread)
    verdict = Verdict.NOT_COMPARED if reason or level is None else judge(level, value, spread or 0)
    judgement = Judgement(
        verdict=verdict, reason=reason, level=level, value=value, uncertainty=spread or Decimal(0)
    )
    known = {"kind": IndicatorKind.CONCENTRATION, "medium": Medium.WATER, "year": 2025, **more}
    return Indicator(
        key=key,
        name=Text(ru=key),
        figure=Figured(value=value, unit="mg/l", uncertainty=spread),
        judgement=judgement,
        where=where,
        **known,
    )


def by_hand(value, level=COD, row="a"):
    """Return a row that the auditor put beside a level."""
    held = replace(level, id=f"core_indicators/{row}/value", kind=BY_HAND)
    return said(f"figure.core_indicators/{row}/value", value, level=held)


def told(*found):
    """Return the keys of the figures of each statement."""
    return [[each.key for each in one.members] for one in statements(found)]


def apart_from(one, other):
    return len(statements((one, other))) == 2


def test_that_the_worst_day_of_the_only_outlet_entered_twice_is_one_exceedance():
    """168 ± 12 in a table of the sector, 168 ± 9 at the outlet: a named place is better ground."""
    (one,) = statements((said(TABLE, 168, 12), said(OUTLET, 168, 9, where="Выпуск 1")))
    assert (one.lead.key, [each.key for each in one.others]) == (OUTLET, [TABLE])
    assert (one.verdict, one.key, one.contradicted) == (Verdict.EXCEEDS, OUTLET, False)


def test_that_a_figure_entered_and_worked_out_is_one_and_told_as_it_was_entered():
    """3.25 ± 0.16 against 3.247 ± 0.065: |d| = 0.003."""
    entered, computed = said("figure.wat_03", "3.25", "0.16", **PLANT), said(
        "specific.effluent", "3.2472527", "0.065", **PLANT)  # fmt: skip
    assert told(entered, computed) == [["figure.wat_03", "specific.effluent"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # two outlets, two sources: never together, however alike
        (said(OUTLET, 168, where="Выпуск 1"), said("figure.outlet/o2/p/r/max", 168, where="2")),
        (said("session.a.dust", 168, where="0001"), said("session.b.dust", 168, where="0014")),
        # a mean and the worst day
        (said("figure.wwt_05/r1/avg", 168), said(OUTLET, 168, where="Выпуск 1")),
        # two columns of one table; two rows of which nobody says where they are
        (said("figure.t/r1/c", 168), said("figure.t/r1/d", 168)),
        (said("figure.t/r1/c", 168), said("figure.t/r2/c", 168)),
        (said("session.a.dust", 168), said("session.b.dust", 168)),
        # two questions, each with a thing of its own under one level
        (said("figure.fa_06", 168), said("figure.fa_13", 168)),
        # another level; no level
        (said("figure.a", 168), said("specific.b", 168, level=replace(COD, id="tss"))),
        (said("figure.a/r/c", 168, level=None), said("specific.b", 168, level=None)),
        # nobody says that it is the same, and it differs
        (said("figure.bio_04", 168, 5), said(OUTLET, 120, 5, where="Выпуск 1")),
        # the whole plant and one of its lines
        (said("specific.energy", 168, **PLANT), said("figure.t/r/c", 168, where="Линия", **PLANT)),
    ],
)
def test_that_what_may_be_two_things_is_two(one, other):
    assert apart_from(one, other)
    assert apart_from(other, one)


def test_that_a_figure_without_a_place_joins_the_one_of_two_places_that_it_agrees_with():
    first = said(OUTLET, 168, 9, where="Выпуск 1")
    second = said("figure.outlet/o2/params/r1/max", 120, 9, where="Выпуск 2")
    assert told(first, second, said(TABLE, 121, 12)) == [[OUTLET], [second.key, TABLE]]
    between = said(TABLE, 144, 60)  # agrees with both: nobody guesses
    assert told(first, second, between) == [[OUTLET], [second.key], [TABLE]]


def test_that_entries_that_differ_beyond_their_u_contradict_each_other():
    """|168 − 140| = 28 > √(12² + 9²) + 1 = 16; 168 and 155: 13 < 16."""
    outlet = said(OUTLET, 140, 9, where="Выпуск 1")
    (one,) = statements((said(TABLE, 168, 12), outlet))
    assert (one.contradicted, one.lead.key, one.verdict) == (True, OUTLET, Verdict.EXCEEDS)
    (near,) = statements((said(TABLE, 168, 12), said(OUTLET, 155, 9, where="Выпуск 1")))
    assert not near.contradicted


def test_that_the_worst_verdict_is_told_first_whatever_its_ground():
    (one,) = statements((said(TABLE, 168, 12), said(OUTLET, 60, 9, where="Выпуск 1")))
    assert (one.lead.key, one.verdict, one.contradicted) == (TABLE, Verdict.EXCEEDS, True)


def test_that_measurements_of_two_days_and_figures_of_two_years_do_not_contradict():
    days = (said("session.a.dust", 168, 2, where="1"), said("session.b.dust", 120, 2, where="1"))
    (one,) = statements(days)
    assert (len(one.members), one.contradicted) == (2, False)
    years = (said(TABLE, 168, 1), said(OUTLET, 120, 1, where="1", year=2026))
    assert [each.contradicted for each in statements(years)] == [False]


def test_that_what_was_measured_is_told_before_what_was_entered_and_u_before_none():
    entered = said("figure.source/s/conc", 168, where="0014")
    better = said("figure.source2/s/conc", 168, 9, where="0014")
    measured = said("session.a.cod", 168, 20, where="0014")
    assert told(entered, better, measured) == [[measured.key, better.key, entered.key]]


def test_that_what_has_no_verdict_is_one_only_where_it_agrees():
    differs = {"reason": NotCompared.AVERAGING_DIFFERS}
    mean = said("figure.outlet/o1/params/r1/mean", 131, 9, where="Выпуск 1", **differs)
    assert len(statements((mean, said("figure.wwt_05/r1/avg", 131, 12, **differs)))) == 1
    assert apart_from(mean, said("figure.wwt_05/r1/avg", 90, 12, **differs))


def test_that_a_row_put_in_by_hand_joins_what_it_restates_and_else_stands_alone():
    outlet = said(OUTLET, 168, 9, where="Выпуск 1")
    assert told(outlet, by_hand(168)) == [[OUTLET, "figure.core_indicators/a/value"]]
    assert apart_from(outlet, by_hand(300))
    assert apart_from(outlet, by_hand(168, replace(COD, upper="90")))
    assert apart_from(by_hand(168), by_hand(168, row="b"))
    other = said("figure.outlet/o2/params/r1/max", 170, 9, where="Выпуск 2")
    assert told(outlet, other, by_hand(168))[0] == [OUTLET, "figure.core_indicators/a/value"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("3.25", None), ("3.247252747", None), True),  # as it was rounded
        (("168", None), ("172", None), False),
        (("168", "12"), ("150", "9"), False),  # 18 > √(144 + 81) + 1 = 16
        (("168", "12"), ("152", "9"), True),
    ],
)
def test_that_figures_agree_within_their_u_and_the_last_digit(first, second, same):
    assert agree(said("figure.a", *first), said("figure.b", *second)) is same


def test_that_counts_are_of_statements_and_say_why_nothing_is_compared():
    level = {name: replace(COD, id=name) for name in "abcd"}
    found = statements((
        said(TABLE, 168, 12),
        said(OUTLET, 168, 9, where="Выпуск 1"),
        said("figure.a", 50, level=None, reason=NotCompared.NO_LEVEL),
        said("figure.b", 50, level=level["b"], reason=NotCompared.LEVEL_UNVERIFIED),
        said("figure.c", 50, level=level["c"], reason=NotCompared.UNDECIDED),
        said("figure.d", 50, level=level["d"], reason=NotCompared.BASIS_DIFFERS),
    ))  # fmt: skip
    judged = [each.judgement for each in found]
    assert list(counted(judged).values()) == [1, 0, 0, 4]
    assert apart(judged) == dict.fromkeys(Apart, 1)


def test_that_a_measure_for_one_entry_improves_the_thing_it_states():
    (one,) = found = statements((said(TABLE, 168, 12), said(OUTLET, 168, 9, where="Выпуск 1")))
    after = {TABLE: Verdict.MEETS, OUTLET: Verdict.EXCEEDS}
    assert standing(one, after) is Verdict.MEETS
    assert met(found, after) == (1, 1)
    assert standing(one, {OUTLET: Verdict.EXCEEDS}) is Verdict.EXCEEDS
    assert standing(one, {}) is None
