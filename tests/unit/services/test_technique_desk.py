"""Claims about what confirming a technique writes: the rows of the register, and nothing else."""

from dataclasses import replace

import pytest

from kta_desktop.assessment.bat_lines import bat_lines, row_id
from kta_desktop.assessment.criteria import scores
from kta_desktop.assessment.techniques import State, register
from kta_desktop.services import technique_desk as desk
from kta_desktop.services.technique_errors import (
    RegisterMissingError,
    ScoreError,
    TechniqueUnknownError,
    UnitNeededError,
    UnitTakenError,
)
from tests.unit.assessment import techniques_given as given

ASKED = (given.likert("q1", "B12.a"), given.likert("q2", "B12.b"), given.likert("q3", "B12.c"))


@pytest.fixture
def audit():
    """A plant that answered two of three questions, and confirmed one technique."""
    rows = [("r1", "BAT 7 a", {"unit": "CIP", "state": "partly", "reason": "не все"})]
    return given.audit(given.book(*ASKED), rows, q1="yes", q2="no")


def line(audit, key):
    return next(each for bat in bat_lines(audit) for each in bat.lines if each.key == key)


def done(audit, edits):
    """Apply edits, as the editor does, and return the rows by id."""
    audit.state.apply_all((edit.path, edit.after) for edit in edits)
    return {row.id: row for row in register(audit.state)}


def test_that_a_state_is_confirmed_in_a_row_that_names_its_technique(audit):
    before = line(audit, "B12.a")
    edits = desk.confirm(audit, before, State.PARTLY, reason="две ступени", since="2021")
    row = done(audit, edits)[before.row_id]
    assert (row.bat, row.state, row.since) == ("2019/2031, НДТ 12a", State.PARTLY, 2021)
    assert (row.reason, row.unit) == ("две ступени", "")
    after = line(audit, "B12.a")
    assert (after.row, after.row_id) == (row, before.row_id)


def test_that_two_auditors_who_confirm_meet_in_one_row(audit):
    mine = desk.confirm(audit, line(audit, "B12.a"), State.APPLIED, unit="Очистные")
    theirs = desk.confirm(audit, line(audit, "B12.a"), State.NOT_APPLIED, unit=" очистные ")
    assert mine[0].path == theirs[0].path == f"core_techniques/{row_id('B12.a', 'Очистные')}"


def test_that_a_new_row_stands_behind_the_last(audit):
    done(audit, desk.confirm(audit, line(audit, "B12.a"), State.APPLIED))
    done(audit, desk.confirm(audit, line(audit, "B7.b"), State.APPLIED))
    assert [row.bat for row in register(audit.state)] == [
        "BAT 7 a",
        "2019/2031, НДТ 12a",
        "2019/2031, НДТ 7b",
    ]


def test_that_a_row_that_is_there_keeps_what_was_written_in_it(audit):
    edits = desk.confirm(audit, line(audit, "B7.a@CIP"), State.APPLIED)
    assert [edit.path for edit in edits] == ["core_techniques/r1/state"]
    row = done(audit, edits)["r1"]
    assert (row.bat, row.state, row.reason) == ("BAT 7 a", State.APPLIED, "не все")


def test_that_all_open_proposals_are_confirmed_in_one_act(audit):
    found = bat_lines(audit)
    assert [each.key for each in desk.open_proposals(found)] == ["B12.a", "B12.b"]
    rows = done(audit, desk.accept_all(audit, found))
    assert [(row.bat, row.state) for row in rows.values()][1:] == [
        ("2019/2031, НДТ 12a", State.APPLIED),
        ("2019/2031, НДТ 12b", State.NOT_APPLIED),
    ]
    assert desk.open_proposals(bat_lines(audit)) == ()


def test_that_accepting_what_is_not_proposed_changes_nothing(audit):
    assert desk.accept(audit, line(audit, "B12.c")) == []
    assert done(audit, desk.accept(audit, line(audit, "B12.b")))


def test_that_a_proposal_does_not_overwrite_what_a_person_confirmed(audit):
    done(audit, desk.confirm(audit, line(audit, "B12.b"), State.PARTLY, reason="половина"))
    assert [each.key for each in desk.open_proposals(bat_lines(audit))] == ["B12.a"]


def test_that_what_was_typed_without_a_meaning_is_not_overwritten_in_one_go():
    rows = [("r1", "НДТ 12a", {"state": ("почти", None)}), ("r2", "НДТ 12b", {"unit": "Цех"})]
    audit = given.audit(given.book(*ASKED), rows, q1="yes", q2="no")
    assert [each.row_id for each in desk.open_proposals(bat_lines(audit))] == ["r2"]


