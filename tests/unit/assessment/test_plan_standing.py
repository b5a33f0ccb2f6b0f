"""A measure that is done: in today's figure already, ahead of it, or not to be said.

Worked example. Total nitrogen of 2025 is 24.5 mg/l, the level 20. Three measures are done, each
with 12 mg/l expected and 2 t abated a year for K = 10, S = 5, O = 1 (million), r = 0, n = 10:
the cost of a tonne is (10/10 + 1 − 5) · 10⁶ / 2 = −1.5 million.

* since 01.01.2025: all of 2025 was with it, and still 24.5 was measured: nothing more is expected;
* since 02.01.2025: 12 mg/l stand from then on;
* without a day: nothing is counted.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.assessment.candidates_feasible import Ahead, feasibility
from kta_desktop.assessment.plan import Standing
from kta_desktop.assessment.plan_standing import among, outside_curve, since_of, standing
from kta_desktop.domain.verdict import Verdict
from tests.unit.assessment import plans

FREE = {**plans.TERMS, "rate": "0"}
NITROGEN = replace(plans.indicator(), year=2025)


def measure(**note):
    told = {"opex": "1", "abated": "2", "abated_unit": "t", "effects": plans.reaching("12")}
    return {"capex": "10", "saving": "5", "note": {**told, **note}}


def full(measures, year="2025", indicator=NITROGEN):
    found = plans.of(measures, (indicator,), terms=FREE, year=year)
    return found, plans.scenario(found, "a")


@pytest.mark.parametrize(
    ("note", "stands", "verdict"),
    [
        ({"done_on": "2025-01-01"}, Standing.HELD, Verdict.EXCEEDS),
        ({"done_on": "2019-06-30"}, Standing.HELD, Verdict.EXCEEDS),
        ({"done_on": "2025-01-02"}, Standing.AHEAD, Verdict.MEETS),
        ({"done_on": "2026-05-01"}, Standing.AHEAD, Verdict.MEETS),
        ({"status": "done"}, Standing.NO_DAY, Verdict.EXCEEDS),
        ({"status": "done", "done_on": "май"}, Standing.NO_DAY, Verdict.EXCEEDS),
        ({"status": "running", "done_on": "2019-06-30"}, Standing.AHEAD, Verdict.MEETS),
        ({}, Standing.AHEAD, Verdict.MEETS),
    ],
)
def test_that_what_the_figure_holds_is_not_counted_again(note, stands, verdict):
    found, scenario = full({"a": measure(**note)})
    (turn,) = scenario.turns
    assert (turn.standing, turn.before, turn.after) == (stands, Verdict.EXCEEDS, verdict)
    assert scenario.verdicts == {"TN": verdict}
    assert scenario.met_after == ({"TN": "a"} if verdict is Verdict.MEETS else {})
    costs = [(each.step, each.cost) for blocks in scenario.curve.values() for each in blocks]
    assert costs == ([("a", Decimal(-1_500_000))] if stands is Standing.AHEAD else [])
    apart = [(step.id, why) for step, why in outside_curve(found, scenario)]
    assert apart == ([] if stands is Standing.AHEAD else [("a", stands)])


def test_that_without_the_year_of_the_figures_nothing_is_counted():
    measures = {"a": measure(done_on="2019-06-30")}
    found, scenario = full(measures, year="", indicator=plans.indicator())
    assert scenario.turns[0].standing is Standing.NO_PERIOD
    assert (scenario.met_after, scenario.curve, found.since) == ({}, {}, None)


def test_that_a_session_is_of_its_own_day_whatever_the_year_of_the_figures():
    session = replace(plans.indicator("S"), year=2026, since=date(2026, 11, 20))
    (step,) = plans.of({"a": measure(done_on="2026-11-20")}).steps
    (later,) = plans.of({"a": measure(done_on="2026-11-21")}).steps
    assert standing(step, since_of(session)) is Standing.HELD
    assert standing(step, since_of(NITROGEN)) is Standing.AHEAD
    assert standing(later, since_of(session)) is Standing.AHEAD
    assert among(step, (session, NITROGEN), None) is Standing.AHEAD
    assert among(step, (session,), None) is Standing.HELD
    assert among(step, (), date(2026, 12, 1)) is Standing.HELD


def test_that_a_year_before_the_figures_has_no_verdicts():
    _found, scenario = full({"a": measure(done_on="2019-06-30"), "b": {"startup": "2027-03-01"}})
    assert [(each.year, dict(each.verdicts)) for each in scenario.milestones] == [
        (2019, {}),
        (2027, {"TN": Verdict.EXCEEDS}),
    ]


@pytest.mark.parametrize("year", ["0", "10000", "-5", "1e400", "2025.5"])
def test_that_a_year_that_is_none_is_no_day(year):
    found, _scenario = full({"a": measure(done_on="2019-06-30")}, year=year)
    assert found.since is None


def test_that_what_is_left_in_spite_of_a_measure_is_not_called_feasible_by_it():
    # ahead: it pays, 1; 1 − 2.5 / 10 = 0.75; done, 1: (1 + 0.75 + 1) ÷ 3
    (step,) = full({"a": measure(done_on="2026-05-01")})[0].steps
    assert feasibility((), Ahead(steps=(step,))).value == Decimal("2.75") / 3
    held = feasibility((), Ahead(apart=(Standing.HELD,)))
    assert held.value is None
    assert held.told != feasibility((), Ahead()).told
