"""Whatever an audit holds, its assessment neither fails nor says more than is known."""

import json
import random
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kta_desktop import formatting
from kta_desktop.assessment import economics, registers
from kta_desktop.assessment.candidates_rank import DEFAULT_WEIGHTS, weights_of
from kta_desktop.assessment.plan_records import FIELDS, number_of
from kta_desktop.assessment.ranges import Beside, ranges
from kta_desktop.assessment.terms import Figured, Lack
from kta_desktop.domain.definition import Definition, Level, Question, QuestionType, Technique
from kta_desktop.domain.numbers import kept
from kta_desktop.domain.verdict import Verdict, judge
from kta_desktop.forms import entry
from kta_desktop.packs.reference_figures import range_figures
from kta_desktop.paths import RESOURCES
from kta_desktop.services import assessing, assessing_json, packs, plan_desk
from kta_desktop.services.plan_errors import PlanNumberError
from tests.unit.assessment import plans, plants

D = Decimal
PACKS = sorted(path.parent.name for path in (RESOURCES / "packs").glob("*/pack.toml"))
NUMBERS = ("0", "-1", "1e300", "1e-300", "1" * 40, "12,5", "100", "12.5.0", "1e380", "много")
SPREADS = (None, None, "0", "1", "1000000", "-3", "x", "NaN", "1e-300", "1e999999")
UNITS = ("t", "mg/l", "Gcal", "nosuchunit", "%")
ORIGINS = ("measured_accredited", "metered", "estimated", "design")
WORDS = ("ХПК", "COD", "Азот общий", "НДТ 5; НДТ 7", "ы" * 2000, "{x} %s", "\u202eNOx")
DAYS = ("2026-01-01", "31.12.2030", "0001-01-01", "9999-12-31", "скоро")
WRONG = (
    *(0, -1, True, 1.5, 10**400, "", "x", "NaN", "Infinity", "1e999999", "-1e999999", "1e-999999"),
    *("0", "-5", "100", "1e9", "y" * 100_000, "KZT", "0001-01-01", [], {}, [1], [[]], [None]),
    *({"a": 1}, [{"id": 1}], [{"id": "baseline"}], [{"id": "b", "name": 5}], ["r1", "r2", "r1"]),
    *([{"indicator": "x", "value": "1e999999"}], [{"indicator": [], "value": []}], {"key": 1}),
    *({"key": "x", "rejected": []}, {"key": "x", "merged_into": "x"}, {"excess": "1e999999"}),
)
PATHS = (
    *(f"@plan/{name}" for name in ("price_year", "currency", "rate", "lifetime", "scenarios")),
    *(f"@measure/{row}.{name}" for row in ("r1", "r2", "ghost") for name in FIELDS),
    *("@bottleneck/0000000000000000", "@weights/bottleneck", "@balance/elements"),
)


class Hand:
    """Fills a checklist in without looking, the same way for the same seed."""

    def __init__(self, definition, seed):
        self.dice, self.found, self.inner = random.Random(seed), {}, {}
        outer = []
        for question in definition.questions:
            around = registers._repeat_around(definition, question)
            own = self.inner.setdefault(around.name, []) if around else outer
            own.append(question)
        for question in outer:
            self.fill(question, question.name)
        for path in PATHS:
            if self.dice.random() < 0.5:
                self.found[path] = self.dice.choice(WRONG)

    def fill(self, question, address):
        if question.type not in (QuestionType.TABLE, QuestionType.REPEAT):
            self.put(address, question)
            return
        for row in ("r1", "r2")[: self.dice.randint(0, 2)]:
            self.found[f"{address}/{row}"] = {"order": 1.0}
            for cell in question.columns:
                self.put(f"{address}/{row}/{cell.name}", cell)
            for inner in self.inner.get(question.name, ()):
                self.fill(inner, f"{address}/{row}/{inner.name}")

    def put(self, path, asked):
        value = self.answer(asked) if self.dice.random() < 0.7 else None
        if value is not None:
            self.found[path] = value

    def answer(self, asked):
        choose = self.dice.choice
        if asked.type in entry.NUMBERS:
            typed = entry.stored(entry.typed(asked.type, choose(NUMBERS)))
            unit = asked.unit if self.dice.random() < 0.8 else choose(UNITS)
            more = {"uncertainty": choose(SPREADS), "unit": unit, "origin": choose(ORIGINS)}
            return typed | {name: value for name, value in more.items() if value is not None}
        if asked.type is QuestionType.DATE:
            return entry.stored(entry.typed(asked.type, choose(DAYS)))
        if asked.type is QuestionType.TEXT:
            return entry.stored(entry.typed(asked.type, choose(WORDS)))
        names = [each.name for each in asked.choices] or ["gone"]
        if asked.type is QuestionType.SELECT_ONE:
            return {"value": choose([*names, "gone"])}
        return {"value": [choose(names)]} if asked.type is QuestionType.SELECT_MULTIPLE else None


