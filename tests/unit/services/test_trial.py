"""Trying a checklist out: why a question is asked, which levels hold by the answers so far."""

import pytest

from kta_desktop.domain.definition import (
    Choice,
    Definition,
    Group,
    Level,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.services import authoring, filling, trial
from kta_desktop.services.trial import Truth

YES_NO = (Choice(name="yes", label=Text(ru="да")), Choice(name="no", label=Text(ru="нет")))


def _question(name, number="", kind=QuestionType.DECIMAL, **more):
    label = Text(ru=f"Про {name}")
    return Question(name=name, number=number, section="s", type=kind, label=label, **more)


DEFINITION = Definition(
    pack="try",
    version="1",
    title=Text(ru="Пробный"),
    sections=(Section(name="s", number="1", label=Text(ru="Раздел")),),
    groups=(
        Group(name="works", section="s", label=Text(ru="Очистные"), relevant="${own} = 'yes'"),
    ),
    questions=(
        _question("own", "1.1", QuestionType.SELECT_ONE, choices=YES_NO),
        _question("share", "1.2", parent="works"),
        _question("deep", "1.3", parent="works", relevant="${share} > 90"),
        _question("tank", "1.4", QuestionType.REPEAT, relevant="${own} = 'no'"),
        _question("volume", "1.5", parent="tank", relevant="${own} != ''"),
        _question("fact", "", QuestionType.CALCULATE, calculation="${share}"),
    ),
    levels=(
        Level(
            id="L", kind="AEL", medium="air", parameter=Text(ru="ХПК"), upper="100", when="true()"
        ),
        Level(
            id="X",
            kind="AEL",
            medium="air",
            parameter=Text(ru="ХПК"),
            upper="125",
            when="${share} >= 95",
            overrides="L",
            effect="limit",
        ),
    ),
)


def _form(**answers):
    entries = {name: {"value": value} for name, value in answers.items()}
    record = trial.record_of(DEFINITION, "ab" * 32, entries)
    return filling.form(record.definition, record.entries)


def _truths(state, name):
    return [(each.of.ru, each.truth) for each in trial.conditions(state, name, "ru")]


def test_that_a_question_without_conditions_is_always_asked():
    assert trial.conditions(_form(), "own", "ru") == ()


@pytest.mark.parametrize(
    ("answers", "truths"),
    [
        ({}, [Truth.OPEN, Truth.OPEN]),
        ({"own": "no"}, [Truth.FAILS, Truth.FAILS]),
        ({"own": "yes", "share": "91"}, [Truth.HOLDS, Truth.HOLDS]),
    ],
)
def test_that_each_condition_around_a_question_is_told_with_its_heading(answers, truths):
    found = _truths(_form(**answers), "deep")
    assert [of for of, _truth in found] == ["Очистные", ""]
    assert found[0][1] is truths[0]
    if answers.get("own") != "no":  # what is not asked has no answer to hold anything against
        assert found[1][1] is truths[1]


def test_that_an_open_condition_names_the_answers_it_waits_for():
    (group, own) = trial.conditions(_form(), "deep", "ru")
    assert (group.missing, own.missing) == (("own",), ("share",))
    assert group.words == "в 1.1 отмечено «да»"


def test_that_conditions_inside_a_repeat_are_left_to_its_records():
    assert _truths(_form(own="no"), "volume") == [("Про tank", Truth.HOLDS), ("", Truth.ELSEWHERE)]


def test_that_a_fact_has_reasons_too():
    assert trial.conditions(_form(), "fact", "ru") == ()


def test_that_what_is_not_asked_is_listed_by_repeats_and_questions():
    names = [question.name for question in trial.not_asked(_form(own="no"))]
    assert names == ["share", "deep"]
    assert [q.name for q in trial.not_asked(_form(own="yes"))] == ["tank"]


def test_that_an_exception_gives_other_bounds_by_the_tried_answers():
    (open_,) = trial.standing(_form(own="yes"))
    (plain,) = trial.standing(_form(own="yes", share="80"))
    (other,) = trial.standing(_form(own="yes", share="96"))
    assert open_.missing == ("share",)
    assert (plain.level.id, other.level.id) == ("L", "X")


def test_that_a_changed_row_tells_what_stood_there_and_what_stands_now():
    from dataclasses import replace

    first, *rest = DEFINITION.levels
    newer = replace(DEFINITION, levels=(replace(first, upper="90", note=Text(kk="ескерту")), *rest))
    (changed,) = authoring.compare(DEFINITION, newer).levels.changed
    assert changed.edits == (
        authoring.Edit("upper", "", "100", "90"),
        authoring.Edit("note", "kk", "", "ескерту"),
    )
    assert changed.fields == "upper, note (kk)"
