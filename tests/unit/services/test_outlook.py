"""Claims about what stands beside an audit in the list."""

from dataclasses import replace

from kta_desktop.domain.ids import new_id
from kta_desktop.services import answering, auditing, outlook
from kta_desktop.services.answering import Edit


def test_that_work_stopped_at_the_question_changed_last(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", {"text": "3", "value": "3"})])
    answering.store(ws, audit, [Edit("wat_01", {"text": "река", "value": "река"})])
    _record, stop = outlook.read(ws, audit)
    assert (stop.number, stop.section.ru) == ("8.1", "Вода")


def test_that_a_note_is_work_on_its_question_and_a_record_is_none(ws, audit):
    answering.store(ws, audit, [Edit("wat_03#note", "спросить")])
    answering.store(ws, audit, [Edit("@plant/name", "ТОО «Сүт»")])
    _record, stop = outlook.read(ws, audit)
    assert stop.question == "wat_03"


def test_that_an_audit_nobody_answered_in_has_no_place_to_go_on(ws, audit):
    assert outlook.read(ws, audit)[1] is None


def test_that_what_is_left_is_counted(ws, audit):
    answering.store(ws, audit, [Edit("wat_03", {"text": "12.5.0"})])
    found = outlook.weigh(*outlook.read(ws, audit))
    assert (found.unanswered, found.total, found.blocking) == (2, 2, 1)


def test_that_the_team_is_named_with_its_sections(ws, audit, profile):
    answering.store(ws, audit, [Edit("@assignment/wat", profile.id)])
    found = outlook.weigh(auditing.load(ws, audit), None)
    told = [(each.person.name, [title.ru for title in each.sections]) for each in found.team]
    assert told == [(profile.name, ["Вода"]), ("Ким", [])]


def test_that_what_was_written_as_the_audit_began_is_no_work(ws, new_audit):
    audit = auditing.start(ws, replace(new_audit, pack="food")).id
    assert "core_ent_bin" in auditing.load(ws, audit).entries
    assert outlook.read(ws, audit)[1] is None


def test_that_a_colleague_s_answer_is_not_where_own_work_stopped(ws, audit, profile, monkeypatch):
    answering.store(ws, audit, [Edit("wat_03", {"text": "3", "value": "3"})])
    monkeypatch.setattr(ws, "profile", replace(profile, id=new_id()))
    answering.store(ws, audit, [Edit("wat_01", {"text": "река", "value": "река"})])
    monkeypatch.setattr(ws, "profile", profile)
    assert outlook.read(ws, audit)[1].question == "wat_03"
