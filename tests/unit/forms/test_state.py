"""Claims about a filled form: relevance, flags, values, problems, progress."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kta_desktop.domain.answers import EMPTY, Evidence
from kta_desktop.domain.definition import (
    Choice,
    Column,
    Definition,
    Question,
    QuestionType,
    Section,
    Text,
)
from kta_desktop.forms.errors import CycleError, UnknownNameError
from kta_desktop.forms.state import FormState, Progress, QuestionStatus

_YES_NO = tuple(Choice(name=name, label=Text(ru=name)) for name in ("yes", "no"))
_KINDS = tuple(Choice(name=name, label=Text(ru=name)) for name in ("dairy", "beer"))


def _q(name, kind, section="one", **more):
    question_type = QuestionType(kind)
    return Question(
        name=name, number="1", section=section, type=question_type, label=Text(ru=name), **more
    )


def _definition(*questions):
    sections = (
        Section(name="one", number="1", label=Text(ru="Первый")),
        Section(name="two", number="2", label=Text(ru="Второй")),
    )
    title = Text(ru="Проба")
    return Definition(pack="t", version="1", title=title, sections=sections, questions=questions)


PLANT = _definition(
    _q("kind", "select_multiple", choices=_KINDS),
    _q("is_dairy", "calculate", calculation="selected(${kind}, 'dairy')"),
    _q("milk", "decimal", relevant="${is_dairy} = true()", unit="t/d", units=("t/d", "t/h")),
    _q("brew", "text", relevant="selected(${kind}, 'beer')"),
    _q("big", "select_one", choices=_YES_NO, relevant="${milk} > 200"),
    _q(
        "share",
        "integer",
        "two",
        constraint=". >= 0 and . <= 100",
        constraint_message=Text(ru="Доля от 0 до 100 %."),
        more={"warn": ". <= ${usual}", "warn_message": {"ru": "Больше обычного."}},
    ),
    _q("usual", "calculate", calculation="coalesce(${set_usual}, 80)"),
    _q("set_usual", "calculate", more={"fact_type": "number"}),
    _q("flagged_fact", "calculate", more={"fact_type": "bool"}),
    _q("day", "date", "two"),
    _q("picture", "image", "two"),
    _q(
        "water",
        "table",
        "two",
        columns=(
            Column(name="source", type=QuestionType.TEXT, label=Text(ru="Источник")),
            Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="объём"), unit="m3/year"),
        ),
    ),
    _q("total", "calculate", calculation="sum(${water}/m3)"),
    _q("why", "text", "two", relevant="${total} > 100"),
)


def _state(**answers):
    return FormState(PLANT, {name: {"value": value} for name, value in answers.items()})


def test_that_an_undecided_condition_shows_its_question_with_a_flag():
    state = _state()
    assert state.is_relevant("milk")
    assert state.is_flagged("milk")
    assert state.undecided_by("milk") == ("kind",)
    assert state.undecided_by("kind") == ()


def test_that_a_decided_condition_shows_or_hides_without_a_flag():
    state = _state(kind=["dairy"])
    assert state.is_relevant("milk")
    assert not state.is_flagged("milk")
    assert state.status("brew") is QuestionStatus.HIDDEN
    assert [place.address for place in state.visible("one")] == ["kind", "milk", "big"]


def test_that_a_condition_on_a_question_that_does_not_apply_is_decided():
    state = _state(kind=["beer"])
    assert not state.is_relevant("milk")
    assert not state.is_relevant("big")
    assert not state.is_flagged("big")


def test_that_an_edit_names_all_questions_it_changed_and_only_those():
    state = _state()
    changed = state.apply("kind", {"value": ["beer"]})
    assert changed == {"kind", "is_dairy", "milk", "big", "brew"}
    assert state.apply("milk", {"text": "5", "value": "5"}) == {"milk"}
    assert state.apply("kind", {"value": ["beer", "dairy"]}) == {"kind", "is_dairy", "milk"}
    assert state.apply("milk", {"text": "250", "value": "250"}) == {"milk", "big"}


def test_that_hidden_answers_are_kept_and_come_back():
    state = _state(kind=["dairy"], milk="300")
    state.apply("kind", {"value": ["beer"]})
    assert state.answer("milk").value == "300"
    assert state.value("milk") is None
    assert state.problems("milk") == ()
    state.apply("kind", {"value": ["dairy"]})
    assert state.value("milk") == Decimal(300)


def test_that_records_and_foreign_questions_change_nothing_shown():
    state = _state()
    assert state.apply("@plant/name", "ТОО Айсулу") == frozenset()
    assert state.apply("old_question", {"value": "1"}) == frozenset()
    assert state.entries["@plant/name"] == "ТОО Айсулу"
    with pytest.raises(ValueError, match="No Path"):
        state.apply("No Path", None)


def test_that_entries_given_to_the_state_are_not_altered():
    given_entries = {"kind": {"value": ["dairy"]}}
    FormState(PLANT, given_entries).apply("kind", None)
    assert given_entries == {"kind": {"value": ["dairy"]}}


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (None, QuestionStatus.EMPTY),
        ({"text": "12.5.0"}, QuestionStatus.ERROR),
        ({"text": "1,234"}, QuestionStatus.ERROR),
        ({"text": "12,5", "value": "12.5"}, QuestionStatus.ERROR),
        ({"text": "101", "value": "101"}, QuestionStatus.ERROR),
        ({"text": "90", "value": "90"}, QuestionStatus.WARNING),
        ({"text": "50", "value": "50"}, QuestionStatus.ANSWERED),
        ({"blank": "no_access", "blank_note": "ночью закрыто"}, QuestionStatus.BLANK),
        (["not", "an", "answer"], QuestionStatus.ERROR),
    ],
)
def test_that_an_answer_has_the_status_it_deserves(entry, status):
    assert FormState(PLANT, {"share": entry}).status("share") is status


def test_that_a_note_alone_begins_a_question():
    state = _state()
    assert state.apply("day#note", "спросить у лаборанта") == {"day"}
    assert state.status("day") is QuestionStatus.BEGUN
    assert state.note("day") == "спросить у лаборанта"


@pytest.mark.parametrize(
    ("question", "entry", "sentence"),
    [
        (
            "milk",
            {"text": "12.5.0"},
            "«12.5.0» — не число. Введённое сохранено. Исправьте, например: 12,5",
        ),
        (
            "share",
            {"text": "12,5", "value": "12.5"},
            "«12,5» — не целое число. Введённое сохранено. Исправьте, например: 12",
        ),
        (
            "milk",
            {"text": "1,234"},
            (
                "«1,234» можно прочесть как 1,234 или как 1234. Введённое сохранено. "
                "Укажите, какое число имеется в виду."
            ),
        ),
        (
            "day",
            {"text": "31.02.2026"},
            "«31.02.2026» — не дата. Введённое сохранено. Исправьте, например: 22.11.2026",
        ),
        ("share", {"text": "101", "value": "101"}, "Доля от 0 до 100 %."),
        (
            "kind",
            {"value": ["wine"]},
            "«wine» нет среди вариантов этого вопроса. Ответ сохранён. Выберите вариант.",
        ),
    ],
)
def test_that_a_problem_is_a_sentence_that_says_what_to_do(question, entry, sentence):
    state = FormState(PLANT, {"kind": {"value": ["dairy"]}, question: entry})
    assert [problem.sentence("ru") for problem in state.problems(question)] == [sentence]


def test_that_a_problem_in_a_cell_names_row_and_column():
    state = FormState(
        PLANT,
        {
            "water/a": {"order": 1.0},
            "water/b": {"order": 2.0},
            "water/a/m3": {"text": "7", "value": "7"},
            "water/b/m3": {"text": "12.5.0"},
        },
    )
    (problem,) = state.problems("water")
    assert (problem.row, problem.row_number, problem.column) == ("b", 2, "m3")
    assert problem.sentence("ru") == (
        "Строка 2, объём: «12.5.0» — не число. Введённое сохранено. Исправьте, например: 12,5"
    )
    assert problem.sentence("kk").startswith("2-жол, объём: «12.5.0» — сан емес.")
    assert state.value("total") == Decimal(7)
    assert state.coverage("water", "m3") == (1, 2)


def test_that_a_warned_value_counts_and_rests_once_a_reason_is_given():
    state = _state(share="90")
    assert [p.sentence("ru") for p in state.problems("share")] == ["Больше обычного."]
    assert state.apply("share#confirm", "новая линия") == {"share"}
    assert state.status("share") is QuestionStatus.ANSWERED
    assert state.confirmation("share") == "новая линия"


def test_that_a_rule_follows_the_values_that_it_reads():
    state = _state(share="90")
    assert state.apply("set_usual", {"value": "95"}) == {"share", "usual"}
    assert state.status("share") is QuestionStatus.ANSWERED


def test_that_facts_set_by_hand_are_unknown_until_set_and_are_not_asked():
    state = _state()
    assert state.value("flagged_fact") is None
    state.apply("flagged_fact", {"value": "no"})
    assert state.value("flagged_fact") is False
    assert "flagged_fact" not in {place.address for place in state.visible("one")}


def test_that_a_figure_in_another_unit_decides_nothing():
    state = _state(kind=["dairy"])
    state.apply("milk", {"text": "10", "value": "10", "unit": "t/h"})
    assert state.status("milk") is QuestionStatus.ANSWERED
    assert state.value("milk") is None
    assert state.is_flagged("big")


def test_that_rows_come_in_order_and_a_removed_row_keeps_its_cells_for_undo():
    state = FormState(PLANT, {})
    assert state.status("water") is QuestionStatus.EMPTY
    for row, order in (("a", 2.0), ("b", 1.0), ("c", 2.0)):
        state.apply(f"water/{row}", {"order": order})
    assert state.status("water") is QuestionStatus.BEGUN
    for row, volume in (("a", "60"), ("b", "50"), ("c", "1")):
        state.apply(f"water/{row}/m3", {"text": volume, "value": volume})
    assert [row.id for row in state.rows("water")] == ["b", "a", "c"]
    assert state.value("total") == Decimal(111)
    assert state.apply("water/a", None) == {"water", "total", "why"}
    assert state.status("why") is QuestionStatus.HIDDEN
    assert state.apply("water/a", {"order": 2.0}) == {"water", "total", "why"}
    assert state.rows("water")[1].cells["m3"].value == "60"
    assert state.status("water") is QuestionStatus.ANSWERED


def test_that_a_table_is_answered_when_every_figure_is_there_or_has_a_reason():
    state = FormState(PLANT, {"water/a": {"order": 1.0}})
    state.apply("water/a/source", {"text": "скважина", "value": "скважина"})
    assert state.status("water") is QuestionStatus.BEGUN
    state.apply("water/a/m3", {"blank": "not_recorded"})
    assert state.status("water") is QuestionStatus.ANSWERED
    assert state.coverage("water", "m3") == (0, 1)
    assert state.value("total") is None


def test_that_a_required_cell_is_missed_once_its_row_is_begun():
    column = Column(name="m3", type=QuestionType.DECIMAL, label=Text(ru="объём"))
    other = Column(name="name", type=QuestionType.TEXT, label=Text(ru="имя"))
    required = {"columns": {"m3": {"required": True}}}
    table = _q("t", "table", columns=(other, column), more=required)
    state = FormState(_definition(table), {"t/a": {"order": 1.0}})
    assert state.problems("t") == ()
    state.apply("t/a/name", {"text": "скважина", "value": "скважина"})
    assert [problem.column for problem in state.problems("t")] == ["m3"]
    assert state.problems("t")[0].sentence("ru").startswith("Строка 1, объём: Ничего не введено.")


def test_that_evidence_answers_a_picture_and_comes_in_the_order_it_was_attached():
    state = FormState(PLANT, {})
    for identifier in ("0192-b", "0192-a"):
        file = Evidence(
            id=identifier, sha256="0" * 64, name="a.jpg", media_type="image/jpeg", size=1
        )
        state.apply(f"picture#evidence:{identifier}", file.to_json())
    assert [file.id for file in state.evidence("picture")] == ["0192-a", "0192-b"]
    assert state.status("picture") is QuestionStatus.ANSWERED
    state.apply("picture#evidence:0192-a", None)
    state.apply("picture#evidence:0192-b", None)
    assert state.status("picture") is QuestionStatus.EMPTY


def test_that_evidence_that_lacks_a_field_stays_visible():
    state = FormState(PLANT, {"picture#evidence:0192-a": {"name": "a.jpg", "stranger": 1}})
    assert state.evidence("picture")[0].name == "a.jpg"


def test_that_progress_counts_answers_and_reasons_of_questions_that_apply():
    state = _state(kind=["beer"], brew="пиво", share="50")
    assert state.progress() == Progress(3, 7)
    state.apply("day", {"blank": "refused"})
    assert state.progress("two") == Progress(2, 5)
    state.apply("share", {"text": "много"})
    assert state.progress("two") == Progress(1, 5)


def test_that_values_have_the_kind_of_their_question():
    state = _state(kind=["dairy"], milk="12.5", day="2026-11-22", brew="x")
    assert state.value("kind") == ("dairy",)
    assert state.value("milk") == Decimal("12.5")
    assert state.value("day") == date(2026, 11, 22)
    assert state.value("is_dairy") is True
    assert state.value("water") == ()
    with pytest.raises(KeyError):
        state.value("stranger")


def test_that_conditions_of_levels_can_be_asked_and_name_what_they_miss():
    state = _state(kind=["dairy"])
    assert state.holds("${is_dairy} = true()") is True
    assert state.holds("${is_dairy} = true() and ${share} > 80") is None
    assert state.missing("${is_dairy} = true() and ${share} > ${usual}") == ("share", "set_usual")
    assert state.evaluate("${usual} * 2") == Decimal(160)
    with pytest.raises(UnknownNameError):
        state.holds("${stranger} = 1")


@pytest.mark.parametrize("condition", ["${kind} = 'dairy'", "${kind", "${stranger} = 1", "'yes'"])
def test_that_a_condition_that_cannot_be_evaluated_never_hides_its_question(condition):
    kind = _q("kind", "select_multiple", choices=_KINDS)
    asked = _q("asked", "text", relevant=condition)
    state = FormState(_definition(kind, asked), {"kind": {"value": ["beer"]}})
    assert state.is_relevant("asked")
    assert state.is_flagged("asked")
    assert state.status("asked") is QuestionStatus.EMPTY


def test_that_a_broken_constraint_accuses_nobody():
    state = FormState(
        _definition(_q("a", "decimal", constraint=". > 'much'")), {"a": {"value": "1"}}
    )
    assert state.status("a") is QuestionStatus.ANSWERED


def test_that_a_circle_of_conditions_is_refused_with_its_chain():
    one = _q("a", "text", relevant="${b} = 'x'")
    two = _q("b", "text", relevant="${c} = true()")
    three = _q("c", "calculate", calculation="${a} = 'y'")
    with pytest.raises(CycleError) as caught:
        FormState(_definition(one, two, three), {})
    assert set(caught.value.names) == {"a", "b", "c"}


_EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("kind"),
            st.sampled_from([None, {"value": ["dairy"]}, {"value": ["beer"]}, {"text": "?"}]),
        ),
        st.tuples(
            st.sampled_from(["milk", "share", "set_usual", "water/a/m3", "water/b/m3"]),
            st.sampled_from(
                [None, {"text": "x"}, {"value": "50"}, {"value": "250"}, {"blank": "refused"}]
            ),
        ),
        st.tuples(st.sampled_from(["water/a", "water/b"]), st.sampled_from([None, {"order": 1.0}])),
        st.tuples(st.just("share#confirm"), st.sampled_from([None, "так надо"])),
    ),
    max_size=12,
)


@given(_EDITS)
def test_that_edits_one_by_one_lead_to_the_state_of_a_fresh_start(edits):
    state = FormState(PLANT, {})
    for path, after in edits:
        before = {q.name: _seen(state, q.name) for q in PLANT.questions if q.is_asked}
        changed = state.apply(path, after)
        now = {q.name: _seen(state, q.name) for q in PLANT.questions if q.is_asked}
        assert {name for name in now if now[name] != before[name]} <= changed
    fresh = FormState(PLANT, state.entries)
    for question in PLANT.questions:
        assert _seen(state, question.name) == _seen(fresh, question.name)
        assert state.value(question.name) == fresh.value(question.name)


def _seen(state, name):
    return state.is_relevant(name), state.is_flagged(name), state.status(name), state.answer(name)


def test_that_an_unanswered_question_has_an_empty_answer():
    assert _state().answer("day") is EMPTY
    assert _state().rows("water") == ()
