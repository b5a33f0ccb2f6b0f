"""Claims about a colleague who was typed in by name and opens the audit on another computer."""

import pytest

from kta_desktop.domain import fieldpath
from kta_desktop.services import answering, auditing, conflicts, package_news, packing
from kta_desktop.services.answering import Edit

TYPED = "01a20000-0000-7000-8000-0000000000aa"
KIM = fieldpath.record("team", TYPED)
WATER = fieldpath.record("assignment", "wat")


@pytest.fixture
def begun(hand, new_workspace, tmp_path):
    """An audit whose lead typed the name of a colleague and gave them a section."""
    mine = new_workspace("mine")
    audit = hand.start(mine)
    member = {"name": "ким  РОМАН", "role": "auditor", "place": 2}
    answering.store(mine, audit, [Edit(KIM, member), Edit(WATER, TYPED)])

    def hand_over(giver, taker):
        path = tmp_path / "audit.kta"
        packing.build(giver, audit, path)
        return packing.open_bundle(taker, path)

    return mine, audit, hand_over


def entries(ws, audit):
    return auditing.load(ws, audit).entries


def test_that_a_colleague_takes_the_place_and_the_sections_of_the_name(begun, new_workspace):
    mine, audit, hand_over = begun
    theirs = new_workspace("Ким Роман")
    hand_over(mine, theirs)
    now = entries(theirs, audit)
    assert now[WATER] == theirs.profile.id
    assert now[fieldpath.record("team", theirs.profile.id)]["role"] == "auditor"
    assert now.get(KIM) is None


def test_that_their_answers_have_a_name_where_the_audit_began(begun, new_workspace, hand, tmp_path):
    mine, audit, hand_over = begun
    theirs = new_workspace("Ким Роман")
    hand_over(mine, theirs)
    hand.answer(theirs, audit, "3,1")
    hand.answer(mine, audit, "3,25")
    packing.build(theirs, audit, tmp_path / "back.kta")
    news = package_news.preview(mine, tmp_path / "back.kta")
    assert {share.author for share in news.shares} == {"ким  РОМАН"}
    hand_over(theirs, mine)
    (dispute,) = conflicts.disputes(auditing.load(mine, audit), mine.device)
    assert "" not in {side.author for side in dispute.sides}
    assert entries(mine, audit)[WATER] == theirs.profile.id


@pytest.mark.parametrize("name", ["Ким Р.", "Иванов"])
def test_that_whom_the_team_does_not_name_changes_nothing(begun, new_workspace, name):
    mine, audit, hand_over = begun
    theirs = new_workspace(name)
    hand_over(mine, theirs)
    assert entries(theirs, audit)[WATER] == TYPED


def test_that_a_stranger_who_answers_is_named_in_what_they_hand_over(begun, new_workspace, hand):
    mine, audit, hand_over = begun
    theirs = new_workspace("Иванов")
    hand_over(mine, theirs)
    hand.answer(theirs, audit, "3,1")
    hand_over(theirs, mine)
    team = {one.id: one.name for one in auditing.load(mine, audit).team}
    assert team[theirs.profile.id] == "Иванов"


def test_that_a_namesake_who_worked_keeps_the_place(begun, new_workspace, hand):
    mine, audit, hand_over = begun
    first, second = new_workspace("Ким Роман"), new_workspace("ким роман")
    hand_over(mine, first)
    hand.answer(first, audit, "3,1")
    hand_over(first, second)
    assert entries(second, audit)[WATER] == first.profile.id
