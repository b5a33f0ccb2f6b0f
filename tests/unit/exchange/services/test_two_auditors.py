"""Two auditors at one plant, without a network: a stick goes from one laptop to the other."""

import pytest

from kta_desktop.domain import fieldpath
from kta_desktop.services import answering, auditing, conflicts, package_news, packing
from kta_desktop.services.answering import Edit
from kta_desktop.services.package_news import News

ROW = fieldpath.row("wat_04", "r1")
CELL = fieldpath.cell("wat_04", "r1", "m3")


@pytest.fixture
def pair(hand, new_workspace, tmp_path):
    """Two laptops with the same audit, and how one hands it to the other."""
    mine, theirs = new_workspace("mine"), new_workspace("theirs")
    audit = hand.start(mine)

    def hand_over(giver, taker):
        path = tmp_path / "audit.kta"
        packing.build(giver, audit, path)
        return packing.open_bundle(taker, path)

    hand_over(mine, theirs)
    member = {"name": "Р. Ким", "role": "auditor", "place": 2}
    answering.store(theirs, audit, [Edit(f"@team/{theirs.profile.id}", member)])
    hand_over(theirs, mine)
    return mine, theirs, audit, hand_over


def _disputes(ws, audit):
    return conflicts.disputes(auditing.load(ws, audit), ws.device)


def test_that_both_values_stay_with_author_and_time(pair, hand):
    mine, theirs, audit, hand_over = pair
    hand.answer(mine, audit, "3,25")
    hand.answer(theirs, audit, "3,1")
    assert hand_over(theirs, mine).conflicts == (hand.WATER,)
    (dispute,) = _disputes(mine, audit)
    assert [side.value["text"] for side in dispute.sides] == ["3,1", "3,25"]
    assert [side.author for side in dispute.sides] == ["Р. Ким", "mine"]
    assert [side.is_here for side in dispute.sides] == [False, True]
    assert all(side.at.endswith("Z") for side in dispute.sides)


def test_that_a_decision_ends_it_on_both_sides_and_loses_nothing(pair, hand):
    mine, theirs, audit, hand_over = pair
    hand.answer(mine, audit, "3,25")
    hand.answer(theirs, audit, "3,1")
    hand_over(theirs, mine)
    (dispute,) = _disputes(mine, audit)
    conflicts.decide(mine, audit, dispute.path, dispute.sides[0].value)
    assert _disputes(mine, audit) == ()
    assert hand_over(mine, theirs).conflicts == ()
    assert auditing.load(theirs, audit).entries[hand.WATER]["text"] == "3,1"
    told = [change.after["text"] for change in answering.history(theirs, audit, hand.WATER)]
    assert sorted(told) == ["3,1", "3,1", "3,25"]


def test_that_a_decision_can_be_taken_back(pair, hand):
    mine, theirs, audit, hand_over = pair
    hand.answer(mine, audit, "3,25")
    hand.answer(theirs, audit, "3,1")
    hand_over(theirs, mine)
    (dispute,) = _disputes(mine, audit)
    conflicts.decide(mine, audit, dispute.path, dispute.sides[1].value)
    assert auditing.load(mine, audit).entries[hand.WATER]["text"] == "3,25"
    answering.undo(mine, audit)
    assert auditing.load(mine, audit).entries[hand.WATER]["text"] == "3,1"


@pytest.mark.parametrize("remover", ["mine", "theirs"])
def test_that_an_instance_removed_by_one_and_filled_by_the_other_waits_for_a_person(pair, remover):
    mine, theirs, audit, hand_over = pair
    answering.store(mine, audit, [Edit(ROW, {"order": 1.0})])
    hand_over(mine, theirs)
    one, other = (mine, theirs) if remover == "mine" else (theirs, mine)
    answering.store(one, audit, [Edit(ROW, None)])
    answering.store(other, audit, [Edit(CELL, {"text": "12", "value": "12"})])
    assert hand_over(theirs, mine).conflicts == (ROW,)
    record = auditing.load(mine, audit)
    assert record.entries[ROW] == {"order": 1.0}
    assert record.entries[CELL]["text"] == "12"
    (dispute,) = _disputes(mine, audit)
    assert sorted(side.value is None for side in dispute.sides) == [False, True]
    assert hand_over(mine, theirs).conflicts == (ROW,)
    conflicts.decide(theirs, audit, ROW, None)
    assert hand_over(theirs, mine).conflicts == ()
    assert ROW not in auditing.load(mine, audit).entries


def test_that_what_a_package_brings_is_told_before(pair, hand, tmp_path):
    mine, theirs, audit, _hand_over = pair
    hand.answer(mine, audit, "3,25")
    hand.answer(theirs, audit, "3,1")
    hand.answer(theirs, audit, "7", "wat_05")
    hand.answer(theirs, audit, "8", "wat_05")
    path = tmp_path / "theirs.kta"
    packing.build(theirs, audit, path)
    before = auditing.load(mine, audit)
    told = package_news.preview(mine, path)
    assert auditing.load(mine, audit) == before
    assert (told.news, told.number, told.plant) == (News.MORE, "KTA-2026-001", "ТОО «Сүт»")
    assert told.conflicts == (hand.WATER,)
    assert [(one.author, one.changes, one.paths) for one in told.shares] == [("Р. Ким", 3, 2)]
    packing.open_bundle(mine, path)
    assert package_news.preview(mine, path).news is News.NOTHING
    assert package_news.preview(mine, path).conflicts == ()


def test_that_an_audit_that_is_unknown_here_is_told_as_such(pair, new_workspace, tmp_path):
    mine, _theirs, audit, _hand_over = pair
    path = tmp_path / "mine.kta"
    packing.build(mine, audit, path)
    assert package_news.preview(new_workspace("third"), path).news is News.UNKNOWN
