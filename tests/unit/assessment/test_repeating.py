"""An audit beside the one before: changes greater than doubt, techniques, measures, effects."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.performance import IndicatorKind
from kta_desktop.assessment.plan import Effect, Status
from kta_desktop.assessment.repeat import Shift
from kta_desktop.assessment.repeating import Assessed, beside, degree, repeat
from kta_desktop.assessment.repeating_told import Sides, told
from kta_desktop.assessment.techniques import State
from kta_desktop.assessment.terms import Lack, Term
from kta_desktop.domain.measurement import Instrument, Session
from kta_desktop.domain.texts import Text
from kta_desktop.domain.verdict import Verdict
from tests.unit.assessment import necks, plants, way


def assessed(*indicators, bats=(), steps=(), **known):
    return Assessed(necks.known(**known), indicators, bats, necks.plan(*steps))


def compared(before, after, **known):
    """Return the only pair of indicators that two audits have in common."""
    return beside(assessed(before, **known), assessed(after, **known)).indicators[0]


def nitrogen(value, spread, **more):
    return necks.indicator(value=value, spread=spread, **more)


def test_that_a_change_is_one_only_if_it_is_greater_than_the_u_of_both():
    """24.5 − 31 = −6.5; √(3.0² + 2.4²) = √14.76 = 3.842; −6.5 ÷ 31 = −20.97 %."""
    found = compared(nitrogen("31", "3.0"), nitrogen("24.5", "2.4"))
    assert (found.difference.value, found.shift) == (Decimal("-6.5"), Shift.BETTER)
    assert round(found.difference.uncertainty, 3) == Decimal("3.842")
    assert round(found.percent, 2) == Decimal("-20.97")
    assert [term.value for term in found.difference.terms] == [Decimal("24.5"), Decimal(31)]


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        (("31", "3"), ("28", "3"), Shift.SAME),  # √18 = 4.24
        (("31", "3"), ("27", "0"), Shift.BETTER),  # 4 > 3
        (("31", "3"), ("28", "0"), Shift.SAME),  # 3 is not more than 3
        (("20", "1"), ("31", "3"), Shift.WORSE),
        (("20", "50"), ("31", "3"), Shift.SAME),  # U larger than the value
        (("20", None), ("31", "3"), Shift.UNKNOWN),
        (("20", "1"), ("31", None), Shift.UNKNOWN),
        ((None, None), ("31", "3"), Shift.UNKNOWN),
        (("0", "0"), ("3", "0"), Shift.WORSE),
    ],
)
def test_that_doubt_decides(before, after, shift):
    assert compared(nitrogen(*before), nitrogen(*after)).shift is shift


def test_that_nothing_is_divided_by_zero_and_what_is_missing_is_told():
    assert compared(nitrogen("0", "0"), nitrogen("3", "1")).percent is None
    found = compared(nitrogen(None, None), nitrogen("3", "1"))
    assert (found.difference.value, found.percent) == (None, None)
    assert [each.lack for each in found.difference.missing] == [Lack.NOT_ENTERED]


@pytest.mark.parametrize(
    ("held", "kind", "values", "shift"),
    [
        ({"direction": "higher"}, IndicatorKind.EFFICIENCY, ("80", "90"), Shift.BETTER),
        (None, IndicatorKind.EFFICIENCY, ("80", "90"), Shift.BETTER),
        (None, IndicatorKind.MASS_FLOW, ("80", "90"), Shift.WORSE),
        ({"direction": "within"}, IndicatorKind.CONCENTRATION, ("1", "10"), Shift.BETTER),
        ({"direction": "within"}, IndicatorKind.CONCENTRATION, ("10", "1"), Shift.WORSE),
        ({"direction": "within"}, IndicatorKind.CONCENTRATION, ("5", "15"), Shift.SAME),
    ],
)
def test_that_better_is_the_side_that_the_level_says(held, kind, values, shift):
    given = {"kind": kind, "held": None if held is None else necks.level(**held)}
    given |= {"verdict": Verdict.MEETS if held else Verdict.NOT_COMPARED}
    before, after = (nitrogen(value, "0.1", **given) for value in values)
    assert compared(before, after).shift is shift


def per_tonne(value, spread, unit):
    return nitrogen(value, spread, held=None, figure=necks.figured(value, spread, unit))


def test_that_an_earlier_unit_is_converted_with_its_u():
    """0.031 g/l ± 0.003 g/l = 31 ± 3 mg/l."""
    found = compared(per_tonne("0.031", "0.003", "g/l"), per_tonne("24.5", "2.4", "mg/l"))
    assert (found.before.value, found.before.uncertainty, found.before.unit) == (31, 3, "mg/l")
    assert found.shift is Shift.BETTER


@pytest.mark.parametrize("unit", ["t/year", "no such unit"])
def test_that_another_quantity_is_not_compared_and_told(unit):
    found = compared(per_tonne("3", "1", unit), per_tonne("24.5", "2.4", "mg/l"))
    assert (found.before.value, found.shift) == (None, Shift.UNKNOWN)
    assert found.difference.missing[0].lack is Lack.UNIT


def test_that_a_ratio_to_something_else_is_not_compared():
    found = compared(per_tonne("3", "1", "m3/t product"), per_tonne("3", "1", "m3/t milk"))
    assert found.difference.missing[0].lack is Lack.UNIT


def session(identifier, basis):
    return Session(
        id=identifier,
        source="0014",
        channel="dust",
        point="",
        parameter={"ru": "Пыль"},
        level=None,
        started_at="2026-11-23T04:00:00.000Z",
        basis=basis,
        channels=(),
    )


def of_session(identifier, value, **more):
    key = f"session.{identifier}.dust"
    return nitrogen(value, "1", **{"path": f"@session/{identifier}", **more}, key=key)


@pytest.mark.parametrize(
    ("bases", "shift"), [(("eu-dry", "eu-dry"), Shift.BETTER), (("eu-dry", "x"), Shift.UNKNOWN)]
)
def test_that_sessions_are_compared_only_at_the_same_conditions(bases, shift):
    old, new = session("a", bases[0]), session("b", bases[1])
    before = assessed(of_session("a", "12"), sessions=(old,))
    after = assessed(of_session("b", "9"), sessions=(new,))
    (found,) = beside(before, after).indicators
    assert (found.key, found.shift) == ("session.b.dust", shift)


def test_that_a_figure_that_was_only_taken_over_is_no_figure_of_today():
    path = "core_measures/m/capex"
    entries = way.put({}, "core_measures", "m", measure="Насос", capex="20")
    entries[path] = {**entries[path], "copied_from": "a"}
    before = assessed(nitrogen("31", "1", path=path))
    after = assessed(nitrogen("20", "1", path=path), entries=entries)
    (found,) = beside(before, after).indicators
    assert (found.difference.value, found.percent, found.shift) == (None, None, Shift.UNKNOWN)
    assert (found.after.value, found.difference.missing[0].path) == (20, path)


def test_that_of_several_earlier_sessions_the_newest_stands():
    before = assessed(of_session("a", "12"), of_session("b", "30"))
    (found,) = beside(before, assessed(of_session("c", "9"))).indicators
    assert found.before.value == 30


def row(identifier, value="20", **more):
    return necks.indicator(f"figure.wwt/{identifier}/avg", value, "1", **more)


def test_that_figures_are_found_again_by_what_they_are_not_by_their_rows():
    tn, tp = {"substance": "TN"}, {"substance": "TP"}
    before = assessed(row("n1", "30", **tp), row("n2", "20", **tn))
    after = assessed(row("n1", "21", **tn), row("n2", "31", **tp))
    pairs = {each.key: each.before.value for each in beside(before, after).indicators}
    assert pairs == {"figure.wwt/n1/avg": 20, "figure.wwt/n2/avg": 30}


def test_that_nobody_guesses_which_of_two_alike_is_meant():
    before = assessed(row("x", "20"), row("y", "30"))
    assert beside(before, assessed(row("z"))).indicators == ()
    # the very same rows are the same
    assert len(beside(before, assessed(row("x"), row("y"))).indicators) == 2


def test_that_the_degree_of_introduction_counts_what_applies():
    """Applied 1, partly 1, planned counts as introduced too: 3 of 4 that apply; one is unstated."""
    lines = [
        necks.line("a", State.APPLIED),
        necks.line("b", State.PARTLY),
        necks.line("c", State.PLANNED),
        necks.line("d", State.NOT_APPLIED),
        necks.line("e", State.NOT_APPLICABLE),
        necks.line("f", State.APPLIED, confirmed=False),
    ]
    found = degree([necks.bat(*lines)])
    assert (found.value, found.known, found.of) == (75, 5, 6)
    assert [term.value for term in found.terms] == [3, 4]


def test_that_there_is_no_degree_of_nothing():
    found = degree([necks.bat(necks.line("e", State.NOT_APPLICABLE))])
    assert (found.value, found.missing[0].lack) == (None, Lack.NOT_ENTERED)


def test_that_techniques_stand_beside_their_earlier_state():
    before = [necks.bat(necks.line("a", State.NOT_APPLIED), necks.line("b", State.APPLIED))]
    after = [
        necks.bat(necks.line("a", State.APPLIED), necks.line("c"), necks.line("d", confirmed=False))
    ]
    found = beside(assessed(bats=before), assessed(bats=after))
    assert [(each.key, each.before, each.after) for each in found.techniques] == [
        ("12.a", State.NOT_APPLIED, State.APPLIED),
        ("12.c", None, State.NOT_APPLIED),
        ("12.b", State.APPLIED, None),
    ]
    assert (found.degree_before.value, found.degree_after.value) == (50, 50)


@pytest.mark.parametrize(
    ("present", "state"),
    [
        ({"status": Status.DONE}, "done"),
        ({"status": Status.RUNNING}, "running"),
        ({"status": Status.RUNNING, "is_late": True}, "late"),
        ({"status": Status.DROPPED, "is_late": True}, "dropped"),
        ({"status": Status.PLANNED, "is_late": True}, "late"),
        ({"status": Status.PLANNED}, "planned"),
        (None, "unknown"),
    ],
)
def test_that_a_measure_is_followed_up(present, state):
    before = assessed(steps=[necks.step("old", "Усреднитель на 16 часов")])
    again = [] if present is None else [necks.step("new", "усреднитель  на 16 часов", **present)]
    (found,) = beside(before, assessed(steps=again)).measures
    assert (found.step, found.measure, found.state) == ("old", "Усреднитель на 16 часов", state)


def test_that_a_measure_is_done_once_all_its_techniques_are_applied():
    before = assessed(steps=[necks.step(techniques=("12.a", "12.e"))])
    half = [necks.bat(necks.line("a", State.APPLIED), necks.line("e", State.PARTLY))]
    whole = [necks.bat(necks.line("a", State.APPLIED), necks.line("e", State.APPLIED))]
    states = [beside(before, assessed(bats=bats)).measures[0].state for bats in (half, whole)]
    assert states == ["unknown", "done"]


def test_that_of_two_measures_of_one_name_none_is_taken_for_the_other():
    before = assessed(steps=[necks.step("a"), necks.step("b")])
    after = assessed(steps=[necks.step("c", status=Status.DONE)])
    assert {each.state for each in beside(before, after).measures} == {"unknown"}


def test_that_expected_effects_stand_beside_what_was_reached():
    effects = (
        Effect(indicator="figure.tn", value=Decimal(14)),
        Effect(indicator="gone", value=Decimal(5)),
    )
    before = assessed(nitrogen("31", "3"), steps=[necks.step(effects=effects)])
    (found,) = beside(before, assessed(nitrogen("16", "2"))).measures
    assert found.reached == (
        ("figure.tn", Decimal(14), Decimal(16)),
        ("gone", Decimal(5), None),
    )


def test_that_an_expected_effect_is_told_in_the_unit_of_today():
    effects = (Effect(indicator="figure.tn", value=Decimal("0.014")),)
    before = assessed(per_tonne("0.031", "0.003", "g/l"), steps=[necks.step(effects=effects)])
    (found,) = beside(before, assessed(per_tonne("16", "2", "mg/l"))).measures
    assert found.reached == (("figure.tn", Decimal(14), Decimal(16)),)


def test_that_the_earlier_audit_is_assessed_once_and_named():
    entries = way.put({}, "core_measures", "m", measure="Насос")
    earlier = necks.known(entries, {"@audit/number": "KTA-2023-007"})
    now = necks.known(earlier=earlier)
    assert repeat(replace(now, earlier=None), (), (), necks.NO_PLAN) is None
    found = repeat(now, (), (), necks.NO_PLAN)
    assert (found.number, [each.measure for each in found.measures]) == ("KTA-2023-007", ["Насос"])
    earlier.state.apply("core_measures/m/measure", {"text": "Другое", "value": "Другое"})
    assert repeat(now, (), (), necks.NO_PLAN) == found


def test_that_what_the_auditor_says_of_a_measure_comes_first():
    """It was due before this audit began, so what is only planned again is late."""
    said = {
        "@became/a": {"state": "dropped", "reason": "не окупается"},
        "@became/b": {"state": "planned"},
        "@became/c": {"state": "nonsense"},
        "@became/d": "nonsense",
    }
    steps = [necks.step(each, each, is_late=each == "b") for each in "abcd"]
    again = [necks.step("a", "a", status=Status.DONE), necks.step("d", "d", status=Status.RUNNING)]
    found = beside(assessed(steps=steps), assessed(steps=again, records=said)).measures
    told = [(each.state, each.reason) for each in found]
    assert told == [("dropped", "не окупается"), ("late", ""), ("unknown", ""), ("running", "")]


def of_outlet(value, sample):
    """Return an indicator of the first outlet and the entries that say how it was sampled."""
    path = "core_rep_outlet/o/core_out_params/p"
    entries = {"core_rep_outlet/o": {"order": 1.0}, path: {"order": 1.0}}
    if sample:
        entries[f"{path}/sample"] = {"value": sample}
    return nitrogen(value, "1", path=f"{path}/mean", key="figure.n", held=None), entries


@pytest.mark.parametrize(
    ("samples", "shift"),
    [
        (("composite-24h", "composite-24h"), Shift.BETTER),
        (("spot", "composite-24h"), Shift.UNKNOWN),
        (("", "composite-24h"), Shift.UNKNOWN),  # nobody guesses
        (("", ""), Shift.BETTER),
    ],
)
def test_that_samples_of_another_kind_are_not_compared(samples, shift):
    (old, then), (new, now) = (
        of_outlet(value, each) for value, each in zip(("31", "20"), samples, strict=True)
    )
    core = {"definition": plants.pack("core")}
    before, after = assessed(old, entries=then, **core), assessed(new, entries=now, **core)
    (found,) = beside(before, after).indicators
    assert found.shift is shift
    if shift is Shift.UNKNOWN:
        assert (found.difference.value, found.percent) == (None, None)
        assert [each.lack for each in found.difference.missing] == [Lack.AVERAGING]


def per_base(value, kind, product="Молоко"):
    """Return a figure per tonne of the base, and the entries that say what the base is."""
    entries = {
        "core_base_amount": {"text": "100", "value": "100"},
        "core_base_kind": {"value": kind},
        "core_rep_product/m": {"order": 1.0},
        "core_rep_product/m/core_prod_role": {"value": "main"},
        "core_rep_product/m/core_prod_name": {"text": product, "value": product},
    }
    figure = necks.figured(value, "0.1", "m3/t")
    base = Term(symbol="P", name=Text(ru="База"), value=Decimal(100), uncertainty=None,
                path="core_base_amount")  # fmt: skip
    figure = replace(figure, terms=(*figure.terms, base))
    return nitrogen(value, "0.1", key="specific.water", held=None, figure=figure), entries


@pytest.mark.parametrize(
    ("after", "lacks"),
    [
        (("raw", "молоко "), []),
        (("product", "Молоко"), [Lack.BASE]),
        (("raw", "Сыр"), [Lack.BASE]),
    ],
)
def test_that_figures_per_something_else_are_not_compared(after, lacks):
    (old, then), (new, now) = per_base("4.1", "raw"), per_base("3.2", *after)
    core = {"definition": plants.pack("core")}
    before, after = assessed(old, entries=then, **core), assessed(new, entries=now, **core)
    (found,) = beside(before, after).indicators
    assert [each.lack for each in found.difference.missing] == lacks
    assert (found.percent is None) is bool(lacks)


def test_that_one_instrument_both_times_is_told_and_u_stays_at_its_most():
    """12 ± 1 → 9 ± 1: √2 = 1.41. With r = 0.5 it were √(1 + 1 − 2·0.5) = 1: less, never more."""
    meter = Instrument(name="Пылемер", serial="48213")
    old = replace(session("a", "eu-dry"), instruments=(meter,))
    new = replace(session("b", "eu-dry"), instruments=(meter, Instrument(name="", serial="")))
    before = assessed(of_session("a", "12"), sessions=(old,))
    (found,) = beside(before, assessed(of_session("b", "9"), sessions=(new,))).indicators
    assert (found.shared, found.shift) == (("48213",), Shift.BETTER)
    assert round(found.difference.uncertainty, 2) == Decimal("1.41")


def test_that_a_missing_u_is_named_with_its_audit():
    found = compared(nitrogen("31", None), nitrogen("20", "1"))
    assert (found.difference.value, found.shift) == (-11, Shift.UNKNOWN)
    (missing,) = found.difference.missing
    assert (missing.lack, missing.name.ru, missing.path) == (
        Lack.UNCERTAINTY,
        "прошлый аудит",
        "",
    )


def kept(value):
    """Return an indicator as a layout leaves it that keeps back what it is made of."""
    return nitrogen(value, "1", figure=necks.figured(None, None, "mg/l"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Sides(assessed(nitrogen("31", "1")), assessed(kept("31"))), None),
        (None, Sides(assessed(nitrogen("20", "1")), assessed(kept("20")))),
        (Sides(assessed(nitrogen("31", "1")), assessed()), None),
    ],
)
def test_that_a_secret_of_one_audit_keeps_back_the_change(before, after):
    """Who knows one figure and the change knows the other, whichever of them is the secret."""
    effects = (Effect(indicator="figure.tn", value=Decimal(14)),)
    open_before = assessed(nitrogen("31", "1"), steps=[necks.step(effects=effects)])
    open_after = assessed(nitrogen("20", "1"))
    before, after = (
        before or Sides(open_before, open_before),
        after or Sides(open_after, open_after),
    )
    (found,) = told(before, after).indicators
    assert found.is_kept
    numbers = (found.before.value, found.difference.value, found.percent)
    assert (numbers, found.shift, found.difference.terms) == ((None,) * 3, Shift.UNKNOWN, ())
    assert all(each.reached == () for each in told(before, after).measures)


def test_that_what_is_no_secret_is_told_in_full():
    before, after = assessed(nitrogen("31", "1")), assessed(nitrogen("20", "1"))
    assert told(Sides(before, before), Sides(after, after)) == beside(before, after)


@pytest.mark.parametrize(
    ("then", "told"),
    [("г. Алматы, ул. Толе би, 5", True), ("", False), ("Г. Астана,  ул. Мира, 1", False)],
)
def test_that_another_address_of_the_same_company_is_told(then, told):
    """A БИН is of a company, and a company may have several sites."""
    here = "г. Астана, ул. Мира, 1"
    sides = (assessed(records={"@plant/address": address}) for address in (then, here))
    assert beside(*sides).elsewhere == (then if told else "")
