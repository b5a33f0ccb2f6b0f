"""Claims about an audit at a glance: sections, groups, figures, people, days."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kta_desktop.domain.audit import AuditRecord
from kta_desktop.domain.definition import Column, Definition, Question, QuestionType, Section, Text
from kta_desktop.domain.levels import Level
from kta_desktop.domain.target import Target, Where
from kta_desktop.domain.verdict import Verdict
from kta_desktop.forms.state import FormState
from kta_desktop.services import judging
from kta_desktop.services.overview import Kind, Severity, overview, stated

TODAY = date(2026, 11, 22)
LEAD, OTHER = "01a20000-0000-7000-8000-000000000001", "01a20000-0000-7000-8000-000000000002"


def _q(name, number, kind=QuestionType.TEXT, **more):
    section = more.pop("section", "wat")
    return Question(
        name=name, number=number, section=section, type=kind, label=Text(ru=name), **more
    )


LEVEL = Level(
    id="SWWD", kind="indicative", medium="water_direct", parameter=Text(ru="Удельный сброс"),
    lower="0.3", upper="3.0", unit="m3/t", when="true()", confidence="verified",
)  # fmt: skip
DEFINITION = Definition(
    pack="small",
    version="1.0",
    title=Text(ru="Молоко"),
    sections=(
        Section(name="gen", number="1", label=Text(ru="Профиль", en="Profile")),
        Section(name="wat", number="8", label=Text(ru="Вода"), short=Text(ru="Вода")),
        Section(name="air", number="9", label=Text(ru="Воздух")),
    ),
    questions=(
        _q("gen_01", "1.1", section="gen", required=True, more={"statutory_group": "none"}),
        _q("wat_01", "8.1", required=True, more={"statutory_group": "environment"}),
        _q("wat_02", "8.2", QuestionType.DECIMAL, unit="m3/t", levels=("SWWD",),
           more={"statutory_group": "energy"}),
        _q("wat_03", "8.3", QuestionType.DECIMAL, more={"statutory_group": "environment"}),
    ),
    levels=(LEVEL,),
    more={"included": {"core": {"statutory_groups": [
        {"id": "environment", "ru": "Экология", "ref": "R775 п. 49 пп. 2"},
        {"id": "energy", "ru": "Энергия", "ref": "R775 п. 49 пп. 4"},
    ]}}},
)  # fmt: skip


def _record(definition=DEFINITION, **entries):
    known = {
        "@audit/starts_on": "2026-11-21",
        "@audit/ends_on": "2026-11-23",
        f"@team/{LEAD}": {"name": "Жумабаева Айгуль", "role": "lead", "place": 1},
        f"@team/{OTHER}": {"name": "Ким Роман", "role": "expert", "place": 2},
    }
    return AuditRecord(
        id="a", definition=definition, definition_sha256="0" * 64, entries={**known, **entries}
    )


def _found(record, today=TODAY):
    state = FormState(record.definition, record.entries)
    return overview(record, state, judging.sessions(record), today)


def _text(value):
    return {"text": value, "value": value}


def _number(value, **more):
    return {"text": value, "value": value, "unit": "m3/t", "origin": "metered", **more}


def test_that_a_section_counts_what_is_done_required_and_wrong():
    found = _found(_record(wat_01=_text("река"), wat_03={"text": "12.5.0"}))
    line = found.section("wat")
    assert (line.answered, line.total) == (1, 3)
    assert (line.required, line.required_total) == (1, 1)
    assert line.errors == 1
    assert not line.is_done


def test_that_a_section_that_asks_nothing_is_left_out():
    assert [line.name for line in _found(_record()).sections] == ["gen", "wat"]


def test_that_a_language_without_a_short_title_gets_the_long_one():
    assert _found(_record()).section("gen").title.get("en") == "Profile"


def test_that_groups_are_those_the_checklist_names_and_none_is_no_group():
    found = _found(_record(wat_01=_text("река")))
    told = [(group.id, group.title.ru, group.answered, group.total) for group in found.groups]
    assert told == [("environment", "Экология", 1, 2), ("energy", "Энергия", 0, 1)]
    assert found.groups[0].ref == "R775 п. 49 пп. 2"
    assert found.groups[0].target == Target(Where.QUESTION, "wat_03")


def test_that_a_checklist_without_groups_shows_none():
    plain = replace(DEFINITION, questions=tuple(
        replace(question, more=None) for question in DEFINITION.questions))  # fmt: skip
    assert _found(_record(plain)).groups == ()


@pytest.mark.parametrize(
    ("value", "uncertainty", "verdict"),
    [
        ("3.25", "0.1", Verdict.EXCEEDS),
        ("3.05", "0.2", Verdict.NOT_DISTINGUISHABLE),
    ],
)
def test_that_figures_out_of_their_level_are_listed(value, uncertainty, verdict):
    found = _found(_record(wat_02=_number(value, uncertainty=uncertainty)))
    (excess,) = found.excesses
    assert (excess.verdict, excess.value, excess.uncertainty) == (
        verdict, Decimal(value), Decimal(uncertainty))  # fmt: skip
    assert excess.target == Target(Where.QUESTION, "wat_02")


def test_that_the_farthest_beyond_its_level_comes_first():
    twice = replace(DEFINITION, questions=(
        *DEFINITION.questions,
        _q("wat_04", "8.4", QuestionType.DECIMAL, unit="m3/t", levels=("SWWD",)),
    ))  # fmt: skip
    found = _found(_record(twice, wat_02=_number("4"), wat_04=_number("9")))
    assert [excess.path for excess in found.excesses] == ["wat_04", "wat_02"]


def test_that_a_figure_within_its_level_is_not_listed():
    assert _found(_record(wat_02=_number("2.1"))).excesses == ()


def test_that_the_team_has_the_sections_that_were_given_to_it():
    given = {"@assignment/wat": OTHER, "@assignment/gen": LEAD}
    found = _found(_record(**given))
    assert [(m.auditor.name, m.sections) for m in found.team] == [
        ("Жумабаева Айгуль", ("gen",)), ("Ким Роман", ("wat",))]  # fmt: skip
    assert found.section("wat").assigned == OTHER


def test_that_the_table_of_the_team_tells_who_answers_unless_it_was_said_otherwise():
    columns = tuple(
        Column(name=name, type=QuestionType.TEXT, label=Text(ru=name), concept=f"audit.team.{name}")
        for name in ("name", "sections")
    )
    team = _q("team", "1.2", QuestionType.TABLE, section="gen", concept="audit.team",
              columns=columns)  # fmt: skip
    asked = replace(DEFINITION, questions=(*DEFINITION.questions, team))
    row = {
        "team/r": {"order": 1.0},
        "team/r/name": _text("Ким Роман"),
        "team/r/sections": _text("1, 8"),
    }
    assert _found(_record(asked, **row)).team[1].sections == ("gen", "wat")
    told = _found(_record(asked, **row, **{"@assignment/wat": LEAD, "@assignment/gen": ""}))
    assert [member.sections for member in told.team] == [("wat",), ()]


def test_that_every_day_of_the_visit_is_there_and_counts_its_sections():
    plan = {"@visit/2026-11-22": {"text": "Очистные", "sections": ["wat", "gone"]}}
    found = _found(_record(**plan, wat_01=_text("река")))
    assert [day.day for day in found.visit] == ["2026-11-21", "2026-11-22", "2026-11-23"]
    today = found.visit[1]
    assert (today.text, today.answered, today.total, today.is_today) == ("Очистные", 1, 3, True)


def test_that_a_plan_for_a_day_outside_the_visit_is_not_lost():
    plan = {"@visit/2026-12-01": {"text": "Пробы", "sections": []}}
    assert _found(_record(**plan)).visit[-1].text == "Пробы"


def test_that_days_that_make_no_sense_give_no_plan():
    dates = {"@audit/starts_on": "завтра", "@audit/ends_on": ""}
    assert _found(_record(**dates)).visit == ()


def test_that_the_counters_are_the_sums_of_the_lists():
    found = _found(_record(wat_02=_number("9", uncertainty="0.1"), wat_03={"text": "1.2.3"}))
    counted = found.counters
    assert (counted.answered, counted.total) == (1, 4)
    assert (counted.required, counted.required_total) == (0, 2)
    assert counted.exceeding == 1
    assert counted.blocking == sum(line.severity == "blocks" for line in found.leaving)
    assert counted.blocking + counted.wanted + counted.later == len(found.leaving)


def test_that_answers_that_contradict_each_other_are_to_be_settled():
    """Two records of 3.25 and 2.5, each ± 0.1: 0.75 > 0.14."""
    record = _record(wat_02=_number("3.25", uncertainty="0.1"))
    state = FormState(record.definition, record.entries)
    (one,) = stated(record, state, (), TODAY)
    odd = replace(one, contradicted=True)
    found = overview(record, state, (), TODAY, said=(odd,))
    (line,) = [each for each in found.leaving if each.kind is Kind.CONTRADICTION]
    assert (line.target, line.severity) == (Target(Where.QUESTION, "wat_02"), Severity.WANTED)
    assert found.excesses[0].contradicted
    calm = overview(record, state, (), TODAY, said=(one,))
    assert Kind.CONTRADICTION not in {each.kind for each in calm.leaving}
