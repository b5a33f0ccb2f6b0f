"""Bounds that are computed, levels that come in pairs, and the grounds of each decision."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kta_desktop.assessment.compare import Figure, judge_figure, settled
from kta_desktop.assessment.grounds import GroundKind
from kta_desktop.assessment.levels import in_force, standing
from kta_desktop.domain.answers import Answer
from kta_desktop.domain.definition import Choice, Question, QuestionType, Text
from kta_desktop.domain.verdict import NotCompared, Verdict
from kta_desktop.forms.state import FormState


@pytest.fixture
def plant(make, new_level):
    """Return a definition of levels, given as id to fields, and the state of a plant's facts."""

    def made(levels, facts=None, formulas=(), questions=()):
        rows = [new_level(name, **fields) for name, fields in levels.items()]
        definition = replace(make(rows, questions), more={"formulas": list(formulas)})
        entries = {name: Answer(value=value).to_json() for name, value in (facts or {}).items()}
        return definition, FormState(definition, entries)

    return made


def kinds(found):
    return [ground.kind for ground in found.grounds]


TURBINE = {
    "NOX": {"upper": "50", "lower": "20"},
    "NOX-X": {
        "overrides": "NOX",
        "effect": "formula",
        "upper": None,
        "when": "${abatement} > 39",
        "more": {"upper_expr": "upper * ${abatement} / 39"},
    },
}


def test_that_a_bound_is_computed_from_the_answers(plant):
    found = in_force(*plant(TURBINE, {"abatement": "45"}), "NOX")
    assert (found.level.id, found.level.lower, found.level.upper) == ("NOX-X", "20", "57.6923")
    assert kinds(found) == [GroundKind.HOLDS, GroundKind.COMPUTED]
    assert found.applies is True


def test_that_a_level_keeps_its_bound_where_the_formula_does_not_act(plant):
    assert in_force(*plant(TURBINE, {"abatement": "38"}), "NOX").level.upper == "50"


def test_that_a_formula_that_might_act_stays_open(plant):
    found = in_force(*plant(TURBINE), "NOX")
    assert (found.level.id, found.missing, found.others) == ("NOX", ("abatement",), (None,))
    assert kinds(found)[-1] is GroundKind.EXCEPTION_OPEN


def test_that_a_figure_missing_for_a_formula_leaves_the_level_undecided(plant):
    always = {**TURBINE["NOX-X"], "when": "true()"}
    found = in_force(*plant({**TURBINE, "NOX-X": always}), "NOX")
    assert (found.reason, found.missing) == (NotCompared.UNDECIDED, ("abatement",))
    assert found.grounds[-1].missing == ("abatement",)
    assert found.applies is None


LIGNITE = {
    "SO2": {"upper": "130"},
    "SO2-X": {
        "overrides": "SO2",
        "effect": "replaces",
        "upper": None,
        "when": "true()",
        "more": {"formulas": ["F-NEW"]},
    },
}


def test_that_a_formula_of_the_pack_replaces_the_bound(plant):
    formulas = [{"id": "F-NEW", "expression": "COLD / 100 + 2 * ABATEMENT"}]
    facts = {"cold": "20000", "abatement": "5"}
    found = in_force(*plant(LIGNITE, facts, formulas), "SO2")
    assert (found.level.id, found.level.upper) == ("SO2-X", "210")


@pytest.mark.parametrize(
    "formulas",
    [
        [],
        [{"id": "F-NEW", "expression": "min(RCR * 0.01, 200)"}],
        [{"id": "F-NEW", "expression": "COLD / 0"}],
        [{"id": "F-NEW", "expression": "100 % ("}],
    ],
)
def test_that_a_formula_nobody_can_compute_is_for_the_auditor(plant, formulas):
    found = in_force(*plant(LIGNITE, {"cold": "1"}, formulas), "SO2")
    assert (found.reason, found.level.id) == (NotCompared.UNDECIDED, "SO2")
    assert kinds(found)[-1] is GroundKind.UNCOMPUTED


def test_that_formulas_that_differ_are_for_the_auditor(plant):
    row = {**LIGNITE["SO2-X"], "more": {"formulas": ["F-NEW", "F-OLD"]}}
    formulas = [
        {"id": "F-NEW", "expression": "COLD * 1"},
        {"id": "F-OLD", "expression": "COLD * 2"},
    ]
    found = in_force(*plant({**LIGNITE, "SO2-X": row}, {"cold": "9"}, formulas), "SO2")
    assert found.reason is NotCompared.UNDECIDED


def efficiency(identifier, parameter, when="true()"):
    """Return an efficiency of a turbine, and the row that puts it up for choice."""
    own = {
        "medium": "energy",
        "parameter": Text(en=parameter),
        "when": when,
        "more": {"process": {"en": "turbine"}},
    }
    chosen = {"overrides": identifier, "effect": "choice", "upper": None, "when": "${kind} = 1"}
    return {identifier: own, f"{identifier}-X": {**own, **chosen}}


def test_that_one_of_a_group_is_for_the_auditor_to_choose(plant):
    levels = efficiency("EL", "electrical") | efficiency("FU", "fuel use")
    found = in_force(*plant(levels, {"kind": "1"}), "EL")
    assert (found.reason, found.level.id) == (NotCompared.UNDECIDED, "EL")
    assert (kinds(found)[-1], found.grounds[-1].others) == (GroundKind.CHOICE, ("FU",))


