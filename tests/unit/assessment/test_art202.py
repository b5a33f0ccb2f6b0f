"""Emission standards by art. 202 of the Code: days, half hours at twice the limit, mass flow."""

import pytest

from kta_desktop.assessment.art202 import article_202
from kta_desktop.domain.verdict import Verdict
from kta_desktop.measurement.periods import Period


def mean(value, u=0.0, *, complete=True):
    return Period(start=0.0, end=1.0, mean=value, uncertainty=u, capture_pct=100, complete=complete)


@pytest.mark.parametrize(
    ("days", "halves", "verdict"),
    [
        ([mean(99)], [mean(150)], Verdict.MEETS),
        ([mean(100)], [mean(199.9)], Verdict.MEETS),
        ([mean(100.1)], [mean(100)], Verdict.EXCEEDS),
        ([mean(60)], [mean(60), mean(200)], Verdict.EXCEEDS),
        ([mean(98, 5)], [mean(100)], Verdict.NOT_DISTINGUISHABLE),
        ([mean(60)], [mean(195, 10)], Verdict.NOT_DISTINGUISHABLE),
        ([mean(120, 5)], [mean(190, 20)], Verdict.EXCEEDS),
        ([], [mean(150)], Verdict.NOT_COMPARED),
        ([], [mean(250)], Verdict.EXCEEDS),
        ([mean(500, complete=False)], [mean(90)], Verdict.NOT_COMPARED),
    ],
)
def test_that_a_day_above_the_limit_or_a_half_hour_at_twice_the_limit_exceeds(
    days, halves, verdict
):
    assert article_202(days, halves, 100.0).verdict is verdict


def test_that_the_mass_flow_is_held_against_its_own_limit_by_the_hour():
    found = article_202([], [], None, hours=[mean(3.2), mean(2.9)], limit_g_s=3.0)
    assert (found.days, found.halves) == (None, None)
    assert found.verdict is Verdict.EXCEEDS
    assert [period.mean for period in found.hours.above] == [3.2]


def test_that_n_of_m_is_told_for_every_rule():
    halves = [mean(250), mean(90), mean(90, complete=False)]
    found = article_202([mean(90)], halves, 100.0).halves
    assert (len(found.above), found.complete, found.begun, found.bound) == (1, 2, 3, 200.0)


def test_that_the_bare_means_above_are_told_even_if_their_uncertainty_leaves_it_open():
    found = article_202([mean(101, 5)], [], 100.0)
    assert len(found.days.above) == len(found.days.unclear) == 1
    assert found.days.verdict is Verdict.NOT_DISTINGUISHABLE


def test_that_without_any_limit_nothing_is_compared():
    assert article_202([mean(1)], [mean(1)], None).verdict is Verdict.NOT_COMPARED
