"""Claims about what answers propose of a technique, and when they do not."""

import csv

import pytest

from kta_desktop.assessment.bat_lines import of_bat
from kta_desktop.assessment.proposals import MOST_NAMED
from kta_desktop.assessment.techniques import State
from kta_desktop.domain.definition import Choice, QuestionType, Text
from kta_desktop.packs.reference_lists import technique_answers
from kta_desktop.paths import RESOURCES
from tests.unit.assessment import techniques_given as given

A, P, PL, N, NA = (
    State.APPLIED,
    State.PARTLY,
    State.PLANNED,
    State.NOT_APPLIED,
    State.NOT_APPLICABLE,
)


def proposed(*questions, technique="B12.a", **answers):
    audit = given.audit(given.book(*questions), **answers)
    found = of_bat(audit, technique)
    return next(each for each in found.lines if each.technique.id == technique).proposal


@pytest.mark.parametrize(("answer", "state"), [("yes", A), ("partial", P), ("no", N), ("na", NA)])
def test_that_an_answer_proposes_its_state_and_is_named(answer, state):
    found = proposed(given.likert("q1", "B12.a"), q1=answer)
    assert found.state is state
    assert found.rule.ru == (
        "«Да» — применяется, «частично» — применяется частично, «нет» — не применяется"
    )
    assert found.rule.kk.startswith("«Иә»")
    assert found.rule.en.startswith("“Yes”")
    (reason,) = found.reasons
    assert (reason.path, reason.number) == ("q1", "1.1")
    assert reason.words.ru in {"Да", "Частично", "Нет", "Неприменимо"}


def test_that_without_an_answer_nothing_is_proposed():
    found = proposed(given.likert("q1", "B12.a"))
    assert found.state is None
    assert found.reasons == ()


@pytest.mark.parametrize(
    ("answers", "state", "words"),
    [
        ({"q1": "yes", "q2": "yes"}, A, "Ответы сходятся: 2"),
        ({"q1": "yes", "q2": "partial"}, P, "более слабое"),
        ({"q1": "partial", "q2": "no"}, N, "более слабое"),
        ({"q1": "yes", "q2": "na"}, A, ""),
        ({"q1": "na", "q2": "na"}, NA, "Ответы сходятся: 2"),
        ({"q1": "yes"}, A, ""),
    ],
)
def test_that_of_several_answers_the_weaker_is_proposed(answers, state, words):
    found = proposed(given.likert("q1", "B12.a"), given.likert("q2", "B12.a"), **answers)
    assert found.state is state
    assert words in found.rule.ru
    assert words or ";" not in found.rule.ru


@pytest.mark.parametrize(("answer", "state"), [("yes", N), ("no", A), ("partial", P), ("na", NA)])
def test_that_where_no_is_the_compliant_answer_yes_means_not_applied(answer, state):
    asked = given.likert("q1", "B12.a", more={"compliant_answer": "no"})
    found = proposed(asked, q1=answer)
    assert found.state is state
    assert found.rule.ru.startswith("Соответствует ответ «нет»")


@pytest.mark.parametrize(("answer", "state"), [("yes", N), ("no", A)])
def test_that_a_question_about_the_opposite_is_turned_round(answer, state):
    asked = given.likert("q1", "B12.a", concept="landfill.acc-03")
    found = proposed(asked, q1=answer)
    assert found.state is state
    assert found.rule.ru == "Спрашивает об обратном: «да» значит, что не применяется"


def test_that_a_question_that_does_not_ask_whether_it_is_applied_proposes_nothing():
    found = proposed(given.likert("q1", "B12.a", concept="cement-lime.ene-02"), q1="yes")
    assert found.state is None
    assert "рассматривали" in found.rule.ru
    assert [reason.path for reason in found.reasons] == ["q1"]


def test_that_a_question_about_many_techniques_does_not_say_which():
    names = tuple(f"B7.{code}" for code in "abcdef")
    assert len(names) == MOST_NAMED + 1
    found = proposed(given.likert("q1", *names), technique="B7.a", q1="yes")
    assert found.state is None
    assert "(6)" in found.rule.ru
    few = proposed(given.likert("q1", *names[:MOST_NAMED]), technique="B7.a", q1="yes")
    assert few.state is A


def test_that_of_other_options_only_the_compliant_one_speaks():
    options = tuple(Choice(name=name, label=Text(ru=name)) for name in ("sensor", "timer"))
    plain = given.likert("q1", "B12.a", choices=options, appearance="")
    named = given.likert(
        "q1", "B12.a", choices=options, appearance="", more={"compliant_answer": "sensor"}
    )
    assert proposed(plain, q1="sensor").state is None
    assert proposed(named, q1="sensor").state is A
    assert proposed(named, q1="timer").state is None


def test_that_figures_and_lists_of_options_propose_nothing():
    several = given.likert("q1", "B12.a", type=QuestionType.SELECT_MULTIPLE)
    number = given.likert("q2", "B12.a", type=QuestionType.DECIMAL, choices=())
    assert proposed(several, number, q1=("yes",), q2="3").state is None


def test_that_an_answer_to_a_question_that_is_not_asked_proposes_nothing():
    hidden = given.likert("q1", "B12.a", relevant="selected(${subsector}, 'fish')")
    assert proposed(hidden, q1="yes", subsector=("dairy",)).state is None


@pytest.mark.parametrize(
    ("answer", "status", "state"),
    [
        (None, None, PL),
        ("no", None, PL),
        ("no", "running", PL),
        ("no", "dropped", N),
        ("no", "done", N),
        ("partial", None, P),
        ("yes", None, A),
        ("na", None, NA),
    ],
)
def test_that_a_measure_makes_planned_of_what_is_not_applied(answer, status, state):
    records = {"@measure/m1.techniques": ["B12.a"]}
    records |= {"@measure/m1.status": status} if status else {}
    audit = given.audit(
        given.book(given.likert("q1", "B12.a")),
        tables=[("core_measures", "m1", {"measure": "Усреднитель"})],
        records=records,
        **({"q1": answer} if answer else {}),
    )
    found = of_bat(audit, "B12").lines[0].proposal
    assert found.state is state
    assert (found.reasons[-1].path == "core_measures/m1/measure") is (state is PL)
    assert ("мера плана" in found.rule.ru) is (state is PL)


def test_that_a_measure_that_was_taken_away_proposes_nothing():
    audit = given.audit(given.book(), records={"@measure/m1.techniques": ["B12.a"]})
    assert of_bat(audit, "B12").lines[0].proposal.state is None


def test_that_every_question_read_as_an_exception_is_one_of_a_pack_that_names_techniques():
    named = {}
    for path in (RESOURCES / "packs").glob("*/survey.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                named[row["bind::kta:concept"]] = row
    for concept, found in technique_answers().items():
        assert found.yes in {"nothing", State.NOT_APPLIED}
        assert named[concept]["appearance"] == "likert", concept
        assert named[concept]["bind::kta:bat"], concept
        is_asked_for = "compliant_answer" in named[concept]["bind::kta:more"]
        assert not is_asked_for or found.yes == "nothing", concept  # nothing may turn it twice