def test_that_there_is_nothing_to_choose_where_only_one_of_a_group_holds(plant):
    levels = efficiency("EL", "electrical") | efficiency("FU", "fuel use", "${cold} = 1")
    found = in_force(*plant(levels, {"kind": "1", "cold": "2"}), "EL")
    assert (found.reason, found.level.id) == (None, "EL")
    nobody = in_force(*plant(levels, {"kind": "2", "cold": "1"}), "EL")
    assert nobody.applies is True


PAIR = {
    "BOD": {"upper": "25", "more": {"twin": "BOD-ALT", "twin_rule": "either"}},
    "BOD-ALT": {
        "upper": None,
        "lower": "70",
        "direction": "higher",
        "unit": "%",
        "more": {"twin": "BOD", "twin_rule": "either"},
    },
}


def test_that_of_two_alternatives_one_is_enough(plant):
    found = in_force(*plant(PAIR), "BOD")
    assert (found.pair.id, found.others, found.applies) == ("BOD-ALT", (None,), True)

    def verdict(value):
        figure = Figure(value=Decimal(value), unit="mg/l", origin="measured_accredited")
        return judge_figure(found, figure).verdict

    assert verdict("20") is Verdict.MEETS
    assert verdict("40") is Verdict.NOT_COMPARED  # the removal may be met instead


def test_that_alternatives_are_exceeded_once_both_are(plant):
    definition, state = plant(PAIR)

    def judged(bod, removal):
        figures = {"BOD": (bod, "mg/l"), "BOD-ALT": (removal, "%")}
        found = [
            judge_figure(
                in_force(definition, state, name),
                Figure(value=Decimal(value), unit=unit, origin="measured_accredited"),
            )
            for name, (value, unit) in figures.items()
        ]
        return [judgement.verdict for judgement in settled(found)]

    assert judged("40", "50") == [Verdict.EXCEEDS, Verdict.EXCEEDS]
    assert judged("40", "90") == [Verdict.NOT_COMPARED, Verdict.MEETS]


def test_that_two_expressions_of_one_level_know_each_other(plant):
    same = {
        "DUST": {"more": {"twin": "DUST-KGT", "twin_rule": "same"}},
        "DUST-KGT": {"unit": "kg/t", "more": {"twin": "DUST", "twin_rule": "same"}},
    }
    found = in_force(*plant(same), "DUST")
    assert (found.pair.id, found.others) == ("DUST-KGT", ())
    assert kinds(found)[-1] is GroundKind.SAME


def test_that_an_exemption_does_not_reach_what_the_level_still_applies_to(plant):
    feed = Question(
        name="feed",
        section="s",
        number="1.2",
        type=QuestionType.SELECT_MULTIPLE,
        label=Text(ru="Корма"),
        choices=(Choice(name="dry", label=Text()), Choice(name="wet", label=Text())),
    )
    levels = {
        "COD": {},
        "COD-X": {
            "overrides": "COD",
            "effect": "not_applicable",
            "upper": None,
            "when": "selected(${feed}, 'dry')",
            "more": {"still_applies_to": ["wet"]},
        },
    }

    def holds(*chosen):
        return in_force(*plant(levels, {"feed": chosen}, questions=[feed]), "COD").applies

    assert (holds("dry"), holds("wet"), holds("dry", "wet")) == (False, True, True)


def test_that_a_proof_that_is_wanting_is_a_ground(plant):
    levels = {
        "COD": {},
        "COD-X": {
            "overrides": "COD",
            "effect": "limit",
            "upper": "125",
            "when": "true()",
            "requires": "${abatement} >= 95",
        },
    }
    found = in_force(*plant(levels, {"abatement": "90"}), "COD")
    assert (found.level.id, kinds(found)) == ("COD", [GroundKind.HOLDS, GroundKind.UNPROVEN])


def test_that_each_level_of_a_plant_has_its_standing_and_its_grounds(plant):
    levels = {
        "HELD": {},
        "OTHERS": {"when": "${kind} = 2"},
        "OPEN": {"when": "${cold} = 1"},
        "WORDS": {"when": None},
        "SHOWN": {},
        "SHOWN-X": {"overrides": "SHOWN", "effect": "indicative", "upper": None},
        "GONE": {},
        "GONE-X": {"overrides": "GONE", "effect": "not_applicable", "upper": None},
        "MAY": {},
        "MAY-X": {"overrides": "MAY", "effect": "may_not_apply", "upper": None},
    }
    found = {each.subject.id: each for each in standing(*plant(levels, {"kind": "1"}))}
    assert {name: each.applies for name, each in found.items()} == {
        "HELD": True,
        "OTHERS": False,
        "OPEN": None,
        "WORDS": None,
        "SHOWN": False,
        "GONE": False,
        "MAY": None,
    }
    assert found["OTHERS"].grounds[0].kind is GroundKind.FOR_OTHERS
    assert found["OPEN"].grounds[0].missing == ("cold",)
    assert found["WORDS"].grounds[0].kind is GroundKind.WORDS
    assert found["SHOWN"].grounds[-1].kind is GroundKind.SHOWN
    assert found["GONE"].grounds[-1].level == "GONE-X"
    assert found["MAY"].grounds[-1].kind is GroundKind.MAY_FALL


def test_that_every_ground_has_its_sentence():
    from kta_desktop.assessment.grounds import Ground

    sentences = {Ground(kind=kind, level="L").sentence() for kind in GroundKind}
    assert len(sentences) == len(GroundKind)
