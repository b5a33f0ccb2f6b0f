"""Scenarios: who is in them, in which order, what they sum to, abate and meet, and when."""

from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.assessment import curve
from kta_desktop.assessment.plan import Status
from kta_desktop.assessment.steps import Event
from kta_desktop.domain.verdict import NotCompared, Verdict
from tests.unit.assessment import plans

D = Decimal
PAYS = {"capex": "10", "saving": "5"}
COSTS = {"capex": "20", "saving": "0"}


def pays(**note):
    return {**PAYS, "note": {"opex": "1", **note}}


def costs(**note):
    return {**COSTS, "note": {"opex": "2", **note}}


def test_that_the_program_proposes_all_and_what_pays_back():
    found = plans.of({"a": pays(), "b": costs()})
    assert [(each.id, each.steps, each.is_proposed) for each in found.scenarios] == [
        ("baseline", (), True),
        ("a", ("a", "b"), True),
        ("b", ("a",), True),
    ]
    assert plans.scenario(found, "b").name.ru == "Б: только окупаемые"


def test_that_what_is_worn_out_before_it_pays_back_does_not():
    # 10 / (5 − 1) = 2.5 years
    measures = {"a": pays(lifetime="2.5"), "b": pays(lifetime="2.4")}
    found = plans.of(measures)
    assert plans.scenario(found, "b").steps == ("a",)
    assert found.steps[1].payback.value == D("2.5")


def test_that_without_measures_there_is_the_baseline_alone():
    found = plans.of({}, (plans.indicator(),))
    assert [each.id for each in found.scenarios] == ["baseline"]
    assert found.scenarios[0].capex.value == 0
    assert found.scenarios[0].verdicts == {"TN": Verdict.EXCEEDS}


def test_that_stated_scenarios_hold_those_that_name_them_and_those_that_name_none():
    stated = [{"id": "x", "name": "Сейчас"}, {"id": "y", "name": "Потом"}]
    measures = {"a": pays(scenarios=["y"]), "b": costs(), "c": pays(scenarios=["gone"])}
    found = plans.of(measures, scenarios=stated)
    assert plans.scenario(found, "x").steps == ("b", "c")
    assert plans.scenario(found, "y").steps == ("a", "b", "c")
    assert not plans.scenario(found, "y").is_proposed


def test_that_dropped_measures_are_in_no_scenario():
    found = plans.of({"a": pays(status="dropped"), "b": pays()})
    assert found.steps[0].status is Status.DROPPED
    assert plans.scenario(found, "a").steps == ("b",)


def test_that_sums_say_of_how_many_they_are():
    # two of three state OPEX: (1 − 5) + (2 − 0) = −2; CAPEX 10 + 20 + 7 = 37 of all three
    found = plans.of({"a": pays(), "b": costs(), "c": {"capex": "7", "saving": "1"}})
    full = plans.scenario(found, "a")
    assert (full.capex.value, full.capex.known, full.capex.of) == (D(37), 3, 3)
    assert (full.cost_change.value, full.cost_change.known, full.cost_change.of) == (D(-2), 2, 3)
    assert [each.path for each in full.cost_change.missing] == ["@measure/c.opex"]


def test_that_measures_stand_behind_what_they_wait_for_then_by_start_up():
    measures = {
        "late": {"startup": "2029-01-01"},
        "early": {"startup": "2027-01-01", "note": {"after": ["late"]}},
        "first": {"startup": "2026-12-01"},
        "none": {},
    }
    found = plans.of(measures)
    assert plans.scenario(found, "a").steps == ("first", "late", "early", "none")


def test_that_a_circle_is_told_and_nobody_is_left_out():
    measures = {
        "a": pays(after=["c"]),
        "b": pays(after=["a"]),
        "c": pays(after=["b"]),
        "d": pays(after=["a"]),
        "e": pays(),
    }
    full = plans.scenario(plans.of(measures), "a")
    assert set(full.circle) == {"a", "b", "c"}
    assert full.steps[0] == "e"
    assert sorted(full.steps) == ["a", "b", "c", "d", "e"]
    assert full.capex.value == 50


def test_that_a_measure_that_waits_for_itself_is_a_circle_of_one():
    assert plans.scenario(plans.of({"a": pays(after=["a"])}), "a").circle == ("a",)


