"""Which level holds for a plant."""

import pytest

from kta_desktop.assessment.grounds import GroundKind
from kta_desktop.assessment.levels import in_force
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Question, QuestionType, Text
from kta_desktop.domain.verdict import NotCompared
from kta_desktop.forms.state import FormState


def fact(value):
    return Answer(text=value, value=value).to_json()


@pytest.fixture
def holding(make, new_level):
    """Return what holds in place of level ``COD``, given exceptions and facts."""

    def found(*exceptions, facts=None, questions=(), **more):
        levels = [new_level("COD", **more)]
        levels += [
            new_level(f"X{n}", overrides="COD", **given) for n, given in enumerate(exceptions)
        ]
        definition = make(levels, questions)
        entries = {name: fact(value) for name, value in (facts or {}).items()}
        return in_force(definition, FormState(definition, entries), "COD")

    return found


def test_that_a_level_without_exceptions_holds(holding):
    found = holding()
    assert (found.level.id, found.reason, found.others) == ("COD", None, ())


def test_that_an_unknown_level_is_no_level(make):
    definition = make([])
    found = in_force(definition, FormState(definition, {}), "COD")
    assert (found.level, found.reason) == (None, NotCompared.NO_LEVEL)


def test_that_a_level_for_others_does_not_hold(holding):
    found = holding(when="${kind} = 1", facts={"kind": "2"})
    assert (found.level, found.reason) == (None, NotCompared.NO_LEVEL)


def test_that_an_undecided_condition_names_the_missing_fact(holding):
    found = holding(when="${kind} = 1")
    assert (found.reason, found.missing) == (NotCompared.UNDECIDED, ("kind",))
    assert found.level.id == "COD"  # shown, not judged


@pytest.mark.parametrize("when", [None, "${nobody} = 1", "((("])
def test_that_words_and_broken_conditions_are_for_a_person(holding, when):
    found = holding(when=when)
    assert (found.reason, found.missing) == (NotCompared.UNDECIDED, ())


def test_that_a_relaxed_limit_takes_the_place_of_the_level(holding):
    relaxed = {
        "effect": "limit",
        "upper": "125",
        "when": "true()",
        "requires": "${abatement} >= 95",
    }
    assert holding(relaxed, facts={"abatement": "96"}).level.id == "X0"
    assert holding(relaxed, facts={"abatement": "94"}).level.id == "COD"


def test_that_a_limit_whose_proof_is_missing_stays_open(holding):
    relaxed = {
        "effect": "limit",
        "upper": "125",
        "when": "true()",
        "requires": "${abatement} >= 95",
    }
    found = holding(relaxed)
    assert found.level.id == "COD"
    assert [other.id for other in found.others] == ["X0"]
    assert found.missing == ("abatement",)


def test_that_a_level_falls_away_where_it_is_not_applicable(holding):
    exempt = {"effect": "not_applicable", "upper": None, "when": "${kind} = 3"}
    assert holding(exempt, facts={"kind": "3"}).level is None
    assert holding(exempt, facts={"kind": "1"}).level.id == "COD"
    open_ = holding(exempt)
    assert (open_.others, open_.missing) == ((None,), ("kind",))


def test_that_applies_only_if_falls_away_where_it_does_not_hold(holding):
    only = {"effect": "applies_only_if", "upper": None, "when": "${kind} = 3"}
    assert holding(only, facts={"kind": "3"}).level.id == "COD"
    assert holding(only, facts={"kind": "1"}).level is None
    assert holding(only).others == (None,)


def test_that_what_may_not_apply_is_for_the_auditor(holding):
    cold = {"effect": "may_not_apply", "upper": None, "when": "${cold} < 12"}
    found = holding(cold, facts={"cold": "8"})
    assert (found.reason, found.missing) == (NotCompared.UNDECIDED, ())
    assert holding(cold, facts={"cold": "14"}).reason is None


@pytest.mark.parametrize("effect", ["formula", "replaces", "something_new", None])
def test_that_effects_nobody_can_compute_are_for_the_auditor(holding, effect):
    found = holding({"effect": effect, "upper": None, "when": "true()"})
    assert found.reason is NotCompared.UNDECIDED


def test_that_an_indicative_level_is_only_shown(holding):
    found = holding({"effect": "indicative", "upper": None, "when": "true()"})
    assert (found.reason, found.level.id) == (NotCompared.INDICATIVE_ONLY, "COD")


def test_that_of_two_relaxations_at_once_both_might_be_meant(holding):
    first = {"effect": "limit", "upper": "125", "when": "true()"}
    second = {"effect": "replaces", "upper": "150", "when": "true()"}
    found = holding(first, second)
    assert (found.level.id, [other.id for other in found.others]) == ("X0", ["X1"])
    assert found.grounds[-1].kind is GroundKind.SEVERAL
    alike = holding(first, {**first, "effect": "replaces"})
    assert GroundKind.SEVERAL not in [ground.kind for ground in alike.grounds]


def test_that_falling_away_wins_over_relaxing(holding):
    relaxed = {"effect": "limit", "upper": "125", "when": "true()"}
    exempt = {"effect": "not_applicable", "upper": None, "when": "true()"}
    assert holding(relaxed, exempt).level is None


def test_that_waste_water_to_a_sewer_goes_by_the_contract(holding):
    discharge = Question(
        name="discharge",
        section="s",
        number="1.9",
        type=QuestionType.SELECT_ONE,
        label=Text(ru="Сброс"),
        choices=(Choice(name="sewer", label=Text()), Choice(name="river", label=Text())),
    )
    found = holding(
        when="${discharge} = 'river'", questions=[discharge], facts={"discharge": "sewer"}
    )
    assert (found.level, found.reason) == (None, NotCompared.SEWER_CONTRACT)