def test_that_a_technique_stands_at_a_further_unit(audit):
    key, edits = desk.add_unit(audit, "B7.a", " Розлив ", State.APPLIED)
    assert key == "B7.a@Розлив"
    done(audit, edits)
    assert line(audit, key).state is State.APPLIED
    assert line(audit, "B7.a@CIP").state is State.PARTLY
    with pytest.raises(UnitTakenError):
        desk.add_unit(audit, "B7.a", "розлив")
    with pytest.raises(UnitNeededError):
        desk.add_unit(audit, "B7.a", "  ")
    with pytest.raises(TechniqueUnknownError):
        desk.add_unit(audit, "B99", "Цех")


def test_that_a_row_moves_to_another_unit_but_not_onto_another_row(audit):
    done(audit, desk.add_unit(audit, "B7.a", "Розлив")[1])
    with pytest.raises(UnitTakenError):
        desk.change(audit, line(audit, "B7.a@CIP"), unit="розлив")
    assert desk.change(audit, line(audit, "B7.a@CIP"), unit="cip")
    done(audit, desk.change(audit, line(audit, "B7.a@CIP"), unit="Приёмка", description="кран"))
    moved = line(audit, "B7.a@Приёмка")
    assert (moved.row_id, moved.row.description) == ("r1", "кран")


def test_that_a_line_without_a_row_has_nothing_to_change_or_take_away(audit):
    open_ = line(audit, "B12.c")
    assert desk.change(audit, open_, reason="нет") == []
    assert desk.remove(audit, open_) == []
    with pytest.raises(KeyError):
        desk.change(audit, line(audit, "B7.a@CIP"), bat="НДТ 9")


def test_that_a_row_taken_away_comes_back_without_its_old_words(audit):
    done(audit, desk.confirm(audit, line(audit, "B12.a"), State.PARTLY, reason="старая"))
    done(audit, desk.remove(audit, line(audit, "B12.a")))
    assert line(audit, "B12.a").row is None
    rows = done(audit, desk.confirm(audit, line(audit, "B12.a"), State.APPLIED))
    assert rows[line(audit, "B12.a").row_id].reason == ""


def test_that_figures_without_a_meaning_are_kept_as_typed(audit):
    edits = desk.confirm(audit, line(audit, "B12.a"), State.APPLIED, before="4,1", after="мало")
    row = done(audit, edits)[line(audit, "B12.a").row_id]
    assert (str(row.before), row.after, row.unread["after"]) == ("4.1", None, "мало")


def test_that_a_row_outside_the_book_can_be_confirmed_but_not_invented(audit):
    done(audit, [desk.Edit("core_techniques/x", {"order": 9.0})])
    done(audit, [desk.Edit("core_techniques/x/bat", {"text": "своя", "value": "своя"})])
    other = line(audit, "row.x")
    assert done(audit, desk.confirm(audit, other, State.APPLIED))["x"].state is State.APPLIED
    with pytest.raises(TechniqueUnknownError):
        desk.confirm(audit, replace(other, row=None, row_id="y"), State.APPLIED)


def test_that_a_criterion_is_scored_with_its_grounds_and_taken_away(audit):
    done(audit, desk.score(audit, "B12.a", "proven", "3", "два завода"))
    (own,) = scores(audit)["B12.a"]
    assert (own.value, own.why, own.counts) == (3, "два завода", True)
    done(audit, desk.score(audit, "B12.a", "proven", "2", "один завод"))
    (own,) = scores(audit)["B12.a"]
    assert (own.value, own.why) == (2, "один завод")
    done(audit, desk.score(audit, "B12.a", "proven", "", " "))
    assert scores(audit) == {}


@pytest.mark.parametrize("typed", ["4", "-1", "1,5", "три"])
def test_that_no_other_score_is_taken(audit, typed):
    with pytest.raises(ScoreError) as caught:
        desk.score(audit, "B12.a", "proven", typed, "да")
    assert typed in caught.value.sentence("ru")


def test_that_a_checklist_without_the_tables_says_so():
    book = given.book()
    bare = replace(book, questions=tuple(q for q in book.questions if q.section == "s"))
    audit = given.audit(bare)
    with pytest.raises(RegisterMissingError):
        desk.confirm(audit, line(audit, "B9"), State.APPLIED)
    with pytest.raises(RegisterMissingError):
        desk.score(audit, "B9", "proven", "1", "да")