def test_that_a_long_chain_is_followed_to_its_end():
    measures = {f"m{n}": {"note": {"after": [f"m{n + 1}"]}} for n in range(60)}
    full = plans.scenario(plans.of(measures), "a")
    assert full.circle == ()
    assert full.steps[0] == "m59"


def test_that_alternatives_and_missing_predecessors_in_one_scenario_are_told():
    stated = [{"id": "x", "name": "X"}]
    measures = {
        "a": pays(instead_of=["b"]),
        "b": costs(),
        "c": pays(after=["d", "unknown"]),
        "d": costs(scenarios=["x"], status="dropped"),
    }
    found = plans.scenario(plans.of(measures, scenarios=stated), "x")
    assert found.rivals == (("a", "b"),)
    assert found.steps == ("a", "c")
    assert found.lacking == (("c", "d"),)


def test_that_blocks_of_a_curve_stand_by_cost_in_the_unit_of_the_first():
    # r = 0, n = 10: a: (10/10 + 1 − 5)·10⁶/2 t = −1.5 million a tonne;
    # b: (20/10 + 2 − 0)·10⁶/500 kg = 8000 a kg = 8 million a tonne, 0.5 t
    terms = {**plans.TERMS, "rate": "0"}
    measures = {
        "b": costs(abated="0.5", abated_unit="t/year", abated_name="N"),
        "a": pays(abated="2000", abated_unit="kg", abated_name="n"),
        "w": pays(abated="100", abated_unit="m3", abated_name="вода"),
    }
    full = plans.scenario(plans.of(measures, terms=terms), "a")
    blocks = full.curve[curve.key_of("t", "N")]
    assert [(each.step, each.from_, each.abated, each.cost) for each in blocks] == [
        ("a", D(0), D(2), D(-1_500_000)),
        ("b", D(2), D("0.5"), D(8_000_000)),
    ]
    assert [curve.parts_of(key) for key in full.curve] == [("t", "N"), ("m3", "вода")]


def test_that_an_expected_value_is_judged_by_the_level_of_the_indicator():
    measures = {"a": pays(effects=plans.reaching("14", "3"))}
    full = plans.scenario(plans.of(measures, (plans.indicator(),)), "a")
    (turn,) = full.turns
    assert (turn.before, turn.after) == (Verdict.EXCEEDS, Verdict.MEETS)
    assert full.verdicts == {"TN": Verdict.MEETS}
    assert full.met_after == {"TN": "a"}


@pytest.mark.parametrize(
    ("value", "spread", "verdict"),
    [
        ("17", "3", Verdict.MEETS),  # 17 + 3 = 20: at the bound
        ("17.1", "3", Verdict.NOT_DISTINGUISHABLE),
        ("24", "3", Verdict.EXCEEDS),  # 24 − 3 = 21 > 20
        ("20", None, Verdict.MEETS),
        ("20", "100", Verdict.NOT_DISTINGUISHABLE),  # U larger than the value
    ],
)
def test_that_doubt_of_the_expected_value_counts(value, spread, verdict):
    measures = {"a": pays(effects=plans.reaching(value, spread))}
    full = plans.scenario(plans.of(measures, (plans.indicator(),)), "a")
    assert full.verdicts["TN"] is verdict


def test_that_the_later_of_two_values_stands_in_order_of_start_up():
    measures = {
        "second": {"startup": "2028-06-01", "note": {"effects": plans.reaching("12")}},
        "first": {"startup": "2027-06-01", "note": {"effects": plans.reaching("22")}},
        "third": {"startup": "2029-06-01", "note": {"effects": plans.reaching("11")}},
    }
    full = plans.scenario(plans.of(measures, (plans.indicator(),)), "a")
    assert [(turn.step, turn.after) for turn in full.turns] == [
        ("first", Verdict.EXCEEDS),
        ("second", Verdict.MEETS),
        ("third", Verdict.MEETS),
    ]
    assert full.met_after == {"TN": "second"}


def test_that_what_is_lost_again_is_not_told_as_met():
    measures = {
        "a": {"startup": "2027-06-01", "note": {"effects": plans.reaching("12")}},
        "b": {"startup": "2028-06-01", "note": {"effects": plans.reaching("30")}},
    }
    full = plans.scenario(plans.of(measures, (plans.indicator(),)), "a")
    assert (full.verdicts["TN"], full.met_after) == (Verdict.EXCEEDS, {})


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (plans.level(confidence="memory"), NotCompared.LEVEL_UNVERIFIED),
        (plans.level(), NotCompared.UNDECIDED),
        (plans.level(), NotCompared.BASIS_DIFFERS),
        (plans.level(confidence="memory"), None),
    ],
)
def test_that_no_verdict_comes_of_a_level_that_cannot_judge(held, reason):
    given = plans.indicator(verdict=Verdict.NOT_COMPARED, reason=reason, held=held)
    measures = {"a": pays(effects=plans.reaching("99"))}
    full = plans.scenario(plans.of(measures, (given,)), "a")
    assert full.verdicts["TN"] is Verdict.NOT_COMPARED