def known(definition, entries, earlier=None):
    records = {path: value for path, value in entries.items() if path[0] == "@"}
    cells = {path: value for path, value in entries.items() if path[0] != "@"}
    return replace(plants.known(definition, cells), records=records, earlier=earlier)


def inside(value, kind):
    """Yield everything of a kind in an assessment, what it was computed from left out."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, Definition | Level | Question | Technique | str):
        return
    if is_dataclass(value):
        value = [getattr(value, each.name) for each in fields(value) if each.name != "known"]
    elif hasattr(value, "values"):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from inside(each, kind)


def sound(found):
    """Demand of an assessment what holds of every one; return it."""
    json.dumps(assessing_json.as_json(found), allow_nan=False)
    assert all(number.is_finite() for number in inside(found, Decimal))
    for figure in inside(found, Figured):
        if figure.value is None:
            assert figure.uncertainty is None
        else:
            assert (figure.uncertainty or 0) >= 0
            assert all(term.value is not None for term in figure.terms)
            lacks = {each.lack for each in figure.missing}
            assert lacks <= {Lack.UNCERTAINTY} or figure.known < figure.of
    told = (Verdict.MEETS, Verdict.EXCEEDS)
    checked = {each.key for each in found.indicators if _is_checked(each.judgement.level)}
    for each in found.indicators:
        verdict = each.judgement.verdict
        assert verdict is Verdict.NOT_COMPARED or each.key in checked
        is_by_hand = each.key.startswith("figure.core_indicators/")  # the auditor's own word
        if verdict is not Verdict.NOT_COMPARED and not is_by_hand:
            held = each.judgement
            assert judge(held.level, held.value, held.uncertainty) is verdict
            assert each.key.startswith(("session.", "specific.")) or not held.level.basis
    for each in ranges(found.known, found.indicators):
        assert each.bound.is_checked or each.state not in (Beside.WITHIN, Beside.BEYOND)
        assert (each.state is Beside.UNFED) is not bool(range_figures()[each.id].feed)
    for scenario in found.plan.scenarios:
        said = {key for key, verdict in scenario.verdicts.items() if verdict in told}
        assert said <= checked
        assert len(set(scenario.steps)) == len(scenario.steps)
    assert all(0 <= each.score <= 100 for each in found.candidates)
    assert len({each.key for each in found.candidates}) == len(found.candidates)
    return found


def _is_checked(level):
    return level is not None and level.may_yield_verdict


@cache
def empty(pack):
    return known(plants.pack(pack), {})


@settings(max_examples=3)
@given(st.sampled_from(PACKS), st.integers(0, 10**9))
def test_that_any_answers_and_records_are_assessed(pack, seed):
    definition = packs.compiled(pack)[0]
    now, dice = Hand(definition, seed).found, random.Random(seed)
    then = Hand(definition, seed // 2).found | {"@audit/starts_on": dice.choice(WRONG)}
    said = {"state": dice.choice(WRONG), "reason": dice.choice(WRONG)}
    now |= {"@became/r1": dice.choice(WRONG), "@became/r2": said, "@became/ghost": said}
    earlier = (None, empty("lcp"), known(definition, then))[seed % 3]
    sound(assessing.assess(known(definition, now, earlier)))


@pytest.mark.parametrize("pack", ["food", "lcp"])
def test_that_an_audit_without_answers_claims_nothing(pack):
    found = sound(assessing.assess(empty(pack)))
    assert not found.plan.steps
    assert not found.candidates
    assert all(each.judgement.verdict is Verdict.NOT_COMPARED for each in found.indicators)
    assert all(total.figure.value is None for total in found.load.totals)


@pytest.mark.parametrize("means", [[], [0.0], [-5.0], [1e300]])
@pytest.mark.parametrize("level", ["AEL-A-NH3-SLIP", "gone", None])
def test_that_sessions_without_sound_samples_are_assessed(means, level):
    session = plants.session(level, "nosuch", means, u=-1.0, averaging="")
    found = sound(assessing.assess(replace(empty("lcp"), sessions=(session,))))
    (figure,) = (each.figure for each in found.indicators if each.key.startswith("session."))
    assert (figure.value is None) == (not means)


def test_that_techniques_and_levels_that_a_pack_has_no_longer_are_let_go():
    definition = plants.pack("food")
    entries = Hand(definition, 1).found
    bare = replace(definition, techniques=(), levels=())
    found = sound(assessing.assess(known(bare, entries, known(definition, entries))))
    assert found.bats == ()
    assert not any(each.judgement.verdict is Verdict.MEETS for each in found.indicators)
    sound(assessing.assess(known(definition, entries, known(bare, entries))))


@pytest.mark.parametrize("spread", ["3", "-3"])
def test_that_a_sign_of_an_uncertainty_makes_no_verdict(spread):
    assert judge(plans.level("20"), D("21"), D(spread)) is Verdict.NOT_DISTINGUISHABLE


@pytest.fixture(scope="module")
def held():
    note = {"opex": "1", "abated": "5", "abated_unit": "t", "techniques": ["gone"]}
    return plans.entries({"r1": {"capex": "18", "saving": "2", "note": note}, "r2": {"capex": "1"}})


def test_that_a_record_of_any_type_takes_nothing_else_with_it(held):
    for turn in range(len(WRONG)):  # each value comes to stand at each path
        said = {path: WRONG[(turn + at) % len(WRONG)] for at, path in enumerate(PATHS)}
        found = sound(assessing.assess(plans.audit({**held, **said})))
        assert [each.id for each in found.plan.steps] == ["r1", "r2"]


def test_that_records_of_rows_that_do_not_exist_change_nothing(held):
    ghosts = {f"@measure/ghost.{name}": "5" for name in FIELDS}
    before = assessing.assess(plans.audit(held))
    assert assessing.assess(plans.audit({**held, **ghosts})) == before


def test_that_measures_in_a_circle_are_all_kept_and_the_circle_is_told():
    rows = [f"r{number}" for number in range(30)]
    ring = dict(zip(rows, [*rows[1:], rows[0]], strict=True))
    for link in ("after", "instead_of"):
        notes = {row: {"note": {link: [other]}} for row, other in ring.items()}
        found = sound(assessing.assess(plans.audit(plans.entries(notes))))
        full = plans.scenario(found.plan, "a")
        assert sorted({*full.steps, *full.replaced}) == sorted(rows)
        assert set(full.circle) == (set(rows) if link == "after" else set())
    assert len(full.steps) == len(rows) / 2  # of each that replaces the next every other one


def test_that_a_measure_that_waits_for_itself_is_kept(held):
    found = sound(assessing.assess(plans.audit({**held, "@measure/r1.after": ["r1"]})))
    assert "r1" in plans.scenario(found.plan, "a").circle


RATES = ("0", "1e-999", "1e-21", "1e-19", "0.5", "1", "10", "1e9", "1e999", "9" * 40)


@pytest.mark.parametrize("rate", RATES)
def test_that_a_lifetime_of_any_length_has_a_cost(rate):
    for years in RATES[1:]:
        worth = economics.annuity(D(rate), D(years))
        assert 0 < worth <= D(years) * D("1.000001")
        assert economics.recovery(D(rate), D(years)) > 0


def test_that_a_very_short_lifetime_costs_what_a_short_one_does():
    # (1 − e^−x) / r with x = n ln 1.12: for n → 0 it comes to n × ln 1.12 / 0.12 = n × 0.944406
    assert round(economics.annuity(D("0.12"), D("1e-30")) * 10**30, 6) == D("0.944406")
    assert round(economics.annuity(D("0.12"), D("1e-9")) * 10**9, 6) == D("0.944406")


NO_NUMBERS = ("NaN", "sNaN", "-Infinity", "1e999999", "1e-999999", "9" * 9999, "")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_that_what_nobody_could_type_is_no_number(text):
    assert kept(text) is None
    assert number_of(text) is None


@pytest.mark.parametrize("value", [True, None, 1.5, [], {}, ["5"]])
def test_that_what_is_no_text_is_no_number(value):
    assert kept(value) is None


def test_that_what_can_be_typed_is_a_number():
    assert kept("1e999") == D("1e999")
    assert kept("-0.5") == D("-0.5")
    assert kept(12) == D(12)


def test_that_weights_that_cannot_be_are_not_counted(held):
    def weighed(**weights):
        return weights_of(plans.audit({**held, "@weights/bottleneck": weights}))

    assert weighed(excess="1e999999", load="NaN") == DEFAULT_WEIGHTS
    assert sum(weighed(excess="1e999", load="40").values()) == 100


def test_that_an_uncertainty_in_a_unit_that_does_not_fit_is_told_and_not_taken():
    table = plants.rows(
        "core_out_params",
        {"amount": plants.num("5", u="1", unit="Gcal"), "unit": plants.one("mg/l")},
    )
    sound(assessing.assess(known(plants.pack("food"), table)))


def test_that_a_figure_without_production_lacks_it():
    found = plants.by_key(empty("food")).values()
    specific = [each for each in found if each.key.startswith("specific.")]
    assert all(each.figure.value is None for each in specific)
    assert all(lack.lack in Lack for each in specific for lack in each.figure.missing)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("5", 301, "5"),
        ("1e-300", 301, "1·10⁻³⁰⁰"),
        ("12345678901234567.5", 12, "12\u202f345\u202f678\u202f901\u202f234\u202f567,500000000000"),
        ("9" * 40, 1, f"9,{'9' * 39}·10³⁹"),
        ("1e384", 2, "1·10³⁸⁴"),
    ],
)
def test_that_a_number_of_any_length_is_shown(value, places, shown):
    assert formatting.number(D(value), "ru", places) == shown


def test_that_a_refused_text_of_any_length_is_told_in_few_words(held):
    with pytest.raises(PlanNumberError) as refused:
        plan_desk.change(plans.audit(held), "r1", "opex", "ы" * 30_000)
    assert len(refused.value.text) < 300