def test_that_a_weak_figure_of_today_does_not_bind_what_is_expected():
    given = plans.indicator(verdict=Verdict.NOT_COMPARED, reason=NotCompared.ORIGIN_WEAK)
    measures = {"a": pays(effects=plans.reaching("12"))}
    full = plans.scenario(plans.of(measures, (given,)), "a")
    assert full.met_after == {"TN": "a"}


def test_that_unreadable_effects_and_unknown_indicators_are_none():
    effects = [{"indicator": "gone", "value": "1"}, {"indicator": "TN", "value": "x"}, "?", {}]
    found = plans.of({"a": pays(effects=effects)}, (plans.indicator(),))
    assert [each.indicator for each in found.steps[0].effects] == ["gone"]
    assert plans.scenario(found, "a").verdicts == {"TN": Verdict.EXCEEDS}


def test_that_milestones_tell_year_by_year_what_starts_is_paid_and_met():
    measures = {
        "a": {
            **pays(effects=plans.reaching("12")),
            "delivery": "2027-04-01",
            "startup": "2028-02-01",
        },
        "b": {**costs(), "startup": "2029-12-31"},
        "c": costs(),
    }
    full = plans.scenario(plans.of(measures, (plans.indicator(),)), "a")
    assert [(each.year, each.starting, each.capex.value) for each in full.milestones] == [
        (2027, (), D(0)),
        (2028, ("a",), D(10)),
        (2029, ("b",), D(20)),
    ]
    assert [each.verdicts["TN"] for each in full.milestones] == [
        Verdict.EXCEEDS,
        Verdict.MEETS,
        Verdict.MEETS,
    ]
    assert full.milestones[0].events == ((date(2027, 4, 1), "a", Event.DELIVERY),)


def test_that_a_measure_that_is_done_counts_from_its_real_day():
    measures = {"a": {**pays(done_on="2026-05-01"), "startup": "2028-02-01"}}
    found = plans.of(measures)
    assert found.steps[0].status is Status.DONE
    full = plans.scenario(found, "a")
    assert [each.year for each in full.milestones if each.starting] == [2026]


def test_that_beginning_before_what_it_waits_for_is_told():
    measures = {
        "a": {"delivery": "2027-01-01", "startup": "2027-12-01"},
        "b": {"delivery": "2027-11-30", "startup": "2028-05-01", "note": {"after": ["a"]}},
        "c": {"delivery": "2027-12-01", "startup": "2028-05-01", "note": {"after": ["a"]}},
    }
    found = plans.of(measures)
    assert [each.disordered for each in found.steps] == [(), (Event.DELIVERY,), ()]


@pytest.mark.parametrize(
    ("status", "day", "is_late"),
    [
        ("planned", "2026-11-22", True),
        ("planned", "2026-11-23", False),
        ("running", "2026-11-22", False),
        ("done", "2026-11-22", False),
        ("dropped", "2026-11-22", False),
    ],
)
def test_that_only_what_is_open_is_late(status, day, is_late):
    cells = {"delivery": day, "startup": "2027-05-01", "note": {"status": status}}
    assert plans.of({"a": cells}).steps[0].is_late is is_late


def test_that_what_is_under_way_is_late_when_it_was_to_work():
    cells = {"delivery": "2026-01-01", "startup": "2026-11-22", "note": {"status": "running"}}
    assert plans.of({"a": cells}).steps[0].is_late


@pytest.mark.parametrize(
    ("category", "day", "is_beyond"),
    [
        ("I", "2030-11-23", False),  # 1461 days from 23.11.2026
        ("I", "2030-11-24", True),
        ("II", "2035-01-01", False),
        (None, "2035-01-01", False),
    ],
)
def test_that_start_up_after_four_years_is_told_of_category_one(category, day, is_beyond):
    found = plans.of({"a": {"startup": day}}, category=category)
    assert found.steps[0].is_beyond_term is is_beyond
